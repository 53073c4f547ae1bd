//! What crosses the boundary between the application and whoever shows it: the window, the
//! command line, a test. Plain data; every type here exists once more in TypeScript, generated.
//!
//! Offsets into text count Unicode scalar values. Times are RFC 3339 in UTC.

mod annotating;
mod citing;
mod exporting;
mod importing;
mod matrix;
mod ranking;
mod reading;
mod related;
mod running;
mod saved;
mod writing;

pub use annotating::*;
pub use citing::*;
pub use exporting::*;
pub use importing::*;
pub use matrix::*;
pub use ranking::*;
pub use reading::*;
pub use related::*;
pub use running::*;
pub use saved::*;
pub use writing::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A paper's number in its library; never used again for another.
pub type PaperId = i64;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Nothing {}
