//! Steps to render.

use crate::meta::OnDelete;
use crate::schema::change::{Alteration, Step};
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table, Unmanaged};
use crate::types::{Number, Storage};

pub(super) fn stored(name: &str, storage: Storage) -> Column {
    let (length, precision) = (None, None);
    Column {
        name: name.to_owned(),
        was: None,
        kind: ColumnKind::Stored {
            storage,
            length,
            precision,
        },
        nullable: false,
        default: None,
        auto_increment: false,
    }
}

pub(super) fn text(name: &str) -> Column {
    stored(name, Storage::Text)
}

pub(super) fn null(column: Column) -> Column {
    Column {
        nullable: true,
        ..column
    }
}

pub(super) fn with_default(column: Column, default: ColumnDefault) -> Column {
    Column {
        default: Some(default),
        ..column
    }
}

pub(super) fn index(name: &str, columns: &[&str]) -> Index {
    Index {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    }
}

pub(super) fn check(name: &str, column: &str, rule: Rule) -> Check {
    let (name, column) = (name.to_owned(), column.to_owned());
    Check { name, column, rule }
}

pub(super) fn key(name: &str, column: &str, table: &str, on_delete: OnDelete) -> ForeignKey {
    ForeignKey {
        name: name.to_owned(),
        columns: vec![column.to_owned()],
        table: table.to_owned(),
        targets: vec!["id".to_owned()],
        on_delete,
        no_action: false,
    }
}

pub(super) fn alter(table: &str, alterations: Vec<Alteration>) -> Step {
    let table = table.to_owned();
    Step::AlterTable { table, alterations }
}

pub(super) fn rename_column(from: &str, to: &str) -> Alteration {
    let (from, to) = (from.to_owned(), to.to_owned());
    Alteration::RenameColumn { from, to }
}

/// A table with a column of each type and each option.
pub(super) fn table(name: &str) -> Table {
    let mut id = stored("id", Storage::Int64);
    id.auto_increment = true;
    let mut title = with_default(text("title"), ColumnDefault::Text("it's \"new\"".to_owned()));
    let mut price = with_default(
        stored("price", Storage::Decimal),
        ColumnDefault::Number("0.5".to_owned()),
    );
    for column in [&mut title, &mut price] {
        if let ColumnKind::Stored {
            length,
            precision,
            storage,
        } = &mut column.kind
        {
            (*length, *precision) = match storage {
                Storage::Text => (Some(20_000), None),
                _ => (None, Some((10, 2))),
            };
        }
    }
    let number = |digits: &str| ColumnDefault::Number(digits.to_owned());
    let area = Column {
        kind: ColumnKind::Other("polygon".to_owned()),
        ..null(text("area"))
    };
    Table {
        name: name.to_owned(),
        columns: vec![
            id,
            title,
            price,
            area,
            null(stored("picture", Storage::Bytes)),
            with_default(stored("done", Storage::Boolean), ColumnDefault::Boolean(false)),
            with_default(stored("rank", Storage::Int16), number("-5")),
            with_default(stored("seconds", Storage::Int32), number("1000000")),
            with_default(stored("ticks", Storage::Int64), number("-3000000000")),
            null(stored("ratio", Storage::Float)),
            with_default(stored("weight", Storage::Double), number("-0.25")),
            stored("code", Storage::Uuid),
            null(stored("day", Storage::Date)),
            null(stored("hour", Storage::Time)),
            with_default(
                stored("at", Storage::DateTime),
                ColumnDefault::Other("CURRENT_TIMESTAMP".to_owned()),
            ),
            with_default(
                stored("extra", Storage::Json),
                ColumnDefault::Text("{\"a\\n\":1}".to_owned()),
            ),
        ],
        primary_key: vec!["id".to_owned()],
        uniques: vec![index(&format!("{name}_title_rank_key"), &["title", "rank"])],
        indexes: vec![index(&format!("{name}_day_idx"), &["day"])],
        checks: vec![
            check(&format!("{name}_title_min_length_check"), "title", Rule::MinLength(3)),
            check(
                &format!("{name}_title_choices_check"),
                "title",
                Rule::Choices(vec![
                    "it's \"new\"".to_owned(),
                    "old".to_owned(),
                    "neither of the two".to_owned(),
                ]),
            ),
            check(
                &format!("{name}_rank_range_check"),
                "rank",
                Rule::Range(Some(Number::int(-5)), Some(Number::int(5))),
            ),
            check(
                &format!("{name}_check"),
                "",
                Rule::Other("\"rank\" < \"seconds\"".to_owned()),
            ),
        ],
        foreign_keys: vec![key(&format!("{name}_code_fkey"), "code", "codes", OnDelete::Restrict)],
        ..Table::default()
    }
}

/// Steps of each kind, some of which lose data.
pub(super) fn everything() -> Vec<Step> {
    let mut dropped = table("scraps");
    dropped.unmanaged = vec![Unmanaged::Trigger("stamp".to_owned())];
    let constraint = Alteration::RenameConstraint {
        from: "tasks_name_key".to_owned(),
        to: "tasks_title_key".to_owned(),
    };
    let named_index = Alteration::RenameIndex {
        from: "tasks_name_idx".to_owned(),
        to: "tasks_title_idx".to_owned(),
    };
    let severity = check(
        "tasks_severity_range_check",
        "severity",
        Rule::Range(Some(Number::int(0)), None),
    );
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    vec![
        Step::RenameTable {
            from: "things".to_owned(),
            to: "tasks".to_owned(),
        },
        Step::CreateTable(table("goods")),
        alter(
            "tasks",
            vec![
                rename_column("name", "title"),
                constraint,
                named_index,
                Alteration::DropIndex(index("tasks_color_idx", &["color", "title"]).into()),
                Alteration::DropForeignKey(key("tasks_owner_fkey", "owner", "people", OnDelete::Cascade).into()),
                Alteration::DropUnique(index("tasks_link_key", &["link"]).into()),
                Alteration::DropCheck(check("tasks_title_max_length_check", "title", Rule::MaxLength(64)).into()),
                Alteration::DropColumn(null(text("color")).into(), Vec::new()),
                Alteration::AddColumn(null(stored("severity", Storage::Int32)), vec![severity]),
                Alteration::AlterColumn {
                    from: Some(null(text("link"))),
                    to: with_default(text("link"), ColumnDefault::Text(String::new())),
                },
                Alteration::SetPrimaryKey {
                    from: Some(names(&["id"])),
                    to: names(&["tenant", "id"]),
                },
                Alteration::AddCheck(check("tasks_title_min_length_check", "title", Rule::MinLength(3))),
                Alteration::AddUnique(index("tasks_title_link_key", &["title", "link"])),
                Alteration::AddIndex(index("tasks_severity_idx", &["severity"])),
                Alteration::AddForeignKey(key("tasks_good_fkey", "good", "goods", OnDelete::SetNull)),
                Alteration::AddForeignKey(ForeignKey {
                    columns: names(&["tenant", "author"]),
                    targets: names(&["tenant", "id"]),
                    ..key("tasks_tenant_author_fkey", "", "people", OnDelete::Cascade)
                }),
            ],
        ),
        Step::DropTable(dropped.into()),
    ]
}

/// Steps all of which lose data.
pub(super) fn losing() -> Vec<Step> {
    vec![
        alter("tasks", vec![Alteration::DropColumn(text("color").into(), Vec::new())]),
        Step::DropTable(table("scraps").into()),
    ]
}
