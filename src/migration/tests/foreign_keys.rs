//! Foreign keys of several columns in the difference, and in migrations.

use super::alter::{manager, on_both, run};
use super::diff::{key, null, of, table};
use super::*;
use crate::migration::{OnDelete, alter_table, column, create_table};
use crate::schema::diff::diff;
use crate::schema::model::{ForeignKey, Table};
use crate::schema::plan::risks;
use crate::sql::{Dialect, live_table};
use crate::types::Storage;

fn steps(from: &[Table], to: &[Table]) -> Vec<String> {
    let [one, other] = [Dialect::SQLITE, Dialect::POSTGRES].map(|dialect| {
        let steps = diff(&dialect, from, to).unwrap();
        steps.iter().flat_map(risks).map(|(line, _)| line).collect::<Vec<_>>()
    });
    assert_eq!(one, other);
    one
}

/// A foreign key of `a` and `b` to the columns of these names.
fn pair(table: &str, targets: [&str; 2]) -> ForeignKey {
    ForeignKey {
        columns: vec!["a".to_owned(), "b".to_owned()],
        targets: targets.map(str::to_owned).to_vec(),
        ..key("tasks_a_b_fkey", "", table)
    }
}

#[test]
fn foreign_keys_of_several_columns_are_compared_by_their_pairs() {
    let people = || {
        let mut people = table("people", [of("x", Storage::Int32), of("y", Storage::Int32)]);
        people.primary_key = vec!["x".to_owned(), "y".to_owned()];
        people
    };
    let tasks = |keys: Vec<ForeignKey>| {
        let mut tasks = table("tasks", [null(of("a", Storage::Int32)), null(of("b", Storage::Int32))]);
        tasks.foreign_keys = keys;
        tasks
    };
    let key = || pair("people", ["x", "y"]);
    let reversed = ForeignKey {
        columns: vec!["b".to_owned(), "a".to_owned()],
        targets: vec!["y".to_owned(), "x".to_owned()],
        ..key()
    };
    let from = [people(), tasks(vec![key()])];
    assert_eq!(steps(&from, &[people(), tasks(vec![reversed])]), [""; 0]);
    assert_eq!(
        steps(&from, &[people(), tasks(vec![pair("people", ["y", "x"])])]),
        [
            "drop foreign key from tasks (a, b) to people (x, y)",
            "add foreign key from tasks (a, b) to people (y, x), restrict"
        ]
    );
    assert_eq!(
        steps(&from, &[people(), tasks(vec![])]),
        ["drop foreign key from tasks (a, b) to people (x, y)"]
    );
    // The primary key is dropped with its old order.
    let mut turned = people();
    turned.primary_key.reverse();
    assert_eq!(
        steps(&from, &[turned, tasks(vec![key()])]),
        [
            "drop foreign key from tasks (a, b) to people (x, y)",
            "set primary key of people (y, x)",
            "add foreign key from tasks (a, b) to people (x, y), restrict"
        ]
    );
}

#[test]
fn foreign_keys_of_several_columns_follow_renames() {
    let people = |x: &str| {
        let mut people = table("people", [of(x, Storage::Int32), of("y", Storage::Int32)]);
        people.primary_key = vec![x.to_owned(), "y".to_owned()];
        people
    };
    let tasks = |b: &str, x: &str| {
        let mut tasks = table("tasks", [of("a", Storage::Int32), of(b, Storage::Int32)]);
        let mut key = pair("people", [x, "y"]);
        key.columns[1] = b.to_owned();
        key.name = format!("tasks_a_{b}_fkey");
        tasks.foreign_keys.push(key);
        tasks
    };
    let (mut later_people, mut later_tasks) = (people("z"), tasks("c", "z"));
    later_people.columns[1].was = Some("x".to_owned());
    later_tasks.columns[2].was = Some("b".to_owned());
    assert_eq!(
        steps(&[people("x"), tasks("b", "x")], &[later_people, later_tasks]),
        [
            "rename column people.x to z",
            "rename column tasks.b to c",
            "rename constraint tasks_a_b_fkey of tasks to tasks_a_c_fkey"
        ]
    );
}

#[tokio::test]
async fn migrations_name_several_columns() {
    on_both(async |database| {
        let manager = manager(database);
        let people = create_table("people")
            .column(column::integer("x"))
            .column(column::integer("y"))
            .primary_key(["x", "y"]);
        people.run(&manager).await.unwrap();
        let tasks = create_table("tasks")
            .column(column::integer("id"))
            .column(column::integer("a").null())
            .column(column::integer("b").null())
            .primary_key(["id"])
            .foreign_key("tasks_a_b_fkey", ["a", "b"], "people", ["x", "y"], OnDelete::Cascade);
        tasks.run(&manager).await.unwrap();
        let found = async || {
            live_table(&database.sea_orm(), "tasks")
                .await
                .unwrap()
                .unwrap()
                .foreign_keys
        };
        let expected = ForeignKey {
            on_delete: crate::meta::OnDelete::Cascade,
            ..pair("people", ["x", "y"])
        };
        assert_eq!(found().await, std::slice::from_ref(&expected));
        // One with a NULL refers to nothing. SQLite enforces none of them here, as in `migrate`.
        run(
            database,
            "INSERT INTO people VALUES (1, 2); INSERT INTO tasks VALUES (1, 1, 2), (2, 2, NULL)",
        )
        .await;
        let wrong = database
            .connection()
            .execute_unprepared("INSERT INTO tasks VALUES (3, 2, 1)")
            .await;
        if database.dialect() == Dialect::POSTGRES {
            wrong.unwrap_err();
        }
        let columns = vec!["b".to_owned(), "a".to_owned()];
        alter_table("tasks")
            .drop_foreign_key("tasks_a_b_fkey")
            .run(&manager)
            .await
            .unwrap();
        assert_eq!(found().await, []);
        run(database, "DELETE FROM tasks WHERE id = 3").await;
        alter_table("tasks")
            .add_foreign_key(
                "tasks_a_b_fkey",
                columns,
                "people",
                ["y", "x"].as_slice(),
                OnDelete::Cascade,
            )
            .run(&manager)
            .await
            .unwrap();
        let [key] = <[ForeignKey; 1]>::try_from(found().await).unwrap();
        assert!(key.has_ends_of(&expected), "{key:?}");
    })
    .await;
}
