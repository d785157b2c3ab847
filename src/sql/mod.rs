//! Everything that differs between the databases: statements here, column types in `columns`, counted keys in `counters`, alterations
//! in `alter`, `convert` and `rebuild`, errors in `errors`, text search in `search`, exact decimals for
//! SQLite in `collation`, what a database says of its tables in `discover`, of their types in `kinds`, `serving` and `implied`, what runs of migrations ask in
//! `migrating`. To add a database, add a variant and follow the compiler.

mod alter;
#[cfg(feature = "sqlite")]
mod collation;
mod columns;
mod convert;
mod counters;
mod create;
#[cfg(feature = "migrate")]
mod discover;
mod errors;
mod implied;
mod kinds;
#[cfg(feature = "migrate")]
mod live;
mod migrating;
mod outdated;
mod quote;
pub(crate) mod rebuild;
mod search;
mod serving;

pub(crate) use alter::{Names, drop_index, drop_index_if_exists};
#[cfg(feature = "sqlite")]
pub(crate) use collation::compare as compare_decimals;
#[cfg(test)]
pub(crate) use create::create_sql;
pub(crate) use create::{create_statements, create_table};
#[cfg(feature = "migrate")]
use discover::{Found, FoundCheck, FoundColumn, FoundIndex, FoundKey};
pub(crate) use errors::{DbCondition, Subject, is_lost, translate};
#[cfg(feature = "migrate")]
pub(crate) use live::{live, live_table};
pub(crate) use migrating::{Trouble, line};
pub(crate) use outdated::{may_be_outdated, note_change};
use quote::names_only;
pub(crate) use search::matches_every_text;

use sea_orm::Value;
use sea_orm::sea_query::{
    Expr, ExprTrait as _, NullOrdering, Order, PostgresQueryBuilder, QueryStatementBuilder, SchemaStatementBuilder,
    SelectStatement, SqliteQueryBuilder, Values,
};

use crate::schema::diff::Rules;
use crate::schema::model::{Column, ColumnKind, Rule};
use crate::types::Storage;

/// A statement in one dialect, ready to be sent.
#[derive(Debug, Clone)]
pub struct Sql {
    /// The text, with placeholders.
    pub text: String,
    /// The values of the placeholders.
    pub values: Values,
}

/// The SQL that a database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// Renders a statement, with its values apart.
    #[must_use]
    pub fn build<S: QueryStatementBuilder>(self, statement: &S) -> Sql {
        let (text, values) = match self {
            Self::Sqlite => {
                let (text, values) = statement.build_any(&SqliteQueryBuilder);
                (names_only(&text), values)
            }
            Self::Postgres => statement.build_any(&PostgresQueryBuilder),
        };
        Sql { text, values }
    }

    /// Renders a statement that makes tables or indexes.
    pub(crate) fn render<S: SchemaStatementBuilder>(self, statement: &S) -> String {
        match self {
            Self::Sqlite => statement.to_string(SqliteQueryBuilder),
            Self::Postgres => statement.to_string(PostgresQueryBuilder),
        }
    }

    /// The expression that stands for a value of a column stored so.
    ///
    /// JSON travels as its text, so that a column keeps digits and the order of members as they were told.
    #[must_use]
    pub fn bind(self, value: Value, storage: Storage) -> Expr {
        if let (Self::Postgres, Value::Decimal(Some(zero))) = (self, &value)
            && zero.is_zero()
            && zero.scale() > 0
        {
            // The driver's binary form of a zero has no digits after the point; its text has.
            return Expr::val(zero.to_string()).cast_as("numeric");
        }
        if storage != Storage::Json {
            return Expr::val(value);
        }
        let text = Expr::val(match value {
            Value::Json(json) => Value::String(json.map(|json| json.to_string())),
            other => other,
        });
        match self {
            Self::Sqlite => text,
            Self::Postgres => text.cast_as("json"),
        }
    }

    /// Whether [`Dialect::bind`] leaves all values of this storage as they are, so that a statement's text is always the same.
    #[must_use]
    pub fn binds_plainly(self, storage: Storage) -> bool {
        match self {
            Self::Sqlite => storage != Storage::Json,
            Self::Postgres => !matches!(storage, Storage::Json | Storage::Decimal),
        }
    }

    /// Orders `select` by `column` next. Nulls count as the greatest value, which is PostgreSQL's default.
    pub fn order_by(self, select: &mut SelectStatement, column: Expr, descending: bool, nullable: bool) {
        let order = if descending { Order::Desc } else { Order::Asc };
        match self {
            Self::Sqlite if nullable => {
                let nulls = if descending {
                    NullOrdering::First
                } else {
                    NullOrdering::Last
                };
                select.order_by_expr_with_nulls(column, order, nulls);
            }
            Self::Sqlite | Self::Postgres => {
                select.order_by_expr(column, order);
            }
        }
    }

    /// Locks the rows that `select` reads until the transaction ends. SQLite's transactions hold the only write lock already.
    pub fn lock(self, select: &mut SelectStatement) {
        match self {
            Self::Sqlite => {}
            Self::Postgres => {
                select.lock_exclusive();
            }
        }
    }

    /// What tells whether a transaction still counts, where the database gives it up at the first error and answers its commit with a
    /// rollback that looks like success.
    pub fn probe(self) -> Option<Sql> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(Sql {
                text: "SELECT 1".to_owned(),
                values: Values(Vec::new()),
            }),
        }
    }

    /// Whether a name in double quotes that no column has is a text.
    pub(crate) fn takes_names_for_texts(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
        }
    }

    /// Whether two names of tables or columns are the same one.
    pub(crate) fn same_name(self, one: &str, other: &str) -> bool {
        match self {
            Self::Sqlite => one.eq_ignore_ascii_case(other),
            Self::Postgres => one == other,
        }
    }

    /// Whether one transaction at a time can change the database.
    pub(crate) fn has_one_writer(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
        }
    }

    /// Whether the database takes a whole transaction back by itself where one of its statements can't go on.
    pub(crate) fn ends_transactions(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
        }
    }

    /// What an upsert returns beside its columns, if that can tell an inserted row (true) from a replaced one.
    ///
    /// PostgreSQL locks the row that it replaces, which leaves a mark in the system column `xmax`; a new row has none.
    pub(crate) fn inserted(self) -> Option<Expr> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(Expr::cust("(xmax = 0)")),
        }
    }
}

impl Rules for Dialect {
    fn same_name(&self, one: &str, other: &str) -> bool {
        Self::same_name(*self, one, other)
    }

    fn same_kind(&self, there: &Column, wanted: &Column) -> bool {
        Self::same_kind(*self, there, wanted)
    }

    fn storage(&self, kind: &ColumnKind) -> Option<Storage> {
        Self::storage(*self, kind)
    }

    fn length(&self, kind: &ColumnKind) -> Option<u32> {
        Self::length(*self, kind)
    }

    fn implies(&self, column: &Column, rule: &Rule) -> bool {
        Self::implies(*self, column, rule)
    }
}
