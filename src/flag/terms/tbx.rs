//! TBX (ISO 30042), the exchange format for terminology: entries with a section a language, each
//! with its terms. Both dialects are read: `termEntry`/`langSet`/`tig` and
//! `conceptEntry`/`langSec`/`termSec`.
//!
//! A small reader for this one structure, not an XML parser: it knows elements, attributes,
//! comments and the five entities. Time linear in the text.

use std::path::Path;

use super::Term;
use crate::error::{Error, Result};

/// The terms of a file: the first Chinese term of an entry with all its English ones. Terms whose
/// administrative status is *deprecated* or *superseded* are forbidden.
pub(super) fn terms(text: &str, path: &Path) -> Result<Vec<Term>> {
    let fault = |at: usize, expected: &str, found: &str| Error::Input {
        path: path.to_owned(),
        line: Some(text[..at].matches('\n').count() + 1),
        expected: expected.to_owned(),
        found: found.to_owned(),
    };
    let mut found = Vec::new();
    let (mut entry, mut chinese) = (Term::default(), false);
    let (mut english, mut current, mut status) = (false, None::<String>, String::new());
    let mut at = 0;
    while let Some(offset) = text[at..].find('<') {
        let start = at + offset;
        if text[start..].starts_with("<!--") {
            let end = text[start..].find("-->");
            at = start + end.ok_or_else(|| fault(start, "`-->`", "the end of the file"))? + 3;
            continue;
        }
        let end = text[start..].find('>').map(|length| start + length);
        let end = end.ok_or_else(|| fault(start, "`>`", "the end of the file"))?;
        let tag = &text[start + 1..end];
        let content = text[end + 1..].split('<').next().unwrap_or_default();
        let name = tag
            .split([' ', '\n', '\t', '/'])
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        match (tag.starts_with('/'), name) {
            (false, "termEntry" | "conceptEntry") => entry = Term::default(),
            (false, "langSet" | "langSec") => {
                let language = attribute(tag, "xml:lang").or_else(|| attribute(tag, "lang"));
                let language = language.unwrap_or_default().to_lowercase();
                chinese = language.starts_with("zh");
                english = language.starts_with("en");
            }
            (false, "term") => current = Some(plain(content)),
            (false, "termNote") if attribute(tag, "type") == Some("administrativeStatus") => {
                status = content.trim().to_lowercase();
            }
            (false, "note" | "descrip") => entry.note = plain(content),
            (true, "tig" | "ntig" | "termSec" | "langSet" | "langSec") => {
                if let Some(term) = current.take() {
                    let refused = status.contains("deprecated") || status.contains("superseded");
                    if chinese && entry.source.is_empty() {
                        entry.source = term;
                    } else if english && refused {
                        entry.forbidden.push(term);
                    } else if english {
                        entry.accepted.push(term);
                    }
                }
                status.clear();
            }
            (true, "termEntry" | "conceptEntry") => {
                if entry.source.is_empty() {
                    return Err(fault(start, "a Chinese term in the entry", "none"));
                }
                found.push(std::mem::take(&mut entry));
            }
            _ => {}
        }
        at = end + 1;
    }
    if found.is_empty() {
        return Err(fault(0, "`<termEntry>` or `<conceptEntry>`", "none"));
    }
    Ok(found)
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let rest = &tag[tag.find(&format!("{name}="))? + name.len() + 1..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// Text without entities and outer white space.
fn plain(text: &str) -> String {
    text.trim()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects_are_read() {
        let old = r#"<martif><termEntry><langSet xml:lang="zh-CN"><tig><term>云南</term></tig></langSet>
            <langSet xml:lang="en"><tig><term>Yunnan</term></tig><tig><term>South of Clouds</term>
            <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet></termEntry></martif>"#;
        let new = r#"<tbx><conceptEntry><langSec xml:lang='zh'><termSec><term>云南</term></termSec></langSec>
            <langSec xml:lang='en'><termSec><term>Yunnan &amp; more</term></termSec></langSec></conceptEntry></tbx>"#;
        let path = Path::new("terms.tbx");
        let terms = [terms(old, path).unwrap(), terms(new, path).unwrap()].concat();
        assert_eq!(terms[0].accepted, ["Yunnan"]);
        assert_eq!(terms[0].forbidden, ["South of Clouds"]);
        assert_eq!(terms[1].accepted, ["Yunnan & more"]);
    }

    #[test]
    fn faults_have_a_line() {
        let path = Path::new("terms.tbx");
        let error = terms("<a>\n<termEntry>\n</termEntry></a>", path)
            .unwrap_err()
            .to_string();
        assert!(error.contains("line 3"), "{error}");
        assert!(terms("<html></html>", path).is_err());
    }
}
