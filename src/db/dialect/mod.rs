//! Everything that differs between the databases: statements here, column types in `columns`, errors in `errors`, exact
//! decimals for SQLite in `collation`. To add a database, add a variant and follow the compiler.

#[cfg(feature = "sqlite")]
mod collation;
mod columns;
mod errors;

#[cfg(feature = "sqlite")]
pub(super) use collation::compare as compare_decimals;
pub(super) use errors::{Subject, translate};

use sea_orm::Value;
use sea_orm::sea_query::extension::postgres::PgExpr as _;
use sea_orm::sea_query::{
    BinOper, Expr, ExprTrait as _, LikeExpr, NullOrdering, Order, OrderedStatement as _, PostgresQueryBuilder,
    QueryStatementBuilder, SelectStatement, SqliteQueryBuilder,
};

use super::executor::Sql;
use crate::types::Storage;

/// The SQL that a database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
            Self::Sqlite => statement.build_any(&SqliteQueryBuilder),
            Self::Postgres => statement.build_any(&PostgresQueryBuilder),
        };
        Sql { text, values }
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

    /// Tells whether `column` contains `term` somewhere, in upper or lower case, of any script. All characters of `term` are plain.
    #[must_use]
    pub fn contains_ignoring_case(self, column: Expr, term: &str) -> Expr {
        match self {
            Self::Sqlite => regexp(column, term, ""),
            Self::Postgres => column.ilike(like(format!("%{}%", escape_like(term)))),
        }
    }

    /// Tells whether `column` starts with `term`, in upper or lower case, of any script. All characters of `term` are plain.
    #[must_use]
    pub fn starts_ignoring_case(self, column: Expr, term: &str) -> Expr {
        match self {
            Self::Sqlite => regexp(column, term, r"\A"),
            Self::Postgres => column.ilike(like(format!("{}%", escape_like(term)))),
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

    /// What an upsert returns beside its columns, if that can tell an inserted row (true) from a replaced one.
    ///
    /// PostgreSQL locks the row that it replaces, which leaves a mark in the system column `xmax`; a new row has none.
    pub(super) fn inserted(self) -> Option<Expr> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(Expr::cust("(xmax = 0)")),
        }
    }
}

/// `REGEXP` is the regex crate's, registered on each connection: it alone ignores the case of all scripts in SQLite.
fn regexp(column: Expr, term: &str, anchor: &str) -> Expr {
    let pattern = format!("(?i){anchor}{}", regex::escape(term));
    column.binary(BinOper::Custom("REGEXP"), Expr::val(pattern))
}

fn like(pattern: String) -> LikeExpr {
    // Without `.escape('\\')`, which is the default, and which sea-query puts in parentheses that PostgreSQL refuses.
    LikeExpr::new(pattern)
}

fn escape_like(term: &str) -> String {
    let mut plain = String::with_capacity(term.len());
    for character in term.chars() {
        if matches!(character, '%' | '_' | '\\') {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}
