//! What was created is discovered: the same declaration again, and what others have made.

mod adopted;
mod declared;
mod foreign;
mod kinds;

use sea_orm::TransactionTrait as _;

use super::*;
use crate::schema::model::Table;
use crate::sql::{live, live_table};

async fn tables(database: &Database) -> Vec<Table> {
    live(&database.sea_orm()).await.unwrap()
}

async fn table(database: &Database, name: &str) -> Table {
    live_table(&database.sea_orm(), name).await.unwrap().unwrap()
}

async fn run(database: &Database, sql: &str) {
    database
        .connection()
        .execute_unprepared(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Drops tables and creates others like them, on one connection: others would know of the old ones for a moment.
async fn instead(database: &Database, old: &[&str], new: &[&Table]) {
    let dialect = database.dialect();
    let transaction = database.connection().begin().await.unwrap();
    let mut statements: Vec<String> = Vec::new();
    for name in old {
        statements.push(format!("DROP TABLE \"{name}\""));
    }
    for table in new {
        let (statement, indexes) = create_statements(dialect, table);
        statements.push(dialect.render(&statement));
        statements.extend(indexes.iter().map(|index| dialect.render(index)));
    }
    for sql in statements {
        transaction.execute_unprepared(&sql).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

fn names<T>(list: &[T], name: impl Fn(&T) -> &str) -> Vec<String> {
    list.iter().map(|item| name(item).to_owned()).collect()
}
