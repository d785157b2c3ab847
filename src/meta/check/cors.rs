//! `cors` of an API: origins that browsers can send, headers that there can be, and parts that don't contradict each other.

use super::names::same;
use crate::meta::const_error::const_error;
use crate::meta::{Cors, OriginPattern};

/// Checks one part of the section.
#[track_caller]
pub const fn check_cors(cors: &Cors, part: &str) {
    match part.as_bytes() {
        b"origins" => check_origins(cors.origins),
        b"credentials" => check_credentials(cors),
        b"headers" => check_headers("headers", cors.headers),
        b"expose" => check_headers("expose", cors.expose),
        _ => {
            if cors.max_age > Cors::LONGEST {
                const_error(&["`max_age` is more than a day, 86400 s, after which every browser asks again"]);
            }
        }
    }
}

#[track_caller]
const fn check_origins(origins: &[&str]) {
    let mut at = 0;
    while at < origins.len() {
        if let Err(fault) = OriginPattern::parse(origins[at]) {
            const_error(&["origin \"", origins[at], "\"", fault]);
        }
        check_once("origin", origins, at);
        at += 1;
    }
}

/// With credentials, a pattern that pages of anybody match would give everybody what the user may do.
#[track_caller]
const fn check_credentials(cors: &Cors) {
    if !cors.credentials {
        return;
    }
    let mut at = 0;
    while at < cors.origins.len() {
        match OriginPattern::parse(cors.origins[at]) {
            Ok(OriginPattern::Any) => const_error(&[
                "`credentials: true` can't be beside the origin `*`: any page could act in the user's name; list the origins",
            ]),
            Ok(OriginPattern::Null) => const_error(&[
                "`credentials: true` can't be beside the origin `null`, which any page can have: it could act in the user's name; list the origins",
            ]),
            _ => {}
        }
        at += 1;
    }
    let mut at = 0;
    while at < cors.headers.len() {
        if same(cors.headers[at], "*") {
            const_error(&[
                "`credentials: true` can't be beside the header `*`, which stands for itself then; list the headers",
            ]);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_headers(part: &str, headers: &[&str]) {
    let mut at = 0;
    while at < headers.len() {
        if !is_header(headers[at]) {
            const_error(&["`", part, "`: \"", headers[at], "\" is no name of a header"]);
        }
        check_once("header", headers, at);
        at += 1;
    }
}

#[track_caller]
const fn check_once(what: &str, all: &[&str], at: usize) {
    let mut other = 0;
    while other < at {
        if all[other].eq_ignore_ascii_case(all[at]) {
            const_error(&[what, " \"", all[at], "\" is listed twice; keep one"]);
        }
        other += 1;
    }
}

/// Whether it is a token (RFC 9110, section 5.6.2).
const fn is_header(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len()
        && matches!(bytes[at], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
    {
        at += 1;
    }
    !bytes.is_empty() && at == bytes.len()
}
