//! Names of people and places, by sound: what an English name may be written with in Chinese.
//!
//! - [`sound`]: foreign names, whose Chinese form imitates their consonants;
//! - [`spelled`]: Chinese names, whose English form is their pinyin;
//! - [`english`]: where the names in an English text are;
//! - [`chinese`]: where the names in a Chinese text are.

pub(super) mod chinese;
pub(super) mod english;
pub(super) mod sound;
pub(super) mod spelled;
