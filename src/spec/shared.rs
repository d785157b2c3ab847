//! The components that items share: problems, replies, parameters, headers. A document holds those that it uses.

use super::uses::{ALL, CURSOR, DELETED, ETAG, IF_MATCH, LIST, LOCATION, MAY_MATCH, OFFSET, PUT, READ, TOTAL, of_kind};
use crate::meta::{ErrorKind, Paging};

/// The schemas that every API has; their names are reserved.
pub(crate) const SCHEMAS: &[&str] = &[
    "\"FieldError\":{\"type\":\"object\",\"description\":\"A violation in one field\",\"properties\":{\
     \"field\":{\"type\":\"string\",\"description\":\"Dotted path of the field or name of the parameter; empty for the whole body\"},\
     \"message\":{\"type\":\"string\",\"description\":\"The message\"}},\
     \"required\":[\"field\",\"message\"]}",
    "\"Problem\":{\"type\":\"object\",\"description\":\"What went wrong (RFC 9457)\",\"properties\":{\
     \"type\":{\"type\":\"string\",\"format\":\"uri-reference\",\"description\":\"Kind of problem\"},\
     \"title\":{\"type\":\"string\",\"description\":\"Name of the status\"},\
     \"status\":{\"type\":\"integer\",\"description\":\"HTTP status\"},\
     \"detail\":{\"type\":\"string\",\"description\":\"What happened in this request\"},\
     \"errors\":{\"type\":\"array\",\"description\":\"All violations, for status 422\",\"items\":{\"$ref\":\"#/components/schemas/FieldError\"}}},\
     \"required\":[\"type\",\"title\",\"status\"]}",
];

/// Components of one kind, each with the uses of which one must be there. The text between two [`MARK`]s depends on a setting.
pub(crate) type Shared = &'static [(u32, &'static str)];

/// JSON has no such byte.
pub(crate) const MARK: u8 = 0;

/// The member of `components.responses` that is no error.
pub(crate) const NOT_MODIFIED: &str = "\"NotModified\":{\"description\":\"The row hasn't changed\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}}}";

/// [`PARAMETERS`] has the number.
const _: () = assert!(Paging::USUAL_MAX_OFFSET == 1_000_000, "maximum of offset");

/// `components.parameters`.
pub(crate) const PARAMETERS: Shared = &[
    (
        ALL,
        "\"All\":{\"name\":\"all\",\"in\":\"query\",\"description\":\"Whether to delete every row if no filter is given\",\
         \"schema\":{\"type\":\"boolean\"}}",
    ),
    (
        CURSOR,
        "\"Cursor\":{\"name\":\"cursor\",\"in\":\"query\",\"description\":\"The position of a page, from a `Link` header; opaque\",\
         \"schema\":{\"type\":\"string\",\"minLength\":1}}",
    ),
    (
        CURSOR,
        "\"Direction\":{\"name\":\"direction\",\"in\":\"query\",\"description\":\"In the declared order, or in the reverse order\",\
         \"schema\":{\"type\":\"string\",\"enum\":[\"asc\",\"desc\"],\"default\":\"asc\"}}",
    ),
    (
        MAY_MATCH,
        "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"description\":\"Entity tag that the row must still have (RFC 9110, section 13.1.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        IF_MATCH,
        "\"IfMatchRequired\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"description\":\"Entity tag that the row must still have (RFC 9110, section 13.1.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        READ | PUT,
        "\"IfNoneMatch\":{\"name\":\"If-None-Match\",\"in\":\"header\",\"description\":\"Entity tags that the row must not have, or `*` for no row at all (RFC 9110, section 13.1.2)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        OFFSET,
        "\"Offset\":{\"name\":\"offset\",\"in\":\"query\",\"description\":\"How many rows to skip\",\
         \"schema\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":\u{0}1000000\u{0},\"default\":0}}",
    ),
];

/// `components.headers`.
pub(crate) const HEADERS: Shared = &[
    (
        of_kind(ErrorKind::UnsupportedMediaType),
        "\"Accept\":{\"description\":\"The content type that is accepted, if the body's isn't (RFC 9110, section 12.5.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        of_kind(ErrorKind::UnsupportedMediaType),
        "\"AcceptEncoding\":{\"description\":\"identity, if the body has another Content-Encoding (RFC 9110, section 12.5.3)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        of_kind(ErrorKind::UnsupportedMediaType),
        "\"AcceptPatch\":{\"description\":\"The content type that a PATCH accepts, if the body's isn't (RFC 5789, section 3.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        of_kind(ErrorKind::Unauthorized),
        "\"Authenticate\":{\"description\":\"How to authenticate (RFC 9110, section 11.6.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        DELETED,
        "\"DeletedCount\":{\"description\":\"How many rows were deleted\",\
         \"schema\":{\"type\":\"integer\",\"minimum\":0}}",
    ),
    (
        ETAG,
        "\"ETag\":{\"description\":\"Entity tag of the row (RFC 9110, section 8.8.3)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        LIST,
        "\"Link\":{\"description\":\"Links to the other pages, if there are any (RFC 8288); paths if the server doesn't know its own host\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        LOCATION,
        "\"Location\":{\"description\":\"The URL of the new row; a path if the server doesn't know its own host\",\
         \"schema\":{\"type\":\"string\",\"format\":\"uri-reference\"}}",
    ),
    (
        of_kind(ErrorKind::TooManyRequests),
        "\"RateLimit\":{\"description\":\"What is left of each limit, and in how many seconds all of it is there again: \\\"name\\\";r=9;t=6 (draft-ietf-httpapi-ratelimit-headers)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        of_kind(ErrorKind::TooManyRequests),
        "\"RateLimitPolicy\":{\"description\":\"The limits: how many requests, and in how many seconds: \\\"name\\\";q=10;w=60 (draft-ietf-httpapi-ratelimit-headers)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        of_kind(ErrorKind::Unavailable) | of_kind(ErrorKind::TooManyRequests),
        "\"RetryAfter\":{\"description\":\"Seconds to wait\",\
         \"schema\":{\"type\":\"integer\",\"minimum\":0}}",
    ),
    (
        TOTAL,
        "\"TotalCount\":{\"description\":\"How many rows match the filters\",\
         \"schema\":{\"type\":\"integer\",\"minimum\":0}}",
    ),
];
