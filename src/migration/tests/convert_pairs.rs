//! Every pair of types that a migration can turn into one another, with the values that are odd in each: the cells are the same on both
//! databases afterwards, or both refuse.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sea_orm::{DatabaseTransaction, Statement, TransactionTrait as _};
use sea_orm_migration::SchemaManager;

use super::alter::on_both;
use super::convert_values::values;
use super::*;
use crate::migration::step;
use crate::schema::change::{Alteration, Step};
use crate::schema::model::{Column, ColumnKind, conversion};
use crate::sql::live_table;
use crate::types::{Row, Storage};

/// The types; texts with a greatest length, decimals with their digits in all and after the point.
const KINDS: &[Kind] = &[
    (Storage::Text, None, None),
    (Storage::Text, Some(5), None),
    (Storage::Bytes, None, None),
    (Storage::Boolean, None, None),
    (Storage::Int16, None, None),
    (Storage::Int32, None, None),
    (Storage::Int64, None, None),
    (Storage::Float, None, None),
    (Storage::Double, None, None),
    (Storage::Decimal, None, None),
    (Storage::Decimal, None, Some((10, 2))),
    (Storage::Decimal, None, Some((12, 4))),
    (Storage::Decimal, None, Some((28, 10))),
    (Storage::Decimal, None, Some((4, 0))),
    (Storage::Uuid, None, None),
    (Storage::Date, None, None),
    (Storage::Time, None, None),
    (Storage::DateTime, None, None),
    (Storage::Json, None, None),
];

type Kind = (Storage, Option<u32>, Option<(u8, u8)>);

fn column((storage, length, precision): Kind, nullable: bool) -> Column {
    Column {
        name: "c".to_owned(),
        was: None,
        kind: ColumnKind::Stored {
            storage,
            length,
            precision,
        },
        nullable,
        default: None,
        auto_increment: false,
    }
}

/// The values that a column of this type takes, as its fields write them.
fn held((storage, length, precision): Kind) -> Vec<Value> {
    let held = |value: Value| match (length, precision, value) {
        (Some(most), _, Value::String(Some(text))) if text.chars().count() > most as usize => None,
        (_, Some((all, after)), Value::Decimal(Some(mut number))) => {
            let bound: Decimal = format!("1{}", "0".repeat(usize::from(all - after))).parse().unwrap();
            let exact = number.normalize().scale() <= u32::from(after) && number.abs() < bound;
            number.rescale(u32::from(after));
            exact.then_some(number.into())
        }
        (_, _, value) => Some(value),
    };
    values(storage).into_iter().filter_map(held).collect()
}

/// What the reader of a storage finds.
fn cell(storage: Storage, row: &dyn Row) -> String {
    fn shown<T: ToString>(value: Result<Option<T>, crate::error::Cause>) -> String {
        match value {
            Ok(Some(value)) => value.to_string(),
            Ok(None) => "NULL".to_owned(),
            Err(error) => format!("unreadable: {error}"),
        }
    }
    match storage {
        Storage::Text => shown(row.text(0)),
        Storage::Bytes => shown(row.bytes(0).map(|bytes| bytes.map(|bytes| format!("{bytes:?}")))),
        Storage::Boolean => shown(row.boolean(0)),
        Storage::Int16 => shown(row.int16(0)),
        Storage::Int32 => shown(row.int32(0)),
        Storage::Int64 => shown(row.int64(0)),
        Storage::Float => shown(row.float(0)),
        Storage::Double => shown(row.double(0)),
        Storage::Decimal => shown(row.decimal(0)),
        Storage::Uuid => shown(row.uuid(0)),
        Storage::Date => shown(row.date(0)),
        Storage::Time => shown(row.time(0)),
        Storage::DateTime => shown(row.date_time(0).map(|value| value.map(|value| value.to_rfc3339()))),
        Storage::Json => shown(row.json(0)),
    }
}

/// A transaction that is given up in the end.
struct Trial<'d> {
    database: &'d Database,
    transaction: DatabaseTransaction,
}

impl<'d> Trial<'d> {
    async fn begin(database: &'d Database) -> Self {
        let transaction = database.connection().begin().await.unwrap();
        Self { database, transaction }
    }

    async fn act(&self, action: &Step) -> Result<(), sea_orm::DbErr> {
        step::run(SchemaManager::new(&self.transaction).get_connection(), action).await
    }

    async fn execute(&self, sql: &str) {
        self.transaction.execute_unprepared(sql).await.unwrap();
    }

    async fn rows(&self, sql: String) -> Vec<sea_orm::QueryResult> {
        let statement = Statement::from_string(self.database.dialect().backend(), sql);
        self.transaction.query_all_raw(statement).await.unwrap()
    }

    async fn create(&self, name: &str, kind: Kind) {
        let id = Column {
            name: "id".to_owned(),
            ..column((Storage::Int32, None, None), false)
        };
        let table = Table {
            name: name.to_owned(),
            columns: vec![id, column(kind, true)],
            ..Table::default()
        };
        self.act(&Step::CreateTable(table)).await.unwrap();
    }

    async fn insert(&self, storage: Storage, values: &[Value]) {
        let dialect = self.database.dialect();
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new("t"))
            .columns([Alias::new("id"), Alias::new("c")]);
        for (id, value) in (0i32..).zip(values) {
            insert.values_panic([Expr::val(id), dialect.bind(value.clone(), storage)]);
        }
        let sql = dialect.build(&insert);
        let statement = Statement {
            // Another text each time: a prepared one keeps the types of its parameters.
            sql: format!("{} /* {} */", sql.text, unused_name()),
            values: Some(sql.values),
            db_backend: dialect.backend(),
        };
        self.transaction.execute_raw(statement).await.unwrap();
    }

    async fn alter(&self, to: Column) -> Result<(), sea_orm::DbErr> {
        let table = "t".to_owned();
        let alterations = vec![Alteration::AlterColumn { from: None, to }];
        self.act(&Step::AlterTable { table, alterations }).await
    }

    /// The rows whose values have their like in the other type, by the expressions that alterations use.
    async fn convertible(&self, to: Kind) -> Vec<i32> {
        let connection = sea_orm::DatabaseExecutor::Transaction(&self.transaction);
        let live = live_table(&connection, "t").await.unwrap().unwrap();
        let (there, to_column) = (live.column("c").unwrap(), column(to, true));
        let dialect = self.database.dialect();
        let query = match dialect.backend() {
            sea_orm::DbBackend::Sqlite => match crate::sql::sqlite::converted("t", there, &to_column) {
                None => "SELECT id FROM t".to_owned(),
                Some(converted) => format!(
                    "SELECT id FROM (SELECT id, c, {} AS value FROM t) WHERE c IS NULL OR coalesce({}, FALSE)",
                    converted.value, converted.fits
                ),
            },
            _ => {
                self.create("u", to).await;
                let value = crate::sql::postgres::using(Some(there), &to_column).unwrap_or("c".to_owned());
                self.execute(&format!(
                    "CREATE FUNCTION pg_temp.takes(row_id int) RETURNS boolean LANGUAGE plpgsql AS $body$ BEGIN \
                     INSERT INTO u SELECT id, {value} FROM t WHERE id = row_id; RETURN TRUE; \
                     EXCEPTION WHEN data_exception THEN RETURN FALSE; END $body$"
                ))
                .await;
                "SELECT id FROM t WHERE pg_temp.takes(id)".to_owned()
            }
        };
        let rows = self.rows(query).await;
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    async fn end(self) {
        self.transaction.rollback().await.unwrap();
    }
}

/// The cells of these values after their column became another one, by their places in the list; those that are refused have none.
async fn outcomes(database: &Database, from: Kind, values: &[Value], to: Kind) -> BTreeMap<i32, String> {
    let trial = Trial::begin(database).await;
    trial.create("t", from).await;
    trial.insert(from.0, values).await;
    let convertible = trial.convertible(to).await;
    let listed: Vec<String> = convertible.iter().map(ToString::to_string).collect();
    trial
        .execute(&format!("DELETE FROM t WHERE id NOT IN ({})", listed.join(", ")))
        .await;
    let altered = trial.alter(column(to, true)).await;
    altered.unwrap_or_else(|error| panic!("{from:?} to {to:?}: {error} in {:?}", database.dialect()));
    let rows = trial.rows(format!("SELECT c, id AS {} FROM t", unused_name())).await;
    let cells = rows
        .iter()
        .map(|row| (row.try_get_by_index(1).unwrap(), cell(to.0, row)));
    let cells: BTreeMap<i32, String> = cells.collect();
    assert_eq!(cells.len(), convertible.len());
    trial.end().await;

    // One value without its like is enough, and so is NULL where none may be.
    let first_refused = (0i32..).zip(values).find(|(id, _)| !convertible.contains(id));
    let null = values[0].as_null();
    let refused = first_refused.map(|(_, value)| (value.clone(), true));
    for (value, nullable) in refused.into_iter().chain([(null, false)]) {
        let trial = Trial::begin(database).await;
        trial.create("t", from).await;
        trial.insert(from.0, std::slice::from_ref(&value)).await;
        let altered = trial.alter(column(to, nullable)).await;
        assert!(
            altered.is_err(),
            "{value:?} of {from:?} to {to:?} in {:?}",
            database.dialect()
        );
        trial.end().await;
    }
    cells
}

#[tokio::test]
async fn every_value_becomes_the_same_on_both_databases_or_is_refused_on_both() {
    let all = KINDS.iter().flat_map(|from| KINDS.iter().map(|to| (*from, *to)));
    let pairs: Vec<(Kind, Kind)> = all.filter(|(from, to)| conversion(from.0, to.0).is_some()).collect();
    let seen = std::sync::Mutex::new(Vec::new());
    on_both(async |database| {
        let mut found = BTreeMap::new();
        for (from, to) in &pairs {
            let mut values = held(*from);
            values.push(values[0].as_null());
            let cells = outcomes(database, *from, &values, *to).await;
            for (id, value) in (0i32..).zip(&values) {
                let case = format!("{from:?} to {to:?}: {value:?}");
                let cell = cells.get(&id).map_or("refused", String::as_str);
                let is_null = *value == value.as_null();
                assert_eq!(cell == "NULL", is_null, "{case} is {cell} in {:?}", database.dialect());
                assert!(
                    !cell.starts_with("unreadable"),
                    "{case} is {cell} in {:?}",
                    database.dialect()
                );
                found.insert(case, cell.to_owned());
            }
        }
        seen.lock().unwrap().push(found);
    })
    .await;
    let seen = seen.into_inner().unwrap();
    let [sqlite, postgres] = seen.as_slice() else {
        return;
    };
    let differences: Vec<String> = sqlite
        .iter()
        .filter(|(case, cell)| postgres[*case] != **cell)
        .map(|(case, cell)| format!("{case}: {cell} on SQLite, {} on PostgreSQL", postgres[case]))
        .collect();
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
