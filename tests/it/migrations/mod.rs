//! `migrate` as it is typed: processes of their own, with their output and exit codes, on each database.

mod adopting;
mod bad_input;
mod behind;
mod commands;
mod compiling;
mod older;
mod programs;
mod races;
mod writing;

use std::process::{Command, Stdio};

use warp_openapi::sea_orm::ConnectionTrait as _;
use warp_openapi::testing::{Database, databases};

/// The result of a process.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub code: i32,
    pub out: String,
    pub error: String,
}

impl Outcome {
    /// Asserts that it went well, and gives the output.
    #[track_caller]
    pub(crate) fn fine(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// Asserts that it failed with one line, and gives that.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        let line = self.error.trim_end().to_owned();
        assert!(line.starts_with("error: ") && !line.contains('\n'), "{self:?}");
        line.trim_start_matches("error: ").to_owned()
    }
}

/// A process that runs `program` with these arguments: this test binary, which runs nothing but `programs::runs`.
pub(crate) fn command(program: &str, url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command
        .args(["--exact", "migrations::programs::runs", "--nocapture", "--quiet"])
        .env("WARP_OPENAPI_PROGRAM", program)
        .env("WARP_OPENAPI_ARGUMENTS", arguments.join("\n"))
        .env("DATASTORE", url)
        .env_remove("RUST_LOG")
        .env("LOG_LEVEL", "error")
        .stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(program: &str, url: &str, arguments: &[&str]) -> Outcome {
    outcome(command(program, url, arguments).output().expect("a process"))
}

pub(crate) fn outcome(output: std::process::Output) -> Outcome {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let out = text(output.stdout);
    Outcome {
        code: output.status.code().expect("an exit code"),
        // The harness speaks first.
        out: out
            .split_once("running 1 test\n")
            .map_or(String::new(), |(_, rest)| rest.to_owned()),
        error: text(output.stderr),
    }
}

/// Runs a case on each database, an empty one.
pub(crate) async fn on_each(case: impl AsyncFn(&Database)) {
    for database in databases().await {
        case(&database).await;
    }
}

pub(crate) async fn execute(database: &Database, sql: &str) {
    database
        .connection()
        .execute_unprepared(sql)
        .await
        .expect("a statement");
}
