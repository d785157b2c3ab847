//! The database: whether it answers and takes changes, its tables, its clock, and whether connections to it are encrypted.

use std::time::{Duration, Instant, SystemTime};

use super::super::config::Configuration;
use super::super::{Cli, migrate};
use super::finding::Finding;
use crate::db::{self, Database};

const DATABASE: &str = "database";
const TABLES: &str = "tables";
const CLOCK: &str = "clock";

/// How far two clocks may be apart.
const APART: Duration = Duration::from_secs(5);

/// All about the database.
pub(super) async fn findings(cli: &Cli, configuration: &Configuration, program: &str) -> Vec<Finding> {
    let datastore = configuration
        .database(program)
        .unwrap_or_else(|_| configuration.place(program));
    if let Some(path) = datastore.path()
        && !path.exists()
    {
        return vec![Finding::ok(
            DATABASE,
            &format!("{datastore} isn't there yet; `serve` and `migrate` create it"),
        )];
    }
    let begun = Instant::now();
    let database = match super::super::datastore::connect(&datastore.as_it_is()).await {
        Ok(database) => database,
        Err(error) => return vec![Finding::error(DATABASE, &error)],
    };
    let took = begun.elapsed().as_millis();
    let mut findings = vec![Finding::ok(DATABASE, &format!("{datastore} answers, within {took} ms"))];
    findings.push(takes_changes(cli, &database).await);
    findings.push(tables(cli, &database, &datastore, program).await);
    findings.extend(clock(&database).await);
    findings.extend(encryption(&database, &datastore).await);
    if let Err(error) = database.close().await {
        findings.push(Finding::warning(DATABASE, &super::super::datastore::message_of(&error)));
    }
    findings
}

/// Whether the database takes changes. No change is made: one is rolled back, or the user's rights tell.
async fn takes_changes(cli: &Cli, database: &Database) -> Finding {
    let refused = |error: &sea_orm::DbErr| {
        let message = crate::sql::advice(error);
        Finding::error(
            DATABASE,
            &format!("it takes no changes: {message}; mend that, or the rights of its user"),
        )
    };
    match db::server_state(database).await {
        Ok(Some(state)) if state.is_read_only => {
            return Finding::error(
                DATABASE,
                &"it takes no changes: it is a standby, or read only; set DATASTORE to the primary server",
            );
        }
        Ok(_) => {}
        Err(error) => return refused(&error),
    }
    if let Err(error) = db::try_to_write(database).await {
        return refused(&error);
    }
    let tables: Vec<&str> = cli.api.resources().map(|resource| resource.table).collect();
    match db::missing_rights(database, &tables).await {
        Ok(missing) if missing.is_empty() => Finding::ok(DATABASE, &"it takes changes"),
        Ok(missing) => Finding::warning(
            DATABASE,
            &format!(
                "its user lacks rights: {}; GRANT them, unless no request needs them",
                missing.join(", ")
            ),
        ),
        Err(error) => refused(&error),
    }
}

/// Whether the tables are as requests need them, and no migration is pending.
async fn tables(cli: &Cli, database: &Database, datastore: &db::Config, program: &str) -> Finding {
    let pending = match migrate::pending(cli, database).await {
        Ok(pending) => pending,
        Err(error) => return Finding::error(TABLES, &error),
    };
    if !pending.is_empty() {
        let what = match cli.migrations {
            Some(_) => "migrations are pending",
            None => "tables are missing",
        };
        let listed = pending.join(", ");
        return if datastore.is_embedded() {
            Finding::ok(TABLES, &format!("{what}: {listed}; `serve` applies them"))
        } else {
            Finding::error(TABLES, &format!("{what}: {listed}; run `{program} migrate` first"))
        };
    }
    match migrate::unmet(cli, database).await {
        Ok(unmet) if unmet.is_empty() => match migrate::differences(cli, database).await {
            Ok(0) => Finding::ok(TABLES, &"they are as declared"),
            Ok(count) => Finding::warning(
                TABLES,
                &format!(
                    "they have what requests need, and differ in other ways, {count} in all; `{program} migrate check` shows them"
                ),
            ),
            Err(error) => Finding::warning(TABLES, &error),
        },
        Ok(unmet) => Finding::error(
            TABLES,
            &format!(
                "they lack what requests need: {}; `{program} migrate check` shows the steps",
                migrate::listed(&unmet)
            ),
        ),
        Err(error) => Finding::error(TABLES, &error),
    }
}

/// Whether the database's clock agrees with this machine's. Cursors, tokens and defaults have times of both.
async fn clock(database: &Database) -> Option<Finding> {
    let asked = SystemTime::now();
    let state = db::server_state(database).await.ok()??;
    let here = asked
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs_f64();
    Some(compared(state.clock - here))
}

/// What a difference of clocks comes to, in seconds.
pub(super) fn compared(ahead: f64) -> Finding {
    if ahead.abs() < APART.as_secs_f64() {
        return Finding::ok(CLOCK, &"this machine and the database agree");
    }
    let word = if ahead > 0.0 { "ahead of" } else { "behind" };
    Finding::warning(
        CLOCK,
        &format!(
            "the database's clock is {:.0} s {word} this machine's; synchronize both (NTP)",
            ahead.abs()
        ),
    )
}

#[cfg(feature = "postgres")]
async fn encryption(database: &Database, datastore: &db::Config) -> Option<Finding> {
    const ABOUT: &str = "tls";
    use db::Encryption;
    let host = datastore.host().unwrap_or_default();
    Some(match db::encryption_of(database.connection()).await.ok()?? {
        Encryption::Tls(version) => {
            Finding::ok(ABOUT, &format!("connections to the database are encrypted, {version}"))
        }
        Encryption::Local => Finding::ok(ABOUT, &"connections to the database don't leave this machine"),
        Encryption::None { .. } if db::is_this_machine(host) => Finding::ok(
            ABOUT,
            &"connections to the database aren't encrypted, and don't leave this machine",
        ),
        Encryption::None { is_offered: true } => Finding::warning(
            ABOUT,
            &"connections to the database aren't encrypted, although the server offers TLS; set sslmode=verify-full in DATASTORE",
        ),
        Encryption::None { is_offered: false } => Finding::warning(
            ABOUT,
            &"connections to the database aren't encrypted; turn TLS on at the server (`ssl = on`), and set sslmode=verify-full in DATASTORE",
        ),
    })
}

#[cfg(not(feature = "postgres"))]
async fn encryption(_: &Database, _: &db::Config) -> Option<Finding> {
    std::future::ready(None).await
}
