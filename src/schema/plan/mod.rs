//! What steps do, and what they can do to the rows that are there.

mod describe;
mod risk;
mod unmanaged;

pub(crate) use describe::kind;
pub(crate) use risk::{Risk, admits, risk, risks};
