//! Changes of tables.

mod alteration;
mod apply;
mod step;

pub(crate) use alteration::{Action, Alteration};
pub(crate) use apply::{act, apply};
pub(crate) use step::{Change, Step, inverse};
