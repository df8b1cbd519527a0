//! Bytes to text: UTF-8, UTF-16 with a byte order mark, or GB18030 that is plainly Chinese.
//!
//! GB18030 accepts nearly any pair of high bytes, so that decoding without errors proves little:
//! Big5, Latin-1 and Windows-1251 often pass as rare Han characters. Two signs are asked for
//! besides, one of which is enough: nearly all of the text lies in GB 2312, the core that
//! simplified Chinese is written with; or characters that no Chinese text does without are as
//! frequent as they always are.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::language::is_han;
use crate::{Error, Result, Warning};

/// Share of control characters above which a file is taken for binary. Text has none but tabs,
/// line ends, form feeds and escapes; random bytes have about 0.1.
const BINARY_SHARE: f64 = 0.05;

/// Share of GB 2312 among the characters beyond ASCII that makes a text simplified Chinese. News
/// has above 0.99; Big5 read as GB18030 about 0.6.
const GB2312_SHARE: f64 = 0.9;

/// Share of the [`FREQUENT`] among the Han characters that makes a text Chinese. Running text,
/// simplified or traditional, has 0.08 to 0.15; misread text has hardly any.
const FREQUENT_SHARE: f64 = 0.05;

/// The most frequent Chinese characters that are the same in simplified and traditional script.
const FREQUENT: &str = "的一是不了在有人我他中大上";

/// Decodes a whole file and turns its line ends into `\n`. `path` is what messages call it.
///
/// # Errors
/// [`Error::Input`] when there is no text, when the bytes are not text at all, or at the first
/// byte that is not valid UTF-8 where no other encoding fits.
pub fn decode(bytes: &[u8], path: &str, warnings: &mut Vec<Warning>) -> Result<String> {
    let text = if bytes.starts_with(&[0xff, 0xfe]) {
        decode_utf16(UTF_16LE, &bytes[2..], path, warnings)?
    } else if bytes.starts_with(&[0xfe, 0xff]) {
        decode_utf16(UTF_16BE, &bytes[2..], path, warnings)?
    } else {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        reject_binary(bytes, path)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(error) => match decode_gb18030(bytes) {
                Some(text) => {
                    warnings.push(recognised(GB18030, path));
                    text
                }
                None => return Err(invalid_utf8(bytes, error.valid_up_to(), path)),
            },
        }
    };
    if text.is_empty() {
        return Err(fault(path, None, "text", "an empty file"));
    }
    if text.trim().is_empty() {
        return Err(fault(path, None, "text", "nothing but white space"));
    }
    Ok(normalise_line_ends(text))
}

fn fault(path: &str, line: Option<usize>, expected: &str, found: impl Into<String>) -> Error {
    Error::Input {
        path: path.into(),
        line,
        expected: expected.to_owned(),
        found: found.into(),
    }
}

fn recognised(encoding: &'static Encoding, path: &str) -> Warning {
    Warning::Encoding {
        path: path.to_owned(),
        encoding: encoding.name().to_ascii_lowercase(),
    }
}

fn decode_utf16(
    encoding: &'static Encoding,
    bytes: &[u8],
    path: &str,
    warnings: &mut Vec<Warning>,
) -> Result<String> {
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| {
            let expected = format!("{} text, as its byte order mark says", encoding.name());
            fault(path, None, &expected, "bytes that are none")
        })?;
    warnings.push(recognised(encoding, path));
    Ok(text.into_owned())
}

/// `None` where the bytes are not GB18030 or, read as such, are not plainly Chinese.
fn decode_gb18030(bytes: &[u8]) -> Option<String> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count();
    let in_gb2312 = gb2312_pairs(bytes);
    let han = text.chars().filter(|&c| is_han(c)).count();
    let frequent = text.chars().filter(|&c| FREQUENT.contains(c)).count();
    let simplified = in_gb2312 as f64 >= GB2312_SHARE * beyond_ascii as f64;
    let chinese = han * 2 >= beyond_ascii && frequent as f64 >= FREQUENT_SHARE * han as f64;
    (simplified || chinese).then(|| text.into_owned())
}

/// Number of two-byte characters in the symbols (rows 1 to 3) and Han characters (rows 16 to 87)
/// of GB 2312; the bytes must be valid GB18030.
fn gb2312_pairs(bytes: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        match bytes[at..] {
            [lead, trail, ..] if lead > 0x80 && trail >= 0x40 => {
                let row = matches!(lead, 0xa1..=0xa3 | 0xb0..=0xf7);
                count += usize::from(row && trail >= 0xa1);
                at += 2;
            }
            [lead, ..] if lead > 0x80 => at += 4,
            _ => at += 1,
        }
    }
    count
}

fn reject_binary(bytes: &[u8], path: &str) -> Result<()> {
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        let (line, column) = place(&bytes[..at]);
        let found = format!("a binary file (a NUL byte at column {column})");
        return Err(fault(path, Some(line), "text", found));
    }
    let is_control = |b: &&u8| matches!(b, 0x01..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = bytes.iter().filter(is_control).count();
    if controls as f64 > BINARY_SHARE * bytes.len() as f64 {
        let found = format!("a binary file ({controls} control characters)");
        return Err(fault(path, None, "text", found));
    }
    Ok(())
}

fn invalid_utf8(bytes: &[u8], valid_up_to: usize, path: &str) -> Error {
    let (line, column) = place(&bytes[..valid_up_to]);
    let byte = bytes[valid_up_to];
    let found = format!("the byte 0x{byte:02x} at column {column}");
    fault(path, Some(line), "UTF-8 text", found)
}

/// 1-based line and column of the character after `before`.
fn place(before: &[u8]) -> (usize, usize) {
    let text = normalise_line_ends(String::from_utf8_lossy(before).into_owned());
    let line = text.rsplit('\n').next().unwrap_or("");
    (text.matches('\n').count() + 1, line.chars().count() + 1)
}

fn normalise_line_ends(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (std::result::Result<String, String>, Vec<Warning>) {
        let mut warnings = Vec::new();
        let text = decode(bytes, "a.txt", &mut warnings).map_err(|e| e.to_string());
        (text, warnings)
    }

    const CHINESE: &str = "减负工作要久久为功，既对老问题常抓不懈，也对新问题露头就打。\n";
    const TRADITIONAL: &str = "這是一個不大的問題，他在會議上說了我們的工作。";

    #[test]
    fn byte_order_mark_and_foreign_line_ends_are_removed() {
        let (text, warnings) = read("\u{feff}甲\r\n乙\r丙\n".as_bytes());
        assert_eq!(text.unwrap(), "甲\n乙\n丙\n");
        assert!(warnings.is_empty());
    }

    #[test]
    fn gb18030_is_recognised_and_said() {
        let (bytes, ..) = GB18030.encode(CHINESE);
        let (text, warnings) = read(&bytes);
        assert_eq!(text.unwrap(), CHINESE);
        assert_eq!(
            warnings[0].to_string(),
            "`a.txt` is not UTF-8; it was read as gb18030"
        );
    }

    #[test]
    fn gb18030_of_traditional_chinese_is_recognised() {
        let (bytes, ..) = GB18030.encode(TRADITIONAL);
        assert_eq!(read(&bytes).0.unwrap(), TRADITIONAL);
    }

    #[test]
    fn gb18030_of_english_with_chinese_quotation_marks_is_recognised() {
        let text = "He said “reduce burdens”, and…";
        let (bytes, ..) = GB18030.encode(text);
        assert_eq!(read(&bytes).0.unwrap(), text);
    }

    #[test]
    fn utf_16_with_a_byte_order_mark_is_recognised() {
        for (mark, big) in [([0xff, 0xfe], false), ([0xfe, 0xff], true)] {
            let units = "会\r\na".encode_utf16();
            let body = units.flat_map(|u| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            });
            let (text, warnings) = read(&mark.into_iter().chain(body).collect::<Vec<u8>>());
            assert_eq!(text.unwrap(), "会\na");
            assert_eq!(warnings.len(), 1);
        }
        let (text, _) = read(&[0xff, 0xfe, 0x41]);
        assert_eq!(
            text.unwrap_err(),
            "could not read `a.txt`: expected UTF-16LE text, as its byte order mark says, found bytes that are none"
        );
    }

    #[test]
    fn other_encodings_are_not_taken_for_gb18030() {
        let french = encoding_rs::WINDOWS_1252
            .encode("L\u{e9}on a \u{e9}t\u{e9} tr\u{e8}s \u{e9}mu.")
            .0;
        let big5 = encoding_rs::BIG5
            .encode("會議減少之後基層幹部終於鬆了口氣，紛紛表示歡迎。")
            .0;
        for bytes in [french, big5] {
            let message = read(&bytes).0.unwrap_err();
            assert!(message.contains("expected UTF-8 text"), "{message}");
        }
    }

    #[test]
    fn invalid_utf_8_is_named_with_line_and_column() {
        let bytes = [CHINESE.as_bytes(), "好\r\n会a".as_bytes(), b"\xff b"].concat();
        assert_eq!(
            read(&bytes).0.unwrap_err(),
            "could not read `a.txt`: line 3: expected UTF-8 text, found the byte 0xff at column 3"
        );
    }

    #[test]
    fn binary_files_are_rejected() {
        assert_eq!(
            read(b"PK\n\x03\0abc").0.unwrap_err(),
            "could not read `a.txt`: line 2: expected text, found a binary file (a NUL byte at column 2)"
        );
        assert_eq!(
            read(b"ab\x01\x02\x03").0.unwrap_err(),
            "could not read `a.txt`: expected text, found a binary file (3 control characters)"
        );
    }

    #[test]
    fn files_without_text_are_rejected() {
        let empty = "could not read `a.txt`: expected text, found an empty file";
        assert_eq!(read(b"").0.unwrap_err(), empty);
        assert_eq!(read("\u{feff}".as_bytes()).0.unwrap_err(), empty);
        assert_eq!(
            read(" \r\n\u{3000}\n".as_bytes()).0.unwrap_err(),
            "could not read `a.txt`: expected text, found nothing but white space"
        );
    }

    #[test]
    fn a_stray_control_character_is_not_binary() {
        assert!(
            read("A form feed\u{c} and one \u{8} in a longer text.".as_bytes())
                .0
                .is_ok()
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_text_or_a_message(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..40)) {
            let (text, _) = read(&bytes);
            match text {
                Ok(text) => proptest::prop_assert!(!text.trim().is_empty() && !text.contains('\r')),
                Err(message) => proptest::prop_assert!(message.starts_with("could not read `a.txt`: ")),
            }
        }
    }
}
