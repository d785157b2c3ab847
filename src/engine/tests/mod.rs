//! Whole requests: the statements that they become, and what databases answer to them.

mod bulk;
mod row_filter;
mod counters;
mod lists;
mod owned;
mod owner;
mod paging;
mod schema;
mod shapes;
mod statements;
mod support;
mod types;
mod validation;
mod writes;
