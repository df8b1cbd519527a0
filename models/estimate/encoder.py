"""The lower layers of the embedded encoder in PyTorch, from the file that ships."""

import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

MODEL = Path(__file__).resolve().parent.parent / "e5-small-zh-en"
HIDDEN, HEADS, EPSILON = 384, 12, 1e-12
PREFIX = "query: "
BLOCKS = {0: (1, 4), 1: (1, 2), 2: (32, 18), 8: (32, 34)}  # F32, F16, Q4_0, Q8_0: values, bytes
SIMPLE = {4: "<I", 6: "<f", 7: "<?"}
PARTS = "attn_q attn_k attn_v attn_output attn_output_norm ffn_up ffn_down layer_output_norm".split()


def read_gguf(path):
    """The tensors of a GGUF file as f32 arrays by name; Q4_0 and Q8_0 blocks are widened."""
    data = path.read_bytes()
    at = 0

    def take(form):
        nonlocal at
        values = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        return values if len(values) > 1 else values[0]

    def text():
        return take(f"{take('<Q')}s").decode()

    _, _, tensor_count, metadata_count = take("<4sIQQ")
    for _ in range(metadata_count):
        text()
        kind = take("<I")
        text() if kind == 8 else take(SIMPLE[kind])
    table = []
    for _ in range(tensor_count):
        name = text()
        shape = [take("<Q") for _ in range(take("<I"))][::-1]
        table.append((name, shape, *take("<IQ")))
    start = -(-at // 32) * 32
    tensors = {}
    for name, shape, kind, offset in table:
        values, size = BLOCKS[kind]
        raw = np.frombuffer(data, np.uint8, int(np.prod(shape)) // values * size, start + offset)
        if kind == 8:
            blocks = raw.reshape(-1, 34)
            scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
            wide = blocks[:, 2:].copy().view(np.int8).astype(np.float32) * scale
        elif kind == 2:
            blocks = raw.reshape(-1, 18)
            scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
            low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
            wide = (np.concatenate([low, high], 1).astype(np.float32) - 8) * scale
        else:
            wide = raw.view("<f4" if kind == 0 else "<f2").astype(np.float32)
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
