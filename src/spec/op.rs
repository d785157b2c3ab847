//! Ops: a path item each, which the document joins with others of the same path.

use super::envelope::{close_reply, close_request, open};
use super::fragment::Section;
use super::schema::{self, View, schema};
use super::security;
use super::writer::Writer;
use crate::meta::{Argument, ArgumentPlace, Body, Media, Op, Placeholder, Reply, ReplyKind};
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
        ArgumentPlace::Row(_) | ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_) | ArgumentPlace::Body(_) => {
            return;
        }
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
                open(w, op.envelope.body);
                schema(w, body.schema, &field.limits, View::Request);
                if body.bulk {
                    w.rewind(w.len() - 1);
                    schema::bulk_limit(w);
                    w.put("}");
                }
                close_request(w, op.envelope.body);
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

/// Every reply that can happen: those of success, and errors.
const fn replies(w: &mut Writer<'_>, op: &Op) {
    w.put(",\"responses\":{");
    let mut at = 0;
    while let Some(reply) = op.reply.get(at) {
        w.comma();
        success(w, op, reply);
        at += 1;
    }
    w.placeholder(Placeholder::Failures(op.failures()));
    w.put("}");
}

const fn success(w: &mut Writer<'_>, op: &Op, reply: &Reply) {
    w.put("\"");
    w.integer(reply.status as i64);
    w.put(match reply.kind {
        ReplyKind::Page => "\":{\"description\":\"One page\"",
        ReplyKind::Bytes => "\":{\"description\":\"Bytes\"",
        ReplyKind::Created => "\":{\"description\":\"Created\"",
        ReplyKind::Done | ReplyKind::NoContent => match reply.status {
            201 => "\":{\"description\":\"Created\"",
            202 => "\":{\"description\":\"Accepted\"",
            _ => "\":{\"description\":\"Done\"",
        },
    });
    match reply.kind {
        ReplyKind::Created => w.put(",\"headers\":{\"Location\":{\"$ref\":\"#/components/headers/Location\"}}"),
        ReplyKind::Page if op.is_counted() => w.put(super::path::LIST_COUNTED),
        ReplyKind::Page => w.put(super::path::LIST),
        ReplyKind::Done | ReplyKind::NoContent | ReplyKind::Bytes => {}
    }
    if matches!(reply.kind, ReplyKind::Bytes) {
        w.put(",\"content\":{");
        w.string(op.media_of_bytes());
        w.put(":{}}");
    }
    if let Some(body) = reply.schema {
        w.put(",\"content\":{\"application/json\":{\"schema\":");
        let is_page = matches!(reply.kind, ReplyKind::Page);
        open(w, op.envelope.reply);
        w.put(if is_page { super::path::ITEMS } else { "" });
        match op.listed_items(reply) {
            Some(resource) => super::path::component(w, resource, resource.item_view()),
            None => schema(w, body, &crate::types::Limits::NONE, View::ReplyItem),
        }
        w.put(if is_page { "}" } else { "" });
        close_reply(w, op.envelope.reply, if is_page { op.envelope.total } else { None });
        w.put("}}");
    }
    w.put("}");
}
