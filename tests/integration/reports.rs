//! The text, CSV and JSON reports as a whole, compared with the copies in `snapshots/`.

use clap::ValueEnum;
use mtlint::check::{Reason, Suppressed};
use mtlint::gate::Gate;
use mtlint::report::{Format, Layout};

use super::results::{ZH, article, attack, pairs, write};

#[test]
fn text_of_an_article() {
    insta::assert_snapshot!(write(Format::Text, &article(), false));
}

#[test]
fn text_of_pairs() {
    insta::assert_snapshot!(write(Format::Text, &pairs(), false));
}

#[test]
fn text_without_flags() {
    let mut clean = article();
    clean.flags.clear();
    insta::assert_snapshot!(write(Format::Text, &clean, false));
}

#[test]
fn text_with_everything_there_is_to_know() {
    let mut result = article();
    let flag = result.flags.remove(1);
    result.suppressed.push(Suppressed {
        flag,
        reason: Reason::Baseline,
    });
    let layout = Layout {
        verbose: true,
        columns: 60,
        ..Layout::default()
    };
    let mut out = Vec::new();
    let verdict = Gate::default().judge(&result);
    let report = Format::Text.report(&verdict, layout);
    report.write(&result, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    // Sentences are whole, however narrow the window is.
    assert!(text.contains("the best response of any campaign in ten years."));
    insta::assert_snapshot!(text);
}

#[test]
fn text_of_an_attack() {
    let text = write(Format::Text, &attack(), false);
    let obeyed = text.chars().find(|&c| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(obeyed, None);
    assert!(!text.lines().any(|line| line.starts_with("::")));
    insta::assert_snapshot!(text);
}

#[test]
fn colours_change_nothing_but_the_colours() {
    let colored = write(Format::Text, &article(), true);
    assert!(colored.contains('\u{1b}'));
    let plain: String = colored
        .split('\u{1b}')
        .enumerate()
        .map(|(i, part)| {
            if i == 0 {
                part
            } else {
                part.split_once('m').unwrap().1
            }
        })
        .collect();
    assert_eq!(plain, write(Format::Text, &article(), false));
}

#[test]
fn carets_stand_under_the_words() {
    use unicode_width::UnicodeWidthStr;
    let text = write(Format::Text, &article(), false);
    let lines: Vec<&str> = text.lines().collect();
    for (quote, width) in [("精文减会", 8), ("120 billion", 11)] {
        let at = lines
            .iter()
            .position(|l| l.contains(" | ") && l.contains(quote))
            .unwrap();
        let before = lines[at].split(quote).next().unwrap().width();
        let carets = lines[at + 1];
        assert_eq!(carets.find('^'), Some(before), "{carets}");
        assert_eq!(carets.matches('^').count(), width, "{carets}");
    }
}

#[test]
fn csv_of_an_article() {
    insta::assert_snapshot!(write(Format::Csv, &article(), false));
}

#[test]
fn csv_of_pairs() {
    insta::assert_snapshot!(write(Format::Csv, &pairs(), false));
}

#[test]
fn csv_of_an_attack() {
    let text = write(Format::Csv, &attack(), false);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell:?}"
            );
        }
    }
}

#[test]
fn csv_can_be_read_back() {
    let result = article();
    let text = write(Format::Csv, &result, false);
    assert!(text.ends_with("\r\n"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(
        header.iter().collect::<Vec<_>>(),
        mtlint::report::csv::COLUMNS
    );
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), result.flags.len());
    let column = |name| header.iter().position(|n| n == name).unwrap();
    assert_eq!(&rows[0][column("source_text")], "精文减会");
    assert_eq!(&rows[0][column("verdict")], "");
    assert_eq!(&rows[3][column("source_start")], "");
}

#[test]
fn json_of_an_article() {
    insta::assert_snapshot!(write(Format::Json, &article(), false));
}

#[test]
fn json_of_pairs() {
    insta::assert_snapshot!(write(Format::Json, &pairs(), false));
}

#[test]
fn json_keeps_hostile_text_as_it_is() {
    let result = attack();
    let value: serde_json::Value =
        serde_json::from_str(&write(Format::Json, &result, false)).unwrap();
    assert_eq!(
        value["flags"][0]["message"],
        result.flags[0].message.as_str()
    );
    assert_eq!(value["documents"][0]["source"]["path"], "\u{1b}[2Jzh.txt");
}

#[test]
fn json_offsets_count_characters() {
    let value: serde_json::Value =
        serde_json::from_str(&write(Format::Json, &article(), false)).unwrap();
    let zh: Vec<char> = ZH.chars().collect();
    let place = &value["flags"][0]["source"];
    let at = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    assert_eq!(
        zh[at("start")..at("end")].iter().collect::<String>(),
        "精文减会"
    );
    assert_eq!((at("line"), at("column")), (3, 5));
    let bead = &value["documents"][0]["beads"][1]["source"];
    assert_eq!(bead["start"], 11);
    assert_eq!(bead["end"], 31);
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    for result in [article(), pairs(), attack()] {
        for format in Format::value_variants() {
            assert_eq!(
                write(*format, &result, false),
                write(*format, &result.clone(), false)
            );
        }
    }
}

#[test]
fn the_verdict_is_in_the_report() {
    let result = article();
    let verdict = Gate::default().judge(&result);
    assert_eq!(verdict.blocking(), [0, 1]);
    let text = write(Format::Text, &result, false);
    assert!(text.contains("fail: 2 of 4 flags block (from severity major and probability 0.5 on)"));
    let value: serde_json::Value =
        serde_json::from_str(&write(Format::Json, &result, false)).unwrap();
    assert_eq!(value["summary"]["verdict"], "fail");
    assert_eq!(value["summary"]["blocking"], serde_json::json!([0, 1]));
}

#[test]
fn the_penalty_adds_up_weights() {
    use mtlint::report::summary::Summary;
    let mut result = article();
    let summary = Summary::of(&result);
    assert_eq!(summary.words, 68);
    assert!(
        (summary.penalty - 31.0).abs() < 1e-9,
        "25 + 5 + 1 + 0, not {}",
        summary.penalty
    );
    result.flags[2].category = "Fluency/Punctuation";
    assert!((Summary::of(&result).penalty - 30.1).abs() < 1e-9);
}
