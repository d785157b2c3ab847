//! The behaviour of an API as clients see it: over HTTP, on SQLite and on PostgreSQL.

mod api;
mod bulk;
mod composition;
mod conditions;
mod conflicts;
mod cursors;
mod directions;
mod document;
mod entities;
mod filters;
mod keys;
mod limits;
mod methods;
mod numbers;
mod offsets;
mod ops;
mod orders;
mod problems;
mod puts;
mod replies;
mod searches;
mod support;
mod updates;
mod validation;
mod values;
