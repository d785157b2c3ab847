//! The log: to the error stream, at the level and in the format that flags and environment set.

mod panics;
mod repeats;
#[cfg(test)]
mod tests;
mod writer;

use std::io::IsTerminal as _;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt};

pub(super) use self::panics::log_panics;
use self::repeats::Repeats;
use self::writer::LogWriter;
use super::options::{flag, value};
use super::{Failure, environment};
use crate::observe::ACCESS;

/// Adds the flags of the log.
pub(super) fn with_flags(command: Command) -> Command {
    let level = Arg::new("log-level")
        .long("log-level")
        .value_name("LEVEL")
        .global(true)
        .help_heading("Global options")
        .env(environment::shown(&["LOG_LEVEL", "RUST_LOG"]))
        .help("How much is logged: error, warn, info, debug, trace, none, or directives such as info,sqlx=debug [default: info]");
    let format = Arg::new("log-format")
        .long("log-format")
        .value_name("FORMAT")
        .global(true)
        .help_heading("Global options")
        .env(environment::shown(&["LOG_FORMAT"]))
        .value_parser(["text", "json"])
        .ignore_case(true)
        .default_value("text")
        .help("How a line of the log is written: text, or json, one object a line");
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
        .arg(level)
        .arg(format)
        .arg(count("verbose", 'v', "Log more; twice: still more"))
        .arg(count("quiet", 'q', "Log less; twice: errors only").conflicts_with("verbose"))
}

/// The flags of what `serve` logs.
pub(super) fn serve_flags() -> [Arg; 3] {
    let on = flag(
        "access-log",
        "BOOL",
        &["ACCESS_LOG"],
        "Whether each request is logged when its reply is sent, at the level info",
    )
    .num_args(0..=1)
    .require_equals(true)
    .default_missing_value("true")
    .default_value("true")
    .value_parser(BoolishValueParser::new());
    let off = Arg::new("no-access-log")
        .long("no-access-log")
        .action(ArgAction::SetTrue)
        .help("Don't log each request");
    let slow = flag(
        "slow-query",
        "MS",
        &["SLOW_QUERY"],
        "Log statements that take as long as this, without their values; 0: none",
    )
    .value_parser(super::options::whole(0..=3_600_000_u64))
    .default_value(SLOW_STATEMENT.to_string());
    [on, off, slow]
}

/// The time from which statements are logged, in milliseconds.
const SLOW_STATEMENT: u64 = 1_000;

/// The time from which statements are logged, if any are.
pub(super) fn slow_statement(serve: &ArgMatches) -> Option<Duration> {
    let millis = super::options::number(serve, "slow-query", SLOW_STATEMENT);
    (millis > 0).then(|| Duration::from_millis(millis))
}

/// Whether requests are logged.
fn has_access_log(command: &ArgMatches) -> bool {
    let is_off: Option<bool> = value(command, "no-access-log");
    is_off != Some(true) && value(command, "access-log").unwrap_or(true)
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
pub(super) fn init(matches: &ArgMatches) -> Result<Log, Failure> {
    let given = matches.get_one::<String>("log-level").map(String::as_str);
    let directives = directives(given, matches.get_count("verbose"), matches.get_count("quiet"));
    let not_a_level =
        || format!("LOG_LEVEL={directives}: not a level; set it to error, warn, info, debug, trace or none");
    // A single word that is no level is read as a target, which silences everything else.
    if !directives.contains(['=', ',', '[']) && directives.parse::<LevelFilter>().is_err() {
        return Err(not_a_level().into());
    }
    let mut filter = EnvFilter::try_new(&directives).map_err(|_| not_a_level())?;
    if !matches.subcommand().is_none_or(|(_, command)| has_access_log(command)) {
        filter = filter.add_directive(format!("{ACCESS}=off").parse()?);
    }
    let is_json = matches
        .get_one::<String>("log-format")
        .is_some_and(|format| format.eq_ignore_ascii_case("json"));
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
