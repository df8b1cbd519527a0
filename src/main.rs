//! The command line of `mtlint`: parse, run, say what went wrong, exit.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
