//! Measuring the program against gold, by the definitions that its figures are stated in.

pub mod align;
