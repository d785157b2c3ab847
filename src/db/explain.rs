//! Errors of the database for people: its message, and what to do.

use sea_orm::DbErr;

use crate::error::Error;
use crate::sql::{DbErrorClass, message};

/// The message of the database without the driver's text around it, and what to do if neither the statement nor the rows are the cause.
/// `None` for errors of others, and for conflicts.
pub(crate) fn explain(error: &Error) -> Option<(String, Option<&'static str>)> {
    let (Error::Internal(cause) | Error::Unavailable(cause)) = error else {
        return None;
    };
    let error = cause.downcast_ref::<DbErr>()?;
    let remedy = match DbErrorClass::of_sea_orm(error) {
        DbErrorClass::Forbidden => Some("connect as a user who may write to its tables"),
        class => class.remedy(),
    };
    Some((message(error), remedy))
}
