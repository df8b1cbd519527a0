#!/usr/bin/env python3
"""Compare the trimmed tokenizer with the full one on a folder of texts.

    python3 models/check_tokens.py FULL/tokenizer.json DATA [--list]

DATA is the development data (`mqm`, `align`, `wordalign`, `parallel`,
`challenge`, `seed`). For every distinct segment the pieces must be the same
strings. Prints how many are, and every piece of the full vocabulary that the
trimmed one lacks, with the number of segments it occurs in; `--list` prints
the segments too. Needs the package `tokenizers`.
"""

import collections
import gzip
import json
import sys
from pathlib import Path

from tokenizers import Tokenizer

TRIMMED = Path(__file__).resolve().parent / "e5-small-zh-en" / "tokenizer.json"


def json_fields(path, *fields):
    """The named fields of every line of a gzipped JSON-lines file."""
    for line in gzip.open(path, "rt", encoding="utf-8"):
        row = json.loads(line)
        yield from (row[field] for field in fields)


def text_lines(*paths):
    """Every line of plain text files."""
    for path in paths:
        yield from path.read_text(encoding="utf-8").split("\n")


def corpora(data):
    """(name, iterator over segments) for every part of the data folder."""
    for name in ("train", "dev", "wmt22-qe-dev"):
        yield f"mqm/{name}", json_fields(data / f"mqm/{name}.jsonl.gz", "source", "target")
    demetr = data / "challenge/demetr-dev.jsonl.gz"
    yield "challenge/demetr", json_fields(demetr, "src_sent", "mt_sent", "pert_sent")
    tico = gzip.open(data / "parallel/tico19.en-zh.tsv.gz", "rt", encoding="utf-8")
    yield "parallel/tico19", (cell for row in tico for cell in row.rstrip("\n").split("\t")[1:])
    yield "wordalign", text_lines(data / "wordalign/train.zh", data / "wordalign/train.en")
    bible = sorted((data / "align/bible").glob("*.[ez][nh]"))
    yield "align/bible", text_lines(*bible)
    chapters = sorted((data / "align/mac-dev").glob("[ez][nh]/*"))
    yield "align/mac-dev", text_lines(*chapters)
    yield "seed", text_lines(*sorted((data / "seed").glob("*")))


def pieces(tokenizer, encoded):
    """The vocabulary pieces of a text. (`Encoding.tokens` would give the letters
    of an unknown character, and so hide that it is unknown.)"""
    return [tokenizer.id_to_token(number) for number in encoded.ids]


def main(full_path, data, *options):
    full = Tokenizer.from_file(full_path)
    trimmed = Tokenizer.from_file(str(TRIMMED))
    known = trimmed.get_vocab()
    segments, same, lost, changed = 0, 0, collections.Counter(), []
    unknown_before = unknown_after = 0
    for name, texts in corpora(Path(data)):
        texts = list(dict.fromkeys(text for text in texts if text.strip()))
        equal = 0
        for at in range(0, len(texts), 1000):
            part = texts[at : at + 1000]
            for text, a, b in zip(part, full.encode_batch(part), trimmed.encode_batch(part)):
                before, after = pieces(full, a), pieces(trimmed, b)
                unknown_before += before.count("<unk>")
                unknown_after += after.count("<unk>")
                if before == after and a.offsets == b.offsets:
                    equal += 1
                    continue
                lost.update({piece for piece in before if piece not in known})
                changed.append((text, before, after))
        print(f"{name}: {equal} of {len(texts)} segments identical")
        segments, same = segments + len(texts), same + equal
    print(f"all: {same} of {segments} segments identical, {segments - same} differ")
    print(f"<unk> tokens: {unknown_before} with the full vocabulary, {unknown_after} trimmed")
    for piece, count in lost.most_common():
        points = " ".join(f"U+{ord(char):04X}" for char in piece)
        print(f"  {count} segments: {piece}  {points}")
    if "--list" in options:
        for text, a, b in changed:
            print(text, a, b, sep="\n  ")


if __name__ == "__main__":
    main(*sys.argv[1:])
