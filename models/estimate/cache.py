"""States of the frozen lower layers, computed once for every text and kept on disk."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

from encoder import HIDDEN

CHUNK = 4000  # texts written at a time


class States:
    """The states of texts. Files of a folder: `states.bin` (bf16 rows), `index.json` (a text's
    first row and number of rows). Texts that are missing are encoded when `add` is called, so an
    interrupted run goes on where it stopped."""

    def __init__(self, folder, lower, limit):
        self.folder, self.lower, self.limit = Path(folder), lower, limit
        self.folder.mkdir(parents=True, exist_ok=True)
        self.index_path, self.bin_path = self.folder / "index.json", self.folder / "states.bin"
        self.index = json.loads(self.index_path.read_text()) if self.index_path.exists() else {}
        self.rows = None

    def add(self, texts):
        """Encodes the texts that are not there yet."""
        wanted = [t for t in dict.fromkeys(texts) if t not in self.index]
        row = max((a + n for a, n in self.index.values()), default=0)
        began, done = time.time(), 0
        for at in range(0, len(wanted), CHUNK):
            part = wanted[at : at + CHUNK]
            tokens = self.lower.tokenize(part, self.limit)
            with open(self.bin_path, "r+b" if self.bin_path.exists() else "w+b") as file:
                file.seek(row * HIDDEN * 2)
                added = {}
                for i, states in self.lower.encode(tokens):
                    file.write(states.contiguous().view(torch.int16).numpy().tobytes())
                    added[part[i]] = [row, len(states)]
                    row += len(states)
                    done += len(states)
            self.index.update(added)
            self.index_path.write_text(json.dumps(self.index, ensure_ascii=False))
            rate = done / (time.time() - began)
            print(f"encoded {at + len(part)} of {len(wanted)} texts, {rate:.0f} tokens/s", file=sys.stderr)
        self.rows = np.memmap(self.bin_path, np.int16, "r").reshape(-1, HIDDEN)

    def of(self, text):
        """The states of a text: tokens × hidden, bf16."""
        start, count = self.index[text]
        return torch.from_numpy(np.array(self.rows[start : start + count])).view(torch.bfloat16)
