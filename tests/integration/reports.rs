//! Every report format as a whole, compared with the copy in `snapshots/`, on results made by hand:
//! no model is needed.

use mtlint::align::Bead;
use mtlint::check::{CheckResult, CheckedDocument, Tool};
use mtlint::flag::{Evidence, Flag, Gloss, Location, RuleInfo, Severity};
use mtlint::gate::{Gate, Verdict};
use mtlint::load::Document;
use mtlint::report::{Format, Layout};
use mtlint::score::{BeadScore, ScoredSpan, Side};
use mtlint::segment::{Segment, SegmentKind};

static NAME: RuleInfo = RuleInfo {
    code: "ACC900",
    name: "unsupported-name",
    category: "Accuracy/Mistranslation",
    severity: Severity::Critical,
    mechanical: true,
    summary: "an English name of a body that the Chinese does not support",
    explanation: "# What it flags\n",
};
static NUMBER: RuleInfo = RuleInfo {
    code: "ACC901",
    name: "number-mismatch",
    severity: Severity::Major,
    ..NAME
};
static ESTIMATE: RuleInfo = RuleInfo {
    code: "ACC902",
    name: "low-quality",
    severity: Severity::Minor,
    mechanical: false,
    ..NAME
};
static ADDITION: RuleInfo = RuleInfo {
    code: "ACC903",
    name: "addition",
    category: "Accuracy/Addition",
    severity: Severity::Neutral,
    mechanical: false,
    ..NAME
};

const ZH: &str = "减负工作要久久为功\n\n各地落实精文减会要求，推动减负工作提速。全国共有1.2亿人受益，其中农村居民占三成，城镇居民占七成，这是近十年来覆盖面最广、受益人数最多、群众评价最高的一次专项行动，得到了社会各界的广泛好评和大力支持，也为今后的工作积累了经验。";
const EN: &str = "Persevere in the task of reducing burdens\n\nAll localities implemented the requirements of the Council for the Reduction of Fine Arts and Culture. A total of 120 billion people across the country have benefited, of whom rural residents make up thirty per cent and urban residents seventy per cent, the widest coverage, the largest number and the best response of any campaign in ten years. This was added.";

/// The segments of a text: its headings whole, its paragraphs cut after each of `ends`.
fn segments(document: &Document, ends: &[char]) -> Vec<Segment> {
    let mut all = Vec::new();
    for (paragraph, span) in document.paragraphs.iter().enumerate() {
        let mut start = span.start;
        let text = &document.text[span.clone()];
        let stops: Vec<usize> = text
            .match_indices(ends)
            .map(|(i, stop)| span.start + i + stop.len())
            .chain([span.end])
            .collect();
        for end in stops {
            let part = &document.text[start..end];
            let from = start + part.len() - part.trim_start().len();
            if from < end {
                let kind = if part.ends_with(ends) {
                    SegmentKind::Sentence
                } else {
                    SegmentKind::Heading
                };
                all.push(Segment {
                    span: from..end,
                    kind,
                    paragraph,
                });
            }
            start = end;
        }
    }
    all
}

fn checked(zh: &str, en: &str, paths: [&str; 2], row: Option<usize>) -> CheckedDocument {
    let source = Document::new(paths[0], zh);
    let target = Document::new(paths[1], en);
    let source_segments = segments(&source, &['。']);
    let target_segments = segments(&target, &['.']);
    let (n, m) = (source_segments.len(), target_segments.len());
    let beads: Vec<Bead> = (0..n.max(m))
        .map(|i| Bead {
            source: i.min(n)..(i + 1).min(n),
            target: i.min(m)..(i + 1).min(m),
        })
        .collect();
    let scores = beads
        .iter()
        .map(|_| BeadScore {
            similarity: 0.829_351,
            margin: 1.031_26,
            confidence: 0.97,
            moved: false,
            quality: 61.25,
            error_probability: 0.312_45,
            misalignment: 0.01,
            spans: vec![ScoredSpan {
                side: Side::Target,
                span: 0..3,
                probability: 0.25,
            }],
        })
        .collect();
    CheckedDocument {
        source,
        target,
        row,
        others: Vec::new(),
        source_segments,
        target_segments,
        beads,
        scores,
    }
}

fn flag(
    rule: &'static RuleInfo,
    documents: &[CheckedDocument],
    (document, bead): (usize, usize),
    zh: Option<&str>,
    en: Option<&str>,
) -> Flag {
    let d = &documents[document];
    let find = |text: &Document, quote: &str| {
        let start = text.text.find(quote).unwrap();
        Location::new(text, start..start + quote.len())
    };
    Flag {
        code: rule.code,
        rule: rule.name,
        category: rule.category,
        severity: rule.severity,
        probability: 0.93,
        source: zh.map(|quote| find(&d.source, quote)),
        target: en.map(|quote| find(&d.target, quote)),
        document,
        row: d.row,
        bead,
        message: "something is wrong".to_owned(),
        evidence: Evidence::default(),
        suggestion: None,
        diff: None,
        fingerprint: format!("{}-{document}-{bead}", rule.code),
    }
}

fn result(documents: Vec<CheckedDocument>, flags: Vec<Flag>) -> CheckResult {
    CheckResult {
        tool: Tool {
            name: "mtlint",
            version: "0.0.0",
            model: "none".to_owned(),
            rules: vec![&NAME, &NUMBER, &ESTIMATE, &ADDITION],
            settings: [("select".to_owned(), "all".to_owned())].into(),
        },
        documents,
        flags,
        warnings: vec![mtlint::Warning::Encoding {
            path: "article.zh.txt".to_owned(),
            encoding: "gb18030".to_owned(),
        }],
    }
}

/// An article with a flag of each severity.
fn article() -> CheckResult {
    let documents = vec![checked(ZH, EN, ["article.zh.txt", "article.en.txt"], None)];
    let total = &EN[EN.find("A total").unwrap()..EN.find(" This was").unwrap()];
    let council = "the Council for the Reduction of Fine Arts and Culture";
    let word = |text: &str, pinyin: &str, meaning: &str| Gloss {
        text: text.to_owned(),
        pinyin: pinyin.to_owned(),
        meaning: meaning.to_owned(),
    };
    let flags = vec![
        Flag {
            message: "an English name of a body, but the Chinese names none".to_owned(),
            evidence: Evidence {
                words: vec![
                    word("精", "jīng", "essence; refined"),
                    word("文", "wén", "language; writing; document"),
                    word("减会", "", ""),
                ],
                ..Evidence::default()
            },
            suggestion: Some("cut paperwork, hold fewer meetings".to_owned()),
            diff: mtlint::report::diff::word_diff(
                "All localities implemented the requirements of the Council for the Reduction of Fine Arts and Culture.",
                "All localities cut paperwork and held fewer meetings.",
            ),
            ..flag(&NAME, &documents, (0, 1), Some("精文减会"), Some(council))
        },
        Flag {
            message: "the numbers differ by a factor of 1,000".to_owned(),
            evidence: Evidence {
                expected: vec!["120 million".to_owned(), "120,000,000".to_owned()],
                found: vec!["120 billion".to_owned()],
                ..Evidence::default()
            },
            ..flag(
                &NUMBER,
                &documents,
                (0, 2),
                Some("1.2亿"),
                Some("120 billion"),
            )
        },
        Flag {
            message: "the model doubts this sentence".to_owned(),
            probability: 0.412_345,
            evidence: Evidence {
                measures: [("similarity", 0.829_351), ("margin", 1.031_26)].into(),
                ..Evidence::default()
            },
            ..flag(&ESTIMATE, &documents, (0, 2), None, Some(total))
        },
        flag(&ADDITION, &documents, (0, 3), None, Some("This was added.")),
    ];
    result(documents, flags)
}

/// Two rows of a file of pairs, with a column of their own.
fn pairs() -> CheckResult {
    let mut documents = vec![
        checked("好。", "Good.", ["memory.tsv"; 2], Some(0)),
        checked(
            "共有1.2亿人。",
            "There are 120 billion.",
            ["memory.tsv"; 2],
            Some(1),
        ),
    ];
    for (document, id) in documents.iter_mut().zip(["=7", "8"]) {
        document.others = vec![("id".to_owned(), id.to_owned())];
    }
    let flags = vec![
        flag(&ESTIMATE, &documents, (0, 0), None, None),
        flag(
            &NUMBER,
            &documents,
            (1, 0),
            Some("1.2亿"),
            Some("120 billion"),
        ),
    ];
    result(documents, flags)
}

/// Texts that try to take over what shows them.
fn attack() -> CheckResult {
    let zh = "=cmd|' /C calc'!A1,\u{1b}[31m红\u{202e}字\u{7}<script>。";
    let en = "@SUM(1,2) \"quoted\" \u{1b}]0;title\u{7} <img src=x onerror=alert(1)> ::error::no\u{2066}.";
    let documents = vec![checked(zh, en, ["\u{1b}[2Jzh.txt", "=en.txt"], None)];
    let flags = vec![Flag {
        message: "-1\u{1b}[0m\n::error::message".to_owned(),
        evidence: Evidence {
            found: vec!["\u{1b}[5mblink\u{202e}".to_owned()],
            ..Evidence::default()
        },
        suggestion: Some("+1 \u{9b}0m".to_owned()),
        diff: Some("[-\u{1b}c-]{+\r+}".to_owned()),
        ..flag(
            &NAME,
            &documents,
            (0, 0),
            Some("\u{1b}[31m红\u{202e}字\u{7}"),
            Some("@SUM(1,2)"),
        )
    }];
    result(documents, flags)
}

fn write(format: Format, result: &CheckResult, color: bool) -> String {
    let mut out = Vec::new();
    format
        .report(
            &Gate::default().judge(result),
            Layout {
                color,
                ..Layout::default()
            },
        )
        .write(result, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

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
        for format in [Format::Text, Format::Csv, Format::Json] {
            assert_eq!(
                write(format, &result, false),
                write(format, &result.clone(), false)
            );
        }
    }
}

#[test]
fn the_verdict_is_in_the_report() {
    let result = article();
    let verdict = Gate::default().judge(&result);
    assert_eq!(verdict, Verdict::Fail { flags: vec![0, 1] });
    assert!(write(Format::Text, &result, false).contains("fail: 2 of 4 flags fail the gate"));
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
