//! `Option<T>`, `Box<T>`, `Vec<T>` and maps.

use std::any::TypeId;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use sea_orm::Value;
use sea_orm::sea_query::Nullable;
use serde_json::value::RawValue;

use super::checked;
use crate::error::{Cause, FieldErrors};
use crate::types::members::{visit_list, visit_object};
use crate::types::{Choices, ColumnType, FieldType, Kind, Limits, OneWay, Row, Schema, Storage, json, validate};

impl<T: FieldType> FieldType for Option<T> {
    type Base = T::Base;
    const SCHEMA: Schema = T::SCHEMA.nullable();
    const CHOICES: Choices = T::CHOICES;
    const IS_BULK: bool = T::IS_BULK;

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        if json.get() == "null" {
            return Some(None);
        }
        T::read(json, limits, errors).map(Some)
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => out.extend_from_slice(b"null"),
        }
    }

    fn is_null(&self) -> bool {
        self.is_none()
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        if json.get() == "null" {
            return Some(None);
        }
        T::read_stored(json, limits, errors).map(Some)
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write_stored(out),
            None => out.extend_from_slice(b"null"),
        }
    }

    fn keep_read_only(&mut self, replaced: Self) {
        if let (Some(value), Some(replaced)) = (self, replaced) {
            value.keep_read_only(replaced);
        }
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}

impl<T: ColumnType + Nullable> ColumnType for Option<T> {
    const STORAGE: Storage = T::STORAGE;

    fn keep_stored(value: Value, replaced: Value) -> Value {
        T::keep_stored(value, replaced)
    }

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::parse(text, limits, errors).map(Some)
    }

    fn read_value(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Value> {
        if json.get() == "null" {
            return Some(T::STORAGE.null());
        }
        T::read_value(json, limits, errors)
    }

    fn render(row: &dyn Row, index: usize, out: &mut Vec<u8>) -> Result<bool, Cause> {
        T::render(row, index, out)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(T::from_row(row, index)?.map(Some))
    }
}

/// For recursive schemas: `next: Option<Box<Node>>`.
impl<T: FieldType> FieldType for Box<T> {
    type Base = T::Base;
    const SCHEMA: Schema = T::SCHEMA;

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::read(json, limits, errors).map(Self::new)
    }

    fn write(&self, out: &mut Vec<u8>) {
        T::write(self, out);
    }

    fn is_null(&self) -> bool {
        T::is_null(self)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::read_stored(json, limits, errors).map(Self::new)
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        T::write_stored(self, out);
    }

    fn keep_read_only(&mut self, replaced: Self) {
        T::keep_read_only(self, *replaced);
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}

/// Reads the text of one value: [`FieldType::read`] or [`FieldType::read_stored`].
type Read<T> = fn(&RawValue, &Limits, &mut FieldErrors) -> Option<T>;

/// Appends the text of one value: [`FieldType::write`] or [`FieldType::write_stored`].
type Write<T> = fn(&T, &mut Vec<u8>);

/// Reads the items of a list.
fn read_list<T>(json: &RawValue, read: Read<T>, limits: &Limits, errors: &mut FieldErrors) -> Option<Vec<T>> {
    let before = errors.len();
    let of_item = limits.items.unwrap_or(&Limits::NONE);
    let mut list = Vec::new();
    let is_list = visit_list(json, errors, &mut |_, item, errors| {
        list.extend(read(item, of_item, errors));
    });
    if !is_list || errors.len() > before {
        return None;
    }
    checked(list, errors, |list, errors| {
        validate::length(list.len(), limits, errors)
    })
}

/// Writes the items of a list.
fn write_list<T>(list: &[T], write: Write<T>, out: &mut Vec<u8>) {
    out.push(b'[');
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

impl<T: FieldType> FieldType for Vec<T> {
    type Base = Vec<()>;
    const SCHEMA: Schema = Schema::of(Kind::List(&T::SCHEMA));
    const CHOICES: Choices = T::CHOICES;
    const IS_BULK: bool = T::IS_RECORD;

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        read_list(json, T::read, limits, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_list(self, T::write, out);
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        read_list(json, T::read_stored, limits, errors)
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        write_list(self, T::write_stored, out);
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}

/// Reads the members of a map. Duplicates are violations.
fn read_map<T>(
    json: &RawValue,
    read: Read<T>,
    limits: &Limits,
    errors: &mut FieldErrors,
) -> Option<BTreeMap<String, T>> {
    let before = errors.len();
    let of_value = limits.items.unwrap_or(&Limits::NONE);
    let mut map: BTreeMap<String, Option<T>> = BTreeMap::new();
    let is_object = visit_object(json, errors, &mut |name, member, errors| {
        errors.at(name, |errors| {
            if name.contains('\0') {
                errors.push("contains a NUL character");
            }
            if map.contains_key(name) {
                errors.push("given more than once");
            } else {
                map.insert(name.to_owned(), read(member, of_value, errors));
            }
        });
    });
    if !is_object || errors.len() > before {
        return None;
    }
    let map = map
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    checked(map, errors, |map: &BTreeMap<String, T>, errors| {
        validate::length(map.len(), limits, errors)
    })
}

/// Writes the members of a map in the order of `entries`.
fn write_map<'m, T: 'm>(entries: impl Iterator<Item = (&'m String, &'m T)>, write: Write<T>, out: &mut Vec<u8>) {
    out.push(b'{');
    for (index, (name, value)) in entries.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        json::write_string(name, out);
        out.push(b':');
        write(value, out);
    }
    out.push(b'}');
}

/// The members of a map in the order of their names, so that the same map is always the same text.
fn ordered<T, S>(map: &HashMap<String, T, S>) -> impl Iterator<Item = (&String, &T)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(name, _)| *name);
    entries.into_iter()
}

impl<T: FieldType> FieldType for BTreeMap<String, T> {
    type Base = BTreeMap<(), ()>;
    const SCHEMA: Schema = Schema::of(Kind::Map(&T::SCHEMA));

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        read_map(json, T::read, limits, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_map(self.iter(), T::write, out);
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        read_map(json, T::read_stored, limits, errors)
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        write_map(self.iter(), T::write_stored, out);
    }

    fn keep_read_only(&mut self, mut replaced: Self) {
        for (name, value) in self {
            if let Some(replaced) = replaced.remove(name) {
                value.keep_read_only(replaced);
            }
        }
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}

impl<T: FieldType, S: BuildHasher + Default + Send + Sync + 'static> FieldType for HashMap<String, T, S> {
    type Base = BTreeMap<(), ()>;
    const SCHEMA: Schema = Schema::of(Kind::Map(&T::SCHEMA));

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Some(read_map(json, T::read, limits, errors)?.into_iter().collect())
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_map(ordered(self), T::write, out);
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Some(read_map(json, T::read_stored, limits, errors)?.into_iter().collect())
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        write_map(ordered(self), T::write_stored, out);
    }

    fn keep_read_only(&mut self, mut replaced: Self) {
        for (name, value) in self {
            if let Some(replaced) = replaced.remove(name) {
                value.keep_read_only(replaced);
            }
        }
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}
