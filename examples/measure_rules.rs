//! Throw-away: flags of all rules on JSONL rows {id?, source, target} from standard input, as JSONL.
use mtlint::flag::{BeadView, registry::RULES};
use std::io::{BufRead, Write};
fn main() {
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    let t = std::time::Instant::now();
    let mut n = 0;
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let (s, e) = (
            row["source"].as_str().unwrap(),
            row["target"].as_str().unwrap(),
        );
        let bead = BeadView::of_pair(s, e);
        let mut flags = vec![];
        for rule in RULES {
            for f in rule.check(&bead) {
                let chars = |r: &Option<std::ops::Range<usize>>, t: &str| {
                    r.as_ref()
                        .map(|r| [t[..r.start].chars().count(), t[..r.end].chars().count()])
                };
                flags.push(serde_json::json!({"code": rule.info().code, "severity": f.severity, "target": chars(&f.target, e), "source": chars(&f.source, s),
                    "text": f.target.as_ref().map(|r| &e[r.clone()]), "zh": f.source.as_ref().map(|r| &s[r.clone()]), "message": f.message, "evidence": f.evidence, "suggestion": f.suggestion}));
            }
        }
        n += 1;
        writeln!(out, "{}", serde_json::json!({"row": row, "flags": flags})).unwrap();
    }
    eprintln!(
        "{n} rows, {:.3} ms a row",
        t.elapsed().as_secs_f64() * 1000. / n as f64
    );
}
