//! The integration tests, one binary. The modules are the table of contents.

mod rules;
