//! The flags: each with its variable and its default, as `serve --help` lists them.

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Cli, Failure, broker, connections, datastore, docs, environment, hosts, logging, rate_limits, sockets};
use crate::db;
use crate::engine::Settings;
use crate::http::Limits;
use crate::meta::Api;

/// The program's name without folder and extension; the API's if there is none.
pub(super) fn program(first: Option<&OsString>, api: &Api) -> String {
    first
        .and_then(|path| Path::new(path).file_stem())
        .and_then(|name| name.to_str())
        .filter(|name| !name.is_empty())
        .map_or_else(|| api.name.to_lowercase(), str::to_owned)
}

/// The whole command line.
pub(super) fn command(cli: &Cli, program: &str) -> Command {
    let file = Arg::new("file")
        .value_name("FILE")
        .required(true)
        .help("The file, JSON or YAML");
    let command = Command::new(program.to_owned())
        .about(format!("{} {}", cli.api.info.title, cli.api.info.version))
        .version(cli.version.clone().into_owned())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(datastore::flag(program))
        .subcommand(serve())
        .subcommand(super::migrate::command())
        .subcommand(super::database::command())
        .subcommand(super::spec::command())
        .subcommand(Command::new("routes").about("List the routes"))
        .subcommand(
            Command::new("import")
                .about("Print a Swagger 2.0 file as an `api!` block")
                .arg(file),
        );
    let command = logging::with_flags(command);
    let own = cli.commands.iter().map(|(command, _)| command.clone());
    command.subcommands(own)
}

/// A flag that takes a value.
pub(super) fn flag(name: &'static str, value: &'static str, variables: &[&'static str], help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .env(environment::shown(variables))
        .help(help)
}

/// A flag that is on or off.
fn switch(name: &'static str, variables: &[&'static str], help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .value_parser(BoolishValueParser::new())
        .env(environment::shown(variables))
        .help(help)
}

fn serve() -> Command {
    let defaults = Settings::default();
    let many = || whole(1..=u32::MAX);
    let flags = [
        flag(
            "host",
            "HOST",
            &["MICRO_SERVICE_HOST"],
            "Where to listen; containers set 0.0.0.0",
        )
        .default_value("127.0.0.1"),
        flag(
            "port",
            "PORT",
            &["MICRO_SERVICE_PORT", "PORT"],
            "The port; 0: any that is free; PORT is read too",
        )
        .value_parser(whole(0..=u16::MAX))
        .default_value("8080"),
        flag(
            "pool-min",
            "N",
            &["DBPOOL_MIN_SIZE"],
            "Connections to the database that are kept open",
        )
        .value_parser(whole(0..=u32::MAX))
        .default_value("0"),
        flag(
            "pool-max",
            "N",
            &["DBPOOL_MAX_SIZE"],
            "The most connections to the database",
        )
        .value_parser(many())
        .default_value("10"),
        flag(
            "sqlite-synchronous",
            "WHEN",
            &["SQLITE_SYNCHRONOUS"],
            "When a commit on SQLite waits for the disk: normal (a power cut may undo the last ones) or full (each time)",
        )
        .value_parser(["normal", "full"])
        .ignore_case(true)
        .default_value("normal"),
        flag(
            "statement-timeout",
            "SECONDS",
            &["STATEMENT_TIMEOUT"],
            "How long a statement may take, less than the 60 s of an answer",
        )
        .value_parser(seconds_of_an_answer())
        .default_value(db::Config::STATEMENT_TIMEOUT.as_secs().to_string()),
        flag(
            "lock-timeout",
            "SECONDS",
            &["LOCK_TIMEOUT"],
            "How long a statement may wait for a lock, less than the 60 s of an answer",
        )
        .value_parser(seconds_of_an_answer())
        .default_value(db::Config::LOCK_TIMEOUT.as_secs().to_string()),
        switch("db-echo", &["DBECHO"], "Log every statement"),
        flag("spec-route", "PATH", &["SPEC_ROUTE"], "Where the document is served")
            .value_parser(path)
            .default_value(defaults.spec_route),
        flag("max-limit", "N", &["MAX_PAGINATION_LIMIT"], "The most rows on a page")
            .value_parser(many())
            .default_value(defaults.max_limit.to_string()),
        flag(
            "default-limit",
            "N",
            &["DEF_PAGINATION_LIMIT"],
            "Rows on a page if the request doesn't say",
        )
        .value_parser(many())
        .default_value(defaults.default_limit.to_string()),
        flag(
            "max-offset",
            "N",
            &["MAX_OFFSET"],
            "The most rows that a page by offset may pass over",
        )
        .value_parser(many())
        .default_value(defaults.max_offset.to_string()),
        flag(
            "page-bytes",
            "BYTES",
            &["PAGE_BYTES"],
            "The most bytes of rows on a page",
        )
        .value_parser(whole(1..=u64::MAX))
        .default_value(defaults.page_bytes.to_string()),
        flag(
            "body-limit",
            "BYTES",
            &["BODY_LIMIT"],
            "The most bytes in a request's body",
        )
        .value_parser(whole(1..=u64::MAX))
        .default_value(defaults.body_limit.to_string()),
        flag(
            "bulk-limit",
            "ITEMS",
            &["BULK_LIMIT"],
            "The most items in one bulk request",
        )
        .value_parser(whole(1..=100_000_u64))
        .default_value(defaults.bulk_limit.to_string()),
        flag(
            "check-timeout",
            "SECONDS",
            &["CHECK_TIMEOUT"],
            "How long a check of credentials may take",
        )
        .value_parser(whole(1..=600_u64))
        .default_value(defaults.check_timeout.as_secs().to_string()),
        flag(
            "bad-data-message",
            "TEXT",
            &["BAD_DATA_MESSAGE"],
            "The detail of a 400 for a body that isn't JSON",
        )
        .default_value(defaults.bad_data_message),
        flag(
            "error-message",
            "TEXT",
            &["ERROR_500_MESSAGE", "ERROR_500_MESSSAGE"],
            "The detail of a 500",
        )
        .default_value(defaults.internal_error_message),
        flag(
            "app-name",
            "NAME",
            &["APP_NAME"],
            "What the service calls itself [default: the API's title]",
        ),
    ];
    Command::new("serve")
        .about("Serve the API")
        .args(flags)
        .args(hosts::flags())
        .args(connections::flags())
        .args(docs::flags())
        .args(broker::flags())
        .args(sockets::flags())
        .args(rate_limits::flags())
}

/// Reads a time limit, which must be shorter than that of an answer.
fn seconds_of_an_answer() -> impl Fn(&str) -> Result<u64, String> + Clone + Send + Sync {
    whole(1..=Limits::default().handler.as_secs().saturating_sub(1))
}

/// The flags of `serve` that the documents follow. Others could only fail, over variables that are meant for `serve`.
pub(super) fn document_flags() -> Vec<Arg> {
    const FOLLOWED: [&str; 15] = [
        "max-limit",
        "default-limit",
        "max-offset",
        "page-bytes",
        "body-limit",
        "bulk-limit",
        "public-url",
        "socket-message-limit",
        "socket-subscriptions",
        "socket-requests",
        "socket-timeout",
        "socket-ping",
        "socket-queue",
        "socket-queue-bytes",
        "socket-limit",
    ];
    let serve = serve();
    let flags = serve.get_arguments();
    let followed = flags.filter(|flag| FOLLOWED.contains(&flag.get_id().as_str()));
    followed.cloned().collect()
}

/// Reads the settings; those of flags that the command doesn't have are the defaults.
///
/// # Errors
///
/// When two of them contradict each other.
pub(super) fn settings(matches: &ArgMatches) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    settings.max_limit = number(matches, "max-limit", settings.max_limit);
    settings.default_limit = number(matches, "default-limit", settings.default_limit);
    if settings.default_limit > settings.max_limit {
        if matches.value_source("default-limit") != Some(ValueSource::DefaultValue) {
            return Err(format!(
                "DEF_PAGINATION_LIMIT={} is above MAX_PAGINATION_LIMIT={}",
                settings.default_limit, settings.max_limit
            )
            .into());
        }
        settings.default_limit = settings.max_limit;
    }
    settings.max_offset = number(matches, "max-offset", settings.max_offset);
    let bytes: Option<u64> = value(matches, "page-bytes");
    settings.page_bytes = bytes.map_or(settings.page_bytes, |bytes| {
        usize::try_from(bytes).unwrap_or(usize::MAX)
    });
    settings.body_limit = number(matches, "body-limit", settings.body_limit);
    let items: u64 = number(matches, "bulk-limit", 1_000);
    settings.bulk_limit = usize::try_from(items).unwrap_or(settings.bulk_limit);
    let seconds = number(matches, "check-timeout", settings.check_timeout.as_secs());
    settings.check_timeout = Duration::from_secs(seconds);
    settings.bad_data_message = text(matches, "bad-data-message").unwrap_or(settings.bad_data_message);
    settings.internal_error_message = text(matches, "error-message").unwrap_or(settings.internal_error_message);
    settings.spec_route = text(matches, "spec-route").unwrap_or(settings.spec_route);
    hosts::read(matches, &mut settings);
    docs::read(matches, &mut settings);
    sockets::read(matches, &mut settings.sockets);
    rate_limits::read(matches, &mut settings);
    Ok(settings)
}

/// The value of a flag; none if the command has no such flag.
pub(super) fn value<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Option<T> {
    let is_set = matches.try_contains_id(name).unwrap_or(false);
    is_set.then(|| matches.get_one(name).cloned()).flatten()
}

/// The value of a flag that takes a number.
pub(super) fn number<T: Copy + Send + Sync + 'static>(matches: &ArgMatches, name: &str, default: T) -> T {
    value(matches, name).unwrap_or(default)
}

/// Reads a whole number between these; clap's own message speaks of digits in strings.
pub(super) fn whole<T>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
where
    T: FromStr + PartialOrd + Display + Clone + Send + Sync,
{
    move |text| match text.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(format!(
            "expected a whole number from {} to {}",
            range.start(),
            range.end()
        )),
    }
}

/// The value of a flag that takes text.
pub(super) fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    value(matches, name)
}

/// Reads a path for a route of this crate.
pub(super) fn path(text: &str) -> Result<String, &'static str> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"{}?#%\"<>".contains(&byte));
    if text.len() > 1 && text.starts_with('/') && plain {
        Ok(text.to_owned())
    } else {
        Err("expected a path such as /spec")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_bounded_by_flags() {
        let read = |flags: &[&str]| {
            let arguments = std::iter::once("serve").chain(flags.iter().copied());
            settings(&serve().get_matches_from(arguments)).unwrap()
        };
        let usual = read(&[]);
        assert_eq!((usual.max_offset, usual.page_bytes), (1_000_000, 8 * 1024 * 1024));
        let set = read(&["--max-offset=7", "--page-bytes=8"]);
        assert_eq!((set.max_offset, set.page_bytes), (7, 8));
    }

    #[test]
    fn a_statement_ends_before_its_answer_has_to_be_there() {
        for flag in ["--statement-timeout", "--lock-timeout"] {
            for (seconds, taken) in [("0", false), ("1", true), ("59", true), ("60", false), ("soon", false)] {
                let parsed = serve().try_get_matches_from(["serve", flag, seconds]);
                assert_eq!(parsed.is_ok(), taken, "{flag} {seconds}");
            }
        }
    }
}
