//! The programs that the cases run.

use std::process::{ExitCode, exit};

use warp_openapi::prelude::*;
use warp_openapi::sea_orm::{DbErr, Statement};

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};
use warp_openapi::migration::{OnDelete, alter_table, column, create_table, drop_table};

api! {
    /// A small one.
    api Shelf { title: "Shelf", version: "1.0.0", base_path: "/v1" }

    /// A book
    resource Book {
        table: "books",
        path: "/books",
        key: { id: i64 [auto_increment] },
        fields: { title: String [len(1..=64)], pages: Option<i32> [index] },
        ops: [list, create, read, update, delete],
    }
}

/// The same program, later.
mod grown {
    use warp_openapi::prelude::*;

    api! {
        api Shelf { title: "Shelf", version: "1.1.0", base_path: "/v1" }

        /// A book
        resource Book {
            table: "books",
            path: "/books",
            key: { id: i64 [auto_increment] },
            fields: { title: String [len(1..=64)], pages: Option<i32> [index], nick: Option<String> },
            ops: [list, create, read, update, delete],
        }
    }
}

/// Two tables that refer to one another.
mod circle {
    use super::*;

    api! {
        api Shelf { title: "Shelf", version: "1.0.0" }

        /// Who writes
        resource Writer {
            table: "writers",
            path: "/writers",
            key: { id: i64 },
            fields: { best_id: Option<i64> [references(Article, set_null)] },
            ops: [create, read],
        }

        /// What was written
        resource Article {
            table: "articles",
            path: "/articles",
            key: { id: i64 },
            fields: { writer_id: i64 [references(Writer, cascade)] },
            ops: [create, read],
        }
    }

    /// What `migrate new --auto` writes of them.
    pub(super) struct Created;

    impl MigratorTrait for Created {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            vec![Box::new(Both)]
        }
    }

    struct Both;

    impl MigrationName for Both {
        fn name(&self) -> &'static str {
            "m1_both"
        }
    }

    #[async_trait]
    impl MigrationTrait for Both {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            create_table("writers")
                .column(column::big_integer("id"))
                .column(column::big_integer("best_id").null())
                .primary_key(["id"])
                .run(manager)
                .await?;
            create_table("articles")
                .column(column::big_integer("id"))
                .column(column::big_integer("writer_id"))
                .primary_key(["id"])
                .foreign_key(
                    "articles_writer_id_fkey",
                    "writer_id",
                    "writers",
                    "id",
                    OnDelete::Cascade,
                )
                .run(manager)
                .await?;
            alter_table("writers")
                .add_foreign_key("writers_best_id_fkey", "best_id", "articles", "id", OnDelete::SetNull)
                .run(manager)
                .await
        }

        async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            alter_table("writers")
                .drop_foreign_key("writers_best_id_fkey")
                .run(manager)
                .await?;
            drop_table("articles").run(manager).await?;
            drop_table("writers").run(manager).await
        }
    }
}

/// Not a case of its own: what `super::command` starts.
#[test]
fn runs() {
    let Ok(program) = std::env::var("WARP_OPENAPI_PROGRAM") else {
        return;
    };
    let arguments = std::env::var("WARP_OPENAPI_ARGUMENTS").expect("arguments");
    let arguments = std::iter::once("shelf").chain(arguments.split('\n'));
    let cli = Shelf::cli().ignore_tables(["mine"]);
    let cli = match program.as_str() {
        "library" => crate::db::program(),
        "spelled" => crate::names::program(),
        "plain" => cli,
        "grown" => grown::Shelf::cli(),
        "circle" => circle::Shelf::cli(),
        "circled" => circle::Shelf::cli().migrator::<circle::Created>(),
        "empty" => cli.migrator::<Empty>(),
        "first" => cli.migrator::<First>(),
        "altered" => cli.migrator::<Altered>(),
        "renamed" => cli.migrator::<Renamed>(),
        "both" => cli.migrator::<Both>(),
        "broken" => cli.migrator::<Broken>(),
        "slow" => cli.migrator::<Slow>(),
        "panics" => cli.migrator::<Panics>(),
        other => panic!("no such program: {other}"),
    };
    let code = cli.run_from(arguments);
    let codes = [ExitCode::SUCCESS, ExitCode::FAILURE, ExitCode::from(2)];
    let code = codes
        .iter()
        .position(|other| *other == code)
        .expect("a code of this crate");
    exit(i32::try_from(code).expect("a small number"));
}

struct Empty;
struct First;
struct Altered;
struct Renamed;
struct Both;
struct Broken;
struct Slow;
struct Panics;

impl MigratorTrait for Empty {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        Vec::new()
    }
}

impl MigratorTrait for Renamed {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let renamed = &["ALTER TABLE books RENAME COLUMN pages TO sheets"];
        vec![Box::new(Books), Box::new(Statements("m2_renamed", renamed))]
    }
}

impl MigratorTrait for Altered {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Books), Box::new(Altering)]
    }
}

struct Altering;

impl MigrationName for Altering {
    fn name(&self) -> &'static str {
        "m2_altering"
    }
}

#[async_trait]
impl MigrationTrait for Altering {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("books")
            .alter_column(column::text("pages").null())
            .run(manager)
            .await
    }
}

impl MigratorTrait for First {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Books)]
    }
}

impl MigratorTrait for Both {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Books),
            Box::new(Statements("m2_rows", &["INSERT INTO books (title) VALUES ('a')"])),
        ]
    }
}

impl MigratorTrait for Broken {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let broken = &["DELETE FROM books", "INSERT INTO books (title) VALUES (NULL)"];
        vec![Box::new(Books), Box::new(Statements("m2_broken", broken))]
    }
}

impl MigratorTrait for Slow {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let row = &["INSERT INTO books (title) VALUES ('a')"];
        let names = ["m2", "m3", "m4", "m5", "m6", "m7", "m8"];
        let rows = names.map(|name| Box::new(Statements(name, row)) as Box<dyn MigrationTrait>);
        std::iter::once(Box::new(Books) as Box<dyn MigrationTrait>)
            .chain(rows)
            .collect()
    }
}

impl MigratorTrait for Panics {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Books), Box::new(Panic)]
    }
}

struct Panic;

impl MigrationName for Panic {
    fn name(&self) -> &'static str {
        "m2_panic"
    }
}

#[async_trait]
impl MigrationTrait for Panic {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DELETE FROM books").await?;
        panic!("no books");
    }
}

struct Books;

impl MigrationName for Books {
    fn name(&self) -> &'static str {
        "m1_books"
    }
}

#[async_trait]
impl MigrationTrait for Books {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_table("books")
            .column(column::big_integer("id").counted())
            .column(
                column::text("title")
                    .length(64)
                    .check("books_title_min_length_check", r#"length("title") >= 1"#)
                    .check("books_title_max_length_check", r#"length("title") <= 64"#),
            )
            .column(column::integer("pages").null())
            .primary_key(["id"])
            .index("books_pages_idx", ["pages"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_table("books").run(manager).await
    }
}

struct Statements(&'static str, &'static [&'static str]);

impl MigrationName for Statements {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait]
impl MigrationTrait for Statements {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for text in self.1 {
            let statement = Statement::from_string(connection.get_database_backend(), *text);
            connection.execute_raw(statement).await?;
        }
        Ok(())
    }
}
