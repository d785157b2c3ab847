//! PUT's statement: insert a row or replace the one with its unique key, atomically, and return which it was.

use sea_orm::Condition;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, OnConflict, Query};

use super::executor::{Executor, Rows};
use crate::error::Error;
use crate::sql::Sql;

/// A row to insert or to replace.
#[derive(Debug, Clone)]
pub(crate) struct Upsert {
    /// The table.
    pub table: &'static str,
    /// All columns of the new row with their values, those of the unique key too.
    pub columns: Vec<(&'static str, Expr)>,
    /// The columns of the unique key by which an existing row is found.
    pub key: Vec<&'static str>,
    /// The columns that a row already there takes from the new one; may be empty.
    pub update: Vec<&'static str>,
    /// The columns of the row's owner and of the rows to which it belongs: a row with other values stays as it is.
    pub kept: Vec<&'static str>,
    /// What a row that is there meets, or it stays as it is; may be empty.
    pub guard: Condition,
    /// The columns to return.
    pub returning: Vec<Expr>,
}

/// Inserts the row or replaces the one with its key; `true` if it was inserted.
///
/// The rows hold exactly one, with the columns of `returning` in their order; more may follow them.
///
/// # Errors
///
/// [`Error::NotFound`] if the row with the key is another owner's, or belongs to other rows; those of [`Executor`].
pub(crate) async fn upsert(executor: &dyn Executor, upsert: Upsert) -> Result<(Box<dyn Rows>, bool), Error> {
    if executor.dialect().inserted().is_some() {
        return insert_or_replace(executor, &upsert).await;
    }
    // The result doesn't show it. But the transaction holds the only write lock from its beginning, so a query before the statement does.
    let transaction = executor.begin().await?;
    let before = transaction.query(upsert.probe(executor)).await?;
    let rows = upsert.run(&*transaction).await?;
    transaction.commit().await?;
    Ok((rows, before.is_empty()))
}

/// Runs the one statement where its result shows what it did.
async fn insert_or_replace(executor: &dyn Executor, upsert: &Upsert) -> Result<(Box<dyn Rows>, bool), Error> {
    let rows = upsert.run(executor).await?;
    let inserted = rows.get(0).map(|row| row.boolean(upsert.returning.len())).transpose();
    let inserted = inserted.map_err(Error::Internal)?.flatten() == Some(true);
    Ok((rows, inserted))
}

impl Upsert {
    async fn run(&self, executor: &dyn Executor) -> Result<Box<dyn Rows>, Error> {
        let rows = executor.query(self.statement(executor)?).await?;
        if (!self.kept.is_empty() || !self.guard.is_empty()) && rows.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(rows)
    }

    /// A query for the existing row.
    fn probe(&self, executor: &dyn Executor) -> Sql {
        let mut select = Query::select();
        select.expr(Expr::cust("1")).from(Alias::new(self.table));
        for (column, value) in self.columns.iter().filter(|(column, _)| self.key.contains(column)) {
            select.and_where(self.stored(column).eq(value.clone()));
        }
        executor.dialect().build(&select)
    }

    /// A column of the existing row.
    fn stored(&self, column: &str) -> Expr {
        Expr::col((Alias::new(self.table), Alias::new(column)))
    }

    fn statement(&self, executor: &dyn Executor) -> Result<Sql, Error> {
        let dialect = executor.dialect();
        let idens = |names: &[&'static str]| names.iter().map(|name| Alias::new(*name)).collect::<Vec<_>>();
        // Without a column to change, the key is set to itself: a row that isn't updated isn't returned.
        let update = if self.update.is_empty() {
            &self.key
        } else {
            &self.update
        };
        let mut conflict = OnConflict::columns(idens(&self.key));
        conflict.update_columns(idens(update));
        for column in &self.kept {
            let new = Expr::col((Alias::new("excluded"), Alias::new(*column)));
            conflict.action_and_where(self.stored(column).eq(new));
        }
        if !self.guard.is_empty() {
            conflict.action_cond_where(self.guard.clone());
        }
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new(self.table))
            .columns(self.columns.iter().map(|(column, _)| Alias::new(*column)))
            .values(self.columns.iter().map(|(_, value)| value.clone()))
            .map_err(Error::internal)?
            .on_conflict(conflict);
        let returning = self.returning.iter().cloned().chain(dialect.inserted());
        insert.returning(Query::returning().exprs(returning));
        Ok(dialect.build(&insert))
    }
}
