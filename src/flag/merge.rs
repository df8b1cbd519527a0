//! One flag for one place, however many rules see it.

use super::{Flag, Location};

/// Least share of the longer of two spans that the shorter one has to cover to be the same place.
const SAME_PLACE: f64 = 0.5;

/// Joins flags of different rules on one place of the English into the weightiest of them: the
/// most severe, then the most probable, then the first. The others stand in its evidence with
/// their message; their suggestion is taken where it has none. Order is kept.
pub(super) fn merge(flags: Vec<Flag>) -> Vec<Flag> {
    let mut kept: Vec<Flag> = Vec::with_capacity(flags.len());
    for flag in flags {
        let twin = kept
            .iter_mut()
            .rev()
            .take_while(|other| other.bead == flag.bead || flag.target.is_none())
            .find(|other| {
                other.bead == flag.bead && other.code != flag.code && is_same_place(other, &flag)
            });
        match twin {
            Some(twin) => {
                let heavier = (flag.severity, flag.probability) > (twin.severity, twin.probability);
                let other = if heavier {
                    std::mem::replace(twin, flag)
                } else {
                    flag
                };
                absorb(twin, other);
            }
            None => kept.push(flag),
        }
    }
    kept
}

/// Whether two flags stand on one place of the English.
fn is_same_place(a: &Flag, b: &Flag) -> bool {
    let (Some(a), Some(b)) = (&a.target, &b.target) else {
        return false;
    };
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let length = |place: &Location| place.end - place.start;
    // A flag on a whole sentence says something else than one on a word in it.
    shared > 0 && shared as f64 >= SAME_PLACE * length(a).max(length(b)) as f64
}

/// Takes what another flag knows.
fn absorb(flag: &mut Flag, other: Flag) {
    let mut also = vec![format!("{} {}: {}", other.code, other.rule, other.message)];
    also.extend(other.evidence.also);
    flag.evidence.also.extend(also);
    for word in other.evidence.words {
        if !flag.evidence.words.contains(&word) {
            flag.evidence.words.push(word);
        }
    }
    for expected in other.evidence.expected {
        if !flag.evidence.expected.contains(&expected) {
            flag.evidence.expected.push(expected);
        }
    }
    flag.suggestion = flag.suggestion.take().or(other.suggestion);
    flag.source = flag.source.take().or(other.source);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::{Evidence, Severity};
    use crate::load::Document;

    fn flag(code: &'static str, severity: Severity, span: std::ops::Range<usize>) -> Flag {
        let document = Document::new("en", "the Council for the Reduction of Fine Arts");
        Flag {
            code,
            rule: "rule",
            category: "Accuracy",
            severity,
            probability: 0.5,
            source: None,
            target: Some(Location::new(&document, span)),
            document: 0,
            row: None,
            bead: 0,
            message: format!("message of {code}"),
            evidence: Evidence::default(),
            suggestion: (severity == Severity::Minor).then(|| "cut paperwork".to_owned()),
            diff: None,
            fingerprint: String::new(),
        }
    }

    #[test]
    fn one_place_has_one_flag() {
        let flags = merge(vec![
            flag("ACC015", Severity::Minor, 4..42),
            flag("ACC006", Severity::Critical, 4..42),
            flag("FLU002", Severity::Major, 0..3),
        ]);
        let codes: Vec<&str> = flags.iter().map(|flag| flag.code).collect();
        assert_eq!(codes, ["ACC006", "FLU002"]);
        assert_eq!(flags[0].evidence.also, ["ACC015 rule: message of ACC015"]);
        assert_eq!(flags[0].suggestion.as_deref(), Some("cut paperwork"));
    }

    #[test]
    fn a_word_in_a_flagged_sentence_keeps_its_flag() {
        let flags = merge(vec![
            flag("ACC007", Severity::Major, 0..42),
            flag("ACC003", Severity::Minor, 4..11),
        ]);
        assert_eq!(flags.len(), 2);
    }
}
