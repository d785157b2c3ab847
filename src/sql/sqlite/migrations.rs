//! Queries for runs of migrations.

use crate::schema::model::literal;

/// The tables that have foreign keys.
pub(super) const REFERRERS: &str = "SELECT name FROM sqlite_schema AS s WHERE type = 'table' \
     AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name)) ORDER BY name";

/// The texts that make the schema, in the order in which they can run.
pub(super) const CATALOGUE_TEXTS: &str = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid";

/// Everything that `fresh` drops. Virtual tables first: their shadow tables go with them.
pub(super) const EVERYTHING: &str = "SELECT upper(type) AS sort, name FROM sqlite_schema \
     WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     ORDER BY CASE WHEN type = 'view' THEN 0 WHEN sql LIKE 'CREATE VIRTUAL%' THEN 1 ELSE 2 END, name";

/// Whether foreign keys are enforced.
pub(super) const FOREIGN_KEYS: &str = "PRAGMA foreign_keys";

/// A query for the counts of rows that break foreign keys of a table, as rows of `parent`, `count` and `first`, a row's id.
pub(super) fn orphans(table: &str) -> String {
    format!(
        "SELECT parent, count(*) AS count, min(rowid) AS first FROM pragma_foreign_key_check({}) GROUP BY parent ORDER BY parent",
        literal(table)
    )
}
