//! Cross-origin requests of browsers: what an API declares of them (Fetch standard, section 3.3, CORS protocol).

use super::same as eq;

/// The rules for requests that browsers send for pages of other origins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cors {
    /// The origins whose pages may read replies.
    pub origins: &'static [&'static str],
    /// Whether their requests may have cookies and passwords that the browser adds by itself.
    pub credentials: bool,
    /// The headers that requests may have, beside those that the API reads.
    pub headers: &'static [&'static str],
    /// The headers of replies that pages may read, beside those that the API sends.
    pub expose: &'static [&'static str],
    /// How many seconds browsers may remember the answer to a preflight.
    pub max_age: u32,
}

impl Cors {
    /// No origin, and the usual time.
    pub const NONE: Self = Self {
        origins: &[],
        credentials: false,
        headers: &[],
        expose: &[],
        max_age: 600,
    };

    /// The longest time that a browser obeys: a day.
    pub const LONGEST: u32 = 86_400;
}

/// An origin, or several, as declarations and settings write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginPattern<'p> {
    /// `*`: every origin.
    Any,
    /// `null`: the origin of files and of frames in a sandbox.
    Null,
    /// One origin, as browsers send it: `https://app.example.com`.
    One(&'p str),
    /// All subdomains: `https://*.example.com` begins with `https://` and ends with `.example.com`.
    Below(&'p str, &'p str),
}

impl<'p> OriginPattern<'p> {
    /// Parses a pattern. Browsers send origins in one form only (Fetch, 3.2; HTML, 7.1.1), so any other would never match.
    ///
    /// # Errors
    ///
    /// What is wrong, to follow the text: ` has a path; leave it out`.
    pub const fn parse(text: &'p str) -> Result<Self, &'static str> {
        if eq(text, "*") {
            return Ok(Self::Any);
        }
        if eq(text, "null") {
            return Ok(Self::Null);
        }
        let bytes = text.as_bytes();
        let Some(host) = host_at(bytes) else {
            return Err(" is no origin; write `https://app.example.com`, `https://*.example.com`, `*` or `null`");
        };
        let (scheme, rest) = text.split_at(host);
        let rest_bytes = rest.as_bytes();
        let is_below = rest_bytes.len() > 2 && rest_bytes[0] == b'*' && rest_bytes[1] == b'.';
        let name = if is_below { rest.split_at(2).1 } else { rest };
        let port = match port_at(name.as_bytes()) {
            Ok(port) => port,
            Err(fault) => return Err(fault),
        };
        let (name, port) = name.split_at(port);
        if is_default_port(scheme, port) {
            return Err(" has the port that its scheme has anyway; leave it out, as browsers do");
        }
        if !is_below {
            return Ok(Self::One(text));
        }
        if !eq(name, "localhost") && !has_inner_dot(name.as_bytes()) {
            return Err(" would match sites of others; name two labels at least, `https://*.example.com`");
        }
        Ok(Self::Below(scheme, rest.split_at(1).1))
    }
}

/// Where the host begins, behind a scheme in lower case (RFC 3986, section 3.1) and `://`.
const fn host_at(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < bytes.len() && matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.') {
        at += 1;
    }
    let has_scheme = at > 0 && bytes[0].is_ascii_lowercase();
    let is_followed = at + 3 < bytes.len() && bytes[at] == b':' && bytes[at + 1] == b'/' && bytes[at + 2] == b'/';
    if has_scheme && is_followed { Some(at + 3) } else { None }
}

/// Where the port begins, with its colon; the end if there is none.
const fn port_at(bytes: &[u8]) -> Result<usize, &'static str> {
    let mut at = 0;
    if !bytes.is_empty() && bytes[0] == b'[' {
        at = 1;
        while at < bytes.len() && matches!(bytes[at], b'0'..=b'9' | b'a'..=b'f' | b':' | b'.') {
            at += 1;
        }
        if at == bytes.len() || bytes[at] != b']' || at == 1 {
            return Err(" has a malformed IPv6 address; write `http://[::1]:8080`");
        }
        at += 1;
    } else {
        while at < bytes.len() && matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_') {
            if bytes[at] == b'.' && (at == 0 || bytes[at - 1] == b'.') {
                return Err(" has an empty label in its host");
            }
            at += 1;
        }
    }
    let port = at;
    if at == 0 {
        return Err(match bytes {
            [b'*', ..] => " has a `*` elsewhere than in `//*.`; write `https://*.example.com`, or `*` for every origin",
            [b'A'..=b'Z', ..] => " has capital letters in its host; write it in lower case, as browsers do",
            _ => " has no host",
        });
    }
    if at < bytes.len() && bytes[at] == b':' {
        at += 1;
        let mut number = 0_u32;
        let digits = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() && at < digits + 6 {
            number = number * 10 + (bytes[at] - b'0') as u32;
            at += 1;
        }
        let is_number = at > digits && bytes[digits] != b'0' && number <= 65_535;
        if !is_number {
            return Err(" has a malformed port; write `http://localhost:8080`");
        }
    }
    if at == bytes.len() {
        return Ok(port);
    }
    Err(match bytes[at] {
        b'/' | b'?' | b'#' => " has a path or a slash at its end; an origin ends with its host and port",
        b'A'..=b'Z' => " has capital letters in its host; write it in lower case, as browsers do",
        b'*' => " has a `*` elsewhere than in `//*.`; write `https://*.example.com`, or `*` for every origin",
        b'@' => " has a user; an origin has none",
        _ => " has a character that no origin has; write names beyond ASCII as browsers do, `xn--..`",
    })
}

const fn is_default_port(scheme: &str, port: &str) -> bool {
    (eq(scheme, "https://") && eq(port, ":443")) || (eq(scheme, "http://") && eq(port, ":80"))
}

/// Whether there is a dot between two labels.
const fn has_inner_dot(name: &[u8]) -> bool {
    let mut at = 1;
    while at + 1 < name.len() {
        if name[at] == b'.' {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::OriginPattern::{self, Any, Below, Null, One};

    #[test]
    fn origins_are_as_browsers_send_them() {
        for (text, expected) in [
            ("*", Any),
            ("null", Null),
            ("https://app.example.com", One("https://app.example.com")),
            ("http://localhost:5173", One("http://localhost:5173")),
            ("http://127.0.0.1:8080", One("http://127.0.0.1:8080")),
            ("http://[::1]:8080", One("http://[::1]:8080")),
            ("https://xn--bcher-kva.example", One("https://xn--bcher-kva.example")),
            ("capacitor://localhost", One("capacitor://localhost")),
            ("chrome-extension://abc", One("chrome-extension://abc")),
            ("https://*.example.com", Below("https://", ".example.com")),
            ("https://*.example.com:8443", Below("https://", ".example.com:8443")),
            ("http://*.localhost:3000", Below("http://", ".localhost:3000")),
        ] {
            assert_eq!(OriginPattern::parse(text), Ok(expected), "{text}");
        }
        for (text, says) in [
            ("", "no origin"),
            ("app.example.com", "no origin"),
            ("//app.example.com", "no origin"),
            ("HTTPS://app.example.com", "no origin"),
            ("https:/app.example.com", "no origin"),
            ("https://", "no origin"),
            ("NULL", "no origin"),
            ("https://app.example.com/", "slash"),
            ("https://app.example.com/v1", "path"),
            ("https://app.example.com?x", "path"),
            ("https://App.example.com", "lower case"),
            ("https://app.Example.com", "lower case"),
            ("https://app.example.com:443", "leave it out"),
            ("http://app.example.com:80", "leave it out"),
            ("https://app.example.com:", "port"),
            ("https://app.example.com:x", "port"),
            ("https://app.example.com:0", "port"),
            ("https://app.example.com:080", "port"),
            ("https://app.example.com:65536", "port"),
            ("https://app.example.com:1234567", "port"),
            ("https://ann@example.com", "user"),
            ("https://b\u{fc}cher.example", "xn--"),
            ("https://app example.com", "no origin has"),
            ("https://.example.com", "empty label"),
            ("https://a..example.com", "empty label"),
            ("https://*", "`*` elsewhere"),
            ("https://*example.com", "`*` elsewhere"),
            ("https://a.*.example.com", "`*` elsewhere"),
            ("https://*.*.example.com", "`*` elsewhere"),
            ("https://*.com", "sites of others"),
            ("https://*.com.", "sites of others"),
            ("https://*.", "`*` elsewhere"),
            ("http://[::1", "IPv6"),
            ("http://[]", "IPv6"),
            ("http://[::1]x", "no origin has"),
        ] {
            let fault = OriginPattern::parse(text).expect_err(text);
            assert!(fault.contains(says), "{text}: {fault}");
        }
    }
}
