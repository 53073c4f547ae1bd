//! The packed, fused encoder against the plainest one: loops over 64-bit floats, one text, one
//! token at a time, written from the papers and sharing nothing with the engine but its inputs.

use std::collections::HashMap;

use candle_core::safetensors::save;
use candle_core::{Device, Tensor};

use super::{Activation, Bert, Config};
use crate::tensors::Tensors;

const CONFIG: Config = Config {
    vocab_size: 50,
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 96,
    max_position_embeddings: 200,
    type_vocab_size: 2,
    layer_norm_eps: 1e-12,
    hidden_act: Activation::Gelu,
};

type Weights = HashMap<String, (Vec<usize>, Vec<f32>)>;

/// Weights of the size that trained ones have, from a linear congruential generator.
fn weights() -> Weights {
    let mut state = 1u64;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((state >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 0.6
    };
    let (hidden, wide) = (CONFIG.hidden_size, CONFIG.intermediate_size);
    let mut shapes = vec![
        (
            "embeddings.word_embeddings.weight".to_owned(),
            vec![CONFIG.vocab_size, hidden],
        ),
        (
            "embeddings.position_embeddings.weight".to_owned(),
            vec![CONFIG.max_position_embeddings, hidden],
        ),
        (
            "embeddings.token_type_embeddings.weight".to_owned(),
            vec![2, hidden],
        ),
        ("embeddings.LayerNorm.weight".to_owned(), vec![hidden]),
        ("embeddings.LayerNorm.bias".to_owned(), vec![hidden]),
    ];
    for layer in 0..CONFIG.num_hidden_layers {
        for (part, to, from) in [
            ("attention.self.query", hidden, hidden),
            ("attention.self.key", hidden, hidden),
            ("attention.self.value", hidden, hidden),
            ("attention.output.dense", hidden, hidden),
            ("intermediate.dense", wide, hidden),
            ("output.dense", hidden, wide),
        ] {
            shapes.push((
                format!("encoder.layer.{layer}.{part}.weight"),
                vec![to, from],
            ));
            shapes.push((format!("encoder.layer.{layer}.{part}.bias"), vec![to]));
        }
        for part in ["attention.output.LayerNorm", "output.LayerNorm"] {
            shapes.push((format!("encoder.layer.{layer}.{part}.weight"), vec![hidden]));
            shapes.push((format!("encoder.layer.{layer}.{part}.bias"), vec![hidden]));
        }
    }
    shapes
        .into_iter()
        .map(|(name, shape)| {
            let floats = (0..shape.iter().product()).map(|_| random()).collect();
            (name, (shape, floats))
        })
        .collect()
}

fn file(weights: &Weights) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("model.safetensors");
    let tensors: HashMap<String, Tensor> = weights
        .iter()
        .map(|(name, (shape, floats))| {
            let tensor = Tensor::from_vec(floats.clone(), shape.as_slice(), &Device::Cpu).unwrap();
            (name.clone(), tensor)
        })
        .collect();
    save(&tensors, &path).unwrap();
    std::fs::read(path).unwrap()
}

fn load(config: &Config, file: &[u8]) -> Result<Bert, String> {
    Bert::load(config, &mut Tensors::read(&mut &*file)?)
}

/// The reference: see the top of this file.
struct Plain(Weights);

impl Plain {
    fn floats(&self, name: &str) -> Vec<f64> {
        self.0[name].1.iter().map(|x| f64::from(*x)).collect()
    }

    fn linear(&self, name: &str, x: &[f64]) -> Vec<f64> {
        let weight = self.floats(&format!("{name}.weight"));
        let bias = self.floats(&format!("{name}.bias"));
        let rows = weight.chunks(x.len()).zip(bias);
        rows.map(|(row, bias)| row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + bias)
            .collect()
    }

    fn norm(&self, name: &str, x: &[f64]) -> Vec<f64> {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / x.len() as f64;
        let weight = self.floats(&format!("{name}.weight"));
        let bias = self.floats(&format!("{name}.bias"));
        let parts = x.iter().zip(weight).zip(bias);
        parts
            .map(|((x, w), b)| (x - mean) / (variance + 1e-12).sqrt() * w + b)
            .collect()
    }

    fn vector(&self, ids: &[u32]) -> Vec<f64> {
        let hidden = CONFIG.hidden_size;
        let row = |name: &str, at: usize| {
            self.floats(&format!("embeddings.{name}.weight"))[at * hidden..][..hidden].to_vec()
        };
        let mut states: Vec<Vec<f64>> = ids
            .iter()
            .enumerate()
            .map(|(place, id)| {
                let word = row("word_embeddings", *id as usize);
                let position = row("position_embeddings", place);
                let kind = row("token_type_embeddings", 0);
                self.norm("embeddings.LayerNorm", &sum(&sum(&word, &position), &kind))
            })
            .collect();
        for layer in 0..CONFIG.num_hidden_layers {
            let name = |part: &str| format!("encoder.layer.{layer}.{part}");
            let all = |part: &str| -> Vec<Vec<f64>> {
                states.iter().map(|x| self.linear(&name(part), x)).collect()
            };
            let context = attention(
                &all("attention.self.query"),
                &all("attention.self.key"),
                &all("attention.self.value"),
            );
            for (state, context) in states.iter_mut().zip(context) {
                let mixed = self.linear(&name("attention.output.dense"), &context);
                let attended = self.norm(&name("attention.output.LayerNorm"), &sum(&mixed, state));
                let wide = self.linear(&name("intermediate.dense"), &attended);
                let active: Vec<f64> = wide.into_iter().map(gelu).collect();
                let narrow = self.linear(&name("output.dense"), &active);
                *state = self.norm(&name("output.LayerNorm"), &sum(&narrow, &attended));
            }
        }
        let total = states.into_iter().reduce(|a, b| sum(&a, &b)).unwrap();
        let length = total.iter().map(|x| x * x).sum::<f64>().sqrt();
        total.into_iter().map(|x| x / length).collect()
    }
}

fn attention(queries: &[Vec<f64>], keys: &[Vec<f64>], values: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = CONFIG.hidden_size / CONFIG.num_attention_heads;
    let mut out = vec![Vec::new(); queries.len()];
    for head in 0..CONFIG.num_attention_heads {
        let part = head * width..(head + 1) * width;
        for (query, out) in queries.iter().zip(&mut out) {
            let weights: Vec<f64> = keys
                .iter()
                .map(|key| {
                    let products = query[part.clone()].iter().zip(&key[part.clone()]);
                    (products.map(|(q, k)| q * k).sum::<f64>() / (width as f64).sqrt()).exp()
                })
                .collect();
            let total: f64 = weights.iter().sum();
            for d in part.clone() {
                out.push(
                    weights
                        .iter()
                        .zip(values)
                        .map(|(w, v)| w * v[d])
                        .sum::<f64>()
                        / total,
                );
            }
        }
    }
    out
}

fn sum(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x + y).collect()
}

/// x·Φ(x), Φ by Simpson's rule over the density: slow, and no series shared with the engine.
fn gelu(x: f64) -> f64 {
    let density = |t: f64| (-t * t / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let steps = 200;
    let h = x / f64::from(steps);
    let inner: f64 = (1..steps)
        .map(|i| density(h * f64::from(i)) * if i % 2 == 0 { 2.0 } else { 4.0 })
        .sum();
    x * (0.5 + (density(0.0) + inner + density(x)) * h / 3.0)
}

fn sequence(length: usize, seed: u32) -> Vec<u32> {
    (0..length as u32)
        .map(|i| (i * i + seed * 7) % CONFIG.vocab_size as u32)
        .collect()
}

#[test]
fn a_packed_batch_of_any_lengths_equals_the_plain_encoder() {
    let weights = weights();
    let bert = load(&CONFIG, &file(&weights)).unwrap();
    let plain = Plain(weights);
    // Around the widths of vectors, of query groups (8) and of pieces of work (64 queries).
    let sequences: Vec<Vec<u32>> = [1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 130]
        .iter()
        .zip(0..)
        .map(|(length, seed)| sequence(*length, seed))
        .collect();
    let batch: Vec<&[u32]> = sequences.iter().map(Vec::as_slice).collect();
    let vectors = bert.vectors(&batch).unwrap();
    assert_eq!(vectors.len(), sequences.len());
    for (ids, vector) in sequences.iter().zip(&vectors) {
        for (x, expected) in vector.iter().zip(plain.vector(ids)) {
            let error = (f64::from(*x) - expected).abs();
            assert!(error < 2e-6, "{} tokens: {x} for {expected}", ids.len());
        }
    }
}

#[test]
fn tokens_the_model_does_not_have_are_an_error() {
    let bert = load(&CONFIG, &file(&weights())).unwrap();
    assert!(bert.vectors(&[&[1, CONFIG.vocab_size as u32]]).is_err());
    assert!(bert.vectors(&[&[1; 201]]).is_err());
    assert!(bert.vectors(&[&[1], &[]]).is_err());
    assert!(bert.vectors(&[&[1; 200]]).is_ok());
}

#[test]
fn damaged_weights_are_refused_and_named() {
    let good = weights();
    let name = "encoder.layer.1.output.dense.weight";
    let refused = |weights: &Weights| load(&CONFIG, &file(weights)).unwrap_err();

    let mut missing = good.clone();
    missing.remove(name);
    assert!(refused(&missing).contains(name));

    let mut misshapen = good.clone();
    misshapen.get_mut(name).unwrap().0.reverse();
    assert!(refused(&misshapen).contains("shape"));

    let mut infinite = good.clone();
    infinite.get_mut(name).unwrap().1[5] = f32::NAN;
    assert!(refused(&infinite).contains("finite"));

    let whole = file(&good);
    for length in [0, 7, 8, 100, whole.len() / 2, whole.len() - 1] {
        assert!(load(&CONFIG, &whole[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn sizes_that_the_engine_does_not_have_are_refused() {
    let file = file(&weights());
    for config in [
        Config {
            num_attention_heads: 0,
            ..CONFIG
        },
        Config {
            num_attention_heads: 3,
            ..CONFIG
        },
        Config {
            num_attention_heads: 8,
            ..CONFIG
        },
        Config {
            hidden_size: 0,
            ..CONFIG
        },
        Config {
            intermediate_size: 90,
            ..CONFIG
        },
        Config {
            num_hidden_layers: 3,
            ..CONFIG
        },
        Config {
            vocab_size: usize::MAX,
            ..CONFIG
        },
    ] {
        assert!(load(&config, &file).is_err(), "{config:?}");
    }
}
