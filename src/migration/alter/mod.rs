//! Alterations on a database. PostgreSQL alters tables in place. SQLite can't, but for a few changes; there a new table is created beside the
//! old one, its rows are copied, and the new one takes the old one's name (<https://sqlite.org/lang_altertable.html>, section 7).

mod connection;
mod rebuild;
mod run;

pub(crate) use run::run;
