//! Environment variables for flags, and the file `.env`.

use std::collections::HashSet;
use std::sync::OnceLock;

/// The variables that come from `.env`.
static FROM_FILE: OnceLock<HashSet<String>> = OnceLock::new();

/// Reads `.env`, if there is one. Variables that are set already aren't changed.
///
/// # Errors
///
/// When it can't be read, or isn't such a file.
pub(super) fn read_file() -> Result<(), dotenvy::Error> {
    let read = || {
        let mut names = HashSet::new();
        for variable in dotenvy::dotenv_iter()? {
            let (name, _) = variable?;
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
        Err(error) => Err(error),
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
