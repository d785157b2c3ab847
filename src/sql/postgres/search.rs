//! Searches that ignore case: `ILIKE` does so for all scripts.

use sea_orm::sea_query::extension::postgres::{PgBinOper, PgExpr as _};
use sea_orm::sea_query::{BinOper, Expr};

use super::super::dialect::{Place, is_any_pattern, like_pattern, text_of};

pub(super) fn search(column: Expr, term: &str, place: Place) -> Expr {
    // The columns' own collation knows the case of ASCII letters only. The backslash is the default escape character.
    Expr::cust_with_expr(r#"$1 COLLATE "default""#, column).ilike(like_pattern(term, place))
}

pub(super) fn matches_every_text(operator: &BinOper, right: &Expr) -> bool {
    let is_like = matches!(operator, BinOper::Like | BinOper::PgOperator(PgBinOper::ILike));
    is_like && text_of(right).is_some_and(is_any_pattern)
}
