//! The macros' only door. Nothing here is public API.

pub use crate::db::field;
pub use sea_orm::sea_query::{ArrayType, ColumnType as SqlType, Nullable, ValueType, ValueTypeErr};
pub use sea_orm::{ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable, Value};

/// A stored value that its type refuses.
#[must_use]
pub fn stored_wrongly(reason: String) -> TryGetError {
    TryGetError::DbErr(DbErr::Type(reason))
}
