//! Relations of a resource: `relations: { author: User = author_id, comments: [Comment] = article_id [limit(20)] }`.
//!
//! The types of the targets are the user's, so all that names them stands beside the generated module.

/// The relations of a resource, beside its module, and the sections that name them: `__relations! { article Article [{ author: User = author_id }]
/// [[include include [author]]] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relations {
    ($module:tt $name:tt [] $sections:tt) => {};
    // Computed fields alone.
    ($module:tt $name:tt [computed] $sections:tt) => { $crate::__relations! { $module $name [{}] $sections } };
    ($module:tt $name:tt [{ $(
        $(#[doc = $doc:expr])* $relation:ident : $([ $($many:tt)+ ])? $($one:ident)::* = $link:tt $(:: $segment:ident)* $(( $($between:tt)* ))?
        $([ $( $option:tt $(( $($value:tt)* ))? ),* $(,)? ])?
    ),* $(,)? }] $sections:tt) => {
        // Their names are plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__plain_relations! { [<relations>] $module $name $sections $(
                [$($doc),*] $relation [$([$($many)+])? $($one)::*] [$link $(:: $segment)* $(( $($between)* ))?]
                [$($( $option $(( $($value)* ))? ),*)?]
            )* }
        }
        $crate::__related! { ($) $module [] $( [$($($many)+)? $($one)::*] )* }
    };
    ($module:tt $name:tt [{ $($relations:tt)* }] $sections:tt) => {
        $crate::__wrong_relation! { $name $($relations)* }

        // So that no other errors follow.
        impl $crate::__private::DeclaredRelations for self::$module::Entity {
            const RELATIONS: &'static [$crate::__private::meta::Relation] = &[];
            const LINKS: &'static [$crate::__private::Link] = &[];
            const COMPUTED: &'static [$crate::__private::meta::Computed] = &[];
            const PATHS: $crate::__private::RelationPaths = $crate::__private::RelationPaths::NONE;
        }
    };
}

/// Relations with names that errors can point at:
/// `__plain_relations! { relations article Article [] ["docs"] author [User] [author_id] [] ["docs"] tags [[Tag]] [ArticleTag (article_id, tag_id)] [limit (20)] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __plain_relations {
    (relations $module:tt $name:tt [$( [$here:tt $word:tt $($section:tt)*] )*] $( $docs:tt $relation:tt $target:tt $link:tt [$( $option:tt $(( $($value:tt)* ))? ),*] )*) => {
        const _: () = {
            #[allow(non_camel_case_types, dead_code, reason = "the relations' own names")]
            pub enum __Relations { $( $relation, )* }

            impl $crate::__private::HasRelations for self::$module::Entity {
                type Names = __Relations;
            }

            $( $crate::__relation_target! { $module { __Relations::$relation as usize } $target } )*
        };

        impl $crate::__private::DeclaredRelations for self::$module::Entity {
            const RELATIONS: &'static [$crate::__private::meta::Relation] = {
                const __NAMES: $crate::__private::meta::Names = <self::$module::Entity as $crate::__private::DeclaredResource>::SECTIONS
                    .names.or(<self::$module::Model as $crate::__private::InApi>::NAMES);
                const __DECLARED: &[$crate::__private::meta::Relation] = &[$({
                    let relation = $crate::__relation! { $module $docs $relation $target $link };
                    $( let relation = $crate::__relation_option! { relation $target $option $option $(( $($value)* ))? }; )*
                    relation
                }),*];
                const { &__NAMES.relations::<{ __DECLARED.len() }>(
                    __DECLARED, const { &__NAMES.text_of_relations::<{ __NAMES.size_of_relations(__DECLARED) }>(__DECLARED) },
                ) }
            };
            const LINKS: &'static [$crate::__private::Link] = &[$( (
                ::core::stringify!($relation),
                $crate::__relation_link! { $module $target $link },
            ) ),*];
            const COMPUTED: &'static [$crate::__private::meta::Computed] = {
                let computed: &[$crate::__private::meta::Computed] = &[];
                $( $crate::__computed_section! { computed $module $word $($section)* } )*
                computed
            };
            const PATHS: $crate::__private::RelationPaths = {
                let paths = $crate::__private::RelationPaths::NONE;
                $( $crate::__relation_section! { paths $module $word $($section)* } )*
                paths
            };
        }

        $( $crate::__computed! { $module $name $word $($section)* } )*
        $( $crate::__check! { $relation check_relation(
            self::$module::RESOURCE,
            <<self::$module::Entity as $crate::__private::HasRelations>::Names>::$relation as usize,
        ) } )*
    };
}

/// The entity to which a relation leads, by its index.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_target {
    ($module:tt $index:tt [[$target:ty]]) => {
        $crate::__relation_target! { $module $index [$target] }
    };
    ($module:tt $index:tt [$target:ty]) => {
        impl $crate::__private::RelationAt<$index> for self::$module::Entity {
            type Target = <$target as $crate::__private::ModelTrait>::Entity;
        }
    };
}

/// A relation without its options: `__relation! { article ["docs"] author [User] [author_id] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation {
    ($module:tt [$($doc:expr),*] $relation:tt [[$target:ty]] [$between:tt $(:: $segment:tt)* ($own:tt, $theirs:tt $(,)?)]) => {
        $crate::__private::meta::Relation::through(
            ::core::stringify!($relation),
            &[$($doc),*],
            $crate::__related_to! { $target },
            $crate::__private::meta::Through {
                resource: $crate::__related_to! { $between $(:: $segment)* },
                own: $crate::__linked! { ($between $(:: $segment)*) $own },
                theirs: $crate::__linked! { ($between $(:: $segment)*) $theirs },
            },
            $crate::__related_from! { $module },
        )
    };
    ($module:tt [$($doc:expr),*] $relation:tt [[$target:ty]] [$theirs:tt]) => {
        $crate::__private::meta::Relation::many(
            ::core::stringify!($relation),
            &[$($doc),*],
            $crate::__related_to! { $target },
            $crate::__linked! { ($target) $theirs },
            $crate::__related_from! { $module },
        )
    };
    ($module:tt [$($doc:expr),*] $relation:tt [$target:ty] [$own:tt]) => {
        $crate::__private::meta::Relation::one(
            ::core::stringify!($relation),
            &[$($doc),*],
            $crate::__related_to! { $target },
            <self::$module::Entity as $crate::__private::DeclaredRelations>::LINKS[
                <<self::$module::Entity as $crate::__private::HasRelations>::Names>::$relation as usize
            ].1,
            <self::$module::Entity as $crate::__private::DeclaredResource>::FIELDS,
        )
    };
    ($module:tt $docs:tt $relation:tt $target:tt $link:tt) => {
        $crate::__wrong! { relation $relation }
    };
}

/// The own fields of a relation to one row; none of others: `__relation_link! { article [User] [author_id] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_link {
    ($module:tt [[$target:ty]] $link:tt) => {
        &[]
    };
    ($module:tt [$target:ty] [$own:tt]) => {
        $crate::__linked! { (self::$module::Model) $own }
    };
    // One with an error of its own.
    ($module:tt $target:tt $link:tt) => {
        &[]
    };
}

/// The resource of a row's type, as a relation names it.
#[doc(hidden)]
#[macro_export]
macro_rules! __related_to {
    ($target:ty) => {
        $crate::__private::related::<<$target as $crate::__private::ModelTrait>::Entity>()
    };
}

/// The table and the fields of the resource itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __related_from {
    ($module:tt) => {
        (
            <self::$module::Model as $crate::__private::HasTable>::TABLE,
            <self::$module::Entity as $crate::__private::DeclaredResource>::FIELDS,
        )
    };
}

/// The fields of a row's type by which rows are related, one or several: `__linked! { (Comment) article_id }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __linked {
    ($row:tt ($($field:tt),+ $(,)?)) => { const { &[$( $crate::__linked_field! { $row $field } ),+] } };
    ($row:tt $field:tt) => { const { &[$crate::__linked_field! { $row $field }] } };
}

/// The index of a field of a row's type.
#[doc(hidden)]
#[macro_export]
macro_rules! __linked_field {
    (($row:ty) $field:tt) => {
        <<<$row as $crate::__private::ModelTrait>::Entity as $crate::__private::Declared>::Names>::$field.__column()
    };
}

/// One option of a relation, whose word comes twice, once for errors to point at: `__relation_option! { relation [[Comment]] limit limit (20) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_option {
    ($value:ident $target:tt $here:tt name ($name:expr)) => { $value.name($name) };
    ($value:ident $target:tt $here:tt no_index) => { $value.no_index() };
    ($value:ident [[$target:ty]] $here:tt shown_as ($field:tt)) => {
        $value.shown_as($crate::__linked_field! { ($target) $field })
    };
    ($value:ident [[$target:ty]] $here:tt create_missing ($field:tt)) => {
        $value.create_missing($crate::__linked_field! { ($target) $field })
    };
    ($value:ident [[$target:ty]] $here:tt limit ($rows:expr)) => { $value.limit($rows) };
    ($value:ident [[$target:ty]] $here:tt order ($( $(- $descending:ident)? $($ascending:ident)? ),+ $(,)?)) => {
        $value.order(const { &[$(
            $( $crate::__private::meta::OrderColumn::descending($crate::__private::meta::Operand::Field(
                $crate::__linked_field! { ($target) $descending }
            )) )?
            $( $crate::__private::meta::OrderColumn::ascending($crate::__private::meta::Operand::Field(
                $crate::__linked_field! { ($target) $ascending }
            )) )?
        ),+] })
    };
    ($value:ident $target:tt $here:tt $($other:tt)*) => { $crate::__wrong! { relation_option $here } };
}

/// sea-orm's `Related` for the first relation to each type of rows, since there is one for each: a macro with the types so far as its patterns tells
/// whether a type is new. `__related! { ($) article [] [User] [Comment] }`
#[doc(hidden)]
#[macro_export]
macro_rules! __related {
    ($dollar:tt $module:tt [$($seen:tt)*]) => {};
    (($dollar:tt) $module:tt [$([$($seen:tt)*])*] [$($target:tt)*] $($rest:tt)*) => {
        const _: () = {
            macro_rules! __first {
                $( ($($seen)*) => {}; )*
                ($dollar target:ty) => {
                    impl $crate::__private::Related<<$dollar target as $crate::__private::ModelTrait>::Entity> for self::$module::Entity {
                        fn to() -> $crate::__private::RelationDef {
                            $crate::__private::related_to(self::$module::RESOURCE, $crate::__count! { $([$($seen)*])* })
                        }

                        fn via() -> ::core::option::Option<$crate::__private::RelationDef> {
                            $crate::__private::related_via(self::$module::RESOURCE, $crate::__count! { $([$($seen)*])* })
                        }
                    }
                };
            }
            __first! { $($target)* }
        };
        $crate::__related! { ($dollar) $module [$([$($seen)*])* [$($target)*]] $($rest)* }
    };
}

/// How many groups there are.
#[doc(hidden)]
#[macro_export]
macro_rules! __count {
    ($( $group:tt )*) => { (&[$( ::core::stringify!($group) ),*] as &[&str]).len() };
}

/// Finds the relation that can't be read, whose name is a token here, for an error at it.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrong_relation {
    ($name:tt #[$($doc:tt)*] $($rest:tt)*) => { $crate::__wrong_relation! { $name $($rest)* } };
    ($name:tt $relation:tt : [$($many:tt)*] = $link:tt $(:: $segment:ident)* $(( $($between:tt)* ))? $([ $($option:tt)* ])?, $($rest:tt)*) => {
        $crate::__wrong_relation! { $name $($rest)* }
    };
    ($name:tt $relation:tt : $one:ident $(:: $path:ident)* = $link:tt $([ $($option:tt)* ])?, $($rest:tt)*) => {
        $crate::__wrong_relation! { $name $($rest)* }
    };
    ($name:tt $relation:tt $($rest:tt)*) => {
        $crate::__error! { $relation $crate::__word! { relation $relation } }
    };
}

/// sea-orm's relations of an entity: `__relation_enum! { [{ author: User = author_id }] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_enum {
    ([]) => {
        /// Relations to other entities: none are declared here; implement sea-orm's `Related` for those that you join.
        #[derive(Clone, Copy, Debug)]
        pub enum Relation {}

        impl $crate::__private::Iterable for Relation {
            type Iterator = ::core::iter::Empty<Self>;

            fn iter() -> Self::Iterator {
                ::core::iter::empty()
            }
        }

        impl $crate::__private::RelationTrait for Relation {
            fn def(&self) -> $crate::__private::RelationDef {
                match *self {}
            }
        }
    };
    ([{ $(
        $(#[doc = $doc:expr])* $relation:ident : $([ $($many:tt)+ ])? $($one:ident)::* = $link:tt $(:: $segment:ident)* $(( $($between:tt)* ))?
        $([ $($option:tt)* ])?
    ),+ $(,)? }]) => {
        $crate::__private::paste! {
            /// The relations, as sea-orm joins them: one through a table is the join to that.
            #[allow(missing_docs, reason = "`docs: required` enforces descriptions")]
            #[derive(Clone, Copy, Debug)]
            pub enum Relation { $( $(#[doc = $doc])* [<$relation:camel>], )+ }

            impl $crate::__private::Iterable for Relation {
                type Iterator = ::core::array::IntoIter<Self, { RESOURCE.relations.len() }>;

                fn iter() -> Self::Iterator {
                    ::core::iter::IntoIterator::into_iter([$( Self::[<$relation:camel>] ),+])
                }
            }
        }

        impl $crate::__private::RelationTrait for Relation {
            fn def(&self) -> $crate::__private::RelationDef {
                $crate::__private::relation_def(RESOURCE, *self as usize)
            }
        }
    };
    // An empty one, or one with an error of its own.
    ($other:tt) => { $crate::__relation_enum! { [] } };
}

/// The relations to one row with their own fields; none if there are no relations: `__relation_links! { [] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_links {
    ([]) => {
        &[]
    };
    ($relations:tt) => {
        <Entity as $crate::__private::DeclaredRelations>::LINKS
    };
}

/// What is known of the relations of a resource; nothing if it has none: `__relation_data! { [] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_data {
    (@computed []) => {
        &[]
    };
    (@computed $relations:tt) => {
        <Entity as $crate::__private::DeclaredRelations>::COMPUTED
    };
    ([]) => {
        (&[], &[], $crate::__private::RelationPaths::NONE)
    };
    ($relations:tt) => {
        (
            <Entity as $crate::__private::DeclaredRelations>::RELATIONS,
            <Entity as $crate::__private::DeclaredRelations>::COMPUTED,
            <Entity as $crate::__private::DeclaredRelations>::PATHS,
        )
    };
}

/// What the document and requests call the paths of relations in a section of a resource, a statement like those of `__resource_section!`. Other sections
/// have none: `__relation_section! { paths article include [author, comments.author] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_section {
    ($paths:ident $module:tt include [$( $($relation:tt).+ ),* $(,)?]) => {
        let $paths = $crate::__private::RelationPaths {
            include: const { &[$( $crate::__relation_path! { (self::$module::Entity) [] $($relation).+ } ),*] },
            ..$paths
        };
    };
    ($paths:ident $module:tt default_include [$( $($relation:tt).+ ),* $(,)?]) => {
        let $paths = $crate::__private::RelationPaths {
            default_include: const { &[$( $crate::__relation_path! { (self::$module::Entity) [] $($relation).+ } ),*] },
            ..$paths
        };
    };
    ($paths:ident $module:tt filters { $(
        $(#[doc = $doc:expr])* $filter:ident $(. $path:ident)* $(: [$($operator:tt),* $(,)?] $([name($name:expr)])?)? $(($type:ty) = $condition:expr)?
    ),* $(,)? }) => {
        let $paths = $crate::__private::RelationPaths {
            filters: const { &[$( $crate::__related_filter! { $module $filter $(. $path)* $($(=> $name)?)? } ),*] },
            ..$paths
        };
    };
    ($paths:ident $module:tt path $($path:tt)+) => {
        let $paths = $crate::__private::RelationPaths {
            parents: {
                const RELATIONS: &[$crate::__private::meta::Relation] = <self::$module::Entity as $crate::__private::DeclaredRelations>::RELATIONS;
                const PATH: &str = <self::$module::Entity as $crate::__private::DeclaredResource>::SECTIONS.path;
                const { &$crate::__private::meta::Parent::all::<{ $crate::__private::meta::Parent::count(PATH, RELATIONS) }>(PATH, RELATIONS) }
            },
            ..$paths
        };
    };
    ($paths:ident $module:tt search [$( $($path:ident).+ ),* $(,)?]) => {
        let $paths = $crate::__private::RelationPaths {
            search: const { &[$( $crate::__related_filter! { $module $($path).+ } ),*] },
            ..$paths
        };
    };
    ($paths:ident $module:tt order [$( $($path:ident).+ ),* $(,)?]) => {
        let $paths = $crate::__private::RelationPaths {
            order: const { &[$( $crate::__related_filter! { $module $($path).+ } ),*] },
            ..$paths
        };
    };
    ($paths:ident $module:tt ops [$(
        $operation:tt $(( $($argument:tt)* ))? $([ $($option:tt)* ])?
    ),* $(,)?]) => {
        let $paths = $crate::__private::RelationPaths {
            paging: $crate::__related_paging! { $module $( [$operation $($($argument)*)?] )* },
            ..$paths
        };
    };
    ($paths:ident $module:tt $($other:tt)*) => {};
}

/// The fields of related rows in the order of a list: `__related_paging! { article [list offset(-author.username).limit(20)] [read] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __related_paging {
    ($module:tt) => { &[] };
    ($module:tt
        [list $word:ident ($( $(- $descending:ident)? $($ascending:ident)? $(. $path:ident)* ),+ $(,)?) $($rest:tt)*] $($other:tt)*
    ) => {
        const { &[$( $crate::__related_filter! { $module $($descending)? $($ascending)? $(. $path)* } ),+] }
    };
    ($module:tt $first:tt $($other:tt)*) => { $crate::__related_paging! { $module $($other)* } };
}

/// The field at the end of a path of relations, in a section, maybe under another name; `None` for a field of the resource itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __related_filter {
    ($module:tt) => { ::core::option::Option::None };
    ($module:tt $field:ident) => { ::core::option::Option::None };
    ($module:tt $($path:ident).+ => $name:expr) => {
        ::core::option::Option::Some($crate::__related_field! { [(self::$module::Entity) [] []] $($path).+ }.named($name))
    };
    ($module:tt $($path:ident).+) => { ::core::option::Option::Some($crate::__related_field! { [(self::$module::Entity) [] []] $($path).+ }) };
}

/// `__related_field! { [(self::article::Entity) [] []] author.username }`: the entity that the path has reached, the names so far, and which of these
/// relations lead to several rows.
#[doc(hidden)]
#[macro_export]
macro_rules! __related_field {
    ([($entity:ty) [$($names:expr),*] [$($many:expr),*]] $field:ident) => {
        $crate::__private::meta::RelatedField {
            names: const { &[$($names),*] },
            many: false $( || $many )*,
            field: <$entity as $crate::__private::SpelledResource>::FIELDS[
                <<$entity as $crate::__private::Declared>::Names>::$field.__column()
            ],
        }
    };
    ([($entity:ty) [$($names:expr),*] [$($many:expr),*]] $relation:ident . $($rest:ident).+) => {
        $crate::__related_field! {
            [
                (<$entity as $crate::__private::RelationAt<{ $crate::__include! { @index ($entity) $relation } }>>::Target)
                [$($names,)* $crate::__relation_path! { @at ($entity) $relation }.property]
                [$($many,)*
                    <$entity as $crate::__private::DeclaredRelations>::RELATIONS[$crate::__include! { @index ($entity) $relation }].many
                ]
            ]
            $($rest).+
        }
    };
}

/// The same as indices: the relations of the path, and the field at its end. `__related_path! { [(self::article::Entity) []] author.username }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __related_path {
    ([($entity:ty) [$($path:expr),*]] $field:ident) => {
        (const { &[$($path),*] }, <<$entity as $crate::__private::Declared>::Names>::$field.__column())
    };
    ([($entity:ty) [$($path:expr),*]] $relation:ident . $($rest:ident).+) => {
        $crate::__related_path! {
            [
                (<$entity as $crate::__private::RelationAt<{ $crate::__include! { @index ($entity) $relation } }>>::Target)
                [$($path,)* $crate::__include! { @index ($entity) $relation }]
            ]
            $($rest).+
        }
    };
}

/// One path of relations, as indices: `__include! { (self::article::Entity) comments.author }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __include {
    (@rest $entity:tt [$($found:expr),*] $relation:tt) => { const { &[$($found),*] } };
    (@rest ($entity:ty) [$($found:expr),*] $relation:tt $($rest:tt)+) => {
        $crate::__include! {
            (<$entity as $crate::__private::RelationAt<{ $crate::__include! { @index ($entity) $relation } }>>::Target)
            [$($found),*] $($rest)+
        }
    };
    (@index ($entity:ty) $relation:tt) => {
        <<$entity as $crate::__private::HasRelations>::Names>::$relation as usize
    };
    ($entity:tt [$($found:expr),*] $relation:tt $(. $($rest:tt)+)?) => {
        $crate::__include! { @rest $entity [$($found,)* $crate::__include! { @index $entity $relation }] $relation $($($rest)+)? }
    };
}

/// The same path as the relations themselves: `__relation_path! { (self::article::Entity) [] comments.author }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __relation_path {
    (@rest $entity:tt [$($found:expr),*] $relation:tt) => { const { &[$($found),*] } };
    (@rest ($entity:ty) [$($found:expr),*] $relation:tt $($rest:tt)+) => {
        $crate::__relation_path! {
            (<$entity as $crate::__private::RelationAt<{ $crate::__include! { @index ($entity) $relation } }>>::Target)
            [$($found),*] $($rest)+
        }
    };
    (@at ($entity:ty) $relation:tt) => {
        <$entity as $crate::__private::DeclaredRelations>::RELATIONS[$crate::__include! { @index ($entity) $relation }]
    };
    ($entity:tt [$($found:expr),*] $relation:tt $(. $($rest:tt)+)?) => {
        $crate::__relation_path! { @rest $entity [$($found,)* &$crate::__relation_path! { @at $entity $relation }] $relation $($($rest)+)? }
    };
}
