#!/usr/bin/env python3
"""Opens a CSV report in Gnumeric and looks at its cells: as many rows as Python reads, the same
texts, and no formula."""

import csv
import gzip
import subprocess
import sys
import xml.etree.ElementTree as ET

GNM = "{http://www.gnumeric.org/v10.dtd}"

table = sys.argv[1]
subprocess.run(
    ["ssconvert", "--import-encoding=UTF-8", table, "out.gnumeric"],
    check=True,
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
with gzip.open("out.gnumeric") as file:
    cells = ET.parse(file).findall(f".//{GNM}Cell")
with open(table, encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))

assert cells, "no cell"
found = {}
for cell in cells:
    # A cell with an expression has no value type.
    assert "ValueType" in cell.attrib, f"a formula: {cell.text}"
    place = int(cell.attrib["Row"]), int(cell.attrib["Col"])
    found[place] = (cell.attrib["ValueType"], cell.text or "")
assert max(row for row, _ in found) + 1 == len(rows)
for r, row in enumerate(rows):
    for c, expected in enumerate(row):
        kind, text = found.get((r, c), ("60", ""))
        # 60 is text: a leading apostrophe marks a text in a spreadsheet and may be swallowed.
        if kind == "60":
            shown = expected.replace("\r\n", "\n")
            assert text in (shown, shown.removeprefix("'")), (r, c, text, expected)
