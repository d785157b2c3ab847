//! Paths and operations of a resource.

use super::fragment::Section;
use super::noun;
use super::parameter;
use super::schema;
use super::security;
use super::writer::Writer;
use crate::meta::{Fields, Operation, OperationKind, Place, Placeholder, Resource};

/// Renders the path items of a resource.
pub(crate) const fn paths(w: &mut Writer<'_>, resource: &Resource) {
    // Where the filters' parameters stand, once a list or a bulk delete has rendered them.
    let mut filters = (0, 0);
    path(w, resource, Place::Collection, &mut filters);
    path(w, resource, Place::Bulk, &mut filters);
    path(w, resource, Place::Row, &mut filters);
}

const fn path(w: &mut Writer<'_>, resource: &Resource, place: Place, filters: &mut (usize, usize)) {
    let start = w.len();
    let mut begun = false;
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if operation.kind.place() as u8 == place as u8 {
            if !begun {
                template(w, resource, place);
                begun = true;
            }
            self::operation(w, resource, operation, filters);
        }
        at += 1;
    }
    if begun {
        w.put("}");
        w.mark(Section::Path, start);
    }
}

/// Begins a path item: `"/tasks/{id}":{` and the parameters that its operations share.
const fn template(w: &mut Writer<'_>, resource: &Resource, place: Place) {
    w.put("\"");
    w.put(resource.path);
    match place {
        Place::Collection => w.put("\":{"),
        Place::Bulk => w.put("/bulk\":{"),
        Place::Row => {
            let mut at = 0;
            while at < resource.key {
                w.put3("/{", resource.fields[at].property, "}");
                at += 1;
            }
            w.put("\":{");
            parameter::key(w, resource);
        }
    }
}

/// Renders an operation.
const fn operation(w: &mut Writer<'_>, resource: &Resource, operation: &Operation, filters: &mut (usize, usize)) {
    let kind = operation.kind;
    w.comma();
    let (begin, summary, many, description) = words(kind, resource);
    w.put(begin);
    w.put(resource.snake);
    w.put(summary);
    if many {
        noun::several(w, resource.snake);
    } else {
        noun::one(w, resource.snake);
    }
    w.put(description);
    if let Some(tag) = resource.tag {
        w.put3(",\"tags\":[\"", tag, "\"]");
    }
    if resource.deprecated {
        w.put(",\"deprecated\":true");
    }
    parameter::query(w, resource, operation, filters);
    conditions(w, resource, kind);
    body(w, resource, kind);
    replies(w, resource, operation);
    security::requirement(w, &operation.access);
    w.put("}");
}

/// The prefix of the operation ID, the summary's text before its noun, whether that is the plural, and the text
/// after it.
const fn words(kind: OperationKind, resource: &Resource) -> (&'static str, &'static str, bool, &'static str) {
    match kind {
        OperationKind::List => (
            "\"get\":{\"operationId\":\"list_",
            "\",\"summary\":\"List ",
            true,
            "\",\"description\":\"Returns one page of the rows that match all given filters, in the requested order.\"",
        ),
        OperationKind::Create => (
            "\"post\":{\"operationId\":\"create_",
            "\",\"summary\":\"Create ",
            false,
            "\",\"description\":\"Creates one row and returns it.\"",
        ),
        OperationKind::CreateMany => (
            "\"post\":{\"operationId\":\"create_many_",
            "\",\"summary\":\"Create ",
            true,
            "\",\"description\":\"Creates all rows of the list; if one can't be created, none is.\"",
        ),
        OperationKind::Read => (
            "\"get\":{\"operationId\":\"read_",
            "\",\"summary\":\"Get ",
            false,
            "\",\"description\":\"Returns one row.\"",
        ),
        OperationKind::Update => (
            "\"patch\":{\"operationId\":\"update_",
            "\",\"summary\":\"Update ",
            false,
            "\",\"description\":\"Changes only the fields that are given; null sets null.\"",
        ),
        OperationKind::Put if resource.counts_keys() => (
            "\"put\":{\"operationId\":\"put_",
            "\",\"summary\":\"Replace ",
            false,
            "\",\"description\":\"Replaces the row with this key. Fields that only a create may set keep their values.\"",
        ),
        OperationKind::Put => (
            "\"put\":{\"operationId\":\"put_",
            "\",\"summary\":\"Create or replace ",
            false,
            "\",\"description\":\"Creates the row with this key, or replaces it if it exists. When it is replaced, fields that only a create may set keep their values.\"",
        ),
        OperationKind::Delete => (
            "\"delete\":{\"operationId\":\"delete_",
            "\",\"summary\":\"Delete ",
            false,
            "\",\"description\":\"Deletes one row.\"",
        ),
        OperationKind::DeleteMany => (
            "\"delete\":{\"operationId\":\"delete_many_",
            "\",\"summary\":\"Delete ",
            true,
            "\",\"description\":\"Deletes all rows that match all given filters; without a filter only if `all` is true.\"",
        ),
    }
}

/// The headers that make a request depend on the row's version.
const fn conditions(w: &mut Writer<'_>, resource: &Resource, kind: OperationKind) {
    match kind {
        OperationKind::Read => w.put(",\"parameters\":[{\"$ref\":\"#/components/parameters/IfNoneMatch\"}]"),
        // Either will do where one is required: a version to replace, or none to be there.
        OperationKind::Put if !resource.counts_keys() => w.put(
            ",\"parameters\":[{\"$ref\":\"#/components/parameters/IfMatch\"},{\"$ref\":\"#/components/parameters/IfNoneMatch\"}]",
        ),
        OperationKind::Update | OperationKind::Put | OperationKind::Delete => {
            w.put(if resource.if_match {
                ",\"parameters\":[{\"$ref\":\"#/components/parameters/IfMatchRequired\"}]"
            } else {
                ",\"parameters\":[{\"$ref\":\"#/components/parameters/IfMatch\"}]"
            });
        }
        OperationKind::List | OperationKind::Create | OperationKind::CreateMany | OperationKind::DeleteMany => {}
    }
}

const fn component(w: &mut Writer<'_>, resource: &Resource, fields: Fields) {
    w.put("{\"$ref\":\"#/components/schemas/");
    w.put(resource.name);
    w.put(fields.suffix());
    w.put("\"}");
}

const fn body(w: &mut Writer<'_>, resource: &Resource, kind: OperationKind) {
    const BEGIN: &str = ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":";
    match kind {
        OperationKind::Create => {
            w.put(BEGIN);
            component(w, resource, Fields::Create);
        }
        OperationKind::CreateMany => {
            w.put(BEGIN);
            w.put("{\"type\":\"array\",\"items\":");
            component(w, resource, Fields::Create);
            schema::bulk_limit(w);
            w.put("}");
        }
        OperationKind::Update => {
            w.put(BEGIN);
            component(w, resource, Fields::Update);
        }
        OperationKind::Put => {
            w.put(BEGIN);
            component(w, resource, resource.put_view());
        }
        OperationKind::List | OperationKind::Read | OperationKind::Delete | OperationKind::DeleteMany => return,
    }
    w.put("}}}");
}

/// Every reply that can happen.
const fn replies(w: &mut Writer<'_>, resource: &Resource, operation: &Operation) {
    w.put(",\"responses\":{");
    match operation.kind {
        OperationKind::List => {
            w.put("\"200\":{\"description\":\"One page\"");
            w.put(match operation.paging.style {
                crate::meta::PagingStyle::Offset => LIST_COUNTED,
                crate::meta::PagingStyle::Cursor(_) => LIST,
            });
            w.put(",\"content\":{\"application/json\":{\"schema\":{\"type\":\"array\",\"items\":");
            component(w, resource, Fields::Reply);
            w.put("}}}}");
        }
        OperationKind::Create => created(w, resource),
        OperationKind::CreateMany => {
            w.put(CREATED_MANY);
            component(w, resource, Fields::Reply);
            w.put("}}}}");
        }
        OperationKind::Read => {
            row(w, resource);
            w.put(NOT_MODIFIED);
        }
        OperationKind::Update => row(w, resource),
        OperationKind::Put => {
            row(w, resource);
            // A counted key creates nothing.
            if !resource.counts_keys() {
                w.put(",");
                created(w, resource);
            }
        }
        OperationKind::Delete => w.put("\"204\":{\"description\":\"Deleted\"}"),
        OperationKind::DeleteMany => w.put(DELETED_MANY),
    }
    w.placeholder(Placeholder::Failures(resource.failures(operation)));
    w.put("}");
}

/// The headers of a page whose rows are counted.
pub(super) const LIST_COUNTED: &str = ",\"headers\":{\"Link\":{\"$ref\":\"#/components/headers/Link\"},\
     \"X-Total-Count\":{\"$ref\":\"#/components/headers/TotalCount\"}}";
/// Those of another page.
pub(super) const LIST: &str = ",\"headers\":{\"Link\":{\"$ref\":\"#/components/headers/Link\"}}";
const CREATED_MANY: &str = "\"201\":{\"description\":\"All created\",\
     \"content\":{\"application/json\":{\"schema\":{\"type\":\"array\",\"items\":";
const NOT_MODIFIED: &str = ",\"304\":{\"$ref\":\"#/components/responses/NotModified\"}";
const DELETED_MANY: &str = "\"204\":{\"description\":\"Deleted\",\"headers\":{\
     \"X-Total-Count\":{\"$ref\":\"#/components/headers/DeletedCount\"}}}";

/// `200` with one row.
const fn row(w: &mut Writer<'_>, resource: &Resource) {
    w.put(
        "\"200\":{\"description\":\"The row\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}},\
         \"content\":{\"application/json\":{\"schema\":",
    );
    component(w, resource, Fields::Reply);
    w.put("}}}");
}

/// `201` with the new row, where it is, and what can be done with it (OpenAPI 3.1, section 4.8.20).
const fn created(w: &mut Writer<'_>, resource: &Resource) {
    w.put("\"201\":{\"description\":\"Created\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}");
    if resource.has_rows_at_paths() {
        w.put(",\"Location\":{\"$ref\":\"#/components/headers/Location\"}");
    }
    w.put("},\"content\":{\"application/json\":{\"schema\":");
    component(w, resource, Fields::Reply);
    w.put("}}");
    let mut begun = false;
    let mut at = 0;
    while at < resource.operations.len() {
        let kind = resource.operations[at].kind;
        if matches!(kind.place(), Place::Row) && key_is_shown(resource) {
            w.put(if begun { "," } else { ",\"links\":{" });
            begun = true;
            link(w, resource, kind);
        }
        at += 1;
    }
    w.put(if begun { "}}" } else { "}" });
}

/// A link takes the key from the reply, which must hold it.
const fn key_is_shown(resource: &Resource) -> bool {
    let mut at = 0;
    while at < resource.key {
        if !resource.fields[at].in_replies() {
            return false;
        }
        at += 1;
    }
    true
}

const fn link(w: &mut Writer<'_>, resource: &Resource, kind: OperationKind) {
    w.put(match kind {
        OperationKind::Read => "\"read\":{\"operationId\":\"read_",
        OperationKind::Update => "\"update\":{\"operationId\":\"update_",
        OperationKind::Put => "\"put\":{\"operationId\":\"put_",
        OperationKind::Delete => "\"delete\":{\"operationId\":\"delete_",
        OperationKind::List | OperationKind::Create | OperationKind::CreateMany | OperationKind::DeleteMany => return,
    });
    w.put(resource.snake);
    w.put("\",\"parameters\":{");
    let mut at = 0;
    while at < resource.key {
        let name = resource.fields[at].property;
        w.comma();
        w.put3("\"", name, "\":\"$response.body#/");
        w.put(name);
        w.put("\"");
        at += 1;
    }
    w.put("}}");
}
