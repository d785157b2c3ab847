//! A program that is older than its database: its migrations are the beginning of the history.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use warp_openapi::testing::Client;

use super::{command, on_each, run};

#[tokio::test]
async fn an_older_program_warns_and_serves() {
    on_each(async |database| {
        let url = database.url();
        run("both", url, &["migrate"]).fine();
        let outcome = run("first", url, &["migrate"]).fine();
        assert!(
            outcome.starts_with("note: this program is older than the database, which has `m2_rows`\nnothing to do: "),
            "{outcome}"
        );
        let mut program = command("first", url, &["serve", "--port", "0"])
            .env("LOG_LEVEL", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        let lines = BufReader::new(program.stdout.take().expect("an output")).lines();
        let mut lines = lines.map(|line| line.expect("text"));
        let place = lines.find_map(|line| Some(line.split_once("  API       http://")?.1.to_owned()));
        let status = match &place {
            Some(place) => {
                let address = place.split('/').next().expect("an address").parse().expect("an address");
                Some(Client::new(address).get("/v1/books").await.status())
            }
            None => None,
        };
        program.kill().expect("an end");
        program.wait().expect("an end");
        let mut log = String::new();
        program.stderr.take().expect("a log").read_to_string(&mut log).expect("text");
        assert_eq!(status, Some(200), "{log}");
        let warning = "this program is older than the database, which has the migrations `m2_rows`; its tables are still compatible";
        assert!(log.contains("WARN") && log.contains(warning), "{log}");
    })
    .await;
}

#[tokio::test]
async fn an_older_program_refuses_tables_that_lack_its_columns() {
    on_each(async |database| {
        let url = database.url();
        run("renamed", url, &["migrate"]).fine();
        let line = run("first", url, &["serve", "--port", "0"]).refused();
        assert!(line.starts_with("this program is older than "), "{line}");
        assert!(
            line.contains("`m2_renamed`, and can't use its tables: `books.pages` is missing; run a newer program"),
            "{line}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_history_that_only_lacks_a_file_is_no_older_program() {
    on_each(async |database| {
        let url = database.url();
        run("both", url, &["migrate"]).fine();
        // Its own migration isn't applied.
        let line = run("renamed", url, &["serve", "--port", "0"]).refused();
        assert!(line.contains("`m2_rows`, which this program doesn't know"), "{line}");
    })
    .await;
}
