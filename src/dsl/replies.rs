//! Ops with several replies.

/// The enum of an op's replies, `__replies! { StartReply start [pub] Ok (Task), Accepted (Job), NoContent () }`. Each name has a status, so two of
/// one name are an error at the second.
#[doc(hidden)]
#[macro_export]
macro_rules! __replies {
    ($name:ident $op:tt [$($visibility:tt)*] $( $reply:tt ($($body:ty)?) ),+) => {
        #[doc = ::core::concat!("The replies of op `", ::core::stringify!($op), "`.")]
        #[derive(Debug)]
        $($visibility)* enum $name {
            $(
                #[doc = ::core::concat!("The reply `", ::core::stringify!($reply), "`.")]
                $reply $(( $crate::__reply_type! { $reply $body } ))?,
            )+
        }

        impl $crate::__private::Reply for $name {
            const SHAPE: $crate::__private::meta::Reply = $crate::__private::several(const {
                &[$(
                    $crate::__private::reply_shape::<$crate::__reply_type! { $reply $($body)? }>()
                        .with_status($crate::__reply_status! { $reply $($body)? })
                ),+]
            });

            fn into_answer(self) -> ::core::result::Result<$crate::__private::Answer, $crate::__private::Error> {
                match self {
                    $( Self::$reply $(( $crate::__reply_value! { value $body } ))? => $crate::__private::chosen(
                        $crate::__reply_value! { value $($body)? },
                        $crate::__reply_status! { $reply $($body)? },
                    ), )+
                }
            }
        }
    };
}

/// What a variant holds; without a body it is sent as `NoContent`.
#[doc(hidden)]
#[macro_export]
macro_rules! __reply_type {
    (Created $body:ty) => { $crate::__private::Created<$body> };
    ($reply:tt $body:ty) => { $body };
    ($reply:tt) => { $crate::__private::NoContent };
}

/// The value of a variant, as a pattern and as an expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __reply_value {
    ($value:ident $body:ty) => {
        $value
    };
    ($value:ident) => {
        $crate::__private::NoContent
    };
}

/// The status of a variant (RFC 9110, section 15.3).
#[doc(hidden)]
#[macro_export]
macro_rules! __reply_status {
    (Ok $body:ty) => {
        200
    };
    (Created $body:ty) => {
        201
    };
    (Accepted $($body:ty)?) => {
        202
    };
    (NoContent) => {
        204
    };
    ($reply:tt $($body:ty)?) => {
        $crate::__wrong! { reply $reply }
    };
}
