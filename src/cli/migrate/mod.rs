//! `migrate`: migrates the database, by the user's migrations or, without any, by creating missing tables.

mod adopt;
mod check;
mod flags;
mod status;

#[cfg(feature = "codegen")]
use chrono::Utc;
use clap::ArgMatches;

pub(super) use self::check::{listed, missing, refuse_behind, unmet};
pub(super) use self::flags::command;
#[cfg(feature = "codegen")]
use super::migrate_new::{self, Init, New};
#[cfg(feature = "codegen")]
use super::migration_crate;
use super::{Cli, Failure, output};
use crate::db::{self, Database};
use crate::meta::Api;
use crate::migration::runner::{self as migrations, Direction, Event, Migrations, Preview, Report};

/// Runs the subcommand.
///
/// # Errors
///
/// When the database is out of reach, a migration fails, or the program has none; one line with the remedy.
pub(super) async fn run(cli: &Cli, matches: &ArgMatches, datastore: &db::Config, program: &str) -> Result<(), Failure> {
    let within = |given: Migrations| match flags::lock_timeout(matches) {
        Some(patience) => given.within(patience),
        None => given,
    };
    let mine = cli.migrations.map(within);
    let Some((name, own)) = matches.subcommand() else {
        return apply(cli, mine, datastore, program, None).await;
    };
    let given = || given(mine, program);
    let count = || {
        own.get_one::<u32>("count")
            .map(|count| usize::try_from(*count).unwrap_or(usize::MAX))
    };
    match name {
        "up" => apply(cli, mine, datastore, program, count()).await,
        "check" => check::run(cli, datastore, program).await,
        "adopt" => adopt::run(cli, given()?, datastore, program).await,
        #[cfg(feature = "codegen")]
        "init" => init(own, program),
        #[cfg(feature = "codegen")]
        "new" => new(cli, own, datastore, program).await,
        #[cfg(not(feature = "codegen"))]
        "init" | "new" => Err(super::lacks("codegen")),
        "status" => status::run(given()?, datastore).await,
        "down" => down(given()?, datastore, count().unwrap_or(1)).await,
        "redo" => redo(given()?, datastore, count().unwrap_or(1)).await,
        "fresh" => fresh(given()?, datastore, own.get_flag("force")).await,
        "sql" => {
            let down = own.get_one::<String>("direction").is_some_and(|word| word == "down");
            let preview = Preview {
                direction: if down { Direction::Down } else { Direction::Up },
                most: count().or(down.then_some(1)),
            };
            sql(given()?, datastore, preview).await
        }
        _ => Err(format!("no such command: migrate {name}").into()),
    }
}

/// The program's migrations.
fn given(migrations: Option<Migrations>, program: &str) -> Result<Migrations, Failure> {
    migrations.ok_or_else(|| adopt::connect(program).into())
}

/// Prints what happens at once.
fn print_event(event: Event) {
    let line = match event {
        Event::Applied(name) => format!("applied {name}\n"),
        Event::Reverted(name) => format!("reverted {name}\n"),
        Event::Dropped(sort, name) => format!("dropped {} {name}\n", sort.to_lowercase()),
        Event::Note(note) => format!("note: {note}\n"),
    };
    // A closed standard output must not stop the migrations.
    let _ = output::print(&line);
}

async fn apply(
    cli: &Cli,
    migrations: Option<Migrations>,
    datastore: &db::Config,
    program: &str,
    most: Option<usize>,
) -> Result<(), Failure> {
    let database = super::datastore::connect(datastore).await?;
    let up_to_date = format!("nothing to do: {datastore} is up to date\n");
    if let Some(given) = migrations {
        let done = all(cli, &database, given, most, &print_event).await?;
        if done.is_empty() {
            output::print(&up_to_date)?;
        }
        return Ok(());
    }
    if most.is_some() {
        return Err("this program has no migrations to count; run `migrate` alone to create the missing tables".into());
    }
    let done = up(cli, &database).await?;
    let mut message: String = done.iter().map(|name| format!("created table {name}\n")).collect();
    if let Err(behind) = refuse_behind(cli, &database, datastore, program).await {
        output::print(&message)?;
        return Err(behind);
    }
    if done.is_empty() {
        message.push_str(&up_to_date);
    }
    message.push_str("no migrations are given: tables that are there are left as they are\n");
    Ok(output::print(&message)?)
}

/// Applies migrations.
async fn all(
    cli: &Cli,
    database: &Database,
    given: Migrations,
    most: Option<usize>,
    report: Report<'_>,
) -> Result<Vec<String>, Failure> {
    match migrations::up(database.connection(), given, most, report).await {
        Ok(done) => Ok(done),
        Err(error) => {
            let hint = adopt::hint(cli, database, &error).await;
            Err(format!("{error}{hint}").into())
        }
    }
}

async fn down(given: Migrations, datastore: &db::Config, most: usize) -> Result<(), Failure> {
    let database = super::datastore::connect(datastore).await?;
    let done = migrations::down(database.connection(), given, most, &print_event).await?;
    if done.is_empty() {
        output::print(&format!("nothing to do: no migration is applied to {datastore}\n"))?;
    }
    Ok(())
}

async fn redo(given: Migrations, datastore: &db::Config, most: usize) -> Result<(), Failure> {
    let database = super::datastore::connect(datastore).await?;
    let done = migrations::redo(database.connection(), given, most, &print_event).await?;
    if done.is_empty() {
        output::print(&format!("nothing to do: no migration is applied to {datastore}\n"))?;
    }
    Ok(())
}

async fn fresh(given: Migrations, datastore: &db::Config, force: bool) -> Result<(), Failure> {
    let database = super::datastore::connect(datastore).await?;
    if !force && !datastore.is_embedded() {
        let found = migrations::everything(database.connection()).await?;
        if !found.is_empty() {
            return Err(format!(
                "this would drop all that is on {datastore}, with its rows: {}; pass --force to do it",
                some(&found)
            )
            .into());
        }
    }
    let done = migrations::fresh(database.connection(), given, &print_event).await?;
    if done.is_empty() {
        output::print("there are no migrations to apply\n")?;
    }
    Ok(())
}

/// The first objects to drop: `table a, view b and 3 more`.
fn some(found: &[(String, String)]) -> String {
    const SHOWN: usize = 10;
    let names = found.iter().take(SHOWN);
    let names: Vec<String> = names
        .map(|(sort, name)| format!("{} {name}", sort.to_lowercase()))
        .collect();
    let more = match found.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.join(", "))
}

async fn sql(given: Migrations, datastore: &db::Config, preview: Preview) -> Result<(), Failure> {
    let database = super::datastore::connect(&datastore.as_it_is()).await?;
    let text = migrations::sql(database.connection(), given, preview).await?;
    if text.is_empty() {
        // A comment, since the output may be run.
        return Ok(output::print(&format!("-- nothing to do on {datastore}\n"))?);
    }
    Ok(output::print(&text)?)
}

#[cfg(feature = "codegen")]
fn init(matches: &ArgMatches, program: &str) -> Result<(), Failure> {
    let message = migrate_new::init(&Init {
        folder: flags::folder(matches),
        program: program.to_owned(),
    })?;
    Ok(output::print(&message)?)
}

#[cfg(feature = "codegen")]
async fn new(cli: &Cli, matches: &ArgMatches, datastore: &db::Config, program: &str) -> Result<(), Failure> {
    let (auto, folder) = (matches.get_flag("auto"), flags::folder(matches));
    migration_crate::find(&folder, program)?;
    let steps = if auto {
        let database = super::datastore::connect(&datastore.as_it_is()).await?;
        adopt::refuse_to_write(cli, &database, datastore, program, &folder).await?;
        check::wanted(cli, &database, datastore, program).await?
    } else {
        Vec::new()
    };
    let written = migrate_new::new(
        &New {
            folder,
            message: matches.get_one::<String>("message").cloned().unwrap_or_default(),
            allow_loss: matches.get_flag("allow-loss"),
            auto,
            now: Utc::now(),
            program: program.to_owned(),
        },
        &steps,
    )?;
    Ok(output::print(&format!(
        "{}{}",
        check::classes(&steps),
        written.message
    ))?)
}

/// Migrates the database; returns the migrations that were applied or the tables that were created.
pub(super) async fn up(cli: &Cli, database: &Database) -> Result<Vec<String>, Failure> {
    match cli.migrations {
        Some(given) => {
            let log_notes = |event| {
                if let Event::Note(note) = event {
                    tracing::warn!("{note}");
                }
            };
            all(cli, database, given, None, &log_notes).await
        }
        None => db::create_missing(database, cli.api.resources())
            .await
            .map_err(|error| {
                let message = super::datastore::message_of(&error);
                format!("the tables can't be created: {message}").into()
            }),
    }
}

/// What `up` would do, without doing it.
pub(super) async fn pending(cli: &Cli, database: &Database) -> Result<Vec<String>, Failure> {
    pending_of(cli.api, cli.migrations, database).await
}

/// The same for an API with these migrations.
pub(super) async fn pending_of(
    api: &'static Api,
    given: Option<Migrations>,
    database: &Database,
) -> Result<Vec<String>, Failure> {
    match given {
        Some(given) => Ok(migrations::pending(database.connection(), given).await?),
        None => check::missing(api, database).await,
    }
}
