//! Renders errors as problems (RFC 9457). Only this file knows which error has which status.

use std::borrow::Cow;

use http::header::{ACCEPT, ACCEPT_ENCODING, ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use hyper::ext::ReasonPhrase;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use warp::reply::Response;

use super::request_id::RequestId;
use crate::engine::{RequestContext, Settings, log_unavailable};
use crate::error::{Error, FieldError, chain};

/// The media type of problems.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A reply to a request that failed.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// Creates a problem of this status.
    pub(super) fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: Vec::new(),
            header: None,
        }
    }

    /// Creates the problem of an error. Its cause is logged with the request's ID and never sent.
    pub(super) fn of(error: Error, settings: &Settings, id: &RequestId) -> Self {
        let text = error.to_string();
        match error {
            Error::Malformed(detail) => Self::new(StatusCode::BAD_REQUEST, detail),
            Error::Invalid(errors) => Self {
                errors,
                ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "the request breaks declared rules")
            },
            Error::Unauthorized => Self::new(StatusCode::UNAUTHORIZED, text),
            Error::Forbidden => Self::new(StatusCode::FORBIDDEN, text),
            Error::NotFound => Self::new(StatusCode::NOT_FOUND, text),
            Error::Conflict(_) => Self::new(StatusCode::CONFLICT, text),
            Error::PreconditionFailed(_) => Self::new(StatusCode::PRECONDITION_FAILED, text),
            Error::PreconditionRequired => Self::new(StatusCode::PRECONDITION_REQUIRED, text),
            Error::TooLarge { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, text),
            // The header lists what is accepted (RFC 9110, sections 12.5.1 and 12.5.3).
            Error::UnsupportedMediaType { expected } => Self {
                header: Some((ACCEPT, HeaderValue::from_static(expected))),
                ..Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text)
            },
            Error::UnsupportedEncoding => Self {
                header: Some((ACCEPT_ENCODING, HeaderValue::from_static("identity"))),
                ..Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text)
            },
            // A status that isn't one of errors is a bug of the application.
            Error::Status { status, detail } => match StatusCode::from_u16(status) {
                Ok(status) if status.is_client_error() || status.is_server_error() => Self::new(status, detail),
                _ => Self::of(Error::internal(format!("status {status} for an error")), settings, id),
            },
            Error::Timeout => Self::new(StatusCode::REQUEST_TIMEOUT, text),
            Error::Unavailable(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "service unavailable");
                Self::unavailable(text)
            }
            // No `Retry-After`: a client that retries blindly may make the change twice.
            Error::OutcomeUnknown(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "the outcome of a change is unknown");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, text)
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

    /// Creates the problem of a request's error, and logs an outage of the database only once.
    pub(super) fn of_request(request: &dyn RequestContext, error: Error, id: &RequestId) -> Self {
        match error {
            Error::Unavailable(cause) => {
                log_unavailable(request, &cause, &chain(cause.as_ref()));
                Self::unavailable(Error::Unavailable(cause).to_string())
            }
            error => Self::of(error, &request.services().settings, id),
        }
    }

    /// 405 with the allowed methods.
    pub(super) fn not_allowed(method: &http::Method, allow: HeaderValue) -> Self {
        Self {
            header: Some((ALLOW, allow)),
            ..Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                format!("{method} is not offered at this path"),
            )
        }
    }

    /// 503 with `Retry-After`.
    pub(super) fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            header: Some((RETRY_AFTER, HeaderValue::from_static("1"))),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
        }
    }

    /// Renders the reply.
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
            map.serialize_entry("errors", &ErrorList(&self.errors))?;
        }
        map.end()
    }
}

struct ErrorList<'e>(&'e [FieldError]);

impl Serialize for ErrorList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for error in self.0 {
            list.serialize_element(&ErrorObject(error))?;
        }
        list.end()
    }
}

struct ErrorObject<'e>(&'e FieldError);

impl Serialize for ErrorObject<'_> {
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

/// The two phrases that RFC 9110 changed. The `http` crate has those of older RFCs.
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
    fn a_change_of_unknown_outcome_is_not_to_be_retried() {
        let error = Error::OutcomeUnknown("connection reset".into());
        let response = Problem::of(error, &Settings::default(), &RequestId::current()).into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!response.headers().contains_key(RETRY_AFTER));
    }
}
