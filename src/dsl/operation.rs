//! Operations of a resource, and how lists are paged.

/// One operation: `__operation! { task list(offset.limit(50)) [operation_id("GetTasks")] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    // With options.
    ($module:ident $operation:tt $(( $($argument:tt)* ))? [$($options:tt)*]) => {
        $crate::__operation! {
            @options $module [$operation $($($argument)*)?] ($module $operation $(( $($argument)* ))?) $($options)*
        }
    };
    (@options $module:ident $of:tt ($($operation:tt)*) $( $option:tt $(( $($value:tt)* ))? ),*) => {{
        $crate::__once! { $( $option )* }
        let operation = $crate::__operation! { $($operation)* };
        $( let operation = $crate::__operation_option! { operation $module $of $option $option $(( $($value)* ))? }; )*
        operation
    }};
    ($module:ident $operation:tt $arguments:tt) => {
        $crate::__operation_with! { $operation $module $operation $arguments }
    };
    ($module:ident $operation:tt) => {
        $crate::__operation_alone! { $operation $operation }
    };
}

/// An operation with arguments, whose word comes twice, once for errors to point at: `__operation_with! { link article link (favorites) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_with {
    ($here:tt $module:ident list ($($paging:tt)+)) => {
        $crate::__private::operation::list_paged($crate::__paging! { (self::$module::Name) $($paging)+ })
    };
    ($here:tt $module:ident link ($relation:tt)) => { $crate::__operation_with! { @linked $module link $relation } };
    ($here:tt $module:ident unlink ($relation:tt)) => { $crate::__operation_with! { @linked $module unlink $relation } };
    (@linked $module:ident $operation:tt $relation:tt) => {{
        const __OPERATION: $crate::__private::meta::Operation = $crate::__operation_of! { $module $operation $relation };
        $crate::__check! { $relation check_link(self::$module::RESOURCE, __OPERATION) }
        __OPERATION
    }};
    ($here:tt $module:ident $operation:tt $arguments:tt) => {
        $crate::__error_here! { $here $crate::__word! { arguments $operation } }
    };
}

/// An operation without arguments, whose word comes twice, too: `__operation_alone! { read read }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_alone {
    ($here:tt link) => {
        $crate::__error_here! { $here $crate::__word! { arguments link } }
    };
    ($here:tt unlink) => {
        $crate::__error_here! { $here $crate::__word! { arguments unlink } }
    };
    ($here:tt $operation:tt) => {
        $crate::__known! { operation $operation }
    };
}

/// An operation without its options and paging, as checks find it: `__operation_of! { article link favorites }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_of {
    ($module:ident link $relation:tt) => {
        $crate::__private::operation::link.of_relation(
            $crate::__include! { @index (self::$module::Entity) $relation },
            ::core::stringify!($relation),
        )
    };
    ($module:ident unlink $relation:tt) => {
        $crate::__private::operation::unlink.of_relation(
            $crate::__include! { @index (self::$module::Entity) $relation },
            ::core::stringify!($relation),
        )
    };
    ($module:ident $operation:tt $($argument:tt)*) => {
        $crate::__known! { operation $operation }
    };
}

/// One option of an operation, whose word comes twice, once for errors to point at:
/// `__operation_option! { operation task [read] operation_id operation_id ("GetTask") }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_option {
    ($value:ident $module:ident $operation:tt $here:tt operation_id ($id:expr)) => {{
        $crate::__operation_option! { @check $here $module $operation "operation_id" }
        $value.operation_id($id)
    }};
    ($value:ident $module:ident [link $relation:tt] $here:tt path ($path:expr)) => {{
        $crate::__operation_option! { @check $here $module [link $relation] "path" }
        $value.path($path)
    }};
    ($value:ident $module:ident [unlink $relation:tt] $here:tt path ($path:expr)) => {{
        $crate::__operation_option! { @check $here $module [unlink $relation] "path" }
        $value.path($path)
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
    (@check $here:tt $module:ident [$operation:tt $($argument:tt)*] $option:literal) => {
        $crate::__check! { $here check_operation_option(
            self::$module::RESOURCE, $crate::__operation_of! { $module $operation $($argument)* }, $option,
        ) }
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
