//! What is commented out.

use super::samples::*;
use super::*;
use crate::meta::OnDelete;
use crate::schema::change::{Alteration, Step};
use crate::schema::model::Rule;
use crate::types::Storage;

fn dropped(column: &str) -> Alteration {
    Alteration::DropColumn(text(column).into(), Vec::new())
}

#[test]
fn a_dropped_table_waits() {
    let (up, down) = bodies(&[Step::DropTable(table("old").into())], false);
    assert_eq!(
        up,
        "// Loses the rows of `old`. If that is meant, uncomment it here and in `down`:\n\
         // drop_table(\"old\").run(manager).await?;\nlet _ = manager;\nOk(())"
    );
    assert!(down.starts_with("// Reverts what is commented out in `up`:\n// create_table(\"old\")\n//     .column("));
    assert!(down.ends_with("//     .await?;\nlet _ = manager;\nOk(())"), "{down}");
    assert!(
        down.lines()
            .all(|line| line.starts_with("// ") || ["let _ = manager;", "Ok(())"].contains(&line)),
        "{down}"
    );
}

#[test]
fn what_is_allowed_to_lose_data_does_not_wait() {
    let (up, down) = bodies(&samples::everything(), true);
    assert!(!up.contains("//"), "{up}");
    assert_eq!(down.matches("//").count(), 1, "{down}");
    assert!(
        down.starts_with("// This doesn't make the trigger `stamp`.\ncreate_table(\"scraps\")"),
        "{down}"
    );
}

#[test]
fn a_dropped_column_waits_with_what_holds_it() {
    case(
        &[alter(
            "tasks",
            vec![
                Alteration::DropIndex(index("tasks_color_idx", &["color"]).into()),
                Alteration::DropUnique(index("tasks_title_key", &["title"]).into()),
                Alteration::DropForeignKey(key("tasks_color_fkey", "color", "colors", OnDelete::Cascade).into()),
                Alteration::DropCheck(check("tasks_check", "", Rule::Other("\"color\" <> title".to_owned())).into()),
                dropped("color"),
            ],
        )],
        r#"alter_table("tasks")
    // Depends on what is commented out here:
    // .drop_index("tasks_color_idx")
    .drop_unique("tasks_title_key")
    // Loses the values of `color`. If that is meant, uncomment it here and in `down`:
    // .drop_foreign_key("tasks_color_fkey")
    // .drop_check("tasks_check")
    // .drop_column("color")
    .run(manager)
    .await"#,
        r##"alter_table("tasks")
    // Reverts what is commented out in `up`:
    // .add_column(column::text("color"))
    // .add_check("tasks_check", r#""color" <> title"#)
    // .add_foreign_key(
    //     "tasks_color_fkey",
    //     "color",
    //     "colors",
    //     "id",
    //     OnDelete::Cascade,
    // )
    .add_unique("tasks_title_key", ["title"])
    // .add_index("tasks_color_idx", ["color"])
    .run(manager)
    .await"##
            .replace(
                "    // .add_index",
                "    // Reverts what is commented out in `up`:\n    // .add_index",
            )
            .as_str(),
    );
}

/// The names of the changes that wait.
fn waiting(steps: &[Step]) -> Vec<String> {
    let (up, _) = bodies(steps, false);
    let comments = up.lines().filter_map(|line| line.trim_start().strip_prefix("// "));
    let name = |before: &str| before.rsplit(['.', ' ', ')']).next().unwrap().to_owned();
    let mut names = Vec::new();
    for line in comments {
        let before: Vec<&str> = line.split('(').collect();
        names.extend(before[..before.len() - 1].iter().map(|before| name(before)));
    }
    names.retain(|name| !name.contains(':') && !["", "run", "null"].contains(&name.as_str()));
    names
}

#[test]
fn a_column_of_the_same_name_waits_with_what_is_on_it() {
    let again = stored("color", Storage::Int32);
    let steps = [alter(
        "tasks",
        vec![
            dropped("color"),
            Alteration::AddColumn(again, Vec::new()),
            Alteration::AddColumn(null(text("size")), Vec::new()),
            Alteration::AddIndex(index("tasks_color_idx", &["color", "size"])),
            Alteration::AddIndex(index("tasks_size_idx", &["size"])),
        ],
    )];
    assert_eq!(waiting(&steps), ["drop_column", "add_column", "add_index"]);
}

#[test]
fn a_column_that_takes_a_dropped_name_waits_with_what_is_on_it() {
    let steps = [alter(
        "tasks",
        vec![
            dropped("color"),
            rename_column("tint", "color"),
            Alteration::AddUnique(index("tasks_color_key", &["color"])),
            rename_column("a", "b"),
        ],
    )];
    assert_eq!(waiting(&steps), ["drop_column", "rename_column", "add_unique"]);
}

#[test]
fn a_constraint_that_takes_a_waiting_name_waits() {
    let steps = [alter(
        "tasks",
        vec![
            Alteration::DropUnique(index("tasks_key", &["color", "size"]).into()),
            dropped("color"),
            Alteration::AddUnique(index("tasks_key", &["size"])),
        ],
    )];
    assert_eq!(
        waiting(&steps),
        ["alter_table", "drop_unique", "drop_column", "add_unique"]
    );
}

#[test]
fn columns_of_other_tables_do_not_wait() {
    let steps = [
        alter("tasks", vec![dropped("color")]),
        alter(
            "goods",
            vec![Alteration::AddIndex(index("goods_color_idx", &["color"]))],
        ),
    ];
    assert_eq!(waiting(&steps), ["alter_table", "drop_column"]);
}

#[test]
fn what_takes_the_name_of_a_dropped_table_waits() {
    let renamed = Step::RenameTable {
        from: "things".to_owned(),
        to: "old".to_owned(),
    };
    let steps = [
        Step::DropTable(table("old").into()),
        renamed,
        alter("old", vec![Alteration::AddIndex(index("old_day_idx", &["day"]))]),
        alter(
            "goods",
            vec![
                Alteration::AddForeignKey(key("goods_old_fkey", "old", "old", OnDelete::Cascade)),
                Alteration::AddIndex(index("goods_old_idx", &["old"])),
            ],
        ),
    ];
    let expected = [
        "drop_table",
        "rename_table",
        "alter_table",
        "add_index",
        "add_foreign_key",
    ];
    assert_eq!(waiting(&steps), expected);
}

#[test]
fn imports_of_comments_are_comments() {
    let text = rendered("lose", &losing(), false);
    let head = "::prelude::*;\n// For what is commented out below:\n\
                // use warp_openapi::migration::{OnDelete, alter_table, column, create_table, drop_table};\n\n";
    assert!(text.contains(head), "{text}");
    let text = rendered("lose", &samples::everything()[2..3], false);
    assert!(
        text.contains("\nuse warp_openapi::migration::{OnDelete, alter_table, column};\n\n"),
        "{text}"
    );
}
