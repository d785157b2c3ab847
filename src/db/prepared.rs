//! Statements that connections keep prepared, and tables that somebody alters meanwhile.
//!
//! PostgreSQL refuses a prepared statement whose result would have other types than when it was prepared, and a driver goes on to send
//! it. Which connection the statement failed on can't be told of those of sea-orm, so each that is older than the failure is replaced
//! when it is taken next: it costs one connection each for every change of tables.

use sea_orm::{DbErr, Value};

use crate::error::Error;
use crate::sql::{DbCondition, Sql};

/// How often a statement or a transaction of which nothing was done is run.
pub(crate) const TRIES: u32 = 3;

/// How many values, and how many bytes of them, a write may have of which a copy is kept until it is done.
const MOST_VALUES: usize = 256;
const MOST_BYTES: usize = 64 * 1024;

/// A copy of a statement that may have to be run again; `None` for a large write, which seldom has to.
pub(super) fn copy(sql: &Sql, writes: bool) -> Option<Sql> {
    let values = &sql.values.0;
    let bytes = |value: &Value| match value {
        Value::String(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        // It has no length before it is written.
        Value::Json(Some(_)) => MOST_BYTES,
        _ => 0,
    };
    let is_small = || values.len() <= MOST_VALUES && values.iter().map(bytes).sum::<usize>() < MOST_BYTES;
    (!writes || is_small()).then(|| sql.clone())
}

/// Whether the same again may well succeed, since nothing was done: a statement was prepared for other tables, or was undone for the sake of
/// others.
pub(crate) fn may_run_again(error: &Error) -> bool {
    let Error::Unavailable(cause) = error else {
        return false;
    };
    let condition = cause.downcast_ref::<DbErr>().and_then(DbCondition::of_sea_orm);
    condition.is_some_and(DbCondition::is_transient)
}

#[cfg(test)]
mod tests {
    use sea_orm::Values;

    use super::*;

    #[test]
    fn no_copy_is_kept_of_a_large_write() {
        let sql = |values: Vec<Value>| Sql {
            text: String::new(),
            values: Values(values),
        };
        let long = || sql(vec!["x".repeat(MOST_BYTES).into()]);
        let many = || sql(vec![1.into(); MOST_VALUES + 1]);
        assert!(copy(&sql(vec!["x".into(), 1.into()]), true).is_some());
        assert!(copy(&long(), true).is_none() && copy(&many(), true).is_none());
        assert!(copy(&long(), false).is_some() && copy(&many(), false).is_some());
    }
}
