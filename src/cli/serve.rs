//! `serve`: database, start callbacks, port, then requests until a signal; then the shutdown callbacks.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::command::Hook;
use super::config::Configuration;
use super::{Cli, Failure, broker, migrate, output};
use crate::db::{self, Database};
use crate::engine::Settings;
use crate::http::{self, State};
use crate::meta::Api;
use crate::migration::runner as migrations;

/// Serves until a signal.
///
/// # Errors
///
/// When it can't begin: a database that is out of reach or behind, a port that is taken, a callback that fails.
pub(super) async fn run(cli: Cli, configuration: &Configuration, program: &str) -> Result<(), Failure> {
    let settings = configuration.settings()?;
    if let Some(fault) = http::spec_route_fault(cli.api, &settings) {
        return Err(fault.into());
    }
    let limits = configuration.limits();
    let datastore = configuration.database(program)?;
    let choice = broker::of(configuration, &datastore, cli.api)?;
    // First, so that a taken port leaves no new database behind.
    let listener = bind(&configuration.host, configuration.port).await?;
    let database = super::datastore::connect(&datastore).await?;
    prepare(&cli, &datastore, &database, program).await?;
    let state = State::from(database.clone()).settings(settings.clone());
    let (state, joined) = broker::join(state, choice, cli.api, &datastore).await?;
    call(&cli.on_start, &database).await?;

    let name = configuration.app_name.clone();
    let name = name.unwrap_or_else(|| cli.api.info.title.to_owned());
    let mut banner = banner(cli.api, &name, listener.local_addr()?, &settings, &datastore);
    if let Some(place) = joined {
        banner += &format!("  broker    {place}\n");
    }
    output::print(&banner)?;
    if knows_no_host(&settings, listener.local_addr()?) {
        tracing::warn!(
            "links to other machines are paths; set PUBLIC_URL or ALLOWED_HOSTS to say where clients reach the service"
        );
    }

    let shared = Arc::new(settings);
    let state = state.with_values(cli.values);
    let sockets = state.clone();
    let filter = match cli.filter {
        Some(own) => http::filter_with(cli.api, state, own),
        None => http::filter(cli.api, state),
    };
    // Not before: until now a signal ends the program at once.
    let closed = async move { sockets.close_sockets().await };
    let served = (shared, &cli.api.info.errors);
    http::listen(listener, filter, served, limits, closed, http::signals()?).await;
    let ended = call(&cli.on_shutdown, &database).await;
    database.close().await?;
    ended
}

/// Migrates an embedded database automatically; on a server, where other programs may use it too, refuses to start if that is needed.
async fn prepare(cli: &Cli, datastore: &db::Config, database: &Database, program: &str) -> Result<(), Failure> {
    if is_newer(cli, datastore, database).await? {
        return Ok(());
    }
    if datastore.is_embedded() {
        for name in migrate::up(cli, database).await? {
            tracing::info!(%name, "the database was migrated");
        }
        return refuse_behind(cli, datastore, database, program).await;
    }
    let pending = migrate::pending(cli, database).await?;
    if pending.is_empty() {
        return refuse_behind(cli, datastore, database, program).await;
    }
    let what = if cli.migrations.is_some() {
        "migrations are pending"
    } else {
        "tables are missing"
    };
    Err(format!(
        "{what} on {datastore}: {}; run `{program} migrate` first",
        pending.join(", ")
    )
    .into())
}

/// Whether a newer program has migrated the database, and its tables have what this one needs, as during a rolling deployment.
///
/// # Errors
///
/// When they haven't; the text names what they lack.
async fn is_newer(cli: &Cli, datastore: &db::Config, database: &Database) -> Result<bool, Failure> {
    let Some(given) = cli.migrations else {
        return Ok(false);
    };
    let state = migrations::state(database.connection(), given).await?;
    if state.newer().is_empty() {
        return Ok(false);
    }
    let names = state.newer().join("`, `");
    let unmet = migrate::unmet(cli, database).await?;
    if unmet.is_empty() {
        tracing::warn!(
            "this program is older than the database, which has the migrations `{names}`; its tables are still compatible"
        );
        return Ok(true);
    }
    Err(format!(
        "this program is older than {datastore}, which has the migrations `{names}`, and can't use its tables: {}; run a newer program",
        migrate::listed(&unmet)
    )
    .into())
}

/// Refuses tables that lack what requests need, if the program has no migrations.
async fn refuse_behind(cli: &Cli, datastore: &db::Config, database: &Database, program: &str) -> Result<(), Failure> {
    match cli.migrations {
        Some(_) => Ok(()),
        None => migrate::refuse_behind(cli, database, datastore, program).await,
    }
}

async fn call(hooks: &[Hook], database: &Database) -> Result<(), Failure> {
    for hook in hooks {
        hook(database.connection().clone()).await?;
    }
    Ok(())
}

async fn bind(host: &str, port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((host.trim_matches(['[', ']']), port))
        .await
        .map_err(|error| {
            let (reason, remedy) = match error.kind() {
                io::ErrorKind::AddrInUse => ("address in use".to_owned(), "choose another with --port"),
                io::ErrorKind::PermissionDenied => {
                    ("permission denied".to_owned(), "choose a port above 1023 with --port")
                }
                _ => (error.to_string(), "choose another with --host and --port"),
            };
            format!("can't listen on {host}:{port}: {reason}; {remedy}").into()
        })
}

/// Whether other machines reach the service and no setting names its host.
pub(super) const fn knows_no_host(settings: &Settings, address: SocketAddr) -> bool {
    let is_set = settings.public_url.is_some() || !settings.allowed_hosts.is_empty();
    !is_set && !address.ip().is_loopback()
}

/// Where everything is.
pub(super) fn banner(
    api: &'static Api,
    name: &str,
    address: SocketAddr,
    settings: &Settings,
    datastore: &db::Config,
) -> String {
    let origin = match &settings.public_url {
        Some(url) => url.clone(),
        // A browser can't go to "any address".
        None if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    };
    let (title, version) = (name, api.info.version);
    let (base, spec) = (api.info.base_path, &settings.spec_route);
    let docs = http::docs_route(api, settings).map(|route| format!("  docs      {origin}{route}\n"));
    let docs = docs.unwrap_or_default();
    format!(
        "{title} {version}\n  API       {origin}{base}\n{docs}  document  {origin}{spec}\n  database  {datastore}\n"
    )
}
