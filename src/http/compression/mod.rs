//! Compresses replies (RFC 9110, section 8.4) for clients that accept it.

mod coding;
mod encoder;
mod tag;

use std::sync::Arc;

use bytes::Bytes;
use futures::{FutureExt as _, stream};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderName, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use mime::Mime;
use sync_wrapper::SyncStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use warp::Reply as _;
use warp::reply::Response;

use self::coding::Coding;
use self::encoder::Encoder;

/// The fewest bytes that are worth it.
const LEAST: u64 = 1024;

/// Up to so many bytes are compressed at once, and their reply has a length. Longer ones are compressed while they are sent.
const WHOLE: u64 = 64 * 1024;

/// How many bytes of a long reply are compressed at a time.
const PIECE: usize = 16 * 1024;

/// The most long replies that are compressed at a time, since each takes up to two megabytes. Others are sent as they are.
const MOST_LONG: usize = 128;

/// Compresses the replies of a server.
#[derive(Debug, Clone)]
pub(super) struct Compression {
    long: Arc<Semaphore>,
}

/// What a request says of the coding of its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepted {
    /// The best coding that the client accepts.
    coding: Option<Coding>,
    /// The coding of the version that the client has, by a tag that this server weakened.
    held: Option<Coding>,
}

impl Accepted {
    /// Reads the headers of a request. Tags that this server has weakened become those of the replies as they were before.
    pub(super) fn of(headers: &mut HeaderMap) -> Self {
        Self {
            coding: Coding::accepted(headers),
            held: tag::restore(headers),
        }
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            long: Arc::new(Semaphore::new(MOST_LONG)),
        }
    }
}

impl Compression {
    /// Compresses a reply, if it can be, and its client accepts that. The body of a reply to HEAD has been taken away already.
    pub(super) fn apply(&self, mut response: Response, accepted: Accepted) -> Response {
        if response.status() == StatusCode::NOT_MODIFIED {
            vary(response.headers_mut());
            if let Some(held) = accepted.held {
                tag::weaken(response.headers_mut(), held);
            }
            return response;
        }
        let Some(size) = compressible(&response) else {
            return response;
        };
        vary(response.headers_mut());
        let Some(coding) = accepted.coding else {
            return response;
        };
        let is_long = size.is_none_or(|size| size > WHOLE);
        let permit = match is_long.then(|| Arc::clone(&self.long).try_acquire_owned()) {
            None => None,
            Some(Ok(permit)) => Some(permit),
            Some(Err(_)) => return response,
        };
        let (mut parts, mut body) = response.into_parts();
        // Of the reply to HEAD there is nothing to compress.
        if body.is_end_stream() {
            encoded(&mut parts.headers, coding);
            return Response::from_parts(parts, body);
        }
        let mut rest = Bytes::new();
        if !is_long && let Some(frame) = ready_frame(&mut body) {
            if body.is_end_stream() {
                return match Encoder::new(coding, size).whole(&frame) {
                    Ok(whole) => {
                        encoded(&mut parts.headers, coding);
                        Response::from_parts(parts, Bytes::from(whole).into())
                    }
                    Err(error) => {
                        tracing::error!(%error, coding = coding.word(), "a reply can't be compressed, and is sent as it is");
                        Response::from_parts(parts, frame.into())
                    }
                };
            }
            rest = frame;
        }
        encoded(&mut parts.headers, coding);
        let compressed = CompressedBody {
            body,
            encoder: Some(Encoder::new(coding, size)),
            rest,
            is_stream: size.is_none(),
            _permit: permit,
        };
        Response::from_parts(parts, compressed.into_body())
    }
}

/// Changes the headers of a reply to those of the compressed one.
fn encoded(headers: &mut HeaderMap, coding: Coding) {
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_ENCODING, coding.name());
    tag::weaken(headers, coding);
}

/// The next frame of a body, if it needn't be waited for.
fn ready_frame(body: &mut ReplyBody) -> Option<Bytes> {
    body.frame().now_or_never()??.ok()?.into_data().ok()
}

/// The bytes of a reply that can be compressed, `Some(None)` if they aren't known; `None` of one that can't.
fn compressible(response: &Response) -> Option<Option<u64>> {
    let (status, headers) = (response.status(), response.headers());
    let has_content = !status.is_informational()
        && ![
            StatusCode::NO_CONTENT,
            StatusCode::RESET_CONTENT,
            StatusCode::PARTIAL_CONTENT,
        ]
        .contains(&status);
    let is_plain = !headers.contains_key(CONTENT_ENCODING) && !headers.contains_key(CONTENT_RANGE);
    let may = has_content && is_plain && !has_word(headers, &CACHE_CONTROL, "no-transform");
    if !may || !headers.get(CONTENT_TYPE).is_some_and(is_text) {
        return None;
    }
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    let size = declared.or_else(|| response.body().size_hint().exact());
    size.is_none_or(|size| size >= LEAST).then_some(size)
}

/// Whether a media type is of text, which compresses well. Events of a server (`text/event-stream`) are left out: each is sent at once.
fn is_text(media: &HeaderValue) -> bool {
    let Some(media) = media.to_str().ok().and_then(|media| media.parse::<Mime>().ok()) else {
        return false;
    };
    if let Some(suffix) = media.suffix() {
        return matches!(suffix.as_str(), "json" | "xml" | "yaml");
    }
    match (media.type_().as_str(), media.subtype().as_str()) {
        ("text", subtype) => subtype != "event-stream",
        ("application", subtype) => matches!(
            subtype,
            "json" | "javascript" | "xml" | "yaml" | "x-ndjson" | "jsonl" | "graphql" | "sql" | "wasm" | "toml"
        ),
        _ => false,
    }
}

/// Whether a comma-separated header has a word.
fn has_word(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    let mut words = lines.flat_map(|line| line.split(','));
    words.any(|found| found.trim().eq_ignore_ascii_case(word))
}

/// Says that the reply depends on `Accept-Encoding` (RFC 9110, section 12.5.5).
fn vary(headers: &mut HeaderMap) {
    if !has_word(headers, &VARY, "accept-encoding") && !has_word(headers, &VARY, "*") {
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    }
}

type ReplyBody = <Response as HasBody>::Body;

/// The type of a reply's body, which warp doesn't name.
trait HasBody {
    type Body;
}

impl<B> HasBody for http::Response<B> {
    type Body = B;
}

/// A body that is compressed while it is read.
struct CompressedBody {
    body: ReplyBody,
    /// `None` when it has ended.
    encoder: Option<Encoder>,
    /// The rest of a frame.
    rest: Bytes,
    /// Whether each frame is to be sent when it comes.
    is_stream: bool,
    _permit: Option<OwnedSemaphorePermit>,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl CompressedBody {
    /// A body of what comes out.
    fn into_body(self) -> ReplyBody {
        let chunks = stream::try_unfold(self, |mut state| async {
            let chunk = state.next().await?;
            Ok::<_, BoxError>(chunk.map(|chunk| (Bytes::from(chunk), state)))
        });
        warp::reply::stream(SyncStream::new(Box::pin(chunks)))
            .into_response()
            .into_body()
    }

    /// The next bytes; `None` behind the last.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        loop {
            if self.rest.is_empty() {
                match self.body.frame().await.transpose()? {
                    Some(frame) => self.rest = frame.into_data().unwrap_or_default(),
                    None => return Ok(self.encoder.take().map(Encoder::finish).transpose()?),
                }
            }
            let Some(encoder) = &mut self.encoder else {
                return Ok(None);
            };
            encoder.write(&self.rest.split_to(PIECE.min(self.rest.len())))?;
            if self.is_stream && self.rest.is_empty() {
                encoder.flush()?;
            }
            let written = encoder.take();
            if !written.is_empty() {
                return Ok(Some(written));
            }
            // Other requests run while a long body is compressed.
            tokio::task::yield_now().await;
        }
    }
}
