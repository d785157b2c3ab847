//! Protects sockets from pages of other sites (RFC 6455, section 10.2; RFC 6454).
//!
//! Browsers let every page open sockets to every server, and send the user's cookies and password for that server. If a socket accepts
//! these, a page of another site could send requests in the user's name and read the answers: browsers don't apply CORS to sockets, so the
//! server applies the API's rules. Programs other than browsers send no `Origin`.

use http::Uri;
use http::header::ORIGIN;
use http::uri::{Authority, Scheme};

use super::auth::AuthLayer;
use super::cors::Cors;
use super::reply::Address;
use crate::error::Error;

/// Refuses a page of another site if the browser may have added the credentials, unless `cors` allows its requests to have them.
///
/// # Errors
///
/// [`Error::Status`], 403.
pub(super) fn check(auth: Option<&AuthLayer>, address: &Address<'_>, cors: Option<&Cors>) -> Result<(), Error> {
    if auth.is_none_or(|auth| !auth.accepts_ambient_credentials()) {
        return Ok(());
    }
    let mut lines = address.headers.get_all(ORIGIN).iter();
    let Some(line) = lines.next() else {
        return Ok(());
    };
    let is_allowed = || cors.is_some_and(|cors| cors.allows_credentials(line));
    let is_own = || line.to_str().is_ok_and(|origin| is_own(origin, address));
    if lines.next().is_none() && (is_own() || is_allowed()) {
        return Ok(());
    }
    Err(Error::status(403, "a page of another site may not open this socket"))
}

/// Whether an origin is this server, under the host that the client used or the public one.
fn is_own(origin: &str, address: &Address<'_>) -> bool {
    // The origin may be `null`.
    let Some((scheme, host, port)) = parts(origin) else {
        return false;
    };
    // A proxy that terminates TLS may pass the host on without saying so. Then the default port is that of the page's scheme.
    let is_host = address.host.is_some_and(|requested| {
        let requested_port = requested.port_u16().unwrap_or_else(|| default_port(&scheme));
        has_no_user(requested) && requested.host().eq_ignore_ascii_case(&host) && requested_port == port
    });
    is_host || parts(&address.origin()).is_some_and(|(_, public, at)| public.eq_ignore_ascii_case(&host) && at == port)
}

/// The scheme, host and port of an origin or a URL.
fn parts(text: &str) -> Option<(Scheme, String, u16)> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, authority) = (uri.scheme()?.clone(), uri.authority()?);
    let port = authority.port_u16().unwrap_or_else(|| default_port(&scheme));
    has_no_user(authority).then(|| (scheme, authority.host().to_owned(), port))
}

/// Whether it is a host and a port alone.
fn has_no_user(authority: &Authority) -> bool {
    !authority.as_str().contains('@')
}

fn default_port(scheme: &Scheme) -> u16 {
    if *scheme == Scheme::HTTPS { 443 } else { 80 }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use crate::engine::Settings;

    #[track_caller]
    fn case(host: &'static str, public: Option<&str>, origin: &str, expected: bool) {
        let settings = Settings {
            public_url: public.map(str::to_owned),
            ..Settings::default()
        };
        let host = Authority::from_static(host);
        let address = Address {
            settings: &settings,
            headers: &HeaderMap::new(),
            host: Some(&host),
            path: "",
            prefix: "",
            base_path: "",
        };
        assert_eq!(is_own(origin, &address), expected, "{origin} at {host}, {public:?}");
    }

    #[test]
    fn an_origin_is_own_by_host_and_port() {
        case("localhost:8080", None, "http://localhost:8080", true);
        case("LOCALHOST:8080", None, "http://localhost:8080", true);
        case("localhost:8080", None, "http://localhost:8081", false);
        case("localhost:8080", None, "http://localhost", false);
        case("localhost", None, "http://localhost", true);
        case("localhost", None, "http://localhost:80", true);
        case("example.com", None, "https://example.com", true);
        case("example.com:443", None, "https://example.com", true);
        case("example.com", None, "https://example.com:8443", false);
        case("example.com", None, "https://evil.example.com", false);
        case("example.com", None, "https://example.com.evil.org", false);
        case("example.com", None, "https://example.com@evil.org", false);
        case("example.com", None, "null", false);
        case("example.com", None, "", false);
        case("[::1]:8080", None, "http://[::1]:8080", true);
    }

    #[test]
    fn the_public_address_counts_too() {
        let public = Some("https://api.example.com/v2");
        case("inner:8080", public, "https://api.example.com", true);
        case("inner:8080", public, "http://inner:8080", true);
        case("inner:8080", public, "http://api.example.com", false);
        case("inner:8080", public, "https://example.com", false);
    }
}
