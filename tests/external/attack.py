#!/usr/bin/env python3
"""Writes texts that try to take over what shows them: two documents and a file of pairs."""

import json
import sys

ZH = [
    "共有1.2亿人受益。",
    "=cmd|' /C calc'!A1 共有3.5万人。",
    "\x1b[31m红\u202e字\u2066 共有7万人\u2069。",
    "<script>document.title='taken'</script>共有9亿人。",
]
EN = [
    "A total of 120 billion people benefited.",
    "=HYPERLINK(\"http://example.invalid\",\"3.5 billion\") people, 35 billion.",
    "\x1b]0;title\x07There are 70 billion \u202epeople\u202c.",
    "<img src=x onerror=\"document.title='taken'\"> 9 million <script>document.title='taken'</script>"
    "</script><script>document.title='taken'</script> {{ 7 * 7 }} ::error::no\r\n::error::no",
]

zh, en, pairs = sys.argv[1:]
for path, lines in [(zh, ZH), (en, EN)]:
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write("\n\n".join(lines) + "\n")
with open(pairs, "w", encoding="utf-8") as out:
    for source, target in zip(ZH, EN):
        row = {"source": source, "target": target, "=1+1": "@SUM(1,2)"}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
