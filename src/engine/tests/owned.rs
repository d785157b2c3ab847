//! Resources whose rows have owners.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};
use uuid::Uuid;

use super::schema::{OPERATIONS, down};
use crate::meta::{Custom, Field, Filter, Nulls, Operand, Operation, Operator, Paging, Resource, owned};

/// Rows of all owners: what a careless filter may select.
fn any(_: Value) -> Option<Condition> {
    Some(
        Condition::any()
            .add(Expr::val(1).is_in([1]))
            .add(Expr::col("title").is_null()),
    )
}

/// A resource of text owners, which are shown.
pub(super) const NOTE: &Resource = &Resource {
    table: "own_notes",
    path: "/notes",
    filters: &[
        Filter::Field {
            field: 1,
            operators: &[Operator::Eq, Operator::Ne, Operator::Contains],
            docs: &[],
        },
        Filter::Field {
            field: 2,
            operators: &[Operator::Eq, Operator::Ne, Operator::Null],
            docs: &[],
        },
        Filter::Custom(Custom::of::<bool>("any", &[], any)),
    ],
    search: &[Operand::Field(1)],
    order: &[Operand::Field(1), Operand::Field(2)],
    operations: OPERATIONS,
    owner: Some(2),
    ..Resource::new(
        "OwnNote",
        "own_note",
        &[],
        &owned::<3>(
            &[
                Field::key::<i64>("id", &[]).auto_increment().done(),
                Field::column::<String>("title", &[]).unique().done(),
                Field::column::<String>("author", &[]).column("by").len(1..=8).done(),
            ],
            Some(2),
            Nulls::Inherit,
        ),
    )
};

/// A resource of a key that clients choose and of hidden owners, who may be none; its list is by cursor.
pub(super) const DEED: &Resource = &Resource {
    table: "own_deeds",
    path: "/deeds",
    operations: &[
        Operation {
            paging: Paging::cursor(&[down(2)]).limit(2),
            ..OPERATIONS[0]
        },
        OPERATIONS[1],
        OPERATIONS[2],
        OPERATIONS[3],
        OPERATIONS[4],
        OPERATIONS[5],
        OPERATIONS[6],
        OPERATIONS[7],
    ],
    owner: Some(3),
    ..Resource::new(
        "OwnDeed",
        "own_deed",
        &[],
        &owned::<4>(
            &[
                Field::key::<String>("town", &[]).done(),
                Field::key::<i32>("number", &[]).done(),
                Field::column::<Option<String>>("text", &[]).done(),
                Field::column::<Option<Uuid>>("holder", &[]).hidden().done(),
            ],
            Some(3),
            Nulls::Inherit,
        ),
    )
};

/// A resource of counted keys and numbered owners, with nothing that could be replaced.
pub(super) const LEAF: &Resource = &Resource {
    table: "own_leaves",
    path: "/leaves",
    operations: OPERATIONS,
    owner: Some(1),
    ..Resource::new(
        "OwnLeaf",
        "own_leaf",
        &[],
        &owned::<2>(
            &[
                Field::key::<i32>("id", &[]).auto_increment().done(),
                Field::column::<i16>("tree", &[]).done(),
            ],
            Some(1),
            Nulls::Inherit,
        ),
    )
};
