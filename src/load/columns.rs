//! The columns of a table of pairs: which is the source, which the target, and what else there is.

use super::pairs::{PairRow, SOURCE, TARGET};

/// The columns of a header.
pub(super) struct Columns {
    names: Vec<String>,
    source: usize,
    target: usize,
}

impl Columns {
    /// Finds the two sides among the names of a header; otherwise lists what it found.
    pub(super) fn of(names: Vec<String>) -> std::result::Result<Self, String> {
        let only = |name: &str| {
            let mut places = names.iter().enumerate().filter(|(_, n)| *n == name);
            let first = places.next().map(|(place, _)| place);
            first.filter(|_| places.next().is_none())
        };
        match (only(SOURCE), only(TARGET)) {
            (Some(source), Some(target)) => Ok(Self {
                names,
                source,
                target,
            }),
            _ => Err(list(&names)),
        }
    }

    /// What a row must have, for a message.
    pub(super) fn expected(&self) -> String {
        format!("{} columns ({})", self.names.len(), list(&self.names))
    }

    /// A row out of its cells; otherwise the number of cells that it found.
    pub(super) fn pair(
        &self,
        row: usize,
        line: usize,
        cells: Vec<String>,
    ) -> std::result::Result<PairRow, String> {
        if cells.len() != self.names.len() {
            return Err(cells.len().to_string());
        }
        let mut pair = PairRow {
            row,
            line,
            source: String::new(),
            target: String::new(),
            others: Vec::new(),
        };
        for (column, cell) in cells.into_iter().enumerate() {
            if column == self.source {
                pair.source = cell;
            } else if column == self.target {
                pair.target = cell;
            } else {
                pair.others.push((self.names[column].clone(), cell));
            }
        }
        Ok(pair)
    }
}

/// Names for a message, each cut to a length that fits on a line.
fn list(names: &[String]) -> String {
    const LONGEST: usize = 24;
    let short = |name: &String| match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &name[..end]),
        None => format!("`{name}`"),
    };
    names.iter().map(short).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn other_columns_keep_their_order() {
        let columns = Columns::of(strings(&["z", "target", "a", "source"])).unwrap();
        let pair = columns
            .pair(0, 2, strings(&["1", "meet", "2", "会"]))
            .unwrap();
        assert_eq!((&*pair.source, &*pair.target), ("会", "meet"));
        let names: Vec<&str> = pair.others.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["z", "a"]);
    }

    #[test]
    fn each_side_stands_once() {
        assert!(Columns::of(strings(&["source"])).is_err());
        let twice = Columns::of(strings(&["source", "target", "target"]));
        assert_eq!(twice.err().unwrap(), "`source`, `target`, `target`");
    }
}
