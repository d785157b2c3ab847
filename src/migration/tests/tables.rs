//! The declared tables reach the database.

use rust_decimal::Decimal;
use sea_orm::DbBackend;
use sea_orm::sea_query::{Check as SqlCheck, ColumnDef, Index as SqlIndex, Table as SqlTable, TableCreateStatement};
use sea_orm_migration::SchemaManager;
use uuid::Uuid;

use super::*;
use crate::meta::{ForeignKey, ForeignKeyTarget, OnDelete};

const fn refers(name: &'static str, field: &'static [Field]) -> Resource {
    Resource::new(name, name, &[], field)
}

const OWNER: Resource = refers(
    "owner",
    &[
        Field::key::<Uuid>("key", &[]).done(),
        Field::column::<String>("name", &[]).len(1..=64).index().done(),
    ],
);
const PET: Resource = refers(
    "pet",
    &[
        Field::key::<i32>("id", &[]).auto_increment().done(),
        Field::column::<Option<Uuid>>("owner", &[])
            .references("owner", OnDelete::SetNull)
            .done(),
        Field::column::<Option<i32>>("mother", &[])
            .references("pet", OnDelete::SetNull)
            .done(),
    ],
);
const MANY: Resource = refers(
    "many",
    &[Field::key::<i32>("a", &[]).done(), Field::key::<i32>("b", &[]).done()],
);

const MARK: Resource = Resource {
    foreign_keys: &[
        ForeignKey::new(&[2, 1], "many", ForeignKeyTarget::Key, OnDelete::Cascade),
        ForeignKey::new(
            &[1, 2],
            "far",
            ForeignKeyTarget::Columns(&["x", "y z"]),
            OnDelete::Restrict,
        ),
    ],
    ..refers(
        "mark",
        &[
            Field::key::<i32>("id", &[]).done(),
            Field::column::<Option<i32>>("b", &[]).done(),
            Field::column::<i32>("a", &[]).done(),
        ],
    )
};

#[test]
fn foreign_keys_of_several_fields_are_of_the_table() {
    let tables = declared([&MARK, &MANY]).unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["many", "mark"]);
    let sql = |dialect| create_sql(dialect, [&MARK, &MANY]).unwrap().remove(1);
    assert_eq!(
        sql(Dialect::POSTGRES),
        r#"CREATE TABLE "mark" ( "id" integer NOT NULL PRIMARY KEY, "b" integer, "a" integer NOT NULL, CONSTRAINT "mark_a_b_fkey" FOREIGN KEY ("a", "b") REFERENCES "many" ("a", "b") ON DELETE CASCADE, CONSTRAINT "mark_b_a_fkey" FOREIGN KEY ("b", "a") REFERENCES "far" ("x", "y z") ON DELETE RESTRICT )"#
    );
    assert_eq!(
        sql(Dialect::SQLITE),
        r#"CREATE TABLE "mark" ( "id" integer NOT NULL PRIMARY KEY, "b" integer, "a" integer NOT NULL, FOREIGN KEY ("a", "b") REFERENCES "many" ("a", "b") ON DELETE CASCADE, FOREIGN KEY ("b", "a") REFERENCES "far" ("x", "y z") ON DELETE RESTRICT )"#
    );
}

#[test]
fn tables_come_behind_those_that_they_refer_to() {
    let tables = declared([&PET, &MANY, &OWNER]).unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["many", "owner", "pet"]);
    assert_eq!(tables[2].foreign_keys[0].targets, ["key"]);
}

const ONE: Resource = refers(
    "one",
    &[
        Field::key::<i32>("id", &[]).done(),
        Field::column::<i32>("x", &[])
            .references("two", OnDelete::Cascade)
            .done(),
    ],
);
const TWO: Resource = refers(
    "two",
    &[
        Field::key::<i32>("id", &[]).done(),
        Field::column::<i32>("x", &[])
            .references("one", OnDelete::Cascade)
            .done(),
    ],
);
const BEHIND: Resource = refers(
    "behind",
    &[
        Field::key::<i32>("id", &[]).done(),
        Field::column::<i32>("x", &[])
            .references("one", OnDelete::Cascade)
            .done(),
    ],
);

#[test]
fn tables_in_a_circle_come_before_those_behind_them() {
    let tables = declared([&BEHIND, &TWO, &ONE, &OWNER]).unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["owner", "two", "one", "behind"]);
}

#[tokio::test]
async fn tables_in_a_circle_are_created_with_all_their_foreign_keys() {
    on_each(async |database| {
        let all = [&BEHIND, &ONE, &TWO];
        assert_eq!(create_missing(database, all).await.unwrap(), ["one", "behind", "two"]);
        assert_eq!(create_missing(database, all).await.unwrap(), [""; 0]);
        let steps = catalog::difference(&database.sea_orm(), all, &|_| false).await;
        assert_eq!(steps.unwrap(), []);
    })
    .await;
    // One of them may be there already.
    on_each(async |database| {
        let alone = Table {
            foreign_keys: Vec::new(),
            ..declared([&TWO]).unwrap().remove(0)
        };
        for statement in create_table(database.dialect(), &alone) {
            database.connection().execute_unprepared(&statement).await.unwrap();
        }
        assert_eq!(create_missing(database, [&ONE, &TWO]).await.unwrap(), ["one"]);
    })
    .await;
}

#[tokio::test]
async fn indexes_of_the_same_name_are_distinguished() {
    const KEY: Field = Field::key::<i32>("id", &[]).done();
    const SHORT: Resource = refers(
        "short",
        &[
            KEY,
            Field::column::<i32>("long_a", &[]).index().done(),
            Field::column::<i32>("long_b", &[]).unique().done(),
        ],
    );
    const LONG: Resource = refers(
        "short_long",
        &[
            KEY,
            Field::column::<i32>("a", &[]).index().done(),
            Field::column::<i32>("b", &[]).unique().done(),
        ],
    );
    on_each(async |database| {
        create_missing(database, [&SHORT]).await.unwrap();
        create_missing(database, [&SHORT, &LONG]).await.unwrap();
        let steps = catalog::difference(&database.sea_orm(), [&SHORT, &LONG], &|_| false).await;
        assert_eq!(steps.unwrap(), []);
    })
    .await;
}

#[test]
fn impossible_tables_are_refused() {
    const COMPOSITE: Resource = refers(
        "composite",
        &[
            Field::key::<i32>("id", &[]).done(),
            Field::column::<i32>("x", &[])
                .references("many", OnDelete::Cascade)
                .done(),
        ],
    );
    let refusal = |resources: &[&Resource]| declared(resources.iter().copied()).unwrap_err().to_string();
    assert_eq!(
        refusal(&[&COMPOSITE, &MANY]),
        "`composite.x` refers to `many`, whose key has several columns; name one for each in `foreign_keys`"
    );
    assert_eq!(
        refusal(&[&MARK]),
        "a foreign key of `mark` doesn't have as many fields as it refers to in `many`"
    );
    assert_eq!(
        refusal(&[&ONE, &ONE]),
        "the table `one` is declared by `one` and by `one`; give one of them another table"
    );
}

#[test]
fn statements_are_readable() {
    let sql = |dialect| create_sql(dialect, [&OWNER, &PET]).unwrap();
    assert_eq!(
        sql(Dialect::POSTGRES),
        [
            r#"CREATE TABLE "owner" ( "key" uuid NOT NULL PRIMARY KEY, "name" varchar(64) COLLATE "C" NOT NULL, CONSTRAINT "owner_name_min_length_check" CHECK (length("name") >= 1), CONSTRAINT "owner_name_max_length_check" CHECK (length("name") <= 64) )"#,
            r#"CREATE INDEX "owner_name_idx" ON "owner" ("name")"#,
            r#"CREATE TABLE "pet" ( "id" integer GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY, "owner" uuid, "mother" integer, CONSTRAINT "pet_owner_fkey" FOREIGN KEY ("owner") REFERENCES "owner" ("key") ON DELETE SET NULL, CONSTRAINT "pet_mother_fkey" FOREIGN KEY ("mother") REFERENCES "pet" ("id") ON DELETE SET NULL )"#,
        ]
    );
    assert_eq!(
        sql(Dialect::SQLITE)[2],
        r#"CREATE TABLE "pet" ( "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "owner" uuid_text, "mother" integer, FOREIGN KEY ("owner") REFERENCES "owner" ("key") ON DELETE SET NULL, FOREIGN KEY ("mother") REFERENCES "pet" ("id") ON DELETE SET NULL )"#
    );
}

#[tokio::test]
async fn missing_tables_are_created_once() {
    on_each(async |database| {
        assert_eq!(create_missing(database, [&OWNER]).await.unwrap(), ["owner"]);
        assert_eq!(
            create_missing(database, [&PET, &OWNER, &MANY]).await.unwrap(),
            ["many", "pet"]
        );
        assert!(
            create_missing(database, [&PET, &OWNER, &MANY])
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn several_programs_may_create_at_once() {
    on_each(async |database| {
        let created = futures::future::join_all((0..5).map(|_| create_missing(database, [&PET, &OWNER]))).await;
        let created: usize = created.into_iter().map(|names| names.unwrap().len()).sum();
        assert_eq!(created, 2);
    })
    .await;
}

const BILL: Resource = refers(
    "bill",
    &[
        Field::key::<Uuid>("id", &[]).done(),
        Field::column::<String>("title", &[]).len(3..=64).unique().done(),
        Field::column::<Decimal>("total", &[]).precision(10, 2).min(0.5).done(),
        Field::column::<Option<JsonValue>>("lines", &[]).done(),
    ],
);

/// A migration written with sea-orm-migration's API.
fn by_hand(backend: DbBackend) -> TableCreateStatement {
    SqlTable::create()
        .table("bill")
        .col(ColumnDef::new("id").uuid().not_null().primary_key())
        .col(ColumnDef::new_with_type("title", migration::text(backend, 64)).not_null())
        .col(ColumnDef::new_with_type("total", migration::decimal(backend, (10, 2))).not_null())
        .col(ColumnDef::new("lines").json())
        .index(SqlIndex::create().name("bill_title_key").col("title").unique())
        .check(SqlCheck::named(
            "bill_title_min_length_check",
            Expr::cust(r#"length("title") >= 3"#),
        ))
        .check(SqlCheck::named(
            "bill_title_max_length_check",
            Expr::cust(r#"length("title") <= 64"#),
        ))
        .check(SqlCheck::named(
            "bill_total_range_check",
            Expr::cust(r#""total" >= 0.5"#),
        ))
        .check(SqlCheck::named(
            "bill_total_digits_check",
            Expr::cust(r#""total" > -100000000 AND "total" < 100000000"#),
        ))
        .to_owned()
}

#[tokio::test]
async fn a_migration_by_hand_makes_the_declared_table() {
    on_each(async |database| {
        let backend = database.dialect().backend();
        let (statement, indexes) = create_statements(database.dialect(), &declared([&BILL]).unwrap()[0]);
        assert_eq!(backend.build(&statement), backend.build(&by_hand(backend)));
        assert!(indexes.is_empty());

        let manager = SchemaManager::new(database.connection());
        manager.create_table(by_hand(backend)).await.unwrap();
        assert!(manager.has_table("bill").await.unwrap());
        assert!(create_missing(database, [&BILL]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn texts_compare_by_code_points_and_searches_ignore_the_case_of_all_letters() {
    const WORDS: Resource = refers(
        "words",
        &[
            Field::key::<String>("word", &[]).done(),
            Field::column::<Option<String>>("short", &[]).len(1..=9).done(),
        ],
    );
    on_each(async |database| {
        create_missing(database, [&WORDS]).await.unwrap();
        for word in ["é", "b", "B", "É", "a b", "_", "ab", "\u{1f600}", "\u{ffe6}"] {
            let row = format!(r#"{{"word": "{word}", "short": "x"}}"#);
            insert(database, &WORDS, &row).await.unwrap();
        }
        let words = column(database, &WORDS, "word", |select| {
            select.order_by("word", sea_orm::Order::Asc);
        });
        let expected = [
            "\"B\"",
            "\"_\"",
            "\"a b\"",
            "\"ab\"",
            "\"b\"",
            "\"É\"",
            "\"é\"",
            "\"\u{ffe6}\"",
            "\"\u{1f600}\"",
        ];
        assert_eq!(words.await, expected);
        let found = column(database, &WORDS, "word", |select| {
            let column = Expr::col("word");
            select
                .and_where(database.dialect().contains_ignoring_case(column, "É"))
                .order_by("word", sea_orm::Order::Asc);
        });
        assert_eq!(found.await, ["\"É\"", "\"é\""]);
    })
    .await;
    on_postgres(&async |database: &Database| {
        create_missing(database, [&WORDS]).await.unwrap();
        // The locale of the server may be one that hides the difference.
        let collations = "SELECT 1 FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation \
                          WHERE attrelid = 'words'::regclass AND collname = 'C'";
        let rows = database.query(Sql {
            text: collations.to_owned(),
            values: sea_orm::sea_query::Values(Vec::new()),
        });
        assert_eq!(rows.await.unwrap().len(), 2);
    })
    .await;
}
