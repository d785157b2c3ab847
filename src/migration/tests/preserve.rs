//! What a database has and no declaration can say is left alone.

use super::catalogues::column;
use super::diff::{check, index, key, null, of, short, table};
use crate::meta::OnDelete;
use crate::schema::change::{Alteration, Step};
use crate::schema::diff::{diff, preserved};
use crate::schema::model::{Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table};
use crate::sql::Dialect;
use crate::types::{Number, Storage};

const BOTH: [Dialect; 2] = [Dialect::SQLITE, Dialect::POSTGRES];

fn other(rule: &str) -> Rule {
    Rule::Other(rule.to_owned())
}

fn choices(choices: &[&str]) -> Rule {
    Rule::Choices(choices.iter().map(|&choice| choice.to_owned()).collect())
}

fn with(column: Column, default: ColumnDefault) -> Column {
    Column {
        default: Some(default),
        ..column
    }
}

fn now() -> ColumnDefault {
    ColumnDefault::Other("now()".to_owned())
}

/// The steps on both databases, in words.
#[track_caller]
fn steps(from: &[Table], to: &[Table]) -> Vec<String> {
    let [one, other] = BOTH.map(|dialect| {
        let steps = diff(&dialect, from, to).unwrap();
        steps.iter().map(Step::to_string).collect::<Vec<_>>()
    });
    assert_eq!(one, other);
    one
}

#[track_caller]
fn left(from: &Table, to: &Table, wanted: &[&str]) {
    assert_eq!(steps(std::slice::from_ref(from), std::slice::from_ref(to)), [""; 0]);
    let found = preserved(&Dialect::POSTGRES, std::slice::from_ref(from), std::slice::from_ref(to));
    let found: Vec<String> = found.iter().map(|(_, what)| what.to_string()).collect();
    assert_eq!(found, wanted);
}

/// A table with two numbers, and parts that no declaration can express.
fn spans() -> Table {
    let mut spans = table("spans", [of("low", Storage::Int32), of("high", Storage::Int32)]);
    spans.checks.push(check("ordered", "low", other(r#""low" < "high""#)));
    spans.checks.push(check("odd", "high", other(r#""high" <> 7"#)));
    spans.indexes.push(index("both_ends", &["low", "high"]));
    spans
}

#[test]
fn what_no_declaration_can_say_is_no_difference() {
    let plain = table("spans", [of("low", Storage::Int32), of("high", Storage::Int32)]);
    left(
        &spans(),
        &plain,
        &["the check `ordered`", "the check `odd`", "the index `both_ends`"],
    );

    let made = |default| {
        let made = with(of("made", Storage::DateTime), default);
        table(
            "t",
            [
                made,
                with(of("day", Storage::Date), ColumnDefault::Text("2026-01-02".to_owned())),
            ],
        )
    };
    let plain = table("t", [of("made", Storage::DateTime), of("day", Storage::Date)]);
    left(&made(now()), &plain, &["the default of `made`", "the default of `day`"]);

    let mut indexed = table("t", [of("j", Storage::Json), of("u", Storage::Int32)]);
    indexed.uniques.push(index("once", &["u"]));
    let plain = indexed.clone();
    indexed.uniques.push(index("unique_json", &["j"]));
    for (name, column) in [("json", "j"), ("again", "u"), ("key", "id")] {
        indexed.indexes.push(index(name, &[column]));
    }
    let wanted = [
        "the unique constraint `unique_json`",
        "the index `json`",
        "the index `again`",
        "the index `key`",
    ];
    left(&indexed, &plain, &wanted);
}

#[test]
fn rules_of_other_types_are_left_alone() {
    let columns = || {
        [
            of("text", Storage::Text),
            of("number", Storage::Int16),
            of("exact", Storage::Decimal),
        ]
    };
    let mut from = table("t", columns());
    let beyond = Rule::Range(None, Some(Number::int(100_000)));
    for (name, column, rule) in [
        ("a", "text", Rule::Range(Some(Number::int(1)), None)),
        ("b", "number", beyond),
        ("c", "exact", Rule::Digits(5)),
        ("d", "exact", Rule::MultipleOf(5)),
        ("e", "number", choices(&["1"])),
    ] {
        from.checks.push(check(name, column, rule));
    }
    let found = [
        "the check `a`",
        "the check `b`",
        "the check `c`",
        "the check `d`",
        "the check `e`",
    ];
    left(&from, &table("t", columns()), &found);
}

#[test]
fn what_a_declaration_can_say_is_a_difference() {
    let mut from = spans();
    from.indexes.push(index("by_low", &["low"]));
    from.checks
        .push(check("positive", "low", Rule::Range(Some(Number::int(0)), None)));
    from.columns[2].default = Some(ColumnDefault::Number("7".to_owned()));
    let plain = table("spans", [of("low", Storage::Int32), of("high", Storage::Int32)]);
    assert_eq!(
        steps(&[from], &[plain]),
        [
            r#"drop check positive of spans: "low" >= 0; drop index on spans (low); alter column spans.high: default 7 → no default"#
        ]
    );
}

#[test]
fn a_default_that_is_declared_takes_the_place_of_an_expression() {
    let from = table(
        "t",
        [with(
            of("n", Storage::Int32),
            ColumnDefault::Other("random()".to_owned()),
        )],
    );
    let to = |column| [table("t", [column])];
    assert_eq!(
        steps(
            std::slice::from_ref(&from),
            &to(with(of("n", Storage::Int32), ColumnDefault::Number("3".to_owned())))
        ),
        ["alter column t.n: default random() → default 3"]
    );
    // It stays when the column changes in another way.
    assert_eq!(
        steps(std::slice::from_ref(&from), &to(null(of("n", Storage::Int32)))),
        ["alter column t.n: not null → null"]
    );
    assert_eq!(
        steps(&[from], &to(of("n", Storage::Text))),
        ["alter column t.n: integer → text, default random() → no default"]
    );
}

#[test]
fn it_follows_names() {
    let mut to = table("ranges", [of("least", Storage::Int32), of("high", Storage::Int32)]);
    to.was = Some("spans".to_owned());
    to.columns[1].was = Some("low".to_owned());
    assert_eq!(
        steps(&[spans()], &[to]),
        ["rename table spans to ranges", "rename column ranges.low to least"]
    );
}

#[test]
fn it_goes_with_what_it_belongs_to() {
    let dropped = |steps: &[String]| steps.join("; ");
    let gone = steps(&[spans()], &[table("spans", [of("high", Storage::Int32)])]);
    assert_eq!(
        dropped(&gone),
        "drop check ordered of spans: \"low\" < \"high\"; drop index on spans (low, high); \
         drop column spans.low (integer, not null)"
    );
    let turned = steps(
        &[spans()],
        &[table("spans", [of("low", Storage::Int64), of("high", Storage::Int32)])],
    );
    assert_eq!(
        dropped(&turned),
        "drop check ordered of spans: \"low\" < \"high\"; alter column spans.low: integer → big integer"
    );
    let json = steps(
        &[{
            let mut table = table("t", [of("a", Storage::Text), of("b", Storage::Text)]);
            table.indexes.push(index("both", &["a", "b"]));
            table
        }],
        &[table("t", [of("a", Storage::Json), of("b", Storage::Text)])],
    );
    assert!(dropped(&json).contains("drop index on t (a, b)"), "{json:?}");
    assert_eq!(steps(&[spans()], &[]), ["drop table spans"]);
}

#[test]
fn an_enum_may_have_a_length() {
    let plan = |kind: Column, most: Option<u32>| {
        let mut table = table("t", [kind]);
        table.checks.push(check("chosen", "plan", choices(&["free", "paid"])));
        let most = most.map(Rule::MaxLength);
        table.checks.extend(most.map(|rule| check("most", "plan", rule)));
        table
    };
    let declared = plan(of("plan", Storage::Text), None);
    left(&plan(short("plan", 4), None), &declared, &[]);
    left(&plan(short("plan", 4), Some(4)), &declared, &[]);
    left(&declared, &plan(short("plan", 4), Some(4)), &[]);
    assert_eq!(
        steps(&[plan(short("plan", 3), Some(3))], &[declared]),
        [
            r#"drop check chosen of t: "plan" IN ('free', 'paid'); drop check most of t: length("plan") <= 3; alter column t.plan: text(3) → text; add check chosen of t: "plan" IN ('free', 'paid')"#
        ]
    );
}

#[test]
fn an_enum_of_numbers_may_have_a_narrower_column() {
    let level = |storage: Storage, others: &[Rule]| {
        let mut table = table("t", [of("level", storage)]);
        table.checks.push(check("chosen", "level", Rule::Numbers(vec![1, 300])));
        table
            .checks
            .extend(others.iter().map(|rule| check("other", "level", rule.clone())));
        table
    };
    let declared = level(Storage::Int64, &[]);
    let range = |least, most| Rule::Range(Some(Number::int(least)), Some(Number::int(most)));
    left(&level(Storage::Int16, &[]), &declared, &[]);
    left(&level(Storage::Int32, &[range(1, 300)]), &declared, &[]);
    assert_eq!(
        steps(
            &[level(Storage::Int32, &[range(2, 300)])],
            std::slice::from_ref(&declared)
        ),
        [r#"drop check other of t: "level" >= 2 AND "level" <= 300"#]
    );
    let mut wide = declared.clone();
    wide.checks[0].rule = Rule::Numbers(vec![1, 70_000]);
    assert_eq!(
        steps(&[level(Storage::Int16, &[])], &[wide]),
        [
            r#"drop check chosen of t: "level" IN (1, 300); alter column t.level: small integer → big integer; add check chosen of t: "level" IN (1, 70000)"#
        ]
    );
    // A plain number has no such check.
    assert_eq!(
        steps(&[declared], &[table("t", [of("level", Storage::Int64)])]),
        [r#"drop check chosen of t: "level" IN (1, 300)"#]
    );
}

#[test]
fn a_range_may_have_a_check_for_each_end() {
    let ranged = |rules: &[Rule]| {
        let mut table = table("t", [of("n", Storage::Int32)]);
        for rule in rules {
            table.checks.push(check("n", "n", rule.clone()));
        }
        table
    };
    let (zero, nine) = (Some(Number::int(0)), Some(Number::int(9)));
    let ends = ranged(&[Rule::Range(zero, None), Rule::Range(None, nine)]);
    left(&ends, &ranged(&[Rule::Range(zero, nine)]), &[]);
    let wider = steps(&[ends], &[ranged(&[Rule::Range(zero, Some(Number::int(10)))])]);
    assert_eq!(wider[0].matches("drop check").count(), 2, "{wider:?}");
}

#[test]
fn undeclared_foreign_keys_are_not_changed() {
    let users = || {
        let mut users = table("users", [of("email", Storage::Text), null(of("first", Storage::Int32))]);
        users.uniques.push(index("once", &["email"]));
        users
    };
    let notes = || table("notes", [of("author", Storage::Text), of("user", Storage::Int32)]);
    let mut from_notes = notes();
    let mut by_email = ForeignKey {
        on_delete: OnDelete::SetNull,
        ..key("by_email", "author", "users")
    };
    by_email.targets = vec!["email".to_owned()];
    from_notes.foreign_keys.push(by_email);
    let mut wanted_notes = notes();
    wanted_notes.foreign_keys.push(key("plain", "user", "users"));
    from_notes.foreign_keys.push(key("plain", "user", "users"));
    let from = [users(), from_notes];
    assert_eq!(steps(&from, &[users(), wanted_notes.clone()]), [""; 0]);

    // Without the unique constraint it can't stay, nor without the table.
    let mut unhinged = users();
    unhinged.uniques.clear();
    let found = steps(&from, &[unhinged, wanted_notes]).join("; ");
    assert!(
        found.contains("drop foreign key from notes.author to users.email"),
        "{found}"
    );
    assert!(!found.contains("add foreign key"), "{found}");
    let found = steps(&from, &[notes()]).join("; ");
    assert!(
        found.contains("drop foreign key from notes.author to users.email"),
        "{found}"
    );
    assert!(found.contains("drop table users"), "{found}");

    // What could be declared is dropped: also a circle, and a reference to a unique column.
    let (mut from_users, mut from_notes) = (users(), notes());
    let mut by_email = key("by_email", "author", "users");
    by_email.targets = vec!["email".to_owned()];
    from_notes.foreign_keys.push(by_email);
    from_users.foreign_keys.push(key("circle", "first", "notes"));
    assert_eq!(
        steps(&[from_users, from_notes], &[users(), notes()]),
        [
            "drop foreign key from users.first to notes.id",
            "drop foreign key from notes.author to users.email"
        ]
    );

    let mut nulled = table("tasks", [of("user", Storage::Int32)]);
    nulled.foreign_keys.push(key("nulled", "user", "users"));
    nulled.foreign_keys[0].on_delete = OnDelete::SetNull;
    let plain = table("tasks", [of("user", Storage::Int32)]);
    assert_eq!(steps(&[users(), nulled], &[users(), plain]), [""; 0]);

    // SQLite compares columns of any types.
    let mut of_text = table("tasks", [of("user", Storage::Text)]);
    let plain = of_text.clone();
    of_text.foreign_keys.push(key("of_text", "user", "users"));
    assert_eq!(steps(&[users(), of_text], &[users(), plain]), [""; 0]);
}

#[test]
fn a_foreign_column_keeps_its_values_in_another_type() {
    let foreign = |kind: &str| column("x", ColumnKind::Other(kind.to_owned()));
    let changes = |from: Column, to: Column| -> Vec<Alteration> {
        let steps = diff(&Dialect::SQLITE, &[table("t", [from])], &[table("t", [to])]).unwrap();
        steps
            .into_iter()
            .flat_map(|step| match step {
                Step::AlterTable { alterations, .. } => alterations,
                other => panic!("{other}"),
            })
            .collect()
    };
    assert_eq!(changes(foreign("VARCHAR(20)"), short("x", 20)), []);
    assert_eq!(changes(foreign("VARCHAR(20)"), of("x", Storage::Text)), []);
    assert_eq!(changes(foreign("INTEGER"), of("x", Storage::Int32)), []);
    for (from, to) in [
        ("VARCHAR(20)", short("x", 30)),
        ("INTEGER", of("x", Storage::Text)),
        ("VARCHAR(20)", of("x", Storage::Uuid)),
    ] {
        let changes = changes(foreign(from), to);
        assert!(
            matches!(changes[..], [Alteration::AlterColumn { .. }]),
            "{from}: {changes:?}"
        );
    }
    let lost = changes(foreign("REAL"), of("x", Storage::Int32));
    assert!(matches!(lost[0], Alteration::DropColumn(..)), "{lost:?}");
}

#[test]
fn lists_of_both_databases_agree_on_names() {
    // A set of columns in another order is another index.
    let mut to = spans();
    to.indexes = vec![Index {
        name: "turned".to_owned(),
        columns: vec!["high".to_owned(), "low".to_owned()],
    }];
    assert_eq!(steps(&[spans()], &[to]), ["add index on spans (high, low)"]);
}

#[test]
fn a_foreign_key_that_makes_way_comes_back_as_it_was() {
    let tables = |no_action| {
        let mut tasks = table("tasks", [of("project", Storage::Int32)]);
        tasks
            .foreign_keys
            .push(key("tasks_project_fkey", "project", "projects"));
        tasks.foreign_keys[0].no_action = no_action;
        [table("projects", []), tasks]
    };
    let mut wanted = tables(false);
    wanted[1].columns.iter_mut().for_each(|column| {
        if column.name == "project" {
            *column = of("project", Storage::Int16);
        }
    });
    for dialect in BOTH {
        let steps = diff(&dialect, &tables(true), &wanted).unwrap();
        let changes = steps.iter().filter_map(|step| match step {
            Step::AlterTable { alterations, .. } => Some(alterations),
            _ => None,
        });
        let added: Vec<bool> = changes
            .flatten()
            .filter_map(|change| match change {
                Alteration::AddForeignKey(key) => Some(key.no_action),
                _ => None,
            })
            .collect();
        assert_eq!(added, [true]);
    }
}
