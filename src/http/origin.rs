//! Whether a page of another site opens a socket (RFC 6455, section 10.2; RFC 6454).
//!
//! Browsers let every page open sockets to every server, and bring along the cookies and the password that the user has for it. So
//! where a socket takes those, a page of another site would talk in the user's name, and read the answers: no rule of CORS
//! keeps it from that. Programs other than browsers send no `Origin`.

use http::Uri;
use http::header::ORIGIN;
use http::uri::{Authority, Scheme};

use super::auth::Gate;
use super::reply::Address;
use crate::error::Error;

/// Refuses a page of another site, where a browser may have brought the credentials by itself.
///
/// # Errors
///
/// [`Error::Status`], 403.
pub(super) fn check(gate: Option<&Gate>, address: &Address<'_>) -> Result<(), Error> {
    if gate.is_none_or(|gate| !gate.takes_what_browsers_add()) {
        return Ok(());
    }
    let mut lines = address.headers.get_all(ORIGIN).iter();
    let Some(line) = lines.next() else {
        return Ok(());
    };
    let own = lines.next().is_none() && line.to_str().is_ok_and(|origin| is_own(origin, address));
    if own {
        return Ok(());
    }
    Err(Error::status(403, "a page of another site may not open this socket"))
}

/// Whether an origin is this host, under the name that the client used or the one that it has in public.
fn is_own(origin: &str, address: &Address<'_>) -> bool {
    // `null` is the origin of what has none.
    let Some((scheme, host, port)) = parts(origin) else {
        return false;
    };
    // What ends TLS before us may hand on the host without saying so: then its port is that of the page's scheme.
    let asked = address.host.is_some_and(|asked| {
        let asked_port = asked.port_u16().unwrap_or_else(|| usual_port(&scheme));
        is_plain(asked) && asked.host().eq_ignore_ascii_case(&host) && asked_port == port
    });
    asked || parts(&address.origin()).is_some_and(|(_, public, at)| public.eq_ignore_ascii_case(&host) && at == port)
}

/// The scheme, host and port of an origin or a URL.
fn parts(text: &str) -> Option<(Scheme, String, u16)> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, authority) = (uri.scheme()?.clone(), uri.authority()?);
    let port = authority.port_u16().unwrap_or_else(|| usual_port(&scheme));
    is_plain(authority).then(|| (scheme, authority.host().to_owned(), port))
}

/// Whether there is nothing but a host and a port.
fn is_plain(authority: &Authority) -> bool {
    !authority.as_str().contains('@')
}

fn usual_port(scheme: &Scheme) -> u16 {
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
