//! Results made by hand, for the tests of the report formats: no model is needed.

use mtlint::align::Bead;
use mtlint::check::{CheckResult, CheckedDocument, Tool};
use mtlint::flag::{Evidence, Flag, Gloss, Location, RuleInfo, Severity};
use mtlint::gate::Gate;
use mtlint::load::Document;
use mtlint::report::{Format, Layout};
use mtlint::score::{BeadScore, ScoredSpan, Side};
use mtlint::segment::{Segment, SegmentKind};

pub static NAME: RuleInfo = RuleInfo {
    code: "ACC900",
    name: "unsupported-name",
    category: "Accuracy/Mistranslation",
    severity: Severity::Critical,
    mechanical: true,
    summary: "an English name of a body that the Chinese does not support",
    explanation: "# What it flags\n",
};
pub static NUMBER: RuleInfo = RuleInfo {
    code: "ACC901",
    name: "number-mismatch",
    severity: Severity::Major,
    ..NAME
};
pub static ESTIMATE: RuleInfo = RuleInfo {
    code: "ACC902",
    name: "low-quality",
    severity: Severity::Minor,
    mechanical: false,
    ..NAME
};
pub static ADDITION: RuleInfo = RuleInfo {
    code: "ACC903",
    name: "addition",
    category: "Accuracy/Addition",
    severity: Severity::Neutral,
    mechanical: false,
    ..NAME
};

pub const ZH: &str = "减负工作要久久为功\n\n各地落实精文减会要求，推动减负工作提速。全国共有1.2亿人受益，其中农村居民占三成，城镇居民占七成，这是近十年来覆盖面最广、受益人数最多、群众评价最高的一次专项行动，得到了社会各界的广泛好评和大力支持，也为今后的工作积累了经验。";
pub const EN: &str = "Persevere in the task of reducing burdens\n\nAll localities implemented the requirements of the Council for the Reduction of Fine Arts and Culture. A total of 120 billion people across the country have benefited, of whom rural residents make up thirty per cent and urban residents seventy per cent, the widest coverage, the largest number and the best response of any campaign in ten years. This was added.";

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

pub fn checked(zh: &str, en: &str, paths: [&str; 2], row: Option<usize>) -> CheckedDocument {
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
        line: row.map_or(1, |row| row + 2),
        others: Vec::new(),
        source_segments,
        target_segments,
        beads,
        scores,
    }
}

pub fn flag(
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

pub fn result(documents: Vec<CheckedDocument>, flags: Vec<Flag>) -> CheckResult {
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
        suppressed: Vec::new(),
        fixed: Vec::new(),
        unreadable: Vec::new(),
        warnings: vec![mtlint::Warning::Encoding {
            path: "article.zh.txt".to_owned(),
            encoding: "gb18030".to_owned(),
        }],
    }
}

/// An article with a flag of each severity.
pub fn article() -> CheckResult {
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
pub fn pairs() -> CheckResult {
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
pub fn attack() -> CheckResult {
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
        diff: mtlint::report::diff::word_diff("\u{1b}c <b>", "\u{9b}0m</dd>"),
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

pub fn write(format: Format, result: &CheckResult, color: bool) -> String {
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
