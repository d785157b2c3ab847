//! Renders errors as problems (RFC 9457), or in the form that the API declares. Only this file knows which error is of which kind;
//! `meta/errors.rs` has the statuses of the kinds.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use http::header::{ACCEPT, ACCEPT_ENCODING, ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use hyper::ext::ReasonPhrase;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use warp::reply::Response;

use super::reply::JSON;
use super::request_id::RequestId;
use crate::engine::{RequestContext, Settings, log_unavailable};
use crate::error::{self, Error, FieldError, chain};
use crate::meta::{ErrorKind, Errors};

/// The media type of problems.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// That of a reply whose model couldn't be rendered.
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// A reply to a request that failed.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// `None`: its status is the same in every API.
    kind: Option<ErrorKind>,
    status: StatusCode,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    /// The fields of a conflict, which only an API's own form lists.
    conflicting: Vec<FieldError>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// Creates a problem of this status, whatever the API's kinds of errors have.
    pub(super) fn with_status(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: None,
            status,
            detail: detail.into(),
            errors: Vec::new(),
            conflicting: Vec::new(),
            header: None,
        }
    }

    /// Creates a problem of the kind that usually has this status, if there is one.
    pub(super) fn of_status(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: Errors::USUAL.kinds(status.as_u16()).first(),
            ..Self::with_status(status, detail)
        }
    }

    /// Creates a problem of this kind.
    pub(super) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: Some(kind),
            ..Self::with_status(status(kind.usual_status()), detail)
        }
    }

    /// Creates the problem of an error. Its cause is logged with the request's ID and never sent.
    pub(super) fn of(error: Error, settings: &Settings, id: &RequestId) -> Self {
        let text = error.to_string();
        match error {
            Error::Malformed(detail) => Self::new(ErrorKind::Malformed, detail),
            Error::Invalid(errors) => Self {
                errors,
                ..Self::new(ErrorKind::Invalid, "the request breaks declared rules")
            },
            Error::Unauthorized => Self::new(ErrorKind::Unauthorized, text),
            Error::Forbidden => Self::new(ErrorKind::Forbidden, text),
            Error::NotFound => Self::new(ErrorKind::NotFound, text),
            Error::Conflict(conflict) => Self {
                conflicting: conflict.violations(),
                ..Self::new(ErrorKind::Conflict, text)
            },
            Error::PreconditionFailed(_) => Self::new(ErrorKind::PreconditionFailed, text),
            Error::PreconditionRequired => Self::new(ErrorKind::PreconditionRequired, text),
            Error::TooLarge { .. } => Self::new(ErrorKind::TooLarge, text),
            // The header lists what is accepted (RFC 9110, sections 12.5.1 and 12.5.3).
            Error::UnsupportedMediaType { expected } => Self {
                header: Some((ACCEPT, HeaderValue::from_static(expected))),
                ..Self::new(ErrorKind::UnsupportedMediaType, text)
            },
            Error::UnsupportedEncoding => Self {
                header: Some((ACCEPT_ENCODING, HeaderValue::from_static("identity"))),
                ..Self::new(ErrorKind::UnsupportedMediaType, text)
            },
            // A status that isn't one of errors is a bug of the application.
            Error::Status { status, detail } => match StatusCode::from_u16(status) {
                Ok(status) if status.is_client_error() || status.is_server_error() => Self::with_status(status, detail),
                _ => Self::of(Error::internal(format!("status {status} for an error")), settings, id),
            },
            Error::Timeout => Self::new(ErrorKind::Timeout, text),
            Error::Unavailable(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "service unavailable");
                Self::unavailable(text)
            }
            // No `Retry-After`: a client that retries blindly may make the change twice.
            Error::OutcomeUnknown(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "the outcome of a change is unknown");
                Self::new(ErrorKind::Internal, text)
            }
            Error::Internal(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "internal error");
                Self::new(ErrorKind::Internal, settings.internal_error_message.clone())
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
            ..Self::new(ErrorKind::NotAllowed, format!("{method} is not offered at this path"))
        }
    }

    /// 503 with `Retry-After`.
    pub(super) fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            header: Some((RETRY_AFTER, HeaderValue::from_static("1"))),
            ..Self::new(ErrorKind::Unavailable, detail)
        }
    }

    /// Renders the reply as a problem document, with the usual status of its kind. [`declared`] gives it those that the API declares.
    pub(super) fn into_response(self) -> Response {
        let mut response = Response::new(self.document().into());
        set_status(&mut response, self.status);
        response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
        if let Some((name, value)) = &self.header {
            response.headers_mut().insert(name, value.clone());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }

    /// The problem document.
    fn document(&self) -> Vec<u8> {
        // Maps of strings and numbers always render.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What the API's own render function gets.
    fn public(&self, id: &RequestId) -> error::Problem {
        error::Problem {
            status: self.status.as_u16(),
            title: title(self.status),
            detail: self.detail.clone(),
            errors: [&*self.errors, &*self.conflicting].concat(),
            request_id: id.text().to_owned(),
        }
    }
}

/// Gives a reply that is a problem the status and the form that the API declares. It keeps its headers.
///
/// A render function that panics costs no more than the form: the reply has its status and says the name of it.
pub(super) fn declared(response: &mut Response, errors: &Errors, id: &RequestId) {
    let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() else {
        return;
    };
    let declared = problem.kind.map_or(problem.status, |kind| status(errors.status(kind)));
    if errors.model.is_none() && declared == problem.status {
        return;
    }
    let problem = Problem {
        status: declared,
        ..Arc::unwrap_or_clone(problem)
    };
    set_status(response, declared);
    let (media_type, body) = match errors.model {
        None => (MEDIA_TYPE, problem.document()),
        Some(model) => {
            let problem = problem.public(id);
            match catch_unwind(AssertUnwindSafe(|| (model.render)(&problem))) {
                Ok(body) => (JSON, body),
                Err(_) => {
                    tracing::error!(
                        request_id = id.text(),
                        status = declared.as_u16(),
                        "the function that renders errors panicked"
                    );
                    (TEXT, problem.title.into())
                }
            }
        }
    };
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    *response.body_mut() = body.into();
}

/// A status of the declaration, whose checks refuse others.
fn status(declared: u16) -> StatusCode {
    StatusCode::from_u16(declared).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sets the status of a reply, with its name of RFC 9110.
fn set_status(response: &mut Response, status: StatusCode) {
    *response.status_mut() = status;
    response.extensions_mut().remove::<ReasonPhrase>();
    if let Some(title) = renamed(status) {
        let phrase = ReasonPhrase::from_static(title.as_bytes());
        response.extensions_mut().insert(phrase);
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
