//! What the flags, the variables and their defaults come to: one typed value, and where each part of it came from.
//!
//! `table/` has all settings as data; `--help`, `--print-config` and the guide are made from it.

mod doubts;
mod flag;
mod print;
mod secret;
mod sources;
mod table;
#[cfg(test)]
pub(super) mod tests;

use std::time::Duration;

use clap::{ArgMatches, Command};

use self::flag::Flag;
pub(super) use self::print::printed;
pub(super) use self::sources::Environment;
use self::sources::{Source, find};
use super::broker::Word;
use super::listening::Listening;
use super::logging::LogSettings;
use super::rate_limits::Store;
use super::{Failure, environment};
use crate::db::{self, PoolSettings};
use crate::engine::Settings;
use crate::http::{Limits, PerAddress};

/// The settings of the program. A setting that depends on others is absent unless it is set; a method has what it comes to.
#[derive(Clone)]
pub(super) struct Configuration {
    pub(super) log: LogSettings,
    pub(super) datastore: Option<db::Config>,
    pub(super) pool: PoolSettings,
    statement_timeout: Option<Duration>,
    lock_timeout: Option<Duration>,
    pub(super) listening: Listening,
    pub(super) app_name: Option<String>,
    settings: Settings,
    default_limit: Option<u32>,
    limits: Limits,
    address_limit: Option<usize>,
    unsent_address_limit: Option<u64>,
    pub(super) broker: Word,
    pub(super) redis_url: Option<String>,
    pub(super) rate_limit_store: Store,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            log: LogSettings::default(),
            datastore: None,
            pool: PoolSettings::default(),
            statement_timeout: None,
            lock_timeout: None,
            listening: Listening::default(),
            app_name: None,
            settings: Settings {
                docs_route: Settings::default().docs_route.filter(|_| cfg!(feature = "docs")),
                ..Settings::default()
            },
            default_limit: None,
            limits: Limits::default(),
            address_limit: None,
            unsent_address_limit: None,
            broker: Word::Auto,
            redis_url: None,
            rate_limit_store: Store::Auto,
        }
    }
}

impl Configuration {
    /// Limits and texts of the API.
    ///
    /// # Errors
    ///
    /// When two of them contradict each other.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = self.settings.clone();
        settings.default_limit = match self.default_limit {
            Some(limit) if limit > settings.max_limit => {
                let most = settings.max_limit;
                return Err(format!(
                    "DEF_PAGINATION_LIMIT={limit} is above MAX_PAGINATION_LIMIT={most}; lower the one or raise the other"
                )
                .into());
            }
            Some(limit) => limit,
            None => settings.default_limit.min(settings.max_limit),
        };
        Ok(settings)
    }

    /// The limits of the server.
    pub(super) fn limits(&self) -> Limits {
        let mut limits = self.limits.clone();
        limits.unsent_connection = limits.unsent_connection.min(limits.unsent);
        // Behind a proxy, all clients have one address: they share all that there is.
        let is_proxied = self.settings.trusted_proxies > 0;
        let share = match self.unsent_address_limit {
            Some(0) => None,
            Some(bytes) => Some(bytes),
            None => (!is_proxied).then_some(limits.unsent / PerAddress::SHARE),
        };
        let usual = PerAddress::default();
        let per_address = match self.address_limit {
            Some(0) => None,
            Some(connections) => Some(PerAddress {
                connections,
                loopback: true,
                ..usual
            }),
            None => (!is_proxied).then_some(usual),
        };
        limits.per_address = match (per_address, self.unsent_address_limit, share) {
            (Some(limit), _, unsent) => Some(PerAddress { unsent, ..limit }),
            (None, Some(_), Some(bytes)) => Some(PerAddress {
                connections: usize::MAX,
                unsent: Some(bytes),
                ..usual
            }),
            (None, ..) => None,
        };
        limits
    }

    /// The database and the settings of its connections.
    ///
    /// # Errors
    ///
    /// When two of them contradict each other.
    pub(super) fn database(&self, program: &str) -> Result<db::Config, Failure> {
        let mut pool = self.pool.clone();
        let (least, most) = (pool.min_connections, pool.max_connections);
        if least > most {
            return Err(format!(
                "DBPOOL_MIN_SIZE={least} is above DBPOOL_MAX_SIZE={most}; lower the one or raise the other"
            )
            .into());
        }
        let answer = self.limits.handler;
        pool.statement_timeout = within(
            answer,
            "STATEMENT_TIMEOUT",
            self.statement_timeout,
            pool.statement_timeout,
        )?;
        pool.lock_timeout = within(answer, "LOCK_TIMEOUT", self.lock_timeout, pool.lock_timeout)?;
        Ok(self.place(program).with_pool(pool))
    }

    /// The database, with the usual settings of its connections.
    pub(super) fn place(&self, program: &str) -> db::Config {
        self.datastore.clone().unwrap_or_else(|| db::Config::embedded(program))
    }
}

/// A time limit of the database, which has to end before the time for the answer: the one that is set, else the default or less.
fn within(answer: Duration, name: &str, set: Option<Duration>, usual: Duration) -> Result<Duration, Failure> {
    const MARGIN: Duration = Duration::from_secs(1);
    match set {
        Some(time) if time >= answer => Err(format!(
            "{name}={} isn't below HANDLER_TIMEOUT={}: the request would be answered while its statement still runs; lower the one or raise \
             the other",
            time.as_secs(),
            answer.as_secs()
        )
        .into()),
        Some(time) => Ok(time),
        None => Ok(usual.min(answer.saturating_sub(MARGIN))),
    }
}

/// The settings that a command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The log.
    Log,
    /// The log and the database.
    Database,
    /// The log, and what the documents depend on.
    Documents,
    /// All.
    All,
}

impl Scope {
    /// That of a subcommand. Others than these could only fail, over variables that are meant for `serve`.
    pub(super) fn of(command: &str) -> Self {
        match command {
            "serve" | "doctor" => Self::All,
            "spec" => Self::Documents,
            "routes" | "import" => Self::Log,
            _ => Self::Database,
        }
    }

    fn has(self, flag: &Flag) -> bool {
        match self {
            Self::All => true,
            Self::Documents => flag.in_documents || Self::Log.has(flag),
            Self::Database => flag.name == table::DATASTORE || Self::Log.has(flag),
            Self::Log => flag.name == table::LOG_LEVEL,
        }
    }
}

/// One setting with its value, for people.
pub(super) struct Reading {
    flag: &'static Flag,
    /// As it is set; `None` if the default holds.
    text: Option<String>,
    source: Source,
}

/// Reads all settings of a command, as the process and `.env` have them.
///
/// # Errors
///
/// A line for each that is malformed.
pub(super) fn read(scope: Scope, matches: &ArgMatches) -> Result<(Configuration, Vec<Reading>), Vec<String>> {
    let process = Environment {
        get: &|name| std::env::var_os(name),
        is_dotenv: &environment::is_from_file,
    };
    read_from(scope, matches, &process)
}

/// Reads all settings of a command.
fn read_from(
    scope: Scope,
    matches: &ArgMatches,
    environment: &Environment<'_>,
) -> Result<(Configuration, Vec<Reading>), Vec<String>> {
    let mut configuration = Configuration::default();
    let (mut readings, mut malformed) = (Vec::new(), Vec::new());
    for flag in table::flags().filter(|flag| scope.has(flag)) {
        let (text, source) = match find(flag, matches, environment) {
            Ok(found) => found,
            Err(problem) => {
                malformed.push(problem);
                continue;
            }
        };
        if let Some(text) = &text
            && let Err(problem) = (flag.store)(&mut configuration, text)
        {
            malformed.push(line(flag, text, &source, &problem));
        }
        readings.push(Reading { flag, text, source });
    }
    if malformed.is_empty() {
        Ok((configuration, readings))
    } else {
        Err(malformed)
    }
}

/// The line about a malformed value.
fn line(flag: &Flag, text: &str, source: &Source, problem: &str) -> String {
    let shown: String = flag.shown(text).chars().take(80).flat_map(char::escape_debug).collect();
    match source {
        Source::Flag | Source::Default => {
            format!(
                "invalid value '{shown}' for '--{} <{}>': {problem}",
                flag.name, flag.value
            )
        }
        Source::Variable { name, .. } => format!("{name}={shown}: {problem}"),
        Source::File { variable, path, .. } => format!("{variable}={path}: {shown}: {problem}"),
    }
}

/// The secrets that anybody can see who lists the processes: a line for each.
pub(super) fn exposed(readings: &[Reading]) -> impl Iterator<Item = String> + '_ {
    readings.iter().filter_map(|reading| {
        let (secret, text) = (reading.flag.secret?, reading.text.as_deref()?);
        let variable = reading.flag.variables.first()?;
        let is_exposed = reading.source == Source::Flag && secret.is_in(text);
        is_exposed.then(|| {
            format!(
                "the password in --{} is in the list of processes, which every user of this machine may read; set {variable} instead, or \
                 {variable}_FILE to a file that has the value",
                reading.flag.name
            )
        })
    })
}

/// Adds the flags that all commands have.
pub(super) fn with_global_flags(command: Command, program: &str) -> Command {
    let flags = table::sections().iter().filter(|section| section.is_global);
    let flags = flags.flat_map(|section| section.flags.iter().map(move |flag| (section, flag)));
    command.args(flags.map(|(section, flag)| flag.arg(program).help_heading(section.title).global(true)))
}

/// Adds the flags of `serve`, each below the title of its section.
pub(super) fn with_flags(command: Command, program: &str) -> Command {
    let sections = table::sections().iter().filter(|section| !section.is_global);
    sections.fold(command, |command, section| {
        let flags = section.flags.iter();
        let args = flags.flat_map(|flag| [Some(flag.arg(program)), flag.off_arg()]);
        command.args(args.flatten().map(|arg| arg.help_heading(section.title)))
    })
}

/// Adds the flags that the documents depend on.
pub(super) fn with_document_flags(command: Command, program: &str) -> Command {
    let flags = table::flags().filter(|flag| flag.in_documents);
    command.args(flags.map(|flag| flag.arg(program)))
}
