//! Messages as users see them, without what changes when files elsewhere do.

use std::fmt::Write;
use std::path::Path;

use crate::report::Report;

/// Notes that are left out: which macro of this crate an error comes through is nobody's matter, and the file with a long type's name is
/// below the target folder.
const OMITTED: &[&str] = &[
    "this error originates in the macro",
    "the full name for the type has been written to",
    "to print the full type name to the console",
];

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
    // The margin is as wide as the longest number of a line, here or elsewhere.
    let margin = rendered
        .lines()
        .filter_map(|line| line.find("= note:"))
        .max()
        .unwrap_or(MARGIN);
    for line in rendered.trim_end().lines() {
        let bare = line.trim_start();
        // What implements a trait grows.
        listed &= line.starts_with("          ");
        if listed || OMITTED.iter().any(|words| bare.contains(words)) {
            continue;
        }
        listed = bare.contains("following other types implement trait");
        if let Some((arrow, place)) = bare
            .split_once(' ')
            .filter(|(arrow, _)| matches!(*arrow, "-->" | ":::"))
        {
            elsewhere = place.starts_with('$') || place.starts_with('/');
            let place = if elsewhere {
                on_any_machine(place.split(':').next().unwrap())
            } else {
                place.to_owned()
            };
            writeln!(text, "   {arrow} {place}").unwrap();
        } else if let Some((number, source)) = gutter(line) {
            let number = if elsewhere { "" } else { number };
            writeln!(text, "{}", format!("{number:>3} {source}").trim_end()).unwrap();
        } else if let Some(continued) = line
            .get(margin..)
            .filter(|_| line.trim_start().len() + margin < line.len())
        {
            writeln!(text, "{:MARGIN$}{continued}", "").unwrap();
        } else {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// How wide margins are shown: that of three digits and a space.
const MARGIN: usize = 4;

/// A path without the folders of this machine: `$CARGO` has the sources of other crates, whose versions are left out, and `$RUST`
/// those of the standard library, which a toolchain without its sources shows below `/rustc/`.
fn on_any_machine(path: &str) -> String {
    if let Some((_, below)) = path.split_once("/registry/src/")
        && let [_, package, file] = below.splitn(3, '/').collect::<Vec<_>>()[..]
        && let Some((name, _)) = package.rsplit_once('-')
    {
        return format!("$CARGO/{name}/{file}");
    }
    let in_toolchain = path.split_once("/lib/rustlib/src/rust/library/");
    let in_release = path
        .strip_prefix("/rustc/")
        .and_then(|path| path.split_once("/library/"));
    if let Some((_, file)) = in_toolchain.or(in_release) {
        return format!("$RUST/{file}");
    }
    path.to_owned()
}

#[test]
fn paths_are_those_of_any_machine() {
    for (path, shown) in [
        (
            "/home/ann/.cargo/registry/src/index-1949cf8c6b5b557f/sea-orm-2.0.4/src/lib.rs",
            "$CARGO/sea-orm/src/lib.rs",
        ),
        (
            "/opt/rust/toolchains/stable/lib/rustlib/src/rust/library/core/src/option.rs",
            "$RUST/core/src/option.rs",
        ),
        ("/rustc/8e2f1c9a/library/core/src/option.rs", "$RUST/core/src/option.rs"),
        ("$WORKSPACE/src/dsl/error.rs", "$WORKSPACE/src/dsl/error.rs"),
    ] {
        assert_eq!(on_any_machine(path), shown);
    }
}

/// The number of a line and what follows it: source code behind `|`, its change behind `+`, `-` and `~`, a note behind `=`.
fn gutter(line: &str) -> Option<(&str, &str)> {
    let (number, source) = line.split_at(line.find(['|', '=', '+', '-', '~', '.'])?);
    let number = number.trim();
    (line.starts_with([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && number.bytes().all(|byte| byte.is_ascii_digit()))
    .then_some((number, source))
}
