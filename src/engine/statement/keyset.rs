//! Where a page begins: the rows that follow a given one in an order of several columns, directions and nulls.
//!
//! Nulls count as the greatest value, as `Dialect::order_by` sorts them. The comparison is lexicographic and nested,
//! `a > x OR (a = x AND (b > y OR ..))`; the outermost column's own bound, `a >= x`, precedes it where it is a single
//! comparison, so that an index on that column is enough to find the page.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, Value};

use super::Shape;
use super::condition::column;
use crate::engine::parse::order::{Sort, SortBy};
use crate::meta::Resource;
use crate::sql::Dialect;

/// One column of the order, with the given row's value there; `None` is NULL.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Edge {
    pub(in crate::engine) sort: Sort,
    pub(in crate::engine) value: Option<Value>,
}

/// The rows after the given one; with `inclusive`, that row too.
pub(in crate::engine) fn after(resource: &Resource, dialect: Dialect, edges: &[Edge], inclusive: bool) -> Condition {
    let Some((last, others)) = edges.split_last() else {
        return Condition::all();
    };
    let last = Cell::of(resource, dialect, last);
    let mut following = if inclusive { last.not_before() } else { last.beyond() };
    for edge in others.iter().rev() {
        let cell = Cell::of(resource, dialect, edge);
        let tied = Condition::all().add(cell.same()).add(following);
        following = Condition::any().add(cell.beyond()).add(tied);
    }
    match others
        .first()
        .and_then(|first| Cell::of(resource, dialect, first).bound())
    {
        Some(bound) => Condition::all().add(bound).add(following),
        None => following,
    }
}

/// Adds what decides the text of [`after`], beside the order, and the values that it binds; `None` where its text depends on more.
pub(in crate::engine) fn shape(resource: &Resource, dialect: Dialect, edges: &[Edge], shape: &mut Shape) -> Option<()> {
    shape.part(edges.len());
    for (index, edge) in edges.iter().enumerate() {
        let field = &resource.fields[edge.sort.as_column()?];
        if !dialect.binds_plainly(field.storage) {
            return None;
        }
        let value = edge.value.clone()?;
        // As its own bound, to find greater values and to find the same.
        let has_bound = index == 0 && (edge.sort.descending || !field.schema.nullable);
        let times = if index == edges.len() - 1 {
            1
        } else {
            2 + usize::from(has_bound)
        };
        shape.value(value, times);
    }
    Some(())
}

/// A column and the value that it is compared with.
struct Cell {
    column: Expr,
    value: Option<Expr>,
    descending: bool,
    nullable: bool,
}

impl Cell {
    fn of(resource: &Resource, dialect: Dialect, edge: &Edge) -> Self {
        let field = edge.sort.field(resource);
        Self {
            column: match &edge.sort.by {
                SortBy::Column(field) => column(resource, *field),
                SortBy::Value(value) => value.expression.clone(),
            },
            value: edge.value.clone().map(|value| dialect.bind(value, field.storage)),
            descending: edge.sort.descending,
            nullable: field.schema.nullable,
        }
    }

    fn same(&self) -> Expr {
        match self.value.clone() {
            Some(value) => self.column.clone().eq(value),
            None => self.column.clone().is_null(),
        }
    }

    /// Strictly after.
    fn beyond(&self) -> Condition {
        let column = self.column.clone();
        match (self.value.clone(), self.descending) {
            (Some(value), true) => column.lt(value).into(),
            (Some(value), false) => self.or_null(column.gt(value)),
            (None, true) => column.is_not_null().into(),
            (None, false) => Expr::val(1).eq(0).into(),
        }
    }

    /// The same or after.
    fn not_before(&self) -> Condition {
        let column = self.column.clone();
        match (self.value.clone(), self.descending) {
            (Some(value), true) => column.lte(value).into(),
            (Some(value), false) => self.or_null(column.gte(value)),
            (None, true) => Condition::all(),
            (None, false) => column.is_null().into(),
        }
    }

    /// The same or after, if it is a single comparison.
    fn bound(&self) -> Option<Expr> {
        let column = self.column.clone();
        match (self.value.clone(), self.descending) {
            (Some(value), true) => Some(column.lte(value)),
            (Some(value), false) if !self.nullable => Some(column.gte(value)),
            (None, false) => Some(column.is_null()),
            (Some(_), false) | (None, true) => None,
        }
    }

    fn or_null(&self, condition: Expr) -> Condition {
        if self.nullable {
            Condition::any().add(condition).add(self.column.clone().is_null())
        } else {
            condition.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{PostgresQueryBuilder, Query};

    use super::*;
    use crate::meta::Field;

    const ROW: Resource = Resource::new(
        "Row",
        "row",
        &[],
        &[
            Field::key::<i64>("id", &[]).done(),
            Field::column::<Option<i32>>("level", &[]).done(),
        ],
    );

    #[track_caller]
    fn case(order: &[(usize, bool, Option<i32>)], inclusive: bool, expected: &str) {
        let edges: Vec<Edge> = order
            .iter()
            .map(|(field, descending, value)| Edge {
                sort: Sort::column(*field, *descending),
                value: value.map(Value::from),
            })
            .collect();
        let condition = after(&ROW, Dialect::POSTGRES, &edges, inclusive);
        let sql = Query::select().cond_where(condition).to_string(PostgresQueryBuilder);
        assert_eq!(sql.replace('"', ""), format!("SELECT  WHERE {expected}"));
    }

    #[test]
    fn compares_one_column() {
        case(&[(0, false, Some(3))], false, "row.id > 3");
        case(&[(0, false, Some(3))], true, "row.id >= 3");
        case(&[(0, true, Some(3))], true, "row.id <= 3");
        case(&[(1, false, Some(3))], false, "row.level > 3 OR row.level IS NULL");
        case(&[(1, true, Some(3))], false, "row.level < 3");
        case(&[(1, false, None)], false, "1 = 0");
        case(&[(1, false, None)], true, "row.level IS NULL");
        case(&[(1, true, None)], false, "row.level IS NOT NULL");
        case(&[(1, true, None)], true, "TRUE");
    }

    #[test]
    fn compares_several_columns_one_after_the_other() {
        case(
            &[(1, true, Some(3)), (0, false, Some(7))],
            false,
            "row.level <= 3 AND (row.level < 3 OR (row.level = 3 AND row.id > 7))",
        );
        case(
            &[(1, false, Some(3)), (0, false, Some(7))],
            true,
            "row.level > 3 OR row.level IS NULL OR (row.level = 3 AND row.id >= 7)",
        );
        case(
            &[(1, false, None), (0, false, Some(7))],
            false,
            "row.level IS NULL AND (1 = 0 OR (row.level IS NULL AND row.id > 7))",
        );
        case(
            &[(1, true, None), (0, false, Some(7))],
            false,
            "row.level IS NOT NULL OR (row.level IS NULL AND row.id > 7)",
        );
    }
}
