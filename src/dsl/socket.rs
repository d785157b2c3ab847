//! `socket` items: methods, channels, hooks and access.

/// `__socket! { Stream [pub] ["docs"] [] { path: "/stream", rpc: { .. }, allow: [subscribe] } }`
#[doc(hidden)]
#[macro_export]
macro_rules! __socket {
    ($name:ident [$($visibility:tt)*] [$($doc:expr),*] [$($attribute:tt)*]
        { $( $key:tt : $value:tt $(( $($amount:tt)* ))? $(. $burst:tt ( $($at_once:tt)* ))? $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)* ),* $(,)? }
    ) => {
        $( #[doc = $doc] )*
        $($attribute)*
        #[derive(Clone, Copy, Debug)]
        $($visibility)* enum $name {}

        $crate::__sections_checked! { check_socket_section (<$name as $crate::__private::Declaration>::DATA) $( $key )* }

        impl $crate::__private::Declaration for $name {
            type Data = $crate::__private::meta::Socket;
            const DATA: &'static $crate::__private::meta::Socket = &{
                let socket = $crate::__private::meta::Socket::new(::core::stringify!($name), &[$($doc),*]);
                $( $crate::__socket_section! { socket $key $value $(( $($amount)* ))? $(. $burst ( $($at_once)* ))? $([ $($scopes)* ])? $(| $other $([ $($other_scopes)* ])?)* } )*
                socket
            };
        }

        $crate::__listed! { $name Socket }
    };
    // A section without a value.
    ($name:ident $visibility:tt $docs:tt $attributes:tt
        { $( $key:tt $(: $value:tt $(( $($amount:tt)* ))? $(. $burst:tt ( $($at_once:tt)* ))? $([ $($scopes:tt)* ])? $(| $other:ident $([ $($other_scopes:tt)* ])?)*)? ),* $(,)? }
    ) => {
        $( $crate::__without_value! { socket_section $key $($value)? } )*
        $crate::__failed! { $name }
    };
    ($name:tt $visibility:tt $docs:tt $attributes:tt { $($body:tt)* }) => {
        $crate::__error! { $name ::core::concat!(
            "socket `", ::core::stringify!($name), "`: write it as `socket ", ::core::stringify!($name),
            " { path: \"/stream\", rpc: { echo(payload: JsonValue) -> JsonValue }, allow: [subscribe, unsubscribe] }`") }
        $crate::__failed! { $name }
    };
}

/// One section of a socket: a statement that gives its value to what the others have made, `__socket_section! { socket path "/board" }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __socket_section {
    ($socket:ident path $value:literal) => { let $socket = $crate::__private::meta::Socket { path: $value, ..$socket }; };
    ($socket:ident tag $tag:ident) => {
        let $socket = $crate::__private::meta::Socket { tag: ::core::option::Option::Some(::core::stringify!($tag)), ..$socket };
    };
    ($socket:ident rpc { $(
        $(#[doc = $doc:expr])* $method:ident ( $( $payload:ident : $type:ty $([ $($option:tt)* ])? )? )
        $(-> $reply:ty)? $([ $rpc_option:tt $(( $($rpc_value:tt)* ))? ])? $(= $handler:tt $(:: $segment:ident)*)?
    ),* $(,)? }) => {
        let $socket = $crate::__private::meta::Socket {
            // What is wrong with a function shows at the method's name, which `paste!` makes a plain token of again: in each group that it
            // changes.
            rpc: const { $crate::__private::paste! { &[$(
                $crate::__rpc! { [<method>] [$($doc),*] $method ($($payload : $type [$($($option)*)?])?) [$($reply,)? $crate::__private::NoContent] [$($rpc_option $rpc_option $(( $($rpc_value)* ))?)?] [$($handler $(:: $segment)*)?] }
            ),*] } },
            ..$socket
        };
    };
    ($socket:ident channels {
        $( $(#[doc = $doc:expr])* $($channel:ident)? $($text:literal)? : $source:tt $(:: $segment:ident)* ),* $(,)?
    }) => {
        let $socket = $crate::__private::meta::Socket {
            channels: const { &[$(
                $crate::__private::meta::Channel {
                    name: $crate::__private::plain(::core::concat!($(::core::stringify!($channel))? $($text)?)),
                    docs: &[$($doc),*],
                    source: $crate::__source! { $source $(:: $segment)* },
                }
            ),*] },
            ..$socket
        };
    };
    ($socket:ident allow [$( $method:tt ),* $(,)?]) => {
        $crate::__once! { $( $method )* }
        let $socket = $crate::__private::meta::Socket {
            allow: const { &[$( $crate::__known! { built_in $method } ),*] },
            ..$socket
        };
    };
    ($socket:ident hooks { $( $hook:tt : $function:tt $(:: $segment:ident)* ),* $(,)? }) => {
        $crate::__once! { $( $hook )* }
        let $socket = $crate::__private::meta::Socket {
            hooks: ::core::option::Option::Some(const {
                &$crate::__private::SocketHooks::NONE
                    $( .with($crate::__known! { socket_hook $hook }(|ctx, socket, what| {
                        $crate::__private::call_socket_hook(ctx, socket, what, $function $(:: $segment)*)
                    })) )*
            }.declared()),
            ..$socket
        };
    };
    ($socket:ident limit $unit:tt ( $($count:tt)* ) $(. $burst:tt ( $($at_once:tt)* ))?) => {
        let $socket = $crate::__private::meta::Socket {
            limit: $crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? },
            ..$socket
        };
    };
    ($socket:ident access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        let $socket = $crate::__private::meta::Socket {
            access: $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* },
            ..$socket
        };
    };
    ($socket:ident $key:tt $($value:tt)*) => { $crate::__wrong! { socket_section $key } };
}

/// One method: `__rpc! { method ["docs"] echo (payload : JsonValue []) [JsonValue, NoContent] [] [] }`. It replies with the first of the types. Its
/// option comes with its word twice; its function is named as it, or behind `=`.
#[doc(hidden)]
#[macro_export]
macro_rules! __rpc {
    (method $($method:tt)*) => { $crate::__rpc! { $($method)* } };
    ($docs:tt $method:tt $payload:tt $reply:tt $option:tt []) => {
        $crate::__rpc! { $docs $method $payload $reply $option [$method] }
    };
    ([$($doc:expr),*] $method:tt ($( $payload:ident : $type:ty [$( $option:tt $(( $($value:tt)* ))? ),* $(,)?] )?) [$reply:ty $(, $default:ty)?] [$($limit:tt)*] [$($handler:tt)+]) => {
        $crate::__private::meta::Rpc {
            name: $crate::__private::plain(::core::stringify!($method)),
            docs: &[$($doc),*],
            payload: $crate::__private::first(&[$(
                $crate::__options! { $crate::__private::payload_field::<$type>(::core::stringify!($payload)), ($type) [$( $option $(( $($value)* ))? ),*] }
            )?]),
            reply: $crate::__private::reply_shape::<$reply>(),
            limit: $crate::__rpc_limit! { $($limit)* },
            handler: const {
                &$crate::__private::RpcHandler(|ctx, socket, payload| {
                    ::std::boxed::Box::pin(async move {
                        let handler: fn($crate::__private::Ctx, $crate::__private::Socket $(, $type)?) -> _ = $($handler)+;
                        #[allow(non_snake_case, reason = "it has the method's name")]
                        let $method = handler(ctx, socket $(, payload.read::<$type>()?)?);
                        $crate::__private::answer::<$reply>($method, $crate::__private::meta::OpEnvelope::NONE).await
                    })
                })
            }
            .function(),
        }
    };
}

/// Where a channel's events come from: `{ said: Message }`, or a resource.
#[doc(hidden)]
#[macro_export]
macro_rules! __source {
    ({ $( $(#[doc = $doc:expr])* $event:ident : $type:ty ),* $(,)? }) => {
        $crate::__private::meta::Source::Events(&[$(
            $crate::__private::meta::Event {
                name: $crate::__private::plain(::core::stringify!($event)),
                docs: &[$($doc),*],
                data: <$type as $crate::__private::FieldType>::SCHEMA,
                validate: $crate::__private::validate::<$type>,
                rendered: $crate::__private::rendered::<$type>,
            }
        ),*])
    };
    ($resource:ty) => {
        $crate::__private::meta::Source::Resource($crate::__private::channel_source::<$resource>())
    };
}
