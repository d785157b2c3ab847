//! Expressions of SQL: literals, and a spelling that doesn't depend on who wrote them.

use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, UnaryOperator, Value,
};
use sqlparser::dialect::{PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::{Parser, ParserOptions};
use sqlparser::tokenizer::Token;

use crate::schema::model::{self, quoted};
use crate::sql::Dialect;

/// A literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Boolean(bool),
    /// Its digits, with the sign.
    Number(String),
    Text(String),
    Null,
}

/// Parses an expression; `None` if it can't be read.
pub(super) fn parse(dialect: Dialect, text: &str) -> Option<Expr> {
    // Quotes stay as they were written: what is printed as it came must be the same text again.
    let options = ParserOptions::new().with_unescape(false);
    let (sqlite, postgres) = (SQLiteDialect {}, PostgreSqlDialect {});
    let parser = match dialect {
        Dialect::Sqlite => Parser::new(&sqlite),
        Dialect::Postgres => Parser::new(&postgres),
    };
    let mut parser = parser.with_options(options).try_with_sql(text).ok()?;
    let parsed = parser.parse_expr().ok()?;
    (parser.peek_token().token == Token::EOF).then_some(parsed)
}

/// An expression without the parentheses around it.
pub(super) fn same(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => same(inner),
        other => other,
    }
}

/// An expression without the parentheses and casts around it.
pub(super) fn without_casts(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => without_casts(inner),
        other => other,
    }
}

/// A name without its quotes.
pub(super) fn name(ident: &Ident) -> String {
    match ident.quote_style {
        Some(quote @ ('"' | '`')) => {
            let twice = format!("{quote}{quote}");
            ident.value.replace(&twice, &quote.to_string())
        }
        _ => ident.value.clone(),
    }
}

/// The arguments of a call that has nothing beside them.
pub(super) fn arguments(function: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else {
        return None;
    };
    let plain = function.filter.is_none()
        && function.over.is_none()
        && function.null_treatment.is_none()
        && function.within_group.is_empty()
        && matches!(function.parameters, FunctionArguments::None)
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty();
    let argument = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expr)) => Some(expr),
        _ => None,
    };
    list.args
        .iter()
        .map(argument)
        .collect::<Option<Vec<_>>>()
        .filter(|_| plain)
}

/// The literal that an expression is, whatever the casts that change nothing about it.
pub(super) fn literal(expr: &Expr) -> Option<Literal> {
    match same(expr) {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => Some(Literal::Number(digits.clone())),
            // The parser leaves doubled quotes in plain strings; those of `E'..'` it can't.
            Value::SingleQuotedString(text) => Some(Literal::Text(text.replace("''", "'"))),
            Value::EscapedStringLiteral(text) => Some(Literal::Text(text.clone())),
            Value::Boolean(value) => Some(Literal::Boolean(*value)),
            Value::Null => Some(Literal::Null),
            _ => None,
        },
        Expr::UnaryOp { op, expr } => match (op, literal(expr)?) {
            (UnaryOperator::Plus, number @ Literal::Number(_)) => Some(number),
            (UnaryOperator::Minus, Literal::Number(digits)) if !digits.starts_with('-') => {
                Some(Literal::Number(format!("-{digits}")))
            }
            _ => None,
        },
        Expr::Cast { expr, data_type, .. } => {
            let kind = data_type.to_string().to_lowercase();
            let whole = matches!(kind.as_str(), "smallint" | "integer" | "bigint");
            let number = whole || matches!(kind.as_str(), "numeric" | "real" | "double precision");
            let is = |text: &str| {
                let digits = text.trim_start_matches('-');
                digits.starts_with(|first: char| first.is_ascii_digit())
                    && text.parse::<f64>().is_ok()
                    && !(whole && text.contains(['.', 'e', 'E']))
            };
            match literal(expr)? {
                Literal::Number(text) | Literal::Text(text) if number && is(&text) => Some(Literal::Number(text)),
                text @ Literal::Text(_) if matches!(kind.as_str(), "text" | "character varying" | "bpchar") => {
                    Some(text)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The text of an expression without needless parentheses and casts, and the first column that it names.
pub(super) fn text(expr: &Expr) -> (String, Option<String>) {
    let mut spelling = Spelling { column: None };
    let text = spelling.whole(expr);
    (text, spelling.column)
}

struct Spelling {
    column: Option<String>,
}

impl Spelling {
    fn whole(&mut self, expr: &Expr) -> String {
        if let Some(literal) = literal(expr) {
            return plain(&literal);
        }
        match same(expr) {
            Expr::Identifier(ident) => {
                let name = name(ident);
                let text = quoted(&name);
                self.column.get_or_insert(name);
                text
            }
            Expr::Cast { expr, data_type, .. } => format!("CAST({} AS {data_type})", self.whole(expr)),
            chain @ Expr::BinaryOp {
                op: op @ (BinaryOperator::And | BinaryOperator::Or),
                ..
            } => {
                let mut links = Vec::new();
                unchained(chain, op, &mut links);
                let links: Vec<String> = links.into_iter().map(|link| self.link(op, link)).collect();
                links.join(&format!(" {op} "))
            }
            Expr::BinaryOp { left, op, right } => {
                let operator = match op {
                    BinaryOperator::PGLikeMatch => "LIKE".to_owned(),
                    BinaryOperator::PGNotLikeMatch => "NOT LIKE".to_owned(),
                    BinaryOperator::PGILikeMatch => "ILIKE".to_owned(),
                    BinaryOperator::PGNotILikeMatch => "NOT ILIKE".to_owned(),
                    other => other.to_string(),
                };
                format!("{} {operator} {}", self.operand(left), self.operand(right))
            }
            Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr,
            } => format!("NOT {}", self.operand(expr)),
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => {
                let (column, low, high) = (self.operand(expr), self.operand(low), self.operand(high));
                match negated {
                    false => format!("{column} >= {low} AND {column} <= {high}"),
                    true => format!("{column} < {low} OR {column} > {high}"),
                }
            }
            Expr::InList { expr, list, negated } => self.list(expr, list, *negated),
            Expr::AnyOp {
                left,
                compare_op: BinaryOperator::Eq,
                right,
                ..
            } if let Expr::Array(array) = without_casts(right) => self.list(left, &array.elem, false),
            Expr::AllOp {
                left,
                compare_op: BinaryOperator::NotEq,
                right,
            } if let Expr::Array(array) = without_casts(right) => self.list(left, &array.elem, true),
            Expr::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char: None,
            } => {
                let not = if *negated { "NOT " } else { "" };
                format!("{} {not}LIKE {}", self.operand(expr), self.operand(pattern))
            }
            Expr::IsNull(expr) => format!("{} IS NULL", self.operand(expr)),
            Expr::IsNotNull(expr) => format!("{} IS NOT NULL", self.operand(expr)),
            Expr::Function(function) if let Some(arguments) = arguments(function) => {
                let arguments: Vec<String> = arguments.into_iter().map(|argument| self.whole(argument)).collect();
                let name = function.name.to_string();
                let name = if name.contains('"') { name } else { name.to_lowercase() };
                format!("{name}({})", arguments.join(", "))
            }
            other => other.to_string(),
        }
    }

    fn list(&mut self, expr: &Expr, list: &[Expr], negated: bool) -> String {
        let column = self.operand(expr);
        let list: Vec<String> = list.iter().map(|value| self.operand(value)).collect();
        match (list.as_slice(), negated) {
            ([one], false) => format!("{column} = {one}"),
            ([one], true) => format!("{column} <> {one}"),
            (_, false) => format!("{column} IN ({})", list.join(", ")),
            (_, true) => format!("{column} NOT IN ({})", list.join(", ")),
        }
    }

    /// A part of a chain of AND or OR: comparisons need no parentheses there.
    fn link(&mut self, chain: &BinaryOperator, expr: &Expr) -> String {
        let needs = match same(expr) {
            Expr::BinaryOp { op, .. } => matches!(op, BinaryOperator::And | BinaryOperator::Or),
            Expr::Between { negated, .. } => *negated != (*chain == BinaryOperator::Or),
            _ => false,
        };
        let text = self.whole(expr);
        if needs { format!("({text})") } else { text }
    }

    fn operand(&mut self, expr: &Expr) -> String {
        let atom = literal(expr).is_some()
            || matches!(
                same(expr),
                Expr::Identifier(_)
                    | Expr::CompoundIdentifier(_)
                    | Expr::Value(_)
                    | Expr::Function(_)
                    | Expr::Cast { .. }
                    | Expr::Case { .. }
                    | Expr::Extract { .. }
                    | Expr::Position { .. }
                    | Expr::Substring { .. }
                    | Expr::Trim { .. }
                    | Expr::Tuple(_)
                    | Expr::Array(_)
            );
        let text = self.whole(expr);
        if atom { text } else { format!("({text})") }
    }
}

fn plain(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => value.to_string().to_uppercase(),
        Literal::Number(digits) => digits.clone(),
        Literal::Text(text) => model::literal(text),
        Literal::Null => "NULL".to_owned(),
    }
}

fn unchained<'e>(expr: &'e Expr, operator: &BinaryOperator, links: &mut Vec<&'e Expr>) {
    match same(expr) {
        Expr::BinaryOp { left, op, right } if op == operator => {
            unchained(left, operator, links);
            unchained(right, operator, links);
        }
        link => links.push(link),
    }
}
