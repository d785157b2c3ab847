//! Where the value of a setting comes from: the command line, a variable, a file that a variable names, `.env`, or the default.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::Read as _;

use clap::ArgMatches;

use super::flag::{Flag, Takes};

/// The most bytes of a file that contains a secret.
const SECRET_BYTES: u64 = 64 * 1024;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Source {
    /// The command line.
    Flag,
    /// A variable; `is_dotenv` if only the file `.env` sets it.
    Variable { name: String, is_dotenv: bool },
    /// The file that a variable names.
    File {
        variable: String,
        path: String,
        is_dotenv: bool,
    },
    /// Nothing sets it.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |is_dotenv: &bool| if *is_dotenv { " in .env" } else { "" };
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Variable { name, is_dotenv } => write!(f, "{name}{}", place(is_dotenv)),
            Self::File {
                variable,
                path,
                is_dotenv,
            } => write!(f, "{variable}{}: {path}", place(is_dotenv)),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The variables of the process.
pub(in crate::cli) struct Environment<'e> {
    /// The value of a variable.
    pub(in crate::cli) get: &'e dyn Fn(&str) -> Option<OsString>,
    /// Whether a variable is set by `.env` alone.
    pub(in crate::cli) is_dotenv: &'e dyn Fn(&str) -> bool,
}

/// Finds the value of a setting, as text.
///
/// # Errors
///
/// One line, if variables contradict each other, or a file can't be read.
pub(super) fn find(
    flag: &Flag,
    matches: &ArgMatches,
    environment: &Environment<'_>,
) -> Result<(Option<String>, Source), String> {
    if let Some(text) = given(flag, matches) {
        return Ok((Some(text), Source::Flag));
    }
    let Some(variable) = variable(flag, environment)? else {
        return Ok((None, Source::Default));
    };
    let is_dotenv = (environment.is_dotenv)(&variable.name);
    let value = (environment.get)(&variable.name).unwrap_or_default();
    let name = variable.name;
    let text = value
        .into_string()
        .map_err(|_| format!("{name}: the value isn't UTF-8"))?;
    if !variable.is_file {
        return Ok((Some(text), Source::Variable { name, is_dotenv }));
    }
    let secret = read(&text).map_err(|problem| format!("{name}={text}: {problem}"))?;
    let source = Source::File {
        variable: name,
        path: text,
        is_dotenv,
    };
    Ok((Some(secret), source))
}

/// The value of the command line; `None` if it isn't there, or the command has no such flag.
fn given(flag: &Flag, matches: &ArgMatches) -> Option<String> {
    let is_off = |name| matches.try_get_one(name).ok().flatten() == Some(&true);
    if flag.off.is_some_and(is_off) {
        return Some(false.to_string());
    }
    if !matches.try_contains_id(flag.name).unwrap_or(false) {
        return None;
    }
    match flag.takes {
        Takes::Nothing => matches.get_flag(flag.name).then(|| true.to_string()),
        Takes::Value | Takes::OptionalValue(_) => matches.get_one::<String>(flag.name).cloned(),
    }
}

/// A variable that is set.
struct Variable {
    name: String,
    /// Whether it names a file with the value.
    is_file: bool,
}

/// The variable that holds: the first that is set; one of the environment itself comes before all of `.env`. An empty one is as good as
/// none: that is how compose files leave one out.
fn variable(flag: &Flag, environment: &Environment<'_>) -> Result<Option<Variable>, String> {
    let mut set = Vec::new();
    for &name in flag.variables {
        set.push(Variable {
            name: name.to_owned(),
            is_file: false,
        });
        if flag.secret.is_some() {
            set.push(Variable {
                name: format!("{name}_FILE"),
                is_file: true,
            });
        }
    }
    set.retain(|variable| {
        (environment.get)(&variable.name)
            .is_some_and(|value| !value.is_empty() || (flag.empty_counts && !variable.is_file))
    });
    let is_real = |variable: &Variable| !(environment.is_dotenv)(&variable.name);
    if set.iter().any(is_real) {
        set.retain(is_real);
    }
    if let [first, second, ..] = set.as_slice()
        && second.name == format!("{}_FILE", first.name)
    {
        return Err(format!("{} and {} are both set; unset one", first.name, second.name));
    }
    Ok(set.into_iter().next())
}

/// Reads the file of a secret, without the end of its last line.
fn read(path: &str) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("the file can't be read: {error}");
    let mut text = String::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(SECRET_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > SECRET_BYTES {
        return Err(format!(
            "the file has more than {SECRET_BYTES} bytes; name one with the value alone"
        ));
    }
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err("the file is empty; write the value into it".to_owned());
    }
    Ok(text.to_owned())
}
