#!/usr/bin/env python3
"""Runs the steps of action.yml, the hook of .pre-commit-hooks.yaml and the job of
examples/gitlab-ci.yml as their services would, with a program that is built already: what is not
run is the building and the upload.

usage: ci.py PROGRAM ROOT
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

program, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
BAD = ("共有1.2亿人受益。\n", "A total of 120 billion people benefited.\n")
GOOD = (BAD[0], "A total of 120 million people benefited.\n")


def texts(folder, pair):
    folder.mkdir(parents=True, exist_ok=True)
    for side, text in zip(("zh", "en"), pair):
        (folder / f"a.{side}.txt").write_text(text, encoding="utf-8")


def run(script, folder, **environment):
    environment = {**os.environ, **environment, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True)


def github(folder, pair, more=""):
    """The steps with a `run`, in order; a value comes from inputs and outputs as on the service."""
    texts(folder / "texts", pair)
    action = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    values = {f"inputs.{name}": spec["default"] for name, spec in action["inputs"].items()}
    values |= {"inputs.binary": str(program), "inputs.documents": "texts", "inputs.args": more}

    def filled(text):
        return re.sub(r"\$\{\{ *([\w.]+) *\}\}", lambda found: values[found[1]], text)

    log = ""
    for step in action["runs"]["steps"]:
        if "uses" in step or step.get("if") == "inputs.binary == ''":
            continue
        assert "${{" not in step["run"], "an input would be taken for a part of the script"
        outputs = folder / "outputs"
        outputs.write_text("")
        environment = {name: filled(value) for name, value in step.get("env", {}).items()}
        done = run(step["run"], folder, GITHUB_OUTPUT=str(outputs), RUNNER_TEMP="/none", **environment)
        log += done.stdout + done.stderr
        for line in outputs.read_text().splitlines():
            name, value = line.split("=", 1)
            values[f"steps.{step['id']}.outputs.{name}"] = value
        if done.returncode:
            break
    sarif = json.loads((folder / "mtlint.sarif").read_text(encoding="utf-8"))
    return done.returncode, log, sarif["runs"][0]


def test_github(folder):
    status, log, results = github(folder / "bad", BAD)
    assert status == 1 and "::error file=texts/a.en.txt,line=1" in log, log
    uri = results["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "texts/a.en.txt"
    status, log, results = github(folder / "good", GOOD)
    assert status == 0, log
    # Arguments are arguments, whatever is in them.
    status, log, _ = github(folder / "args", BAD, "--select\nFLU\n")
    assert status == 0, log
    github(folder / "quoted", BAD, "--exclude\n$(touch taken)`touch taken`\n")
    assert not (folder / "quoted" / "taken").exists()


def test_pre_commit(folder):
    [hook] = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    local = {**hook, "language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    for name, pair, expected in [("bad", BAD, 1), ("good", GOOD, 0)]:
        own = folder / name
        texts(own / "news", pair)
        (own / "notes.txt").write_text("not a text to check\n")
        (own / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        script = "git init -q . && git add -A && python3 -m pre_commit run --all-files --verbose"
        done = run(script, own, PRE_COMMIT_HOME=str(folder / "cache"))
        assert done.returncode == expected, done.stdout + done.stderr
        assert ("ACC005" in done.stdout) == (expected == 1), done.stdout


def test_gitlab(folder):
    texts(folder / "texts", BAD)
    job = yaml.safe_load((root / "examples/gitlab-ci.yml").read_text(encoding="utf-8"))["mtlint"]
    script = "\n".join(job["before_script"] + job["script"])
    done = run(script, folder, **job["variables"])
    assert done.returncode == 1, done.stdout + done.stderr
    reports = job["artifacts"]["reports"]
    [issue, *_] = json.loads((folder / reports["codequality"]).read_text(encoding="utf-8"))
    assert issue["location"]["path"] == "texts/a.en.txt" and issue["check_name"] == "ACC005"
    for path in [reports["junit"], *job["artifacts"]["paths"]]:
        assert (folder / path).stat().st_size > 0
    accept = 'mtlint check --documents texts --quiet --write-baseline mtlint-baseline.json || true'
    run(accept, folder)
    done = run(script, folder, **job["variables"])
    assert done.returncode == 0, done.stdout + done.stderr


here = Path.cwd() / "services"
for name, test in list(globals().items()):
    if name.startswith("test_"):
        test(here / name)
        print(f"{name}: ok")
