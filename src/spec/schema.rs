//! JSON Schema (2020-12, as OpenAPI 3.1 takes it) of types and fields.

use super::write::Writer;
use crate::meta::{Default, Field};
use crate::types::{Kind, Limits, Number, Schema};

/// From which side a schema is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// What replies hold: a null field is left out.
    Reply,
    /// What requests may hold.
    Request,
    /// What a query or path may hold: text, so no null.
    Parameter,
}

/// Writes the schema of a type under the limits of a field: `{...}`.
pub(crate) const fn schema(w: &mut Writer<'_>, schema: Schema, limits: &Limits, view: View) {
    w.put("{");
    members(w, schema, limits, view);
    w.put("}");
}

/// Writes the members of a schema, without braces.
const fn members(w: &mut Writer<'_>, schema: Schema, limits: &Limits, view: View) {
    let null = schema.nullable && matches!(view, View::Request);
    match schema.kind {
        Kind::Any => {}
        Kind::String => {
            put_type(w, "\"string\"", null);
            string_limits(w, limits);
        }
        Kind::Bytes => {
            put_type(w, "\"string\"", null);
            w.put(BASE64);
            let encoded = Limits {
                min_length: encoded_length(limits.min_length),
                max_length: encoded_length(limits.max_length),
                ..Limits::NONE
            };
            sizes(w, &encoded, ",\"minLength\":", ",\"maxLength\":");
        }
        Kind::Boolean => put_type(w, "\"boolean\"", null),
        Kind::Int16 => integer(w, "int16", i16::MIN as i64, i16::MAX as i64, limits, null),
        Kind::Int32 => integer(w, "int32", i32::MIN as i64, i32::MAX as i64, limits, null),
        Kind::Int64 => integer(w, "int64", i64::MIN, i64::MAX, limits, null),
        Kind::Float => {
            put_type(w, "\"number\"", null);
            w.put(",\"format\":\"float\"");
            numeric_limits(w, limits.minimum, limits.maximum, limits.multiple_of);
        }
        Kind::Double => {
            put_type(w, "\"number\"", null);
            w.put(",\"format\":\"double\"");
            numeric_limits(w, limits.minimum, limits.maximum, limits.multiple_of);
        }
        Kind::Decimal => decimal(w, limits, null, view),
        Kind::Uuid => {
            put_type(w, "\"string\"", null);
            w.put(",\"format\":\"uuid\"");
        }
        Kind::Date => {
            put_type(w, "\"string\"", null);
            w.put(",\"format\":\"date\"");
        }
        Kind::Time => {
            put_type(w, "\"string\"", null);
            w.put(
                ",\"format\":\"time-local\",\"pattern\":\"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\\\.[0-9]+)?$\"",
            );
        }
        Kind::DateTime => {
            put_type(w, "\"string\"", null);
            w.put(",\"format\":\"date-time\"");
        }
        Kind::File => file(w, limits),
        Kind::Ref(name) if null => w.around(
            "\"anyOf\":[{\"$ref\":\"#/components/schemas/",
            name,
            "\"},{\"type\":\"null\"}]",
        ),
        Kind::Ref(name) => w.put3("\"$ref\":\"#/components/schemas/", name, "\""),
        Kind::List(item) => {
            put_type(w, "\"array\"", null);
            w.put(",\"items\":");
            let of_item = Limits {
                media: limits.media,
                ..match limits.items {
                    Some(items) => *items,
                    None => Limits::NONE,
                }
            };
            self::schema(w, *item, &of_item, inner(view));
            sizes(w, limits, ",\"minItems\":", ",\"maxItems\":");
        }
        Kind::Map(value) => {
            put_type(w, "\"object\"", null);
            w.put(",\"additionalProperties\":");
            self::schema(w, *value, &Limits::NONE, inner(view));
            sizes(w, limits, ",\"minProperties\":", ",\"maxProperties\":");
        }
    }
}

/// A part of its own, sent as it is: no null, and no length, which would count characters (OpenAPI 3.1, section 4.8.14.5).
/// `format` means nothing to JSON Schema, but tools show a file picker for it.
const fn file(w: &mut Writer<'_>, limits: &Limits) {
    w.put("\"type\":\"string\",\"format\":\"binary\",\"contentMediaType\":\"");
    w.put(match limits.media {
        [only] if !is_range(only) => only,
        _ => "application/octet-stream",
    });
    w.put("\"");
}

/// Whether a media type is one of many, `image/*`.
const fn is_range(media: &str) -> bool {
    matches!(media.as_bytes(), [.., b'*'])
}

const BASE64: &str = ",\"contentEncoding\":\"base64\",\
     \"pattern\":\"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$\"";

/// How long so many bytes are in base64, padded (RFC 4648, section 4).
const fn encoded_length(bytes: Option<u32>) -> Option<u32> {
    match bytes {
        Some(bytes) => Some(bytes.div_ceil(3).saturating_mul(4)),
        None => None,
    }
}

/// Items of a list and members of a map keep their nulls, in replies too.
const fn inner(view: View) -> View {
    match view {
        View::Reply | View::Request => View::Request,
        View::Parameter => View::Parameter,
    }
}

const fn put_type(w: &mut Writer<'_>, name: &str, null: bool) {
    w.put(if null { "\"type\":[" } else { "\"type\":" });
    w.put(name);
    if null {
        w.put(",\"null\"]");
    }
}

const fn string_limits(w: &mut Writer<'_>, limits: &Limits) {
    sizes(w, limits, ",\"minLength\":", ",\"maxLength\":");
    if let Some(pattern) = limits.pattern {
        w.around(",\"pattern\":\"", pattern, "\"");
    }
    if let Some(format) = limits.format {
        w.around(",\"format\":\"", format.name(), "\"");
    }
}

const fn sizes(w: &mut Writer<'_>, limits: &Limits, least: &str, most: &str) {
    if let Some(length) = limits.min_length {
        w.put(least);
        w.integer(length as i64);
    }
    if let Some(length) = limits.max_length {
        w.put(most);
        w.integer(length as i64);
    }
}

const fn integer(w: &mut Writer<'_>, format: &str, least: i64, most: i64, limits: &Limits, null: bool) {
    put_type(w, "\"integer\"", null);
    w.around(",\"format\":\"", format, "\"");
    let minimum = match limits.minimum {
        Some(number) => number,
        None => Number::int(least),
    };
    let maximum = match limits.maximum {
        Some(number) => number,
        None => Number::int(most),
    };
    numeric_limits(w, Some(minimum), Some(maximum), limits.multiple_of);
}

const fn numeric_limits(w: &mut Writer<'_>, least: Option<Number>, most: Option<Number>, step: Option<Number>) {
    if let Some(number) = least {
        w.put(",\"minimum\":");
        w.number(number);
    }
    if let Some(number) = most {
        w.put(",\"maximum\":");
        w.number(number);
    }
    if let Some(number) = step {
        w.put(",\"multipleOf\":");
        w.number(number);
    }
}

/// Replies hold a number; requests a number or its digits in a string, so that no client need lose any.
const fn decimal(w: &mut Writer<'_>, limits: &Limits, null: bool, view: View) {
    match view {
        View::Request => {
            w.put(if null {
                "\"type\":[\"number\",\"string\",\"null\"],\"pattern\":\"^-?[0-9]"
            } else {
                "\"type\":[\"number\",\"string\"],\"pattern\":\"^-?[0-9]"
            });
            match limits.precision {
                Some((digits, scale)) => {
                    w.put("{1,");
                    w.integer(if digits > scale { digits - scale } else { 1 } as i64);
                    w.put("}");
                    if scale > 0 {
                        w.put("(\\\\.[0-9]{1,");
                        w.integer(scale as i64);
                        w.put("})?");
                    }
                }
                None => w.put("{1,28}(\\\\.[0-9]{1,28})?"),
            }
            w.put("$\"");
        }
        View::Reply | View::Parameter => put_type(w, "\"number\"", null),
    }
    w.put(",\"format\":\"decimal\"");
    let bound = match limits.precision {
        Some((digits, scale)) if digits <= 18 => Some(greatest(digits, scale)),
        _ => None,
    };
    let least = match (limits.minimum, bound) {
        (None, Some(bound)) => Some(Number {
            mantissa: -bound.mantissa,
            scale: bound.scale,
        }),
        (minimum, _) => minimum,
    };
    let most = match (limits.maximum, bound) {
        (None, bound) => bound,
        (maximum, _) => maximum,
    };
    numeric_limits(w, least, most, limits.multiple_of);
}

/// The greatest decimal of so many digits: `99999999.99`.
const fn greatest(digits: u8, scale: u8) -> Number {
    let mut mantissa = 0;
    let mut count = 0;
    while count < digits {
        mantissa = mantissa * 10 + 9;
        count += 1;
    }
    Number { mantissa, scale }
}

/// Writes a field as a property, `"name":{...}`, with its default if `default` says so.
pub(crate) const fn property(w: &mut Writer<'_>, field: &Field, view: View, default: bool) {
    w.put("\"");
    w.put(field.property);
    w.put("\":{");
    members(w, field.schema, &field.limits, view);
    match field.limits.max_bytes {
        Some(bytes) => w.description_and(field.docs, "At most ", bytes, " bytes a file."),
        None => w.description(field.docs),
    }
    if default && matches!(view, View::Request) {
        self::default(w, field);
    }
    example(w, field);
    if field.deprecated {
        w.comma();
        w.put("\"deprecated\":true");
    }
    w.put("}");
}

/// Writes a field of the key as a property of requests that may repeat what the path says.
pub(crate) const fn repeated(w: &mut Writer<'_>, field: &Field) {
    w.put("\"");
    w.put(field.property);
    w.put("\":{");
    members(w, field.schema, &field.limits, View::Reply);
    w.description(field.docs);
    w.put(",\"readOnly\":true}");
}

/// Writes a field's default, if it is a constant.
const fn default(w: &mut Writer<'_>, field: &Field) {
    if let Some(Default::Literal(literal)) = &field.default {
        w.comma();
        w.put("\"default\":");
        w.literal(*literal);
    }
}

const fn example(w: &mut Writer<'_>, field: &Field) {
    if let Some(example) = field.example {
        w.comma();
        w.put("\"examples\":[");
        w.literal(example);
        w.put("]");
    }
}

/// Writes the schema of a parameter: text in a query, path or header, with its default and example.
pub(crate) const fn parameter(w: &mut Writer<'_>, field: &Field) {
    w.put("{");
    members(w, Schema::of(field.schema.kind), &field.limits, View::Parameter);
    default(w, field);
    example(w, field);
    w.put("}");
}
