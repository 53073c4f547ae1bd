//! The BERT encoder (Devlin et al. 2018, arXiv:1810.04805) with mean pooling, for inference on
//! the processor.
//!
//! The token sequences of a batch are packed end to end: one matrix product serves them all, no
//! row is padding, and what a sequence gets does not depend on its neighbours. Queries, keys and
//! values come from one product; everything between products is fused (see `ops`).

mod attention;
#[cfg(test)]
mod tests;

use std::ops::Range;

use candle_core::{CpuStorage, CustomOp1, Device, Layout, Shape, Tensor};
use pulp::Arch;
use serde::Deserialize;

use crate::kernels::{self, ALIGN, Norm};
use crate::ops::{self, AddNorm, BiasGelu};
use crate::tensors::Tensors;
use attention::Heads;

/// The sizes, as `config.json` names them.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    pub vocab_size: usize,
    pub hidden_size: usize,
    pub num_hidden_layers: usize,
    pub num_attention_heads: usize,
    pub intermediate_size: usize,
    pub max_position_embeddings: usize,
    pub type_vocab_size: usize,
    pub layer_norm_eps: f32,
    pub hidden_act: Activation,
}

/// The activations this engine has.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Activation {
    Gelu,
}

#[derive(Debug)]
pub(crate) struct Bert {
    hidden: usize,
    /// One row a word piece.
    words: Vec<f32>,
    /// One row a position, with the row of token type 0 already added: there is only ever one
    /// text at a time, so no token has another type.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values side by side.
    qkv: Tensor,
    attention: Attention,
    mix: Tensor,
    after_attention: AddNorm,
    widen: Tensor,
    activation: BiasGelu,
    narrow: Tensor,
    after_all: AddNorm,
}

impl Bert {
    /// Builds the encoder from the tensors of a file, which must have the names of
    /// the reference implementation and the shapes that `config` implies.
    ///
    /// # Errors
    /// What is wrong with the configuration or the tensors, in words.
    pub(crate) fn load(config: &Config, tensors: &mut Tensors) -> Result<Self, String> {
        let Config {
            hidden_size: hidden,
            num_attention_heads: heads,
            ..
        } = *config;
        let head = hidden.checked_div(heads).unwrap_or(0);
        if head == 0 || head * heads != hidden || !head.is_multiple_of(ALIGN) {
            return Err(format!(
                "hidden_size {hidden} is not {heads} heads of a multiple of {ALIGN}"
            ));
        }
        if config.intermediate_size == 0 || !config.intermediate_size.is_multiple_of(ALIGN) {
            return Err(format!(
                "intermediate_size {} is not a multiple of {ALIGN}",
                config.intermediate_size
            ));
        }
        let mut positions = tensors.take(
            "embeddings.position_embeddings.weight",
            &[config.max_position_embeddings, hidden],
        )?;
        let types = tensors.take(
            "embeddings.token_type_embeddings.weight",
            &[config.type_vocab_size, hidden],
        )?;
        for row in positions.chunks_exact_mut(hidden) {
            for (x, t) in row.iter_mut().zip(&types) {
                *x += t;
            }
        }
        Ok(Self {
            hidden,
            words: tensors.take(
                "embeddings.word_embeddings.weight",
                &[config.vocab_size, hidden],
            )?,
            positions,
            norm: norm(tensors, "embeddings.LayerNorm", config)?,
            layers: (0..config.num_hidden_layers)
                .map(|i| Layer::load(tensors, &format!("encoder.layer.{i}"), config))
                .collect::<Result<_, String>>()?,
        })
    }

    /// One vector of length one a sequence: the mean of its last hidden states. Sequences are
    /// token ids, special tokens included; none may be empty, longer than the model's positions
    /// or hold an id that it does not know.
    pub(crate) fn vectors(&self, sequences: &[&[u32]]) -> candle_core::Result<Vec<Vec<f32>>> {
        let mut spans = Vec::with_capacity(sequences.len());
        let mut end = 0;
        for sequence in sequences {
            spans.push(end..end + sequence.len());
            end += sequence.len();
        }
        let mut states = self.look_up(sequences)?;
        for layer in &self.layers {
            states = layer.forward(&states, &spans)?;
        }
        let states = states.flatten_all()?.to_vec1::<f32>()?;
        Ok(spans.iter().map(|span| self.pool(&states, span)).collect())
    }

    fn look_up(&self, sequences: &[&[u32]]) -> candle_core::Result<Tensor> {
        let hidden = self.hidden;
        let row = |table: &'_ [f32], at: usize| {
            let start = at * hidden;
            table.get(start..start + hidden).map(<[f32]>::to_vec)
        };
        let mut words = Vec::new();
        let mut positions = Vec::new();
        for sequence in sequences {
            if sequence.is_empty() {
                candle_core::bail!("a sequence has no tokens");
            }
            for (place, &id) in sequence.iter().enumerate() {
                let (Some(word), Some(position)) =
                    (row(&self.words, id as usize), row(&self.positions, place))
                else {
                    candle_core::bail!("the model has no token {id} at position {place}");
                };
                words.extend(word);
                positions.extend(position);
            }
        }
        let none = vec![0.0; hidden];
        kernels::add_norm(Arch::new(), &mut words, &positions, &none, &self.norm);
        let count = words.len() / hidden;
        Tensor::from_vec(words, (count, hidden), &Device::Cpu)
    }

    fn pool(&self, states: &[f32], span: &Range<usize>) -> Vec<f32> {
        let mut sum = vec![0.0f32; self.hidden];
        for row in states[span.start * self.hidden..span.end * self.hidden].chunks(self.hidden) {
            for (total, x) in sum.iter_mut().zip(row) {
                *total += x;
            }
        }
        // Only the direction of the mean counts, so the sum need not be divided first.
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        sum.iter_mut().for_each(|x| *x /= length);
        sum
    }
}

impl Layer {
    fn load(tensors: &mut Tensors, name: &str, config: &Config) -> Result<Self, String> {
        let Config {
            hidden_size: hidden,
            intermediate_size: wide,
            ..
        } = *config;
        let mut qkv = Vec::new();
        let mut bias = Vec::new();
        for part in ["query", "key", "value"] {
            let part = format!("{name}.attention.self.{part}");
            qkv.extend(tensors.take(&format!("{part}.weight"), &[hidden, hidden])?);
            bias.extend(tensors.take(&format!("{part}.bias"), &[hidden])?);
        }
        let heads = Heads {
            count: config.num_attention_heads,
            width: hidden / config.num_attention_heads,
        };
        let mut bias_of =
            |part: &str, width| tensors.take(&format!("{name}.{part}.bias"), &[width]);
        let biases = [
            bias_of("attention.output.dense", hidden)?,
            bias_of("intermediate.dense", wide)?,
            bias_of("output.dense", hidden)?,
        ];
        let [after_attention, activation, after_all] = biases;
        Ok(Self {
            qkv: matrix(qkv, 3 * hidden, hidden)?,
            attention: Attention { heads, bias },
            mix: linear(
                tensors,
                &format!("{name}.attention.output.dense"),
                hidden,
                hidden,
            )?,
            after_attention: AddNorm {
                bias: after_attention,
                norm: norm(
                    tensors,
                    &format!("{name}.attention.output.LayerNorm"),
                    config,
                )?,
            },
            widen: linear(tensors, &format!("{name}.intermediate.dense"), wide, hidden)?,
            activation: match config.hidden_act {
                Activation::Gelu => BiasGelu { bias: activation },
            },
            narrow: linear(tensors, &format!("{name}.output.dense"), hidden, wide)?,
            after_all: AddNorm {
                bias: after_all,
                norm: norm(tensors, &format!("{name}.output.LayerNorm"), config)?,
            },
        })
    }

    fn forward(&self, states: &Tensor, spans: &[Range<usize>]) -> candle_core::Result<Tensor> {
        let qkv = states.matmul(&self.qkv)?;
        let context = qkv.apply_op1_no_bwd(&Attend {
            attention: &self.attention,
            spans,
        })?;
        let attended = context.matmul(&self.mix)?;
        attended.inplace_op2(states, &self.after_attention)?;

        let wide = attended.matmul(&self.widen)?;
        wide.inplace_op1(&self.activation)?;
        let states = wide.matmul(&self.narrow)?;
        states.inplace_op2(&attended, &self.after_all)?;
        Ok(states)
    }
}

/// What one layer's attention knows.
#[derive(Debug)]
struct Attention {
    heads: Heads,
    bias: Vec<f32>,
}

/// One layer's attention over one batch, as a candle operation.
struct Attend<'a> {
    attention: &'a Attention,
    spans: &'a [Range<usize>],
}

impl CustomOp1 for Attend<'_> {
    fn name(&self) -> &'static str {
        "attend"
    }

    fn cpu_fwd(
        &self,
        storage: &CpuStorage,
        layout: &Layout,
    ) -> candle_core::Result<(CpuStorage, Shape)> {
        let Attention { heads, bias } = self.attention;
        let qkv = ops::rows(storage, layout)?;
        let context = attention::attend(Arch::new(), *heads, bias, qkv, self.spans);
        let hidden = bias.len() / 3;
        let shape = Shape::from((context.len() / hidden, hidden));
        Ok((CpuStorage::F32(context), shape))
    }
}

/// A linear map, transposed for `rows × matrix`.
fn linear(tensors: &mut Tensors, name: &str, to: usize, from: usize) -> Result<Tensor, String> {
    let floats = tensors.take(&format!("{name}.weight"), &[to, from])?;
    matrix(floats, to, from)
}

fn norm(tensors: &mut Tensors, name: &str, config: &Config) -> Result<Norm, String> {
    Ok(Norm {
        scale: tensors.take(&format!("{name}.weight"), &[config.hidden_size])?,
        shift: tensors.take(&format!("{name}.bias"), &[config.hidden_size])?,
        epsilon: config.layer_norm_eps,
    })
}

fn matrix(floats: Vec<f32>, to: usize, from: usize) -> Result<Tensor, String> {
    Tensor::from_vec(floats, (to, from), &Device::Cpu)
        .and_then(|matrix| matrix.t())
        .map_err(|error| error.to_string())
}
