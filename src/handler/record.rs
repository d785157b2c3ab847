//! Records of a resource in bodies of ops, alone or within schemas, validated as those of its own operations.

use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::value::RawValue;

use crate::engine::{self, Declared};
use crate::error::FieldErrors;
use crate::meta::Fields;
use crate::types::{FieldType, Kind, Limits, Schema};

/// A validated body for a new row: `task::Create`. The fields that the client sent are set. Defaults are added when the row is created.
///
/// The document calls it `TaskCreate`. Your handler can read and change it: `body.0.severity = Set(Some(3))`.
#[derive(Clone, Debug)]
pub struct Create<E: Declared>(pub <E as EntityTrait>::ActiveModel);

/// A validated body for the change of a row: `task::Update`. The fields that the client sent are set.
///
/// The document calls it `TaskUpdate`. Clients may repeat what the paths of rows have, the key or the address, where an update can't change
/// it. It is ignored, since your route determines which row it is.
#[derive(Clone, Debug)]
pub struct Update<E: Declared>(pub <E as EntityTrait>::ActiveModel);

/// A name that is joined from two in const.
struct Name {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Name {
    const CAPACITY: usize = 256;

    const fn of(first: &str, second: &str) -> Self {
        let mut name = Self {
            bytes: [0; Self::CAPACITY],
            length: first.len() + second.len(),
        };
        let mut at = 0;
        while at < name.length {
            name.bytes[at] = if at < first.len() {
                first.as_bytes()[at]
            } else {
                second.as_bytes()[at - first.len()]
            };
            at += 1;
        }
        name
    }

    const fn text(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

macro_rules! records {
    ($($record:ident)*) => {$(
        impl<E: Declared> $record<E> {
            const NAME: &'static Name = &Name::of(E::RESOURCE.name, Fields::$record.suffix());
        }

        impl<E: Declared> IntoActiveModel<E::ActiveModel> for $record<E> {
            fn into_active_model(self) -> E::ActiveModel {
                self.0
            }
        }

        impl<E: Declared> PartialEq for $record<E>
        where
            E::ActiveModel: PartialEq,
        {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl<E: Declared> FieldType for $record<E> {
            type Base = Self;
            const SCHEMA: Schema = Schema::of(Kind::Ref(Self::NAME.text()));
            const IS_RECORD: bool = true;

            fn read(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                engine::read_record::<E>(json, Fields::$record, errors).map(Self)
            }

            fn write(&self, out: &mut Vec<u8>) {
                engine::write_record::<E>(&self.0, out);
            }

            fn read_stored(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                engine::read_stored_record::<E>(json, errors).map(Self)
            }

            fn write_stored(&self, out: &mut Vec<u8>) {
                engine::write_stored_record::<E>(&self.0, out);
            }
        }
    )*};
}

records! { Create Update }
