//! Attributes of items and fields.

/// Stops at an attribute that has no meaning at its place; a valid one is passed over.
///
/// `__attribute! { item serde(transparent) }`
#[doc(hidden)]
#[macro_export]
macro_rules! __attribute {
    ($place:ident doc = $($text:tt)*) => {};
    ($place:ident cfg ($($condition:tt)*)) => {};
    ($place:ident deprecated $($note:tt)*) => {};
    (item derive ($($trait:tt)*)) => {};
    (item $attribute:tt $($argument:tt)*) => {
        $crate::__error! { $attribute ::core::concat!(
            "`#[", ::core::stringify!($attribute), "]` means nothing here; items take `#[cfg(..)]`, `#[deprecated]`, doc comments and, if they are a `schema`, `enum` or `union`, `#[derive(..)]`"
        ) }
    };
    (field $attribute:tt $($argument:tt)*) => {
        $crate::__error! { $attribute ::core::concat!(
            "`#[", ::core::stringify!($attribute), "]` means nothing here; fields take `#[cfg(..)]`, `#[deprecated]` and doc comments"
        ) }
    };
    (value $attribute:tt $($argument:tt)*) => {
        $crate::__error! { $attribute ::core::concat!(
            "`#[", ::core::stringify!($attribute), "]` means nothing here; values and variants take `#[cfg(..)]`, `#[deprecated]` and doc comments"
        ) }
    };
}

/// The same for the fields of a key, which are there in every build.
#[doc(hidden)]
#[macro_export]
macro_rules! __key_attribute {
    (doc = $($text:tt)*) => {};
    ($attribute:tt $($argument:tt)*) => {
        $crate::__error! { $attribute ::core::concat!(
            "`#[", ::core::stringify!($attribute), "]` means nothing here; fields of a key take doc comments"
        ) }
    };
}
