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
        $crate::__private::operation::list_paged($crate::__paging! { (self::$module::Name) (self::$module::Entity) $($paging)+ })
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
    ($value:ident $module:ident $operation:tt $here:tt limit ($unit:tt ( $($count:tt)* ) $(. $burst:tt ( $($at_once:tt)* ))?)) => {
        $value.limit($crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? })
    };
    (@check $here:tt $module:ident [$operation:tt $($argument:tt)*] $option:literal) => {
        $crate::__check! { $here check_operation_option(
            self::$module::RESOURCE, $crate::__operation_of! { $module $operation $($argument)* }, $option,
        ) }
    };
    ($value:ident $module:ident $operation:tt $here:tt $($other:tt)*) => { $crate::__wrong! { operation_option $here } };
}

/// The paging of a list: `__paging! { (task::Name) (task::Entity) cursor(-at, title).limit(20) }`. An op has `()` for the entity.
///
/// The entries of an order are variants of the enum of the resource's fields, so a typo is an error at the token.
#[doc(hidden)]
#[macro_export]
macro_rules! __paging {
    ($names:tt $entity:tt cursor($( $(- $descending:ident)? $($ascending:ident)? $(. $path:ident)* ),+ $(,)?) $($rest:tt)*) => {
        $crate::__private::meta::Paging::cursor(const { &[$(
            $crate::__order_column! { $names $entity $(- $descending)? $($ascending)? $(. $path)* }
        ),+] }) $($rest)*
    };
    // The default order.
    ($names:tt $entity:tt offset($( $(- $descending:ident)? $($ascending:ident)? $(. $path:ident)* ),+ $(,)?) $($rest:tt)*) => {
        $crate::__private::meta::Paging::offset(const { &[$(
            $crate::__order_column! { $names $entity $(- $descending)? $($ascending)? $(. $path)* }
        ),+] }) $($rest)*
    };
    ($names:tt $entity:tt offset $($rest:tt)*) => { $crate::__private::meta::Paging::OFFSET $($rest)* };
    ($names:tt $entity:tt $word:tt $($rest:tt)*) => { $crate::__known! { paging $word } };
    ($names:tt $entity:tt) => { $crate::__private::meta::Paging::OFFSET };
}

/// One column of an order: `__order_column! { (article::Name) (article::Entity) - author.username }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __order_column {
    ($names:tt $entity:tt - $($path:ident).+) => {
        $crate::__private::meta::OrderColumn::descending($crate::__order_column! { @by $names $entity $($path).+ })
    };
    ($names:tt $entity:tt $($path:ident).+) => {
        $crate::__private::meta::OrderColumn::ascending($crate::__order_column! { @by $names $entity $($path).+ })
    };
    (@by ($names:ty) $entity:tt $field:ident) => { <$names>::$field.__operand() };
    (@by $names:tt () $relation:ident . $($path:ident).+) => {
        $crate::__error_here! { $relation $crate::__word! { order_of_an_op $relation } }
    };
    (@by $names:tt $entity:tt $($path:ident).+) => { $crate::__operand! { $entity $($path).+ } };
    // No field, which a check refuses.
    ($names:tt $entity:tt $($other:tt)*) => {
        $crate::__private::meta::OrderColumn::ascending($crate::__private::meta::Operand::Field(::core::primitive::usize::MAX))
    };
}
