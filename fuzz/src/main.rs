//! One target for every format: `LECTERN_FUZZ_FORMAT` names it, `./dev fuzz` sets it.
//!
//! What must hold for any bytes: reading and sniffing end without a panic, positions count up from
//! one, lines begin with one, a source without records says so, and reading again gives the same.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use papers::{Format, read, sniff};

fn format() -> Format {
    static FORMAT: OnceLock<Format> = OnceLock::new();
    *FORMAT.get_or_init(|| {
        let id = std::env::var("LECTERN_FUZZ_FORMAT").expect("LECTERN_FUZZ_FORMAT names a format");
        Format::from_id(&id).expect("a format that `lectern formats` lists")
    })
}

fuzz_target!(|bytes: &[u8]| {
    let format = format();
    let _ = sniff(bytes, None);
    let reading = read(format, bytes);
    for (index, record) in reading.records.iter().enumerate() {
        assert_eq!(record.position, index + 1);
        assert!(record.line >= 1);
    }
    assert!(!reading.records.is_empty() || !reading.diagnostics.is_empty());
    assert_eq!(read(format, bytes), reading);
});
