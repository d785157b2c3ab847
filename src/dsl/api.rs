//! The entries, `api!` and `api_part!`, and the items that speak for the whole.

#[doc = include_str!("api.md")]
#[macro_export]
macro_rules! api {
    ($(#[doc = $doc:expr])* api $api:tt { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @api [pub] $api [$($doc),*] { $($body)* } $($items)* }
    };
    // What the block makes is seen no further.
    ($(#[doc = $doc:expr])* pub $scope:tt api $api:tt { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @api [pub $scope] $api [$($doc),*] { $($body)* } $($items)* }
    };
    ($keyword:tt $name:tt $($items:tt)*) => {
        $crate::__error! { $name "an `api!` block begins with `api Name { title: \"..\", version: \"..\", .. }`" }
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
    ($(#[doc = $doc:expr])* part $part:tt { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @part [pub] $part [$($doc),*] { $($body)* } $($items)* }
    };
    // What the block makes is seen no further.
    ($(#[doc = $doc:expr])* pub $scope:tt part $part:tt { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @part [pub $scope] $part [$($doc),*] { $($body)* } $($items)* }
    };
    ($keyword:tt $name:tt $($items:tt)*) => {
        $crate::__error! { $name "an `api_part!` block begins with `part Name {}`" }
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
        @$block:ident $visibility:tt $own:tt [$($own_doc:expr),*] { $($own_body:tt)* }
        $(
            $(#[ $(cfg $condition:tt)? $(derive $derive:tt)? $(deprecated $($note:tt)*)? $(doc = $doc:expr)? ])*
            $keyword:ident $name:tt $(as $component:tt)? $([ $($option:tt)* ])? $(( $($signature:tt)* ))? $(-> $reply:ty)? { $($body:tt)* }
        )*
    ) => {
        $(
            $( $(#[cfg $condition])? )*
            $crate::__item! {
                $keyword $name $visibility [$( $($doc,)? )*] [$( $(#[derive $derive])? )*] [$( $(#[deprecated $($note)*])? )*]
                [$(as $component)? $([ $($option)* ])? $(( $($signature)* ))? $(-> $reply)?] { $($body)* }
            }
        )*
        $crate::__checked! { $( [$( $(#[cfg $condition])? )*] $name )* }
        $crate::__block! {
            $block $visibility $own [$($own_doc),*] { $($own_body)* } [$( [$( $(#[cfg $condition])? )*] $name ),*]
        }
    };
    // An op with several replies, so that a reply is a path here, and no other type.
    (
        @$block:ident $visibility:tt $own:tt [$($own_doc:expr),*] { $($own_body:tt)* }
        $(
            $(#[ $(cfg $condition:tt)? $(derive $derive:tt)? $(deprecated $($note:tt)*)? $(doc = $doc:expr)? ])*
            $keyword:ident $name:tt $(as $component:tt)? $([ $($option:tt)* ])? $(( $($signature:tt)* ))?
            $(-> $reply:tt $(:: $segment:ident)* $(< $($inner:ty),+ >)? $(| $other:tt $(< $others:ty >)?)*)? { $($body:tt)* }
        )*
    ) => {
        $(
            $( $(#[cfg $condition])? )*
            $crate::__item! {
                $keyword $name $visibility [$( $($doc,)? )*] [$( $(#[derive $derive])? )*] [$( $(#[deprecated $($note)*])? )*]
                [
                    $(as $component)? $([ $($option)* ])? $(( $($signature)* ))?
                    $(-> $reply $(:: $segment)* $(< $($inner),+ >)? $(| $other $(< $others >)?)*)?
                ]
                { $($body)* }
            }
        )*
        $crate::__checked! { $( [$( $(#[cfg $condition])? )*] $name )* }
        $crate::__block! {
            $block $visibility $own [$($own_doc),*] { $($own_body)* } [$( [$( $(#[cfg $condition])? )*] $name ),*]
        }
    };
    // A schema that takes named properties of another item: the types of all that it can be made of are kept for it.
    (
        @$block:ident $visibility:tt $own:tt [$($own_doc:expr),*] { $($own_body:tt)* }
        $(
            $(#[ $(cfg $condition:tt)? $(derive $derive:tt)? $(deprecated $($note:tt)*)? $(doc = $doc:expr)? ])*
            $keyword:ident $name:tt $(as $component:tt)? $([ $($option:tt)* ])? $(( $($signature:tt)* ))?
            $(-> $reply:tt $(:: $segment:ident)* $(< $($inner:ty),+ >)? $(| $other:tt $(< $others:ty >)?)*)?
            $(= $base:tt $(:: $view:tt)* $(@ $left:tt)? $(. pick ($($pick:tt)+) $(. $method:tt $argument:tt)*)?)? { $($body:tt)* }
        )*
    ) => {
        $(
            $( $(#[cfg $condition])? )*
            $crate::__item! {
                $keyword $name $visibility [$( $($doc,)? )*] [$( $(#[derive $derive])? )*] [$( $(#[deprecated $($note)*])? )*]
                [
                    $(as $component)? $([ $($option)* ])? $(( $($signature)* ))?
                    $(-> $reply $(:: $segment)* $(< $($inner),+ >)? $(| $other $(< $others >)?)*)?
                    $(= ($base $(:: $view)*) $($left)? $(. pick ($($pick)+) $(. $method $argument)*)?)?
                ]
                { $($body)* }
            }
            $( $(#[cfg $condition])? )*
            $crate::__base! { $keyword $name [$(= $base)?] { $($body)* } }
        )*
        $crate::__checked! { $( [$( $(#[cfg $condition])? )*] $name )* }
        $crate::__block! {
            $block $visibility $own [$($own_doc),*] { $($own_body)* } [$( [$( $(#[cfg $condition])? )*] $name ),*]
        }
    };
    // A schema that takes all that is left of another item, by `omit` or by `partial` alone: which fields each item has is listed for it, as macros.
    (
        @$block:ident $visibility:tt $own:tt $own_docs:tt $own_body:tt
        $(
            $(#[ $(cfg $condition:tt)? $(derive $derive:tt)? $(deprecated $($note:tt)*)? $(doc = $doc:expr)? ])*
            $keyword:ident $name:tt $(as $component:tt)? $([ $($option:tt)* ])? $(( $($signature:tt)* ))?
            $(-> $reply:tt $(:: $segment:ident)* $(< $($inner:ty),+ >)? $(| $other:tt $(< $others:ty >)?)*)?
            $(= $base:tt $(:: $view:tt)* $(. $method:tt $argument:tt)*)? { $($body:tt)* }
        )*
    ) => {
        $crate::__lists! { $own $(
            [$( $(#[cfg $condition])? )*] $keyword $name [$(($base $(:: $view)*) $(. $method $argument)*)?] { $($body)* }
        )* }
        $crate::__items! {
            @$block $visibility $own $own_docs $own_body
            $(
                $(#[ $(cfg $condition)? $(derive $derive)? $(deprecated $($note)*)? $(doc = $doc)? ])*
                $keyword $name $(as $component)? $([ $($option)* ])? $(( $($signature)* ))?
                $(-> $reply $(:: $segment)* $(< $($inner),+ >)? $(| $other $(< $others >)?)*)?
                $(= $base $(:: $view)* @[$own $(. $method $argument)*])? { $($body)* }
            )*
        }
    };
    // An attribute that no item takes.
    (
        @$block:ident $visibility:tt $own:tt $own_docs:tt $own_body:tt
        $(
            $(#[$attribute:tt $($argument:tt)*])*
            $keyword:ident $name:tt $(as $component:tt)? $([ $($option:tt)* ])? $(( $($signature:tt)* ))? $(-> $reply:ty)? { $($body:tt)* }
        )*
    ) => {
        $( $( $crate::__attribute! { item $attribute $($argument)* } )* )*
        $crate::__items! {
            @$block $visibility $own $own_docs $own_body
            $( $keyword $name $(as $component)? $([ $($option)* ])? $(( $($signature)* ))? $(-> $reply)? { $($body)* } )*
        }
    };
    // The same in a block with several replies of an op, or a schema that is made of another item.
    (
        @$block:ident $visibility:tt $own:tt $own_docs:tt $own_body:tt
        $(
            $(#[$attribute:tt $($argument:tt)*])*
            $keyword:ident $name:tt $(as $component:tt)? $([ $($option:tt)* ])? $(( $($signature:tt)* ))?
            $(-> $reply:tt $(:: $segment:ident)* $(< $($inner:ty),+ >)? $(| $other:tt $(< $others:ty >)?)*)?
            $(= $base:tt $(:: $view:tt)* $(. $method:tt $of:tt)*)? { $($body:tt)* }
        )*
    ) => {
        $( $( $crate::__attribute! { item $attribute $($argument)* } )* )*
        $crate::__items! {
            @$block $visibility $own $own_docs $own_body
            $(
                $keyword $name $(as $component)? $([ $($option)* ])? $(( $($signature)* ))?
                $(-> $reply $(:: $segment)* $(< $($inner),+ >)? $(| $other $(< $others >)?)*)?
                $(= $base $(:: $view)* $(. $method $of)*)? { $($body)* }
            )*
        }
    };
}

/// Sends an item to the macro of its keyword: `__item! { resource Task [pub] ["docs"] [] [#[deprecated]] [] { .. } }`: visibility, docs, derives, deprecations,
/// what comes between its name and its body. Its name is a token, for errors at it.
#[doc(hidden)]
#[macro_export]
macro_rules! __item {
    (enum $name:tt $visibility:tt [$($doc:expr),* $(,)?] $derived:tt $deprecated:tt [$(as $component:literal)?] { $($body:tt)* }) => {
        $crate::__enum! { $name [$($component)? (::core::stringify!($name))] $visibility [$($doc),*] $derived $deprecated { $($body)* } }
        $( $crate::__check! { $name check_component_name("as ", $component) } )?
    };
    (schema $name:tt $visibility:tt [$($doc:expr),* $(,)?] $derived:tt $deprecated:tt [$(as $component:literal)?] { $($body:tt)* }) => {
        $crate::__schema! { $name [$($component)? (::core::stringify!($name))] $visibility [$($doc),*] $derived $deprecated { $($body)* } }
        $( $crate::__check! { $name check_component_name("as ", $component) } )?
    };
    (schema $name:tt $visibility:tt [$($doc:expr),* $(,)?] $derived:tt $deprecated:tt [$(as $component:literal)? [$($option:tt)*] $(= $base:tt $($methods:tt)*)?] $body:tt) => {
        $crate::__schema_options! {
            [] [] ($($option)*)
            $name [$($component)? (::core::stringify!($name))] [$visibility [$($doc),*] $derived $deprecated] [$(= $base $($methods)*)?] $body
        }
        $( $crate::__check! { $name check_component_name("as ", $component) } )?
    };
    (schema $name:tt $visibility:tt [$($doc:expr),* $(,)?] $derived:tt $deprecated:tt [$(as $component:literal)? = $base:tt $($methods:tt)*] $body:tt) => {
        $crate::__made_of! {
            [$name [$($component)? (::core::stringify!($name))] $visibility [$($doc),*] $derived $deprecated $body] $base $($methods)*
        }
        $( $crate::__check! { $name check_component_name("as ", $component) } )?
    };
    (union $name:tt $visibility:tt [$($doc:expr),* $(,)?] $derived:tt $deprecated:tt [$(as $component:literal)?] { $($body:tt)* }) => {
        $crate::__union! { $name [$($component)? (::core::stringify!($name))] $visibility [$($doc),*] $derived $deprecated { $($body)* } }
        $( $crate::__check! { $name check_component_name("as ", $component) } )?
    };
    (resource $name:tt $visibility:tt [$($doc:expr),* $(,)?] [] [$(#[deprecated $($note:tt)*])?] [] { $($body:tt)* }) => {
        $crate::__resource! { $name [$visibility $($doc),* $(; deprecated $($note)*)?] key = [] fields = [] found = { module = [] address = [] relations = [] } rest = []; $($body)* }
    };
    (op $name:tt $visibility:tt [$($doc:expr),* $(,)?] [] [] $signature:tt $body:tt) => {
        $crate::__op! { $name $visibility [$($doc),*] $signature $body }
    };
    // Clients see it, but no code names its type.
    (op $name:tt $visibility:tt [$($doc:expr),* $(,)?] [] [#[deprecated $($note:tt)*]] $signature:tt { $($body:tt)* }) => {
        $crate::__op! { $name $visibility [$($doc),*] $signature { deprecated: true, $($body)* } }
    };
    (socket $name:tt $visibility:tt [$($doc:expr),* $(,)?] [] [$(#[deprecated $($note:tt)*])?] [] $body:tt) => {
        $crate::__socket! { $name $visibility [$($doc),*] [$(#[deprecated $($note)*])?] $body }
    };
    (op $($rest:tt)*) => { $crate::__item! { @attributes op $($rest)* } };
    (resource $name:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt [] $body:tt) => {
        $crate::__item! { @attributes resource $name $visibility $docs $derived $deprecated [] $body }
    };
    (socket $name:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt [] $body:tt) => {
        $crate::__item! { @attributes socket $name $visibility $docs $derived $deprecated [] $body }
    };
    (@attributes $keyword:ident $name:tt $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "`", ::core::stringify!($keyword), "` takes `#[cfg(..)]`, one `#[deprecated]` and doc comments; `#[derive(..)]` is for `schema`, `enum` and `union`"
        ) }
        $crate::__failed! { $name }
    };
    // A keyword of Rust can't be the name of anything, which an error at it needs.
    (enum $name:tt $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "`enum ", ::core::stringify!($name), "` is written `enum ", ::core::stringify!($name), " { Todo = \"todo\", Issue = \"issue\" }`, or with the name that the document has for it, `enum ",
            ::core::stringify!($name), " as \"task.Type\" { .. }`") }
        $crate::__failed! { type $name }
    };
    ($keyword:ident $name:tt $($rest:tt)*) => {
        $crate::__error! { $name $crate::__word! { keyword $keyword } }
        $crate::__failed! { $name }
    };
}

/// Emits the API or the part that the block's own item declares.
#[doc(hidden)]
#[macro_export]
macro_rules! __block {
    (part [$($visibility:tt)*] $part:ident [$($doc:expr),*] { $( $key:tt : $value:tt ),* $(,)? } [$( [$($condition:tt)*] $item:ident ),*]) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug)]
        $($visibility)* struct $part;

        $crate::__once! { $( $key )* }

        #[allow(deprecated, reason = "items may be")]
        impl $crate::__private::Part for $part {
            const SECTIONS: $crate::__private::PartSections = {
                let sections = $crate::__private::PartSections::NONE;
                $( $crate::__part_section! { sections $key $value } )*
                sections
            };
            const PART: &'static $crate::__private::meta::Part = &$crate::__private::meta::Part {
                name: ::core::stringify!($part),
                nulls: <$part as $crate::__private::Part>::SECTIONS.nulls,
                names: <$part as $crate::__private::Part>::SECTIONS.names,
                error_model: ::core::option::Option::None,
                items: &[$( $($condition)* <$item as $crate::__private::DeclaredItem>::ITEM ),*],
            };
        }

        #[allow(deprecated, reason = "items may be")]
        impl<__T> $crate::__private::PartFragments<__T> for $part {
            const FRAGMENTS: &'static [$crate::__private::Fragment] =
                &[$( $($condition)* $crate::__private::fragment::<$item>() ),*];
        }

        $( $($condition)* #[allow(deprecated, reason = "items may be")] impl $crate::__private::InApi for $item {
            fn info() -> ::core::option::Option<&'static $crate::__private::meta::Info> {
                ::core::option::Option::None
            }
            const NULLS: $crate::__private::meta::Nulls = <$part as $crate::__private::Part>::SECTIONS.nulls;
            const NAMES: $crate::__private::meta::Names = <$part as $crate::__private::Part>::SECTIONS.names;
        } )*
    };
    (part $visibility:tt $part:ident $docs:tt { $key:tt $($body:tt)* } $items:tt) => {
        $crate::__error! { $key $crate::__word! { part_section $key } }
        $crate::__block! { part $visibility $part $docs {} $items }
    };
    (api [$($visibility:tt)*] $api:tt [$($doc:expr),*] {
        $( $key:tt : $value:tt $(:: $segment:ident)* $(! $arguments:tt)? $(( $($amount:tt)* ))? $(. $burst:tt ( $($at_once:tt)* ))?
            $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* ),* $(,)?
    } [$( [$($condition:tt)*] $item:ident ),*]) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug)]
        $($visibility)* struct $api;

        $crate::__once! { $( $key )* }

        // Where no name of the macros' is in scope, so that each in an expression is the user's.
        impl $crate::__private::DeclaredApi for $api {
            const INFO: $crate::__private::meta::Info = {
                let info = $crate::__private::meta::Info::of(&[$($doc),*]);
                $( $crate::__api_section! {
                    info $key $value $(:: $segment)* $(! $arguments)? $(( $($amount)* ))? $(. $burst ( $($at_once)* ))? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)*
                } )*
                info
            };
        }

        #[allow(deprecated, reason = "items may be")]
        const _: () = {
            const INFO: $crate::__private::meta::Info = <$api as $crate::__private::DeclaredApi>::INFO;
            const JOINED: &[&$crate::__private::meta::Part] = {
                let parts: &[&$crate::__private::meta::Part] = &[];
                $( $crate::__parts_section! { parts part $key $value } )*
                parts
            };
            const PARTS: &[&$crate::__private::meta::Part] = &$crate::__private::with_own::<_, { JOINED.len() + 1 }>(
                &$crate::__private::meta::Part {
                    name: ::core::stringify!($api),
                    nulls: INFO.nulls,
                    names: INFO.names,
                    error_model: INFO.errors.schema(),
                    items: &[$( $($condition)* <$item as $crate::__private::DeclaredItem>::ITEM ),*],
                },
                JOINED,
            );
            const SIZES: $crate::__private::IndexSizes = $crate::__private::index_sizes(PARTS);
            const TABLES: &$crate::__private::IndexTables<{ SIZES.names }, { SIZES.components }, { SIZES.routes }, { SIZES.ids }> =
                &$crate::__private::IndexTables::of(PARTS);
            const INDEX: $crate::__private::Index = TABLES.index(PARTS);
            impl $crate::__private::Whole for $api {
                const INFO: &'static $crate::__private::meta::Info = &INFO;
                const INDEX: &'static $crate::__private::Index = &INDEX;
            }
            impl<__T> $crate::__private::ApiFragments<__T> for $api {
                const FRAGMENTS: $crate::__private::Fragments = {
                    let parts: &[&[$crate::__private::Fragment]] = &[];
                    $( $crate::__parts_section! { parts fragments $key $value } )*
                    &$crate::__private::with_own::<&[$crate::__private::Fragment], { PARTS.len() }>(
                        &[$( $($condition)* $crate::__private::fragment::<$item>() ),*], parts,
                    )
                };
            }
            $( $($condition)* impl $crate::__private::InApi for $item {
                fn info() -> ::core::option::Option<&'static $crate::__private::meta::Info> {
                    ::core::option::Option::Some(&INFO)
                }
                const NULLS: $crate::__private::meta::Nulls = INFO.nulls;
                const NAMES: $crate::__private::meta::Names = INFO.names;
            } )*
            $crate::__document! { $api INFO PARTS }
        };
    };
    // A section without a value.
    (api $visibility:tt $api:tt $docs:tt {
        $( $key:tt $(: $value:tt $(:: $segment:ident)* $(! $arguments:tt)? $(( $($amount:tt)* ))? $(. $burst:tt ( $($at_once:tt)* ))?
            $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)*)? ),* $(,)?
    } $items:tt) => {
        $( $crate::__without_value! { api_section $key $($value)? } )*
        $crate::__failed! { $api }
    };
}

/// One section of a part: a statement that gives its value to what the others have made, `__part_section! { sections nulls shown }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __part_section {
    // A literal has no place that an error could point at; the section's word has.
    ($sections:ident $key:tt $value:literal) => {
        $crate::__wrong! { part_section $key }
    };
    ($sections:ident nulls $nulls:tt) => {
        let $sections = $crate::__private::PartSections {
            nulls: $crate::__known! { nulls $nulls },
            ..$sections
        };
    };
    ($sections:ident names $names:tt) => {
        let $sections = $crate::__private::PartSections {
            names: $crate::__known! { names $names },
            ..$sections
        };
    };
    ($sections:ident $key:tt $($other:tt)*) => {
        $crate::__wrong! { part_section $key }
    };
}

/// One section of the `api` item: a statement that gives its value to what the others have made, `__api_section! { info title "Tasks" }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __api_section {
    ($info:ident title $value:expr) => { let $info = $crate::__private::meta::Info { title: $value, ..$info }; };
    ($info:ident version $value:expr) => { let $info = $crate::__private::meta::Info { version: $value, ..$info }; };
    ($info:ident base_path $value:expr) => { let $info = $crate::__private::meta::Info { base_path: $value, ..$info }; };
    ($info:ident terms_of_service $value:expr) => {
        let $info = $crate::__private::meta::Info { terms_of_service: $value, ..$info };
    };
    ($info:ident contact { $($key:ident : $value:expr),* $(,)? }) => {
        #[allow(clippy::needless_update, reason = "a contact with all members leaves nothing to its default")]
        let $info = $crate::__private::meta::Info {
            contact: ::core::option::Option::Some(
                $crate::__private::meta::Contact { $($key: $value,)* ..$crate::__private::meta::Contact::NONE }
            ),
            ..$info
        };
    };
    ($info:ident license { $($key:ident : $value:expr),* $(,)? }) => {
        #[allow(clippy::needless_update, reason = "a license with all members leaves nothing to its default")]
        let $info = $crate::__private::meta::Info {
            license: ::core::option::Option::Some(
                $crate::__private::meta::License { $($key: $value,)* ..$crate::__private::meta::License::NONE }
            ),
            ..$info
        };
    };
    ($info:ident servers [$($url:expr),* $(,)?]) => {
        let $info = $crate::__private::meta::Info { servers: const { &[$($url),*] }, ..$info };
    };
    ($info:ident tags { $($tag:ident : $description:expr),* $(,)? }) => {
        let $info = $crate::__private::meta::Info {
            tags: const { &[$((::core::stringify!($tag), $description)),*] },
            ..$info
        };
    };
    ($info:ident nulls $nulls:tt) => {
        let $info = $crate::__private::meta::Info { nulls: $crate::__known! { nulls $nulls }, ..$info };
    };
    ($info:ident $key:tt $value:literal) => { $crate::__wrong! { api_section $key } };
    ($info:ident names $names:tt) => {
        let $info = $crate::__private::meta::Info { names: $crate::__known! { names $names }, ..$info };
    };
    ($info:ident errors { $($part:tt)+ }) => {
        let $info = $crate::__private::meta::Info { errors: $crate::__errors! { [] [] $($part)+ }, ..$info };
    };
    ($info:ident cors { $( $part:tt : $value:tt ),+ $(,)? }) => {
        let $info = $crate::__private::meta::Info { cors: $crate::__cors! { $( $part $value )+ }, ..$info };
    };
    ($info:ident limit $unit:tt ( $($count:tt)* ) $(. $burst:tt ( $($at_once:tt)* ))?) => {
        let $info = $crate::__private::meta::Info {
            limits: $crate::__private::meta::ApiLimits {
                every: $crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? },
                ..$info.limits
            },
            ..$info
        };
    };
    ($info:ident failed_credentials $unit:tt ( $($count:tt)* ) $(. $burst:tt ( $($at_once:tt)* ))?) => {
        let $info = $crate::__private::meta::Info {
            limits: $crate::__private::meta::ApiLimits {
                failed_credentials: $crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? },
                ..$info.limits
            },
            ..$info
        };
    };
    ($info:ident docs required) => { let $info = $crate::__private::meta::Info { docs_required: true, ..$info }; };
    ($info:ident docs optional) => { let $info = $crate::__private::meta::Info { docs_required: false, ..$info }; };
    // What they bring is joined by `__parts_section!`.
    ($info:ident parts [$($part:path),* $(,)?]) => {};
    ($info:ident security { $($schemes:tt)+ }) => {
        let $info = $crate::__private::meta::Info { security: const { $crate::__security! { { $($schemes)+ } } }, ..$info };
    };
    ($info:ident access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        let $info = $crate::__private::meta::Info {
            access: $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* },
            ..$info
        };
    };
    ($info:ident $key:tt $($value:tt)*) => { $crate::__wrong! { api_section $key } };
}

/// Words by their tokens alone: a double is an error at the token.
#[doc(hidden)]
#[macro_export]
macro_rules! __once {
    ($( $word:tt )*) => {
        const _: () = {
            #[allow(non_camel_case_types, dead_code, reason = "only their names count")]
            enum Sections { $( $word, )* }
        };
    };
}
