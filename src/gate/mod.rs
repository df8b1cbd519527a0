//! Stage 8: does the check pass?
