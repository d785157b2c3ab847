//! The sea-orm entity of a resource, written out so that no derive need run.
//!
//! What differs per field is kept to struct fields and arrays of references; behaviour is in `__private`.

/// `__entity! { ["docs"] address [] relations [] keys { Id } fields { [] ["docs"] [] id Id __Task__id [] ["docs"] [] title Title __Task__title } }`: each
/// field with its `#[cfg(..)]`s, docs, other attributes, column and the alias of its type, which is beside the module.
#[doc(hidden)]
#[macro_export]
macro_rules! __entity {
    ([$($doc:expr),*] address $address:tt relations $relations:tt keys { $( $key:tt )+ } fields { $( [$($condition:tt)*] $docs:tt [$($attribute:tt)*] $field:tt $column:tt $type:tt )* }) => {
        $crate::__model! { [$($doc),*] $( [$($condition)*] $docs [$($attribute)*] $field $column $type )* }
        $crate::__active_model! { $( [$($condition)*] $field $type )* }
        $crate::__columns! { $( [$($condition)*] $column )* }
        $crate::__primary_key! { $( $key )+ }
        $crate::__table! { $address }
        $crate::__relation_enum! { $relations }
        $crate::__field_types! { $address [$( [$($condition)*] $field $type )*] }
    };
}

/// The row.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ([$($doc:expr),*] $( [$($condition:tt)*] [$($field_doc:expr),* $(,)?] [$($attribute:tt)*] $field:tt $column:tt $type:tt )*) => {
        $( #[doc = $doc] )*
        #[allow(missing_docs, reason = "`docs: required` enforces descriptions")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct Model { $( $($condition)* $(#[doc = $field_doc])* $($attribute)* pub $field: super::$type, )* }

        impl $crate::__private::Cells<{ COLUMNS.len() }> for Model {
            fn cells(&self) -> [&dyn $crate::__private::Cell; COLUMNS.len()] {
                [$( $($condition)* &self.$field ),*]
            }

            fn cells_mut(&mut self) -> [&mut dyn $crate::__private::Cell; COLUMNS.len()] {
                [$( $($condition)* &mut self.$field ),*]
            }
        }

        impl $crate::__private::ModelTrait for Model {
            type Entity = Entity;

            fn get(&self, column: Column) -> $crate::__private::Value {
                $crate::__private::Cells::cells(self)[column as usize].get()
            }

            fn get_value_type(column: Column) -> $crate::__private::ArrayType {
                $crate::__private::array_type(&FIELDS[column as usize])
            }

            fn try_set(&mut self, column: Column, value: $crate::__private::Value) -> ::core::result::Result<(), $crate::__private::DbErr> {
                $crate::__private::Cells::cells_mut(self)[column as usize].set(value)
            }
        }

        impl $crate::__private::FromQueryResult for Model {
            fn from_query_result(row: &$crate::__private::QueryResult, prefix: &str) -> ::core::result::Result<Self, $crate::__private::DbErr> {
                <Self as $crate::__private::FromQueryResult>::from_query_result_nullable(row, prefix).map_err(::core::convert::Into::into)
            }

            fn from_query_result_nullable(row: &$crate::__private::QueryResult, prefix: &str) -> ::core::result::Result<Self, $crate::__private::TryGetError> {
                ::core::result::Result::Ok(Self {
                    $( $($condition)* $field: $crate::__private::field(row, prefix, FIELDS[Column::$column as usize].column)?, )*
                })
            }
        }

        impl $crate::__private::FieldType for Model {
            type Base = Self;
            const SCHEMA: $crate::__private::Schema = $crate::__private::Schema::of($crate::__private::Kind::Ref(RESOURCE.name));

            fn read(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::read_row(FIELDS, json, errors)
            }

            fn read_stored(json: &$crate::__private::RawValue, _: &$crate::__private::Limits, errors: &mut $crate::__private::FieldErrors) -> ::core::option::Option<Self> {
                $crate::__private::read_stored_row(FIELDS, json, errors)
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::write_row(RESOURCE, &$crate::__private::Cells::cells(self), out);
            }

            fn write_stored(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::write_stored_row(RESOURCE, &$crate::__private::Cells::cells(self), out);
            }
        }

        impl $crate::__private::Argument for Model {
            type Base = Self;
            const SCHEMA: $crate::__private::Schema = <Self as $crate::__private::FieldType>::SCHEMA;
            const PLACE: $crate::__private::meta::ArgumentPlace = $crate::__private::meta::ArgumentPlace::Row(RESOURCE);

            fn take(call: &mut $crate::__private::Call<'_>, argument: &'static $crate::__private::meta::Argument) -> ::core::option::Option<Self> {
                $crate::__private::take_row::<Entity>(call, argument);
                ::core::option::Option::None
            }

            fn given(call: &mut $crate::__private::Call<'_>, name: &str, _: &mut ::core::option::Option<Self>) -> ::core::result::Result<Self, $crate::__private::Error> {
                $crate::__private::given_row::<Entity>(call, name)
            }
        }

        $crate::__serde! { Model }
    };
}

/// The row's editable counterpart.
#[doc(hidden)]
#[macro_export]
macro_rules! __active_model {
    ($( [$($condition:tt)*] $field:tt $type:tt )*) => {
        /// A row to write: each value set, unchanged or not set.
        #[allow(missing_docs, reason = "the fields are described in Model")]
        #[derive(Clone, Debug, PartialEq)]
        pub struct ActiveModel { $( $($condition)* pub $field: $crate::__private::ActiveValue<super::$type>, )* }

        impl $crate::__private::Slots<{ COLUMNS.len() }> for ActiveModel {
            fn slots(&self) -> [&dyn $crate::__private::Slot; COLUMNS.len()] {
                [$( $($condition)* &self.$field ),*]
            }

            fn slots_mut(&mut self) -> [&mut dyn $crate::__private::Slot; COLUMNS.len()] {
                [$( $($condition)* &mut self.$field ),*]
            }
        }

        impl $crate::__private::ActiveModelTrait for ActiveModel {
            type Entity = Entity;

            fn take(&mut self, column: Column) -> $crate::__private::ActiveValue<$crate::__private::Value> {
                $crate::__private::Slots::slots_mut(self)[column as usize].take()
            }

            fn get(&self, column: Column) -> $crate::__private::ActiveValue<$crate::__private::Value> {
                $crate::__private::Slots::slots(self)[column as usize].get()
            }

            fn set_if_not_equals(&mut self, column: Column, value: $crate::__private::Value) {
                $crate::__private::Slots::slots_mut(self)[column as usize].set_if_not_equals(value);
            }

            fn try_set(&mut self, column: Column, value: $crate::__private::Value) -> ::core::result::Result<(), $crate::__private::DbErr> {
                $crate::__private::Slots::slots_mut(self)[column as usize].set(value)
            }

            fn not_set(&mut self, column: Column) {
                $crate::__private::Slots::slots_mut(self)[column as usize].clear();
            }

            fn is_not_set(&self, column: Column) -> bool {
                $crate::__private::Slots::slots(self)[column as usize].is_clear()
            }

            fn reset(&mut self, column: Column) {
                $crate::__private::Slots::slots_mut(self)[column as usize].reset();
            }

            fn default() -> Self {
                Self { $( $($condition)* $field: $crate::__private::ActiveValue::NotSet, )* }
            }

            fn default_values() -> Self {
                <Self as $crate::__private::ActiveModelTrait>::default()
            }
        }

        impl $crate::__private::ActiveModelBehavior for ActiveModel {}

        impl ::core::default::Default for ActiveModel {
            fn default() -> Self {
                <Self as $crate::__private::ActiveModelTrait>::default()
            }
        }

        impl ::core::convert::From<Model> for ActiveModel {
            fn from(row: Model) -> Self {
                Self { $( $($condition)* $field: $crate::__private::ActiveValue::Unchanged(row.$field), )* }
            }
        }

        impl ::core::convert::TryFrom<ActiveModel> for Model {
            type Error = $crate::__private::DbErr;

            fn try_from(row: ActiveModel) -> ::core::result::Result<Self, $crate::__private::DbErr> {
                ::core::result::Result::Ok(Self { $( $($condition)* $field: $crate::__private::take_set(row.$field, ::core::stringify!($field))?, )* })
            }
        }

        impl $crate::__private::IntoActiveModel<ActiveModel> for Model {
            fn into_active_model(self) -> ActiveModel {
                ::core::convert::From::from(self)
            }
        }

        impl $crate::__private::TryIntoModel<Model> for ActiveModel {
            fn try_into_model(self) -> ::core::result::Result<Model, $crate::__private::DbErr> {
                ::core::convert::TryFrom::try_from(self)
            }
        }
    };
}

/// The columns.
#[doc(hidden)]
#[macro_export]
macro_rules! __columns {
    ($( [$($condition:tt)*] $column:tt )*) => {
        /// The columns of the table.
        // Without `PartialEq`, as sea-orm has it: with it, `Column::Title.eq("x")` is ambiguous.
        #[allow(missing_docs, reason = "the fields are described in Model")]
        #[derive(Clone, Copy, Debug)]
        pub enum Column { $( $($condition)* $column, )* }

        impl $crate::__private::ColumnTrait for Column {
            type EntityName = Entity;

            fn def(&self) -> $crate::__private::ColumnDef {
                $crate::__private::column_def(&FIELDS[*self as usize])
            }

            fn save_as(&self, value: $crate::__private::Expr) -> $crate::__private::Expr {
                $crate::__private::save_as(&FIELDS[*self as usize], value)
            }
        }

        $crate::__names! { Column COLUMNS => |column| FIELDS[column as usize].column }

        impl ::core::str::FromStr for Column {
            type Err = $crate::__private::ColumnFromStrErr;

            fn from_str(name: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::__private::position(FIELDS, name).map(|index| COLUMNS[index])
            }
        }
    };
}

/// The primary key; its type, which the user wrote, is beside the module.
#[doc(hidden)]
#[macro_export]
macro_rules! __primary_key {
    ($( $key:tt )+) => {
        /// The columns of the primary key.
        #[allow(missing_docs, reason = "the fields are described in Model")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum PrimaryKey { $( $key, )+ }

        $crate::__names! { PrimaryKey KEYS => |key| FIELDS[key as usize].column }

        impl $crate::__private::PrimaryKeyToColumn for PrimaryKey {
            type Column = Column;

            fn into_column(self) -> Column {
                COLUMNS[self as usize]
            }

            fn from_column(column: Column) -> ::core::option::Option<Self> {
                KEYS.get(column as usize).copied()
            }
        }
    };
}

/// The type of a key: alone, or a tuple.
#[doc(hidden)]
#[macro_export]
macro_rules! __key_type {
    ($type:ty) => { $type };
    ($($type:ty),+) => { ($($type),+) };
}

/// The type of an address: that of the key, or of other fields, alone or as a tuple; a singleton has none.
#[doc(hidden)]
#[macro_export]
macro_rules! __address_type {
    ([]) => { <PrimaryKey as $crate::__private::PrimaryKeyTrait>::ValueType };
    ([()]) => { $crate::__private::OwnRow };
    ([($field:tt)]) => { <Entity as $crate::__private::FieldAt<{ Name::$field as usize }>>::Type };
    ([($($field:tt),+)]) => { ($( <Entity as $crate::__private::FieldAt<{ Name::$field as usize }>>::Type ),+) };
}

/// The types of fields by their indices, where an address needs them.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_types {
    ([] $fields:tt) => {};
    ([()] $fields:tt) => {};
    ($address:tt [$( [$($condition:tt)*] $field:tt $type:tt )*]) => {
        $( $($condition)* impl $crate::__private::FieldAt<{ Name::$field as usize }> for Entity {
            type Type = super::$type;
        } )*
    };
}

/// The names and the iteration of an enum of columns.
#[doc(hidden)]
#[macro_export]
macro_rules! __names {
    ($enum:ident $all:ident => |$value:ident| $name:expr) => {
        impl $crate::__private::IdenStatic for $enum {
            fn as_str(&self) -> &'static str {
                let $value = *self;
                $name
            }
        }

        impl $crate::__private::Iden for $enum {
            fn quoted(&self) -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed($crate::__private::IdenStatic::as_str(self))
            }

            fn unquoted(&self) -> &str {
                $crate::__private::IdenStatic::as_str(self)
            }
        }

        impl $crate::__private::Iterable for $enum {
            type Iterator = ::core::iter::Copied<::core::slice::Iter<'static, Self>>;

            fn iter() -> Self::Iterator {
                $all.iter().copied()
            }
        }
    };
}

/// The table.
#[doc(hidden)]
#[macro_export]
macro_rules! __table {
    ($address:tt) => {
        /// The table, as sea-orm's entry to queries.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct Entity;

        impl $crate::__private::IdenStatic for Entity {
            fn as_str(&self) -> &'static str {
                RESOURCE.table
            }
        }

        impl $crate::__private::Iden for Entity {
            fn quoted(&self) -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(RESOURCE.table)
            }

            fn unquoted(&self) -> &str {
                RESOURCE.table
            }
        }

        impl $crate::__private::EntityName for Entity {
            fn table_name(&self) -> &'static str {
                RESOURCE.table
            }
        }

        impl $crate::__private::EntityTrait for Entity {
            type Model = Model;
            type ModelEx = Model;
            type ActiveModel = ActiveModel;
            type ActiveModelEx = ActiveModel;
            type Column = Column;
            type Relation = Relation;
            type PrimaryKey = PrimaryKey;
        }

        impl $crate::__private::Declared for Entity {
            type Names = Name;
            type Address = $crate::__address_type! { $address };
            const RESOURCE: &'static $crate::__private::meta::Resource = RESOURCE;
        }
    };
}
