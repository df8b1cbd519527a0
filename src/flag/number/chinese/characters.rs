//! The characters that Chinese numerals are made of.

/// The value of a character for a digit.
pub(super) fn digit(c: char) -> Option<f64> {
    let value = match c {
        '零' | '〇' | '○' | '0' => 0,
        '一' | '壹' | '1' => 1,
        '二' | '两' | '贰' | '2' => 2,
        '三' | '叁' | '3' => 3,
        '四' | '肆' | '4' => 4,
        '五' | '伍' | '5' => 5,
        '六' | '陆' | '6' => 6,
        '七' | '柒' | '7' => 7,
        '八' | '捌' | '8' => 8,
        '九' | '玖' | '9' => 9,
        _ => return None,
    };
    Some(f64::from(value))
}

/// The value of a character for a unit.
pub(super) fn unit(c: char) -> Option<f64> {
    match c {
        '十' | '拾' => Some(1e1),
        '百' | '佰' => Some(1e2),
        '千' | '仟' => Some(1e3),
        '万' => Some(1e4),
        '亿' => Some(1e8),
        _ => None,
    }
}

/// Whether a character can begin or carry on a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || matches!(c, '廿' | '卅')
}

/// Whether a character is a digit in Chinese writing.
pub(super) fn is_han_digit(c: char) -> bool {
    digit(c).is_some() && !c.is_ascii_digit()
}
