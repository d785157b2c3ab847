//! The log: to the error stream, at the level and in the format that flags and environment set.

mod panics;
mod repeats;
#[cfg(test)]
mod tests;
mod writer;

use std::io::IsTerminal as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt};

pub(super) use self::panics::log_panics;
use self::repeats::Repeats;
use self::writer::LogWriter;
use super::Failure;
use crate::observe::ACCESS;

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogSettings {
    /// Directives of the filter.
    pub(super) level: Option<String>,
    pub(super) format: LogFormat,
    /// Whether each request is logged.
    pub(super) access: bool,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            level: None,
            format: LogFormat::Text,
            access: true,
        }
    }
}

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

/// Reads a format.
pub(super) fn format(text: &str) -> Result<LogFormat, String> {
    match text.to_ascii_lowercase().as_str() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("expected text or json".to_owned()),
    }
}

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

/// The log of the program. Dropped at its end, it writes what it has collected.
pub(super) struct Log {
    writer: LogWriter,
    repeats: Repeats,
}

impl Drop for Log {
    fn drop(&mut self) {
        self.repeats.report();
        self.writer.flush();
    }
}

/// Starts the log.
///
/// # Errors
///
/// When the level isn't valid.
pub(super) fn init(matches: &ArgMatches, settings: &LogSettings) -> Result<Log, Failure> {
    let (verbose, quiet) = (matches.get_count("verbose"), matches.get_count("quiet"));
    let mut filter = EnvFilter::try_new(directives(settings.level.as_deref(), verbose, quiet))?;
    if !settings.access {
        filter = filter.add_directive(format!("{ACCESS}=off").parse()?);
    }
    let is_json = settings.format == LogFormat::Json;
    let has_colours = !is_json && std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = Log {
        writer: LogWriter::new(std::io::stderr(), has_colours),
        repeats: Repeats::default(),
    };
    // A program that has a log of its own keeps it.
    let _ = tracing_subscriber::registry()
        .with(lines(log.writer.clone(), is_json))
        .with(log.repeats.clone())
        .with(filter)
        .try_init();
    Ok(log)
}

/// Writes each event as one line.
fn lines<S>(writer: LogWriter, is_json: bool) -> Box<dyn tracing_subscriber::Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'s> tracing_subscriber::registry::LookupSpan<'s>,
{
    let has_colours = writer.has_colours();
    let lines = fmt::layer()
        .with_writer(writer)
        // A closed stderr must not cost a request: the default is to report the failed write there, which panics.
        .log_internal_errors(false);
    if is_json {
        // The names in an object are stable: its own and those of the fields.
        let lines = lines
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false);
        lines.boxed()
    } else {
        lines.with_ansi(has_colours).boxed()
    }
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
