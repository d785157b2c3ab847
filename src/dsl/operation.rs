//! Operations of a resource, and how lists are paged.

/// One operation: `__operation! { task list(offset.limit(50)) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($module:ident list($($paging:tt)+)) => {
        $crate::__private::operation::list_paged($crate::__paging! { (self::$module::Name) $($paging)+ })
    };
    ($module:ident $operation:tt) => {
        $crate::__known! { operation $operation }
    };
    ($module:ident $operation:tt ( $($argument:tt)* )) => {
        $crate::__error_here! { $operation $crate::__word! { arguments $operation } }
    };
}

/// The paging of a list: `__paging! { (task::Name) cursor(-at, title).limit(20) }`.
///
/// The entries of an order are variants of the enum of the resource's fields, so a typo is an error at the token. Each is one more than
/// its index, and negative if it descends.
#[doc(hidden)]
#[macro_export]
macro_rules! __paging {
    (($names:ty) cursor($( $(- $descending:ident)? $($ascending:ident)? ),+ $(,)?) $($rest:tt)*) => {
        $crate::__private::meta::Paging::cursor(const { &[$(
            $( -(<$names>::$descending as i32 + 1) )? $( <$names>::$ascending as i32 + 1 )?
        ),+] }) $($rest)*
    };
    // The default order.
    (($names:ty) offset($( $(- $descending:ident)? $($ascending:ident)? ),+ $(,)?) $($rest:tt)*) => {
        $crate::__private::meta::Paging::offset(const { &[$(
            $( -(<$names>::$descending as i32 + 1) )? $( <$names>::$ascending as i32 + 1 )?
        ),+] }) $($rest)*
    };
    (($names:ty) offset $($rest:tt)*) => { $crate::__private::meta::Paging::OFFSET $($rest)* };
    (($names:ty) $word:tt $($rest:tt)*) => { $crate::__known! { paging $word } };
    (($names:ty)) => { $crate::__private::meta::Paging::OFFSET };
}
