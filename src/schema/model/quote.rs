//! Names and texts in SQL, the same on every database (the SQL standard; on PostgreSQL with `standard_conforming_strings`, its default).

/// A name as SQL: `"a ""b"""`.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", escaped(name))
}

/// A name escaped for quotes that another library writes, such as sea-query.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('"', "\"\"")
}

/// A text as SQL: `'it''s'`.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
