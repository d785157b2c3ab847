//! Statements on the connection of a migration. They run through sea-orm, whose metric callback reports them, so that the runner of
//! migrations knows which one failed.

use sea_orm::sea_query::Values;
use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr, QueryResult, Statement, TryGetable, Value};

use super::Dialect;

/// A connection and what it speaks.
#[derive(Clone, Copy)]
pub(crate) struct Connection<'a> {
    pub(crate) inner: &'a DatabaseExecutor<'a>,
    pub(crate) dialect: Dialect,
}

impl<'a> Connection<'a> {
    pub(crate) fn of(inner: &'a DatabaseExecutor<'a>) -> Result<Self, DbErr> {
        let dialect = Dialect::supported(inner.get_database_backend())?;
        Ok(Self { inner, dialect })
    }

    fn statement(self, sql: &str, values: Vec<Value>) -> Statement {
        Statement {
            sql: sql.to_owned(),
            values: (!values.is_empty()).then_some(Values(values)),
            db_backend: self.dialect.backend(),
        }
    }

    /// Runs a statement.
    pub(crate) async fn execute(self, sql: &str) -> Result<(), DbErr> {
        self.inner.execute_raw(self.statement(sql, Vec::new())).await?;
        Ok(())
    }

    /// Runs a query.
    pub(crate) async fn query(self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(self.statement(sql, values)).await
    }

    /// The first column of a query's first row.
    pub(crate) async fn one<T: TryGetable>(self, sql: &str) -> Result<Option<T>, DbErr> {
        let rows = self.query(sql, Vec::new()).await?;
        rows.first().map(|row| row.try_get_by_index(0)).transpose()
    }

    /// One column of a query's rows, as text.
    pub(crate) async fn texts(self, sql: &str, column: &str) -> Result<Vec<String>, DbErr> {
        let rows = self.query(sql, Vec::new()).await?;
        rows.iter().map(|row| row.try_get("", column)).collect()
    }
}

/// A refusal, in one line for people.
pub(crate) fn refused(reason: String) -> DbErr {
    DbErr::Custom(reason)
}
