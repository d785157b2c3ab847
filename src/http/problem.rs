//! Errors as replies (RFC 9457). The only place that knows which error has which status.

use std::borrow::Cow;

use http::header::{ACCEPT, ACCEPT_ENCODING, ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use hyper::ext::ReasonPhrase;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use warp::reply::Response;

use super::request_id::RequestId;
use crate::engine::{Services, Settings};
use crate::error::{Error, FieldError, chain};

/// The media type of problems.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A reply that says what went wrong.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of this status.
    pub(super) fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            header: None,
        }
    }

    /// The problem that this error is to a client. Causes are logged beside the request's id and go no further.
    pub(super) fn of(error: Error, settings: &Settings, id: &RequestId) -> Self {
        let said = error.to_string();
        match error {
            Error::Malformed(detail) => Self::new(StatusCode::BAD_REQUEST, detail),
            Error::Invalid(errors) => Self {
                errors,
                ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "the request breaks declared rules")
            },
            Error::Unauthorized => Self::new(StatusCode::UNAUTHORIZED, said),
            Error::Forbidden => Self::new(StatusCode::FORBIDDEN, said),
            Error::NotFound => Self::new(StatusCode::NOT_FOUND, said),
            Error::Conflict(_) => Self::new(StatusCode::CONFLICT, said),
            Error::PreconditionFailed(_) => Self::new(StatusCode::PRECONDITION_FAILED, said),
            Error::PreconditionRequired => Self::new(StatusCode::PRECONDITION_REQUIRED, said),
            Error::TooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, said),
            // What would be accepted (RFC 9110, sections 12.5.1 and 12.5.3).
            Error::UnsupportedMediaType { expected } => Self {
                header: Some((ACCEPT, HeaderValue::from_static(expected))),
                ..Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, said)
            },
            Error::UnsupportedEncoding => Self {
                header: Some((ACCEPT_ENCODING, HeaderValue::from_static("identity"))),
                ..Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, said)
            },
            // What isn't a status of errors is a fault of the application.
            Error::Status { status, detail } => match StatusCode::from_u16(status) {
                Ok(status) if status.is_client_error() || status.is_server_error() => Self::new(status, detail),
                _ => Self::of(Error::internal(format!("status {status} for an error")), settings, id),
            },
            Error::Timeout => Self::new(StatusCode::REQUEST_TIMEOUT, said),
            Error::Unavailable(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "service unavailable");
                Self::unavailable(said)
            }
            // No `Retry-After`: whoever repeats it blindly may do it twice.
            Error::OutcomeUnknown(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "a change may or may not have been made");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, said)
            }
            Error::Internal(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "internal error");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    settings.internal_error_message.clone(),
                )
            }
        }
    }

    /// The problem that this error is to a client whose request met it over this database.
    pub(super) fn over(cx: &Services, error: Error, id: &RequestId) -> Self {
        match error {
            Error::Unavailable(cause) => {
                cx.log_unavailable(&cause, &chain(cause.as_ref()), id.text());
                Self::unavailable(Error::Unavailable(cause).to_string())
            }
            error => Self::of(error, &cx.settings, id),
        }
    }

    /// 405, with what is allowed.
    pub(super) fn not_allowed(method: &http::Method, allow: HeaderValue) -> Self {
        Self {
            header: Some((ALLOW, allow)),
            ..Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("{method} is not offered at this path"),
            )
        }
    }

    /// 503: worth another try.
    pub(super) fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            header: Some((RETRY_AFTER, HeaderValue::from_static("1"))),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// Renders it.
    pub(super) fn into_response(self) -> Response {
        // Maps of strings and numbers always render.
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(body.into());
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
        if let Some(title) = renamed(self.status) {
            let phrase = ReasonPhrase::from_static(title.as_bytes());
            response.extensions_mut().insert(phrase);
        }
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "about:blank")?;
        map.serialize_entry("title", title(self.status))?;
        map.serialize_entry("status", &self.status.as_u16())?;
        map.serialize_entry("detail", &self.detail)?;
        if !self.errors.is_empty() {
            map.serialize_entry("errors", &Errors(&self.errors))?;
        }
        map.end()
    }
}

struct Errors<'e>(&'e [FieldError]);

impl Serialize for Errors<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for error in self.0 {
            list.serialize_element(&One(error))?;
        }
        list.end()
    }
}

struct One<'e>(&'e FieldError);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("field", &self.0.field)?;
        map.serialize_entry("message", &self.0.message)?;
        map.end()
    }
}

/// The reason phrase (RFC 9110, section 15).
fn title(status: StatusCode) -> &'static str {
    renamed(status).or(status.canonical_reason()).unwrap_or("Error")
}

/// The two phrases that RFC 9110 changed; the `http` crate still has its predecessors'.
fn renamed(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Some("Content Too Large"),
        StatusCode::UNPROCESSABLE_ENTITY => Some("Unprocessable Content"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_whose_outcome_nobody_knows_is_not_to_be_repeated() {
        let error = Error::OutcomeUnknown("connection reset".into());
        let response = Problem::of(error, &Settings::default(), &RequestId::current()).into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!response.headers().contains_key(RETRY_AFTER));
    }
}
