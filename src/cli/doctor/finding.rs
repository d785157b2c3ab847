//! What a check has found, and how that is printed.

use std::fmt::{Display, Write as _};

use serde_json::{Value, json};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// All is well.
    Ok,
    /// The server works, and somebody should know this.
    Warning,
    /// The server doesn't start, or doesn't work.
    Error,
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a check has found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) level: Level,
    about: &'static str,
    /// What is so; behind `; ` what to do about it.
    text: String,
}

impl Finding {
    pub(super) fn ok(about: &'static str, text: &dyn Display) -> Self {
        Self::new(Level::Ok, about, text)
    }

    pub(super) fn warning(about: &'static str, text: &dyn Display) -> Self {
        Self::new(Level::Warning, about, text)
    }

    pub(super) fn error(about: &'static str, text: &dyn Display) -> Self {
        Self::new(Level::Error, about, text)
    }

    fn new(level: Level, about: &'static str, text: &dyn Display) -> Self {
        Self {
            level,
            about,
            text: text.to_string(),
        }
    }
}

/// A line for each.
pub(super) fn lines(findings: &[Finding]) -> String {
    let width = findings
        .iter()
        .map(|finding| finding.about.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for finding in findings {
        // Writing to a String can't fail.
        let _ = writeln!(
            text,
            "{:7}  {:width$}  {}",
            finding.level.word(),
            finding.about,
            finding.text
        );
    }
    text
}

/// A list of objects: `level`, `check`, `what` and `remedy`, which may be null.
pub(super) fn json(findings: &[Finding]) -> String {
    let list: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let (what, remedy) = match finding.text.split_once("; ") {
                Some((what, remedy)) => (what, Some(remedy)),
                None => (finding.text.as_str(), None),
            };
            json!({ "level": finding.level.word(), "check": finding.about, "what": what, "remedy": remedy })
        })
        .collect();
    format!("{}\n", Value::from(list))
}
