//! Filters of a resource.

/// One filter: comparisons of a field, or a condition by function.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ($module:ident [$($doc:expr),*] $field:ident : [$($operator:tt),*]) => {
        $crate::__private::meta::Filter::Field {
            field: self::$module::Name::$field as usize,
            operators: &[$( $crate::__known! { operator $operator } ),*],
            docs: &[$($doc),*],
        }
    };
    ($module:ident [$($doc:expr),*] $filter:ident ($type:ty) = $condition:expr) => {
        $crate::__private::meta::Filter::Custom($crate::__private::meta::Custom::of::<$type>(::core::stringify!($filter), &[$($doc),*], |value| {
            let condition: fn($type) -> $crate::__private::Condition = $condition;
            $crate::__private::typed::<$type>(value).map(condition)
        }))
    };
    ($module:ident [$($doc:expr),*] $filter:ident) => {
        $crate::__error_here! { $filter ::core::concat!(
            "filter `", ::core::stringify!($filter), "` has no operators; write `", ::core::stringify!($filter),
            ": [eq]` or `", ::core::stringify!($filter), "(bool) = function`") }
    };
}
