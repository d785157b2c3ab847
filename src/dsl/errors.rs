//! The section `errors` of an API, and that of ops whose errors are an enum.

/// The errors of an API, `__errors! { [] [] model: Failure = render, statuses: { conflict: 422 } }`: the words so far, the calls that set
/// what they say, and the rest, of which one part is taken at a time. There are two.
#[doc(hidden)]
#[macro_export]
macro_rules! __errors {
    (@$word:tt [$($seen:tt)*] [$($call:tt)*]
        model : $model:ty = $render:tt $(:: $segment:ident)* $(, $($rest:tt)*)?
    ) => {
        $crate::__errors! {
            [$($seen)* $word]
            [$($call)* .with_model($crate::__private::schema_of::<$model>(), |problem| {
                let render: fn(&$crate::__private::Problem) -> $model = $render $(:: $segment)*;
                $crate::__private::json_of::<$model>(&render(problem))
            })]
            $($($rest)*)?
        }
    };
    (@$word:tt [$($seen:tt)*] [$($call:tt)*]
        statuses : { $( $kind:tt : $status:literal ),+ $(,)? } $(, $($rest:tt)*)?
    ) => {{
        $crate::__once! { $($kind)+ }
        $crate::__errors! {
            [$($seen)* $word]
            [$($call)* $( .with_status(
                {
                    $crate::__check! { $kind check_error_status(::core::stringify!($kind), $status) }
                    $crate::__known! { error $kind }
                },
                $status,
            ) )+]
            $($($rest)*)?
        }
    }};
    (@$word:tt $($rest:tt)*) => { $crate::__wrong! { errors_part $word } };
    ([$($seen:tt)*] [$($call:tt)*]) => {
        const {
            $crate::__once! { $($seen)* }
            $crate::__private::meta::Errors::USUAL $($call)*
        }
    };
    ($seen:tt $calls:tt $word:tt $($rest:tt)*) => { $crate::__errors! { @$word $seen $calls $word $($rest)* } };
}

/// The enum of an op's errors, `__op_errors! { [pub] login errors LoginError { Unknown = 401 "no such user", Locked = 423 "locked" } }`. It takes
/// what becomes an [`Error`](crate::Error) as well: that is its last variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __op_errors {
    ($visibility:tt $op:tt errors $name:tt $variants:tt) => {
        $crate::__private::paste! {
            $crate::__op_errors! { @[<__errors_of_ $op>] $visibility $op $name $variants }
        }
    };
    (@$module:ident [$($visibility:tt)*] $op:tt $name:tt { $( $variant:tt = $status:literal $text:literal ),+ $(,)? }) => {
        // By an import in braces, whose place is the name alone: if something else has the name, the error is there.
        #[allow(unused_imports, unreachable_pub, reason = "as with any type of the block, it is the user's to use and to show")]
        $($visibility)* use $module::{$name};

        impl $crate::__private::DeclaredErrors for $op {
            type Errors = $module::$name;
        }

        mod $module {
            #[doc = ::core::concat!("The errors of op `", ::core::stringify!($op), "`. `?` turns what converts to an `Error` into one.")]
            pub enum $name {
                $( #[doc = $text] $variant, )+
                /// Any other error. A status that the op doesn't list is sent as an internal error.
                #[doc(hidden)]
                __Other($crate::__private::Error),
            }

            $( $crate::__check! { $variant check_error_status(::core::stringify!($variant), $status) } )+

            impl $crate::__private::OpErrors for $name {
                const ERRORS: &'static [(u16, &'static str)] = &[$( ($status, $text) ),+];

                fn into_error(self) -> $crate::__private::Error {
                    // No match over all: where two variants have one name, that alone is the error.
                    $( if let Self::$variant = self {
                        return $crate::__private::Error::status($status, $text);
                    } )+
                    match self {
                        Self::__Other(error) => error,
                        _ => $crate::__private::Error::internal("bug in warp-openapi: a variant without a status"),
                    }
                }
            }

            impl ::core::fmt::Debug for $name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    $( if let Self::$variant = self {
                        return f.write_str(::core::stringify!($variant));
                    } )+
                    match self {
                        Self::__Other(error) => ::core::fmt::Debug::fmt(error, f),
                        _ => ::core::result::Result::Ok(()),
                    }
                }
            }

            impl<__E> ::core::convert::From<__E> for $name
            where
                $crate::__private::Error: ::core::convert::From<__E>,
            {
                fn from(error: __E) -> Self {
                    Self::__Other(::core::convert::From::from(error))
                }
            }
        }
    };
    (@$module:ident $visibility:tt $op:tt $name:tt $variants:tt) => {
        $crate::__error! { $name ::core::concat!(
            "`errors: ", ::core::stringify!($name), "` is written `errors: ", ::core::stringify!($name),
            " { Unknown = 401 \"no such user\", Locked = 423 \"locked\" }`, each with its status and what it means") }
        $crate::__op_errors! { @$module [pub] $op $name { __Failed = 500 "it has an error" } }
    };
    // What has braces in another section is wrong there.
    ($visibility:tt $op:tt $key:tt $name:tt $variants:tt) => {};
}
