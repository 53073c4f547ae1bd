//! Between Rust's types and the columns that hold them. Instants are integers, microseconds since
//! 1970, because text of differing precision does not sort; lists are JSON.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

pub(crate) fn timestamp(micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|error| Error::Corrupt(error.to_string()))
}

pub(crate) fn integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count or position read back; the columns refuse negative ones.
pub(crate) fn count(integer: i64) -> usize {
    usize::try_from(integer).unwrap_or(0)
}

pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(error.to_string()))
}

/// Reads the JSON of one column; `place` names it should it be damaged.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str, place: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("{place}: {error}")))
}

/// An enum whose values stand in the database under fixed lower-case names.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $type:ident { $($(#[$doc:meta])* $value:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $type { $($(#[$doc])* $value,)+ }

        impl $type {
            pub const ALL: &[$type] = &[$($type::$value,)+];

            /// The name as it stands in the database.
            pub fn name(self) -> &'static str {
                match self { $($type::$value => $name,)+ }
            }

            pub fn from_name(name: &str) -> Option<$type> {
                $type::ALL.iter().copied().find(|value| value.name() == name)
            }
        }

        impl rusqlite::ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(self.name().into())
            }
        }

        impl rusqlite::types::FromSql for $type {
            fn column_result(
                value: rusqlite::types::ValueRef<'_>,
            ) -> rusqlite::types::FromSqlResult<$type> {
                let name = value.as_str()?;
                $type::from_name(name).ok_or_else(|| {
                    rusqlite::types::FromSqlError::Other(
                        format!("{name:?} is no {}", stringify!($type)).into(),
                    )
                })
            }
        }
    };
}
pub(crate) use named;
