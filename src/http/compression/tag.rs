//! Entity tags of compressed replies.
//!
//! Their bytes are others than those of the plain reply, so they have another tag: a weak one, with the coding in it (RFC 9110, section
//! 8.8.3.3). When a client sends it back, it becomes the tag of the plain reply, which is the version of the row.

use http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::coding::Coding;

/// Weakens the entity tag of a reply: `"1f"` becomes `W/"1f-gzip"`.
pub(super) fn weaken(headers: &mut HeaderMap, coding: Coding) {
    let Some(tag) = headers.get(ETAG).and_then(|tag| tag.to_str().ok()) else {
        return;
    };
    let Some(opaque) = tag.strip_prefix("W/").unwrap_or(tag).strip_suffix('"') else {
        return;
    };
    if let Ok(weak) = HeaderValue::try_from(format!("W/{opaque}-{}\"", coding.word())) {
        headers.insert(ETAG, weak);
    }
}

/// Restores the tags of a request that were weakened, and returns the coding of the last one in `If-None-Match`.
pub(super) fn restore(headers: &mut HeaderMap) -> Option<Coding> {
    restore_in(headers, &IF_MATCH);
    restore_in(headers, &IF_NONE_MATCH)
}

fn restore_in(headers: &mut HeaderMap, name: &HeaderName) -> Option<Coding> {
    let lines: Vec<_> = headers.get_all(name).iter().map(restored).collect();
    let held = lines
        .iter()
        .rev()
        .find_map(|line| line.as_ref().map(|(_, coding)| *coding))?;
    let replaced: Vec<HeaderValue> = headers
        .get_all(name)
        .iter()
        .zip(lines)
        .map(|(line, restored)| restored.map_or_else(|| line.clone(), |(line, _)| line))
        .collect();
    headers.remove(name);
    for line in replaced {
        headers.append(name, line);
    }
    Some(held)
}

/// A line with its weakened tags restored, and the coding of the last of them; `None` if it has none.
fn restored(line: &HeaderValue) -> Option<(HeaderValue, Coding)> {
    let mut text = line.to_str().ok()?.to_owned();
    let mut held = None;
    let mut from = 0;
    while let Some((start, end, coding)) = next(&text, from) {
        let suffix = coding.word().len() + "-\"".len();
        // The coding first, so that the places before it stay right.
        text.replace_range(end - suffix..end - 1, "");
        text.replace_range(start..start + "W/".len(), "");
        from = end - suffix + 1 - "W/".len();
        held = Some(coding);
    }
    Some((HeaderValue::try_from(text).ok()?, held?))
}

/// The next weakened tag behind a place: where it begins and ends, and its coding.
fn next(text: &str, from: usize) -> Option<(usize, usize, Coding)> {
    let mut rest = from;
    loop {
        let open = rest + text[rest..].find('"')?;
        let end = open + 1 + text[open + 1..].find('"')? + 1;
        if text[..open].ends_with("W/") {
            let opaque = &text[open + 1..end - 1];
            let coding = Coding::ALL.into_iter().find(|coding| {
                let before = opaque.strip_suffix(coding.word());
                before.is_some_and(|before| before.ends_with('-'))
            });
            if let Some(coding) = coding {
                return Some((open - "W/".len(), end, coding));
            }
        }
        rest = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sent: &'static str, expected: &str, held: Option<Coding>) {
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, HeaderValue::from_static(sent));
        assert_eq!(restore(&mut headers), held, "{sent}");
        assert_eq!(headers[IF_NONE_MATCH], expected, "{sent}");
    }

    #[test]
    fn tags_of_compressed_replies_are_restored() {
        case("W/\"1f-gzip\"", "\"1f\"", Some(Coding::Gzip));
        case(
            "\"x\", W/\"1f-br\",W/\"2-zstd\"",
            "\"x\", \"1f\",\"2\"",
            Some(Coding::Zstandard),
        );
        case("W/\"a,b-gzip\" , \"c\"", "\"a,b\" , \"c\"", Some(Coding::Gzip));
    }

    #[test]
    fn other_tags_stay() {
        for tags in [
            "W/\"1f\"",
            "\"1f-gzip\"",
            "*",
            "W/\"gzip\"",
            "W/\"1f-gzip",
            "1f-gzip",
            "",
            "\"W/\"1f-gzip\"",
        ] {
            case(tags, tags, None);
        }
    }

    #[test]
    fn a_weakened_tag_comes_back() {
        for coding in Coding::ALL {
            for tag in ["\"1f\"", "W/\"1f\"", "\"\""] {
                let mut headers = HeaderMap::new();
                headers.insert(ETAG, HeaderValue::from_static(tag));
                weaken(&mut headers, coding);
                let weak = headers[ETAG].clone();
                headers.insert(IF_MATCH, weak);
                restore(&mut headers);
                assert_eq!(headers[IF_MATCH], tag.trim_start_matches("W/"));
            }
        }
    }
}
