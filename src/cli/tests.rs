//! The command line, as it is typed.

mod banner;

use std::process::ExitCode;

use clap::Command;
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use super::{Cli, cli, migrate, options, refusal, routes, spec};
use crate::db::{Config, connect};
use crate::engine::{Check, Settings};
use crate::error::Error;
use crate::http::tests::API;
use crate::meta::{Access, Alternative, Api, Bearer, Cors, Info, Scheme};

fn tasks() -> Cli {
    cli(&API)
}

/// What `serve` makes of these flags, or the text that it refuses them with.
fn settings(flags: &[&str]) -> Result<Settings, String> {
    let arguments = ["tasks", "serve"].iter().chain(flags);
    let matches = options::command(&tasks(), "tasks")
        .try_get_matches_from(arguments)
        .map_err(|error| error.to_string())?;
    let (_, matches) = matches.subcommand().unwrap();
    options::settings(matches).map_err(|error| error.to_string())
}

#[test]
fn the_flags_are_sound() {
    options::command(&tasks(), "tasks").debug_assert();
}

#[test]
fn serve_lists_each_flag_with_its_default_and_variable() {
    let error = options::command(&tasks(), "tasks").try_get_matches_from(["tasks", "serve", "--help"]);
    let help = error.unwrap_err().to_string();
    for (flag, variable, default) in [
        ("--host", "MICRO_SERVICE_HOST", "127.0.0.1"),
        ("--port", "MICRO_SERVICE_PORT", "8080"),
        ("--pool-min", "DBPOOL_MIN_SIZE", "0"),
        ("--pool-max", "DBPOOL_MAX_SIZE", "10"),
        ("--sqlite-synchronous", "SQLITE_SYNCHRONOUS", "normal"),
        ("--db-echo", "DBECHO", ""),
        ("--spec-route", "SPEC_ROUTE", "/spec"),
        ("--max-limit", "MAX_PAGINATION_LIMIT", "100"),
        ("--default-limit", "DEF_PAGINATION_LIMIT", "50"),
        ("--body-limit", "BODY_LIMIT", "1048576"),
        ("--bulk-limit", "BULK_LIMIT", "1000"),
        ("--check-timeout", "CHECK_TIMEOUT", "5"),
        ("--bad-data-message", "BAD_DATA_MESSAGE", "Invalid data format"),
        ("--error-message", "ERROR_500_MESSAGE", "Internal Server Error"),
        ("--app-name", "APP_NAME", "the API's title"),
        ("--public-url", "PUBLIC_URL", "the request's host"),
        ("--trust-proxy", "TRUST_PROXY", ""),
        ("--allowed-hosts", "ALLOWED_HOSTS", "any, not used in links"),
        ("--rate-limit-store", "RATE_LIMIT_STORE", "auto"),
        ("--rate-limit-callers", "RATE_LIMIT_CALLERS", "100000"),
        ("--cors-origins", "CORS_ORIGINS", "those that the API declares"),
        #[cfg(feature = "docs")]
        ("--docs-route", "DOCS_ROUTE", "/docs"),
        #[cfg(feature = "docs")]
        ("--docs-title", "DOCS_TITLE", "the API's title"),
        #[cfg(feature = "docs")]
        ("--docs-theme", "DOCS_THEME", "auto"),
        ("--broker", "BROKER", "auto"),
        ("--redis-url", "REDIS_URL", ""),
        ("--socket-limit", "SOCKET_LIMIT", "10000"),
        ("--socket-message-limit", "SOCKET_MESSAGE_LIMIT", "262144"),
        ("--socket-ping", "SOCKET_PING", "30"),
        ("--socket-queue", "SOCKET_QUEUE", "1024"),
        ("--socket-queue-bytes", "SOCKET_QUEUE_BYTES", "4194304"),
        ("--socket-requests", "SOCKET_REQUESTS", "16"),
        ("--socket-timeout", "SOCKET_TIMEOUT", "60"),
        ("--socket-subscriptions", "SOCKET_SUBSCRIPTIONS", "1000"),
        ("--datastore", "DATASTORE", "sqlite:tasks.sqlite"),
        ("--log-level", "LOG_LEVEL", "info"),
    ] {
        let line = help.lines().position(|line| line.trim_start().contains(flag));
        let line = line.unwrap_or_else(|| panic!("{flag}: {help}"));
        let lines: String = help.lines().skip(line).take(2).collect();
        assert!(lines.contains(&format!("[env: {variable}")), "{flag}: {lines}");
        assert!(lines.contains(default), "{flag}: {lines}");
    }
}

#[test]
fn flags_reach_the_settings() {
    let settings = settings(&[
        "--max-limit=20",
        "--body-limit=7",
        "--bulk-limit=8",
        "--public-url=https://api.example.com/",
        "--trust-proxy",
        "--spec-route=/x",
        "--error-message=oops",
        "--bad-data-message=bad",
    ])
    .unwrap();
    assert_eq!((settings.max_limit, settings.default_limit), (20, 20));
    assert_eq!((settings.body_limit, settings.bulk_limit), (7, 8));
    assert_eq!(settings.public_url.as_deref(), Some("https://api.example.com"));
    assert_eq!((settings.trusted_proxies, settings.spec_route.as_str()), (1, "/x"));
    assert_eq!(settings.internal_error_message, "oops");
    assert_eq!(settings.bad_data_message, "bad");
}

#[cfg(feature = "docs")]
#[test]
fn flags_say_where_the_pages_are_and_what_they_look_like() {
    use crate::engine::DocsTheme;
    #[track_caller]
    fn case(flags: &[&str], route: Option<&str>, title: Option<&str>, theme: DocsTheme) {
        let settings = settings(flags).unwrap();
        assert_eq!(settings.docs_route.as_deref(), route, "{flags:?}");
        assert_eq!(settings.docs_title.as_deref(), title, "{flags:?}");
        assert_eq!(settings.docs_theme, theme, "{flags:?}");
    }
    case(&[], Some("/docs"), None, DocsTheme::Auto);
    case(
        &["--docs-route=/a/b", "--docs-title=A & B", "--docs-theme=dark"],
        Some("/a/b"),
        Some("A & B"),
        DocsTheme::Dark,
    );
    case(
        &["--docs-route=off", "--docs-title=", "--docs-theme=light"],
        None,
        None,
        DocsTheme::Light,
    );
    case(&["--docs-route="], None, None, DocsTheme::Auto);
    let text = settings(&["--docs-route=docs"]).unwrap_err();
    assert!(text.contains("expected a path such as /docs, or off"), "{text}");
    let text = settings(&["--docs-theme=pink"]).unwrap_err();
    assert!(text.contains("expected auto, light or dark"), "{text}");
}

#[test]
fn bad_values_are_refused_in_one_line() {
    #[track_caller]
    fn case(flags: &[&str], expected: &str) {
        let text = settings(flags).unwrap_err();
        assert!(text.contains(expected), "{text}");
    }
    case(
        &["--port=99999"],
        "invalid value '99999' for '--port <PORT>': expected a whole number from 0 to 65535",
    );
    case(
        &["--max-limit=abc"],
        "invalid value 'abc' for '--max-limit <N>': expected a whole number from 1 to",
    );
    case(
        &["--max-limit=0"],
        "invalid value '0' for '--max-limit <N>': expected a whole number from 1 to",
    );
    case(
        &["--socket-ping=-1"],
        "'--socket-ping <SECONDS>': expected a whole number from 1 to 3600",
    );
    case(&["--spec-route=spec"], "expected a path such as /spec");
    case(&["--spec-route=/{x}"], "expected a path such as /spec");
    case(
        &["--public-url=example.com"],
        "expected a URL such as https://api.example.com",
    );
    case(
        &["--public-url=ftp://x"],
        "expected a URL such as https://api.example.com",
    );
    case(
        &["--max-limit=10", "--default-limit=11"],
        "DEF_PAGINATION_LIMIT=11 is above MAX_PAGINATION_LIMIT=10",
    );
}

#[test]
fn a_bad_variable_is_reported_by_its_name() {
    #[track_caller]
    fn case(flag: &str, set: Option<&str>, expected: &str) {
        let command = options::command(&tasks(), "tasks");
        let error = command
            .clone()
            .try_get_matches_from(["tasks", "serve", flag])
            .unwrap_err();
        let found = refusal::variable(&command, &error, |name| {
            (name == "MICRO_SERVICE_PORT").then_some(set?).map(str::to_owned)
        });
        assert_eq!(found.as_deref().unwrap_or("the flag"), expected);
    }
    case("--port=x", Some("x"), "MICRO_SERVICE_PORT");
    case("--port=x", Some("8080"), "the flag");
    case("--port=x", None, "the flag");
    case("--nonsense", Some("x"), "the flag");
}

#[test]
fn exit_codes_identify_the_failure() {
    #[track_caller]
    fn case(arguments: &[&str], expected: u8) {
        let code = tasks().run_from(["tasks"].iter().chain(arguments));
        assert_eq!(code, ExitCode::from(expected), "{arguments:?}");
    }
    case(&[], 2);
    case(&["--version"], 0);
    case(&["nonsense"], 2);
    case(&["serve", "--port", "x"], 2);
    case(&["routes"], 0);
    case(&["spec"], 0);
    case(&["spec", "--check", "/nowhere/at/all"], 1);
    case(&["--datastore", "nonsense", "migrate"], 1);
    case(&["--log-level", "a=b=c", "routes"], 1);
    case(&["--log-level", "nope", "routes"], 1);
    case(&["serve", "--pool-min", "5", "--pool-max", "2"], 1);
    case(
        &["--datastore", "sqlite::memory:", "serve", "--spec-route", "/v1/tasks"],
        1,
    );
    case(&["serve", "--cors-origins", "app.example.com"], 2);
    case(&["serve", "--broker", "kafka"], 2);
    case(&["--datastore", "sqlite::memory:", "serve", "--broker", "postgres"], 1);
    case(&["migrate", "--datastore", "sqlite::memory:"], 0);
}

#[test]
fn origins_that_contradict_the_declaration_end_the_start() {
    static OF_COOKIES: Api = Api {
        info: Info {
            cors: Some(Cors {
                credentials: true,
                ..Cors::NONE
            }),
            ..API.info
        },
        ..API
    };
    let serve = [
        "tasks",
        "--datastore",
        "sqlite::memory:",
        "serve",
        "--cors-origins",
        "*",
    ];
    assert_eq!(cli(&OF_COOKIES).run_from(serve), ExitCode::FAILURE);
}

#[test]
fn a_port_in_use_is_reported() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let code = tasks().run_from([
        "tasks",
        "serve",
        "--datastore",
        "sqlite::memory:",
        "--host",
        "127.0.0.1",
        "--port",
        &port,
    ]);
    assert_eq!(code, ExitCode::FAILURE);
}

#[test]
fn a_failing_start_ends_the_program() {
    let code = tasks().on_start(|_| async { Err::<(), _>("not today") }).run_from([
        "tasks",
        "serve",
        "--datastore",
        "sqlite::memory:",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
    ]);
    assert_eq!(code, ExitCode::FAILURE);
}

#[test]
fn own_commands_get_their_arguments_and_the_database() {
    let command = Command::new("greet").arg(clap::Arg::new("name"));
    let code = tasks()
        .command(command, |matches, context| async move {
            let name = matches.get_one::<String>("name").ok_or("no name")?.clone();
            context.connect().await?.ping().await?;
            (name == "you" && context.api().name == "Tasks")
                .then_some(())
                .ok_or_else(|| name.into())
        })
        .run_from(["tasks", "greet", "you", "--datastore", "sqlite::memory:"]);
    assert_eq!(code, ExitCode::SUCCESS);
}

#[test]
fn the_database_is_a_file_of_the_program_s_name() {
    let cases = [
        ("target/debug/tasks", "tasks"),
        ("C:/x/tasks.exe", "tasks"),
        ("", "tasks"),
        ("other", "other"),
    ];
    for (first, expected) in cases {
        assert_eq!(options::program(Some(&first.into()), &API), expected);
    }
}

#[test]
fn routes_are_a_table() {
    let table = routes::table(&API);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "METHOD  PATH                      OPERATION");
    assert_eq!(lines[1], "GET     /v1/tasks                 list_task");
    assert_eq!(lines[3], "POST    /v1/tasks/bulk            create_many_task");
    assert_eq!(lines[9], "GET     /v1/pairs/{left}/{right}  read_pair");
}

#[test]
fn routes_show_access_rules_if_there_are_any() {
    static CHECK: Check = Check(|_, _| Box::pin(async { Err(Error::Unauthorized) }));
    static INFO: Info = Info {
        security: &[Scheme {
            name: "bearer",
            docs: &[],
            kind: Bearer::new().kind(),
            check: CHECK.function(),
        }],
        access: Access::AnyOf(&[Alternative {
            scheme: "bearer",
            scopes: &["tasks:read", "odd scope"],
        }]),
        ..API.info
    };
    static GUARDED: Api = Api { info: INFO, ..API };
    let table = routes::table(&GUARDED);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "METHOD  PATH                      OPERATION         ACCESS");
    assert_eq!(
        lines[1],
        "GET     /v1/tasks                 list_task         bearer[tasks:read, odd scope]"
    );
}

#[test]
fn a_file_that_differs_is_shown_line_by_line() {
    let document = "{\"a\":1,\"b\":2}";
    assert_eq!(spec::difference(document, document, "f"), None);
    assert_eq!(spec::difference("{\n \"b\": 2,\n \"a\": 1\n}\n", document, "f"), None);
    let shown = spec::difference("{\"a\":1,\"b\":3}", document, "f").unwrap();
    assert!(shown.contains("--- f\n+++ the document\n"), "{shown}");
    assert!(shown.contains("-  \"b\": 3\n+  \"b\": 2\n"), "{shown}");
    assert!(
        spec::difference("not JSON", document, "f")
            .unwrap()
            .contains("-not JSON\n")
    );
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(First)]
    }
}

struct First;

impl MigrationName for First {
    fn name(&self) -> &'static str {
        "m1_first"
    }
}

#[async_trait]
impl MigrationTrait for First {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("CREATE TABLE first (id INT)")
            .await?;
        Ok(())
    }
}

#[tokio::test]
async fn what_is_pending_is_done_once() {
    for (cli, expected) in [
        (tasks(), vec!["task", "pair"]),
        (tasks().migrator::<Migrator>(), vec!["m1_first"]),
    ] {
        let database = connect(&Config::memory()).await.unwrap();
        assert_eq!(migrate::pending(&cli, &database).await.unwrap(), expected);
        assert_eq!(migrate::up(&cli, &database).await.unwrap(), expected);
        assert!(migrate::pending(&cli, &database).await.unwrap().is_empty());
        assert!(migrate::up(&cli, &database).await.unwrap().is_empty());
    }
}
