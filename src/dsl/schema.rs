//! Named types: `enum`, `schema` and `union`.

/// `enum TaskType { Todo = "todo", Issue = "issue" }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum {
    ($name:ident $docs:tt {}) => {
        ::core::compile_error!(::core::concat!(
            "enum `", ::core::stringify!($name), "` has no value; give it at least one, `Todo = \"todo\"`"
        ));
        $crate::__failed! { $name }
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
            $crate::__component! { $name [$($doc),*] Enum(Self::VALUES) }

            /// The text in JSON, queries and tables.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }

        impl $crate::FieldType for $name {
            type Base = $crate::meta::Choice<Self>;
            const SCHEMA: $crate::Schema = $crate::Schema::of($crate::Kind::Ref(::core::stringify!($name)));

            fn read(json: &$crate::__private::RawValue, _: &$crate::Limits, errors: &mut $crate::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::read_choice(json, Self::VALUES, Self::ALL, errors)
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::write_string(self.as_str(), out);
            }
        }

        impl $crate::ColumnType for $name {
            const STORAGE: $crate::Storage = $crate::Storage::Text;
            const CHOICES: &'static [&'static str] = Self::VALUES;

            fn parse(text: &str, _: &$crate::Limits, errors: &mut $crate::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::parse_choice(text, Self::VALUES, Self::ALL, errors)
            }

            fn from_row(row: &dyn $crate::Row, index: usize) -> ::core::result::Result<::core::option::Option<Self>, $crate::Cause> {
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
    ($name:ident [$($doc:expr),*] { $( $(#[doc = $variant_doc:expr])* $variant:ident $(= $text:literal)? ),* $(,)? }) => {
        ::core::compile_error!(::core::concat!(
            "enum `", ::core::stringify!($name), "`: every value has a text, `Todo = \"todo\"`"
        ));
        $crate::__failed! { $name }
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
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $(#[doc = $field_doc])* pub $field: $type, )* }

        impl $name {
            /// The properties, in the order of the declaration.
            pub const PROPERTIES: &'static [$crate::meta::Field] = &[
                $( $crate::__field! { property [$($field_doc),*] $field ($type) [$($($option)*)?] } ),*
            ];
            $crate::__component! { $name [$($doc),*] Object(Self::PROPERTIES) }
        }

        impl $crate::FieldType for $name {
            type Base = Self;
            const SCHEMA: $crate::Schema = $crate::Schema::of($crate::Kind::Ref(::core::stringify!($name)));

            fn read(json: &$crate::__private::RawValue, _: &$crate::Limits, errors: &mut $crate::FieldErrors) -> ::core::option::Option<Self> {
                let mut object = $crate::__private::ObjectReader::open(json, Self::PROPERTIES, errors)?;
                $( let $field = object.next::<$type>(errors); )*
                ::core::option::Option::Some(Self { $( $field: $field?, )* })
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                let mut object = $crate::__private::ObjectWriter::open(Self::PROPERTIES, out);
                $( object.next(&self.$field); )*
                object.close();
            }
        }

        $crate::__serde! { $name }
    };
}

/// `union Reference { Text(String), Number(i64) }`: one of several types; the first that fits is taken.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident $docs:tt {}) => {
        ::core::compile_error!(::core::concat!(
            "union `", ::core::stringify!($name), "` has no variant; give it at least one, `Text(String)`"
        ));
        $crate::__failed! { $name }
    };
    ($name:ident [$($doc:expr),*] { $( $(#[doc = $variant_doc:expr])* $variant:ident ( $type:ty ) ),* $(,)? }) => {
        $( #[doc = $doc] )*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name { $( $(#[doc = $variant_doc])* #[doc = ::core::concat!("`", ::core::stringify!($type), "`")] $variant($type), )* }

        impl $name {
            $crate::__component! { $name [$($doc),*] Union(&[$( <$type as $crate::FieldType>::SCHEMA ),*]) }
        }

        impl $crate::FieldType for $name {
            type Base = Self;
            const SCHEMA: $crate::Schema = $crate::Schema::of($crate::Kind::Ref(::core::stringify!($name)));

            fn read(json: &$crate::__private::RawValue, _: &$crate::Limits, errors: &mut $crate::FieldErrors) -> ::core::option::Option<Self> {
                $(
                    if let ::core::option::Option::Some(value) = $crate::__private::take_variant::<$type>(json, errors) {
                        return ::core::option::Option::Some(Self::$variant(value));
                    }
                )*
                errors.push(::core::concat!("fits none of ", ::core::stringify!($($variant),*)));
                ::core::option::Option::None
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                match self { $( Self::$variant(value) => $crate::FieldType::write(value, out), )* }
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
        #[doc(hidden)]
        pub const COMPONENT: &'static $crate::meta::Component = &$crate::meta::Component {
            name: ::core::stringify!($name),
            docs: &[$($doc),*],
            shape: $crate::meta::Shape::$shape($value),
        };
        #[doc(hidden)]
        pub const ITEM: $crate::meta::Item = {
            const _: () = $crate::__private::check_component($name::COMPONENT);
            const SIZE: usize = $crate::__private::component_size($name::COMPONENT);
            const SCRATCH: $crate::__private::Scratch<SIZE> = $crate::__private::render_component($name::COMPONENT);
            const TEXT: [u8; SCRATCH.len] = SCRATCH.cut();
            $crate::meta::Item::Component($name::COMPONENT, &$crate::__private::fragment(&SCRATCH, &TEXT))
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
