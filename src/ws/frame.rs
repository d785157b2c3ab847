//! Frames to clients: results, errors and broadcasts as JSON texts.

use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use crate::engine::{Ctx, log_unavailable};
use crate::error::{Error, FieldError, chain};
use crate::types::write_string;

/// The envelope of a request, as far as it could be read. Its answer repeats it.
#[derive(Debug, Default, Clone)]
pub(super) struct RpcEnvelope {
    /// JSON, as it was received. An error repeats it even if it isn't a string.
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

/// The answer of a method: `{"id", "method", "result"}`.
///
/// # Errors
///
/// [`Error::Internal`] if the result isn't UTF-8.
pub(super) fn result(envelope: &RpcEnvelope, result: &[u8]) -> Result<Utf8Bytes, Error> {
    let mut out = Vec::with_capacity(result.len() + 64);
    head(envelope, &mut out);
    out.extend_from_slice(b"\"result\":");
    // A method without reply.
    out.extend_from_slice(if result.is_empty() { b"{}" } else { result });
    out.push(b'}');
    text(out)
}

/// The answer to a request that failed: `{"id", "method", "error": {"message", "errors"}}`. Causes are logged with the id of the request
/// that opened the socket, and never sent.
pub(super) fn error(envelope: &RpcEnvelope, error: &Error, ctx: &Ctx) -> Utf8Bytes {
    let request_id = ctx.request_id();
    match error {
        Error::Invalid(errors) => return error_frame(envelope, INVALID, errors),
        Error::Internal(cause) => {
            let method = envelope.method.as_deref().unwrap_or_default();
            tracing::error!(request_id, method, cause = %chain(cause.as_ref()), "internal error");
        }
        Error::Unavailable(cause) => log_unavailable(ctx, cause, &chain(cause.as_ref())),
        Error::OutcomeUnknown(cause) => {
            let method = envelope.method.as_deref().unwrap_or_default();
            tracing::error!(request_id, method, cause = %chain(cause.as_ref()), "the outcome of a change is unknown");
        }
        _ => {}
    }
    match error {
        Error::Internal(_) => error_frame(envelope, &ctx.settings().internal_error_message, &[]),
        other => error_frame(envelope, &other.to_string(), &[]),
    }
}

/// The message of an error that lists violations.
const INVALID: &str = "Invalid RPC parameters";

/// An error with this message, which may list violations.
pub(super) fn error_frame(envelope: &RpcEnvelope, message: &str, errors: &[FieldError]) -> Utf8Bytes {
    let mut out = Vec::with_capacity(128);
    head(envelope, &mut out);
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
    // All parts are UTF-8.
    text(out).unwrap_or_default()
}

fn head(envelope: &RpcEnvelope, out: &mut Vec<u8>) {
    out.push(b'{');
    if let Some(id) = &envelope.id {
        out.extend_from_slice(b"\"id\":");
        out.extend_from_slice(id.as_bytes());
        out.push(b',');
    }
    if let Some(method) = &envelope.method {
        out.extend_from_slice(b"\"method\":");
        write_string(method, out);
        out.push(b',');
    }
}

fn text(bytes: Vec<u8>) -> Result<Utf8Bytes, Error> {
    Utf8Bytes::try_from(bytes).map_err(Error::internal)
}
