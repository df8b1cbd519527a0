//! Fitting the score model on rated translations.

use rayon::prelude::*;

use super::rated::RatedRow;
use crate::Result;
use crate::embed::{Encoder, TokenStates};
use crate::lexicon::coverage::{source_words, target_words};
use crate::score::SideText;
use crate::score::features::{Features, features};
use crate::score::model::{Example, ScoreModel};

/// Rows whose token vectors are held at a time.
const ROWS_AT_A_TIME: usize = 512;

/// How many rows on the wrong partner of a pair is taken from.
const SHIFT: usize = 37;

/// Fits the model on rated rows. Pairs that do not belong together are made from the rows
/// themselves: each third source with the target of a row some places further on.
///
/// # Errors
/// If the tensor library fails.
pub fn fit_score(
    encoder: &dyn Encoder,
    rows: &[RatedRow],
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
        };
        let right = (0..chunk.len()).into_par_iter().map(|i| Example {
            features: bead(side(2 * i), side(2 * i + 1)),
            penalty: chunk[i].gold().map(|g| (-g).max(0.0)),
            major: chunk[i].major(),
        });
        examples.par_extend(right);
        let wrong = (0..chunk.len()).into_par_iter().step_by(3).filter_map(|i| {
            let j = (i + SHIFT) % chunk.len();
            (chunk[i].group() != chunk[j].group()).then(|| Example {
                features: bead(side(2 * i), side(2 * j + 1)),
                penalty: None,
                major: false,
            })
        });
        examples.par_extend(wrong);
    }
    Ok(ScoreModel::fit(&examples))
}

fn bead(source: SideText<'_>, target: SideText<'_>) -> Features {
    let words = (source_words(source.text), target_words(target.text));
    features(source, target, (&words.0, &words.1))
}
