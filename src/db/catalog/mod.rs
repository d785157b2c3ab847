//! Catalogues: sets of tables. The one *declared* comes from the resources; `create` renders it.

mod create;
mod declared;
mod name;
mod table;

pub(crate) use create::create_missing;
#[cfg(test)]
pub(super) use create::{create_sql, create_statements};
#[cfg(test)]
pub(super) use declared::declared;
pub(super) use table::CHECKS;
