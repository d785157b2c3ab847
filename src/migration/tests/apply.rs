//! Alterations as data: what they make of a table, and what they refuse.

use super::catalogues::column;
use crate::meta::OnDelete;
use crate::schema::change::{Alteration, Dropped, apply};
use crate::schema::model::{Check, Column, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::types::Storage;

fn integer(name: &str) -> Column {
    let (storage, length, precision) = (Storage::Int32, None, None);
    column(
        name,
        ColumnKind::Stored {
            storage,
            length,
            precision,
        },
    )
}

fn check(name: &str, column: &str, condition: &str) -> Check {
    Check {
        name: name.to_owned(),
        column: column.to_owned(),
        rule: Rule::Other(condition.to_owned()),
    }
}

fn index(name: &str, column: &str) -> Index {
    Index {
        name: name.to_owned(),
        columns: vec![column.to_owned()],
    }
}

fn tasks() -> Table {
    Table {
        name: "tasks".to_owned(),
        columns: ["id", "size", "most", "parent", "code", "rank"].map(integer).into(),
        primary_key: vec!["id".to_owned()],
        uniques: vec![index("tasks_code_key", "code")],
        indexes: vec![index("tasks_rank_idx", "rank")],
        checks: vec![
            check("bounded", "size", r#""size" <= "most""#),
            // As a migration adds it.
            check("positive", "", r#""most" > 0"#),
        ],
        foreign_keys: vec![ForeignKey {
            name: "tasks_parent_fkey".to_owned(),
            columns: vec!["parent".to_owned()],
            table: "tasks".to_owned(),
            targets: vec!["id".to_owned()],
            on_delete: OnDelete::Cascade,
            no_action: false,
        }],
        ..Table::default()
    }
}

fn rename(from: &str, to: &str) -> Alteration {
    let (from, to) = (from.to_owned(), to.to_owned());
    Alteration::RenameColumn { from, to }
}

fn drop(column: &str) -> Alteration {
    Alteration::DropColumn(Dropped::Named(column.to_owned()), Vec::new())
}

#[test]
fn all_that_names_a_column_follows_it() {
    let renamed = apply(
        &tasks(),
        &[rename("id", "key"), rename("size", "length"), rename("code", "word")],
    )
    .unwrap();
    assert_eq!(renamed.primary_key, ["key"]);
    assert_eq!(renamed.foreign_keys[0].targets, ["key"]);
    assert_eq!(renamed.uniques[0].columns, ["word"]);
    assert_eq!(renamed.checks[0], check("bounded", "length", r#""length" <= "most""#));
    assert_eq!(renamed.uniques[0].name, "tasks_code_key");
}

#[test]
fn a_dropped_column_takes_its_own_checks_along() {
    let left = apply(
        &tasks(),
        &[
            Alteration::DropCheck(Dropped::Named("bounded".to_owned())),
            drop("most"),
        ],
    )
    .unwrap();
    assert!(left.checks.is_empty(), "{:?}", left.checks);
    assert_eq!(left.column("most"), None);
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    #[track_caller]
    fn case(alteration: Alteration, reason: &str) {
        assert_eq!(apply(&tasks(), &[alteration]), Err(reason.to_owned()));
    }
    let held = |column: &str, by: &str| {
        let reason = format!("the column `tasks.{column}` can't be dropped: {by} holds it; drop that first");
        case(drop(column), &reason);
    };
    held("id", "the primary key");
    held("code", "the unique constraint `tasks_code_key`");
    held("rank", "the index `tasks_rank_idx`");
    held("parent", "the foreign key `tasks_parent_fkey`");
    held("size", "the check `bounded`");
    case(drop("x"), "the table `tasks` has no column `x`");
    case(
        Alteration::AlterColumn {
            from: None,
            to: integer("x"),
        },
        "the table `tasks` has no column `x`",
    );
    case(rename("x", "y"), "the table `tasks` has no column `x`");
    case(rename("size", "most"), "the table `tasks` has a column `most` already");
    case(
        Alteration::AddColumn(integer("size"), Vec::new()),
        "the table `tasks` has a column `size` already",
    );
    case(
        Alteration::AddUnique(index("tasks_x_key", "x")),
        "the table `tasks` has no column `x`",
    );
    case(
        Alteration::AddIndex(index("tasks_rank_idx", "size")),
        "the table `tasks` has an index `tasks_rank_idx` already",
    );
    case(
        Alteration::AddCheck(check("bounded", "", "1 = 1")),
        "the table `tasks` has a constraint `bounded` already",
    );
    case(
        Alteration::DropForeignKey(Dropped::Named("tasks_code_key".to_owned())),
        "the table `tasks` has no foreign key `tasks_code_key`",
    );
    case(
        Alteration::SetPrimaryKey {
            from: None,
            to: vec!["x".to_owned()],
        },
        "the table `tasks` has no column `x`",
    );
}

#[test]
fn a_foreign_key_whose_name_has_followed_already_is_left_alone() {
    let rename = |from: &str| Alteration::RenameConstraint {
        from: from.to_owned(),
        to: "tasks_parent_fkey".to_owned(),
    };
    assert_eq!(apply(&tasks(), &[rename("jobs_parent_fkey")]), Ok(tasks()));
    let reason = "the table `tasks` has a constraint `tasks_parent_fkey` already".to_owned();
    assert_eq!(apply(&tasks(), &[rename("bounded")]), Err(reason));
}
