//! Schemas that are made of other items.
//!
//! Only the types of their properties come from tokens, by the trait `FieldAt`; what is known of a property is read from the item in const.

/// `schema NewUser = user::Create.pick(username, email) { invitation: Option<String> }`.
///
/// `__made_of! { [NewUser ["shop.NewUser" ..] [pub] ["docs"] [] [] { .. }] (user::Create) .pick(username, email) }`; then what it is made of is a text for
/// messages, too, and the properties that it takes come before the methods that are left: `("user::Create") (user::Create) [] .pick(username, email)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __made_of {
    ($schema:tt ($base:tt $(:: $view:tt)*) $(. $method:tt $argument:tt)*) => {
        $crate::__made_of! {
            $schema (::core::concat!(::core::stringify!($base) $(, "::", ::core::stringify!($view))*)) ($base $(:: $view)*) [] $(. $method $argument)*
        }
    };
    ($schema:tt $path:tt ($base:ty) [] . pick ($($pick:tt),+ $(,)?) $($methods:tt)*) => {
        $crate::__made_of! { $schema $path ($base) [$($pick)+] $($methods)* }
    };
    ($schema:tt $path:tt ($base:ty) $picked:tt . partial () $($methods:tt)*) => {
        $crate::__made_of! { $schema $path ($crate::__private::Partial<$base>) $picked $($methods)* }
    };
    ([$name:tt $($schema:tt)*] $path:tt $base:tt $picked:tt . $method:tt $($methods:tt)*) => {
        $crate::__error! { $method $crate::__word! { made_of $method } }
        $crate::__failed! { type $name }
    };
    ([$name:tt $($schema:tt)*] $path:tt $base:tt []) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "` takes nothing; name the properties, `.pick(title, slug)`") }
        $crate::__failed! { type $name }
    };
    (
        [$name:tt $component:tt $visibility:tt [$($doc:expr),*] $derived:tt $deprecated:tt {
            $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $field_doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
        }]
        ($path:expr) ($base:ty) [$($pick:tt)+]
    ) => {
        $( $crate::__check! { $pick check_pick(
            <$base as $crate::__private::SchemaBase>::BASE,
            <<$base as $crate::__private::SchemaBase>::Names>::$pick as usize,
            ::core::stringify!($name),
            $path,
        ) } )+
        // Its properties are plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__plain_schema! { $name $component $visibility [$($doc),*] $derived $deprecated {
                [<properties>]
                $(
                    [] [] [::core::concat!("As in [`", $path, "`].")] $pick
                    (<$base as $crate::__private::FieldAt<{ <<$base as $crate::__private::SchemaBase>::Names>::$pick as usize }>>::Type)
                    [@ $crate::__private::picked::<$base>(<<$base as $crate::__private::SchemaBase>::Names>::$pick as usize)]
                )+
                $( [$( $(#[cfg $condition])? )*] [$( $([$($note)*])? )*] [$( $($field_doc,)? )*] $field ($type) [$($($option)*)?] )*
            } }
        }
        $crate::__schema_base! {
            $name
            $( [] $pick (<$base as $crate::__private::FieldAt<{ <<$base as $crate::__private::SchemaBase>::Names>::$pick as usize }>>::Type) )+
            $( [$( $(#[cfg $condition])? )*] $field ($type) )*
        }
    };
    ([$name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {
        $( $(#[$attribute:tt $($argument:tt)*])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
    }] $path:tt $base:tt $picked:tt) => {
        $( $( $crate::__attribute! { field $attribute $($argument)* } )* )*
        $crate::__made_of! {
            [$name $component $visibility $docs $derived $deprecated { $( $field : $type $([ $($option)* ])? ),* }] $path $base $picked
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

            impl $crate::__private::SchemaBase for $name {
                type Names = __Names;
                const BASE: &'static $crate::__private::meta::Base = &$crate::__private::meta::Base {
                    fields: <$name as $crate::__private::Object>::FIELDS,
                    view: ::core::option::Option::None,
                    partial: false,
                };
            }

            $( $($condition)* impl $crate::__private::FieldAt<{ __Names::$field as usize }> for $name {
                type Type = $type;
            } )*
        };
    };
}
