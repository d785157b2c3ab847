//! `security` and `access`: the security schemes, and the rules that name them.

/// The schemes of an API: `__security! { { api_key: ApiKey::header("X-Api-Key") = check_key } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __security {
    ({ $(
        $(#[doc = $doc:expr])* $scheme:ident : $kind:tt :: $constructor:tt ( $($argument:tt)* )
        $(. $method:ident ( $($value:tt)* ))* = $check:tt $(:: $segment:tt)* $(( $($check_argument:tt)* ) $(. $check_option:tt ( $($check_value:tt)* ))*)?
    ),+ $(,)? }) => {
        &[$( $crate::__private::meta::Scheme {
            name: ::core::stringify!($scheme),
            docs: &[$($doc),*],
            kind: $crate::__scheme! { $kind $constructor }($($argument)*) $(.$method($($value)*))* .kind(),
            check: $crate::__credentials_check! {
                $check $(:: $segment)* $(( $($check_argument)* ) $(. $check_option ( $($check_value)* ))*)?
            },
        } ),+]
    };
    ({ $first:tt $($rest:tt)* }) => {{
        $crate::__error_here! { $first "a scheme of `security` is written `api_key: ApiKey::header(\"X-Api-Key\") = check_key`" }
    }};
}

/// The check of a scheme: a function of the application, or a ready-made one, `__credentials_check! { Jwt::jwks("https://..").issuer("..") }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __credentials_check {
    ($kind:tt :: $constructor:tt ( $($argument:tt)* ) $(. $option:tt ( $($value:tt)* ))*) => {
        $crate::__ready_check! { $kind $constructor ( $($argument)* ) $(. $option ( $($value)* ))* }
    };
    ($($check:tt)+) => {
        const {
            &$crate::__private::Check(|ctx, credentials| $crate::__private::checked($($check)+, ctx, credentials))
        }
        .function()
    };
}

/// A ready-made check. It keeps its keys in a static.
#[cfg(feature = "jwt")]
#[doc(hidden)]
#[macro_export]
macro_rules! __ready_check {
    ($kind:tt $constructor:tt $argument:tt $(. $option:tt $value:tt)*) => {
        const {
            &$crate::__private::Check(|ctx, credentials| {
                static __CHECK: $crate::__private::Jwt = $crate::__verifier! { $kind $kind $constructor $constructor } $argument $(. $option $value)*;
                __CHECK.check(ctx, credentials)
            })
        }
        .function()
    };
}

/// How a ready-made check is made. Each word comes twice, once for errors to point at.
#[cfg(feature = "jwt")]
#[doc(hidden)]
#[macro_export]
macro_rules! __verifier {
    ($kind:tt Jwt $here:tt jwks) => {
        $crate::__private::Jwt::jwks
    };
    ($kind:tt Jwt $here:tt secret_from) => {
        $crate::__private::Jwt::secret_from
    };
    ($kind:tt Jwt $here:tt $constructor:tt) => {
        $crate::__wrong! { jwt $here }
    };
    ($kind:tt $other:tt $here:tt $constructor:tt) => {
        $crate::__wrong! { ready_check $kind }
    };
}

/// A ready-made check that this build of the crate doesn't have.
#[cfg(not(feature = "jwt"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __ready_check {
    ($kind:tt $($other:tt)*) => {{
        $crate::__error_here! { $kind "`Jwt` needs the feature `jwt` of warp-openapi" }
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
