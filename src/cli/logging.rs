//! The log: to the error stream, at the level that flags and environment set.

use std::io::IsTerminal as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

use super::Failure;

/// Adds the flags that change the level.
pub(super) fn with_flags(command: Command) -> Command {
    let count = |name: &'static str, short, help: &'static str| {
        Arg::new(name)
            .long(name)
            .short(short)
            .action(ArgAction::Count)
            .global(true)
            .help_heading("Global options")
            .help(help)
    };
    command
        .arg(count("verbose", 'v', "Log more; twice: still more"))
        .arg(count("quiet", 'q', "Log less; twice: errors only").conflicts_with("verbose"))
}

/// Reads a level, or directives.
pub(super) fn level(text: &str) -> Result<String, String> {
    let directives = directives(Some(text), 0, 0);
    // A single word that is no level is read as a target, which silences everything else.
    let is_word = !directives.contains(['=', ',', '[']);
    if (is_word && directives.parse::<LevelFilter>().is_err()) || EnvFilter::try_new(&directives).is_err() {
        return Err("not a level; set it to error, warn, info, debug, trace or none".to_owned());
    }
    Ok(directives)
}

/// Starts the log.
///
/// # Errors
///
/// When the level isn't valid.
pub(super) fn init(matches: &ArgMatches, level: Option<&str>) -> Result<(), Failure> {
    let directives = directives(level, matches.get_count("verbose"), matches.get_count("quiet"));
    let filter = EnvFilter::try_new(&directives)?;
    // A program that has a log of its own keeps it.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A closed stderr must not cost a request: the default is to report the failed write there, which panics.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .try_init();
    Ok(())
}

/// The default log filter: commands report migrations themselves, and the user of a connection reports its end, so the log of
/// sea-orm-migration and of the pool would repeat both.
const USUAL: &str = "info,sea_orm_migration=warn,sqlx=warn,sqlx_core::pool=error";

/// The level that flags and variable come to; the flags win.
fn directives(given: Option<&str>, verbose: u8, quiet: u8) -> String {
    let level = match (verbose, quiet) {
        (0, 0) => given.unwrap_or(USUAL),
        (0, 1) => "warn",
        (0, _) => "error",
        // Each frame of each connection is for `-vv`.
        (1, _) => "debug,h2=info,hyper=info,hyper_util=info",
        (_, _) => "trace",
    };
    // Names that other ecosystems have for the same.
    match level.to_ascii_lowercase().as_str() {
        "warning" => "warn".to_owned(),
        "critical" | "fatal" => "error".to_owned(),
        "none" => "off".to_owned(),
        _ => level.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(given: Option<&str>, verbose: u8, quiet: u8, expected: &str) {
        assert_eq!(directives(given, verbose, quiet), expected);
    }

    #[test]
    fn flags_win_over_the_variable() {
        case(None, 0, 0, USUAL);
        case(Some("DEBUG"), 0, 0, "DEBUG");
        case(Some("WARNING"), 0, 0, "warn");
        case(Some("none"), 0, 0, "off");
        case(Some("None"), 0, 0, "off");
        case(Some("none"), 1, 0, "debug,h2=info,hyper=info,hyper_util=info");
        case(Some("info,sqlx=debug"), 0, 0, "info,sqlx=debug");
        case(Some("error"), 1, 0, "debug,h2=info,hyper=info,hyper_util=info");
        case(None, 2, 0, "trace");
        case(Some("debug"), 0, 1, "warn");
        case(None, 0, 3, "error");
    }
}
