//! Checks of an op by itself: its route, its arguments, its errors.

use super::envelope::check_op_envelope;
use super::files::{check_form, holds_file, is_media_range};
use super::names::{misfit, same};
use super::operation_options::check_id_name;
use super::paging::check_paging;
use super::{Owner, field, field_error, filter, item_error, path};
use crate::meta::const_error::const_error;
use crate::meta::{Argument, ArgumentPlace, Media, Method, Op, ReplyKind, Resource};
use crate::types::Kind;

/// Checks an op by itself, but for its sections.
#[track_caller]
pub(super) const fn check_op(op: &Op) {
    if op.route.path.is_empty() {
        op_error(
            op,
            &[" has no `route`; add one, such as `route: GET \"/", op.name, "\"`"],
        );
    }
    let mut bodies = 0;
    let mut at = 0;
    while at < op.arguments.len() {
        let argument = &op.arguments[at];
        check_argument(op, argument);
        if let ArgumentPlace::Body(_) = argument.place {
            bodies += 1;
        }
        let mut other = 0;
        while other < at {
            check_apart(op, &op.arguments[other], argument);
            other += 1;
        }
        at += 1;
    }
    if bodies > 0 && matches!(op.route.method, Method::Get) {
        op_error(
            op,
            &[" takes a body, but a body means nothing in GET (RFC 9110, section 9.3.1); choose another method"],
        );
    }
    at = 0;
    while let Some(reply) = op.reply.get(at) {
        if let Some(schema) = &reply.schema
            && holds_file(schema.kind)
        {
            op_error(
                op,
                &[" answers with JSON, which can't contain files; answer with `ByteStream::new(file.stream())`"],
            );
        }
        at += 1;
    }
    if !op.reply.others.is_empty() {
        check_several(op);
    }
}

/// Checks one section of an op by itself.
#[track_caller]
pub const fn check_op_section(op: &Op, word: &str) {
    match word.as_bytes() {
        b"route" => check_route(op),
        b"errors" => check_errors(op),
        b"operation_id" => {
            if let Some(id) = op.operation_id {
                check_id_name("op", op.name, id);
            }
        }
        b"accepts" => check_accepts(op),
        b"produces" => check_produces(op),
        b"success" => check_success(op),
        b"envelope" => check_op_envelope(op),
        _ => {}
    }
}

/// Stops with ``op `close_task`..``.
#[track_caller]
const fn op_error(op: &Op, what: &[&str]) -> ! {
    item_error("op", op.name, what)
}

#[track_caller]
const fn check_route(op: &Op) {
    let path = op.route.path;
    if path.is_empty() {
        return;
    }
    if let Some(fault) = path::template_fault(path) {
        op_error(op, &[": path \"", path, "\"", fault]);
    }
    // Each name in the template is an argument.
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            let start = at + 1;
            while bytes[at] != b'}' {
                at += 1;
            }
            let name = path.split_at(at).0.split_at(start).1;
            if !takes(op, name) {
                op_error(
                    op,
                    &[
                        ": path \"",
                        path,
                        "\" has `{",
                        name,
                        "}`, but no parameter has that name; add `",
                        name,
                        ": Uuid` to its signature, or remove it from the path",
                    ],
                );
            }
            if path.split_at(start - 1).0.len() < path.len() && twice(path, name) {
                op_error(op, &[": path \"", path, "\" has `{", name, "}` twice; rename one"]);
            }
        }
        at += 1;
    }
}

const fn takes(op: &Op, name: &str) -> bool {
    let mut at = 0;
    while at < op.arguments.len() {
        if matches!(op.arguments[at].place, ArgumentPlace::Path | ArgumentPlace::Row(_))
            && same(op.arguments[at].field.property, name)
        {
            return true;
        }
        at += 1;
    }
    false
}

const fn twice(path: &str, name: &str) -> bool {
    let (bytes, mut count, mut at) = (path.as_bytes(), 0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            let start = at + 1;
            while bytes[at] != b'}' {
                at += 1;
            }
            count += same(path.split_at(at).0.split_at(start).1, name) as usize;
        }
        at += 1;
    }
    count > 1
}

#[track_caller]
const fn check_argument(op: &Op, argument: &Argument) {
    let owner = Owner {
        keyword: "op",
        name: op.name,
    };
    let field = &argument.field;
    field::check_limits(owner, field);
    if field.property.is_empty() || misfit(field.property.as_bytes()).is_some() {
        field_error(
            owner,
            field.name,
            ": its name on the wire may hold only ASCII letters, digits, `_` and `-`; give it another `name(\"..\")`",
        );
    }
    match &argument.place {
        ArgumentPlace::Path => {
            if field.schema.nullable || field.default.is_some() || matches!(field.schema.kind, Kind::List(_)) {
                field_error(
                    owner,
                    field.name,
                    " is in the path, where a value always is: it can be neither optional nor a list, and has no default",
                );
            }
        }
        ArgumentPlace::Row(resource) => {
            if resource.address().len() == 1 {
                field_error(
                    owner,
                    field.name,
                    " is a row, which the path names; write its name there in braces, or take it from the `body`",
                );
            }
            field_error(
                owner,
                field.name,
                if resource.one {
                    " is a row of a singleton, which no path names; take its resource's `ops::read(&ctx, ())`"
                } else {
                    " is a row whose address has several fields, but a parameter is one segment; take a parameter for each, and read the row by its resource's `ops::read`"
                },
            );
        }
        ArgumentPlace::Header(name) => {
            if matches!(field.schema.kind, Kind::List(_)) {
                field_error(
                    owner,
                    field.name,
                    " is a list, which a header can't contain: take it from the query, or take a `String` apart yourself",
                );
            }
            if !is_token(name) || is_reserved(name) {
                field_error(
                    owner,
                    field.name,
                    ": its `header` is no name of a header that is left to operations (RFC 9110, section 5.1); give another",
                );
            }
        }
        ArgumentPlace::Body(body) => {
            if field.header.is_some() || field.default.is_some() {
                field_error(
                    owner,
                    field.name,
                    " is the body, which has neither a `header` nor a default",
                );
            }
            if holds_file(body.schema.kind) {
                field_error(
                    owner,
                    field.name,
                    " is JSON, which can't contain files; make the file a property of a `schema Upload` and write `Multipart<Upload>`, or take `ByteStream`",
                );
            }
            if body.unchecked {
                field_error(
                    owner,
                    field.name,
                    " is read part by part, so no `check` of its schema can run; write `Multipart<..>`, or remove the checks",
                );
            }
            check_form(op, field, body);
        }
        ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_) => {
            if let ArgumentPlace::Listing(resource) = &argument.place {
                check_paging(owner, resource, &resource.listing());
            }
            if field.header.is_some()
                || field.deprecated
                || field.example.is_some()
                || !same(field.name, field.property)
            {
                field_error(
                    owner,
                    field.name,
                    " is all parameters of a list, which have their own options; remove its options",
                );
            }
        }
        ArgumentPlace::Query => {}
    }
}

/// Checks that no two arguments have the same name and place.
#[track_caller]
const fn check_apart(op: &Op, one: &Argument, other: &Argument) {
    let owner = Owner {
        keyword: "op",
        name: op.name,
    };
    let clash = match (&one.place, &other.place) {
        (ArgumentPlace::Header(one), ArgumentPlace::Header(other)) => one.eq_ignore_ascii_case(other),
        (ArgumentPlace::Path, ArgumentPlace::Path) | (ArgumentPlace::Query, ArgumentPlace::Query) => {
            same(one.field.property, other.field.property)
        }
        (ArgumentPlace::Body(_), ArgumentPlace::Body(_)) => true,
        (
            ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_),
            ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_),
        ) => field_error(
            owner,
            other.field.name,
            " is a second list, whose parameters are those of the first; take one out",
        ),
        (ArgumentPlace::Listing(resource) | ArgumentPlace::Filters(resource), ArgumentPlace::Query) => {
            check_beside(op, resource, other.field.property);
            false
        }
        (ArgumentPlace::Query, ArgumentPlace::Listing(resource) | ArgumentPlace::Filters(resource)) => {
            check_beside(op, resource, one.field.property);
            false
        }
        _ => false,
    };
    if clash {
        field_error(
            owner,
            other.field.name,
            " has the name and place of another parameter; rename one",
        );
    }
}

/// Checks that a list has no parameter of this name.
#[track_caller]
const fn check_beside(op: &Op, resource: &Resource, name: &str) {
    if filter::is_parameter(resource, name) {
        op_error(
            op,
            &[
                ": parameter `",
                name,
                "` has the name of a parameter of `",
                resource.name,
                "`'s list; rename it, or leave it to the list",
            ],
        );
    }
}

#[track_caller]
const fn check_errors(op: &Op) {
    let mut at = 0;
    while at < op.errors.len() {
        let (status, _) = op.errors[at];
        // Those of an enum are checked at its variants, of which several may have one status.
        if op.errors_closed {
            return;
        }
        if status < 400 || status > 599 {
            op_error(op, &[": `errors` takes statuses from 400 to 599"]);
        }
        let mut other = 0;
        while other < at {
            if op.errors[other].0 == status {
                op_error(op, &[": `errors` names a status twice; keep one"]);
            }
            other += 1;
        }
        at += 1;
    }
}

/// Checks that the status of success fits the reply.
#[track_caller]
const fn check_success(op: &Op) {
    let status = op.reply.status;
    if !op.reply.others.is_empty() {
        op_error(
            op,
            &[": `success` is for one reply, and each of several has its own status; remove it"],
        );
    }
    if status < 200 || status > 299 {
        op_error(op, &[": `success` takes statuses from 200 to 299"]);
    }
    if status == 206 {
        op_error(
            op,
            &[
                ": `success: 206` answers a request for a range (RFC 9110, section 15.3.7), which ops don't get; take another status",
            ],
        );
    }
    if matches!(status, 204 | 205) && op.reply.has_body() {
        op_error(
            op,
            &[
                ": a reply with the status 204 or 205 has no body (RFC 9110, section 15.3.5); take another status, or leave its `->` out",
            ],
        );
    }
}

/// Checks the status of a kind of error, or of an error that an op declares, at its word.
#[track_caller]
pub const fn check_error_status(word: &str, status: u16) {
    if status < 400 || status > 599 {
        const_error(&["`", word, "`: an error has a status from 400 to 599"]);
    }
}

/// Checks that the type of each of several replies fits its status.
#[track_caller]
const fn check_several(op: &Op) {
    let mut at = 0;
    while let Some(reply) = op.reply.get(at) {
        match (reply.kind, reply.status) {
            (ReplyKind::NoContent, 200) => op_error(
                op,
                &[": `Ok<NoContent>` has no body, and a reply without one is 204; write `NoContent`, without `Ok`"],
            ),
            (ReplyKind::Created, 200 | 202) => op_error(
                op,
                &[
                    if reply.status == 200 {
                        ": `Ok<Created<..>>`"
                    } else {
                        ": `Accepted<Created<..>>`"
                    },
                    " has two statuses, and something created is 201; write `Created<..>` alone",
                ],
            ),
            _ => {}
        }
        at += 1;
    }
}

/// Checks that only replies of bytes declare their media type.
#[track_caller]
const fn check_produces(op: &Op) {
    let (mut has_bytes, mut at) = (false, 0);
    while let Some(reply) = op.reply.get(at) {
        has_bytes |= matches!(reply.kind, ReplyKind::Bytes);
        at += 1;
    }
    if !has_bytes && op.produces.is_some() {
        op_error(
            op,
            &[": `produces` is for replies of bytes, `-> ByteStream`; remove it"],
        );
    }
}

/// Checks that only a body of bytes declares its media types.
#[track_caller]
const fn check_accepts(op: &Op) {
    let of_bytes = match op.body() {
        Some(body) => matches!(body.media, Media::Bytes),
        None => false,
    };
    if !of_bytes && !op.accepts.is_empty() {
        op_error(
            op,
            &[": `accepts` is for bodies of bytes, `body: ByteStream`; remove it"],
        );
    }
    let mut at = 0;
    while at < op.accepts.len() {
        if !is_media_range(op.accepts[at]) {
            op_error(
                op,
                &[
                    ": `accepts` has \"",
                    op.accepts[at],
                    "\", which is no media type; write `accepts: [\"image/png\", \"image/*\"]`",
                ],
            );
        }
        at += 1;
    }
}

/// Whether a name can be a header's (RFC 9110, section 5.6.2).
pub(super) const fn is_token(name: &str) -> bool {
    let name = name.as_bytes();
    let mut at = 0;
    while at < name.len() {
        if !(name[at].is_ascii_alphanumeric()
            || matches!(name[at], b'!'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~'))
            || name[at] == b'"'
        {
            return false;
        }
        at += 1;
    }
    !name.is_empty()
}

/// Headers that say something to the server itself: OpenAPI ignores parameters of these names (3.1, section 4.8.12.1).
const fn is_reserved(name: &str) -> bool {
    name.eq_ignore_ascii_case("Accept")
        || name.eq_ignore_ascii_case("Content-Type")
        || name.eq_ignore_ascii_case("Authorization")
}
