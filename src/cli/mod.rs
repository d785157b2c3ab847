//! The command line of an API: serve it, migrate its database, print its document and its routes.
//!
//! One subcommand a file. What goes wrong is one line on the error stream and an exit code; nothing panics.

mod admin;
mod broker;
mod command;
mod config;
#[path = "db/mod.rs"]
mod database;
mod datastore;
mod environment;
mod health;
#[cfg(feature = "import")]
mod import;
mod listening;
mod logging;
mod migrate;
#[cfg(feature = "codegen")]
mod migrate_new;
mod migration_crate;
mod options;
mod output;
mod rate_limits;
mod refusal;
mod routes;
mod serve;
mod service_manager;
#[cfg(feature = "codegen")]
mod source;
mod spec;
mod stop;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;
use std::sync::Arc;

use bytes::Bytes;
use clap::{ArgMatches, Command};
use hyper::body::Body;
use sea_orm::DatabaseConnection;
use sea_orm_migration::MigratorTrait;
use tower_layer::Layer;
use tower_service::Service;
use warp::filters::BoxedFilter;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

pub use self::command::CommandContext;
use self::command::{Handler, Hook};
use self::config::{Configuration, Reading, Scope};
use crate::engine::Values;
use crate::http::{ApiService, ApplyLayer, RequestBody};
use crate::meta::Api;
use crate::migration::runner::Migrations;

/// Why a subcommand failed; shown as one line.
type Failure = Box<dyn StdError + Send + Sync>;

/// Puts a user's filters around those of the API.
type Wrap = Box<dyn FnOnce(BoxedFilter<(Response,)>) -> BoxedFilter<(Response,)> + Send + Sync>;

/// The command line of an API: `serve`, `migrate`, `db`, `spec`, `routes`, `import`, and what you add.
///
/// # Examples
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use warp_openapi::prelude::*;
///
/// api! {
///     /// Nothing yet.
///     api Empty { title: "Empty", version: "1.0.0" }
/// }
///
/// fn main() -> ExitCode {
///     Empty::cli().run()
/// }
/// ```
///
/// With migrations: `Empty::cli().migrator::<migration::Migrator>().run()`.
#[must_use = "a command line does nothing until `run`"]
pub struct Cli {
    api: &'static Api,
    version: Cow<'static, str>,
    values: Arc<Values>,
    migrations: Option<Migrations>,
    ignored: Vec<String>,
    commands: Vec<(Command, Handler)>,
    filter: Option<BoxedFilter<(Response,)>>,
    wraps: Vec<Wrap>,
    layers: Vec<ApplyLayer>,
    on_start: Vec<Hook>,
    on_shutdown: Vec<Hook>,
}

/// Makes the command line of an API.
pub fn cli(api: &'static Api) -> Cli {
    Cli {
        api,
        version: Cow::Borrowed(api.info.version),
        values: Arc::default(),
        migrations: None,
        ignored: Vec::new(),
        commands: Vec::new(),
        filter: None,
        wraps: Vec::new(),
        layers: Vec::new(),
        on_start: Vec::new(),
        on_shutdown: Vec::new(),
    }
}

impl Cli {
    /// Lets `migrate` apply these migrations instead of creating the tables that are missing.
    pub fn migrator<M: MigratorTrait>(mut self) -> Self {
        self.migrations = Some(Migrations::of::<M>());
        self
    }

    /// Leaves these tables to others: `migrate check` and `migrate new --auto` don't take them for tables that the API no longer declares.
    ///
    /// Tables that fields refer to are left alone without it.
    pub fn ignore_tables<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.ignored.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds a value of your own, which handlers, hooks and checks get by its type: `ctx.state::<MyState>()?`. A second one of the same
    /// type replaces the first.
    pub fn state<T: Any + Send + Sync>(mut self, value: T) -> Self {
        Arc::make_mut(&mut self.values).insert(value);
        self
    }

    /// Adds a subcommand of your own.
    pub fn command<F, R>(mut self, command: Command, handler: F) -> Self
    where
        F: Fn(ArgMatches, CommandContext) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |matches, context| Box::pin(handler(matches, context)));
        self.commands.push((command, handler));
        self
    }

    /// Serves your own warp filter for the paths that aren't the API's. Several are tried in the order given.
    pub fn filter<F, R>(mut self, filter: F) -> Self
    where
        F: Filter<Extract = (R,)> + Clone + Send + Sync + 'static,
        F::Error: Into<Rejection>,
        R: Reply,
    {
        let filter = filter.map(|reply: R| reply.into_response()).boxed();
        self.filter = Some(match self.filter {
            Some(first) => first.or(filter).unify().boxed(),
            None => filter,
        });
        self
    }

    /// Puts warp filters around all that `serve` serves: the API, your own filters, the pages. A second one goes around the first.
    ///
    /// What it returns may reject; rejections become error replies as ever. The server's limits and its graceful end hold around it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::process::ExitCode;
    ///
    /// use warp_openapi::prelude::*;
    /// use warp_openapi::warp::Filter as _;
    /// use warp_openapi::warp::reply::with_header;
    ///
    /// api! {
    ///     /// Nothing yet.
    ///     api Empty { title: "Empty", version: "1.0.0" }
    /// }
    ///
    /// fn main() -> ExitCode {
    ///     Empty::cli()
    ///         .wrap(|api| api.map(|reply| with_header(reply, "x-served-by", "empty")))
    ///         .run()
    /// }
    /// ```
    pub fn wrap<F, R>(mut self, wrap: impl FnOnce(BoxedFilter<(Response,)>) -> F + Send + Sync + 'static) -> Self
    where
        F: Filter<Extract = (R,)> + Clone + Send + Sync + 'static,
        F::Error: Into<Rejection>,
        R: Reply,
    {
        let wrap: Wrap = Box::new(move |filter| wrap(filter).map(|reply: R| reply.into_response()).boxed());
        self.wraps.push(wrap);
        self
    }

    /// Puts a layer of tower around all that `serve` serves, and around what [`Cli::wrap`] put there. A second one goes around the first.
    ///
    /// Its service gets each request with its body unread, and the reply as the client will get it, but for compression and the headers that
    /// the server adds to every reply. A service that fails is a 500, and what it says is logged. The server's limits and its graceful end
    /// hold around it. Probes, such as `/ready`, don't pass it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::process::ExitCode;
    ///
    /// use tower::util::MapResponseLayer;
    /// use warp_openapi::prelude::*;
    /// use warp_openapi::warp::reply::Response;
    ///
    /// api! {
    ///     /// Nothing yet.
    ///     api Empty { title: "Empty", version: "1.0.0" }
    /// }
    ///
    /// fn main() -> ExitCode {
    ///     Empty::cli()
    ///         .layer(MapResponseLayer::new(|mut reply: Response| {
    ///             reply.headers_mut().insert("x-served-by", "empty".parse().expect("a header"));
    ///             reply
    ///         }))
    ///         .run()
    /// }
    /// ```
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<ApiService> + Send + Sync + 'static,
        L::Service: Service<http::Request<RequestBody>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<http::Request<RequestBody>>>::Future: Send,
        <L::Service as Service<http::Request<RequestBody>>>::Error: Into<Failure>,
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Failure>,
    {
        self.layers.push(Box::new(move |service| service.layered(&layer)));
        self
    }

    /// Runs before `serve` accepts the first connection, once the database is ready. A failure ends the program.
    pub fn on_start<F, R, E>(mut self, hook: F) -> Self
    where
        F: Fn(DatabaseConnection) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.on_start.push(command::hook(hook));
        self
    }

    /// Runs after `serve` has answered its last request.
    pub fn on_shutdown<F, R, E>(mut self, hook: F) -> Self
    where
        F: Fn(DatabaseConnection) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.on_shutdown.push(command::hook(hook));
        self
    }

    /// What `--version` prints; the API's version else.
    pub fn version(mut self, version: impl Into<Cow<'static, str>>) -> Self {
        self.version = version.into();
        self
    }

    /// Runs the program with its own arguments, after it has read `.env`.
    ///
    /// The exit code is 0; 1 when a subcommand failed; 2 when the arguments are wrong.
    pub fn run(self) -> ExitCode {
        if let Err(error) = environment::read_file() {
            output::error(&error);
            return ExitCode::FAILURE;
        }
        self.run_from(std::env::args_os())
    }

    /// Runs the program with these arguments, of which the first is its name.
    pub fn run_from<T: Into<OsString> + Clone>(self, arguments: impl IntoIterator<Item = T>) -> ExitCode {
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let program = options::program(arguments.first(), self.api);
        let command = options::command(&self, &program);
        let matches = match command.try_get_matches_from(arguments) {
            Ok(matches) => matches,
            Err(refused) => return refusal::report(&refused),
        };
        let Some((name, own)) = matches.subcommand() else {
            return ExitCode::SUCCESS;
        };
        let (configuration, readings) = match config::read(Scope::of(name), own) {
            Ok(read) => read,
            Err(malformed) => return refusal::report_values(&malformed),
        };
        match self.dispatch((name, own), &configuration, &readings, &program) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                output::error(&failure);
                ExitCode::FAILURE
            }
        }
    }

    fn dispatch(
        self,
        (name, own): (&str, &ArgMatches),
        configuration: &Configuration,
        readings: &[Reading],
        program: &str,
    ) -> Result<(), Failure> {
        // What it has collected is written before an error is.
        let _log = logging::init(own, &configuration.log)?;
        for warning in config::exposed(readings) {
            tracing::warn!("{warning}");
        }
        if name == "serve" && own.get_flag(options::PRINT_CONFIG) {
            return Ok(output::print(&config::printed(readings, program))?);
        }
        crate::meta::check_patterns(self.api)?;
        // These need neither a runtime nor a database.
        match name {
            "spec" => return spec::run(self.api, own, &configuration.settings()?),
            "routes" => return routes::run(self.api),
            #[cfg(feature = "import")]
            "import" => return import::run(own),
            #[cfg(not(feature = "import"))]
            "import" => return Err(lacks("import")),
            _ => {}
        }
        let datastore = configuration.place(program);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let ended = runtime.block_on(async {
            match name {
                "serve" => serve::run(self, configuration, program).await,
                "migrate" => migrate::run(&self, own, &datastore, program).await,
                "db" => database::run(&self, own, &datastore).await,
                _ => match self.commands.iter().find(|(command, _)| command.get_name() == name) {
                    Some((_, handler)) => handler(own.clone(), CommandContext::new(self.api, datastore)).await,
                    None => Err(format!("no such command: {name}").into()),
                },
            }
        });
        // A handler that never ends mustn't keep the program.
        runtime.shutdown_background();
        ended
    }
}

/// Why a subcommand that wasn't built in fails.
#[cfg(not(all(feature = "codegen", feature = "import")))]
fn lacks(feature: &str) -> Failure {
    format!("this program was built without the feature `{feature}` of warp-openapi; turn it on in Cargo.toml").into()
}

impl fmt::Debug for Cli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cli")
            .field("api", &self.api.name)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
