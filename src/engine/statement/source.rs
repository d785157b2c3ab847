//! The rows that a list selects from.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};

use super::Selection;
use super::condition::row;
use super::where_clause::condition_of;
use crate::meta::Resource;

/// The rows that a list selects from: `FROM`, and perhaps `WHERE`.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Source {
    rows: SelectStatement,
    is_table: bool,
}

impl Source {
    /// The whole table.
    pub(in crate::engine) fn table(resource: &Resource) -> Self {
        let mut from = Query::select();
        from.from(resource.table);
        Self {
            rows: from,
            is_table: true,
        }
    }

    /// The rows that a statement of the application finds, whatever it joins, groups or limits; each once.
    pub(in crate::engine) fn of(resource: &Resource, mut select: SelectStatement) -> Self {
        let table = Self::table(resource).rows;
        if adds_only_a_condition(&select, &table) {
            select.clear_selects().clear_order_by();
            return Self::statement(select);
        }
        let mut from = table;
        from.cond_where(Condition::all().add(among(resource, select)));
        Self::statement(from)
    }

    const fn statement(rows: SelectStatement) -> Self {
        Self { rows, is_table: false }
    }

    /// Whether it is the whole table.
    pub(in crate::engine) const fn is_table(&self) -> bool {
        self.is_table
    }

    /// A statement that reads these columns of the rows.
    pub(in crate::engine) fn rows(&self, resource: &Resource, selection: &Selection) -> SelectStatement {
        let mut rows = self.select();
        rows.columns(selection.columns(resource));
        rows
    }

    /// Begins a statement over these rows.
    pub(super) fn select(&self) -> SelectStatement {
        self.rows.clone()
    }
}

/// Whether a statement is the table with a condition. Its columns and its order don't matter then.
fn adds_only_a_condition(select: &SelectStatement, table: &SelectStatement) -> bool {
    let mut unordered = select.clone();
    unordered.clear_selects().clear_order_by();
    let mut rebuilt = table.clone();
    if let Some(condition) = condition_of(&unordered) {
        rebuilt.cond_where(condition);
    }
    rebuilt == unordered
}

/// `(key..) IN (SELECT key.. FROM ..)`.
fn among(resource: &Resource, mut select: SelectStatement) -> Expr {
    let mut bare = select.clone();
    bare.reset_limit().reset_offset().clear_order_by();
    let keys = resource.key_fields().iter().map(|field| field.column);
    let found = if bare == select {
        select.clear_selects();
        select.columns(keys.clone().map(|key| (resource.table, key)));
        select
    } else {
        // Which rows come first may depend on all that it selects.
        let mut found = Query::select();
        found
            .columns(keys.clone().map(|key| ("found", key)))
            .from_subquery(select, "found");
        found
    };
    row(keys.map(|key| Expr::col((resource.table, key)))).in_subquery(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::Field;
    use crate::sql::Dialect;

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
        let mut select = Query::select();
        select.columns(["id", "level"]).from(resource.table);
        change(&mut select);
        for dialect in [Dialect::SQLITE, Dialect::POSTGRES] {
            let mut found = Source::of(resource, select.clone()).select();
            found.column("id");
            let text = dialect.build(&found).text.replace(['"', '`'], "");
            assert_eq!(text, format!("SELECT id FROM {expected}"), "{dialect:?}");
        }
    }

    #[test]
    fn a_condition_is_merged_and_everything_else_is_a_subquery() {
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
                let texts = ["' UNION '", "' FOR '"].map(Expr::cust);
                select
                    .and_where(level().is_not_null())
                    .and_where(Expr::col("id").is_in(texts));
            },
            "row WHERE row.level IS NOT NULL AND id IN (' UNION ', ' FOR ')",
        );
        case(
            &ROW,
            |select| {
                let mut others = Query::select();
                others.column("one").from("pair").and_where(Expr::col("two").is_null());
                select.and_where(Expr::col("id").in_subquery(others));
            },
            "row WHERE id IN (SELECT one FROM pair WHERE two IS NULL)",
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
