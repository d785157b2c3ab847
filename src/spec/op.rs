//! Ops: a path item each, which the document joins with others of the same path.

use super::fragment::Section;
use super::schema::{self, View, schema};
use super::security;
use super::shared;
use super::writer::Writer;
use crate::meta::{Access, Argument, ArgumentPlace, Body, Media, Op, Placeholder, Refusals, ReplyKind};
use crate::types::Kind;

/// Renders the path item of an op.
pub(crate) const fn op(w: &mut Writer<'_>, op: &Op) {
    let start = w.len();
    w.put3("\"", op.route.path, "\":{");
    w.put3(super::path::begin(op.route.method), op.id(), "\"");
    w.summary(op.name, op.docs);
    if let Some(tag) = op.tag {
        w.put3(",\"tags\":[\"", tag, "\"]");
    }
    if op.deprecated {
        w.put(",\"deprecated\":true");
    }
    parameters(w, op);
    body(w, op);
    replies(w, op);
    security::requirement(w, &op.access);
    w.put("}}");
    w.mark(Section::Path, start);
}

const fn parameters(w: &mut Writer<'_>, op: &Op) {
    let mut begun = false;
    let mut at = 0;
    while at < op.arguments.len() {
        let argument = &op.arguments[at];
        if !matches!(argument.place, ArgumentPlace::Body(_)) {
            if !begun {
                w.put(",\"parameters\":[");
                begun = true;
            }
            parameter(w, argument);
        }
        at += 1;
    }
    if begun {
        w.put("]");
    }
}

const fn parameter(w: &mut Writer<'_>, argument: &Argument) {
    let field = &argument.field;
    if let ArgumentPlace::Filters(resource) = argument.place {
        return super::parameter::choice(w, resource);
    }
    if let ArgumentPlace::Listing(resource) = argument.place {
        return super::parameter::list(w, resource, &resource.listing());
    }
    w.comma();
    match argument.place {
        ArgumentPlace::Path => w.put3("{\"name\":\"", field.property, "\",\"in\":\"path\",\"required\":true"),
        ArgumentPlace::Query => w.put3("{\"name\":\"", field.property, "\",\"in\":\"query\""),
        ArgumentPlace::Header(name) => w.put3("{\"name\":\"", name, "\",\"in\":\"header\""),
        ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_) | ArgumentPlace::Body(_) => return,
    }
    if matches!(argument.place, ArgumentPlace::Query | ArgumentPlace::Header(_))
        && !field.optional()
        && !matches!(field.schema.kind, Kind::List(_))
    {
        w.put(",\"required\":true");
    }
    w.description(field.docs);
    if field.deprecated {
        w.put(",\"deprecated\":true");
    }
    w.put(",\"schema\":");
    schema::parameter(w, field);
    w.put("}");
}

const fn body(w: &mut Writer<'_>, op: &Op) {
    let mut at = 0;
    while at < op.arguments.len() {
        if let ArgumentPlace::Body(body) = &op.arguments[at].place {
            let field = &op.arguments[at].field;
            w.put(",\"requestBody\":{");
            w.description(field.docs);
            if body.required || !op.accepts.is_empty() {
                w.comma();
                w.put("\"required\":true");
            }
            w.comma();
            if matches!(body.media, Media::Bytes) {
                bytes(w, op.accepts);
            } else {
                w.put3("\"content\":{\"", body.media.name(), "\":{\"schema\":");
                schema(w, body.schema, &field.limits, View::Request);
                if body.bulk {
                    w.rewind(w.len() - 1);
                    schema::bulk_limit(w);
                    w.put("}");
                }
                encoding(w, body);
                w.put("}}");
            }
            w.put("}");
        }
        at += 1;
    }
}

/// Bytes of the declared types, without a schema (OpenAPI 3.1, section 4.8.14.4).
const fn bytes(w: &mut Writer<'_>, accepts: &[&str]) {
    w.put("\"content\":{");
    if accepts.is_empty() {
        w.put("\"*/*\":{}");
    }
    let mut at = 0;
    while at < accepts.len() {
        w.comma();
        w.put3("\"", accepts[at], "\":{}");
        at += 1;
    }
    w.put("}");
}

/// Which media types the files of a form may have (OpenAPI 3.1, section 4.8.15). What the others have is the default there.
const fn encoding(w: &mut Writer<'_>, body: &Body) {
    let mut begun = false;
    let mut at = 0;
    while at < body.fields.len() {
        let field = &body.fields[at];
        let kind = match field.schema.kind {
            Kind::List(item) => item.kind,
            kind => kind,
        };
        if matches!(kind, Kind::File) && field.in_requests() {
            w.put(if begun { "," } else { ",\"encoding\":{" });
            begun = true;
            w.put3("\"", field.property, "\":{\"contentType\":\"");
            let media = field.limits.media;
            if media.is_empty() {
                w.put(Media::Bytes.name());
            }
            let mut other = 0;
            while other < media.len() {
                if other > 0 {
                    w.put(", ");
                }
                w.put(media[other]);
                other += 1;
            }
            w.put("\"}");
        }
        at += 1;
    }
    if begun {
        w.put("}");
    }
}

/// How an op refuses strangers, where it doesn't say it in its own words.
const fn refusals(op: &Op) -> Refusals {
    Refusals {
        unauthorized: op.error(401).is_none(),
        forbidden: op.error(403).is_none(),
    }
}

/// Every reply that can happen: the one declared, errors that are declared, and those that follow from the arguments.
const fn replies(w: &mut Writer<'_>, op: &Op) {
    w.put(",\"responses\":{");
    success(w, op);
    let mut at = 0;
    while at < shared::OP_RESPONSES.len() {
        let (status, text) = shared::OP_RESPONSES[at];
        match op.error(status) {
            Some(meaning) => declared(w, status, meaning),
            None if status == 413 && op.body().is_some() && op.body_limit.is_some() => too_large(w, op),
            None if op.implies(status) => w.put(text),
            None => {}
        }
        if status == 400 {
            match op.access {
                Access::Inherit => w.placeholder(Placeholder::Refusals(refusals(op))),
                Access::Public => {}
                Access::AnyOf(_) | Access::Optional(_) => security::refusals(w, refusals(op)),
            }
        }
        at += 1;
    }
    at = 0;
    while at < op.errors.len() {
        let (status, meaning) = op.errors[at];
        if !shared::is_op_response(status) {
            declared(w, status, meaning);
        }
        at += 1;
    }
    w.put("}");
}

/// 413 of an op that has a limit of its own.
const fn too_large(w: &mut Writer<'_>, op: &Op) {
    if let Some(bytes) = op.body_limit {
        w.put(",\"413\":{\"description\":\"The body is over the limit: ");
        w.integer(bytes as i64);
        w.put(" bytes");
        w.put(shared::PROBLEM);
    }
}

const fn declared(w: &mut Writer<'_>, status: u16, meaning: &str) {
    w.put(",\"");
    w.integer(status as i64);
    w.around("\":{\"description\":\"", meaning, shared::PROBLEM);
}

const fn success(w: &mut Writer<'_>, op: &Op) {
    let begin = match op.reply.kind {
        ReplyKind::Done => "\"200\":{\"description\":\"Done\",\"content\":{\"application/json\":{\"schema\":",
        ReplyKind::Created => {
            "\"201\":{\"description\":\"Created\",\"headers\":{\"Location\":{\"$ref\":\"#/components/headers/Location\"}},\
             \"content\":{\"application/json\":{\"schema\":"
        }
        ReplyKind::NoContent => return w.put("\"204\":{\"description\":\"Done\"}"),
        ReplyKind::Page if op.is_counted() => super::path::LIST_COUNTED,
        ReplyKind::Page => super::path::LIST,
        ReplyKind::Bytes => {
            let media = if op.reply.media.is_empty() {
                Media::Bytes.name()
            } else {
                op.reply.media
            };
            w.put("\"200\":{\"description\":\"Bytes\",\"content\":{");
            w.string(media);
            return w.put(":{}}}");
        }
    };
    w.put(begin);
    if matches!(op.reply.kind, ReplyKind::Page) {
        w.put(super::path::ITEMS);
    }
    if let Some(body) = op.reply.schema {
        schema(w, body, &crate::types::Limits::NONE, View::ReplyItem);
    }
    w.put(if matches!(op.reply.kind, ReplyKind::Page) {
        "}}}}"
    } else {
        "}}}"
    });
}
