//! Reads bodies: their type, their length, then their bytes, never more than the limit.

use std::error::Error as StdError;
use std::time::Duration;

use futures::{Stream, StreamExt};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, IF_MATCH};
use http::{HeaderMap, HeaderValue};
use mime::Mime;
use warp::Buf;

use super::server::BodyTimeout;
use crate::error::Error;

/// What bodies are.
const EXPECTED: &str = "application/json";

/// How much of a refused body is read all the same, so that the client gets to read the reply: a server that closes
/// while bytes are on the way makes the client's kernel throw the reply away.
const MOST_DISCARDED: usize = 16 * 1024 * 1024;
const LONGEST_DISCARDING: Duration = Duration::from_secs(5);

/// A body as warp hands it out.
pub(super) trait Body: Stream<Item = Result<Self::Chunk, warp::Error>> + Send + Unpin + 'static {
    type Chunk: Buf + Send;
}

impl<S, B> Body for S
where
    S: Stream<Item = Result<B, warp::Error>> + Send + Unpin + 'static,
    B: Buf + Send,
{
    type Chunk = B;
}

/// Reads a JSON body; it is empty if the request has none.
///
/// # Errors
///
/// In this order: [`Error::UnsupportedMediaType`], [`Error::TooLarge`]; then what breaks off the transfer.
pub(super) async fn read(headers: &HeaderMap, mut body: impl Body, limit: u64) -> Result<Vec<u8>, Error> {
    match collect(headers, &mut body, limit).await {
        Err(error @ (Error::TooLarge { .. } | Error::UnsupportedMediaType { .. })) => {
            discard(headers, body);
            Err(error)
        }
        other => other,
    }
}

/// Reads on in the background what nobody wants, within bounds.
pub(super) fn discard(headers: &HeaderMap, mut body: impl Body) {
    // A client that expects to be asked (RFC 9110, section 10.1.1) hasn't sent anything yet, and reading would ask it.
    if headers.contains_key(EXPECT) {
        return;
    }
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(tokio::time::timeout(LONGEST_DISCARDING, async move {
            let mut seen = 0;
            while let Some(Ok(chunk)) = body.next().await {
                seen += chunk.remaining();
                if seen > MOST_DISCARDED {
                    break;
                }
            }
        }));
    }
}

/// The `If-Match` header, all lines of it.
pub(super) fn if_match(headers: &HeaderMap) -> Option<String> {
    let mut lines = headers.get_all(IF_MATCH).iter().peekable();
    lines.peek()?;
    // A line that isn't ASCII names no version of ours, and it must not pass for an absent one.
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap_or_default()).collect();
    Some(lines.join(", "))
}

async fn collect(headers: &HeaderMap, body: &mut impl Body, limit: u64) -> Result<Vec<u8>, Error> {
    let refused = Error::UnsupportedMediaType { expected: EXPECTED };
    let typed = match media_type(headers) {
        MediaType::Json => true,
        MediaType::Missing => false,
        MediaType::Other => return Err(refused),
    };
    let declared = declared_length(headers);
    if declared > limit {
        return Err(if typed { Error::TooLarge { limit } } else { refused });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(declared).unwrap_or(0).min(64 * 1024));
    while let Some(chunk) = body.next().await {
        let mut chunk = chunk.map_err(|error| broken_off(&error))?;
        if chunk.has_remaining() && !typed {
            return Err(refused);
        }
        let length = bytes.len().saturating_add(chunk.remaining());
        if u64::try_from(length).unwrap_or(u64::MAX) > limit {
            return Err(Error::TooLarge { limit });
        }
        while chunk.has_remaining() {
            let piece = chunk.chunk();
            let length = piece.len();
            bytes.extend_from_slice(piece);
            chunk.advance(length);
        }
    }
    Ok(bytes)
}

/// The length that the client announces; zero if it doesn't.
fn declared_length(headers: &HeaderMap) -> u64 {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse().ok())
        .unwrap_or(0)
}

/// What ended a transfer before its end: the server's clock, or the client.
fn broken_off(error: &warp::Error) -> Error {
    let mut source: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(cause) = source {
        if cause.is::<BodyTimeout>() {
            return Error::Timeout;
        }
        source = cause.source();
    }
    tracing::debug!(%error, "the body broke off");
    Error::Malformed("the body broke off".into())
}

#[derive(Debug, PartialEq, Eq)]
enum MediaType {
    Json,
    Missing,
    Other,
}

/// Accepts `application/json` and `application/*+json`, in UTF-8 (RFC 8259, section 8.1).
fn media_type(headers: &HeaderMap) -> MediaType {
    let coded = |coding: &HeaderValue| !coding.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(CONTENT_ENCODING).iter().any(coded) {
        return MediaType::Other;
    }
    let mut lines = headers.get_all(CONTENT_TYPE).iter();
    let line = match (lines.next(), lines.next()) {
        (None, _) => return MediaType::Missing,
        (Some(line), None) => line,
        (Some(_), Some(_)) => return MediaType::Other,
    };
    let Some(mime) = line.to_str().ok().and_then(|text| text.parse::<Mime>().ok()) else {
        return MediaType::Other;
    };
    let json = mime.subtype() == mime::JSON || mime.suffix() == Some(mime::JSON);
    let utf8 = mime
        .get_param(mime::CHARSET)
        .is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"));
    if mime.type_() == mime::APPLICATION && json && utf8 {
        MediaType::Json
    } else {
        MediaType::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sent: &[&'static str], expected: MediaType) {
        let mut headers = HeaderMap::new();
        for line in sent {
            headers.append(CONTENT_TYPE, line.parse().unwrap());
        }
        assert_eq!(media_type(&headers), expected, "{sent:?}");
    }

    #[test]
    fn json_in_utf8_is_accepted() {
        case(&["application/json"], MediaType::Json);
        case(&["Application/JSON"], MediaType::Json);
        case(&["application/json; charset=utf-8"], MediaType::Json);
        case(&["application/json;charset=\"UTF-8\""], MediaType::Json);
        case(&["application/json; profile=x"], MediaType::Json);
        case(&["application/merge-patch+json"], MediaType::Json);
        case(&["application/vnd.api+json; v=1"], MediaType::Json);
    }

    #[test]
    fn other_types_are_not() {
        case(&[], MediaType::Missing);
        case(&[""], MediaType::Other);
        case(&["json"], MediaType::Other);
        case(&["text/json"], MediaType::Other);
        case(&["text/plain"], MediaType::Other);
        case(&["application/x-www-form-urlencoded"], MediaType::Other);
        case(&["application/jsonx"], MediaType::Other);
        case(&["application/json; charset=latin1"], MediaType::Other);
        case(&["application/json", "application/json"], MediaType::Other);
    }

    #[test]
    fn every_line_of_if_match_counts() {
        let mut headers = HeaderMap::new();
        assert_eq!(if_match(&headers), None);
        headers.append(IF_MATCH, "\"a\"".parse().unwrap());
        headers.append(IF_MATCH, "\"b\"".parse().unwrap());
        assert_eq!(if_match(&headers).as_deref(), Some("\"a\", \"b\""));
    }
}
