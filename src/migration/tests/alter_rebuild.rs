//! What SQLite's rebuild of a table keeps, and when it is refused.

use super::alter::{live, manager, on_both, refusal, rows, run};
use super::*;
use crate::migration::{OnDelete, alter_table, column, create_table};

async fn on_sqlite(test: impl AsyncFn(&Database)) {
    let memory = connect(&Config::memory()).await.unwrap();
    run(&memory, "PRAGMA foreign_keys = OFF").await;
    run(
        &memory,
        "CREATE TABLE owners (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL, note text)",
    )
    .await;
    run(
        &memory,
        "CREATE TABLE pets (id integer PRIMARY KEY, owner integer REFERENCES owners (id) ON DELETE CASCADE)",
    )
    .await;
    run(&memory, "INSERT INTO owners (name) VALUES ('Ann'), ('Bob')").await;
    run(&memory, "INSERT INTO pets (owner) VALUES (1), (2)").await;
    test(&memory).await;
    memory.close().await.unwrap();
}

fn longer() -> crate::migration::AlterTable {
    alter_table("owners").alter_column(column::text("name").length(9))
}

#[tokio::test]
async fn views_triggers_and_references_are_kept() {
    on_sqlite(async |database| {
        run(database, "CREATE VIEW names AS SELECT name FROM owners").await;
        run(database, "CREATE INDEX gone_idx ON owners (lower(name))").await;
        run(database, "CREATE INDEX upper_idx ON owners (upper(name))").await;
        run(
            database,
            "CREATE UNIQUE INDEX part_idx ON owners (note) WHERE name = 'x'",
        )
        .await;
        run(
            database,
            "CREATE TRIGGER stamp AFTER INSERT ON owners BEGIN UPDATE owners SET note = 'new' WHERE id = NEW.id; END",
        )
        .await;
        run(
            database,
            "CREATE TRIGGER feed AFTER INSERT ON pets BEGIN UPDATE owners SET note = 'fed' WHERE id = NEW.owner; END",
        )
        .await;
        let belongings = "SELECT group_concat(type || ' ' || name || ' ' || sql) FROM (SELECT * FROM sqlite_schema \
                          WHERE type <> 'table' AND sql IS NOT NULL AND name <> 'gone_idx' ORDER BY name)";
        let before = rows(database, belongings).await;
        longer().drop_index("gone_idx").run(&manager(database)).await.unwrap();
        assert_eq!(
            rows(database, "SELECT name FROM sqlite_schema WHERE name = 'gone_idx'")
                .await
                .len(),
            0
        );
        assert_eq!(rows(database, belongings).await, before);
        run(database, "INSERT INTO owners (name) VALUES ('Cid')").await;
        run(database, "INSERT INTO pets (owner) VALUES (1)").await;
        let notes = rows(
            database,
            "SELECT names.name || coalesce(note, '') FROM names JOIN owners USING (name) ORDER BY id",
        )
        .await;
        assert_eq!(notes, ["Annfed", "Bob", "Cidnew"]);
        assert_eq!(live(database, "pets").await.foreign_keys[0].table, "owners");
        run(database, "PRAGMA foreign_keys = ON").await;
        run(database, "DELETE FROM owners WHERE id = 2").await;
        assert_eq!(rows(database, "SELECT CAST(owner AS text) FROM pets").await, ["1", "1"]);
    })
    .await;
}

#[tokio::test]
async fn it_is_refused_while_foreign_keys_would_delete_rows() {
    on_sqlite(async |database| {
        run(database, "PRAGMA foreign_keys = ON").await;
        let message = refusal(database, async |manager| longer().run(manager).await).await;
        assert!(message.contains("`pets` refers to it"), "{message}");
        assert_eq!(rows(database, "SELECT CAST(owner AS text) FROM pets").await, ["1", "2"]);
        // No table refers to pets.
        alter_table("pets")
            .alter_column(column::text("owner").null())
            .drop_foreign_key("pets_owner_fkey")
            .run(&manager(database))
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_is_refused_where_it_would_lose_something() {
    on_sqlite(async |database| {
        run(
            database,
            "CREATE TABLE sums (a integer, b integer GENERATED ALWAYS AS (a + 1))",
        )
        .await;
        let altered = alter_table("sums").alter_column(column::text("a"));
        let message = refusal(database, async |manager| altered.run(manager).await).await;
        assert!(message.contains("would lose the generated column `b`"), "{message}");
    })
    .await;
}

#[tokio::test]
async fn it_is_refused_where_a_view_needs_what_is_gone_and_where_rows_break_a_key() {
    on_sqlite(async |database| {
        run(database, "CREATE VIEW notes AS SELECT note FROM owners").await;
        let dropped = alter_table("owners").drop_column("note");
        let message = refusal(database, async |manager| dropped.run(manager).await).await;
        assert!(message.contains("error in view notes"), "{message}");
        // Not those that did before: they aren't caused by this migration.
        run(database, "INSERT INTO pets (owner) VALUES (77), (78)").await;
        longer().run(&manager(database)).await.unwrap();
        run(database, "ALTER TABLE pets ADD COLUMN friend integer").await;
        run(database, "UPDATE pets SET friend = 5").await;
        run(database, "DELETE FROM pets WHERE owner > 2").await;
        let key = alter_table("pets").add_foreign_key("pets_friend_fkey", "friend", "owners", "id", OnDelete::SetNull);
        let message = refusal(database, async |manager| key.run(manager).await).await;
        assert!(
            message.contains("2 rows refer from `pets` to `owners` where there is none"),
            "{message}"
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_is_rebuilt_without_need() {
    on_sqlite(async |database| {
        // A rebuild would lose its comment.
        run(
            database,
            "CREATE TABLE plain (id integer NOT NULL PRIMARY KEY, a integer /* kept */)",
        )
        .await;
        alter_table("plain")
            .add_column(column::text("b").default("x"))
            .rename_column("a", "c")
            .add_index("plain_c_idx", ["c"])
            .rename_index("plain_c_idx", "plain_idx")
            .add_unique("plain_b_c_key", ["b", "c"])
            .alter_column(column::integer("c").null())
            .set_primary_key(["id"])
            .drop_unique("plain_b_c_key")
            .drop_index("plain_idx")
            .run(&manager(database))
            .await
            .unwrap();
        let text = rows(database, "SELECT sql FROM sqlite_schema WHERE name = 'plain'").await;
        assert!(text[0].contains("/* kept */"), "{text:?}");
        assert!(live(database, "plain").await.indexes.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_table_that_refers_to_itself_keeps_doing_so() {
    on_sqlite(async |database| {
        let manager = manager(database);
        create_table("people")
            .column(column::integer("id").counted())
            .column(column::integer("mother").null())
            .primary_key(["id"])
            .foreign_key("people_mother_fkey", "mother", "people", "id", OnDelete::SetNull)
            .run(&manager)
            .await
            .unwrap();
        run(database, "INSERT INTO people (mother) VALUES (NULL), (1)").await;
        alter_table("people")
            .add_check("people_mother_range_check", "mother > 0")
            .run(&manager)
            .await
            .unwrap();
        assert_eq!(live(database, "people").await.foreign_keys[0].table, "people");
        let left = rows(
            database,
            "SELECT CAST(legacy_alter_table AS text) FROM pragma_legacy_alter_table",
        );
        assert_eq!(left.await, ["0"]);
        alter_table("people")
            .rename_column("mother", "parent")
            .rename_constraint("people_mother_fkey", "people_parent_fkey")
            .run(&manager)
            .await
            .unwrap();
        assert_eq!(live(database, "people").await.foreign_keys[0].columns, ["parent"]);
    })
    .await;
}

#[tokio::test]
async fn views_and_triggers_that_were_broken_before_stop_nothing() {
    on_sqlite(async |database| {
        run(database, "CREATE VIEW old AS SELECT gone FROM nowhere").await;
        run(
            database,
            "CREATE TRIGGER older AFTER DELETE ON pets BEGIN DELETE FROM nowhere; END",
        )
        .await;
        longer().run(&manager(database)).await.unwrap();
        run(database, "CREATE VIEW notes AS SELECT note FROM owners").await;
        let dropped = || {
            alter_table("owners")
                .drop_column("note")
                .alter_column(column::text("name").length(9))
        };
        let message = refusal(database, async |manager| dropped().run(manager).await).await;
        assert!(
            message.contains("this breaks the view `notes`: no such column: note"),
            "{message}"
        );
        run(database, "DROP VIEW notes").await;
        run(
            database,
            "CREATE TRIGGER stamp AFTER INSERT ON pets BEGIN UPDATE owners SET note = 'x'; END",
        )
        .await;
        let message = refusal(database, async |manager| dropped().run(manager).await).await;
        assert!(
            message.contains("this breaks a trigger of `pets` after INSERT"),
            "{message}"
        );
    })
    .await;
}

#[tokio::test]
async fn violations_name_the_original_table() {
    on_sqlite(async |database| {
        let message = refusal(database, async |manager| {
            alter_table("owners")
                .alter_column(column::text("note"))
                .run(manager)
                .await
        })
        .await;
        let expected = "Custom Error: rows of `owners` don't fit: NOT NULL constraint failed: owners.note";
        assert_eq!(message, expected);
    })
    .await;
}

#[tokio::test]
async fn checks_and_indexes_name_columns_only() {
    on_both(async |database| {
        let checked = |condition: &str| create_table("named").column(column::text("title").check("odd", condition));
        let refused = [
            checked("length(\"titel\") > 1"),
            checked("\"title\" <> \"nothing\""),
            create_table("named")
                .column(column::text("title"))
                .index("odd", ["titel"]),
        ];
        for table in refused {
            let message = refusal(database, async |manager| table.run(manager).await).await;
            if database.dialect() == Dialect::SQLITE {
                assert!(message.contains("`odd`") && message.contains("no column"), "{message}");
            }
        }
        let title = "length(\"Title\") > 1 AND title <> 'no \"title\"'".replace("Title", "title");
        checked(&title).run(&manager(database)).await.unwrap();
        let message = refusal(database, async |manager| {
            let other = alter_table("named").add_check("other", "\"titel\" <> 'x'");
            other.run(manager).await
        })
        .await;
        assert!(message.contains("titel"), "{message}");
    })
    .await;
}
