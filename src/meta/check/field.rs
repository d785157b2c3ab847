//! One field: its limits, and its default and example against them.

use super::files::holds_file;
use super::json::is_json;
use super::names::{same, sql_fault};
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Default, Direction, Field, OnDelete, OperationKind, Resource};
use crate::types::{Choices, JsonForm, Kind, Limits, Literal, Number, Storage};

/// Checks that a path and a reply show the same value.
#[track_caller]
pub(super) const fn check_path_form(owner: Owner<'_>, field: &Field) {
    if field.in_path && matches!(field.limits.form, JsonForm::SecondDigits(_)) {
        field_error(
            owner,
            field.name,
            " stands in paths, which have all digits of a time; remove `digits`, or take another field for the paths",
        );
    }
}

/// Checks what the options of a column or property say to each other.
#[track_caller]
pub(super) const fn check_limits(owner: Owner<'_>, field: &Field) {
    if let Some(fault) = field.fault {
        field_error(owner, field.name, fault);
    }
    check_bounds(owner, field.name, &field.limits);
    if let Some(Default::Literal(literal)) = field.default
        && let Some(fault) = fault(field, literal)
    {
        field_error(owner, field.name, DEFAULT[fault as usize]);
    }
    if let Some(literal) = field.example
        && let Some(fault) = fault(field, literal)
    {
        field_error(owner, field.name, EXAMPLE[fault as usize]);
    }
}

/// Checks that limits, and those of items, leave something.
#[track_caller]
const fn check_bounds(owner: Owner<'_>, name: &str, limits: &Limits) {
    if let (Some(least), Some(most)) = (limits.min_length, limits.max_length)
        && least > most
    {
        field_error(
            owner,
            name,
            ": `len` ends before it begins; put the lesser number first",
        );
    }
    if let (Some(least), Some(most)) = (limits.minimum, limits.maximum)
        && least.greater(most)
    {
        field_error(
            owner,
            name,
            ": its least value is above its greatest; put the lesser number first",
        );
    }
    if let Some(step) = limits.multiple_of
        && step.mantissa <= 0
    {
        field_error(owner, name, ": `multiple_of` must be above zero");
    }
    if let Some(items) = limits.items {
        check_bounds(owner, name, items);
    }
}

/// What a literal can break.
#[derive(Clone, Copy)]
enum Fault {
    Length,
    Range,
    Multiple,
    Precision,
    Choice,
    Form,
    Syntax,
}

const DEFAULT: &[&str] = &[
    ": its default breaks its own `len`; change one of them",
    ": its default breaks its own range; change one of them",
    ": its default breaks its own `multiple_of`; change one of them",
    ": its default breaks its own `precision`; change one of them",
    ": its default is none of the enum's values; give one of them",
    ": its default isn't written as its type is in JSON",
    ": its default isn't JSON, or nests deeper than 64; write one JSON value",
];

const EXAMPLE: &[&str] = &[
    ": its example breaks its own `len`; change one of them",
    ": its example breaks its own range; change one of them",
    ": its example breaks its own `multiple_of`; change one of them",
    ": its example breaks its own `precision`; change one of them",
    ": its example is none of the enum's values; give one of them",
    ": its example isn't written as its type is in JSON",
    ": its example isn't JSON, or nests deeper than 64; write one JSON value",
];

const fn fault(field: &Field, literal: Literal) -> Option<Fault> {
    match literal {
        Literal::Boolean(_) => None,
        Literal::Number(number) => number_fault(field, number),
        Literal::Json(json) => {
            if !is_json(json) {
                Some(Fault::Syntax)
            } else if begins_like(field.schema.kind, field.schema.nullable, json.trim_ascii()) {
                None
            } else {
                Some(Fault::Form)
            }
        }
        Literal::Text(text) => text_fault(field, text),
    }
}

const fn number_fault(field: &Field, number: Number) -> Option<Fault> {
    if !is_choice(Literal::Number(number), field.choices) {
        return Some(Fault::Choice);
    }
    let limits = &field.limits;
    if let Some(least) = limits.minimum
        && least.greater(number)
    {
        return Some(Fault::Range);
    }
    if let Some(most) = limits.maximum
        && number.greater(most)
    {
        return Some(Fault::Range);
    }
    if let Some(step) = limits.multiple_of
        && !number.is_multiple_of(step)
    {
        return Some(Fault::Multiple);
    }
    if let Some((digits, scale)) = limits.precision {
        let whole = Number::int(10i64.saturating_pow((digits - scale) as u32));
        if number.scale > scale || !whole.greater(number) || !number.greater(Number::int(-whole.mantissa)) {
            return Some(Fault::Precision);
        }
    }
    None
}

const fn text_fault(field: &Field, text: &str) -> Option<Fault> {
    let bytes = text.as_bytes();
    let formed = match field.schema.kind {
        Kind::Uuid => has_form(bytes, b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
        Kind::Date => has_form(bytes, b"0000-00-00"),
        Kind::Time => bytes.len() >= 8 && has_form(bytes.split_at(8).0, b"00:00:00"),
        Kind::DateTime => bytes.len() >= 20 && has_form(bytes.split_at(19).0, b"0000-00-00T00:00:00"),
        Kind::Bytes => bytes.len().is_multiple_of(4),
        Kind::Any
        | Kind::String
        | Kind::Boolean
        | Kind::Int16
        | Kind::Int32
        | Kind::Int64
        | Kind::Float
        | Kind::Double
        | Kind::Decimal
        | Kind::File
        | Kind::Ref(_)
        | Kind::List(_)
        | Kind::Map(_) => true,
    };
    if !formed {
        return Some(Fault::Form);
    }
    if let Choices::Texts(texts) = field.choices
        && !is_one_of(text, texts)
    {
        return Some(Fault::Choice);
    }
    let limits = &field.limits;
    if limits.min_length.is_none() && limits.max_length.is_none() {
        return None;
    }
    let length = if matches!(field.schema.kind, Kind::Bytes) {
        base64_length(bytes)
    } else {
        characters(bytes)
    };
    if let Some(least) = limits.min_length
        && length < least
    {
        return Some(Fault::Length);
    }
    if let Some(most) = limits.max_length
        && length > most
    {
        return Some(Fault::Length);
    }
    None
}

/// Checks the default and the example of a property whose type is an enum: its values are known only where all items are.
#[track_caller]
pub(super) const fn check_choices(owner: Owner<'_>, field: &Field, choices: Choices) {
    if let Some(Default::Literal(literal)) = field.default
        && !is_choice(literal, choices)
    {
        field_error(owner, field.name, DEFAULT[Fault::Choice as usize]);
    }
    if let Some(literal) = field.example
        && !is_choice(literal, choices)
    {
        field_error(owner, field.name, EXAMPLE[Fault::Choice as usize]);
    }
}

/// Whether an enum has the value. What isn't an enum has all, and JSON is checked elsewhere.
const fn is_choice(literal: Literal, choices: Choices) -> bool {
    match (choices, literal) {
        (Choices::Texts(texts), Literal::Text(text)) => is_one_of(text, texts),
        (Choices::Numbers(numbers, _), Literal::Number(number)) => {
            let mut at = 0;
            while at < numbers.len() {
                if number.scale == 0 && number.mantissa == numbers[at] {
                    return true;
                }
                at += 1;
            }
            false
        }
        (Choices::None | Choices::Texts(_) | Choices::Numbers(..), _) => true,
    }
}

const fn is_one_of(text: &str, texts: &[&str]) -> bool {
    let mut at = 0;
    while at < texts.len() {
        if same(text, texts[at]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether `text` has the form `form`, where `0` matches a digit and `x` a hexadecimal one.
const fn has_form(text: &[u8], form: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() && at < form.len() {
        let fits = match form[at] {
            b'0' => text[at].is_ascii_digit(),
            b'x' => text[at].is_ascii_hexdigit(),
            other => text[at] == other,
        };
        if !fits {
            return false;
        }
        at += 1;
    }
    text.len() == form.len()
}

/// Whether JSON text begins as that of the kind does.
const fn begins_like(kind: Kind, nullable: bool, json: &str) -> bool {
    let Some(first) = json.as_bytes().first() else {
        return false;
    };
    if nullable && same(json, "null") {
        return true;
    }
    match kind {
        Kind::Any | Kind::Ref(_) => true,
        Kind::String | Kind::Bytes | Kind::Uuid | Kind::Date | Kind::Time | Kind::DateTime => *first == b'"',
        Kind::Boolean => matches!(*first, b't' | b'f'),
        Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float | Kind::Double => matches!(*first, b'-' | b'0'..=b'9'),
        Kind::Decimal => matches!(*first, b'"' | b'-' | b'0'..=b'9'),
        Kind::List(_) => *first == b'[',
        Kind::Map(_) => *first == b'{',
        Kind::File => false,
    }
}

/// How many Unicode scalar values: each has one byte that continues none.
const fn characters(bytes: &[u8]) -> u32 {
    let mut count = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] & 0xc0 != 0x80 {
            count += 1;
        }
        at += 1;
    }
    count
}

/// How many bytes base64 text encodes (RFC 4648, section 4).
const fn base64_length(text: &[u8]) -> u32 {
    let length = (text.len() / 4 * 3) as u32;
    match text {
        [.., b'=', b'='] => length - 2,
        [.., b'='] => length - 1,
        _ => length,
    }
}

/// Checks what only a column can say wrong.
#[track_caller]
pub(super) const fn check_column(owner: Owner<'_>, field: &Field, only_key: bool) {
    let nullable = field.schema.nullable;
    if let Some(fault) = sql_fault(field.column) {
        const_error(&[
            "resource `",
            owner.name,
            "`: field `",
            field.name,
            "`: column `",
            field.column,
            "`",
            fault,
        ]);
    }
    if holds_file(field.schema.kind) {
        field_error(
            owner,
            field.name,
            " is a file, which a table doesn't hold; take it with an `op` and `Multipart<..>`, and store its bytes or where it was put",
        );
    }
    if field.key {
        check_key(owner, field);
    }
    if !field.in_lists && (field.in_path || field.key) {
        field_error(
            owner,
            field.name,
            " is part of what a row is found by, which lists show; remove `not_in_lists`",
        );
    }
    if !field.in_lists && !field.in_replies() {
        field_error(
            owner,
            field.name,
            " is in no reply, so `not_in_lists` does nothing; remove it",
        );
    }
    if field.auto_increment {
        check_counter(owner, field, only_key);
    }
    if matches!(field.storage, Storage::Json) && (field.unique || field.index || field.references.is_some()) {
        field_error(
            owner,
            field.name,
            " is stored as JSON, which takes no `unique`, `index` or `references`; leave the option out",
        );
    }
    if let Some(reference) = &field.references
        && matches!(reference.on_delete, OnDelete::SetNull)
        && !nullable
    {
        field_error(
            owner,
            field.name,
            ": `references(.., set_null)` needs a column that can be null; make the type an `Option`",
        );
    }
}

/// Checks that a field can have a value in a new row.
#[track_caller]
pub(super) const fn check_given(owner: Owner<'_>, resource: &Resource, at: usize) {
    let field = &resource.fields[at];
    if !field.schema.nullable
        && field.default.is_none()
        && !field.auto_increment
        && matches!(
            field.direction,
            Direction::Hidden | Direction::ReadOnly | Direction::UpdateOnly
        )
        && is_created(resource, at)
    {
        field_error(
            owner,
            field.name,
            " must have a value, but no create request can hold it; give it a default, make the type an `Option`, or leave out what hides it",
        );
    }
}

/// Whether requests create rows whose value of the field isn't known by itself.
const fn is_created(resource: &Resource, at: usize) -> bool {
    // The owner is the caller, the path says to which rows a nested one belongs, and a put takes the key from its path.
    let owned = match resource.owner {
        Some(owner) => owner == at,
        None => false,
    } || resource.is_of_parent(at);
    !owned
        && (resource.offers(OperationKind::Create)
            || resource.offers(OperationKind::CreateMany)
            || resource.offers(OperationKind::Put) && !resource.fields[at].in_path)
}

#[track_caller]
const fn check_key(owner: Owner<'_>, field: &Field) {
    if field.schema.nullable {
        field_error(
            owner,
            field.name,
            " is part of the key, which can't be null; use the type without `Option`",
        );
    }
    if matches!(field.storage, Storage::Json) {
        field_error(
            owner,
            field.name,
            " is part of the key, but stored as JSON; use a type of its own column",
        );
    }
    if matches!(field.direction, Direction::WriteOnly) {
        field_error(
            owner,
            field.name,
            " is part of the key, which paths and replies show; leave out `write_only`",
        );
    }
}

#[track_caller]
const fn check_counter(owner: Owner<'_>, field: &Field, only_key: bool) {
    if !field.key {
        field_error(
            owner,
            field.name,
            ": `auto_increment` is for the key; declare the field under `key`, or leave it out",
        );
    }
    if !only_key {
        field_error(
            owner,
            field.name,
            ": `auto_increment` is for a key of one field; leave it out, or take the other fields out of the key",
        );
    }
    if field.default.is_some() {
        field_error(
            owner,
            field.name,
            ": `auto_increment` and a default exclude each other; leave one out",
        );
    }
}
