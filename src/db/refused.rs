//! What a database says when it isn't the rows that are wrong, and what to do.

use sea_orm::DbErr;

use crate::error::Error;
use crate::sql::Dialect;
use crate::sql::Trouble;

/// What the database said, without the driver's words around it, and what to do if neither the statement nor the rows are at fault.
/// `None` for what isn't the database's, and for conflicts.
pub(crate) fn refused(dialect: Dialect, error: &Error) -> Option<(String, Option<&'static str>)> {
    let (Error::Internal(cause) | Error::Unavailable(cause)) = error else {
        return None;
    };
    let error = cause.downcast_ref::<DbErr>()?;
    let remedy = match dialect.trouble(error) {
        Trouble::Forbidden => Some("connect as a user who may write to its tables"),
        trouble => trouble.remedy(),
    };
    Some((dialect.said(error), remedy))
}
