//! Names of fields, tables and columns: what they may be, and that no two are the same.

use super::{Owner, field_error};
use crate::meta::Field;
use crate::meta::const_error::const_error;
pub(in crate::meta) use crate::meta::index::same;

/// The number of buckets for the names of one resource. Only names in one bucket are compared.
const BUCKETS: usize = 1024;

/// The bucket of a name, whatever its case.
const fn bucket(name: &[u8]) -> usize {
    let last = name.len() - 1;
    let (first, middle, last) = (name[0] & 31, name[last / 2] & 31, name[last] & 31);
    (name.len() * 197 + first as usize * 67 + middle as usize * 31 + last as usize) % BUCKETS
}

/// The first field whose name is wrong by itself or beside one before it, as `check_field_name` reports; `usize::MAX` for none. The fields
/// are those of a table, or properties of a schema, which have no columns.
#[must_use]
pub const fn misnamed(fields: &[Field], in_table: bool) -> usize {
    let (mut properties, mut columns) = ([false; BUCKETS], [false; BUCKETS]);
    let mut at = 0;
    while at < fields.len() {
        let field = &fields[at];
        let (property, column) = (field.property.as_bytes(), field.column.as_bytes());
        if column.is_empty() || property.is_empty() || !field.property.is_ascii() {
            return at;
        }
        let (property, column) = (bucket(property), bucket(column));
        if (properties[property] || columns[column]) && is_like_one_before(fields, at, in_table) {
            return at;
        }
        properties[property] = true;
        columns[column] = true;
        at += 1;
    }
    usize::MAX
}

const fn is_like_one_before(fields: &[Field], at: usize, in_table: bool) -> bool {
    let mut before = 0;
    while before < at {
        if same(fields[at].property, fields[before].property)
            || in_table && fields[at].column.eq_ignore_ascii_case(fields[before].column)
        {
            return true;
        }
        before += 1;
    }
    false
}

/// Checks the names of the field at `at`: its JSON name, its column, and both against the fields before it.
#[track_caller]
pub(super) const fn check_field_name(owner: Owner<'_>, fields: &[Field], at: usize) {
    let field = &fields[at];
    if let Some(fault) = fault(field.property) {
        field_error(owner, field.name, fault);
    }
    if field.column.is_empty() || field.property.is_empty() {
        if let Some(fault) = field.fault {
            field_error(owner, field.name, fault);
        }
        field_error(
            owner,
            field.name,
            ": its column has no name; give one, or leave `column` out",
        );
    }
    let mut before = 0;
    while before < at {
        check_apart(owner, field, &fields[before]);
        before += 1;
    }
}

/// Checks a field against one before it.
#[track_caller]
const fn check_apart(owner: Owner<'_>, field: &Field, other: &Field) {
    if same(field.property, other.property) {
        if !same(field.property, field.name) && !field.named {
            const_error(&[
                owner.keyword,
                " `",
                owner.name,
                "`: field `",
                field.name,
                "` is `",
                field.property,
                "` in JSON by the rule for names, and another field is, too; rename one, or give it a `name(\"..\")`",
            ]);
        }
        field_error(
            owner,
            field.name,
            ": another field has the same JSON name; rename one, or give it a `name(\"..\")`",
        );
    }
    // Properties of a schema have no columns.
    if same(owner.keyword, "resource") && field.column.eq_ignore_ascii_case(other.column) {
        field_error(
            owner,
            field.name,
            ": another field has the same column; rename one, or give it a `column(\"..\")`",
        );
    }
}

/// The error of a JSON name that is declared, not derived from the field's. It is also a parameter's and, for a key, part of a path.
pub(in crate::meta) const fn fault(name: &str) -> Option<&'static str> {
    let name = name.as_bytes();
    if name.is_empty() {
        return Some(": its JSON name is empty; give one, or leave `name` out");
    }
    match misfit(name) {
        None => None,
        Some(Misfit::Minus) => {
            Some(": its JSON name begins with `-`, which turns an order around; begin it with a letter, a digit or `_`")
        }
        Some(Misfit::Meant) => Some(
            ": its JSON name holds a character that means something in queries, paths or lists of names; keep to letters, digits, `_` and `-`",
        ),
        Some(Misfit::Foreign) => Some(
            ": its JSON name holds a character beyond ASCII, which URLs would escape; give it a `name(\"..\")` of letters, digits, `_` and `-`",
        ),
    }
}

/// Why a name can't be a JSON name.
pub(super) enum Misfit {
    /// It begins with `-`.
    Minus,
    /// It holds a character that means something where names are written.
    Meant,
    /// It holds a character beyond ASCII.
    Foreign,
}

/// The error of a JSON name, if it is invalid: it is also a parameter's and, for a key, part of a path template. The document
/// holds it as it is.
pub(super) const fn misfit(name: &[u8]) -> Option<Misfit> {
    if let [b'-', ..] = name {
        return Some(Misfit::Minus);
    }
    let mut at = 0;
    while at < name.len() {
        let byte = name[at];
        if byte >= 128 {
            return Some(Misfit::Foreign);
        }
        if PLAIN >> byte & 1 == 0 {
            return Some(Misfit::Meant);
        }
        at += 1;
    }
    None
}

/// The bytes that mean nothing wherever names are written, a bit for each: a scalar, since the interpreter copies a const array
/// whenever it is indexed.
const PLAIN: u128 = {
    let mut plain = 0;
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') {
            plain |= 1 << byte;
        }
        byte += 1;
    }
    plain
};

/// The longest name that PostgreSQL keeps whole, in bytes.
const SQL_LENGTH: usize = 63;

/// The error of the name of a table or column, if it is invalid: ends a sentence that begins with it.
pub(super) const fn sql_fault(name: &str) -> Option<&'static str> {
    let bytes = name.as_bytes();
    if bytes.len() > SQL_LENGTH {
        return Some(" is longer than 63 bytes, where PostgreSQL cuts names; shorten it");
    }
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], b'"' | 0) {
            return Some(" holds a quote or NUL; remove it");
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Misfit, misfit, sql_fault};

    #[test]
    fn json_names_are_plain() {
        for name in ["title", "_x", "9lives", "a-b", "A_b-3"] {
            assert!(misfit(name.as_bytes()).is_none(), "{name}");
        }
        for name in [
            "a\\b", "a~b", "a\"b", "a.b", "a b", "a\n", "a:b", "a/b", "{a}", "$a", "a\u{7f}",
        ] {
            assert!(matches!(misfit(name.as_bytes()), Some(Misfit::Meant)), "{name}");
        }
        assert!(matches!(misfit(b"-a"), Some(Misfit::Minus)));
        assert!(matches!(misfit("größe".as_bytes()), Some(Misfit::Foreign)));
    }

    #[test]
    fn names_in_sql_can_be_quoted() {
        assert!(sql_fault("größe des schuhs").is_none());
        assert!(sql_fault(&"a".repeat(63)).is_none());
        assert!(sql_fault(&"a".repeat(64)).is_some());
        assert!(sql_fault("a\"b").is_some());
        assert!(sql_fault("a\0b").is_some());
    }
}
