//! Renders replies of the engine as those of HTTP.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, LINK, LOCATION};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use hyper::body::Body as _;
use warp::reply::Response;

use super::address::origin;
use super::conditional::has_version;
use crate::engine::{Outcome, Reply, Settings};

/// The media type of replies.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// An extension of a reply whose body is in memory only once, however many clients read it. It doesn't count as unsent.
#[derive(Debug, Clone, Copy)]
pub(super) struct IsShared;

/// The parts of the address at which a request came in. They are joined only for replies that contain it.
#[derive(Debug)]
pub(super) struct Address<'r> {
    pub(super) settings: &'r Settings,
    pub(super) headers: &'r HeaderMap,
    pub(super) host: Option<&'r Authority>,
    /// The whole path of the request.
    pub(super) path: &'r str,
    /// The beginning of the path, which the user's own filters matched.
    pub(super) prefix: &'r str,
    /// The base path of the API, below the prefix.
    pub(super) base_path: &'r str,
}

impl Address<'_> {
    /// The scheme and authority of the server as clients reach it; empty if no host may be used.
    pub(super) fn origin(&self) -> String {
        origin(self.settings, self.headers, self.host)
    }

    /// The URL of the API's base path, without a slash at the end.
    pub(super) fn root(&self) -> String {
        let prefix = self.prefix.trim_end_matches('/');
        format!("{}{prefix}{}", self.origin(), self.base_path)
    }
}

/// Renders a reply. `read` is set if the request only read.
pub(super) fn render(reply: Reply, address: &Address<'_>, read: bool) -> Response {
    if let Some(etag) = &reply.etag
        && read
        && has_version(address.headers, etag)
    {
        return not_modified(etag);
    }
    let mut response = match reply.outcome {
        Outcome::Done => with_body(StatusCode::OK, reply.body),
        Outcome::Created => with_body(StatusCode::CREATED, reply.body),
        Outcome::Nothing => empty(StatusCode::NO_CONTENT),
    };
    if let Some(total) = reply.total {
        response.headers_mut().insert(TOTAL, total.into());
    }
    if !reply.links.is_empty() {
        set(&mut response, LINK, links(&reply.links, address));
    }
    if let Some(location) = reply.location {
        set(&mut response, LOCATION, format!("{}{location}", address.root()));
    }
    if let Some(etag) = reply.etag {
        set(&mut response, ETAG, etag);
    }
    response
}

/// 304: the client has this version (RFC 9110, section 15.4.5).
pub(super) fn not_modified(etag: &str) -> Response {
    let mut response = empty(StatusCode::NOT_MODIFIED);
    set(&mut response, ETAG, etag.to_owned());
    response
}

/// A reply without a body.
pub(super) fn empty(status: StatusCode) -> Response {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// The reply to HEAD: the same headers without the body (RFC 9110, section 9.3.2).
pub(super) fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact()
        && length > 0
    {
        parts.headers.insert(CONTENT_LENGTH, length.into());
    }
    Response::from_parts(parts, Response::default().into_body())
}

/// Sets a header. If the text can't be one, that is logged and the header is left out.
pub(super) fn set(response: &mut Response, name: HeaderName, text: String) {
    match HeaderValue::try_from(text) {
        Ok(value) => {
            response.headers_mut().insert(name, value);
        }
        Err(error) => tracing::error!(header = %name, %error, "bug in warp-openapi: a header is left out"),
    }
}

/// Sets the status of a reply.
pub(super) fn set_status(response: &mut Response, status: u16) {
    match StatusCode::from_u16(status) {
        Ok(status) => *response.status_mut() = status,
        Err(error) => tracing::error!(status, %error, "bug in warp-openapi: a status is left out"),
    }
}

fn with_body(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

/// The web links (RFC 8288, section 3) to other pages.
fn links(pages: &[(&'static str, String)], address: &Address<'_>) -> String {
    let (origin, path) = (address.origin(), address.path);
    let links: Vec<String> = pages
        .iter()
        .map(|(relation, query)| {
            let mark = if query.is_empty() { "" } else { "?" };
            format!("<{origin}{path}{mark}{query}>; rel=\"{relation}\"")
        })
        .collect();
    links.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(reply: Reply, sent: &[(&'static str, &'static str)], read: bool) -> Response {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        let address = Address {
            settings: &Settings {
                allowed_hosts: vec!["h:81".parse().unwrap()],
                ..Settings::default()
            },
            headers: &headers,
            host: Some(&Authority::from_static("h:81")),
            path: "/api/v1/tasks",
            prefix: "/api/",
            base_path: "/v1",
        };
        render(reply, &address, read)
    }

    #[test]
    fn lists_have_their_total_and_links_to_other_pages() {
        let reply = Reply {
            body: b"[]".to_vec(),
            total: Some(7),
            links: vec![("first", "limit=2".to_owned()), ("next", "limit=2&offset=4".to_owned())],
            ..Reply::default()
        };
        let response = rendered(reply, &[], true);
        let headers = response.headers();
        assert_eq!(
            (response.status().as_u16(), &headers["x-total-count"]),
            (200, &HeaderValue::from(7))
        );
        assert_eq!(
            headers["link"],
            "<http://h:81/api/v1/tasks?limit=2>; rel=\"first\", <http://h:81/api/v1/tasks?limit=2&offset=4>; rel=\"next\""
        );
    }

    #[test]
    fn new_rows_have_a_location() {
        let reply = Reply {
            outcome: Outcome::Created,
            location: Some("/tasks/3".to_owned()),
            ..Reply::default()
        };
        let response = rendered(reply, &[], false);
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["location"], "http://h:81/api/v1/tasks/3");
    }

    #[test]
    fn a_row_that_the_client_has_is_304() {
        let reply = || Reply {
            body: b"{}".to_vec(),
            etag: Some("\"v1\"".to_owned()),
            ..Reply::default()
        };
        let response = rendered(reply(), &[("if-none-match", "\"v1\"")], true);
        assert_eq!(
            (response.status().as_u16(), response.body().size_hint().exact()),
            (304, Some(0))
        );
        assert_eq!(response.headers()["etag"], "\"v1\"");
        assert_eq!(rendered(reply(), &[("if-none-match", "\"v0\"")], true).status(), 200);
        assert_eq!(rendered(reply(), &[("if-none-match", "\"v1\"")], false).status(), 200);
    }

    #[test]
    fn deleted_rows_leave_no_body() {
        let reply = Reply {
            outcome: Outcome::Nothing,
            total: Some(2),
            ..Reply::default()
        };
        let response = rendered(reply, &[], false);
        assert_eq!(response.status(), 204);
        assert_eq!(response.headers()["x-total-count"], "2");
        assert!(!response.headers().contains_key("content-type"));
    }
}
