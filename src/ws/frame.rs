//! Frames to clients: results, errors and broadcasts as JSON texts.

use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;

use crate::engine::{ClientError, Ctx, is_error, log_unavailable};
use crate::error::{Error, FieldError, chain};
use crate::meta::Errors;
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

/// What the client is told of an error. Causes are logged with the id of the request that opened the socket, and never sent.
pub(super) fn client_error(envelope: &RpcEnvelope, error: Error, ctx: &Ctx) -> ClientError {
    let request_id = ctx.request_id();
    let method = envelope.method.as_deref().unwrap_or_default();
    let error = match error {
        Error::Status { status, .. } if !is_error(status) => Error::internal(format!("status {status} for an error")),
        error => error,
    };
    match &error {
        Error::Internal(cause) => {
            tracing::error!(request_id, method, cause = %chain(cause.as_ref()), "internal error");
        }
        Error::Unavailable(cause) => log_unavailable(ctx, cause, &chain(cause.as_ref())),
        Error::OutcomeUnknown(cause) => {
            tracing::error!(request_id, method, cause = %chain(cause.as_ref()), "the outcome of a change is unknown");
        }
        _ => {}
    }
    let mut told = ClientError::of(&error, ctx.settings());
    if matches!(error, Error::Invalid(_)) {
        told.detail = INVALID.into();
    }
    told
}

/// The message of an error that lists violations.
const INVALID: &str = "Invalid RPC parameters";

/// The answer to a request that failed: `{"id", "method", "error"}`. The error is in the form that the API declares, else `{"message", "errors"}`.
pub(super) fn error(envelope: &RpcEnvelope, error: &ClientError, errors: &Errors, request_id: &str) -> Utf8Bytes {
    let mut out = Vec::with_capacity(128);
    head(envelope, &mut out);
    out.extend_from_slice(b"\"error\":");
    match errors
        .model
        .as_ref()
        .map(|model| error.render(model, errors, request_id))
    {
        None => message(&error.detail, &error.errors, &mut out),
        Some(Ok(model)) => out.extend_from_slice(&model),
        Some(Err(title)) => message(title, &[], &mut out),
    }
    out.push(b'}');
    // All parts are UTF-8.
    text(out).unwrap_or_default()
}

/// Writes `{"message", "errors"}`, which lists violations if there are any.
fn message(message: &str, errors: &[FieldError], out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"message\":");
    write_string(message, out);
    for (at, error) in errors.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b",\"errors\":[" } else { b"," });
        out.extend_from_slice(b"{\"field\":");
        write_string(&error.field, out);
        out.extend_from_slice(b",\"message\":");
        write_string(&error.message, out);
        out.push(b'}');
    }
    out.extend_from_slice(if errors.is_empty() { b"}" } else { b"]}" });
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
