//! What the packages of a workspace are called: no two may have one name.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Value};

/// Whether a package of the workspace has this name: its root, its members, and what these depend on by path.
pub(super) fn has(root: &Path, manifest: &DocumentMut, name: &str) -> bool {
    let Some(folder) = root.parent() else {
        return false;
    };
    let listed = manifest.get("workspace").and_then(|workspace| workspace.get("members"));
    let listed = listed.and_then(Item::as_array).into_iter().flatten();
    let mut folders: Vec<PathBuf> = listed
        .filter_map(Value::as_str)
        .flat_map(|pattern| matching(folder, pattern))
        .collect();
    folders.push(folder.to_owned());
    let beside: Vec<PathBuf> = folders.iter().flat_map(|folder| dependencies(folder)).collect();
    let mut all = folders.iter().chain(&beside).filter_map(|folder| read(folder));
    all.any(|manifest| package(&manifest) == Some(name))
}

fn read(folder: &Path) -> Option<DocumentMut> {
    fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()
}

fn package(manifest: &DocumentMut) -> Option<&str> {
    manifest.get("package")?.get("name")?.as_str()
}

/// The folders that a package depends on.
fn dependencies(folder: &Path) -> Vec<PathBuf> {
    let Some(manifest) = read(folder) else {
        return Vec::new();
    };
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = tables.iter().filter_map(|name| manifest.get(name)?.as_table_like());
    let paths = tables.flat_map(|table| {
        table
            .iter()
            .filter_map(|(_, dependency)| dependency.get("path")?.as_str().map(str::to_owned))
    });
    paths.map(|path| folder.join(path)).collect()
}

/// The folders that a pattern of members names: `crates/*`.
fn matching(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut folders = vec![root.to_owned()];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        folders = match part.split_once('*') {
            None => folders.into_iter().map(|folder| folder.join(part)).collect(),
            Some((start, end)) => {
                let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
                let fits = |path: &PathBuf| {
                    let name = path.file_name().and_then(|name| name.to_str());
                    name.is_some_and(|name| {
                        name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
                    })
                };
                entries.flatten().map(|entry| entry.path()).filter(fits).collect()
            }
        };
    }
    folders
}
