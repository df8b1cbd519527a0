#!/usr/bin/env python3
"""Compare the written model with the reference vectors, text by text.

    python3 models/check_vectors.py

Reads `model.gguf` and the trimmed `tokenizer.json`, runs the forward pass of
`fixtures/make.py` and prints the cosine with the vector of the untrimmed model.
Stops with an error when a token differs or a cosine is below 0.99999. Needs
`numpy` and `tokenizers`.
"""

import json
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "fixtures"))
import gguf  # noqa: E402
from make import forward, widen  # noqa: E402

LEAST = 0.99999


def read_gguf(path):
    """Metadata, and tensors as (shape, float64 array or Q4_0 bytes), by name."""
    metadata, tensors = gguf.read(path)
    wide = {}
    for name, (shape, kind, data) in tensors.items():
        raw = np.frombuffer(data, np.uint8)
        if kind != gguf.Q4_0:
            raw = raw.view("<f4" if kind == gguf.F32 else "<f2").astype(np.float64)
        wide[name] = (shape, raw)
    return metadata, wide


def main():
    metadata, tensors = read_gguf(HERE / "e5-small-zh-en/model.gguf")
    tokenizer = Tokenizer.from_file(str(HERE / "e5-small-zh-en/tokenizer.json"))
    vocabulary, hidden = tensors["token_embd.weight"][0]
    assert vocabulary == tokenizer.get_vocab_size() == metadata["bert.vocab_size"]

    def whole(name):
        shape, raw = tensors[name]
        return (widen(raw.reshape(-1, 18)) if raw.dtype == np.uint8 else raw).reshape(shape)

    names = {"q": "attn_q", "k": "attn_k", "v": "attn_v", "ao": "attn_output"}
    names |= {"aln": "attn_output_norm", "fi": "ffn_up", "fo": "ffn_down"}
    names |= {"oln": "layer_output_norm"}
    layers = [
        {
            short: (whole(f"blk.{i}.{name}.weight"), whole(f"blk.{i}.{name}.bias"))
            for short, name in names.items()
        }
        for i in range(metadata["bert.block_count"])
    ]
    words = tensors["token_embd.weight"][1].reshape(vocabulary, -1, 18)
    lowest = 1.0
    for case in json.loads((HERE / "fixtures/e5-small-zh-en.json").read_text())["texts"]:
        encoded = tokenizer.encode(case["text"])
        assert [tokenizer.id_to_token(i) for i in encoded.ids] == case["tokens"], case["text"]
        vector = forward(
            widen(words[encoded.ids].reshape(-1, 18)).reshape(-1, hidden),
            whole("position_embd.weight"),
            whole("token_types.weight")[0],
            (whole("token_embd_norm.weight"), whole("token_embd_norm.bias")),
            layers,
            metadata["bert.attention.head_count"],
        )
        reference = np.array(case["vector"])
        cosine = vector @ reference / np.linalg.norm(reference)
        largest = np.abs(vector - reference).max()
        print(f"{cosine:.9f}  {largest:.7f}  {len(encoded.ids):3} tokens  {case['text'][7:47]}")
        lowest = min(lowest, cosine)
    print(f"lowest cosine {lowest:.9f}")
    if lowest < LEAST:
        sys.exit(1)


if __name__ == "__main__":
    main()
