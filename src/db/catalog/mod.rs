//! Compares the tables of a database with the declared ones.

mod create_missing;
#[cfg(feature = "migrate")]
mod difference;
#[cfg(feature = "migrate")]
mod needs;

pub(crate) use create_missing::{create_missing, has_table};
#[cfg(feature = "migrate")]
pub(crate) use difference::{Compared, HISTORY, MESSAGES, compared, difference};
#[cfg(feature = "migrate")]
pub(crate) use needs::{Unmet, unmet_needs};
