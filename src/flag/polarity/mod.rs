//! What a text affirms and what it denies, in both languages.
//!
//! [`english::negations`] and [`chinese::negations`] find words that deny; each language also has
//! words that come near a denial (*refuse*, *hardly*, 拒绝, 难), which excuse the other side's
//! negation but owe it none.

pub(super) mod antonyms;
pub(super) mod chinese;
pub(super) mod english;
