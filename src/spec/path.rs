//! Paths and operations of a resource.

use super::envelope::{close_reply, close_request, open};
use super::fragment::Section;
use super::names;
use super::noun;
use super::parameter;
use super::relation;
use super::schema;
use super::security;
use super::selection;
use super::writer::Writer;
use crate::meta::{Fields, Method, Operation, OperationKind, PathParameter, Place, Placeholder, Resource};

/// Renders the path items of a resource.
pub(crate) const fn paths(w: &mut Writer<'_>, resource: &Resource) {
    // Where the filters' parameters stand, once a list or a bulk delete has rendered them.
    let mut filters = (0, 0);
    path(w, resource, Place::Collection, &mut filters);
    path(w, resource, Place::Bulk, &mut filters);
    path(w, resource, Place::Row, &mut filters);
    // Those of links are one piece, however many there are.
    let start = w.len();
    let mut at = 0;
    while at < resource.operations.len() {
        let place = resource.operations[at].place();
        if matches!(place, Place::Linked(_)) && is_first(resource, at) {
            if w.len() > start {
                w.put(",");
            }
            path_item(w, resource, place, &mut filters);
        }
        at += 1;
    }
    if w.len() > start {
        w.mark(Section::Path, start);
    }
}

/// Whether no operation before this one has its path.
const fn is_first(resource: &Resource, operation: usize) -> bool {
    let mut at = 0;
    while at < operation {
        if same(resource.operations[at].place(), resource.operations[operation].place()) {
            return false;
        }
        at += 1;
    }
    true
}

const fn same(one: Place, other: Place) -> bool {
    match (one, other) {
        (Place::Collection, Place::Collection) | (Place::Bulk, Place::Bulk) | (Place::Row, Place::Row) => true,
        (Place::Linked([begin, end]), Place::Linked([other_begin, other_end])) => names::same(
            (begin.as_bytes(), end.as_bytes()),
            (other_begin.as_bytes(), other_end.as_bytes()),
        ),
        _ => false,
    }
}

const fn path(w: &mut Writer<'_>, resource: &Resource, place: Place, filters: &mut (usize, usize)) {
    let start = w.len();
    path_item(w, resource, place, filters);
    if w.len() > start {
        w.mark(Section::Path, start);
    }
}

/// Renders the operations at one path, if there are any.
const fn path_item(w: &mut Writer<'_>, resource: &Resource, place: Place, filters: &mut (usize, usize)) {
    let mut begun = false;
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if same(operation.place(), place) {
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
    }
}

/// Begins a path item: `"/tasks/{id}":{` and the parameters that its operations share.
const fn template(w: &mut Writer<'_>, resource: &Resource, place: Place) {
    w.put("\"");
    let (mut rest, mut at) = (resource.path, 0);
    while at < resource.parents.len()
        && let Some(parameter) = PathParameter::first(rest)
    {
        w.put(parameter.before);
        w.put3("{", resource.parents[at].name, "}");
        rest = parameter.rest;
        at += 1;
    }
    w.put(rest);
    match place {
        Place::Collection => {
            w.put("\":{");
            parameter::path(w, resource, &[]);
        }
        Place::Bulk => {
            w.put("/bulk\":{");
            parameter::path(w, resource, &[]);
        }
        Place::Row | Place::Linked(_) => {
            let address = resource.address();
            let mut at = 0;
            while at < address.len() {
                w.put3("/{", resource.fields[address[at]].property, "}");
                at += 1;
            }
            if let Place::Linked([first, rest]) = place {
                w.put(first);
                w.put(rest);
            }
            w.put("\":{");
            parameter::path(w, resource, address);
        }
    }
}

/// Renders an operation.
const fn operation(w: &mut Writer<'_>, resource: &Resource, operation: &Operation, filters: &mut (usize, usize)) {
    let kind = operation.kind;
    w.comma();
    let (summary, many, description) = words(kind, resource);
    w.put(begin(operation.method));
    id(w, resource, operation);
    w.put(summary);
    if let Some(linked) = &operation.linked {
        noun::words(w, linked.name);
        w.put(" of ");
    }
    if many {
        noun::several(w, resource.snake);
    } else {
        noun::one(w, resource.snake);
    }
    w.put(description);
    let tag = match operation.tag {
        Some(_) => operation.tag,
        None => resource.tag,
    };
    if let Some(tag) = tag {
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

/// Begins an operation, up to its ID.
pub(super) const fn begin(method: Method) -> &'static str {
    match method {
        Method::Get => "\"get\":{\"operationId\":\"",
        Method::Post => "\"post\":{\"operationId\":\"",
        Method::Put => "\"put\":{\"operationId\":\"",
        Method::Patch => "\"patch\":{\"operationId\":\"",
        Method::Delete => "\"delete\":{\"operationId\":\"",
    }
}

/// The ID of an operation: the one that is declared, or that of its kind and its resource.
const fn id(w: &mut Writer<'_>, resource: &Resource, operation: &Operation) {
    match operation.id {
        Some(id) => w.put(id),
        None => {
            w.put3(operation.kind.word(), "_", "");
            if let Some(linked) = &operation.linked {
                w.put3(linked.name, "_of_", "");
            }
            w.put(resource.snake);
        }
    }
}

/// The summary's text before its noun, whether that is the plural, and the text after it.
const fn words(kind: OperationKind, resource: &Resource) -> (&'static str, bool, &'static str) {
    match kind {
        OperationKind::List => (
            "\",\"summary\":\"List ",
            true,
            "\",\"description\":\"Returns one page of the rows that match all given filters, in the requested order.\"",
        ),
        OperationKind::Create => (
            "\",\"summary\":\"Create ",
            false,
            "\",\"description\":\"Creates one row and returns it.\"",
        ),
        OperationKind::CreateMany => (
            "\",\"summary\":\"Create ",
            true,
            "\",\"description\":\"Creates all rows of the list; if one can't be created, none is.\"",
        ),
        OperationKind::Read if resource.one => (
            "\",\"summary\":\"Get ",
            false,
            "\",\"description\":\"Returns the row that the caller owns.\"",
        ),
        OperationKind::Read => (
            "\",\"summary\":\"Get ",
            false,
            "\",\"description\":\"Returns one row.\"",
        ),
        OperationKind::Update => (
            "\",\"summary\":\"Update ",
            false,
            "\",\"description\":\"Changes only the fields that are given; null sets null.\"",
        ),
        OperationKind::Put if !resource.put_creates() => (
            "\",\"summary\":\"Replace ",
            false,
            "\",\"description\":\"Replaces the row with this key. Fields that only a create may set keep their values.\"",
        ),
        OperationKind::Put if resource.one => (
            "\",\"summary\":\"Create or replace ",
            false,
            "\",\"description\":\"Creates the row that the caller owns, or replaces it if it exists. When it is replaced, fields that only a create may set keep their values.\"",
        ),
        OperationKind::Put if !resource.has_key_in_paths() => (
            "\",\"summary\":\"Create or replace ",
            false,
            "\",\"description\":\"Creates the row with this address, or replaces it if it exists. When it is replaced, its key and fields that only a create may set keep their values.\"",
        ),
        OperationKind::Put => (
            "\",\"summary\":\"Create or replace ",
            false,
            "\",\"description\":\"Creates the row with this key, or replaces it if it exists. When it is replaced, fields that only a create may set keep their values.\"",
        ),
        OperationKind::Delete if resource.one => (
            "\",\"summary\":\"Delete ",
            false,
            "\",\"description\":\"Deletes the row that the caller owns.\"",
        ),
        OperationKind::Delete => (
            "\",\"summary\":\"Delete ",
            false,
            "\",\"description\":\"Deletes one row.\"",
        ),
        OperationKind::DeleteMany => (
            "\",\"summary\":\"Delete ",
            true,
            "\",\"description\":\"Deletes all rows that match all given filters; without a filter only if `all` is true.\"",
        ),
        OperationKind::Link => (
            "\",\"summary\":\"Add to ",
            false,
            "\",\"description\":\"Adds what belongs to the caller, unless it is there already, and returns the row as it is then.\"",
        ),
        OperationKind::Unlink => (
            "\",\"summary\":\"Remove from ",
            false,
            "\",\"description\":\"Removes what belongs to the caller, if it is there, and returns the row as it is then.\"",
        ),
    }
}

/// The headers that make a request depend on the row's version.
const fn conditions(w: &mut Writer<'_>, resource: &Resource, kind: OperationKind) {
    match kind {
        OperationKind::Read => {
            w.put(",\"parameters\":[{\"$ref\":\"#/components/parameters/IfNoneMatch\"}");
            relation::parameter(w, resource);
            selection::parameter(w, resource, Fields::Reply);
            w.put("]");
        }
        // Either will do where one is required: a version to replace, or none to be there.
        OperationKind::Put if resource.put_creates() => w.put(
            ",\"parameters\":[{\"$ref\":\"#/components/parameters/IfMatch\"},{\"$ref\":\"#/components/parameters/IfNoneMatch\"}]",
        ),
        OperationKind::Update | OperationKind::Put | OperationKind::Delete => {
            w.put(if resource.if_match {
                ",\"parameters\":[{\"$ref\":\"#/components/parameters/IfMatchRequired\"}]"
            } else {
                ",\"parameters\":[{\"$ref\":\"#/components/parameters/IfMatch\"}]"
            });
        }
        OperationKind::List
        | OperationKind::Create
        | OperationKind::CreateMany
        | OperationKind::DeleteMany
        | OperationKind::Link
        | OperationKind::Unlink => {}
    }
}

pub(super) const fn component(w: &mut Writer<'_>, resource: &Resource, fields: Fields) {
    w.put("{\"$ref\":\"#/components/schemas/");
    w.put(resource.name);
    w.put(fields.suffix());
    w.put("\"}");
}

/// The view of one row, in its envelope.
const fn one(w: &mut Writer<'_>, resource: &Resource, fields: Fields) {
    open(w, resource.envelope.one);
    component(w, resource, fields);
    close(w, resource.envelope.one, None, fields);
}

/// A list of views, in its envelope, with the count beside it if `counted`.
const fn many(w: &mut Writer<'_>, resource: &Resource, fields: Fields, counted: bool) {
    open(w, resource.envelope.many);
    w.put(ITEMS);
    component(w, resource, fields);
    if !fields.is_of_replies() {
        schema::bulk_limit(w);
    }
    w.put("}");
    let total = if counted { resource.envelope.total } else { None };
    close(w, resource.envelope.many, total, fields);
}

/// Ends the object around views.
const fn close(w: &mut Writer<'_>, envelope: Option<&str>, total: Option<&str>, fields: Fields) {
    match fields {
        Fields::Reply | Fields::Item | Fields::Selection => close_reply(w, envelope, total),
        Fields::Create | Fields::Update | Fields::Put => close_request(w, envelope),
    }
}

const fn body(w: &mut Writer<'_>, resource: &Resource, kind: OperationKind) {
    const BEGIN: &str = ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":";
    match kind {
        OperationKind::Create => {
            w.put(BEGIN);
            one(w, resource, Fields::Create);
        }
        OperationKind::CreateMany => {
            w.put(BEGIN);
            many(w, resource, Fields::Create, false);
        }
        OperationKind::Update => {
            w.put(BEGIN);
            one(w, resource, Fields::Update);
        }
        OperationKind::Put => {
            w.put(BEGIN);
            one(w, resource, resource.put_view());
        }
        OperationKind::List
        | OperationKind::Read
        | OperationKind::Delete
        | OperationKind::DeleteMany
        | OperationKind::Link
        | OperationKind::Unlink => return,
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
            w.put(",\"content\":{\"application/json\":{\"schema\":");
            many(w, resource, resource.read_view(operation.kind), true);
            w.put("}}}");
        }
        OperationKind::Create => created(w, resource, operation.success),
        OperationKind::CreateMany => {
            status(w, operation.success);
            w.put(CREATED_MANY);
            many(w, resource, Fields::Reply, false);
            w.put("}}}");
        }
        OperationKind::Read => {
            row(w, resource, resource.read_view(operation.kind));
            w.put(NOT_MODIFIED);
        }
        OperationKind::Update | OperationKind::Link | OperationKind::Unlink => row(w, resource, Fields::Reply),
        OperationKind::Put => {
            row(w, resource, Fields::Reply);
            if resource.put_creates() {
                w.put(",");
                created(w, resource, None);
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
/// Begins a list of rows.
pub(super) const ITEMS: &str = "{\"type\":\"array\",\"items\":";
const CREATED_MANY: &str = "{\"description\":\"All created\",\
     \"content\":{\"application/json\":{\"schema\":";
const NOT_MODIFIED: &str = ",\"304\":{\"$ref\":\"#/components/responses/NotModified\"}";
const DELETED_MANY: &str = "\"204\":{\"description\":\"Deleted\",\"headers\":{\
     \"X-Total-Count\":{\"$ref\":\"#/components/headers/DeletedCount\"}}}";

/// `200` with one row.
const fn row(w: &mut Writer<'_>, resource: &Resource, view: Fields) {
    w.put(
        "\"200\":{\"description\":\"The row\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}},\
         \"content\":{\"application/json\":{\"schema\":",
    );
    one(w, resource, view);
    w.put("}}}");
}

/// Writes the status of a create.
const fn status(w: &mut Writer<'_>, success: Option<u16>) {
    w.put("\"");
    w.integer(match success {
        Some(status) => status as i64,
        None => 201,
    });
    w.put("\":");
}

/// The reply with the new row, where it is, and what can be done with it (OpenAPI 3.1, section 4.8.20).
const fn created(w: &mut Writer<'_>, resource: &Resource, success: Option<u16>) {
    status(w, success);
    w.put("{\"description\":\"Created\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}");
    if resource.has_rows_at_paths() {
        w.put(",\"Location\":{\"$ref\":\"#/components/headers/Location\"}");
    }
    w.put("},\"content\":{\"application/json\":{\"schema\":");
    one(w, resource, Fields::Reply);
    w.put("}}");
    let mut begun = false;
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if matches!(operation.place(), Place::Row | Place::Linked(_)) && address_is_shown(resource) {
            w.put(if begun { "," } else { ",\"links\":{" });
            begun = true;
            link(w, resource, operation);
        }
        at += 1;
    }
    w.put(if begun { "}}" } else { "}" });
}

/// A link takes the address from the reply, which must hold it.
const fn address_is_shown(resource: &Resource) -> bool {
    let address = resource.address();
    let mut at = 0;
    while at < address.len() {
        if !resource.fields[address[at]].in_replies() {
            return false;
        }
        at += 1;
    }
    true
}

const fn link(w: &mut Writer<'_>, resource: &Resource, operation: &Operation) {
    w.put3("\"", operation.kind.word(), "");
    if let Some(linked) = &operation.linked {
        w.put3("_", linked.name, "");
    }
    w.put("\":{\"operationId\":\"");
    id(w, resource, operation);
    w.put("\"");
    let (parents, address) = (resource.parents, resource.address());
    let mut begun = false;
    let mut at = 0;
    while at < parents.len() {
        w.put(if begun { "," } else { ",\"parameters\":{" });
        begun = true;
        w.put3("\"", parents[at].name, "\":\"$request.path.");
        w.put(parents[at].name);
        w.put("\"");
        at += 1;
    }
    at = 0;
    while at < address.len() {
        let name = resource.fields[address[at]].property;
        w.put(if begun { "," } else { ",\"parameters\":{" });
        begun = true;
        w.put3("\"", name, "\":\"$response.body#/");
        if let Some(envelope) = resource.envelope.one {
            w.put(envelope);
            w.put("/");
        }
        w.put(name);
        w.put("\"");
        at += 1;
    }
    w.put(if begun { "}}" } else { "}" });
}
