//! The rules, one file each, with a page of the same name that `mtlint explain` shows.

pub mod addition;
pub mod doubled_phrase;
pub mod full_width_punctuation;
pub mod misaligned;
pub mod mistranslation;
pub mod moved_text;
pub mod number_mismatch;
pub mod omission;
pub mod repetition;
pub mod run_on;
pub mod unsupported_name;
pub mod untranslated;
pub mod wrong_language;
