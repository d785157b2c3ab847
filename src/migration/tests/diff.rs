//! Steps from one catalogue to another, case by case.

use super::catalogues::column;
use crate::meta::OnDelete;
use crate::schema::diff::diff;
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::schema::plan::risks;
use crate::sql::Dialect;
use crate::types::{Number, Storage};

pub(super) fn of(name: &str, storage: Storage) -> Column {
    let (length, precision) = (None, None);
    column(
        name,
        ColumnKind::Stored {
            storage,
            length,
            precision,
        },
    )
}

pub(super) fn short(name: &str, length: u32) -> Column {
    let (storage, length, precision) = (Storage::Text, Some(length), None);
    column(
        name,
        ColumnKind::Stored {
            storage,
            length,
            precision,
        },
    )
}

pub(super) fn null(column: Column) -> Column {
    Column {
        nullable: true,
        ..column
    }
}

fn was(column: Column, name: &str) -> Column {
    Column {
        was: Some(name.to_owned()),
        ..column
    }
}

/// A table with an integer as its key.
pub(super) fn table(name: &str, columns: impl IntoIterator<Item = Column>) -> Table {
    Table {
        name: name.to_owned(),
        columns: std::iter::once(of("id", Storage::Int32)).chain(columns).collect(),
        primary_key: vec!["id".to_owned()],
        ..Table::default()
    }
}

pub(super) fn index(name: &str, columns: &[&str]) -> Index {
    Index {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    }
}

pub(super) fn check(name: &str, column: &str, rule: Rule) -> Check {
    Check {
        name: name.to_owned(),
        column: column.to_owned(),
        rule,
    }
}

pub(super) fn key(name: &str, column: &str, table: &str) -> ForeignKey {
    ForeignKey {
        name: name.to_owned(),
        columns: vec![column.to_owned()],
        table: table.to_owned(),
        targets: vec!["id".to_owned()],
        on_delete: OnDelete::Restrict,
        no_action: false,
    }
}

/// The difference as `migrate new --auto` prints it.
#[track_caller]
fn case(from: &[Table], to: &[Table], wanted: &[&str]) {
    let steps = diff(&Dialect::POSTGRES, from, to).unwrap();
    let found: Vec<String> = steps
        .iter()
        .flat_map(risks)
        .map(|(line, risk)| format!("{line}: {risk}"))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn tables_come_before_those_that_refer_to_them_and_go_after() {
    let mut tasks = table("tasks", [of("project", Storage::Int32)]);
    tasks
        .foreign_keys
        .push(key("tasks_project_fkey", "project", "projects"));
    let all = [table("projects", []), tasks];
    case(&[], &all, &["create table projects: safe", "create table tasks: safe"]);
    case(
        &all,
        &[],
        &["drop table tasks: loses data", "drop table projects: loses data"],
    );
}

pub(super) fn circle() -> [Table; 2] {
    let mut one = table("one", [of("other", Storage::Int32)]);
    one.foreign_keys.push(key("one_other_fkey", "other", "other"));
    let mut other = table("other", [of("one", Storage::Int32)]);
    other.foreign_keys.push(key("other_one_fkey", "one", "one"));
    [one, other]
}

#[test]
fn a_circle_is_closed_when_its_tables_are_there() {
    case(
        &[],
        &circle(),
        &[
            "create table one: safe",
            "create table other: safe",
            "add foreign key from one.other to other.id, restrict: may fail on existing rows",
        ],
    );
}

#[test]
fn a_circle_is_opened_before_its_tables_go() {
    case(
        &circle(),
        &[],
        &[
            "drop foreign key from other.one to one.id: locks",
            "drop table one: loses data",
            "drop table other: loses data",
        ],
    );
}

#[test]
fn an_undeclared_table_stays_while_others_refer_to_it() {
    let mut tasks = table("tasks", [of("owner", Storage::Int32)]);
    tasks.foreign_keys.push(key("tasks_owner_fkey", "owner", "users"));
    case(&[table("users", []), tasks.clone()], &[tasks], &[]);
}

#[test]
fn names_that_follow_from_a_renamed_table_are_renamed_too() {
    let mut from = table("tasks", [of("title", Storage::Text)]);
    from.uniques.push(index("tasks_title_key", &["title"]));
    from.indexes.push(index("by_title", &["title"]));
    from.checks
        .push(check("tasks_title_min_length_check", "title", Rule::MinLength(1)));
    let mut to = from.clone();
    to.name = "jobs".to_owned();
    to.was = Some("tasks".to_owned());
    let mut notes = table("notes", [of("task", Storage::Int32)]);
    notes.foreign_keys.push(key("notes_task_fkey", "task", "tasks"));
    let mut later = notes.clone();
    later.foreign_keys[0].table = "jobs".to_owned();
    case(
        &[from.clone(), notes],
        &[to.clone(), later],
        &[
            "rename table tasks to jobs: breaks older programs",
            "rename constraint tasks_title_key of jobs to jobs_title_key: locks",
            "rename constraint tasks_title_min_length_check of jobs to jobs_title_min_length_check: locks",
        ],
    );
    // Once it is renamed, or never had the name, it means nothing.
    to.uniques.clear();
    case(&[to.clone()], &[to.clone()], &[]);
    case(&[], &[to.clone()], &["create table jobs: safe"]);
    from.uniques.clear();
    case(&[from, to.clone()], &[to], &["drop table tasks: loses data"]);
}

#[test]
fn columns_pass_their_names_on() {
    let mut from = table("tasks", [of("a", Storage::Int32), of("b", Storage::Int32)]);
    from.indexes.push(index("tasks_a_idx", &["a"]));
    from.indexes.push(index("tasks_b_idx", &["b"]));
    let mut to = table(
        "tasks",
        [was(of("b", Storage::Int32), "a"), was(of("c", Storage::Int32), "b")],
    );
    to.indexes.push(index("tasks_b_idx", &["b"]));
    to.indexes.push(index("tasks_c_idx", &["c"]));
    case(
        &[from],
        &[to],
        &[
            "rename column tasks.b to c: breaks older programs",
            "rename index tasks_b_idx of tasks to tasks_c_idx: locks",
            "rename column tasks.a to b: breaks older programs",
            "rename index tasks_a_idx of tasks to tasks_b_idx: locks",
        ],
    );
}

#[test]
fn columns_are_added_with_what_their_rows_need() {
    let ranged = check(
        "tasks_severity_range_check",
        "severity",
        Rule::Range(Some(Number::int(0)), None),
    );
    let mut to = table(
        "tasks",
        [null(of("severity", Storage::Int32)), of("title", Storage::Text)],
    );
    to.columns.push(Column {
        default: Some(ColumnDefault::Boolean(false)),
        ..of("done", Storage::Boolean)
    });
    to.checks.push(ranged);
    to.uniques.push(index("tasks_severity_key", &["severity"]));
    to.uniques.push(index("tasks_title_key", &["title"]));
    case(
        &[table("tasks", [])],
        &[to],
        &[
            "add column tasks.severity (integer, null): locks",
            "add column tasks.title (text, not null, no default): may fail on existing rows",
            "add column tasks.done (boolean, not null, default false): safe",
            "add unique constraint on tasks (severity): locks",
            "add unique constraint on tasks (title): may fail on existing rows",
        ],
    );
}

#[test]
fn columns_turn_into_others_where_values_have_their_like() {
    let from = |column| [table("tasks", [column])];
    let case = |one: Column, other: Column, lines: &[&str]| case(&from(one), &from(other), lines);
    let alter = |what: &str| format!("alter column tasks.x: {what}");
    case(
        of("x", Storage::Int32),
        of("x", Storage::Int64),
        &[&alter("integer → big integer: locks")],
    );
    case(
        of("x", Storage::Int64),
        of("x", Storage::Int32),
        &[&alter("big integer → integer: may fail on existing rows")],
    );
    case(short("x", 10), short("x", 20), &[&alter("text(10) → text(20): locks")]);
    case(
        short("x", 10),
        of("x", Storage::Text),
        &[&alter("text(10) → text: locks")],
    );
    case(
        short("x", 20),
        short("x", 10),
        &[&alter("text(20) → text(10): may fail on existing rows")],
    );
    case(
        of("x", Storage::Decimal),
        of("x", Storage::Double),
        &[&alter("decimal → double: loses data")],
    );
    case(
        null(of("x", Storage::Date)),
        of("x", Storage::DateTime),
        &[&alter(
            "date → timestamp with time zone, null → not null: may fail on existing rows",
        )],
    );
    case(
        of("x", Storage::Date),
        null(of("x", Storage::Date)),
        &[&alter("not null → null: locks")],
    );
    case(
        of("x", Storage::Int32),
        Column {
            default: Some(ColumnDefault::Number("3".to_owned())),
            ..of("x", Storage::Int32)
        },
        &[&alter("no default → default 3: safe")],
    );
    case(
        of("x", Storage::Json),
        null(of("x", Storage::Int32)),
        &[
            "drop column tasks.x (json, not null): loses data",
            "add column tasks.x (integer, null): safe",
        ],
    );
}

#[test]
fn a_check_that_changes_is_judged_by_what_it_admits() {
    let with = |rule: Rule| {
        let column = match rule {
            Rule::MinLength(_) | Rule::MaxLength(_) | Rule::Choices(_) => of("x", Storage::Text),
            Rule::Numbers(_) => of("x", Storage::Int64),
            Rule::Digits(_) => column(
                "x",
                ColumnKind::Stored {
                    storage: Storage::Decimal,
                    length: None,
                    precision: Some((10, 2)),
                },
            ),
            _ => of("x", Storage::Int32),
        };
        let mut table = table("tasks", [column]);
        table.checks.push(check("tasks_x_check", "x", rule));
        [table]
    };
    let class = |from: Rule, to: Rule| {
        let steps = diff(&Dialect::SQLITE, &with(from), &with(to)).unwrap();
        let lines: Vec<_> = steps.iter().flat_map(risks).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        lines[1].1.to_string()
    };
    let range = |least, most| Rule::Range(Some(Number::int(least)), Some(Number::int(most)));
    let choices = |choices: &[&str]| Rule::Choices(choices.iter().map(|&choice| choice.to_owned()).collect());
    for (narrow, wide) in [
        (range(1, 5), range(0, 5)),
        (range(1, 5), Rule::Range(Some(Number::int(1)), None)),
        (choices(&["a"]), choices(&["a", "b"])),
        (Rule::Numbers(vec![2]), Rule::Numbers(vec![1, 2])),
        (Rule::MaxLength(5), Rule::MaxLength(6)),
        (Rule::MinLength(5), Rule::MinLength(4)),
        (Rule::MultipleOf(4), Rule::MultipleOf(2)),
        (Rule::Digits(4), Rule::Digits(5)),
    ] {
        assert_eq!(class(narrow.clone(), wide.clone()), "locks", "{narrow:?} to {wide:?}");
        assert_eq!(
            class(wide.clone(), narrow.clone()),
            "may fail on existing rows",
            "{wide:?} to {narrow:?}"
        );
    }
}

#[test]
fn foreign_keys_make_way_for_another_type_of_their_target() {
    let tables = |storage| {
        let mut projects = table("projects", []);
        projects.columns[0] = of("id", storage);
        let mut tasks = table("tasks", [of("project", storage)]);
        tasks
            .foreign_keys
            .push(key("tasks_project_fkey", "project", "projects"));
        [projects, tasks]
    };
    case(
        &tables(Storage::Int32),
        &tables(Storage::Text),
        &[
            "drop foreign key from tasks.project to projects.id: locks",
            "alter column projects.id: integer → text: breaks older programs",
            "alter column tasks.project: integer → text: breaks older programs",
            "add foreign key from tasks.project to projects.id, restrict: may fail on existing rows",
        ],
    );
}

#[test]
fn a_name_that_is_taken_is_freed_first() {
    let mut from = table("tasks", [of("a", Storage::Int32), of("b", Storage::Int32)]);
    from.uniques.push(index("tasks_b_key", &["a"]));
    let mut to = from.clone();
    to.uniques = vec![index("tasks_a_key", &["a"]), index("tasks_b_key", &["b"])];
    case(
        &[from],
        &[to],
        &[
            "rename constraint tasks_b_key of tasks to tasks_a_key: locks",
            "add unique constraint on tasks (b): may fail on existing rows",
        ],
    );
}

#[test]
fn another_primary_key_lets_its_old_columns_go_first() {
    let mut to = table("tasks", [of("code", Storage::Text)]);
    to.columns.remove(0);
    to.primary_key = vec!["code".to_owned()];
    case(
        &[table("tasks", [of("code", Storage::Text)])],
        &[to],
        &[
            "drop primary key of tasks (id): breaks older programs",
            "drop column tasks.id (integer, not null): loses data",
            "set primary key of tasks (code): may fail on existing rows",
        ],
    );
}

#[test]
fn names_and_order_make_no_difference() {
    let mut from = table("tasks", [of("a", Storage::Int32), of("b", Storage::Int32)]);
    from.indexes.push(index("by_a", &["a"]));
    from.checks.push(check("positive", "b", Rule::MultipleOf(2)));
    let mut to = table("tasks", [of("b", Storage::Int32), of("a", Storage::Int32)]);
    to.indexes.push(index("tasks_a_idx", &["a"]));
    to.checks
        .push(check("tasks_b_multiple_check", "b", Rule::MultipleOf(2)));
    case(&[from], &[to], &[]);
}
