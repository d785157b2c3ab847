//! Random pairs of catalogues on real databases: tables with rows are led from the one to the other and back.

use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait, DatabaseExecutor, DatabaseTransaction, Statement, TransactionTrait as _};

use super::catalogues::{storage, value};
use super::diff::circle;
use super::property::{apart, for_pairs, settled};
use super::{Config, Database, connect, on_postgres};
use crate::migration::step;
use crate::schema::change::{Alteration, Step, inverse};
use crate::schema::diff::diff;
use crate::schema::model::Table;
use crate::sql::Dialect;
use crate::sql::live;

/// Fewer than of those that run without a database: each makes one of its own.
const CASES: u32 = 48;

#[test]
fn tables_with_rows_are_led_there_and_back_on_sqlite() {
    on_pairs(async |from, to| {
        let memory = connect(&Config::memory()).await.unwrap();
        // As in `migrate`: a table that is rebuilt is dropped.
        let off = memory
            .connection()
            .execute_unprepared("PRAGMA foreign_keys = OFF")
            .await;
        off.unwrap();
        let result = round(&memory, from, to).await;
        memory.close().await.unwrap();
        result
    });
}

#[test]
fn tables_with_rows_are_led_there_and_back_on_postgres() {
    on_pairs(async |from, to| {
        let result = std::sync::Mutex::new(Ok(()));
        on_postgres(&async |database: &Database| {
            let done = round(database, from, to).await;
            *result.lock().unwrap() = done;
        })
        .await;
        result.into_inner().unwrap()
    });
}

#[tokio::test]
async fn tables_in_a_circle_come_and_go() {
    let memory = connect(&Config::memory()).await.unwrap();
    let off = memory.connection().execute_unprepared("PRAGMA foreign_keys = OFF");
    off.await.unwrap();
    round(&memory, &[], &circle()).await.unwrap();
    memory.close().await.unwrap();
    on_postgres(&async |database: &Database| round(database, &[], &circle()).await.unwrap()).await;
}

fn on_pairs(test: impl AsyncFn(&[Table], &[Table]) -> Result<(), String>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    for_pairs(CASES, false, |from, to| runtime.block_on(test(from, to)));
}

async fn round(database: &Database, from: &[Table], to: &[Table]) -> Result<(), String> {
    let transaction = database.connection().begin().await.unwrap();
    let connection = DatabaseExecutor::Transaction(&transaction);
    let dialect = Dialect::of(transaction.get_database_backend()).unwrap();
    let found = async || live(&connection).await.map_err(|error| format!("discovery: {error}"));
    let run = async |steps: &[Step]| {
        for step in steps {
            let done = step::run(&connection, step).await;
            done.map_err(|error| format!("{step}: {error}, in {steps:#?}"))?;
        }
        Ok::<_, String>(())
    };

    let create: Vec<Step> = from.iter().cloned().map(Step::CreateTable).collect();
    run(&create).await?;
    let here = found().await?;
    apart(dialect, &here, from).map_err(|reason| format!("created: {reason}"))?;
    let steps = diff(&dialect, &here, to)?;
    for table in from {
        insert(&transaction, dialect, table, &steps).await?;
    }
    let untouched = untouched(&here, &steps);
    let mut before = Vec::new();
    for (old, _) in &untouched {
        before.push(values(&transaction, dialect, from, old).await?);
    }

    run(&steps).await?;
    let there = found().await?;
    apart(dialect, &there, &settled(to)).map_err(|reason| format!("up: {reason}\nby {steps:#?}"))?;
    for ((_, new), before) in untouched.iter().zip(&before) {
        same(before, values(&transaction, dialect, to, new).await?, new)?;
    }

    run(&inverse(&steps)).await?;
    let back = found().await?;
    apart(dialect, &back, &here).map_err(|reason| format!("down: {reason}\nafter {steps:#?}"))?;
    for ((old, _), before) in untouched.iter().zip(&before) {
        same(before, values(&transaction, dialect, from, old).await?, old)?;
    }
    Ok(())
}

/// A table and a column of it.
type Place = (String, String);

fn same(before: &[Option<String>], after: Vec<Option<String>>, (table, column): &Place) -> Result<(), String> {
    match before == after {
        true => Ok(()),
        false => Err(format!("{table}.{column} was {before:?} and is {after:?}")),
    }
}

/// Where the columns are whose values no step changes, before and after.
fn untouched(tables: &[Table], steps: &[Step]) -> Vec<(Place, Place)> {
    let places = tables.iter().flat_map(|table| {
        let columns = table.columns.iter();
        columns.map(|column| (table.name.clone(), column.name.clone()))
    });
    places
        .filter_map(|place| Some((place.clone(), steps.iter().try_fold(place, moved)?)))
        .collect()
}

fn moved((mut table, mut column): Place, step: &Step) -> Option<Place> {
    match step {
        Step::DropTable(dropped) if dropped.name() == table => return None,
        Step::RenameTable { from, to } if *from == table => table.clone_from(to),
        Step::AlterTable {
            table: altered,
            alterations,
        } if *altered == table => {
            for change in alterations {
                match change {
                    Alteration::RenameColumn { from, to } if *from == column => column.clone_from(to),
                    Alteration::DropColumn(dropped, _) if dropped.name() == column => return None,
                    Alteration::AlterColumn { from: Some(from), to } if to.name == column && from.kind != to.kind => {
                        return None;
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
    Some((table, column))
}

/// Three rows, which the steps will not refuse.
async fn insert(
    transaction: &DatabaseTransaction,
    dialect: Dialect,
    table: &Table,
    steps: &[Step],
) -> Result<(), String> {
    let changes = || {
        steps.iter().flat_map(|step| match step {
            Step::AlterTable { alterations, .. } => alterations.as_slice(),
            _ => &[],
        })
    };
    let nulls = !changes().any(|change| match change {
        Alteration::AlterColumn { from: Some(from), to } => from.nullable && !to.nullable,
        Alteration::SetPrimaryKey { .. } => true,
        _ => false,
    });
    // A table that is dropped and created again, in `up` or `down`, is empty.
    let refers = steps
        .iter()
        .all(|step| !matches!(step, Step::CreateTable(_) | Step::DropTable(_)));
    for row in 1..=3 {
        let mut insert = Query::insert();
        insert.into_table(Alias::new(&table.name));
        insert.columns(table.columns.iter().map(|column| Alias::new(&column.name)));
        let values = table.columns.iter().map(|column| {
            let storage = storage(column);
            let empty = (column.nullable && nulls && row == 3)
                || (["parent", "pair"].contains(&column.name.as_str()) && !refers);
            let value = if empty { storage.null() } else { value(column, row) };
            dialect.bind(value, storage)
        });
        insert.values(values).unwrap();
        let sql = dialect.build(&insert);
        let statement = Statement::from_sql_and_values(dialect.backend(), sql.text, sql.values);
        let done = transaction.execute_raw(statement).await;
        done.map_err(|error| format!("row {row} of {}: {error}", table.name))?;
    }
    Ok(())
}

/// The values of a column as the database writes them, in the order of the key.
async fn values(
    transaction: &DatabaseTransaction,
    dialect: Dialect,
    tables: &[Table],
    (table, column): &Place,
) -> Result<Vec<Option<String>>, String> {
    let key = tables.iter().find(|other| other.name == *table).unwrap();
    let key = &key.primary_key[0];
    let text = match dialect.backend() {
        sea_orm::DbBackend::Sqlite => format!(r#"quote("{column}")"#),
        _ => format!(r#""{column}"::text"#),
    };
    let query = format!(r#"SELECT {text} AS "value" FROM "{table}" ORDER BY "{key}""#);
    let rows = transaction.query_all_raw(Statement::from_string(dialect.backend(), query));
    let rows = rows.await.map_err(|error| format!("{table}.{column}: {error}"))?;
    Ok(rows.iter().map(|row| row.try_get("", "value").unwrap()).collect())
}
