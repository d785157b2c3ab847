//! Statements that delete rows.

use sea_orm::Condition;
use sea_orm::sea_query::{DeleteStatement, Query};

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
