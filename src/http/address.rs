//! The address at which a client reached the server, for `Link` and `Location`.
//!
//! It comes from `PUBLIC_URL`, else from `X-Forwarded-*` if proxies are trusted, else from `Host`. Hosts from headers are used only if they are
//! allowed. They are parsed, never copied, so that a client can't inject anything into a header.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::uri::Authority;

use crate::engine::{Host, Settings, may_appear_in_links};

/// The scheme and authority, such as `https://api.example.com`. Empty if no host may be used: then references are relative, which both
/// headers allow (RFC 9110, section 10.2.2; RFC 8288, section 3.1).
///
/// A host from a header is used only if it is this machine or an operator has allowed it: a link to another host would send users there who
/// follow it from a cached reply or a mail. That includes forwarded hosts, since many proxies pass on the client's own `X-Forwarded-Host`.
pub(super) fn origin(settings: &Settings, headers: &HeaderMap, host: Option<&Authority>) -> String {
    if let Some(url) = &settings.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let target = match forwarded_host(settings, headers) {
        Some(host) => Some(Host {
            port: host.port.or_else(|| forwarded_port(settings, headers)),
            ..host
        }),
        None => host.and_then(|host| Host::parse(host.as_str())),
    };
    let target = target.filter(|host| may_appear_in_links(&settings.allowed_hosts, host));
    let is_https = match trusted(settings, headers, "x-forwarded-proto") {
        Some(text) => text.eq_ignore_ascii_case("https"),
        None => settings.https,
    };
    let (scheme, default_port) = if is_https { ("https", 443) } else { ("http", 80) };
    let target = target.map(|host| Host {
        port: host.port.filter(|port| *port != default_port),
        ..host
    });
    target.map(|host| format!("{scheme}://{host}")).unwrap_or_default()
}

/// The address of the client, for the log and for rate limits: that which the outermost trusted proxy was called from, else `peer`, which no client of a Unix
/// socket has. It is parsed, never copied.
pub(super) fn client(settings: &Settings, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<IpAddr> {
    let address = forwarded_for(settings, headers).or(peer);
    address.map(|address| address.to_canonical())
}

/// The host that a trusted proxy was called under; `None` if it is malformed.
pub(super) fn forwarded_host(settings: &Settings, headers: &HeaderMap) -> Option<Host> {
    Host::parse(trusted(settings, headers, "x-forwarded-host")?)
}

/// The address of the client of the outermost trusted proxy; `None` if it is malformed. Some proxies add its port.
fn forwarded_for(settings: &Settings, headers: &HeaderMap) -> Option<IpAddr> {
    let entry = trusted(settings, headers, "x-forwarded-for")?;
    let with_port = || entry.parse().ok().map(|address: SocketAddr| address.ip());
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(entry).parse().ok().or_else(with_port)
}

/// The port that a trusted proxy was called under. It counts only if both headers have the same number of entries: if a proxy adds only one of
/// them, the other is the client's.
fn forwarded_port(settings: &Settings, headers: &HeaderMap) -> Option<u16> {
    const PORT: &str = "x-forwarded-port";
    if entries(headers, PORT) != entries(headers, "x-forwarded-host") {
        return None;
    }
    let port = trusted(settings, headers, PORT)?.parse().ok();
    port.filter(|port| *port != 0)
}

/// How many entries a header has in all its lines.
fn entries(headers: &HeaderMap, name: &str) -> usize {
    let lines = headers.get_all(name).iter();
    lines
        .map(|line| line.as_bytes().split(|byte| *byte == b',').count())
        .sum()
}

/// The entry of the outermost trusted proxy. Each proxy adds an entry at the right, so entries before theirs are the client's own. If there are
/// fewer entries than proxies, the request didn't pass all of them.
fn trusted<'h>(settings: &Settings, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut rest = settings.trusted_proxies.checked_sub(1)?;
    // Lines are one list (RFC 9110, section 5.3).
    for line in headers.get_all(name).iter().rev() {
        for entry in line.to_str().ok()?.rsplit(',') {
            if rest == 0 {
                return Some(entry.trim());
            }
            rest -= 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(trusted: usize, sent: &[(&'static str, &'static str)], expected: &str) {
        let settings = Settings {
            trusted_proxies: trusted,
            allowed_hosts: ["outer", "middle", "localhost", "[::1]"]
                .map(|host| host.parse().unwrap())
                .into(),
            ..Settings::default()
        };
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.append(*name, value.parse().unwrap());
        }
        let host = headers
            .get("host")
            .and_then(|host| host.to_str().unwrap().parse::<Authority>().ok());
        assert_eq!(origin(&settings, &headers, host.as_ref()), expected, "{sent:?}");
    }

    #[test]
    fn a_public_url_takes_precedence() {
        let settings = Settings {
            public_url: Some("https://api.example.com/v2/".to_owned()),
            trusted_proxies: 1,
            ..Settings::default()
        };
        let host = Authority::from_static("inner:8080");
        assert_eq!(
            origin(&settings, &HeaderMap::new(), Some(&host)),
            "https://api.example.com/v2"
        );
    }

    #[test]
    fn host_is_used_without_a_proxy() {
        case(0, &[("host", "localhost:8080")], "http://localhost:8080");
        case(0, &[("host", "localhost:80")], "http://localhost");
        case(0, &[("host", "localhost:443")], "http://localhost:443");
        case(0, &[("host", "[::1]:8080")], "http://[::1]:8080");
        case(0, &[("host", "[::1]")], "http://[::1]");
        case(0, &[("host", "user:secret@evil")], "");
        case(0, &[("host", "a:99999")], "");
        case(0, &[], "");
        let proxied = [
            ("host", "localhost"),
            ("x-forwarded-host", "outer"),
            ("x-forwarded-proto", "https"),
        ];
        case(0, &proxied, "http://localhost");
        // The client can send any host.
        case(0, &[("host", "evil.example")], "");
    }

    #[test]
    fn headers_of_a_trusted_proxy_are_used() {
        let cases: [(&[(&str, &str)], &str); 15] = [
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
            // The first entries are the client's.
            (
                &[
                    ("x-forwarded-host", "evil, outer"),
                    ("x-forwarded-proto", "http, HTTPS"),
                    ("x-forwarded-port", "1, 8443"),
                ],
                "https://outer:8443",
            ),
            (
                &[
                    ("x-forwarded-host", "evil"),
                    ("x-forwarded-host", "outer"),
                    ("x-forwarded-proto", "http"),
                    ("x-forwarded-proto", "https"),
                ],
                "https://outer",
            ),
            (&[("x-forwarded-host", "evil,")], "http://localhost:8080"),
            (&[("x-forwarded-proto", "https")], "https://localhost:8080"),
            // A port without a host, or with another number of them, is the client's.
            (&[("x-forwarded-port", "81")], "http://localhost:8080"),
            (
                &[("x-forwarded-host", "outer"), ("x-forwarded-port", "1, 8443")],
                "http://outer",
            ),
            (
                &[("x-forwarded-host", "evil, outer"), ("x-forwarded-port", "81")],
                "http://outer",
            ),
            // So is a host that a proxy passes on.
            (&[("x-forwarded-host", "evil"), ("x-forwarded-proto", "https")], ""),
            (
                &[
                    ("x-forwarded-host", "a b<>"),
                    ("x-forwarded-port", "x"),
                    ("x-forwarded-proto", "javascript"),
                ],
                "http://localhost:8080",
            ),
            (&[("x-forwarded-port", "0")], "http://localhost:8080"),
            (
                &[("x-forwarded-host", "h\u{e4}"), ("x-forwarded-proto", "https")],
                "https://localhost:8080",
            ),
        ];
        for (sent, expected) in cases {
            let sent: Vec<_> = [("host", "localhost:8080")].iter().chain(sent).copied().collect();
            case(1, &sent, expected);
        }
        // A proxy that passes on `Host` doesn't make it trustworthy.
        case(1, &[("host", "evil.example"), ("x-forwarded-proto", "https")], "");
    }

    #[test]
    fn a_client_is_known_by_the_entry_of_the_outermost_trusted_proxy() {
        for (proxies, lines, expected) in [
            (0, &["192.0.2.7"][..], "127.0.0.1"),
            (1, &[], "127.0.0.1"),
            (1, &["192.0.2.7"], "192.0.2.7"),
            (1, &["evil, 192.0.2.7"], "192.0.2.7"),
            (1, &["198.51.100.1", "192.0.2.7"], "192.0.2.7"),
            (2, &["198.51.100.1, 192.0.2.7"], "198.51.100.1"),
            (3, &["198.51.100.1, 192.0.2.7"], "127.0.0.1"),
            (1, &["192.0.2.7:4711"], "192.0.2.7"),
            (1, &["2001:db8::1"], "2001:db8::1"),
            (1, &["[2001:db8::1]:4711"], "2001:db8::1"),
            (1, &["[2001:db8::1]"], "2001:db8::1"),
            (1, &["::ffff:192.0.2.7"], "192.0.2.7"),
            (1, &["unknown"], "127.0.0.1"),
            (1, &["192.0.2.7\t"], "192.0.2.7"),
        ] {
            let settings = Settings {
                trusted_proxies: proxies,
                ..Settings::default()
            };
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let client = client(&settings, &headers, Some([127, 0, 0, 1].into())).unwrap();
            assert_eq!(client.to_string(), expected, "{proxies} {lines:?}");
        }
    }

    #[test]
    fn proxies_are_counted_from_the_right() {
        let sent = [
            ("host", "inner"),
            ("x-forwarded-host", "evil, outer"),
            ("x-forwarded-host", "middle"),
            ("x-forwarded-proto", "http, https, http"),
        ];
        case(1, &sent, "http://middle");
        case(2, &sent, "https://outer");
        case(3, &sent, "");
        // With fewer entries than proxies it isn't known whose they are.
        case(4, &sent, "");
        case(0, &sent, "");
    }

    #[test]
    fn only_allowed_hosts_are_used() {
        let settings = |trusted_proxies| Settings {
            trusted_proxies,
            allowed_hosts: ["a.example", "*.b.example"].map(|host| host.parse().unwrap()).into(),
            ..Settings::default()
        };
        let mut headers = HeaderMap::new();
        for (host, expected) in [
            ("a.example", "http://a.example"),
            ("A.example:81", "http://a.example:81"),
            ("x.b.example", "http://x.b.example"),
            ("evil.example", ""),
            ("localhost", ""),
        ] {
            let host = host.parse().unwrap();
            assert_eq!(origin(&settings(0), &headers, Some(&host)), expected, "{host}");
        }
        let inner = Authority::from_static("a.example");
        headers.insert("x-forwarded-host", "evil.example".parse().unwrap());
        assert_eq!(origin(&settings(1), &headers, Some(&inner)), "");
        assert_eq!(origin(&settings(0), &headers, Some(&inner)), "http://a.example");
        headers.insert("x-forwarded-host", "evil.example, x.b.example".parse().unwrap());
        assert_eq!(origin(&settings(1), &headers, Some(&inner)), "http://x.b.example");
    }

    #[test]
    fn without_allowed_hosts_a_forwarded_host_is_not_used() {
        let settings = Settings {
            trusted_proxies: 1,
            ..Settings::default()
        };
        let inner = Authority::from_static("localhost:8080");
        for (forwarded, expected) in [("evil.example", ""), ("localhost:81", "http://localhost:81")] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-host", forwarded.parse().unwrap());
            assert_eq!(origin(&settings, &headers, Some(&inner)), expected, "{forwarded}");
        }
    }
}
