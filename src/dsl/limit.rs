//! `limit`: how many requests a caller may send.

/// A limit, each word of which comes twice, once for errors to point at: `__limit! { per_minute per_minute (60) burst burst (10) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __limit {
    ($here:tt per_second ($count:expr) $($burst:tt)*) => {
        $crate::__limit! { @of $here [$crate::__private::meta::RateLimit::per_second($count)] $($burst)* }
    };
    ($here:tt per_minute ($count:expr) $($burst:tt)*) => {
        $crate::__limit! { @of $here [$crate::__private::meta::RateLimit::per_minute($count)] $($burst)* }
    };
    ($here:tt per_hour ($count:expr) $($burst:tt)*) => {
        $crate::__limit! { @of $here [$crate::__private::meta::RateLimit::per_hour($count)] $($burst)* }
    };
    (@of $here:tt [$limit:expr]) => {
        ::core::option::Option::Some(const {
            const __LIMIT: $crate::__private::meta::RateLimit = $limit;
            $crate::__check! { $here check_limit(__LIMIT, ::core::stringify!($here)) }
            __LIMIT
        })
    };
    (@of $here:tt [$limit:expr] $burst:tt burst ($count:expr)) => {
        ::core::option::Option::Some(const {
            const __LIMIT: $crate::__private::meta::RateLimit = $limit;
            $crate::__check! { $here check_limit(__LIMIT, ::core::stringify!($here)) }
            const __BURST: $crate::__private::meta::RateLimit = $limit.burst($count);
            $crate::__check! { $burst check_limit(__BURST, ::core::stringify!($burst)) }
            __BURST
        })
    };
    (@of $here:tt $limit:tt $word:tt $($other:tt)*) => { $crate::__wrong! { limit $word } };
    ($here:tt $($other:tt)*) => { $crate::__wrong! { limit $here } };
}

/// The limit of a method of a socket, among its options: `__rpc_limit! { limit limit (per_minute(60)) }`; none without options.
#[doc(hidden)]
#[macro_export]
macro_rules! __rpc_limit {
    () => { ::core::option::Option::None };
    ($here:tt limit ($unit:tt ($($count:tt)*) $(. $burst:tt ($($at_once:tt)*))?)) => {
        $crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? }
    };
    ($here:tt $($other:tt)*) => { $crate::__wrong! { rpc_option $here } };
}
