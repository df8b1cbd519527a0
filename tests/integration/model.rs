//! The embedded model against independent computations, and models from directories.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use candle_core::{Device, Tensor};
use flate2::read::GzDecoder;
use mtlint::Warning;
use mtlint::check::{Input, Options, check};
use mtlint::embed::{Encoder, TransformerEncoder, dot, embedded_files, sha256};
use serde_json::{Value, json};

static MODEL: LazyLock<TransformerEncoder> =
    LazyLock::new(|| TransformerEncoder::embedded().unwrap());

/// What the model was trained to see before every text; the fixture's texts begin with it.
const PREFIX: &str = "query: ";

/// The texts of `models/fixtures`, computed with numpy by `make.py` beside it.
fn fixture() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/fixtures/e5-small-zh-en.json");
    let mut file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    file["texts"].take().as_array().unwrap().clone()
}

fn text(row: &Value) -> &str {
    row["text"].as_str().unwrap().strip_prefix(PREFIX).unwrap()
}

#[test]
fn tokens_are_those_of_the_full_vocabulary() {
    for row in fixture() {
        let tokens = MODEL.tokenizer().tokenize(&[text(&row)]).unwrap().remove(0);
        let mut pieces = vec!["<s>".to_owned()];
        let piece = |&id| MODEL.tokenizer().piece(id).unwrap();
        pieces.extend(tokens.ids.iter().map(piece));
        pieces.push("</s>".to_owned());
        assert_eq!(json!(pieces), row["tokens"], "{}", row["text"]);
    }
}

#[test]
fn vectors_are_those_of_another_computation() {
    for row in fixture() {
        let wanted: Vec<f32> = serde_json::from_value(row["vector"].clone()).unwrap();
        let vectors = MODEL.encode(&[text(&row)], &|_| ()).unwrap();
        let cosine = dot(vectors.row(0), &wanted);
        assert!(cosine > 0.999, "{cosine}: {}", row["text"]);
    }
}

#[test]
fn a_batch_is_as_good_as_one_text_at_a_time() {
    let rows = fixture();
    let mut texts: Vec<String> = rows.iter().map(|row| text(row).to_owned()).collect();
    for k in 0..27 {
        let part = [
            "精文减会",
            "cut paperwork",
            "，",
            " and hold fewer meetings. ",
        ][k % 4];
        texts.push(format!("{}{k}", part.repeat(k + 1)));
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_eq!(texts.len(), 40);
    let (together, states) = MODEL.encode_tokens(&texts).unwrap();
    assert_eq!(together.len(), texts.len());
    for (k, text) in texts.iter().enumerate() {
        let alone = MODEL.encode(&[text], &|_| ()).unwrap();
        let cosine = dot(together.row(k), alone.row(0));
        assert!(cosine > 0.99999, "{cosine}: {text}");
        assert_eq!(together.tokens[k], alone.tokens[0]);
        let width = together.dimension();
        assert_eq!(states[k].values.len(), states[k].spans.len() * width);
        let inside = |span: &std::ops::Range<usize>| text.get(span.clone()).is_some();
        assert!(states[k].spans.iter().all(inside), "{text}");
    }
}

#[test]
fn a_text_longer_than_the_window_is_embedded_in_pieces_and_said() {
    let long = "我们要精文减会，不能只是说说而已，各部门都要落实".repeat(50);
    let vectors = MODEL.encode(&[&long, "短"], &|_| ()).unwrap();
    assert!(vectors.tokens[0] > 512, "{}", vectors.tokens[0]);
    assert!(vectors.windows[0] > 1, "{:?}", vectors.windows);
    assert_eq!(vectors.windows[1], 1);
    assert!((dot(vectors.row(0), vectors.row(0)) - 1.0).abs() < 1e-5);

    let dir = tempfile::tempdir().unwrap();
    let (zh, en) = (dir.path().join("zh.txt"), dir.path().join("en.txt"));
    fs::write(&zh, format!("第一句。\n{long}。\n")).unwrap();
    fs::write(&en, "The first sentence.\nWe have to cut paperwork.\n").unwrap();
    let pairs = dir.path().join("pairs.tsv");
    fs::write(
        &pairs,
        format!("source\ttarget\n一\tOne\n{long}\tToo long\n"),
    )
    .unwrap();
    let documents = Input::Documents {
        source: zh,
        target: en,
    };
    for (input, at) in [(documents, 2), (Input::Pairs(vec![pairs]), 3)] {
        let result = check(&input, &Options::default(), &|_| ()).unwrap();
        let [Warning::LongText { line, pieces, .. }] = result.warnings.as_slice() else {
            panic!("{:?}", result.warnings);
        };
        assert!(
            (*line, *pieces) >= (at, 2) && *line == at,
            "{line} {pieces}"
        );
    }
}

/// The folder of texts that stands beside the repository while it is developed.
fn shared() -> PathBuf {
    std::env::var_os("MTLINT_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    )
}

/// Every `step`th of the Chinese and of the English texts of that folder.
fn sample(data: &Path, step: usize) -> [Vec<String>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    for row in mtlint::eval::rated::read(&data.join("mqm/dev.jsonl.gz")).unwrap() {
        sides[0].push(row.source);
        sides[1].push(row.target);
    }
    for chapter in 1..=6 {
        for (side, name) in sides.iter_mut().zip(["zh", "en"]) {
            let path = data.join(format!("align/mac-dev/{name}/{chapter:03}"));
            side.extend(fs::read_to_string(path).unwrap().lines().map(str::to_owned));
        }
    }
    let packed = fs::File::open(data.join("parallel/tico19.en-zh.tsv.gz")).unwrap();
    for line in BufReader::new(GzDecoder::new(packed)).lines() {
        let line = line.unwrap();
        let mut cells = line.split('\t').skip(1).map(str::to_owned);
        sides[0].extend(cells.next());
        sides[1].extend(cells.next());
    }
    sides.map(|texts| texts.into_iter().step_by(step).collect())
}

/// Unknown tokens on every third of those texts, Chinese and English: rare characters, which the
/// full vocabulary lacks as well (`models/check_tokens.py` compares the two on all of them).
const UNKNOWN: [usize; 2] = [22, 0];

#[test]
fn only_characters_that_the_full_vocabulary_lacks_are_unknown() {
    let data = shared();
    if !data.join("mqm/dev.jsonl.gz").is_file() {
        // Past the test runner, which would swallow what `eprintln!` prints.
        let mut stderr = std::io::stderr();
        let data = data.display();
        writeln!(
            stderr,
            "SKIPPED: no texts in {data}; MTLINT_SHARED names their folder"
        )
        .unwrap();
        return;
    }
    let unknown = sample(&data, 3).map(|texts| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let tokens = MODEL.tokenizer().tokenize(&texts).unwrap();
        let ids: Vec<u32> = tokens.into_iter().flat_map(|t| t.ids).collect();
        let piece = |&&id: &&u32| MODEL.tokenizer().piece(id).as_deref() == Some("<unk>");
        ids.iter().filter(piece).count()
    });
    assert_eq!(unknown, UNKNOWN);
}

#[test]
fn the_files_are_those_of_the_manifest() {
    let files = embedded_files();
    let is_manifest = |file: &&(&str, &'static [u8])| file.0 == "manifest.json";
    let manifests = files.iter().filter(is_manifest);
    let manifests: Vec<Value> = manifests
        .map(|(_, bytes)| serde_json::from_slice(bytes).unwrap())
        .collect();
    let files: HashMap<_, _> = files.iter().copied().collect();
    let mut compared = 0;
    for listed in manifests
        .iter()
        .flat_map(|m| m["files"].as_array().unwrap())
    {
        if let Some(bytes) = files.get(listed["name"].as_str().unwrap()) {
            assert_eq!(listed["bytes"], bytes.len());
            assert_eq!(listed["sha256"], sha256(bytes));
            compared += 1;
        }
    }
    assert_eq!(compared, 3);
    let (status, said) = mtlint(&["model", "verify"]);
    assert_eq!(status, Some(0), "{said}");
}

fn mtlint(args: &[&str]) -> (Option<i32>, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_mtlint"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    (out.status.code(), said)
}

/// A model of one layer with weights that mean nothing, in Hugging Face layout.
fn tiny_model() -> tempfile::TempDir {
    const PIECES: [&str; 12] = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "减", "负", "文", "会", "cut", "the", "burden", ".",
    ];
    let dir = tempfile::tempdir().unwrap();
    let config = json!({
        "model_type": "bert", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 16, "max_position_embeddings": 32, "layer_norm_eps": 1e-12,
        "hidden_act": "gelu", "vocab_size": PIECES.len(), "pad_token_id": 0,
    });
    let vocabulary: HashMap<&str, usize> = PIECES.iter().copied().zip(0..).collect();
    let tokenizer = json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
            "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": null,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    });
    fs::write(dir.path().join("config.json"), config.to_string()).unwrap();
    fs::write(dir.path().join("tokenizer.json"), tokenizer.to_string()).unwrap();
    save(dir.path(), &tensors(PIECES.len()));
    dir
}

fn tensors(words: usize) -> HashMap<String, Tensor> {
    let layer = "encoder.layer.0";
    let mut shapes = vec![
        (
            "embeddings.word_embeddings.weight".to_owned(),
            vec![words, 8],
        ),
        (
            "embeddings.position_embeddings.weight".to_owned(),
            vec![32, 8],
        ),
        (
            "embeddings.token_type_embeddings.weight".to_owned(),
            vec![2, 8],
        ),
    ];
    for (part, outputs, inputs) in [
        ("attention.self.query", 8, 8),
        ("attention.self.key", 8, 8),
        ("attention.self.value", 8, 8),
        ("attention.output.dense", 8, 8),
        ("intermediate.dense", 16, 8),
        ("output.dense", 8, 16),
    ] {
        shapes.push((format!("{layer}.{part}.weight"), vec![outputs, inputs]));
        shapes.push((format!("{layer}.{part}.bias"), vec![outputs]));
    }
    for norm in [
        "embeddings.LayerNorm".to_owned(),
        format!("{layer}.attention.output.LayerNorm"),
        format!("{layer}.output.LayerNorm"),
    ] {
        shapes.push((format!("{norm}.weight"), vec![8]));
        shapes.push((format!("{norm}.bias"), vec![8]));
    }
    shapes
        .into_iter()
        .enumerate()
        .map(|(k, (name, shape))| {
            let values: Vec<f32> = (0..shape.iter().product())
                .map(|i: usize| ((i * 37 + k * 11) % 19) as f32 / 19.0 - 0.4)
                .collect();
            (name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap())
        })
        .collect()
}

fn save(dir: &Path, tensors: &HashMap<String, Tensor>) {
    candle_core::safetensors::save(tensors, dir.join("model.safetensors")).unwrap();
}

#[test]
fn a_directory_in_hugging_face_layout_is_a_model() {
    let dir = tiny_model();
    let model = TransformerEncoder::from_directory(dir.path()).unwrap();
    assert_eq!(model.dimension(), 8);
    let texts = ["减负 文会", "cut the burden", ""];
    let vectors = model.encode(&texts, &|_| ()).unwrap();
    for (k, text) in texts.iter().enumerate() {
        assert!((dot(vectors.row(k), vectors.row(k)) - 1.0).abs() < 1e-5);
        let alone = model.encode(&[text], &|_| ()).unwrap();
        assert!(dot(vectors.row(k), alone.row(0)) > 0.99999);
    }
    assert!(dot(vectors.row(0), vectors.row(1)) < 0.9999);
    let long = "cut the burden. ".repeat(20);
    assert!(model.encode(&[&long], &|_| ()).unwrap().windows[0] > 1);
    let (status, said) = mtlint(&["model", "verify", "--model", dir.path().to_str().unwrap()]);
    assert_eq!(status, Some(0), "{said}");
    let (zh, en) = (dir.path().join("zh.txt"), dir.path().join("en.txt"));
    fs::write(&zh, "减负文会。\n").unwrap();
    fs::write(&en, "Cut the burden.\n").unwrap();
    let [model, zh, en] = [dir.path(), &zh, &en].map(|path| path.to_str().unwrap());
    let (status, said) = mtlint(&["check", zh, en, "--model", model]);
    assert!(matches!(status, Some(0 | 1)), "{said}");
}

/// Damages a model and expects exit status 2 and a message that names what is wrong.
#[track_caller]
fn refused(damage: impl Fn(&Path), words: &[&str]) {
    let dir = tiny_model();
    damage(dir.path());
    let (status, said) = mtlint(&["model", "verify", "--model", dir.path().to_str().unwrap()]);
    assert_eq!(status, Some(2), "{said}");
    assert!(
        said.starts_with("error: could not load the model"),
        "{said}"
    );
    assert!(!said.contains("panicked"), "{said}");
    for word in words {
        assert!(said.contains(word), "no `{word}` in: {said}");
    }
}

/// Changes a member of `config.json`.
fn configure(dir: &Path, name: &str, value: Value) {
    let path = dir.join("config.json");
    let mut config: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    config[name] = value;
    fs::write(path, config.to_string()).unwrap();
}

#[test]
fn every_missing_file_of_a_model_is_named() {
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        let remove = |dir: &Path| fs::remove_file(dir.join(file)).unwrap();
        refused(remove, &[file, "No such file"]);
        let scribble = |dir: &Path| fs::write(dir.join(file), "none of it").unwrap();
        refused(scribble, &[file]);
    }
}

#[test]
fn a_model_of_another_kind_is_refused() {
    refused(
        |dir| configure(dir, "model_type", json!("t5")),
        &["config.json", "xlm-roberta", "`t5`"],
    );
    refused(
        |dir| configure(dir, "hidden_act", json!("relu")),
        &["config.json", "`gelu`", "`relu`"],
    );
    refused(
        |dir| configure(dir, "hidden_size", json!("wide")),
        &["config.json", "invalid type"],
    );
    let pooling = |dir: &Path| {
        fs::create_dir(dir.join("1_Pooling")).unwrap();
        let config = json!({"pooling_mode_cls_token": true}).to_string();
        fs::write(dir.join("1_Pooling/config.json"), config).unwrap();
    };
    refused(pooling, &["1_Pooling/config.json", "mean pooling"]);
}

#[test]
fn tensors_that_do_not_fit_the_configuration_are_named() {
    let value = "encoder.layer.0.attention.self.value.weight";
    let without = |dir: &Path| {
        let mut tensors = tensors(12);
        tensors.remove(value);
        save(dir, &tensors);
    };
    refused(without, &["model.safetensors", "no tensor", value]);
    refused(
        |dir| configure(dir, "num_hidden_layers", json!(2)),
        &["no tensor", "encoder.layer.1"],
    );
    refused(
        |dir| configure(dir, "hidden_size", json!(16)),
        &["embeddings.word_embeddings.weight", "expected 16 columns"],
    );
    refused(
        |dir| configure(dir, "intermediate_size", json!(32)),
        &["intermediate.dense.weight", "[32, 8]", "[16, 8]"],
    );
    refused(
        |dir| configure(dir, "num_attention_heads", json!(3)),
        &["heads", "3", "8"],
    );
    refused(
        |dir| save(dir, &tensors(11)),
        &["tokenizer.json", "11", "12"],
    );
}
