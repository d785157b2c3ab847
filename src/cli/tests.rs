//! The command line, as it is typed.

mod banner;

use std::process::ExitCode;

use clap::Command;
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use super::{Cli, cli, migrate, options, routes, spec};
use crate::db::{Config, connect};
use crate::engine::Check;
use crate::error::Error;
use crate::http::tests::API;
use crate::meta::{Access, Alternative, Api, Bearer, Cors, Info, Scheme};

fn tasks() -> Cli {
    cli(&API)
}

#[test]
fn the_flags_are_sound() {
    options::command(&tasks(), "tasks").debug_assert();
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
    case(&["--datastore", "nonsense", "migrate"], 2);
    case(&["--datastore", "nonsense", "routes"], 0);
    case(&["--log-level", "a=b=c", "routes"], 2);
    case(&["--log-level", "nope", "routes"], 2);
    case(&["serve", "--handler-timeout=20", "--statement-timeout=20"], 1);
    case(&["serve", "--pool-min", "5", "--pool-max", "2"], 1);
    case(&["serve", "--print-config", "--pool-min", "5", "--pool-max", "2"], 0);
    case(&["serve", "--print-config", "--pool-min=x"], 2);
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
