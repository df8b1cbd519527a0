//! Stage 3: texts to vectors.
