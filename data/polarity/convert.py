#!/usr/bin/env python3
"""Lists words and antonyms of WordNet 3.0 (a folder with data.noun … adv.exc) and
of CC-CEDICT: `python3 data/polarity/convert.py WORDNET OUT` writes OUT/words.txt and OUT/antonyms.tsv, the
raw material of data/english/words.txt.gz and data/polarity/antonyms.tsv. Standard library only."""

import collections
import gzip
import pathlib
import re
import sys

wordnet, out = map(pathlib.Path, sys.argv[1:3])
cedict = pathlib.Path(__file__).parent.parent / "dictionary" / "cedict.tsv.gz"

lower, upper = collections.Counter(), collections.Counter()
with gzip.open(cedict, "rt") as lines:
    for line in lines:
        glosses = re.sub(r"\[[^\]]*\]", "", line.rstrip("\n").split("\t")[3])
        for word in re.findall(r"(?<![A-Za-z'’-])[A-Za-z]{2,}(?![A-Za-z])", glosses):
            (upper if word[0].isupper() else lower)[word.lower()] += 1

words, pairs = set(), set()
for part in ("noun", "verb", "adj", "adv"):
    synsets, pointers = {}, []
    for line in (wordnet / f"data.{part}").open(encoding="latin-1"):
        if line.startswith("  "):
            continue
        fields = line.split("|")[0].split()
        count = int(fields[3], 16)
        members = [re.sub(r"\(.*?\)$", "", fields[4 + 2 * i]) for i in range(count)]
        synsets[fields[0]] = members
        start = 5 + 2 * count
        for i in range(int(fields[start - 1])):
            sign, other, _, places = fields[start + 4 * i : start + 4 * i + 4]
            if sign == "!":
                pointers.append((fields[0], other, places))
        for member in members:
            if member.islower():
                words.update(w for w in re.split("[_-]", member) if re.fullmatch("[a-z]+", w))
    for here, there, places in pointers:
        a, b = int(places[:2], 16), int(places[2:], 16)
        if a and b:
            pair = sorted((synsets[here][a - 1], synsets[there][b - 1]))
            if all(re.fullmatch("[a-z]+", w) and lower[w] >= 3 for w in pair):
                pairs.add(tuple(pair))

    for line in (wordnet / f"{part}.exc").open():
        words.update(w for w in line.split()[:1] if re.fullmatch("[a-z]+", w))

stop_words = cedict.parent.parent / "english" / "stop-words.txt"
words.update(w for w in stop_words.read_text().split() if w.isalpha())
words |= {word for word, count in lower.items() if count >= 2}
words -= {word for word in words if upper[word] and not lower[word]}
(out / "words.txt").write_text("".join(f"{word}\n" for word in sorted(words)))
(out / "antonyms.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in sorted(pairs)))
