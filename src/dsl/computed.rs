//! Computed fields of a resource: `computed: { favorites_count: count(favorites), favorited: exists(favorites by viewer), age: i64 = age_in_days }`.

/// The computed fields, beside the module of the resource. Other sections are passed over: `__computed! { article Article computed { .. } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed {
    ($module:tt $name:tt computed { $($computed:tt)* }) => {
        $crate::__computed_fields! { $module $name [] [] $($computed)* }
    };
    ($($other:tt)*) => {};
}

/// Reads one computed field after the other, of which a type can't be told from `count(..)` otherwise:
/// `__computed_fields! { article Article [{ ["docs"] likes (i64) (count likes) [] }] [] liked: exists(likes by viewer) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_fields {
    ($module:tt $name:tt [$($done:tt)*] []) => { $crate::__computed_data! { $module $name $($done)* } };
    ($module:tt $name:tt $done:tt [$($doc:expr),*] #[doc = $line:expr] $($rest:tt)*) => {
        $crate::__computed_fields! { $module $name $done [$($doc,)* $line] $($rest)* }
    };
    ($module:tt $name:tt [$($done:tt)*] $docs:tt $field:tt : count($relation:tt) $($rest:tt)*) => {
        $crate::__computed_fields! { @rest $module $name [$($done)*] { $docs $field (::core::primitive::i64) (count $relation) } $($rest)* }
    };
    ($module:tt $name:tt [$($done:tt)*] $docs:tt $field:tt : exists($relation:tt $(by $viewer:tt)?) $($rest:tt)*) => {
        $crate::__computed_fields! {
            @rest $module $name [$($done)*] { $docs $field (::core::primitive::bool) (exists $relation $($viewer)?) } $($rest)*
        }
    };
    ($module:tt $name:tt $done:tt $docs:tt $field:tt : count $($rest:tt)*) => { $crate::__computed_fields! { @wrong $module $name $field } };
    ($module:tt $name:tt $done:tt $docs:tt $field:tt : exists $($rest:tt)*) => { $crate::__computed_fields! { @wrong $module $name $field } };
    ($module:tt $name:tt [$($done:tt)*] $docs:tt $field:tt : $type:ty = $function:tt $(:: $segment:tt)* $([ $($option:tt)* ])? $(, $($rest:tt)*)?) => {
        $crate::__computed_fields! {
            $module $name [$($done)* { $docs $field ($type) (= $function $(:: $segment)*) [$($($option)*)?] }] [] $($($rest)*)?
        }
    };
    // The options, and the rest.
    (@rest $module:tt $name:tt [$($done:tt)*] { $($field:tt)* } $([ $($option:tt)* ])? $(, $($rest:tt)*)?) => {
        $crate::__computed_fields! { $module $name [$($done)* { $($field)* [$($($option)*)?] }] [] $($($rest)*)? }
    };
    (@rest $module:tt $name:tt $done:tt { $docs:tt $field:tt $($other:tt)* } $($rest:tt)*) => {
        $crate::__computed_fields! { @wrong $module $name $field }
    };
    (@wrong $module:tt $name:tt $field:tt) => {
        $crate::__error! { $field $crate::__word! { computed $field } }
        $crate::__computed_data! { $module $name }
    };
    ($module:tt $name:tt $done:tt $docs:tt $field:tt $($rest:tt)*) => { $crate::__computed_fields! { @wrong $module $name $field } };
    // Docs of nothing.
    ($module:tt $name:tt [$($done:tt)*] $docs:tt) => { $crate::__computed_data! { $module $name $($done)* } };
}

/// The computed fields as data, and a check of each at its name: `__computed_data! { article Article { ["docs"] likes (i64) (count likes) [] } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_data {
    ($module:tt $name:tt $( { [$($doc:expr),*] $field:tt ($type:ty) ($($by:tt)*) [$($option:tt)*] } )*) => {
        impl $crate::__private::DeclaredComputed for self::$module::Entity {
            const FIELDS: &'static [$crate::__private::meta::Field] = &[$(
                $crate::__computed_option! {
                    ($crate::__private::meta::Field::column::<$type>(::core::stringify!($field), &[$($doc),*])) $($option)*
                }
            ),*];
            const BY: &'static [$crate::__private::meta::ComputedBy] = &[$( $crate::__computed_by! { $module $($by)* } ),*];
        }

        $( $crate::__check! { $field check_computed(self::$module::RESOURCE, ::core::stringify!($field)) } )*
        const _: () = {
            #[allow(non_camel_case_types, dead_code, reason = "the fields' own names")]
            pub enum __Computed { $( $field, )* }
            $( $crate::__computed_name! { $module $name { __Computed::$field as usize } $field } )*
        };
    };
}

/// The name of a computed field where a section names fields: an error at the field's declaration, if the section takes columns only.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_name {
    ($module:tt $name:tt $index:tt $field:tt) => {
        impl $crate::__private::ComputedAt<$index> for self::$module::Entity {
            const COLUMN: usize = {
                use $crate::__private::computed_named as $field;
                macro_rules! __here {
                    () => {
                        $field(::core::stringify!($name), ::core::stringify!($field))
                    };
                }
                __here! {}
            };
        }

        impl self::$module::Name {
            #[allow(non_upper_case_globals, dead_code, reason = "the field's own name")]
            #[doc(hidden)]
            pub const $field: $crate::__private::ComputedName<self::$module::Entity, $index> =
                $crate::__private::ComputedName::NEW;
        }
    };
}

/// The options of a computed field.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_option {
    (($field:expr)) => {
        $field.done()
    };
    (($field:expr) name ($name:expr) $(,)?) => {
        $field.name($name).done()
    };
    (($field:expr) $option:tt $($other:tt)*) => {
        $crate::__wrong! { computed_option $option }
    };
}

/// What a computed field is made of.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_by {
    ($module:tt count $relation:tt) => {
        $crate::__private::meta::ComputedBy::Count($crate::__include! { @index (self::$module::Entity) $relation })
    };
    ($module:tt exists $relation:tt) => {
        $crate::__private::meta::ComputedBy::Exists($crate::__include! { @index (self::$module::Entity) $relation })
    };
    ($module:tt exists $relation:tt viewer) => {
        $crate::__private::meta::ComputedBy::ExistsByViewer($crate::__include! { @index (self::$module::Entity) $relation })
    };
    ($module:tt exists $relation:tt $other:tt) => { $crate::__wrong! { computed_by $other } };
    ($module:tt = $($function:tt)*) => {
        $crate::__private::meta::ComputedBy::Function($crate::__private::meta::Function::of(
            const { &$crate::__private::ComputedFn($($function)*) },
        ))
    };
}

/// The computed fields under the resource's rules, a statement; none for other sections: `__computed_section! { computed article computed { .. } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __computed_section {
    ($fields:ident $module:tt computed { $($computed:tt)* }) => {
        let $fields = {
            const FIELDS: &[$crate::__private::meta::Field] =
                <self::$module::Entity as $crate::__private::DeclaredComputed>::FIELDS;
            const SECTIONS: $crate::__private::ResourceSections =
                <self::$module::Entity as $crate::__private::DeclaredResource>::SECTIONS;
            const __NAMES: $crate::__private::meta::Names = SECTIONS
                .names
                .or(<self::$module::Model as $crate::__private::InApi>::NAMES);
            const {
                &$crate::__private::meta::Computed::all::<{ FIELDS.len() }>(
                    __NAMES.fields(
                        $crate::__private::meta::owned(
                            FIELDS,
                            None,
                            SECTIONS
                                .nulls
                                .or(<self::$module::Model as $crate::__private::InApi>::NULLS),
                        ),
                        const { &__NAMES.text::<{ __NAMES.size(FIELDS, &[]) }>(FIELDS, &[]) },
                    ),
                    <self::$module::Entity as $crate::__private::DeclaredComputed>::BY,
                )
            }
        };
    };
    ($fields:ident $module:tt $($other:tt)*) => {};
}
