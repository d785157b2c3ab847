//! What the parts of an API bring.

/// What the `parts` of an API bring to one of its consts, as a statement: `__parts_section! { parts Part size parts [billing::Billing] }`.
/// The other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts_section {
    ($parts:ident Part $what:ident parts [$($part:ty),* $(,)?]) => {
        let $parts = const { &[$( $crate::__private::part::<$part>().$what ),*] };
    };
    ($parts:ident RenderedPart $type:ident parts [$($part:ty),* $(,)?]) => {
        let $parts = const { &[$( $crate::__private::rendered_part::<$part, $type>() ),*] };
    };
    ($($other:tt)*) => {};
}
