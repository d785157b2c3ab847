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

/// The first of these variables that is set; one of the environment itself comes before all of `.env`. An empty one is as good as
/// none: that is how compose files leave one out.
pub(super) fn first_set(names: &[&'static str]) -> Option<&'static str> {
    let from_file = |name: &str| FROM_FILE.get().is_some_and(|file| file.contains(name));
    first_of(
        names,
        |name| std::env::var_os(name).is_some_and(|value| !value.is_empty()),
        from_file,
    )
}

fn first_of(
    names: &[&'static str],
    is_set: impl Fn(&str) -> bool,
    from_file: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let set = || names.iter().copied().filter(|name| is_set(name));
    set().find(|name| !from_file(name)).or_else(|| set().next())
}

/// The variable to show beside a flag: the one that is set, else the first, unless that would make clap read an empty text.
pub(super) fn shown(names: &[&'static str]) -> Option<&'static str> {
    first_set(names).or_else(|| names.iter().copied().find(|name| std::env::var_os(name).is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(real: &[&str], file: &[&str], expected: Option<&str>) {
        let is_set = |name: &str| real.contains(&name) || file.contains(&name);
        // A variable that is set for real doesn't come from the file, even if the file has it too.
        let from_file = |name: &str| file.contains(&name) && !real.contains(&name);
        let names = ["MICRO_SERVICE_PORT", "PORT"];
        assert_eq!(first_of(&names, is_set, from_file), expected);
    }

    #[test]
    fn a_malformed_line_is_named_without_its_value() {
        let error = dotenvy::Error::LineParse("postgres://u:top secret@127.0.0.1/x".to_owned(), 17);
        let after = unreadable(&error, Some("PORT"));
        assert!(after.contains("after `PORT`") && !after.contains("secret"), "{after}");
        let first = unreadable(&error, None);
        assert!(first.contains("first variable") && !first.contains("secret"), "{first}");
    }

    #[test]
    fn a_real_variable_beats_those_of_the_file() {
        case(&[], &[], None);
        case(&["PORT"], &[], Some("PORT"));
        case(&["PORT", "MICRO_SERVICE_PORT"], &[], Some("MICRO_SERVICE_PORT"));
        case(&[], &["PORT", "MICRO_SERVICE_PORT"], Some("MICRO_SERVICE_PORT"));
        case(&["PORT"], &["MICRO_SERVICE_PORT"], Some("PORT"));
        case(&["PORT"], &["MICRO_SERVICE_PORT", "PORT"], Some("PORT"));
        case(&["MICRO_SERVICE_PORT"], &["PORT"], Some("MICRO_SERVICE_PORT"));
    }
}
