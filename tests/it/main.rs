//! The behaviour of an API as clients see it: over HTTP, on SQLite and on PostgreSQL.

mod allowed;
mod api;
mod asyncapi;
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
mod migrations;
mod numbers;
mod offsets;
mod ops;
mod orders;
mod owner;
mod problems;
mod puts;
mod replies;
#[path = "../samples/mod.rs"]
mod samples;
mod searches;
mod security;
mod served;
mod sockets;
mod support;
mod typed;
mod updates;
mod uploads;
mod validation;
mod values;
mod views;
