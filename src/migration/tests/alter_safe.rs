//! The statements of safe steps on PostgreSQL, for `.ci/run squawk`, which has a linter of migrations look at them.

use super::*;
use crate::meta::OnDelete;
use crate::schema::change::{Alteration, Step, inverse};
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::schema::plan::{Risk, risks};
use crate::sql::ConstraintNames;
use crate::sql::create_table;
use crate::sql::postgres::alter_statements;
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
            columns: vec!["project".to_owned()],
            table: "projects".to_owned(),
            targets: vec!["id".to_owned()],
            on_delete: OnDelete::Cascade,
            no_action: false,
        }],
        ..Table::default()
    }
}

/// Changes of every kind; those that aren't safe are left out below.
fn changes() -> Vec<Alteration> {
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
    let mut changes: Vec<Alteration> = storages
        .into_iter()
        .map(|storage| Alteration::AddColumn(column(&format!("{storage:?}").to_lowercase(), storage), Vec::new()))
        .collect();
    let required = |default, storage| Column {
        nullable: false,
        default,
        ..column("added", storage)
    };
    let renamed = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let (from, to) = renamed("tasks_title_key", "tasks_name_key");
    changes.push(Alteration::RenameConstraint { from, to });
    let (from, to) = renamed("tasks_project_idx", "tasks_work_idx");
    changes.push(Alteration::RenameIndex { from, to });
    let (from, to) = renamed("title", "name");
    changes.push(Alteration::RenameColumn { from, to });
    changes.extend([
        Alteration::AddColumn(column("points", Storage::Int32), vec![range("points")]),
        Alteration::AddColumn(required(number("5"), Storage::Int32), vec![range("added")]),
        Alteration::AddColumn(required(text("it's"), Storage::Text), Vec::new()),
        Alteration::AddColumn(
            required(Some(ColumnDefault::Boolean(false)), Storage::Boolean),
            Vec::new(),
        ),
        Alteration::AlterColumn {
            from: Some(column("title", Storage::Text)),
            to: Column {
                default: text("untitled"),
                ..column("title", Storage::Text)
            },
        },
        Alteration::AlterColumn {
            from: Some(column("points", Storage::Int32)),
            to: Column {
                default: number("5"),
                ..column("points", Storage::Int64)
            },
        },
        Alteration::SetPrimaryKey {
            from: Some(vec!["id".to_owned()]),
            to: vec!["title".to_owned()],
        },
        Alteration::AddCheck(range("points")),
        Alteration::AddUnique(table.uniques[0].clone()),
        Alteration::AddIndex(table.indexes[0].clone()),
        Alteration::AddForeignKey(table.foreign_keys[0].clone()),
    ]);
    changes
}

fn statements(step: &Step) -> Vec<String> {
    match step {
        Step::CreateTable(table) => create_table(Dialect::POSTGRES, table),
        Step::AlterTable { table, alterations } => {
            let of = |change: &Alteration| {
                let there = match change {
                    Alteration::AlterColumn { from, .. } => from.as_ref(),
                    _ => None,
                };
                alter_statements(table, change, there, &ConstraintNames::default())
            };
            alterations.iter().flat_map(of).collect()
        }
        other => panic!("{other:?} is never safe"),
    }
}

#[test]
fn safe_steps_are_written_for_the_linter() {
    let alone = |change| Step::AlterTable {
        table: "tasks".to_owned(),
        alterations: vec![change],
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
        let begin = Dialect::POSTGRES.begin();
        let bound = Dialect::POSTGRES
            .bound_waits(std::time::Duration::from_secs(60), true)
            .unwrap();
        let text = format!("-- {step}\n{begin};\n{bound};\n{file}COMMIT;\n");
        std::fs::write(format!("{folder}/{at:02}.sql"), text).unwrap();
    }
}
