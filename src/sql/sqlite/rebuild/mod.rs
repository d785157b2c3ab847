//! Rebuilds a table for what SQLite can't alter: the steps of <https://sqlite.org/lang_altertable.html>, section 7.

mod broken;
mod statements;

use sea_orm::DbErr;

use self::broken::Broken;
use self::statements as words;
use super::super::alter::{existing, refuse_conversion, refuse_unknown};
use super::super::connection::{Connection, refused};
use super::super::statements::{create_index, drop_index, drop_index_if_exists, drop_table, rename_table};
use super::convert::converted;
use super::{DIALECT, Sqlite, migrations};
use crate::schema::change::{Alteration, apply};
use crate::schema::model::Table;
use crate::sql::{DbErrorClass, SqlDialect as _, create_table, message};

/// What belongs to a table beside its columns and constraints, as its own text.
struct Belonging {
    index: bool,
    name: String,
    sql: String,
    /// The columns of an index; an expression has none.
    columns: Vec<Option<String>>,
}

/// Makes all the alterations by rebuilding the table, or in place if nothing but indexes changes.
pub(super) async fn rebuild(connection: Connection<'_>, name: &str, alterations: &[Alteration]) -> Result<(), DbErr> {
    let live = existing(connection, name).await?;
    let alterations = settled(connection, &live, alterations).await?;
    let target = apply(&live, &alterations)
        .map_err(|reason| refused(format!("the table `{name}` can't be altered: {reason}")))?;
    refuse_unknown(DIALECT, &target, |check| !live.checks.contains(check))?;
    let kept = kept(&live, &alterations);
    let columns = columns(connection, &live, &target, &kept).await?;
    let table = |table: &Table| create_table(DIALECT, table).into_iter().next();
    if table(&target) == table(&live) && kept.len() == live.columns.len() {
        return indexes(connection, &live, &target).await;
    }
    refuse_losses(connection, &live).await?;
    let before = orphans(connection, name).await?;
    replace(connection, &live, &target, &columns).await?;
    refuse_more(&before, orphans(connection, name).await?)
}

/// Makes the indexes those of the target, where nothing else is different.
async fn indexes(connection: Connection<'_>, live: &Table, target: &Table) -> Result<(), DbErr> {
    let gone = live.indexes.iter().filter(|index| !target.indexes.contains(index));
    for index in gone {
        connection.execute(&drop_index(&index.name)).await?;
    }
    for index in target.indexes.iter().filter(|index| !live.indexes.contains(index)) {
        let created = create_index(&live.name, index);
        connection.execute(&created).await?;
    }
    Ok(())
}

/// The alterations without those that are made already: SQLite keeps no names of foreign keys, so that one is known by the name which it
/// would be given today, and a new name for the table or the column was its new name too.
///
/// An index that the catalogue can't say is dropped here.
async fn settled(
    connection: Connection<'_>,
    live: &Table,
    alterations: &[Alteration],
) -> Result<Vec<Alteration>, DbErr> {
    let has = |name: &String| {
        let unnamed = live.foreign_keys.iter().map(|key| &key.name);
        let named = live.checks.iter().map(|check| &check.name);
        unnamed
            .chain(named)
            .chain(live.uniques.iter().map(|unique| &unique.name))
            .any(|other| other == name)
    };
    let known = |name: &str| {
        let came = alterations.iter().any(|other| match other {
            Alteration::AddIndex(index) => index.name == name,
            Alteration::RenameIndex { to, .. } => to == name,
            _ => false,
        });
        came || live.indexes.iter().any(|index| index.name == name)
    };
    let mut left = Vec::new();
    for alteration in alterations {
        match alteration {
            Alteration::RenameConstraint { from, to } if !has(from) && has(to) => {}
            Alteration::DropIndex(dropped) if !known(dropped.name()) => {
                connection.execute(&drop_index(dropped.name())).await?;
            }
            Alteration::DropIndexIfExists(name) if !known(name) => {
                connection.execute(&drop_index_if_exists(name)).await?;
            }
            other => left.push(other.clone()),
        }
    }
    Ok(left)
}

/// The columns whose values stay: one that is dropped and added again is another one.
fn kept(live: &Table, alterations: &[Alteration]) -> Vec<String> {
    let dropped = |name: &String| {
        alterations
            .iter()
            .any(|alteration| matches!(alteration, Alteration::DropColumn(column, _) if column.name() == name))
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
        let Some(converted) = converted(&live.name, there, column) else {
            columns.push((name.clone(), words::column(&live.name, name)));
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

/// Refuses a rebuild that would lose more than the alterations do.
async fn refuse_losses(connection: Connection<'_>, live: &Table) -> Result<(), DbErr> {
    let name = &live.name;
    if let Some(lost) = live.unmanaged.iter().find(|unmanaged| unmanaged.lost_by_rebuild()) {
        return Err(refused(format!(
            "the table `{name}` must be rebuilt for this on SQLite, which would lose {lost}; write this migration in SQL of its own"
        )));
    }
    let enforced: Option<i64> = connection.one(migrations::FOREIGN_KEYS).await?;
    let Some(query) = Sqlite.referring(name).filter(|_| enforced == Some(1)) else {
        return Ok(());
    };
    match connection.texts(&query, "name").await?.first() {
        None => Ok(()),
        Some(other) => Err(refused(format!(
            "the table `{name}` must be rebuilt for this on SQLite, and `{other}` refers to it: enforced foreign keys would delete or \
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
    let before = Broken::of(connection, &made.name).await?;
    if let Some(create) = create_table(DIALECT, &made).first() {
        connection.execute(create).await?;
    }
    if let Err(error) = connection.execute(&words::copy(name, &made.name, columns)).await {
        if DbErrorClass::of_sea_orm(&error).remedy().is_some() {
            return Err(error);
        }
        // Nobody knows of the new table.
        let message = message(&error).replace(&format!("{}.", made.name), &format!("{name}."));
        return Err(refused(format!("rows of `{name}` don't fit: {message}")));
    }
    let counted = |table: &Table| table.columns.iter().any(|column| column.auto_increment);
    if counted(live) && counted(target) {
        for statement in words::carry_counter(name, &made.name) {
            connection.execute(&statement).await?;
        }
    }
    connection.execute(&drop_table(name)).await?;
    rename(connection, &made.name, name).await?;
    // Those of the catalogue, then the others.
    for index in create_table(DIALECT, target).iter().skip(1) {
        connection.execute(index).await?;
    }
    for belonging in &belongings {
        connection.execute(&belonging.sql).await?;
    }
    before.refuse_more(connection, &made.name).await
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
pub(super) async fn unused(connection: Connection<'_>, table: &str) -> Result<String, DbErr> {
    let mut name = format!("new_{table}");
    loop {
        if connection
            .query(words::TAKEN, vec![name.as_str().into()])
            .await?
            .is_empty()
        {
            return Ok(name);
        }
        name.insert_str(0, "new_");
    }
}

/// Gives the new table the old one's name, and leaves all that name it alone.
async fn rename(connection: Connection<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let left: Option<i64> = connection.one(words::LEAVES_OTHERS).await?;
    connection.execute(words::LEAVE_OTHERS).await?;
    let renamed = connection.execute(&rename_table(from, to)).await;
    if left != Some(1) {
        // Whatever came of it: the connection may live on.
        connection.execute(words::FOLLOW).await?;
    }
    renamed
}

/// The counts of rows of the table, and of those that refer to it, which refer to nothing: by table and parent. A table whose foreign keys
/// can't be checked counts none.
async fn orphans(connection: Connection<'_>, name: &str) -> Result<Vec<(String, String, i64)>, DbErr> {
    let mut tables = match Sqlite.referring(name) {
        Some(query) => connection.texts(&query, "name").await?,
        None => Vec::new(),
    };
    if !tables.iter().any(|table| table == name) {
        tables.insert(0, name.to_owned());
    }
    let mut orphans = Vec::new();
    for table in tables {
        for row in connection
            .query(&migrations::orphans(&table), Vec::new())
            .await
            .unwrap_or_default()
        {
            orphans.push((table.clone(), row.try_get("", "parent")?, row.try_get("", "count")?));
        }
    }
    Ok(orphans)
}

/// Refuses rows that refer to nothing, unless they did before.
fn refuse_more(before: &[(String, String, i64)], after: Vec<(String, String, i64)>) -> Result<(), DbErr> {
    let had = |table: &str, parent: &str| {
        let mut before = before.iter();
        before.find(|(its, other, _)| its == table && other == parent)
    };
    let more = after
        .into_iter()
        .find(|(table, parent, count)| had(table, parent).is_none_or(|(_, _, before)| before < count));
    let Some((table, parent, count)) = more else {
        return Ok(());
    };
    let rows = if count == 1 { "row refers" } else { "rows refer" };
    Err(refused(format!(
        "{count} {rows} from `{table}` to `{parent}` where there is none; delete or change them first"
    )))
}

/// Whether a statement only cleans up after a rebuild that failed.
pub(super) fn is_cleanup(sql: &str) -> bool {
    sql == words::FOLLOW || sql.starts_with("DROP TABLE IF EXISTS \"new_")
}
