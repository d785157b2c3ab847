//! Checks the host of a request: that there is exactly one, that it is valid, and that it is allowed.

use http::header::HOST;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Request, Version};
use warp::reply::Response;

use super::address::forwarded_host;
use super::problem::Problem;
use crate::engine::{Host, Settings, is_served};
use crate::meta::ErrorKind;

/// An invalid host: 400 (RFC 9112, section 3.2; RFC 9113, section 8.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadHost(&'static str);

impl BadHost {
    /// The reply.
    pub(super) fn into_response(self) -> Response {
        Problem::new(ErrorKind::Malformed, self.0).into_response()
    }
}

/// Checks the host of a request. If its target has a host, that replaces the one in `Host` (RFC 9112, section 3.2.2).
///
/// # Errors
///
/// Why a host is invalid.
pub(super) fn check_and_normalize<B>(request: &mut Request<B>, settings: &Settings) -> Result<(), BadHost> {
    let authority = request.uri().authority().cloned();
    check(request.version(), authority.as_ref(), request.headers(), settings)?;
    if let Some(authority) = authority
        && request.headers().contains_key(HOST)
        && let Ok(value) = HeaderValue::from_str(authority.as_str())
    {
        request.headers_mut().insert(HOST, value);
    }
    Ok(())
}

/// Checks the host of a request whose target has this `authority`, if any.
///
/// # Errors
///
/// Why a host is invalid.
pub(super) fn check(
    version: Version,
    authority: Option<&Authority>,
    headers: &HeaderMap,
    settings: &Settings,
) -> Result<(), BadHost> {
    let requested = requested_host(version, authority, headers)?;
    if settings.allowed_hosts.is_empty() {
        return Ok(());
    }
    let served = match forwarded_host(settings, headers).or(requested) {
        Some(host) => is_served(&settings.allowed_hosts, &host),
        // Before HTTP/1.1 no host is needed, and links have none then. Later versions may have an empty one, which isn't in the list.
        None => version < Version::HTTP_11,
    };
    if served { Ok(()) } else { Err(BadHost("unknown host")) }
}

/// The host of a request; `None` if it has none and needs none.
fn requested_host(
    version: Version,
    authority: Option<&Authority>,
    headers: &HeaderMap,
) -> Result<Option<Host>, BadHost> {
    let mut lines = headers.get_all(HOST).iter();
    let line = lines.next();
    if lines.next().is_some() {
        return Err(BadHost("more than one `Host`"));
    }
    let read = |text: &str| Host::parse(text).ok_or(BadHost("`Host` is malformed"));
    let in_header = match line.map(HeaderValue::to_str) {
        None => None,
        // It may be empty if the target has no host.
        Some(Ok("")) => None,
        Some(Ok(text)) => Some(read(text)?),
        Some(Err(_)) => return Err(BadHost("`Host` is malformed")),
    };
    let in_target = authority.map(|authority| read(authority.as_str())).transpose()?;
    if line.is_none() && (version == Version::HTTP_11 || (version == Version::HTTP_2 && in_target.is_none())) {
        return Err(BadHost("`Host` is missing"));
    }
    match (in_target, in_header) {
        (Some(target), Some(host)) if version == Version::HTTP_2 && target != host => {
            Err(BadHost("`Host` differs from `:authority`"))
        }
        (target, host) => Ok(target.or(host)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(version: Version, target: &str, hosts: &[&'static str], expected: Result<&str, &str>) {
        let mut request = Request::builder().version(version).uri(target).body(()).unwrap();
        for host in hosts {
            request
                .headers_mut()
                .append(HOST, HeaderValue::from_bytes(host.as_bytes()).unwrap());
        }
        let settings = Settings {
            allowed_hosts: ["a", "b", "*.example"].map(|host| host.parse().unwrap()).into(),
            ..Settings::default()
        };
        let checked = check_and_normalize(&mut request, &settings).map_err(|bad| bad.0);
        let host = request
            .headers()
            .get(HOST)
            .map_or("", |host| host.to_str().unwrap_or_default());
        assert_eq!(checked.map(|()| host), expected, "{target} {hosts:?}");
    }

    #[test]
    fn a_request_names_one_host_that_is_allowed() {
        let (old, usual, new) = (Version::HTTP_10, Version::HTTP_11, Version::HTTP_2);
        case(usual, "/", &["a"], Ok("a"));
        case(usual, "/", &["A:81"], Ok("A:81"));
        case(usual, "/", &["x.example"], Ok("x.example"));
        case(usual, "/", &[""], Err("unknown host"));
        case(usual, "http://a/", &[""], Ok("a"));
        case(old, "/", &[""], Ok(""));
        case(usual, "/", &["c"], Err("unknown host"));
        case(usual, "/", &[], Err("`Host` is missing"));
        case(usual, "/", &["a", "a"], Err("more than one `Host`"));
        case(usual, "/", &["a", "c"], Err("more than one `Host`"));
        for malformed in ["a b", "a/b", "user@a", "a:x", "a:99999", "[::1", "\u{e4}", "a,b"] {
            case(usual, "/", &[malformed], Err("`Host` is malformed"));
        }
        // The host of the target counts.
        case(usual, "http://a/", &["c"], Ok("a"));
        case(usual, "http://c/", &["a"], Err("unknown host"));
        case(usual, "http://a/", &[], Err("`Host` is missing"));
        case(usual, "http://user@a/", &["a"], Err("`Host` is malformed"));
        case(old, "/", &[], Ok(""));
        case(old, "/", &["a", "b"], Err("more than one `Host`"));
        case(old, "/", &["c"], Err("unknown host"));
        case(new, "http://a/", &[], Ok(""));
        case(new, "http://a/", &["A"], Ok("a"));
        case(new, "http://a/", &["b"], Err("`Host` differs from `:authority`"));
        case(new, "http://a/", &["a:81"], Err("`Host` differs from `:authority`"));
        case(new, "/", &["a"], Ok("a"));
        case(new, "/", &[], Err("`Host` is missing"));
    }
}
