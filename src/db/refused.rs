//! What a database says when it isn't the rows that are wrong, and what to do.

use sea_orm::DbErr;

use super::Dialect;
use super::dialect::Trouble;
use crate::error::Error;

/// What the database said, without the driver's words around it, and what to do if neither the statement nor the rows are at fault.
/// `None` for what isn't the database's, and for conflicts.
pub(crate) fn refused(dialect: Dialect, error: &Error) -> Option<(String, Option<&'static str>)> {
    let (Error::Internal(cause) | Error::Unavailable(cause)) = error else {
        return None;
    };
    let error = cause.downcast_ref::<DbErr>()?;
    let remedy = match dialect.trouble(error) {
        Trouble::ReadOnly => Some("the database is read-only: name one that can be written, or make it so"),
        Trouble::Forbidden => Some("connect as a user who may write to its tables"),
        Trouble::Busy => Some("somebody else holds a lock; run it again when they are done"),
        Trouble::Deadlocked => Some("another transaction was in the way: run it again"),
        Trouble::Canceled => Some("run it again, with a longer `statement_timeout` if that ended it"),
        Trouble::Lost => Some("run it again when the database answers"),
        Trouble::Refused => None,
    };
    Some((dialect.said(error), remedy))
}
