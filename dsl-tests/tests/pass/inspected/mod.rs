//! What `db inspect` prints: each file is a program of its own, written by the tests of `src/cli/db`.
use std::process::ExitCode;

mod foreign_postgres;
mod foreign_sqlite;
mod own_postgres;
mod own_sqlite;
mod related_postgres;
mod related_sqlite;

#[test]
fn compiles() {
    assert!(own_sqlite::Shop::openapi().contains("\"operationId\":\"list_everything\""));
    assert!(foreign_postgres::Shop::openapi().contains("#/components/schemas/OrderLine"));
}

#[test]
fn runs() {
    for cli in [
        foreign_postgres::Shop::cli(),
        foreign_sqlite::Shop::cli(),
        own_postgres::Shop::cli(),
        own_sqlite::Shop::cli(),
        related_postgres::Shop::cli(),
        related_sqlite::Shop::cli(),
    ] {
        assert_eq!(cli.run_from(["api", "routes"]), ExitCode::SUCCESS);
    }
}

/// The tables that the programs declare can be made.
#[test]
fn makes_its_tables() {
    for cli in [foreign_sqlite::Shop::cli(), own_sqlite::Shop::cli()] {
        let migrate = ["api", "migrate", "--datastore", "sqlite::memory:"];
        assert_eq!(cli.run_from(migrate), ExitCode::SUCCESS);
    }
}
