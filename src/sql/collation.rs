//! The order of SQLite's decimals. SQLite has no exact numbers: decimals are stored as text, whose collation compares the
//! values, so that `=`, `<`, `ORDER BY`, `UNIQUE`, indexes and checks see numbers as PostgreSQL's `numeric` does.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// Compares two stored decimals. Text that is no decimal comes after all that are, in the order of its bytes.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    match (parse(left), parse(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

fn parse(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_by_value_and_the_rest_comes_last() {
        let ordered = ["-10", "-9.5", "0", "0.5", "1.5", "9", "10", "1e3", "NaN", "ten"];
        for (at, left) in ordered.iter().enumerate() {
            for (other, right) in ordered.iter().enumerate() {
                assert_eq!(compare(left, right), at.cmp(&other), "{left} against {right}");
            }
        }
        assert_eq!(compare("1.5", "1.50"), Ordering::Equal);
        assert_eq!(compare("-0", "0.00"), Ordering::Equal);
    }
}
