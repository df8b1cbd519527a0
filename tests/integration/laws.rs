//! Laws of the gate that hold for any result, whatever a reviewer says.

use mtlint::check::CheckResult;
use mtlint::flag::Severity;
use mtlint::gate::baseline::Baseline;
use mtlint::gate::review::Review;
use mtlint::gate::{Gate, calibration};
use mtlint::report::{Format, Layout, Rows};
use proptest::prelude::*;

use super::results::{article, attack, pairs};

fn result() -> impl Strategy<Value = CheckResult> {
    let kept = prop::collection::vec(any::<bool>(), 4);
    (0usize..3, kept).prop_map(|(which, kept)| {
        let mut result = [article, pairs, attack][which]();
        let mut kept = kept.into_iter().cycle();
        result.flags.retain(|_| kept.next() == Some(true));
        result
    })
}

/// The strictest gate: any flag fails it.
fn strictest() -> Gate {
    Gate {
        min_probability: 0.0,
        max_flags: Some(0),
        min_score: Some(100.0),
        ..Gate::at(Severity::Neutral)
    }
}

/// The CSV report with the column `verdict` filled in, flag by flag or bead by bead.
fn reviewed(result: &CheckResult, rows: Rows, verdicts: &[&str]) -> Vec<u8> {
    let layout = Layout {
        rows,
        excel: true,
        ..Layout::default()
    };
    let mut text = Vec::new();
    let report = Format::Csv.report(&Gate::default().judge(result), layout);
    report.write(result, &mut text).unwrap();
    let mut reader = csv::Reader::from_reader(&text[3..]);
    let header = reader.headers().unwrap().clone();
    let column = header.iter().position(|name| name == "verdict").unwrap();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for (record, verdict) in reader.records().zip(verdicts.iter().cycle()) {
        let record = record.unwrap();
        let cells = record.iter().enumerate();
        out.write_record(cells.map(|(k, cell)| if k == column { verdict } else { cell }))
            .unwrap();
    }
    out.into_inner().unwrap()
}

fn read(text: &[u8]) -> Review {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("reviewed.csv");
    std::fs::write(&path, text).unwrap();
    Review::read(&path).unwrap()
}

proptest! {
    #[test]
    fn a_runs_own_baseline_passes_the_strictest_gate(result in result()) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("known.json");
        std::fs::write(&path, Baseline::of(&result).to_json()).unwrap();
        let mut again = result.clone();
        Baseline::read(&path).unwrap().accept(&mut again);
        prop_assert_eq!(strictest().judge(&again).exit_status(), 0);
        prop_assert_eq!(again.suppressed.len(), result.flags.len());
        prop_assert!(again.fixed.is_empty());
        // Written anew it is the same: what is known stays known.
        prop_assert_eq!(Baseline::of(&again).to_json(), Baseline::of(&result).to_json());
    }

    #[test]
    fn what_is_no_longer_flagged_is_called_fixed(result in result(), kept in prop::collection::vec(any::<bool>(), 4)) {
        let mut again = result.clone();
        let mut keep = kept.iter().cycle();
        again.flags.retain(|_| *keep.next().unwrap());
        let gone = result.flags.len() - again.flags.len();
        Baseline::of(&result).accept(&mut again);
        prop_assert_eq!(again.fixed.len(), gone);
        prop_assert!(again.flags.is_empty());
    }

    #[test]
    fn verdicts_silence_exactly_the_flags_judged_wrong(
        result in result(),
        verdicts in prop::collection::vec(prop::sample::select(vec!["right", "wrong", "unsure", ""]), 4),
    ) {
        let mut again = result.clone();
        read(&reviewed(&result, Rows::Flags, &verdicts)).silence(&mut again);
        let wrong = |k: &usize| verdicts[k % verdicts.len()] == "wrong";
        let expected: Vec<_> = (0..result.flags.len())
            .filter(|k| !wrong(k))
            .map(|k| result.flags[k].clone())
            .collect();
        prop_assert_eq!(&again.flags, &expected);
        // Of a bead, all its flags.
        let mut again = result.clone();
        read(&reviewed(&result, Rows::Beads, &["wrong"])).silence(&mut again);
        prop_assert!(again.flags.is_empty());
    }

    #[test]
    fn verdicts_move_probabilities_the_way_they_point(result in result(), right in any::<bool>()) {
        let verdict = if right { "right" } else { "wrong" };
        let shifts = calibration::fit(&read(&reviewed(&result, Rows::Flags, &[verdict])));
        prop_assert!(shifts.values().all(|shift| (*shift > 0.0) == right));
    }
}
