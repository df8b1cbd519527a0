//! `mtlint init`: a settings file to begin with.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use mtlint::load::config::FILE_NAME;

use super::output::{self, Destination};

const EXAMPLES: &str = "\
Examples:
  mtlint init
  mtlint init --output news/mtlint.toml";

/// Every setting, commented out with its default.
const TEMPLATE: &str = include_str!("init/mtlint.toml");

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Where to write the file; `-` is standard output
    #[arg(long, value_name = "FILE", default_value = FILE_NAME)]
    output: PathBuf,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let destination = Destination::from(Some(args.output.clone()));
    if let Destination::File(path) = &destination {
        if path.exists() {
            bail!("`{}` is there already; it is left as it is", path.display());
        }
        destination.write(TEMPLATE.as_bytes())?;
    } else {
        output::print(TEMPLATE)?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use mtlint::load::config::Config;

    use super::TEMPLATE;

    #[test]
    fn the_template_says_nothing_and_every_setting_in_it_is_known() {
        let template = Path::new("mtlint.toml");
        assert_eq!(
            Config::parse(TEMPLATE, template).unwrap(),
            Config::default()
        );
        let settings: Vec<&str> = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#:").unwrap_or(line))
            .collect();
        let config = Config::parse(&settings.join("\n"), template).unwrap();
        let written = config.to_toml().unwrap();
        for name in [
            "select",
            "fail-on",
            "max-flags",
            "verdicts",
            "exclude",
            "calibration",
        ] {
            assert!(written.contains(name), "no `{name}` in {written}");
        }
    }
}
