//! Checks the target of a request (RFC 9112, section 3.2).

use http::uri::Scheme;
use http::{HeaderValue, Method, StatusCode, Uri};
use warp::reply::Response;

use crate::http::problem::Problem;
use crate::http::reply::empty;
use crate::meta::ErrorKind;

/// The reply to a request whose target is neither a path nor an absolute URL with one; filters expect a path.
pub(super) fn refused(method: &Method, uri: &Uri) -> Option<Response> {
    if method == Method::CONNECT {
        // The server has no tunnels, so no method is allowed.
        return Some(Problem::not_allowed(method, HeaderValue::from_static("")).into_response());
    }
    let foreign = |scheme: &Scheme| *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS;
    match uri.path_and_query().map(http::uri::PathAndQuery::path) {
        Some(path) if path.starts_with('/') && !uri.scheme().is_some_and(foreign) => None,
        // `OPTIONS *` is about the server as a whole (RFC 9110, section 9.3.7).
        Some("*") if method == Method::OPTIONS => Some(empty(StatusCode::NO_CONTENT)),
        _ => Some(
            Problem::new(
                ErrorKind::Malformed,
                "the target of the request must be a path, such as /v1/tasks, or an http URL",
            )
            .into_response(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(method: &str, uri: &str, expected: Option<u16>) {
        let refused = refused(&method.parse().unwrap(), &uri.parse().unwrap());
        let status = refused.map(|response| response.status().as_u16());
        assert_eq!(status, expected, "{method} {uri}");
    }

    #[test]
    fn only_paths_and_urls_of_http_are_targets() {
        case("GET", "/", None);
        case("GET", "/a?b", None);
        case("GET", "//a", None);
        case("GET", "http://h", None);
        case("GET", "http://h?a=b", None);
        case("GET", "HTTPS://h/a", None);
        case("GET", "ftp://h/a", Some(400));
        case("GET", "evil:443", Some(400));
        case("GET", "evil", Some(400));
        case("OPTIONS", "evil", Some(400));
        case("GET", "*", Some(400));
        case("OPTIONS", "*", Some(204));
        case("CONNECT", "a:1", Some(405));
        case("CONNECT", "/a", Some(405));
        case("CONNECT", "*", Some(405));
    }
}
