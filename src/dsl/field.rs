//! Fields and their options.

/// One field: `__field! { column ["docs"] [] title (String) [len(3..=64), unique] }`. What comes before its name are the notes of its
/// `#[deprecated]`s.
#[doc(hidden)]
#[macro_export]
macro_rules! __field {
    ($kind:ident [$($doc:expr),* $(,)?] [] $field:tt ($type:ty) []) => {
        $crate::__private::fields::$kind::<$type, _>(::core::stringify!($field), &[$($doc),*]).done()
    };
    // One that a schema takes from another item, with all that is known of it.
    ($kind:ident $docs:tt [] $field:tt ($type:ty) [@ $picked:expr]) => { $picked };
    ($kind:ident [$($doc:expr),* $(,)?] [] $field:tt ($type:ty) [$($option:tt)*]) => {
        $crate::__options! {
            $crate::__private::fields::$kind::<$type, _>(::core::stringify!($field), &[$($doc),*]), ($type) [$($option)*]
        }
    };
    ($kind:ident [$($doc:expr),* $(,)?] [$($note:tt)+] $field:tt ($type:ty) [$($option:tt)*]) => {
        $crate::__options! {
            $crate::__private::fields::$kind::<$type, _>(::core::stringify!($field), &[$($doc),*]).deprecated(), ($type) [$($option)*]
        }
    };
}

/// The options of a field or an argument: `__options! { Field::column::<String>("title", &[]), (String) [len(3..=64), unique] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __options {
    ($build:expr, ($type:ty) []) => { $build.done() };
    ($build:expr, ($type:ty) [$( $option:tt $(( $($argument:tt)* ))? ),* $(,)?]) => {{
        let build = $build;
        $( let build = $crate::__option! { build ($type) $option $option $(( $($argument)* ))? }; )*
        build.done()
    }};
}

/// One option as a method call. Its word comes twice, once to be called: a method that the type doesn't have is an error there. `default_with` is the one that the macro must see: its function has to be wrapped in a closure,
/// which alone can be erased to a function pointer in const.
#[doc(hidden)]
#[macro_export]
macro_rules! __option {
    ($build:ident ($type:ty) $here:tt default_with($make:expr)) => {
        $build.$here(|| {
            let make: fn() -> $type = $make;
            $crate::__private::into_value(make())
        })
    };
    // The items' own options, of their own type.
    ($build:ident ($type:ty) $here:tt each($( $item:tt $(( $($argument:tt)* ))? ),* $(,)?)) => {
        $build.$here(const {
            &$crate::__options! {
                $crate::__private::fields::item::<<$type as $crate::__private::Listed>::Item, _>(),
                (<$type as $crate::__private::Listed>::Item) [$( $item $(( $($argument)* ))? ),*]
            }
        })
    };
    ($build:ident ($type:ty) $here:tt format($format:tt)) => { $build.$here($crate::__known! { format $format }) };
    // A resource by its name, or a table by its own. The table's text is a const apart from the resource, which may refer to itself.
    ($build:ident ($type:ty) $here:tt references($table:literal, external $(,)?)) => {
        $build.references_external($table, $crate::__private::on_delete::restrict)
    };
    ($build:ident ($type:ty) $here:tt references($table:literal, $on_delete:tt, external $(,)?)) => {
        $build.references_external($table, $crate::__known! { on_delete $on_delete })
    };
    ($build:ident ($type:ty) $here:tt references($table:literal, $on_delete:tt $(,)?)) => {
        $build.$here($table, $crate::__known! { on_delete $on_delete })
    };
    ($build:ident ($type:ty) $here:tt references($table:literal $(,)?)) => {
        $build.$here($table, $crate::__private::on_delete::restrict)
    };
    ($build:ident $type:tt $here:tt references($($resource:ident)::+ . $field:tt $(,)?)) => {
        $crate::__option! { $build $type $here references($($resource)::+ . $field, restrict) }
    };
    ($build:ident ($type:ty) $here:tt references($($resource:ident)::+ . $field:tt, $on_delete:tt $(,)?)) => {{
        $crate::__check! { $field check_referenced(
            <$type as $crate::__private::ColumnType>::STORAGE,
            <<$($resource)::+ as $crate::__private::ModelTrait>::Entity as $crate::__private::SpelledResource>::FIELDS,
            $crate::__linked_field! { ($($resource)::+) $field },
            <<$($resource)::+ as $crate::__private::ModelTrait>::Entity as $crate::__private::DeclaredResource>::SECTIONS.of.is_some(),
        ) }
        $build.$here($crate::__private::table_of::<$($resource)::+>(), $crate::__known! { on_delete $on_delete })
            .to(const { &[$crate::__linked_field! { ($($resource)::+) $field }] })
    }};
    ($build:ident ($type:ty) $here:tt references($resource:ty, $on_delete:tt $(,)?)) => {
        $build.$here($crate::__private::table_of::<$resource>(), $crate::__known! { on_delete $on_delete })
    };
    ($build:ident ($type:ty) $here:tt references($resource:ty $(,)?)) => {
        $build.$here($crate::__private::table_of::<$resource>(), $crate::__private::on_delete::restrict)
    };
    ($build:ident ($type:ty) $here:tt access($( $scheme:ident $([ $($scopes:tt)+ ])? )|+)) => {
        $build.$here($crate::__private::meta::FieldAccess::of($crate::__alternatives! { $( $scheme $([ $($scopes)+ ])? )|+ }))
    };
    ($build:ident ($type:ty) $here:tt access $(($($other:tt)*))?) => { $crate::__error_here! { $here $crate::__word! { option_access } } };
    // Types of files, however many.
    ($build:ident ($type:ty) $here:tt media($($media:expr),* $(,)?)) => { $build.$here(&[$($media),*]) };
    ($build:ident ($type:ty) $here:tt $option:tt $(( $($argument:tt)* ))?) => {
        $crate::__option_known! { $option $build.$option($( $($argument)* )?) }
    };
}
