//! `resource` items: sections to consts, fields to an entity.
//!
//! The types and expressions of a resource are the user's. They stand beside the module that is generated, where no name of the
//! macros' hides one of the user's: types as private aliases that the module names, expressions in consts of traits.

/// Finds `key`, `fields`, and what types and names depend on, `module`, `address` and `relations`, among the sections, whatever their order; the
/// others wait in `rest`, the last one first, each with its word twice: once for errors to point at. The address of a singleton is `()`.
///
/// `__resource! { Task [[pub] "docs"] key = [] fields = [] found = { module = [] address = [(slug)] relations = [] } rest = [[table table "tasks"]]; key: { .. }, .. }`
#[doc(hidden)]
#[macro_export]
macro_rules! __resource {
    // The first `address` or `one`, which are sections like others, too.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = { module = $module:tt address = [] relations = $relations:tt }
        rest = [[$here:tt address $field:ident] $($rest:tt)*]; $($more:tt)*
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields found = { module = $module address = [($field)] relations = $relations }
            rest = [[$here address [$field]] $($rest)*]; $($more)*
        }
    };
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = { module = $module:tt address = [] relations = $relations:tt }
        rest = [[$here:tt address [$($field:ident),+ $(,)?]] $($rest:tt)*]; $($more:tt)*
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields found = { module = $module address = [($($field),+)] relations = $relations }
            rest = [[$here address [$($field),+]] $($rest)*]; $($more)*
        }
    };
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = { module = $module:tt address = [] relations = $relations:tt }
        rest = [[$here:tt one owner] $($rest:tt)*]; $($more:tt)*
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields found = { module = $module address = [()] relations = $relations }
            rest = [[$here one owner] $($rest)*]; $($more)*
        }
    };
    // The first `key`.
    ($name:tt $docs:tt key = [] fields = $fields:tt found = $found:tt rest = $rest:tt;
        key: { $($key:tt)* } $(, $($more:tt)*)?
    ) => {
        $crate::__resource! { $name $docs key = [{ $($key)* }] fields = $fields found = $found rest = $rest; $($($more)*)? }
    };
    // The first `fields`.
    ($name:tt $docs:tt key = $key:tt fields = [] found = $found:tt rest = $rest:tt;
        fields: { $($fields:tt)* } $(, $($more:tt)*)?
    ) => {
        $crate::__resource! { $name $docs key = $key fields = [{ $($fields)* }] found = $found rest = $rest; $($($more)*)? }
    };
    // The first `module`.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = { module = [] address = $address:tt relations = $relations:tt } rest = $rest:tt;
        module: $module:ident $(, $($more:tt)*)?
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields found = { module = [$module] address = $address relations = $relations } rest = $rest; $($($more)*)?
        }
    };
    // The first `relations`.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = { module = $module:tt address = $address:tt relations = [$(computed)?] } rest = $rest:tt;
        relations: { $($relations:tt)+ } $(, $($more:tt)*)?
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields
            found = { module = $module address = $address relations = [{ $($relations)+ }] } rest = $rest; $($($more)*)?
        }
    };
    // The first `computed`, which is a section like others, too: without relations it takes what these take.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = { module = $module:tt address = $address:tt relations = [] } rest = [$($rest:tt)*];
        computed: $computed:tt $(, $($more:tt)*)?
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields found = { module = $module address = $address relations = [computed] }
            rest = [[computed computed $computed] $($rest)*]; $($($more)*)?
        }
    };
    // A `key` or `fields` of another shape.
    ($name:tt $docs:tt key = [] fields = $fields:tt found = $found:tt rest = $rest:tt; key: $($more:tt)*) => {
        $crate::__no_resource! { $docs $name $name ::core::concat!(
            "resource `", ::core::stringify!($name), "`: write its key as `key: { id: Uuid [default_with(Uuid::now_v7)] }`") }
    };
    ($name:tt $docs:tt key = $key:tt fields = [] found = $found:tt rest = $rest:tt; fields: $($more:tt)*) => {
        $crate::__no_resource! { $docs $name $name ::core::concat!(
            "resource `", ::core::stringify!($name), "`: write its fields as `fields: { title: String [len(1..=80)] }`") }
    };
    // Another section.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = $found:tt rest = [$($rest:tt)*];
        $word:tt : $value:tt $(:: $segment:ident)* $(( $($amount:tt)* ))? $(. $field:ident $(( $($at_once:tt)* ))?)* $(! $arguments:tt)?
        $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* $(, $($more:tt)*)?
    ) => {
        $crate::__resource! {
            $name $docs key = $key fields = $fields found = $found rest = [[
                $word $word $value $(:: $segment)* $(( $($amount)* ))? $(. $field $(( $($at_once)* ))?)* $(! $arguments)? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)*
            ] $($rest)*]; $($($more)*)?
        }
    };
    // No comma between two sections.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = $found:tt rest = $rest:tt;
        $word:ident : $value:tt $(:: $segment:ident)* $(! $arguments:tt)? $next:tt : $($more:tt)*
    ) => {
        $crate::__no_resource! { $docs $name $next ::core::concat!(
            "resource `", ::core::stringify!($name), "`: write a comma between `", ::core::stringify!($word), ": ..` and `",
            ::core::stringify!($next), ": ..`") }
    };
    // A section without a value.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = $found:tt rest = $rest:tt; $word:tt $(, $($more:tt)*)?) => {
        $crate::__no_resource! { $docs $name $word $crate::__word! { resource_section $word } }
    };
    // A section without a colon.
    ($name:tt $docs:tt key = $key:tt fields = $fields:tt found = $found:tt rest = $rest:tt; $word:tt $next:tt $($more:tt)*) => {
        $crate::__no_resource! { $docs $name $word $crate::__word! { resource_section $word } }
    };
    // The end, without a key.
    ($name:tt $docs:tt key = [] fields = $fields:tt found = $found:tt rest = $rest:tt;) => {
        $crate::__no_resource! { $docs $name $name ::core::concat!(
            "resource `", ::core::stringify!($name), "` has no `key`; add `key: { id: Uuid [default_with(Uuid::now_v7)] }`") }
    };
    // The end, without fields: a key alone is a resource too.
    ($name:tt $docs:tt key = $key:tt fields = [] found = $found:tt rest = $rest:tt;) => {
        $crate::__resource! { $name $docs key = $key fields = [{}] found = $found rest = $rest; }
    };
    // The end.
    ($name:tt $docs:tt key = [{ $($key:tt)* }] fields = [{ $($fields:tt)* }] found = $found:tt rest = $rest:tt;) => {
        $crate::__fields! { $name $docs $found { $($key)* } { $($fields)* } $rest }
    };
}

/// Reports what is wrong with a resource, and replaces it: `__no_resource! { [[pub] "docs"] Task titel "`titel` is no section .." }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __no_resource {
    ($told:tt $name:tt $token:tt $($message:tt)+) => {
        $crate::__told_once! { $told { $crate::__error! { $token $($message)+ } } { $crate::__failed! { $name } } }
    };
}

/// Emits what there must be once, though a resource is read again, `[@bases]` or `[@list]`, for schemas that are made of it.
#[doc(hidden)]
#[macro_export]
macro_rules! __told_once {
    ([@$again:ident] $($once:tt)*) => {};
    ($told:tt $( { $($once:tt)* } )*) => { $( $($once)* )* };
}

/// Reads the fields, and gives each its column's name in Rust and an alias of its type.
///
/// The module of `APIKey` is `api_key`. `:snake` alone would begin a word at each capital, and `:camel` after a run of them at none. So
/// `~` marks the small letters, and a word begins at the capital before a mark: `API_Key`, of which `:camel` makes `ApiKey`.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    // The types of its fields alone, for schemas that are made of the resource.
    ($name:tt [@bases] $found:tt
        { $( $(#[doc = $key_doc:expr])* $key:ident : $key_type:ty $([ $($key_option:tt)* ])? ),* $(,)? }
        { $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $field_doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? }
        $sections:tt
    ) => {
        $( #[allow(deprecated, reason = "the resource may be")] impl $crate::__private::FieldAt<{ <<$name as $crate::__private::SchemaBase>::Names>::$key as usize }> for $name {
            type Type = $key_type;
        } )*
        $(
            $( $(#[cfg $condition])? )*
            #[allow(deprecated, reason = "the resource may be")]
            impl $crate::__private::FieldAt<{ <<$name as $crate::__private::SchemaBase>::Names>::$field as usize }> for $name {
                type Type = $type;
            }
        )*
    };
    ($name:tt $told:tt
        { module = [$($module:ident)?] address = [$($address:tt)?] relations = $relations:tt }
        { $( $(#[doc = $key_doc:expr])* $key:ident : $key_type:ty $([ $($key_option:tt)* ])? ),* $(,)? }
        { $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $field_doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? }
        $sections:tt
    ) => {
        $crate::__private::paste! {
            $crate::__module! {
                [$($module)? [<$name
                        :replace("a", "~a"):replace("b", "~b"):replace("c", "~c"):replace("d", "~d"):replace("e", "~e"):replace("f", "~f")
                        :replace("g", "~g"):replace("h", "~h"):replace("i", "~i"):replace("j", "~j"):replace("k", "~k"):replace("l", "~l")
                        :replace("m", "~m"):replace("n", "~n"):replace("o", "~o"):replace("p", "~p"):replace("q", "~q"):replace("r", "~r")
                        :replace("s", "~s"):replace("t", "~t"):replace("u", "~u"):replace("v", "~v"):replace("w", "~w"):replace("x", "~x")
                        :replace("y", "~y"):replace("z", "~z")
                        :replace("A~", "_A"):replace("B~", "_B"):replace("C~", "_C"):replace("D~", "_D"):replace("E~", "_E"):replace("F~", "_F")
                        :replace("G~", "_G"):replace("H~", "_H"):replace("I~", "_I"):replace("J~", "_J"):replace("K~", "_K"):replace("L~", "_L")
                        :replace("M~", "_M"):replace("N~", "_N"):replace("O~", "_O"):replace("P~", "_P"):replace("Q~", "_Q"):replace("R~", "_R")
                        :replace("S~", "_S"):replace("T~", "_T"):replace("U~", "_U"):replace("V~", "_V"):replace("W~", "_W"):replace("X~", "_X")
                        :replace("Y~", "_Y"):replace("Z~", "_Z")
                        :replace("~", ""):camel:snake>]] $name $told
                keys { $( [<$key:camel>] ($key_type) )* } address [$($address)?] relations [$relations $sections]
                fields {
                    $( key [] [$($key_doc),*] [] $key [<$key:camel>] [<__ $name __ $key>] ($key_type) [$($($key_option)*)?] )*
                    $( column [$( $(#[cfg $condition])? )*] [$( $($field_doc,)? )*] [$( $([$($note)*])? )*] $field [<$field:camel>] [<__ $name __ $field>] ($type) [$($($option)*)?] )*
                }
                sections $sections
            }
            $( $crate::__singleton! { $told $address $sections } )?
        }
    };
    ($name:tt $docs:tt $found:tt
        { $( $(#[$key_attribute:tt $($key_argument:tt)*])* $key:ident : $key_type:ty $([ $($key_option:tt)* ])? ),* $(,)? }
        { $( $(#[$attribute:tt $($argument:tt)*])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? }
        $sections:tt
    ) => {
        $crate::__told_once! {
            $docs
            $( $( { $crate::__key_attribute! { $key_attribute $($key_argument)* } } )* )*
            $( $( { $crate::__attribute! { field $attribute $($argument)* } } )* )*
        }
        $crate::__fields! {
            $name $docs $found
            { $( $key : $key_type $([ $($key_option)* ])? ),* } { $( $field : $type $([ $($option)* ])? ),* }
            $sections
        }
    };
}

/// The module of a resource: `task::{Entity, Model, Column, PrimaryKey, ActiveModel, Relation, RESOURCE, ops, Create, Update}`.
///
/// The module holds only what the macro writes itself: the user's tokens are beside it.
#[doc(hidden)]
#[macro_export]
macro_rules! __module {
    // The list of its fields alone, for schemas that are made of what is left of the resource.
    ([$module:ident $($default:ident)?] $name:tt [@list] keys $keys:tt address $address:tt relations $relations:tt
        fields { $( $kind:ident $condition:tt $docs:tt $notes:tt $field:tt $column:tt $alias:tt $type:tt $option:tt )* } sections $sections:tt
    ) => {
        $crate::__list_resource! { $name $module [$( $kind $condition $field $option )*] $sections }
    };
    // The names as tokens, for errors at them. The module is the first: the one that `module` names, else that of the name.
    ([$module:ident $($default:ident)?] $name:tt [[$($visibility:tt)*] $($doc:expr),* $(; deprecated $($resource_note:tt)*)?]
        keys { $( $key_column:tt ($key_type:ty) )+ } address $address:tt relations [$relations:tt $all:tt]
        fields { $(
            $kind:ident [$($condition:tt)*] [$($field_doc:expr),* $(,)?] [$( [$($note:tt)*] )*]
            $field:tt $column:tt $alias:tt ($type:ty) [$($option:tt)*]
        )* }
        sections [$( [$here:tt $word:tt $($value:tt)*] )*]
    ) => {
        $(
            $($condition)*
            #[allow(non_camel_case_types, reason = "named after its resource and its field")]
            type $alias = $type;
        )*

        $crate::__sections_checked! {
            check_section (self::$module::RESOURCE, &<self::$module::Entity as $crate::__private::DeclaredResource>::SECTIONS.access)
            $( $here )*
        }

        impl $crate::__private::HasTable for self::$module::Model {
            const TABLE: &'static str = {
                #[allow(unused_variables, reason = "a section for the table hides it")]
                let table = ::core::stringify!($module);
                $( $crate::__table_section! { table $word $($value)* } )*
                table
            };
        }

        impl $crate::__private::DeclaredResource for self::$module::Entity {
            #[allow(clippy::large_stack_arrays, reason = "it is static")]
            const FIELDS: &'static [$crate::__private::meta::Field] =
                &[$( $($condition)* $crate::__field! { $kind [$($field_doc),*] [$( [$($note)*] )*] $field ($type) [$($option)*] } ),*];

            const SECTIONS: $crate::__private::ResourceSections = {
                let sections = $crate::__private::ResourceSections::of(&[$($doc),*], !::core::stringify!($(deprecated $($resource_note)*)?).is_empty());
                $( $crate::__resource_section! { sections $module $here $word $($value)* } )*
                sections
            };
            const NAME: &'static str = ::core::stringify!($name);
        }

        $crate::__relations! { $module $name $relations $all }

        impl $crate::__private::PrimaryKeyTrait for self::$module::PrimaryKey {
            type ValueType = $crate::__key_type! { $( $key_type ),+ };

            fn auto_increment() -> bool {
                self::$module::FIELDS[0].auto_increment
            }
        }

        #[doc = ::core::concat!("The table, entity and operations of [`", ::core::stringify!($name), "`].")]
        #[allow(clippy::derive_partial_eq_without_eq, reason = "not all types of fields have `Eq`")]
        #[allow(deprecated, reason = "fields may be")]
        $($visibility)* mod $module {
            const SECTIONS: $crate::__private::ResourceSections = <Entity as $crate::__private::DeclaredResource>::SECTIONS;
            const NAMES: $crate::__private::meta::Names = SECTIONS.names.or(<Model as $crate::__private::InApi>::NAMES);
            const SPELLED: &[u8] = &NAMES.text::<{ NAMES.size(<Entity as $crate::__private::DeclaredResource>::FIELDS, SECTIONS.filters) }>(
                <Entity as $crate::__private::DeclaredResource>::FIELDS, SECTIONS.filters,
            );
            impl $crate::__private::SpelledResource for Entity {
                const FIELDS: &'static [$crate::__private::meta::Field] =
                    const { &NAMES.fields(SECTIONS.fields::<{ COLUMNS.len() }>(
                        <Entity as $crate::__private::DeclaredResource>::FIELDS, <Model as $crate::__private::InApi>::NULLS,
                        $crate::__relation_links! { $relations },
                    ), SPELLED) };
                const COMPUTED: &'static [$crate::__private::meta::Computed] = $crate::__relation_data! { @computed $relations };
            }

            const COLUMNS: &[Column] = &[$( $($condition)* Column::$column ),*];
            const KEYS: &[PrimaryKey] = &[$( PrimaryKey::$key_column ),+];

            /// All fields; those of the key come first.
            pub const FIELDS: &[$crate::__private::meta::Field] = RESOURCE.fields;

            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, reason = "the fields' own names, so that a wrong one is an error at its token")]
            #[derive(Clone, Copy)]
            pub enum Name { $( $($condition)* $field, )* }

            impl Name {
                #[doc(hidden)]
                #[must_use]
                pub const fn __column(self) -> usize {
                    self as usize
                }

                #[doc(hidden)]
                #[must_use]
                pub const fn __operand(self) -> $crate::__private::meta::Operand {
                    $crate::__private::meta::Operand::Field(self as usize)
                }

                #[track_caller]
                const fn check(self) {
                    const MISNAMED: usize = $crate::__private::misnamed(FIELDS, true);
                    $crate::__private::check_field(RESOURCE, MISNAMED, self as usize);
                }
            }

            $crate::__fields_checked! { Name $( [$($condition)*] $field )* }

            /// The declaration as data.
            pub const RESOURCE: &$crate::__private::meta::Resource = &SECTIONS.spelled(
                NAMES, const { &NAMES.filters::<{ SECTIONS.filters.len() }>(SECTIONS.filters, SPELLED) },
            ).resource(
                <Entity as $crate::__private::DeclaredResource>::NAME,
                ::core::stringify!($module),
                <Model as $crate::__private::HasTable>::TABLE,
                <Entity as $crate::__private::SpelledResource>::FIELDS,
                const { &$crate::__private::meta::Operation::ruled::<{ SECTIONS.ops.len() }>(SECTIONS.ops, SECTIONS.access) },
                $crate::__relation_data! { $relations },
            );

            impl $crate::__private::Declaration for Model {
                type Data = $crate::__private::meta::Resource;
                const DATA: &'static $crate::__private::meta::Resource = RESOURCE;
            }

            $crate::__listed! { Model Resource }

            /// The query of a list of this resource, as the argument of an op: `op my_tasks(query: task::Query) -> Page<Task>`.
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

            $crate::__at! { $name __entity {
                [$($doc),*] address $address relations $relations keys { $( $key_column )+ } fields { $( [$($condition)*] [$($field_doc),*] [$( #[deprecated $($note)*] )*] $field $column $alias )* }
            } }
        }

        #[doc = ::core::concat!("A row of [`", ::core::stringify!($module), "`].")]
        $( #[deprecated $($resource_note)*] )?
        $($visibility)* type $name = $module::Model;
    };
    ($module:tt $name:tt $told:tt keys {} $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "resource `", ::core::stringify!($name), "` has an empty `key`; name at least one field there") }
        $crate::__failed! { $name }
    };
}
