//! The gate from outside: settings, baseline, verdicts, many documents.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::cli::{folder, mtlint, refuses};

const ZH: &str = "共有1.2亿人受益。\n\n他没有来参加昨天的会议。\n\n减负工作要久久为功。\n";
const EN: &str = "A total of 120 billion people benefited.\n\nHe did not come to the meeting yesterday.\n\nReducing burdens takes perseverance, perseverance and and work.\n";
const CLEAN_ZH: &str = "他没有来参加昨天的会议。\n";
const CLEAN_EN: &str = "He did not come to the meeting yesterday.\n";

/// Two texts with a wrong number and a doubled word.
fn texts() -> tempfile::TempDir {
    folder(&[("a.zh.txt", ZH.as_bytes()), ("a.en.txt", EN.as_bytes())])
}

/// Exit status and JSON report of a check of `a`.
#[track_caller]
fn check(dir: &Path, more: &[&str]) -> (i32, Value) {
    let args = ["check", "a.zh.txt", "a.en.txt", "--format", "json"];
    let out = mtlint(dir, &[&args, more].concat());
    let said = String::from_utf8_lossy(&out.stderr);
    let report = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    (out.status.code().unwrap(), report)
}

fn codes(report: &Value) -> Vec<&str> {
    let flags = report["flags"].as_array().unwrap();
    flags
        .iter()
        .map(|flag| flag["code"].as_str().unwrap())
        .collect()
}

#[test]
fn a_runs_own_baseline_passes_and_moved_text_stays_known() {
    let dir = texts();
    let (status, report) = check(dir.path(), &["--write-baseline", "known.json"]);
    assert_eq!(status, 1);
    assert!(codes(&report).contains(&"ACC005"), "{report:#}");
    let strict = [
        "--baseline",
        "known.json",
        "--fail-on",
        "neutral",
        "--max-flags",
        "0",
    ];
    let (status, silent) = check(dir.path(), &strict);
    assert_eq!((status, codes(&silent).len()), (0, 0), "{silent:#}");
    let known = silent["suppressed"].as_array().unwrap();
    assert_eq!(known.len(), codes(&report).len());

    // The paragraphs change places, and a new fault comes in.
    let turned = |text: &str| {
        let mut paragraphs: Vec<&str> = text.trim().split("\n\n").collect();
        paragraphs.rotate_left(1);
        paragraphs.join("\n\n") + "\n\n"
    };
    fs::write(dir.path().join("a.zh.txt"), turned(ZH) + "去年有3万人。\n").unwrap();
    let en = turned(EN) + "Last year there were 30 million people.\n";
    fs::write(dir.path().join("a.en.txt"), en).unwrap();
    let (status, report) = check(dir.path(), &["--baseline", "known.json"]);
    assert_eq!((status, codes(&report)), (1, vec!["ACC005"]), "{report:#}");
    assert_eq!(report["flags"][0]["target"]["text"], "30 million");

    // What was mended is said.
    let mended = EN.replace("120 billion", "120 million");
    fs::write(dir.path().join("a.zh.txt"), ZH).unwrap();
    fs::write(dir.path().join("a.en.txt"), mended).unwrap();
    let (status, report) = check(dir.path(), &["--baseline", "known.json"]);
    assert_eq!(status, 0);
    assert_eq!(report["fixed"][0]["text"], "120 billion");
    // A baseline is sorted, and the same twice.
    let written = fs::read_to_string(dir.path().join("known.json")).unwrap();
    let known: Value = serde_json::from_str(&written).unwrap();
    let keys: Vec<String> = known["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["code"].to_string())
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[test]
fn verdicts_silence_exactly_the_flags_judged_wrong() {
    let dir = texts();
    let args = [
        "check",
        "a.zh.txt",
        "a.en.txt",
        "--format",
        "csv",
        "--output",
        "review.csv",
    ];
    assert_eq!(mtlint(dir.path(), &args).status.code(), Some(1));
    let path = dir.path().join("review.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|n| n == name).unwrap();
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let mut filled = csv::Writer::from_path(&path).unwrap();
    filled.write_record(&header).unwrap();
    for mut row in rows.clone() {
        let wrong = row[column("code")] == "ACC005";
        row[column("verdict")] = if wrong { "wrong" } else { "right" }.to_owned();
        row[column("reviewer")] = "An".to_owned();
        filled.write_record(&row).unwrap();
    }
    filled.flush().unwrap();
    let out = mtlint(dir.path(), &["review", "import", "review.csv"]);
    assert_eq!(
        out.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let (_, report) = check(dir.path(), &[]);
    assert!(!codes(&report).contains(&"ACC005"));
    assert_eq!(codes(&report).len(), rows.len() - 1);
    assert_eq!(report["suppressed"][0]["reason"], "judged wrong by An");
    let stats = mtlint(dir.path(), &["review", "stats"]);
    let stats = String::from_utf8(stats.stdout).unwrap();
    let line = stats
        .lines()
        .find(|line| line.starts_with("ACC005"))
        .unwrap();
    assert!(line.contains("0.00"), "{line}");
    // The probabilities can be fitted to them, and the settings file takes what comes out.
    let out = mtlint(
        dir.path(),
        &["calibrate", "--verdicts", "mtlint-verdicts.csv"],
    );
    let section = String::from_utf8(out.stdout).unwrap();
    assert!(section.contains("ACC005 = -"), "{section}");
    fs::write(dir.path().join("mtlint.toml"), section).unwrap();
    let (_, calibrated) = check(dir.path(), &[]);
    let of = |report: &Value| report["suppressed"][0]["probability"].as_f64().unwrap();
    assert!(of(&calibrated) < of(&report), "{calibrated:#}");
}

#[test]
fn settings_go_default_file_environment_command_line() {
    let dir = texts();
    let toml = "[gate]\nmax-flags = 50\nmin-score = 99.5\n[rules]\nnumber-mismatch = \"advise\"\n";
    fs::write(dir.path().join("mtlint.toml"), toml).unwrap();
    let (status, report) = check(dir.path(), &["--select", "ACC005"]);
    assert_eq!(
        (
            status,
            report["summary"]["blocking"].as_array().unwrap().len()
        ),
        (1, 0)
    );
    let condition = &report["summary"]["failed_conditions"][0];
    assert_eq!(condition["condition"], "min-score");
    let (status, _) = check(dir.path(), &["--select", "ACC005", "--min-score", "10"]);
    assert_eq!(status, 0);
    let dump = |environment: Option<&str>, more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_mtlint"));
        let args = ["check", "a.zh.txt", "a.en.txt", "--dump-config"];
        command.args(args).args(more).current_dir(dir.path());
        if let Some(value) = environment {
            command.env("MTLINT_MAX_FLAGS", value);
        }
        let out = command.output().unwrap();
        assert_eq!(
            out.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(dump(None, &[]).contains("max-flags = 50\n"));
    assert!(dump(Some("7"), &[]).contains("max-flags = 7\n"));
    assert!(dump(Some("7"), &["--max-flags", "3"]).contains("max-flags = 3\n"));
    assert!(dump(None, &[]).contains("ACC005 = \"advise\"\n"));
}

#[test]
fn a_misspelt_setting_is_answered_with_the_nearest() {
    let dir = texts();
    fs::write(
        dir.path().join("mtlint.toml"),
        "[gate]\nfail-at = \"minor\"\n",
    )
    .unwrap();
    refuses(
        dir.path(),
        &["check", "a.zh.txt", "a.en.txt"],
        &["mtlint.toml", "line 2", "did you mean `gate.fail-on`"],
    );
}

#[test]
fn broken_baselines_and_verdicts_are_named() {
    let dir = texts();
    fs::write(
        dir.path().join("bad.json"),
        "{\"version\": 9, \"flags\": []}",
    )
    .unwrap();
    fs::write(
        dir.path().join("bad.csv"),
        "fingerprint,verdict\naa,perhaps\n",
    )
    .unwrap();
    let check = |option, file| ["check", "a.zh.txt", "a.en.txt", option, file];
    refuses(
        dir.path(),
        &check("--baseline", "bad.json"),
        &["bad.json", "version 9"],
    );
    refuses(
        dir.path(),
        &check("--baseline", "none.json"),
        &["none.json", "No such file"],
    );
    refuses(
        dir.path(),
        &check("--verdicts", "bad.csv"),
        &["bad.csv", "line 2", "`perhaps`"],
    );
    refuses(
        dir.path(),
        &["review", "import", "bad.csv"],
        &["bad.csv", "line 2"],
    );
}

#[test]
fn many_documents_make_one_report_whatever_the_threads() {
    let dir = folder(&[
        ("a.zh.txt", ZH.as_bytes()),
        ("a.en.txt", EN.as_bytes()),
        ("b.zh.txt", CLEAN_ZH.as_bytes()),
        ("b.en.txt", CLEAN_EN.as_bytes()),
    ]);
    fs::create_dir(dir.path().join("deep")).unwrap();
    fs::write(dir.path().join("deep/c.zh.txt"), ZH).unwrap();
    fs::write(dir.path().join("deep/c.en.txt"), EN).unwrap();
    let run = |threads: &str| {
        let formats = ["json", "html", "sarif", "junit", "csv", "gitlab"];
        let reports: Vec<String> = formats.iter().map(|f| format!("{f}=out.{f}")).collect();
        let mut args = vec!["check", "--documents", ".", "--threads", threads];
        args.extend(reports.iter().flat_map(|report| ["--report", report]));
        let out = mtlint(dir.path(), &args);
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(1), "{said}");
        let read = |format: &&str| fs::read(dir.path().join(format!("out.{format}"))).unwrap();
        let mut all: Vec<Vec<u8>> = formats.iter().map(read).collect();
        all.push(out.stdout);
        all
    };
    for (one, two) in run("1").iter().zip(&run("2")) {
        assert!(
            one == two,
            "1 and 2 threads: {}",
            String::from_utf8_lossy(one)
        );
    }
    let out = mtlint(
        dir.path(),
        &["check", "--documents", "**/*.zh.txt", "--format", "json"],
    );
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    let paths: Vec<&str> = report["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["target"]["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["a.en.txt", "b.en.txt", "deep/c.en.txt"]);
}

#[test]
fn an_unreadable_pair_is_named_and_the_others_are_checked() {
    let dir = texts();
    fs::write(dir.path().join("b.zh.txt"), CLEAN_ZH).unwrap();
    let args = [
        "check",
        "--documents",
        ".",
        "--format",
        "json",
        "--report",
        "sarif=s.json",
    ];
    let out = mtlint(
        dir.path(),
        &[&args[..], &["--write-baseline", "known.json"]].concat(),
    );
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("b.en.txt`: No such file"), "{said}");
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["summary"]["verdict"], "could-not-check");
    assert!(codes(&report).contains(&"ACC005"));
    assert_eq!(report["unreadable"][0]["target"], "./b.en.txt");
    let sarif: Value =
        serde_json::from_slice(&fs::read(dir.path().join("s.json")).unwrap()).unwrap();
    assert_eq!(
        sarif["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
    assert!(!dir.path().join("known.json").exists(), "half a baseline");
    fs::remove_file(dir.path().join("a.en.txt")).unwrap();
    refuses(
        dir.path(),
        &["check", "--documents", "."],
        &["2 of 2", "a.en.txt", "b.en.txt"],
    );
}

#[test]
fn a_new_rendering_is_compared_with_the_old() {
    let dir = texts();
    let new = EN
        .replace("120 billion", "120 million")
        .replace("He did not come to", "He was absent from")
        .replace("perseverance, perseverance", "patience");
    fs::write(dir.path().join("new.en.txt"), new).unwrap();
    let args = ["diff", "a.zh.txt", "a.en.txt", "new.en.txt"];
    let out = mtlint(dir.path(), &[&args[..], &["--format", "json"]].concat());
    let said = String::from_utf8_lossy(&out.stderr);
    let report: Value =
        serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    let gone: Vec<&Value> = report["gone"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["code"])
        .collect();
    assert!(gone.contains(&&Value::from("ACC005")), "{report:#}");
    let kept: Vec<&Value> = report["kept"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["code"])
        .collect();
    assert!(kept.contains(&&Value::from("FLU002")), "{report:#}");
    let needless = report["needless"].as_array().unwrap();
    assert_eq!(needless.len(), 1, "{report:#}");
    let diff = needless[0]["diff"].as_str().unwrap();
    assert_eq!(
        diff,
        "He [-did not come to-]{+was absent from+} the meeting yesterday."
    );
    let text = mtlint(dir.path(), &args);
    assert!(
        String::from_utf8(text.stdout)
            .unwrap()
            .contains("changed without need: 1\n")
    );
}

#[test]
fn a_settings_file_to_begin_with_is_written_once() {
    let dir = texts();
    assert_eq!(mtlint(dir.path(), &["init"]).status.code(), Some(0));
    refuses(dir.path(), &["init"], &["mtlint.toml", "there already"]);
    let (status, _) = check(dir.path(), &[]);
    assert_eq!(status, 1);
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let out = mtlint(dir.path(), &["completions", shell]);
        assert_eq!(out.status.code(), Some(0));
        assert!(
            String::from_utf8_lossy(&out.stdout).contains("write-baseline"),
            "{shell}"
        );
    }
    let out = mtlint(dir.path(), &["man"]);
    assert!(String::from_utf8_lossy(&out.stdout).starts_with(".ie"));
    assert_eq!(
        mtlint(dir.path(), &["man", "--output", "."]).status.code(),
        Some(0)
    );
    assert!(dir.path().join("mtlint-check.1").exists());
}
