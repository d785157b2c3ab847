//! `If-None-Match` (RFC 9110, section 13.1.2): a client that has the current version gets 304 without a body.

use http::HeaderMap;
use http::header::IF_NONE_MATCH;

use crate::error::Error;

/// Whether the client has the version with this entity tag, by weak comparison or `*`.
pub(super) fn has_version(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|list| list.trim() == "*" || contains(list, etag))
}

/// Whether the client requires that no version exists: `*`.
///
/// # Errors
///
/// [`Error::Malformed`] if `*` isn't alone.
pub(super) fn wants_none(headers: &HeaderMap) -> Result<bool, Error> {
    let lines = headers.get_all(IF_NONE_MATCH).iter();
    let items: Vec<&[u8]> = lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|item| !item.is_empty())
        .collect();
    match items.as_slice() {
        [b"*"] => Ok(true),
        items if items.contains(&b"*".as_slice()) => Err(Error::Malformed(
            "If-None-Match is either * or a list of entity tags, not both".into(),
        )),
        _ => Ok(false),
    }
}

/// Whether a list has this entity tag. A tag may contain commas, so the list is split at quotes.
fn contains(list: &str, etag: &str) -> bool {
    let wanted = opaque(etag);
    let mut rest = list;
    while let Some(start) = rest.find('"') {
        let Some(length) = rest[start + 1..].find('"') else {
            return false;
        };
        let end = start + 1 + length;
        if &rest[start + 1..end] == wanted {
            return true;
        }
        rest = &rest[end + 1..];
    }
    false
}

/// The tag without `W/` and its quotes.
fn opaque(etag: &str) -> &str {
    etag.trim_start_matches("W/").trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[track_caller]
    fn case(sent: &'static str, matches: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, HeaderValue::from_static(sent));
        assert_eq!(has_version(&headers, "\"a,b\""), matches, "{sent}");
    }

    #[test]
    fn comparison_is_weak_and_lists_are_taken() {
        case("\"a,b\"", true);
        case("W/\"a,b\"", true);
        case("\"x\", W/\"a,b\"", true);
        case("*", true);
        case(" * ", true);
        case("\"x\",\"y\"", false);
        case("a,b", false);
        case("\"a,b", false);
        case("", false);
        case("\"*\"", false);
    }

    #[test]
    fn none_is_wanted_by_a_star_alone() {
        for (lines, wanted) in [
            (&["*"][..], Some(true)),
            (&[" * "], Some(true)),
            (&["\"a\", \"b\""], Some(false)),
            (&[], Some(false)),
            (&["*, \"a\""], None),
            (&["\"a\"", "*"], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(IF_NONE_MATCH, HeaderValue::from_static(line));
            }
            assert_eq!(wants_none(&headers).ok(), wanted, "{lines:?}");
        }
    }

    #[test]
    fn every_line_of_the_header_counts() {
        let mut headers = HeaderMap::new();
        headers.append(IF_NONE_MATCH, HeaderValue::from_static("\"x\""));
        headers.append(IF_NONE_MATCH, HeaderValue::from_static("\"y\""));
        assert!(has_version(&headers, "W/\"y\""));
    }
}
