//! Catalogues: sets of tables. One is *declared* by the resources, one is *live* in a database.

mod conversion;
mod declared;
mod mention;
pub(crate) mod name;
mod quote;
mod table;
mod unmanaged;

pub(crate) use conversion::{Conversion, conversion};
#[cfg(test)]
pub(crate) use declared::CatalogError;
#[cfg(feature = "cli")]
pub(crate) use declared::relations_without_index;
pub(crate) use declared::{declared, next, plain_number};
pub(crate) use quote::{escaped, literal, quoted};
pub(crate) use table::{CHECKS, Check, Column, ColumnDefault, ColumnKind, ForeignKey, Index, Rule, Table, is_same_set};
pub(crate) use unmanaged::{KeyName, TableProperty, Unmanaged};
