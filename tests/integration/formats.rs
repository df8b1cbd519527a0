//! The formats that CI servers and browsers read: as a whole, against their schemas, and on hostile
//! text.

use clap::ValueEnum;
use mtlint::check::{CheckResult, Reason, Suppressed, Unreadable};
use mtlint::gate::baseline::Known;
use mtlint::gate::{Gate, Verdict};
use mtlint::report::{Format, Layout, Rows};
use serde_json::Value;

use super::results::{article, attack, pairs, write};

/// The article with a flag that is silent, one that was fixed, and a pair that could not be read.
fn partial() -> CheckResult {
    let mut result = article();
    let flag = result.flags.remove(1);
    let reason = Reason::JudgedWrong {
        reviewers: "An".to_owned(),
    };
    result.suppressed.push(Suppressed { flag, reason });
    result.fixed.push(Known {
        document: "article.en.txt".to_owned(),
        code: "ACC901".to_owned(),
        fingerprint: "00ff".to_owned(),
        text: "once wrong".to_owned(),
    });
    result.unreadable.push(Unreadable {
        source: "b.zh.txt".to_owned(),
        target: "b.en.txt".to_owned(),
        reason: "could not read `b.en.txt`: No such file or directory (os error 2)".to_owned(),
    });
    result
}

fn json(format: Format, result: &CheckResult) -> Value {
    serde_json::from_str(&write(format, result, false)).unwrap()
}

#[test]
fn sarif_of_an_article() {
    insta::assert_snapshot!(write(Format::Sarif, &article(), false));
}

#[test]
fn sarif_of_pairs() {
    insta::assert_snapshot!(write(Format::Sarif, &pairs(), false));
}

#[test]
fn sarif_holds_to_the_published_schema() {
    let schema = include_str!("../schemas/sarif-2.1.0-rtm.5.json");
    // A stray bracket in a pattern of the published file, which JavaScript lets pass.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for result in [article(), pairs(), attack(), partial()] {
        let log = json(Format::Sarif, &result);
        let faults: Vec<String> = validator
            .iter_errors(&log)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
    // The schema is not asleep.
    let mut log = json(Format::Sarif, &article());
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        0.into();
    assert!(!validator.is_valid(&log));
}

#[test]
fn sarif_points_to_the_words() {
    let result = article();
    let log = json(Format::Sarif, &result);
    let run = &log["runs"][0];
    let text = &result.documents[0].target.text;
    let lines: Vec<&str> = text.split('\n').collect();
    for (flag, issue) in result.flags.iter().zip(run["results"].as_array().unwrap()) {
        let rule = usize::try_from(issue["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(issue["ruleId"], flag.code);
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], flag.code);
        let region = &issue["locations"][0]["physicalLocation"]["region"];
        let at = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        let line: Vec<char> = lines[at("startLine") - 1].chars().collect();
        let words: String = line[at("startColumn") - 1..at("endColumn") - 1]
            .iter()
            .collect();
        assert_eq!(words, flag.target.as_ref().unwrap().text);
        let characters: Vec<char> = text.chars().collect();
        let from = at("charOffset");
        let words: String = characters[from..from + at("charLength")].iter().collect();
        assert_eq!(words, flag.target.as_ref().unwrap().text);
    }
    assert_eq!(run["results"][0]["level"], "error");
    assert_eq!(run["results"][2]["level"], "warning");
    assert_eq!(run["results"][3]["level"], "note");
}

#[test]
fn sarif_keeps_silent_flags_as_suppressions() {
    let log = json(Format::Sarif, &partial());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let silent: Vec<&Value> = results
        .iter()
        .filter(|r| !r["suppressions"].is_null())
        .collect();
    assert_eq!(silent.len(), 1);
    let suppression = &silent[0]["suppressions"][0];
    assert_eq!(suppression["justification"], "judged wrong by An");
    assert_eq!(
        log["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
}

#[test]
fn junit_of_an_article() {
    insta::assert_snapshot!(write(Format::Junit, &article(), false));
}

#[test]
fn junit_of_pairs_and_of_what_could_not_be_read() {
    insta::assert_snapshot!(write(Format::Junit, &pairs(), false));
    insta::assert_snapshot!(write(Format::Junit, &partial(), false));
}

#[test]
fn junit_of_an_attack_has_only_characters_of_xml() {
    let xml = write(Format::Junit, &attack(), false);
    assert!(xml.chars().all(|c| c == '\n' || !c.is_control()), "{xml:?}");
    assert!(!xml.contains("<script") && !xml.contains("<img"), "{xml}");
}

#[test]
fn github_annotations() {
    insta::assert_snapshot!(write(Format::Github, &article(), false));
    insta::assert_snapshot!(write(Format::Github, &pairs(), false));
}

/// Name, properties and message of a command.
type Command = (String, Vec<(String, String)>, String);

/// Reads commands as the runner does (`ActionCommand.TryParseV2` of actions/runner): a line that
/// begins with `::` is one.
fn commands(output: &str) -> Vec<Command> {
    let unescape = |text: &str| {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    };
    let commands = output.lines().filter_map(|line| line.strip_prefix("::"));
    commands
        .map(|line| {
            let (head, message) = line.split_once("::").unwrap();
            let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
            let properties = properties.split(',').map(|property| {
                let (key, value) = property.split_once('=').unwrap();
                (key.to_owned(), unescape(value))
            });
            (name.to_owned(), properties.collect(), unescape(message))
        })
        .collect()
}

#[test]
fn github_reads_one_command_a_flag_whatever_the_text_says() {
    for result in [article(), pairs(), attack(), partial()] {
        let output = write(Format::Github, &result, false);
        let found = commands(&output);
        let verdict = Gate::default().judge(&result);
        let expected = result.flags.len() + result.unreadable.len() + verdict.conditions().len();
        assert_eq!(found.len(), expected, "{output}");
        assert_eq!(found.len(), output.lines().count(), "{output}");
        for (name, properties, _) in &found {
            assert!(["error", "warning", "notice"].contains(&&**name), "{name}");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(properties.iter().all(|(key, _)| known.contains(&&**key)));
        }
    }
    let mut result = article();
    result.flags[0].message = "50 %, sure: yes\r\n::error::no".to_owned();
    let found = commands(&write(Format::Github, &result, false));
    assert!(found[0].2.starts_with("50 %, sure: yes\r\n::error::no\n"));
}

#[test]
fn gitlab_code_quality() {
    insta::assert_snapshot!(write(Format::Gitlab, &article(), false));
    let issues = json(Format::Gitlab, &partial());
    let issues = issues.as_array().unwrap();
    let mut fingerprints: Vec<&str> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str().unwrap())
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len());
    for issue in issues {
        let severity = issue["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
    }
}

#[test]
fn jsonl_is_the_json_report_flag_by_flag() {
    for result in [article(), pairs(), attack()] {
        let lines = write(Format::Jsonl, &result, false);
        let whole = json(Format::Json, &result);
        assert_eq!(lines.lines().count(), result.flags.len());
        for (line, flag) in lines.lines().zip(whole["flags"].as_array().unwrap()) {
            let mut line: Value = serde_json::from_str(line).unwrap();
            let members = line.as_object_mut().unwrap();
            assert!(
                members
                    .remove("source_path")
                    .is_some_and(|path| path.is_string())
            );
            assert!(
                members
                    .remove("target_path")
                    .is_some_and(|path| path.is_string())
            );
            assert_eq!(&line, flag);
        }
    }
}

fn csv(result: &CheckResult, layout: Layout) -> String {
    let mut out = Vec::new();
    let report = Format::Csv.report(&Verdict::Pass, layout);
    report.write(result, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn csv_for_excel_begins_with_a_mark_and_is_else_the_same() {
    let layout = Layout {
        excel: true,
        ..Layout::default()
    };
    let marked = csv(&article(), layout);
    let plain = csv(&article(), Layout::default());
    assert_eq!(marked.strip_prefix('\u{feff}'), Some(&*plain));
}

#[test]
fn csv_of_beads_hides_nothing() {
    let layout = Layout {
        rows: Rows::Beads,
        ..Layout::default()
    };
    insta::assert_snapshot!(csv(&article(), layout));
    for result in [article(), pairs(), attack()] {
        let text = csv(&result, layout);
        let rows = csv::Reader::from_reader(text.as_bytes())
            .into_records()
            .count();
        let beads: usize = result.documents.iter().map(|d| d.beads.len()).sum();
        assert_eq!(rows, beads);
        for flag in &result.flags {
            assert!(text.contains(&flag.fingerprint));
        }
    }
}

#[test]
fn html_of_an_article() {
    insta::assert_snapshot!(write(Format::Html, &article(), false));
}

#[test]
fn html_escapes_everything_and_loads_nothing() {
    for result in [article(), pairs(), attack(), partial()] {
        let page = write(Format::Html, &result, false);
        // The only markup is the template's: as many scripts as it has, no handler, no image.
        assert_eq!(page.matches("<script").count(), 2, "{page}");
        assert!(!page.contains("<img"));
        let obeyed = |c: char| {
            c != '\n' && c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let data = page.split("id=\"table\">").nth(1).unwrap();
        let data = data.split("</script>").next().unwrap();
        assert!(!data.contains(['<', '>', '&']), "{data}");
        let shown = page.replace(data, "").replace("&lt;img src=x", "");
        for address in ["http:", "https:", " src=", "url(", "@import"] {
            assert!(!shown.contains(address), "{address}");
        }
        assert_eq!(shown.chars().find(|&c| obeyed(c)), None);
    }
}

#[test]
fn html_has_an_anchor_for_every_flag_and_both_texts() {
    let result = article();
    let page = write(Format::Html, &result, false);
    for index in 0..result.flags.len() {
        assert_eq!(page.matches(&format!("id=\"flag-{index}\"")).count(), 1);
        assert!(page.contains(&format!("href=\"#flag-{index}\"")));
    }
    let plain = page.replace('\n', " ");
    assert!(plain.contains(">精文减会</a>"));
    assert!(plain.contains("<ins>"));
}

#[test]
fn every_format_says_something_of_every_flag() {
    for format in Format::value_variants() {
        let result = article();
        let report = write(*format, &result, false);
        for flag in &result.flags {
            assert!(report.contains(flag.code), "{format:?} {}", flag.code);
        }
    }
}
