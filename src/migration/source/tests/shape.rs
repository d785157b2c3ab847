//! The layout of the file.

use super::samples::*;
use super::*;
use crate::meta::OnDelete;
use crate::migration::source::literal;
use crate::schema::change::{Alteration, Step};
use crate::schema::model::{ColumnDefault, ColumnKind};
use crate::types::Storage;

#[test]
fn a_file_is_what_a_person_would_write() {
    let added = Alteration::AddColumn(null(stored("severity", Storage::Int32)), Vec::new());
    let expected = r#"//! Add severity.

use sea_orm_migration::prelude::*;
use warp_openapi::migration::{alter_table, column};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("tasks")
            .add_column(column::integer("severity").null())
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter_table("tasks")
            .drop_column("severity")
            .run(manager)
            .await
    }

    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
"#;
    assert_eq!(
        rendered("add severity", &[alter("tasks", vec![added])], false),
        expected
    );
}

#[test]
fn a_message_becomes_the_doc_whatever_it_holds() {
    let first = |message: &str| rendered(message, &[], false).split("\n\n").next().unwrap().to_owned();
    assert_eq!(first("  ändern!  "), "//! Ändern!");
    assert_eq!(first("one\r\n\r\ntwo\tthree\r"), "//! One\n//! two three.");
    assert_eq!(first("a\u{202e}b */ \u{2028}c"), "//! A b */  c.");
}

#[test]
fn down_takes_steps_back_from_the_last() {
    let renamed = |from: &str, to: &str| Step::RenameTable {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    case(
        &[renamed("a", "b"), renamed("c", "d")],
        "rename_table(\"a\", \"b\").run(manager).await?;\nrename_table(\"c\", \"d\").run(manager).await",
        "rename_table(\"d\", \"c\").run(manager).await?;\nrename_table(\"b\", \"a\").run(manager).await",
    );
}

#[test]
fn a_key_of_no_columns_compiles_too() {
    let from = Some(vec!["id".to_owned()]);
    let to = Vec::new();
    let (up, down) = bodies(&[alter("tasks", vec![Alteration::SetPrimaryKey { from, to }])], false);
    assert!(up.contains(r#".set_primary_key([""; 0])"#), "{up}");
    assert!(down.contains(r#".set_primary_key(["id"])"#), "{down}");
}

#[test]
fn a_column_without_values_for_rows_is_commented() {
    let tasks = |change| alter("tasks", vec![change]);
    let warned = "alter_table(\"tasks\")
    // Fails if the table has rows: give it a default, or add it with `null()` and fill it
    // in a step of its own.
    .add_column(column::text(\"title\"))
    .run(manager)
    .await";
    let plain = "alter_table(\"tasks\").drop_column(\"title\").run(manager).await";
    let added = tasks(Alteration::AddColumn(text("title"), Vec::new()));
    let dropped = tasks(Alteration::DropColumn(text("title").into(), Vec::new()));
    assert_eq!(bodies(&[added], true), (warned.to_owned(), plain.to_owned()));
    assert_eq!(bodies(&[dropped], true), (plain.to_owned(), warned.to_owned()));
}

#[track_caller]
fn column(column: crate::schema::model::Column, expected: &str) {
    let (up, _) = bodies(&[alter("t", vec![Alteration::AddColumn(column, Vec::new())])], false);
    let call = format!(".add_column({expected})");
    assert!(up.contains(&call), "{call} isn't in {up}");
}

#[test]
fn defaults_are_printed_without_loss() {
    let number = |digits: &str| ColumnDefault::Number(digits.to_owned());
    let words = |text: &str| ColumnDefault::Text(text.to_owned());
    let custom = |default| Column {
        kind: ColumnKind::Other("money".to_owned()),
        ..with_default(text("c"), default)
    };
    use crate::schema::model::Column;
    let int = |default| with_default(stored("c", Storage::Int64), default);
    column(int(number("7")), r#"column::big_integer("c").default(7)"#);
    column(
        int(number("-9223372036854775808")),
        r#"column::big_integer("c").default(-9_223_372_036_854_775_808_i64)"#,
    );
    column(
        int(number("9223372036854775808")),
        r#"column::big_integer("c").default("9223372036854775808")"#,
    );
    // A text could be read as a number.
    column(
        int(words("x'y")),
        r#"column::big_integer("c").default_expression("'x''y'")"#,
    );
    column(
        custom(number("0.5")),
        r#"column::custom("c", "money").default_expression("0.5")"#,
    );
    column(custom(words("5")), r#"column::custom("c", "money").default("5")"#);
    column(
        with_default(text("c"), ColumnDefault::Other("now()".to_owned())),
        r#"column::text("c").default_expression("now()")"#,
    );
}

#[test]
fn texts_are_literals_whatever_they_hold() {
    for (text, expected) in [
        ("plain 'quoted'", r#""plain 'quoted'""#),
        ("\"a\"", "r#\"\"a\"\"#"),
        ("a\"##b\"#", "r###\"a\"##b\"#\"###"),
        ("back\\slash", "r\"back\\slash\""),
        ("line\n\"quote\"", r#""line\n\"quote\"""#),
        ("\u{202e}", r#""\u{202e}""#),
        ("\r\0é", r#""\r\0é""#),
        ("", "\"\""),
    ] {
        assert_eq!(literal::text(text), expected);
    }
}

#[test]
fn long_numbers_are_in_groups() {
    for (digits, expected) in [
        ("-1", "-1"),
        ("9999", "9999"),
        ("12345", "12_345"),
        ("-1000000", "-1_000_000"),
    ] {
        assert_eq!(literal::integer(digits), expected);
    }
}

#[test]
fn an_undeclared_foreign_key_is_restored_as_it_was() {
    let mut key = key("notes_task_fkey", "task", "tasks", OnDelete::Restrict);
    key.no_action = true;
    let (_, down) = bodies(&[alter("notes", vec![Alteration::DropForeignKey(key.into())])], false);
    assert!(down.contains("OnDelete::NoAction"), "{down}");
}

#[test]
fn integers_beyond_32_bits_tell_their_type() {
    for (digits, expected) in [
        ("2147483647", "2_147_483_647"),
        ("2147483648", "2_147_483_648_i64"),
        ("-2147483648", "-2_147_483_648"),
        ("-9223372036854775808", "-9_223_372_036_854_775_808_i64"),
    ] {
        assert_eq!(literal::signed(digits), expected);
    }
}
