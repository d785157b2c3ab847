//! Search that ignores case. PostgreSQL's `ILIKE` does so for all scripts. SQLite's `LIKE` knows ASCII letters only, so other
//! letters are left to `REGEXP`, which is the regex crate's and registered on each connection.

use sea_orm::Value;
#[cfg(feature = "postgres")]
use sea_orm::sea_query::extension::postgres::PgBinOper;
use sea_orm::sea_query::extension::postgres::PgExpr as _;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait as _, Func, LikeExpr};

use super::Dialect;

/// The longest term, in characters, that becomes a regular expression. Each letter costs states, so that a long one would
/// cost seconds a request; `LIKE` takes over, and ASCII letters alone lose their case.
const REGEXP: usize = 200;
/// The longest term, in bytes, that becomes a pattern of SQLite's `LIKE`, whose limit is 50,000 with every character escaped.
const LIKE: usize = 20_000;

/// Where the term stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Anywhere,
    Start,
}

impl Dialect {
    /// Tells whether `column` contains `term` somewhere, in upper or lower case, of any script. All characters of `term` are plain.
    #[must_use]
    pub fn contains_ignoring_case(self, column: Expr, term: &str) -> Expr {
        self.search(column, term, Place::Anywhere)
    }

    /// Tells whether `column` starts with `term`, in upper or lower case, of any script. All characters of `term` are plain.
    #[must_use]
    pub fn starts_ignoring_case(self, column: Expr, term: &str) -> Expr {
        self.search(column, term, Place::Start)
    }

    fn search(self, column: Expr, term: &str, place: Place) -> Expr {
        if term.contains('\0') {
            // No stored text has one, and PostgreSQL takes none.
            return Expr::val(false);
        }
        match self {
            // The columns' own collation knows the case of ASCII letters only.
            Self::Postgres => Expr::cust_with_expr(r#"$1 COLLATE "default""#, column).ilike(pattern(term, place)),
            Self::Sqlite if !term.is_ascii() && term.chars().count() <= REGEXP => {
                let anchor = if place == Place::Start { r"\A" } else { "" };
                let expression = format!("(?i){anchor}{}", regex::escape(term));
                column.binary(BinOper::Custom("REGEXP"), Expr::val(expression))
            }
            Self::Sqlite if term.len() <= LIKE => column.like(LikeExpr::new(pattern(term, place)).escape('\\')),
            Self::Sqlite => {
                let at = Expr::from(Func::cust("instr").arg(column).arg(term));
                match place {
                    Place::Anywhere => at.gt(0),
                    Place::Start => at.eq(1),
                }
            }
        }
    }
}

/// Whether an operator and what stands right of it match every text, as a search for an empty term does.
pub(crate) fn matches_every_text(operator: &BinOper, right: &Expr) -> bool {
    let Some(pattern) = literal(right) else {
        return false;
    };
    match operator {
        BinOper::Like => is_any(pattern),
        #[cfg(feature = "postgres")]
        BinOper::PgOperator(PgBinOper::ILike) => is_any(pattern),
        BinOper::Custom("REGEXP") => matches!(pattern, "" | "(?i)" | r"(?i)\A"),
        _ => false,
    }
}

/// Whether a pattern of `LIKE` matches every text.
fn is_any(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'%')
}

/// The text of a literal, with or without an `ESCAPE`.
fn literal(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Value(Value::String(text)) => text.as_deref(),
        Expr::Binary(pattern, BinOper::Escape, _) => literal(pattern),
        _ => None,
    }
}

/// A pattern of `LIKE` in which every character of the term is plain. PostgreSQL escapes with the backslash unless told
/// otherwise; SQLite must be told.
fn pattern(term: &str, place: Place) -> String {
    let mut pattern = String::with_capacity(term.len() + 2);
    if place == Place::Anywhere {
        pattern.push('%');
    }
    for character in term.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
