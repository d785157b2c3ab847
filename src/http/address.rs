//! The address at which a client reached us, for `Link` and `Location`.
//!
//! From `PUBLIC_URL`; else from `X-Forwarded-*`, if a proxy is trusted; else from `Host`. Whatever a client sends is parsed,
//! never copied, so no header can be made to say something else.

use http::HeaderMap;
use http::uri::Authority;

use crate::engine::Settings;

/// Tells scheme and authority, such as `https://api.example.com`; empty if the client named no host, so that references
/// stay relative, as both headers allow (RFC 9110, section 10.2.2; RFC 8288, section 3.1).
pub(super) fn origin(settings: &Settings, headers: &HeaderMap, host: Option<&Authority>) -> String {
    if let Some(url) = &settings.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let asked = host.and_then(Target::of);
    let (scheme, target) = if settings.trust_proxy {
        forwarded(headers, asked)
    } else {
        ("http", asked)
    };
    target.map(|target| target.render(scheme)).unwrap_or_default()
}

/// A host, and a port if it isn't the scheme's own.
#[derive(Debug, Clone)]
struct Target {
    host: String,
    port: Option<u16>,
}

impl Target {
    fn of(authority: &Authority) -> Option<Self> {
        let text = authority.as_str();
        let digits = text.rsplit_once(':').map(|(_, port)| port);
        let port_is_whole = authority.port_u16().is_some() || digits.is_none_or(|port| port.ends_with(']'));
        (!authority.host().is_empty() && !text.contains('@') && port_is_whole).then(|| Self {
            host: authority.host().to_owned(),
            port: authority.port_u16(),
        })
    }

    fn render(&self, scheme: &str) -> String {
        let default = if scheme == "https" { 443 } else { 80 };
        match self.port {
            Some(port) if port != default => format!("{scheme}://{}:{port}", self.host),
            _ => format!("{scheme}://{}", self.host),
        }
    }
}

/// What the proxy says, each header on its own: one that is malformed is as good as absent.
fn forwarded(headers: &HeaderMap, asked: Option<Target>) -> (&'static str, Option<Target>) {
    let scheme = match first(headers, "x-forwarded-proto") {
        Some(text) if text.eq_ignore_ascii_case("https") => "https",
        _ => "http",
    };
    let named = first(headers, "x-forwarded-host")
        .and_then(|text| text.parse().ok())
        .and_then(|authority| Target::of(&authority));
    let port = first(headers, "x-forwarded-port").and_then(|text| text.parse().ok().filter(|port| *port != 0));
    let target = match (named, asked) {
        (Some(target), _) => Some(Target {
            port: target.port.or(port),
            ..target
        }),
        (None, Some(target)) => Some(Target {
            port: port.or(target.port),
            ..target
        }),
        (None, None) => None,
    };
    (scheme, target)
}

/// The entry of the proxy that is nearest to the client.
fn first<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let text = headers.get(name)?.to_str().ok()?;
    text.split(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(trusted: bool, sent: &[(&'static str, &'static str)], expected: &str) {
        let settings = Settings {
            trust_proxy: trusted,
            ..Settings::default()
        };
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.insert(*name, value.parse().unwrap());
        }
        let host = headers
            .get("host")
            .and_then(|host| host.to_str().unwrap().parse::<Authority>().ok());
        assert_eq!(origin(&settings, &headers, host.as_ref()), expected, "{sent:?}");
    }

    #[test]
    fn a_public_url_beats_all() {
        let settings = Settings {
            public_url: Some("https://api.example.com/v2/".to_owned()),
            trust_proxy: true,
            ..Settings::default()
        };
        let host = Authority::from_static("inner:8080");
        assert_eq!(
            origin(&settings, &HeaderMap::new(), Some(&host)),
            "https://api.example.com/v2"
        );
    }

    #[test]
    fn host_says_it_without_a_proxy() {
        case(false, &[("host", "localhost:8080")], "http://localhost:8080");
        case(false, &[("host", "localhost:80")], "http://localhost");
        case(false, &[("host", "localhost:443")], "http://localhost:443");
        case(false, &[("host", "[::1]:8080")], "http://[::1]:8080");
        case(false, &[("host", "[::1]")], "http://[::1]");
        case(false, &[("host", "user:secret@evil")], "");
        case(false, &[("host", "a:99999")], "");
        case(false, &[], "");
        let proxied = [
            ("host", "inner"),
            ("x-forwarded-host", "outer"),
            ("x-forwarded-proto", "https"),
        ];
        case(false, &proxied, "http://inner");
    }

    #[test]
    fn a_trusted_proxy_says_it() {
        let cases: [(&[(&str, &str)], &str); 9] = [
            (
                &[("x-forwarded-host", "outer"), ("x-forwarded-proto", "https")],
                "https://outer",
            ),
            (
                &[
                    ("x-forwarded-host", "outer"),
                    ("x-forwarded-proto", "https"),
                    ("x-forwarded-port", "443"),
                ],
                "https://outer",
            ),
            (
                &[("x-forwarded-host", "outer"), ("x-forwarded-port", "8443")],
                "http://outer:8443",
            ),
            (
                &[("x-forwarded-host", "outer:81"), ("x-forwarded-port", "8443")],
                "http://outer:81",
            ),
            (
                &[
                    ("x-forwarded-host", "outer, middle"),
                    ("x-forwarded-proto", "HTTPS, http"),
                ],
                "https://outer",
            ),
            (&[("x-forwarded-proto", "https")], "https://inner:8080"),
            (&[("x-forwarded-port", "81")], "http://inner:81"),
            (
                &[
                    ("x-forwarded-host", "a b<>"),
                    ("x-forwarded-port", "x"),
                    ("x-forwarded-proto", "javascript"),
                ],
                "http://inner:8080",
            ),
            (&[("x-forwarded-port", "0")], "http://inner:8080"),
        ];
        for (sent, expected) in cases {
            let sent: Vec<_> = [("host", "inner:8080")].iter().chain(sent).copied().collect();
            case(true, &sent, expected);
        }
    }
}
