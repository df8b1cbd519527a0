#!/usr/bin/env bash
# Verdicts saved by the page come back: the flag judged wrong is silent in the next check, the
# others are not.
set -euo pipefail
program=$1
review=$2
count() { "$program" check article.zh.txt article.en.txt --format jsonl --quiet | wc -l; }
before=$(count || true)
"$program" review import "$review"
after=$(count || true)
wrong=$(grep -c ',wrong,' mtlint-verdicts.csv)
[ "$wrong" -ge 1 ] && [ "$((before - after))" = "$wrong" ]
"$program" review stats
