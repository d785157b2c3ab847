//! Creates the tables that a database lacks.

use std::collections::BTreeSet;

use sea_orm::Value;

use crate::db::Executor;
use crate::error::Error;
use crate::meta::Resource;
use crate::schema::model::{ForeignKey, Table, declared, name};
use crate::sql::{Sql, create_table, reference};

/// Creates the tables that aren't there, in one transaction, and returns their names. Tables that are there stay as they are.
///
/// # Errors
///
/// Those of [`Executor`]; [`Error::Internal`] with a [`CatalogError`].
pub(crate) async fn create_missing<'r>(
    database: &dyn Executor,
    resources: impl IntoIterator<Item = &'r Resource>,
) -> Result<Vec<String>, Error> {
    let mut tables = declared(resources).map_err(Error::internal)?;
    number_duplicates(&mut tables);
    let dialect = database.dialect();
    let transaction = database.begin().await?;
    if let Some(lock) = dialect.lock_catalogue() {
        transaction.query(sql(lock.to_owned(), Vec::new())).await?;
    }
    let mut created = Vec::new();
    let mut closing = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        if has_table(&*transaction, &table.name).await? {
            continue;
        }
        let mut table = table.clone();
        // Of tables in a circle, the first refers to one that comes later.
        let waits = |key: &mut ForeignKey| {
            !dialect.references_missing_tables() && tables[at + 1..].iter().any(|later| later.name == key.table)
        };
        for key in table.foreign_keys.extract_if(.., waits) {
            closing.push(dialect.render(&reference(&table.name, &key)));
        }
        for statement in create_table(dialect, &table) {
            transaction.execute(sql(statement, Vec::new())).await?;
        }
        created.push(table.name);
    }
    for statement in closing {
        transaction.execute(sql(statement, Vec::new())).await?;
    }
    transaction.commit().await?;
    Ok(created)
}

/// Whether there is a table of this name, as its database compares names.
///
/// # Errors
///
/// Those of [`Executor`].
pub(crate) async fn has_table(database: &dyn Executor, table: &str) -> Result<bool, Error> {
    let exists = database.dialect().table_exists().to_owned();
    let found = database.query(sql(exists, vec![table.into()])).await?;
    Ok(!found.is_empty())
}

/// Gives each index a name of its own: `c` of `a_b` and `b_c` of `a` have the same one, and indexes share their names among all tables.
fn number_duplicates(tables: &mut [Table]) {
    let mut taken = BTreeSet::new();
    for index in tables
        .iter_mut()
        .flat_map(|table| table.uniques.iter_mut().chain(&mut table.indexes))
    {
        let mut numbered = (2..).map(|count: u32| name::of(&index.name, &[count.to_string()], "again"));
        let mut free = index.name.clone();
        while !taken.insert(free.clone()) {
            free = numbered.next().unwrap_or_default();
        }
        index.name = free;
    }
}

fn sql(text: String, values: Vec<Value>) -> Sql {
    Sql {
        text,
        values: sea_orm::sea_query::Values(values),
    }
}
