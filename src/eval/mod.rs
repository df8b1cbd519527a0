//! Measuring the program against gold, by the definitions that its figures are stated in, and
//! fitting its probabilities to ratings.

pub mod align;

pub mod articles;

pub mod damage;

pub mod fit;

mod random;

pub mod rated;

pub mod score;

pub mod spans;

pub mod statistics;
