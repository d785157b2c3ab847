//! `serve --print-config`: each setting, its value and where that came from.

use std::fmt::Write as _;

use super::Reading;
use super::flag::Takes;
use super::table;

/// A line for each setting, below the title of its section. Secrets are masked.
pub(in crate::cli) fn printed(readings: &[Reading], program: &str) -> String {
    let rows: Vec<(&str, String, String)> = readings
        .iter()
        .map(|reading| {
            let value = match &reading.text {
                Some(text) => reading.flag.shown(text),
                None if reading.flag.takes == Takes::Nothing => false.to_string(),
                None => reading.flag.default_of(program),
            };
            (reading.flag.name, value, reading.source.to_string())
        })
        .collect();
    let width = |of: &dyn Fn(&(&str, String, String)) -> usize| rows.iter().map(of).filter(|width| *width < 40).max();
    let names = width(&|(name, ..)| name.chars().count()).unwrap_or_default();
    let values = width(&|(_, value, _)| value.chars().count()).unwrap_or_default();
    let mut text = String::new();
    for section in table::sections() {
        let names_of_section = || section.flags.iter().map(|flag| flag.name);
        let mut own = rows
            .iter()
            .filter(|(name, ..)| names_of_section().any(|own| own == *name))
            .peekable();
        if own.peek().is_some() {
            let _ = writeln!(text, "{}", section.title);
        }
        for (name, value, source) in own {
            // Writing to a String can't fail.
            let _ = writeln!(text, "  {name:names$}  {value:values$}  {source}");
        }
    }
    text
}
