//! `serve`: database, start callbacks, port, then requests until a signal; then the shutdown callbacks.

use std::sync::Arc;

use futures::{Stream, StreamExt as _};
use tokio_util::task::AbortOnDropHandle;

use super::admin::AdminServer;
use super::command::Hook;
use super::config::Configuration;
use super::listening::{Listeners, Tls};
use super::service_manager::{self, ServiceState};
use super::{Cli, Failure, broker, health, migrate, output, rate_limits, stop};
use crate::db::{self, Database};
use crate::engine::Settings;
use crate::http::{self, Health, Place, ProbeRoutes, Probes, Served, State};
use crate::meta::Api;
use crate::migration::runner as migrations;
use crate::observe;

/// Serves until a signal.
///
/// # Errors
///
/// When it can't begin: a database that is out of reach or behind, a port that is taken, a callback that fails.
pub(super) async fn run(cli: Cli, configuration: &Configuration, program: &str) -> Result<(), Failure> {
    let mut settings = configuration.settings()?;
    if let Some(fault) = http::spec_route_fault(cli.api, &settings) {
        return Err(fault.into());
    }
    if let Some(fault) = http::cors_fault(cli.api, &settings) {
        return Err(fault.into());
    }
    let limits = configuration.limits();
    let datastore = configuration.database(program)?;
    let choice = broker::of(configuration, &datastore, cli.api)?;
    // From here on SIGHUP no longer ends the program.
    let hangups = http::hangups()?;
    // First, so that a taken port leaves no new database behind.
    let Listeners {
        api: listener,
        place,
        admin,
        tls,
    } = configuration.listening.open().await?;
    settings.https = tls.is_some();
    let database = super::datastore::connect(&datastore).await?;
    prepare(&cli, &datastore, &database, program).await?;
    let state = State::from(database.clone()).settings(settings.clone());
    let redis_url = configuration.redis_url.clone();
    let state = rate_limits::join(state, configuration.rate_limit_store, redis_url, cli.api).await?;
    let (state, joined) = broker::join(state, choice, cli.api, &datastore).await?;
    call(&cli.on_start, &database).await?;

    let name = configuration.app_name.clone();
    let name = name.unwrap_or_else(|| cli.api.info.title.to_owned());
    let mut banner = banner(cli.api, &name, &place, &settings, &datastore);
    if let Some(place) = &joined {
        banner += &format!("  broker    {place}\n");
    }
    if let Some((_, place)) = &admin {
        banner += &format!("  probes    {}/ready\n", origin(place, false));
    }
    output::print(&banner)?;
    warn_of_exposure(&settings, &place, admin.is_some());

    let state = state.with_values(cli.values);
    let checks = health::checks(cli.api, cli.migrations, &database, joined.map(|_| state.clone()));
    observe::metrics::set_connection_limit(limits.connections);
    let health = Health::new(checks, health::metrics(cli.api, &state));
    let probes = Probes::new(Arc::clone(&health), ProbeRoutes::default());
    let settings = Arc::new(settings);
    let sockets = state.clone();
    let filter = match cli.filter {
        Some(own) => http::filter_with(cli.api, state, own),
        None => http::filter(cli.api, state),
    };
    let errors = &cli.api.info.errors;
    let (admin, probes) = match admin {
        Some((listener, _)) => (
            Some(AdminServer::start(listener, probes, Arc::clone(&settings), errors)),
            None,
        ),
        None => (None, Some(probes.without(http::has_path(cli.api, &settings)))),
    };
    // Not before: until now a signal ends the program at once.
    let closed = async move { sockets.close_sockets().await };
    let cors = http::Cors::of_api(cli.api, &settings);
    let served = Served {
        filter: cli.wraps.into_iter().fold(filter, |filter, wrap| wrap(filter)),
        layers: cli.layers,
        probes,
        health: Arc::clone(&health),
        settings,
        errors,
        cors,
    };
    let stop = stop::after(http::signals()?, health, configuration.listening.drain_delay);
    let reloading = AbortOnDropHandle::new(tokio::spawn(reload(hangups, tls)));
    service_manager::report(ServiceState::Ready);
    http::listen(listener, served, limits, closed, stop).await;
    let ended = call(&cli.on_shutdown, &database).await;
    database.close().await?;
    drop((admin, reloading));
    ended
}

/// Reads the certificate again at each signal.
async fn reload(mut hangups: impl Stream<Item = ()> + Unpin, tls: Tls) {
    while hangups.next().await.is_some() {
        service_manager::report(ServiceState::Reloading);
        match &tls {
            #[cfg(feature = "tls")]
            Some(certificate) => match certificate.reload() {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => tracing::error!(error, "the certificate stays as it is"),
            },
            _ => tracing::info!("SIGHUP: there is no certificate to read again"),
        }
        service_manager::report(ServiceState::Ready);
    }
}

/// Warns of what others could see or miss.
fn warn_of_exposure(settings: &Settings, place: &Place, has_admin: bool) {
    if knows_no_host(settings, place) {
        tracing::warn!(
            "links to other machines are paths; set PUBLIC_URL or ALLOWED_HOSTS to say where clients reach the service"
        );
    }
    if !has_admin && is_reached_by_others(place) {
        tracing::warn!("/metrics and /ready are public; set ADMIN_PORT to a port that clients don't reach");
    }
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

/// Whether other machines may reach the service.
const fn is_reached_by_others(place: &Place) -> bool {
    match place {
        Place::Tcp(address) => !address.ip().is_loopback(),
        // By a proxy.
        #[cfg(unix)]
        Place::Unix(_) => true,
    }
}

/// Whether other machines reach the service and no setting names its host.
pub(super) const fn knows_no_host(settings: &Settings, place: &Place) -> bool {
    let is_set = settings.public_url.is_some() || !settings.allowed_hosts.is_empty();
    !is_set && is_reached_by_others(place)
}

/// The beginning of URLs at a place.
fn origin(place: &Place, is_https: bool) -> String {
    let scheme = if is_https { "https" } else { "http" };
    match place {
        // A browser can't go to "any address".
        Place::Tcp(address) if address.ip().is_unspecified() => format!("{scheme}://localhost:{}", address.port()),
        Place::Tcp(address) => format!("{scheme}://{address}"),
        #[cfg(unix)]
        Place::Unix(_) => format!("{place}:"),
    }
}

/// Where everything is.
pub(super) fn banner(
    api: &'static Api,
    name: &str,
    place: &Place,
    settings: &Settings,
    datastore: &db::Config,
) -> String {
    let public = settings.public_url.clone();
    let origin = public.unwrap_or_else(|| origin(place, settings.https));
    let (title, version) = (name, api.info.version);
    let (base, spec) = (api.info.base_path, &settings.spec_route);
    let docs = http::docs_route(api, settings).map(|route| format!("  docs      {origin}{route}\n"));
    let docs = docs.unwrap_or_default();
    format!(
        "{title} {version}\n  API       {origin}{base}\n{docs}  document  {origin}{spec}\n  database  {datastore}\n"
    )
}
