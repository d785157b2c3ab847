//! Bytes in base64, padded (RFC 4648, section 4): the pattern of the text and its length.
//!
//! Texts of one length may encode one, two or three bytes more than those that are four characters shorter: their end decides. So
//! where the number of bytes is limited, the length alone isn't exact.

use super::writer::Writer;
use crate::types::Limits;

/// The least and the most characters.
type Length = (Option<u32>, Option<u32>);

const START: &str = ",\"contentEncoding\":\"base64\",\"pattern\":\"";
const GROUPS: &str = "^([A-Za-z0-9+/]{4})*";
const ENDS: [&str; 3] = ["", "[A-Za-z0-9+/]{2}==", "[A-Za-z0-9+/]{3}="];

/// Writes the encoding and its pattern; returns the length of the text.
///
/// Where the pattern can count the bytes, both are exact. Where it can't, one side stays rough: requests may have the lengths that are
/// surely accepted, whatever the end (`request`), and replies have any length that may occur.
pub(super) const fn base64(w: &mut Writer<'_>, limits: &Limits, request: bool) -> Length {
    w.put(START);
    let (least, most) = (limits.min_length, limits.max_length);
    let any = (encoded(least), encoded(most));
    if least.is_none() && most.is_none() {
        anything(w);
        return any;
    }
    if counted(w, or_zero(least), most) {
        return any;
    }
    if !request {
        anything(w);
        return any;
    }
    let sure = (surely_enough(least), surely_few(most));
    if let (Some(shortest), Some(longest)) = sure
        && shortest > longest
    {
        // No length is sure: exactly the least number of bytes is.
        let least = or_zero(least);
        w.put(GROUPS);
        w.put(ENDS[(least % 3) as usize]);
        w.put("$\"");
        return (any.0, any.0);
    }
    anything(w);
    sure
}

const fn anything(w: &mut Writer<'_>) {
    w.put(GROUPS);
    w.put3("(", ENDS[1], "|");
    w.put3(ENDS[2], ")?$", "\"");
}

/// Writes a pattern that counts the bytes by the end of the text: none, one or two bytes behind so many groups of three. Nothing
/// where there are more of them than patterns can count.
const fn counted(w: &mut Writer<'_>, least: u32, limit: Option<u32>) -> bool {
    /// What engines let a pattern repeat.
    const MOST: u32 = 1000;
    let most = match limit {
        Some(most) => most,
        None => least,
    };
    if least / 3 >= MOST || most / 3 >= MOST {
        return false;
    }
    w.put("^(");
    let start = w.len();
    let mut rest = 0;
    while rest < 3 {
        let groups = least.saturating_sub(rest).div_ceil(3);
        if limit.is_none() || (most >= rest && groups <= (most - rest) / 3) {
            w.put(if w.len() > start { "|" } else { "" });
            w.put("([A-Za-z0-9+/]{4}){");
            w.integer(groups as i64);
            w.put(",");
            if limit.is_some() {
                w.integer(((most - rest) / 3) as i64);
            }
            w.put("}");
            w.put(ENDS[rest as usize]);
        }
        rest += 1;
    }
    w.put(")$\"");
    true
}

const fn or_zero(bytes: Option<u32>) -> u32 {
    match bytes {
        Some(bytes) => bytes,
        None => 0,
    }
}

/// How long so many bytes are.
const fn encoded(bytes: Option<u32>) -> Option<u32> {
    match bytes {
        Some(bytes) => Some(bytes.div_ceil(3).saturating_mul(4)),
        None => None,
    }
}

/// The least length whose every text has so many bytes: with `==` at the end it has two fewer than it could.
const fn surely_enough(bytes: Option<u32>) -> Option<u32> {
    match (bytes, encoded(bytes)) {
        (Some(bytes), Some(length)) if bytes > 0 && bytes % 3 != 1 => Some(length.saturating_add(4)),
        (_, length) => length,
    }
}

/// The most length whose every text has so few bytes: without `=` at the end it has three for each four characters.
const fn surely_few(bytes: Option<u32>) -> Option<u32> {
    match bytes {
        Some(bytes) => Some((bytes / 3).saturating_mul(4)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The pattern and the length, in requests or replies.
    fn schema(least: Option<u32>, most: Option<u32>, request: bool) -> (regex::Regex, Length) {
        let limits = Limits {
            min_length: least,
            max_length: most,
            ..Limits::NONE
        };
        let mut buffer = [0; 512];
        let mut w = Writer::new(&mut buffer, &mut []);
        let length = base64(&mut w, &limits, request);
        let end = w.len();
        let text = format!("{{{}}}", std::str::from_utf8(&buffer[1..end]).unwrap());
        let schema: Value = serde_json::from_str(&text).unwrap();
        (regex::Regex::new(schema["pattern"].as_str().unwrap()).unwrap(), length)
    }

    /// So many bytes.
    fn text(bytes: u32) -> String {
        let (groups, rest) = ((bytes / 3) as usize, (bytes % 3) as usize);
        "AAAA".repeat(groups) + ["", "AA==", "AAA="][rest]
    }

    #[test]
    fn requests_are_allowed_only_what_is_accepted_and_replies_all_that_may_occur() {
        #[track_caller]
        fn case(least: Option<u32>, most: Option<u32>) {
            let allows = |(pattern, (shortest, longest)): &(regex::Regex, Length), text: &str| {
                let length = u32::try_from(text.len()).unwrap();
                pattern.is_match(text)
                    && shortest.is_none_or(|shortest| length >= shortest)
                    && longest.is_none_or(|longest| length <= longest)
            };
            let (requests, replies) = (schema(least, most, true), schema(least, most, false));
            let mut allowed = 0;
            let around = |bytes: Option<u32>| bytes.map_or(0..9, |bytes| bytes.saturating_sub(9)..bytes + 9);
            for bytes in around(least).chain(around(most)) {
                let text = text(bytes);
                let accepted = least.is_none_or(|least| bytes >= least) && most.is_none_or(|most| bytes <= most);
                let request = allows(&requests, &text);
                assert!(accepted || !request, "{bytes} of {least:?} to {most:?}");
                assert!(!accepted || allows(&replies, &text), "{bytes} of {least:?} to {most:?}");
                allowed += usize::from(request);
            }
            assert!(allowed > 0, "{least:?} to {most:?}");
        }
        case(None, None);
        for least in [None, Some(0), Some(1), Some(2), Some(3), Some(7)] {
            for most in [None, Some(16), Some(65_535), Some(65_536), Some(65_537)] {
                case(least, most);
            }
        }
        for least in 65_535..65_541 {
            case(Some(least), None);
            for most in least..least + 9 {
                case(Some(least), Some(most));
            }
        }
    }
}
