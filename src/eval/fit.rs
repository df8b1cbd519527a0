//! Fitting the score model on rated translations.

use super::rated::RatedRow;
use crate::Result;
use crate::embed::{Encoder, Reading, TokenStates};
use crate::lexicon::coverage::{source_words, target_words};
use crate::score::features::features;
use crate::score::model::{Example, ScoreModel};
use crate::score::{Pair, Scorer, SideText, token_features};

/// Rows whose token vectors are held at a time.
const ROWS_AT_A_TIME: usize = 512;

/// How many rows on the wrong partner of a pair is taken from.
const SHIFT: usize = 37;

/// Fits the model on rated rows, with what the scorer's joint model reads in them. Pairs that do
/// not belong together are made from the rows themselves: each third source with the target of a
/// row some places further on. `weight`: how often a row counts.
///
/// # Errors
/// If the tensor library fails.
pub fn fit_score(
    encoder: &dyn Encoder,
    scorer: &Scorer,
    rows: &[RatedRow],
    weight: &dyn Fn(&RatedRow) -> f64,
    progress: &dyn Fn(usize),
) -> Result<ScoreModel> {
    let mut examples = Vec::new();
    for (k, chunk) in rows.chunks(ROWS_AT_A_TIME).enumerate() {
        progress(k * ROWS_AT_A_TIME);
        let texts: Vec<&str> = chunk
            .iter()
            .flat_map(|r| [r.source.trim(), r.target.trim()])
            .collect();
        let (vectors, tokens) = encoder.encode_tokens(&texts)?;
        let side = |n: usize| SideText {
            text: texts[n],
            vector: vectors.row(n),
            tokens: std::slice::from_ref::<TokenStates>(&tokens[n]),
            starts: vec![0],
        };
        let pair = |i: usize, j: usize| Pair {
            source: side(2 * i),
            target: side(2 * j + 1),
            confidence: 1.0,
        };
        let wrong = (0..chunk.len()).step_by(3).filter_map(|i| {
            let j = (i + SHIFT) % chunk.len();
            (chunk[i].group() != chunk[j].group()).then(|| (None, pair(i, j)))
        });
        let right = (0..chunk.len()).map(|i| (Some(&chunk[i]), pair(i, i)));
        let (rated, pairs): (Vec<Option<&RatedRow>>, Vec<Pair<'_>>) = right.chain(wrong).unzip();
        let readings = scorer.read(&pairs)?;
        let all = rated.iter().zip(&pairs).zip(&readings);
        examples.extend(all.map(|((row, pair), reading)| Example {
            weight: row.map_or(1.0, weight),
            ..example(*row, pair, reading.as_ref())
        }));
    }
    Ok(ScoreModel::fit(&examples))
}

/// `row` is `None` for a pair that does not belong together.
fn example(row: Option<&RatedRow>, pair: &Pair<'_>, reading: Option<&Reading>) -> Example {
    let (source, target) = (&pair.source, &pair.target);
    let words = (source_words(source.text), target_words(target.text));
    let marks = row.and_then(RatedRow::marks);
    let tokens = match (reading, marks) {
        (Some(reading), Some(marks)) => token_features(target, reading)
            .map(|(span, x)| (x, marks[span].contains(&true)))
            .collect(),
        _ => Vec::new(),
    };
    Example {
        features: features(source, target, (&words.0, &words.1), reading),
        penalty: row.and_then(RatedRow::gold).map(|g| (-g).max(0.0)),
        major: row.filter(|r| !r.ratings.is_empty()).map(RatedRow::major),
        weight: 1.0,
        tokens,
    }
}
