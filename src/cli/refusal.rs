//! What clap prints instead of running a command: help, the version, or an error in the arguments.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{Command, Error};

use super::output;

/// Prints it and returns the exit code: 2 for wrong arguments. A bad value that came from a variable is reported by the variable's
/// name, since the user didn't type the flag.
pub(super) fn report(command: &Command, refused: &Error) -> ExitCode {
    let text = refused.to_string();
    match variable(command, refused, |name| std::env::var(name).ok()) {
        Some(name) => {
            let line = text.lines().next().unwrap_or_default();
            let line = line.strip_prefix("error: ").unwrap_or(line);
            output::error(&format_args!("{name}: {line}"));
        }
        // If the stream is closed, there is nowhere to report it.
        None => drop(refused.print()),
    }
    u8::try_from(refused.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The variable that the bad value came from, if it came from one.
pub(super) fn variable(command: &Command, refused: &Error, set: impl Fn(&str) -> Option<String>) -> Option<String> {
    let Some(ContextValue::String(shown)) = refused.get(ContextKind::InvalidArg) else {
        return None;
    };
    let Some(ContextValue::String(value)) = refused.get(ContextKind::InvalidValue) else {
        return None;
    };
    let mut command = command.clone();
    // Flags have no text before.
    command.build();
    let mut flags = command
        .get_subcommands()
        .flat_map(Command::get_arguments)
        .chain(command.get_arguments());
    let flag = flags.find(|flag| flag.to_string() == *shown)?;
    let name = flag.get_env()?.to_str()?;
    (set(name)? == *value).then(|| name.to_owned())
}
