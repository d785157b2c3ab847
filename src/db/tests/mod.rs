//! Tests against real databases: SQLite in memory and in a file, and PostgreSQL on the server that `testing` finds.

mod cells;
mod conflicts;
mod connections;
mod needs;
mod pools;
mod slow;
mod statements;
mod upserts;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{ConnectionTrait as _, Value};
use serde_json::value::RawValue;

use super::*;
use crate::error::{Error, FieldErrors};
use crate::meta::{Field, Resource};
use crate::sql::*;
use crate::types::JsonValue;

/// Runs a test on every database, each time on an empty one.
pub(crate) async fn on_each(test: impl AsyncFn(&Database)) {
    let memory = connect(&Config::memory().trace_statements()).await.unwrap();
    test(&memory).await;
    memory.close().await.unwrap();
    on_file(&test).await;
    on_postgres(&test).await;
}

/// Runs a test on a file of SQLite.
pub(crate) async fn on_file(test: &impl AsyncFn(&Database)) {
    let path = unused_path();
    // Some wait for locks in vain.
    let config = Config::parse(path.to_str().unwrap())
        .unwrap()
        .lock_timeout(Duration::from_secs(3));
    let database = connect(&config).await.unwrap();
    let result = AssertUnwindSafe(test(&database)).catch_unwind().await;
    database.close().await.unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

/// Runs a test in a schema of its own on the PostgreSQL server that `testing` finds.
pub(crate) async fn on_postgres(test: &impl AsyncFn(&Database)) {
    let Some(url) = crate::testing::postgres_url() else {
        return;
    };
    let schema = unused_name();
    let server = connect(&Config::parse(&url).unwrap()).await.unwrap();
    let run = async |sql: String| server.connection().execute_unprepared(&sql).await.unwrap();
    run(format!("CREATE SCHEMA {schema}")).await;
    let database = connect(&Config::parse(&format!("{url}?options=-csearch_path%3D{schema}")).unwrap())
        .await
        .unwrap();
    let result = AssertUnwindSafe(test(&database)).catch_unwind().await;
    database.close().await.unwrap();
    run(format!("DROP SCHEMA {schema} CASCADE")).await;
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

pub(crate) fn unused_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!(
        "db_test_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

pub(crate) fn unused_path() -> PathBuf {
    std::env::temp_dir().join(format!("{}.sqlite", unused_name()))
}

pub(crate) fn field_of(resource: &Resource, column: &str) -> &'static Field {
    resource.fields.iter().find(|field| field.column == column).unwrap()
}

/// The value of a JSON text for a column.
pub(crate) fn value(resource: &Resource, column: &str, json: &str) -> Value {
    let field = field_of(resource, column);
    if json == "null" {
        return field.storage.null();
    }
    let raw = RawValue::from_string(json.to_owned()).unwrap();
    let mut errors = FieldErrors::new();
    (field.codec.read)(&raw, &crate::types::Limits::NONE, &mut errors).unwrap_or_else(|| panic!("{errors:?}"))
}

/// Inserts one row, given as a JSON object.
pub(crate) async fn insert(database: &dyn Executor, resource: &Resource, row: &str) -> Result<u64, Error> {
    let members: Vec<(String, Box<RawValue>)> = members(row);
    let dialect = database.dialect();
    let mut insert = Query::insert();
    insert
        .into_table(Alias::new(resource.table))
        .columns(members.iter().map(|(column, _)| Alias::new(column)));
    insert
        .values(members.iter().map(|(column, json)| {
            dialect.bind(value(resource, column, json.get()), field_of(resource, column).storage)
        }))
        .unwrap();
    database.execute(dialect.build(&insert)).await
}

pub(crate) fn members(row: &str) -> Vec<(String, Box<RawValue>)> {
    let object: std::collections::BTreeMap<String, Box<RawValue>> = serde_json::from_str(row).unwrap();
    object.into_iter().collect()
}

/// The JSON texts of one column, in the order that `order` gives.
pub(crate) async fn column(
    database: &dyn Executor,
    resource: &Resource,
    column: &str,
    arrange: impl FnOnce(&mut sea_orm::sea_query::SelectStatement),
) -> Vec<String> {
    let mut select = Query::select();
    select
        .expr(Expr::col(Alias::new(column)))
        .from(Alias::new(resource.table));
    arrange(&mut select);
    let rows = database.query(database.dialect().build(&select)).await.unwrap();
    (0..rows.len())
        .map(|at| {
            let mut out = Vec::new();
            let field = field_of(resource, column);
            match (field.codec.render)(rows.get(at).unwrap(), 0, &mut out).unwrap() {
                true => String::from_utf8(out).unwrap(),
                false => "null".to_owned(),
            }
        })
        .collect()
}

#[track_caller]
pub(crate) fn conflict(result: Result<u64, Error>) -> String {
    match result {
        Err(Error::Conflict(conflict)) => conflict.to_string(),
        other => panic!("no conflict: {other:?}"),
    }
}

/// Any JSON value, to compare members whatever their order.
pub(crate) fn json(text: &str) -> JsonValue {
    serde_json::from_str(text).unwrap()
}
