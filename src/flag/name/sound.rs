//! Foreign names by their sound.
//!
//! Chinese writes a foreign name syllable by syllable with a small stock of characters: 卡特里 (kǎ
//! tè lǐ) for *Catri*. Vowels shift, consonants stay: so both are reduced to classes of consonants
//! and compared by edit distance. Time O(letters × characters) a pair.

use crate::lexicon::Lexicon;

/// Characters by which foreign names are written.
static CHARACTERS: &str = include_str!("../../../data/names/transliteration.txt");

const P: u16 = 1;
const F: u16 = 2;
const T: u16 = 4;
const K: u16 = 8;
const H: u16 = 16;
const S: u16 = 32;
const L: u16 = 64;
const M: u16 = 128;
const N: u16 = 256;
const W: u16 = 512;
const Y: u16 = 1024;

/// Greatest cost of an accepted pair, per consonant of the English.
const MOST_COST: f32 = 0.27;

/// A consonant: the classes it may belong to, and what it costs to leave it out.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Consonant {
    classes: u16,
    omission: f32,
}

/// Whether a character may stand in a transliterated name.
pub(in crate::flag) fn is_transliterating(c: char) -> bool {
    CHARACTERS.contains(c)
}

/// The consonants of an English name.
fn of_english(name: &str) -> Vec<Consonant> {
    let letters: Vec<char> = name.to_lowercase().chars().map(plain).collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or(' ');
    let vowel = |c: char| "aeiouy".contains(c);
    let mut found: Vec<Consonant> = Vec::new();
    let mut i = 0;
    while i < letters.len() {
        let (c, next) = (at(i), at(i + 1));
        let last = i + 1 >= letters.len();
        let coda = !vowel(next);
        let soft = matches!(next, 'e' | 'i' | 'y');
        let (classes, omission, used) = match (c, next) {
            ('p', 'h') => (F, 1.0, 2),
            ('s', 'c') if at(i + 2) == 'h' => (S, 1.0, 3),
            ('s', 'h') | ('z', 'h') => (S, 1.0, 2),
            ('c', 'h') => (S | K | H, 1.0, 2),
            ('t', 'h') => (S | T, 0.8, 2),
            ('g', 'h') => (K | F, 0.3, 2),
            ('c', 'k') => (K, 1.0, 2),
            ('k', 'h') => (K | H, 1.0, 2),
            ('k', 'n') if i == 0 => (N, 1.0, 2),
            ('w', 'r') if i == 0 => (L, 1.0, 2),
            ('w', 'h') => (H | F | W, 0.8, 2),
            ('d', 'j') | ('d', 'g') => (S, 1.0, 2),
            ('t', 's' | 'z') | ('c', 'z') => (S, 1.0, 2),
            ('q', 'u') => (K, 1.0, 2),
            ('n', 'g') => (N, 0.4, 2),
            ('b', _) | ('p', _) => (P, if coda { 0.8 } else { 1.0 }, 1),
            ('v', _) => (F | W | P, 0.8, 1),
            ('f', _) => (F, 1.0, 1),
            ('w', _) => (W | F | H | Y, 0.4, 1),
            ('t', _) => (T, if coda { 0.8 } else { 1.0 }, 1),
            ('d', _) => (T, if coda { 0.6 } else { 1.0 }, 1),
            ('k' | 'q', _) => (K, if coda { 0.8 } else { 1.0 }, 1),
            ('c', _) => (if soft { S | K } else { K }, 1.0, 1),
            ('g', _) => (
                if soft { S | K } else { K },
                if coda { 0.5 } else { 1.0 },
                1,
            ),
            ('j', _) => (S | Y | H, 0.8, 1),
            ('h', _) => (H, 0.3, 1),
            ('s' | 'z', _) => (S, if last { 0.7 } else { 1.0 }, 1),
            ('x', _) => (K | S | H, 0.8, 1),
            ('l' | 'r', _) => (L, if coda { 0.4 } else { 1.0 }, 1),
            ('m', _) => (M | if coda { N } else { 0 }, 1.0, 1),
            ('n', _) => (N, if coda { 0.4 } else { 1.0 }, 1),
            ('y', n) if vowel(n) => (Y, 0.3, 1),
            _ => (0, 0.0, 1),
        };
        if classes != 0
            && !(found.last().is_some_and(|f| f.classes == classes)
                && at(i) == at(i.wrapping_sub(1)))
        {
            found.push(Consonant { classes, omission });
        }
        i += used;
    }
    found
}

/// A letter without its accent.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' | 'ń' => 'n',
        'ç' | 'č' | 'ć' => 'c',
        'š' | 'ş' | 'ś' => 's',
        'ž' | 'ź' => 'z',
        'ł' => 'l',
        'ř' => 'r',
        c => c,
    }
}

/// The consonants of a Chinese character by its first reading.
fn of_character(c: char) -> Vec<Consonant> {
    let reading = Lexicon::get()
        .readings(c)
        .first()
        .cloned()
        .unwrap_or_default();
    let full = |classes| Consonant {
        classes,
        omission: 0.8,
    };
    let weak = |classes| Consonant {
        classes,
        omission: 0.3,
    };
    if reading == "er" {
        return vec![Consonant {
            classes: L,
            omission: 0.3,
        }];
    }
    let mut found = Vec::new();
    let initial = match reading.chars().next() {
        _ if reading.starts_with("zh") || reading.starts_with("ch") => Some(full(S | T)),
        _ if reading.starts_with("sh") => Some(full(S)),
        Some('b' | 'p') => Some(full(P)),
        Some('m') => Some(full(M)),
        Some('f') => Some(full(F | H)),
        Some('d' | 't') => Some(full(T)),
        Some('n') => Some(full(N)),
        Some('l') => Some(full(L)),
        Some('r') => Some(full(L | Y | S)),
        Some('g' | 'k') => Some(full(K)),
        Some('h') => Some(if reading.starts_with("hu") {
            weak(H | F | W | K)
        } else {
            weak(H | K)
        }),
        Some('j') => Some(full(S | K | Y)),
        Some('q') => Some(full(S | K)),
        Some('x') => Some(full(S | H)),
        Some('z' | 'c') => Some(full(S | T)),
        Some('s') => Some(full(S)),
        Some('w') => Some(weak(W | F)),
        Some('y') => Some(weak(Y | S)),
        _ => None,
    };
    found.extend(initial);
    if reading.len() > 1 && (reading.ends_with('n') || reading.ends_with("ng")) {
        found.push(weak(N | M));
    }
    found
}

/// Cost of changing one row of consonants into another.
fn cost(english: &[Consonant], chinese: &[Consonant]) -> f32 {
    let mut row: Vec<f32> = vec![0.0];
    for c in chinese {
        row.push(row[row.len() - 1] + c.omission);
    }
    for e in english {
        let mut next = vec![row[0] + e.omission];
        for (j, c) in chinese.iter().enumerate() {
            let change = if e.classes & c.classes == 0 { 1.2 } else { 0.0 };
            next.push(
                (row[j] + change)
                    .min(row[j + 1] + e.omission)
                    .min(next[j] + c.omission),
            );
        }
        row = next;
    }
    row[row.len() - 1]
}

/// Whether a run of Chinese characters sounds like an English name.
pub(in crate::flag) fn sounds_like(chinese: &str, english: &str) -> bool {
    let english = of_english(english);
    let spoken: Vec<Consonant> = chinese.chars().flat_map(of_character).collect();
    let weight: f32 = english.iter().map(|c| c.omission).sum();
    cost(&english, &spoken) <= MOST_COST * weight.max(1.0)
}

/// Whether some run of transliterating characters of a text sounds like an English name.
pub(in crate::flag) fn is_heard(text: &str, name: &str) -> bool {
    let english = of_english(name);
    let weight: f32 = english.iter().map(|c| c.omission).sum();
    let limit = MOST_COST * weight.max(1.0);
    let strong = english.len();
    runs(text).any(|run| {
        let spoken: Vec<Vec<Consonant>> = run.chars().map(of_character).collect();
        (0..spoken.len()).any(|from| {
            let most = (from + strong + 3).min(spoken.len());
            (from + if strong > 1 { 1 } else { 2 }..=most).any(|to| {
                let heard: Vec<Consonant> = spoken[from..to].concat();
                cost(&english, &heard) <= limit
            })
        })
    })
}

/// The runs of transliterating characters of a text, at least two long.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_transliterating(c))
        .filter(|run| run.chars().nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_names_are_heard() {
        for (chinese, english) in [
            ("卡特里", "Catri"),
            ("安达纳尔", "Andanar"),
            ("惠特默", "Whitmer"),
            ("格雷琴", "Gretchen"),
            ("米勒", "Miller"),
            ("休斯敦", "Houston"),
            ("帕拉", "Pará"),
            ("约翰", "John"),
            ("刘易斯", "Lewis"),
        ] {
            assert!(sounds_like(chinese, english), "{chinese} {english}");
        }
        for (chinese, english) in [
            ("卡特里", "Zeman"),
            ("惠特默", "Gourley"),
            ("比利时", "Pakistan"),
            ("米勒", "Zora"),
        ] {
            assert!(!sounds_like(chinese, english), "{chinese} {english}");
        }
    }
}
