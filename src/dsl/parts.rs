//! What the parts of an API bring.

/// What the `parts` of an API bring to one of its consts, as a statement: `__parts_section! { parts Part SIZE parts [billing::Billing] }`.
/// The other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts_section {
    ($parts:ident Part $const:ident parts [$($part:path),* $(,)?]) => {
        let $parts = const { &[$( <$part as $crate::__private::Part>::$const ),*] };
    };
    ($parts:ident RenderedPart $type:ident parts [$($part:path),* $(,)?]) => {
        let $parts = const { &[$( <$part as $crate::__private::RenderedPart<$type>>::FRAGMENTS ),*] };
    };
    ($($other:tt)*) => {};
}
