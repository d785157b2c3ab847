//! A type of our own: money as a number with cents in JSON, as an integer of cents in the table.
//!
//! This is all that a type needs: how it reads and writes JSON ([`FieldType`]), how it sits in a table ([`ColumnType`]), and
//! `field_type!` for sea-orm's side. It borrows the parser of a type that is there; the rest is its own.

use warp_openapi::prelude::*;
use warp_openapi::{Cause, FieldErrors, Kind, Limits, RawValue, Row, Schema, Storage, field_type};

/// An amount of money, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// In cents.
    pub cents: i64,
}

impl Money {
    /// Takes a decimal if it is an amount; tells what is wrong with it otherwise.
    fn of(amount: Decimal, errors: &mut FieldErrors) -> Option<Self> {
        let cents = amount
            .checked_mul(Decimal::ONE_HUNDRED)
            .filter(Decimal::is_integer)
            .and_then(|cents| i64::try_from(cents).ok());
        match cents {
            Some(cents) if cents >= 0 => Some(Self { cents }),
            Some(_) => {
                errors.push("less than 0");
                None
            }
            None => {
                errors.push("not an amount in whole cents");
                None
            }
        }
    }

    /// The amount in JSON.
    fn decimal(self) -> Decimal {
        Decimal::new(self.cents, 2)
    }
}

impl FieldType for Money {
    // The options that fields of this type take: only those that every type has. `Decimal` here would add range and so on.
    type Base = Self;
    // What the document says.
    const SCHEMA: Schema = Schema::of(Kind::Decimal);

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::of(Decimal::read(json, limits, errors)?, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.decimal().write(out);
    }
}

impl ColumnType for Money {
    const STORAGE: Storage = Storage::Int64;

    // From a query or a path: `?amount:ge=12.50`.
    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::of(Decimal::parse(text, limits, errors)?, errors)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.int64(index)?.map(|cents| Self { cents }))
    }
}

field_type!(Money: i64, |money| money.cents, |cents| Ok(Money { cents }));
