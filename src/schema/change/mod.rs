//! Changes of tables: steps, and the alterations that a step makes of one table.

mod alteration;
mod apply;
mod step;

pub(crate) use alteration::{Alteration, Dropped};
pub(crate) use apply::{apply, apply_step};
pub(crate) use step::{Step, inverse};
