//! The statements of SQLite's rebuild of a table (<https://sqlite.org/lang_altertable.html>, section 7), and queries for mistakes that SQLite
//! doesn't report by itself.

use crate::schema::model::{literal, quoted};

/// Makes `ALTER TABLE .. RENAME` leave the rest of the schema alone. Otherwise it fails if a view or a trigger names a table that doesn't
/// exist at that moment, and it changes the name in foreign keys, which must refer to the rebuilt table.
pub(super) const LEAVE_OTHERS: &str = "PRAGMA legacy_alter_table = ON";
/// Undoes [`LEAVE_OTHERS`].
pub(super) const FOLLOW: &str = "PRAGMA legacy_alter_table = OFF";
/// Whether [`LEAVE_OTHERS`] is set.
pub(super) const LEAVES_OTHERS: &str = "PRAGMA legacy_alter_table";

/// A query for what else belongs to a table, as rows of `type`, `name`, `sql` and `columns`, a JSON list of an index's columns.
pub(super) fn belongings(table: &str) -> String {
    format!(
        "SELECT type, name, sql, (SELECT json_group_array(i.name) FROM pragma_index_info(s.name) AS i) AS columns \
         FROM sqlite_schema AS s WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = {} COLLATE NOCASE \
         ORDER BY rowid",
        literal(table)
    )
}

/// Copies columns; each pair is a column of the new table and an expression for its value.
pub(super) fn copy(from: &str, to: &str, columns: &[(String, String)]) -> String {
    if columns.is_empty() {
        // All columns are new; the rows remain.
        return format!("INSERT INTO {} (rowid) SELECT rowid FROM {}", quoted(to), quoted(from));
    }
    let (names, values): (Vec<_>, Vec<_>) = columns
        .iter()
        .map(|(name, value)| (quoted(name), value.as_str()))
        .unzip();
    format!(
        "INSERT INTO {} ({}) SELECT {} FROM {}",
        quoted(to),
        names.join(", "),
        values.join(", "),
        quoted(from)
    )
}

/// A column with its table's name.
pub(super) fn column(table: &str, column: &str) -> String {
    format!("{}.{}", quoted(table), quoted(column))
}

/// A query for a column's values that don't fit, as one row of `count` and `example`.
pub(super) fn misfits(table: &str, name: &str, value: &str, fits: &str) -> String {
    let column = column(table, name);
    format!(
        "SELECT count(*) AS count, min(CAST(source AS TEXT)) AS example \
         FROM (SELECT {column} AS source, {value} AS value FROM {} WHERE {column} IS NOT NULL) WHERE NOT coalesce({fits}, FALSE)",
        quoted(table)
    )
}

/// Copies the counter of one table to another, which may have one of its own already.
pub(super) fn carry_counter(from: &str, to: &str) -> [String; 2] {
    let (from, to) = (literal(from), literal(to));
    [
        format!("DELETE FROM sqlite_sequence WHERE name = {to}"),
        format!("INSERT INTO sqlite_sequence (name, seq) SELECT {to}, seq FROM sqlite_sequence WHERE name = {from}"),
    ]
}

/// Whether a table, an index or a view has a name.
pub(super) const TAKEN: &str = "SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE";

/// A query for statements, as rows of `what` and `sql`, that fail if a view, or a trigger of a table, names what isn't there. They run
/// nothing.
pub(super) const PROBES: &str = "SELECT 'the view `' || name || '`' AS what, \
     'EXPLAIN SELECT * FROM \"' || replace(name, '\"', '\"\"') || '\"' AS sql FROM sqlite_schema WHERE type = 'view' \
     UNION ALL SELECT 'a trigger of `' || t.tbl_name || '` after ' || verb.name, 'EXPLAIN ' || CASE verb.name \
     WHEN 'DELETE' THEN 'DELETE FROM ' || t.quoted WHEN 'INSERT' THEN 'INSERT INTO ' || t.quoted || ' DEFAULT VALUES' \
     ELSE 'UPDATE ' || t.quoted || ' SET ' || (SELECT group_concat('\"' || replace(c.name, '\"', '\"\"') || '\" = NULL') \
     FROM pragma_table_info(t.tbl_name) AS c) END \
     FROM (SELECT DISTINCT tbl_name, '\"' || replace(tbl_name, '\"', '\"\"') || '\"' AS quoted FROM sqlite_schema WHERE type = 'trigger') AS t, \
     (SELECT 'DELETE' AS name UNION ALL SELECT 'INSERT' UNION ALL SELECT 'UPDATE') AS verb";

/// Statements that fail if a view or a trigger names what isn't there; SQLite looks for such when it renames a column of any table.
pub(super) fn probe(name: &str) -> [String; 3] {
    let table = quoted(name);
    [
        format!("CREATE TABLE {table} (a)"),
        format!("ALTER TABLE {table} RENAME COLUMN a TO b"),
        format!("DROP TABLE IF EXISTS {table}"),
    ]
}
