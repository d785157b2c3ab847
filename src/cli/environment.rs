//! Environment variables for flags, and the file `.env`.

use std::collections::HashSet;
use std::sync::OnceLock;

/// The variables that come from `.env`.
static FROM_FILE: OnceLock<HashSet<String>> = OnceLock::new();

/// Reads `.env`, if there is one. Variables that are set already aren't changed.
///
/// # Errors
///
/// A message when it can't be read, or isn't such a file. It has no value of the file, since that may be a password.
pub(super) fn read_file() -> Result<(), String> {
    let mut last = None;
    let mut read = || {
        let mut names = HashSet::new();
        for variable in dotenvy::dotenv_iter()? {
            let (name, _) = variable?;
            last = Some(name.clone());
            if std::env::var_os(&name).is_none() {
                names.insert(name);
            }
        }
        dotenvy::dotenv().map(|_| names)
    };
    match read() {
        Ok(names) => {
            // A second time nothing is new.
            let _ = FROM_FILE.set(names);
            Ok(())
        }
        Err(error) if error.not_found() => Ok(()),
        Err(error) => Err(unreadable(&error, last.as_deref())),
    }
}

/// Why the file can't be read; `last` is the last variable before that.
fn unreadable(error: &dotenvy::Error, last: Option<&str>) -> String {
    match (error, last) {
        (dotenvy::Error::LineParse(..), None) => {
            "the first variable of .env isn't written `NAME=value`; put a value with spaces in quotes".to_owned()
        }
        (dotenvy::Error::LineParse(..), Some(last)) => {
            format!("the line of .env after `{last}` isn't written `NAME=value`; put a value with spaces in quotes")
        }
        (error, _) => format!(".env can't be read: {error}"),
    }
}

/// Whether a variable is set by `.env` alone.
pub(super) fn is_from_file(name: &str) -> bool {
    FROM_FILE.get().is_some_and(|file| file.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_line_is_named_without_its_value() {
        let error = dotenvy::Error::LineParse("postgres://u:top secret@127.0.0.1/x".to_owned(), 17);
        let after = unreadable(&error, Some("PORT"));
        assert!(after.contains("after `PORT`") && !after.contains("secret"), "{after}");
        let first = unreadable(&error, None);
        assert!(first.contains("first variable") && !first.contains("secret"), "{first}");
    }
}
