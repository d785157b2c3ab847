//! Singletons: which operations a resource with `one: owner` can offer.

/// Checks which operations a singleton offers, each at its token: `__singleton! { [[pub] "docs"] () [[ops ops [read, update]] [path path "/user"]] }`. A
/// resource with an address is none.
#[doc(hidden)]
#[macro_export]
macro_rules! __singleton {
    ([@list] $($rest:tt)*) => {};
    ($told:tt () [$( [$here:tt $word:tt $($value:tt)*] )*]) => {
        $( $crate::__singleton_section! { $word $($value)* } )*
    };
    ($told:tt $address:tt $sections:tt) => {};
}

/// The operations of a singleton; the other sections are passed over.
#[doc(hidden)]
#[macro_export]
macro_rules! __singleton_section {
    (ops [$( $operation:tt $(( $($argument:tt)* ))? $([ $($option:tt)* ])? ),* $(,)?]) => {
        $( $crate::__singleton_operation! { $operation } )*
    };
    ($($other:tt)*) => {};
}

/// One operation of a singleton.
#[doc(hidden)]
#[macro_export]
macro_rules! __singleton_operation {
    (read) => {};
    (update) => {};
    (put) => {};
    (delete) => {};
    ($operation:tt) => {
        $crate::__error! { $operation $crate::__word! { singleton $operation } }
    };
}
