//! What the compiler refuses beyond types: each check is a const fn that panics with where, what and the remedy.
//!
//! The const interpreter is slow and a call costs most there: loops are plain, names are distinguished by length and first byte
//! before they are compared, and what concerns all items goes through a table of hashes.

mod access;
mod address;
mod api;
mod asyncapi;
mod computed;
mod copies;
mod cors;
mod enum_numbers;
mod envelope;
mod field;
mod field_access;
mod files;
mod filter;
mod foreign_key;
mod info;
mod json;
mod link;
mod names;
mod op;
mod operation_options;
mod owner;
mod paging;
mod parent;
mod path;
mod publish;
mod rate_limit;
mod reference;
mod relation;
mod request_rows;
mod resource;
mod routes;
mod socket;
mod socket_access;
mod tags;
mod view;
mod was;
mod whole_op;
mod write;

pub use api::check_api;
pub use computed::{check_computed, computed_named};
pub use cors::check_cors;
pub use enum_numbers::{EnumNumbers, check_enum_number};
pub use foreign_key::check_foreign_key;
pub use link::check_link;
pub use op::{check_error_status, check_op_section};
pub use operation_options::check_operation_option;
pub use rate_limit::check_limit;
pub use reference::check_referenced;
pub use relation::check_relation;
pub use resource::{check_field, check_section};
pub use socket::check_socket_section;

use super::const_error::const_error;
use super::{Component, Docs, Item, Shape};
use crate::types::{Kind, Schema};
pub(super) use names::fault as name_fault;
pub use names::misnamed;
pub(super) use names::same;

/// Where a field is declared, for messages.
#[derive(Clone, Copy)]
struct Owner<'n> {
    keyword: &'static str,
    name: &'n str,
}

/// Stops with ``resource `Task`: field `title`: ...``.
#[track_caller]
const fn field_error(owner: Owner<'_>, field: &str, what: &str) -> ! {
    // Fields of an op are its parameters.
    let word = if same(owner.keyword, "op") {
        "`: parameter `"
    } else {
        "`: field `"
    };
    const_error(&[owner.keyword, " `", owner.name, word, field, "`", what])
}

/// Stops with ``op `close_task`..``.
#[track_caller]
const fn item_error(keyword: &str, name: &str, what: &[&str]) -> ! {
    let mut parts = [""; 17];
    (parts[0], parts[1], parts[2], parts[3]) = (keyword, " `", name, "`");
    let mut at = 0;
    while at < what.len() && at + 4 < parts.len() {
        parts[at + 4] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks an item by itself, but for its fields and sections: these are checked at their tokens.
#[track_caller]
pub const fn check_item(item: Item) {
    match item {
        Item::Component(component) => check_component(component),
        Item::Resource(resource) => resource::check_resource(resource),
        Item::Op(op) => op::check_op(op),
        Item::Socket(socket) => socket::check_socket(socket),
    }
}

/// Whether the document can have a component of that name (OpenAPI 3.1, section 4.8.7: `^[a-zA-Z0-9._-]+$`).
pub(crate) const fn is_component_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() && matches!(bytes[at], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-') {
        at += 1;
    }
    !bytes.is_empty() && at == bytes.len()
}

/// Whether a component is one of this crate's, of which every document has some.
pub(crate) const fn is_built_in_component(name: &str) -> bool {
    same(name, "Problem") || same(name, "FieldError")
}

/// Checks the name that the document has for an item; `before` is how it is written, `component: ` or `as `.
#[track_caller]
pub const fn check_component_name(before: &str, name: &str) {
    if !is_component_name(name) {
        const_error(&[
            "`",
            before,
            "\"",
            name,
            "\"` is not a name that the document can have; take letters, digits, `.`, `_` and `-`",
        ]);
    }
}

/// Checks one property of a schema by itself; `misnamed` is the one that [`misnamed`] found.
#[track_caller]
pub const fn check_property(component: &Component, misnamed: usize, at: usize) {
    let Shape::Object(fields) = component.shape else {
        return;
    };
    let owner = Owner {
        keyword: "schema",
        name: component.name,
    };
    let field = &fields[at];
    if at == misnamed {
        names::check_field_name(owner, fields, at);
    }
    field::check_limits(owner, field);
    files::check_property(owner, field);
    if !field.in_requests() && !field.optional() {
        field_error(
            owner,
            field.name,
            " is `read_only`, so a request gives no value for it; make it `Option<..>`, or give it a default",
        );
    }
}

/// Checks an enum, a schema or a union by itself.
#[track_caller]
const fn check_component(component: &Component) {
    match component.shape {
        // Numbers are checked at their names.
        Shape::Enum(values) => check_texts(component.name, values.texts()),
        // Its properties are checked at their names.
        Shape::Object(_) => check_demands(component),
        Shape::Union(variants) => check_variants(component.name, variants),
    }
}

/// Checks that the document can say what each check of the whole demands.
#[track_caller]
const fn check_demands(component: &Component) {
    let mut at = 0;
    while at < component.checks.len() {
        if component.checks[at].trim_ascii().is_empty() {
            const_error(&[
                "schema `",
                component.name,
                "`: a `check` has an empty text; write there what it demands, for the document",
            ]);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_texts(name: &str, values: &[&str]) {
    let mut at = 0;
    while at < values.len() {
        let mut other = 0;
        while other < at {
            if same(values[at], values[other]) {
                const_error(&[
                    "enum `",
                    name,
                    "`: two values have the text \"",
                    values[at],
                    "\"; rename one",
                ]);
            }
            other += 1;
        }
        at += 1;
    }
}

/// The first variant that fits is taken: one behind it of the same type would never be.
#[track_caller]
const fn check_variants(name: &str, variants: &[Schema]) {
    let mut at = 0;
    while at < variants.len() {
        if files::holds_file(variants[at].kind) {
            const_error(&[
                "union `",
                name,
                "`: a file can't be a variant; make it a property, `file: Option<File>`",
            ]);
        }
        let mut other = 0;
        while other < at {
            if same_kind(variants[at].kind, variants[other].kind) {
                const_error(&[
                    "union `",
                    name,
                    "`: two variants have the same type; the second could never be distinguished from the first",
                ]);
            }
            other += 1;
        }
        at += 1;
    }
}

const fn same_kind(a: Kind, b: Kind) -> bool {
    match (a, b) {
        (Kind::Ref(a), Kind::Ref(b)) => same(a, b),
        (Kind::List(a), Kind::List(b)) | (Kind::Map(a), Kind::Map(b)) => same_kind(a.kind, b.kind),
        (a, b) => code(a) == code(b),
    }
}

const fn code(kind: Kind) -> u8 {
    match kind {
        Kind::Any => 0,
        Kind::String => 1,
        Kind::Bytes => 2,
        Kind::Boolean => 3,
        Kind::Int16 => 4,
        Kind::Int32 => 5,
        Kind::Int64 => 6,
        Kind::Float => 7,
        Kind::Double => 8,
        Kind::Decimal => 9,
        Kind::Uuid => 10,
        Kind::Date => 11,
        Kind::Time => 12,
        Kind::DateTime => 13,
        Kind::Ref(_) => 14,
        Kind::List(_) => 15,
        Kind::Map(_) => 16,
        Kind::File => 17,
    }
}

/// Whether a doc comment has any text.
const fn described(docs: Docs) -> bool {
    let mut at = 0;
    while at < docs.len() {
        if !docs[at].trim_ascii().is_empty() {
            return true;
        }
        at += 1;
    }
    false
}
