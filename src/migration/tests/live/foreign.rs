//! Tables that others have made.

use super::*;
use crate::meta::OnDelete;
use crate::migration::step;
use crate::schema::change::inverse;
use crate::schema::diff::diff;
use crate::schema::model::{ColumnDefault, ColumnKind, Index, KeyName, Rule, TableProperty, Unmanaged};

#[tokio::test]
async fn constraints_without_names_get_default_ones() {
    on_each(async |database| {
        run(database, "CREATE TABLE owner (id integer PRIMARY KEY)").await;
        run(
            database,
            "CREATE TABLE pet (
                id integer PRIMARY KEY,
                name varchar(9) NOT NULL UNIQUE CHECK (length(name) > 0) CHECK (name <> 'x') CHECK (length(name) >= 2),
                a int DEFAULT 7, b int,
                owner int REFERENCES owner ON DELETE CASCADE,
                UNIQUE (a, b),
                CONSTRAINT two CHECK (a < b)
            )",
        )
        .await;
        run(database, "CREATE INDEX by_b ON pet (b, a)").await;
        run(database, "CREATE UNIQUE INDEX once ON pet (b)").await;
        let pet = table(database, "pet").await;
        let mut uniques = names(&pet.uniques, |unique| &unique.name);
        uniques.sort();
        assert_eq!(uniques, ["once", "pet_a_b_key", "pet_name_key"]);
        assert_eq!(names(&pet.indexes, |index| &index.name), ["by_b"]);
        assert_eq!(pet.indexes[0].columns, ["b", "a"]);
        let key = &pet.foreign_keys[0];
        let found = (
            key.name.as_str(),
            key.table.as_str(),
            key.targets[0].as_str(),
            key.on_delete,
        );
        assert_eq!(found, ("pet_owner_fkey", "owner", "id", OnDelete::Cascade));
        let mut checks = names(&pet.checks, |check| &check.name);
        if database.dialect() == Dialect::SQLITE {
            assert_eq!(
                checks,
                [
                    "pet_name_other_check",
                    "pet_name_other2_check",
                    "pet_name_min_length_check",
                    "two"
                ]
            );
        }
        checks.dedup();
        assert_eq!(checks.len(), 4);
        let rule = |rule: &str| Rule::Other(rule.to_owned());
        let two = pet.checks.iter().find(|check| check.name == "two").unwrap();
        assert_eq!((two.column.as_str(), &two.rule), ("a", &rule(r#""a" < "b""#)));
        assert!(pet.checks.iter().any(|check| check.rule == Rule::MinLength(2)));
        assert_eq!(
            pet.column("a").unwrap().default,
            Some(ColumnDefault::Number("7".to_owned()))
        );
        assert!(!pet.column("id").unwrap().nullable && pet.unmanaged.is_empty());
    })
    .await;
}

#[tokio::test]
async fn foreign_keys_of_several_columns_are_found() {
    on_each(async |database| {
        run(
            database,
            "CREATE TABLE target (a int NOT NULL, b int NOT NULL, c int, UNIQUE (b, c), PRIMARY KEY (a, b))",
        )
        .await;
        run(
            database,
            "CREATE TABLE holder (
                id integer PRIMARY KEY, x int, y int,
                FOREIGN KEY (x, y) REFERENCES target ON DELETE CASCADE,
                CONSTRAINT by_unique FOREIGN KEY (y, x) REFERENCES target (b, c) ON UPDATE CASCADE
            )",
        )
        .await;
        let holder = table(database, "holder").await;
        let ends = |key: &ForeignKey| (key.columns.clone(), key.targets.clone(), key.on_delete);
        let owned = |names: [&str; 2]| names.map(str::to_owned).to_vec();
        let found: Vec<_> = holder.foreign_keys.iter().map(ends).collect();
        assert_eq!(
            found,
            [
                (owned(["x", "y"]), owned(["a", "b"]), OnDelete::Cascade),
                (owned(["y", "x"]), owned(["b", "c"]), OnDelete::Restrict),
            ]
        );
        assert_eq!(
            names(&holder.foreign_keys, |key| &key.name),
            ["holder_x_y_fkey", "by_unique"]
        );
        assert_eq!(holder.unmanaged.len(), 1);
        assert!(holder.unmanaged[0].to_string().contains("the ON UPDATE CASCADE of"));
    })
    .await;
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn what_foreign_keys_of_several_columns_have_beside_is_reported() {
    on_postgres(&async |database: &Database| {
        run(database, "CREATE TABLE target (a int, b int, PRIMARY KEY (a, b))").await;
        run(
            database,
            "CREATE TABLE holder (
                id integer PRIMARY KEY, x int, y int,
                CONSTRAINT whole FOREIGN KEY (x, y) REFERENCES target MATCH FULL,
                CONSTRAINT in_part FOREIGN KEY (x, y) REFERENCES target ON DELETE SET NULL (y)
            )",
        )
        .await;
        let holder = table(database, "holder").await;
        assert!(holder.foreign_keys.is_empty());
        let left: Vec<String> = holder.unmanaged.iter().map(ToString::to_string).collect();
        assert_eq!(
            left,
            [
                "the foreign key `whole`, FOREIGN KEY (x, y) REFERENCES target(a, b) MATCH FULL",
                "the foreign key `in_part`, FOREIGN KEY (x, y) REFERENCES target(a, b) ON DELETE SET NULL (y)"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn what_a_declaration_cant_express_is_reported() {
    on_each(async |database| {
        run(
            database,
            "CREATE TABLE target (a int, b int, c int UNIQUE, PRIMARY KEY (a, b))",
        )
        .await;
        run(
            database,
            "CREATE TABLE odd (
                id integer PRIMARY KEY, a int, b int, c int, name text,
                total integer GENERATED ALWAYS AS (a + b) STORED,
                FOREIGN KEY (a, b) REFERENCES target (a, b) ON DELETE SET DEFAULT,
                CONSTRAINT late FOREIGN KEY (c) REFERENCES target (c) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
            )",
        )
        .await;
        for index in [
            "partly ON odd (a) WHERE a > 0",
            "by_lower ON odd (lower(name))",
            "down ON odd (b DESC)",
        ] {
            run(database, &format!("CREATE INDEX {index}")).await;
        }
        match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => {
                run(database, "CREATE TRIGGER stamp AFTER INSERT ON odd BEGIN SELECT 1; END").await;
            }
            _ => {
                let function = "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";
                run(database, function).await;
                run(
                    database,
                    "CREATE TRIGGER stamp AFTER INSERT ON odd EXECUTE FUNCTION stamp()",
                )
                .await;
            }
        }
        let odd = table(database, "odd").await;
        assert_eq!(odd.foreign_keys.len(), 1);
        assert_eq!(
            (
                odd.foreign_keys[0].name.as_str(),
                odd.foreign_keys[0].columns[0].as_str()
            ),
            ("late", "c")
        );
        assert!(odd.indexes.is_empty());
        assert_eq!(odd.column("total").unwrap().default, None);
        for (what, lost) in [
            ("generated column `total`", true),
            ("foreign key", true),
            ("DEFERRABLE", true),
            ("ON UPDATE CASCADE", true),
            ("index `partly`", false),
            ("index `by_lower`", false),
            ("index `down`", false),
            ("trigger `stamp`", false),
        ] {
            let is_this = |unmanaged: &&Unmanaged| unmanaged.to_string().contains(what);
            let found: Vec<&Unmanaged> = odd.unmanaged.iter().filter(is_this).collect();
            assert!(
                found.iter().any(|found| found.lost_by_rebuild() == lost),
                "{what}: {:?}",
                odd.unmanaged
            );
        }
        assert_eq!(odd.unmanaged.len(), 8);
    })
    .await;
}

#[tokio::test]
async fn views_and_the_tables_of_the_database_are_left_out() {
    on_each(async |database| {
        run(
            database,
            "CREATE TABLE seaql_migrations (version varchar(9) PRIMARY KEY)",
        )
        .await;
        run(database, "CREATE VIEW seen AS SELECT * FROM seaql_migrations").await;
        match database.dialect().backend() {
            sea_orm::DbBackend::Sqlite => {
                run(database, "CREATE TABLE counted (id integer PRIMARY KEY AUTOINCREMENT)").await;
                run(database, "CREATE VIEW broken AS SELECT * FROM nowhere").await;
                run(database, "CREATE TEMP TABLE counted_too (id int)").await;
            }
            _ => {
                run(
                    database,
                    "CREATE TABLE counted (id serial PRIMARY KEY) PARTITION BY RANGE (id)",
                )
                .await;
                run(
                    database,
                    "CREATE TABLE one PARTITION OF counted FOR VALUES FROM (0) TO (9)",
                )
                .await;
                run(database, "CREATE TEMP TABLE counted_too (id int)").await;
            }
        }
        let tables = tables(database).await;
        assert_eq!(names(&tables, |table| &table.name), ["counted", "seaql_migrations"]);
        let id = tables[0].column("id").unwrap();
        assert!(id.auto_increment && id.default.is_none());
    })
    .await;
}

#[tokio::test]
async fn names_may_be_anything() {
    on_each(async |database| {
        run(
            database,
            r#"CREATE TABLE "a ""b"" 'c' (" ("It""s" integer PRIMARY KEY, "x, y" integer UNIQUE CHECK ("x, y" >= 3),
                "select" integer REFERENCES "a ""b"" 'c' (" ("It""s"), CHECK ("It""s" <> 5))"#,
        )
        .await;
        let name = "a \"b\" 'c' (";
        let odd = table(database, name).await;
        assert_eq!(tables(database).await, std::slice::from_ref(&odd));
        assert_eq!(odd.primary_key, ["It\"s"]);
        assert_eq!(odd.uniques[0].columns, ["x, y"]);
        assert_eq!(
            (
                odd.foreign_keys[0].table.as_str(),
                odd.foreign_keys[0].targets[0].as_str()
            ),
            (name, "It\"s")
        );
        let mut checks = names(&odd.checks, |check| &check.column);
        checks.sort();
        assert_eq!(checks, ["It\"s", "x, y"]);
        let other = Rule::Other(r#""It""s" <> 5"#.to_owned());
        assert!(odd.checks.iter().any(|check| check.rule == other));
        assert!(odd.unmanaged.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_sqlite_alone_has() {
    let database = connect(&Config::memory()).await.unwrap();
    run(
        &database,
        "CREATE TABLE [a b] (key TEXT PRIMARY KEY, `name` VARCHAR(20) COLLATE NOCASE UNIQUE DEFAULT 'x', n, \
         day date DEFAULT CURRENT_TIMESTAMP, on_off tinyint(1) NOT NULL DEFAULT 1, \
         UNIQUE (n) ON CONFLICT REPLACE) WITHOUT ROWID",
    )
    .await;
    run(&database, "CREATE TABLE strict (id INTEGER PRIMARY KEY, x ANY) STRICT").await;
    run(
        &database,
        "CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES \"A B\", q REFERENCES nowhere)",
    )
    .await;
    let table = table(&database, "a b").await;
    assert_eq!(
        table.unmanaged,
        [
            Unmanaged::Table(TableProperty::WithoutRowid),
            Unmanaged::Table(TableProperty::OnConflict),
            Unmanaged::Collation {
                column: "name".to_owned(),
                collation: "NOCASE".to_owned(),
            },
        ]
    );
    let name = table.column("name").unwrap();
    assert_eq!(
        name.kind,
        ColumnKind::Other("VARCHAR(20) COLLATE \"NOCASE\"".to_owned())
    );
    assert_eq!(name.default, Some(ColumnDefault::Text("x".to_owned())));
    assert_eq!(table.column("n").unwrap().kind, ColumnKind::Other(String::new()));
    let day = table.column("day").unwrap();
    assert_eq!(day.default, Some(ColumnDefault::Other("CURRENT_TIMESTAMP".to_owned())));
    assert_eq!(
        table.column("on_off").unwrap().default,
        Some(ColumnDefault::Boolean(true))
    );
    assert_eq!(
        names(&table.uniques, |unique| &unique.name),
        ["a b_n_key", "a b_name_key"]
    );

    let strict = super::table(&database, "strict").await;
    assert_eq!(strict.unmanaged, [Unmanaged::Table(TableProperty::Strict)]);
    let child = super::table(&database, "child").await;
    assert_eq!(child.foreign_keys.len(), 1);
    assert_eq!(
        (
            child.foreign_keys[0].table.as_str(),
            child.foreign_keys[0].targets[0].as_str()
        ),
        ("a b", "key")
    );
    let key = KeyName::Unnamed {
        columns: vec!["q".to_owned()],
        table: "nowhere".to_owned(),
    };
    assert_eq!(child.unmanaged, [Unmanaged::ForeignKey { key, definition: None }]);
}

#[tokio::test]
async fn a_check_of_ones_own_is_the_same_after_it_was_created_again() {
    on_each(async |database| {
        let conditions = [
            "x LIKE 'a%' OR y BETWEEN 1 AND 5 AND x NOT IN ('p', 'q''r')",
            "x IN ('a') AND (y + 1) * 2 > 3",
            "NOT (x = 'a' OR lower(x) = 'b')",
            "CASE WHEN y > 3 THEN x <> 'a''''b' ELSE y IS NOT NULL END",
            "coalesce(length(x), 0) = y % 7",
            "y > -0.5 AND (y < 3 AND x > '')",
        ];
        let list: Vec<String> = conditions
            .iter()
            .map(|condition| format!("CHECK ({condition})"))
            .collect();
        run(
            database,
            &format!("CREATE TABLE t (x varchar(20), y int, {})", list.join(", ")),
        )
        .await;
        let first = table(database, "t").await;
        assert_eq!(first.checks.len(), conditions.len());
        instead(database, &["t"], &[&first]).await;
        assert_eq!(table(database, "t").await, first);
    })
    .await;
}

#[tokio::test]
async fn what_postgresql_does_not_enforce_is_reported() {
    on_postgres(&async |database: &Database| {
        for statement in [
            "CREATE TABLE odd (id integer PRIMARY KEY, a int, b int, CONSTRAINT once UNIQUE NULLS NOT DISTINCT (b))",
            "INSERT INTO odd VALUES (1, 1, 1), (2, 1, 2)",
            "ALTER TABLE odd ADD CONSTRAINT later CHECK (a > 1) NOT VALID",
        ] {
            run(database, statement).await;
        }
        // It stays, and is no index.
        let failing = "CREATE UNIQUE INDEX CONCURRENTLY half ON odd (a)";
        database.connection().execute_unprepared(failing).await.unwrap_err();
        let odd = table(database, "odd").await;
        assert_eq!(odd.uniques.len(), 1, "{odd:?}");
        for what in [
            Unmanaged::NullsNotDistinct("once".to_owned()),
            Unmanaged::NotValid("later".to_owned()),
            Unmanaged::InvalidIndex {
                name: "half".to_owned(),
                unique: true,
            },
        ] {
            assert!(odd.unmanaged.contains(&what), "{odd:?}");
        }
    })
    .await;
}

/// A name that a failed `CREATE INDEX CONCURRENTLY` left taken: the migration that wants it takes it back.
#[tokio::test]
async fn an_invalid_index_makes_room_for_one_of_its_name() {
    on_postgres(&async |database: &Database| {
        for statement in [
            "CREATE TABLE odd (id integer PRIMARY KEY, a integer NOT NULL)",
            "CREATE TABLE other (id integer PRIMARY KEY, a integer NOT NULL)",
            "INSERT INTO odd VALUES (1, 1), (2, 1)",
            "INSERT INTO other VALUES (1, 1), (2, 1)",
        ] {
            run(database, statement).await;
        }
        // Indexes of one schema share their names, whatever their tables.
        for failing in [
            "CREATE UNIQUE INDEX CONCURRENTLY odd_a_idx ON odd (a)",
            "CREATE UNIQUE INDEX CONCURRENTLY fresh_a_idx ON other (a)",
        ] {
            database.connection().execute_unprepared(failing).await.unwrap_err();
        }
        let from = tables(database).await;
        let mut to = from.clone();
        let index = |name: &str| Index {
            name: name.to_owned(),
            columns: vec!["a".to_owned()],
        };
        to.iter_mut().for_each(|table| table.invalid_indexes.clear());
        to[0].indexes.push(index("odd_a_idx"));
        to.push(Table {
            name: "fresh".to_owned(),
            indexes: vec![index("fresh_a_idx")],
            unmanaged: Vec::new(),
            ..to[0].clone()
        });
        let steps = diff(&Dialect::POSTGRES, &from, &to).unwrap();
        let text = steps.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        for name in ["odd_a_idx of odd", "fresh_a_idx of other"] {
            assert!(
                text.contains(&format!("drop the invalid index {name}, whose name another one needs")),
                "{text}"
            );
        }
        for step in &steps {
            step::run(&database.sea_orm(), step).await.unwrap();
        }
        let there = tables(database).await;
        assert!(there.iter().all(|table| table.invalid_indexes.is_empty()), "{there:?}");
        assert!(diff(&Dialect::POSTGRES, &there, &to).unwrap().is_empty());
        // The way back brings no index again that was of no use.
        for step in &inverse(&steps) {
            step::run(&database.sea_orm(), step).await.unwrap();
        }
        let back = tables(database).await;
        assert_eq!(back.len(), 2);
        assert!(back.iter().all(|table| table.indexes.is_empty()), "{back:?}");
    })
    .await;
}
