//! Origins of pages that may call the API from a browser.

use std::fmt;
use std::str::FromStr;

use crate::meta::OriginPattern;

/// An origin whose pages may call the API: `https://app.example.com`; all subdomains of one, `https://*.example.com`; `null`; or any, `*`.
///
/// ```
/// use warp_openapi::{AllowedOrigin, Settings};
///
/// let mut settings = Settings::default();
/// settings.cors_origins = Some(vec!["https://app.example.com".parse()?, "https://*.example.com".parse()?]);
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigin(Pattern);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    Any,
    Null,
    One(String),
    /// The scheme with `://`, and the end of the host with the dot before it, and the port.
    Below(String, String),
}

impl From<OriginPattern<'_>> for AllowedOrigin {
    fn from(pattern: OriginPattern<'_>) -> Self {
        Self(match pattern {
            OriginPattern::Any => Pattern::Any,
            OriginPattern::Null => Pattern::Null,
            OriginPattern::One(origin) => Pattern::One(origin.to_owned()),
            OriginPattern::Below(scheme, end) => Pattern::Below(scheme.to_owned(), end.to_owned()),
        })
    }
}

impl FromStr for AllowedOrigin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        OriginPattern::parse(text)
            .map(Self::from)
            .map_err(|fault| format!("\"{text}\"{fault}"))
    }
}

impl fmt::Display for AllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Pattern::Any => f.write_str("*"),
            Pattern::Null => f.write_str("null"),
            Pattern::One(origin) => f.write_str(origin),
            Pattern::Below(scheme, end) => write!(f, "{scheme}*{end}"),
        }
    }
}

impl AllowedOrigin {
    /// Whether it is every origin.
    pub(crate) fn is_any(&self) -> bool {
        self.0 == Pattern::Any
    }

    /// Whether any page can have it: with credentials, any page could act in the user's name.
    pub(crate) const fn is_of_anybody(&self) -> bool {
        matches!(self.0, Pattern::Any | Pattern::Null)
    }

    /// Whether it allows the origin of a request, which is compared byte by byte (Fetch standard, section 4.10, CORS check).
    pub(crate) fn allows(&self, origin: &[u8]) -> bool {
        match &self.0 {
            Pattern::Any => true,
            Pattern::Null => origin == b"null",
            Pattern::One(one) => origin == one.as_bytes(),
            Pattern::Below(scheme, end) => {
                let host = origin.strip_prefix(scheme.as_bytes());
                let below = host.and_then(|host| host.strip_suffix(end.as_bytes()));
                below.is_some_and(are_labels)
            }
        }
    }
}

/// Whether these are labels of a host, and nothing before one, such as a user.
fn are_labels(text: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        let mut bytes = label.iter();
        !label.is_empty() && bytes.all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    text.split(|byte| *byte == b'.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_allows_its_origins_alone() {
        #[track_caller]
        fn case(pattern: &str, origin: &str, expected: bool) {
            let allowed: AllowedOrigin = pattern.parse().unwrap();
            assert_eq!(allowed.to_string(), pattern);
            assert_eq!(allowed.allows(origin.as_bytes()), expected, "{pattern}: {origin}");
        }
        case("*", "https://a.example", true);
        case("*", "null", true);
        case("null", "null", true);
        case("null", "https://null", false);
        let one = "https://a.example";
        case(one, "https://a.example", true);
        for origin in [
            "null",
            "",
            "http://a.example",
            "https://a.example:8443",
            "https://a.example.evil",
            "https://b.a.example",
            "https://A.example",
            "https://a.example/",
        ] {
            case(one, origin, false);
        }
        let below = "https://*.a.example:8443";
        case(below, "https://b.a.example:8443", true);
        case(below, "https://c.b-1.a.example:8443", true);
        for origin in [
            "https://a.example:8443",
            "https://.a.example:8443",
            "https://b.a.example",
            "http://b.a.example:8443",
            "https://ba.example:8443",
            "https://evil.org/.a.example:8443",
            "https://evil.org:1.a.example:8443",
            "https://user@b.a.example:8443",
            "https://b..a.example:8443",
            "https://B.a.example:8443",
        ] {
            case(below, origin, false);
        }
    }
}
