//! `mtlint completions` and `mtlint man`: what shells and `man` read, made from the command line's
//! own description.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Command, CommandFactory};

use super::output::Destination;
use super::{Cli, output};

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  mtlint completions bash > ~/.local/share/bash-completion/completions/mtlint
  mtlint completions zsh > _mtlint";

const MAN_EXAMPLES: &str = "\
Examples:
  mtlint man | man -l -
  mtlint man --output /usr/local/share/man/man1";

#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct ManArgs {
    /// Write the pages of all commands into this folder instead of the first one to standard output
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub fn completions(args: &CompletionsArgs) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mtlint", &mut script);
    Destination::Stdout.write(&script)?;
    Ok(ExitCode::SUCCESS)
}

pub fn man(args: &ManArgs) -> anyhow::Result<ExitCode> {
    let mut command = Cli::command();
    command.build();
    match &args.output {
        None => output::print(&String::from_utf8(page(&command)?)?)?,
        Some(folder) => write_all(&command, folder)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn page(command: &Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

/// The page of a command and those of its own commands.
fn write_all(command: &Command, folder: &Path) -> anyhow::Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    Destination::File(folder.join(format!("{name}.1"))).write(&page(command)?)?;
    for inner in command.get_subcommands().filter(|c| c.get_name() != "help") {
        write_all(inner, folder)?;
    }
    Ok(())
}
