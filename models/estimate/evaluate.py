"""The figures of a trained estimate, by the project's definitions."""

import collections

import numpy as np
import torch

BATCH_TOKENS = 6000


@torch.no_grad()
def predict(model, pairs, texts):
    """For each (source, target): target heads, source heads, pair heads, as arrays."""
    out = [None] * len(texts)
    size = [pairs.states.index[s][1] + pairs.states.index[t][1] + 1 for s, t in texts]
    order = sorted(range(len(texts)), key=size.__getitem__)
    at = 0
    while at < len(order):
        to = at
        while to < len(order) and (to == at or (to - at + 1) * size[order[to]] <= BATCH_TOKENS):
            to += 1
        batch = order[at:to]
        target, source, tm, sm = pairs.batch([texts[i] for i in batch])
        with torch.autocast("cpu", torch.bfloat16):
            t, s, p = model(target, source, tm, sm)
        for k, i in enumerate(batch):
            out[i] = (t[k][tm[k]].numpy(), s[k][sm[k]].numpy(), p[k].numpy())
        at = to
    return out


def ranks(x):
    x = np.asarray(x, float)
    order = np.argsort(x, kind="stable")
    r = np.empty(len(x))
    values, starts, counts = np.unique(x[order], return_index=True, return_counts=True)
    for a, n in zip(starts, counts):
        r[order[a : a + n]] = a + (n - 1) / 2
    return r


def spearman(a, b):
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def auroc(bad, score):
    r, bad = ranks(score), np.asarray(bad, bool)
    n1, n0 = bad.sum(), (~bad).sum()
    return float((r[bad].sum() - n1 * (n1 - 1) / 2) / (n1 * n0))


def precision_at(bad, score, recall=0.3):
    bad = np.asarray(bad)[np.argsort(-np.asarray(score), kind="stable")]
    found = np.cumsum(bad)
    k = int(np.argmax(found >= recall * bad.sum()))
    return float(found[k] / (k + 1))


def pair_accuracy(keys, score, gold):
    groups = collections.defaultdict(list)
    for k, a, b in zip(keys, score, gold):
        groups[k].append((a, b))
    right = count = 0
    for g in groups.values():
        for i in range(len(g)):
            for j in range(i):
                if abs(g[i][1] - g[j][1]) > 1e-9:
                    count += 1
                    right += (g[i][0] - g[j][0]) * (g[i][1] - g[j][1]) > 0
    return right / max(count, 1)


def span_f1(rows, found, spans_of):
    """Best character F1 over thresholds of the first target head, whole words."""
    best = (0, 0)
    logit = [f[0][:, 0] for f in found]
    for th in np.linspace(0.1, 0.6, 11):
        tp = got = gold = 0
        for r, z in zip(rows, logit):
            n = len(r["target"])
            mark = np.zeros(n, bool)
            p = 1 / (1 + np.exp(-z))
            for (a, b), v in zip(spans_of(r["target"]), p):
                if v >= th:
                    mark[a:b] = True
            g = r["any_mark"] >= 0.5 - 1e-6
            tp += (mark & g).sum(); got += mark.sum(); gold += g.sum()
        best = max(best, (2 * tp / max(got + gold, 1), th))
    return best


def report(model, pairs, sets, small=False):
    dev = sets["dev"][:1200] if small else sets["dev"]
    dev = [r for r in dev if r["target"] in pairs.states.index]
    found = predict(model, pairs, [(r["source"], r["target"]) for r in dev])
    q = np.array([f[2][0] for f in found])
    gold = np.array([r["per_word"] for r in dev])
    worst = gold >= np.sort(gold)[::-1][max(int(0.05 * len(gold)) - 1, 0)]
    keys = [r["key"] for r in dev]
    major = [r["major"] > 0.5 for r in dev]
    spans = span_f1(dev, found, pairs.spans_of)
    print(f"  dev {len(dev)}: spearman {spearman(q, gold):.3f} pairs {pair_accuracy(keys, q, [-r['mqm'] for r in dev]):.3f} "
          f"auroc5 {auroc(worst, q):.3f} P@.3 {precision_at(major, [f[2][1] for f in found]):.3f} span F1 {spans[0]:.3f} at {spans[1]:.2f}; "
          f"planted head spearman {spearman([f[2][2] for f in found], gold):.3f}", flush=True)
    challenge = [r for r in sets["challenge"] if all(r[k] in pairs.states.index for k in ("mt_sent", "pert_sent"))]
    if small:
        challenge = challenge[::4]
    good = predict(model, pairs, [(r["src_sent"], r["mt_sent"]) for r in challenge])
    bad = predict(model, pairs, [(r["src_sent"], r["pert_sent"]) for r in challenge])
    by = collections.defaultdict(list)
    for r, g, b in zip(challenge, good, bad):
        for k in (r["pert_name"], "all " + r["severity"], "all"):
            by[k].append((b[2][2] > g[2][2], b[2][0] > g[2][0], b[2][2] + b[2][0] > g[2][2] + g[2][0]))
    shown = ["all", "all critical"] if small else sorted(by)
    print("  " + "; ".join(f"{k} {np.mean([x[0] for x in by[k]]):.2f}/{np.mean([x[1] for x in by[k]]):.2f}/{np.mean([x[2] for x in by[k]]):.2f}" for k in shown if by[k]), flush=True)
    if not small:
        rows = [r for r in sets["scored"] if r["source"] in pairs.states.index and r["target"] in pairs.states.index]
        found = predict(model, pairs, [(r["source"], r["target"]) for r in rows])
        z = [r["z"] for r in rows]
        print(f"  wmt22 {len(rows)}: spearman quality {spearman([-f[2][0] for f in found], z):.3f} planted {spearman([-f[2][2] for f in found], z):.3f}", flush=True)
