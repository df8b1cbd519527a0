//! The rules, one file each, with a page of the same name that `mtlint explain` shows.

pub mod addition;
pub mod doubled_phrase;
pub mod full_width_punctuation;
pub mod letter_case;
pub mod lost_entity;
pub mod lost_name;
pub mod low_quality;
pub mod markup;
pub mod misaligned;
pub mod mojibake;
pub mod negation;
pub mod number_mismatch;
pub mod omission;
pub mod opposite;
pub mod repetition;
pub mod run_on;
pub mod spacing;
pub mod unbalanced;
pub mod unfinished;
pub mod unknown_name;
pub mod unsupported_name;
pub mod untranslated;
pub mod wrong_language;
pub mod literal_term;
pub mod opaque_phrase;
