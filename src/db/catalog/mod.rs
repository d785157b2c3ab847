//! Catalogues: sets of tables. The one *declared* comes from the resources; `create` renders it.

mod create;
mod declared;
mod name;
mod table;

pub use create::{create_missing, create_sql, create_statements};
pub use declared::{CatalogError, declared};
pub(super) use table::CHECKS;
pub use table::{Check, Column, ForeignKey, Index, Rule, Table};
