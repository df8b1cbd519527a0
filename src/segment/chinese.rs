//! Where Chinese sentences end: after `。！？；` and `……`, with the closing marks behind them.

use super::brackets;
use super::punctuation::{ends_in_entity, is_closing, is_ellipsis, is_wide_stop};
use crate::load::language::is_han;

/// Longest clause, in letters, before an ellipsis that is a hesitation (`我……我不知道`).
const HESITATION: usize = 4;

/// Marks after which the sentence goes on although a stop stands before them: `“好！”，他说。`
const CONTINUING: &str = "，、：,:";

/// Characters that tie a quotation before them into the sentence: `喊着“加油！”的人们`
const BINDING: &str = "的等之地为和与及或而";

/// Byte offsets within a paragraph at which a new sentence begins, in rising order.
pub fn breaks(text: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |at: usize| chars.get(at).map_or(text.len(), |&(byte, _)| byte);
    let kept_whole = brackets::short(text);
    let mut breaks = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut quoting = false;
    while at < chars.len() {
        let stop = byte(at);
        let entity = chars[at].1 == ';' && ends_in_entity(&text[..stop]);
        if entity || !is_stop(&chars, at) {
            quoting ^= chars[at].1 == '"';
            at += 1;
            continue;
        }
        let (end, still_quoting) = run_end(&chars, at, quoting);
        let next = byte(end);
        let bracket = kept_whole.iter().find(|span| span.contains(&stop));
        if let Some(span) = bracket {
            // Only a bracket that is a sentence of its own ends like one.
            let own = next >= span.end && text[start..span.start].trim().is_empty();
            if !own {
                while at < end && byte(at) < span.end {
                    at += 1;
                }
                continue;
            }
        }
        if ends(&text[start..stop], &text[stop..next], &text[next..]) {
            breaks.push(next);
            start = next;
        }
        quoting = still_quoting;
        at = end;
    }
    breaks
}

/// Whether the character at `at` may end a sentence.
fn is_stop(chars: &[(usize, char)], at: usize) -> bool {
    let before = at.checked_sub(1).map(|k| chars[k].1);
    let after = chars.get(at + 1).map(|&(_, c)| c);
    let is_open = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || is_closing(c));
    let is_chinese = |c: char| is_han(c) || is_wide_stop(c) || is_ellipsis(c) || is_closing(c);
    match chars[at].1 {
        c if is_wide_stop(c) || is_ellipsis(c) => true,
        // `Yahoo!公司`, `a?b=1`, `&nbsp;` are not stops.
        '!' | '?' | ';' => before.is_some_and(is_chinese) || is_open(after),
        // A full stop after a Chinese character, not a decimal point or a file name.
        '.' | '．' => match after {
            Some('.') => before.is_some_and(is_chinese),
            after => {
                before.is_some_and(|c| is_han(c) || is_closing(c))
                    && (is_open(after) || after.is_some_and(is_han))
            }
        },
        _ => false,
    }
}

/// The end of the run of stops and closing marks that begins at `at`. A straight quotation mark
/// closes only what one has opened: `quoting` says whether one has, and the answer whether it still
/// is open behind the run.
fn run_end(chars: &[(usize, char)], at: usize, mut quoting: bool) -> (usize, bool) {
    let mut end = at + 1;
    while let Some(&(_, c)) = chars.get(end) {
        match c {
            '"' if !quoting => break,
            '"' => quoting = false,
            '.' | '．' | '!' | '?' | ';' => {}
            c if is_wide_stop(c) || is_ellipsis(c) || is_closing(c) => {}
            // Marks that stand apart: `好。 ”`, `佩服… …`
            c if c.is_whitespace() => match chars.get(end + 1) {
                Some(&(_, next)) if is_closing(next) && !matches!(next, '"' | '\'') => {}
                Some(&(_, next)) if is_ellipsis(next) && is_ellipsis(chars[end - 1].1) => {}
                _ => break,
            },
            _ => break,
        }
        end += 1;
    }
    (end, quoting)
}

/// Whether a sentence ends between `run`, the stops and closing marks after `body`, and `rest`.
fn ends(body: &str, run: &str, rest: &str) -> bool {
    if !body.contains(char::is_alphanumeric) {
        return false;
    }
    let closed = run.ends_with(is_closing);
    let next = rest.trim_start().chars().next();
    if next.is_some_and(|c| CONTINUING.contains(c) || (closed && BINDING.contains(c))) {
        return false;
    }
    let is_dot = |c: char| is_ellipsis(c) || c == '.' || c.is_whitespace();
    let ellipsis = run.contains(is_ellipsis) || run.contains("..");
    let body = body.trim_end();
    let before = body.trim_end_matches(char::is_alphanumeric);
    let short = body[before.len()..].chars().count() <= HESITATION;
    // What follows a quotation or stands in a list is the end of something longer.
    let hesitates = short && !before.ends_with(|c| is_closing(c) || c == '、');
    !(ellipsis && run.chars().all(is_dot) && hesitates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut parts = Vec::new();
        let mut start = 0;
        for end in breaks(text).into_iter().chain([text.len()]) {
            parts.push(text[start..end].trim());
            start = end;
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Splits `text` at its bars, and expects the same without them.
    fn assert_split(text: &str) {
        let expected: Vec<&str> = text.split('|').collect();
        assert_eq!(split(&text.replace('|', "")), expected);
    }

    #[test]
    fn stops_end_sentences_with_their_closing_marks() {
        assert_split("开会。|散会！|真的？！|第一；|第二。");
        assert_split("他说：“好。|我去。”|她笑了。");
        assert_split("「好！」|『好？』|她说：“‘行。’”|完");
        assert_split("他说：‘好。 ’|她笑了。");
        assert_split("他说\"好。\"|\"行。\"|她说。");
    }

    #[test]
    fn an_ellipsis_ends_a_clause_but_not_a_hesitation() {
        assert_split("清理规范工作台账、证明事项等工作机制……|一段时间以来，情况好转。");
        assert_split("韦小宝道：“我……我昨晚什么都忘了。”");
        assert_split("那天夜里他说了又说……，没有人听。");
        assert_split("老百姓见到他们都打心眼里佩服 … …|当时，寿北开发出虾池。");
        assert_split("从“摸肚皮”到“做B超”……|在甘肃，养羊变了。");
        assert_split("明确了“全面推进平台建设”等举措……|各部门正在行动。");
        assert_split("买了肉、蛋、奶……|他走了。");
        assert_split("“可是谁也不知道……”，他说。");
        assert_split("……然后他走了。");
        assert_split("我们本来打算去的...|后来下雨了。");
    }

    #[test]
    fn the_sentence_goes_on_after_a_comma() {
        assert_split("“走吧！”，他说。");
        assert_split("大家喊着“加油！”的口号。");
    }

    #[test]
    fn titles_and_short_brackets_are_kept_whole() {
        assert_split("他读《怎么办？》。|她读（谁知道呢？反正在读）报。");
        assert_split("他走了。|（没人知道。）|她来了。");
        assert_split("他走了（没人知道。）然后她来了。");
    }

    #[test]
    fn ascii_stops_count_only_in_chinese() {
        assert_split(
            "真的吗?|是的!|他来了.|她走了. |好"
                .replace(". |", ".|")
                .as_str(),
        );
        assert_split("雅虎Yahoo!公司在http://a.cn/?id=1;x发布3.5版，见a.txt。|完");
        assert_split("第1．2节。|他走了．|她来了．");
        assert_split("强生（Johnson &amp; Johnson）和R&amp;D部门Johnson &amp; Johnson。");
        assert_split("涨到3.5；|跌到2．5。");
    }
}
