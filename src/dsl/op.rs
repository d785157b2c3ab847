//! `op` items: a route, typed arguments and a handler of the user's.

/// `__op! { close_task ["docs"] [(id: Uuid, body: CloseTask) -> Task] { route: POST "/tasks/{id}/close", .. } }`
#[doc(hidden)]
#[macro_export]
macro_rules! __op {
    ($name:tt $docs:tt [$(( $($arguments:tt)* ))?] $body:tt) => {
        $crate::__op! { $name $docs [($($($arguments)*)?) -> $crate::__private::NoContent] $body }
    };
    ($name:tt [$($doc:expr),*]
        [( $( $(#[doc = $argument_doc:expr])* $argument:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? ) -> $reply:ty]
        { $( $key:tt : $value:tt $(:: $segment:ident)* $($text:literal)? $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* ),* $(,)? }
    ) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the name of its handler")]
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl $name {
            /// The declaration as data.
            pub const OP: &'static $crate::__private::meta::Op = {
                #[allow(unused_imports, reason = "a section left out takes its default from here")]
                use $crate::__private::absent_in_op::*;
                $crate::__once! { $( $key )* }
                $( $crate::__op_section! { $key $value $(:: $segment)* $($text)? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)* } )*
                &$crate::__private::meta::Op {
                    name: ::core::stringify!($name),
                    docs: &[$($doc),*],
                    route,
                    tag,
                    arguments: &[$( $crate::__argument! { route [$($argument_doc),*] $argument ($type) [$($($option)*)?] } ),*],
                    reply: $crate::__private::produces(<$reply as $crate::__private::Reply>::SHAPE, produces),
                    errors,
                    deprecated,
                    accepts,
                    body_limit,
                    access,
                    handler: Self::HANDLER,
                }
            };
            // Apart from the sections, whose names arguments may have.
            const HANDLER: $crate::__private::meta::Function =
                $crate::__handler! { $name [$( $key $value $(:: $segment)* ),*] [$( $argument ($type) ),*] $reply };
        }

        $crate::__rendered! { $name = Op($name::OP) op_size render_op }
    };
    // A section without a value.
    ($name:tt $docs:tt [( $($arguments:tt)* ) -> $reply:ty] {
        $( $key:tt $(: $value:tt $(:: $segment:ident)* $($text:literal)? $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)*)? ),* $(,)?
    }) => {
        $( $crate::__without_value! { op_section $key $($value)? } )*
        $crate::__failed! { $name }
    };
    ($name:tt $docs:tt $signature:tt { $($body:tt)* }) => {
        $crate::__error! { $name ::core::concat!(
            "op `", ::core::stringify!($name), "`: write it as `op ", ::core::stringify!($name),
            "(id: Uuid, body: Change) -> Task { route: POST \"/tasks/{id}/close\", errors: { 409: \"closed already\" } }`") }
        $crate::__failed! { $name }
    };
}

/// One section of an op as a const, named by the user's own token: a double is an error there.
#[doc(hidden)]
#[macro_export]
macro_rules! __op_section {
    (route $method:tt $path:literal) => {
        $crate::__section! { route: $crate::__private::meta::Route = $crate::__private::meta::Route {
            method: $crate::__known! { method $method },
            path: $path,
        } }
    };
    (tag $tag:ident) => {
        $crate::__section! { tag: ::core::option::Option<&str> = ::core::option::Option::Some(::core::stringify!($tag)) }
    };
    (errors { $( $status:literal : $meaning:expr ),* $(,)? }) => {
        $crate::__section! { errors: &[(u16, &str)] = &[$( ($status, $meaning) ),*] }
    };
    (deprecated $value:literal) => { $crate::__section! { deprecated: bool = $value } };
    (body_limit $bytes:expr) => {
        $crate::__section! { body_limit: ::core::option::Option<u64> = ::core::option::Option::Some($bytes) }
    };
    (accepts $media:literal) => { $crate::__section! { accepts: &[&str] = &[$media] } };
    (accepts [$($media:literal),+ $(,)?]) => { $crate::__section! { accepts: &[&str] = &[$($media),+] } };
    (produces $media:literal) => { $crate::__section! { produces: &str = $media } };
    (access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        $crate::__section! { access: $crate::__private::meta::Access =
            $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* } }
    };
    // The handler is named where it is called.
    (handler $($path:tt)+) => {};
    ($key:tt $($value:tt)*) => { $crate::__wrong! { op_section $key } };
}

/// One argument as metadata; the one named `body` is the body.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    ($route:ident [$($doc:expr),*] body ($type:ty) [$( $option:tt $(( $($value:tt)* ))? ),* $(,)?]) => {
        $crate::__private::meta::Argument::of(
            &$route,
            $crate::__options! { $crate::__private::body_field::<$type>("body", &[$($doc),*]), ($type) [$( $option $(( $($value)* ))? ),*] },
            $crate::__private::meta::ArgumentPlace::Body(<$type as $crate::__private::Body>::SHAPE),
        )
    };
    // A list's parameters, paged in another way than the resource's own list.
    ($route:ident [$($doc:expr),*] $argument:ident ($type:ty) [list($($paging:tt)*)]) => {
        $crate::__private::meta::Argument::of(
            &$route,
            $crate::__private::argument_field::<$type>(::core::stringify!($argument), &[$($doc),*]).done(),
            {
                const OPERATIONS: &[$crate::__private::meta::Operation] =
                    &[$crate::__private::operation::list_paged($crate::__paging! { ($type) $($paging)* })];
                const RESOURCE: &$crate::__private::meta::Resource =
                    &$crate::__private::paged(<$type as $crate::__private::Argument>::PLACE, OPERATIONS);
                $crate::__private::meta::ArgumentPlace::Listing(RESOURCE)
            },
        )
    };
    ($route:ident [$($doc:expr),*] $argument:ident ($type:ty) [$( $option:tt $(( $($value:tt)* ))? ),* $(,)?]) => {
        $crate::__private::meta::Argument::of(
            &$route,
            $crate::__options! {
                $crate::__private::argument_field::<$type>(::core::stringify!($argument), &[$($doc),*]),
                ($type) [$( $option $(( $($value)* ))? ),*]
            },
            <$type as $crate::__private::Argument>::PLACE,
        )
    };
}

/// The paging of a list's parameters: `__paging! { (task::Query) cursor(-at, title).limit(20) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __paging {
    (($type:ty) cursor($($entries:tt)*) $($rest:tt)*) => {
        $crate::__private::meta::Paging::cursor($crate::__entries! { ($type) [] $($entries)* }) $($rest)*
    };
    // The order where a request asks for none.
    (($type:ty) offset($($entries:tt)+) $($rest:tt)*) => {
        $crate::__private::meta::Paging::offset($crate::__entries! { ($type) [] $($entries)+ }) $($rest)*
    };
    (($type:ty) offset $($rest:tt)*) => { $crate::__private::meta::Paging::OFFSET $($rest)* };
    (($type:ty) $word:tt $($rest:tt)*) => { $crate::__known! { paging $word } };
    (($type:ty)) => { $crate::__private::meta::Paging::OFFSET };
}

/// The entries of an order. Each is a variant of the enum of the resource's fields, so a typo is an error at the token; one step
/// takes one: `__entries! { (task::Query) [1, -(3)] title, -at }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __entries {
    ($type:tt [$($done:expr),*]) => { &[$($done),*] };
    (($type:ty) [$($done:expr),*] - $field:ident $(, $($rest:tt)*)?) => {
        $crate::__entries! { ($type) [$($done,)* -(<<$type as $crate::__private::Argument>::Base>::$field as i32 + 1)] $($($rest)*)? }
    };
    (($type:ty) [$($done:expr),*] $field:ident $(, $($rest:tt)*)?) => {
        $crate::__entries! { ($type) [$($done,)* <<$type as $crate::__private::Argument>::Base>::$field as i32 + 1] $($($rest)*)? }
    };
}

/// What an op runs: its arguments are taken in their order, then the user's function is called. What is wrong with the function shows
/// at the op's name, or at `handler`: those are the tokens that it is named by.
#[doc(hidden)]
#[macro_export]
macro_rules! __handler {
    // A handler of another name.
    ($name:tt [handler $handler:tt $(:: $segment:ident)* $(, $($rest:tt)*)?] $arguments:tt $reply:ty) => {
        $crate::__handler! { @$name ($handler $(:: $segment)*) $arguments $reply }
    };
    ($name:tt [$key:ident $value:tt $(:: $segment:ident)* $(, $($rest:tt)*)?] $arguments:tt $reply:ty) => {
        $crate::__handler! { $name [$($($rest)*)?] $arguments $reply }
    };
    ($name:tt [] $arguments:tt $reply:ty) => {
        $crate::__handler! { @$name ($name) $arguments $reply }
    };
    (@$name:tt ($($handler:tt)+) [$( $argument:ident ($type:ty) ),*] $reply:ty) => {{
        // As parameters of a function: a double is an error at the user's own token.
        const _: () = {
            #[allow(dead_code, unused_variables, clippy::too_many_arguments, reason = "only their names count")]
            const fn parameters($( $argument: () ),*) {}
        };
        const HANDLER: &$crate::__private::Handler = &$crate::__private::Handler(|ctx, mut call| {
            ::std::boxed::Box::pin(async move {
                // Before the arguments, of which one may have its name.
                let handler: fn($crate::__private::Ctx $(, $type)*) -> _ = $($handler)+;
                $( let mut $argument = $crate::__take! { call $argument ($type) }; )*
                call.finish()?;
                let $name = handler(ctx $(, $crate::__private::given(&mut $argument)?)*);
                call.settle($crate::__private::answer::<$reply>($name)).await
            })
        });
        HANDLER.function()
    }};
}

/// Takes one argument out of a request.
#[doc(hidden)]
#[macro_export]
macro_rules! __take {
    ($call:ident body ($type:ty)) => {
        $call.body::<$type>().await?
    };
    ($call:ident $argument:ident ($type:ty)) => {
        $call.argument::<$type>()
    };
}
