//! Files: only multipart forms can contain them, so a schema with one may only be the body `Multipart<..>` of an op.

use super::api::Whole;
use super::names::same;
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{ArgumentPlace, Body, Field, Item, Media, Op, Shape, Socket};
use crate::types::{Kind, Schema};

/// What a form sends as files: a file, or a list of them.
pub(super) const fn is_file(kind: Kind) -> bool {
    if let Kind::List(item) = kind {
        return matches!(item.kind, Kind::File);
    }
    matches!(kind, Kind::File)
}

/// Whether there is a file anywhere in a shape.
pub(super) const fn holds_file(kind: Kind) -> bool {
    if let Kind::List(inner) | Kind::Map(inner) = kind {
        return holds_file(inner.kind);
    }
    matches!(kind, Kind::File)
}

/// Checks that a property is a file or holds none, and that only files have the options of files.
#[track_caller]
pub(super) const fn check_property(owner: Owner<'_>, field: &Field) {
    if is_file(field.schema.kind) {
        let mut at = 0;
        while at < field.limits.media.len() {
            if !is_media_range(field.limits.media[at]) {
                field_error(
                    owner,
                    field.name,
                    ": `media` takes media types, `media(\"image/png\", \"image/*\")`",
                );
            }
            at += 1;
        }
        return;
    }
    if holds_file(field.schema.kind) {
        field_error(
            owner,
            field.name,
            ": a form sends files one by one; write `File`, `Option<File>` or `Vec<File>`",
        );
    }
    if field.limits.max_bytes.is_some() || !field.limits.media.is_empty() {
        field_error(
            owner,
            field.name,
            ": `max_bytes` and `media` are for files, `File` or `Vec<File>`; remove them",
        );
    }
}

/// Whether a text is a media type or a range of them, without parameters (RFC 9110, section 12.5.1).
pub(super) const fn is_media_range(text: &str) -> bool {
    let text = text.as_bytes();
    let (mut slashes, mut at) = (0, 0);
    while at < text.len() {
        match text[at] {
            b'/' => slashes += 1,
            b'*' if at + 1 == text.len() && at > 1 && text[at - 1] == b'/' => {}
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'&' | b'^' | b'_' | b'.' | b'+' | b'-' => {}
            _ => return false,
        }
        at += 1;
    }
    slashes == 1 && text[0] != b'/' && text[text.len() - 1] != b'/'
}

/// Checks that a form can contain the properties of its schema.
#[track_caller]
pub(super) const fn check_form(op: &Op, argument: &Field, body: &Body) {
    let mut at = 0;
    while at < body.fields.len() {
        let field = &body.fields[at];
        let kind = match field.schema.kind {
            Kind::List(item) => item.kind,
            kind => kind,
        };
        let fault = match (body.media, kind) {
            (_, Kind::List(_)) => {
                "` is a list of lists, which no form can contain; make its items a schema of their own"
            }
            (Media::Form, Kind::File) => "` is a file, which this form can't contain; write `Multipart<..>`",
            (Media::Form, Kind::Map(_) | Kind::Any) => NESTED,
            (Media::Form, Kind::Ref(_)) if field.choices.is_none() => NESTED,
            _ => "",
        };
        if !fault.is_empty() {
            const_error(&[
                "op `",
                op.name,
                "`: parameter `",
                argument.name,
                "`: property `",
                field.name,
                fault,
            ]);
        }
        at += 1;
    }
}

const NESTED: &str =
    "` is no single text, so this form can't contain it; write `Multipart<..>`, where it is JSON, or take a JSON body";

/// Checks that schemas with files stand nowhere but in bodies of several parts.
#[track_caller]
pub(super) const fn check_files(api: &Whole) {
    let mut next = api.index.first();
    while let Some(at) = next {
        if let Item::Component(component) = api.index.item(at)
            && let Shape::Object(fields) = component.shape
            && has_file(fields)
        {
            check_uses(api, component.name);
        }
        next = api.index.next(at);
    }
}

const fn has_file(fields: &[Field]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if is_file(fields[at].schema.kind) {
            return true;
        }
        at += 1;
    }
    false
}

/// Checks that nothing but a body of several parts names a schema.
#[track_caller]
const fn check_uses(api: &Whole, schema: &str) {
    if let Some(model) = &api.info.errors.model
        && names(&model.schema, schema)
    {
        const_error(&["`errors`: `", schema, MISPLACED]);
    }
    let mut next = api.index.first();
    while let Some(at) = next {
        match api.index.item(at) {
            Item::Component(component) => match component.shape {
                Shape::Object(fields) => check_fields("schema", component.name, fields, schema),
                Shape::Union(variants) => {
                    let mut at = 0;
                    while at < variants.len() {
                        if names(&variants[at], schema) {
                            const_error(&["union `", component.name, "`: `", schema, MISPLACED]);
                        }
                        at += 1;
                    }
                }
                Shape::Enum(_) => {}
            },
            Item::Resource(resource) => check_fields("resource", resource.name, resource.fields, schema),
            Item::Op(op) => check_op(op, schema),
            Item::Socket(socket) => check_socket(socket, schema),
        }
        next = api.index.next(at);
    }
}

#[track_caller]
const fn check_fields(keyword: &str, owner: &str, fields: &[Field], schema: &str) {
    let mut at = 0;
    while at < fields.len() {
        if names(&fields[at].schema, schema) {
            const_error(&[
                keyword,
                " `",
                owner,
                "`: field `",
                fields[at].name,
                "`: `",
                schema,
                MISPLACED,
            ]);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_socket(socket: &Socket, schema: &str) {
    let mut at = 0;
    while at < socket.rpc.len() {
        if let Some(payload) = &socket.rpc[at].payload
            && names(&payload.schema, schema)
        {
            const_error(&[
                "socket `",
                socket.name,
                "`: method `",
                socket.rpc[at].name,
                "`: `",
                schema,
                MISPLACED,
            ]);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_op(op: &Op, schema: &str) {
    let mut at = 0;
    while let Some(reply) = op.reply.get(at) {
        if let Some(reply) = &reply.schema
            && names(reply, schema)
        {
            const_error(&["op `", op.name, "`: its reply's type: `", schema, MISPLACED]);
        }
        at += 1;
    }
    at = 0;
    while at < op.arguments.len() {
        if let ArgumentPlace::Body(body) = &op.arguments[at].place
            && !matches!(body.media, Media::Multipart)
            && names(&body.schema, schema)
        {
            const_error(&[
                "op `",
                op.name,
                "`: parameter `",
                op.arguments[at].field.name,
                "`: `",
                schema,
                MISPLACED,
            ]);
        }
        at += 1;
    }
}

const MISPLACED: &str =
    "` has a `File`, which only a body can contain: `body: Multipart<..>`, or `Parts<..>` to read it as it arrives";

const fn names(schema: &Schema, name: &str) -> bool {
    if let Kind::List(inner) | Kind::Map(inner) = schema.kind {
        return names(inner, name);
    }
    matches!(schema.kind, Kind::Ref(named) if same(named, name))
}
