//! Foreign keys of several fields: `foreign_keys: [(tenant_id, author_id) = Writer [cascade], (a, b) = "accounts"("x", "y")]`.

/// One foreign key: `__foreign_key! { article (tenant_id, author_id) [cascade] Writer }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __foreign_key {
    ($module:tt ($($field:tt),+) [$($on_delete:tt)?] $($target:tt)+) => {
        $crate::__private::meta::ForeignKey::new(
            const { &[$( self::$module::Name::$field.__column() ),+] },
            $crate::__foreign_table! { $($target)+ },
            $crate::__foreign_target! { $($target)+ },
            $crate::__on_delete! { $($on_delete)? },
        )
    };
}

/// The table to which a foreign key refers: that of a resource, or one that no resource declares.
#[doc(hidden)]
#[macro_export]
macro_rules! __foreign_table {
    ($table:literal $($columns:tt)?) => { $table };
    ($($resource:ident)::+ $(( $($field:tt),+ ))?) => { $crate::__private::table_of::<$($resource)::+>() };
    ($other:tt $($more:tt)*) => { $crate::__wrong! { foreign_key $other } };
}

/// What a foreign key refers to there: the key, or what it names in parentheses.
#[doc(hidden)]
#[macro_export]
macro_rules! __foreign_target {
    ($table:literal $(( $($column:expr),+ ))?) => {
        $crate::__private::meta::ForeignKeyTarget::Columns(const { &[$( $($column),+ )?] })
    };
    ($($resource:ident)::+) => { $crate::__private::meta::ForeignKeyTarget::Key };
    ($($resource:ident)::+ ( $($field:tt),+ )) => {
        $crate::__private::meta::ForeignKeyTarget::Fields($crate::__linked! { ($($resource)::+) ($($field),+) })
    };
    ($other:tt $($more:tt)*) => { $crate::__wrong! { foreign_key $other } };
}

/// What happens when the row is deleted to which a foreign key refers: `__on_delete! { cascade }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __on_delete {
    () => {
        $crate::__private::on_delete::restrict
    };
    ($on_delete:tt) => {
        $crate::__known! { on_delete $on_delete }
    };
}

/// Checks a foreign key at its first field, which is a name, as the first word of a path needn't be: `__foreign_key_checked! { article (tenant_id, author_id) Writer }`.
/// The section's own check is all for one to another table.
#[doc(hidden)]
#[macro_export]
macro_rules! __foreign_key_checked {
    ($module:tt $fields:tt $table:literal) => {};
    ($module:tt ($first:tt $(, $field:tt)*) $($target:tt)+) => {
        const _: () = {
            // Apart from the check, which gets the name of the field.
            const __TARGET: &$crate::__private::meta::Related = &$crate::__related_to! { $($target)+ };
            $crate::__check! { $first check_foreign_key(
                self::$module::RESOURCE, &[::core::stringify!($first) $(, ::core::stringify!($field))*], __TARGET
            ) }
        };
    };
}
