//! The behaviour of an API as clients see it: over HTTP, on SQLite and on PostgreSQL.

mod api;
mod bulk;
mod composition;
mod conditions;
mod conflicts;
mod cursors;
mod db;
mod directions;
#[cfg(feature = "docs")]
mod docs;
mod document;
mod entities;
mod faces;
mod filters;
mod forms;
mod hooks;
mod keys;
mod limits;
mod listing;
mod methods;
mod numbers;
mod offsets;
mod ops;
mod orders;
mod owner;
mod problems;
mod puts;
mod replies;
mod searches;
mod security;
mod support;
mod typed;
mod updates;
mod uploads;
mod validation;
mod values;
