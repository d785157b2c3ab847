//! The sections of a resource, each of which sets a part of its data.

/// The table of a resource, as a statement; the other sections stay out of the way.
#[doc(hidden)]
#[macro_export]
macro_rules! __table_section {
    ($table:ident table $value:expr) => {
        let $table: &'static str = $value;
    };
    ($table:ident of $($base:ident)::+) => {
        let $table: &'static str = $crate::__private::table_of::<$($base)::+>();
    };
    ($($other:tt)*) => {};
}

/// One section of a resource: a statement that gives its value to what the others have made. Its word comes twice, once for errors to
/// point at.
///
/// `__resource_section! { sections task path path "/tasks" }`
#[doc(hidden)]
#[macro_export]
macro_rules! __resource_section {
    // `__table_section!` reads it.
    ($sections:ident $module:ident $here:tt table $value:expr) => {};
    ($sections:ident $module:ident $here:tt of $($base:ident)::+) => {
        let $sections = $crate::__private::ResourceSections {
            of: ::core::option::Option::Some($crate::__related_to! { $($base)::+ }),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt component $value:expr) => {
        $crate::__check! { $here check_component_name("component: ", $value) }
        let $sections = $crate::__private::ResourceSections { component: ::core::option::Option::Some($value), ..$sections };
    };
    ($sections:ident $module:ident $here:tt was $value:expr) => {
        let $sections = $crate::__private::ResourceSections { was: ::core::option::Option::Some($value), ..$sections };
    };
    ($sections:ident $module:ident $here:tt path $value:expr) => {
        let $sections = $crate::__private::ResourceSections { path: $value, ..$sections };
    };
    ($sections:ident $module:ident $here:tt tag $tag:ident) => {
        let $sections = $crate::__private::ResourceSections {
            tag: ::core::option::Option::Some(::core::stringify!($tag)),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt search [$( $($path:ident).+ ),* $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            search: const { &[$( $crate::__operand! { (self::$module::Entity) $($path).+ } ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt order [$( $($path:ident).+ ),* $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            order: const { &[$( $crate::__operand! { (self::$module::Entity) $($path).+ } ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt unique [$( [$($field:ident),* $(,)?] ),* $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            unique: const { &[$( &[$( self::$module::Name::$field.__column() ),*] ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt foreign_keys [$(
        ($($field:tt),+ $(,)?) = $target:tt $(:: $segment:ident)* $(( $($to:tt),+ $(,)? ))? $([ $on_delete:tt ])?
    ),* $(,)?]) => {
        $( $crate::__foreign_key_checked! { $module ($($field),+) $target $(:: $segment)* } )*
        let $sections = $crate::__private::ResourceSections {
            foreign_keys: const { &[$(
                $crate::__foreign_key! { $module ($($field),+) [$($on_delete)?] $target $(:: $segment)* $(( $($to),+ ))? }
            ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt filters { $(
        $(#[doc = $doc:expr])* $filter:ident $kind:tt $operators:tt $($condition:expr)?
    ),* $(,)? }) => {
        let $sections = $crate::__private::ResourceSections {
            filters: const { &[
                $( $crate::__filter! { $module $here [$($doc),*] $filter $kind $operators $($condition)? } ),*
            ] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt @filters { $(
        $(#[doc = $doc:expr])* $filter:ident $(. $path:ident)* $(: [$($operator:tt),* $(,)?] $([$($option:tt)*])?)? $(($type:ty) = $condition:expr)?
    ),* $(,)? }) => {
        let $sections = $crate::__private::ResourceSections {
            filters: const { &[
                $( $crate::__filter! {
                    $module $here [$($doc),*] $filter $(. $path)* $(: [$($operator),*] $([$($option)*])?)? $(($type) = $condition)?
                } ),*
            ] },
            ..$sections
        };
    };
    // Some are by fields of related rows, or one is wrong.
    ($sections:ident $module:ident $here:tt filters { $($filters:tt)* }) => {
        $crate::__wrong_filter! { [$sections $module $here @filters { $($filters)* }] $here $($filters)* }
    };
    ($sections:ident $module:ident $here:tt ops [$(
        $operation:tt $(( $($argument:tt)* ))? $([ $( $option:tt $(( $($value:tt)* ))? ),* $(,)? ])?
    ),* $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            ops: const { &[$(
                $crate::__operation! {
                    $module $operation $(( $($argument)* ))? $([ $( $option $(( $($value)* ))? ),* ])?
                }
            ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt hooks { $( $hook:tt : $function:tt $(:: $segment:ident)* ),* $(,)? }) => {
        $crate::__once! { $( $hook )* }
        let $sections = $crate::__private::ResourceSections {
            // The hooks so far come first, so that the row's type is known when a function is checked.
            hooks: ::core::option::Option::Some(const { &$crate::__private::Hooks::of(const { &{
                let hooks = $crate::__private::HooksOf::<self::$module::Entity>::NONE;
                $( let hooks = $crate::__known! { hook $hook }(
                    hooks, |ctx, row| $crate::__private::call_hook(ctx, row, $function $(:: $segment)*)
                ); )*
                hooks
            } }) }.function()),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt limit $unit:tt ( $($count:tt)* ) $(. $burst:tt ( $($at_once:tt)* ))?) => {
        let $sections = $crate::__private::ResourceSections {
            limit: $crate::__limit! { $unit $unit ($($count)*) $($burst $burst ($($at_once)*))? },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt access {
        $( $operation:tt : $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)* ),+ $(,)?
    }) => {
        let $sections = $crate::__private::ResourceSections {
            access: $crate::__private::meta::Rules::Each(const { &[$( (
                $crate::__known! { operation $operation }.kind,
                $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* },
            ) ),+] }),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt access $scheme:ident $([ $($scopes:tt)+ ])? $(| $other:ident $([ $($other_scopes:tt)+ ])?)*) => {
        let $sections = $crate::__private::ResourceSections {
            access: $crate::__private::meta::Rules::Same(
                $crate::__access! { $scheme $([ $($scopes)+ ])? $(| $other $([ $($other_scopes)+ ])?)* }
            ),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt include [$( $($relation:ident).+ ),* $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            include: const { &[$( $crate::__include! { (self::$module::Entity) [] $($relation).+ } ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt default_include [$( $($relation:ident).+ ),* $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            default_include: const { &[$( $crate::__include! { (self::$module::Entity) [] $($relation).+ } ),*] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt write [$( $relation:tt ),+ $(,)?]) => {
        let $sections = $crate::__private::ResourceSections {
            write: const { &[$( $crate::__include! { @index (self::$module::Entity) $relation } ),+] },
            ..$sections
        };
    };
    // `__computed!` reads them.
    ($sections:ident $module:ident $here:tt computed { $($computed:tt)+ }) => {};
    ($sections:ident $module:ident $here:tt select fields) => {
        let $sections = $crate::__private::ResourceSections { select: true, ..$sections };
    };
    ($sections:ident $module:ident $here:tt any filters) => {
        let $sections = $crate::__private::ResourceSections { any: true, ..$sections };
    };
    ($sections:ident $module:ident $here:tt if_match required) => {
        let $sections = $crate::__private::ResourceSections { if_match: true, ..$sections };
    };
    ($sections:ident $module:ident $here:tt nulls $nulls:tt) => {
        let $sections = $crate::__private::ResourceSections { nulls: $crate::__known! { nulls $nulls }, ..$sections };
    };
    ($sections:ident $module:ident $here:tt names $names:literal) => { $crate::__wrong! { resource_section $here } };
    ($sections:ident $module:ident $here:tt names $names:tt) => {
        let $sections = $crate::__private::ResourceSections { names: $crate::__known! { names $names }, ..$sections };
    };
    ($sections:ident $module:ident $here:tt envelope { $( $member:tt : $name:expr ),* $(,)? }) => {
        $crate::__once! { $( $member )* }
        let $sections = $crate::__private::ResourceSections {
            envelope: {
                let envelope = $crate::__private::meta::Envelope::NONE;
                $( let envelope = $crate::__known! { envelope $member }(envelope, const { $name }); )*
                envelope
            },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt publish [$($change:tt),+ $(,)?]) => {
        $crate::__once! { $( $change )* }
        let $sections = $crate::__private::ResourceSections {
            publish: const { &[$( $crate::__known! { published $change } ),+] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt others [$($operation:tt),+ $(,)?]) => {
        $crate::__once! { $( $operation )* }
        let $sections = $crate::__private::ResourceSections {
            others: const { &[$( $crate::__known! { operation $operation }.kind ),+] },
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt address [$($field:ident),+]) => {
        let $sections = $crate::__private::ResourceSections {
            address: ::core::option::Option::Some(const { &[$( self::$module::Name::$field.__column() ),+] }),
            ..$sections
        };
    };
    // Beside `one`, where it isn't allowed.
    ($sections:ident $module:ident $here:tt address $field:ident) => {
        $crate::__resource_section! { $sections $module $here address [$field] }
    };
    ($sections:ident $module:ident $here:tt one owner) => {
        let $sections = $crate::__private::ResourceSections { one: true, ..$sections };
    };
    ($sections:ident $module:ident $here:tt owner $relation:ident . $field:ident) => {
        let $sections = $crate::__private::ResourceSections {
            related_owner: ::core::option::Option::Some({
                let (relations, field) = $crate::__related_path! { [(self::$module::Entity) []] $relation . $field };
                $crate::__private::meta::RelatedOwner { relation: relations[0], field }
            }),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt owner $field:ident) => {
        let $sections = $crate::__private::ResourceSections {
            owner: ::core::option::Option::Some(self::$module::Name::$field.__column()),
            ..$sections
        };
    };
    ($sections:ident $module:ident $here:tt $($other:tt)*) => { $crate::__wrong! { resource_section $here } };
}
