//! SQLite 3.

#[cfg(feature = "migrate")]
mod alter;
#[cfg(feature = "sqlite")]
mod collation;
mod convert;
#[cfg(feature = "migrate")]
mod definition;
mod digits;
#[cfg(feature = "migrate")]
mod discover;
mod errors;
mod migrations;
mod quoting;
#[cfg(feature = "migrate")]
mod rebuild;
mod search;
mod storage;
mod types;

use std::time::Duration;

#[cfg(feature = "migrate")]
use futures::future::BoxFuture;
use sea_orm::sea_query::{
    BinOper, ColumnType as SqlType, Expr, ExprTrait as _, Func, NullOrdering, Order, Query, SelectStatement, ValueTuple,
};
use sea_orm::{DatabaseExecutor, DbBackend, DbErr, Value};
use sqlx::error::DatabaseError;

use super::column_facts::ColumnFacts;
#[cfg(feature = "migrate")]
use super::connection::Connection;
use super::dialect::{FIRST, Place, add_parents, joined};
#[cfg(feature = "migrate")]
use super::discover::Found;
use super::{DbErrorClass, Dialect, Sql, SqlDialect};
#[cfg(feature = "migrate")]
use crate::schema::change::Alteration;
use crate::schema::model::{Column, ColumnDefault, ColumnKind, Rule, Table, literal, quoted};
use crate::types::Storage;

#[cfg(feature = "sqlite")]
pub(crate) use collation::compare as compare_decimals;
#[cfg(all(test, feature = "migrate"))]
pub(crate) use convert::converted;

/// SQLite 3.
pub(super) struct Sqlite;

impl SqlDialect for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    #[cfg(feature = "migrate")]
    fn parser(&self) -> &'static dyn sqlparser::dialect::Dialect {
        &sqlparser::dialect::SQLiteDialect {}
    }

    fn finish(&self, sql: String) -> String {
        quoting::names_only(&sql)
    }

    fn bind(&self, value: Value, storage: Storage) -> Expr {
        match storage {
            Storage::Json => Expr::val(super::dialect::json_text(value)),
            _ => Expr::val(value),
        }
    }

    fn binds_plainly(&self, storage: Storage) -> bool {
        storage != Storage::Json
    }

    /// SQLite's nulls are the least values by default.
    fn order(&self, descending: bool, nullable: bool) -> (Order, Option<NullOrdering>) {
        let (order, nulls) = if descending {
            (Order::Desc, NullOrdering::First)
        } else {
            (Order::Asc, NullOrdering::Last)
        };
        (order, nullable.then_some(nulls))
    }

    /// The values of a query have no collation, not even those of a column.
    fn comparable(&self, value: Expr, storage: Storage) -> Expr {
        match storage {
            Storage::Decimal => Expr::cust_with_expr("? COLLATE decimal", value),
            _ => value,
        }
    }

    /// <https://sqlite.org/json1.html#jeach>
    fn integers(&self, values: &[i64]) -> SelectStatement {
        let list = Func::cust("json_each").arg(format!("[{}]", joined(values)));
        let mut rows = Query::select();
        rows.expr_as(Expr::col("value"), FIRST).from_function(list, "integers");
        rows
    }

    fn is_one_of(&self, value: Expr, values: &[i64]) -> Expr {
        value.in_subquery(self.integers(values))
    }

    /// No subquery in `FROM` can name what comes before it, but one in a condition can: the keys of the first rows, by which SQLite finds the others.
    fn first_of_each(
        &self,
        parents: Vec<ValueTuple>,
        mut rows: SelectStatement,
        mut first: SelectStatement,
        mut key: Vec<Expr>,
    ) -> SelectStatement {
        first.clear_selects().exprs(key.clone());
        let key = match (key.pop(), key.is_empty()) {
            (Some(only), true) => only,
            (last, _) => Expr::tuple(key.into_iter().chain(last)),
        };
        add_parents(self, &mut rows, parents);
        rows.and_where(key.in_subquery(first));
        rows
    }

    /// A transaction holds the only write lock already.
    fn lock(&self, _: &mut SelectStatement) {}

    fn inserted(&self) -> Option<Expr> {
        None
    }

    /// <https://sqlite.org/quirks.html>, section 8.
    fn takes_names_for_texts(&self) -> bool {
        true
    }

    fn same_name(&self, one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
    }

    fn numbers_placeholders(&self) -> bool {
        false
    }

    fn search(&self, column: Expr, term: &str, place: Place) -> Expr {
        search::search(column, term, place)
    }

    fn matches_every_text(&self, operator: &BinOper, right: &Expr) -> bool {
        search::matches_every_text(operator, right)
    }

    fn carries_messages(&self) -> bool {
        false
    }

    fn has_one_writer(&self) -> bool {
        true
    }

    /// Where a statement is interrupted or the disk is full (<https://sqlite.org/lang_transaction.html>).
    fn rolls_back_by_itself(&self) -> bool {
        true
    }

    fn probe(&self) -> Option<Sql> {
        None
    }

    #[cfg(feature = "cli")]
    fn server_state(&self) -> Option<&'static str> {
        None
    }

    #[cfg(feature = "cli")]
    fn missing_rights(&self, _: &[&str]) -> Option<String> {
        None
    }

    #[cfg(feature = "cli")]
    fn write_probe(&self) -> Option<&'static str> {
        Some("CREATE TABLE warp_openapi_probe (number INTEGER)")
    }

    fn begin(&self) -> &'static str {
        "BEGIN IMMEDIATE"
    }

    fn columns(&self, storage: Storage) -> ColumnFacts {
        storage::row(storage).columns
    }

    /// SQLite counts columns of the type `integer` only.
    fn counted(&self, _: Storage) -> SqlType {
        SqlType::Integer
    }

    fn default(&self, column: &Column, default: &ColumnDefault) -> String {
        match (default, &column.kind) {
            // Decimals are texts, as their formatter writes them.
            (
                ColumnDefault::Number(digits),
                ColumnKind::Stored {
                    storage: Storage::Decimal,
                    precision,
                    ..
                },
            ) => literal(&types::rescaled(digits, *precision)),
            (default, _) => super::dialect::default_expression(default),
        }
    }

    fn kind_of(&self, text: &str, counted: bool, rules: &[&Rule]) -> ColumnKind {
        types::kind_of(text, counted, rules)
    }

    fn readable(&self, kind: &str) -> Vec<ColumnKind> {
        types::readable(kind)
    }

    /// SQLite's types restrict nothing.
    fn implies(&self, _: &Column, _: &Rule) -> bool {
        false
    }

    fn reads_other_as(&self, type_name: &str, to: Storage) -> bool {
        types::reads_other_as(type_name, to)
    }

    /// Columns hold values of any width, length and number of digits; checks bound them.
    fn holds_all(&self, _: &Column, _: &Column) -> bool {
        true
    }

    /// The affinity of such types is that of numbers (<https://sqlite.org/datatype3.html>, 3.1).
    fn explain_unreadable(&self, type_name: &str) -> Option<&'static str> {
        matches!(type_name, "json" | "jsonb")
            .then_some("SQLite makes numbers of texts there; make the type `json_text`")
    }

    fn caveat(&self, table: &Table, column: &Column) -> Option<String> {
        types::caveat(table, column)
    }

    fn counts(&self, table: &Table, column: &Column) -> bool {
        column.auto_increment || types::is_row_number(table, column)
    }

    /// Triggers change no row that is being written.
    fn fills(&self, _: &Table, _: &Column) -> bool {
        false
    }

    /// Counters have 64 bits, whatever the key's type: a value that the key's type can't hold makes the statement fail.
    fn counted_key(&self, column: Expr, storage: Storage) -> Expr {
        let greatest = match storage.integer() {
            Some(range) if range.greatest < i64::MAX => range.greatest,
            _ => return column,
        };
        // A path that is none: outside of triggers, SQLite has no function that only fails.
        let overflow = errors::KEY_OVERFLOW;
        let template = format!("CASE WHEN ? > {greatest} THEN json_extract('{{}}', '{overflow} ' || ?) ELSE ? END");
        Expr::cust_with_exprs(template, [column.clone(), column.clone(), column])
    }

    /// SQLite reports only "database or disk is full".
    ///
    /// The rollback of a transaction resets the counter to its value before. No transaction creates four billion rows, so a counter that is
    /// so near its end had reached it.
    fn counter_is_spent(&self) -> Option<&'static str> {
        Some("SELECT 1 FROM sqlite_sequence WHERE name = ?1 AND seq > 9223372036854775807 - max(?2, 4294967296)")
    }

    #[cfg(feature = "migrate")]
    fn rename_table<'c>(
        &self,
        connection: Connection<'c>,
        from: &'c str,
        to: &'c str,
    ) -> BoxFuture<'c, Result<(), DbErr>> {
        Box::pin(alter::rename(connection, from, to))
    }

    #[cfg(feature = "migrate")]
    fn alter_table<'c>(
        &self,
        connection: Connection<'c>,
        table: &'c str,
        alterations: &'c [Alteration],
    ) -> BoxFuture<'c, Result<(), DbErr>> {
        Box::pin(alter::alter_table(connection, table, alterations))
    }

    #[cfg(feature = "migrate")]
    fn cleans_up(&self, sql: &str) -> bool {
        rebuild::is_cleanup(sql)
    }

    fn referring(&self, table: &str) -> Option<String> {
        Some(format!(
            "SELECT DISTINCT s.name AS name FROM sqlite_schema AS s, pragma_foreign_key_list(s.name) AS k \
             WHERE s.type = 'table' AND lower(k.\"table\") = lower({}) ORDER BY s.name",
            literal(table)
        ))
    }

    #[cfg(feature = "migrate")]
    fn discover<'c>(
        &self,
        connection: &'c DatabaseExecutor<'c>,
        name: Option<&'c str>,
    ) -> BoxFuture<'c, Result<Vec<Found>, DbErr>> {
        Box::pin(discover::tables(connection, name))
    }

    fn table_exists(&self) -> &'static str {
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE"
    }

    fn catalogue_texts(&self) -> Option<&'static str> {
        Some(migrations::CATALOGUE_TEXTS)
    }

    fn everything(&self) -> &'static str {
        migrations::EVERYTHING
    }

    fn drop_anything(&self, sort: &str, name: &str) -> String {
        format!("DROP {sort} IF EXISTS {}", quoted(name))
    }

    fn references_missing_tables(&self) -> bool {
        true
    }

    /// A transaction holds the only write lock already.
    fn lock_catalogue(&self) -> Option<&'static str> {
        None
    }

    /// Transactions take the only write lock at their beginning, which does as well.
    fn take_turn(&self, _: Duration) -> Vec<String> {
        Vec::new()
    }

    /// What SQLite waits for is an option of the connection.
    fn bound_waits(&self, _: Duration, _: bool) -> Option<String> {
        None
    }

    fn holders(&self) -> Option<&'static str> {
        None
    }

    fn enforces_foreign_keys(&self) -> Option<&'static str> {
        Some(migrations::FOREIGN_KEYS)
    }

    fn enforce_foreign_keys(&self, on: bool) -> Option<&'static str> {
        Some(if on {
            "PRAGMA foreign_keys = ON"
        } else {
            "PRAGMA foreign_keys = OFF"
        })
    }

    fn check_foreign_keys(&self) -> Option<&'static str> {
        Some("PRAGMA foreign_key_check")
    }

    fn referrers(&self) -> Option<&'static str> {
        Some(migrations::REFERRERS)
    }

    fn orphans(&self, table: &str) -> Option<String> {
        Some(migrations::orphans(table))
    }

    fn hide_tables(&self) -> Option<&'static str> {
        None
    }

    fn uncopied(&self) -> Option<&'static str> {
        None
    }

    fn classify(&self, error: &dyn DatabaseError) -> Option<DbErrorClass> {
        errors::classify(error)
    }

    fn detail<'e>(&self, _: &'e dyn DatabaseError) -> Option<&'e str> {
        None
    }
}

/// The dialect, for what takes any of them.
const DIALECT: Dialect = Dialect::SQLITE;
