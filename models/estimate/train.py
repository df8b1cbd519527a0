"""Trains the estimate on what prepare.py made, evaluates it, writes checkpoints.

    python3 train.py WORK [--steps N] [--name NAME] ...     goes on from WORK/NAME.pt if it is there
"""

import argparse
import collections
import json
import math
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from cache import States
from encoder import HIDDEN, LowerLayers
from evaluate import report
from model import Estimate

LIMIT = 160  # tokens of a text, as in prepare.py
LONGEST = 120  # tokens of a pair that is trained on: longer ones cost much and teach little


class Pairs:
    """Pairs of texts to padded batches of states and labels."""

    def __init__(self, states):
        self.states = states
        self.spans = {}

    def spans_of(self, text):
        if text not in self.spans:
            self.spans[text] = self.states.lower.tokenize([text], LIMIT)[0][2]
        return self.spans[text]

    def batch(self, pairs):
        """Padded states and masks of (source, target) texts."""
        sides = []
        for k in (1, 0):
            rows = [self.states.of(p[k]) for p in pairs]
            longest = max(max(len(r) for r in rows), 1)
            x = torch.zeros(len(rows), longest, HIDDEN)
            mask = torch.zeros(len(rows), longest, dtype=torch.bool)
            for i, r in enumerate(rows):
                x[i, : len(r)] = r
                mask[i, : len(r)] = True
            sides += [x, mask]
        return sides[0], sides[2], sides[1], sides[3]

    def token_marks(self, texts, marks, longest):
        """For each token the mean mark of its characters, padded."""
        out = torch.zeros(len(texts), longest)
        for i, (text, mark) in enumerate(zip(texts, marks)):
            for k, (a, b) in enumerate(self.spans_of(text)):
                part = mark[a:b]
                out[i, k] = float(part.max()) if len(part) else 0.0
        return out


def characters(text, spans):
    mark = np.zeros(len(text), np.float32)
    for a, b in spans:
        mark[a:b] = 1
    return mark


def pooled(items, length, size, rng):
    """Batches of `size` items of like length, in random order."""
    items = list(items)
    rng.shuffle(items)
    batches = []
    for at in range(0, len(items), size * 24):
        part = sorted(items[at : at + size * 24], key=length)
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(batches)
    return batches


def visits(rows, systems, rng):
    """Groups of translations of one source: every translation once."""
    by_source = collections.defaultdict(list)
    for r in rows:
        by_source[r["key"]].append(r)
    out = []
    for key in sorted(by_source):
        group = by_source[key]
        rng.shuffle(group)
        out += [group[i : i + systems] for i in range(0, len(group), systems)]
    return out


def endless(make):
    """Batches of ever new epochs."""
    while True:
        yield from make()


def token_loss(logits, wanted, mask):
    losses = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (losses * mask).sum() / mask.sum().clamp(min=1)


def rated_loss(model, pairs, rows, dropout):
    """The loss on rated translations: quality, order within a source, major errors, tokens."""
    target, source, tm, sm = pairs.batch([(r["source"], r["target"]) for r in rows])
    t, s, p = model(target, source, tm, sm, dropout)
    wanted = torch.tensor([math.log1p(10 * r["per_word"]) for r in rows])
    quality = F.smooth_l1_loss(p[:, 0], wanted, beta=0.5)
    keys = [r["key"] for r in rows]
    same = torch.tensor([[a == b for b in keys] for a in keys])
    gap = wanted[:, None] - wanted[None, :]
    chosen = same & (gap > 0.05)
    order = F.softplus(-3 * (p[:, None, 0] - p[None, :, 0])) * gap.clamp(max=1)
    order = order[chosen].sum() / gap[chosen].clamp(max=1).sum().clamp(min=1e-3)
    major = F.binary_cross_entropy_with_logits(p[:, 1], torch.tensor([r["major"] for r in rows]))
    texts = [r["target"] for r in rows]
    located = torch.tensor([r["located"] for r in rows])[:, None]
    any_mark = pairs.token_marks(texts, [r["any_mark"] for r in rows], t.shape[1])
    major_mark = pairs.token_marks(texts, [r["major_mark"] for r in rows], t.shape[1])
    tokens = token_loss(t[..., 0], any_mark, tm & located) + token_loss(t[..., 1], major_mark, tm & located)
    source_mark = pairs.token_marks([r["source"] for r in rows], [r["source_mark"] for r in rows], s.shape[1])
    marked = torch.tensor([r["source_mark"].any() for r in rows])[:, None]
    missing = token_loss(s[..., 0], source_mark, sm & marked)
    return quality + 0.5 * order + 0.5 * major + tokens + 0.2 * missing


def planted_loss(model, pairs, rows, dropout):
    """The loss on good translations and their wrong versions: which is which, and where."""
    texts = [(s, g) for s, g, _, _, _ in rows] + [(s, b) for s, _, b, _, _ in rows]
    target, source, tm, sm = pairs.batch(texts)
    t, s, p = model(target, source, tm, sm, dropout)
    n = len(rows)
    wanted = torch.cat([torch.zeros(n), torch.ones(n)])
    wrong = F.binary_cross_entropy_with_logits(p[:, 2], wanted)
    order = F.softplus(-(p[n:, 2] - p[:n, 2])).mean()
    marks = [np.zeros(len(g), np.float32) for _, g, _, _, _ in rows]
    marks += [characters(b, spans) for _, _, b, spans, _ in rows]
    tokens = token_loss(t[..., 2], pairs.token_marks([x[1] for x in texts], marks, t.shape[1]), tm)
    kinds = ["good"] * n + [r[4] for r in rows]
    whole = torch.tensor([k in ("good", "other sentence", "empty") for k in kinds])[:, None]
    gone = torch.tensor([float(k in ("other sentence", "empty")) for k in kinds])[:, None].expand(-1, s.shape[1])
    unrendered = token_loss(s[..., 1], gone, sm & whole)
    return wrong + order + tokens + 0.2 * unrendered


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=Path)
    parser.add_argument("--name", default="estimate")
    parser.add_argument("--steps", type=int, default=1400)
    parser.add_argument("--rated", type=int, default=8, help="sources a step, 4 translations of each")
    parser.add_argument("--planted", type=int, default=20, help="pairs of good and wrong a step")
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--joint", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="steps on planted errors alone before")
    parser.add_argument("--stop", type=int, help="step to end at, of a schedule that is longer")
    parser.add_argument("--begin", type=Path, help="weights of another run to begin with")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    lower = LowerLayers(0)
    states = States(args.work / "states", lower, LIMIT)
    states.add([])
    sets = pickle.loads((args.work / "sets.pickle").read_bytes())
    known = states.index

    def short(source, target):
        return 0 < known[target][1] and known[source][1] + known[target][1] <= LONGEST

    fit = [r for r in sets["fit"] if short(r["source"], r["target"])]
    planted = [x for x in sets["planted"] if short(x[0], x[1]) and short(x[0], x[2])]
    print(f"{len(fit)} rated translations, {len(planted)} planted errors")
    pairs = Pairs(states)
    model = Estimate(joint=args.joint)
    sample = random.Random(0).sample(fit, 400)
    for k, side in ((0, "target"), (1, "source")):
        model.means[k] = torch.cat([states.of(r[side]).float() for r in sample]).mean(0)
    heads = [p for n, p in model.named_parameters() if not n.startswith("layers")]
    optimizer = torch.optim.AdamW(
        [{"params": model.layers.parameters(), "lr": args.rate}, {"params": heads, "lr": 8 * args.rate}],
        weight_decay=args.decay, betas=(0.9, 0.98),
    )
    warm = 100

    def schedule(step):
        return min(1, (step + 1) / warm) * (0.5 + 0.5 * math.cos(math.pi * step / args.steps)) + 1e-3

    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, schedule)
    rng = random.Random(args.seed)
    rated_batches = endless(lambda: pooled(visits(fit, 4, rng), lambda v: len(v[0]["target"]), args.rated, rng))
    planted_batches = endless(lambda: pooled(planted, lambda x: len(x[1]), args.planted, rng))
    path = args.work / f"{args.name}.pt"
    first = 0
    if args.begin:
        model.load_state_dict(torch.load(args.begin, weights_only=True)["model"])
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        first = saved["step"]
        for _ in range(first):  # the same batches as an uninterrupted run
            next(rated_batches), next(planted_batches)
    began, sums = time.time(), [0.0, 0.0]
    last = args.stop or args.steps
    for step in range(first, last):
        with torch.autocast("cpu", torch.bfloat16):
            rows = [r for v in next(rated_batches) for r in v]
            a = torch.zeros(()) if step < args.first else rated_loss(model, pairs, rows, args.dropout)
            b = planted_loss(model, pairs, next(planted_batches), args.dropout)
        optimizer.zero_grad()
        (a + b).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        sums = [sums[0] + a.item(), sums[1] + b.item()]
        if (step + 1) % 25 == 0:
            rate = (step + 1 - first) / (time.time() - began)
            print(f"step {step + 1}: rated {sums[0] / 25:.4f} planted {sums[1] / 25:.4f}, {rate:.2f} steps/s", flush=True)
            sums = [0.0, 0.0]
        if (step + 1) % 200 == 0 or step + 1 == last:
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                        "scheduler": scheduler.state_dict(), "step": step + 1}, path)
            report(model, pairs, sets, small=step + 1 != args.steps)
    print(json.dumps(vars(args), default=str))


if __name__ == "__main__":
    main()
