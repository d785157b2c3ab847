//! Schemas that are made of other items.
//!
//! Only the types of their properties come from tokens, by the trait `FieldAt`; what is known of a property is read from the item in const. Which
//! properties a schema takes that doesn't name them, left.rs finds out.

/// `schema NewUser = user::Create.pick(username, email) { invitation: Option<String> }`.
///
/// `__made_of! { [NewUser ["shop.NewUser" ..] [pub] ["docs"] [] [] { .. }] (user::Create) .pick(username, email) }`; where items are listed, the methods are
/// `[Shop .omit(password)]`, with the name of the block. Then come what it is made of, as a text for messages and as a path, the block, whether all is
/// optional, and what it takes, before the methods that are left: `["user::Create"] [user::Create] [Shop] [] [] .omit(password)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __made_of {
    ($schema:tt (self :: $($base:tt)+) $($methods:tt)*) => {
        $crate::__made_of! { $schema ($($base)+) $($methods)* }
    };
    ($schema:tt ($base:tt $(:: $view:tt)*) $([$block:tt $($listed:tt)*])? $(. $method:tt $argument:tt)*) => {
        $crate::__made_of! {
            $schema [::core::concat!(::core::stringify!($base) $(, "::", ::core::stringify!($view))*)] [$base $(:: $view)*]
            [$($block)?] [] [] $($($listed)*)? $(. $method $argument)*
        }
    };
    ($schema:tt $path:tt $base:tt $block:tt $partial:tt [] . pick ($($pick:tt),+ $(,)?) $($methods:tt)*) => {
        $crate::__made_of! { $schema $path $base $block $partial [pick $($pick),+] $($methods)* }
    };
    ($schema:tt $path:tt $base:tt $block:tt $partial:tt [] . omit ($($omitted:tt),+ $(,)?) $($methods:tt)*) => {
        $crate::__made_of! { $schema $path $base $block $partial [omit $($omitted),+] $($methods)* }
    };
    ($schema:tt $path:tt $base:tt $block:tt $partial:tt $taken:tt . partial () $($methods:tt)*) => {
        $crate::__made_of! { $schema $path $base $block [partial] $taken $($methods)* }
    };
    ([$name:tt $($schema:tt)*] $path:tt $base:tt $block:tt $partial:tt $taken:tt . $method:tt $($methods:tt)*) => {
        $crate::__error! { $method $crate::__word! { made_of $method } }
        $crate::__failed! { type $name }
    };
    ([$name:tt $($schema:tt)*] $path:tt $base:tt $block:tt [] []) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "` takes nothing; name the properties, `.pick(title, slug)`, or those that it doesn't take, `.omit(password)`") }
        $crate::__failed! { type $name }
    };
    // All of it, but optional.
    ($schema:tt $path:tt $base:tt $block:tt [partial] []) => {
        $crate::__made_of! { $schema $path $base $block [partial] [omit] }
    };
    ($schema:tt $path:tt [$($base:tt)+] $block:tt [partial] [$how:ident $($named:tt),*]) => {
        $crate::__named_or_left! { $how ($($named),*) [$($base)+] $block $schema $path ($crate::__private::Partial<$($base)+>) }
    };
    ($schema:tt $path:tt [$($base:tt)+] $block:tt [] [$how:ident $($named:tt),*]) => {
        $crate::__named_or_left! { $how ($($named),*) [$($base)+] $block $schema $path ($($base)+) }
    };
}

/// Finds the properties that a schema takes: those that it names, or all others.
///
/// `__named_or_left! { pick (username, email) [user::Create] [Shop] [NewUser ..] ["user::Create"] (user::Create) }`
#[doc(hidden)]
#[macro_export]
macro_rules! __named_or_left {
    (pick ($($pick:tt),+) $from:tt $block:tt [$name:tt $($schema:tt)*] [$path:expr] ($base:ty)) => {
        $( $crate::__check! { $pick check_pick(
            <$base as $crate::__private::SchemaBase>::BASE,
            <<$base as $crate::__private::SchemaBase>::Names>::$pick.__column(),
            ::core::stringify!($name),
            $path,
        ) } )+
        $crate::__taken! { [$name $($schema)*] [$path] ($base) $( $pick )+ }
    };
    (omit ($($omitted:tt),*) $from:tt [$block:tt] $schema:tt $path:tt $base:tt) => {
        $crate::__once! { $( $omitted )* }
        $crate::__listed_of! { $block $from (($($omitted),*) ($($omitted),*) (made ($($omitted),*) $schema $path $base)) }
    };
}

/// A schema with the properties that it takes of another item, and its own:
/// `__taken! { [NewUser ["shop.NewUser" ..] [pub] ["docs"] [] [] { .. }] ["user::Create"] (user::Create) username email }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __taken {
    (
        [$name:tt $component:tt $visibility:tt [$($doc:expr),*] $derived:tt $deprecated:tt {
            $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $field_doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
        }]
        [$path:expr] ($base:ty) $( $taken:tt )*
    ) => {
        // Its properties are plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__plain_schema! { $name $component $visibility [$($doc),*] $derived $deprecated {
                [<properties>]
                $(
                    [] [] [::core::concat!("As in [`", $path, "`].")] $taken
                    (<$base as $crate::__private::FieldAt<{ <<$base as $crate::__private::SchemaBase>::Names>::$taken.__column() }>>::Type)
                    [@ $crate::__private::picked::<$base>(<<$base as $crate::__private::SchemaBase>::Names>::$taken.__column())]
                )*
                $( [$( $(#[cfg $condition])? )*] [$( $([$($note)*])? )*] [$( $($field_doc,)? )*] $field ($type) [$($($option)*)?] )*
            } }
        }
        $crate::__schema_base! {
            $name
            $( [] $taken (<$base as $crate::__private::FieldAt<{ <<$base as $crate::__private::SchemaBase>::Names>::$taken.__column() }>>::Type) )*
            $( [$( $(#[cfg $condition])? )*] $field ($type) )*
        }
    };
    ([$name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {
        $( $(#[$attribute:tt $($argument:tt)*])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
    }] $($taken:tt)*) => {
        $( $( $crate::__attribute! { field $attribute $($argument)* } )* )*
        $crate::__taken! {
            [$name $component $visibility $docs $derived $deprecated { $( $field : $type $([ $($option)* ])? ),* }] $($taken)*
        }
    };
    ([$name:tt $($schema:tt)*] $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "`: every property has a type, `street: String [len(1..=80)]`") }
        $crate::__failed! { type $name }
    };
}

/// Keeps the types of an item's fields, if schemas can be made of it: `__base! { schema Place [] { street: String } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __base {
    (resource $name:tt [] { $($body:tt)* }) => {
        $crate::__resource! { $name [@bases] key = [] fields = [] found = { module = [] address = [] relations = [] } rest = []; $($body)* }
    };
    (schema $name:tt [] {
        $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $field_doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
    }) => {
        $crate::__schema_base! { $name $( [$( $(#[cfg $condition])? )*] $field ($type) )* }
    };
    // One that is made of another keeps its own; no schema is made of the rest.
    ($($other:tt)*) => {};
}

/// The types of a schema's properties: `__schema_base! { Place [] street (String) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __schema_base {
    ($name:tt $( [$($condition:tt)*] $field:tt ($type:ty) )*) => {
        #[allow(deprecated, reason = "the type may be")]
        const _: () = {
            #[allow(non_camel_case_types, dead_code, reason = "the properties' own names")]
            pub enum __Names { $( $($condition)* $field, )* __End }

            impl __Names {
                pub const fn __column(self) -> usize {
                    self as usize
                }
            }

            impl $crate::__private::SchemaBase for $name {
                type Names = __Names;
                const BASE: &'static $crate::__private::meta::Base =
                    &$crate::__private::meta::Base::schema(<$name as $crate::__private::Object>::FIELDS);
            }

            $( $($condition)* impl $crate::__private::FieldAt<{ __Names::$field as usize }> for $name {
                type Type = $type;
            } )*
        };
    };
}
