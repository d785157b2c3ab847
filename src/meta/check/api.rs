//! What all items say together: descriptions, tags, and names that no two may share.

use super::copies::{check_request_names, check_request_views};
use super::files::{check_files, holds_file};
use super::operation_options::has_generated_id;
use super::reference::{check_reference, reference_error};
use super::request_rows::check_request_rows;
use super::routes::check_routes;
use super::socket::check_whole_socket;
use super::tags::check_tag;
use super::was::check_former_table;
use super::whole_op::check_whole_op;
use super::{Owner, access, described, field, field_error, info};
use crate::meta::const_error::const_error;
use crate::meta::index::{Index, Position};
use crate::meta::{
    Component, Direction, Docs, Field, Filter, ForeignKeyTarget, Info, Item, Names, Nulls, OperationKind, Part,
    Resource, Shape,
};
use crate::types::{Kind, Schema};

/// An API without its document, which the checks must not wait for.
pub(super) struct Whole {
    pub(super) info: Info,
    pub(super) index: Index,
}

/// Checks an API's own declaration, and its items against each other.
#[track_caller]
pub const fn check_api(name: &str, info: &Info, index: &Index) {
    let api = &Whole {
        info: *info,
        index: *index,
    };
    info::check_info(name, info);
    check_resources(api);
    check_request_names(&api.index);
    check_request_views(&api.index);
    check_request_rows(&api.index);
    check_routes(api);
    access::check_access(name, api);
    check_error_model(name, api);
    check_files(api);
    let parts = api.index.parts;
    let mut part = 0;
    while part < parts.len() {
        check_nulls(name, info, parts[part]);
        check_names(name, info, parts[part]);
        part += 1;
    }
    let mut next = api.index.first();
    while let Some(at) = next {
        match api.index.item(at) {
            Item::Component(component) => check_component(api, component),
            Item::Resource(resource) => check_whole_resource(api, resource),
            Item::Op(op) => check_whole_op(api, op),
            Item::Socket(socket) => check_whole_socket(api, socket),
        }
        next = api.index.next(at);
    }
}

/// Checks that the document can describe the bodies of error replies.
#[track_caller]
const fn check_error_model(name: &str, api: &Whole) {
    let Some(model) = &api.info.errors.model else {
        return;
    };
    if let Some(target) = unresolved(&model.schema, api) {
        const_error(&["api `", name, "`: `errors`: type `", target, JOIN]);
    }
    if holds_file(model.schema.kind) {
        const_error(&[
            "api `",
            name,
            "`: `errors`: its model is JSON, which can't contain files",
        ]);
    }
}

/// Checks that a part doesn't leave nulls out by oversight: it doesn't know its API, so it can't inherit the rule.
#[track_caller]
const fn check_nulls(name: &str, info: &Info, part: &Part) {
    if info.nulls.are_shown() && matches!(part.nulls, Nulls::Inherit) {
        const_error(&[
            "part `",
            part.name,
            "` has no rule for nulls, but api `",
            name,
            "` shows them; write `part ",
            part.name,
            " { nulls: shown }`, or `nulls: omitted` if they shall be left out there",
        ]);
    }
}

/// Checks that a part doesn't leave names as they are by oversight, for the same reason.
#[track_caller]
const fn check_names(name: &str, info: &Info, part: &Part) {
    if info.names.change() && matches!(part.names, Names::Inherit) {
        let word = info.names.word();
        const_error(&[
            "part `",
            part.name,
            "` has no rule for names, but api `",
            name,
            "` has `",
            word,
            "`; write `part ",
            part.name,
            " { names: ",
            word,
            " }`, or `names: snake_case` if they shall be there as they are in Rust",
        ]);
    }
}

/// What `name` ends in, as a view of a resource: the rest, and the operations that make the view.
pub(super) const fn view_of(name: &str) -> Option<(&str, OperationKind, OperationKind)> {
    let (suffix, kind, other) = match name.as_bytes() {
        [.., b'C', b'r', b'e', b'a', b't', b'e'] => (6, OperationKind::Create, OperationKind::CreateMany),
        [.., b'U', b'p', b'd', b'a', b't', b'e'] => (6, OperationKind::Update, OperationKind::Update),
        [.., b'P', b'u', b't'] => (3, OperationKind::Put, OperationKind::Put),
        _ => return None,
    };
    Some((name.split_at(name.len() - suffix).0, kind, other))
}

/// Checks that no item has the name of a view of a resource, of another item or of what the document brings.
#[track_caller]
const fn check_item_name(api: &Whole, name: &str) {
    let taken = super::is_built_in_component(name) && api.info.errors.model.is_none();
    let of_view = match view_of(name) {
        None => false,
        Some((stem, kind, other)) => match api.index.components.get(stem) {
            None => false,
            Some(at) => match api.index.item(at) {
                Item::Resource(resource) => resource.offers(kind) || resource.offers(other),
                Item::Component(_) | Item::Op(_) | Item::Socket(_) => false,
            },
        },
    };
    if taken || of_view {
        name_error(name);
    }
    if !name.is_ascii() {
        const_error(&[
            "item `",
            name,
            "` has a character beyond ASCII in its name, but components of the document can't; rename it",
        ]);
    }
}

#[track_caller]
const fn name_error(name: &str) {
    const_error(&[
        "two components of the document are named `",
        name,
        "`: items, the views of resources (`TaskCreate`, `TaskUpdate`, `TaskPut`) and the built-in `Problem` and `FieldError` share their names; rename an item",
    ]);
}

#[track_caller]
const fn double_name_error(first: Item, second: Item) {
    let (first, second) = (described_item(first), described_item(second));
    const_error(&[
        "two components of the document are named `",
        first.name,
        "`: ",
        first.kind,
        first.module,
        " and ",
        second.kind,
        second.module,
        "; give one another name in the document",
    ]);
}

/// An item as a message names it apart from another of its name.
struct DescribedItem {
    kind: &'static str,
    /// A resource's, since `component` may be all that it shares with another.
    module: &'static str,
    name: &'static str,
}

const fn described_item(item: Item) -> DescribedItem {
    let (kind, module) = match item {
        Item::Component(component) => match component.shape {
            Shape::Enum(_) => ("an enum", ""),
            Shape::Object(_) => ("a schema", ""),
            Shape::Union(_) => ("a union", ""),
        },
        Item::Resource(resource) => ("the resource of module ", resource.snake),
        Item::Op(_) => ("an op", ""),
        Item::Socket(_) => ("a socket", ""),
    };
    DescribedItem {
        kind,
        module,
        name: named(item),
    }
}

pub(super) const fn named(item: Item) -> &'static str {
    match item {
        Item::Component(component) => component.name,
        Item::Resource(resource) => resource.name,
        Item::Op(op) => op.name,
        Item::Socket(socket) => socket.name,
    }
}

/// Checks that no other resource has the path of this one's bulk operations.
#[track_caller]
const fn check_bulk_path(api: &Whole, path: &str) {
    if let [.., b'/', b'b', b'u', b'l', b'k'] = path.as_bytes()
        && let Some(at) = api.index.paths.get(path.split_at(path.len() - 5).0)
        && let Item::Resource(resource) = api.index.item(at)
        && resource.offers(OperationKind::CreateMany)
    {
        const_error(&[
            "two resources answer at \"",
            path,
            "\"; give one another `path` (`create_many` answers at `/bulk` below it)",
        ]);
    }
}

/// Checks that no operation has the id of a bulk operation: `create_many_task` may be of `task` or of `many_task`.
#[track_caller]
const fn check_ids(api: &Whole, resource: &Resource) {
    let [b'm', b'a', b'n', b'y', b'_', ..] = resource.snake.as_bytes() else {
        return;
    };
    if let Some(at) = api.index.snakes.get(resource.snake.split_at(5).1)
        && let Item::Resource(other) = api.index.item(at)
    {
        let verb = if has_generated_id(resource, OperationKind::Create)
            && has_generated_id(other, OperationKind::CreateMany)
        {
            "create_"
        } else if has_generated_id(resource, OperationKind::Delete)
            && has_generated_id(other, OperationKind::DeleteMany)
        {
            "delete_"
        } else {
            return;
        };
        const_error(&[
            "resource `",
            resource.name,
            "`: its operation `",
            verb,
            resource.snake,
            "` has the id of the bulk operation of `",
            other.name,
            "`; rename one of the resources, or leave one operation out",
        ]);
    }
}

/// The other item that a name belongs to, if this one wasn't the first to have it.
const fn other(api: &Whole, first: Option<Position>, own: Position) -> Option<Item> {
    match first {
        Some(first) if !first.is(own) => Some(api.index.item(first)),
        _ => None,
    }
}

/// Checks names and tags of the resources.
#[track_caller]
const fn check_resources(api: &Whole) {
    let index = &api.index;
    let mut next = index.first();
    while let Some(at) = next {
        match index.item(at) {
            Item::Component(component) => {
                if let Some(other) = other(api, index.components.get(component.name), at) {
                    double_name_error(other, index.item(at));
                }
            }
            Item::Resource(resource) => {
                let name = resource.name;
                if let Some(other) = other(api, index.components.get(name), at) {
                    double_name_error(other, index.item(at));
                }
                check_tag(api, "resource", name, resource.tag);
                let mut operation = 0;
                while operation < resource.operations.len() {
                    check_tag(api, "resource", name, resource.operations[operation].tag);
                    operation += 1;
                }
                if let Some(other) = other(api, index.snakes.get(resource.snake), at) {
                    const_error(&[
                        "resource `",
                        name,
                        "`: the operations of `",
                        named(other),
                        "` are named `.._",
                        resource.snake,
                        "` too; rename one",
                    ]);
                }
                if let Some(of) = &resource.of {
                    if index.tables.get(of.table).is_none() {
                        const_error(&["resource `", name, "`: `of`: resource `", of.component, JOIN]);
                    }
                } else if let Some(other) = other(api, index.tables.get(resource.table), at) {
                    const_error(&[
                        "resource `",
                        name,
                        "`: `",
                        named(other),
                        "` has the table \"",
                        resource.table,
                        "\" too; give one another `table`",
                    ]);
                }
                if let Some(other) = other(api, index.paths.get(resource.path), at) {
                    const_error(&[
                        "resource `",
                        name,
                        "`: `",
                        named(other),
                        "` has the path \"",
                        resource.path,
                        "\" too; give one another `path`",
                    ]);
                }
            }
            Item::Op(_) | Item::Socket(_) => {}
        }
        next = index.next(at);
    }
    next = index.first();
    while let Some(at) = next {
        match index.item(at) {
            Item::Component(component) => check_item_name(api, component.name),
            Item::Resource(resource) => {
                check_item_name(api, resource.name);
                check_bulk_path(api, resource.path);
                check_ids(api, resource);
                check_former_table(api, resource);
            }
            Item::Op(_) | Item::Socket(_) => {}
        }
        next = index.next(at);
    }
}

#[track_caller]
const fn check_component(api: &Whole, component: &Component) {
    let name = component.name;
    match component.shape {
        Shape::Enum(_) => check_described(api, "enum", name, component.docs),
        Shape::Object(fields) => {
            check_described(api, "schema", name, component.docs);
            check_fields(api, "schema", name, fields);
        }
        Shape::Union(variants) => {
            check_described(api, "union", name, component.docs);
            let mut at = 0;
            while at < variants.len() {
                if let Some(target) = unresolved(&variants[at], api) {
                    const_error(&["union `", name, "`: type `", target, JOIN]);
                }
                at += 1;
            }
        }
    }
}

pub(super) const JOIN: &str = "` isn't part of this API; join the `api_part!` that declares it with `parts: [..]`";

#[track_caller]
pub(super) const fn check_described(api: &Whole, keyword: &str, name: &str, docs: Docs) {
    if api.info.docs_required && !described(docs) {
        const_error(&[
            keyword,
            " `",
            name,
            "` has no description; write a doc comment above it, or leave out `docs: required`",
        ]);
    }
}

#[track_caller]
const fn check_whole_resource(api: &Whole, resource: &Resource) {
    check_described(api, "resource", resource.name, resource.docs);
    check_fields(api, "resource", resource.name, resource.fields);
    check_foreign_tables(api, resource);
    let mut at = 0;
    while at < resource.relations.len() {
        let relation = &resource.relations[at];
        if api.info.docs_required && !described(relation.docs) {
            const_error(&[
                "resource `",
                resource.name,
                "`: relation `",
                relation.name,
                "` has no description; write a doc comment above it, or leave out `docs: required`",
            ]);
        }
        at += 1;
    }
    at = 0;
    while at < resource.filters.len() {
        if let Filter::Custom(custom) = &resource.filters[at]
            && api.info.docs_required
            && !described(custom.docs)
        {
            const_error(&[
                "resource `",
                resource.name,
                "`: filter `",
                custom.name,
                "` has no description; write a doc comment above it, or leave out `docs: required`",
            ]);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_fields(api: &Whole, keyword: &'static str, name: &str, fields: &[Field]) {
    let owner = Owner { keyword, name };
    let mut at = 0;
    while at < fields.len() {
        let field = &fields[at];
        if api.info.docs_required && !matches!(field.direction, Direction::Hidden) && !described(field.docs) {
            field_error(
                owner,
                field.name,
                " has no description; write a doc comment above it, or leave out `docs: required`",
            );
        }
        if let Kind::Ref(_) | Kind::List(_) | Kind::Map(_) = field.schema.kind {
            if let Some(target) = unresolved(&field.schema, api) {
                const_error(&[keyword, " `", name, "`: field `", field.name, "`: type `", target, JOIN]);
            }
            check_enum(api, owner, field);
        }
        if let Some(reference) = &field.references {
            match api.index.tables.get(reference.table) {
                Some(at) => {
                    if let Item::Resource(target) = api.index.item(at) {
                        check_reference(owner, field, reference, target);
                    }
                }
                None if reference.external => {}
                None => reference_error(owner, field, reference.table),
            }
        }
        at += 1;
    }
}

/// Checks that foreign keys of several fields are to tables of the API, or to such as no resource has.
#[track_caller]
const fn check_foreign_tables(api: &Whole, resource: &Resource) {
    let mut at = 0;
    while at < resource.foreign_keys.len() {
        let key = &resource.foreign_keys[at];
        let is_external = matches!(key.target, ForeignKeyTarget::Columns(_));
        match api.index.tables.get(key.table) {
            Some(at) if is_external => const_error(&[
                "resource `",
                resource.name,
                "`: a foreign key names the table \"",
                key.table,
                "\", which is that of `",
                named(api.index.item(at)),
                "`; name the resource and its fields",
            ]),
            None if !is_external => const_error(&[
                "resource `",
                resource.name,
                "`: the resource to which a foreign key refers, with the table `",
                key.table,
                JOIN,
            ]),
            _ => {}
        }
        at += 1;
    }
}

/// The name of a component that a shape holds and the API doesn't.
pub(super) const fn unresolved(schema: &Schema, api: &Whole) -> Option<&'static str> {
    match schema.kind {
        Kind::Ref(name) if !is_known(name, api) => Some(name),
        Kind::List(inner) | Kind::Map(inner) => unresolved(inner, api),
        Kind::Any
        | Kind::String
        | Kind::Bytes
        | Kind::Boolean
        | Kind::Int16
        | Kind::Int32
        | Kind::Int64
        | Kind::Float
        | Kind::Double
        | Kind::Decimal
        | Kind::Uuid
        | Kind::Date
        | Kind::Time
        | Kind::DateTime
        | Kind::File
        | Kind::Ref(_) => None,
    }
}

/// Whether a component has this name: an item, or a view of a resource.
const fn is_known(name: &str, api: &Whole) -> bool {
    api.index.components.get(name).is_some()
        || match view_of(name) {
            Some((stem, _, _)) => api.index.components.get(stem).is_some(),
            None => false,
        }
}

/// An enum's values are known to columns and properties of its type; to those that wrap it as JSON only here.
#[track_caller]
const fn check_enum(api: &Whole, owner: Owner<'_>, field: &Field) {
    if field.choices.is_none()
        && (field.default.is_some() || field.example.is_some())
        && let Kind::Ref(target) = field.schema.kind
        && let Some(at) = api.index.components.get(target)
        && let Item::Component(component) = api.index.item(at)
        && let Shape::Enum(values) = component.shape
    {
        field::check_choices(owner, field, values);
    }
}
