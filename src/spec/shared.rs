//! The components that items share: problems, replies, parameters, headers. A document holds those that it uses.

use super::uses::{
    ALL, CHANGE, CONFLICTS, CURSOR, DELETED, ETAG, FORBIDDEN, IF_MATCH, INTERNAL, INVALID, LIST, LOCATION, MALFORMED,
    MAY_MATCH, NOT_FOUND, OFFSET, PUT, READ, REQUIRED, TIMEOUT, TOO_LARGE, TOTAL, UNAUTHORIZED, UNAVAILABLE,
    UNSUPPORTED,
};
use crate::meta::Paging;

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

/// `components.responses`.
pub(crate) const RESPONSES: Shared = &[
    (
        CONFLICTS,
        "\"Conflict\":{\"description\":\"The change conflicts with stored data\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        FORBIDDEN,
        "\"Forbidden\":{\"description\":\"The credentials don't allow it\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        INTERNAL,
        "\"Internal\":{\"description\":\"Internal server error\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        INVALID,
        "\"Invalid\":{\"description\":\"The request violates a rule; all violations are reported\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        MALFORMED,
        "\"Malformed\":{\"description\":\"The request can't be read\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        NOT_FOUND,
        "\"NotFound\":{\"description\":\"No such row\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        READ,
        "\"NotModified\":{\"description\":\"The row hasn't changed\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}}}",
    ),
    (
        CHANGE,
        "\"PreconditionFailed\":{\"description\":\"If-Match or If-None-Match isn't met; for example, the row has changed since it was read\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        REQUIRED,
        "\"PreconditionRequired\":{\"description\":\"The request needs If-Match\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        TIMEOUT,
        "\"Timeout\":{\"description\":\"The body took too long to arrive\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        TOO_LARGE,
        "\"TooLarge\":{\"description\":\"The body is over the limit: \u{0}1048576\u{0} bytes unless the operation says otherwise\",\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        UNAUTHORIZED,
        "\"Unauthorized\":{\"description\":\"Credentials are missing or invalid\",\"headers\":{\"WWW-Authenticate\":{\"$ref\":\"#/components/headers/Authenticate\"}},\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        UNAVAILABLE,
        "\"Unavailable\":{\"description\":\"The service, or something that it needs, is unavailable\",\"headers\":{\"Retry-After\":{\"$ref\":\"#/components/headers/RetryAfter\"}},\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
    (
        UNSUPPORTED,
        "\"UnsupportedMediaType\":{\"description\":\"The body's content type or encoding isn't accepted\",\"headers\":{\
         \"Accept\":{\"$ref\":\"#/components/headers/Accept\"},\"Accept-Encoding\":{\"$ref\":\"#/components/headers/AcceptEncoding\"},\
         \"Accept-Patch\":{\"$ref\":\"#/components/headers/AcceptPatch\"}},\"content\":\
         {\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    ),
];

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
        UNSUPPORTED,
        "\"Accept\":{\"description\":\"The content type that is accepted, if the body's isn't (RFC 9110, section 12.5.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        UNSUPPORTED,
        "\"AcceptEncoding\":{\"description\":\"identity, if the body has another Content-Encoding (RFC 9110, section 12.5.3)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        UNSUPPORTED,
        "\"AcceptPatch\":{\"description\":\"The content type that a PATCH accepts, if the body's isn't (RFC 5789, section 3.1)\",\
         \"schema\":{\"type\":\"string\"}}",
    ),
    (
        UNAUTHORIZED,
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
        UNAVAILABLE,
        "\"RetryAfter\":{\"description\":\"Seconds to wait\",\
         \"schema\":{\"type\":\"integer\",\"minimum\":0}}",
    ),
    (
        TOTAL,
        "\"TotalCount\":{\"description\":\"How many rows match the filters\",\
         \"schema\":{\"type\":\"integer\",\"minimum\":0}}",
    ),
];

/// How the reply of a declared error goes on behind its description.
pub(crate) const PROBLEM: &str =
    "\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}";

/// That the database may refuse a change.
pub(crate) const CONFLICT: &str = ",\"409\":{\"$ref\":\"#/components/responses/Conflict\"}";

/// What an op answers without declaring it.
pub(crate) const OP_RESPONSES: &[(u16, &str)] = &[
    (400, ",\"400\":{\"$ref\":\"#/components/responses/Malformed\"}"),
    (404, ",\"404\":{\"$ref\":\"#/components/responses/NotFound\"}"),
    (408, ",\"408\":{\"$ref\":\"#/components/responses/Timeout\"}"),
    (409, CONFLICT),
    (413, ",\"413\":{\"$ref\":\"#/components/responses/TooLarge\"}"),
    (
        415,
        ",\"415\":{\"$ref\":\"#/components/responses/UnsupportedMediaType\"}",
    ),
    (422, ",\"422\":{\"$ref\":\"#/components/responses/Invalid\"}"),
    (500, ",\"500\":{\"$ref\":\"#/components/responses/Internal\"}"),
    (503, ",\"503\":{\"$ref\":\"#/components/responses/Unavailable\"}"),
];

/// Whether a status is among [`OP_RESPONSES`].
pub(crate) const fn is_op_response(status: u16) -> bool {
    let mut at = 0;
    while at < OP_RESPONSES.len() {
        if OP_RESPONSES[at].0 == status {
            return true;
        }
        at += 1;
    }
    false
}
