//! Statements that alter tables. PostgreSQL has one for everything; SQLite for a few things, and for the others the table is made
//! anew: see [`rebuild`](super::rebuild).

use sea_orm::sea_query::{Alias, ColumnDef, Expr, Table as SqlTable};

use super::Dialect;
use super::create::column_definition;
use crate::meta::OnDelete;
use crate::schema::change::Alteration;
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, literal, quoted};
use crate::types::Storage;

/// What of a table isn't in its catalogue, and statements need all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// The name of the primary key's constraint, where it has one.
    pub(crate) primary_key: Option<String>,
    /// The names of indexes that belong to no constraint.
    pub(crate) indexes: Vec<String>,
}

fn list(columns: &[String]) -> String {
    columns
        .iter()
        .map(|column| quoted(column))
        .collect::<Vec<_>>()
        .join(", ")
}

impl Dialect {
    /// Gives a table another name.
    pub(crate) fn rename_table(self, from: &str, to: &str) -> String {
        format!("ALTER TABLE {} RENAME TO {}", quoted(from), quoted(to))
    }

    /// Drops a table.
    pub(crate) fn drop_table(self, table: &str) -> String {
        format!("DROP TABLE {}", quoted(table))
    }

    /// A query of one parameter, the name of a table, for its [`Names`]: rows of `what`, which is `p` for the primary key and `i` for an
    /// index without a constraint, and `name`.
    pub(crate) fn names(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT 'i' AS what, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
            }
            Self::Postgres => {
                "SELECT 'p' AS what, conname::text AS name FROM pg_catalog.pg_constraint \
                 WHERE contype = 'p' AND conrelid = to_regclass(quote_ident($1)) \
                 UNION ALL \
                 SELECT 'i', relname::text FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid \
                 WHERE indrelid = to_regclass(quote_ident($1)) \
                 AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)"
            }
        }
    }

    /// The statements of an alteration of a table; `None` where the table must be rebuilt for it. `there` is the column that an altered
    /// one is now.
    pub(crate) fn alter(
        self,
        table: &str,
        alteration: &Alteration,
        there: Option<&Column>,
        names: &Names,
    ) -> Option<Vec<String>> {
        let target = quoted(table);
        let renamed = |what: &str, from: &str, to: &str| {
            format!("ALTER TABLE {target} RENAME {what} {} TO {}", quoted(from), quoted(to))
        };
        let dropped = |name: &str| format!("ALTER TABLE {target} DROP CONSTRAINT {}", quoted(name));
        let added = |constraint: String| format!("ALTER TABLE {target} ADD {constraint}");
        Some(match alteration {
            Alteration::RenameColumn { from, to } => vec![renamed("COLUMN", from, to)],
            Alteration::AddColumn(column, checks) if self == Self::Postgres || constant(column) => {
                vec![self.add_column(table, column, checks)]
            }
            Alteration::AddIndex(index) => vec![self.create_index(table, index, false)],
            Alteration::DropIndex(dropped) => vec![drop_index(dropped.name())],
            Alteration::DropIndexIfExists(name) => vec![drop_index_if_exists(name)],
            Alteration::AddUnique(index) if self == Self::Sqlite => vec![self.create_index(table, index, true)],
            // It was never a constraint.
            Alteration::DropUnique(unique) if names.indexes.iter().any(|name| name == unique.name()) => {
                vec![drop_index(unique.name())]
            }
            _ if self == Self::Sqlite => return None,
            Alteration::RenameConstraint { from, to } if !names.indexes.contains(from) => {
                vec![renamed("CONSTRAINT", from, to)]
            }
            Alteration::RenameIndex { from, to } | Alteration::RenameConstraint { from, to } => {
                vec![format!("ALTER INDEX {} RENAME TO {}", quoted(from), quoted(to))]
            }
            Alteration::AddColumn(column, checks) => vec![self.add_column(table, column, checks)],
            Alteration::DropColumn(column, _) => {
                vec![format!("ALTER TABLE {target} DROP COLUMN {}", quoted(column.name()))]
            }
            Alteration::AlterColumn { to, .. } => self.alter_column(table, there, to),
            Alteration::SetPrimaryKey { to: columns, .. } => {
                let before = names.primary_key.iter().map(|name| dropped(name));
                let after = (!columns.is_empty()).then(|| added(format!("PRIMARY KEY ({})", list(columns))));
                before.chain(after).collect()
            }
            Alteration::AddCheck(check) => vec![added(check_constraint(check))],
            Alteration::AddUnique(index) => vec![added(format!(
                "CONSTRAINT {} UNIQUE ({})",
                quoted(&index.name),
                list(&index.columns)
            ))],
            Alteration::AddForeignKey(key) => vec![added(reference(key))],
            Alteration::DropCheck(check) => vec![dropped(check.name())],
            Alteration::DropUnique(unique) => vec![dropped(unique.name())],
            Alteration::DropForeignKey(key) => vec![dropped(key.name())],
        })
    }

    /// Creates an index.
    pub(crate) fn create_index(self, table: &str, index: &Index, unique: bool) -> String {
        format!(
            "CREATE {}INDEX {} ON {} ({})",
            if unique { "UNIQUE " } else { "" },
            quoted(&index.name),
            quoted(table),
            list(&index.columns)
        )
    }

    fn add_column(self, table: &str, column: &Column, checks: &[Check]) -> String {
        let mut statement = SqlTable::alter();
        statement
            .table(Alias::new(table))
            .add_column(column_definition(self, column));
        let mut text = self.render(&statement);
        for check in checks {
            text.push(' ');
            text.push_str(&check_constraint(check));
        }
        text
    }

    fn alter_column(self, table: &str, there: Option<&Column>, column: &Column) -> Vec<String> {
        let (target, name) = (quoted(table), quoted(&column.name));
        let altered = |what: String| format!("ALTER TABLE {target} ALTER COLUMN {name} {what}");
        let mut statements = Vec::new();
        let other_kind = there.is_none_or(|there| there.kind != column.kind);
        let had_default = there.is_none_or(|there| there.default.is_some());
        let counted = there.is_some_and(|there| there.auto_increment);
        let other_default = other_kind || there.is_none_or(|there| there.default != column.default);
        if counted && !column.auto_increment {
            statements.push(altered("DROP IDENTITY IF EXISTS".to_owned()));
            // A column of the type `serial` counts by its default.
            statements.push(altered("DROP DEFAULT".to_owned()));
        } else if had_default && !counted && (other_default || column.auto_increment) {
            statements.push(altered("DROP DEFAULT".to_owned()));
        }
        if other_kind {
            statements.push(self.alter_type(table, there, column));
            statements.extend(width(&column.kind).filter(|_| counted && column.auto_increment).map(|width| {
                // The sequence of a column of the type `serial` keeps its own type, and would end where that does.
                let body = format!(
                    "DECLARE sequence text := pg_get_serial_sequence({}, {}); BEGIN IF sequence IS NOT NULL THEN \
                     EXECUTE 'ALTER SEQUENCE ' || sequence || ' AS {width}'; END IF; END",
                    literal(&target),
                    literal(&column.name)
                );
                format!("DO {}", literal(&body))
            }));
        }
        if there.is_none_or(|there| there.nullable != column.nullable) {
            let verb = if column.nullable { "DROP" } else { "SET" };
            statements.push(altered(format!("{verb} NOT NULL")));
        }
        if column.auto_increment && !counted {
            statements.push(altered("ADD GENERATED BY DEFAULT AS IDENTITY".to_owned()));
            statements.push(format!(
                "SELECT setval(pg_get_serial_sequence({}, {}), max({name})) FROM {target} HAVING max({name}) > 0",
                literal(&target),
                literal(&column.name)
            ));
        }
        if let Some(default) = &column.default
            && other_default
            && !column.auto_increment
        {
            statements.push(altered(format!("SET DEFAULT {}", self.default(column, default))));
        }
        statements
    }

    fn alter_type(self, table: &str, there: Option<&Column>, column: &Column) -> String {
        let mut definition = ColumnDef::new_with_type(Alias::new(&column.name), self.type_of(column));
        if let Some(expression) = self.using(there, column) {
            definition.using(Expr::cust(expression));
        }
        let mut statement = SqlTable::alter();
        statement.table(Alias::new(table)).modify_column(definition);
        self.render(&statement)
    }
}

/// The types of sequences.
fn width(kind: &ColumnKind) -> Option<&'static str> {
    match kind {
        ColumnKind::Stored { storage, .. } => match storage {
            Storage::Int16 => Some("smallint"),
            Storage::Int32 => Some("integer"),
            Storage::Int64 => Some("bigint"),
            _ => None,
        },
        ColumnKind::Other(_) => None,
    }
}

/// Drops an index.
pub(crate) fn drop_index(name: &str) -> String {
    format!("DROP INDEX {}", quoted(name))
}

/// Drops an index, if there is one of this name.
pub(crate) fn drop_index_if_exists(name: &str) -> String {
    format!("DROP INDEX IF EXISTS {}", quoted(name))
}

fn check_constraint(check: &Check) -> String {
    format!(
        "CONSTRAINT {} CHECK ({})",
        quoted(&check.name),
        check.rule.condition(&check.column)
    )
}

fn reference(key: &ForeignKey) -> String {
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}) ON DELETE {}",
        quoted(&key.name),
        quoted(&key.column),
        quoted(&key.table),
        quoted(&key.target),
        match key.on_delete {
            OnDelete::Cascade => "CASCADE",
            OnDelete::SetNull => "SET NULL",
            OnDelete::Restrict if key.no_action => "NO ACTION",
            OnDelete::Restrict => "RESTRICT",
        }
    )
}

/// Whether SQLite can add the column to a table that has rows: all of them get the same value.
fn constant(column: &Column) -> bool {
    let default = match &column.default {
        None => column.nullable,
        Some(ColumnDefault::Boolean(_) | ColumnDefault::Number(_) | ColumnDefault::Text(_)) => true,
        Some(ColumnDefault::Other(_)) => false,
    };
    // What another type says may be a constraint that can't be added.
    default && !column.auto_increment && matches!(column.kind, ColumnKind::Stored { .. })
}
