//! Alterations, all of which PostgreSQL makes in place.

use sea_orm::DbErr;
use sea_orm::sea_query::{Alias, ColumnDef, Expr, Table as SqlTable};

use super::super::alter::{ConstraintNames, altered_column};
use super::super::connection::Connection;
use super::super::create::{check_constraint, reference};
use super::super::statements::{add_column, create_index, drop_index, drop_index_if_exists, name_list, rename_column};
use super::DIALECT;
use super::convert::using;
use super::storage::cast;
use crate::schema::change::Alteration;
use crate::schema::model::{Column, ColumnKind, literal, quoted};

/// A query for [`ConstraintNames`].
const NAMES: &str = "SELECT 'p' AS what, conname::text AS name FROM pg_catalog.pg_constraint \
     WHERE contype = 'p' AND conrelid = to_regclass(quote_ident($1)) \
     UNION ALL \
     SELECT 'i', relname::text FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid \
     WHERE indrelid = to_regclass(quote_ident($1)) \
     AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)";

/// Alters a table.
pub(super) async fn alter_table(
    connection: Connection<'_>,
    table: &str,
    alterations: &[Alteration],
) -> Result<(), DbErr> {
    for alteration in alterations {
        let there = altered_column(connection, table, alteration).await?;
        let names = ConstraintNames::of(connection, NAMES, table, alteration).await?;
        for statement in statements(table, alteration, there.as_ref(), &names) {
            connection.execute(&statement).await?;
        }
    }
    Ok(())
}

/// The statements of an alteration. `there` is the column that is altered, as it is.
pub(crate) fn statements(
    table: &str,
    alteration: &Alteration,
    there: Option<&Column>,
    names: &ConstraintNames,
) -> Vec<String> {
    let target = quoted(table);
    let dropped = |name: &str| format!("ALTER TABLE {target} DROP CONSTRAINT {}", quoted(name));
    let added = |constraint: String| format!("ALTER TABLE {target} ADD {constraint}");
    match alteration {
        Alteration::RenameColumn { from, to } => vec![rename_column(table, from, to)],
        Alteration::AddColumn(column, checks) => vec![add_column(DIALECT, table, column, checks)],
        Alteration::DropColumn(column, _) => {
            vec![format!("ALTER TABLE {target} DROP COLUMN {}", quoted(column.name()))]
        }
        Alteration::AlterColumn { to, .. } => alter_column(table, there, to),
        Alteration::AddIndex(index) => vec![create_index(table, index)],
        Alteration::DropIndex(index) => vec![drop_index(index.name())],
        Alteration::DropIndexIfExists(name) => vec![drop_index_if_exists(name)],
        Alteration::RenameConstraint { from, to } if !names.has_index(from) => vec![format!(
            "ALTER TABLE {target} RENAME CONSTRAINT {} TO {}",
            quoted(from),
            quoted(to)
        )],
        Alteration::RenameIndex { from, to } | Alteration::RenameConstraint { from, to } => {
            vec![format!("ALTER INDEX {} RENAME TO {}", quoted(from), quoted(to))]
        }
        Alteration::SetPrimaryKey { to: columns, .. } => {
            let before = names.primary_key.iter().map(|name| dropped(name));
            let after = (!columns.is_empty()).then(|| added(format!("PRIMARY KEY ({})", name_list(columns))));
            before.chain(after).collect()
        }
        Alteration::AddCheck(check) => vec![added(check_constraint(check))],
        Alteration::AddUnique(index) => vec![added(format!(
            "CONSTRAINT {} UNIQUE ({})",
            quoted(&index.name),
            name_list(&index.columns)
        ))],
        // A unique index that was never a constraint.
        Alteration::DropUnique(unique) if names.has_index(unique.name()) => vec![drop_index(unique.name())],
        Alteration::AddForeignKey(key) => vec![DIALECT.render(&reference(table, key))],
        Alteration::DropCheck(check) => vec![dropped(check.name())],
        Alteration::DropUnique(unique) => vec![dropped(unique.name())],
        Alteration::DropForeignKey(key) => vec![dropped(key.name())],
    }
}

fn alter_column(table: &str, there: Option<&Column>, column: &Column) -> Vec<String> {
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
        statements.push(alter_type(table, there, column));
        statements.extend(
            sequence_type(&column.kind)
                .filter(|_| counted && column.auto_increment)
                .map(|sequence_type| {
                    // The sequence of a column of the type `serial` keeps its own type, and would end where that does.
                    let body = format!(
                        "DECLARE sequence text := pg_get_serial_sequence({}, {}); BEGIN IF sequence IS NOT NULL THEN \
                 EXECUTE 'ALTER SEQUENCE ' || sequence || ' AS {sequence_type}'; END IF; END",
                        literal(&target),
                        literal(&column.name)
                    );
                    format!("DO {}", literal(&body))
                }),
        );
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
        statements.push(altered(format!("SET DEFAULT {}", DIALECT.default(column, default))));
    }
    statements
}

fn alter_type(table: &str, there: Option<&Column>, column: &Column) -> String {
    let mut definition = ColumnDef::new_with_type(Alias::new(&column.name), DIALECT.type_of(column));
    if let Some(expression) = using(there, column) {
        definition.using(Expr::cust(expression));
    }
    let mut statement = SqlTable::alter();
    statement.table(Alias::new(table)).modify_column(definition);
    DIALECT.render(&statement)
}

/// The type of a counter's sequence.
fn sequence_type(kind: &ColumnKind) -> Option<&'static str> {
    match kind {
        ColumnKind::Stored { storage, .. } if storage.is_integer() => Some(cast(*storage)),
        ColumnKind::Stored { .. } | ColumnKind::Other(_) => None,
    }
}
