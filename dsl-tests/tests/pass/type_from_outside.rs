//! A field type that this crate doesn't know.
use warp_openapi::prelude::*;
use warp_openapi::{Cause, ColumnType, FieldErrors, Kind, Limits, RawValue, Row, Schema, Storage, field_type};

#[derive(Clone, Debug, PartialEq)]
pub struct Cents(i64);

impl FieldType for Cents {
    type Base = i64;
    const SCHEMA: Schema = Schema::of(Kind::Int64);

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        i64::read(json, limits, errors).map(Self)
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
}

impl ColumnType for Cents {
    const STORAGE: Storage = Storage::Int64;

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        i64::parse(text, limits, errors).map(Self)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.int64(index)?.map(Self))
    }
}

field_type!(Cents: i64, |cents| cents.0, |stored| Ok(Cents(stored)));

mod shop {
    use super::Cents;
    use warp_openapi::prelude::*;

    api! {
        api Shop { title: "Shop", version: "1" }

        schema Price { amount: Cents [min(0)], history: Vec<Cents> [default_empty] }

        resource Task {
            path: "/tasks",
            key: { id: Cents },
            fields: { price: Cents [range(0..=100), default(5)], least: Option<Cents>, all: Json<Vec<Cents>> },
            filters: { price: [eq, ge] },
            order: [price],
            ops: [list, create, read, update],
        }
    }
}

#[test]
fn compiles() {
    let _ = shop::Shop::openapi();
}
