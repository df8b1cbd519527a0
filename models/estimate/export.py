"""Writes a checkpoint as the file that ships: GGUF, matrices in Q8_0, the rest in F32.

    python3 export.py WORK/estimate.pt [--out estimate.gguf]
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from encoder import gguf
from model import FROZEN

BLOCK, _ = gguf.BLOCKS[gguf.Q8_0]


def q8_0(values):
    """Blocks of 32: a half-precision scale and 32 signed bytes."""
    blocks = values.reshape(-1, BLOCK).astype(np.float32)
    scale = (np.abs(blocks).max(1) / 127).astype("<f2")
    inverse = np.where(scale > 0, 1 / np.maximum(scale.astype(np.float32), 1e-12), 0)
    whole = np.clip(np.rint(blocks * inverse[:, None]), -127, 127).astype(np.int8)
    return b"".join(s.tobytes() + w.tobytes() for s, w in zip(scale, whole))


def tensors(state):
    """Name, type, shape and bytes of every tensor, in the names that the program reads."""
    for key, value in state.items():
        name = key
        if key.startswith("layers."):
            _, number, rest = key.split(".", 2)
            name = f"blk.{number}.{rest.replace('/', '.')}"
        array = value.float().numpy()
        large = array.ndim == 2 and array.size >= 384 * 384 and name != "pool.weight"
        data = q8_0(array) if large else array.astype("<f4").tobytes()
        yield name, gguf.Q8_0 if large else gguf.F32, array.shape, data


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "estimate.gguf")
    args = parser.parse_args()
    state = torch.load(args.checkpoint, weights_only=True)["model"]
    metadata = {
        "general.architecture": "mtlint-estimate",
        "general.license": "mit",
        "mtlint.lower_layers": FROZEN,
    }
    out = gguf.write(metadata, tensors(state))
    args.out.write_bytes(out)
    manifest = {
        "name": "estimate",
        "licence": "MIT OR Apache-2.0",
        "begins with": "layers 10 to 12 of e5-small-zh-en (MIT)",
        "trained on": [
            {"data": "google/wmt-mqm-human-evaluation, Chinese-English 2020 and 2021", "licence": "Apache-2.0"},
            {"data": "TICO-19, Chinese-English", "licence": "CC0-1.0"},
            {"data": "CC-CEDICT, as in data/dictionary", "licence": "CC-BY-SA-4.0"},
        ],
        "command": "models/estimate/run.sh DATA WORK",
        "lower_layers": FROZEN,
        "files": [{"name": args.out.name, "bytes": len(out), "sha256": hashlib.sha256(out).hexdigest()}],
    }
    text_of = json.dumps(manifest, indent=1) + "\n"
    args.out.with_name("manifest.json").write_text(text_of)
    print(f"{args.out}: {len(out)} bytes, sha256 {hashlib.sha256(out).hexdigest()}")


if __name__ == "__main__":
    main()
