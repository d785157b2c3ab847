//! What the parts of an API bring.

/// What the `parts` of an API bring to one of its consts, as a statement: `__parts_section! { parts Part size parts [billing::Billing] }`.
/// The other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts_section {
    ($parts:ident part parts [$($part:ty),* $(,)?]) => {
        let $parts = const { &[$( $crate::__private::part::<$part>() ),*] };
    };
    // No `const`, which the compiler would evaluate at once.
    ($parts:ident fragments parts [$($part:ty),* $(,)?]) => {
        let $parts = &[$( $crate::__private::part_fragments::<$part>() ),*];
    };
    ($($other:tt)*) => {};
}
