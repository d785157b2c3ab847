//! Conditions on related rows.

use sea_orm::Condition;
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait as _, Func, Query, SelectStatement};

use super::condition;
use crate::engine::parse::Predicate;
use crate::engine::parse::filter::Count;
use crate::engine::related::Hop;
use crate::meta::Resource;
use crate::sql::Dialect;

/// `FROM` the related rows, and the table between, if there is one.
pub(in crate::engine) fn rows(hop: &Hop) -> SelectStatement {
    let mut rows = Query::select();
    rows.from(hop.target.table);
    if let Some(through) = &hop.relation.through {
        let between = through.resource.resource();
        let pairs = through.theirs.iter().zip(hop.relation.theirs);
        let on = pairs.fold(Condition::all(), |on, (own, theirs)| {
            let theirs = condition::column(hop.target, *theirs);
            on.add(condition::column(between, *own).eq(theirs))
        });
        rows.inner_join(between.table, on);
    }
    rows
}

/// The related rows that the client may see.
pub(in crate::engine) fn visible(dialect: Dialect, hop: &Hop) -> Condition {
    let rows = condition::all(hop.target, dialect, &hop.predicates);
    match &hop.relation.through {
        Some(through) => rows.add(condition::all(through.resource.resource(), dialect, &hop.between)),
        None => rows,
    }
}

/// The values by which the one related row that meets a predicate is related to others, if the client may see it.
pub(in crate::engine) fn one(dialect: Dialect, hop: &Hop, predicate: &Predicate) -> SelectStatement {
    let mut one = rows(hop);
    one.exprs((hop.relation.theirs.iter()).map(|field| condition::column(hop.target, *field)))
        .cond_where(visible(dialect, hop))
        .cond_where(condition::all(hop.target, dialect, std::slice::from_ref(predicate)))
        .limit(1);
    one
}

/// The rows to which related ones at the end of a path belong that meet the predicate.
///
/// A subquery that doesn't name the rows outside needs no other names for tables, even if they are the same.
pub(super) fn any(resource: &Resource, dialect: Dialect, path: &[Hop], predicate: &Predicate) -> Condition {
    let Some((hop, rest)) = path.split_first() else {
        return condition::all(resource, dialect, std::slice::from_ref(predicate));
    };
    let (between, fields) = hop.parent();
    let mut related = rows(hop);
    related
        .exprs(fields.iter().map(|field| condition::column(between, *field)))
        .cond_where(visible(dialect, hop))
        .cond_where(any(hop.target, dialect, rest, predicate));
    let own = hop.relation.own.iter().map(|field| condition::column(resource, *field));
    Condition::all().add(condition::row(own).in_subquery(related))
}

/// The rows that have so many related ones.
pub(super) fn counted(resource: &Resource, dialect: Dialect, hop: &Hop, count: Count) -> Condition {
    let (between, fields) = hop.parent();
    let parent = || fields.iter().map(|field| condition::column(between, *field));
    // A row whose own value is null is related to none.
    let own = || hop.relation.own.iter().map(|field| condition::column(resource, *field));
    let mut related = rows(hop);
    related.exprs(parent()).cond_where(visible(dialect, hop));
    for parent in parent() {
        related.and_where(parent.is_not_null());
    }
    let more_than = |rows: u64, mut related: SelectStatement| {
        if rows > 0 {
            let rows = i64::try_from(rows).unwrap_or(i64::MAX);
            related
                .add_group_by(parent())
                .and_having(Func::count(Expr::col(Asterisk)).gt(rows));
        }
        related
    };
    match count {
        Count::AtLeast(0) => Condition::all(),
        Count::AtMost(0) if tells_apart(resource, hop) => {
            // PostgreSQL makes an anti-join of this, but not of NOT IN.
            let mut related = rows(hop);
            related.expr(Expr::val(1)).cond_where(visible(dialect, hop));
            for (parent, own) in parent().zip(own()) {
                related.and_where(parent.eq(own));
            }
            Condition::all().add(Expr::exists(related).not())
        }
        Count::AtLeast(rows) => Condition::all().add(condition::row(own()).in_subquery(more_than(rows - 1, related))),
        Count::AtMost(rows) => {
            let none = own().fold(Condition::any(), |none, own| none.add(own.is_null()));
            none.add(condition::row(own()).not_in_subquery(more_than(rows, related)))
        }
    }
}

/// Whether the tables of related rows have other names than that of the resource, so that a condition can name both.
fn tells_apart(resource: &Resource, hop: &Hop) -> bool {
    let between = hop.relation.through.as_ref().map(|through| through.resource.table);
    hop.target.table != resource.table && between != Some(resource.table)
}
