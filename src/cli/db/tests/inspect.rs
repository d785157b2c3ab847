//! Databases that become declarations. `UPDATE_INSPECTED=1` rewrites the programs that `dsl-tests` compiles.

use std::path::Path;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::db::create_missing;
use crate::meta::{Field, OnDelete, Resource};
use crate::types::{Bytes, JsonValue};

type Instant = chrono::DateTime<chrono::Utc>;

const fn table(name: &'static str, fields: &'static [Field]) -> Resource {
    Resource::new(name, name, &[], fields)
}

/// Every type and every option that reaches the database.
static OWN: [Resource; 3] = [
    table(
        "owners",
        &[
            Field::key::<Uuid>("id", &[]).done(),
            Field::column::<String>("name", &[])
                .len(3..=64)
                .default("abc")
                .unique()
                .done(),
            Field::column::<Option<String>>("note", &[])
                .len(1..=u32::MAX)
                .default("it's \"odd\"")
                .done(),
        ],
    ),
    Resource {
        unique: &[&[2, 3]],
        ..table(
            "everything",
            &[
                Field::key::<i64>("id", &[]).auto_increment().done(),
                Field::column::<Option<Uuid>>("owner", &[])
                    .references("owners", OnDelete::SetNull)
                    .index()
                    .done(),
                Field::column::<i16>("small", &[]).min(1).max(9).default(3).done(),
                Field::column::<i64>("large", &[]).multiple_of(10).default(-20).done(),
                Field::column::<Option<f32>>("single", &[])
                    .range(0.1..=1.5)
                    .default(0.25)
                    .done(),
                Field::column::<f64>("double", &[]).min(0.25).default(0.5).done(),
                Field::column::<Decimal>("price", &[])
                    .precision(10, 2)
                    .range(0.0..=99.5)
                    .default(9.75)
                    .done(),
                Field::column::<Option<Decimal>>("digits", &[]).done(),
                Field::column::<bool>("flag", &[]).default(false).done(),
                Field::column::<Option<chrono::NaiveDate>>("day", &[]).done(),
                Field::column::<Option<chrono::NaiveTime>>("hour", &[]).done(),
                Field::column::<Instant>("at", &[]).done(),
                Field::column::<JsonValue>("json", &[])
                    .default_json("{\"a\":[1,\"x\"]}")
                    .done(),
                Field::column::<Option<Bytes>>("bytes", &[]).len(1..=8).done(),
                Field::column::<Option<String>>("odd_one", &[])
                    .column("odd \\ name")
                    .done(),
                Field::column::<Option<String>>("kind", &[]).name("type").done(),
                Field::column::<Option<i64>>("parent", &[])
                    .references("everything", OnDelete::Cascade)
                    .done(),
                Field::column::<i32>("middle", &[]).range(-5..=5).done(),
            ],
        )
    },
    table(
        "pairs",
        &[
            Field::key::<String>("left", &[]).len(0..=20).done(),
            Field::key::<i64>("right", &[])
                .references("everything", OnDelete::Restrict)
                .done(),
        ],
    ),
];

/// What a database has that no declaration made.
const FOREIGN: &str = "
    CREATE TABLE seaql_migrations (version VARCHAR(255) PRIMARY KEY, applied_at BIGINT NOT NULL);
    CREATE TABLE categories (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL UNIQUE, \"Order\" SMALLINT, \"odd name\" TEXT,
        \"type\" TEXT NOT NULL DEFAULT 'open' CHECK (\"type\" IN ('open', 'in progress', '')));
    CREATE TABLE order_lines (order_id BIGINT NOT NULL, line SMALLINT NOT NULL CHECK (line >= 1 AND line <= 99),
        category INTEGER REFERENCES categories (id) ON DELETE SET NULL, status TEXT CHECK (status IN ('a', 'b')),
        note TEXT, PRIMARY KEY (order_id, line));
    CREATE INDEX note_of_line ON order_lines (note);
    CREATE TABLE struct (id INTEGER NOT NULL PRIMARY KEY, status TEXT CHECK (status IN ('a', 'b')),
        level SMALLINT NOT NULL DEFAULT 2 CHECK (level IN (1, 2, -3)), far BIGINT CHECK (far IN (1, 5000000000)));
    CREATE TABLE \"Accounts\" (\"accountId\" BIGINT NOT NULL PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, \"nickName\" VARCHAR(20),
        code VARCHAR(9) CHECK (length(code) <= 9), plan VARCHAR(10) NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'paid')),
        active BOOLEAN NOT NULL DEFAULT TRUE, low INT NOT NULL DEFAULT 1 CHECK (low >= 0) CHECK (low <= 9),
        high INT NOT NULL DEFAULT 2, CHECK (low < high), UNIQUE (low, plan));
    CREATE INDEX both_ends ON \"Accounts\" (low, high);
    CREATE INDEX only_some ON \"Accounts\" (high) WHERE active;
    CREATE INDEX by_lower ON \"Accounts\" (lower(email));
    CREATE INDEX again ON \"Accounts\" (email);
    CREATE TABLE words (id BIGINT NOT NULL PRIMARY KEY, self TEXT, crate TEXT, super TEXT, \"_\" TEXT, width BIGINT NOT NULL,
        area BIGINT GENERATED ALWAYS AS (width * 2) STORED CHECK (area >= 0));
    CREATE INDEX by_area ON words (area);
    CREATE TABLE memberships (account BIGINT NOT NULL REFERENCES \"Accounts\" (\"accountId\") ON DELETE NO ACTION,
        \"group\" INT NOT NULL, email VARCHAR(80) REFERENCES \"Accounts\" (email), PRIMARY KEY (account, \"group\"));";

/// What only SQLite takes.
const FOREIGN_SQLITE: &str = "CREATE TABLE events (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    day DATE DEFAULT '2026-01-02', ratio REAL DEFAULT 0.5, amount NUMERIC, flag TINYINT(1) NOT NULL DEFAULT 0, middle integer, large bigint,
    named VARCHAR(20) COLLATE NOCASE, seen DATETIME DEFAULT CURRENT_TIMESTAMP, later DATETIME DEFAULT (datetime('now', '+1 day')));
    CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, note);
    ALTER TABLE counted DROP COLUMN note;";

/// Types that hold to their lengths need no checks of them.
const FOREIGN_TYPES: &str = "ALTER TABLE categories ADD email VARCHAR(80) UNIQUE, ADD price NUMERIC(10, 2) DEFAULT 0.5,
    ADD made TIMESTAMPTZ, ADD tags JSONB, ADD COLUMN key UUID, ADD COLUMN number BIGINT GENERATED BY DEFAULT AS IDENTITY;
    ALTER TABLE categories DROP COLUMN number;
    CREATE TABLE events (id SERIAL PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now(), day DATE DEFAULT '2026-01-02',
        key UUID NOT NULL DEFAULT gen_random_uuid(), price NUMERIC(10, 2) NOT NULL DEFAULT 0, amount NUMERIC CHECK (amount > -100 AND amount < 100),
        large NUMERIC(40, 2), tags JSONB NOT NULL DEFAULT '[]' UNIQUE, code CHAR(2) CHECK (length(code) <= 2), ratio REAL DEFAULT 0.5,
        at_ms TIMESTAMPTZ(3), words VARCHAR, seen TIMESTAMPTZ DEFAULT now(), later TIMESTAMPTZ DEFAULT now() + interval '1 day');
    CREATE INDEX by_tags ON events USING gin (tags);
    CREATE TABLE counted (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY);";

/// What rows of a database have to do with one another.
const RELATED: &str = "
    CREATE TABLE presses (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
    CREATE TABLE writers (press_id BIGINT NOT NULL REFERENCES presses (id), id BIGINT NOT NULL, name VARCHAR(40) NOT NULL, chief_id BIGINT,
        PRIMARY KEY (press_id, id), UNIQUE (name, press_id), FOREIGN KEY (press_id, chief_id) REFERENCES writers (press_id, id));
    CREATE TABLE articles (id BIGINT NOT NULL PRIMARY KEY, press_id BIGINT NOT NULL, author_id BIGINT NOT NULL, editor_press BIGINT,
        editor_name VARCHAR(40), type_id BIGINT REFERENCES article_type (id), self_id BIGINT REFERENCES articles (id), author VARCHAR(9),
        FOREIGN KEY (author_id, press_id) REFERENCES writers (id, press_id) ON DELETE CASCADE,
        FOREIGN KEY (editor_press, editor_name) REFERENCES writers (press_id, name) ON DELETE SET NULL);
    CREATE INDEX by_author ON articles (press_id, author_id, id);
    CREATE INDEX by_type ON articles (type_id);
    CREATE TABLE tags (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE);
    CREATE TABLE article_tags (article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        tag_id BIGINT NOT NULL REFERENCES tags (id), PRIMARY KEY (article_id, tag_id));
    CREATE INDEX by_tag ON article_tags (tag_id, article_id);
    CREATE TABLE readers (id BIGINT NOT NULL PRIMARY KEY, followers BIGINT);
    CREATE TABLE follows (follower_id BIGINT NOT NULL REFERENCES readers (id), followed_id BIGINT NOT NULL REFERENCES readers (id),
        PRIMARY KEY (follower_id, followed_id));
    CREATE TABLE notes (reader_id BIGINT NOT NULL PRIMARY KEY REFERENCES readers (id), follow_from BIGINT, follow_to BIGINT, town VARCHAR(9),
        street VARCHAR(9), FOREIGN KEY (follow_from, follow_to) REFERENCES follows, FOREIGN KEY (town, street) REFERENCES places (town, street));";

/// Tables to which those of [`RELATED`] refer.
const BEFORE_RELATED: &str = "CREATE TABLE article_type (id BIGINT NOT NULL PRIMARY KEY, type_id BIGINT);
    CREATE TABLE places (street VARCHAR(9) NOT NULL, town VARCHAR(9) NOT NULL, PRIMARY KEY (town, street));";

/// Compares with a program that `dsl-tests` compiles.
#[track_caller]
fn compiles(config: &Config, name: &str, program: &str) {
    let dialect = match config.dialect().backend() {
        sea_orm::DbBackend::Sqlite => "sqlite",
        _ => "postgres",
    };
    let path = format!("dsl-tests/tests/pass/inspected/{name}_{dialect}.rs");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_INSPECTED").is_some() {
        std::fs::write(&path, program).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    let difference = similar::TextDiff::from_lines(expected.as_str(), program);
    let difference = difference.unified_diff().to_string();
    assert!(
        difference.is_empty(),
        "the program differs from {}; if that is meant, run this test with UPDATE_INSPECTED=1:\n{difference}",
        path.display()
    );
}

/// The differences that `migrate check` finds, as the program's comments list them.
fn differences(program: &str) -> Vec<&str> {
    program
        .lines()
        .map(str::trim)
        .filter(|line| line.contains("`migrate check` reports"))
        .collect()
}

#[tokio::test]
async fn declared_tables_are_found_again() {
    on_each(async |config| {
        crate::db::create_database(config, false).await.unwrap();
        let database = crate::db::connect(config).await.unwrap();
        create_missing(&database, &OWN).await.unwrap();
        database.close().await.unwrap();
        let program = inspected(config, &[]).await.unwrap();
        assert_eq!(differences(&program), [""; 0], "{program}");
        compiles(config, "own", &program);
    })
    .await;
}

#[tokio::test]
async fn tables_of_others_become_resources() {
    with_tables(FOREIGN, FOREIGN_SQLITE, FOREIGN_TYPES, async |config| {
        let program = inspected(config, &[]).await.unwrap();
        assert_eq!(differences(&program), [""; 0], "{program}");
        compiles(config, "foreign", &program);
    })
    .await;
}

#[tokio::test]
async fn foreign_keys_become_relations() {
    let tables = format!("{BEFORE_RELATED}{RELATED}");
    with_tables(&tables, "", "", async |config| {
        let program = inspected(config, &["places"]).await.unwrap();
        assert_eq!(differences(&program), [""; 0], "{program}");
        assert!(!program.contains("left alone"), "{program}");
        compiles(config, "related", &program);
    })
    .await;
}

#[tokio::test]
async fn what_the_block_cant_express_is_a_comment() {
    let both = "
        CREATE TABLE spans (id BIGINT NOT NULL PRIMARY KEY, low INT NOT NULL, high INT NOT NULL,
            made TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP, CHECK (low < high));
        CREATE INDEX both_ends ON spans (low, high);";
    with_tables(both, "", "", async |config| {
        // Only SQLite has this spelling of the type.
        let sqlite = config.dialect() == Dialect::SQLITE;
        let except: &[&str] = if sqlite { &["spans.made"] } else { &[] };
        let program = inspected(config, except).await.unwrap();
        for left in ["the check `", "the index `both_ends`"] {
            let left = format!("    // left alone by migrations: {left}");
            assert!(program.contains(&left), "{program}");
        }
        let found = differences(&program);
        if sqlite {
            assert_eq!(found.len(), 1, "{program}");
            assert!(found[0].contains("drop column spans.made"), "{program}");
        } else {
            assert_eq!(found, [""; 0]);
            assert!(
                program.contains("    // left alone by migrations: the default of `made`\n"),
                "{program}"
            );
            assert!(
                program.contains("made: DateTime<Utc> [default_with(Utc::now)],"),
                "{program}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn cycles_are_found() {
    let sqlite = "
        CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, b INTEGER REFERENCES b (id));
        CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY, a INTEGER REFERENCES a (id));";
    let postgres = "
        CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, b INTEGER);
        CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY, a INTEGER REFERENCES a (id));
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id);";
    with_tables("", sqlite, postgres, async |config| {
        let program = inspected(config, &[]).await.unwrap();
        assert_eq!(differences(&program), [""; 0], "{program}");
        assert!(!program.contains("left alone"), "{program}");
        assert!(program.contains("references(\"b\", restrict)"), "{program}");
        assert!(program.contains("references(\"a\", restrict)"), "{program}");
    })
    .await;
}

#[tokio::test]
async fn references_to_unique_columns_are_found() {
    let both = "CREATE TABLE writers (id BIGINT NOT NULL PRIMARY KEY, \"fullName\" VARCHAR(80) NOT NULL UNIQUE);
        CREATE TABLE articles (id BIGINT NOT NULL PRIMARY KEY,
            writer VARCHAR(80) REFERENCES writers (\"fullName\") ON DELETE SET NULL);";
    with_tables(both, "", "", async |config| {
        let program = inspected(config, &[]).await.unwrap();
        assert_eq!(differences(&program), [""; 0], "{program}");
        assert!(!program.contains("left alone"), "{program}");
        assert!(program.contains("references(Writer.full_name, set_null)"), "{program}");
    })
    .await;
}

#[tokio::test]
async fn generated_columns_are_left_alone_with_all_that_hangs_on_them() {
    let both = "CREATE TABLE boxes (id BIGINT NOT NULL PRIMARY KEY, width BIGINT NOT NULL, area BIGINT GENERATED ALWAYS AS (width * 2) STORED
        UNIQUE CHECK (area >= 0), both_of BIGINT GENERATED ALWAYS AS (width * 3) STORED);
        CREATE INDEX by_both ON boxes (both_of, width);";
    with_tables(both, "", "", async |config| {
        let program = inspected(config, &[]).await.unwrap();
        assert_eq!(differences(&program), [""; 0], "{program}");
        assert!(
            program.contains("`area` has no field: the database computes it"),
            "{program}"
        );
        assert!(!program.contains("area:"), "{program}");
        assert!(program.contains("width: i64,"), "{program}");
    })
    .await;
}

#[tokio::test]
async fn deviations_of_sqlite_from_declared_types_are_reported() {
    let tables = "CREATE TABLE counted (id integer PRIMARY KEY, price DECIMAL(10,2));
        CREATE TABLE loose (id BIGINT NOT NULL PRIMARY KEY, thing, doc JSON);";
    let config = std::env::temp_dir().join(format!("db_command_sqlite_{}.sqlite", std::process::id()));
    let config = Config::parse(config.to_str().unwrap()).unwrap();
    crate::db::create_database(&config, true).await.unwrap();
    let database = crate::db::connect(&config).await.unwrap();
    database.connection().execute_unprepared(tables).await.unwrap();
    database.close().await.unwrap();
    let message = inspected(&config, &[]).await.unwrap_err();
    assert!(message.contains("loose.thing has no type"), "{message}");
    assert!(
        message.contains("make the type `json_text`, or leave it out with --except loose.doc"),
        "{message}"
    );
    let program = inspected(&config, &["loose.thing", "loose.doc"]).await.unwrap();
    assert!(
        program.contains("clients send `id`, which SQLite could count"),
        "{program}"
    );
    assert!(
        program.contains("SQLite keeps `price` (decimal(10,2)) as a binary float"),
        "{program}"
    );
    assert!(
        differences(&program)
            .iter()
            .any(|line| line.contains("thing (no type, null)")),
        "{program}"
    );
    crate::db::drop_database(&config).await.unwrap();
}
