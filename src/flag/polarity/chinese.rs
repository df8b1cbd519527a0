//! Words by which a Chinese sentence denies.

use std::ops::Range;
use std::rc::Rc;

use super::english;
use crate::lexicon::support::Support;
use crate::lexicon::{Lexicon, han};

/// Characters that deny.
const DENIALS: &str = "不没沒未无無非否莫勿甭毋别別休";

/// Characters that come near a denial, in words of many kinds.
const NEAR_DENIALS: &str = "难難免禁防止停拒绝絕失缺乏少除只仅僅才弃棄忘误誤阻断斷违違反岂豈哪何怎谁誰尚外空零脱离差欠避戒忌罢罷毫惜短例怕退辞裁撤取消唯独脫";

/// Words that deny although not every sense of them in the dictionary says *not*.
const STRICT: &str = "无法 不能 不会 不是 没有 没 不得 不可 不许 不准 不要 不必 不用 不敢 不肯 不愿 不愿意 未能 未必 从未 从不 从来不 从来没有 并非 绝非 绝不 决不 毫不 毫无 尚未 不再 并不 并未 并没有 不应 不该 不应该 不想 不让 不予 无需 无须 不曾 没能 不可能 不允许 沒有 無法 不會 並非 絕不 並未 尚無 尚无 未有 均未 均无 并无 不存在 不在 不知道 不同意 不支持 不接受";

/// Words with a character that denies, and what they do with it: nothing (*not only*, *whether*,
/// *must*), or they deny twice.
const NO_DENIALS: &str = "不仅 不但 不只 不光 不单 不独 非但 不仅仅 不过 不如 不管 不论 无论 不妨 不禁 不由 不由得 不愧 不失 不外 不料 不慎 不惜 不止 不乏 不时 不免 不一 不等 不日 不久 不少 不断 不得了 了不起 差不多 不得不 不能不 不可不 不会不 无不 无非 莫不 不无 无一不 不妨 不然 要不 要不是 除非 是否 能否 可否 会否 与否 否则 莫非 未免 非常 何不 不约而同 无疑 不亚于 不亚 不知不觉 不错 不僅 不斷 無論 不論 不過 不管 不至于 不例外 不下 不低于 不少于 不超过 不足 不到 不满 不低于 不得已 未来 别人 特别 个别 分别 区别 性别 级别 类别 差别 告别 识别 鉴别 辨别 离别 别墅 退休 休息 休闲 休假 并不仅仅 不时地 不同 不幸 不安 不满 不平 没收 埋没 淹没 沉没 出没 非洲 南非 无线 无人机 无数 无限 无私 无穷 无比 无辜 无奈 不已 不朽 不屈 不懈 不宜 不利 不便 不良 不当 不法 不明 不难 不易 不俗 不凡 不菲 不堪 不解 不顾 不服 不甘 不忘 不容 不可思议 未知 未婚 未成年 无声 无形 无偿 无缘 无力 无误 非法 非凡 非议 否认 否定 否决 勿忘";

/// Words with a character that denies which has lost that meaning.
const AFFIRMATIVE: &str = "未来 別人 别人 特别 特別 个别 分别 区别 性别 级别 类别 差别 告别 识别 鉴别 辨别 离别 别墅 派别 判别 国别 退休 休息 休闲 休假 休养 非常 不断 不斷 不少 不久 不过 不過 不仅 不僅 不但 不只 不光 不单 了不起 差不多 不管 不论 无论 無論 不时 不禁 无非 莫非 否则 是否 能否 可否";

/// Words that stand between a negation and what it denies.
const BETWEEN: &str = "会 能 要 是 再 应 应该 该 得 被 将 可 可以 可能 有 能够 想 愿 愿意 让 使 给 把 对 在 很 太 那么 这么 过 曾 曾经 真正 完全 必 必须 仅 只 也 都 就 还 的 了 着 到 一 任何 及时 已 已经 轻易 因 因为 為 为 與 与 和 向 会有 會 應 將 對 過 讓";

/// A word that denies in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::flag) struct Negation {
    /// Byte span of the word.
    pub span: Range<usize>,
    /// Whether it can be rendered by nothing but a denial.
    pub strict: bool,
    /// Byte spans of the words that it may deny: those after it in its clause.
    pub scope: Vec<Range<usize>>,
}

/// A Chinese text, read for what it denies.
#[derive(Debug)]
pub(in crate::flag) struct Denials {
    /// Words and their meanings.
    pub support: Rc<Support>,
    /// The denials in order.
    pub found: Vec<Negation>,
}

/// Whether a list has a word.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|entry| entry == word)
}

/// The denials of a text.
pub(in crate::flag) fn negations(text: &str) -> Denials {
    let support = Support::of(text);
    let words = &support.words;
    let mut found = Vec::new();
    for (at, span) in words.iter().enumerate() {
        let word = &text[span.clone()];
        if !word.contains(|c| DENIALS.contains(c)) || !is_denial(word) {
            continue;
        }
        let before = text[..span.start].chars().next_back().unwrap_or(' ');
        let after = text[span.end..].chars().next().unwrap_or(' ');
        let inside: Vec<char> = word.chars().collect();
        let asks = matches!(inside[..], [a, '不' | '没', b] if a == b)
            || before == after && han::is_han(before) && matches!(word, "不" | "没" | "沒");
        let doubled = words.get(at + 1).is_some_and(|next| {
            next.start == span.end && text[next.clone()].starts_with(|c| "不无非没無沒".contains(c))
        }) || at.checked_sub(1).is_some_and(|last| {
            words[last].end == span.start
                && (text[words[last].clone()].ends_with(|c| "不无非没莫岂难何尝無沒".contains(c))
                    || listed(
                        "难道 岂 何 无人 没人 没有人 无一",
                        &text[words[last].clone()],
                    ))
        });
        let strict = !asks && !doubled && is_strict(word);
        let clause_end = text[span.end..]
            .find(|c: char| han::ends_clause(c) || "、”“》（".contains(c))
            .map_or(text.len(), |length| span.end + length);
        let scope = words[at + 1..]
            .iter()
            .take_while(|next| next.end <= clause_end)
            .filter(|next| !listed(BETWEEN, &text[(*next).clone()]))
            .take(1)
            .cloned()
            .collect();
        if !asks {
            found.push(Negation {
                span: span.clone(),
                strict,
                scope,
            });
        }
    }
    Denials { support, found }
}

/// Whether a word with a character that denies is one that denies: 未来 (future) does not.
fn is_denial(word: &str) -> bool {
    let is_name = |word| {
        let mut entries = Lexicon::get().entries(word).peekable();
        entries.peek().is_some() && entries.all(|entry| entry.is_name())
    };
    !listed(AFFIRMATIVE, word) && !(word.chars().nth(1).is_some() && is_name(word))
}

/// Whether a word can be rendered by nothing but a denial.
fn is_strict(word: &str) -> bool {
    if listed(STRICT, word) || matches!(word, "不" | "没" | "未" | "沒" | "勿") {
        return true;
    }
    if listed(NO_DENIALS, word) || word.chars().count() < 2 || word.chars().count() > 3 {
        return false;
    }
    let mut senses = Lexicon::get()
        .entries(word)
        .filter(|entry| !entry.is_name())
        .flat_map(|_| Lexicon::get().senses(word).collect::<Vec<_>>())
        .peekable();
    senses.peek().is_some() && senses.all(|sense| english::denies(&sense))
}

/// Whether a stretch of Chinese has a character that comes near a denial.
pub(in crate::flag) fn denies_somehow(text: &str) -> bool {
    text.contains(|c| NEAR_DENIALS.contains(c))
        || [
            "第一次",
            "首次",
            "之前",
            "之外",
            "放下",
            "拿掉",
            "代替",
            "替代",
            "取代",
            "更",
        ]
        .iter()
        .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        negations(text)
            .found
            .into_iter()
            .map(|n| (&text[n.span], n.strict))
            .collect()
    }

    #[test]
    fn denials_are_told_from_what_looks_like_them() {
        assert_eq!(found("中国开放的大门不会关闭"), [("不会", true)]);
        assert!(found("未来在非洲").is_empty(), "{:?}", found("未来在非洲"));
        assert!(found("他是不是中国人").iter().all(|(_, strict)| !strict));
        assert!(
            found("不仅如此，不少人不得不走")
                .iter()
                .all(|(_, strict)| !strict)
        );
    }
}
