//! PostgreSQL.

#[cfg(feature = "migrate")]
mod alter;
mod convert;
#[cfg(feature = "migrate")]
mod discover;
mod errors;
mod migrations;
mod search;
mod storage;
mod types;

use std::time::Duration;

#[cfg(feature = "migrate")]
use futures::future::BoxFuture;
use sea_orm::sea_query::{
    Asterisk, BinOper, ColumnType as SqlType, Expr, ExprTrait as _, Func, JoinType, NullOrdering, Order, Query,
    SelectStatement, ValueTuple, Values,
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
use crate::schema::model::{Column, ColumnKind, Rule, Table, quoted};
use crate::types::Storage;

#[cfg(all(test, feature = "migrate"))]
pub(crate) use alter::statements as alter_statements;
#[cfg(all(test, feature = "migrate"))]
pub(crate) use convert::using;

/// PostgreSQL.
pub(super) struct Postgres;

/// An array of integers, of a parameter with commas between them.
const INTEGERS: &str = "CAST(string_to_array($1, ',') AS bigint[])";

impl SqlDialect for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    #[cfg(feature = "migrate")]
    fn parser(&self) -> &'static dyn sqlparser::dialect::Dialect {
        &sqlparser::dialect::PostgreSqlDialect {}
    }

    fn finish(&self, sql: String) -> String {
        sql
    }

    fn bind(&self, value: Value, storage: Storage) -> Expr {
        match (storage, value) {
            (Storage::Json, value) => Expr::val(super::dialect::json_text(value)).cast_as("json"),
            // The driver's binary form of a zero has no digits after the point; its text has.
            (_, Value::Decimal(Some(zero))) if zero.is_zero() && zero.scale() > 0 => {
                Expr::val(zero.to_string()).cast_as("numeric")
            }
            (_, value) => Expr::val(value),
        }
    }

    fn binds_plainly(&self, storage: Storage) -> bool {
        !matches!(storage, Storage::Json | Storage::Decimal)
    }

    /// Nulls count as the greatest value by default.
    fn order(&self, descending: bool, _: bool) -> (Order, Option<NullOrdering>) {
        (if descending { Order::Desc } else { Order::Asc }, None)
    }

    /// Texts of columns compare by code points; what an expression makes of them may not.
    fn comparable(&self, value: Expr, storage: Storage) -> Expr {
        match storage {
            Storage::Text => Expr::cust_with_expr(r#"$1 COLLATE "C""#, value),
            _ => value,
        }
    }

    fn integers(&self, values: &[i64]) -> SelectStatement {
        let list = Expr::cust_with_expr(format!("unnest({INTEGERS})"), joined(values));
        let mut rows = Query::select();
        rows.expr_as(list, FIRST);
        rows
    }

    fn is_one_of(&self, value: Expr, values: &[i64]) -> Expr {
        let list = Expr::cust_with_expr(INTEGERS, joined(values));
        value.eq(Func::cust("ANY").arg(list))
    }

    fn first_of_each(
        &self,
        parents: Vec<ValueTuple>,
        _: SelectStatement,
        first: SelectStatement,
        _: Vec<Expr>,
    ) -> SelectStatement {
        let mut each = Query::select();
        add_parents(self, &mut each, parents);
        each.column(("#first", Asterisk))
            .join_lateral(JoinType::InnerJoin, first, "#first", Expr::cust("TRUE"));
        each
    }

    fn lock(&self, select: &mut SelectStatement) {
        select.lock_exclusive();
    }

    /// PostgreSQL locks the row that it replaces, which leaves a mark in the system column `xmax`; a new row has none.
    fn inserted(&self) -> Option<Expr> {
        Some(Expr::cust("(xmax = 0)"))
    }

    fn takes_names_for_texts(&self) -> bool {
        false
    }

    fn same_name(&self, one: &str, other: &str) -> bool {
        one == other
    }

    fn numbers_placeholders(&self) -> bool {
        true
    }

    fn search(&self, column: Expr, term: &str, place: Place) -> Expr {
        search::search(column, term, place)
    }

    fn matches_every_text(&self, operator: &BinOper, right: &Expr) -> bool {
        search::matches_every_text(operator, right)
    }

    /// By `NOTIFY` and `LISTEN`.
    fn carries_messages(&self) -> bool {
        true
    }

    fn has_one_writer(&self) -> bool {
        false
    }

    fn rolls_back_by_itself(&self) -> bool {
        false
    }

    fn probe(&self) -> Option<Sql> {
        Some(Sql {
            text: "SELECT 1".to_owned(),
            values: Values(Vec::new()),
        })
    }

    #[cfg(feature = "cli")]
    fn server_state(&self) -> Option<&'static str> {
        Some(
            "SELECT extract(epoch FROM clock_timestamp())::float8, pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'",
        )
    }

    #[cfg(feature = "cli")]
    fn missing_rights(&self, tables: &[&str]) -> Option<String> {
        let names: Vec<String> = tables
            .iter()
            .map(|table| crate::schema::model::literal(table))
            .collect();
        Some(format!(
            "SELECT r.word || ' on ' || t.name FROM unnest(ARRAY[{}]::text[]) AS t(name) CROSS JOIN \
             unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS r(word) WHERE to_regclass(quote_ident(t.name)) IS NOT NULL \
             AND NOT has_table_privilege(to_regclass(quote_ident(t.name))::oid, r.word) ORDER BY t.name, r.word",
            names.join(", ")
        ))
    }

    #[cfg(feature = "cli")]
    fn write_probe(&self) -> Option<&'static str> {
        None
    }

    fn begin(&self) -> &'static str {
        "BEGIN"
    }

    fn columns(&self, storage: Storage) -> ColumnFacts {
        storage::facts(storage)
    }

    fn counted(&self, storage: Storage) -> SqlType {
        self.column_type(storage, None, None)
    }

    fn kind_of(&self, text: &str, _: bool, _: &[&Rule]) -> ColumnKind {
        types::kind_of(text)
    }

    fn readable(&self, kind: &str) -> Vec<ColumnKind> {
        types::readable(kind)
    }

    fn implies(&self, column: &Column, rule: &Rule) -> bool {
        types::implies(column, rule)
    }

    fn reads_other_as(&self, type_name: &str, to: Storage) -> bool {
        types::reads_other_as(type_name, to)
    }

    fn holds_all(&self, there: &Column, wanted: &Column) -> bool {
        types::holds_all(there, wanted)
    }

    fn explain_unreadable(&self, _: &str) -> Option<&'static str> {
        None
    }

    fn caveat(&self, _: &Table, _: &Column) -> Option<String> {
        None
    }

    fn counts(&self, _: &Table, column: &Column) -> bool {
        column.auto_increment
    }

    fn fills(&self, table: &Table, column: &Column) -> bool {
        types::fills(table, column)
    }

    /// Counters have the range of their type.
    fn counted_key(&self, column: Expr, _: Storage) -> Expr {
        column
    }

    fn counter_is_spent(&self) -> Option<&'static str> {
        None
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

    fn referring(&self, _: &str) -> Option<String> {
        None
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
        "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = $1"
    }

    fn catalogue_texts(&self) -> Option<&'static str> {
        None
    }

    fn everything(&self) -> &'static str {
        migrations::EVERYTHING
    }

    fn drop_anything(&self, sort: &str, name: &str) -> String {
        format!("DROP {sort} IF EXISTS {} CASCADE", quoted(name))
    }

    fn references_missing_tables(&self) -> bool {
        false
    }

    /// The number of the lock is arbitrary; other programs must not use it.
    fn lock_catalogue(&self) -> Option<&'static str> {
        Some("SELECT pg_advisory_xact_lock(7306930226871894)")
    }

    /// The number of the lock is arbitrary; other programs must not use it.
    fn take_turn(&self, patience: Duration) -> Vec<String> {
        vec![
            format!("SET lock_timeout = {}", patience.as_millis().max(1)),
            "SELECT pg_advisory_lock(7306930226871895)".to_owned(),
            "RESET lock_timeout".to_owned(),
        ]
    }

    fn bound_waits(&self, patience: Duration, in_transaction: bool) -> Option<String> {
        let milliseconds = patience.as_millis().max(1);
        let time = match milliseconds % 1000 {
            0 => format!("{}s", milliseconds / 1000),
            _ => format!("{milliseconds}ms"),
        };
        let word = if in_transaction { "SET LOCAL" } else { "SET" };
        Some(format!("{word} lock_timeout = '{time}'"))
    }

    fn holders(&self) -> Option<&'static str> {
        Some("SELECT pid, state, query FROM pg_stat_activity WHERE xact_start IS NOT NULL")
    }

    fn enforces_foreign_keys(&self) -> Option<&'static str> {
        None
    }

    fn enforce_foreign_keys(&self, _: bool) -> Option<&'static str> {
        None
    }

    fn check_foreign_keys(&self) -> Option<&'static str> {
        None
    }

    fn referrers(&self) -> Option<&'static str> {
        None
    }

    fn orphans(&self, _: &str) -> Option<String> {
        None
    }

    fn hide_tables(&self) -> Option<&'static str> {
        Some("SELECT set_config('search_path', 'pg_temp, ' || quote_ident(current_schema()), true)")
    }

    fn uncopied(&self) -> Option<&'static str> {
        Some(migrations::UNCOPIED)
    }

    fn classify(&self, error: &dyn DatabaseError) -> Option<DbErrorClass> {
        errors::classify(error)
    }

    fn detail<'e>(&self, error: &'e dyn DatabaseError) -> Option<&'e str> {
        errors::detail(error)
    }
}

/// The dialect, for what takes any of them.
const DIALECT: Dialect = Dialect::POSTGRES;
