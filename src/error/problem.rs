//! What an API that has its own form of problems renders.

use std::borrow::Cow;

use super::FieldError;

/// What went wrong with a request: what the function behind `errors: { model: Failure = render }` gets of it.
///
/// It has what clients may read. Causes of errors are logged under the request's ID, and aren't in it.
///
/// # Examples
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     api Notes {
///         title: "Notes",
///         version: "1.0.0",
///         errors: { model: Failure = render, statuses: { conflict: 422 } },
///     }
///
///     /// What went wrong
///     schema Failure { messages: Vec<String> }
/// }
///
/// fn render(problem: &Problem) -> Failure {
///     let of_fields = problem.errors().iter().map(|error| format!("{} {}", error.field, error.message));
///     let mut messages: Vec<String> = of_fields.collect();
///     if messages.is_empty() {
///         messages.push(problem.detail().to_owned());
///     }
///     Failure { messages }
/// }
/// # fn main() {}
/// ```
#[derive(Debug, Clone)]
pub struct Problem {
    pub(crate) status: u16,
    pub(crate) title: &'static str,
    pub(crate) detail: Cow<'static, str>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) request_id: String,
}

impl Problem {
    /// The status of the reply, from 400 to 599 (RFC 9110, section 15), as the API's `statuses` say it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The name of the status (RFC 9110, section 15): `Unprocessable Content`.
    #[must_use]
    pub const fn title(&self) -> &str {
        self.title
    }

    /// What happened in this request, in words for clients: `title already exists`.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The fields and parameters that are wrong, with a message each: all violations of an invalid request, or the fields of a conflict with stored
    /// rows. Empty for other problems.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The ID of the request, which is in its log entries and in the reply's `X-Request-Id`.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }
}
