//! `security` and `access`: the security schemes, and the rules that name them.

/// The schemes of an API: `__security! { { api_key: ApiKey::header("X-Api-Key") = check_key } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __security {
    ({ $(
        $(#[doc = $doc:expr])* $scheme:ident : $kind:tt :: $constructor:tt ( $($argument:tt)* )
        $(. $method:ident ( $($value:tt)* ))* = $check:tt $(:: $segment:ident)*
    ),+ $(,)? }) => {
        &[$( $crate::__private::meta::Scheme {
            name: ::core::stringify!($scheme),
            docs: &[$($doc),*],
            kind: $crate::__scheme! { $kind $constructor }($($argument)*) $(.$method($($value)*))* .kind(),
            check: const {
                &$crate::__private::Check(|ctx, credentials| $crate::__private::checked($check $(:: $segment)*, ctx, credentials))
            }
            .function(),
        } ),+]
    };
    ({ $first:tt $($rest:tt)* }) => {{
        $crate::__error_here! { $first "a scheme of `security` is written `api_key: ApiKey::header(\"X-Api-Key\") = check_key`" }
    }};
}

/// A rule of access: `__access! { bearer [tasks:write] | api_key }`, `__access! { public | bearer }`. Schemes are texts here, since a part
/// doesn't know its API; the API's checks find them.
#[doc(hidden)]
#[macro_export]
macro_rules! __access {
    ($($rule:tt)+) => {
        $crate::__private::meta::Access::of($crate::__alternatives! { $($rule)+ })
    };
}

/// The alternatives of a rule: `__alternatives! { bearer [tasks:write] | api_key }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __alternatives {
    ($( $scheme:ident $([ $($scopes:tt)+ ])? )|+) => {
        &[$( $crate::__private::meta::Alternative {
            scheme: ::core::stringify!($scheme),
            scopes: $crate::__scopes! { $($($scopes)+)? },
        } ),+]
    };
}

/// Scopes: `__scopes! { tasks:write, "odd scope" }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __scopes {
    ($( $first:tt $(: $more:tt)* ),* $(,)?) => {
        &[$( ::core::concat!($crate::__scope!($first) $(, ":", $crate::__scope!($more))*) ),*]
    };
}

/// A piece of a scope as text.
#[doc(hidden)]
#[macro_export]
macro_rules! __scope {
    ($text:literal) => {
        $text
    };
    ($word:ident) => {
        ::core::stringify!($word)
    };
}
