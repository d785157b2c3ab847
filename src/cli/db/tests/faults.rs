//! Tables that `db inspect` refuses, and how it prints others.

use super::super::{inspect, tables};
use super::*;
use crate::meta::OnDelete;
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table, Unmanaged};
use crate::types::{Number, Storage};

fn column(name: &str, kind: ColumnKind) -> Column {
    Column {
        name: name.to_owned(),
        was: None,
        kind,
        nullable: false,
        default: None,
        auto_increment: false,
    }
}

fn stored(storage: Storage) -> ColumnKind {
    ColumnKind::Stored {
        storage,
        length: None,
        precision: None,
    }
}

fn table(name: &str, columns: Vec<Column>) -> Table {
    Table {
        name: name.to_owned(),
        primary_key: vec!["id".to_owned()],
        columns: std::iter::once(column("id", stored(Storage::Int32)))
            .chain(columns)
            .collect(),
        ..Table::default()
    }
}

#[test]
fn names_to_leave_out_are_quoted_for_the_shell() {
    let geometry = ColumnKind::Other("geometry".to_owned());
    let found = [table("Ann's log", vec![column("the place", geometry)])];
    let message = inspect::program(Dialect::POSTGRES, "shop", &found, &[]).unwrap_err();
    assert!(
        message.contains(r"leave it out with --except 'Ann'\''s log.the place'"),
        "{message}"
    );
}

#[test]
fn everything_a_block_cant_express_is_reported_at_once() {
    let geometry = || ColumnKind::Other("geometry".to_owned());
    let mut keyless = table("log", vec![]);
    keyless.primary_key.clear();
    let found = [
        table("places", vec![column("geom", geometry())]),
        keyless,
        table(
            "cases",
            vec![column("a", stored(Storage::Text)), column("A", stored(Storage::Text))],
        ),
    ];
    let message = inspect::program(Dialect::POSTGRES, "shop", &found, &[]).unwrap_err();
    assert_eq!(
        message,
        "a block can't express everything:\n  no field reads the type `geometry` of places.geom; leave it out with --except places.geom\n  \
         the table log has no primary key; give it one, or leave it out with --except log\n  \
         cases.A differs from another column in case only; leave one out with --except cases.A"
    );
    let except = ["places.geom", "log", "cases.A"];
    let program = inspect::program(Dialect::POSTGRES, "shop", &found, &except).unwrap();
    assert!(program.contains("resource Place {"), "{program}");
    assert!(!program.contains("geom:"), "{program}");
    assert!(
        program.contains("// `migrate check` reports: drop table log.\n"),
        "{program}"
    );
}

#[test]
fn what_is_left_out_must_be_there() {
    let found = [table(
        "a.b",
        vec![column("c.d", stored(Storage::Text)), column("e", stored(Storage::Text))],
    )];
    let program = |except: &str| inspect::program(Dialect::SQLITE, "shop", &found, &[except]);
    assert!(!program("a.b.c.d").unwrap().contains("c_d"));
    assert!(program("a.b.e").unwrap().contains("c_d: String [column(\"c.d\")]"));
    assert!(!program("a.b").unwrap().contains("resource"));
    assert_eq!(
        program("nothing").unwrap_err(),
        "--except nothing: there is no such table or column; `db tables --db` lists them"
    );
    assert_eq!(
        program("a.b.id").unwrap_err(),
        "--except a.b.id: it is in the primary key; leave the whole table out, --except a.b"
    );
}

#[test]
fn tables_are_printed_without_names_and_order_of_constraints() {
    let mut task = table(
        "task",
        vec![
            Column {
                default: Some(ColumnDefault::Text("it's".to_owned())),
                ..column(
                    "title",
                    ColumnKind::Stored {
                        storage: Storage::Text,
                        length: Some(64),
                        precision: None,
                    },
                )
            },
            Column {
                nullable: true,
                ..column("owner", stored(Storage::Uuid))
            },
        ],
    );
    task.columns[0].auto_increment = true;
    let index = |columns: &[&str]| Index {
        name: "whatever".to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    };
    task.uniques = vec![index(&["title", "owner"])];
    task.indexes = vec![index(&["title"]), index(&["owner"])];
    task.checks = vec![Check {
        name: "n".to_owned(),
        column: "id".to_owned(),
        rule: Rule::Range(Some(Number::int(1)), None),
    }];
    task.foreign_keys = vec![ForeignKey {
        name: "f".to_owned(),
        columns: vec!["owner".to_owned()],
        table: "owners".to_owned(),
        targets: vec!["id".to_owned()],
        on_delete: OnDelete::SetNull,
        no_action: false,
    }];
    task.unmanaged = vec![Unmanaged::Trigger("stamp".to_owned())];
    let expected = "a\n  id                       int32            not null\n  primary key (id)\n\n\
                    task\n  id                       int32            not null  counted\n  \
                    owner                    uuid             null\n  \
                    title                    text(64)         not null  default 'it''s'\n  \
                    primary key (id)\n  unique (title, owner)\n  index (owner)\n  index (title)\n  \
                    check \"id\" >= 1\n  references (owner) → owners (id), on delete set null\n  beside: the trigger `stamp`\n";
    assert_eq!(tables::text(&[task, table("a", vec![])]), expected);
}

#[tokio::test]
async fn declared_and_live_tables_print_alike() {
    on_each(async |config| {
        let missing = tables::of(config, crate::db::catalog::HISTORY)
            .await
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(missing.contains(&config.name()), "{missing}");
        crate::db::create_database(config, false).await.unwrap();
        let api = &crate::http::tests::API;
        let database = crate::db::connect(config).await.unwrap();
        crate::db::create_missing(&database, api.resources()).await.unwrap();
        database.close().await.unwrap();
        let declared = crate::schema::model::declared(api.resources()).unwrap();
        let live = tables::of(config, crate::db::catalog::HISTORY).await.unwrap();
        assert_eq!(tables::text(&live), tables::text(&declared));
    })
    .await;
}
