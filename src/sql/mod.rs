//! What differs between databases. [`SqlDialect`] is the description of a database; `sqlite` and `postgres` are its two
//! implementations, each a description of one database. Everything else in this folder is the same on both.
//!
//! To add a database, implement the trait in a folder of its own, and add it to [`Dialect::ALL`].

#[cfg(feature = "migrate")]
mod alter;
mod column_facts;
#[cfg(feature = "migrate")]
mod connection;
mod conversion;
mod create;
mod dialect;
#[cfg(feature = "migrate")]
mod discover;
mod errors;
#[cfg(feature = "migrate")]
mod live;
pub(crate) mod postgres;
pub(crate) mod sqlite;
#[cfg(feature = "migrate")]
mod statements;
mod type_name;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use sea_orm::sea_query::{BinOper, Expr, OrderedStatement, Values};
use sea_orm::{DbBackend, DbErr};

use crate::schema::diff::Rules;
use crate::schema::model::{Column, ColumnKind, Rule};
use crate::types::Storage;

#[cfg(all(test, feature = "migrate"))]
pub(crate) use alter::ConstraintNames;
#[cfg(feature = "migrate")]
pub(crate) use alter::refuse_unknown;
#[cfg(feature = "migrate")]
pub(crate) use connection::{Connection, refused};
#[cfg(test)]
pub(crate) use create::create_sql;
pub(crate) use create::{create_statements, create_table, reference};
pub(crate) use dialect::{SqlDialect, parent_value};
#[cfg(feature = "migrate")]
use discover::{Found, FoundCheck, FoundColumn, FoundIndex, FoundKey};
pub(crate) use errors::{
    DbErrorClass, StatementKind, advice, is_dead, is_lost, is_without_connection, line, message, translate,
    was_on_dead_connection,
};
#[cfg(feature = "migrate")]
pub(crate) use live::live;
#[cfg(all(test, feature = "migrate"))]
pub(crate) use live::live_table;
#[cfg(feature = "migrate")]
pub(crate) use statements::drop_table;

/// A statement in one dialect, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    /// The text, with placeholders.
    pub text: String,
    /// The values of the placeholders.
    pub values: Values,
}

/// The dialect of one database, chosen at run time.
#[derive(Clone, Copy)]
pub(crate) struct Dialect(&'static dyn SqlDialect);

impl Dialect {
    /// SQLite 3.
    pub(crate) const SQLITE: Self = Self(&sqlite::Sqlite);
    /// PostgreSQL.
    pub(crate) const POSTGRES: Self = Self(&postgres::Postgres);
    /// All dialects.
    const ALL: &'static [Self] = &[Self::SQLITE, Self::POSTGRES];

    /// The dialect of a sea-orm backend; `None` for one that isn't supported.
    pub(crate) fn of(backend: DbBackend) -> Option<Self> {
        Self::ALL.iter().copied().find(|dialect| dialect.backend() == backend)
    }

    /// Orders rows by `column` next. Nulls count as the greatest value.
    pub(crate) fn order_by(self, rows: &mut impl OrderedStatement, column: Expr, descending: bool, nullable: bool) {
        match self.order(descending, nullable) {
            (order, Some(nulls)) => rows.order_by_expr_with_nulls(column, order, nulls),
            (order, None) => rows.order_by_expr(column, order),
        };
    }

    /// The dialect of a sea-orm backend.
    ///
    /// # Errors
    ///
    /// For one that isn't supported.
    pub(crate) fn supported(backend: DbBackend) -> Result<Self, DbErr> {
        Self::of(backend).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|dialect| dialect.name()).collect();
            DbErr::Custom(format!("{backend:?} isn't supported; use {}", names.join(" or ")))
        })
    }
}

/// Whether an operator and its right operand match every text on some database, as a search for an empty term does.
pub(crate) fn matches_every_text(operator: &BinOper, right: &Expr) -> bool {
    Dialect::ALL
        .iter()
        .any(|dialect| dialect.matches_every_text(operator, right))
}

impl Deref for Dialect {
    type Target = dyn SqlDialect;

    fn deref(&self) -> &Self::Target {
        self.0
    }
}

impl fmt::Debug for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.backend() == other.backend()
    }
}

impl Eq for Dialect {}

impl Hash for Dialect {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Rules for Dialect {
    fn same_name(&self, one: &str, other: &str) -> bool {
        self.0.same_name(one, other)
    }

    fn same_kind(&self, there: &Column, wanted: &Column) -> bool {
        self.0.same_kind(there, wanted)
    }

    fn storage(&self, kind: &ColumnKind) -> Option<Storage> {
        self.0.storage(kind)
    }

    fn length(&self, kind: &ColumnKind) -> Option<u32> {
        self.0.length(kind)
    }

    fn implies(&self, column: &Column, rule: &Rule) -> bool {
        self.0.implies(column, rule)
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Value;
    use sea_orm::sea_query::{Expr, ExprTrait as _, Query, ValueTuple};

    use super::*;

    /// The first three comments of two articles.
    fn text(dialect: Dialect, articles: [Value; 2]) -> String {
        let mut rows = Query::select();
        rows.column(("comment", "text")).from("comment");
        let mut first = rows.clone();
        first
            .and_where(Expr::col(("comment", "article")).eq(parent_value(0)))
            .order_by(("comment", "id"), sea_orm::Order::Asc)
            .limit(3);
        let parents = articles.map(|id| ValueTuple::Many(vec![id]));
        let key = vec![Expr::col(("comment", "id"))];
        let built = dialect.build(&dialect.first_of_each(parents.into(), rows, first, key));
        built.text.replace(['"', '`'], "")
    }

    #[test]
    fn the_first_rows_of_each_parent_are_found_by_the_limit_of_each() {
        assert_eq!(
            text(Dialect::POSTGRES, ["a".into(), "b".into()]),
            "SELECT #first.* FROM (VALUES ($1), ($2)) AS #parent INNER JOIN LATERAL \
             (SELECT comment.text FROM comment WHERE comment.article = #parent.column1 ORDER BY comment.id ASC LIMIT $3) AS #first ON TRUE"
        );
        assert_eq!(
            text(Dialect::SQLITE, ["a".into(), "b".into()]),
            "SELECT comment.text FROM comment, (VALUES (?), (?)) AS #parent WHERE comment.id IN \
             (SELECT comment.id FROM comment WHERE comment.article = #parent.column1 ORDER BY comment.id ASC LIMIT 3)"
        );
    }

    #[test]
    fn integers_are_one_parameter_however_many_there_are() {
        let from = |dialect| text(dialect, [7_i64.into(), 8_i64.into()]);
        assert!(from(Dialect::POSTGRES).contains(
            "FROM (SELECT unnest(CAST(string_to_array($1, ',') AS bigint[])) AS column1) AS #parent INNER JOIN LATERAL"
        ));
        assert!(
            from(Dialect::SQLITE).contains("(SELECT value AS column1 FROM json_each(?) AS integers) AS #parent WHERE")
        );
    }
}
