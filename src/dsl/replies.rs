//! Ops with several replies.

/// The enum of an op's replies, `__replies! { (StartReply start [pub]) [] [] [] [] Accepted (Job), Ok (Task), NoContent () }`: its head, a place for
/// each of `Ok`, `Created`, `Accepted` and `NoContent`, in the order of their statuses, and the rest, of which one is taken at a time.
#[doc(hidden)]
#[macro_export]
macro_rules! __replies {
    (
        ($name:ident $op:tt [$($visibility:tt)*])
        [$($ok:ty)?] [$($created:ty)?] [$($accepted:ident $(($accepted_body:ty))?)?] [$($no_content:ident)?]
    ) => {
        #[doc = ::core::concat!("The replies of op `", ::core::stringify!($op), "`.")]
        #[derive(Debug)]
        $($visibility)* enum $name {
            $(
                /// 200.
                Ok($ok),
            )?
            $(
                /// 201.
                Created($crate::__private::Created<$created>),
            )?
            $(
                /// 202.
                $accepted $(($accepted_body))?,
            )?
            $(
                /// 204.
                $no_content,
            )?
        }

        impl $crate::__private::Reply for $name {
            const SHAPE: $crate::__private::meta::Reply = $crate::__private::several(const {
                &[
                    $( $crate::__private::reply_shape::<$ok>().with_status(200), )?
                    $( $crate::__private::created_shape::<$created>(), )?
                    $( $crate::__replies! { @shape $accepted $($accepted_body)? }.with_status(202), )?
                    $( $crate::__replies! { @shape $no_content }, )?
                ]
            });

            fn into_answer(self, envelope: $crate::__private::meta::OpEnvelope) -> ::core::result::Result<$crate::__private::Answer, $crate::__private::Error> {
                match self {
                    $( Self::Ok(value) => $crate::__private::chosen::<$ok>(value, 200, envelope), )?
                    $( Self::Created(value) => $crate::__private::chosen_created::<$created>(value, envelope), )?
                    $( Self::$accepted $(($crate::__replies! { @value value $accepted_body }))? => {
                        $crate::__private::chosen($crate::__replies! { @value value $($accepted_body)? }, 202, envelope)
                    } )?
                    $( Self::$no_content => $crate::__private::chosen($crate::__private::$no_content, 204, envelope), )?
                }
            }
        }
    };
    (@shape $reply:ident $body:ty) => { $crate::__private::reply_shape::<$body>() };
    (@shape $reply:ident) => { $crate::__private::reply_shape::<$crate::__private::NoContent>() };
    (@value $value:ident $body:ty) => { $value };
    (@value $value:ident) => { $crate::__private::NoContent };
    ($head:tt [] $created:tt $accepted:tt $no_content:tt Ok ($body:ty) $(, $($rest:tt)*)?) => {
        $crate::__replies! { $head [$body] $created $accepted $no_content $($($rest)*)? }
    };
    ($head:tt $ok:tt [] $accepted:tt $no_content:tt Created ($body:ty) $(, $($rest:tt)*)?) => {
        $crate::__replies! { $head $ok [$body] $accepted $no_content $($($rest)*)? }
    };
    ($head:tt $ok:tt $created:tt [] $no_content:tt Accepted ($($body:ty)?) $(, $($rest:tt)*)?) => {
        $crate::__replies! { $head $ok $created [Accepted $(($body))?] $no_content $($($rest)*)? }
    };
    ($head:tt $ok:tt $created:tt $accepted:tt [] NoContent () $(, $($rest:tt)*)?) => {
        $crate::__replies! { $head $ok $created $accepted [NoContent] $($($rest)*)? }
    };
    ($head:tt $ok:tt $created:tt $accepted:tt $no_content:tt $reply:tt $($rest:tt)*) => {
        $crate::__error! { $reply $crate::__word! { reply $reply } }
        $crate::__replies! { $head $ok $created $accepted [NoContent] }
    };
}
