//! The query of another page: the request's own, some parameters replaced.

use std::borrow::Cow;

use crate::engine::parse::query::{decode, pieces};

/// Replaces parameters in place, or appends them in the order given. All others stay as the client wrote them.
pub(super) fn with(query: &str, replacements: &[(&str, String)]) -> String {
    let mut link = String::with_capacity(query.len() + 32);
    let mut replaced = vec![false; replacements.len()];
    let named = |piece: &str| {
        let name = decode(piece.split('=').next().unwrap_or_default()).unwrap_or(Cow::Borrowed(""));
        replacements.iter().position(|(replaced, _)| *replaced == name)
    };
    for piece in pieces(query) {
        match named(piece) {
            Some(index) => {
                replaced[index] = true;
                append(&mut link, &replacements[index]);
            }
            None => {
                separate(&mut link);
                for character in piece.chars() {
                    encode(character, &mut link);
                }
            }
        }
    }
    for (replacement, done) in replacements.iter().zip(replaced) {
        if !done {
            append(&mut link, replacement);
        }
    }
    link
}

/// The values are digits or base64 for URLs, which need no encoding in a query.
fn append(link: &mut String, (name, value): &(&str, String)) {
    separate(link);
    link.push_str(name);
    link.push('=');
    link.push_str(value);
}

fn separate(link: &mut String) {
    if !link.is_empty() {
        link.push('&');
    }
}

/// A header's `<...>` holds a URI (RFC 8288, section 3), which is ASCII without `<`, `>`, `"` and the like (RFC 3986).
fn encode(character: char, link: &mut String) {
    let plain =
        character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    if plain {
        link.push(character);
    } else {
        let mut bytes = [0; 4];
        let text = character.encode_utf8(&mut bytes);
        link.extend(percent_encoding::percent_encode(
            text.as_bytes(),
            percent_encoding::NON_ALPHANUMERIC,
        ));
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn case(query: &str, expected: &str) {
        let replacements = [("limit", "2".to_owned()), ("offset", "4".to_owned())];
        assert_eq!(super::with(query, &replacements), expected);
    }

    #[test]
    fn replaces_in_place_or_appends() {
        case("", "limit=2&offset=4");
        case("a=b", "a=b&limit=2&offset=4");
        case("offset=1&a=%20+&b", "offset=4&a=%20+&b&limit=2");
        case("li%6dit=1&&title:contains=x", "limit=2&title:contains=x&offset=4");
    }

    #[test]
    fn writes_only_what_a_link_header_may_hold() {
        case("a=<b>\"ä\"&", "a=%3Cb%3E%22%C3%A4%22&limit=2&offset=4");
    }
}
