//! Searches that ignore case. `LIKE` knows the case of ASCII letters only, so other letters are left to `REGEXP`, which is the regex
//! crate's and registered on each connection.

use sea_orm::sea_query::{BinOper, Expr, ExprTrait as _, Func, LikeExpr};

use super::super::dialect::{Place, is_any_pattern, like_pattern, text_of};

/// The longest term, in characters, that becomes a regular expression. Each letter costs states, so that a long one would
/// cost seconds a request; `LIKE` takes over, and only ASCII letters match in either case.
const REGEXP: usize = 200;
/// The longest term, in bytes, that becomes a pattern of `LIKE`, whose limit is 50,000 with every character escaped.
const LIKE: usize = 20_000;

pub(super) fn search(column: Expr, term: &str, place: Place) -> Expr {
    if !term.is_ascii() && term.chars().count() <= REGEXP {
        let anchor = if place == Place::Start { r"\A" } else { "" };
        let expression = format!("(?i){anchor}{}", regex::escape(term));
        return column.binary(BinOper::Custom("REGEXP"), Expr::val(expression));
    }
    if term.len() <= LIKE {
        return column.like(LikeExpr::new(like_pattern(term, place)).escape('\\'));
    }
    let at = Expr::from(Func::cust("instr").arg(column).arg(term));
    match place {
        Place::Anywhere => at.gt(0),
        Place::Start => at.eq(1),
    }
}

pub(super) fn matches_every_text(operator: &BinOper, right: &Expr) -> bool {
    text_of(right).is_some_and(|pattern| match operator {
        BinOper::Like => is_any_pattern(pattern),
        BinOper::Custom("REGEXP") => matches!(pattern, "" | "(?i)" | r"(?i)\A"),
        _ => false,
    })
}
