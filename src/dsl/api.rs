//! The entries, `api!` and `api_part!`, and the items that speak for the whole.

/// Declares an API: types, resources, and what may be done with them.
///
/// # The block
///
/// ```text
/// api! {
///     /// doc comment
///     api Name { section: value, .. }        // first, and once
///
///     /// doc comment
///     keyword Name { .. }                    // any number: enum, schema, union, resource
/// }
/// ```
///
/// Doc comments become descriptions in the document (the first line of an operation's is its summary) and in rustdoc. Sections come in
/// any order; an unknown, missing or double one is a compile error that names it. The block stands in a module, not in a function; its items
/// are types and modules there, and may name whatever is in that module's scope.
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     /// Create, query and follow tasks.
///     api Tasks {
///         title: "Tasks API",
///         version: env!("CARGO_PKG_VERSION"),
///         base_path: "/v1",
///         contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
///         license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
///         servers: ["https://api.example.com"],
///         tags: { Task: "Things to do" },
///         docs: required,
///         parts: [],
///     }
///
///     /// What sort of task it is
///     enum Sort { Todo = "todo", Issue = "issue" }
///
///     /// Where a task happens
///     schema Place {
///         /// Street and number
///         street: String [len(1..=80)],
///         /// Nearby places
///         near: Vec<Place> [default_empty],
///     }
///
///     /// Either a name or a number
///     union Reference { Number(i64), Text(String) }
///
///     /// A thing to do
///     resource Task {
///         table: "tasks",
///         path: "/tasks",
///         tag: Task,
///         key: {
///             /// Unique ID
///             id: Uuid [default_with(Uuid::now_v7)],
///         },
///         fields: {
///             /// Task title
///             title: String [len(3..=64)],
///             /// When it was done
///             done: Option<DateTime<Utc>> [update_only],
///             /// How bad it is
///             severity: i32 [range(0..=10), default(0), index],
///             /// Kind of task
///             sort: Option<Sort> [name("type")],
///             /// Where it happens
///             place: Option<Json<Place>>,
///             /// What it refers to
///             refers_to: Option<Json<Reference>>,
///         },
///         filters: {
///             title: [eq, contains],
///             severity: [eq, ge, le],
///             /// Done or not
///             done(bool) = |done| {
///                 let column = Column::Done;
///                 Condition::all().add(if done { column.is_not_null() } else { column.is_null() })
///             },
///         },
///         search: [title],
///         order: [title, severity],
///         unique: [[title, done]],
///         ops: [list(cursor(-severity, title).limit(20).max(100)), create, create_many, read, update, put, delete, delete_many],
///         if_match: required,
///     }
/// }
///
/// fn main() {
///     assert!(Tasks::OPENAPI.starts_with(r#"{"openapi":"3.1"#));
///     assert_eq!(Tasks::API.resources().next().map(|task| task.table), Some("tasks"));
/// }
/// ```
///
/// # `api`
///
/// | section | value | if left out |
/// |---|---|---|
/// | `title`, `version` | text | empty |
/// | `base_path` | where all paths begin, without a slash at the end | empty |
/// | `contact` | `{ name: "", url: "", email: "" }`, each optional | none |
/// | `license` | `{ name: "", url: "" }` | none |
/// | `servers` | a list of absolute URLs | relative to the document |
/// | `tags` | `{ Task: "description" }`: those that resources may bear | none |
/// | `docs` | `required`: what has no description doesn't compile; `optional` | `optional` |
/// | `parts` | paths of [`api_part!`](crate::api_part)s: `[billing::Billing]` | none |
///
/// It becomes a type with `OPENAPI`, `API`, `filter(State)` and `cli()`.
///
/// # `enum`, `schema`, `union`
///
/// - `enum Sort { Todo = "todo" }`: each value has its text, in JSON, queries and tables. A Rust enum with `ALL`, `VALUES` and `as_str`.
/// - `schema Place { street: String [options], .. }`: an object; unknown members are refused. A Rust struct. It may hold itself in a list or map.
/// - `union Reference { Number(i64), Text(String) }`: the first that fits is taken. A Rust enum.
///
/// Schemas, unions, lists and maps are columns as `Json<T>`.
///
/// # `resource`
///
/// | section | value | |
/// |---|---|---|
/// | `key` | fields, at least one; several make a path of several segments | needed |
/// | `fields` | fields | |
/// | `table` | the SQL table | |
/// | `path` | the path below `base_path` | |
/// | `tag` | one of the API's `tags` | |
/// | `filters` | what lists and bulk deletes can be asked; see below | |
/// | `search` | text fields that `?search=` looks through | |
/// | `order` | fields that `?order_by=` takes | |
/// | `unique` | unique keys over several fields: `[[a, b]]` | |
/// | `ops` | operations; see below | |
/// | `if_match` | `required`: changes of a row need `If-Match` | obeyed where sent |
///
/// `resource Task` becomes the module `task` with a sea-orm entity (`Entity`, `Model`, `Column`, `PrimaryKey`, `ActiveModel`, `Relation`),
/// `filter(State)` and `RESOURCE`, and the type `Task`, which is `task::Model`. In `task`, `use super::*` brings your names into scope.
///
/// # Fields and options
///
/// `name: Type [option, option(argument)]`. Types are those that implement [`FieldType`](crate::FieldType), and
/// [`ColumnType`](crate::ColumnType) in resources. Each option is a method of [`Build`](crate::meta::Build), where all of them are described:
///
/// | options | of |
/// |---|---|
/// | `name`, `deprecated`, `example_json`, `read_only`, `write_only` | every type |
/// | `column`, `unique`, `index`, `default_with`, `hidden`, `create_only`, `update_only`, `references` | every column |
/// | `len`, `pattern`, `format` (`email`, `url`, `ipv4`, `ipv6`, `hostname`), `default`, `example` | `String` |
/// | `range`, `min`, `max`, `multiple_of`, `default`, `example` | numbers |
/// | `auto_increment` | integers that are keys |
/// | `precision` | `Decimal` |
/// | `len`, `default_empty` | lists, maps |
/// | `len`, `example` | `Bytes` |
/// | `default`, `example` | `bool`, enums |
/// | `default_json` | `JsonValue` |
/// | `example` | `Uuid`, dates and times |
///
/// # Filters
///
/// `field: [operators]`, of `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `null`, `contains`, `starts` (see [`Operator`](crate::meta::Operator)); or
/// `name(Type) = function`, where the function is `fn(Type) -> Condition` (`sea_orm::Condition`).
///
/// # Operations
///
/// `list`, `create`, `create_many`, `read`, `update`, `put`, `delete`, `delete_many` (see [`OperationKind`](crate::meta::OperationKind)).
/// `list` is paged by `offset` unless it says otherwise: `list(offset.limit(50).max(200))`, or `list(cursor(-at, title))` along fields, each
/// descending with `-`. `limit` and `max` are methods of [`Paging`](crate::meta::Paging).
#[macro_export]
macro_rules! api {
    ($(#[doc = $doc:expr])* api $api:ident { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @api $api [$($doc),*] { $($body)* } $($items)* }
    };
    ($($items:tt)*) => {
        ::core::compile_error!("an `api!` block begins with `api Name { title: \"..\", version: \"..\", .. }`");
    };
}

/// Declares a part of a large API, in a module or file of its own; one `api!` joins it with `parts: [billing::Billing]`.
///
/// ```
/// warp_openapi::api_part! {
///     part Billing {}
///
///     /// How an invoice is paid
///     enum Means { Card = "card", Transfer = "transfer" }
/// }
/// ```
#[macro_export]
macro_rules! api_part {
    ($(#[doc = $doc:expr])* part $part:ident { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @part $part [$($doc),*] { $($body)* } $($items)* }
    };
    ($($items:tt)*) => {
        ::core::compile_error!("an `api_part!` block begins with `part Name {}`");
    };
}

/// Takes the block apart: one repetition, no recursion, so that hundreds of items compile.
#[doc(hidden)]
#[macro_export]
macro_rules! __items {
    (
        @$block:ident $own:ident [$($own_doc:expr),*] { $($own_body:tt)* }
        $( $(#[doc = $doc:expr])* $keyword:ident $name:ident $(( $($signature:tt)* ))? $(-> $reply:ty)? { $($body:tt)* } )*
    ) => {
        $( $crate::__item! { $keyword $name [$($doc),*] [$(( $($signature)* ))?] { $($body)* } } )*
        $crate::__block! { $block $own [$($own_doc),*] { $($own_body)* } [$($name),*] }
    };
}

/// Sends an item to the macro of its keyword: `__item! { resource Task ["docs"] [] { .. } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __item {
    (enum $name:ident [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__enum! { $name [$($doc),*] { $($body)* } }
    };
    (schema $name:ident [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__schema! { $name [$($doc),*] { $($body)* } }
    };
    (union $name:ident [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__union! { $name [$($doc),*] { $($body)* } }
    };
    (resource $name:ident [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__resource! { $name [$($doc),*] key = [] fields = [] rest = []; $($body)* }
    };
    (api $($rest:tt)*) => {
        ::core::compile_error!("a block has one `api` item, its first");
    };
    (part $($rest:tt)*) => {
        ::core::compile_error!("a block has one `part` item, the first of its `api_part!`");
    };
    (op $name:ident $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!("`op ", ::core::stringify!($name), "`: custom operations aren't supported yet; remove the item"));
    };
    (socket $name:ident $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!("`socket ", ::core::stringify!($name), "`: sockets aren't supported yet; remove the item"));
    };
    ($keyword:ident $($rest:tt)*) => {
        use $crate::__private::keyword::$keyword as _;
    };
}

/// Emits what the block's own item stands for: the API, or a part.
#[doc(hidden)]
#[macro_export]
macro_rules! __block {
    (part $part:ident [$($doc:expr),*] {} [$($item:ident),*]) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug)]
        pub struct $part;

        impl $part {
            /// The items of this part.
            pub const PART: &'static $crate::meta::Part = &$crate::meta::Part {
                name: ::core::stringify!($part),
                items: &[$( <$item>::ITEM ),*],
            };
        }
    };
    (part $part:ident $docs:tt { $key:ident $($body:tt)* } $items:tt) => {
        use $crate::__private::part_section::$key as _;
    };
    (api $api:ident [$($doc:expr),*] {
        $( $key:ident : $value:tt $(:: $segment:ident)* $(! $arguments:tt)? ),* $(,)?
    } [$($item:ident),*]) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug)]
        pub struct $api;

        const _: () = {
            const INFO: $crate::meta::Info = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_api::*;
                $( $crate::__api_section! { $key $value $(:: $segment)* $(! $arguments)? } )*
                $crate::meta::Info {
                    docs: &[$($doc),*],
                    title,
                    version,
                    base_path,
                    contact,
                    license,
                    servers,
                    tags,
                    docs_required: docs,
                }
            };
            const PARTS: &[&$crate::meta::Part] = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_api::*;
                $( $crate::__parts_section! { $key $value } )*
                &$crate::__private::with_own_part::<{ parts.len() + 1 }>(
                    &$crate::meta::Part { name: ::core::stringify!($api), items: &[$( <$item>::ITEM ),*] },
                    parts,
                )
            };
            $crate::__document! { $api INFO PARTS }
        };
    };
}

/// One section of the `api` item as a const, named by the user's own token: a double is an error there.
#[doc(hidden)]
#[macro_export]
macro_rules! __api_section {
    (title $value:expr) => { $crate::__section! { title: &str = $value } };
    (version $value:expr) => { $crate::__section! { version: &str = $value } };
    (base_path $value:expr) => { $crate::__section! { base_path: &str = $value } };
    (contact { $($key:ident : $value:expr),* $(,)? }) => {
        $crate::__section! { contact: ::core::option::Option<$crate::meta::Contact> = ::core::option::Option::Some(
            $crate::meta::Contact { $($key: $value,)* ..$crate::meta::Contact::NONE }
        ) }
    };
    (license { $($key:ident : $value:expr),* $(,)? }) => {
        $crate::__section! { license: ::core::option::Option<$crate::meta::License> = ::core::option::Option::Some(
            $crate::meta::License { $($key: $value,)* ..$crate::meta::License::NONE }
        ) }
    };
    (servers [$($url:expr),* $(,)?]) => { $crate::__section! { servers: &[&str] = &[$($url),*] } };
    (tags { $($tag:ident : $description:expr),* $(,)? }) => {
        $crate::__section! { tags: &[(&str, &str)] = &[$((::core::stringify!($tag), $description)),*] }
    };
    (docs required) => { $crate::__section! { docs: bool = true } };
    (docs optional) => { $crate::__section! { docs: bool = false } };
    (parts [$($part:path),* $(,)?]) => { $crate::__section! { parts: () = () } };
    (security $($value:tt)*) => {
        ::core::compile_error!("`security`: security schemes aren't supported yet; remove the section");
    };
    (access $($value:tt)*) => {
        ::core::compile_error!("`access`: access rules aren't supported yet; remove the section");
    };
    ($key:ident $($value:tt)*) => {
        use $crate::__private::api_section::$key as _;
    };
}

/// A section's const. Lower case, since it bears the user's own token.
#[doc(hidden)]
#[macro_export]
macro_rules! __section {
    ($key:ident : $type:ty = $value:expr) => {
        #[allow(
            non_upper_case_globals,
            dead_code,
            reason = "named by the section's own token, so that errors point there"
        )]
        #[allow(
            clippy::needless_update,
            reason = "a contact that says all leaves nothing to its default"
        )]
        const $key: $type = $value;
    };
}

/// The `parts` of an API: the other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts_section {
    (parts [$($part:path),* $(,)?]) => {
        $crate::__section! { parts: &[&$crate::meta::Part] = &[$( <$part>::PART ),*] }
    };
    ($($other:tt)*) => {};
}

/// Joins the document and gives the API its consts and functions.
#[doc(hidden)]
#[macro_export]
macro_rules! __document {
    ($api:ident $info:ident $parts:ident) => {
        const HEAD_SCRATCH: $crate::__private::Scratch<{ $crate::__private::head_size(&$info) }> =
            $crate::__private::render_head(&$info);
        const HEAD: [u8; HEAD_SCRATCH.len] = HEAD_SCRATCH.cut();
        const PATHS: [&[u8]; $crate::__private::count($parts, $crate::meta::Section::Path)] =
            $crate::__private::collect($parts, $crate::meta::Section::Path);
        const SCHEMAS: [&[u8]; $crate::__private::count($parts, $crate::meta::Section::Schema)] =
            $crate::__private::collect($parts, $crate::meta::Section::Schema);
        const LENGTH: usize = $crate::__private::length(&HEAD, &PATHS, &SCHEMAS);
        const TEXT: [u8; LENGTH] = $crate::__private::join(&HEAD, &PATHS, &SCHEMAS);
        const TAG: [u8; 18] = $crate::__private::etag(&HEAD, $parts);

        impl $api {
            /// The OpenAPI 3.1 document, as JSON.
            pub const OPENAPI: &'static str = $crate::__private::text(&TEXT);

            /// The declaration as data.
            pub const API: &'static $crate::meta::Api = &$crate::meta::Api {
                name: ::core::stringify!($api),
                info: $info,
                parts: $parts,
                document: Self::OPENAPI,
                etag: $crate::__private::text(&TAG),
            };

            /// The API as one warp filter: it answers its own paths, with the document, and rejects others untouched.
            pub fn filter(state: $crate::State) -> $crate::__private::BoxedFilter<($crate::__private::Response,)> {
                $crate::__private::filter(Self::API, state)
            }

            /// The API as a program: `serve`, `migrate`, `spec`, `routes`.
            #[must_use]
            pub fn cli() -> $crate::Cli {
                $crate::__private::cli(Self::API)
            }
        }

        const _: () = $crate::__private::check_api($api::API, &PATHS, &SCHEMAS);
    };
}
