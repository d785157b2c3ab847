//! Catalogues: sets of tables. One is *declared* by the resources, one is *live* in a database; `diff` leads from one to the other
//! in steps, and `create` renders tables.

mod apply;
mod condition;
mod convert;
mod create;
mod declared;
mod describe;
mod diff;
mod difference;
mod expression;
mod generated;
mod left;
mod live;
mod mention;
mod name;
mod needs;
mod risk;
mod spelling;
mod step;
mod table;

#[cfg(test)]
pub(super) use apply::act;
pub(crate) use apply::apply;
pub(crate) use convert::conversion;
#[cfg(test)]
pub(super) use create::create_sql;
pub(crate) use create::{column_definition, create_statements, render};
pub(crate) use create::{create_missing, has_table};
pub(crate) use declared::{declared, plain_number};
pub(crate) use diff::diff;
pub(crate) use difference::{Compared, HISTORY, MESSAGES, compared, difference};
pub(crate) use left::left_alone;
pub(crate) use live::{live, live_table};
pub(crate) use needs::{Unmet, unmet_needs};
pub(crate) use risk::{Risk, risk, risks};
pub(crate) use step::{Change, Step, inverse};
pub(super) use table::CHECKS;
pub(crate) use table::{Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Other, Rule, Table};
