//! `op` items: a route, typed arguments and a handler of the user's.

/// `__op! { close_task [pub] ["docs"] [(id: Uuid, body: CloseTask) -> Task] { route: POST "/tasks/{id}/close", .. } }`
#[doc(hidden)]
#[macro_export]
macro_rules! __op {
    ($name:tt $visibility:tt $docs:tt [$(( $($arguments:tt)* ))?] $body:tt) => {
        $crate::__op! { $name $visibility $docs [($($($arguments)*)?) -> $crate::__private::NoContent] $body }
    };
    ($name:tt $visibility:tt [$($doc:expr),*]
        [( $( $(#[doc = $argument_doc:expr])* $argument:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? ) -> $reply:ty]
        { $( $key:tt : $value:tt $(:: $segment:ident)* $(( $($amount:tt)* ))? $(. $burst:tt ( $($at_once:tt)* ))? $($text:literal)? $({ $($variants:tt)* })? $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* ),* $(,)? }
    ) => {
        $( $( $crate::__op_errors! { $visibility $name $key $value { $($variants)* } } )? )*

        $crate::__op_type! { $name $visibility }

        $crate::__sections_checked! { check_op_section (<$name as $crate::__private::Declaration>::DATA) $( $key )* }

        impl $crate::__private::DeclaredOp for $name {
            const SECTIONS: $crate::__private::OpSections = {
                let sections = $crate::__private::OpSections::of(&[$($doc),*]);
                $( $crate::__op_section! {
                    sections $key $value $(:: $segment)* $(( $($amount)* ))? $(. $burst ( $($at_once)* ))? $($text)? $({ $($variants)* })? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)*
                } )*
                sections
            };
            #[allow(clippy::large_stack_arrays, reason = "it is static")]
            const OP: $crate::__private::meta::Op = <$name as $crate::__private::DeclaredOp>::SECTIONS.op(
                ::core::stringify!($name),
                const { &[$( $crate::__argument! { $name [$($argument_doc),*] $argument ($type) [$($($option)*)?] } ),*] },
                $crate::__private::reply_shape::<$reply>(),
                $crate::__handler! {
                    $name [$( $key $value $(:: $segment)* ),*] [$( $argument ($type) ),*] $reply, [$( $( $value { $($variants)* } )? )*]
                },
            );
        }

        impl $crate::__private::Declaration for $name {
            type Data = $crate::__private::meta::Op;
            const DATA: &'static $crate::__private::meta::Op = &<$name as $crate::__private::DeclaredOp>::OP.spelled(
                const { &<$name as $crate::__private::InApi>::NAMES.arguments::<{ <$name as $crate::__private::DeclaredOp>::OP.arguments.len() }>(
                    &<$name as $crate::__private::DeclaredOp>::OP,
                    const { &<$name as $crate::__private::InApi>::NAMES.text_of_arguments::<{
                        <$name as $crate::__private::InApi>::NAMES.size_of_arguments(<$name as $crate::__private::DeclaredOp>::OP.arguments)
                    }>(<$name as $crate::__private::DeclaredOp>::OP.arguments) },
                ) },
            );
        }

        $crate::__listed! { $name Op }
    };
    // Several replies: an enum of them.
    ($name:tt $visibility:tt $docs:tt [
        $arguments:tt -> $reply:tt $(< $body:ty >)? $(| $other:tt $(< $others:ty >)?)+
    ] $sections:tt) => {
        $crate::__private::paste! {
            $crate::__replies! {
                ([<$name:camel Reply>] $name $visibility) [] [] [] [] $reply ($($body)?) $(, $other ($($others)?))+
            }
            $crate::__op! { $name $visibility $docs [$arguments -> [<$name:camel Reply>]] $sections }
        }
    };
    // A section without a value.
    ($name:tt $visibility:tt $docs:tt [( $($arguments:tt)* ) -> $reply:ty] {
        $( $key:tt $(: $value:tt $(:: $segment:ident)* $(( $($amount:tt)* ))? $(. $burst:tt ( $($at_once:tt)* ))? $($text:literal)? $({ $($variants:tt)* })? $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)*)? ),* $(,)?
    }) => {
        $( $crate::__without_value! { op_section $key $($value)? } )*
        $crate::__failed! { $name }
    };
    ($name:tt $visibility:tt $docs:tt $signature:tt { $($body:tt)* }) => {
        $crate::__error! { $name ::core::concat!(
            "op `", ::core::stringify!($name), "`: write it as `op ", ::core::stringify!($name),
            "(id: Uuid, body: Change) -> Task { route: POST \"/tasks/{id}/close\", errors: { 409: \"closed already\" } }`") }
        $crate::__failed! { $name }
    };
}

/// The type of an op, `__op_type! { close_task [pub] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __op_type {
    ($name:tt [$($visibility:tt)*]) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the name of its handler")]
        #[derive(Clone, Copy, Debug)]
        $($visibility)* enum $name {}
    };
}

/// One section of an op: a statement that gives its value to what the others have made, `__op_section! { sections deprecated true }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __op_section {
    ($sections:ident route $method:tt $path:literal) => {
        let $sections = $crate::__private::OpSections {
            route: $crate::__private::meta::Route { method: $crate::__known! { method $method }, path: $path },
            ..$sections
        };
    };
    ($sections:ident operation_id $id:expr) => {
        let $sections = $crate::__private::OpSections { operation_id: ::core::option::Option::Some($id), ..$sections };
    };
    ($sections:ident tag $tag:ident) => {
        let $sections = $crate::__private::OpSections {
            tag: ::core::option::Option::Some(::core::stringify!($tag)),
            ..$sections
        };
    };
    ($sections:ident errors { $( $status:literal : $meaning:expr ),* $(,)? }) => {
        let $sections = $crate::__private::OpSections { errors: const { &[$( ($status, $meaning) ),*] }, ..$sections };
    };
    ($sections:ident errors $errors:ident { $($variants:tt)* }) => {
        let $sections = $crate::__private::OpSections {
            errors: <<Self as $crate::__private::DeclaredErrors>::Errors as $crate::__private::OpErrors>::ERRORS,
            errors_closed: true,
            ..$sections
        };
    };
    ($sections:ident limit $unit:tt ( $($count:tt)* ) $(. $burst:tt ( $($at_once:tt)* ))?) => {
        let $sections = $crate::__private::OpSections {
            limit: $crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? },
            ..$sections
        };
    };
    ($sections:ident success $status:literal) => {
        let $sections = $crate::__private::OpSections { success: ::core::option::Option::Some($status), ..$sections };
    };
    ($sections:ident deprecated $value:literal) => {
        let $sections = $crate::__private::OpSections { deprecated: $value, ..$sections };
    };
    ($sections:ident body_limit $bytes:expr) => {
        let $sections = $crate::__private::OpSections { body_limit: ::core::option::Option::Some($bytes), ..$sections };
    };
    ($sections:ident accepts $media:literal) => {
        let $sections = $crate::__private::OpSections { accepts: &[$media], ..$sections };
    };
    ($sections:ident accepts [$($media:literal),+ $(,)?]) => {
        let $sections = $crate::__private::OpSections { accepts: &[$($media),+], ..$sections };
    };
    ($sections:ident produces $media:literal) => {
        let $sections = $crate::__private::OpSections { produces: ::core::option::Option::Some($media), ..$sections };
    };
    ($sections:ident envelope { $( $member:tt : $name:expr ),* $(,)? }) => {
        $crate::__once! { $( $member )* }
        let $sections = $crate::__private::OpSections {
            envelope: {
                let envelope = $crate::__private::meta::OpEnvelope::NONE;
                $( let envelope = $crate::__known! { op_envelope $member }(envelope, const { $name }); )*
                envelope
            },
            ..$sections
        };
    };
    ($sections:ident access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        let $sections = $crate::__private::OpSections {
            access: $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* },
            ..$sections
        };
    };
    // The handler is named where it is called.
    ($sections:ident handler $($path:tt)+) => {};
    ($sections:ident $key:tt $($value:tt)*) => { $crate::__wrong! { op_section $key } };
}

/// One argument as metadata; the one named `body` is the body.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    ($op:tt [$($doc:expr),*] body ($type:ty) [$( $option:tt $(( $($value:tt)* ))? ),* $(,)?]) => {
        $crate::__private::meta::Argument::of(
            &<$op as $crate::__private::DeclaredOp>::SECTIONS.route,
            $crate::__options! { $crate::__private::body_field::<$type>("body", &[$($doc),*]), ($type) [$( $option $(( $($value)* ))? ),*] },
            $crate::__private::meta::ArgumentPlace::Body($crate::__private::body_shape::<$type>()),
        )
    };
    // A list's parameters, paged in another way than the resource's own list.
    ($op:tt [$($doc:expr),*] $argument:ident ($type:ty) [list($($paging:tt)*)]) => {
        $crate::__private::meta::Argument::of(
            &<$op as $crate::__private::DeclaredOp>::SECTIONS.route,
            $crate::__private::argument_field::<$type, _>(::core::stringify!($argument), &[$($doc),*]).done(),
            $crate::__private::meta::ArgumentPlace::Listing(const {
                &$crate::__private::paged(
                    $crate::__private::argument_place::<$type>(),
                    const { &[$crate::__private::operation::list_paged(
                        $crate::__paging! { (<$type as $crate::__private::Argument>::Base) () $($paging)* }
                    )] },
                )
            }),
        )
    };
    ($op:tt [$($doc:expr),*] $argument:ident ($type:ty) [$( $option:tt $(( $($value:tt)* ))? ),* $(,)?]) => {
        $crate::__private::meta::Argument::of(
            &<$op as $crate::__private::DeclaredOp>::SECTIONS.route,
            $crate::__options! {
                $crate::__private::argument_field::<$type, _>(::core::stringify!($argument), &[$($doc),*]),
                ($type) [$( $option $(( $($value)* ))? ),*]
            },
            $crate::__private::argument_place::<$type>(),
        )
    };
}

/// The handler of an op: its arguments are taken in their order, then the user's function is called. Errors of the function show
/// at the op's name, or at `handler`: those are the tokens that it is named by.
#[doc(hidden)]
#[macro_export]
macro_rules! __handler {
    // A handler of another name.
    ($name:tt [handler $handler:tt $(:: $segment:ident)* $(, $($rest:tt)*)?] $arguments:tt $reply:ty, $errors:tt) => {
        $crate::__handler! { @$name ($handler $(:: $segment)*) $arguments $reply, $errors }
    };
    ($name:tt [$key:ident $value:tt $(:: $segment:ident)* $(, $($rest:tt)*)?] $arguments:tt $reply:ty, $errors:tt) => {
        $crate::__handler! { $name [$($($rest)*)?] $arguments $reply, $errors }
    };
    ($name:tt [] $arguments:tt $reply:ty, $errors:tt) => {
        $crate::__handler! { @$name ($name) $arguments $reply, $errors }
    };
    (@$name:tt ($($handler:tt)+) [$( $argument:ident ($type:ty) ),*] $reply:ty, [$($errors:tt { $($variants:tt)* })?]) => {{
        // As parameters of a function: a double is an error at the user's own token.
        const _: () = {
            #[allow(dead_code, unused_variables, clippy::too_many_arguments, reason = "only their names count")]
            const fn parameters($( $argument: () ),*) {}
        };
        const {
            &$crate::__private::Handler(|ctx, mut call| {
                ::std::boxed::Box::pin(async move {
                    // Before the arguments, of which one may have its name.
                    let handler: fn($crate::__private::Ctx $(, $type)*) -> _ = $($handler)+;
                    $( let mut $argument = $crate::__take! { call $argument ($type) }; )*
                    call.finish()?;
                    call.load().await?;
                    let $name = handler(ctx $(, $crate::__given! { call $argument ($type) $argument })*);
                    let $name = $crate::__with_errors! { $name ($name) $reply, [$($errors)?] };
                    let $name = $crate::__private::answer::<$reply>($name, call.envelope());
                    call.settle($name).await
                })
            })
        }
        .function()
    }};
}

/// What a handler returns, with errors of this crate instead of those of its own enum, if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __with_errors {
    ($op:tt ($returned:tt) $reply:ty, []) => {
        $returned
    };
    ($op:tt ($returned:tt) $reply:ty, [$errors:tt]) => {
        $crate::__private::with_errors::<$reply, $op>($returned)
    };
}

/// The value of one argument, once all are valid. Its name comes twice: `body` is compared, and the variable is the user's token.
#[doc(hidden)]
#[macro_export]
macro_rules! __given {
    ($call:ident body ($type:ty) $body:ident) => {
        $crate::__private::given(&mut $body)?
    };
    ($call:ident $argument:ident ($type:ty) $same:ident) => {
        $call.given::<$type>(::core::stringify!($argument), &mut $argument)?
    };
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
