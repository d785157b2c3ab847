//! What is logged, and how.

use crate::cli::config::flag::{Flag, yes_or_no};
use crate::cli::logging;

/// The format, which all commands have.
pub(super) fn format() -> Flag {
    Flag::parsed("log-format", &["LOG_FORMAT"], "FORMAT", logging::format, |it| {
        &mut it.log.format
    })
    .default("text")
    .help("How a line of the log is written: text, or json, one object a line")
}

pub(super) fn flags() -> Vec<Flag> {
    let switch = |text: &str| yes_or_no(text).ok_or_else(|| "expected true or false".to_owned());
    vec![
        Flag::parsed("access-log", &["ACCESS_LOG"], "BOOL", switch, |it| &mut it.log.access)
            .alone("true")
            .off("no-access-log")
            .default("true")
            .help("Whether each request is logged when its reply is sent, at the level info")
            .more("`--no-access-log` switches it off."),
        Flag::millis("slow-query", &["SLOW_QUERY"], 0..=3_600_000, |it| {
            &mut it.pool.slow_statement
        })
        .help("Log statements that take as long as this, without their values; 0: none"),
    ]
}
