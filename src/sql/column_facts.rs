//! What a database makes of a storage.

use sea_orm::sea_query::ColumnType as SqlType;

use crate::types::Storage;

/// The facts about the columns of one storage.
pub(crate) struct ColumnFacts {
    /// Their type, by the length of a text and the digits of a decimal.
    pub(super) column: fn(Option<u32>, Option<(u8, u8)>) -> SqlType,
    /// The name of that type, as the database reports it.
    pub(super) type_name: &'static str,
    /// As what other storages they can be read and written.
    pub(super) serves: &'static [Storage],
}
