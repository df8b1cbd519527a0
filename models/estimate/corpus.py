"""The texts that the estimate is trained on, and what is known of them."""

import collections
import csv
import gzip
import json
import random
import re
from pathlib import Path

import numpy as np

from plant import FUNCTION, Planter, bare, split

DATA = Path(__file__).resolve().parent.parent.parent / "data"
GOOD = -0.7  # mean MQM score from which a translation counts as good: less than one minor error


def lines(path):
    with gzip.open(path, "rt", encoding="utf8") as file:
        return [json.loads(line) for line in file if line.strip()]


def rated(path):
    """Rated translations: source, target, source key, document, penalty per word, share of raters
    who mark a major error, and for each character the share that marks it (any, major)."""
    rows = []
    for r in lines(path):
        n = len(r["target"])
        any_mark, major_mark = np.zeros(n, np.float32), np.zeros(n, np.float32)
        source_mark = np.zeros(len(r["source"]), np.float32)
        located = True
        for q in r["ratings"]:
            seen = {"any": set(), "major": set(), "source": set()}
            for e in q["errors"]:
                if e["severity"] not in ("major", "minor", "critical"):
                    continue
                if not e.get("located", True):
                    located = False
                    continue
                for a, b in e["target"]:
                    seen["any"].update(range(a, min(b, n)))
                    if e["severity"] != "minor":
                        seen["major"].update(range(a, min(b, n)))
                for a, b in e["source"]:
                    seen["source"].update(range(a, min(b, len(source_mark))))
            share = 1 / len(r["ratings"])
            any_mark[list(seen["any"])] += share
            major_mark[list(seen["major"])] += share
            source_mark[list(seen["source"])] += share
        mqm = sum(q["mqm"] for q in r["ratings"]) / len(r["ratings"])
        major = sum(any(e["severity"] in ("major", "critical") for e in q["errors"]) for q in r["ratings"])
        rows.append({
            "source": r["source"], "target": r["target"], "system": r["system"],
            "key": f"{r['set']}/{r['doc']}/{r['seg']}", "document": f"{r['set']}/{r['doc']}",
            "mqm": mqm, "per_word": -mqm / max(len(r["target"].split()), 5),
            "major": major / len(r["ratings"]), "raters": len(r["ratings"]), "located": located,
            "any_mark": any_mark, "major_mark": major_mark, "source_mark": source_mark,
        })
    return rows


def held_aside(document):
    """One document in ten is never trained on: probabilities are fitted on it."""
    digest = 2166136261
    for byte in document.encode():
        digest = (digest ^ byte) * 16777619 % 2**32
    return digest % 10 == 0


def dictionary():
    """Headword (simplified) and its glosses, for entries of two to four Han characters."""
    entries = []
    with gzip.open(DATA / "dictionary/cedict.tsv.gz", "rt", encoding="utf8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            glosses = []
            for gloss in row[3].split("/"):
                gloss = re.sub(r"\s*\([^)]*\)\s*", " ", gloss).strip()
                if not gloss or re.search(r"[\u4e00-\u9fff\[\]|]|variant of|surname|see ", gloss):
                    continue
                glosses.append(gloss)
            if glosses and re.fullmatch(r"[\u4e00-\u9fff]{1,5}", row[0]):
                entries.append((row[0], glosses))
    return entries


def planter(texts, words, tokenizer, entries):
    """A planter that knows the words of `texts`. `words`: the encoder's word vectors, in which
    words used in like places lie near each other."""
    counts = collections.Counter(
        bare(p) for t in texts for k, p in enumerate(split(t)) if k and bare(p).isalpha()
    )
    common = [
        w for w, c in sorted(counts.items())
        if c >= 4 and w.islower() and len(w) > 2 and w not in FUNCTION
    ]
    names = [w for w, c in sorted(counts.items()) if c >= 4 and w[0].isupper() and len(w) > 1
             and w.lower() not in FUNCTION and counts[w.lower()] < c]
    meanings = collections.defaultdict(set)
    for number, (_, glosses) in enumerate(entries):
        for gloss in glosses:
            for word in re.findall(r"[a-z]+", gloss.lower()):
                if len(gloss.split()) <= 3:
                    meanings[word].add(number)
    single = [w for w in common if tokenizer.token_to_id("\u2581" + w) is not None]
    table = words[[tokenizer.token_to_id("\u2581" + w) for w in single]]
    table = table - table.mean(0)
    table = table / np.linalg.norm(table, axis=1, keepdims=True)
    near = {}
    for at in range(0, len(single), 1024):
        close = table[at : at + 1024] @ table.T
        for row, order in enumerate(np.argsort(-close, axis=1)[:, 1:24]):
            word = single[at + row]
            near[word] = [
                single[k] for k in order
                if single[k][:4] != word[:4] and not meanings[single[k]] & meanings[word]
            ][:10]
    forms = verb_forms(set(counts))
    return Planter(lambda w: near.get(w), lambda w: forms.get(w), common, names)


def verb_forms(known):
    """For each form its base and the base's forms, base first."""
    groups = collections.defaultdict(set)
    for line in (DATA / "english/irregular.tsv").read_text(encoding="utf8").splitlines():
        form, base = line.split("\t")[:2]
        if base not in ("be", "have", "do"):
            groups[base].add(form)
    for word in known:
        stems = [word, word[:-1]] if word.endswith("e") else [word]
        if word.islower() and len(word) > 2:
            found = {s + e for s in stems for e in ("s", "es", "ed", "ing") if s + e in known}
            if {word + "s"} & found and len(found) > 1:
                groups[word] |= found
    forms = {}
    for base, others in sorted(groups.items()):
        for form in {base, *others}:
            forms.setdefault(form, [base, *sorted(others)])
    return forms


def glossaries(entries, rng, count):
    """Lists of dictionary words as pairs, and the same with one gloss taken from a word that
    shares a character: (source, good, bad, wrong spans)."""
    by_character = collections.defaultdict(list)
    usable = [
        (word, [g for g in glosses if len(g.split()) <= 5 and g.isascii()])
        for word, glosses in entries if 2 <= len(word) <= 4
    ]
    usable = [(w, g) for w, g in usable if g]
    for number, (word, _) in enumerate(usable):
        for c in set(word):
            by_character[c].append(number)
    out = []
    while len(out) < count:
        chosen = [rng.randrange(len(usable)) for _ in range(rng.randint(2, 5))]
        glosses = [rng.choice(usable[k][1]) for k in chosen]
        k = rng.randrange(len(chosen))
        word, right = usable[chosen[k]]
        other = rng.choice(by_character[rng.choice(word)]) if rng.random() < 0.8 else rng.randrange(len(usable))
        wrong = rng.choice(usable[other][1])
        right_words = set(re.findall(r"[a-z]+", " ".join(right).lower())) - FUNCTION - {"to"}
        if right_words & set(re.findall(r"[a-z]+", wrong.lower())):
            continue
        bad = glosses[:k] + [wrong] + glosses[k + 1 :]
        start = sum(len(g) + 2 for g in glosses[:k])
        source = "，".join(usable[n][0] for n in chosen)
        out.append((source, ", ".join(glosses), ", ".join(bad), [(start, start + len(wrong))]))
    return out


def tico(path):
    """Human translations: source, target, document."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [(r[1], r[2], r[0].split(":")[0].rsplit("_", 1)[-1]) for r in rows if len(r) >= 3]


def planted(train, tico_rows, planter, entries, seed, per_rated, per_human, lists):
    """Good translations, each with a wrong version: source, good, bad, wrong spans, kind."""
    rng = random.Random(seed)
    documents = collections.defaultdict(list)
    for r in train:
        documents[r["document"]].append((r["key"], r["target"]))
    out = []
    for r in train:
        if r["mqm"] < GOOD or len(r["target"].split()) < 3:
            continue
        pool = [t for key, t in documents[r["document"]] if key != r["key"]]
        for _ in range(per_rated):
            others = rng.sample(pool, min(3, len(pool)))
            made = planter.plant(rng, r["target"], r["source"], others)
            if made:
                out.append((r["source"], r["target"], made[1], made[2], made[0]))
    for i, (source, target, _) in enumerate(tico_rows):
        near = tico_rows[max(0, i - 6) : i] + tico_rows[i + 1 : i + 7]
        for _ in range(per_human):
            others = [t for _, t, _ in rng.sample(near, 3)]
            made = planter.plant(rng, target, source, others)
            if made:
                out.append((source, target, made[1], made[2], made[0]))
    if lists:
        out += [(s, g, b, spans, "gloss") for s, g, b, spans in glossaries(entries, rng, lists)]
    return out
