//! Pairs in JSON Lines: one object a line.

use std::fmt;
use std::io::BufRead;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use super::pairs::{PairRow, Reader, Rows, SOURCE, TARGET, fault};
use crate::{Error, Result};

/// Reads objects with string members `source` and `target`. Other strings, numbers, truth values
/// and nulls (as an empty text) are kept in the order of the object; arrays and objects are not.
/// Empty lines are skipped.
#[derive(Debug, Clone, Copy, Default)]
pub struct Jsonl;

impl Reader for Jsonl {
    fn rows<'a>(&self, input: Box<dyn BufRead + 'a>, path: &str) -> Result<Rows<'a>> {
        let path = path.to_owned();
        let mut row = 0;
        let mut failed = false;
        let lines = input.lines().enumerate();
        Ok(Box::new(
            lines
                .map_while(move |(index, text)| {
                    if failed {
                        return None;
                    }
                    let pair = match text {
                        Ok(text) if text.trim().is_empty() => return Some(None),
                        Ok(text) => pair(&text, row, index + 1, &path),
                        Err(cause) => Err(Error::Read {
                            path: path.clone().into(),
                            cause,
                        }),
                    };
                    row += 1;
                    failed = pair.is_err();
                    Some(Some(pair))
                })
                .flatten(),
        ))
    }
}

fn pair(text: &str, row: usize, line: usize, path: &str) -> Result<PairRow> {
    let Members(members) = serde_json::from_str(text).map_err(|error| {
        let found = match error.classify() {
            Category::Data => kind(&text.parse().unwrap_or_default()).to_owned(),
            _ => format!("invalid JSON ({})", at_column(&error)),
        };
        fault(path, Some(line), "a JSON object", &found)
    })?;
    let mut pair = PairRow {
        row,
        line,
        source: side(&members, SOURCE, line, path)?,
        target: side(&members, TARGET, line, path)?,
        others: Vec::new(),
    };
    for (name, value) in members {
        if name == SOURCE || name == TARGET {
            continue;
        }
        match value {
            Value::String(text) => pair.others.push((name, text)),
            Value::Null => pair.others.push((name, String::new())),
            Value::Bool(_) | Value::Number(_) => pair.others.push((name, value.to_string())),
            Value::Array(_) | Value::Object(_) => {}
        }
    }
    Ok(pair)
}

/// The one string member of this name.
fn side(members: &[(String, Value)], name: &str, line: usize, path: &str) -> Result<String> {
    let mut values = members.iter().filter(|(n, _)| n == name).map(|(_, v)| v);
    let found = match (values.next(), values.next()) {
        (Some(Value::String(text)), None) => return Ok(text.clone()),
        (Some(other), None) => kind(other),
        (Some(_), Some(_)) => "two of them",
        (None, _) => "none",
    };
    Err(fault(
        path,
        Some(line),
        &format!("a string `{name}` in the object"),
        found,
    ))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The parser's message, which counts lines from the start of the one line it was given.
fn at_column(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message);
    format!("{reason} at byte {}", error.column())
}

/// The members of an object in the order in which they stand.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<Vec<PairRow>, String> {
        Jsonl
            .rows(Box::new(text.as_bytes()), "a.jsonl")
            .and_then(Iterator::collect)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn scalar_members_are_kept_in_order() {
        let rows = read(
            r#"{"z":1.5,"target":"meet","list":[1],"ok":true,"source":"会","a":null,"n":"x"}"#,
        )
        .unwrap();
        assert_eq!((&*rows[0].source, &*rows[0].target), ("会", "meet"));
        let others: Vec<_> = rows[0].others.iter().map(|(n, v)| (&**n, &**v)).collect();
        assert_eq!(
            others,
            [("z", "1.5"), ("ok", "true"), ("a", ""), ("n", "x")]
        );
    }

    #[test]
    fn empty_lines_are_skipped_and_counted() {
        let rows =
            read("\n{\"source\":\"\",\"target\":\"a\"}\n \n{\"source\":\"b\",\"target\":\"\"}");
        let places: Vec<_> = rows.unwrap().iter().map(|r| (r.row, r.line)).collect();
        assert_eq!(places, [(0, 2), (1, 4)]);
    }

    #[test]
    fn invalid_lines_are_named() {
        let good = "{\"source\":\"a\",\"target\":\"b\"}\n";
        for (line, message) in [
            (
                "{\"source\":",
                "a JSON object, found invalid JSON (EOF while parsing a value at byte 10)",
            ),
            ("[1]", "a JSON object, found an array"),
            (
                "{\"source\":\"a\"}",
                "a string `target` in the object, found none",
            ),
            (
                "{\"source\":1,\"target\":\"b\"}",
                "a string `source` in the object, found a number",
            ),
            (
                "{\"source\":\"a\",\"target\":\"b\",\"target\":\"c\"}",
                "a string `target` in the object, found two of them",
            ),
        ] {
            assert_eq!(
                read(&format!("{good}{line}\n{good}")).unwrap_err(),
                format!("could not read `a.jsonl`: line 2: expected {message}")
            );
        }
    }
}
