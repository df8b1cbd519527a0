#!/bin/sh
# From the data to the file that ships.
#
#   models/estimate/run.sh DATA WORK
#
# DATA holds mqm/, parallel/ and challenge/; WORK receives the environment, the encoded texts
# (about 2 GB) and the checkpoints. An interrupted run goes on where it stopped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "$1" && pwd)
mkdir -p "$2"
work=$(cd "$2" && pwd)
[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
cd "$here"
"$work/venv/bin/python" prepare.py "$data" "$work"
"$work/venv/bin/python" train.py "$work" --name first --rate 6e-5 --steps 900 --stop 200
"$work/venv/bin/python" train.py "$work" --name b --begin "$work/first.pt" --rate 1.6e-4 --steps 750 --seed 2
"$work/venv/bin/python" train.py "$work" --name c --begin "$work/b.pt" --rate 1.2e-4 --steps 650 --seed 3
"$work/venv/bin/python" average.py "$work/b.pt" "$work/c.pt" "$work/estimate.pt"
"$work/venv/bin/python" export.py "$work/estimate.pt"
"$work/venv/bin/python" fixture.py
cd "$here/../.."
cargo run --release -- calibrate score "$data/mqm/train.jsonl.gz" "$work/aside-planted.jsonl" \
    --held-aside --output "$work/score.json"
cp "$work/score.json" models/score.json
