//! What goes out: replies, errors and broadcasts as JSON texts.

use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use crate::engine::Services;
use crate::error::{Error, FieldError, chain};
use crate::types::write_string;

/// Who asked, as far as it could be read.
#[derive(Debug, Default, Clone)]
pub(super) struct Asked {
    /// As JSON, as it came; an error tells it even where it isn't what it must be.
    pub(super) id: Option<String>,
    pub(super) method: Option<String>,
}

/// A broadcast: `{"channel", "event", "data"}`.
///
/// # Errors
///
/// [`Error::Internal`] if the data isn't UTF-8.
pub(super) fn broadcast(channel: &str, event: &str, data: &[u8]) -> Result<Utf8Bytes, Error> {
    let mut out = Vec::with_capacity(channel.len() + event.len() + data.len() + 40);
    out.extend_from_slice(b"{\"channel\":");
    write_string(channel, &mut out);
    out.extend_from_slice(b",\"event\":");
    write_string(event, &mut out);
    out.extend_from_slice(b",\"data\":");
    out.extend_from_slice(data);
    out.push(b'}');
    text(out)
}

/// An answer: `{"id", "method", "result"}`.
///
/// # Errors
///
/// [`Error::Internal`] if the result isn't UTF-8.
pub(super) fn result(asked: &Asked, result: &[u8]) -> Result<Utf8Bytes, Error> {
    let mut out = Vec::with_capacity(result.len() + 64);
    head(asked, &mut out);
    out.extend_from_slice(b"\"result\":");
    // A method that has nothing to tell answers with an empty object.
    out.extend_from_slice(if result.is_empty() { b"{}" } else { result });
    out.push(b'}');
    text(out)
}

/// A refusal: `{"id", "method", "error": {"message", "errors"}}`. Causes are logged beside the id of the request that opened the socket,
/// and go no further.
pub(super) fn error(asked: &Asked, error: &Error, cx: &Services, request_id: &str) -> Utf8Bytes {
    match error {
        Error::Invalid(errors) => return refusal(asked, INVALID, errors),
        Error::Internal(cause) => {
            let method = asked.method.as_deref().unwrap_or_default();
            tracing::error!(request_id, method, cause = %chain(cause.as_ref()), "internal error");
        }
        Error::Unavailable(cause) => cx.log_unavailable(cause, &chain(cause.as_ref()), request_id),
        Error::OutcomeUnknown(cause) => {
            let method = asked.method.as_deref().unwrap_or_default();
            tracing::error!(request_id, method, cause = %chain(cause.as_ref()), "a change may or may not have been made");
        }
        _ => {}
    }
    match error {
        Error::Internal(_) => refusal(asked, &cx.settings.internal_error_message, &[]),
        other => refusal(asked, &other.to_string(), &[]),
    }
}

/// What breaches of the declared rules are called.
const INVALID: &str = "Invalid RPC parameters";

/// A refusal in these words.
pub(super) fn refusal(asked: &Asked, message: &str, errors: &[FieldError]) -> Utf8Bytes {
    let mut out = Vec::with_capacity(128);
    head(asked, &mut out);
    out.extend_from_slice(b"\"error\":{\"message\":");
    write_string(message, &mut out);
    for (at, error) in errors.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b",\"errors\":[" } else { b"," });
        out.extend_from_slice(b"{\"field\":");
        write_string(&error.field, &mut out);
        out.extend_from_slice(b",\"message\":");
        write_string(&error.message, &mut out);
        out.push(b'}');
    }
    out.extend_from_slice(if errors.is_empty() { b"}}" } else { b"]}}" });
    // Texts, all of it.
    text(out).unwrap_or_default()
}

fn head(asked: &Asked, out: &mut Vec<u8>) {
    out.push(b'{');
    if let Some(id) = &asked.id {
        out.extend_from_slice(b"\"id\":");
        out.extend_from_slice(id.as_bytes());
        out.push(b',');
    }
    if let Some(method) = &asked.method {
        out.extend_from_slice(b"\"method\":");
        write_string(method, out);
        out.push(b',');
    }
}

fn text(bytes: Vec<u8>) -> Result<Utf8Bytes, Error> {
    Utf8Bytes::try_from(bytes).map_err(Error::internal)
}
