//! `db seed`: rows out of a file, through the validation and the hooks of the API, all of them or none.
//!
//! Access control doesn't apply. Where a resource has an `owner`, each record names it, or `--as` does for all of them. Nothing is
//! published: there are no subscribers yet, and there is no broker here.

mod source;

use std::fmt::Write as _;
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};

pub(super) use self::source::Source;
use self::source::{Item, Problem};
use crate::cli::{Cli, Failure, migrate, output};
use crate::db::{self};
use crate::engine::{Ctx, NoopPublisher, Principal, RequestInfo, Seed, Services, Settings, insert_seed, read_seed};
use crate::error::{Error, FieldErrors, chain};
use crate::meta::Resource;

/// How many bad records are listed.
const MOST_LISTED: usize = 20;
/// How many rows are created at a time, and how many bytes of records are held.
const BATCH: (usize, usize) = (500, 4 * 1024 * 1024);

/// The subcommand.
pub(super) fn command() -> Command {
    Command::new("seed")
        .about("Create rows from a file: all of them, or none")
        .after_help(
            "A file is JSON, {\"tasks\": [{..}, ..], \"comments\": [..]} by paths or tables, or NDJSON, a line for each record: \
             {\"resource\": \"tasks\", \"record\": {..}}. With --into, it is a list of records, or a line for each. \
             Records are what create requests hold; where a resource has an `owner`, they hold that field too, or --as sets it. \
             Hooks run, access rules aren't checked, and nothing is published. JSON is read whole; lines are read as they come.",
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .help("The file; -: standard input"),
        )
        .arg(
            Arg::new("into")
                .long("into")
                .value_name("RESOURCE")
                .help("The path or table that all records are for"),
        )
        .arg(
            Arg::new("as")
                .long("as")
                .value_name("ID")
                .help("Whose the rows of resources with an `owner` are: the id of a principal"),
        )
}

/// Inserts the rows of a file.
///
/// # Errors
///
/// When the file can't be read, records are bad or the database refuses; nothing is written then.
pub(super) async fn run(cli: &Cli, matches: &ArgMatches, datastore: &db::Config) -> Result<(), Failure> {
    let path = matches.get_one::<String>("file").map_or("-", String::as_str);
    let into = matches.get_one::<String>("into").map(String::as_str);
    let source = Source::open(cli.api, path, into)?;
    let database = super::existing(datastore).await?;
    let name = datastore.to_string();
    behind(cli, &database, &name).await?;
    let principal = matches.get_one::<String>("as").map(Principal::new);
    let services = Services {
        database: Arc::new(database),
        settings: Arc::new(Settings::default()),
        limits: Arc::default(),
        publisher: Arc::new(NoopPublisher),
    };
    let request = RequestInfo {
        id: "db seed".to_owned(),
        principal,
        values: Arc::clone(&cli.values),
        ..RequestInfo::default()
    };
    let counts = insert_all(&Ctx::new(services, request), source).await?;
    let mut message = String::new();
    for (resource, count) in &counts {
        // Writing to a String can't fail.
        let _ = writeln!(message, "created {count} in {}", resource.table);
    }
    if counts.is_empty() {
        message.push_str("nothing to do: there are no records\n");
    }
    Ok(output::print(&message)?)
}

/// Refuses a database that isn't migrated: its errors for the records would be misleading.
async fn behind(cli: &Cli, database: &db::Database, name: &str) -> Result<(), Failure> {
    let pending = migrate::pending(cli, database).await?;
    let what = match cli.migrations {
        Some(_) if !pending.is_empty() => "migrations are pending on",
        _ => "tables are missing in",
    };
    let missing = if pending.is_empty() {
        migrate::missing(cli.api, database).await?
    } else {
        pending
    };
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("{what} {name}: {}; run `migrate` first", missing.join(", ")).into())
}

/// How many rows each resource got.
type Counts = Vec<(&'static Resource, u64)>;

/// Inserts all rows in one transaction.
pub(super) async fn insert_all(ctx: &Ctx, source: Source) -> Result<Counts, Failure> {
    let name = source.name.clone();
    let mut failure = None;
    let done = ctx
        .transaction(async |within| {
            let mut seeding = Seeding::new(within);
            match seeding.all(source).await {
                Ok(()) if seeding.problems.is_empty() => Ok(seeding.counts),
                Ok(()) => {
                    failure = Some(listed(&name, &seeding.problems, seeding.stopped));
                    Err(Error::NotFound)
                }
                Err(error) => {
                    failure = Some(error.to_string());
                    Err(Error::NotFound)
                }
            }
        })
        .await;
    match (done, failure) {
        (_, Some(failure)) => Err(failure.into()),
        (Ok(counts), None) => Ok(counts),
        // The commit, which checks deferred constraints.
        (Err(error), None) => Err(format!("{name}: nothing was written: {}", why(&error)).into()),
    }
}

/// The bad records as one message.
fn listed(name: &str, problems: &[Problem], stopped: bool) -> String {
    let (count, what) = (
        problems.len(),
        if problems.len() == 1 {
            "bad record"
        } else {
            "bad records"
        },
    );
    let first = if stopped { "at least " } else { "" };
    let mut text = format!("{name}: nothing was written: {first}{count} {what}");
    for problem in problems {
        let _ = write!(text, "\n  {}: {}", problem.place, problem.what);
    }
    text
}

/// The error of the database or a hook for a record.
fn why(error: &Error) -> String {
    match db::explain(error) {
        Some((message, Some(remedy))) => format!("{message}; {remedy}"),
        Some((message, None)) => format!("{message}; if the tables don't match the API, run `migrate`"),
        None if matches!(error, Error::Forbidden) => "the id of --as can't be one of its owner".to_owned(),
        None => chain(error),
    }
}

/// The work, inside the transaction.
struct Seeding<'c> {
    ctx: &'c Ctx,
    for_principal: bool,
    counts: Counts,
    problems: Vec<Problem>,
    /// Whether there may be more problems than those.
    stopped: bool,
    batch: Vec<(String, Seed)>,
    bytes: usize,
}

impl<'c> Seeding<'c> {
    fn new(ctx: &'c Ctx) -> Self {
        Self {
            ctx,
            for_principal: ctx.principal().is_some(),
            counts: Vec::new(),
            problems: Vec::new(),
            stopped: false,
            batch: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes the records in their order. After the first bad one the others are only validated.
    async fn all(&mut self, source: Source) -> Result<(), Failure> {
        let mut last: Option<&'static Resource> = None;
        for found in source.items {
            if self.problems.len() >= MOST_LISTED {
                self.stopped = true;
                return Ok(());
            }
            let item = match found? {
                Ok(item) => item,
                Err(problem) => {
                    self.problems.push(problem);
                    continue;
                }
            };
            if let Some(before) = last
                && !std::ptr::eq(before, item.resource)
            {
                self.flush(before).await?;
            }
            last = Some(item.resource);
            let bytes = item.json.get().len();
            let Some(seed) = self.validated(&item) else {
                continue;
            };
            if self.problems.is_empty() {
                self.batch.push((item.place, seed));
                self.bytes += bytes;
            }
            // One by one if there are hooks: the error of a hook doesn't tell which record it refuses.
            let (most, most_bytes) = if item.resource.hooks.is_some() { (1, 0) } else { BATCH };
            if self.batch.len() >= most || self.bytes > most_bytes {
                self.flush(item.resource).await?;
            }
        }
        match last {
            Some(resource) => self.flush(resource).await,
            None => Ok(()),
        }
    }

    fn validated(&mut self, item: &Item) -> Option<Seed> {
        let mut errors = FieldErrors::new();
        let seed = read_seed(item.resource, &item.json, self.for_principal, &mut errors);
        if let Err(error) = errors.finish() {
            self.problems.push(Problem {
                place: item.place.clone(),
                what: error.to_string(),
            });
            return None;
        }
        seed
    }

    /// Creates the rows of the batch. If the database refuses, they are tried one by one, to find which are refused.
    async fn flush(&mut self, resource: &'static Resource) -> Result<(), Failure> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() || !self.problems.is_empty() {
            return Ok(());
        }
        let count = batch.len();
        let seeds = batch.iter().map(|(_, seed)| seed.clone()).collect();
        let Err(refused) = self.insert(resource, seeds).await else {
            self.count(resource, count);
            return Ok(());
        };
        // Every other record would fail, too.
        if db::explain(&refused).is_some_and(|(_, remedy)| remedy.is_some()) {
            let why = why(&refused);
            return Err(format!("nothing was written: {why}").into());
        }
        if let [(place, _)] = &*batch {
            self.problems.push(Problem {
                place: place.clone(),
                what: why(&refused),
            });
            return Ok(());
        }
        for (place, seed) in batch {
            if self.problems.len() >= MOST_LISTED {
                self.stopped = true;
                break;
            }
            if let Err(error) = self.insert(resource, vec![seed]).await {
                self.problems.push(Problem {
                    place,
                    what: why(&error),
                });
            }
        }
        if self.problems.is_empty() {
            let (place, what) = (resource.table.to_owned(), why(&refused));
            self.problems.push(Problem { place, what });
        }
        Ok(())
    }

    /// In a savepoint: on PostgreSQL a statement that fails would end the transaction around.
    async fn insert(&self, resource: &'static Resource, seeds: Vec<Seed>) -> Result<(), Error> {
        let for_principal = self.for_principal;
        self.ctx
            .transaction(async |within| insert_seed(within, resource, seeds, for_principal).await)
            .await
    }

    fn count(&mut self, resource: &'static Resource, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        match self.counts.iter_mut().find(|(other, _)| std::ptr::eq(*other, resource)) {
            Some((_, sum)) => *sum += count,
            None => self.counts.push((resource, count)),
        }
    }
}
