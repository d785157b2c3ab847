//! Values of a row that its columns don't hold, as expressions of columns of its table: what conditions and orders compare.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SubQueryStatement};

use super::Hop;
use super::computed::{Formula, ROW};
use crate::engine::RequestContext;
use crate::engine::statement::condition;
use crate::meta::{Field, FieldPath, Resource};
use crate::sql::Dialect;

/// What the tables of related rows are called: no table, and another name than that of the rows to which they are related.
const RELATED: [&str; 2] = ["related row", "row of related row"];

/// A computed field, as the client sees it.
pub(in crate::engine) fn computed_value(resource: &'static Resource, at: usize, context: &dyn RequestContext) -> Expr {
    let computed = &resource.computed[at];
    let dialect = context.services().database.dialect();
    let formula = Formula::of(resource, computed.by, context);
    // The row under its own name, since the rows that are related to it may be of the same table.
    let mut row = Query::select();
    for field in formula.columns(resource) {
        row.expr_as(condition::column(resource, field), resource.fields[field].column);
    }
    let mut value = Query::select();
    value
        .expr(formula.expression(dialect, resource))
        .from_subquery(row, ROW);
    dialect.comparable(scalar(value), computed.field.storage)
}

/// A field of the row at the end of a path of relations to one row, as far as the client may see such rows; null if there is none. `None` if the client
/// may see no such rows.
pub(in crate::engine) fn related_value(
    resource: &'static Resource,
    path: &FieldPath,
    context: &dyn RequestContext,
) -> Option<(Field, Expr)> {
    let (mut hops, mut target) = (Vec::with_capacity(path.relations.len()), resource);
    for relation in path.relations {
        let hop = Hop::of(&target.relations[*relation], context)?;
        target = hop.target;
        hops.push(hop);
    }
    let dialect = context.services().database.dialect();
    let field = target.fields[path.field];
    let value = of_hops(dialect, resource, &hops, path.field);
    Some((field, dialect.comparable(value, field.storage)))
}

/// The field of the row to which these relations lead from a row of `from`.
fn of_hops(dialect: Dialect, from: &Resource, hops: &[Hop], field: usize) -> Expr {
    let Some((hop, rest)) = hops.split_first() else {
        return condition::column(from, field);
    };
    let alias = if from.table == RELATED[0] {
        RELATED[1]
    } else {
        RELATED[0]
    };
    let target = Resource {
        table: alias,
        ..*hop.target
    };
    let mut row = Query::select();
    row.expr(of_hops(dialect, &target, rest, field))
        .from_as(hop.target.table, alias)
        .cond_where(condition::all(&target, dialect, &hop.predicates));
    for (theirs, own) in hop.relation.theirs.iter().zip(hop.relation.own) {
        row.and_where(condition::column(&target, *theirs).eq(condition::column(from, *own)));
    }
    scalar(row)
}

fn scalar(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)))
}
