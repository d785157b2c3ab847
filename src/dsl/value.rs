//! `field_type!`: what sea-orm wants of a type that a column holds.

/// Makes a [`FieldType`](crate::FieldType) of your own known to sea-orm, so that entities can hold it.
///
/// `field_type!(Money: Decimal, |money| money.0, |decimal| Ok(Money(decimal)))`: the type, the type that is stored
/// (any that sea-orm knows), how to turn the first into the second, and back; the way back may fail with a text.
///
/// The type also needs `Clone`, `Debug` and `PartialEq`.
#[macro_export]
macro_rules! field_type {
    ($type:ty : $stored:ty, $into:expr, $from:expr $(,)?) => {
        impl ::core::convert::From<$type> for $crate::__private::Value {
            fn from(value: $type) -> Self {
                let into: fn($type) -> $stored = $into;
                <Self as ::core::convert::From<$stored>>::from(into(value))
            }
        }

        impl $crate::__private::TryGetable for $type {
            fn try_get_by<__I: $crate::__private::ColIdx>(
                row: &$crate::__private::QueryResult,
                index: __I,
            ) -> ::core::result::Result<Self, $crate::__private::TryGetError> {
                let from: fn($stored) -> ::core::result::Result<$type, ::std::string::String> = $from;
                let stored = <$stored as $crate::__private::TryGetable>::try_get_by(row, index)?;
                from(stored).map_err($crate::__private::stored_wrongly)
            }
        }

        impl $crate::__private::ValueType for $type {
            fn try_from(
                value: $crate::__private::Value,
            ) -> ::core::result::Result<Self, $crate::__private::ValueTypeErr> {
                let from: fn($stored) -> ::core::result::Result<$type, ::std::string::String> = $from;
                let stored = <$stored as $crate::__private::ValueType>::try_from(value)?;
                from(stored).map_err(|_| $crate::__private::ValueTypeErr)
            }

            fn type_name() -> ::std::string::String {
                ::core::convert::From::from(::core::stringify!($type))
            }

            fn array_type() -> $crate::__private::ArrayType {
                <$stored as $crate::__private::ValueType>::array_type()
            }

            fn column_type() -> $crate::__private::SqlType {
                <$stored as $crate::__private::ValueType>::column_type()
            }
        }

        impl $crate::__private::Nullable for $type {
            fn null() -> $crate::__private::Value {
                <$stored as $crate::__private::Nullable>::null()
            }
        }

        impl $crate::__private::TryFromU64 for $type {
            fn try_from_u64(_: u64) -> ::core::result::Result<Self, $crate::__private::DbErr> {
                ::core::result::Result::Err($crate::__private::DbErr::ConvertFromU64(::core::stringify!(
                    $type
                )))
            }
        }
    };
}
