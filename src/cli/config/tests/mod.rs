//! Flags and variables, as they are typed.

#[cfg(feature = "docs")]
mod guide;
mod limits;
mod values;
mod variables;

use std::collections::HashMap;
use std::ffi::OsString;

use super::{Configuration, Environment, Reading, Scope, read_from};
use crate::cli::{cli, options};
use crate::http::tests::API;

/// What `serve` makes of these flags and variables; the variables of `.env` begin with a dot.
pub(super) fn read(flags: &[&str], variables: &[(&str, &str)]) -> Result<(Configuration, Vec<Reading>), Vec<String>> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    let of_dotenv = |name: &str| variables.get(format!(".{name}").as_str()).copied();
    let of_process = |name: &str| variables.get(name).copied();
    let environment = Environment {
        get: &|name| of_process(name).or_else(|| of_dotenv(name)).map(OsString::from),
        is_dotenv: &|name| of_process(name).is_none() && of_dotenv(name).is_some(),
    };
    let arguments = ["tasks", "serve"].iter().chain(flags);
    let matches = options::command(&cli(&API), "tasks").try_get_matches_from(arguments);
    let matches = matches.map_err(|error| vec![error.to_string()])?;
    let (_, own) = matches.subcommand().unwrap();
    read_from(Scope::All, own, &environment)
}

/// What `serve` makes of these flags.
#[track_caller]
fn configuration(flags: &[&str]) -> Configuration {
    match read(flags, &[]) {
        Ok((configuration, _)) => configuration,
        Err(malformed) => panic!("{malformed:?}"),
    }
}

/// The lines about these flags.
#[track_caller]
fn refused(flags: &[&str]) -> Vec<String> {
    match read(flags, &[]) {
        Ok(_) => panic!("{flags:?} are accepted"),
        Err(malformed) => malformed,
    }
}
