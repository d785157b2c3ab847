//! The words and flags of `migrate`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

/// The subcommand with its own ones.
pub(in crate::cli) fn command() -> Command {
    let count = |help: &'static str| {
        Arg::new("count")
            .value_name("N")
            .value_parser(value_parser!(u32).range(1..))
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
        ));
    Command::new("migrate")
        .about("Bring the database up to the API")
        .subcommand(
            Command::new("up")
                .about("Apply pending migrations, as `migrate` alone does")
                .arg(count("How many, the oldest first [default: all]")),
        )
        .subcommand(
            Command::new("down")
                .about("Take migrations back, the latest first")
                .arg(count("How many [default: 1]")),
        )
        .subcommand(
            Command::new("redo")
                .about("Take migrations back and apply them again")
                .arg(count("How many [default: 1]")),
        )
        .subcommand(Command::new("status").about("List the migrations, and which are applied"))
        .subcommand(
            Command::new("fresh")
                .about("Drop everything and apply all migrations")
                .arg(switch(
                    "force",
                    "Do it on a server too, where other programs may use the database",
                )),
        )
        .subcommand(sql)
        .subcommand(
            Command::new("check").about("Tell whether the database is as the API declares it; exit code 1 if not"),
        )
        .subcommand(Command::new("adopt").about(
            "Record pending migrations as applied without running them, if the database is as the API declares it",
        ))
        .subcommand(new)
        .subcommand(
            Command::new("init")
                .about("Make the crate that holds the migrations")
                .arg(folder()),
        )
}

/// The folder that was named.
pub(super) fn folder(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default()
}
