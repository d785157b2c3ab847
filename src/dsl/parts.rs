//! What the parts of an API bring.

/// What the `parts` of an API bring to one of its consts; the other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts_section {
    ($const:ident [$type:ty] parts [$($part:path),* $(,)?]) => {
        $crate::__section! { parts: &[$type] = &[$( <$part>::$const ),*] }
    };
    ($($other:tt)*) => {};
}

/// The fragments that the `parts` of an API bring.
#[doc(hidden)]
#[macro_export]
macro_rules! __fragments_section {
    (parts [$($part:path),* $(,)?]) => {
        $crate::__section! { parts: &[&[&$crate::__private::Fragment]] = &[$( <$part>::fragments::<()>() ),*] }
    };
    ($($other:tt)*) => {};
}
