//! `cors`: which pages of other origins may call the API.

/// The section `cors` of an API: `__cors! { origins ["https://app.example.com"] credentials true }`. It is checked at the words of its parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __cors {
    ($( $part:tt $value:tt )+) => {
        ::core::option::Option::Some(const {
            $crate::__once! { $( $part )+ }
            const __CORS: $crate::__private::meta::Cors = {
                let cors = $crate::__private::meta::Cors::NONE;
                $( $crate::__cors_part! { cors $part $value } )+
                cors
            };
            $( $crate::__check! { $part check_cors(&__CORS, ::core::stringify!($part)) } )+
            __CORS
        })
    };
}

/// One part of it: a statement that gives its value to what the others have made.
#[doc(hidden)]
#[macro_export]
macro_rules! __cors_part {
    ($cors:ident origins [$($origin:expr),* $(,)?]) => {
        let $cors = $crate::__private::meta::Cors { origins: const { &[$($origin),*] }, ..$cors };
    };
    ($cors:ident credentials true) => { let $cors = $crate::__private::meta::Cors { credentials: true, ..$cors }; };
    ($cors:ident credentials false) => { let $cors = $crate::__private::meta::Cors { credentials: false, ..$cors }; };
    ($cors:ident headers [$($header:expr),* $(,)?]) => {
        let $cors = $crate::__private::meta::Cors { headers: const { &[$($header),*] }, ..$cors };
    };
    ($cors:ident expose [$($header:expr),* $(,)?]) => {
        let $cors = $crate::__private::meta::Cors { expose: const { &[$($header),*] }, ..$cors };
    };
    ($cors:ident max_age $seconds:literal) => { let $cors = $crate::__private::meta::Cors { max_age: $seconds, ..$cors }; };
    ($cors:ident max_age $seconds:ident) => { let $cors = $crate::__private::meta::Cors { max_age: $seconds, ..$cors }; };
    ($cors:ident $part:tt $($other:tt)*) => { $crate::__wrong! { cors_part $part } };
}
