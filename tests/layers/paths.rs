//! The paths that a file names, held against the layers.

use crate::tokens::{Token, tokens};

/// The modules, lowest first; a module names those of earlier lines and itself.
const LAYERS: [&[&str]; 12] = [
    &["error"],
    &["types"],
    &["meta"],
    &["schema"],
    &["spec", "sql"],
    &["db"],
    &["migration"],
    &["engine"],
    &["handler"],
    &["ws"],
    &["http"],
    &["cli", "testing"],
];

/// What stands above all layers: the root, the macros' door, what users import, what they read.
const ABOVE_ALL: [&str; 5] = ["lib", "main", "private", "prelude", "guide"];

/// The macros: they name the crate's insides through one door.
const MACROS: &str = "dsl";
const DOOR: &str = "__private";

/// What the macros make, written by hand for tests: it names what users name.
const EXPANSION: &str = "dsl/expanded";

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
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
    named(&tokens(source), modules.len())
        .into_iter()
        .filter_map(|name| Some(format!("{file}:{}: {}", name.line, offence(modules[0], &name, below)?)))
        .collect()
}

fn offence(module: &str, name: &Name, below: &str) -> Option<String> {
    let target = name.target.as_str();
    if name.is_macro || target == module {
        return None;
    }
    if module == MACROS {
        let remedy = "re-export it in src/private/mod.rs and name that";
        return (target != DOOR).then(|| format!("`{MACROS}` names `{target}`, and may name `{DOOR}` alone; {remedy}"));
    }
    let Some(height) = layer(target) else {
        let remedy = "name it through its module, so that its layer shows";
        return Some(format!("`{module}` names `crate::{target}`, a re-export; {remedy}"));
    };
    let in_tests = name.in_tests || below.split('/').any(|part| part == "tests");
    if layer(module).is_some_and(|own| height < own) || (in_tests && target == "testing") {
        return None;
    }
    let remedy = "move the code up, or what it needs down";
    Some(format!(
        "`{module}` names `{target}`, which is no lower layer; {remedy}"
    ))
}

/// A name right below the crate's root, as a path says it.
struct Name {
    line: usize,
    target: String,
    is_macro: bool,
    in_tests: bool,
}

/// All names below the crate's root in a file whose module is `depth` steps below it.
fn named(tokens: &[Token], depth: usize) -> Vec<Name> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut names = Vec::new();
    // Inline modules: the brace depth that they opened at, and whether they are compiled for tests only.
    let mut inline: Vec<(usize, bool)> = Vec::new();
    let (mut braces, mut test_next) = (0usize, false);
    for at in 0..tokens.len() {
        match text(at) {
            "{" => {
                if text(at.wrapping_sub(2)) == "mod" {
                    inline.push((braces, test_next));
                }
                braces += 1;
                test_next = false;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                if inline.last().is_some_and(|(opened, _)| *opened == braces) {
                    inline.pop();
                }
            }
            ";" => test_next = false,
            "cfg" if text(at + 1) == "(" && text(at + 2) == "test" => test_next = true,
            "crate" if text(at + 1) == "::" => {
                targets(
                    tokens,
                    at + 2,
                    inline.iter().any(|(_, test)| *test) || test_next,
                    &mut names,
                );
            }
            "super" if text(at + 1) == "::" && text(at.wrapping_sub(1)) != "::" => {
                let mut steps = 1;
                while text(at + 2 * steps) == "super" && text(at + 2 * steps + 1) == "::" {
                    steps += 1;
                }
                if steps == depth + inline.len() {
                    targets(tokens, at + 2 * steps, inline.iter().any(|(_, test)| *test), &mut names);
                }
            }
            _ => {}
        }
    }
    names
}

/// The name at `at`, or the first names of the group that opens there.
fn targets(tokens: &[Token], at: usize, in_tests: bool, names: &mut Vec<Name>) {
    let mut push = |at: usize| {
        if let Some(token) = tokens.get(at).filter(|token| token.text != "self" && token.text != "}") {
            names.push(Name {
                line: token.line,
                target: token.text.clone(),
                is_macro: tokens.get(at + 1).is_some_and(|next| next.text == "!"),
                in_tests,
            });
        }
    };
    if tokens.get(at).is_none_or(|token| token.text != "{") {
        return push(at);
    }
    push(at + 1);
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return,
            "}" => depth -= 1,
            "," if depth == 1 => push(index + 1),
            _ => {}
        }
    }
}
