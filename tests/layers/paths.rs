//! Checks the paths that a file names against the layers.

use crate::tokens::{Token, tokens};

/// The modules, lowest first; a module names those of earlier lines and itself.
const LAYERS: [&[&str]; 13] = [
    &["error"],
    &["observe"],
    &["types"],
    &["meta"],
    &["schema"],
    &["spec", "sql"],
    &["db"],
    &["migration"],
    &["engine"],
    &["handler", "jwt"],
    &["ws"],
    &["http"],
    &["cli", "testing"],
];

/// The parts of layers, lowest first: one names those of earlier lines and itself. Modules of a layer that have no line are free.
const PARTS: [(&str, &[&[&str]]); 11] = [
    ("types", &[&["file"], &["impls"]]),
    ("meta", &[&["index"], &["check"], &["options"]]),
    ("schema", &[&["model"], &["change"], &["diff"], &["plan"]]),
    ("spec", &[&["document"], &["asyncapi"]]),
    (
        "sql",
        &[
            &[
                "column_facts",
                "connection",
                "create",
                "discover",
                "errors",
                "type_name",
            ],
            &["conversion", "statements"],
            &["dialect"],
            &["live"],
            &["alter"],
            &["postgres", "sqlite"],
        ],
    ),
    (
        "db",
        &[
            &["breaker"],
            &["changes", "config", "deadline", "outage"],
            &["connect_error", "options"],
            &["handoff", "postgres", "sqlite"],
            &["autocommit"],
            &["transaction"],
            &["database"],
            &["connect"],
            &["catalog"],
        ],
    ),
    (
        "migration",
        &[
            &["runner", "source", "step"],
            &["column"],
            &["alter_table", "create_table"],
            &["run"],
        ],
    ),
    (
        "engine",
        &[&["parse"], &["statement"], &["page"], &["listing"], &["ops"]],
    ),
    ("ws", &[&["broker"], &["hub"], &["session"]]),
    ("http", &[&["docs"], &["routes"], &["warp"], &["server"]]),
    ("cli", &[&["source"], &["import", "migrate_new"], &["migrate"], &["db"]]),
];

/// Modules above all layers: the crate root, the macros' private module, the prelude, the guide.
const ABOVE_ALL: [&str; 5] = ["lib", "main", "private", "prelude", "guide"];

/// The macros, and the only module that they may name.
const MACROS: &str = "dsl";
const MACRO_SUPPORT: &str = "__private";

/// The crates of databases, and the modules that must not name them.
const DATABASE_CRATES: [&str; 3] = ["sea_orm", "sea_query", "sqlx"];
const WITHOUT_DATABASE: [&str; 3] = ["error", "meta", "spec"];

/// What the macros make, written by hand for tests: it names what users name.
const EXPANSION: &str = "dsl/expanded";

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The place of a module among the parts of its layer.
fn part(layer: &str, module: &str) -> Option<usize> {
    let (_, parts) = PARTS.iter().find(|(name, _)| *name == layer)?;
    parts.iter().position(|modules| modules.contains(&module))
}

/// What a file under `src` names that it may not: `file:line: what; remedy`.
pub(crate) fn offences(file: &str, source: &str) -> Vec<String> {
    let below = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut modules: Vec<&str> = below.split('/').collect();
    if ABOVE_ALL.contains(&modules[0]) || below == EXPANSION {
        return Vec::new();
    }
    if modules.last() == Some(&"mod") {
        modules.pop();
    }
    if modules[0] != MACROS && layer(modules[0]).is_none() {
        let remedy = "give it a line in LAYERS of tests/layers/paths.rs and a place in ARCHITECTURE.md";
        return vec![format!("{file}:1: `{}` is in no layer; {remedy}", modules[0])];
    }
    let tokens = tokens(source);
    let names = named(&tokens, &modules).into_iter();
    let mut found: Vec<String> = names
        .filter_map(|name| Some(format!("{file}:{}: {}", name.line, offence(&modules, &name, below)?)))
        .collect();
    // A group of paths may name the same module twice.
    found.dedup();
    found.extend(tokens.iter().filter_map(|token| {
        let message = names_database(modules[0], &token.text)?;
        Some(format!("{file}:{}: {message}", token.line))
    }));
    found
}

/// A message if a module without databases names the crate of one.
fn names_database(module: &str, name: &str) -> Option<String> {
    let forbidden = WITHOUT_DATABASE.contains(&module) && DATABASE_CRATES.contains(&name);
    let remedy = "give the type or function pointer a name in `types`, and name that";
    forbidden.then(|| format!("`{module}` names `{name}`, a crate of databases; {remedy}"))
}

fn offence(modules: &[&str], name: &Name, below: &str) -> Option<String> {
    let module = modules[0];
    let target = name.target.as_str();
    // Macros are in no layer, be it one that a parameter names: `use $crate::$macro`.
    if name.is_macro || (module == MACROS && target == "$") {
        return None;
    }
    if target == module {
        return part_offence(modules, name, below);
    }
    if module == MACROS {
        let remedy = "re-export it in src/private/mod.rs and name that";
        return (target != MACRO_SUPPORT)
            .then(|| format!("`{MACROS}` names `{target}`, and may name `{MACRO_SUPPORT}` alone; {remedy}"));
    }
    let Some(height) = layer(target) else {
        let remedy = "name it through its module, so that its layer shows";
        return Some(format!("`{module}` names `crate::{target}`, a re-export; {remedy}"));
    };
    let in_tests = is_in_tests(name, below);
    if layer(module).is_some_and(|own| height < own) || (in_tests && target == "testing") {
        return None;
    }
    let remedy = "move the code up, or what it needs down";
    Some(format!(
        "`{module}` names `{target}`, which is no lower layer; {remedy}"
    ))
}

/// A part of a layer that names one that isn't lower.
fn part_offence(modules: &[&str], name: &Name, below: &str) -> Option<String> {
    let (layer, own) = (modules[0], *modules.get(1)?);
    let target = name.part.as_deref().filter(|target| *target != own)?;
    let (height, own_height) = (part(layer, target)?, part(layer, own)?);
    if height < own_height || is_in_tests(name, below) {
        return None;
    }
    let remedy = "move the code up, or what it needs down";
    Some(format!(
        "`{layer}::{own}` names `{layer}::{target}`, which is no lower part; {remedy}"
    ))
}

fn is_in_tests(name: &Name, below: &str) -> bool {
    name.in_tests || below.split('/').any(|part| part == "tests")
}

/// What a path names: a module below the crate's root, and one below that.
struct Name {
    line: usize,
    target: String,
    part: Option<String>,
    is_macro: bool,
    in_tests: bool,
}

/// All that a file names by `crate` and `super`; its module is at this path.
fn named(tokens: &[Token], module: &[&str]) -> Vec<Name> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut names = Vec::new();
    // Inline modules: their names, the brace depth that they opened at, and whether they are compiled for tests only.
    let mut inline: Vec<(&str, usize, bool)> = Vec::new();
    let (mut braces, mut test_next) = (0usize, false);
    for at in 0..tokens.len() {
        match text(at) {
            "{" => {
                if text(at.wrapping_sub(2)) == "mod" {
                    inline.push((text(at - 1), braces, test_next));
                }
                braces += 1;
                test_next = false;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                if inline.last().is_some_and(|(_, opened, _)| *opened == braces) {
                    inline.pop();
                }
            }
            ";" => test_next = false,
            "cfg" if text(at + 1) == "(" && text(at + 2) == "test" => test_next = true,
            "crate" if text(at + 1) == "::" => {
                let in_tests = inline.iter().any(|(_, _, test)| *test) || test_next;
                tree(tokens, at + 2, &[], in_tests, &mut names);
            }
            "super" if text(at + 1) == "::" && text(at.wrapping_sub(1)) != "::" => {
                let mut steps = 1;
                while text(at + 2 * steps) == "super" && text(at + 2 * steps + 1) == "::" {
                    steps += 1;
                }
                let path: Vec<&str> = module
                    .iter()
                    .copied()
                    .chain(inline.iter().map(|(name, _, _)| *name))
                    .collect();
                let in_tests = inline.iter().any(|(_, _, test)| *test) || test_next;
                if let Some(above) = path.len().checked_sub(steps) {
                    tree(tokens, at + 2 * steps, &path[..above], in_tests, &mut names);
                }
            }
            _ => {}
        }
    }
    names
}

/// The names of a path that goes on at `at`, below `above`, or of the group of paths that opens there. Gives back where it ends.
fn tree(tokens: &[Token], at: usize, above: &[&str], in_tests: bool, names: &mut Vec<Name>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if text(at) == "{" {
        let mut at = at + 1;
        while !matches!(text(at), "}" | "") {
            at = match text(at) {
                "," => at + 1,
                _ => tree(tokens, at, above, in_tests, names),
            };
        }
        return at + 1;
    }
    let mut path = above.to_vec();
    if text(at) != "self" {
        path.push(text(at));
    }
    // Two steps say all: the layer, and the part of it.
    if text(at + 1) == "::" && path.len() < 2 {
        return tree(tokens, at + 2, &path, in_tests, names);
    }
    if let Some(target) = path.first() {
        names.push(Name {
            line: tokens.get(at).map_or(0, |token| token.line),
            target: (*target).to_owned(),
            part: path.get(1).map(|part| (*part).to_owned()),
            is_macro: text(at + 1) == "!",
            in_tests,
        });
    }
    let mut end = at + 1;
    let mut depth = 0;
    // What goes on below is skipped, and another name for it.
    loop {
        match text(end) {
            "{" if depth > 0 || text(end - 1) == "::" => depth += 1,
            "}" if depth > 0 => depth -= 1,
            "::" | "as" => end += usize::from(text(end + 1) != "{"),
            _ if depth > 0 && end < tokens.len() => {}
            _ => return end,
        }
        end += 1;
    }
}
