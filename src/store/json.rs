//! The small state of an aggregate as JSON. An error never carries what was read.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;

pub(super) fn read<T: DeserializeOwned>(
    table: &'static str,
    id: i64,
    doc: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(doc).map_err(|_| StoreError::Corrupt { table, id })
}

pub(super) fn write<T: Serialize>(table: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt { table, id: 0 })
}
