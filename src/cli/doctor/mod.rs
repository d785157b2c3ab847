//! `doctor`: whether all is well, a line for each check. It changes nothing.

mod database;
mod finding;
mod machine;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use self::finding::{Finding, Level, json, lines};
use super::config::{self, Configuration, Reading};
use super::{Cli, Failure, broker, output};
use crate::http::{self, Document};
use crate::spec::versions::lint;

/// How many findings about the document are listed.
const LISTED: usize = 10;

/// The subcommand: with the flags of `serve`, which it checks.
pub(super) fn command(program: &str) -> Command {
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(["text", "json"]))
        .default_value("text")
        .help("How findings are printed: a line each, or a list in JSON");
    let command = Command::new("doctor")
        .about("Check settings, database, disk, clock, broker and document, and change nothing")
        .arg(format);
    config::with_flags(command, program)
}

/// Checks all, and prints what was found.
///
/// # Errors
///
/// When there is an error among that.
pub(super) async fn run(
    cli: &Cli,
    matches: &ArgMatches,
    configuration: &Configuration,
    readings: &[Reading],
    program: &str,
) -> Result<(), Failure> {
    let mut findings = settings(cli, configuration, readings, program);
    findings.extend(database::findings(cli, configuration, program).await);
    findings.extend(machine::disks(configuration, program));
    findings.push(messages(cli, configuration, program).await);
    findings.extend(document(cli, configuration));
    print(matches, &findings)?;
    match findings.iter().filter(|finding| finding.level == Level::Error).count() {
        0 => Ok(()),
        1 => Err("1 error; see above".into()),
        errors => Err(format!("{errors} errors; see above").into()),
    }
}

/// Prints values that can't be read as findings, and returns the exit code.
pub(super) fn report_values(matches: &ArgMatches, malformed: &[String]) -> ExitCode {
    let findings: Vec<Finding> = malformed.iter().map(|line| Finding::error("settings", line)).collect();
    if let Err(error) = print(matches, &findings) {
        output::error(&error);
    }
    ExitCode::FAILURE
}

fn print(matches: &ArgMatches, findings: &[Finding]) -> Result<(), Failure> {
    let is_json = matches
        .get_one::<String>("format")
        .is_some_and(|format| format == "json");
    let text = if is_json { json(findings) } else { lines(findings) };
    Ok(output::print(&text)?)
}

/// Settings that don't fit each other.
fn settings(cli: &Cli, configuration: &Configuration, readings: &[Reading], program: &str) -> Vec<Finding> {
    const ABOUT: &str = "settings";
    let mut findings = Vec::new();
    match configuration.settings() {
        Ok(settings) => {
            let fault = http::spec_route_fault(cli.api, &settings);
            findings.extend(fault.map(|fault| Finding::error(ABOUT, &fault)));
        }
        Err(error) => findings.push(Finding::error(ABOUT, &error)),
    }
    if let Err(error) = configuration.database(program) {
        findings.push(Finding::error(ABOUT, &error));
    }
    let doubts = configuration.doubts().into_iter().chain(config::exposed(readings));
    findings.extend(doubts.map(|doubt| Finding::warning(ABOUT, &doubt)));
    if findings.is_empty() {
        findings.push(Finding::ok(ABOUT, &"they fit each other"));
    }
    findings
}

/// What delivers messages between servers.
async fn messages(cli: &Cli, configuration: &Configuration, program: &str) -> Finding {
    const ABOUT: &str = "broker";
    let datastore = configuration
        .database(program)
        .unwrap_or_else(|_| configuration.place(program));
    if let Some(problem) = broker::ignored(configuration.broker, configuration.redis_url.as_deref()) {
        return Finding::warning(ABOUT, &problem);
    }
    let reached = match broker::of(configuration, &datastore, cli.api) {
        Ok(choice) => broker::reach(&choice, cli.api, &datastore).await,
        Err(error) => Err(error),
    };
    match reached {
        Ok(Some(place)) => Finding::ok(ABOUT, &format!("{place} delivers messages")),
        Ok(None) => Finding::ok(ABOUT, &"none: messages reach the sockets of this server alone"),
        Err(error) => Finding::error(ABOUT, &error),
    }
}

/// What the document lacks.
fn document(cli: &Cli, configuration: &Configuration) -> Vec<Finding> {
    const ABOUT: &str = "document";
    let settings = configuration.settings().unwrap_or_default();
    let found = match lint(&Document::openapi(cli.api, &settings).text) {
        Ok(found) => found,
        Err(error) => return vec![Finding::error(ABOUT, &format!("it isn't JSON: {error}"))],
    };
    if found.is_empty() {
        return vec![Finding::ok(ABOUT, &"it lacks nothing")];
    }
    let listed = found.iter().take(LISTED);
    let mut findings: Vec<Finding> = listed
        .map(|finding| Finding::warning(ABOUT, &format!("{}: {}; declare it", finding.place, finding.what)))
        .collect();
    if let more @ 1.. = found.len().saturating_sub(LISTED) {
        findings.push(Finding::warning(
            ABOUT,
            &format!("{more} more; `spec --lint` lists all"),
        ));
    }
    findings
}
