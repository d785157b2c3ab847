//! Error replies: shared components, one for each kind of error, and the replies of operations, which name them.
//!
//! They are written when a document is joined, since statuses and form are the API's.

use super::document::marked;
use super::schema::{View, schema};
use super::writer::Writer;
use crate::meta::{ErrorKind, ErrorKinds, Errors, Failures, Setting};
use crate::types::Limits;

/// What the document says of a kind of error.
struct Described {
    name: &'static str,
    /// JSON, whose text between two marks is a setting.
    description: &'static str,
    headers: &'static str,
}

const fn described(kind: ErrorKind) -> Described {
    let (name, description, headers) = match kind {
        ErrorKind::Malformed => ("Malformed", "The request can't be read", ""),
        ErrorKind::Unauthorized => (
            "Unauthorized",
            "Credentials are missing or invalid",
            "\"WWW-Authenticate\":{\"$ref\":\"#/components/headers/Authenticate\"}",
        ),
        ErrorKind::Forbidden => ("Forbidden", "The credentials don't allow it", ""),
        ErrorKind::NotFound => ("NotFound", "No such row", ""),
        ErrorKind::NotAllowed => ("NotAllowed", "The path doesn't offer this method", ""),
        ErrorKind::Timeout => ("Timeout", "The body took too long to arrive", ""),
        ErrorKind::Conflict => ("Conflict", "The change conflicts with stored data", ""),
        ErrorKind::PreconditionFailed => (
            "PreconditionFailed",
            "If-Match or If-None-Match isn't met; for example, the row has changed since it was read",
            "",
        ),
        ErrorKind::TooLarge => (
            "TooLarge",
            "The body is over the limit: \u{0}1048576\u{0} bytes unless the operation says otherwise",
            "",
        ),
        ErrorKind::UnsupportedMediaType => (
            "UnsupportedMediaType",
            "The body's content type or encoding isn't accepted",
            "\"Accept\":{\"$ref\":\"#/components/headers/Accept\"},\
             \"Accept-Encoding\":{\"$ref\":\"#/components/headers/AcceptEncoding\"},\
             \"Accept-Patch\":{\"$ref\":\"#/components/headers/AcceptPatch\"}",
        ),
        ErrorKind::Invalid => (
            "Invalid",
            "The request violates a rule; all violations are reported",
            "",
        ),
        ErrorKind::PreconditionRequired => ("PreconditionRequired", "The request needs If-Match", ""),
        ErrorKind::TooManyRequests => (
            "TooManyRequests",
            "The caller is beyond a rate limit",
            "\"RateLimit\":{\"$ref\":\"#/components/headers/RateLimit\"},\
             \"RateLimit-Policy\":{\"$ref\":\"#/components/headers/RateLimitPolicy\"},\
             \"Retry-After\":{\"$ref\":\"#/components/headers/RetryAfter\"}",
        ),
        ErrorKind::Internal => ("Internal", "Internal server error", ""),
        ErrorKind::Unavailable => (
            "Unavailable",
            "The service, or something that it needs, is unavailable",
            "\"Retry-After\":{\"$ref\":\"#/components/headers/RetryAfter\"}",
        ),
    };
    Described {
        name,
        description,
        headers,
    }
}

/// The members of `components.responses` for these kinds, in the order of their names; `between` goes behind `Malformed` and `NotFound`.
pub(super) const fn components(w: &mut Writer<'_>, kinds: ErrorKinds, errors: &Errors, between: &str) {
    const ORDER: [ErrorKind; 15] = [
        ErrorKind::Conflict,
        ErrorKind::Forbidden,
        ErrorKind::Internal,
        ErrorKind::Invalid,
        ErrorKind::Malformed,
        ErrorKind::NotAllowed,
        ErrorKind::NotFound,
        ErrorKind::PreconditionFailed,
        ErrorKind::PreconditionRequired,
        ErrorKind::Timeout,
        ErrorKind::TooLarge,
        ErrorKind::TooManyRequests,
        ErrorKind::Unauthorized,
        ErrorKind::Unavailable,
        ErrorKind::UnsupportedMediaType,
    ];
    let mut at = 0;
    while at < ORDER.len() {
        let kind = ORDER[at];
        if kinds.has(kind) {
            w.comma();
            w.put3("\"", described(kind).name, "\":");
            reply(w, ErrorKinds::of(&[kind]), None, errors);
        }
        if matches!(kind, ErrorKind::NotFound) && !between.is_empty() {
            w.comma();
            w.put(between);
        }
        at += 1;
    }
}

/// The kinds for which an operation names a shared component.
pub(super) const fn shared(failures: &Failures, kinds: ErrorKinds, errors: &Errors) -> ErrorKinds {
    if errors.are_usual() && failures.declared.is_empty() {
        return kinds;
    }
    let (mut shared, mut at) = (ErrorKinds::NONE, 0);
    while at < errors.statuses().len() {
        let (status, of_status) = errors.statuses()[at];
        let kinds = kinds.and(of_status);
        if kinds.count() == 1 && !failures.declares(status) {
            shared = shared.or(kinds);
        }
        at += 1;
    }
    shared
}

/// Kinds whose status an op may describe in its own words at its place; it does so behind the others for other statuses.
const IN_PLACE: ErrorKinds = ErrorKinds::of(&[
    ErrorKind::Malformed,
    ErrorKind::NotFound,
    ErrorKind::Timeout,
    ErrorKind::Conflict,
    ErrorKind::TooLarge,
    ErrorKind::UnsupportedMediaType,
    ErrorKind::Invalid,
    ErrorKind::Internal,
    ErrorKind::Unavailable,
]);

/// The error replies of an operation, as members of `responses`: those of these kinds, and those that it declares.
pub(super) const fn replies(w: &mut Writer<'_>, failures: &Failures, kinds: ErrorKinds, errors: &Errors) {
    let mut at = 0;
    while at < errors.statuses().len() {
        let (status, of_status) = errors.statuses()[at];
        at += 1;
        if failures.declares(status) {
            if of_status.and(IN_PLACE).count() > 0 {
                declared(w, failures.declared, status, errors);
            }
            continue;
        }
        let kinds = kinds.and(of_status);
        let Some(kind) = kinds.first() else {
            continue;
        };
        member(w, status);
        let has_own_limit = kinds.has(ErrorKind::TooLarge) && failures.body_limit.is_some();
        if kinds.count() == 1 && !has_own_limit {
            w.put3("{\"$ref\":\"#/components/responses/", described(kind).name, "\"}");
        } else {
            reply(w, kinds, failures.body_limit, errors);
        }
    }
    at = 0;
    while at < failures.declared.len() {
        let status = failures.declared[at].0;
        let is_first = matches!(failures.first_of(status), Some(first) if first == at);
        if is_first && errors.kinds(status).and(IN_PLACE).count() == 0 {
            declared(w, failures.declared, status, errors);
        }
        at += 1;
    }
}

/// `,"404":`
const fn member(w: &mut Writer<'_>, status: u16) {
    let digits = [
        b',',
        b'"',
        b'0' + (status / 100 % 10) as u8,
        b'0' + (status / 10 % 10) as u8,
        b'0' + (status % 10) as u8,
        b'"',
        b':',
    ];
    w.bytes(&digits);
}

/// A reply with a status that an operation declares, in its words.
const fn declared(w: &mut Writer<'_>, declared: &[(u16, &str)], status: u16, errors: &Errors) {
    member(w, status);
    w.put("{\"description\":\"");
    let (mut begun, mut at) = (false, 0);
    while at < declared.len() {
        if declared[at].0 == status {
            w.put(if begun { "\\n\\n" } else { "" });
            w.escaped(declared[at].1);
            begun = true;
        }
        at += 1;
    }
    w.put("\"");
    content(w, errors);
}

/// A reply to errors of these kinds.
const fn reply(w: &mut Writer<'_>, kinds: ErrorKinds, body_limit: Option<u64>, errors: &Errors) {
    w.put("{\"description\":\"");
    let (mut begun, mut at) = (false, 0);
    while at < ErrorKind::COUNT {
        let kind = ErrorKind::ALL[at];
        if kinds.has(kind) {
            w.put(if begun { "\\n\\n" } else { "" });
            match body_limit {
                Some(bytes) if matches!(kind, ErrorKind::TooLarge) => {
                    w.put("The body is over the limit: ");
                    w.integer(bytes as i64);
                    w.put(" bytes");
                }
                _ => marked(w, described(kind).description.as_bytes(), Setting::BodyLimit),
            }
            begun = true;
        }
        at += 1;
    }
    w.put("\"");
    (begun, at) = (false, 0);
    while at < ErrorKind::COUNT {
        let kind = ErrorKind::ALL[at];
        if kinds.has(kind) && !described(kind).headers.is_empty() {
            w.put(if begun { "," } else { ",\"headers\":{" });
            w.put(described(kind).headers);
            begun = true;
        }
        at += 1;
    }
    if begun {
        w.put("}");
    }
    content(w, errors);
}

/// What every error reply has: a problem document (RFC 9457), or the API's own model.
const fn content(w: &mut Writer<'_>, errors: &Errors) {
    match errors.model {
        None => w.put(
            ",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
        ),
        Some(model) => {
            w.put(",\"content\":{\"application/json\":{\"schema\":");
            let placeholders = w.placeholders();
            schema(w, model.schema, &Limits::NONE, View::ReplyItem);
            // They are for names in requests.
            w.forget(placeholders);
            w.put("}}}");
        }
    }
}
