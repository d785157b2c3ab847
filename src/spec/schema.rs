//! JSON Schema (2020-12, as OpenAPI 3.1 takes it) of types and fields.

use super::base64::base64;
use super::decimal::decimal;
use super::writer::Writer;
use crate::meta::{BULK_LIMIT, Default, Docs, Field, FieldAccess, Placeholder, Setting};
use crate::types::{JsonForm, Kind, Limits, Literal, Number, Schema};

/// From which side a schema is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// What replies hold: a null field is left out.
    Reply,
    /// What replies hold below that: items of lists, members of maps, properties of named types. Nulls stay.
    ReplyItem,
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
pub(super) const fn members(w: &mut Writer<'_>, schema: Schema, limits: &Limits, view: View) {
    let null = schema.nullable && matches!(view, View::Request | View::ReplyItem);
    let limits = &match schema.limits {
        Some(own) => limits.or(own),
        None => *limits,
    };
    if matches!(limits.form, JsonForm::Text) && !matches!(view, View::Parameter) {
        return digits_in_a_string(w, schema.kind, limits, null);
    }
    match schema.kind {
        Kind::Any => {}
        Kind::String => {
            put_type(w, "\"string\"", null);
            string_limits(w, limits, view);
        }
        Kind::Bytes => {
            put_type(w, "\"string\"", null);
            let (min_length, max_length) = base64(w, limits, matches!(view, View::Request | View::Parameter));
            let encoded = Limits {
                min_length,
                max_length,
                ..Limits::NONE
            };
            sizes(w, &encoded, ",\"minLength\":", ",\"maxLength\":");
        }
        Kind::Boolean => put_type(w, "\"boolean\"", null),
        Kind::Int16 => {
            // No tool knows this format.
            let own = Limits {
                minimum: or(limits.minimum, i16::MIN as i64),
                maximum: or(limits.maximum, i16::MAX as i64),
                ..*limits
            };
            integer(w, "int16", &own, null);
        }
        Kind::Int32 => integer(w, "int32", limits, null),
        Kind::Int64 => integer(w, "int64", limits, null),
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
            w.put(",\"format\":\"time-local\",\"pattern\":\"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]");
            match second_digits(limits, view) {
                Some(digits) => {
                    fraction(w, digits);
                    w.put("$\"");
                }
                None => w.put("(\\\\.[0-9]+)?$\""),
            }
        }
        Kind::DateTime => {
            put_type(w, "\"string\"", null);
            w.put(",\"format\":\"date-time\"");
            if let Some(digits) = second_digits(limits, view) {
                w.put(",\"pattern\":\":[0-9]{2}");
                fraction(w, digits);
                w.put("Z$\"");
            }
        }
        Kind::File => file(w, limits),
        Kind::Ref(name) => {
            w.put(if null { "\"anyOf\":[{" } else { "" });
            w.put3("\"$ref\":\"#/components/schemas/", name, "");
            w.placeholder(match view {
                View::Reply | View::ReplyItem => Placeholder::ReplyName,
                View::Request | View::Parameter => Placeholder::RequestName,
            });
            w.put(if null { "\"},{\"type\":\"null\"}]" } else { "\"" });
        }
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
            let of_value = match limits.items {
                Some(values) => values,
                None => &Limits::NONE,
            };
            self::schema(w, *value, of_value, inner(view));
            sizes(w, limits, ",\"minProperties\":", ",\"maxProperties\":");
        }
    }
}

/// A number as a string of its digits. JSON Schema has no bounds for those.
const fn digits_in_a_string(w: &mut Writer<'_>, kind: Kind, limits: &Limits, null: bool) {
    put_type(w, "\"string\"", null);
    if matches!(kind, Kind::Decimal) {
        w.put(",\"format\":\"decimal\",\"pattern\":\"");
        super::decimal::digits(w, limits);
    } else {
        w.put(match kind {
            Kind::Int64 => ",\"format\":\"int64\"",
            Kind::Int32 => ",\"format\":\"int32\"",
            _ => "",
        });
        w.put(",\"pattern\":\"^-?[0-9]+$\"");
    }
}

/// How many digits replies have after the second, if that is declared.
const fn second_digits(limits: &Limits, view: View) -> Option<u8> {
    match (limits.form, view) {
        (JsonForm::SecondDigits(digits), View::Reply | View::ReplyItem) => Some(digits),
        _ => None,
    }
}

/// A pattern of so many digits after the second.
const fn fraction(w: &mut Writer<'_>, digits: u8) {
    if digits > 0 {
        w.put("\\\\.[0-9]{");
        w.integer(digits as i64);
        w.put("}");
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

/// Items of a list and members of a map keep their nulls, in replies too.
const fn inner(view: View) -> View {
    match view {
        View::Reply | View::ReplyItem => View::ReplyItem,
        View::Request => View::Request,
        View::Parameter => View::Parameter,
    }
}

pub(super) const fn put_type(w: &mut Writer<'_>, name: &str, null: bool) {
    w.put(if null { "\"type\":[" } else { "\"type\":" });
    w.put(name);
    if null {
        w.put(",\"null\"]");
    }
}

/// A text that can stand in a path: not empty, and neither `.` nor `..`, which programs take out of paths (RFC 3986, section 5.2.4).
const SEGMENT: &str = r"^([^.]|\.[^.]|\.\.[\s\S])";

const fn string_limits(w: &mut Writer<'_>, limits: &Limits, view: View) {
    sizes(w, limits, ",\"minLength\":", ",\"maxLength\":");
    match limits.pattern {
        Some(pattern) => w.around(",\"pattern\":\"", pattern, "\""),
        // A pattern or format of its own stays alone.
        None if limits.in_path && limits.format.is_none() && matches!(view, View::Request) => {
            w.around(",\"pattern\":\"", SEGMENT, "\"");
        }
        None => {}
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

/// Writes the declared bounds. Those of the format would only repeat it, and tools that count in doubles would show them rounded.
const fn integer(w: &mut Writer<'_>, format: &str, limits: &Limits, null: bool) {
    put_type(w, "\"integer\"", null);
    w.around(",\"format\":\"", format, "\"");
    numeric_limits(w, limits.minimum, limits.maximum, limits.multiple_of);
}

const fn or(declared: Option<Number>, usual: i64) -> Option<Number> {
    match declared {
        Some(number) => Some(number),
        None => Some(Number::int(usual)),
    }
}

pub(super) const fn numeric_limits(
    w: &mut Writer<'_>,
    least: Option<Number>,
    most: Option<Number>,
    step: Option<Number>,
) {
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

/// How many items a bulk request may have.
pub(crate) const fn bulk_limit(w: &mut Writer<'_>) {
    w.put(",\"maxItems\":");
    let start = w.len();
    w.integer(BULK_LIMIT as i64);
    w.placeholder_over(start, Placeholder::Setting(Setting::BulkLimit));
}

/// Writes the limit of items of a list in a request that takes no more than this.
pub(crate) const fn list_limit(w: &mut Writer<'_>, most: u32) {
    w.put(",\"maxItems\":");
    let start = w.len();
    w.integer(if most < BULK_LIMIT { most } else { BULK_LIMIT } as i64);
    w.placeholder_over(start, Placeholder::Setting(Setting::ListLimit(most)));
}

/// Writes a field as a property, `"name":{...}`, with its default if `default` is set.
pub(crate) const fn property(w: &mut Writer<'_>, field: &Field, view: View, default: bool) {
    w.put("\"");
    w.put(field.property);
    w.put("\":{");
    members(w, field.schema, &field.limits, view);
    match field.limits.max_bytes {
        Some(bytes) => w.description_and(field.docs, "At most ", bytes, " bytes a file."),
        None => match field.access {
            Some(access) => restricted(w, field.docs, access),
            None => w.description(field.docs),
        },
    }
    if default && matches!(view, View::Request) {
        self::default(w, field, view);
    }
    example(w, field, view);
    if matches!(view, View::Request) && field.example.is_none() && field.default.is_none() {
        super::sample::sample(w, field);
    }
    if field.deprecated {
        w.comma();
        w.put("\"deprecated\":true");
    }
    w.put("}");
}

/// Writes the description of a field that some clients don't see.
const fn restricted(w: &mut Writer<'_>, docs: Docs, access: FieldAccess) {
    w.description_begin(docs);
    w.put("Only for ");
    let mut at = 0;
    while at < access.alternatives.len() {
        let alternative = &access.alternatives[at];
        if at > 0 {
            w.put(" or ");
        }
        if alternative.is_owner() {
            w.put("the owner of the row");
        } else {
            w.put3("clients with `", alternative.scheme, "`");
        }
        let mut scope = 0;
        while scope < alternative.scopes.len() {
            w.put(if scope == 0 { " and the scope `" } else { "`, `" });
            w.escaped(alternative.scopes[scope]);
            scope += 1;
        }
        if scope > 0 {
            w.put("`");
        }
        at += 1;
    }
    w.put("; other clients neither see nor set it.\"");
}

/// Writes a field of the address as a property of requests that may repeat the path's value.
pub(crate) const fn repeated(w: &mut Writer<'_>, field: &Field) {
    w.put("\"");
    w.put(field.property);
    w.put("\":{");
    members(w, field.schema, &field.limits, View::Reply);
    w.description(field.docs);
    w.put(",\"readOnly\":true}");
}

/// Writes a field's default, if it is a constant.
const fn default(w: &mut Writer<'_>, field: &Field, view: View) {
    if let Some(Default::Literal(value)) = &field.default {
        w.comma();
        w.put("\"default\":");
        literal(w, field, *value, view);
    }
}

const fn example(w: &mut Writer<'_>, field: &Field, view: View) {
    // One with other digits would be none.
    if let Some(example) = field.example
        && second_digits(&field.limits, view).is_none()
    {
        w.comma();
        w.put("\"examples\":[");
        literal(w, field, example, view);
        w.put("]");
    }
}

/// Writes a value of a field in its form.
const fn literal(w: &mut Writer<'_>, field: &Field, value: Literal, view: View) {
    let is_text = matches!(field.limits.form, JsonForm::Text)
        && matches!(value, Literal::Number(_))
        && !matches!(view, View::Parameter);
    let quote = if is_text { "\"" } else { "" };
    w.put(quote);
    w.literal(value);
    w.put(quote);
}

/// Writes the schema of a parameter: text in a query, path or header, with its default and example.
pub(crate) const fn parameter(w: &mut Writer<'_>, field: &Field) {
    w.put("{");
    members(w, field.schema.not_null(), &field.limits, View::Parameter);
    default(w, field, View::Parameter);
    example(w, field, View::Parameter);
    w.put("}");
}
