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
        $crate::__private::operation::list_paged($crate::__paging! { (self::$module::Name) (self::$module::Entity) $($paging)+ })
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
    (@check $here:tt $module:ident $operation:tt $option:literal) => {
        $crate::__check! { $here check_operation_option(self::$module::RESOURCE, $crate::__known! { operation $operation }.kind, $option) }
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
