//! The resources of the tests.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};
use uuid::Uuid;

use super::counters::{BELL, DIAL, NOTCH};
use super::owned::{DEED, LEAF, NOTE};
use super::row_filter::GAUGE;
use crate::meta::{
    Custom, Field, Filter, OnDelete, Operand, Operation, OperationKind, Operator, OrderColumn, Paging, Resource,
};
use crate::types::{Bytes, Json};

const fn operation(kind: OperationKind) -> Operation {
    Operation {
        paging: Paging::OFFSET.limit(50),
        ..Operation::new(kind)
    }
}

pub(super) const OPERATIONS: &[Operation] = &[
    operation(OperationKind::List),
    operation(OperationKind::Create),
    operation(OperationKind::CreateMany),
    operation(OperationKind::Read),
    operation(OperationKind::Update),
    operation(OperationKind::Put),
    operation(OperationKind::Delete),
    operation(OperationKind::DeleteMany),
];

const COMPARISONS: &[Operator] = &[
    Operator::Eq,
    Operator::Ne,
    Operator::Lt,
    Operator::Le,
    Operator::Gt,
    Operator::Ge,
    Operator::Null,
];

fn is_done(value: Value) -> Option<Condition> {
    let Value::Bool(Some(done)) = value else { return None };
    let column = Expr::col(("things", "done"));
    Some(Condition::all().add(if done { column.is_not_null() } else { column.is_null() }))
}

/// Those with a secret; no restriction when the parameter is absent.
fn has_secret(value: Value) -> Option<Condition> {
    let wanted = value == Value::Bool(Some(true));
    Some(Condition::all().add_option(wanted.then(|| Expr::col(("things", "secret")).is_not_null())))
}

/// A resource with a field of every sort.
pub(super) const THING: &Resource = &Resource {
    table: "things",
    path: "/things",
    filters: &[
        Filter::Field {
            field: 1,
            operators: &[Operator::Eq, Operator::Contains, Operator::Starts],
            docs: &[],
        },
        Filter::Field {
            field: 2,
            operators: COMPARISONS,
            docs: &[],
        },
        Filter::Field {
            field: 3,
            operators: &[Operator::Ge],
            docs: &[],
        },
        Filter::Field {
            field: 6,
            operators: COMPARISONS,
            docs: &[],
        },
        Filter::Custom(Custom::of::<bool>("finished", &[], is_done)),
        Filter::Custom(Custom::of::<bool>("locked", &[], has_secret)),
    ],
    search: &[Operand::Field(1), Operand::Field(5)],
    order: &[Operand::Field(1), Operand::Field(2)],
    unique: &[],
    operations: OPERATIONS,
    ..Resource::new(
        "Thing",
        "thing",
        &[],
        &[
            Field::key::<i64>("id", &[]).auto_increment().done(),
            Field::column::<String>("title", &[]).len(3..=64).done(),
            Field::column::<Option<i32>>("severity", &[]).range(0..=10).done(),
            Field::column::<Option<DateTime<Utc>>>("done", &[]).update_only().done(),
            Field::column::<Option<String>>("kind", &[]).name("type").done(),
            Field::column::<Option<String>>("code", &[])
                .column("sql_code")
                .unique()
                .done(),
            Field::column::<Option<Decimal>>("points", &[]).precision(10, 2).done(),
            Field::column::<String>("author", &[]).default("").create_only().done(),
            Field::column::<Option<String>>("secret", &[]).write_only().done(),
            Field::column::<i32>("rank", &[])
                .default_with(|| Value::Int(Some(7)))
                .hidden()
                .done(),
            Field::column::<Option<Json<Vec<String>>>>("labels", &[]).done(),
        ],
    )
};

/// A resource with a key of two columns that clients choose.
pub(super) const PLACE: &Resource = &Resource {
    table: "places",
    path: "/places",
    operations: OPERATIONS,
    if_match: true,
    ..Resource::new(
        "Place",
        "place",
        &[],
        &[
            Field::key::<String>("town", &[]).len(2..=20).done(),
            Field::key::<i32>("number", &[]).done(),
            Field::column::<Option<String>>("note", &[]).done(),
            Field::column::<bool>("open", &[]).default(true).done(),
        ],
    )
};

/// A resource that points at things, with nothing that may be replaced.
pub(super) const MARK: &Resource = &Resource {
    table: "marks",
    path: "/marks",
    operations: OPERATIONS,
    ..Resource::new(
        "Mark",
        "mark",
        &[],
        &[
            Field::key::<String>("name", &[]).done(),
            Field::column::<Option<i64>>("thing", &[])
                .references("things", OnDelete::Restrict)
                .create_only()
                .done(),
        ],
    )
};

/// A resource that has nothing but a counted key.
pub(super) const TICK: &Resource = &Resource {
    table: "ticks",
    path: "/ticks",
    operations: OPERATIONS,
    ..Resource::new(
        "Tick",
        "tick",
        &[],
        &[Field::key::<i64>("id", &[]).auto_increment().done()],
    )
};

/// A resource paged by cursor along a nullable column, descending, a text and a hidden column.
pub(super) const STEP: &Resource = &Resource {
    table: "steps",
    path: "/steps",
    filters: &[Filter::Field {
        field: 2,
        operators: &[Operator::Eq],
        docs: &[],
    }],
    search: &[Operand::Field(2)],
    operations: &[
        Operation {
            paging: Paging::cursor(&[down(1), up(2), up(3)]).limit(2),
            ..Operation::new(OperationKind::List)
        },
        operation(OperationKind::CreateMany),
        operation(OperationKind::DeleteMany),
    ],
    ..Resource::new(
        "Step",
        "step",
        &[],
        &[
            Field::key::<i64>("id", &[]).done(),
            Field::column::<Option<i32>>("level", &[]).done(),
            Field::column::<String>("name", &[]).done(),
            Field::column::<Option<Decimal>>("weight", &[]).write_only().done(),
        ],
    )
};

/// A resource with a nullable column of every type that has an order.
pub(super) const SAMPLE: &Resource = &Resource {
    table: "samples",
    path: "/samples",
    operations: OPERATIONS,
    ..Resource::new(
        "Sample",
        "sample",
        &[],
        &[
            Field::key::<Uuid>("id", &[])
                .default_with(|| Value::from(Uuid::now_v7()))
                .done(),
            Field::column::<Option<String>>("text", &[]).done(),
            Field::column::<Option<bool>>("flag", &[]).done(),
            Field::column::<Option<i16>>("small", &[]).done(),
            Field::column::<Option<i64>>("big", &[]).done(),
            Field::column::<Option<f32>>("single", &[]).done(),
            Field::column::<Option<f64>>("double", &[]).done(),
            Field::column::<Option<Decimal>>("exact", &[]).precision(20, 4).done(),
            Field::column::<Option<Uuid>>("uuid", &[]).done(),
            Field::column::<Option<NaiveDate>>("date", &[]).done(),
            Field::column::<Option<NaiveTime>>("time", &[]).done(),
            Field::column::<Option<DateTime<Utc>>>("instant", &[]).done(),
            Field::column::<Option<Bytes>>("bytes", &[]).done(),
        ],
    )
};

/// The column of a field, the least value first.
pub(super) const fn up(field: usize) -> OrderColumn {
    OrderColumn::ascending(Operand::Field(field))
}

/// The same, the greatest value first.
pub(super) const fn down(field: usize) -> OrderColumn {
    OrderColumn::descending(Operand::Field(field))
}

pub(super) const fn along(order: &'static [OrderColumn]) -> Operation {
    Operation {
        paging: Paging::cursor(order),
        ..Operation::new(OperationKind::List)
    }
}

/// Lists of [`SAMPLE`] along each of its columns but the key, up and down.
pub(super) const WALKS: &[Operation] = &[
    along(&[up(1)]),
    along(&[down(1)]),
    along(&[up(2)]),
    along(&[down(2)]),
    along(&[up(3)]),
    along(&[down(3)]),
    along(&[up(4)]),
    along(&[down(4)]),
    along(&[up(5)]),
    along(&[down(5)]),
    along(&[up(6)]),
    along(&[down(6)]),
    along(&[up(7)]),
    along(&[down(7)]),
    along(&[up(8)]),
    along(&[down(8)]),
    along(&[up(9)]),
    along(&[down(9)]),
    along(&[up(10)]),
    along(&[down(10)]),
    along(&[up(11)]),
    along(&[down(11)]),
    along(&[up(12)]),
    along(&[down(12)]),
    along(&[down(0)]),
    along(&[]),
];

/// All of them, in an order in which their tables can be made.
pub(super) const ALL: [&Resource; 13] = [
    THING, PLACE, MARK, TICK, STEP, SAMPLE, NOTE, DEED, LEAF, GAUGE, DIAL, NOTCH, BELL,
];
