"""The lower layers of the embedded encoder in PyTorch, from the file that ships."""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import gguf  # noqa: E402

MODEL = Path(__file__).resolve().parent.parent / "e5-small-zh-en"
HIDDEN, HEADS, EPSILON = 384, 12, 1e-12
PREFIX = "query: "
PARTS = "attn_q attn_k attn_v attn_output attn_output_norm ffn_up ffn_down layer_output_norm".split()


def read_gguf(path):
    """The tensors of a GGUF file as f32 arrays by name; Q4_0 and Q8_0 blocks are widened."""
    tensors = {}
    for name, (shape, kind, data) in gguf.read(path)[1].items():
        raw = np.frombuffer(data, np.uint8)
        if kind in (gguf.Q4_0, gguf.Q8_0):
            blocks = raw.reshape(-1, gguf.BLOCKS[kind][1])
            scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
            if kind == gguf.Q8_0:
                whole = blocks[:, 2:].copy().view(np.int8).astype(np.float32)
            else:
                low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
                whole = np.concatenate([low, high], 1).astype(np.float32) - 8
            wide = whole * scale
        else:
            wide = raw.view("<f4" if kind == gguf.F32 else "<f2").astype(np.float32)
        tensors[name] = wide.reshape(shape)
    return tensors


def layer_weights(tensors, number):
    """The weights and biases of one layer by the names of the file."""
    return {
        f"{part}.{kind}": torch.from_numpy(tensors[f"blk.{number}.{part}.{kind}"].copy())
        for part in PARTS
        for kind in ("weight", "bias")
    }


def run_layer(w, x, mask, dropout=0.0):
    """One post-norm layer: `x` is batch × length × hidden, `mask` true where a token stands."""
    batch, length, _ = x.shape

    def linear(name, value):
        return F.linear(value, w[f"{name}.weight"], w[f"{name}.bias"])

    def norm(name, value):
        return F.layer_norm(value, (HIDDEN,), w[f"{name}.weight"], w[f"{name}.bias"], EPSILON)

    def heads(name):
        return linear(name, x).view(batch, length, HEADS, -1).transpose(1, 2)

    seen = F.scaled_dot_product_attention(
        heads("attn_q"), heads("attn_k"), heads("attn_v"), attn_mask=mask[:, None, None, :]
    )
    seen = seen.transpose(1, 2).reshape(batch, length, HIDDEN)
    x = norm("attn_output_norm", x + F.dropout(linear("attn_output", seen), dropout))
    wide = F.gelu(linear("ffn_up", x))
    return norm("layer_output_norm", x + F.dropout(linear("ffn_down", wide), dropout))


class LowerLayers:
    """Texts to the states after a number of layers."""

    def __init__(self, layers, dtype=torch.bfloat16):
        tensors = read_gguf(MODEL / "model.gguf")
        self.tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
        self.words = torch.from_numpy(tensors["token_embd.weight"])
        self.places = torch.from_numpy(tensors["position_embd.weight"] + tensors["token_types.weight"][0])
        self.norm = [torch.from_numpy(tensors[f"token_embd_norm.{k}"]) for k in ("weight", "bias")]
        self.layers = [
            {k: v.to(dtype) for k, v in layer_weights(tensors, i).items()} for i in range(layers)
        ]
        self.dtype = dtype

    def tokenize(self, texts, limit):
        """Token numbers with marks, how many belong to the prefix, and spans in characters."""
        out = []
        for e in self.tokenizer.encode_batch([PREFIX + t for t in texts], add_special_tokens=False):
            spans = [(max(a - len(PREFIX), 0), max(b - len(PREFIX), 0)) for a, b in e.offsets]
            prefix = next((i for i, (a, b) in enumerate(spans) if b > a), len(spans))
            ids = e.ids[: prefix + limit]
            out.append((ids, prefix, spans[prefix : prefix + limit]))
        return out

    @torch.no_grad()
    def encode(self, tokens, batch_tokens=8192):
        """Yields (index, states): the states of a text's tokens, prefix and marks left out."""
        begin, end = (self.tokenizer.token_to_id(t) for t in ("<s>", "</s>"))
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i][0]))
        at = 0
        while at < len(order):
            longest, to = 0, at
            while to < len(order):
                longest = len(tokens[order[to]][0]) + 2
                if (to - at + 1) * longest > batch_tokens and to > at:
                    break
                to += 1
            batch = order[at:to]
            longest = len(tokens[batch[-1]][0]) + 2
            ids = torch.zeros(len(batch), longest, dtype=torch.long)
            mask = torch.zeros(len(batch), longest, dtype=torch.bool)
            for row, i in enumerate(batch):
                line = [begin, *tokens[i][0], end]
                ids[row, : len(line)] = torch.tensor(line)
                mask[row, : len(line)] = True
            x = self.words[ids] + self.places[:longest]
            x = F.layer_norm(x, (HIDDEN,), *self.norm, EPSILON).to(self.dtype)
            for layer in self.layers:
                x = run_layer(layer, x, mask)
            for row, i in enumerate(batch):
                prefix, count = tokens[i][1], len(tokens[i][2])
                yield i, x[row, 1 + prefix : 1 + prefix + count]
            at = to
