//! Readings: from tone numbers to tone marks.

/// A reading with tone marks, from one with tone numbers: `Guo2 wu4 yuan4` gives `Guó wù yuàn`.
///
/// The mark stands on *a* or *e*, else on the *o* of *ou*, else on the last vowel (GB/T 16159).
#[must_use]
pub fn with_marks(numbered: &str) -> String {
    let syllables: Vec<String> = numbered.split(' ').map(syllable).collect();
    syllables.join(" ")
}

/// One syllable with its mark; what is not a syllable (a letter, a comma) comes back as it is.
fn syllable(numbered: &str) -> String {
    let (letters, tone) = match numbered.char_indices().next_back() {
        Some((at, digit @ '1'..='5')) => (&numbered[..at], digit as usize - '0' as usize),
        _ => (numbered, 5),
    };
    let letters = letters
        .replace("u:", "ü")
        .replace("U:", "Ü")
        .replace('v', "ü");
    let Some(bearer) = bearer(&letters) else {
        return letters;
    };
    let mut marked = String::with_capacity(letters.len() + 2);
    for (at, c) in letters.char_indices() {
        marked.push(if at == bearer { mark(c, tone) } else { c });
    }
    marked
}

/// Byte offset of the vowel that bears the mark.
fn bearer(letters: &str) -> Option<usize> {
    let lower = letters.to_lowercase();
    if lower.len() != letters.len() {
        return None;
    }
    lower
        .find(['a', 'e'])
        .or_else(|| lower.find("ou"))
        .or_else(|| lower.rfind(['i', 'o', 'u', 'ü']))
}

/// A vowel with the mark of a tone, 1 to 4; unchanged for the neutral tone 5.
fn mark(vowel: char, tone: usize) -> char {
    const VOWELS: [(char, [char; 4]); 12] = [
        ('a', ['ā', 'á', 'ǎ', 'à']),
        ('e', ['ē', 'é', 'ě', 'è']),
        ('i', ['ī', 'í', 'ǐ', 'ì']),
        ('o', ['ō', 'ó', 'ǒ', 'ò']),
        ('u', ['ū', 'ú', 'ǔ', 'ù']),
        ('ü', ['ǖ', 'ǘ', 'ǚ', 'ǜ']),
        ('A', ['Ā', 'Á', 'Ǎ', 'À']),
        ('E', ['Ē', 'É', 'Ě', 'È']),
        ('I', ['Ī', 'Í', 'Ǐ', 'Ì']),
        ('O', ['Ō', 'Ó', 'Ǒ', 'Ò']),
        ('U', ['Ū', 'Ú', 'Ǔ', 'Ù']),
        ('Ü', ['Ǖ', 'Ǘ', 'Ǚ', 'Ǜ']),
    ];
    let marks = VOWELS
        .iter()
        .find(|(plain, _)| *plain == vowel)
        .map(|(_, marks)| marks);
    match (marks, tone) {
        (Some(marks), 1..=4) => marks[tone - 1],
        _ => vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::with_marks;

    #[test]
    fn marks_stand_where_the_standard_puts_them() {
        for (numbered, marked) in [
            ("Guo2 wu4 yuan4", "Guó wù yuàn"),
            ("lu:4", "lǜ"),
            ("lüe4", "lüè"),
            ("Ou1 meng2", "Ōu méng"),
            ("gui1", "guī"),
            ("liu2", "liú"),
            ("xie4 xie5", "xiè xie"),
            ("yi1 hui4 r5", "yī huì r"),
            ("A B C", "A B C"),
            ("", ""),
        ] {
            assert_eq!(with_marks(numbered), marked);
        }
    }
}
