//! The words and flags of `migrate`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::cli::options::whole;

const LOCK_TIMEOUT: &str = "lock-timeout";

/// The subcommand with its own ones.
pub(in crate::cli) fn command() -> Command {
    let count = |help: &'static str| {
        Arg::new("count")
            .value_name("N")
            .value_parser(whole(1..=u32::MAX))
            .help(help)
    };
    let switch =
        |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let folder = || {
        Arg::new("folder")
            .long("folder")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .default_value("migration")
            .help("The folder of the crate that holds the migrations")
    };
    let lock_timeout = || {
        Arg::new(LOCK_TIMEOUT)
            .long(LOCK_TIMEOUT)
            .value_name("SECONDS")
            .value_parser(whole(1..=86_400_u32))
            .help("How long to wait for another process that migrates, and for each lock [default: 60]")
    };
    let new = Command::new("new")
        .about("Write a migration: an empty one, or with --auto what leads from the database to the API")
        .arg(
            Arg::new("message")
                .short('m')
                .long("message")
                .value_name("TEXT")
                .required(true)
                .help("What it does, such as \"add severity\""),
        )
        .arg(switch(
            "auto",
            "Fill it with the difference between the database and the API",
        ))
        .arg(
            switch(
                "allow-loss",
                "Write steps that lose data like the others, not as comments",
            )
            .requires("auto"),
        )
        .arg(folder());
    let sql = Command::new("sql")
        .about("Print the SQL that would run, and run nothing")
        .arg(
            Arg::new("direction")
                .value_name("DIRECTION")
                .value_parser(["up", "down"])
                .default_value("up")
                .help("Which way"),
        )
        .arg(count(
            "How many migrations [default: up: all that are pending; down: 1]",
        ))
        .arg(lock_timeout());
    Command::new("migrate")
        .about("Migrate the database to what the API declares")
        .arg(lock_timeout())
        .subcommand(
            Command::new("up")
                .about("Apply pending migrations, as `migrate` alone does")
                .arg(count("How many, the oldest first [default: all]"))
                .arg(lock_timeout()),
        )
        .subcommand(
            Command::new("down")
                .about("Undo migrations, the latest first")
                .arg(count("How many [default: 1]"))
                .arg(lock_timeout()),
        )
        .subcommand(
            Command::new("redo")
                .about("Undo migrations and apply them again")
                .arg(count("How many [default: 1]"))
                .arg(lock_timeout()),
        )
        .subcommand(Command::new("status").about("List the migrations, and which are applied"))
        .subcommand(
            Command::new("fresh")
                .about("Drop everything and apply all migrations")
                .arg(switch(
                    "force",
                    "Do it on a server too, where other programs may use the database",
                ))
                .arg(lock_timeout()),
        )
        .subcommand(sql)
        .subcommand(
            Command::new("check").about("Check whether the database is as the API declares it; exit code 1 if not"),
        )
        .subcommand(
            Command::new("adopt")
                .about("Record pending migrations as applied without running them, if the database is as the API declares it")
                .arg(lock_timeout()),
        )
        .subcommand(new)
        .subcommand(
            Command::new("init")
                .about("Make the crate that holds the migrations")
                .arg(folder()),
        )
}

/// How long to wait for locks, if it is given, at the subcommand or before it.
pub(super) fn lock_timeout(matches: &ArgMatches) -> Option<Duration> {
    let own = matches.subcommand().map(|(_, own)| own);
    let given = [own, Some(matches)].into_iter().flatten();
    let seconds = given.filter_map(|matches| matches.try_get_one::<u32>(LOCK_TIMEOUT).ok().flatten());
    seconds.map(|seconds| Duration::from_secs((*seconds).into())).next()
}

/// The folder that was named.
#[cfg(feature = "codegen")]
pub(super) fn folder(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_timeout_is_given_before_or_after_the_subcommand() {
        for (arguments, expected) in [
            (&["migrate"][..], None),
            (&["migrate", "status"], None),
            (&["migrate", "--lock-timeout", "5"], Some(5)),
            (&["migrate", "down", "--lock-timeout", "6"], Some(6)),
            (&["migrate", "--lock-timeout", "5", "redo"], Some(5)),
            (
                &["migrate", "--lock-timeout", "5", "sql", "--lock-timeout", "7"],
                Some(7),
            ),
        ] {
            let matches = command().try_get_matches_from(arguments).unwrap();
            assert_eq!(
                lock_timeout(&matches),
                expected.map(Duration::from_secs),
                "{arguments:?}"
            );
        }
        for refused in ["0", "86401", "soon"] {
            assert!(
                command()
                    .try_get_matches_from(["migrate", "--lock-timeout", refused])
                    .is_err()
            );
        }
    }
}
