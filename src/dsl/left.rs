//! What is left of an item for a schema that is made of it without naming the properties: `User.omit(password)`.
//!
//! A macro can't read consts, so each item of such a block becomes a macro that lists its fields: `__items_of_Shop::User! { reply .. }` for the item,
//! `__items_of_Shop::user! { create .. }` for its views. They are called by a path, so that the order of items doesn't matter, and an unknown
//! item is an error at its name. A list passes through `__seen!`, `__in_view!`, `__in_build!`, `__omit!` and `__remaining!`, each of which reads it at once:
//! a step for each field would stop at the compiler's limit of recursion. `check_left` holds what comes out against the declaration as data, so
//! that a word that is read wrongly here is a compile error.
//!
//! A field of a list is `[#[cfg(..)]] (why it is left out) key (why a key is left out) id;`, with `column` for one that isn't part of a key. Behind each
//! call is what is done with the list: `((email) (email) (made ..))`, the names that are omitted, those of them that are checked, and how `__go_on!`
//! goes on.

/// Lists the fields of all items of a block: `__lists! { Shop [] resource User [] { .. } [] schema Short [(User) .pick(id)] {} }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __lists {
    ($block:tt $( [$($condition:tt)*] $keyword:ident $name:tt $made:tt $body:tt )*) => {
        $crate::__private::paste! {
            #[allow(non_snake_case, unused_macros, unused_imports, reason = "named after its block; schemas may be made of few items")]
            mod [<__items_of_ $block>] {
                $( $($condition)* $crate::__list! { $keyword $name $block $made $body } )*
            }
        }
    };
}

/// Lists the fields of one item: `__list! { schema Place Shop [] { street: String } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    (resource $name:tt $block:tt [] { $($body:tt)* }) => {
        $crate::__resource! { $name [@list] key = [] fields = [] found = { module = [] address = [] relations = [] } rest = []; $($body)* }
    };
    (schema $name:tt $block:tt $made:tt {
        $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
    }) => {
        $crate::__list_schema! { $name $block $made [$( [$( $(#[cfg $condition])? )*] () column () $field; )*] }
    };
    (op $($rest:tt)*) => {};
    (socket $($rest:tt)*) => {};
    // One that has an error of its own.
    (schema $name:tt $($rest:tt)*) => {
        macro_rules! $name { ($view:ident $then:tt) => { $crate::__not_left! { $then } } }
        pub(super) use $name;
    };
    ($keyword:ident $name:tt $($rest:tt)*) => {
        macro_rules! $name { ($view:ident $then:tt) => { $crate::__no_base! { $name $then } } }
        pub(super) use $name;
    };
}

/// Lists the properties of a schema, its own after those that it takes: `__list_schema! { Short Shop [(User) .pick(id)] [[] () column () note;] }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __list_schema {
    ($name:tt $block:tt [] [$($own:tt)*]) => {
        macro_rules! $name { ($view:ident $then:tt) => { $crate::__in_build! { $then () () $($own)* } } }
        pub(super) use $name;
    };
    ($name:tt $block:tt [$base:tt $(. partial ())* . pick ($($pick:tt),+ $(,)?) $(. partial ())*] [$($own:tt)*]) => {
        $crate::__list_schema! { $name $block [] [$( [] () column () $pick; )+ $($own)*] }
    };
    ($name:tt $block:tt [$base:tt $(. partial ())* $(. omit ($($omitted:tt),+ $(,)?) $(. partial ())*)?] $own:tt) => {
        macro_rules! $name {
            ($view:ident $then:tt) => { $crate::__listed_of! { $block $base (($($($omitted),+)?) () (extended $own $then)) } };
        }
        pub(super) use $name;
    };
    // One that has an error of its own.
    ($($other:tt)*) => {};
}

/// Lists the fields of a resource, by its name and by that of its module. Those that aren't its key's are `column`s; the owner is set by no request.
///
/// `__list_resource! { User user [key [] id [auto_increment] column [] email [unique]] [[path path "/users"] [owner owner email]] }`
#[doc(hidden)]
#[macro_export]
macro_rules! __list_resource {
    ($name:tt $module:tt $fields:tt [[$here:tt owner $owner:ident] $($rest:tt)*]) => {
        $crate::__list_resource! { @ $name $module $fields ($owner) }
    };
    ($name:tt $module:tt $fields:tt [$section:tt $($rest:tt)*]) => {
        $crate::__list_resource! { $name $module $fields [$($rest)*] }
    };
    ($name:tt $module:tt $fields:tt []) => {
        $crate::__list_resource! { @ $name $module $fields () }
    };
    (@ $name:tt $module:tt [$($field:tt)*] $owner:tt) => {
        macro_rules! $name { ($view:ident $then:tt) => { $crate::__seen! { $view $then $owner $($field)* } } }
        pub(super) use $name;
        pub(super) use $name as $module;
    };
}

/// Calls the list of an item: `__listed_of! { Shop [user::Create] ((email) (email) (made ..)) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed_of {
    ($block:tt [$item:tt] $then:tt) => { $crate::__private::paste! { [<__items_of_ $block>]::$item! { reply $then } } };
    ($block:tt [$module:tt :: Create] $then:tt) => { $crate::__private::paste! { [<__items_of_ $block>]::$module! { create $then } } };
    ($block:tt [$module:tt :: Update] $then:tt) => { $crate::__private::paste! { [<__items_of_ $block>]::$module! { update $then } } };
    ($block:tt (self :: $($base:tt)+) $then:tt) => { $crate::__listed_of! { $block [$($base)+] $then } };
    ($block:tt ($($base:tt)+) $then:tt) => { $crate::__listed_of! { $block [$($base)+] $then } };
    ($block:tt $base:tt ($omitted:tt $checked:tt (made $named:tt [$name:tt $($schema:tt)*] $($then:tt)*))) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "`: without `pick` it is made of a schema or resource of this block, or of `task::Create` or `task::Update`, by these names") }
        $crate::__failed! { type $name }
    };
    ($block:tt $base:tt $then:tt) => { $crate::__not_left! { $then } };
}

/// Reads the options that say where a field is, among all others that fields have.
///
/// `__seen! { create (..) (owner_id) key [] id [auto_increment] column [] email [unique, read_only] }`
#[doc(hidden)]
#[macro_export]
macro_rules! __seen {
    ($view:ident $then:tt $owner:tt $(
        $kind:ident $condition:tt $field:tt [$(
            $(hidden $(@ $hidden:tt)?)? $(read_only $(@ $read_only:tt)?)? $(write_only $(@ $write_only:tt)?)?
            $(create_only $(@ $create_only:tt)?)? $(update_only $(@ $update_only:tt)?)?
            $(auto_increment $(@ $counted:tt)?)? $(default $default:tt)? $(default_with $made:tt)?
            $(name $name:tt)? $(deprecated)? $(example_json $example_json:tt)? $(example $example:tt)? $(default_json $json:tt)? $(default_empty)?
            $(null_shown)? $(null_omitted)? $(not_in_lists)? $(access $access:tt)? $(column $column:tt)? $(was $was:tt)? $(unique)? $(index)? $(references $references:tt)?
            $(len $len:tt)? $(pattern $pattern:tt)? $(format $format:tt)? $(range $range:tt)? $(min $min:tt)? $(max $max:tt)? $(multiple_of $multiple_of:tt)?
            $(precision $precision:tt)? $(each $each:tt)? $(digits $digits:tt)? $(json_string)? $(empty_as_null)? $(max_bytes $max_bytes:tt)? $(media $media:tt)?
        ),+]
    )*) => {
        $crate::__in_view! { $view $then $owner $(
            $kind $condition $field
            ($($( hidden $($hidden)? )?)+) ($($( read_only $($read_only)? )?)+) ($($( write_only $($write_only)? )?)+)
            ($($( create_only $($create_only)? )?)+) ($($( update_only $($update_only)? )?)+)
            ($($( auto_increment $($counted)? )? $( default $default )? $( default_with $made )?)+)
        )* }
    };
    ($view:ident $then:tt $($other:tt)*) => { $crate::__unseen! { $then } };
}

/// Reports that the options of an item can't be read: the item has an error of its own, or `__seen!` lacks an option.
#[doc(hidden)]
#[macro_export]
macro_rules! __unseen {
    (($omitted:tt $checked:tt (made $named:tt [$name:tt $($schema:tt)*] [$path:expr] $base:tt))) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "` can't take what is left of `", $path, "`, one of whose fields has an option that can't be read") }
        $crate::__failed! { type $name }
    };
    (($omitted:tt $checked:tt (extended $own:tt $then:tt))) => { $crate::__unseen! { $then } };
}

/// Says which fields a view lacks, as `meta::Fields` does: `__in_view! { create (..) (owner_id) key [] id () () () () () (auto_increment) }`. What comes
/// behind a field's name are the options of each kind that it has.
#[doc(hidden)]
#[macro_export]
macro_rules! __in_view {
    (reply $then:tt $owner:tt $( $kind:ident $condition:tt $field:tt
        ($($hidden:tt)*) $read_only:tt ($($write_only:tt)*) $create_only:tt $update_only:tt $generated:tt )*) => {
        $crate::__in_build! { $then () () $( $condition ($($hidden)* $($write_only)*) $kind () $field; )* }
    };
    // Not a key that the application or the database generates.
    (create $then:tt $owner:tt $( $kind:ident $condition:tt $field:tt
        ($($hidden:tt)*) ($($read_only:tt)*) $write_only:tt $create_only:tt ($($update_only:tt)*) $generated:tt )*) => {
        $crate::__in_build! { $then $owner () $( $condition ($($hidden)* $($read_only)* $($update_only)*) $kind $generated $field; )* }
    };
    // No key.
    (update $then:tt $owner:tt $( $kind:ident $condition:tt $field:tt
        ($($hidden:tt)*) ($($read_only:tt)*) $write_only:tt ($($create_only:tt)*) $update_only:tt $generated:tt )*) => {
        $crate::__in_build! { $then $owner () $( $condition ($($hidden)* $($read_only)* $($create_only)*) $kind (key) $field; )* }
    };
}

/// Drops the fields that this build doesn't have, and keeps their names: `__in_build! { (..) (owner_id) (debug_note) [#[cfg(test)]] () column () email; }`. The
/// compiler knows which they are, so each with a condition is a step of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! __in_build {
    ($then:tt $owner:tt () $( [] $why:tt $kind:ident $key:tt $field:tt; )*) => {
        $crate::__omit! { [$] $then $owner () $( $why $kind $key $field; )* }
    };
    ($then:tt $owner:tt $absent:tt $( [] $why:tt $kind:ident $key:tt $field:tt; )*) => {
        $crate::__omit_present! { [$] $then $owner $absent $( $why $kind $key $field; )* }
    };
    ($then:tt $owner:tt ($($absent:tt)*) $( [] $why:tt $kind:ident $key:tt $field:tt; )*
        [$( #[cfg($($condition:tt)*)] )+] $own_why:tt $own_kind:ident $own_key:tt $own:tt; $($rest:tt)*
    ) => {
        #[allow(unused_macros, reason = "the next one hides it")]
        macro_rules! __with_or_without {
            () => { $crate::__in_build! { $then $owner ($($absent)* $own) $( [] $why $kind $key $field; )* $($rest)* } };
        }
        #[cfg(all($( all($($condition)*) ),+))]
        macro_rules! __with_or_without {
            () => {
                $crate::__in_build! { $then $owner ($($absent)*) $( [] $why $kind $key $field; )* [] $own_why $own_kind $own_key $own; $($rest)* }
            };
        }
        __with_or_without! {}
    };
}

/// Leaves those names out of the omitted ones that only other builds have: a schema is the same in all. A name may be absent and there, too, if each build
/// has it with another type. Names can be compared by a macro that has them in its pattern, which is made here. A dollar sign stands for itself at
/// the end of a group, so it comes as `[$]`.
///
/// `__omit_present! { [$] ((email, debug_note) (..) (made ..)) (owner_id) (debug_note) () column () email; }`
#[doc(hidden)]
#[macro_export]
macro_rules! __omit_present {
    ([$d:tt] (($($omitted:tt),*) $checked:tt $then:tt) $owner:tt ($($absent:tt)*) $( $why:tt $kind:ident $key:tt $field:tt; )*) => {
        macro_rules! __present {
            ([$d($d seen:tt)*]) => {
                $crate::__omit! { [$d] (($d($d seen),*) $checked $then) $owner ($($absent)*) $( $why $kind $key $field; )* }
            };
            $( ([$d($d seen:tt)*] $field $d($d rest:tt)*) => { __present! { [$d($d seen)* $field] $d($d rest)* } }; )*
            $( ([$d($d seen:tt)*] $absent $d($d rest:tt)*) => { __present! { [$d($d seen)*] $d($d rest)* } }; )*
            ([$d($d seen:tt)*] $d other:tt $d($d rest:tt)*) => { __present! { [$d($d seen)* $d other] $d($d rest)* } };
        }
        __present! { [] $($omitted)* }
    };
}

/// Says which fields a schema omits: `__omit! { [$] ((email) (email) (made ..)) (owner_id) (debug_note) () column () email; }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __omit {
    ([$d:tt] (($($omitted:tt),*) ($($checked:tt),*) $then:tt) ($($owner:tt)?) ($($absent:tt)*) $( ($($why:tt)*) $kind:ident $key:tt $field:tt; )*) => {
        macro_rules! __left_of {
            $( (@ $field $d name:tt) => { $crate::__omitted! { $d name $then } }; )*
            $( (@ $absent $d name:tt) => {}; )*
            (@ $d other:tt $d name:tt) => { $crate::__not_there! { $d name $then } };
            ($d( $( $d( $field $d(@ $d $field:tt)? )? )* ),+) => {
                $crate::__remaining! { $then $( ($($why)* $d( $d( omitted $d($d $field)? )? )+) $kind $key $field; )* }
            };
            ($d($d other:tt)*) => { $crate::__not_left! { (() () $then) } };
        }
        $( __left_of! { @ $checked $checked } )*
        __left_of! { $($omitted,)* $($owner)? }
    };
}

/// Drops the fields for which there is a reason to, and goes on with the others: `__remaining! { (made ..) () column () email; (hidden) column () note; }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __remaining {
    ($then:tt $(
        $( () column $for_keys:tt $column:tt )?
        $( () key () $key:tt )?
        $( () key ($($no_key:tt)+) $other_key:tt )?
        $( ($($why:tt)+) $kind:ident $any:tt $other:tt )?
    ; )*) => {
        $crate::__go_on! { $then $( $($column)? $($key)? )* }
    };
}

/// Goes on with what is left: a schema is made of it, or the list of a schema that is itself made of another item begins with it.
#[doc(hidden)]
#[macro_export]
macro_rules! __go_on {
    ((made ($($omitted:tt),*) [$name:tt $($schema:tt)*] [$path:expr] ($base:ty)) $( $field:tt )*) => {
        $crate::__check! { $name check_left(
            <$base as $crate::__private::SchemaBase>::BASE,
            &[$( <<$base as $crate::__private::SchemaBase>::Names>::$field.__column() ),*],
            &[$( ::core::stringify!($omitted) ),*],
            ::core::stringify!($name),
            $path,
        ) }
        $crate::__own_apart! { [$name $($schema)*] [$path] $( $field )* }
        $crate::__taken! { [$name $($schema)*] [$path] ($base) $( $field )* }
    };
    ((extended [$($own:tt)*] $then:tt) $( $field:tt )*) => {
        $crate::__in_build! { $then () () $( [] () column () $field; )* $($own)* }
    };
}

/// Checks at its name that a property of the schema's own isn't among those that it takes: `__own_apart! { [Short .. { .. }] ["Task"] title line_two }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __own_apart {
    ([$name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {}] $($rest:tt)*) => {};
    (
        [$name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {
            $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $doc:expr)? ])* $own:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
        }]
        $path:tt $( $taken:tt )*
    ) => {
        // Plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__own_apart! { @ [$] [<properties>] $name $path [$( $taken )*] $( [$( $(#[cfg $condition])? )*] $own )* }
        }
    };
    (@ [$d:tt] properties $name:tt [$path:expr] [$( $taken:tt )*] $( [$($condition:tt)*] $own:tt )*) => {
        macro_rules! __taken_too {
            $( ($taken $d own:tt) => {
                $crate::__error! { $d own ::core::concat!(
                    "schema `", ::core::stringify!($name), "` takes `", ::core::stringify!($taken), "` of `", $path, "`, too; omit it there, or rename this one") }
            }; )*
            ($d other:tt $d own:tt) => {};
        }
        $( $($condition)* __taken_too! { $own $own } )*
    };
    // An error that `__taken!` reports.
    ([$name:tt $($schema:tt)*] $($rest:tt)*) => {};
}

/// Checks at its name that a view has what a schema omits: `__omitted! { email (made ..) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __omitted {
    ($omitted:tt (made $named:tt [$name:tt $($schema:tt)*] [$path:expr] ($base:ty))) => {
        $crate::__check! { $omitted check_omitted(
            <$base as $crate::__private::SchemaBase>::BASE,
            ::core::stringify!($omitted),
            ::core::stringify!($name),
            $path,
        ) }
    };
}

/// Reports at its name that an item doesn't have what a schema omits.
#[doc(hidden)]
#[macro_export]
macro_rules! __not_there {
    ($omitted:tt (made $named:tt [$name:tt $($schema:tt)*] [$path:expr] $base:tt)) => {
        $crate::__error! { $omitted ::core::concat!(
            "schema `", ::core::stringify!($name), "` omits `", ::core::stringify!($omitted), "`, but `", $path, "` has no such property") }
    };
}

/// Reports that a schema is to be made of something else: `__no_base! { Color (..) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __no_base {
    ($base:tt ($omitted:tt $checked:tt (made $named:tt [$name:tt $($schema:tt)*] $($then:tt)*))) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "` is made of a schema or a resource, and `", ::core::stringify!($base), "` is neither") }
        $crate::__failed! { type $name }
    };
    ($base:tt ($omitted:tt $checked:tt (extended $own:tt $then:tt))) => { $crate::__not_left! { $then } };
}

/// Replaces a schema whose properties can't be found, after an error that says why.
#[doc(hidden)]
#[macro_export]
macro_rules! __not_left {
    (($omitted:tt $checked:tt (made $named:tt [$name:tt $($schema:tt)*] $($then:tt)*))) => {
        $crate::__failed! { type $name }
    };
    (($omitted:tt $checked:tt (extended $own:tt $then:tt))) => {
        $crate::__not_left! { $then }
    };
}
