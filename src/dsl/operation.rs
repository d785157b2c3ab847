//! Operations of a resource, and how lists are paged.

/// One operation: `__operation! { task list(offset.limit(50)) [operation_id("GetTasks")] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    // With options.
    ($module:ident $operation:tt $(( $($argument:tt)* ))? [$( $option:tt $(( $($value:tt)* ))? ),*]) => {{
        $crate::__once! { $( $option )* }
        let operation = $crate::__operation! { $module $operation $(( $($argument)* ))? };
        $( let operation = $crate::__operation_option! { operation $module $operation $option $option $(( $($value)* ))? }; )*
        operation
    }};
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

/// One option of an operation, whose word comes twice, once for errors to point at:
/// `__operation_option! { operation task read operation_id operation_id ("GetTask") }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_option {
    ($value:ident $module:ident $operation:tt $here:tt operation_id ($id:expr)) => {{
        $crate::__operation_option! { @check $here $module $operation "operation_id" }
        $value.operation_id($id)
    }};
    ($value:ident $module:ident $operation:tt $here:tt tag ($tag:ident)) => {
        $value.tag(::core::stringify!($tag))
    };
    ($value:ident $module:ident $operation:tt $here:tt method ($method:tt)) => {{
        $crate::__operation_option! { @check $here $module $operation "method" }
        $value.method($crate::__known! { method $method })
    }};
    ($value:ident $module:ident $operation:tt $here:tt success ($status:literal)) => {{
        $crate::__operation_option! { @check $here $module $operation "success" }
        $value.success($status)
    }};
    (@check $here:tt $module:ident $operation:tt $option:literal) => {
        $crate::__check! { $here check_operation_option(self::$module::RESOURCE, $crate::__known! { operation $operation }.kind, $option) }
    };
    ($value:ident $module:ident $operation:tt $here:tt $($other:tt)*) => { $crate::__wrong! { operation_option $here } };
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
