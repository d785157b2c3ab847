//! The entries, `api!` and `api_part!`, and the items that speak for the whole.

#[doc = include_str!("api.md")]
#[macro_export]
macro_rules! api {
    ($(#[doc = $doc:expr])* api $api:tt { $($body:tt)* } $($items:tt)*) => {
        $crate::__items! { @api $api [$($doc),*] { $($body)* } $($items)* }
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
        $crate::__items! { @part $part [$($doc),*] { $($body)* } $($items)* }
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
        @$block:ident $own:tt [$($own_doc:expr),*] { $($own_body:tt)* }
        $( $(#[doc = $doc:expr])* $keyword:ident $name:tt $(( $($signature:tt)* ))? $(-> $reply:ty)? { $($body:tt)* } )*
    ) => {
        $( $crate::__item! { $keyword $name [$($doc),*] [$(( $($signature)* ))? $(-> $reply)?] { $($body)* } } )*
        $crate::__checked! { $($name)* }
        $crate::__block! { $block $own [$($own_doc),*] { $($own_body)* } [$($name),*] }
    };
}

/// Sends an item to the macro of its keyword: `__item! { resource Task ["docs"] [] { .. } }`. Its name is a token, for errors at it.
#[doc(hidden)]
#[macro_export]
macro_rules! __item {
    (enum $name:tt [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__enum! { $name [$($doc),*] { $($body)* } }
    };
    (schema $name:tt [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__schema! { $name [$($doc),*] { $($body)* } }
    };
    (union $name:tt [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__union! { $name [$($doc),*] { $($body)* } }
    };
    (resource $name:tt [$($doc:expr),*] [] { $($body:tt)* }) => {
        $crate::__resource! { $name [$($doc),*] key = [] fields = [] rest = []; $($body)* }
    };
    (op $name:tt $docs:tt $signature:tt $body:tt) => {
        $crate::__op! { $name $docs $signature $body }
    };
    (socket $name:tt [$($doc:expr),*] [] $body:tt) => {
        $crate::__socket! { $name [$($doc),*] $body }
    };
    // A keyword of Rust can't be the name of anything, which an error at it needs.
    (enum $name:tt $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "`enum ", ::core::stringify!($name), "` takes no signature: `enum TaskType { Todo = \"todo\", Issue = \"issue\" }`") }
        $crate::__failed! { type $name }
    };
    ($keyword:ident $name:tt $($rest:tt)*) => {
        $crate::__error! { $name $crate::__word! { keyword $keyword } }
        $crate::__failed! { $name }
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
            pub const PART: &'static $crate::__private::meta::Part = &$crate::__private::meta::Part {
                name: ::core::stringify!($part),
                items: &[$( <$item>::ITEM ),*],
            };
            #[doc(hidden)]
            pub const SIZE: usize = $crate::__private::sum(&[$( <$item>::SIZE ),*]);
            #[doc(hidden)]
            #[must_use]
            pub const fn fragments<__T>() -> &'static [&'static $crate::__private::Fragment] {
                const { &[$( <$item>::fragment::<__T>() ),*] }
            }
        }

        $( impl $crate::__private::InApi for $item {
            fn info() -> ::core::option::Option<&'static $crate::__private::meta::Info> {
                ::core::option::Option::None
            }
        } )*
    };
    (part $part:ident $docs:tt { $key:tt $($body:tt)* } $items:tt) => {
        $crate::__error! { $key $crate::__word! { part_section $key } }
        $crate::__block! { part $part $docs {} $items }
    };
    (api $api:tt [$($doc:expr),*] {
        $( $key:tt : $value:tt $(:: $segment:ident)* $(! $arguments:tt)?
            $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* ),* $(,)?
    } [$($item:ident),*]) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug)]
        pub struct $api;

        const _: () = {
            const INFO: $crate::__private::meta::Info = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_api::*;
                $crate::__once! { $( $key )* }
                $( $crate::__api_section! {
                    $key $value $(:: $segment)* $(! $arguments)? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)*
                } )*
                $crate::__private::meta::Info {
                    docs: &[$($doc),*],
                    title,
                    version,
                    base_path,
                    terms_of_service,
                    contact,
                    license,
                    servers,
                    tags,
                    security,
                    access,
                    docs_required: docs,
                }
            };
            const PARTS: &[&$crate::__private::meta::Part] = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_api::*;
                $( $crate::__parts_section! { PART [&$crate::__private::meta::Part] $key $value } )*
                &$crate::__private::with_own::<_, { parts.len() + 1 }>(
                    &$crate::__private::meta::Part { name: ::core::stringify!($api), items: &[$( <$item>::ITEM ),*] },
                    parts,
                )
            };
            const SIZE: usize = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::no_sizes::*;
                $( $crate::__parts_section! { SIZE [usize] $key $value } )*
                $crate::__private::sum(parts) + $crate::__private::sum(&[$( <$item>::SIZE ),*])
            };
            #[allow(dead_code, reason = "only its consts are used")]
            struct __Lazy<__T>(::core::marker::PhantomData<__T>);
            impl<__T> __Lazy<__T> {
                const FRAGMENTS: $crate::__private::Fragments = {
                    #[allow(unused_imports, reason = "a section left out takes its default from here")]
                    use $crate::__private::no_fragments::*;
                    $( $crate::__fragments_section! { $key $value } )*
                    &$crate::__private::with_own::<&[&$crate::__private::Fragment], { PARTS.len() }>(
                        &[$( <$item>::fragment::<__T>() ),*], parts,
                    )
                };
            }
            $( impl $crate::__private::InApi for $item {
                fn info() -> ::core::option::Option<&'static $crate::__private::meta::Info> {
                    ::core::option::Option::Some(&INFO)
                }
            } )*
            $crate::__document! { $api __Lazy INFO PARTS SIZE }
        };
    };
    // A section without a value.
    (api $api:tt $docs:tt {
        $( $key:tt $(: $value:tt $(:: $segment:ident)* $(! $arguments:tt)?
            $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)*)? ),* $(,)?
    } $items:tt) => {
        $( $crate::__without_value! { api_section $key $($value)? } )*
        $crate::__failed! { $api }
    };
}

/// One section of the `api` item as a const, named by the user's own token: a double is an error there.
#[doc(hidden)]
#[macro_export]
macro_rules! __api_section {
    (title $value:expr) => { $crate::__section! { title: &str = $value } };
    (version $value:expr) => { $crate::__section! { version: &str = $value } };
    (base_path $value:expr) => { $crate::__section! { base_path: &str = $value } };
    (terms_of_service $value:expr) => { $crate::__section! { terms_of_service: &str = $value } };
    (contact { $($key:ident : $value:expr),* $(,)? }) => {
        $crate::__section! { contact: ::core::option::Option<$crate::__private::meta::Contact> = ::core::option::Option::Some(
            $crate::__private::meta::Contact { $($key: $value,)* ..$crate::__private::meta::Contact::NONE }
        ) }
    };
    (license { $($key:ident : $value:expr),* $(,)? }) => {
        $crate::__section! { license: ::core::option::Option<$crate::__private::meta::License> = ::core::option::Option::Some(
            $crate::__private::meta::License { $($key: $value,)* ..$crate::__private::meta::License::NONE }
        ) }
    };
    (servers [$($url:expr),* $(,)?]) => { $crate::__section! { servers: &[&str] = &[$($url),*] } };
    (tags { $($tag:ident : $description:expr),* $(,)? }) => {
        $crate::__section! { tags: &[(&str, &str)] = &[$((::core::stringify!($tag), $description)),*] }
    };
    (docs required) => { $crate::__section! { docs: bool = true } };
    (docs optional) => { $crate::__section! { docs: bool = false } };
    (parts [$($part:path),* $(,)?]) => { $crate::__section! { parts: () = () } };
    (security { $($schemes:tt)+ }) => {
        $crate::__section! { security: &[$crate::__private::meta::Scheme] = $crate::__security! { { $($schemes)+ } } }
    };
    (access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        $crate::__section! { access: $crate::__private::meta::Access =
            $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* } }
    };
    ($key:tt $($value:tt)*) => { $crate::__wrong! { api_section $key } };
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
        #[allow(
            clippy::needless_update,
            reason = "a contact that says all leaves nothing to its default"
        )]
        const $key: $type = $value;
    };
}
