//! `tests/rules/NAME.txt`: what each rule must flag and what it must leave alone.
//!
//! ```text
//! # flag: a short name for the case
//! zh: 中文
//! en: English
//! span: the exact text, in the English or the Chinese, that the flag has to meet
//!
//! # pass: named after the false alarm that it mends
//! zh: 中文
//! en: English
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use mtlint::flag::registry::RULES;
use mtlint::flag::{BeadView, Finding, Rule};
use mtlint::segment::SegmentKind;

/// Rules that look at scores, or at terms and documents that a pair lacks: their tests stand in
/// their own files.
const ESTIMATES: [&str; 5] = [
    "mistranslation",
    "misaligned",
    "moved-text",
    "required-term",
    "inconsistent-term",
];

struct Case {
    name: String,
    must_flag: bool,
    source: String,
    target: String,
    span: Option<String>,
    heading: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn cases(text: &str, file: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let place = format!("{}:{}", file.display(), number + 1);
        if line.trim().is_empty() {
            continue;
        }
        let (key, value) = line
            .split_once(':')
            .unwrap_or_else(|| panic!("{place}: expected `key: value`"));
        let value = value.trim().to_owned();
        if key == "# flag" || key == "# pass" {
            let must_flag = key == "# flag";
            let (source, target) = (String::new(), String::new());
            cases.push(Case {
                name: value,
                must_flag,
                source,
                target,
                span: None,
                heading: false,
            });
            continue;
        }
        let case = cases
            .last_mut()
            .unwrap_or_else(|| panic!("{place}: expected `# flag:` or `# pass:` first"));
        match key {
            "zh" => case.source = value,
            "en" => case.target = value,
            "span" => case.span = Some(value),
            "kind" => case.heading = value == "heading",
            _ => panic!("{place}: unknown key `{key}`"),
        }
    }
    cases
}

fn check(rule: &dyn Rule, case: &Case) -> Vec<Finding> {
    let mut bead = BeadView::of_pair(&case.source, &case.target);
    if case.heading {
        bead.kind = SegmentKind::Heading;
    }
    rule.check(&bead)
}

/// Whether a finding meets the text that the case names.
fn meets(finding: &Finding, case: &Case) -> bool {
    let Some(span) = &case.span else { return true };
    [
        (&case.target, &finding.target),
        (&case.source, &finding.source),
    ]
    .into_iter()
    .any(|(text, found)| {
        let wanted = text.find(span.as_str()).map(|at| at..at + span.len());
        wanted
            .zip(found.as_ref())
            .is_some_and(|(wanted, found)| wanted.start < found.end && found.start < wanted.end)
    })
}

#[test]
fn rules_flag_what_they_must_and_nothing_else() {
    let mut failures = Vec::new();
    for rule in RULES {
        let name = rule.info().name;
        let file = folder().join(name).with_extension("txt");
        let Ok(text) = fs::read_to_string(&file) else {
            if !ESTIMATES.contains(&name) {
                failures.push(format!("{name}: no cases in {}", file.display()));
            }
            continue;
        };
        let cases = cases(&text, &file);
        for kind in [true, false] {
            if !cases.iter().any(|case| case.must_flag == kind) {
                failures.push(format!(
                    "{name}: no case that must {}",
                    if kind { "flag" } else { "pass" }
                ));
            }
        }
        for case in cases {
            let found = check(*rule, &case);
            let right = if case.must_flag {
                found.iter().any(|f| meets(f, &case))
            } else {
                found.is_empty()
            };
            if !right {
                let found: Vec<String> = found
                    .iter()
                    .map(|f| {
                        format!(
                            "{} {:?}",
                            f.message,
                            f.target.clone().map(|t| &case.target[t])
                        )
                    })
                    .collect();
                failures.push(format!("{name}: {}: {found:?}", case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_case_file_belongs_to_a_rule() {
    for entry in fs::read_dir(folder()).expect("tests/rules is a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let is_cases = path.extension().is_some_and(|extension| extension == "txt");
        assert!(
            !is_cases || RULES.iter().any(|rule| rule.info().name == name),
            "{} is the file of no rule",
            path.display()
        );
    }
}
