//! Values as an editor reads them, and as a translator may write them.

use super::{Kind, Quantity};

/// A value with thousands commas and no more decimals than it has: `1,200,000`, `0.5`.
#[must_use]
pub fn grouped(value: f64) -> String {
    let written = format!("{:.4}", value.abs());
    let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = String::new();
    for (k, c) in whole.chars().enumerate() {
        if k > 0 && (whole.len() - k).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

/// A value in English words for its scale: `120 million`, `1.4 billion`, `37,000`.
#[must_use]
pub fn scaled(value: f64) -> String {
    for (factor, name) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
        if value >= factor {
            let thousandths = value / factor * 1000.0;
            // Exact counts are written out.
            if (thousandths - thousandths.round()).abs() < 1e-6 {
                return format!("{} {name}", grouped(value / factor));
            }
        }
    }
    grouped(value)
}

/// An ordinal: `3rd`, `21st`.
fn ordinal(value: f64) -> String {
    let number = value as u64;
    let suffix = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// One end of a reading in words.
fn end(value: f64, kind: Kind) -> String {
    match kind {
        Kind::Percent => format!("{}%", grouped(value * 100.0)),
        Kind::Point => format!("{} percentage points", grouped(value * 100.0)),
        Kind::Fraction => fraction(value),
        Kind::Multiple => format!("{} times", grouped(value)),
        Kind::Ordinal => ordinal(value),
        Kind::Month => super::english::words::month_name(value).to_owned(),
        Kind::Decade => format!("{value}s"),
        Kind::Time if value <= 24.0 => format!("{value}:00"),
        Kind::Year | Kind::Day | Kind::Code | Kind::Time => format!("{value}"),
        Kind::Plain => scaled(value),
    }
}

/// A fraction by its usual name, a percentage otherwise.
fn fraction(value: f64) -> String {
    for (name, exact) in [
        ("half", 0.5),
        ("one third", 1.0 / 3.0),
        ("two thirds", 2.0 / 3.0),
        ("a quarter", 0.25),
        ("three quarters", 0.75),
        ("one fifth", 0.2),
        ("two fifths", 0.4),
        ("three fifths", 0.6),
        ("four fifths", 0.8),
    ] {
        if (value - exact).abs() < 1e-9 {
            return name.to_owned();
        }
    }
    format!("{}%", grouped(value * 100.0))
}

/// A quantity as English may write it: `120 million`, `May`, `30%`, `20 to 30`, `more than 40`.
#[must_use]
pub fn rendering(quantity: &Quantity) -> String {
    let reading = quantity.main();
    let low = end(reading.low, reading.kind);
    if let Some(code) = &quantity.code {
        code.clone()
    } else if quantity.more {
        format!("more than {low}")
    } else if reading.is_exact() {
        low
    } else {
        format!("{low} to {}", end(reading.high.floor(), reading.kind))
    }
}

/// The value of a quantity for evidence: `120,000,000`, with its kind where that is not a count.
#[must_use]
pub fn value(quantity: &Quantity) -> String {
    let reading = quantity.main();
    match reading.kind {
        Kind::Plain if reading.is_exact() => grouped(reading.low),
        Kind::Plain => format!(
            "{} to {}",
            grouped(reading.low),
            grouped(reading.high.floor())
        ),
        _ => rendering(quantity),
    }
}

/// What a quantity is, for a reader: `the 27th of a month`, `the year 2019`, `120 million`.
#[must_use]
pub fn described(quantity: &Quantity) -> String {
    let reading = quantity.main();
    match reading.kind {
        Kind::Year => format!("the year {}", reading.low),
        Kind::Day => format!("the {} of a month", ordinal(reading.low)),
        Kind::Code => format!("the code {}", value(quantity)),
        Kind::Plain if reading.is_exact() && reading.low >= 1e6 && !quantity.more => {
            format!("{} or {}", scaled(reading.low), grouped(reading.low))
        }
        _ => rendering(quantity),
    }
}

/// How a Chinese expression builds its value: `1.2 × 100,000,000`; for others the value.
#[must_use]
pub fn composition(quantity: &Quantity) -> String {
    let reading = quantity.main();
    if reading.kind == Kind::Plain && quantity.scale >= 1e4 && reading.is_exact() {
        format!(
            "{} × {}",
            grouped(reading.low / quantity.scale),
            grouped(quantity.scale)
        )
    } else {
        value(quantity)
    }
}

/// The factor of a power of ten in words: `a factor of 1,000 too large`.
#[must_use]
pub fn slip(power: i32) -> String {
    let factor = grouped(10f64.powi(power.abs()));
    let direction = if power > 0 { "large" } else { "small" };
    format!("a factor of {factor} too {direction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_readable() {
        assert_eq!(grouped(1_200_000.0), "1,200,000");
        assert_eq!(grouped(0.5), "0.5");
        assert_eq!(scaled(1.2e8), "120 million");
        assert_eq!(scaled(1.4e9), "1.4 billion");
        assert_eq!(scaled(4_178_027.0), "4,178,027");
        assert_eq!(scaled(37_000.0), "37,000");
        assert_eq!(end(0.3, Kind::Percent), "30%");
        assert_eq!(end(21.0, Kind::Ordinal), "21st");
        assert_eq!(end(5.0, Kind::Month), "May");
        assert_eq!(slip(3), "a factor of 1,000 too large");
    }
}
