"""Writes what the shipped estimate says of a few states, computed here in single precision: the
program's own computation is tested against it.

    python3 fixture.py            reads estimate.gguf, writes ../fixtures/estimate.json
"""

import json
from pathlib import Path

import numpy as np
import torch

from encoder import HIDDEN, LowerLayers, read_gguf
from model import FROZEN, Estimate

HERE = Path(__file__).resolve().parent
PAIRS = [("今天下雨。", "It rains today."), ("他没有来。", "He came with his two dogs."), ("", "Nothing.")]


def shipped():
    """The model with the weights of the file that ships."""
    tensors = read_gguf(HERE / "estimate.gguf")
    state = {}
    for name, value in tensors.items():
        if name.startswith("blk."):
            _, number, rest = name.split(".", 2)
            name = f"layers.{number}.{rest.replace('.', '/')}"
        state[name] = torch.from_numpy(value.copy())
    model = Estimate(joint=sum(k.endswith("attn_q/weight") for k in state))
    model.load_state_dict(state)
    return model.eval()


@torch.no_grad()
def main():
    lower, model = LowerLayers(FROZEN, torch.float32), shipped()
    cases = []
    for source, target in PAIRS:
        sides = []
        for text in (target, source):
            tokens = lower.tokenize([text], 64)
            (_, states), = lower.encode(tokens)
            sides.append(states.half().float())
        masks = [torch.ones(1, max(len(s), 1), dtype=torch.bool) & (len(s) > 0) for s in sides]
        padded = [s[None] if len(s) else torch.zeros(1, 1, HIDDEN) for s in sides]
        t, s, p = model(*padded, *masks)
        rounded = lambda x: np.round(x.numpy().astype(float), 5).tolist()
        cases.append({
            "target_states": [round(float(v), 5) for v in sides[0].half().flatten()],
            "source_states": [round(float(v), 5) for v in sides[1].half().flatten()],
            "target": rounded(t[0][masks[0][0]]), "source": rounded(s[0][masks[1][0]]),
            "pair": rounded(p[0]),
        })
    path = HERE.parent / "fixtures/estimate.json"
    path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
    print(path, path.stat().st_size, "bytes", [c["pair"] for c in cases])


if __name__ == "__main__":
    main()
