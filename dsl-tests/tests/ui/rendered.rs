//! Messages as users see them, without what changes when files elsewhere do.

use std::fmt::Write;
use std::path::Path;

use crate::report::Report;

/// The messages, one below the other.
pub(crate) fn text(reports: &[Report]) -> String {
    let messages: Vec<String> = reports.iter().map(|report| message(&report.rendered)).collect();
    messages.join("\n")
}

fn message(rendered: &str) -> String {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = package.parent().unwrap();
    let rendered = rendered
        .replace(&format!("{}/", package.display()), "")
        .replace(&workspace.display().to_string(), "$WORKSPACE");
    let mut text = String::new();
    let (mut elsewhere, mut listed) = (false, false);
    for line in rendered.trim_end().lines() {
        let bare = line.trim_start();
        // What implements a trait grows, and which macro of this crate an error comes through is nobody's matter.
        listed &= line.starts_with("          ");
        if listed || bare.contains("this error originates in the macro") {
            continue;
        }
        listed = bare.contains("following other types implement trait");
        if let Some((arrow, place)) = bare
            .split_once(' ')
            .filter(|(arrow, _)| matches!(*arrow, "-->" | ":::"))
        {
            elsewhere = place.starts_with('$') || place.starts_with('/');
            let place = if elsewhere {
                place.split(':').next().unwrap()
            } else {
                place
            };
            writeln!(text, "   {arrow} {place}").unwrap();
        } else if let Some((number, source)) = gutter(line) {
            let number = if elsewhere { "" } else { number };
            writeln!(text, "{}", format!("{number:>3} {source}").trim_end()).unwrap();
        } else {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// The number of a line and what follows it: source code behind `|`, its change behind `+`, `-` and `~`, a note behind `=`.
fn gutter(line: &str) -> Option<(&str, &str)> {
    let (number, source) = line.split_at(line.find(['|', '=', '+', '-', '~', '.'])?);
    let number = number.trim();
    (line.starts_with([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && number.bytes().all(|byte| byte.is_ascii_digit()))
    .then_some((number, source))
}
