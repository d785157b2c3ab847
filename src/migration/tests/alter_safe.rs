//! The statements of safe steps on PostgreSQL, for `.ci/run squawk`, which has a linter of migrations look at them.

use super::*;
use crate::meta::OnDelete;
use crate::schema::change::Alteration;
use crate::schema::change::{Change, Step, inverse};
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::schema::plan::{Risk, risks};
use crate::sql::Names;
use crate::sql::create_table;
use crate::types::{Number, Storage};

fn column(name: &str, storage: Storage) -> Column {
    Column {
        name: name.to_owned(),
        was: None,
        kind: ColumnKind::Stored {
            storage,
            length: None,
            precision: None,
        },
        nullable: true,
        default: None,
        auto_increment: false,
    }
}

fn index(name: &str, columns: &[&str]) -> Index {
    Index {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    }
}

fn range(column: &str) -> Check {
    Check {
        name: format!("tasks_{column}_range_check"),
        column: column.to_owned(),
        rule: Rule::Range(Some(Number::int(0)), None),
    }
}

fn table() -> Table {
    Table {
        name: "tasks".to_owned(),
        columns: vec![
            Column {
                auto_increment: true,
                nullable: false,
                ..column("id", Storage::Int64)
            },
            column("title", Storage::Text),
            column("project", Storage::Int64),
            column("points", Storage::Int32),
        ],
        primary_key: vec!["id".to_owned()],
        uniques: vec![index("tasks_title_key", &["title"])],
        indexes: vec![index("tasks_project_idx", &["project"])],
        checks: vec![range("points")],
        foreign_keys: vec![ForeignKey {
            name: "tasks_project_fkey".to_owned(),
            column: "project".to_owned(),
            table: "projects".to_owned(),
            target: "id".to_owned(),
            on_delete: OnDelete::Cascade,
            no_action: false,
        }],
        ..Table::default()
    }
}

/// Changes of every kind; those that aren't safe are left out below.
fn changes() -> Vec<Change> {
    let table = table();
    let text = |text: &str| Some(ColumnDefault::Text(text.to_owned()));
    let number = |digits: &str| Some(ColumnDefault::Number(digits.to_owned()));
    let storages = [
        Storage::Text,
        Storage::Bytes,
        Storage::Boolean,
        Storage::Int16,
        Storage::Int32,
        Storage::Int64,
        Storage::Float,
        Storage::Double,
        Storage::Decimal,
        Storage::Uuid,
        Storage::Date,
        Storage::Time,
        Storage::DateTime,
        Storage::Json,
    ];
    let mut changes: Vec<Change> = storages
        .into_iter()
        .map(|storage| Change::AddColumn(column(&format!("{storage:?}").to_lowercase(), storage), Vec::new()))
        .collect();
    let required = |default, storage| Column {
        nullable: false,
        default,
        ..column("added", storage)
    };
    let renamed = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let (from, to) = renamed("tasks_title_key", "tasks_name_key");
    changes.push(Change::RenameConstraint { from, to });
    let (from, to) = renamed("tasks_project_idx", "tasks_work_idx");
    changes.push(Change::RenameIndex { from, to });
    let (from, to) = renamed("title", "name");
    changes.push(Change::RenameColumn { from, to });
    changes.extend([
        Change::AddColumn(column("points", Storage::Int32), vec![range("points")]),
        Change::AddColumn(required(number("5"), Storage::Int32), vec![range("added")]),
        Change::AddColumn(required(text("it's"), Storage::Text), Vec::new()),
        Change::AddColumn(
            required(Some(ColumnDefault::Boolean(false)), Storage::Boolean),
            Vec::new(),
        ),
        Change::AlterColumn {
            from: column("title", Storage::Text),
            to: Column {
                default: text("untitled"),
                ..column("title", Storage::Text)
            },
        },
        Change::AlterColumn {
            from: column("points", Storage::Int32),
            to: Column {
                default: number("5"),
                ..column("points", Storage::Int64)
            },
        },
        Change::SetPrimaryKey {
            from: vec!["id".to_owned()],
            to: vec!["title".to_owned()],
        },
        Change::AddCheck(range("points")),
        Change::AddUnique(table.uniques[0].clone()),
        Change::AddIndex(table.indexes[0].clone()),
        Change::AddForeignKey(table.foreign_keys[0].clone()),
    ]);
    changes
}

fn statements(step: &Step) -> Vec<String> {
    match step {
        Step::CreateTable(table) => create_table(Dialect::Postgres, table),
        Step::AlterTable { table, changes } => {
            let of = |change: &Change| {
                let there = match change {
                    Change::AlterColumn { from, .. } => Some(from),
                    _ => None,
                };
                Dialect::Postgres.alter(table, &Alteration::from(change), there, &Names::default())
            };
            changes.iter().flat_map(|change| of(change).unwrap()).collect()
        }
        other => panic!("{other:?} is never safe"),
    }
}

#[test]
fn safe_steps_are_written_for_the_linter() {
    let alone = |change| Step::AlterTable {
        table: "tasks".to_owned(),
        changes: vec![change],
    };
    let mut steps: Vec<Step> = vec![Step::CreateTable(table())];
    steps.extend(changes().into_iter().map(alone));
    let back = inverse(&steps);
    steps.extend(back);
    steps.retain(|step| risks(step).iter().all(|(_, risk)| *risk == Risk::Safe));
    assert!(steps.len() > 15, "{steps:?}");
    let files: Vec<String> = steps.iter().map(|step| statements(step).join(";\n") + ";\n").collect();
    assert!(files.iter().all(|file| file.len() > 2), "{files:?}");
    let Ok(folder) = std::env::var("SAFE_STEPS") else {
        return;
    };
    for (at, (file, step)) in files.iter().zip(&steps).enumerate() {
        // As the runner sends it.
        let begin = Dialect::Postgres.begin();
        let bound = Dialect::Postgres
            .bound_waits(std::time::Duration::from_secs(60), true)
            .unwrap();
        let text = format!("-- {step}\n{begin};\n{bound};\n{file}COMMIT;\n");
        std::fs::write(format!("{folder}/{at:02}.sql"), text).unwrap();
    }
}
