//! Tables as data, without a database: what they are made of (`model`), what changes them (`change`), what leads from some to others
//! (`diff`), and what that can do to the rows that are there (`plan`).

pub(crate) mod change;
pub(crate) mod diff;
pub(crate) mod model;
pub(crate) mod plan;
