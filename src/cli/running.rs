//! What every command that runs the model can be told.

use std::path::PathBuf;

#[derive(Debug, Clone, clap::Args)]
pub struct Running {
    /// Use this model instead of the one in the program: a directory in Hugging Face layout
    #[arg(long, value_name = "DIR", global = true, env = "MTLINT_MODEL")]
    pub model: Option<PathBuf>,

    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = threads, global = true, env = "MTLINT_THREADS")]
    pub threads: Option<usize>,

    /// No progress bar and no warnings
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// A number of threads, at least one.
fn threads(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|&n| n > 0)
        .ok_or_else(|| "expected a whole number, 1 or more".to_owned())
}

#[cfg(test)]
mod tests {
    use super::threads;

    #[test]
    fn at_least_one_thread_runs() {
        assert_eq!(threads("2"), Ok(2));
        assert!(threads("0").is_err() && threads("two").is_err());
    }
}
