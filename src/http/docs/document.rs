//! The OpenAPI document, in each version, and the AsyncAPI document.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue};
use warp::reply::Response;

use super::super::conditional::has_version;
use super::super::documents::{Documents, Served};
use super::super::reply::{IsShared, JSON, not_modified, set};
use super::super::spec_version::{converted, requested};
use crate::engine::Query;
use crate::error::{Error, FieldErrors};
use crate::spec::versions::SpecVersion;

/// Caches may keep it, but ask each time whether it has changed: it does with every deployment.
pub(super) const CACHED: HeaderValue = HeaderValue::from_static("no-cache");

/// Answers with the API's document in the version that the query names, or with 304 to a client that has it.
///
/// # Errors
///
/// When the query has any other parameter.
pub(in crate::http) fn document(documents: &Documents, headers: &HeaderMap, query: &str) -> Result<Response, Error> {
    Ok(match requested(query)? {
        SpecVersion::OpenApi31 => reply(headers, &documents.openapi),
        other => reply(headers, &converted(documents, other)?),
    })
}

/// Answers with the document of the API's sockets, or with 304 to a client that has it.
///
/// # Errors
///
/// When the query has a parameter: there is one version.
pub(in crate::http) fn asyncapi(documents: &Documents, headers: &HeaderMap, query: &str) -> Result<Response, Error> {
    let mut errors = FieldErrors::default();
    Query::parse(query)?.finish(&mut errors);
    errors.finish()?;
    Ok(reply(headers, &documents.asyncapi))
}

fn reply(headers: &HeaderMap, document: &Served) -> Response {
    let etag = &*document.etag;
    let mut response = if has_version(headers, etag) {
        not_modified(etag)
    } else {
        let mut response = Response::new(document.text.clone().into());
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        response.extensions_mut().insert(IsShared);
        set(&mut response, ETAG, etag.to_owned());
        response
    };
    response.headers_mut().insert(CACHE_CONTROL, CACHED);
    response
}
