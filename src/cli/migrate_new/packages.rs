//! What the packages of a workspace are called: no two may have one name.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Value};

/// Whether a package of the workspace has this name: its root, its members, and what these depend on by path, however far.
pub(super) fn has(root: &Path, manifest: &DocumentMut, name: &str) -> bool {
    let Some(folder) = root.parent() else {
        return false;
    };
    let workspace = manifest.get("workspace");
    let members = workspace.and_then(|workspace| workspace.get("members"));
    let members = members.and_then(Item::as_array).into_iter().flatten();
    let mut left: Vec<PathBuf> = members
        .filter_map(Value::as_str)
        .flat_map(|pattern| matching(folder, pattern))
        .collect();
    // Any of them may be inherited by a member.
    left.extend(workspace.into_iter().flat_map(|table| dependencies(folder, table)));
    left.push(folder.to_owned());
    let mut seen = HashSet::new();
    while let Some(folder) = left.pop() {
        let Ok(folder) = folder.canonicalize() else {
            continue;
        };
        if !seen.insert(folder.clone()) {
            continue;
        }
        let Some(manifest) = read(&folder) else {
            continue;
        };
        if package(&manifest) == Some(name) {
            return true;
        }
        left.extend(dependencies(&folder, manifest.as_item()));
        let targets = manifest.get("target").and_then(Item::as_table_like);
        let targets = targets.into_iter().flat_map(|targets| targets.iter());
        left.extend(targets.flat_map(|(_, table)| dependencies(&folder, table)));
    }
    false
}

fn read(folder: &Path) -> Option<DocumentMut> {
    fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()
}

fn package(manifest: &DocumentMut) -> Option<&str> {
    manifest.get("package")?.get("name")?.as_str()
}

/// The folders that a manifest, or a table in it, depends on.
fn dependencies(folder: &Path, table: &Item) -> Vec<PathBuf> {
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = tables.iter().filter_map(|name| table.get(name)?.as_table_like());
    let paths = tables.flat_map(|table| {
        table
            .iter()
            .filter_map(|(_, dependency)| Some(folder.join(dependency.get("path")?.as_str()?)))
    });
    paths.collect()
}

/// The folders that a pattern of members names: `crates/*`.
fn matching(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut folders = vec![root.to_owned()];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        folders = if part == "**" {
            folders.into_iter().flat_map(all_below).collect()
        } else if part.contains(['*', '?', '[']) {
            let fits = |path: &PathBuf| {
                let name = path.file_name().and_then(|name| name.to_str());
                name.is_some_and(|name| fits(part, name))
            };
            folders.iter().flat_map(|folder| inside(folder)).filter(fits).collect()
        } else {
            folders.into_iter().map(|folder| folder.join(part)).collect()
        };
    }
    folders
}

/// The entries of a folder.
fn inside(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}

/// A folder and all those below it. Links aren't followed, so that none leads in a circle.
fn all_below(folder: PathBuf) -> Vec<PathBuf> {
    let mut all = vec![folder];
    let mut at = 0;
    while let Some(folder) = all.get(at) {
        let folders: Vec<PathBuf> = inside(folder)
            .filter(|path| path.is_dir() && !path.is_symlink())
            .collect();
        all.extend(folders);
        at += 1;
    }
    all
}

/// Whether a name fits one part of a pattern. A set, `[ab]`, matches any character: a folder too many does no harm.
fn fits(pattern: &str, name: &str) -> bool {
    let mut rest = pattern.chars();
    let Some(first) = rest.next() else {
        return name.is_empty();
    };
    let mut left = name.chars();
    let next = left.next();
    match first {
        '*' => fits(rest.as_str(), name) || next.is_some() && fits(pattern, left.as_str()),
        '?' => next.is_some() && fits(rest.as_str(), left.as_str()),
        '[' => {
            let after = rest.as_str().split_once(']').map_or("", |(_, after)| after);
            next.is_some() && fits(after, left.as_str())
        }
        letter => next == Some(letter) && fits(rest.as_str(), left.as_str()),
    }
}
