//! The entries, `api!` and `api_part!`, and the items that speak for the whole.

/// Declares an API.
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
        $( $crate::__item! { $keyword $name [$($doc),*] [$(( $($signature)* ))? $(-> $reply)?] { $($body)* } } )*
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
    // A keyword of Rust can't be a struct's name, which `__wrong!` needs.
    (enum $name:ident $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "`enum ", ::core::stringify!($name), "` takes no signature: `enum TaskType { Todo = \"todo\", Issue = \"issue\" }`"
        ));
        $crate::__failed! { $name }
    };
    ($keyword:ident $name:ident $($rest:tt)*) => {
        $crate::__wrong! { $keyword keyword::$keyword }
        $crate::__failed! { $name }
    };
}

/// A word that is unknown here, or known and wrongly written, as an error at its own token.
///
/// Known words are functions that want a trait which nothing implements; the trait says how the word is written. An argument
/// that doesn't fit is reported at the argument, so that is the word itself. It comes here as `tt`: an `ident` that is matched
/// and passed on stands where the macro does.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrong {
    ($word:tt $module:ident :: $known:tt) => {
        const _: fn() = || {
            #[allow(non_upper_case_globals, reason = "the word itself, for the error to point at")]
            const $word: () = ();
            $crate::__private::$module::$known($word);
        };
    };
}

/// Stands in for an item that has an error of its own, so that no others follow from it.
#[doc(hidden)]
#[macro_export]
macro_rules! __failed {
    ($name:ident) => {
        #[allow(missing_docs, dead_code, reason = "an error stands beside it")]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum $name {}

        impl $name {
            #[doc(hidden)]
            pub const ITEM: $crate::meta::Item = $crate::meta::Item::Head;
        }
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
    (part $part:ident $docs:tt { $key:tt $($body:tt)* } $items:tt) => {
        $crate::__wrong! { $key part_section::any }
        $crate::__block! { part $part $docs {} $items }
    };
    (api $api:ident [$($doc:expr),*] {
        $( $key:tt : $value:tt $(:: $segment:ident)* $(! $arguments:tt)? ),* $(,)?
    } [$($item:ident),*]) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug)]
        pub struct $api;

        const _: () = {
            const INFO: $crate::meta::Info = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_api::*;
                $crate::__once! { $( $key )* }
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
    ($key:tt $($value:tt)*) => { $crate::__wrong! { $key api_section::$key } };
}

/// Sections by their tokens alone: a double is an error at the token.
#[doc(hidden)]
#[macro_export]
macro_rules! __once {
    ($( $word:tt )*) => {
        #[allow(non_camel_case_types, dead_code, reason = "only their names count")]
        enum Sections { $( $word, )* }
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
