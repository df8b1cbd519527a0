"""Reads the data, plants the errors, and encodes every text with the frozen layers.

    python3 prepare.py DATA WORK          DATA holds mqm/, parallel/, challenge/; WORK is written
"""

import json
import pickle
import sys
from pathlib import Path

import corpus
from cache import States
from encoder import LowerLayers

LAYERS = 9  # frozen layers
LIMIT = 160  # tokens of a text that are used
SEED = 7
PER_RATED, PER_HUMAN, LISTS = 2, 3, 4000  # wrong versions of a text, lists of dictionary words


PLANTED = 0.2  # penalty per word of a planted error: a major one in 25 words


def write_planted(path, aside, planter):
    """Wrong versions of good translations that were held aside, as scored rows: the twin's penalty
    and that of the planted error. `mtlint calibrate score` fits the joined quality on them too."""
    good = [r for r in aside if r["mqm"] >= corpus.GOOD]
    rows = corpus.planted(aside, [], planter, None, SEED + 1, PER_RATED, 0, 0)
    by_text = {(r["source"], r["target"]): r for r in good}
    with open(path, "w", encoding="utf8") as file:
        for source, target, wrong, _, kind in rows:
            r = by_text[source, target]
            row = {"set": "planted", "doc": r["key"], "seg": 0, "system": kind, "source": source,
                   "target": wrong, "z": -r["per_word"] - PLANTED}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    data, work = Path(sys.argv[1]), Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    lower = LowerLayers(LAYERS)
    states = States(work / "states", lower, LIMIT)
    train = corpus.rated(data / "mqm/train.jsonl.gz")
    fit = [r for r in train if not corpus.held_aside(r["document"])]
    aside = [r for r in train if corpus.held_aside(r["document"])]
    entries = corpus.dictionary()
    planter = corpus.planter([r["target"] for r in fit], lower.words.numpy(), lower.tokenizer, entries)
    tico = corpus.tico(data / "parallel/tico19.en-zh.tsv.gz")
    planted = corpus.planted(fit, tico, planter, entries, SEED, PER_RATED, PER_HUMAN, LISTS)
    write_planted(work / "aside-planted.jsonl", aside, planter)
    dev = corpus.rated(data / "mqm/dev.jsonl.gz")
    challenge = [
        r for r in corpus.lines(data / "challenge/demetr-dev.jsonl.gz")
        if r["mt_sent"] != r["pert_sent"] and "reference" not in r["pert_name"]
    ]
    scored = [r for r in corpus.lines(data / "mqm/wmt22-qe-dev.jsonl.gz") if r.get("z") is not None]
    sets = {"fit": fit, "aside": aside, "planted": planted, "dev": dev, "challenge": challenge, "scored": scored}
    (work / "sets.pickle").write_bytes(pickle.dumps(sets))
    for rows in (fit, aside):
        states.add([r["source"] for r in rows] + [r["target"] for r in rows])
    for group in (dev[:1500], scored):
        states.add([r["source"] for r in group] + [r["target"] for r in group])
    states.add([t for r in challenge for t in (r["src_sent"], r["mt_sent"], r["pert_sent"])])
    states.add([t for s, g, b, _, _ in planted for t in (s, g, b)])
    states.add([t for r in dev for t in (r["source"], r["target"])])


if __name__ == "__main__":
    main()
