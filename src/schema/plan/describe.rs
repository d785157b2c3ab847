//! Steps and alterations in words for people, one line each.

use std::fmt;

use crate::meta::OnDelete;
use crate::schema::change::{Alteration, Dropped, Step};
use crate::schema::model::{Column, ColumnDefault, ColumnKind, ForeignKey, literal};
use crate::types::Storage;

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateTable(table) => write!(f, "create table {}", table.name),
            Self::DropTable(dropped) => write!(f, "drop table {}", dropped.name()),
            Self::RenameTable { from, to } => write!(f, "rename table {from} to {to}"),
            Self::AlterTable { table, alterations } => {
                let lines: Vec<String> = alterations.iter().map(|one| one.describe(table)).collect();
                f.write_str(&lines.join("; "))
            }
        }
    }
}

impl Alteration {
    /// A description of the change to this table: `add column tasks.severity (integer, null)`.
    pub(crate) fn describe(&self, table: &str) -> String {
        let list = |columns: &[String]| columns.join(", ");
        match self {
            Self::RenameColumn { from, to } => format!("rename column {table}.{from} to {to}"),
            Self::RenameConstraint { from, to } => format!("rename constraint {from} of {table} to {to}"),
            Self::RenameIndex { from, to } => format!("rename index {from} of {table} to {to}"),
            Self::AddColumn(column, _) => {
                let words = words(column);
                let lacks = if column.lacks_value() { ", no default" } else { "" };
                format!("add column {table}.{} ({words}{lacks})", column.name)
            }
            Self::DropColumn(Dropped::Known(column), _) => {
                format!("drop column {table}.{} ({})", column.name, words(column))
            }
            Self::DropColumn(Dropped::Named(name), _) => format!("drop column {table}.{name}"),
            Self::AlterColumn { from, to } => {
                let words = from.as_ref().map_or_else(|| words(to), |from| difference(from, to));
                format!("alter column {table}.{}: {words}", to.name)
            }
            Self::SetPrimaryKey { from, to } if to.is_empty() => match from {
                Some(from) => format!("drop primary key of {table} ({})", list(from)),
                None => format!("drop primary key of {table}"),
            },
            Self::SetPrimaryKey { to, .. } => format!("set primary key of {table} ({})", list(to)),
            Self::AddCheck(check) => format!(
                "add check {} of {table}: {}",
                check.name,
                check.rule.condition(&check.column)
            ),
            Self::DropCheck(dropped) => {
                let condition = dropped.known().map(|check| check.rule.condition(&check.column));
                let condition = condition.map_or_else(String::new, |condition| format!(": {condition}"));
                format!("drop check {} of {table}{condition}", dropped.name())
            }
            Self::AddUnique(unique) => format!("add unique constraint on {table} ({})", list(&unique.columns)),
            Self::DropUnique(Dropped::Known(unique)) => {
                format!("drop unique constraint on {table} ({})", list(&unique.columns))
            }
            Self::DropUnique(Dropped::Named(name)) => format!("drop unique constraint {name} of {table}"),
            Self::AddIndex(index) => format!("add index on {table} ({})", list(&index.columns)),
            Self::DropIndex(Dropped::Known(index)) => format!("drop index on {table} ({})", list(&index.columns)),
            Self::DropIndex(Dropped::Named(name)) => format!("drop index {name} of {table}"),
            Self::DropIndexIfExists(name) => {
                format!("drop the invalid index {name} of {table}, whose name another one needs")
            }
            Self::AddForeignKey(key) => {
                format!(
                    "add foreign key from {}, {}",
                    ends(table, key),
                    on_delete(key.on_delete)
                )
            }
            Self::DropForeignKey(Dropped::Known(key)) => format!("drop foreign key from {}", ends(table, key)),
            Self::DropForeignKey(Dropped::Named(name)) => format!("drop foreign key {name} of {table}"),
        }
    }
}

/// The ends of a foreign key: `tasks.author to users.id`, `tasks (tenant, author) to users (tenant, id)`.
fn ends(table: &str, key: &ForeignKey) -> String {
    let end = |table: &str, columns: &[String]| match columns {
        [column] => format!("{table}.{column}"),
        columns => format!("{table} ({})", columns.join(", ")),
    };
    format!("{} to {}", end(table, &key.columns), end(&key.table, &key.targets))
}

fn words(column: &Column) -> String {
    let mut words = vec![kind(&column.kind), null(column).to_owned()];
    words.extend(
        column
            .default
            .as_ref()
            .map(|default| format!("default {}", default_text(default))),
    );
    words.extend(column.auto_increment.then(|| "counted".to_owned()));
    words.join(", ")
}

fn difference(from: &Column, to: &Column) -> String {
    let default = |column: &Column| match &column.default {
        Some(default) => format!("default {}", default_text(default)),
        None => "no default".to_owned(),
    };
    let counted = |column: &Column| match column.auto_increment {
        true => "counted".to_owned(),
        false => "not counted".to_owned(),
    };
    let pairs = [
        (kind(&from.kind), kind(&to.kind)),
        (null(from).to_owned(), null(to).to_owned()),
        (default(from), default(to)),
        (counted(from), counted(to)),
    ];
    let changed = pairs.into_iter().filter(|(from, to)| from != to);
    changed
        .map(|(from, to)| format!("{from} → {to}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn null(column: &Column) -> &'static str {
    if column.nullable { "null" } else { "not null" }
}

/// A type in the words that migrations are written in.
pub(crate) fn kind(kind: &ColumnKind) -> String {
    match kind {
        ColumnKind::Stored {
            storage,
            length,
            precision,
        } => match (length, precision) {
            (Some(length), _) => format!("{}({length})", storage_word(*storage)),
            (None, Some((digits, scale))) => format!("{}({digits}, {scale})", storage_word(*storage)),
            (None, None) => storage_word(*storage),
        },
        // SQLite's columns need none.
        ColumnKind::Other(kind) if kind.trim().is_empty() => "no type".to_owned(),
        ColumnKind::Other(kind) => kind.clone(),
    }
}

/// The type in the words of migrations, without underscores.
fn storage_word(storage: Storage) -> String {
    storage.facts().migration_type.replace('_', " ")
}

fn default_text(default: &ColumnDefault) -> String {
    match default {
        ColumnDefault::Boolean(value) => value.to_string(),
        ColumnDefault::Number(digits) => digits.clone(),
        ColumnDefault::Text(text) => literal(text).replace('\n', "\\n"),
        ColumnDefault::Other(expression) => expression.clone(),
    }
}

fn on_delete(action: OnDelete) -> &'static str {
    match action {
        OnDelete::Cascade => "cascade",
        OnDelete::SetNull => "set null",
        OnDelete::Restrict => "restrict",
    }
}
