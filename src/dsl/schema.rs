//! Named types: `enum`, `schema` and `union`.

/// `enum TaskType { Todo = "todo", Issue = "issue" }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum {
    ($name:tt $docs:tt {}) => {
        $crate::__error! { $name ::core::concat!(
            "enum `", ::core::stringify!($name), "` has no value; give it at least one, `Todo = \"todo\"`") }
        $crate::__failed! { type $name }
    };
    ($name:ident [$($doc:expr),*] { $( $(#[doc = $variant_doc:expr])* $variant:ident = $text:literal ),* $(,)? }) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $variant_doc])* #[doc = ::core::concat!("`", $text, "`")] $variant, )* }

        impl $name {
            /// All values, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),*];
            /// Their texts.
            pub const VALUES: &'static [&'static str] = &[$( $text ),*];

            /// The text in JSON, queries and tables.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }

        $crate::__component! { $name [$($doc),*] Enum($name::VALUES) }

        impl $crate::__private::FieldType for $name {
            type Base = $crate::__private::meta::Choice<Self>;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref(::core::stringify!($name)));
            const CHOICES: &'static [&'static str] = Self::VALUES;

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::read_choice(json, Self::VALUES, Self::ALL, errors)
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::write_string(self.as_str(), out);
            }
        }

        impl $crate::__private::ColumnType for $name {
            const STORAGE: $crate::__private::Storage = $crate::__private::Storage::Text;

            fn parse(text: &str, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::parse_choice(text, Self::VALUES, Self::ALL, errors)
            }

            fn from_row(row: &dyn $crate::__private::Row, index: usize) -> ::core::result::Result<::core::option::Option<Self>, $crate::__private::Cause> {
                $crate::__private::choice_from_row(row, index, Self::VALUES, Self::ALL)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $crate::__serde! { $name }
        $crate::field_type! {
            $name: ::std::string::String,
            |value| ::core::convert::From::from(value.as_str()),
            |text| $crate::__private::choice_from_text(&text, <$name>::VALUES, <$name>::ALL)
        }
    };
    ($name:tt [$($doc:expr),*] { $( $(#[doc = $variant_doc:expr])* $variant:ident $(= $text:literal)? ),* $(,)? }) => {
        $crate::__error! { $name ::core::concat!(
            "enum `", ::core::stringify!($name), "`: every value has a text, `Todo = \"todo\"`") }
        $crate::__failed! { type $name }
    };
}

/// `schema Place { street: String [len(1..=80)] }`: a struct, in JSON an object.
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($name:ident [$($doc:expr),*] {
        $( $(#[doc = $field_doc:expr])* $field:ident : $type:ty $([ $($option:tt)* ])? ),* $(,)?
    }) => {
        $( #[doc = $doc] )*
        #[allow(missing_docs, reason = "`docs: required` is what asks for descriptions")]
        #[allow(clippy::derive_partial_eq_without_eq, reason = "not all types of fields have `Eq`")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $(#[doc = $field_doc])* pub $field: $type, )* }

        impl $name {
            /// The properties, in the order of the declaration.
            pub const PROPERTIES: &'static [$crate::__private::meta::Field] = &[
                $( $crate::__field! { property [$($field_doc),*] $field ($type) [$($($option)*)?] } ),*
            ];

            fn read_members(mut object: $crate::__private::ObjectReader<'_>, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $( let $field = object.next::<$type>(errors); )*
                ::core::option::Option::Some(Self { $( $field: $field?, )* })
            }

            fn write_members(&self, mut object: $crate::__private::ObjectWriter<'_>) {
                $( object.next(&self.$field); )*
                object.close();
            }
        }

        $crate::__component! { $name [$($doc),*] Object($name::PROPERTIES) }

        impl $crate::__private::Object for $name {
            const FIELDS: &'static [$crate::__private::meta::Field] = Self::PROPERTIES;
        }

        impl $crate::__private::FieldType for $name {
            type Base = Self;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref(::core::stringify!($name)));

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                let object = $crate::__private::ObjectReader::open(json, Self::PROPERTIES, errors)?;
                Self::read_members(object, errors)
            }

            fn read_stored(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                let object = $crate::__private::ObjectReader::open_stored(json, Self::PROPERTIES, errors)?;
                Self::read_members(object, errors)
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                self.write_members($crate::__private::ObjectWriter::open(Self::PROPERTIES, out));
            }

            fn write_stored(&self, out: &mut ::std::vec::Vec<u8>) {
                self.write_members($crate::__private::ObjectWriter::open_stored(Self::PROPERTIES, out));
            }

            fn keep_read_only(&mut self, replaced: Self) {
                let mut properties = Self::PROPERTIES.iter();
                $( if let ::core::option::Option::Some(property) = properties.next() {
                    $crate::__private::keep_property(property, &mut self.$field, replaced.$field);
                } )*
            }

            fn one_way(seen: &mut ::std::vec::Vec<::core::any::TypeId>) -> $crate::__private::OneWay {
                if $crate::__private::first_met::<Self>(seen) {
                    $crate::__private::one_way(Self::PROPERTIES) $( .or(<$type as $crate::__private::FieldType>::one_way(seen)) )*
                } else {
                    $crate::__private::OneWay::default()
                }
            }
        }

        $crate::__serde! { $name }
    };
}

/// `union Reference { Text(String), Number(i64) }`: one of several types; the first that fits is taken.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:tt $docs:tt {}) => {
        $crate::__error! { $name ::core::concat!(
            "union `", ::core::stringify!($name), "` has no variant; give it at least one, `Text(String)`") }
        $crate::__failed! { type $name }
    };
    ($name:ident [$($doc:expr),*] { $( $(#[doc = $variant_doc:expr])* $variant:ident ( $type:ty ) ),* $(,)? }) => {
        $( #[doc = $doc] )*
        #[allow(clippy::derive_partial_eq_without_eq, reason = "not all types of fields have `Eq`")]
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name { $( $(#[doc = $variant_doc])* #[doc = ::core::concat!("`", ::core::stringify!($type), "`")] $variant($type), )* }

        $crate::__component! { $name [$($doc),*] Union(&[$( <$type as $crate::__private::FieldType>::SCHEMA ),*]) }

        impl $crate::__private::FieldType for $name {
            type Base = Self;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref(::core::stringify!($name)));

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $(
                    if let ::core::option::Option::Some(value) =
                        $crate::__private::take_variant::<$type>(json, <$type as $crate::__private::FieldType>::read, errors)
                    {
                        return ::core::option::Option::Some(Self::$variant(value));
                    }
                )*
                errors.push(::core::concat!("fits none of ", ::core::stringify!($($variant),*)));
                ::core::option::Option::None
            }

            fn read_stored(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $(
                    if let ::core::option::Option::Some(value) =
                        $crate::__private::take_variant::<$type>(json, <$type as $crate::__private::FieldType>::read_stored, errors)
                    {
                        return ::core::option::Option::Some(Self::$variant(value));
                    }
                )*
                errors.push(::core::concat!("fits none of ", ::core::stringify!($($variant),*)));
                ::core::option::Option::None
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                match self { $( Self::$variant(value) => $crate::__private::FieldType::write(value, out), )* }
            }

            fn write_stored(&self, out: &mut ::std::vec::Vec<u8>) {
                match self { $( Self::$variant(value) => $crate::__private::FieldType::write_stored(value, out), )* }
            }

            fn keep_read_only(&mut self, replaced: Self) {
                match (self, replaced) {
                    $( (Self::$variant(value), Self::$variant(replaced)) => $crate::__private::FieldType::keep_read_only(value, replaced), )*
                    #[allow(unreachable_patterns, reason = "a union of one variant has no other pair")]
                    _ => {}
                }
            }

            fn one_way(seen: &mut ::std::vec::Vec<::core::any::TypeId>) -> $crate::__private::OneWay {
                if $crate::__private::first_met::<Self>(seen) {
                    $crate::__private::OneWay::default() $( .or(<$type as $crate::__private::FieldType>::one_way(seen)) )*
                } else {
                    $crate::__private::OneWay::default()
                }
            }
        }

        $crate::__serde! { $name }
    };
}

/// A named type's piece of the document.
#[doc(hidden)]
#[macro_export]
macro_rules! __component {
    ($name:ident [$($doc:expr),*] $shape:ident ($value:expr)) => {
        impl $name {
            #[doc(hidden)]
            pub const COMPONENT: &'static $crate::__private::meta::Component = &$crate::__private::meta::Component {
                name: ::core::stringify!($name),
                docs: &[$($doc),*],
                shape: $crate::__private::meta::Shape::$shape($value),
            };
        }
        $crate::__rendered! { $name = Component($name::COMPONENT) component_size render_component }
    };
}

/// An item's place in the lists of its block, and its piece of the document.
///
/// What is rendered depends on a type parameter that it doesn't need: so the compiler evaluates it only where somebody uses it,
/// and `cargo check` doesn't pay for the document.
#[doc(hidden)]
#[macro_export]
macro_rules! __rendered {
    ($type:ident = $kind:ident ($item:expr) $size:ident $render:ident) => {
        const _: () = {
            const SIZE: usize = $crate::__private::$size($item);
            #[allow(dead_code, reason = "only its consts are used")]
            struct __Lazy<__T>(::core::marker::PhantomData<__T>);
            impl<__T> __Lazy<__T> {
                const TEXT: $crate::__private::ConstBuffer<SIZE> = $crate::__private::$render($item);
                const FRAGMENT: &'static $crate::__private::Fragment = &Self::TEXT.fragment();
            }
            impl $type {
                #[doc(hidden)]
                pub const ITEM: $crate::__private::meta::Item = $crate::__private::meta::Item::$kind($item);
                #[doc(hidden)]
                pub const SIZE: usize = SIZE;
                #[doc(hidden)]
                #[must_use]
                pub const fn fragment<__T>() -> &'static $crate::__private::Fragment {
                    __Lazy::<__T>::FRAGMENT
                }
            }
        };
    };
}

/// serde's face of a named type, by the type's own parser and formatter.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
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
