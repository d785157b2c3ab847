//! Which shapes of a union exclude each other.

use crate::types::{Kind, Schema};

/// Whether no value fits two variants: the parser takes the first that fits, while `oneOf` allows no second.
pub(super) const fn is_exclusive(variants: &[Schema]) -> bool {
    let mut seen = 0;
    let mut at = 0;
    while at < variants.len() {
        let types = types(&variants[at]);
        if seen & types != 0 {
            return false;
        }
        seen |= types;
        at += 1;
    }
    true
}

/// The JSON types that a shape takes, a bit for each.
const fn types(schema: &Schema) -> u8 {
    const STRING: u8 = 1;
    const NUMBER: u8 = 1 << 1;
    const BOOLEAN: u8 = 1 << 2;
    const ARRAY: u8 = 1 << 3;
    const OBJECT: u8 = 1 << 4;
    const NULL: u8 = 1 << 5;
    let types = match schema.kind {
        Kind::String | Kind::Bytes | Kind::Uuid | Kind::Date | Kind::Time | Kind::DateTime | Kind::File => STRING,
        Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float | Kind::Double => NUMBER,
        Kind::Decimal => NUMBER | STRING,
        Kind::Boolean => BOOLEAN,
        Kind::List(_) => ARRAY,
        Kind::Map(_) => OBJECT,
        // What the component holds isn't known here: it may be a union of all.
        Kind::Any | Kind::Ref(_) => STRING | NUMBER | BOOLEAN | ARRAY | OBJECT | NULL,
    };
    if schema.nullable { types | NULL } else { types }
}
