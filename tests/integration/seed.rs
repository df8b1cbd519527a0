//! The article the project starts from, from outside: what is found, the shape of the report, the
//! same bytes every time.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

const NAME: &str = "Council for the Reduction of Fine Arts and Culture";

/// Checks the article; the report, which comes with exit status 1.
fn check(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(["check", "article.zh.txt", "article.en.txt"])
        .args(args)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/seed"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(1), "{said}");
    String::from_utf8(out.stdout).unwrap()
}

static REPORT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&check(&["--format", "json"])).unwrap());

#[test]
fn the_name_of_a_body_that_does_not_exist_is_found() {
    let flags = REPORT["flags"].as_array().unwrap();
    assert!(flags.len() <= 40, "{} flags", flags.len());
    let named: Vec<&Value> = flags.iter().filter(|f| f["code"] == "ACC006").collect();
    let [flag] = named.as_slice() else {
        panic!("{named:?}");
    };
    assert_eq!(flag["target"]["text"], NAME);
    assert_eq!(flag["source"]["text"], "精文减会");
    assert_eq!(flag["severity"], "critical");
    let english = include_str!("../../data/seed/article.en.txt");
    let start = english[..english.find(NAME).unwrap()].chars().count();
    assert_eq!(flag["target"]["start"], start);
    assert_eq!(flag["target"]["end"], start + NAME.len());
}

#[test]
fn the_report_has_the_members_that_programs_rely_on() {
    let names = |value: &Value| -> Vec<String> {
        let members = value.as_object().unwrap();
        members.keys().cloned().collect()
    };
    let has = |value: &Value, wanted: &[&str]| {
        let found = names(value);
        for name in wanted {
            assert!(found.iter().any(|n| n == name), "no `{name}` in {found:?}");
        }
    };
    assert_eq!(names(&REPORT).len(), 4);
    has(&REPORT, &["tool", "documents", "summary", "flags"]);
    has(
        &REPORT["tool"],
        &["name", "version", "model", "rules", "settings"],
    );
    for flag in REPORT["flags"].as_array().unwrap() {
        has(
            flag,
            &[
                "code",
                "rule",
                "category",
                "severity",
                "probability",
                "source",
                "target",
                "row",
                "bead",
                "message",
                "evidence",
                "suggestion",
                "fingerprint",
            ],
        );
        assert!(flag["row"].is_null());
        let probability = flag["probability"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&probability));
        for side in ["source", "target"] {
            if !flag[side].is_null() {
                has(&flag[side], &["start", "end", "line", "column", "text"]);
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    const MORE: [&str; 8] = [
        "csv", "json", "jsonl", "html", "sarif", "junit", "github", "gitlab",
    ];
    let reports = ["1", "2", "2"].map(|threads| {
        let dir = tempfile::tempdir().unwrap();
        let path = |format: &&str| dir.path().join(format);
        let mut args = vec!["--threads".to_owned(), threads.to_owned()];
        for format in &MORE {
            args.push("--report".to_owned());
            args.push(format!("{format}={}", path(format).display()));
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let text = check(&args);
        let mut all = vec![("text", text)];
        all.extend(
            MORE.iter()
                .map(|f| (*f, std::fs::read_to_string(path(f)).unwrap())),
        );
        all
    });
    for (k, (format, report)) in reports[0].iter().enumerate() {
        assert!(!report.is_empty());
        assert!(*report == reports[1][k].1, "1 and 2 threads, {format}");
        assert!(*report == reports[2][k].1, "two runs, {format}");
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = include_str!("../../README.md");
    let (_, shown) = readme
        .split_once("shortened: begin -->\n```text\n")
        .unwrap();
    let (shown, _) = shown.split_once("\n```\n").unwrap();
    let printed = check(&["--quiet"]).replace("article.", "data/seed/article.");
    for flag in shown.split("\n\n") {
        assert!(
            printed.contains(flag),
            "not printed:\n{flag}\n\nprinted:\n{printed}"
        );
    }
}
