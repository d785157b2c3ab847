//! Names of hosts: those of requests, and those that an operator allows.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A host as a URL names it, and a port if it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Host {
    /// A name, an IPv4 address, or an IPv6 address in brackets; in lower case.
    pub(crate) name: String,
    /// The port.
    pub(crate) port: Option<u16>,
}

impl Host {
    /// Parses a host (RFC 3986, section 3.2, without user information). Of the characters of registered names it allows those of host
    /// names, `_` and `~`, so neither escapes nor delimiters of URLs.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, port) = rest.split_once(']')?;
                let address: Ipv6Addr = address.parse().ok()?;
                (format!("[{address}]"), port)
            }
            None => {
                let (name, port) = text.find(':').map_or((text, ""), |at| text.split_at(at));
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
                if name.is_empty() || !name.bytes().all(plain) {
                    return None;
                }
                (name.to_ascii_lowercase(), port)
            }
        };
        // `a:` is `a` (RFC 3986, section 3.2.3).
        let port = match port.strip_prefix(':') {
            None if port.is_empty() => None,
            Some("") => None,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().ok()?),
            _ => return None,
        };
        Some(Self { name, port })
    }

    /// Whether it is this machine, from the point of view of the client.
    pub(crate) fn is_loopback(&self) -> bool {
        let name = self.bare();
        let is_v6 = || name.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
        name == "localhost"
            || name.ends_with(".localhost")
            || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
            || is_v6().is_some_and(|address| address.is_loopback())
    }

    /// The name without the dot that a full one may end in.
    fn bare(&self) -> &str {
        self.name.strip_suffix('.').unwrap_or(&self.name)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// A host under which clients may reach the API: `api.example.com`; all subdomains of one, `*.example.com`; or any, `*`. With a port,
/// `localhost:8080`, it allows that port only.
///
/// ```
/// use warp_openapi::{AllowedHost, Settings};
///
/// let mut settings = Settings::default();
/// settings.allowed_hosts = vec!["api.example.com".parse()?, "*.api.example.com".parse()?];
/// # Ok::<(), &'static str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost(Pattern);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    Any,
    One(Host),
    /// All subdomains of this one.
    Below(Host),
}

impl FromStr for AllowedHost {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = |text: &str| Host::parse(text).ok_or("expected a host such as api.example.com, *.example.com or *");
        Ok(Self(match text.trim() {
            "*" => Pattern::Any,
            text => match text.strip_prefix("*.") {
                Some(above) => Pattern::Below(read(above)?),
                None => Pattern::One(read(text)?),
            },
        }))
    }
}

impl AllowedHost {
    fn allows(&self, host: &Host) -> bool {
        let port = |wanted: &Host| wanted.port.is_none() || wanted.port == host.port;
        match &self.0 {
            Pattern::Any => true,
            Pattern::One(wanted) => wanted.bare() == host.bare() && port(wanted),
            Pattern::Below(above) => {
                let below = host.bare().strip_suffix(above.bare());
                below.is_some_and(|below| below.len() > 1 && below.ends_with('.')) && port(above)
            }
        }
    }
}

/// Whether requests for a host are answered; an empty list allows all.
pub(crate) fn is_served(allowed: &[AllowedHost], host: &Host) -> bool {
    allowed.is_empty() || allowed.iter().any(|pattern| pattern.allows(host))
}

/// Whether links may contain a host that a client has sent; an empty list allows only this machine.
pub(crate) fn may_appear_in_links(allowed: &[AllowedHost], host: &Host) -> bool {
    if allowed.is_empty() {
        host.is_loopback()
    } else {
        is_served(allowed, host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_or_refused() {
        for (text, expected) in [
            ("a", "a"),
            ("API.Example.com:8080", "api.example.com:8080"),
            ("my_service:80", "my_service:80"),
            ("a.", "a."),
            ("a:", "a"),
            ("127.0.0.1:0", "127.0.0.1:0"),
            ("[::1]", "[::1]"),
            ("[0:0::1]:443", "[::1]:443"),
        ] {
            let host = Host::parse(text).map(|host| host.to_string());
            assert_eq!(host.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            ":80",
            "a:b",
            "a:80:90",
            "a:99999",
            "a:-1",
            "a:+1",
            "a b",
            "a/b",
            "a?b",
            "a#b",
            "a\\b",
            "user@a",
            "user:x@a",
            "<a>",
            "\"a\"",
            "a,b",
            "a%20b",
            "\u{e4}",
            "[::1",
            "::1",
            "[::1]x",
            "[v1.a]",
            "[127.0.0.1]",
            "http://a",
            "a\tb",
        ] {
            assert_eq!(Host::parse(text), None, "{text}");
        }
    }

    #[track_caller]
    fn case(allowed: &str, host: &str, served: bool, linked: bool) {
        let allowed: Vec<AllowedHost> = allowed.split_terminator(',').map(|one| one.parse().unwrap()).collect();
        let host = Host::parse(host).unwrap();
        assert_eq!(is_served(&allowed, &host), served, "{allowed:?} {host}");
        assert_eq!(may_appear_in_links(&allowed, &host), linked, "{allowed:?} {host}");
    }

    #[test]
    fn without_a_list_all_are_served_and_this_machine_is_linked() {
        for host in [
            "localhost",
            "LOCALHOST.:81",
            "a.localhost:8080",
            "127.0.0.1",
            "127.9.9.9:1",
            "[::1]:8080",
        ] {
            case("", host, true, true);
        }
        for host in [
            "example.com",
            "10.0.0.1",
            "[::2]",
            "localhost.example.com",
            "notlocalhost",
            "127.0.0.1.example.com",
            "128.0.0.1",
        ] {
            case("", host, true, false);
        }
    }

    #[test]
    fn with_a_list_only_its_hosts_are() {
        for (allowed, host) in [
            ("a.example", "a.example"),
            ("a.example", "A.EXAMPLE.:8443"),
            ("a.example:8443", "a.example:8443"),
            ("b.example,*.a.example", "x.a.example"),
            ("*.a.example", "y.x.a.example:81"),
            ("[::1]", "[0::1]:81"),
            ("10.0.0.1", "10.0.0.1"),
            ("*", "anything"),
        ] {
            case(allowed, host, true, true);
        }
        for (allowed, host) in [
            ("a.example", "b.example"),
            ("a.example", "x.a.example"),
            ("a.example", "xa.example"),
            ("a.example", "a.example.evil"),
            ("a.example", "localhost"),
            ("a.example:8443", "a.example"),
            ("a.example:8443", "a.example:8444"),
            ("*.a.example", "a.example"),
            ("*.a.example", "xa.example"),
            ("*.a.example", ".a.example"),
        ] {
            case(allowed, host, false, false);
        }
        for text in ["", "http://a", "a/b", "*a", "*.", "**", "a b", "*:80"] {
            assert!(text.parse::<AllowedHost>().is_err(), "{text}");
        }
    }
}
