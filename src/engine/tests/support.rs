//! Shared by the tests: requests in one line, a database of each kind, and one that only records statements.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use sea_orm::sea_query::Values;
use sea_orm::{DatabaseConnection, DatabaseExecutor};

use super::schema::ALL;
use crate::db::{Config, Executor, Pending, Rows, Transaction, connect, create_missing};
use crate::engine::{Ctx, NoopPublisher, Outcome, Principal, Reply, Request, RequestInfo, Services, Settings, run};
use crate::error::Error;
use crate::meta::{Operation, OperationKind, Resource};
use crate::sql::{Dialect, Sql};
use crate::types::Row;

/// An operation with its arguments, built up.
pub(super) struct Ask<'r> {
    kind: OperationKind,
    request: Request<'r>,
    /// Who sends it; an anonymous client if there is none.
    sender: Option<&'r Ctx>,
}

pub(super) fn ask(resource: &'static Resource, kind: OperationKind) -> Ask<'static> {
    Ask {
        kind,
        request: Request {
            resource,
            operation: resource.operation(kind).expect("declared"),
            parents: Vec::new(),
            address: Vec::new(),
            query: "",
            body: b"",
            if_match: None,
            must_be_new: false,
        },
        sender: None,
    }
}

impl<'r> Ask<'r> {
    pub(super) fn operation(mut self, operation: &'static Operation) -> Self {
        self.request.operation = operation;
        self
    }

    pub(super) fn key(mut self, texts: &[&'r str]) -> Self {
        self.request.address = texts.iter().map(|text| (*text).into()).collect();
        self
    }

    pub(super) fn query<'q>(self, query: &'q str) -> Ask<'q>
    where
        'r: 'q,
    {
        Ask {
            kind: self.kind,
            request: Request { query, ..self.request },
            sender: self.sender,
        }
    }

    pub(super) fn body<'b>(self, body: &'b str) -> Ask<'b>
    where
        'r: 'b,
    {
        Ask {
            kind: self.kind,
            request: Request {
                body: body.as_bytes(),
                ..self.request
            },
            sender: self.sender,
        }
    }

    pub(super) fn if_match<'t>(self, tags: &'t str) -> Ask<'t>
    where
        'r: 't,
    {
        Ask {
            kind: self.kind,
            request: Request {
                if_match: Some(tags),
                ..self.request
            },
            sender: self.sender,
        }
    }

    pub(super) fn must_be_new(mut self) -> Self {
        self.request.must_be_new = true;
        self
    }

    pub(super) fn by<'c>(self, ctx: &'c Ctx) -> Ask<'c>
    where
        'r: 'c,
    {
        Ask {
            sender: Some(ctx),
            ..self
        }
    }

    pub(super) async fn run(self, cx: &Services) -> Result<Reply, Error> {
        match self.sender {
            Some(ctx) => run(ctx, self.request).await,
            None => run(&principal(cx, ""), self.request).await,
        }
    }

    /// What a client sees, in one line: outcome, body, total, location and links, as far as they are there; or the error.
    pub(super) async fn answer(self, cx: &Services) -> String {
        match self.run(cx).await {
            Err(error) => format!("{}: {error}", name(&error)),
            Ok(reply) => {
                let mut line = match reply.outcome {
                    Outcome::Done => "done".to_owned(),
                    Outcome::Created => "created".to_owned(),
                    Outcome::Nothing => "deleted".to_owned(),
                };
                if !reply.body.is_empty() {
                    line += &format!(" {}", text(&reply));
                }
                if let Some(total) = reply.total {
                    line += &format!(" of {total}");
                }
                if let Some(location) = reply.location {
                    line += &format!(" at {location}");
                }
                for (relation, query) in reply.links {
                    line += &format!("; {relation} {query}");
                }
                line
            }
        }
    }
}

/// The context of a request of this principal; of an anonymous one, if it is empty.
pub(super) fn principal(cx: &Services, id: &str) -> Ctx {
    let request = RequestInfo {
        principal: (!id.is_empty()).then(|| Principal::new(id)),
        ..RequestInfo::default()
    };
    Ctx::new(cx.clone(), request)
}

pub(super) fn text(reply: &Reply) -> &str {
    let text = std::str::from_utf8(&reply.body).expect("UTF-8");
    serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    text
}

fn name(error: &Error) -> &'static str {
    match error {
        Error::Malformed(_) => "malformed",
        Error::Invalid(_) => "invalid",
        Error::NotFound => "missing",
        Error::Conflict(_) => "conflict",
        Error::PreconditionFailed(_) => "failed",
        Error::Unauthorized => "unauthorized",
        Error::Forbidden => "forbidden",
        Error::PreconditionRequired => "unconditional",
        Error::Internal(cause) => panic!("{cause:?}"),
        Error::Unavailable(cause) | Error::OutcomeUnknown(cause) => panic!("{cause:?}"),
        Error::TooLarge { .. }
        | Error::UnsupportedMediaType { .. }
        | Error::UnsupportedEncoding
        | Error::Status { .. }
        | Error::Timeout => "HTTP's",
    }
}

/// Runs a test on every database: SQLite in memory, and PostgreSQL on the server that `testing` finds, in a database of its own.
pub(super) fn on_each<F: Future<Output = ()>>(test: impl Fn(Services) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        test(services(&Config::memory()).await).await;
        let Some(server) = crate::testing::postgres_url() else {
            return;
        };
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("engine_test_{}_{count}", std::process::id());
        let admin = connect(&Config::parse(&server).expect("an URL"))
            .await
            .expect("a server");
        admin
            .execute(sql(&format!("CREATE DATABASE {name}")))
            .await
            .expect("created");
        let (base, _) = server.rsplit_once('/').expect("a database in the URL");
        let cx = services(&Config::parse(&format!("{base}/{name}")).expect("an URL")).await;
        // The database goes whether the test holds or not.
        let outcome = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(test(cx))).await;
        let dropped = sql(&format!("DROP DATABASE {name} WITH (FORCE)"));
        admin.execute(dropped).await.expect("dropped");
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

async fn services(config: &Config) -> Services {
    let database = connect(config).await.expect("a database");
    create_missing(&database, ALL).await.expect("tables");
    with(Arc::new(database))
}

fn with(database: Arc<dyn Executor>) -> Services {
    let settings = Settings {
        bulk_limit: 5_000,
        ..Settings::default()
    };
    Services {
        database,
        settings: Arc::new(settings),
        limits: Arc::default(),
        publisher: Arc::new(NoopPublisher),
    }
}

pub(super) fn sql(text: &str) -> Sql {
    Sql {
        text: text.to_owned(),
        values: Values(Vec::new()),
    }
}

/// Records statements with their values, and returns no rows.
struct Recorder {
    dialect: Dialect,
    statements: Mutex<Vec<String>>,
    nothing: DatabaseConnection,
}

impl Executor for Recorder {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        self.note(&sql);
        Box::pin(async { Ok(Box::new(NoRows) as Box<dyn Rows>) })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        self.note(&sql);
        Box::pin(async { Ok(0) })
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async { Err(Error::internal("no transactions here")) })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Connection(&self.nothing)
    }
}

impl Recorder {
    fn note(&self, sql: &Sql) {
        let text = inject(&sql.text, &sql.values);
        self.statements.lock().expect("whole").push(text);
    }
}

/// Puts the values where their placeholders are: `?` or `$1`.
fn inject(text: &str, values: &Values) -> String {
    let mut out = String::new();
    let mut values = values.0.iter();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let placeholder = match character {
            '?' => true,
            '$' => characters.peek().is_some_and(char::is_ascii_digit),
            _ => false,
        };
        if !placeholder {
            out.push(character);
            continue;
        }
        while characters.next_if(char::is_ascii_digit).is_some() {}
        match values.next().expect("a value for each placeholder") {
            sea_orm::Value::String(Some(text)) => out += &format!("'{text}'"),
            other => out += &other.to_string(),
        }
    }
    out
}

struct NoRows;

impl Rows for NoRows {
    fn len(&self) -> usize {
        0
    }
    fn get(&self, _: usize) -> Option<&dyn Row> {
        None
    }
}

/// The first statement that a request becomes.
#[track_caller]
pub(super) fn statement(dialect: Dialect, ask: Ask<'_>) -> String {
    statements(dialect, ask).swap_remove(0)
}

/// The statements that a request becomes, or why there is none.
#[track_caller]
pub(super) fn statements(dialect: Dialect, ask: Ask<'_>) -> Vec<String> {
    let recorder = Arc::new(Recorder {
        dialect,
        statements: Mutex::default(),
        nothing: DatabaseConnection::default(),
    });
    let cx = with(Arc::clone(&recorder) as Arc<dyn Executor>);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let answer = runtime.block_on(ask.run(&cx));
    let statements = recorder.statements.lock().expect("whole");
    if statements.is_empty() {
        return vec![match answer {
            Ok(reply) => format!("no statement: {reply:?}"),
            Err(error) => error.to_string(),
        }];
    }
    statements.clone()
}
