//! English words for numbers.

/// Words from zero to ninety.
pub(super) fn cardinal(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    SMALL
        .iter()
        .position(|small| *small == word)
        .map(|value| value as f64)
        .or_else(|| tens(word))
}

/// Words for twenty to ninety.
pub(super) fn tens(word: &str) -> Option<f64> {
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let at = TENS.iter().position(|tens| *tens == word);
    let at = at.or((word == "fourty").then_some(2));
    at.map(|at| (at as f64 + 2.0) * 10.0)
}

/// Words for the powers of ten that count others.
pub(super) fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" | "k" => Some(1e3),
        "million" | "mn" | "mln" => Some(1e6),
        "billion" | "bn" | "bln" => Some(1e9),
        "trillion" | "tn" | "trn" => Some(1e12),
        "dozen" => Some(12.0),
        "lakh" => Some(1e5),
        "crore" => Some(1e7),
        _ => None,
    }
}

/// Plural words for a power of ten that leave the number open: hundreds, dozens.
pub(super) fn open_scale(word: &str) -> Option<f64> {
    match word {
        "tens" => Some(10.0),
        "dozens" => Some(12.0),
        "scores" => Some(20.0),
        "hundreds" => Some(1e2),
        "thousands" => Some(1e3),
        "millions" => Some(1e6),
        "billions" => Some(1e9),
        "trillions" => Some(1e12),
        _ => None,
    }
}

/// Words for a place in a row.
pub(super) fn ordinal(word: &str) -> Option<f64> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if let Some(at) = ORDINALS.iter().position(|ordinal| *ordinal == word) {
        return Some(at as f64 + 1.0);
    }
    match word {
        "firstly" => Some(1.0),
        "secondly" => Some(2.0),
        "thirdly" => Some(3.0),
        "fourthly" => Some(4.0),
        "thirtieth" => Some(30.0),
        "fortieth" => Some(40.0),
        "fiftieth" => Some(50.0),
        "sixtieth" => Some(60.0),
        "seventieth" => Some(70.0),
        "eightieth" => Some(80.0),
        "ninetieth" => Some(90.0),
        "hundredth" => Some(100.0),
        "thousandth" => Some(1000.0),
        _ => None,
    }
}

/// What a word for a part divides by: thirds, quarter.
pub(super) fn part(word: &str) -> Option<f64> {
    match word {
        "half" | "halves" => Some(2.0),
        "quarter" | "quarters" => Some(4.0),
        _ => {
            let one = word.strip_suffix('s').unwrap_or(word);
            ordinal(one).filter(|value| *value >= 3.0)
        }
    }
}

/// Words that imply a number without being one; they may answer a Chinese number.
pub(super) fn implied(word: &str) -> &'static [f64] {
    match word {
        "a" | "an" | "single" | "once" | "sole" | "primary" => &[1.0],
        "both" | "couple" | "pair" | "twin" | "twins" | "dual" | "bilateral" | "either"
        | "neither" | "bi" | "another" | "secondary" | "duo" | "biennial" => &[2.0],
        "twice" | "double" | "doubled" | "doubles" | "doubling" | "twofold" => &[2.0, 1.0],
        "triple" | "tripled" | "triples" | "tripling" | "threefold" | "thrice" => &[3.0, 2.0],
        "quadruple" | "quadrupled" | "quadrupling" | "fourfold" => &[4.0, 3.0],
        "fivefold" => &[5.0, 4.0],
        "sixfold" => &[6.0, 5.0],
        "tenfold" => &[10.0, 9.0],
        "halve" | "halved" | "halves" | "halving" | "half" | "mid" | "semi" => &[0.5, 30.0],
        "trio" | "tri" | "trilateral" | "tripartite" | "triplets" | "treble" | "triangle"
        | "tertiary" | "hat" | "quarterly" => &[3.0],
        "quarter" | "quartet" | "quarters" => &[4.0, 0.25, 15.0, 45.0],
        "decade" | "decades" => &[10.0],
        "hundredfold" | "century" | "centuries" | "centenary" | "centennial" | "hundred" => {
            &[100.0]
        }
        "million" => &[1e6],
        "billion" => &[1e9],
        "thousand" | "millennium" | "millennia" | "millennial" => &[1e3],
        "fortnight" => &[14.0, 2.0],
        "midnight" => &[0.0, 24.0, 12.0],
        "noon" | "midday" => &[12.0],
        "quadrennial" => &[4.0],
        "yearlong" | "nil" => &[0.0, 1.0],
        "octogenarian" | "eighties" => &[80.0, 1980.0],
        "nonagenarian" | "nineties" => &[90.0, 1990.0],
        "seventies" => &[70.0, 1970.0],
        "sixties" => &[60.0, 1960.0],
        "fifties" => &[50.0, 1950.0],
        "forties" => &[40.0, 1940.0],
        "thirties" => &[30.0, 1930.0],
        "twenties" => &[20.0, 1920.0],
        _ => &[],
    }
}

/// Number of a month by its English name or abbreviation, as it is spelled with a capital.
pub(super) fn month(word: &str) -> Option<f64> {
    const MONTHS: [(&str, &str); 12] = [
        ("January", "Jan"),
        ("February", "Feb"),
        ("March", "Mar"),
        ("April", "Apr"),
        ("May", "May"),
        ("June", "Jun"),
        ("July", "Jul"),
        ("August", "Aug"),
        ("September", "Sep"),
        ("October", "Oct"),
        ("November", "Nov"),
        ("December", "Dec"),
    ];
    let at = MONTHS
        .iter()
        .position(|(name, short)| word == *name || word == *short || word.eq(&name.to_uppercase()));
    let at = at.or((word == "Sept").then_some(8));
    at.map(|at| at as f64 + 1.0)
}

/// The English name of a month, 1 to 12.
pub(in crate::flag::number) fn month_name(month: f64) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES
        .get((month as usize).saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

/// The value of a Roman numeral in capitals, up to 39.
pub(in crate::flag::number) fn roman(word: &str) -> Option<f64> {
    let mut value = 0;
    let mut last = 0;
    for c in word.chars().rev() {
        let digit = match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            _ => return None,
        };
        value += if digit < last { -digit } else { digit };
        last = last.max(digit);
    }
    (value > 0 && word.len() <= 6).then(|| f64::from(value))
}

/// Words before a number that make it a rounded one.
pub(super) const ROUNDED_BEFORE: &[&str] = &[
    "about",
    "around",
    "nearly",
    "almost",
    "approximately",
    "roughly",
    "over",
    "above",
    "than",
    "under",
    "some",
    "least",
    "close",
    "to",
    "exceed",
    "exceeds",
    "exceeded",
    "exceeding",
    "surpass",
    "surpassed",
    "surpassing",
    "below",
    "most",
    "estimated",
    "circa",
    "topped",
    "beyond",
    "just",
    "reaching",
    "reached",
];

/// Words after a number that make it a rounded one.
pub(super) const ROUNDED_AFTER: &[&str] = &["or", "odd", "plus", "+", "several", "something"];
