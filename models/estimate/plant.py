"""Errors planted in good translations, with the words that they touch.

Each kind takes the words of a translation and gives other words, with a mark on every word that
is wrong. Words keep the space before them, so that joining them gives the text back. All choices
come from the generator that is handed in: the same seed plants the same errors.
"""

import re

# A word, a number, or a mark, each with the space before it.
PIECE = re.compile(r"\s*(?:\d[\d,.]*\d|\w+(?:['’\-]\w+)*|[^\w\s])")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")

AUXILIARIES = (
    "is are was were will would can could should must may might has have had do does did".split()
)
PREPOSITIONS = (
    "in on at by with from to for of about into over under after before between through during "
    "against without via across toward".split()
)
CONJUNCTIONS = "and or but because although while when if after before since so".split()
ARTICLES = "the a an this that these those some any".split()
FUNCTION = set(AUXILIARIES + PREPOSITIONS + CONJUNCTIONS + ARTICLES) | set(
    "he she it they we you i his her their our your its him them us me my not no as than be been "
    "being there here which who whom whose what where how all both each more most also only very "
    "just then up out down off".split()
)
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty eighty hundred thousand million billion trillion first second third fourth "
    "fifth half double dozen".split()
)
GENDER = {
    "he": "she", "she": "he", "his": "her", "her": "his", "him": "her", "himself": "herself",
    "herself": "himself", "man": "woman", "woman": "man", "men": "women", "women": "men",
    "boy": "girl", "girl": "boy", "father": "mother", "mother": "father", "son": "daughter",
    "daughter": "son", "husband": "wife", "wife": "husband", "brother": "sister",
    "sister": "brother", "mr": "ms", "king": "queen", "queen": "king", "uncle": "aunt",
    "actor": "actress", "male": "female", "female": "male",
}
OPPOSITES = """
increase decrease|increased decreased|increasing decreasing|increases decreases|rise fall|rose fell
rising falling|rises falls|up down|high low|higher lower|highest lowest|more less|most least
many few|large small|larger smaller|largest smallest|big little|long short|longer shorter|new old
newest oldest|good bad|better worse|best worst|first last|early late|earlier later|before after
above below|over under|inside outside|open close|opened closed|start end|started ended|begin finish
began finished|win lose|won lost|winning losing|buy sell|bought sold|import export|imports exports
imported exported|import exports|give take|gave took|come go|came went|enter leave|entered left
arrive depart|arrived departed|accept reject|accepted rejected|accept refuse|agree disagree
agreed disagreed|allow forbid|allowed banned|support oppose|supported opposed|supports opposes
success failure|successful unsuccessful|succeed fail|succeeded failed|strong weak|stronger weaker
strengthen weaken|strengthened weakened|strengthening weakening|expand shrink|expanded shrank
expand reduce|improve worsen|improved worsened|improving worsening|safe dangerous|safety danger
legal illegal|public private|domestic foreign|internal external|local national|rich poor
happy sad|easy difficult|easily hardly|simple complex|fast slow|faster slower|quickly slowly
hot cold|hard soft|heavy light|deep shallow|wide narrow|full empty|near far|clean dirty
alive dead|born died|life death|live die|lived died|love hate|friend enemy|peace war
attack defend|attacked defended|advantage disadvantage|benefit harm|positive negative|optimistic pessimistic
profit loss|gain loss|gains losses|income expense|surplus deficit|supply demand|upper lower|north south
east west|northern southern|eastern western|left right|day night|morning evening|morning afternoon
yesterday tomorrow|past future|ancient modern|always never|often rarely|everyone nobody|everything nothing
all none|possible impossible|able unable|necessary unnecessary|important unimportant|important trivial
known unknown|clear unclear|certain uncertain|formal informal|direct indirect|complete incomplete
correct wrong|true false|right wrong|same different|similar different|include exclude|included excluded
including excluding|with without|approve veto|approved rejected|remember forget|remembered forgot
raise lower|raised lowered|promote hinder|promoted hindered|promoting hindering|encourage discourage
encouraged discouraged|protect destroy|protected destroyed|build destroy|built destroyed|create destroy
created destroyed|develop neglect|accelerate slow|accelerated slowed|continue stop|continued stopped
maintain abandon|maintained abandoned|insist give|join leave|joined left|increase reduce|increased reduced
maximum minimum|major minor|majority minority|senior junior|urban rural|city village|front back
teacher student|doctor patient|parent child|parents children|employer employee|buyer seller|victim criminal
winner loser|hope fear|confident doubtful|trust distrust|healthy sick|normal abnormal|young old
younger older|cheap expensive|cheaper costlier|thick thin|tight loose|tighten loosen|bright dark|dry wet
"""
HYPERNYMS = (
    "person people animal thing object place area organization group event activity substance "
    "product vehicle building device document work action time group material tool food plant "
    "structure amount process matter item body movement"
).split()


def split(text):
    """The text's words and marks, each with the space before it; joined they give it back."""
    pieces = PIECE.findall(text)
    rest = text[len("".join(pieces)) :]
    return pieces if not rest.strip() else [text]


def bare(piece):
    """A piece without the space before it."""
    return piece.lstrip()


def like(new, old):
    """`new` with the space and the capital of `old`."""
    space = old[: len(old) - len(old.lstrip())]
    word = bare(old)
    if word[:1].isupper() and new[:1].islower():
        new = new[0].upper() + new[1:]
    return space + new


def opposites():
    """Each word's opposites."""
    table = {}
    for pair in OPPOSITES.replace("\n", "|").split("|"):
        words = pair.split()
        if len(words) == 2:
            table.setdefault(words[0], []).append(words[1])
            table.setdefault(words[1], []).append(words[0])
    return table


class Planter:
    """Plants errors. `near(word)`: words used in like places that are no rendering of the same
    Chinese word; `forms(word)`: other forms of a verb or noun; `common`: words of the language."""

    def __init__(self, near, forms, common, names):
        self.near, self.forms, self.common, self.names = near, forms, common, names
        self.opposites = opposites()
        self.kinds = {
            "near word": (4, self.near_word),
            "document word": (3, self.document_word),
            "number": (2, self.number),
            "name": (3, self.name),
            "negation": (3, self.negation),
            "opposite": (3, self.opposite),
            "word removed": (4, self.word_removed),
            "phrase removed": (2, self.phrase_removed),
            "end removed": (0.6, self.end_removed),
            "word added": (2.5, self.word_added),
            "phrase added": (1, self.phrase_added),
            "source left": (1, self.source_left),
            "other sentence": (1.2, self.other_sentence),
            "half other": (0.6, self.half_other),
            "shuffled": (1, self.shuffled),
            "neighbours swapped": (1.2, self.neighbours_swapped),
            "phrases swapped": (1, self.phrases_swapped),
            "repeated": (1.2, self.repeated),
            "function word": (1.5, self.function_word),
            "function word removed": (1, self.function_word_removed),
            "form": (2.5, self.form),
            "question": (0.5, self.question),
            "gender": (1, self.gender),
            "general word": (0.8, self.general_word),
            "misspelt": (1.5, self.misspelt),
            "letter case": (1.2, self.letter_case),
            "marks": (1.8, self.marks),
            "empty": (0.15, self.empty),
        }

    def plant(self, rng, text, source, others):
        """A wrong version: kind, text, spans of wrong characters; None where nothing fits.

        `others`: translations of other sentences of the document."""
        names = list(self.kinds)
        weights = [self.kinds[k][0] for k in names]
        pieces = split(text)
        if len(pieces) < 2:
            return None
        for _ in range(6):
            kind = rng.choices(names, weights)[0]
            made = self.kinds[kind][1](rng, pieces, source, others)
            if made is None:
                continue
            words, wrong = made
            wrong_text = "".join(words)
            if wrong_text == text:
                continue
            spans, at = [], 0
            for word, bad in zip(words, wrong):
                start = at + len(word) - len(word.lstrip())
                at += len(word)
                if bad and at > start:
                    spans.append((start, at))
            return kind, wrong_text, spans
        return None

    # --- choosing

    @staticmethod
    def some(rng, pieces, test):
        """A place whose word passes the test, or None."""
        places = [i for i, p in enumerate(pieces) if test(bare(p), i)]
        return rng.choice(places) if places else None

    @staticmethod
    def content(word, _=0):
        return len(word) > 2 and word[0].isalpha() and word.lower() not in FUNCTION

    @staticmethod
    def put(pieces, start, end, new, marked=True):
        """The pieces with `new` in place of a run, `new` marked as wrong."""
        words = pieces[:start] + new + pieces[end:]
        wrong = [False] * start + [marked] * len(new) + [False] * (len(pieces) - end)
        return words, wrong

    def gap(self, pieces, start, end):
        """The pieces without a run, the words beside the gap unmarked, the capital kept."""
        rest = pieces[end:]
        if start == 0 and rest:
            rest = [bare(rest[0])[:1].upper() + bare(rest[0])[1:]] + rest[1:]
        words = pieces[:start] + rest
        return words, [False] * len(words)

    # --- meaning

    def near_word(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: self.content(w) and self.near(w.lower()))
        if i is None:
            return None
        new = rng.choice(self.near(bare(pieces[i]).lower()))
        return self.put(pieces, i, i + 1, [like(new, pieces[i])])

    def document_word(self, rng, pieces, source, others):
        i = self.some(rng, pieces, self.content)
        pool = [w for o in others for w in map(bare, split(o)) if self.content(w)]
        if i is None or not pool:
            return None
        word = bare(pieces[i])
        alike = [w for w in pool if w[-2:] == word[-2:] and w[0].isupper() == word[0].isupper()]
        new = rng.choice(alike or pool)
        if new.lower()[:5] == word.lower()[:5]:
            return None
        return self.put(pieces, i, i + 1, [like(new, pieces[i])])

    def number(self, rng, pieces, source, others):
        def is_number(word, _):
            return word.lower() in NUMBER_WORDS or NUMBER.fullmatch(word)

        i = self.some(rng, pieces, is_number)
        if i is None:
            return None
        word = bare(pieces[i])
        if not NUMBER.fullmatch(word):
            k = NUMBER_WORDS.index(word.lower())
            near = NUMBER_WORDS[max(0, k - 4) : k] + NUMBER_WORDS[k + 1 : k + 5]
            new = rng.choice(near)
        else:
            way = rng.random()
            digits = [k for k, c in enumerate(word) if c.isdigit()]
            if way < 0.6:
                k = rng.choice(digits)
                new = word[:k] + rng.choice("123456789") + word[k + 1 :]
            elif way < 0.75:
                new = word + "0" if "." not in word else word.replace(".", "")
            elif way < 0.85 and len(digits) > 1:
                new = word[:-1].rstrip(",.")
            else:
                new = str(rng.randint(2, 10 ** len(digits)))
        return self.put(pieces, i, i + 1, [like(new, pieces[i])])

    def name(self, rng, pieces, source, others):
        def is_name(word, i):
            return i > 0 and word[0].isupper() and word.lower() not in FUNCTION and len(word) > 1

        i = self.some(rng, pieces, is_name)
        if i is None:
            return None
        j = i + 1
        while j < len(pieces) and is_name(bare(pieces[j]), j) and rng.random() < 0.7:
            j += 1
        if rng.random() < 0.25:
            return self.gap(pieces, i, j)
        pool = [w for o in others for k, w in enumerate(map(bare, split(o))) if is_name(w, k)]
        pool = pool if pool and rng.random() < 0.5 else self.names
        new = [like(rng.choice(pool), p) for p in pieces[i:j]]
        return self.put(pieces, i, j, new)

    def negation(self, rng, pieces, source, others):
        lower = [bare(p).lower() for p in pieces]
        for i, word in enumerate(lower):
            if word in ("not", "never"):
                return self.gap(pieces, i, i + 1)
            if word.endswith(("n't", "n’t")) and word[:-3] in AUXILIARIES:
                return self.put(pieces, i, i + 1, [like(word[:-3], pieces[i])])
            if word == "no" and i + 1 < len(lower) and lower[i + 1].isalpha():
                return self.put(pieces, i, i + 1, [like(rng.choice(["some", "the"]), pieces[i])])
        i = self.some(rng, pieces, lambda w, _: w.lower() in AUXILIARIES)
        if i is not None and rng.random() < 0.8:
            word = rng.choice([" not"] * 4 + [" never"])
            return self.put(pieces, i + 1, i + 1, [word])
        i = self.some(rng, pieces, lambda w, k: k > 0 and self.base_form(w))
        if i is None:
            return None
        auxiliary, base = self.base_form(bare(pieces[i]))
        return self.put(pieces, i, i + 1, [f" {auxiliary}", " not", f" {base}"])

    def base_form(self, word):
        """For `died`: (did, die); for `says`: (does, say); None for other words."""
        known = self.forms(word)
        if not known or not word.islower():
            return None
        base = known[0]
        if word.endswith("s") and base + "s" == word:
            return ("does", base)
        if word != base and not word.endswith("ing") and not word.endswith("s"):
            return ("did", base)
        return None

    def opposite(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: w.lower() in self.opposites)
        if i is None:
            return None
        new = rng.choice(self.opposites[bare(pieces[i]).lower()])
        return self.put(pieces, i, i + 1, [like(new, pieces[i])])

    def word_removed(self, rng, pieces, source, others):
        i = self.some(rng, pieces, self.content)
        return None if i is None else self.gap(pieces, i, i + 1)

    def phrase_removed(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, k: k > 1 and (w.lower() in PREPOSITIONS or w == ","))
        if i is None or len(pieces) < 8:
            return None
        j = i + 1
        while j < len(pieces) and j - i < 9:
            word = bare(pieces[j])
            if word in ",.;:" or (j - i > 2 and word.lower() in PREPOSITIONS + CONJUNCTIONS):
                break
            j += 1
        return self.gap(pieces, i, j) if j - i > 1 else None

    def end_removed(self, rng, pieces, source, others):
        if len(pieces) < 10:
            return None
        keep = rng.randint(len(pieces) // 3, len(pieces) - 4)
        last = pieces[-1:] if bare(pieces[-1]) in ".!?" and rng.random() < 0.6 else []
        words = pieces[:keep] + last
        return words, [False] * len(words)

    def word_added(self, rng, pieces, source, others):
        pool = [w for o in others + ["".join(pieces)] for w in map(bare, split(o)) if self.content(w)]
        word = rng.choice(pool if pool and rng.random() < 0.6 else self.common)
        i = rng.randint(1, len(pieces) - 1)
        return self.put(pieces, i, i, [" " + word.lower() if rng.random() < 0.5 else " " + word])

    def phrase_added(self, rng, pieces, source, others):
        if not others:
            return None
        other = split(rng.choice(others))
        n = rng.randint(2, 7)
        if len(other) <= n + 1:
            return None
        k = rng.randint(1, len(other) - n)
        i = rng.randint(1, len(pieces))
        return self.put(pieces, i, i, other[k : k + n])

    def source_left(self, rng, pieces, source, others):
        runs = re.findall(r"[\u4e00-\u9fff]+", source)
        i = self.some(rng, pieces, self.content)
        if not runs or i is None:
            return None
        run = rng.choice(runs)
        k = rng.randint(0, max(0, len(run) - 2))
        left = run[k : k + rng.randint(2, 4)]
        return self.put(pieces, i, i + rng.choice([1, 1, 2]), [like(left, pieces[i])])

    def other_sentence(self, rng, pieces, source, others):
        if not others:
            return None
        words = split(rng.choice(others))
        return words, [True] * len(words)

    def half_other(self, rng, pieces, source, others):
        if not others or len(pieces) < 8:
            return None
        other = split(rng.choice(others))
        k, n = len(pieces) // 2, len(other) // 2
        if rng.random() < 0.5:
            return pieces[:k] + other[n:], [False] * k + [True] * (len(other) - n)
        return other[:n] + pieces[k:], [True] * n + [False] * (len(pieces) - k)

    def shuffled(self, rng, pieces, source, others):
        n = len(pieces) if rng.random() < 0.5 else rng.randint(4, 8)
        if len(pieces) < n or n < 4:
            return None
        i = rng.randint(0, len(pieces) - n)
        run = [" " + bare(p) for p in pieces[i : i + n]]
        rng.shuffle(run)
        return self.put(pieces, i, i + n, run)

    def neighbours_swapped(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, k: 0 < k < len(pieces) - 2 and w[0].isalpha())
        if i is None or not bare(pieces[i + 1])[0].isalpha():
            return None
        return self.put(pieces, i, i + 2, [pieces[i + 1], pieces[i]])

    def phrases_swapped(self, rng, pieces, source, others):
        i = self.some(rng, pieces, self.content)
        j = self.some(rng, pieces, self.content)
        if i is None or j is None or abs(i - j) < 2:
            return None
        words, wrong = list(pieces), [False] * len(pieces)
        words[i], words[j] = like(bare(pieces[j]), pieces[i]), like(bare(pieces[i]), pieces[j])
        wrong[i] = wrong[j] = True
        return words, wrong

    def general_word(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: self.content(w) and w.islower())
        if i is None:
            return None
        return self.put(pieces, i, i + 1, [like(rng.choice(HYPERNYMS), pieces[i])])

    def gender(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: w.lower() in GENDER)
        if i is None:
            return None
        new = GENDER[bare(pieces[i]).lower()]
        words, wrong = self.put(pieces, i, i + 1, [like(new, pieces[i])])
        for k, p in enumerate(pieces):
            if k != i and bare(p).lower() in GENDER and rng.random() < 0.7:
                words[k], wrong[k] = like(GENDER[bare(p).lower()], p), True
        return words, wrong

    # --- language

    def repeated(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: w[0].isalnum())
        if i is None:
            return None
        if rng.random() < 0.3:
            i = max(k for k, p in enumerate(pieces) if bare(p)[0].isalnum())
        j = min(len(pieces), i + rng.choice([1, 1, 1, 2, 3]))
        run = [p if p[:1].isspace() else " " + p for p in pieces[i:j]]
        return self.put(pieces, j, j, run * rng.choice([1, 1, 2, 3]))

    def function_word(self, rng, pieces, source, others):
        groups = [PREPOSITIONS, PREPOSITIONS, ARTICLES, CONJUNCTIONS, AUXILIARIES]
        group = rng.choice(groups)
        i = self.some(rng, pieces, lambda w, _: w.lower() in group)
        if i is None:
            return None
        return self.put(pieces, i, i + 1, [like(rng.choice(group), pieces[i])])

    def function_word_removed(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: w.lower() in FUNCTION)
        return None if i is None else self.gap(pieces, i, i + 1)

    def form(self, rng, pieces, source, others):
        pairs = {
            "is": ["was", "are", "is being"], "are": ["were", "is", "are being"],
            "was": ["is", "were", "was being", "had been"], "were": ["are", "was", "were being"],
            "has": ["had", "have", "has been"], "have": ["had", "has", "have been"],
            "had": ["has", "had been"], "will": ["would", "will have"], "would": ["will"],
            "can": ["could"], "could": ["can"], "did": ["does"], "does": ["did"],
        }
        i = self.some(rng, pieces, lambda w, _: w in pairs or (w.islower() and self.forms(w)))
        if i is None:
            return None
        word = bare(pieces[i])
        new = rng.choice(pairs.get(word) or [f for f in self.forms(word) if f != word] or [word])
        return self.put(pieces, i, i + 1, [like(new, pieces[i])])

    def question(self, rng, pieces, source, others):
        if bare(pieces[-1]) == "?":
            return self.put(pieces, len(pieces) - 1, len(pieces), ["."])
        i = self.some(rng, pieces[:12], lambda w, k: k > 0 and w.lower() in AUXILIARIES)
        if i is None or bare(pieces[-1]) not in ".!":
            return None
        first = bare(pieces[0])
        first = first if first.isupper() else first[0].lower() + first[1:]
        auxiliary = bare(pieces[i])
        words = [auxiliary[0].upper() + auxiliary[1:], " " + first]
        words += pieces[1:i] + pieces[i + 1 : -1] + ["?"]
        return words, [True] + [False] * (len(words) - 2) + [True]

    def misspelt(self, rng, pieces, source, others):
        i = self.some(rng, pieces, lambda w, _: len(w) > 4 and w.isalpha())
        if i is None:
            return None
        word = pieces[i]
        k = rng.randint(len(word) - len(bare(word)) + 1, len(word) - 2)
        if rng.random() < 0.5:
            new = word[:k] + word[k + 1] + word[k] + word[k + 2 :]
        else:
            new = word[:k] + word[k + 1 :]
        return self.put(pieces, i, i + 1, [new])

    def letter_case(self, rng, pieces, source, others):
        way = rng.random()
        if way < 0.35:
            words = [p.lower() for p in pieces]
        elif way < 0.65:
            words = [pieces[0].lower()] + pieces[1:]
        else:
            i = self.some(rng, pieces, lambda w, k: k > 0 and w[0].isalpha())
            if i is None:
                return None
            word = pieces[i]
            start = len(word) - len(bare(word))
            turned = word[start].swapcase()
            words = pieces[:i] + [word[:start] + turned + word[start + 1 :]] + pieces[i + 1 :]
        return words, [a != b for a, b in zip(words, pieces)]

    def marks(self, rng, pieces, source, others):
        way = rng.random()
        if way < 0.3 and not bare(pieces[-1])[0].isalnum():
            words = pieces[:-1]
            return words, [False] * len(words)
        if way < 0.6:
            words = [p if p[:1].isspace() or i == 0 else " " + p for i, p in enumerate(pieces)]
            return words, [a != b for a, b in zip(words, pieces)]
        i = rng.randint(1, len(pieces))
        return self.put(pieces, i, i, [rng.choice("~.,;:!?*-、，。#")])

    def empty(self, rng, pieces, source, others):
        return ["."], [True]
