//! A type of our own: a whole number, which may come as a text.

use warp_openapi::{FieldErrors, FieldType, Kind, Limits, RawValue, Schema};

/// A whole number; a text of digits is one, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whole(pub(crate) i64);

impl FieldType for Whole {
    type Base = i64;
    const SCHEMA: Schema = Schema::of(Kind::Int64);

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        let digits = json.get().trim_matches('"').parse().ok();
        digits.or_else(|| i64::read(json, limits, errors)).map(Self)
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
}
