//! What all items say together: descriptions, tags, and names that no two may share.

use super::files::check_files;
use super::names::{Names, same};
use super::reference::{check_reference, reference_error};
use super::routes::check_routes;
use super::socket::check_whole_socket;
use super::tags::check_tag;
use super::was::check_former_table;
use super::whole_op::check_whole_op;
use super::{Owner, access, described, field, field_error, info};
use crate::meta::const_error::const_error;
use crate::meta::{Component, Direction, Docs, Field, Filter, Info, Item, Nulls, OperationKind, Part, Resource, Shape};
use crate::types::{Kind, Schema};

/// An API without its document, which the checks must not wait for.
pub(super) struct Whole {
    pub(super) info: Info,
    pub(super) parts: &'static [&'static Part],
}

/// Checks an API's own declaration, and its items against each other.
#[track_caller]
pub const fn check_api(name: &str, info: &Info, parts: &'static [&'static Part]) {
    let api = &Whole { info: *info, parts };
    info::check_info(name, info);
    let components = check_resources(api);
    check_routes(api);
    access::check_access(name, api);
    check_files(api);
    let mut part = 0;
    while part < api.parts.len() {
        check_nulls(name, info, api.parts[part]);
        let items = api.parts[part].items;
        let mut item = 0;
        while item < items.len() {
            match items[item] {
                Item::Component(component) => check_component(api, component, &components),
                Item::Resource(resource) => check_whole_resource(api, resource, &components),
                Item::Op(op) => check_whole_op(api, op, &components),
                Item::Socket(socket) => check_whole_socket(api, socket, &components),
            }
            item += 1;
        }
        part += 1;
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

/// What `name` ends in, as a view of a resource: the rest, and the operations that make the view.
const fn view_of(name: &str) -> Option<(&str, OperationKind, OperationKind)> {
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
const fn check_item_name(api: &Whole, name: &'static str, names: &Names<'static>) {
    let taken = same(name, "Problem") || same(name, "FieldError");
    let of_view = match view_of(name) {
        None => false,
        Some((stem, kind, other)) => match names.get(stem) {
            None => false,
            Some(number) => match item(api, number) {
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

const fn named(item: Item) -> &'static str {
    match item {
        Item::Component(component) => component.name,
        Item::Resource(resource) => resource.name,
        Item::Op(op) => op.name,
        Item::Socket(socket) => socket.name,
    }
}

/// Checks that no other resource has the path of this one's bulk operations.
#[track_caller]
const fn check_bulk_path(api: &Whole, path: &'static str, paths: &Names<'static>) {
    if let [.., b'/', b'b', b'u', b'l', b'k'] = path.as_bytes()
        && let Some(number) = paths.get(path.split_at(path.len() - 5).0)
        && let Item::Resource(resource) = item(api, number)
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
const fn check_ids(api: &Whole, resource: &Resource, snakes: &Names<'static>) {
    let [b'm', b'a', b'n', b'y', b'_', ..] = resource.snake.as_bytes() else {
        return;
    };
    if let Some(number) = snakes.get(resource.snake.split_at(5).1)
        && let Item::Resource(other) = item(api, number)
    {
        let verb = if resource.offers(OperationKind::Create) && other.offers(OperationKind::CreateMany) {
            "create_"
        } else if resource.offers(OperationKind::Delete) && other.offers(OperationKind::DeleteMany) {
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

/// All components, each by its name.
pub(super) struct Components {
    pub(super) names: Names<'static>,
    /// The resources by their tables.
    tables: Names<'static>,
}

/// Checks names and tags of the resources, and gathers what fields can point at.
#[track_caller]
const fn check_resources(api: &Whole) -> Components {
    let (mut names, mut tables) = (Names::new(), Names::new());
    let (mut paths, mut snakes) = (Names::new(), Names::new());
    let mut part = 0;
    while part < api.parts.len() {
        let items = api.parts[part].items;
        let mut at = 0;
        while at < items.len() {
            let number = part << 16 | at;
            match items[at] {
                Item::Component(component) => {
                    if let Some(other) = names.add(component.name, number) {
                        double_name_error(item(api, other), items[at]);
                    }
                }
                Item::Resource(resource) => {
                    let name = resource.name;
                    if let Some(other) = names.add(name, number) {
                        double_name_error(item(api, other), items[at]);
                    }
                    check_tag(api, "resource", name, resource.tag);
                    if let Some(other) = snakes.add(resource.snake, number) {
                        const_error(&[
                            "resource `",
                            name,
                            "`: the operations of `",
                            named(item(api, other)),
                            "` are named `.._",
                            resource.snake,
                            "` too; rename one",
                        ]);
                    }
                    if let Some(other) = tables.add(resource.table, number) {
                        const_error(&[
                            "resource `",
                            name,
                            "`: `",
                            named(item(api, other)),
                            "` has the table \"",
                            resource.table,
                            "\" too; give one another `table`",
                        ]);
                    }
                    if !resource.path.is_empty()
                        && let Some(other) = paths.add(resource.path, number)
                    {
                        const_error(&[
                            "resource `",
                            name,
                            "`: `",
                            named(item(api, other)),
                            "` has the path \"",
                            resource.path,
                            "\" too; give one another `path`",
                        ]);
                    }
                }
                Item::Op(_) | Item::Socket(_) => {}
            }
            at += 1;
        }
        part += 1;
    }
    part = 0;
    while part < api.parts.len() {
        let items = api.parts[part].items;
        let mut item = 0;
        while item < items.len() {
            match items[item] {
                Item::Component(component) => check_item_name(api, component.name, &names),
                Item::Resource(resource) => {
                    check_item_name(api, resource.name, &names);
                    check_bulk_path(api, resource.path, &paths);
                    check_ids(api, resource, &snakes);
                    check_former_table(api, resource);
                }
                Item::Op(_) | Item::Socket(_) => {}
            }
            item += 1;
        }
        part += 1;
    }
    Components { names, tables }
}

#[track_caller]
const fn check_component(api: &Whole, component: &Component, components: &Components) {
    let name = component.name;
    match component.shape {
        Shape::Enum(_) => check_described(api, "enum", name, component.docs),
        Shape::Object(fields) => {
            check_described(api, "schema", name, component.docs);
            check_fields(api, "schema", name, fields, components);
        }
        Shape::Union(variants) => {
            check_described(api, "union", name, component.docs);
            let mut at = 0;
            while at < variants.len() {
                if let Some(target) = unresolved(&variants[at], components) {
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
const fn check_whole_resource(api: &Whole, resource: &Resource, components: &Components) {
    check_described(api, "resource", resource.name, resource.docs);
    check_fields(api, "resource", resource.name, resource.fields, components);
    let mut at = 0;
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
const fn check_fields(api: &Whole, keyword: &'static str, name: &str, fields: &[Field], components: &Components) {
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
            if let Some(target) = unresolved(&field.schema, components) {
                const_error(&[keyword, " `", name, "`: field `", field.name, "`: type `", target, JOIN]);
            }
            check_enum(api, owner, field, components);
        }
        if let Some(reference) = &field.references {
            match components.tables.get(reference.table) {
                Some(number) => {
                    if let Item::Resource(target) = item(api, number) {
                        check_reference(owner, field, target);
                    }
                }
                None if reference.external || !components.tables.complete() => {}
                None => reference_error(owner, field, reference.table),
            }
        }
        at += 1;
    }
}

/// The name of a component that a shape holds and the API doesn't.
pub(super) const fn unresolved(schema: &Schema, components: &Components) -> Option<&'static str> {
    match schema.kind {
        Kind::Ref(name) if components.names.complete() && !is_known(name, components) => Some(name),
        Kind::List(inner) | Kind::Map(inner) => unresolved(inner, components),
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
const fn is_known(name: &str, components: &Components) -> bool {
    components.names.get(name).is_some()
        || match view_of(name) {
            Some((stem, _, _)) => components.names.get(stem).is_some(),
            None => false,
        }
}

const fn item(api: &Whole, number: usize) -> Item {
    api.parts[number >> 16].items[number & 0xffff]
}

/// An enum's values are known to columns and properties of its type; to those that wrap it as JSON only here.
#[track_caller]
const fn check_enum(api: &Whole, owner: Owner<'_>, field: &Field, components: &Components) {
    if field.choices.is_empty()
        && (field.default.is_some() || field.example.is_some())
        && let Kind::Ref(target) = field.schema.kind
        && let Some(number) = components.names.get(target)
        && let Item::Component(component) = item(api, number)
        && let Shape::Enum(values) = component.shape
    {
        field::check_choices(owner, field, values);
    }
}
