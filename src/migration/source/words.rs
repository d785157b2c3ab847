//! Steps in the words of `warp_openapi::migration`.

use super::code::{Call, Chain};
use super::literal;
use crate::meta::OnDelete;
use crate::schema::change::Alteration;
use crate::schema::model::{self, Check, Column, ColumnDefault, ColumnKind, ForeignKey, Table};

/// `create_table(..)`, without its `run`.
pub(super) fn create_table(table: &Table) -> Chain {
    let mut chain = root("create_table", &table.name);
    let (mut of_columns, mut of_table) = (vec![Vec::new(); table.columns.len()], Vec::new());
    for check in &table.checks {
        match table.columns.iter().position(|column| column.name == check.column) {
            Some(at) => of_columns[at].push(check),
            None => of_table.push(check),
        }
    }
    for (declared, checks) in table.columns.iter().zip(of_columns) {
        chain = chain.then(Call::new("column").chain(column(declared, &checks)));
    }
    if !table.primary_key.is_empty() {
        chain = chain.then(Call::new("primary_key").texts(&table.primary_key));
    }
    for unique in &table.uniques {
        chain = chain.then(Call::new("unique").text(&unique.name).texts(&unique.columns));
    }
    for index in &table.indexes {
        chain = chain.then(Call::new("index").text(&index.name).texts(&index.columns));
    }
    for key in &table.foreign_keys {
        chain = chain.then(foreign_key("foreign_key", key));
    }
    for check in of_table {
        chain = chain.then(self::check("check", check));
    }
    chain
}

/// `drop_table(..)`, without its `run`.
pub(super) fn drop_table(table: &str) -> Chain {
    root("drop_table", table)
}

/// `rename_table(..)`, without its `run`.
pub(super) fn rename_table(from: &str, to: &str) -> Chain {
    Chain::new(Call::new("rename_table").text(from).text(to).needing("rename_table"))
}

/// `alter_table(..)`, before its alterations.
pub(super) fn alter_table(table: &str) -> Chain {
    root("alter_table", table)
}

/// An alteration of a table.
pub(super) fn alteration(alteration: &Alteration) -> Call {
    let renamed = |word: &str, from: &str, to: &str| Call::new(word).text(from).text(to);
    match alteration {
        Alteration::RenameColumn { from, to } => renamed("rename_column", from, to),
        Alteration::RenameConstraint { from, to } => renamed("rename_constraint", from, to),
        Alteration::RenameIndex { from, to } => renamed("rename_index", from, to),
        Alteration::AddColumn(added, checks) => {
            let checks: Vec<&Check> = checks.iter().collect();
            Call::new("add_column").chain(column(added, &checks))
        }
        Alteration::DropColumn(dropped, _) => Call::new("drop_column").text(dropped.name()),
        Alteration::AlterColumn { to, .. } => Call::new("alter_column").chain(column(to, &[])),
        Alteration::SetPrimaryKey { to, .. } => Call::new("set_primary_key").texts(to),
        Alteration::AddCheck(added) => check("add_check", added),
        Alteration::DropCheck(dropped) => Call::new("drop_check").text(dropped.name()),
        Alteration::AddUnique(unique) => Call::new("add_unique").text(&unique.name).texts(&unique.columns),
        Alteration::DropUnique(dropped) => Call::new("drop_unique").text(dropped.name()),
        Alteration::AddIndex(index) => Call::new("add_index").text(&index.name).texts(&index.columns),
        Alteration::DropIndex(dropped) => Call::new("drop_index").text(dropped.name()),
        Alteration::DropIndexIfExists(name) => Call::new("drop_index_if_exists").text(name),
        Alteration::AddForeignKey(key) => foreign_key("add_foreign_key", key),
        Alteration::DropForeignKey(dropped) => Call::new("drop_foreign_key").text(dropped.name()),
    }
}

fn root(word: &'static str, name: &str) -> Chain {
    Chain::new(Call::new(word).text(name).needing(word))
}

fn check(word: &str, check: &Check) -> Call {
    Call::new(word)
        .text(&check.name)
        .text(&check.rule.condition(&check.column))
}

fn foreign_key(word: &str, key: &ForeignKey) -> Call {
    let on_delete = match key.on_delete {
        OnDelete::Cascade => "OnDelete::Cascade",
        OnDelete::SetNull => "OnDelete::SetNull",
        OnDelete::Restrict if key.no_action => "OnDelete::NoAction",
        OnDelete::Restrict => "OnDelete::Restrict",
    };
    let columns = |call: Call, columns: &[String]| match columns {
        [column] => call.text(column),
        columns => call.texts(columns),
    };
    let call = columns(Call::new(word).text(&key.name), &key.columns).text(&key.table);
    columns(call, &key.targets).plain(on_delete).needing("OnDelete")
}

fn column(column: &Column, checks: &[&Check]) -> Chain {
    let mut chain = Chain::new(typed(column));
    if let ColumnKind::Stored { length, precision, .. } = &column.kind {
        if let Some(most) = length {
            chain = chain.then(Call::new("length").plain(literal::integer(&most.to_string())));
        }
        if let Some((digits, scale)) = precision {
            let call = Call::new("precision").plain(digits.to_string());
            chain = chain.then(call.plain(scale.to_string()));
        }
    }
    if column.nullable {
        chain = chain.then(Call::new("null"));
    }
    if let Some(value) = &column.default {
        chain = chain.then(default(&column.kind, value));
    }
    if column.auto_increment {
        chain = chain.then(Call::new("counted"));
    }
    for check in checks {
        chain = chain.then(self::check("check", check));
    }
    chain
}

fn typed(column: &Column) -> Call {
    let word = match &column.kind {
        ColumnKind::Stored { storage, .. } => storage.facts().migration_type,
        ColumnKind::Other(_) => "custom",
    };
    let call = Call::new(format!("column::{word}"))
        .text(&column.name)
        .needing("column");
    match &column.kind {
        ColumnKind::Stored { .. } => call,
        ColumnKind::Other(kind) => call.text(kind),
    }
}

fn default(kind: &ColumnKind, value: &ColumnDefault) -> Call {
    // The builder takes a text for a number where the column holds numbers.
    let numeric = matches!(
        kind,
        ColumnKind::Stored { storage, .. } if storage.is_number()
    );
    let (plain, expression) = (Call::new("default"), Call::new("default_expression"));
    match value {
        ColumnDefault::Boolean(value) => plain.plain(value.to_string()),
        ColumnDefault::Number(digits) if digits.parse::<i64>().is_ok() => plain.plain(literal::signed(digits)),
        ColumnDefault::Number(digits) if numeric => plain.text(digits),
        ColumnDefault::Number(digits) => expression.text(digits),
        ColumnDefault::Text(text) if numeric => expression.text(&model::literal(text)),
        ColumnDefault::Text(text) => plain.text(text),
        ColumnDefault::Other(sql) => expression.text(sql),
    }
}
