//! Rebuilds a table for what SQLite can't alter: the steps of <https://sqlite.org/lang_altertable.html>, section 7.

use sea_orm::DbErr;

use super::connection::{Connection, refused};
use super::run::{existing, refuse_conversion, refuse_unknown};
use crate::schema::change::{Alteration, apply};
use crate::schema::model::Table;
use crate::sql::sqlite::rebuild as words;
use crate::sql::{DbErrorClass, create_table, message};

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
    refuse_unknown(connection.dialect, &target, |check| !live.checks.contains(check))?;
    let kept = kept(&live, &alterations);
    let columns = columns(connection, &live, &target, &kept).await?;
    let table = |table: &Table| create_table(connection.dialect, table).into_iter().next();
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
        connection.execute(&connection.dialect.drop_index(&index.name)).await?;
    }
    for index in target.indexes.iter().filter(|index| !live.indexes.contains(index)) {
        let created = connection.dialect.create_index(&live.name, index, false);
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
                connection
                    .execute(&connection.dialect.drop_index(dropped.name()))
                    .await?;
            }
            Alteration::DropIndexIfExists(name) if !known(name) => {
                connection
                    .execute(&connection.dialect.drop_index_if_exists(name))
                    .await?;
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
        let Some(converted) = words::converted(&live.name, there, column) else {
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
    let enforced: Option<i64> = connection.one(words::FOREIGN_KEYS).await?;
    let Some(query) = connection.dialect.referring(name).filter(|_| enforced == Some(1)) else {
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
    let mut statements = create_table(connection.dialect, &made).into_iter();
    if let Some(create) = statements.next() {
        connection.execute(&create).await?;
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
    connection.execute(&connection.dialect.drop_table(name)).await?;
    rename(connection, &made.name, name).await?;
    // Those of the catalogue, then the others.
    for index in create_table(connection.dialect, target).iter().skip(1) {
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

/// Views and triggers that name what isn't there.
struct Broken(Option<Vec<String>>);

impl Broken {
    /// Those of the database, which has no table of this name. SQLite names only the first, so that they are looked for one by one, if
    /// there are any.
    async fn of(connection: Connection<'_>, unused: &str) -> Result<Self, DbErr> {
        if Self::probe(connection, unused).await.is_ok() {
            return Ok(Self(None));
        }
        Ok(Self(Some(Self::each(connection).await?)))
    }

    async fn probe(connection: Connection<'_>, unused: &str) -> Result<(), DbErr> {
        let [create, rename, drop] = words::probe(unused);
        connection.execute(&create).await?;
        let renamed = connection.execute(&rename).await;
        if renamed.is_ok() {
            return connection.execute(&drop).await;
        }
        // Undone, and the failure stays the last statement that is reported.
        let _ = connection.execute(&drop).await;
        renamed
    }

    async fn each(connection: Connection<'_>) -> Result<Vec<String>, DbErr> {
        let mut broken = Vec::new();
        for row in connection.query(words::PROBES, Vec::new()).await? {
            let (what, sql): (String, String) = (row.try_get("", "what")?, row.try_get("", "sql")?);
            if let Err(error) = connection.query(&sql, Vec::new()).await {
                broken.push(format!("{what}: {}", message(&error)));
            }
        }
        Ok(broken)
    }

    /// Refuses what wasn't so before.
    async fn refuse_more(self, connection: Connection<'_>, unused: &str) -> Result<(), DbErr> {
        let Some(before) = self.0 else {
            return Self::probe(connection, unused).await;
        };
        let after = Self::each(connection).await?;
        match after.into_iter().find(|broken| !before.contains(broken)) {
            None => Ok(()),
            Some(broken) => Err(refused(format!(
                "this breaks {broken}; drop that first, and create it again afterwards"
            ))),
        }
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

/// The counts of rows of the table, and of those that refer to it, which refer to nothing: by table and parent. A table whose foreign keys
/// can't be checked counts none.
async fn orphans(connection: Connection<'_>, name: &str) -> Result<Vec<(String, String, i64)>, DbErr> {
    let mut tables = match connection.dialect.referring(name) {
        Some(query) => connection.texts(&query, "name").await?,
        None => Vec::new(),
    };
    if !tables.iter().any(|table| table == name) {
        tables.insert(0, name.to_owned());
    }
    let mut orphans = Vec::new();
    for table in tables {
        for row in connection
            .query(&words::broken(&table), Vec::new())
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
