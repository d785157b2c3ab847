//! The rows that a list is made of.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};

use crate::meta::Resource;
use crate::sql::Dialect;

/// What may follow `WHERE` and be more than a condition. Names in quotes and texts may hold it too, which costs a subquery, no more.
const MORE: [&str; 5] = [" UNION ", " INTERSECT ", " EXCEPT ", " FOR ", " WINDOW "];

/// The rows that a list is made of: `FROM`, and perhaps `WHERE`.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Source(SelectStatement);

impl Source {
    /// The whole table.
    pub(in crate::engine) fn table(resource: &Resource) -> Self {
        let mut from = Query::select();
        from.from(resource.table);
        Self(from)
    }

    /// The rows that a statement of the application's finds, whatever it joins, groups or limits: each once.
    pub(in crate::engine) fn of(resource: &Resource, dialect: Dialect, mut theirs: SelectStatement) -> Self {
        let table = Self::table(resource);
        if adds_only_a_condition(&theirs, &table.0, dialect) {
            theirs.clear_selects().clear_order_by();
            return Self(theirs);
        }
        let mut from = table.0;
        from.cond_where(Condition::all().add(among(resource, theirs)));
        Self(from)
    }

    /// Begins a statement over these rows.
    pub(super) fn select(&self) -> SelectStatement {
        self.0.clone()
    }
}

/// Whether a statement is the table with a condition; what it selects, and its order, count for nothing then.
fn adds_only_a_condition(theirs: &SelectStatement, table: &SelectStatement, dialect: Dialect) -> bool {
    let mut unordered = theirs.clone();
    unordered.clear_selects().clear_order_by();
    let mut bare = unordered.clone();
    bare.reset_limit().reset_offset().clear_group_by().clear_having();
    if bare != unordered {
        return false;
    }
    // The builder tells nobody what it holds, but its text does: the rest is what stands behind the table's name.
    let text = dialect.build(&bare).text;
    match text.strip_prefix(&dialect.build(table).text) {
        Some("") => true,
        Some(rest) => rest.starts_with(" WHERE ") && !MORE.iter().any(|more| rest.contains(more)),
        None => false,
    }
}

/// `(key..) IN (SELECT key.. FROM ..)`.
fn among(resource: &Resource, mut theirs: SelectStatement) -> Expr {
    let mut bare = theirs.clone();
    bare.reset_limit().reset_offset().clear_order_by();
    let keys = resource.key_fields().iter().map(|field| field.column);
    let found = if bare == theirs {
        theirs.clear_selects();
        theirs.columns(keys.clone().map(|key| (resource.table, key)));
        theirs
    } else {
        // Which rows come first may depend on all that it selects.
        let mut found = Query::select();
        found
            .columns(keys.clone().map(|key| ("found", key)))
            .from_subquery(theirs, "found");
        found
    };
    let mut keys: Vec<Expr> = keys.map(|key| Expr::col((resource.table, key))).collect();
    match (keys.pop(), keys.is_empty()) {
        (Some(key), true) => key.in_subquery(found),
        (last, _) => Expr::tuple(keys.into_iter().chain(last)).in_subquery(found),
    }
}

#[cfg(test)]
mod tests {
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
    const PAIR: Resource = Resource::new(
        "Pair",
        "pair",
        &[],
        &[
            Field::key::<i64>("one", &[]).done(),
            Field::key::<i64>("two", &[]).done(),
        ],
    );

    #[track_caller]
    fn case(resource: &Resource, change: impl Fn(&mut SelectStatement), expected: &str) {
        let mut theirs = Query::select();
        theirs.columns(["id", "level"]).from(resource.table);
        change(&mut theirs);
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let mut found = Source::of(resource, dialect, theirs.clone()).select();
            found.column("id");
            let text = dialect.build(&found).text.replace(['"', '`'], "");
            assert_eq!(text, format!("SELECT id FROM {expected}"), "{dialect:?}");
        }
    }

    #[test]
    fn a_condition_is_merged_and_all_else_is_a_subquery() {
        let level = || Expr::col(("row", "level"));
        case(&ROW, |_| {}, "row");
        case(
            &ROW,
            |select| {
                select.order_by("level", sea_orm::Order::Desc);
            },
            "row",
        );
        case(
            &ROW,
            |select| {
                select.cond_where(Condition::any().add(level().is_null()).add(level().is_not_null()));
            },
            "row WHERE row.level IS NULL OR row.level IS NOT NULL",
        );
        case(
            &ROW,
            |select| {
                select.distinct().and_where(level().is_null());
            },
            "row WHERE row.id IN (SELECT DISTINCT row.id FROM row WHERE row.level IS NULL)",
        );
        case(
            &ROW,
            |select| {
                select.inner_join("pair", level().is_null());
            },
            "row WHERE row.id IN (SELECT row.id FROM row INNER JOIN pair ON row.level IS NULL)",
        );
        case(
            &ROW,
            |select| {
                select.and_where(level().is_null()).add_group_by([level()]);
            },
            "row WHERE row.id IN (SELECT row.id FROM row WHERE row.level IS NULL GROUP BY row.level)",
        );
        case(
            &PAIR,
            |select| {
                select.inner_join("row", level().is_null());
            },
            "pair WHERE (pair.one, pair.two) IN (SELECT pair.one, pair.two FROM pair INNER JOIN row ON row.level IS NULL)",
        );
    }
}
