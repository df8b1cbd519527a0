#!/usr/bin/env python3
"""Reads a CSV report with Python's csv and compares it with the JSON report of the same run."""

import csv
import json
import sys

FORMULA = tuple("=+-@\t\r\n＝＋－＠")

table, report = sys.argv[1:]
with open(table, encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file, strict=True))
with open(report, encoding="utf-8") as file:
    flags = json.load(file)["flags"]


def shown(text):
    """A text with signs for control characters and directional overrides."""
    sign = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)}
    sign |= {code: 0xFFFD for code in [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]}
    return text.translate(sign | {0x7F: 0x2421})


def plain(cell):
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


assert len(rows) == len(flags) > 0, (len(rows), len(flags))
for row, flag in zip(rows, flags):
    assert None not in row, "a row has more cells than the header"
    for name, cell in row.items():
        assert not cell.startswith(FORMULA), (name, cell)
    for name in ("code", "rule", "category", "severity", "message", "fingerprint"):
        assert plain(row[name]) == shown(flag[name]), (name, row[name], flag[name])
    for side in ("source", "target"):
        text = flag[side]["text"] if flag[side] else ""
        assert plain(row[side + "_text"]) == shown(text), (row, flag)
        start = str(flag[side]["start"]) if flag[side] else ""
        assert row[side + "_start"] == start, (row, flag)
    assert row["verdict"] == row["comment"] == row["reviewer"] == ""
