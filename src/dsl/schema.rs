//! Named types: `enum`, `schema` and `union`.

/// `enum TaskType { Todo = "todo", Issue = "issue" }`, or with numbers, `enum Level { Low = 1, High = 2 }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum {
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {}) => {
        $crate::__error! { $name ::core::concat!(
            "enum `", ::core::stringify!($name), "` has no value; give it at least one, `Todo = \"todo\"` or `Low = 1`") }
        $crate::__failed! { type $name }
    };
    ($name:tt $component:tt $visibility:tt [$($doc:expr),*] $derived:tt $deprecated:tt {
        $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $variant_doc:expr)? ])* $variant:ident = $value:literal ),* $(,)?
    }) => {
        $crate::__enum_values! { [$($value)*] $name $component $visibility [$($doc),*] $derived $deprecated {
            $( [$( $(#[cfg $condition])? )*] [$( $(#[deprecated $($note)*])? )*] [$( $($variant_doc,)? )*] $variant ($value) )*
        } }
    };
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt { $( $(#[$attribute:tt $($argument:tt)*])* $variant:ident = $value:literal ),* $(,)? }) => {
        $( $( $crate::__attribute! { value $attribute $($argument)* } )* )*
        $crate::__enum! { $name $component $visibility $docs $derived $deprecated { $( $variant = $value ),* } }
    };
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt { $( $(#[$($attribute:tt)*])* $variant:ident $(= $value:literal)? ),* $(,)? }) => {
        // Its values are plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__values_without! { [<values>] $( $name [$($value)?] $variant )* }
        }
        $crate::__failed! { type $name }
    };
}

/// Reports each value of an enum that is neither a text nor a number: `__values_without! { values Level [1] Low Level [] High }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __values_without {
    (values $( $name:tt $value:tt $variant:tt )*) => { $( $crate::__values_without! { @$value $name $variant } )* };
    (@[] $name:tt $variant:tt) => {
        $crate::__error! { $variant ::core::concat!(
            "enum `", ::core::stringify!($name), "`: `", ::core::stringify!($variant), "` has neither a text nor a number; write `",
            ::core::stringify!($variant), " = \"..\"`, or with numbers `", ::core::stringify!($variant), " = 1`") }
    };
    (@$value:tt $name:tt $variant:tt) => {};
}

/// Finds out whether the values of an enum are texts or numbers: `__enum_values! { ["todo" "issue"] TaskType .. { [] [] [] Todo ("todo") .. } }`.
/// No pattern distinguishes them. But `paste!` makes a text of any literal, and that equals the literal only if it was a text.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_values {
    ([$first:literal $($others:literal)*] $name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {
        $( $condition:tt $note:tt $variant_docs:tt $variant:ident ($value:literal) )*
    }) => {
        // Values and names are plain tokens again, for errors at them.
        $crate::__private::paste! {
            macro_rules! [<__values_of_ $name>] {
                ($first) => {
                    $crate::__plain_enum! {
                        [Texts (VALUES) Text &'static str, ::std::string::String, value (value as usize)]
                        $name $component $visibility $docs $derived [$deprecated]
                        { [<values>] $( $condition $note $variant_docs $variant [] ($value) ($value) )* }
                    }
                };
                ($number:tt) => {
                    $crate::__number_enum! {
                        $name $component $visibility $docs $derived $deprecated
                        { [<values>] $( $condition $note $variant_docs $variant ($value) )* }
                    }
                };
            }
            $crate::__enum_value_as_text! { [<__values_of_ $name>] #[value = $first ""] }
        }
    };
}

/// Calls a macro with a literal that `paste!` has made a text of. A number with a sign isn't one literal, and stays: `[]` stands for it.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_value_as_text {
    ($macro:ident #[value = $text:tt]) => {
        $macro! { $text }
    };
    ($macro:ident $($other:tt)*) => {
        $macro! { [] }
    };
}

/// An enum of numbers, of which each is the value of its variant in Rust, too: `__number_enum! { Level .. { values [] [] [] Low (1) .. } }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __number_enum {
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {
        values $( [$($condition:tt)*] $note:tt $variant_docs:tt $variant:tt ($number:literal) )*
    }) => {
        #[allow(deprecated, reason = "the type may be")]
        impl $crate::__private::DeclaredNumbers for $name {
            const NUMBERS: $crate::__private::EnumNumbers = $crate::__private::EnumNumbers(&[$(
                $($condition)* (::core::stringify!($variant), ::core::stringify!($number), ::core::concat!($number))
            ),*]);
        }

        #[allow(deprecated, reason = "the type may be")]
        const _: () = {
        // A duplicate is an error at its name here. In the enum itself it would be one at the whole block.
        #[allow(dead_code, reason = "only their names count")]
        enum __Variants { $( $($condition)* $variant, )* }
        };

        $crate::__plain_enum! {
            [Numbers (VALUES, NAMES) Int64 i64, i64, value ($crate::__private::choice_index(value))]
            $name $component $visibility $docs $derived [$deprecated #[repr(i64)]]
            { values $(
                [$($condition)*] $note $variant_docs $variant
                [= <$name as $crate::__private::DeclaredNumbers>::NUMBERS.number(::core::stringify!($variant), ::core::stringify!($number))]
                ($number) (Self::$variant as i64)
            )* }
        }

        $( $($condition)* $crate::__check! { $variant check_enum_number(
            ::core::stringify!($name), <$name as $crate::__private::DeclaredNumbers>::NUMBERS,
            ::core::stringify!($variant), ::core::stringify!($number)
        ) } )*
    };
}

/// An enum, each value with its `#[cfg(..)]`s, `#[deprecated]`s and docs, and what it is in Rust and elsewhere:
/// `__plain_enum! { [Texts (VALUES) Text &'static str, String, value (value as usize)] TaskType ["shop.Type" ..] [pub] ["docs"] [] [[]] { values [] [] [] Todo [] ("todo") ("todo") } }`.
/// It begins with what the values are: their kind and its lists, the storage, the types outside and in columns, and the place of a `value` in the lists. The first of
/// what names it is the document's name. A value has its number in Rust, its literal, and that as an expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __plain_enum {
    ([$choices:ident ($($list:ident),*) $storage:ident $type:ty, $stored:ty, $choice:ident ($index:expr)]
        $name:tt [$component:tt $($default:tt)?] [$($visibility:tt)*] [$($doc:expr),*] [$($derived:tt)*] [[$($deprecated:tt)*] $($representation:tt)*] {
        values $( [$($condition:tt)*] [$($note:tt)*] [$($variant_doc:expr),* $(,)?] $variant:tt [$($discriminant:tt)*] ($written:literal) ($value:expr) )*
    }) => {
        $( #[doc = $doc] )*
        $($derived)*
        $($deprecated)*
        $($representation)*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $($visibility)* enum $name {
            $( $($condition)* $($note)* $( #[doc = $variant_doc] )* #[doc = ::core::concat!("`", $written, "`")] $variant $($discriminant)*, )*
        }

        #[allow(deprecated, reason = "the type or its fields may be")]
        const _: () = {
        impl $crate::__private::EnumValues for $name {
            type Value = $type;
            const ALL: &'static [Self] = &[$( $($condition)* Self::$variant ),*];
            const VALUES: &'static [Self::Value] = &[$( $($condition)* $value ),*];
            const NAMES: &'static [&'static str] = &[$( $($condition)* ::core::stringify!($variant) ),*];

            fn value(self) -> Self::Value {
                let $choice = self;
                <Self as $crate::__private::EnumValues>::VALUES[$index]
            }
        }

        $crate::__component! { $name [$component] [$($doc),*] [$($deprecated)*] Enum(<$name as $crate::__private::FieldType>::CHOICES) }

        impl $crate::__private::FieldType for $name {
            type Base = $crate::__private::meta::Choice<Self, <Self as $crate::__private::EnumValues>::Value>;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref($component));
            const CHOICES: $crate::__private::Choices =
                $crate::__private::Choices::$choices($(<Self as $crate::__private::EnumValues>::$list),*);

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::read_choice(json, errors)
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::EnumValue::write($crate::__private::EnumValues::value(*self), out);
            }
        }

        impl $crate::__private::ColumnType for $name {
            const STORAGE: $crate::__private::Storage = $crate::__private::Storage::$storage;

            fn parse(text: &str, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::parse_choice(text, errors)
            }

            fn from_row(row: &dyn $crate::__private::Row, index: usize) -> ::core::result::Result<::core::option::Option<Self>, $crate::__private::Cause> {
                $crate::__private::choice_from_row(row, index)
            }
        }

        // Not derived: of two values of one name, the derive reports a second error, which is no help.
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let $choice = *self;
                f.write_str(<Self as $crate::__private::EnumValues>::NAMES[$index])
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::__private::EnumValues::value(*self), f)
            }
        }

        $crate::__serde! { $name }
        $crate::field_type! {
            $name: $stored,
            |value| $crate::__private::choice_to_stored(value),
            |stored| $crate::__private::choice_from_stored(&stored)
        }
        };
    };
}

/// `schema Place { street: String [len(1..=80)] }`: a struct, in JSON an object.
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($name:tt $component:tt $visibility:tt [$($doc:expr),*] $derived:tt $deprecated:tt {
        $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $field_doc:expr)? ])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
    }) => {
        // Its properties are plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__plain_schema! { $name $component $visibility [$($doc),*] $derived $deprecated {
                [<properties>] $( [$( $(#[cfg $condition])? )*] [$( $([$($note)*])? )*] [$( $($field_doc,)? )*] $field ($type) [$($($option)*)?] )*
            } }
        }
    };
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt { $( $(#[$attribute:tt $($argument:tt)*])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)? }) => {
        $( $( $crate::__attribute! { field $attribute $($argument)* } )* )*
        $crate::__schema! { $name $component $visibility $docs $derived $deprecated { $( $field : $type $([ $($option)* ])? ),* } }
    };
    ($name:tt $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "schema `", ::core::stringify!($name), "`: every property has a type, `street: String [len(1..=80)]`") }
        $crate::__failed! { type $name }
    };
}

/// A schema, each property with its `#[cfg(..)]`s, notes of `#[deprecated]`s and docs:
/// `__plain_schema! { Place ["geo.Place" ..] [pub] ["docs"] [] [] { properties [] [] [] street (String) [len(1..=80)] } }`. The first of what names it is the
/// document's name; behind that is what `__schema_options!` has read of the schema's options, if there are any.
#[doc(hidden)]
#[macro_export]
macro_rules! __plain_schema {
    ($name:tt [$component:tt $(($($default:tt)*))? $([$($nulls:tt)?])? $({ $check:ident $( [$($function:tt)+] ($text:expr) )+ })?] [$($visibility:tt)*] [$($doc:expr),*] [$($derived:tt)*] [$($deprecated:tt)*] {
        properties $( [$($condition:tt)*] [$( [$($note:tt)*] )*] [$($field_doc:expr),* $(,)?] $field:tt ($type:ty) [$($field_option:tt)*] )*
    }) => {
        $( #[doc = $doc] )*
        $($derived)*
        $($deprecated)*
        #[allow(missing_docs, reason = "`docs: required` enforces descriptions")]
        #[allow(clippy::derive_partial_eq_without_eq, reason = "not all types of fields have `Eq`")]
        #[derive(Clone, Debug, PartialEq)]
        $($visibility)* struct $name {
            $( $($condition)* $( #[deprecated $($note)*] )* $( #[doc = $field_doc] )* pub $field: $type, )*
        }

        #[allow(deprecated, reason = "the type or its fields may be")]
        const _: () = {
        impl $crate::__private::DeclaredSchema for $name {
            #[allow(clippy::large_stack_arrays, reason = "it is static")]
            const FIELDS: &'static [$crate::__private::meta::Field] = &[
                $( $($condition)* $crate::__field! { property [$($field_doc),*] [$( [$($note)*] )*] $field ($type) [$($field_option)*] } ),*
            ];
            $( $( const NULLS: $crate::__private::meta::Nulls = $crate::__known! { schema_option $nulls }; )? )?
        }

        impl $crate::__private::Object for $name {
            #[allow(clippy::large_stack_arrays, reason = "it is static")]
            const FIELDS: &'static [$crate::__private::meta::Field] =
                &<$name as $crate::__private::InApi>::NAMES.fields(
                    $crate::__private::meta::with_nulls::<{ <$name as $crate::__private::DeclaredSchema>::FIELDS.len() }>(
                        <$name as $crate::__private::DeclaredSchema>::FIELDS,
                        <$name as $crate::__private::DeclaredSchema>::NULLS.or(<$name as $crate::__private::InApi>::NULLS),
                    ),
                    const { &<$name as $crate::__private::InApi>::NAMES.text::<{
                        <$name as $crate::__private::InApi>::NAMES.size(<$name as $crate::__private::DeclaredSchema>::FIELDS, &[])
                    }>(<$name as $crate::__private::DeclaredSchema>::FIELDS, &[]) },
                );
            $( const CHECKS: &'static [$crate::__private::ObjectCheck<Self>] = &[
                $( $crate::__private::ObjectCheck { text: $text, run: $($function)+ } ),+
            ]; )?
        }

        impl $crate::__private::ObjectMembers for $name {
            fn read_members(mut object: $crate::__private::ObjectReader<'_>, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $( $($condition)* let $field = object.next::<$type>(errors); )*
                let value = Self { $( $($condition)* $field: $field?, )* };
                $( object.$check(&value, <Self as $crate::__private::Object>::CHECKS, errors)?; )?
                ::core::option::Option::Some(value)
            }

            fn write_members(&self, mut object: $crate::__private::ObjectWriter<'_>) {
                $( $($condition)* object.next::<$type>(&self.$field); )*
                object.close();
            }
        }

        $crate::__component! { $name [$component] [$($doc),*] [$($deprecated)*] Object(<$name as $crate::__private::Object>::FIELDS) $( $( $text ),+ )? }

        // A value of each name, to check the property by; the last makes it an enum with a value.
        #[allow(non_camel_case_types, dead_code, reason = "the fields' own names")]
        enum __Name { $( $($condition)* $field, )* __End }

        impl __Name {
            #[track_caller]
            const fn check(self) {
                const MISNAMED: usize = $crate::__private::misnamed(<$name as $crate::__private::Object>::FIELDS, false);
                $crate::__private::check_property(<$name as $crate::__private::Declaration>::DATA, MISNAMED, self as usize);
            }
        }

        $crate::__fields_checked! { __Name $( [$($condition)*] $field )* }

        impl $crate::__private::FieldType for $name {
            type Base = Self;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref($component));

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                let object = $crate::__private::ObjectReader::open(json, <Self as $crate::__private::Object>::FIELDS, errors)?;
                <Self as $crate::__private::ObjectMembers>::read_members(object, errors)
            }

            fn read_stored(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                let object = $crate::__private::ObjectReader::open_stored(json, <Self as $crate::__private::Object>::FIELDS, errors)?;
                <Self as $crate::__private::ObjectMembers>::read_members(object, errors)
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::ObjectMembers::write_members(self, $crate::__private::ObjectWriter::open(<Self as $crate::__private::Object>::FIELDS, out));
            }

            fn write_stored(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::ObjectMembers::write_members(self, $crate::__private::ObjectWriter::open_stored(<Self as $crate::__private::Object>::FIELDS, out));
            }

            fn keep_read_only(&mut self, replaced: Self) {
                let mut properties = <Self as $crate::__private::Object>::FIELDS.iter();
                $( $($condition)* if let ::core::option::Option::Some(property) = properties.next() {
                    $crate::__private::keep_property::<$type>(property, &mut self.$field, replaced.$field);
                } )*
            }

            fn one_way(seen: &mut ::std::vec::Vec<::core::any::TypeId>) -> $crate::__private::OneWay {
                if $crate::__private::first_met::<Self>(seen) {
                    let one_way = $crate::__private::one_way(<Self as $crate::__private::Object>::FIELDS);
                    $( $($condition)* let one_way = one_way.or($crate::__private::one_way_of::<$type>(seen)); )*
                    one_way
                } else {
                    $crate::__private::OneWay::default()
                }
            }
        }

        $crate::__serde! { $name }
        };
    };
}

/// Reads the options of a schema, `[null_shown, check(ordered, "`starts` is before `ends`")]`, one after the other, into what `__plain_schema!` takes
/// of them: `[null_shown] { check [ordered] ("..") }`. Then it goes on as `__item!` does.
///
/// `__schema_options! { [null_shown] [] (check(ordered, "..")) Place ["geo.Place" ..] [[pub] ["docs"] [] []] [= .. if it is made of another] { .. } }`
#[doc(hidden)]
#[macro_export]
macro_rules! __schema_options {
    ($nulls:tt [$($checks:tt)*] (check($function:tt $(:: $segment:tt)*, $text:expr $(,)?) $(, $($rest:tt)*)?) $($schema:tt)*) => {
        $crate::__schema_options! { $nulls [$($checks)* [$function $(:: $segment)*] ($text)] ($($($rest)*)?) $($schema)* }
    };
    ([] $checks:tt (null_shown $(, $($rest:tt)*)?) $($schema:tt)*) => {
        $crate::__schema_options! { [null_shown] $checks ($($($rest)*)?) $($schema)* }
    };
    ([] $checks:tt (null_omitted $(, $($rest:tt)*)?) $($schema:tt)*) => {
        $crate::__schema_options! { [null_omitted] $checks ($($($rest)*)?) $($schema)* }
    };
    ($nulls:tt [] () $name:tt [$($named:tt)*] $told:tt $made:tt $body:tt) => {
        $crate::__schema_item! { $name [$($named)* $nulls] $told $made $body }
    };
    ($nulls:tt [$($checks:tt)+] () $name:tt [$($named:tt)*] $told:tt $made:tt $body:tt) => {
        $crate::__schema_item! { $name [$($named)* $nulls { check $($checks)+ }] $told $made $body }
    };
    ($nulls:tt $checks:tt ($option:tt $(($($argument:tt)*))? $(, $($rest:tt)*)?) $($schema:tt)*) => {
        $crate::__error! { $option $crate::__word! { schema_option $option } }
        $crate::__schema_options! { $nulls $checks ($($($rest)*)?) $($schema)* }
    };
    ($nulls:tt $checks:tt ($option:tt $(($($argument:tt)*))? $next:tt $($rest:tt)*) $($schema:tt)*) => {
        $crate::__error! { $next ::core::concat!(
            "write a comma between the options `", ::core::stringify!($option), "` and `", ::core::stringify!($next), "`") }
        $crate::__schema_options! { $nulls $checks () $($schema)* }
    };
}

/// Sends a schema with its options to the macro that makes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __schema_item {
    ($name:tt $named:tt [$($told:tt)*] [] { $($body:tt)* }) => {
        $crate::__schema! { $name $named $($told)* { $($body)* } }
    };
    ($name:tt $named:tt [$($told:tt)*] [= $base:tt $($methods:tt)*] $body:tt) => {
        $crate::__made_of! { [$name $named $($told)* $body] $base $($methods)* }
    };
}

/// `union Reference { Text(String), Number(i64) }`: one of several types; the first that fits is taken.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt {}) => {
        $crate::__error! { $name ::core::concat!(
            "union `", ::core::stringify!($name), "` has no variant; give it at least one, `Text(String)`") }
        $crate::__failed! { type $name }
    };
    ($name:tt $component:tt $visibility:tt [$($doc:expr),*] $derived:tt $deprecated:tt {
        $( $(#[ $(cfg $condition:tt)? $(deprecated $($note:tt)*)? $(doc = $variant_doc:expr)? ])* $variant:ident ( $type:ty ) ),* $(,)?
    }) => {
        // Its variants are plain tokens again, for errors at them.
        $crate::__private::paste! {
            $crate::__plain_union! { $name $component $visibility [$($doc),*] $derived $deprecated {
                [<variants>] $( [$( $(#[cfg $condition])? )*] [$( $(#[deprecated $($note)*])? )*] [$( $($variant_doc,)? )*] $variant ($type) )*
            } }
        }
    };
    ($name:tt $component:tt $visibility:tt $docs:tt $derived:tt $deprecated:tt { $( $(#[$attribute:tt $($argument:tt)*])* $variant:ident ( $type:ty ) ),* $(,)? }) => {
        $( $( $crate::__attribute! { value $attribute $($argument)* } )* )*
        $crate::__union! { $name $component $visibility $docs $derived $deprecated { $( $variant($type) ),* } }
    };
    ($name:tt $($rest:tt)*) => {
        $crate::__error! { $name ::core::concat!(
            "union `", ::core::stringify!($name), "`: every variant has a type, `Text(String)`") }
        $crate::__failed! { type $name }
    };
}

/// A union, each variant with its `#[cfg(..)]`s, `#[deprecated]`s and docs:
/// `__plain_union! { Reference ["shop.Reference" ..] [pub] ["docs"] [] [] { variants [] [] [] Text (String) } }`. The first of what names it is the
/// document's name.
#[doc(hidden)]
#[macro_export]
macro_rules! __plain_union {
    ($name:tt [$component:tt $($default:tt)?] [$($visibility:tt)*] [$($doc:expr),*] [$($derived:tt)*] [$($deprecated:tt)*] {
        variants $( [$($condition:tt)*] [$($note:tt)*] [$($variant_doc:expr),* $(,)?] $variant:tt ($type:ty) )*
    }) => {
        $( #[doc = $doc] )*
        $($derived)*
        $($deprecated)*
        #[allow(clippy::derive_partial_eq_without_eq, reason = "not all types of fields have `Eq`")]
        #[derive(Clone, Debug, PartialEq)]
        $($visibility)* enum $name {
            $(
                $($condition)* $($note)* $( #[doc = $variant_doc] )*
                #[doc = ::core::concat!("`", ::core::stringify!($type), "`")]
                $variant($type),
            )*
        }

        #[allow(deprecated, reason = "the type or its fields may be")]
        const _: () = {
        // A duplicate is an error at its name here. In the enum itself it would be one at the whole block.
        #[allow(dead_code, reason = "only their names count")]
        enum __Variants { $( $($condition)* $variant, )* }

        $crate::__component! { $name [$component] [$($doc),*] [$($deprecated)*] Union(&[$( $($condition)* $crate::__private::schema_of::<$type>() ),*]) }

        impl $crate::__private::FieldType for $name {
            type Base = Self;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref($component));

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $(
                    $($condition)*
                    if let ::core::option::Option::Some(value) =
                        $crate::__private::take_variant::<$type>(json, <$type as $crate::__private::FieldType>::read, errors)
                    {
                        return ::core::option::Option::Some(Self::$variant(value));
                    }
                )*
                errors.push($crate::__private::fits_none(&[$( $($condition)* ::core::stringify!($variant) ),*]));
                ::core::option::Option::None
            }

            fn read_stored(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $(
                    $($condition)*
                    if let ::core::option::Option::Some(value) =
                        $crate::__private::take_variant::<$type>(json, <$type as $crate::__private::FieldType>::read_stored, errors)
                    {
                        return ::core::option::Option::Some(Self::$variant(value));
                    }
                )*
                errors.push($crate::__private::fits_none(&[$( $($condition)* ::core::stringify!($variant) ),*]));
                ::core::option::Option::None
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                match self { $( $($condition)* Self::$variant(value) => $crate::__private::FieldType::write(value, out), )* }
            }

            fn write_stored(&self, out: &mut ::std::vec::Vec<u8>) {
                match self { $( $($condition)* Self::$variant(value) => $crate::__private::FieldType::write_stored(value, out), )* }
            }

            fn keep_read_only(&mut self, replaced: Self) {
                match (self, replaced) {
                    $( $($condition)* (Self::$variant(value), Self::$variant(replaced)) => $crate::__private::FieldType::keep_read_only(value, replaced), )*
                    #[allow(unreachable_patterns, reason = "a union of one variant has no other pair")]
                    _ => {}
                }
            }

            fn one_way(seen: &mut ::std::vec::Vec<::core::any::TypeId>) -> $crate::__private::OneWay {
                if $crate::__private::first_met::<Self>(seen) {
                    let one_way = $crate::__private::OneWay::default();
                    $( $($condition)* let one_way = one_way.or($crate::__private::one_way_of::<$type>(seen)); )*
                    one_way
                } else {
                    $crate::__private::OneWay::default()
                }
            }
        }

        $crate::__serde! { $name }
        };
    };
}

/// A named type's piece of the document.
#[doc(hidden)]
#[macro_export]
macro_rules! __component {
    ($name:tt [$component:expr] [$($doc:expr),*] [$($deprecated:tt)*] $shape:ident ($value:expr) $( $check:expr ),*) => {
        impl $crate::__private::Declaration for $name {
            type Data = $crate::__private::meta::Component;
            const DATA: &'static $crate::__private::meta::Component = &$crate::__private::meta::Component {
                name: $component,
                docs: &[$($doc),*],
                deprecated: !::core::stringify!($($deprecated)*).is_empty(),
                checks: &[$( $check ),*],
                shape: $crate::__private::meta::Shape::$shape($value),
            };
        }

        $crate::__listed! { $name Component }
    };
}

/// An item among those of its block.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed {
    ($type:tt $kind:ident) => {
        #[allow(deprecated, reason = "the item may be")]
        impl $crate::__private::DeclaredItem for $type {
            const ITEM: $crate::__private::meta::Item =
                $crate::__private::meta::Item::$kind(<$type as $crate::__private::Declaration>::DATA);
        }
    };
}

/// serde's face of a named type, by the type's own parser and formatter.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:tt) => {
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}
