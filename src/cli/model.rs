//! `mtlint model`: which language model is in the program, and is it whole?

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use mtlint::embed::{Encoder, TransformerEncoder, dot, embedded_files, sha256};

use super::output;

const EXAMPLES: &str = "\
Examples:
  mtlint model list
  mtlint model verify
  mtlint model verify --model e5-base/";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,

    /// Use this model instead of the one in the program: a directory in Hugging Face layout
    #[arg(long, value_name = "DIR", global = true)]
    pub model: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Name, source, licence, shapes and hash
    List,
    /// Compare the hashes with the manifest and run the model once
    Verify,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let text = match args.action {
        Action::List => list()?,
        Action::Verify => verify(args)?,
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The manifests of the models in the program: a list of objects.
fn list() -> anyhow::Result<String> {
    let manifests = manifests()?;
    if manifests.is_empty() {
        return Ok(
            "this binary was built without a model; name one with `--model DIR`\n".to_owned(),
        );
    }
    Ok(serde_json::to_string_pretty(&manifests)? + "\n")
}

fn manifests() -> anyhow::Result<Vec<serde_json::Value>> {
    let files = embedded_files().into_iter();
    let manifests = files.filter(|(name, _)| *name == MANIFEST);
    Ok(manifests
        .map(|(_, bytes)| serde_json::from_slice(bytes))
        .collect::<Result<_, _>>()?)
}

const MANIFEST: &str = "manifest.json";

fn verify(args: &Args) -> anyhow::Result<String> {
    let mut out = String::new();
    if args.model.is_none() {
        let manifests = manifests()?;
        let listed = || {
            manifests
                .iter()
                .filter_map(|m| m["files"].as_array())
                .flatten()
        };
        for (name, bytes) in embedded_files() {
            if name == MANIFEST {
                continue;
            }
            let hash = sha256(bytes);
            let wanted = listed()
                .filter(|file| file["name"] == *name)
                .find_map(|file| file["sha256"].as_str())
                .unwrap_or("of a file in a manifest");
            if hash != wanted {
                bail!("`{name}`: expected sha256 {wanted}, found {hash}");
            }
            writeln!(out, "{name}: sha256 {hash}, as the manifest says")?;
        }
    }
    let encoder = TransformerEncoder::load(args.model.as_deref())?;
    let vectors = encoder.encode(
        &[
            "减负工作要久久为功",
            "Persevere in the task of reducing burdens",
        ],
        &|_| (),
    )?;
    let cosine = dot(vectors.row(0), vectors.row(1));
    writeln!(
        out,
        "{}: runs; {} values a text, cosine of a test pair {cosine:.3}",
        encoder.name(),
        encoder.dimension()
    )?;
    Ok(out)
}
