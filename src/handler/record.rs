//! Bodies of ops that are records of a resource, validated as those of its own operations.

use sea_orm::{EntityTrait, IntoActiveModel};

use super::body::json;
use super::{Body, Call};
use crate::engine::{self, Declared};
use crate::error::Error;
use crate::meta::{self, Argument, Fields, Media};
use crate::types::{Kind, Schema};

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

const fn body(schema: Schema, bulk: bool) -> meta::Body {
    meta::Body {
        media: Media::Json,
        schema,
        required: true,
        fields: &[],
        bulk,
    }
}

macro_rules! records {
    ($($record:ident)*) => {$(
        impl<E: Declared> $record<E> {
            const NAME: &'static Name = &Name::of(E::RESOURCE.name, Fields::$record.suffix());
            const SCHEMA: &'static Schema = &Schema::of(Kind::Ref(Self::NAME.text()));
        }

        impl<E: Declared> IntoActiveModel<E::ActiveModel> for $record<E> {
            fn into_active_model(self) -> E::ActiveModel {
                self.0
            }
        }

        impl<E: Declared> Body for $record<E> {
            const SHAPE: meta::Body = body(*Self::SCHEMA, false);

            async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
                let bytes = call.collect(Media::Json).await?;
                json(call, &bytes, |json, ctx, errors| {
                    engine::read_record::<E>(json, Fields::$record, ctx, errors).map(Self)
                })
            }
        }

        impl<E: Declared> Body for Vec<$record<E>> {
            const SHAPE: meta::Body = body(Schema::of(Kind::List($record::<E>::SCHEMA)), true);

            async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
                let bytes = call.collect(Media::Json).await?;
                let most = call.settings.bulk_limit;
                json(call, &bytes, |json, ctx, errors| {
                    let rows = engine::read_records::<E>(json, Fields::$record, ctx, most, errors);
                    rows.map(|rows| rows.into_iter().map($record).collect())
                })
            }
        }
    )*};
}

records! { Create Update }
