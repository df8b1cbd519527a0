"""The estimate: both sides of a pair read together, on top of the frozen lower layers.

A pair is one sequence: a learned mark, the target's tokens, the source's tokens. A token comes in
as its state after the frozen layers, plus a vector for its side, plus its best centred cosine
with a token of the other side (times a learned vector), plus a linear map of that token's state.
Copies of the encoder's remaining layers run over the sequence. Heads:

- target tokens: log-odds that raters mark the token, mark it major, that the token was planted;
- source tokens: log-odds that raters mark the token, that nothing renders it;
- the pair (mark, mean of target, mean of source): expected `ln(1 + 10 · penalty per word)`, and
  log-odds that raters mark a major error, that an error was planted.
"""

import torch
import torch.nn.functional as F
from torch import nn

from encoder import HIDDEN, layer_weights, read_gguf, run_layer, MODEL

FROZEN, JOINT = 9, 3
TARGET_HEADS, SOURCE_HEADS, PAIR_HEADS = 3, 2, 3
POOLED = 256


class Estimate(nn.Module):
    def __init__(self, tensors=None, joint=JOINT):
        super().__init__()
        tensors = tensors or read_gguf(MODEL / "model.gguf")
        self.layers = nn.ModuleList()
        for number in range(FROZEN, FROZEN + joint):
            weights = layer_weights(tensors, number)
            self.layers.append(nn.ParameterDict({k.replace(".", "/"): nn.Parameter(v) for k, v in weights.items()}))
        self.mark = nn.Parameter(torch.zeros(HIDDEN))
        self.sides = nn.Parameter(torch.zeros(2, HIDDEN))  # target, source
        self.best = nn.Parameter(torch.zeros(2, HIDDEN))
        self.counterpart = nn.Linear(HIDDEN, HIDDEN)
        nn.init.zeros_(self.counterpart.weight)
        nn.init.zeros_(self.counterpart.bias)
        self.target_head = nn.Linear(HIDDEN, TARGET_HEADS)
        self.source_head = nn.Linear(HIDDEN, SOURCE_HEADS)
        self.pool = nn.Linear(3 * HIDDEN, POOLED)
        self.pair_head = nn.Linear(POOLED, PAIR_HEADS)
        self.register_buffer("means", torch.zeros(2, HIDDEN))  # of target and source states

    def forward(self, target, source, target_mask, source_mask, dropout=0.0):
        """States (batch × tokens × hidden) and masks of both sides; gives the three heads."""
        cosines = torch.einsum("bth,bsh->bts", self.centred(target, 0), self.centred(source, 1))
        cosines = cosines.masked_fill(~target_mask[:, :, None] | ~source_mask[:, None, :], -1.0)
        sides = []
        for k, own, other, similar in (
            (0, target, source, cosines),
            (1, source, target, cosines.transpose(1, 2)),
        ):
            best, where = similar.max(2)
            seen = torch.gather(other, 1, where[:, :, None].expand(-1, -1, HIDDEN))
            sides.append(own + self.sides[k] + best[:, :, None] * self.best[k] + self.counterpart(seen))
        batch, count = target.shape[:2]
        x = torch.cat([self.mark.expand(batch, 1, -1), *sides], 1)
        mask = torch.cat([torch.ones(batch, 1, dtype=torch.bool), target_mask, source_mask], 1)
        for layer in self.layers:
            x = run_layer({k.replace("/", "."): v for k, v in layer.items()}, x, mask, dropout)
        t, s = x[:, 1 : 1 + count], x[:, 1 + count :]
        pooled = torch.cat([x[:, 0], mean(t, target_mask), mean(s, source_mask)], 1)
        pooled = F.gelu(self.pool(F.dropout(pooled, dropout)))
        pair = self.pair_head(F.dropout(pooled, dropout))
        return self.target_head(t).float(), self.source_head(s).float(), pair.float()

    def centred(self, states, side):
        return F.normalize(states.float() - self.means[side], dim=-1)


def mean(x, mask):
    """Mean over the tokens that stand; zeros where none does."""
    return (x * mask[:, :, None]).sum(1) / mask.sum(1).clamp(min=1)[:, None]
