//! The three files of the model, pinned by hash: an id promises what its vectors mean, and a file
//! that is not the pinned one, however it came to differ, is refused.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{Error, Result};

pub(crate) struct Pin {
    pub name: &'static str,
    pub sha256: &'static str,
}

pub(crate) const WEIGHTS: Pin = Pin {
    name: "model.safetensors",
    sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
};
pub(crate) const TOKENIZER: Pin = Pin {
    name: "tokenizer.json",
    sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
};
pub(crate) const CONFIG: Pin = Pin {
    name: "config.json",
    sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
};

/// Reads a small file whole; refused before anything looks at it if it is not the pinned one.
pub(crate) fn read(dir: &Path, pin: &Pin) -> Result<Vec<u8>> {
    let mut file = Hashed::open(dir, pin)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|e| io_error(dir, pin, e))?;
    file.finish(dir, pin)?;
    Ok(bytes)
}

pub(crate) fn io_error(dir: &Path, pin: &Pin, source: io::Error) -> Error {
    Error::Io {
        file: dir.join(pin.name),
        source,
    }
}

/// A file of which every byte read is hashed, so that what was used is what was checked.
pub(crate) struct Hashed {
    file: File,
    hash: Sha256,
    length: u64,
}

impl Hashed {
    pub(crate) fn open(dir: &Path, pin: &Pin) -> Result<Self> {
        let file = File::open(dir.join(pin.name)).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::Missing {
                dir: dir.to_owned(),
                what: pin.name,
            },
            _ => io_error(dir, pin, source),
        })?;
        Ok(Self {
            file,
            hash: Sha256::new(),
            length: 0,
        })
    }

    /// Reads what is left and compares.
    pub(crate) fn finish(mut self, dir: &Path, pin: &Pin) -> Result<()> {
        io::copy(&mut self, &mut io::sink()).map_err(|e| io_error(dir, pin, e))?;
        let found = hex(&self.hash.finalize());
        if found == pin.sha256 {
            return Ok(());
        }
        Err(Error::Broken {
            file: dir.join(pin.name),
            why: format!(
                "it is not the file this program was made for (sha256 {found}, {} bytes)",
                self.length
            ),
        })
    }
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // So little at a time that the bytes are still in the processor's cache when hashed.
        let most = buffer.len().min(1 << 18);
        let count = self.file.read(&mut buffer[..most])?;
        self.hash.update(&buffer[..count]);
        self.length += count as u64;
        Ok(count)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
