//! Where in the Chinese the counterpart of an English span is, by the dictionary alone.
//!
//! The English clause around the span says which Chinese clause is meant; what remains of that
//! clause when the words are taken away that the English *around* the span renders is the
//! counterpart. Fails where a clause is rendered freely: then the whole clause remains.

use std::ops::Range;

use crate::lexicon::english::Stems;
use crate::lexicon::{Lexicon, han};

/// Words that no counterpart begins or ends with.
const PARTICLES: &str = "的 地 得 了 着 过 和 与 及 或 等 之 以 为 所 是 在 有 对 从 由 被 把 将 也 都 就 还 里 中 上 下 有关 相关 关于 对于 以及 进行 予以 加以";

/// The Chinese that an English span renders: a byte span in the source. `None` where no clause of
/// the Chinese shares a word with the English clause of the span: a guess by place alone would
/// only mislead.
pub(super) fn counterpart(source: &str, target: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let context = context(target, span);
    let around = Stems::of(&format!(
        "{} {}",
        &target[context.start..span.start],
        &target[span.end..context.end]
    ));
    let inside = Stems::of(&target[span.clone()]);
    let place = f64::midpoint(span.start as f64, span.end as f64) / target.len() as f64;
    let (_, clause) = clauses(source)
        .into_iter()
        .filter_map(|clause| {
            Some((
                closeness(source, &clause, [&around, &inside], place)?,
                clause,
            ))
        })
        .max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(remainder(source, &clause, &around))
}

/// The clause around a span of the English, quotation marks counting as its ends.
fn context(target: &str, span: &Range<usize>) -> Range<usize> {
    let ends = |c: char| {
        matches!(
            c,
            ',' | ';' | ':' | '.' | '!' | '?' | '"' | '“' | '”' | '(' | ')' | '\n'
        )
    };
    let start = target[..span.start].rfind(ends).map_or(0, |at| {
        at + target[at..].chars().next().map_or(0, char::len_utf8)
    });
    let end = target[span.end..]
        .find(ends)
        .map_or(target.len(), |at| span.end + at);
    start..end
}

/// The clauses of the Chinese that have characters, quotation marks counting as their ends.
fn clauses(source: &str) -> Vec<Range<usize>> {
    let ends = |c: char| {
        han::ends_clause(c) || matches!(c, '“' | '”' | '"' | '《' | '》' | '（' | '）' | '、')
    };
    let mut start = 0;
    let mut clauses = Vec::new();
    for (at, c) in source
        .char_indices()
        .filter(|&(_, c)| ends(c))
        .chain([(source.len(), ' ')])
    {
        if source[start..at].contains(han::is_han) {
            clauses.push(start..at);
        }
        start = at + c.len_utf8();
    }
    clauses
}

/// How well a clause fits: the shares of the words around the span and in it that the clause has,
/// and how near it stands to where the span stands in the English, each 0 to 1. `None` without any
/// such word.
fn closeness(
    source: &str,
    clause: &Range<usize>,
    [around, inside]: [&Stems; 2],
    place: f64,
) -> Option<f64> {
    let here = f64::midpoint(clause.start as f64, clause.end as f64) / source.len() as f64;
    let text = &source[clause.clone()];
    let words = Lexicon::get().words(text);
    let share = |english: &Stems| {
        let met = words
            .iter()
            .filter(|word| is_rendered(&text[(*word).clone()], english))
            .count();
        let all = english.iter().count();
        met.min(all) as f64 / all.max(1) as f64
    };
    let shared = share(around) + share(inside);
    (shared > 0.0).then(|| shared + 1.0 - (here - place).abs())
}

/// Whether a word is in the list of particles.
fn is_particle(word: &str) -> bool {
    PARTICLES.split(' ').any(|particle| particle == word)
}

/// Whether the English says one of the things that the word can mean.
fn is_rendered(word: &str, english: &Stems) -> bool {
    english.meets(&Lexicon::get().content_words(word))
}

/// The longest stretch of the clause that the English around the span does not render; the whole
/// clause when it renders all of it.
fn remainder(source: &str, clause: &Range<usize>, around: &Stems) -> Range<usize> {
    let words = Lexicon::get().words(&source[clause.clone()]);
    let words = words
        .into_iter()
        .map(|word| clause.start + word.start..clause.start + word.end);
    let mut best: Range<usize> = clause.start..clause.start;
    let mut run: Option<Range<usize>> = None;
    for word in words {
        let text = &source[word.clone()];
        if is_rendered(text, around) || (run.is_none() && is_particle(text)) {
            run = None;
            continue;
        }
        let grown = run.map_or(word.start, |run| run.start)..word.end;
        if !is_particle(text) && grown.len() > best.len() {
            best = grown.clone();
        }
        run = Some(grown);
    }
    if best.is_empty() {
        clause.clone()
    } else {
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_context_does_not_render_is_the_counterpart() {
        let source =
            "增写了对“违反精文减会有关规定”“督查检查考核层层加码、过度留痕”等行为的处分规定";
        let target = "added provisions for \"violating the relevant provisions of the Council for the Reduction of Fine Arts and Culture\", \"increasing the weight of supervision by layers, leaving excessive marks\"";
        let phrase = "Council for the Reduction of Fine Arts and Culture";
        let start = target.find(phrase).unwrap();
        let found = counterpart(source, target, &(start..start + phrase.len())).unwrap();
        assert_eq!(&source[found], "精文减会");
    }

    #[test]
    fn without_a_shared_word_there_is_no_counterpart() {
        assert_eq!(counterpart("2024", "The Council", &(4..11)), None);
        assert_eq!(counterpart("那才是", "The Council", &(4..11)), None);
    }
}
