//! Renders errors as problems (RFC 9457), or in the form that the API declares. `engine/client_error.rs` knows which error is of which kind.

use std::borrow::Cow;
use std::sync::Arc;

use http::header::{ACCEPT, ACCEPT_ENCODING, ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use hyper::ext::ReasonPhrase;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use warp::reply::Response;

use super::reply::JSON;
use super::request_id::RequestId;
use crate::engine::{ClientError, RequestContext, Settings, is_error, log_unavailable};
use crate::error::{Error, FieldError, chain};
use crate::meta::{ErrorKind, Errors, status_title};

/// The media type of problems.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// That of a reply whose model couldn't be rendered.
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// A reply to a request that failed.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    error: ClientError,
    header: Option<(HeaderName, HeaderValue)>,
}

impl From<ClientError> for Problem {
    fn from(error: ClientError) -> Self {
        Self { error, header: None }
    }
}

impl Problem {
    /// Creates a problem of the kind that usually has this status, if there is one.
    pub(super) fn of_status(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        ClientError::of_status(status.as_u16(), detail).into()
    }

    /// Creates a problem of this kind.
    pub(super) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        ClientError::new(kind, detail).into()
    }

    /// Creates the problem of an error. Its cause is logged with the request's ID and never sent.
    pub(super) fn of(error: Error, settings: &Settings, id: &RequestId) -> Self {
        let header = match &error {
            // The header lists what is accepted (RFC 9110, sections 12.5.1 and 12.5.3).
            Error::UnsupportedMediaType { expected } => Some((ACCEPT, HeaderValue::from_static(expected))),
            Error::UnsupportedEncoding => Some((ACCEPT_ENCODING, HeaderValue::from_static("identity"))),
            Error::Status { status, .. } if !is_error(*status) => {
                return Self::of(Error::internal(format!("status {status} for an error")), settings, id);
            }
            Error::Unavailable(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "service unavailable");
                return Self::unavailable(error.to_string());
            }
            // No `Retry-After`: a client that retries blindly may make the change twice.
            Error::OutcomeUnknown(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "the outcome of a change is unknown");
                None
            }
            Error::Internal(cause) => {
                tracing::error!(request_id = id.text(), cause = %chain(cause.as_ref()), "internal error");
                None
            }
            _ => None,
        };
        Self {
            error: ClientError::of(&error, settings),
            header,
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
        let status = self.error.status();
        let mut response = Response::new(self.document(status).into());
        set_status(&mut response, status);
        response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
        if let Some((name, value)) = &self.header {
            response.headers_mut().insert(name, value.clone());
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }

    /// The problem document.
    fn document(&self, status: u16) -> Vec<u8> {
        let document = Document {
            error: &self.error,
            status,
        };
        // Maps of strings and numbers always render.
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

/// Gives a reply that is a problem the status and the form that the API declares. It keeps its headers.
///
/// A render function that panics costs no more than the form: the reply has its status and says the name of it.
pub(super) fn declared(response: &mut Response, errors: &Errors, id: &RequestId) {
    let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() else {
        return;
    };
    let declared = problem.error.declared_status(errors);
    if errors.model.is_none() && declared == problem.error.status() {
        return;
    }
    set_status(response, declared);
    let (media_type, body) = match &errors.model {
        None => (MEDIA_TYPE, problem.document(declared)),
        Some(model) => match problem.error.render(model, errors, id.text()) {
            Ok(body) => (JSON, body),
            Err(title) => (TEXT, title.into()),
        },
    };
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    *response.body_mut() = body.into();
}

/// Sets the status of a reply, one of errors, with its name of RFC 9110.
fn set_status(response: &mut Response, status: u16) {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.status_mut() = status;
    response.extensions_mut().remove::<ReasonPhrase>();
    let title = status_title(status.as_u16());
    if status.canonical_reason() != Some(title) {
        let phrase = ReasonPhrase::from_static(title.as_bytes());
        response.extensions_mut().insert(phrase);
    }
}

/// A problem document.
struct Document<'p> {
    error: &'p ClientError,
    status: u16,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "about:blank")?;
        map.serialize_entry("title", status_title(self.status))?;
        map.serialize_entry("status", &self.status)?;
        map.serialize_entry("detail", &self.error.detail)?;
        if !self.error.errors.is_empty() {
            map.serialize_entry("errors", &ErrorList(&self.error.errors))?;
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
