//! Conditions of checks, as databases print them: each has a spelling of its own for the same rule. PostgreSQL adds parentheses and casts, and
//! prints `= ANY (ARRAY['a'::text, 'b'::text])` for `IN ('a', 'b')`.

use sqlparser::ast::{BinaryOperator, Expr};

use super::expression::{self, Literal, literal, same, text, without_casts};
use crate::schema::model::Rule;
use crate::sql::Dialect;
use crate::types::Number;

/// The rule that a condition stands for, and its column. A condition that no declaration makes is [`Rule::Other`], in a spelling that
/// doesn't depend on who wrote it: needless parentheses and casts are left out. Its column is the first one that it names; none for a
/// condition that can't be read.
#[must_use]
pub(crate) fn rule(dialect: Dialect, condition: &str) -> (String, Rule) {
    match expression::parse(dialect, condition) {
        Some(parsed) => known(&parsed).unwrap_or_else(|| {
            let (text, column) = text(&parsed);
            (column.unwrap_or_default(), Rule::Other(text))
        }),
        None => (String::new(), Rule::Other(condition.trim().to_owned())),
    }
}

/// The conditions of [`Rule::condition`].
fn known(condition: &Expr) -> Option<(String, Rule)> {
    match same(condition) {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => both(comparison(left)?, comparison(right)?),
        Expr::Between {
            expr,
            negated: false,
            low,
            high,
        } => Some((
            column(expr)?,
            Rule::Range(Some(number(&digits(low)?)?), Some(number(&digits(high)?)?)),
        )),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } => equal(left, right),
        Expr::InList {
            expr,
            list,
            negated: false,
        } => choices(expr, list),
        Expr::AnyOp {
            left,
            compare_op: BinaryOperator::Eq,
            right,
            ..
        } => match without_casts(right) {
            Expr::Array(array) => choices(left, &array.elem),
            _ => None,
        },
        other => single(other),
    }
}

/// `"title" = 'x'` and `"rank" = 1`, which are PostgreSQL's words for one choice, and `"rank" % 5 = 0`.
fn equal(left: &Expr, right: &Expr) -> Option<(String, Rule)> {
    match (same(left), literal(right)?) {
        (
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Modulo,
                right,
            },
            Literal::Number(zero),
        ) if zero == "0" => {
            let step = digits(right)?.parse().ok()?;
            Some((column(left)?, Rule::MultipleOf(step)))
        }
        (_, Literal::Text(_) | Literal::Number(_)) => choices(left, std::slice::from_ref(right)),
        _ => None,
    }
}

fn choices(column: &Expr, list: &[Expr]) -> Option<(String, Rule)> {
    let text = |choice| match literal(choice)? {
        Literal::Text(text) => Some(text),
        _ => None,
    };
    let number = |choice| digits(choice)?.parse().ok();
    let texts: Option<Vec<String>> = list.iter().map(text).collect();
    let numbers = || list.iter().map(number).collect::<Option<Vec<i64>>>();
    let rule = texts.map(Rule::Choices).or_else(|| numbers().map(Rule::Numbers));
    Some((self::column(column)?, rule?))
}

/// One comparison of a length or a column with a number.
fn single(condition: &Expr) -> Option<(String, Rule)> {
    if let Expr::BinaryOp { left, op, right } = condition
        && let Some(column) = length(left)
    {
        let bound = digits(right)?.parse().ok()?;
        return match op {
            BinaryOperator::GtEq => Some((column, Rule::MinLength(bound))),
            BinaryOperator::LtEq => Some((column, Rule::MaxLength(bound))),
            _ => None,
        };
    }
    let found = comparison(condition)?;
    let bound = Some(number(&found.bound)?);
    match found.operator {
        BinaryOperator::GtEq => Some((found.column, Rule::Range(bound, None))),
        BinaryOperator::LtEq => Some((found.column, Rule::Range(None, bound))),
        _ => None,
    }
}

/// Two comparisons of one column.
fn both(first: Comparison, second: Comparison) -> Option<(String, Rule)> {
    if first.column != second.column {
        return None;
    }
    let (least, most) = match first.operator {
        BinaryOperator::GtEq | BinaryOperator::Gt => (first, second),
        _ => (second, first),
    };
    let rule = match (least.operator, most.operator) {
        (BinaryOperator::GtEq, BinaryOperator::LtEq) => {
            Rule::Range(Some(number(&least.bound)?), Some(number(&most.bound)?))
        }
        (BinaryOperator::Gt, BinaryOperator::Lt) if least.bound.strip_prefix('-') == Some(&most.bound) => {
            let zeros = most.bound.strip_prefix('1')?;
            if !zeros.bytes().all(|digit| digit == b'0') {
                return None;
            }
            Rule::Digits(u8::try_from(zeros.len()).ok()?)
        }
        _ => return None,
    };
    Some((least.column, rule))
}

/// A column beside a number.
struct Comparison {
    column: String,
    operator: BinaryOperator,
    bound: String,
}

fn comparison(condition: &Expr) -> Option<Comparison> {
    match same(condition) {
        Expr::BinaryOp { left, op, right } => Some(Comparison {
            column: column(left)?,
            operator: op.clone(),
            bound: digits(right)?,
        }),
        _ => None,
    }
}

/// The column of `length("title")`.
fn length(expr: &Expr) -> Option<String> {
    match same(expr) {
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("length") => {
            match expression::arguments(function)?.as_slice() {
                [argument] => column(argument),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A column, cast to nothing but what PostgreSQL casts it to by itself: it does so where types differ.
fn column(expr: &Expr) -> Option<String> {
    const BY_ITSELF: [&str; 5] = ["text", "integer", "numeric", "double precision", "bigint"];
    match same(expr) {
        Expr::Identifier(name) => Some(expression::name(name)),
        Expr::Cast { expr, data_type, .. }
            if BY_ITSELF.contains(&data_type.to_string().to_lowercase().as_str())
                && matches!(same(expr), Expr::Identifier(_)) =>
        {
            column(expr)
        }
        _ => None,
    }
}

fn digits(expr: &Expr) -> Option<String> {
    match literal(expr)? {
        Literal::Number(digits) => Some(digits),
        _ => None,
    }
}

/// A number as declarations hold it.
fn number(digits: &str) -> Option<Number> {
    let decimal = rust_decimal::Decimal::from_str_exact(digits).ok()?.normalize();
    Some(Number {
        mantissa: decimal.mantissa().try_into().ok()?,
        scale: decimal.scale().try_into().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(dialect: Dialect, condition: &str, column: &str, expected: &Rule) {
        let (found, rule) = rule(dialect, condition);
        assert_eq!((found.as_str(), &rule), (column, expected), "{condition}");
    }

    #[test]
    fn what_databases_print_is_what_was_declared() {
        let number = |mantissa, scale| Some(Number { mantissa, scale });
        let choices = |choices: &[&str]| Rule::Choices(choices.iter().map(|&choice| choice.to_owned()).collect());
        for (postgres, column, expected) in [
            ("(length((v)::text) >= 1)", "v", Rule::MinLength(1)),
            ("(length(by) <= 2)", "by", Rule::MaxLength(2)),
            (
                "((a >= '-5'::integer) AND (a <= 100000))",
                "a",
                Rule::Range(number(-5, 0), number(100_000, 0)),
            ),
            ("(b >= '-10'::integer)", "b", Rule::Range(number(-10, 0), None)),
            (
                "(c <= '-9223372036854775808'::bigint)",
                "c",
                Rule::Range(None, number(i64::MIN, 0)),
            ),
            (
                "(d >= ('-0.5'::numeric)::double precision)",
                "d",
                Rule::Range(number(-5, 1), None),
            ),
            (
                "((\"Odd one\" >= (0.10000000149011612)::double precision) AND (\"Odd one\" <= (3)::double precision))",
                "Odd one",
                Rule::Range(number(10_000_000_149_011_612, 17), number(3, 0)),
            ),
            (
                "((n > ('-100000000'::integer)::numeric) AND (n < (100000000)::numeric))",
                "n",
                Rule::Digits(8),
            ),
            (
                "((n > '-10000000000000000000000000000'::numeric) AND (n < '10000000000000000000000000000'::numeric))",
                "n",
                Rule::Digits(28),
            ),
            ("(((a)::integer % 5) = 0)", "a", Rule::MultipleOf(5)),
            ("((c % (5)::bigint) = 0)", "c", Rule::MultipleOf(5)),
            ("(c = 1)", "c", Rule::Numbers(vec![1])),
            (
                "(c = ANY (ARRAY[(1)::bigint, ('-2'::integer)::bigint, '5000000000'::bigint]))",
                "c",
                Rule::Numbers(vec![1, -2, 5_000_000_000]),
            ),
            ("((c)::integer = ANY (ARRAY[1, 2]))", "c", Rule::Numbers(vec![1, 2])),
            ("(s = 'a'::text)", "s", choices(&["a"])),
            (
                "(s = ANY (ARRAY['a'::text, 'b''c'::text, 'd\\e'::text]))",
                "s",
                choices(&["a", "b'c", "d\\e"]),
            ),
            (
                "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                "v",
                choices(&["a", "b"]),
            ),
        ] {
            case(Dialect::POSTGRES, postgres, column, &expected);
            // As we write it, which SQLite keeps.
            case(Dialect::SQLITE, &expected.condition(column), column, &expected);
            case(Dialect::POSTGRES, &expected.condition(column), column, &expected);
        }
    }

    #[test]
    fn other_conditions_have_one_spelling() {
        for (postgres, written, column) in [
            ("((v)::text ~~ 'a%'::text)", r#"CAST(v AS text) LIKE 'a%'"#, "v"),
            ("(NOT ((b >= 1) AND (b <= 5)))", "not (b between 1 and 5)", "b"),
            (
                "((j IS NOT NULL) AND ((s <> 'x'::text) OR (b > 3)))",
                r#""j" is not null and ("s" != 'x' or b > 3)"#,
                "j",
            ),
            ("((COALESCE(b, 0) + 1) > 2)", "coalesce(\"b\", 0) + 1 > 2", "b"),
            (
                "(s <> ALL (ARRAY['p'::text, 'q''r'::text]))",
                "s NOT IN ('p', 'q''r')",
                "s",
            ),
            ("((a > 1) AND (b > 2) AND (c > 3))", "a > 1 AND (b > 2 AND c > 3)", "a"),
            ("((s)::integer > 3)", "cast(s AS integer) > 3", "s"),
            ("(d = ANY (ARRAY[1.5, (2)::numeric]))", "d in (1.5, 2)", "d"),
        ] {
            let found = rule(Dialect::POSTGRES, postgres);
            assert_eq!(found, rule(Dialect::POSTGRES, written), "{postgres}");
            assert_eq!(found.0, column);
            let Rule::Other(text) = found.1 else {
                panic!("{postgres}: {:?}", found.1);
            };
            assert_eq!(
                rule(Dialect::POSTGRES, &text).1,
                Rule::Other(text.clone()),
                "{postgres}"
            );
            assert_eq!(rule(Dialect::SQLITE, &text).1, Rule::Other(text), "{postgres}");
        }
    }

    #[test]
    fn a_condition_that_cant_be_read_stays_as_it_is() {
        let text = "x ~~~ ((";
        assert_eq!(
            rule(Dialect::SQLITE, text),
            (String::new(), Rule::Other(text.to_owned()))
        );
    }
}
