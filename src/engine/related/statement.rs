//! The statement that reads the rows of a relation, for all rows that have it.

use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement, ValueTuple};
use sea_orm::{Condition, Value};

use super::Hop;
use super::computed::{ComputedFields, shown};
use super::link::Link;
use crate::engine::parse::order::{Sort, SortValue, with_key};
use crate::engine::statement::related::{rows as from, visible};
use crate::engine::statement::{Selection, Shape, StatementShape, condition, select, shape};
use crate::error::Error;
use crate::meta::{Operand, Relation, Resource};
use crate::sql::{Dialect, Sql, parent_value};

/// How the column of a parent's value is called in the result.
fn parent_name(index: usize) -> String {
    format!("#{index}")
}

/// The columns of a result with the values of the [parent](Hop::parent).
#[derive(Debug)]
pub(super) struct ParentColumns {
    /// Where they are.
    pub(super) positions: Vec<usize>,
    /// How many there are behind those of the selection.
    pub(super) more: usize,
}

impl ParentColumns {
    /// Those beside a selection of the related rows, to which they are added where the related rows themselves have them.
    pub(super) fn beside(hop: &Hop, selection: Selection) -> Result<(Selection, Self), Error> {
        let (_, fields) = hop.parent();
        if hop.relation.through.is_some() {
            let positions = (0..fields.len()).map(|index| selection.width() + index).collect();
            let more = fields.len();
            return Ok((selection, Self { positions, more }));
        }
        let selection = selection.and(fields.iter().copied());
        let positions = fields.iter().map(|field| selection.position(*field));
        let positions = positions.collect::<Result<_, Error>>()?;
        Ok((selection, Self { positions, more: 0 }))
    }
}

/// The related rows of all these links: the columns of `selection`, then [those](ParentColumns) of the table between and the computed fields. A list
/// comes in its order.
pub(super) fn related(
    dialect: Dialect,
    hop: &Hop,
    selection: &Selection,
    computed: &ComputedFields,
    links: &[&Link],
) -> Sql {
    shape::statement(dialect, shape_of(dialect, hop, selection, computed, links), || {
        statement(dialect, hop, selection, computed, links)
    })
}

/// What decides the text of the statement; `None` if that isn't known.
fn shape_of(
    dialect: Dialect,
    hop: &Hop,
    selection: &Selection,
    computed: &ComputedFields,
    links: &[&Link],
) -> Option<Shape> {
    if !hop.is_open() {
        return None;
    }
    let integers = links.iter().map(|link| link.integer()).collect::<Option<Vec<i64>>>()?;
    let mut shape = Shape::new(dialect, StatementShape::Related, hop.relation);
    shape.list(selection.fields());
    computed.shape(&mut shape)?;
    shape.part(integers.len() > 1);
    match integers[..] {
        [integer] => shape.value(integer.into(), 1),
        _ => shape.value(dialect.integer_list(&integers).into(), 1),
    }
    if hop.relation.many {
        shape.limit(most_rows(hop.relation));
    }
    Some(shape)
}

fn statement(
    dialect: Dialect,
    hop: &Hop,
    selection: &Selection,
    computed: &ComputedFields,
    links: &[&Link],
) -> SelectStatement {
    let (relation, target) = (hop.relation, hop.target);
    let (between, fields) = hop.parent();
    let more = if relation.through.is_some() { fields } else { &[] };
    let order = if relation.many {
        order(relation, target)
    } else {
        Vec::new()
    };
    let mut inner = computed.inner(target, selection, &order);
    let is_list_of_several = relation.many && links.len() > 1;
    if is_list_of_several {
        inner = inner.and(order.iter().filter_map(Sort::as_column));
    }
    let mut rows = from(hop);
    rows.columns(inner.columns(target));
    for (index, field) in more.iter().enumerate() {
        rows.expr_as(condition::column(between, *field), parent_name(index));
    }
    rows.cond_where(visible(dialect, hop));
    let parents = (0..more.len()).map(parent_name);
    if is_list_of_several {
        let rows = first_of_each(dialect, hop, rows, &order, links);
        let mut all = computed.around_unordered(dialect, target, selection, rows, parents);
        select::order(&shown(target), dialect, &mut all, &order, of_no_column);
        return all;
    }
    rows.cond_where(among(dialect, between, fields, links));
    if relation.many {
        select::order(target, dialect, &mut rows, &order, of_no_column);
        rows.limit(most_rows(relation));
    }
    computed.around(dialect, target, selection, rows, parents, &order)
}

/// The most rows of a list.
fn most_rows(relation: &Relation) -> u64 {
    u64::from(relation.limit.unwrap_or(1))
}

/// The first of these rows for each link, so that the database reads no more of them than it must.
fn first_of_each(
    dialect: Dialect,
    hop: &Hop,
    rows: SelectStatement,
    order: &[Sort],
    links: &[&Link],
) -> SelectStatement {
    let (between, fields) = hop.parent();
    let mut first = rows.clone();
    for (index, field) in fields.iter().enumerate() {
        first.and_where(condition::column(between, *field).eq(parent_value(index)));
    }
    for sort in order {
        let Some(field) = sort.as_column() else { continue };
        let nullable = hop.target.fields[field].schema.nullable;
        dialect.order_by(&mut first, near(hop, field), sort.descending, nullable);
    }
    first.limit(most_rows(hop.relation));
    let parents = links.iter().map(|link| ValueTuple::Many(link.values().to_vec()));
    let key = (0..between.key).map(|field| condition::column(between, field));
    dialect.first_of_each(parents.collect(), rows, first, key.collect())
}

/// A column of the related rows. One whose value the table between has is that table's, since an index may have it beside the parent's value.
fn near(hop: &Hop, field: usize) -> Expr {
    if let Some(through) = &hop.relation.through
        && let Some(at) = hop.relation.theirs.iter().position(|theirs| *theirs == field)
    {
        return condition::column(through.resource.resource(), through.theirs[at]);
    }
    condition::column(hop.target, field)
}

/// The order of a list, and the key, so that it is always the same.
fn order(relation: &Relation, target: &Resource) -> Vec<Sort> {
    let declared = relation.order.iter().filter_map(|column| match column.by {
        Operand::Field(field) => Some(Sort::column(field, column.descending)),
        // The macro takes fields only.
        Operand::Computed(_) | Operand::Related(_) => None,
    });
    with_key(target, declared.collect())
}

/// The order of a relation has columns only.
fn of_no_column(_: usize, value: &SortValue) -> Expr {
    value.expression.clone()
}

/// The rows that have the values of one of the links.
pub(in crate::engine) fn among(dialect: Dialect, resource: &Resource, fields: &[usize], links: &[&Link]) -> Condition {
    let bind = |field: &usize, value: &Value| dialect.bind(value.clone(), resource.fields[*field].storage);
    if let ([field], 2..) = (fields, links.len())
        && let Some(integers) = links.iter().map(|link| link.integer()).collect::<Option<Vec<i64>>>()
    {
        return Condition::all().add(dialect.is_one_of(condition::column(resource, *field), &integers));
    }
    let condition = match fields {
        [field] => {
            let mut values: Vec<Expr> = links
                .iter()
                .flat_map(|link| link.values())
                .map(|value| bind(field, value))
                .collect();
            match (values.pop(), values.is_empty()) {
                (Some(only), true) => condition::column(resource, *field).eq(only),
                (last, _) => condition::column(resource, *field).is_in(values.into_iter().chain(last)),
            }
        }
        fields => {
            return links.iter().fold(Condition::any(), |any, link| {
                let pairs = fields.iter().zip(link.values());
                any.add(pairs.fold(Condition::all(), |all, (field, value)| {
                    all.add(condition::column(resource, *field).eq(bind(field, value)))
                }))
            });
        }
    };
    Condition::all().add(condition)
}
