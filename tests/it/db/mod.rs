//! `db seed`, as programs run it: owners, hooks, what clients can't set.

use warp_openapi::Cli;
use warp_openapi::prelude::*;
use warp_openapi::testing::{Database, databases};

use crate::migrations::run;

api! {
    api Library {
        title: "Library",
        version: "1.0.0",
        security: { user: Basic::new() = check_user },
        access: user,
    }

    resource Shelf {
        table: "seeded_shelves",
        path: "/shelves",
        key: { id: i64 },
        fields: { label: String [len(1..=9)], made_by: String [read_only, default("")] },
        ops: [read],
        hooks: { before_create: stamp },
    }

    resource Note {
        table: "seeded_notes",
        path: "/notes",
        key: { id: i64 },
        fields: { text: String, author: String [hidden], shelf: Option<i64> [references("seeded_shelves", cascade)] },
        owner: author,
        ops: [list, create],
    }
}

async fn check_user(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn stamp(ctx: &Ctx, row: &mut shelf::ActiveModel) -> Result<(), Error> {
    if row.label == Set("none".to_owned()) {
        return Err(Error::invalid("label", "not this one"));
    }
    let id = ctx.principal().map_or("nobody", Principal::id);
    row.made_by = Set(format!("{id} by {}", ctx.state::<&str>()?));
    Ok(())
}

/// What the processes of these tests run.
pub(crate) fn program() -> Cli {
    Library::cli().state("hook")
}

/// Runs `db seed` with these flags and this file on a database, in a process of its own: a program sets the log up for all of its process.
async fn seed(database: &Database, file: &str, flags: &[&str]) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("seed.json");
    std::fs::write(&path, file).expect("a file");
    let path = path.to_str().expect("a path of UTF-8");
    let arguments: Vec<&str> = ["db", "seed", path].into_iter().chain(flags.iter().copied()).collect();
    run("library", database.url(), &arguments).code == 0
}

async fn texts(database: &Database, sql: &str) -> Vec<String> {
    let connection = database.connection();
    let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("rows");
    rows.iter().map(|row| row.try_get("", "t").expect("a text")).collect()
}

const NOTES: &str = "SELECT author || ':' || text AS t FROM seeded_notes ORDER BY id";
const SHELVES: &str = "SELECT label || ' ' || made_by AS t FROM seeded_shelves ORDER BY id";

#[tokio::test]
async fn records_or_the_flag_name_the_owner_and_hooks_run() {
    for database in databases().await {
        let database = &database;
        database.create_tables(Library::API).await;
        // Tables that others refer to come first, wherever they stand.
        let file = r#"{
            "notes": [{"id": 1, "text": "a", "author": "ann", "shelf": 7}, {"id": 2, "text": "b", "author": "bob"}],
            "shelves": [{"id": 7, "label": "x"}]
        }"#;
        assert!(seed(database, file, &[]).await);
        assert_eq!(texts(database, NOTES).await, ["ann:a", "bob:b"]);
        assert_eq!(texts(database, SHELVES).await, ["x nobody by hook"]);

        let file = r#"{"notes": [{"id": 3, "text": "c"}], "shelves": [{"id": 8, "label": "y"}]}"#;
        assert!(!seed(database, file, &[]).await, "the note has no owner");
        assert!(seed(database, file, &["--as", "eve"]).await);
        assert_eq!(texts(database, NOTES).await[2..], ["eve:c"]);
        assert_eq!(texts(database, SHELVES).await[1..], ["y eve by hook"]);
    }
}

#[tokio::test]
async fn one_refused_record_rolls_all_back() {
    for database in databases().await {
        let database = &database;
        database.create_tables(Library::API).await;
        for (file, flags) in [
            // A hook refuses the second one.
            (
                r#"{"shelves": [{"id": 1, "label": "x"}, {"id": 2, "label": "none"}]}"#,
                &[][..],
            ),
            // Clients can't set it either.
            (
                r#"{"shelves": [{"id": 1, "label": "x"}, {"id": 2, "label": "y", "made_by": "me"}]}"#,
                &[],
            ),
            // No such shelf.
            (
                r#"{"shelves": [{"id": 1, "label": "x"}], "notes": [{"id": 1, "text": "a", "author": "b", "shelf": 9}]}"#,
                &[],
            ),
            // With --as, the owner is given.
            (
                r#"{"shelves": [{"id": 1, "label": "x"}], "notes": [{"id": 1, "text": "a", "author": "b"}]}"#,
                &["--as", "c"],
            ),
            // The longest label is shorter.
            (
                r#"[{"id": 1, "label": "x"}, {"id": 2, "label": "0123456789"}]"#,
                &["--into", "shelves"],
            ),
        ] {
            assert!(!seed(database, file, flags).await, "{file}");
            assert_eq!(texts(database, SHELVES).await, [""; 0], "{file}");
        }
    }
}
