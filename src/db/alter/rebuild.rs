//! Makes a table anew, for what SQLite can't alter: the steps of https://sqlite.org/lang_altertable.html, section 7.

use sea_orm::DbErr;

use super::Alteration;
use super::connection::{Connection, refused};
use super::run::{existing, in_place, refuse_conversion};
use crate::db::catalog::{Table, apply, render};
use crate::db::dialect::rebuild as words;

/// What belongs to a table beside its columns and constraints, as its own text.
struct Belonging {
    index: bool,
    name: String,
    sql: String,
    /// The columns of an index; an expression has none.
    columns: Vec<Option<String>>,
}

/// Makes all the alterations by making the table anew; only those that can be made in place, if they are the only ones that change anything.
pub(super) async fn rebuild(connection: Connection<'_>, name: &str, alterations: &[Alteration]) -> Result<(), DbErr> {
    let live = existing(connection, name).await?;
    let alterations = settled(&live, alterations);
    let target = apply(&live, &alterations)
        .map_err(|reason| refused(format!("the table `{name}` can't be altered: {reason}")))?;
    let kept = kept(&live, &alterations);
    let columns = columns(connection, &live, &target, &kept).await?;
    let table = |table: &Table| render(connection.dialect, table).into_iter().next();
    if table(&target) == table(&live) && kept.len() == live.columns.len() {
        for alteration in &alterations {
            in_place(connection, name, alteration).await?;
        }
        return Ok(());
    }
    refuse_losses(connection, &live).await?;
    replace(connection, &live, &target, &columns).await?;
    check(connection, name).await
}

/// The alterations without those that are made already: SQLite keeps no names of foreign keys, so that one is known by the name which it
/// would be given today, and a new name for the table or the column was its new name too.
fn settled(live: &Table, alterations: &[Alteration]) -> Vec<Alteration> {
    let has = |name: &String| {
        let unnamed = live.foreign_keys.iter().map(|key| &key.name);
        let named = live.checks.iter().map(|check| &check.name);
        unnamed
            .chain(named)
            .chain(live.uniques.iter().map(|unique| &unique.name))
            .any(|other| other == name)
    };
    let made = |alteration: &&Alteration| match alteration {
        Alteration::RenameConstraint { from, to } => !has(from) && has(to),
        _ => false,
    };
    alterations
        .iter()
        .filter(|alteration| !made(alteration))
        .cloned()
        .collect()
}

/// The columns whose values stay: one that is dropped and added again is another one.
fn kept(live: &Table, alterations: &[Alteration]) -> Vec<String> {
    let dropped = |name: &String| {
        alterations
            .iter()
            .any(|alteration| matches!(alteration, Alteration::DropColumn(column) if column == name))
    };
    let names = live.columns.iter().map(|column| column.name.clone());
    names.filter(|name| !dropped(name)).collect()
}

/// The columns to copy, with expressions of their values in the new table, once all values are known to have such.
async fn columns(
    connection: Connection<'_>,
    live: &Table,
    target: &Table,
    kept: &[String],
) -> Result<Vec<(String, String)>, DbErr> {
    let mut columns = Vec::new();
    for name in kept {
        let (Some(there), Some(column)) = (live.column(name), target.column(name)) else {
            continue;
        };
        refuse_conversion(&live.name, there, column)?;
        let Some(converted) = connection.dialect.converted(there, column) else {
            columns.push((name.clone(), crate::db::dialect::quoted(name)));
            continue;
        };
        let query = words::misfits(&live.name, name, &converted.value, &converted.fits);
        if let Some(row) = connection.query(&query, Vec::new()).await?.first()
            && let count @ 1.. = row.try_get::<i64>("", "count")?
        {
            let example: Option<String> = row.try_get("", "example")?;
            return Err(refused(format!(
                "`{}.{name}` can't be converted: {count} of its values can't, such as `{}`; change them first",
                live.name,
                example.unwrap_or_default()
            )));
        }
        columns.push((name.clone(), converted.value));
    }
    Ok(columns)
}

/// Refuses what would lose more than it was told to.
async fn refuse_losses(connection: Connection<'_>, live: &Table) -> Result<(), DbErr> {
    let name = &live.name;
    if let Some(other) = live.others.iter().find(|other| other.lost_by_rebuild) {
        return Err(refused(format!(
            "the table `{name}` must be made anew for this on SQLite, which would lose {}; write this migration in SQL of its own",
            other.what
        )));
    }
    let enforced: Option<i64> = connection.one(words::FOREIGN_KEYS).await?;
    let Some(query) = connection.dialect.referring(name).filter(|_| enforced == Some(1)) else {
        return Ok(());
    };
    match connection.texts(&query, "name").await?.first() {
        None => Ok(()),
        Some(other) => Err(refused(format!(
            "the table `{name}` must be made anew for this on SQLite, and `{other}` refers to it: enforced foreign keys would delete or \
             change rows there; run it with the `migrate` command, which switches them off and checks them afterwards, or on a \
             connection after `PRAGMA foreign_keys = OFF`, outside of any transaction"
        ))),
    }
}

/// Puts the new table in the place of the old one.
async fn replace(
    connection: Connection<'_>,
    live: &Table,
    target: &Table,
    columns: &[(String, String)],
) -> Result<(), DbErr> {
    let name = &live.name;
    let belongings = belongings(connection, live, target).await?;
    let made = Table {
        name: unused(connection, name).await?,
        ..target.clone()
    };
    let mut statements = render(connection.dialect, &made).into_iter();
    if let Some(create) = statements.next() {
        connection.execute(&create).await?;
    }
    connection.execute(&words::copy(name, &made.name, columns)).await?;
    let counted = |table: &Table| table.columns.iter().any(|column| column.auto_increment);
    if counted(live) && counted(target) {
        for statement in words::carry_counter(name, &made.name) {
            connection.execute(&statement).await?;
        }
    }
    connection.execute(&connection.dialect.drop_table(name)).await?;
    rename(connection, &made.name, name).await?;
    // Those of the catalogue, then the others.
    for index in render(connection.dialect, target).iter().skip(1) {
        connection.execute(index).await?;
    }
    for belonging in &belongings {
        connection.execute(&belonging.sql).await?;
    }
    for statement in words::probe(&made.name) {
        connection.execute(&statement).await?;
    }
    Ok(())
}

/// What to create again from its own text: triggers, and indexes that the catalogue can't say.
async fn belongings(connection: Connection<'_>, live: &Table, target: &Table) -> Result<Vec<Belonging>, DbErr> {
    let mut belongings = Vec::new();
    for row in connection.query(&words::belongings(&live.name), Vec::new()).await? {
        let columns: String = row.try_get("", "columns")?;
        belongings.push(Belonging {
            index: row.try_get::<String>("", "type")? == "index",
            name: row.try_get("", "name")?,
            sql: row.try_get("", "sql")?,
            columns: serde_json::from_str(&columns).unwrap_or_default(),
        });
    }
    let known = |name: &String| {
        live.indexes
            .iter()
            .chain(&live.uniques)
            .any(|index| index.name == *name)
    };
    let gone = |column: &String| {
        let named = |table: &Table| {
            table
                .columns
                .iter()
                .any(|other| other.name.eq_ignore_ascii_case(column))
        };
        named(live) && !named(target)
    };
    belongings.retain(|belonging| {
        !belonging.index || !known(&belonging.name) && !belonging.columns.iter().flatten().any(gone)
    });
    Ok(belongings)
}

/// A name that no table has.
async fn unused(connection: Connection<'_>, table: &str) -> Result<String, DbErr> {
    let mut name = format!("new_{table}");
    loop {
        let query = "SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE";
        if connection.query(query, vec![name.as_str().into()]).await?.is_empty() {
            return Ok(name);
        }
        name.insert_str(0, "new_");
    }
}

/// Gives the new table the old one's name, and leaves all that name it alone.
async fn rename(connection: Connection<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let left: Option<i64> = connection.one(words::LEAVES_OTHERS).await?;
    connection.execute(words::LEAVE_OTHERS).await?;
    let renamed = connection.execute(&connection.dialect.rename_table(from, to)).await;
    if left != Some(1) {
        // Whatever came of it: the connection may live on.
        connection.execute(words::FOLLOW).await?;
    }
    renamed
}

/// Whether the foreign keys of the table, and those that refer to it, hold.
async fn check(connection: Connection<'_>, name: &str) -> Result<(), DbErr> {
    let mut tables = match connection.dialect.referring(name) {
        Some(query) => connection.texts(&query, "name").await?,
        None => Vec::new(),
    };
    if !tables.iter().any(|table| table == name) {
        tables.insert(0, name.to_owned());
    }
    for table in tables {
        if let Some(row) = connection.query(&words::broken(&table), Vec::new()).await?.first() {
            let (parent, count): (String, i64) = (row.try_get("", "parent")?, row.try_get("", "count")?);
            let rows = if count == 1 { "row refers" } else { "rows refer" };
            return Err(refused(format!(
                "{count} {rows} from `{table}` to `{parent}` where there is none; delete or change them first"
            )));
        }
    }
    Ok(())
}
