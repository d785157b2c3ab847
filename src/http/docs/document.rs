//! The document, from static memory.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue};
use warp::reply::Response;

use super::super::conditional::has_version;
use super::super::reply::{JSON, not_modified, set};
use crate::meta::Api;

/// Caches may keep it, but ask each time whether it has changed: it does with every deployment.
pub(super) const CACHED: HeaderValue = HeaderValue::from_static("no-cache");

/// Answers with the API's document, or with 304 to a client that has it.
pub(in crate::http) fn document(api: &'static Api, headers: &HeaderMap) -> Response {
    let mut response = if has_version(headers, api.etag) {
        not_modified(api.etag)
    } else {
        let mut response = Response::new(Bytes::from_static(api.document.as_bytes()).into());
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        set(&mut response, ETAG, api.etag.to_owned());
        response
    };
    response.headers_mut().insert(CACHE_CONTROL, CACHED);
    response
}
