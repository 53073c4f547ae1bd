//! The kernels as candle operations on tensors: each does in one pass over memory what would
//! otherwise be several, and in place where it can. Rows are shared out among rayon's threads.

use candle_core::{CpuStorage, InplaceOp1, InplaceOp2, Layout, Result, bail};
use pulp::Arch;
use rayon::prelude::*;

use crate::kernels::{self, Norm};

/// How many rows make one piece of work for a thread.
const ROWS: usize = 32;

/// rows ← gelu(rows + bias)
#[derive(Debug)]
pub(crate) struct BiasGelu {
    pub bias: Vec<f32>,
}

impl InplaceOp1 for BiasGelu {
    fn name(&self) -> &'static str {
        "bias-gelu"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let rows = rows_mut(storage, layout)?;
        let arch = Arch::new();
        rows.par_chunks_mut(ROWS * self.bias.len())
            .for_each(|rows| kernels::bias_gelu(arch, rows, &self.bias));
        Ok(())
    }
}

/// rows ← norm(rows + other rows + bias)
#[derive(Debug)]
pub(crate) struct AddNorm {
    pub bias: Vec<f32>,
    pub norm: Norm,
}

impl InplaceOp2 for AddNorm {
    fn name(&self) -> &'static str {
        "add-norm"
    }

    fn cpu_fwd(
        &self,
        storage: &mut CpuStorage,
        layout: &Layout,
        others: &CpuStorage,
        others_layout: &Layout,
    ) -> Result<()> {
        let others = rows(others, others_layout)?;
        let rows = rows_mut(storage, layout)?;
        let arch = Arch::new();
        let piece = ROWS * self.bias.len();
        rows.par_chunks_mut(piece)
            .zip(others.par_chunks(piece))
            .for_each(|(rows, others)| {
                kernels::add_norm(arch, rows, others, &self.bias, &self.norm);
            });
        Ok(())
    }
}

/// The floats of a contiguous tensor.
pub(crate) fn rows<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match layout.contiguous_offsets() {
        Some((start, end)) => match storage.as_slice::<f32>()?.get(start..end) {
            Some(rows) => Ok(rows),
            None => bail!("a tensor is longer than its storage"),
        },
        None => bail!("a tensor is not contiguous"),
    }
}

fn rows_mut<'a>(storage: &'a mut CpuStorage, layout: &Layout) -> Result<&'a mut [f32]> {
    let (CpuStorage::F32(floats), Some((start, end))) = (storage, layout.contiguous_offsets())
    else {
        bail!("a tensor is not made of contiguous floats");
    };
    match floats.get_mut(start..end) {
        Some(rows) => Ok(rows),
        None => bail!("a tensor is longer than its storage"),
    }
}
