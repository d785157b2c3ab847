//! What clients are told of an error: its kind, and texts without causes. Only this file knows which error is of which kind; `meta/errors.rs` has the
//! statuses of the kinds.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Settings;
use crate::error::{Error, FieldError, Problem};
use crate::meta::{ErrorKind, ErrorModel, Errors, status_title};

/// An error as clients are told of it.
#[derive(Debug, Clone)]
pub(crate) struct ClientError {
    /// `None`: its status is the same in every API.
    kind: Option<ErrorKind>,
    /// The status, unless the API declares another for the kind.
    status: u16,
    pub(crate) detail: Cow<'static, str>,
    pub(crate) errors: Vec<FieldError>,
    /// The fields of a conflict, which only an API's own form lists.
    conflicting: Vec<FieldError>,
}

impl ClientError {
    /// Creates one of this status, whatever the API's kinds of errors have.
    pub(crate) fn with_status(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: None,
            status,
            detail: detail.into(),
            errors: Vec::new(),
            conflicting: Vec::new(),
        }
    }

    /// Creates one of this kind.
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: Some(kind),
            ..Self::with_status(kind.usual_status(), detail)
        }
    }

    /// Creates one of the kind that usually has this status, if there is one.
    pub(crate) fn of_status(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: Errors::USUAL.kinds(status).first(),
            ..Self::with_status(status, detail)
        }
    }

    /// Creates that of an error.
    pub(crate) fn of(error: &Error, settings: &Settings) -> Self {
        let kind = match error {
            Error::Malformed(_) => ErrorKind::Malformed,
            Error::Invalid(errors) => {
                return Self {
                    errors: errors.clone(),
                    ..Self::new(ErrorKind::Invalid, "the request breaks declared rules")
                };
            }
            Error::Unauthorized => ErrorKind::Unauthorized,
            Error::Forbidden => ErrorKind::Forbidden,
            Error::NotFound => ErrorKind::NotFound,
            Error::Conflict(conflict) => {
                return Self {
                    conflicting: conflict.violations(),
                    ..Self::new(ErrorKind::Conflict, error.to_string())
                };
            }
            Error::PreconditionFailed(_) => ErrorKind::PreconditionFailed,
            Error::PreconditionRequired => ErrorKind::PreconditionRequired,
            Error::TooLarge { .. } => ErrorKind::TooLarge,
            Error::UnsupportedMediaType { .. } | Error::UnsupportedEncoding => ErrorKind::UnsupportedMediaType,
            // A status that isn't one of errors is a bug of the application.
            Error::Status { status, detail } if is_error(*status) => {
                return Self::with_status(*status, detail.clone());
            }
            Error::Timeout => ErrorKind::Timeout,
            Error::Unavailable(_) => ErrorKind::Unavailable,
            Error::OutcomeUnknown(_) => ErrorKind::Internal,
            Error::Status { .. } | Error::Internal(_) => {
                return Self::new(ErrorKind::Internal, settings.internal_error_message.clone());
            }
        };
        Self::new(kind, error.to_string())
    }

    /// The status, unless the API declares another for the kind.
    pub(crate) const fn status(&self) -> u16 {
        self.status
    }

    /// The status that the API declares.
    pub(crate) fn declared_status(&self, errors: &Errors) -> u16 {
        self.kind.map_or(self.status, |kind| errors.status(kind))
    }

    /// Renders the error as JSON, in the form that the API declares.
    ///
    /// # Errors
    ///
    /// The function of the application panicked. That costs no more than the form: clients get the name of the status.
    pub(crate) fn render(
        &self,
        model: &ErrorModel,
        errors: &Errors,
        request_id: &str,
    ) -> Result<Vec<u8>, &'static str> {
        let status = self.declared_status(errors);
        let problem = Problem {
            status,
            title: status_title(status),
            detail: self.detail.clone(),
            errors: [&*self.errors, &*self.conflicting].concat(),
            request_id: request_id.to_owned(),
        };
        catch_unwind(AssertUnwindSafe(|| (model.render)(&problem))).map_err(|_| {
            tracing::error!(request_id, status, "the function that renders errors panicked");
            problem.title
        })
    }
}

/// Whether a status is one of errors (RFC 9110, section 15).
pub(crate) const fn is_error(status: u16) -> bool {
    matches!(status, 400..=599)
}
