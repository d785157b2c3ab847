//! What `/ready` checks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use super::migrate;
use crate::db::Database;
use crate::http::{Check, State};
use crate::meta::Api;
use crate::migration::runner::Migrations;

/// How long it is believed that no migration is pending: a check reads the database's history or its tables.
const MIGRATED: Duration = Duration::from_secs(10);

/// The checks of a server.
pub(super) fn checks(
    api: &'static Api,
    migrations: Option<Migrations>,
    database: &Database,
    brokered: Option<State>,
) -> Vec<Check> {
    let mut checks = vec![answers(database.clone()), migrated(api, migrations, database.clone())];
    checks.extend(brokered.map(connected));
    checks
}

/// Whether the database answers.
fn answers(database: Database) -> Check {
    Check {
        name: "database",
        run: Box::new(move || {
            let database = database.clone();
            Box::pin(async move {
                database.connection().ping().await.map_err(|error| {
                    tracing::debug!(%error, "the database doesn't answer a probe");
                    "it doesn't answer".to_owned()
                })
            })
        }),
    }
}

/// Whether the database has all that this program needs.
fn migrated(api: &'static Api, migrations: Option<Migrations>, database: Database) -> Check {
    let last = Arc::new(Mutex::new(None::<Instant>));
    Check {
        name: "migrations",
        run: Box::new(move || {
            let (database, last) = (database.clone(), Arc::clone(&last));
            Box::pin(async move {
                let mut last = last.lock().await;
                if last.is_some_and(|at| at.elapsed() < MIGRATED) {
                    return Ok(());
                }
                *last = None;
                let pending = migrate::pending_of(api, migrations, &database).await.map_err(|error| {
                    tracing::debug!(%error, "the database doesn't say which migrations are pending");
                    "the database doesn't say which are pending".to_owned()
                })?;
                if pending.is_empty() {
                    *last = Some(Instant::now());
                    return Ok(());
                }
                Err(match migrations {
                    Some(_) => format!("{} pending", pending.len()),
                    None => format!("{} tables missing", pending.len()),
                })
            })
        }),
    }
}

/// Whether messages reach other servers.
fn connected(state: State) -> Check {
    Check {
        name: "broker",
        run: Box::new(move || {
            let connected = state.is_broker_connected();
            let result = if connected {
                Ok(())
            } else {
                Err("the connection is lost; it is being restored".to_owned())
            };
            Box::pin(std::future::ready(result))
        }),
    }
}
