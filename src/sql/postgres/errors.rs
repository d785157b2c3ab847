//! What PostgreSQL's errors mean.

use sqlx::error::DatabaseError;

use super::super::DbErrorClass;
#[cfg(feature = "postgres")]
use super::super::errors::Violation;

#[cfg(not(feature = "postgres"))]
pub(super) fn classify(_: &dyn DatabaseError) -> Option<DbErrorClass> {
    None
}

#[cfg(not(feature = "postgres"))]
pub(super) fn detail(_: &dyn DatabaseError) -> Option<&str> {
    None
}

/// What the server adds to its message.
#[cfg(feature = "postgres")]
pub(super) fn detail(error: &dyn DatabaseError) -> Option<&str> {
    error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?.detail()
}

/// By SQLSTATE (PostgreSQL's documentation, appendix A).
#[cfg(feature = "postgres")]
pub(super) fn classify(error: &dyn DatabaseError) -> Option<DbErrorClass> {
    let error = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
    let table = || error.table().map(str::to_owned);
    Some(match error.code() {
        "23505" => DbErrorClass::Violation(Violation::Unique {
            table: table(),
            columns: match error.detail().and_then(columns_of_detail) {
                Some(columns) => columns,
                None => vec![error.constraint().unwrap_or("the key").to_owned()],
            },
        }),
        "23502" => DbErrorClass::Violation(Violation::Null {
            table: table(),
            column: error.column().map(str::to_owned),
        }),
        "23503" | "23001" => DbErrorClass::Violation(Violation::Reference),
        "23514" => DbErrorClass::Violation(Violation::Check(error.constraint().unwrap_or_default().to_owned())),
        // 54000: a text too long for its index, about 2,700 bytes.
        "22001" | "22003" | "22008" | "54000" => DbErrorClass::Violation(Violation::OutOfRange),
        "2200H" => DbErrorClass::Violation(Violation::CounterExhausted),
        // "cached plan must not change result type", told apart from other features that aren't supported by where it comes from: the
        // message is in the server's language. Then a prepared statement that the server doesn't have, or has already, which poolers of
        // connections can cause.
        "0A000" if error.routine() == Some("RevalidateCachedQuery") => DbErrorClass::Outdated,
        "26000" | "42P05" => DbErrorClass::Outdated,
        // Serialization failure, deadlock.
        "40001" | "40P01" => DbErrorClass::Conflict,
        // A standby, or a database that is set so.
        "25006" => DbErrorClass::ReadOnly,
        "53100" => DbErrorClass::Full,
        "55P03" => DbErrorClass::LockTimeout,
        "57014" => DbErrorClass::Cancelled,
        "42501" => DbErrorClass::Forbidden,
        "3D000" => DbErrorClass::NoDatabase,
        "3F000" => DbErrorClass::NoSchema,
        // A table, a column, another object.
        "42P07" | "42701" | "42710" => DbErrorClass::Duplicate,
        // Timeouts of transactions, and of connections that are idle in one.
        "25P03" | "25P04" => DbErrorClass::Unavailable,
        code => match code.get(..2) {
            // Invalid authorization.
            Some("28") => DbErrorClass::Unauthenticated,
            // Connection exception, resources, operator intervention, system errors.
            Some("08" | "53" | "57" | "58") => DbErrorClass::Unavailable,
            _ => DbErrorClass::Other,
        },
    })
}

/// The columns in `Key (x, "y")=(1, 2) already exists.`; the words around are in the server's language.
#[cfg(feature = "postgres")]
fn columns_of_detail(detail: &str) -> Option<Vec<String>> {
    let (_, rest) = detail.split_once('(')?;
    let (columns, _) = rest.split_once(")=(")?;
    let unquoted = |column: &str| match column.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(name) => name.replace("\"\"", "\""),
        None => column.to_owned(),
    };
    Some(columns.split(", ").map(unquoted).collect())
}

#[cfg(test)]
#[cfg(feature = "postgres")]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_in_any_language() {
        assert_eq!(
            columns_of_detail(r#"Schlüssel (a, "Big")=(1, (2)) existiert bereits."#),
            Some(vec!["a".to_owned(), "Big".to_owned()])
        );
        assert_eq!(columns_of_detail("nothing"), None);
    }
}
