//! Which quantities have no counterpart on the other side.
//!
//! A value counts once on each side, however often it is said: *17 members … 17 sheds* may be *17
//! members … as many sheds*. So this is no assignment but a question to each quantity whether
//! anything on the other side can mean the same. What remains on both sides is paired, the
//! likeliest slip first. Time O(n·m) in the quantities of the two sides.

use super::{Kind, Need, Quantity, Reading};

/// Greatest relative difference between a number and its rounding (*about 1.2 million* for
/// 1,178,000).
const ROUNDING: f64 = 0.05;

/// Relative difference below which two values are the same number.
const SAME: f64 = 1e-6;

/// Quantities without a counterpart, as indices into the two lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mismatch {
    /// A number of the source, and what the target has in its place.
    pub pairs: Vec<(usize, usize)>,
    /// Numbers of the source that the target lacks.
    pub source: Vec<usize>,
    /// Numbers of the target that the source lacks.
    pub target: Vec<usize>,
}

/// Compares the quantities of a source and a target.
#[must_use]
pub fn compare(source: &[Quantity], target: &[Quantity]) -> Mismatch {
    let owes = |quantity: &Quantity| quantity.need > Need::Possible;
    // Numerals in words of unknown make, and codes of the target, speak only against something that
    // nothing else explains.
    let may_differ =
        |quantity: &Quantity| quantity.need == Need::Possible || quantity.code.is_some();
    let suspect = |quantity: &Quantity| owes(quantity) || may_differ(quantity);
    let mut mismatch = Mismatch {
        pairs: Vec::new(),
        source: (0..source.len())
            .filter(|&s| suspect(&source[s]) && !target.iter().any(|t| same(&source[s], t)))
            .collect(),
        target: (0..target.len())
            .filter(|&t| suspect(&target[t]) && !source.iter().any(|s| same(s, &target[t])))
            .collect(),
    };
    pair(&mut mismatch, source, target);
    mismatch.source.retain(|&s| owes(&source[s]));
    mismatch.target.retain(|&t| owes(&target[t]));
    mismatch
}

/// Pairs what remains on both sides.
fn pair(mismatch: &mut Mismatch, source: &[Quantity], target: &[Quantity]) {
    loop {
        let best = mismatch
            .source
            .iter()
            .flat_map(|&s| mismatch.target.iter().map(move |&t| (s, t)))
            .filter_map(|(s, t)| {
                let likeness = likeness(&source[s], &target[t])?;
                let place = |k: usize, all: usize| k as f64 / all.max(1) as f64;
                let apart = (place(s, source.len()) - place(t, target.len())).abs();
                Some((likeness - apart, s, t))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, s, t)) = best else { return };
        mismatch.pairs.push((s, t));
        mismatch.source.retain(|&i| i != s);
        mismatch.target.retain(|&i| i != t);
    }
}

/// How much two numbers look like one and its wrong rendering; `None` if not at all.
fn likeness(source: &Quantity, target: &Quantity) -> Option<f64> {
    match (&source.code, &target.code) {
        (Some(a), Some(b)) => return (letters(a) == letters(b)).then_some(2.0),
        (None, None) => {}
        _ => return None,
    }
    if is_point_for_percent(source, target) {
        return Some(4.0);
    }
    if power_of_ten(source, target).is_some() {
        return Some(3.0);
    }
    let (a, b) = (source.main().kind, target.main().kind);
    let loose = |kind| {
        matches!(
            kind,
            Kind::Plain | Kind::Day | Kind::Year | Kind::Ordinal | Kind::Time | Kind::Multiple
        )
    };
    let share = |kind| {
        matches!(
            kind,
            Kind::Percent | Kind::Point | Kind::Fraction | Kind::Plain | Kind::Multiple
        )
    };
    if a == b {
        Some(2.0)
    } else if loose(a) && loose(b) || share(a) && share(b) {
        Some(1.0)
    } else {
        None
    }
}

/// The letters of a code, without its digits.
fn letters(code: &str) -> String {
    code.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Whether the same figure is a percentage on one side and a difference of percentages on the
/// other.
#[must_use]
pub fn is_point_for_percent(source: &Quantity, target: &Quantity) -> bool {
    let (a, b) = (source.main(), target.main());
    is_point(a.kind, b.kind) && (a.low - b.low).abs() <= SAME * a.low.abs()
}

/// Whether one kind is a percentage and the other a difference of percentages.
fn is_point(a: Kind, b: Kind) -> bool {
    matches!(
        (a, b),
        (Kind::Point, Kind::Percent) | (Kind::Percent, Kind::Point)
    )
}

/// The power of ten by which the target is greater than the source, where it is one other than 0
/// and both are counts or amounts.
#[must_use]
pub fn power_of_ten(source: &Quantity, target: &Quantity) -> Option<i32> {
    let (a, b) = (source.main(), target.main());
    let counts = |reading: Reading| {
        matches!(reading.kind, Kind::Plain | Kind::Percent | Kind::Point) && reading.low > 0.0
    };
    if !counts(a) || !counts(b) || (a.kind == Kind::Plain) != (b.kind == Kind::Plain) {
        return None;
    }
    let power = (b.low / a.low).log10();
    let whole = power.round();
    let is_exact = (power - whole).abs() < SAME && whole != 0.0;
    // 1 and 10 differ by a power of ten by chance as often as by a slip.
    let is_telling = a.kind != Kind::Plain || a.low.max(b.low) >= 100.0;
    (is_exact && is_telling).then_some(whole as i32)
}

/// Whether two quantities can mean the same.
#[must_use]
pub fn same(source: &Quantity, target: &Quantity) -> bool {
    if let (Some(a), Some(b)) = (&source.code, &target.code) {
        // SARS-CoV-2 is also CoV-2.
        return a.ends_with(b.as_str()) || b.ends_with(a.as_str());
    }
    let rounded = source.rounded || target.rounded;
    source
        .readings
        .iter()
        .any(|a| target.readings.iter().any(|b| agree(*a, *b, rounded)))
}

/// Whether two readings agree. A rounded target may differ a little, if it has fewer significant
/// digits than the source.
fn agree(source: Reading, target: Reading, rounded: bool) -> bool {
    let only_one_is_month = (source.kind == Kind::Month) != (target.kind == Kind::Month);
    if only_one_is_month || is_point(source.kind, target.kind) {
        return false;
    }
    let may_round = rounded
        && source.is_exact()
        && !is_dated(source.kind)
        && !is_dated(target.kind)
        && significant_digits(target.low) < significant_digits(source.low);
    let tolerance = if may_round { ROUNDING } else { SAME };
    let slack = tolerance * source.low.abs().max(target.low.abs());
    source.low <= target.high + slack && target.low <= source.high + slack
}

/// Number of digits of a value without the zeros at its ends.
fn significant_digits(value: f64) -> usize {
    let written = format!("{value:.6}");
    let written = written.trim_end_matches('0').trim_end_matches('.');
    let digits = if written.contains('.') {
        written.trim_start_matches(['0', '.'])
    } else {
        written.trim_end_matches('0')
    };
    digits.chars().filter(char::is_ascii_digit).count()
}

/// Whether a kind is of the calendar, where nothing is rounded.
fn is_dated(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Year | Kind::Month | Kind::Day | Kind::Decade | Kind::Ordinal
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::number::{chinese, english};

    fn mismatch(source: &str, target: &str) -> Mismatch {
        compare(&chinese::quantities(source), &english::quantities(target))
    }

    #[test]
    fn the_same_in_another_form_agrees() {
        for (source, target) in [
            ("50%", "half"),
            ("一半", "50%"),
            ("五成", "half"),
            ("增长两倍", "tripled"),
            ("15时", "3 p.m."),
            ("90年代", "the 1990s"),
            ("十几人", "15 people"),
            ("近30万", "nearly 300,000"),
            ("1.20元", "1.2 yuan"),
            ("一百二十", "120"),
            ("第三届", "the third"),
        ] {
            assert_eq!(
                mismatch(source, target),
                Mismatch::default(),
                "{source} {target}"
            );
        }
    }

    #[test]
    fn slips_are_paired_with_their_source() {
        let found = mismatch(
            "7月，投资1.2亿元，招工30人",
            "In July, 1.2 billion yuan and 30 workers",
        );
        assert_eq!(found.pairs.len(), 1);
        let (source, target) = (
            chinese::quantities("1.2亿元"),
            english::quantities("1.2 billion"),
        );
        assert_eq!(power_of_ten(&source[0], &target[0]), Some(1));
    }

    #[test]
    fn months_are_no_durations() {
        assert_eq!(mismatch("6月", "six months").source.len(), 1);
        assert_eq!(mismatch("6个月", "in June").pairs.len(), 0);
        assert_eq!(mismatch("6个月", "in June").target.len(), 1);
    }

    #[test]
    fn significant_digits_leave_out_the_zeros() {
        assert_eq!(significant_digits(4_200_000.0), 2);
        assert_eq!(significant_digits(4_178_027.0), 7);
        assert_eq!(significant_digits(0.05), 1);
    }
}
