//! Statements that delete rows.

use sea_orm::Condition;
use sea_orm::sea_query::{DeleteStatement, Query};

use super::Selection;
use crate::meta::Resource;

/// Deletes the rows that meet the condition.
pub(in crate::engine) fn matching(resource: &Resource, condition: Condition) -> DeleteStatement {
    let mut delete = Query::delete();
    delete.from_table(resource.table);
    if !condition.is_empty() {
        delete.cond_where(condition);
    }
    delete
}

/// The same, which returns columns of each row.
pub(in crate::engine) fn returning(
    resource: &Resource,
    selection: &Selection,
    condition: Condition,
) -> DeleteStatement {
    let mut delete = matching(resource, condition);
    delete.returning(Query::returning().columns(selection.columns(resource)));
    delete
}
