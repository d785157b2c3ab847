//! Filters of a resource.

/// One filter: comparisons of a field, or a condition by function.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ($module:ident $here:tt $docs:tt $relation:ident : [any $($operators:tt)*]) => {
        $crate::__filter! { @rows $module $docs $relation [any $($operators)*] }
    };
    ($module:ident $here:tt $docs:tt $relation:ident : [none $($operators:tt)*]) => {
        $crate::__filter! { @rows $module $docs $relation [none $($operators)*] }
    };
    ($module:ident $here:tt $docs:tt $relation:ident : [count_ge $($operators:tt)*]) => {
        $crate::__filter! { @rows $module $docs $relation [count_ge $($operators)*] }
    };
    ($module:ident $here:tt $docs:tt $relation:ident : [count_le $($operators:tt)*]) => {
        $crate::__filter! { @rows $module $docs $relation [count_le $($operators)*] }
    };
    (@rows $module:ident [$($doc:expr),*] $relation:ident [$($operator:tt),* $(,)?]) => {
        $crate::__private::meta::Filter::Rows {
            relation: $crate::__include! { @index (self::$module::Entity) $relation },
            operators: &[$( $crate::__known! { rows_operator $operator } ),*],
            docs: &[$($doc),*],
        }
    };
    ($module:ident $here:tt [$($doc:expr),*] $filter:ident ($type:ty) = $condition:expr) => {
        $crate::__private::meta::Filter::Custom($crate::__private::meta::Custom::of::<$type>(::core::stringify!($filter), &[$($doc),*], |value| {
            let condition: fn($type) -> $crate::__private::Condition = $condition;
            $crate::__private::typed::<$type>(value).map(condition)
        }))
    };
    ($module:ident $here:tt [$($doc:expr),*] $($path:ident).+ : [$($operator:tt),* $(,)?]) => {
        $crate::__private::meta::Filter::of(
            $crate::__operand! { (self::$module::Entity) $($path).+ },
            const { &[$( $crate::__known! { operator $operator } ),*] },
            const { &[$($doc),*] },
        )
    };
    // The name is that of the parameters; `__related_filter!` has it.
    ($module:ident $here:tt $docs:tt $first:ident . $($path:ident).+ : $operators:tt [name($name:expr)]) => {
        $crate::__filter! { $module $here $docs $first . $($path).+ : $operators }
    };
    ($module:ident $here:tt $($other:tt)*) => { $crate::__wrong! { resource_section $here } };
}

/// A field that a section names: of the row, computed, or of related rows: `__operand! { (self::article::Entity) author.username }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __operand {
    (($entity:ty) $field:ident) => {
        <<$entity as $crate::__private::Declared>::Names>::$field.__operand()
    };
    (($entity:ty) $($path:ident).+) => {{
        let (relations, field) = $crate::__related_path! { [($entity) []] $($path).+ };
        $crate::__private::meta::Operand::Related($crate::__private::meta::FieldPath { relations, field })
    }};
}

/// Finds the filter that has no operators, whose name is a token here, for an error at it. If there is none, the section is read, whose call comes first.
#[doc(hidden)]
#[macro_export]
macro_rules! __wrong_filter {
    ([$($right:tt)*] $here:tt) => { $crate::__resource_section! { $($right)* } };
    ($right:tt $here:tt #[$($doc:tt)*] $($rest:tt)*) => { $crate::__wrong_filter! { $right $here $($rest)* } };
    ($right:tt $here:tt $filter:tt . $($path:ident).+ : [$($operator:tt)*] [name $name:tt] $(, $($rest:tt)*)?) => {
        $crate::__wrong_filter! { $right $here $($($rest)*)? }
    };
    ($right:tt $here:tt $filter:tt $(. $path:ident)* : [$($operator:tt)*] $(, $($rest:tt)*)?) => { $crate::__wrong_filter! { $right $here $($($rest)*)? } };
    ($right:tt $here:tt $filter:tt ($($type:tt)*) = $condition:expr $(, $($rest:tt)*)?) => { $crate::__wrong_filter! { $right $here $($($rest)*)? } };
    ($right:tt $here:tt $filter:tt $(, $($rest:tt)*)?) => {
        $crate::__error_here! { $filter ::core::concat!(
            "filter `", ::core::stringify!($filter), "` has no operators; write `", ::core::stringify!($filter),
            ": [eq]` or `", ::core::stringify!($filter), "(bool) = function`") }
    };
    ($right:tt $here:tt $($other:tt)*) => { $crate::__wrong! { resource_section $here } };
}
