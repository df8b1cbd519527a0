//! Names of people and places in a Chinese text.

use std::ops::Range;

use super::sound::is_transliterating;
use crate::lexicon::support::Support;
use crate::lexicon::{Lexicon, han};

/// Surnames: first those of one character in a run, then those of two.
static SURNAMES: &str = include_str!("../../../data/names/surnames.txt");

/// Dictionary names that are words of every day: 中, 人民日报 stays, but 中国 may be left out.
const EVERYDAY: &str = "中国 我国 华 汉字 汉语 中文 英语 英文 法语 日语 德语 俄语 人民币 新冠 元旦 春节 中秋 端午 清明 国庆 长城 故宫 中央 全国 三国 党 共产党 佛 上帝 中方 美方";

/// Surnames that are words as well: a person only beside a title or a verb of saying.
const AMBIGUOUS: &str = "万方林农全龙时高金于和向常文车连党项白黄马石江毛田成边左路顾许任管温关易戴查单平安康曲游莫雷钱夏谷米童柴牛包史梁桂申师伍余水明应费景古计司戚武施尚乐盛季严华姚叶秦穆干国卫齐计段邵支官项祝汤冷房鲁解宫寇仇岳项薛关池元乔焦苗花宋唐韩殷";

/// Characters that belong to no given name.
const NO_NAMES: &str = "的了一这那不是在有和与为等会员队座余上下个们也都就被把将对从到说要能可以及或其该各每某此之者所很更最还又再没未无而且但因由于向给让使得地着过里内外前后中间以时年月日号点分元人口次家名位件只条种级例县市省区镇村路街店局部院所处科室厂校系班组团队报社网台站";

/// What stands before a person: the end of a title.
const TITLES: &[&str] = &[
    "记者",
    "长",
    "主任",
    "主席",
    "书记",
    "员",
    "授",
    "生",
    "士",
    "总理",
    "总统",
    "师",
    "导演",
    "演员",
    "人",
    "通讯员",
    "作者",
    "选手",
    "民",
    "家",
    "手",
    "同志",
    "、",
    "：",
];

/// What stands behind a person.
const SPEECH: &[&str] = &[
    "说", "表示", "认为", "告诉", "介绍", "指出", "透露", "称", "强调", "坦言", "告知", "先生",
    "女士", "教授", "同志", "等", "、", "在", "是", "，",
];

/// What kind of name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::flag) enum Kind {
    /// A dictionary word that is nothing but a name.
    Known,
    /// A surname and a given name that are no words.
    Person,
    /// A foreign name written by its sound.
    Foreign,
}

/// A name in a Chinese text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::flag) struct ChineseName {
    /// Byte span in the text.
    pub span: Range<usize>,
    /// Bytes of the surname, for a person.
    pub surname: usize,
    /// What kind of name.
    pub kind: Kind,
}

/// The length in bytes of the surname that a text begins with.
pub(in crate::flag) fn surname(text: &str) -> Option<usize> {
    let (single, double) = SURNAMES.split_once('\n').unwrap_or((SURNAMES, ""));
    let compound = double
        .split_whitespace()
        .find(|surname| text.starts_with(surname))
        .map(str::len);
    let first = text.chars().next()?;
    compound.or_else(|| single.contains(first).then_some(first.len_utf8()))
}

/// The names of a text, in order.
pub(in crate::flag) fn names(text: &str) -> Vec<ChineseName> {
    let support = Support::of(text);
    let words = &support.words;
    let word = |at: usize| words.get(at).map_or("", |span| &text[span.clone()]);
    let single = |at: usize| word(at).chars().count() == 1 && word(at).starts_with(han::is_han);
    let joined = |at: usize| at + 1 < words.len() && words[at].end == words[at + 1].start;
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let foreign = foreign_run(text, words, at);
        if foreign > at {
            names.push(ChineseName {
                span: words[at].start..words[foreign - 1].end,
                surname: 0,
                kind: Kind::Foreign,
            });
            at = foreign;
            continue;
        }
        let family = single(at)
            && joined(at)
            && surname(word(at)).is_some()
            && !word(at).contains(|c| AMBIGUOUS.contains(c));
        if family && is_known_name(word(at + 1)) && word(at + 1).chars().count() == 2 {
            // A given name that happens to be the name of a place.
            names.push(ChineseName {
                span: words[at].start..words[at + 1].end,
                surname: word(at).len(),
                kind: Kind::Person,
            });
            at += 1;
        } else if is_known_name(word(at)) {
            names.push(ChineseName {
                span: words[at].clone(),
                surname: 0,
                kind: Kind::Known,
            });
        } else if single(at)
            && joined(at)
            && surname(word(at)).is_some()
            && is_given(single(at + 1), word(at + 1))
        {
            // A surname and one or two characters that belong to no longer word.
            let two = joined(at + 1) && is_given(single(at + 2), word(at + 2));
            let end = words[at + 1 + usize::from(two)].end;
            let titled = TITLES
                .iter()
                .any(|title| text[..words[at].start].ends_with(title));
            let speaks = SPEECH.iter().any(|verb| text[end..].starts_with(verb));
            let sure = two && !word(at).contains(|c| AMBIGUOUS.contains(c));
            if !(sure || titled && speaks) {
                at += 1;
                continue;
            }
            names.push(ChineseName {
                span: words[at].start..end,
                surname: word(at).len(),
                kind: Kind::Person,
            });
            at += 1 + usize::from(two);
        }
        at += 1;
    }
    names
}

/// Whether a word may be part of a given name.
fn is_given(single: bool, word: &str) -> bool {
    single && !word.contains(|c| NO_NAMES.contains(c))
}

/// Whether a word is in the dictionary as a name alone.
fn is_known_name(word: &str) -> bool {
    if word.chars().count() < 2 || EVERYDAY.split(' ').any(|everyday| everyday == word) {
        return false;
    }
    let mut entries = Lexicon::get().entries(word).peekable();
    entries.peek().is_some() && entries.all(|entry| entry.is_name())
}

/// The index after a run of words that make a foreign name: three transliterating characters or
/// more that are single characters or names; the index itself where there is none.
fn foreign_run(text: &str, words: &[Range<usize>], at: usize) -> usize {
    let mut end = at;
    let mut characters = 0;
    while let Some(span) = words.get(end) {
        let word = &text[span.clone()];
        let fits = word.chars().all(is_transliterating)
            && (word.chars().count() == 1 || is_known_name(word))
            && (end == at || words[end - 1].end == span.start);
        if !fits {
            break;
        }
        characters += word.chars().count();
        end += 1;
    }
    let place = words.get(end).is_some_and(|next| {
        words[end - usize::from(end > 0)].end == next.start
            && ["州", "市", "省", "县", "镇", "河", "岛", "湖", "港"].contains(&&text[next.clone()])
    });
    if end > at + 1 && (characters >= 3 || place) {
        end
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Kind)> {
        names(text)
            .into_iter()
            .map(|n| (&text[n.span], n.kind))
            .collect()
    }

    #[test]
    fn names_are_found() {
        assert_eq!(
            found("卡特里说，上周比利时新增病例"),
            [("卡特里", Kind::Foreign), ("比利时", Kind::Known)]
        );
        assert_eq!(found("让柳云龙越来越有干劲"), [("柳云龙", Kind::Person)]);
        assert!(found("我们都很高兴").is_empty());
    }
}
