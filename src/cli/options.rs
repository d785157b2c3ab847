//! The whole command line.

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::Path;
use std::str::FromStr;

use clap::{Arg, ArgAction, Command};

use super::{Cli, config, logging};
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
        .subcommand(serve(program))
        .subcommand(super::migrate::command())
        .subcommand(super::database::command())
        .subcommand(super::spec::command(program))
        .subcommand(Command::new("routes").about("List the routes"))
        .subcommand(
            Command::new("import")
                .about("Print a Swagger 2.0 file as an `api!` block")
                .arg(file),
        );
    let command = logging::with_flags(config::with_global_flags(command, program));
    let own = cli.commands.iter().map(|(command, _)| command.clone());
    command.subcommands(own)
}

fn serve(program: &str) -> Command {
    let print_config = Arg::new(PRINT_CONFIG)
        .long(PRINT_CONFIG)
        .action(ArgAction::SetTrue)
        .help("Print each setting, its value and where that came from, without secrets, and start nothing");
    let command = Command::new("serve").about("Serve the API").arg(print_config);
    config::with_flags(command, program)
}

/// The flag of `serve` that prints the settings.
pub(super) const PRINT_CONFIG: &str = "print-config";

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
