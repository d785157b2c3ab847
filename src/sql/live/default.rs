//! Defaults, as databases print them.

use super::expression::{self, Literal, literal, same};
use crate::schema::model::plain_number;
use crate::schema::model::{ColumnDefault, ColumnKind};
use crate::sql::Dialect;
use crate::types::Storage;

use sqlparser::ast::{Expr, Ident};

/// The default that an expression is in a column of this type; `None` for NULL, which is the same as no default.
pub(super) fn of(dialect: Dialect, kind: &ColumnKind, text: &str) -> Option<ColumnDefault> {
    let other = || Some(ColumnDefault::Other(text.trim().to_owned()));
    let Some(literal) = expression::parse(dialect, text)
        .as_ref()
        .and_then(|expr| value(dialect, expr))
    else {
        return other();
    };
    let storage = dialect.storage(kind);
    match (storage, literal) {
        (_, Literal::Null) => None,
        (Some(Storage::Boolean), Literal::Number(digits)) => match digits.as_str() {
            "0" => Some(ColumnDefault::Boolean(false)),
            "1" => Some(ColumnDefault::Boolean(true)),
            _ => other(),
        },
        (_, Literal::Boolean(value)) => Some(ColumnDefault::Boolean(value)),
        (Some(storage), Literal::Text(text)) if storage.is_number() => match text.parse::<f64>() {
            Ok(_) => Some(ColumnDefault::Number(plain_number(&text))),
            Err(_) => other(),
        },
        (_, Literal::Number(digits)) => Some(ColumnDefault::Number(plain_number(&digits))),
        (_, Literal::Text(text)) => Some(ColumnDefault::Text(text)),
    }
}

/// A literal, or a text that PostgreSQL casts to the type of the column. Twice cast, as in `'now'::text::date`, it may be another one
/// each time.
///
/// SQLite takes a name for a text, and only where it stands alone: in parentheses it would look for a column.
fn value(dialect: Dialect, expr: &Expr) -> Option<Literal> {
    literal(expr).or_else(|| match same(expr) {
        Expr::Identifier(ident) if dialect.takes_names_for_texts() && !is_clock(ident) => {
            Some(Literal::Text(expression::name(ident)))
        }
        Expr::Cast { expr, .. } => match same(expr) {
            value @ Expr::Value(_) => literal(value),
            _ => None,
        },
        _ => None,
    })
}

/// `CURRENT_TIMESTAMP` and the like, which aren't names.
fn is_clock(ident: &Ident) -> bool {
    let word = ident.value.to_ascii_lowercase();
    ident.quote_style.is_none() && matches!(word.as_str(), "current_date" | "current_time" | "current_timestamp")
}
