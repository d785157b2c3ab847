//! The tables of a database held against those of the declaration.

mod create_missing;
mod difference;
mod needs;

pub(crate) use create_missing::{create_missing, has_table};
pub(crate) use difference::{Compared, HISTORY, MESSAGES, compared, difference};
pub(crate) use needs::{Unmet, unmet_needs};
