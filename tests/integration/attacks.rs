//! Texts that try to take over what reads them, or are too much: nothing runs, nothing hangs, the
//! exit status is right.

use std::fs;
use std::time::{Duration, Instant};

use super::cli::{folder, mtlint};

/// Well above what a busy machine needs for a text of some sentences, well below a hang.
const PATIENCE: Duration = Duration::from_mins(4);

const FORMATS: [&str; 9] = [
    "text", "csv", "json", "jsonl", "html", "sarif", "junit", "github", "gitlab",
];

#[test]
fn a_million_empty_lines_are_no_text() {
    let lines = "\n".repeat(1_000_000);
    let zh = format!("{lines}共有1.2亿人受益。\n{lines}");
    let en = format!("{lines}A total of 120 billion people benefited.\n{lines}");
    let dir = folder(&[("zh.txt", zh.as_bytes()), ("en.txt", en.as_bytes())]);
    let start = Instant::now();
    let reports: Vec<String> = FORMATS.iter().map(|f| format!("{f}=report.{f}")).collect();
    let mut args = vec!["check", "zh.txt", "en.txt"];
    args.extend(reports.iter().flat_map(|report| ["--report", report]));
    let out = mtlint(dir.path(), &args);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    let sarif = fs::read_to_string(dir.path().join("report.sarif")).unwrap();
    assert!(sarif.contains("\"startLine\": 1000001"));
}

#[test]
fn a_line_of_ten_megabytes_without_a_stop_is_shown_cut() {
    // Spaces keep the text long and its words few: what is measured is the handling of the line.
    let blanks = " ".repeat(5_000_000);
    let zh = format!("共有1.2亿人{blanks}受益{blanks}。\n");
    let en = format!("A total of 120 billion people{blanks}benefited{blanks}.\n");
    let dir = folder(&[("zh.txt", zh.as_bytes()), ("en.txt", en.as_bytes())]);
    let start = Instant::now();
    let out = mtlint(
        dir.path(),
        &[
            "check",
            "zh.txt",
            "en.txt",
            "--report",
            "csv=r.csv",
            "--report",
            "html=r.html",
        ],
    );
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(out.stdout.len() < 100_000, "{} bytes", out.stdout.len());
    assert!(fs::metadata(dir.path().join("r.csv")).unwrap().len() < 1_000_000);
}

#[test]
fn hostile_texts_are_checked_like_others_in_every_format() {
    let zh = "\u{1b}[31m共有1.2亿人\u{202e}受益。\n\n=1+1 <script>alert(1)</script>共有3万人。\n";
    let en = "::error::A total of 120 billion people\u{1b}[0m\u{2066} benefited.\n\n@SUM(A1) </script><script>alert(1)</script> 30 million people. {{ 7*7 }} ]]>\n";
    let dir = folder(&[
        ("::zh,%.txt", zh.as_bytes()),
        ("=en\u{202e}.txt", en.as_bytes()),
    ]);
    let reports: Vec<String> = FORMATS.iter().map(|f| format!("{f}=report.{f}")).collect();
    let mut args = vec!["check", "::zh,%.txt", "=en\u{202e}.txt"];
    args.extend(reports.iter().flat_map(|report| ["--report", report]));
    let out = mtlint(dir.path(), &args);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(1), "{said}");
    for format in FORMATS {
        let text = fs::read_to_string(dir.path().join(format!("report.{format}"))).unwrap();
        // JSON escapes controls; U+202E may stand in data, never in what people look at.
        let hidden = |c: char| c.is_control() && !"\n\r".contains(c);
        assert_eq!(text.chars().find(|&c| hidden(c)), None, "{format}");
        if ["text", "html", "junit", "github"].contains(&format) {
            let data = text.find("id=\"table\"").unwrap_or(text.len());
            assert!(!text[..data].contains(['\u{202e}', '\u{2066}']), "{format}");
        }
        if format == "github" {
            let commands = ["::error ", "::warning ", "::notice "];
            for line in text.lines() {
                assert!(
                    commands.iter().any(|command| line.starts_with(command)),
                    "{line}"
                );
            }
        } else {
            assert!(!text.lines().any(|line| line.starts_with("::")), "{format}");
        }
    }
}
