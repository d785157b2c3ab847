//! A type of our own: money as a number with cents in JSON, as an integer of cents in the table.
//!
//! This is all that a type needs: how it reads and writes JSON ([`FieldType`]), how it sits in a table ([`ColumnType`]), and
//! `field_type!` for sea-orm's side. It borrows the parser of a type that is there; the rest is its own.

use warp_openapi::prelude::*;
use warp_openapi::{Cause, FieldErrors, Kind, Limits, Number, RawValue, Row, Schema, Storage, field_type};

/// An amount of money, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// In cents.
    pub cents: i64,
}

impl Money {
    /// The limits of amounts, which the document has and the decimal's parser enforces.
    const LIMITS: Limits = Limits {
        minimum: Some(Number::int(0)),
        precision: Some((15, 2)),
        ..Limits::NONE
    };

    /// Takes a decimal within the limits; an error otherwise.
    fn of(amount: Decimal, errors: &mut FieldErrors) -> Option<Self> {
        let cents = amount.checked_mul(Decimal::ONE_HUNDRED);
        let Some(cents) = cents.and_then(|cents| i64::try_from(cents).ok()) else {
            errors.push("not an amount in whole cents");
            return None;
        };
        Some(Self { cents })
    }

    /// The amount in JSON.
    fn decimal(self) -> Decimal {
        Decimal::new(self.cents, 2)
    }
}

impl FieldType for Money {
    // The options that fields of this type take: only those that every type has. `Decimal` here would add range and so on.
    type Base = Self;
    // The document's limits.
    const SCHEMA: Schema = Schema::of(Kind::Decimal).within(&Self::LIMITS);

    // Fields of this type take no limits of their own.
    fn read(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::of(Decimal::read(json, &Self::LIMITS, errors)?, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.decimal().write(out);
    }
}

impl ColumnType for Money {
    const STORAGE: Storage = Storage::Int64;

    // From a query or a path: `?amount:ge=12.50`.
    fn parse(text: &str, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::of(Decimal::parse(text, &Self::LIMITS, errors)?, errors)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.int64(index)?.map(|cents| Self { cents }))
    }
}

field_type!(Money: i64, |money| money.cents, |cents| Ok(Money { cents }));
