//! The program from outside: wrong input, exit statuses, where output goes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const ZH: &str = "减负工作要久久为功。\n";
const EN: &str = "Reducing burdens takes perseverance.\n";

/// Runs the program in a directory.
pub fn mtlint(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// A directory with files in it.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(dir.path().join(name), content).unwrap();
    }
    dir
}

/// Runs the program, which must end 2, print nothing to standard output and a message that
/// contains all of `words` to standard error.
#[track_caller]
pub fn refuses(dir: &Path, args: &[&str], words: &[&str]) {
    let out = mtlint(dir, args);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{args:?}: {said}");
    assert!(out.stdout.is_empty(), "{args:?} wrote to standard output");
    assert!(said.starts_with("error: "), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    for word in words {
        assert!(said.contains(word), "no `{word}` in: {said}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let dir = folder(&[("en.txt", EN.as_bytes())]);
    refuses(
        dir.path(),
        &["check", "none.txt", "en.txt"],
        &["none.txt", "No such file"],
    );
}

#[test]
fn a_directory_is_not_a_text() {
    let dir = folder(&[("en.txt", EN.as_bytes())]);
    fs::create_dir(dir.path().join("texts")).unwrap();
    refuses(
        dir.path(),
        &["check", "texts", "en.txt"],
        &["texts", "directory"],
    );
}

#[test]
fn an_empty_file_is_not_a_pass() {
    let dir = folder(&[("zh.txt", b""), ("en.txt", EN.as_bytes())]);
    refuses(
        dir.path(),
        &["check", "zh.txt", "en.txt"],
        &["zh.txt", "an empty file"],
    );
}

#[test]
fn a_binary_file_is_refused() {
    let dir = folder(&[
        ("zh.txt", b"\x7fELF\x00\x01\x02\x00\x00"),
        ("en.txt", EN.as_bytes()),
    ]);
    refuses(
        dir.path(),
        &["check", "zh.txt", "en.txt"],
        &["zh.txt", "a binary file"],
    );
}

#[test]
fn a_text_in_no_known_encoding_is_refused() {
    let dir = folder(&[
        ("zh.txt", ZH.as_bytes()),
        ("en.txt", b"caf\xff\xff\xfe\x80 \x81\x20\n"),
    ]);
    refuses(
        dir.path(),
        &["check", "zh.txt", "en.txt"],
        &["en.txt", "line 1", "expected UTF-8 text", "0xff"],
    );
}

#[test]
fn a_row_without_a_column_is_named_by_its_line() {
    let pairs = format!("source\ttarget\n{}\t{}\n只有一列\n", ZH.trim(), EN.trim());
    let dir = folder(&[("pairs.tsv", pairs.as_bytes())]);
    refuses(
        dir.path(),
        &["check", "--pairs", "pairs.tsv"],
        &["pairs.tsv", "line 3"],
    );
}

#[test]
fn a_header_without_source_is_refused() {
    let dir = folder(&[("pairs.tsv", "zh\ten\n一\tone\n".as_bytes())]);
    refuses(
        dir.path(),
        &["check", "--pairs", "pairs.tsv"],
        &["pairs.tsv", "source"],
    );
}

#[test]
fn two_english_files_are_not_a_translation() {
    let dir = folder(&[("a.txt", EN.as_bytes()), ("b.txt", EN.as_bytes())]);
    refuses(
        dir.path(),
        &["check", "a.txt", "b.txt"],
        &["a.txt", "expected Chinese text", "both files"],
    );
}

#[test]
fn a_model_directory_that_is_none_is_named() {
    let dir = folder(&[("zh.txt", ZH.as_bytes()), ("en.txt", EN.as_bytes())]);
    refuses(
        dir.path(),
        &["check", "--model", "nowhere", "zh.txt", "en.txt"],
        &["nowhere", "expected a directory", "found nothing"],
    );
    refuses(
        dir.path(),
        &["check", "--model", ".", "zh.txt", "en.txt"],
        &["`config.json`", "No such file"],
    );
}

#[test]
fn unknown_values_of_options_are_answered_with_the_known_ones() {
    let dir = folder(&[]);
    let check = |more: &[&'static str]| [&["check", "a", "b"], more].concat();
    refuses(
        dir.path(),
        &check(&["--format", "pdf"]),
        &["pdf", "text, csv, json"],
    );
    refuses(
        dir.path(),
        &check(&["--fail-on", "fatal"]),
        &["fatal", "critical"],
    );
    refuses(dir.path(), &check(&["--min-probability", "2"]), &["0 to 1"]);
    refuses(dir.path(), &check(&["--threads", "0"]), &["1 or more"]);
    refuses(dir.path(), &check(&["--report", "csv"]), &["FORMAT=PATH"]);
    refuses(
        dir.path(),
        &check(&["--select", "ACC999,XXX"]),
        &["unknown rule"],
    );
    refuses(
        dir.path(),
        &check(&["--reference", "c", "--previous", "d"]),
        &["cannot be used with"],
    );
    refuses(
        dir.path(),
        &check(&["--pairs", "c"]),
        &["cannot be used with"],
    );
    refuses(
        dir.path(),
        &["check", "--pairs", "a.tsv", "--reference", "b"],
        &["cannot be used with"],
    );
    refuses(dir.path(), &["check", "a"], &["<TARGET>"]);
    refuses(dir.path(), &["check", "-", "-"], &["only once"]);
    refuses(
        dir.path(),
        &["explain", "XXX999"],
        &["XXX999", "mtlint rules"],
    );
}

#[test]
fn help_and_version_are_no_failure() {
    let dir = folder(&[]);
    for command in [
        "check",
        "diff",
        "review",
        "init",
        "completions",
        "man",
        "align",
        "score",
        "rules",
        "explain",
        "eval",
        "calibrate",
        "model",
    ] {
        let out = mtlint(dir.path(), &[command, "--help"]);
        assert_eq!(out.status.code(), Some(0));
        assert!(
            String::from_utf8_lossy(&out.stdout).contains("Examples:"),
            "{command}"
        );
    }
    let out = mtlint(dir.path(), &["--version"]);
    assert_eq!(
        out.stdout,
        format!("mtlint {}\n", env!("CARGO_PKG_VERSION")).as_bytes()
    );
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let dir = folder(&[]);
    let out = mtlint(dir.path(), &["rules", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0));
    let rules: Vec<serde_json::Value> = serde_json::from_slice(&out.stdout).unwrap();
    let table = mtlint(dir.path(), &["rules"]);
    assert_eq!(
        String::from_utf8_lossy(&table.stdout).lines().count(),
        rules.len()
    );
    for rule in rules {
        let page = mtlint(dir.path(), &["explain", rule["code"].as_str().unwrap()]);
        assert_eq!(page.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&page.stdout).contains(rule["name"].as_str().unwrap()));
    }
}

#[test]
fn reports_go_where_they_were_sent() {
    let dir = folder(&[("zh.txt", ZH.as_bytes()), ("en.txt", EN.as_bytes())]);
    let args = [
        "check",
        "zh.txt",
        "en.txt",
        "--output",
        "a.txt",
        "--report",
        "csv=b.csv",
    ];
    let out = mtlint(
        dir.path(),
        &[&args[..], &["--report", "json=c.json"]].concat(),
    );
    let status = out.status.code().unwrap();
    assert!(status < 2, "{}", String::from_utf8_lossy(&out.stderr));
    assert!(out.stdout.is_empty());
    let text = fs::read_to_string(dir.path().join("a.txt")).unwrap();
    assert!(text.contains(if status == 0 {
        "verdict pass"
    } else {
        "verdict fail"
    }));
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("c.json")).unwrap()).unwrap();
    let rows = csv::Reader::from_path(dir.path().join("b.csv"))
        .unwrap()
        .records()
        .count();
    assert_eq!(json["flags"].as_array().unwrap().len(), rows);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 5);
}

#[test]
fn a_report_that_cannot_be_written_fails_the_run() {
    let dir = folder(&[("zh.txt", ZH.as_bytes()), ("en.txt", EN.as_bytes())]);
    let check = |path| ["check", "zh.txt", "en.txt", "--output", path];
    refuses(
        dir.path(),
        &check("no/such/place.txt"),
        &["could not write", "place.txt"],
    );
    refuses(dir.path(), &check("."), &["could not write", "directory"]);
    if cfg!(target_os = "linux") {
        refuses(
            dir.path(),
            &check("/dev/full"),
            &["could not write", "No space"],
        );
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

#[test]
fn pairs_are_checked_row_by_row() {
    let pairs = format!("id\tsource\ttarget\n7\t{}\t{}\n", ZH.trim(), EN.trim());
    let dir = folder(&[("pairs.tsv", pairs.as_bytes())]);
    let out = mtlint(
        dir.path(),
        &["check", "--pairs", "pairs.tsv", "--format", "json"],
    );
    assert!(
        out.status.code().unwrap() < 2,
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["documents"][0]["row"], 0);
    assert_eq!(json["documents"][0]["others"]["id"], "7");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_news() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let out = Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(["rules", "--format", "json"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
    let dir = folder(&[("zh.txt", ZH.as_bytes()), ("en.txt", EN.as_bytes())]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let out = Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(["check", "zh.txt", "en.txt"])
        .current_dir(dir.path())
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(["rules", "--format", "json"])
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(
        said.starts_with("error: could not write `standard output`: No space"),
        "{said}"
    );
}
