//! Limits of rows in the text of a statement.
//!
//! SQLite plans a statement with a parameter for its limit by the value of that parameter, and so prepares it anew whenever values are bound to it: to parse
//! and to plan takes longer than to run many a statement. The switch against that, `SQLITE_DBCONFIG_ENABLE_QPSG`
//! (<https://sqlite.org/c3ref/c_dbconfig_defensive.html>), is set by a function of C that the driver doesn't offer and that takes `unsafe`.

use sea_orm::Value;

use super::quoting::code;

const LIMIT: &str = "LIMIT ?";

/// Puts the limits of a finished statement into its text. A statement whose parameters can't be told apart stays as it is.
pub(super) fn in_text(sql: String, values: Vec<Value>) -> (String, Vec<Value>) {
    if !sql.contains(LIMIT) {
        return (sql, values);
    }
    // For each parameter, where it is, and whether it is a limit.
    let mut parameters: Vec<(usize, bool)> = Vec::with_capacity(values.len());
    for (from, part) in code(&sql) {
        let found = part.match_indices('?').map(|(at, _)| {
            let is_limit = part[..=at].ends_with(LIMIT);
            (from + at, is_limit)
        });
        parameters.extend(found);
    }
    let is_numbered = |(at, _): &(usize, bool)| sql[at + 1..].starts_with(|next: char| next.is_ascii_digit());
    if parameters.len() != values.len() || parameters.iter().any(is_numbered) {
        return (sql, values);
    }
    let mut text = String::with_capacity(sql.len());
    let (mut from, mut bound) = (0, Vec::with_capacity(values.len()));
    for ((at, is_limit), value) in parameters.into_iter().zip(values) {
        match value {
            Value::BigUnsigned(Some(limit)) if is_limit => {
                text.push_str(&sql[from..at]);
                text.push_str(&limit.to_string());
                from = at + 1;
            }
            value => bound.push(value),
        }
    }
    text.push_str(&sql[from..]);
    (text, bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sql: &str, values: &[Value], expected: &str, bound: &[Value]) {
        let (text, values) = in_text(sql.to_owned(), values.to_vec());
        assert_eq!((text.as_str(), &values[..]), (expected, bound));
    }

    #[test]
    fn limits_are_in_the_text_and_other_values_are_bound() {
        let (limit, other) = (|limit: u64| Value::from(limit), Value::from("x"));
        case(
            "a = ? AND b IN (SELECT b LIMIT ?) LIMIT ? OFFSET ?",
            &[other.clone(), limit(3), limit(5), limit(7)],
            "a = ? AND b IN (SELECT b LIMIT 3) LIMIT 5 OFFSET ?",
            &[other.clone(), limit(7)],
        );
        // No limits: a text, a name and a comment.
        let quoted = "'LIMIT ?' `LIMIT ?` /* LIMIT ? */ - ?";
        case(
            quoted,
            std::slice::from_ref(&other),
            quoted,
            std::slice::from_ref(&other),
        );
        case("'?' LIMIT ?", &[limit(2)], "'?' LIMIT 2", &[]);
        // Another value than sea-query's, and parameters that can't be told apart.
        case(
            "LIMIT ?",
            std::slice::from_ref(&other),
            "LIMIT ?",
            std::slice::from_ref(&other),
        );
        case(
            "?1 LIMIT ?",
            &[other.clone(), limit(2)],
            "?1 LIMIT ?",
            &[other.clone(), limit(2)],
        );
        case(
            "?1, ?1 LIMIT ?",
            &[other.clone(), limit(2)],
            "?1, ?1 LIMIT ?",
            &[other, limit(2)],
        );
    }
}
