//! `resource` items: sections to consts, fields to an entity.

/// Finds `key` and `fields` among the sections, whatever their order; the others wait in `rest`.
///
/// `__resource! { Task ["docs"] key = [] fields = [] rest = [[table "tasks"]]; key: { .. }, .. }`
#[doc(hidden)]
#[macro_export]
macro_rules! __resource {
    // The first `key`.
    ($name:tt $docs:tt key = [] fields = $fields:tt rest = $rest:tt; key: { $($key:tt)* } $(, $($more:tt)*)?) => {
        $crate::__resource! { $name $docs key = [{ $($key)* }] fields = $fields rest = $rest; $($($more)*)? }
    };
    // The first `fields`.
    ($name:tt $docs:tt key = $key:tt fields = [] rest = $rest:tt; fields: { $($fields:tt)* } $(, $($more:tt)*)?) => {
        $crate::__resource! { $name $docs key = $key fields = [{ $($fields)* }] rest = $rest; $($($more)*)? }
    };
    // Both are found: all that is left goes to `rest` at once.
    ($name:tt $docs:tt key = [{ $($key:tt)* }] fields = [{ $($fields:tt)* }] rest = [$($rest:tt)*];
        $( $word:tt : $value:tt $(:: $segment:ident)* $(! $arguments:tt)?
            $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* ),* $(,)?
    ) => {
        $crate::__fields! {
            $name $docs { $($key)* } { $($fields)* } [$($rest)* $( [
                $word $value $(:: $segment)* $(! $arguments)? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)*
            ] )*]
        }
    };
    // A `key` or `fields` of another shape.
    ($name:tt $docs:tt key = [] fields = $fields:tt rest = $rest:tt; key: $($more:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "resource `", ::core::stringify!($name), "`: write its key as `key: { id: Uuid [default_with(Uuid::now_v7)] }`") }
        $crate::__failed! { $name }
    };
    ($name:tt $docs:tt key = $key:tt fields = [] rest = $rest:tt; fields: $($more:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "resource `", ::core::stringify!($name), "`: write its fields as `fields: { title: String [len(1..=80)] }`") }
        $crate::__failed! { $name }
    };
    // Another section.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt rest = [$($rest:tt)*];
        $word:tt : $value:tt $(:: $segment:ident)* $(! $arguments:tt)?
        $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* $(, $($more:tt)*)?
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields rest = [$($rest)* [
                $word $value $(:: $segment)* $(! $arguments)? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)*
            ]]; $($($more)*)?
        }
    };
    // No comma between two sections.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt rest = $rest:tt;
        $word:ident : $value:tt $(:: $segment:ident)* $(! $arguments:tt)? $next:tt : $($more:tt)*
    ) => {
        $crate::__error! { $next ::core::concat!(
            "resource `", ::core::stringify!($name), "`: write a comma between `", ::core::stringify!($word), ": ..` and `",
            ::core::stringify!($next), ": ..`") }
        $crate::__failed! { $name }
    };
    // A section without a value.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt rest = $rest:tt; $word:tt $(, $($more:tt)*)?) => {
        $crate::__error! { $word $crate::__word! { resource_section $word } }
        $crate::__failed! { $name }
    };
    // The end, without a key.
    ($name:tt $docs:tt key = [] fields = $fields:tt rest = $rest:tt;) => {
        $crate::__error! { $name ::core::concat!(
            "resource `", ::core::stringify!($name), "` has no `key`; add `key: { id: Uuid [default_with(Uuid::now_v7)] }`") }
        $crate::__failed! { $name }
    };
    // The end, without fields: a key alone is a resource too.
    ($name:tt $docs:tt key = $key:tt fields = [] rest = $rest:tt;) => {
        $crate::__resource! { $name $docs key = $key fields = [{}] rest = $rest; }
    };
}

/// Reads the fields and gives each its column's name in Rust.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    ($name:tt [$($doc:expr),*]
        { $( $(#[doc = $key_doc:expr])* $key:ident : $key_type:ty $([ $($key_option:tt)* ])? ),* $(,)? }
        { $( $(#[doc = $field_doc:expr])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? }
        $sections:tt
    ) => {
        $crate::__private::paste! {
            $crate::__module! {
                [<$name:snake>] $name [$($doc),*]
                keys { $( [<$key:camel>] ($key_type) )* }
                fields {
                    $( key [$($key_doc),*] $key [<$key:camel>] ($key_type) [$($($key_option)*)?] )*
                    $( column [$($field_doc),*] $field [<$field:camel>] ($type) [$($($option)*)?] )*
                }
                all [$( $key )* $( $field )*]
                sections $sections
            }
        }
    };
}

/// The module of a resource: `task::{Entity, Model, Column, PrimaryKey, ActiveModel, Relation, RESOURCE, ops, Create, Update}`.
#[doc(hidden)]
#[macro_export]
macro_rules! __module {
    // The name as a token, for errors at it.
    ($module:ident $name:tt [$($doc:expr),*]
        keys { $( $key_column:ident ($key_type:ty) )+ }
        fields { $( $kind:ident [$($field_doc:expr),*] $field:ident $column:ident ($type:ty) [$($option:tt)*] )* }
        all $all:tt
        sections [$( [$word:tt $($value:tt)*] )*]
    ) => {
        #[doc = ::core::concat!("The table, entity and operations of [`", ::core::stringify!($name), "`].")]
        #[allow(clippy::derive_partial_eq_without_eq, reason = "not all types of fields have `Eq`")]
        pub mod $module {
            #[allow(unused_imports, reason = "the types that the fields name")]
            use super::*;

            const DECLARED: [$crate::__private::meta::Field; Column::ALL.len()] =
                [$( $crate::__field! { $kind [$($field_doc),*] $field ($type) [$($option)*] } ),*];

            /// All fields; those of the key come first.
            pub const FIELDS: &[$crate::__private::meta::Field] = RESOURCE.fields;

            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, reason = "the fields' own names, so that a wrong one is an error at its token")]
            #[derive(Clone, Copy)]
            pub enum Name { $( $field, )* }

            /// The declaration as data.
            pub const RESOURCE: &$crate::__private::meta::Resource = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_resource::*;
                $crate::__once! { $( $word )* }
                $( $crate::__resource_section! { $all $word $($value)* } )*
                $crate::__check! { $name check_rules(::core::stringify!($name), ops, &access) }
                &$crate::__private::meta::Resource {
                    table: $crate::__private::or(table, ::core::stringify!($module)),
                    was, path, tag, filters, search, order, unique, if_match, owner, hooks, publish,
                    operations: &$crate::__private::meta::Operation::ruled::<{ ops.len() }>(ops, access),
                    ..$crate::__private::meta::Resource::new(
                        ::core::stringify!($name), ::core::stringify!($module), &[$($doc),*],
                        &$crate::__private::meta::owned(DECLARED, owner),
                    )
                }
            };

            impl $crate::__private::HasTable for Model {
                const TABLE: &'static str = {
                    #[allow(unused_imports, reason = "a section left out takes its default from here")]
                    use $crate::__private::absent_in_resource::*;
                    $( $crate::__table_section! { $word $($value)* } )*
                    $crate::__private::or(table, ::core::stringify!($module))
                };
            }

            $crate::__rendered! { Model = Resource(RESOURCE) resource_size render_resource }

            /// What a list of this resource is asked, as the argument of an op: `op my_tasks(query: task::Query) -> Page<Task>`.
            pub type Query = $crate::__private::ListQuery<Entity>;

            /// Which rows of this resource a request means, as the argument of an op: `op drop_tasks(filters: task::Filters)`.
            pub type Filters = $crate::__private::FilterQuery<Entity>;

            /// The operations of this resource alone as one warp filter; paths begin at its own.
            pub fn filter(state: $crate::__private::State) -> $crate::__private::BoxedFilter<($crate::__private::Response,)> {
                $crate::__private::resource_filter(RESOURCE, <Model as $crate::__private::InApi>::info(), state)
            }

            /// The operations as functions, for handlers and hooks.
            #[allow(non_camel_case_types, reason = "it is called like a module: `ops::create(&ctx, record)`")]
            pub type ops = $crate::__private::Ops<Entity>;

            /// A validated body for a new row.
            pub type Create = $crate::__private::Create<Entity>;

            /// A validated body for changes of a row.
            pub type Update = $crate::__private::Update<Entity>;

            $crate::__entity! {
                [$($doc),*] keys { $( $key_column ($key_type) )+ } fields { $( [$($field_doc),*] $field $column ($type) )* }
            }
        }

        #[doc = ::core::concat!("A row of [`", ::core::stringify!($module), "`].")]
        pub type $name = $module::Model;
    };
    ($module:ident $name:tt $docs:tt keys {} $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "resource `", ::core::stringify!($name), "` has an empty `key`; name at least one field there") }
        $crate::__failed! { $name }
    };
}

/// The table of a resource; the other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __table_section {
    (table $value:expr) => {
        $crate::__section! { table: ::core::option::Option<&str> = ::core::option::Option::Some($value) }
    };
    ($($other:tt)*) => {};
}

/// One section of a resource as a const, named by the user's own token: a double is an error there.
#[doc(hidden)]
#[macro_export]
macro_rules! __resource_section {
    ($all:tt table $value:expr) => {
        $crate::__section! { table: ::core::option::Option<&str> = ::core::option::Option::Some($value) }
     };
    ($all:tt was $value:expr) => {
        $crate::__section! { was: ::core::option::Option<&str> = ::core::option::Option::Some($value) }
    };
    ($all:tt path $value:expr) => { $crate::__section! { path: &str = $value } };
    ($all:tt tag $tag:ident) => {
        $crate::__section! { tag: ::core::option::Option<&str> = ::core::option::Option::Some(::core::stringify!($tag)) }
    };
    ($all:tt search [$($field:ident),* $(,)?]) => {
        $crate::__section! { search: &[usize] = &[$( Name::$field as usize ),*] }
    };
    ($all:tt order [$($field:ident),* $(,)?]) => {
        $crate::__section! { order: &[usize] = &[$( Name::$field as usize ),*] }
    };
    ($all:tt unique [$( [$($field:ident),* $(,)?] ),* $(,)?]) => {
        $crate::__section! { unique: &[&[usize]] = &[$( &[$( Name::$field as usize ),*] ),*] }
    };
    ($all:tt filters { $(
        $(#[doc = $doc:expr])* $filter:ident $(: [$($operator:tt),* $(,)?])? $(( $type:ty ) = $condition:expr)?
    ),* $(,)? }) => {
        $crate::__section! { filters: &[$crate::__private::meta::Filter] = &[
            $( $crate::__filter! { [$($doc),*] $filter $(: [$($operator),*])? $(($type) = $condition)? } ),*
        ] }
    };
    ($all:tt ops [$( $operation:tt $(( $($argument:tt)* ))? ),* $(,)?]) => {
        $crate::__section! { ops: &[$crate::__private::meta::Operation] = &[
            $( $crate::__operation! { $all $operation $(( $($argument)* ))? } ),*
        ] }
    };
    ($all:tt hooks { $( $hook:tt : $function:tt $(:: $segment:ident)* ),* $(,)? }) => {
        $crate::__section! { hooks: ::core::option::Option<$crate::__private::meta::Function> = {
            $crate::__once! { $( $hook )* }
            const HOOKS: &$crate::__private::HooksOf<Entity> = &$crate::__private::HooksOf::NONE
                $( .with($crate::__known! { hook $hook }(|ctx, row| $crate::__private::call_hook(ctx, row, $function $(:: $segment)*))) )*;
            const ERASED: &$crate::__private::Hooks = &$crate::__private::Hooks::of(HOOKS);
            ::core::option::Option::Some(ERASED.function())
        } }
    };
    ($all:tt access { $( $operation:tt : $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)* ),+ $(,)? }) => {
        $crate::__section! { access: $crate::__private::meta::Rules = $crate::__private::meta::Rules::Each(&[$( (
            $crate::__known! { operation $operation }.kind,
            $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* },
        ) ),+]) }
    };
    ($all:tt access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        $crate::__section! { access: $crate::__private::meta::Rules = $crate::__private::meta::Rules::Same(
            $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* }
        ) }
    };
    ($all:tt if_match required) => { $crate::__section! { if_match: bool = true } };
    ($all:tt publish [$($change:tt),+ $(,)?]) => {
        $crate::__section! { publish: &[$crate::__private::meta::Published] = {
            $crate::__once! { $( $change )* }
            &[$( $crate::__known! { published $change } ),+]
        } }
    };
    ($all:tt owner $field:ident) => {
        $crate::__section! { owner: ::core::option::Option<usize> = ::core::option::Option::Some(Name::$field as usize) }
    };
    ($all:tt $word:tt $($value:tt)*) => { $crate::__wrong! { resource_section $word } };
}

/// One filter: comparisons of a field, or a condition by function.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ([$($doc:expr),*] $field:ident : [$($operator:tt),*]) => {
        $crate::__private::meta::Filter::Field {
            field: Name::$field as usize,
            operators: &[$( $crate::__known! { operator $operator } ),*],
            docs: &[$($doc),*],
        }
    };
    ([$($doc:expr),*] $filter:ident ($type:ty) = $condition:expr) => {
        $crate::__private::meta::Filter::Custom($crate::__private::meta::Custom::of::<$type>(::core::stringify!($filter), &[$($doc),*], |value| {
            let condition: fn($type) -> $crate::__private::Condition = $condition;
            $crate::__private::typed::<$type>(value).map(condition)
        }))
    };
    ([$($doc:expr),*] $filter:ident) => {
        $crate::__error_here! { $filter ::core::concat!(
            "filter `", ::core::stringify!($filter), "` says nothing; write `", ::core::stringify!($filter),
            ": [eq]` or `", ::core::stringify!($filter), "(bool) = function`") }
    };
}

/// One operation, and the paging of a list.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($all:tt list(cursor($($entry:expr),+ $(,)?) $($rest:tt)*)) => {
        $crate::__operation! { @cursor $all [$($entry),+] $($rest)* }
    };
    // The order where a request asks for none.
    ($all:tt list(offset($($entry:expr),+ $(,)?) $($rest:tt)*)) => {
        $crate::__operation! { @offset $all [$($entry),+] $($rest)* }
    };
    (@$style:ident [$($all:ident)*] [$($entry:expr),+] $($rest:tt)*) => {
        $crate::__private::operation::list_paged({
            const ORDER: &[i32] = {
                #[allow(non_upper_case_globals, dead_code, reason = "the fields' own names, so that `-done` is an expression")]
                mod entries { $( pub const $all: i32 = super::Name::$all as i32 + 1; )* }
                #[allow(unused_imports, reason = "not every field is in the order")]
                use entries::*;
                &[$( $entry ),+]
            };
            $crate::__private::meta::Paging::$style(ORDER) $($rest)*
        })
    };
    ($all:tt list(offset $($rest:tt)*)) => {
        $crate::__private::operation::list_paged($crate::__private::meta::Paging::OFFSET $($rest)*)
    };
    ($all:tt list($word:tt $($rest:tt)*)) => {
        $crate::__known! { paging $word }
    };
    ($all:tt $operation:tt) => {
        $crate::__known! { operation $operation }
    };
    ($all:tt $operation:tt ( $($argument:tt)* )) => {
        $crate::__error_here! { $operation $crate::__word! { arguments $operation } }
    };
}
