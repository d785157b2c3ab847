//! Replies that are streams of bytes.

use std::panic::AssertUnwindSafe;

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue};
use sync_wrapper::SyncStream;
use warp::Reply as _;
use warp::reply::Response;

use super::reply::set;
use super::request_id::RequestId;
use crate::error::{Cause, chain};
use crate::meta::Op;

const NOSNIFF: (HeaderName, HeaderValue) = (
    http::header::X_CONTENT_TYPE_OPTIONS,
    HeaderValue::from_static("nosniff"),
);

/// A reply that is a stream of bytes. An error of the stream is logged and aborts the transfer, since the status is sent already.
pub(super) fn stream_of(op: &Op, stream: BoxStream<'static, Result<Bytes, Cause>>, id: &RequestId) -> Response {
    let (name, id) = (op.name, id.clone());
    let stream = AssertUnwindSafe(stream).catch_unwind();
    let stream = stream.map(|chunk| chunk.unwrap_or_else(|_| Err("the stream panicked".into())));
    let stream = stream.inspect(move |chunk| {
        if let Err(cause) = chunk {
            tracing::error!(request_id = id.text(), op = name, cause = %chain(cause.as_ref()), "the stream of a reply failed");
        }
    });
    let mut response = warp::reply::stream(SyncStream::new(stream)).into_response();
    set(&mut response, CONTENT_TYPE, op.media_of_bytes().to_owned());
    let (header, value) = NOSNIFF;
    response.headers_mut().insert(header, value);
    response
}
