//! The tensors of a safetensors file, read one after the other straight to where they stay: at no
//! time is the file in memory beside them.
//!
//! The form: the header's length as u64, little-endian; the header, JSON, with type, shape and
//! place of each tensor; the numbers. See <https://github.com/huggingface/safetensors>.

use std::collections::HashMap;
use std::io::Read;

use serde::Deserialize;

/// No header of a model is longer.
const MAX_HEADER: u64 = 1 << 20;

/// More numbers than any model for a laptop has: a broken header must not fill the memory.
const MAX_NUMBERS: usize = 1 << 29;

#[derive(Debug)]
pub(crate) struct Tensors {
    by_name: HashMap<String, (Vec<usize>, Vec<f32>)>,
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

impl Tensors {
    /// Reads tensors of 32-bit floats; others are passed over, as what asks for them will say.
    ///
    /// # Errors
    /// What is wrong with the file, in words.
    pub(crate) fn read(file: &mut dyn Read) -> Result<Self, String> {
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(|e| e.to_string())?;
        let length = u64::from_le_bytes(length);
        if length > MAX_HEADER {
            return Err(format!("its header says that it is {length} bytes long"));
        }
        let mut header = vec![0; length as usize];
        file.read_exact(&mut header).map_err(|e| e.to_string())?;
        let header: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&header).map_err(|e| e.to_string())?;
        let mut entries = Vec::new();
        for (name, entry) in header {
            if name != "__metadata__" {
                let entry: Entry = serde_json::from_value(entry).map_err(|e| e.to_string())?;
                entries.push((name, entry));
            }
        }
        entries.sort_by_key(|(_, entry)| entry.data_offsets);

        let mut at = 0;
        let mut by_name = HashMap::new();
        for (name, entry) in entries {
            let (start, end) = entry.data_offsets;
            let between = start.checked_sub(at);
            let between = between.ok_or_else(|| format!("{name} lies in another tensor"))?;
            skip(file, between)?;
            at = start;
            let numbers = entry
                .shape
                .iter()
                .try_fold(1usize, |all, side| all.checked_mul(*side));
            let numbers = numbers
                .filter(|numbers| *numbers <= MAX_NUMBERS)
                .ok_or_else(|| format!("{name} is too large"))?;
            if entry.dtype != "F32" || end.checked_sub(start) != Some(numbers as u64 * 4) {
                continue;
            }
            let mut floats = vec![0.0f32; numbers];
            file.read_exact(bytemuck::cast_slice_mut(&mut floats))
                .map_err(|e| e.to_string())?;
            if cfg!(target_endian = "big") {
                for x in &mut floats {
                    *x = f32::from_bits(x.to_bits().swap_bytes());
                }
            }
            at = end;
            by_name.insert(name, (entry.shape, floats));
        }
        Ok(Self { by_name })
    }

    /// Takes a tensor out, which must have this shape and finite numbers only.
    pub(crate) fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let (found, floats) = self
            .by_name
            .remove(name)
            .ok_or_else(|| format!("there is no tensor {name} of 32-bit floats"))?;
        if found != shape {
            return Err(format!("{name} is of shape {found:?}, not {shape:?}"));
        }
        if floats.iter().all(|x| x.is_finite()) {
            Ok(floats)
        } else {
            Err(format!("{name} has numbers that are not finite"))
        }
    }
}

fn skip(file: &mut dyn Read, bytes: u64) -> Result<(), String> {
    std::io::copy(&mut file.take(bytes), &mut std::io::sink())
        .map(|_| ())
        .map_err(|e| e.to_string())
}
