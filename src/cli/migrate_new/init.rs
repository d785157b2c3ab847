//! `migrate init`: the crate of the migrations, known to the workspace that it is in.

use std::fs;
use std::path::{Component, Path, PathBuf};

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use super::super::Failure;
use super::super::migration_crate;
use super::{Init, new, packages};

/// What this crate is called.
const CRATE: &str = "warp-openapi";
/// The name of the crate of migrations, in the program's code.
const PACKAGE: &str = "migration";
/// What migrations are run with.
const RUNNER: &str = "sea-orm-migration";
/// The features of [`CRATE`] that the migrations need, so that they are compiled without the command line and all that it needs.
const FEATURES: &[&str] = &[
    "migrate",
    #[cfg(feature = "postgres")]
    "postgres",
    #[cfg(feature = "sqlite")]
    "sqlite",
];

const LIB: &str = "\
//! The migrations of the database, oldest first. One that has run anywhere never changes again.

use sea_orm_migration::prelude::*;

/// All migrations.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![]
    }
}
";

/// Makes the crate; gives what to print: lines, each with its end.
///
/// # Errors
///
/// When it is there already, or can't be written.
pub(in crate::cli) fn init(options: &Init) -> Result<String, Failure> {
    let folder = absolute(&options.folder)?;
    let shown = options.folder.display();
    let files = ["Cargo.toml", "src/lib.rs"];
    if files.iter().any(|file| folder.join(file).exists()) {
        // `new` can't write into half a crate either.
        migration_crate::find(&options.folder, &options.program)?;
        return Err(format!(
            "there is a crate at `{shown}` already; write migrations into it with `migrate new -m \"..\"`"
        )
        .into());
    }
    let outside = folder.parent().unwrap_or(&folder);
    let nearest = nearest(outside, |_| true)?;
    let workspace = workspace(outside)?;
    let package = package(workspace.as_ref(), &options.program)?;
    let manifest = manifest(&folder, &package, nearest.as_ref(), workspace.as_ref());
    let joined = workspace
        .as_ref()
        .map(|(path, root)| joined(path, root, &folder))
        .transpose()?;

    let made = make(&folder, &manifest);
    let made = made.and_then(|()| match (&workspace, joined.flatten()) {
        (Some((path, _)), Some(text)) => new::replace(path, &text).map(|()| Some(path)),
        _ => Ok(None),
    });
    let member = made.map_err(|error| {
        let _ = fs::remove_file(folder.join("Cargo.toml"));
        let _ = fs::remove_file(folder.join("src/lib.rs"));
        // Those that hold something stay.
        let _ = fs::remove_dir(folder.join("src"));
        let _ = fs::remove_dir(&folder);
        format!("the crate at `{shown}` can't be written: {error}")
    })?;

    let mut message = format!("wrote {shown}/Cargo.toml and {shown}/src/lib.rs\n");
    if let Some(path) = member {
        message.push_str(&format!("added it to the members of the workspace in {}\n", near(path)));
    }
    let user = nearest.as_ref().and_then(|(path, _)| path.parent());
    // Without a program near by, from the current folder.
    let here = absolute(Path::new("."))?;
    let here = if folder.starts_with(&here) { &here } else { outside };
    let path = relative(user.unwrap_or(here), &folder);
    let renamed = if package == PACKAGE {
        String::new()
    } else {
        format!(", package = {}", Value::from(package).to_string().trim())
    };
    message.push_str(&format!(
        "now add to the [dependencies] of your program: {PACKAGE} = {{ path = {}{renamed} }}\n\
         and to its command line: .migrator::<{PACKAGE}::Migrator>()\n",
        Value::from(path).to_string().trim()
    ));
    Ok(message)
}

/// A name for the package that no other one of the workspace has: cargo refuses two of one name.
fn package(workspace: Option<&Manifest>, program: &str) -> Result<String, Failure> {
    let Some((path, root)) = workspace else {
        return Ok(PACKAGE.to_owned());
    };
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let own: String = program.chars().map(plain).collect::<String>().to_ascii_lowercase();
    // Cargo takes no name that begins with anything but a letter.
    let own = if own.starts_with(|first: char| first.is_ascii_alphabetic()) {
        format!("{own}-{PACKAGE}")
    } else {
        format!("{PACKAGE}-of-{own}")
    };
    let names = [PACKAGE.to_owned(), own];
    let free = names.iter().find(|name| !packages::has(path, root, name));
    free.cloned().ok_or_else(|| {
        format!(
            "the workspace in {} has packages called `{}` already, so nothing is written: write migrations into one of them with \
             `migrate new -m \"..\" --folder FOLDER`, or rename one",
            near(path),
            names.join("` and `")
        )
        .into()
    })
}

fn make(folder: &Path, manifest: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), LIB)
}

/// A `Cargo.toml`, parsed.
type Manifest = (PathBuf, DocumentMut);

/// The first `Cargo.toml` in this folder or one above it that is wanted.
fn nearest(folder: &Path, wanted: impl Fn(&DocumentMut) -> bool) -> Result<Option<Manifest>, Failure> {
    for folder in absolute(folder)?.ancestors() {
        let path = folder.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| format!("{} can't be read: {error}", near(&path)))?;
        let manifest: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            format!("{} can't be read: {}", near(&path), error.message().replace('\n', " "))
        })?;
        if wanted(&manifest) {
            return Ok(Some((path, manifest)));
        }
    }
    Ok(None)
}

/// The workspace that a crate in this folder is in.
pub(super) fn workspace(folder: &Path) -> Result<Option<Manifest>, Failure> {
    nearest(folder, |manifest| manifest.contains_key("workspace"))
}

/// The crate's own `Cargo.toml`.
fn manifest(folder: &Path, package: &str, nearest: Option<&Manifest>, workspace: Option<&Manifest>) -> String {
    let ours = dependency(folder, CRATE, nearest, workspace);
    let ours = rendered(with_features(
        ours.unwrap_or_else(|| version(env!("CARGO_PKG_VERSION"))),
    ));
    let runner = dependency(folder, RUNNER, nearest, workspace);
    let runner = runner.map_or_else(
        || "{ version = \"2.0\", default-features = false, features = [\"runtime-tokio\"] }".to_owned(),
        rendered,
    );
    format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{RUNNER} = {runner}\n{CRATE} = {ours}\n"
    )
}

fn version(version: &str) -> InlineTable {
    InlineTable::from_iter([("version", version)])
}

/// The dependency with [`FEATURES`] instead of others; one that is inherited has those of the workspace besides.
fn with_features(mut dependency: InlineTable) -> InlineTable {
    if !dependency.contains_key("workspace") {
        dependency.remove("features");
        dependency.insert("default-features", false.into());
    }
    dependency.insert("features", FEATURES.iter().copied().collect::<Value>());
    dependency
}

/// A dependency as people write it.
fn rendered(mut dependency: InlineTable) -> String {
    dependency.fmt();
    let only = (dependency.len() == 1).then(|| dependency.get("version")).flatten();
    let value = only.cloned().unwrap_or(Value::InlineTable(dependency));
    value.decorated("", "").to_string()
}

/// How the workspace or the program names a dependency, as the crate in `folder` can write it too.
fn dependency(
    folder: &Path,
    name: &str,
    nearest: Option<&Manifest>,
    workspace: Option<&Manifest>,
) -> Option<InlineTable> {
    let shared = workspace.and_then(|(path, root)| {
        let (key, item) = find(root.get("workspace")?.get("dependencies")?, name)?;
        Some((path, key, item))
    });
    if let Some((_, key, _)) = &shared
        && *key == name
    {
        return Some(InlineTable::from_iter([("workspace", true)]));
    }
    let own = nearest.and_then(|(path, manifest)| {
        let (key, item) = find(manifest.get("dependencies")?, name)?;
        // One that is another's: under a name of its own, which migrations don't know.
        let inherited = item.get("workspace").is_some();
        (!inherited).then_some((path, key, item))
    });
    let (path, _, item) = own.or(shared)?;
    translated(item, path.parent()?, folder)
}

/// The dependency on this package, whatever it is called there.
fn find<'m>(dependencies: &'m Item, name: &str) -> Option<(&'m str, &'m Item)> {
    let dependencies: &dyn TableLike = dependencies.as_table_like()?;
    dependencies.iter().find(|(key, item)| {
        let package = item.get("package").and_then(Item::as_str);
        package.unwrap_or(key) == name
    })
}

/// A dependency of the manifest in `from`, as the one in `to` writes it: paths are relative to the folder.
fn translated(item: &Item, from: &Path, to: &Path) -> Option<InlineTable> {
    if let Some(text) = item.as_str() {
        return Some(version(text));
    }
    let mut table = InlineTable::new();
    for (key, item) in item.as_table_like()?.iter() {
        let value = match (key, item.as_value()?) {
            ("package" | "optional", _) => continue,
            ("path", value) => Value::from(relative(to, &clean(&from.join(value.as_str()?)))),
            (_, value) => value.clone(),
        };
        table.insert(key, value.decorated("", ""));
    }
    Some(table)
}

/// The text of the workspace's `Cargo.toml` with the crate among its members; none if it is there already.
fn joined(path: &Path, root: &DocumentMut, folder: &Path) -> Result<Option<String>, Failure> {
    let member = relative(path.parent().unwrap_or(path), folder);
    let mut root = root.clone();
    let refused = || format!("{} has a `workspace` that isn't a table of `members`", near(path));
    let workspace = root
        .get_mut("workspace")
        .and_then(Item::as_table_like_mut)
        .ok_or_else(refused)?;
    let members = workspace
        .entry("members")
        .or_insert_with(|| Item::Value(Value::Array(Array::new())))
        .as_array_mut()
        .ok_or_else(refused)?;
    let parent = member.rsplit_once('/').map_or("", |(parent, _)| parent);
    let includes = |pattern: &str| {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        pattern == member || pattern.strip_suffix('*').map(|all| all.trim_end_matches('/')) == Some(parent)
    };
    if members.iter().filter_map(Value::as_str).any(includes) {
        return Ok(None);
    }
    add(members, &member);
    Ok(Some(root.to_string()))
}

/// Adds a text to an array in the way that its others are written.
fn add(array: &mut Array, text: &str) {
    let last = array.len().checked_sub(1).and_then(|last| array.get_mut(last));
    let mut value = Value::from(text);
    let Some(last) = last else {
        array.push_formatted(value);
        return;
    };
    let before = last
        .decor()
        .prefix()
        .and_then(|prefix| prefix.as_str())
        .unwrap_or_default()
        .to_owned();
    let after = last
        .decor()
        .suffix()
        .and_then(|suffix| suffix.as_str())
        .unwrap_or_default()
        .to_owned();
    // Comments above the last one are about it.
    let margin = match before.rfind('\n') {
        Some(line) => before[line..].to_owned(),
        None => " ".to_owned(),
    };
    let margin = if before.contains("\r\n") {
        format!("\r{margin}")
    } else {
        margin
    };
    if !array.trailing_comma() {
        // What follows the last one up to the bracket follows the new one.
        if let Some(last) = array.len().checked_sub(1).and_then(|last| array.get_mut(last)) {
            last.decor_mut().set_suffix("");
        }
        value.decor_mut().set_suffix(after);
    }
    value.decor_mut().set_prefix(margin);
    array.push_formatted(value);
}

/// The path from the root, without `.` and `..`.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let path = std::path::absolute(path).map_err(|error| format!("{} is no folder: {error}", path.display()))?;
    Ok(clean(&path))
}

fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// The way from one folder to another, as TOML has it on every system: `../shared`.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let up = from[same..].iter().map(|_| "..".to_owned());
    let down = to[same..]
        .iter()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// A path as the user would write it.
fn near(path: &Path) -> String {
    match std::env::current_dir() {
        Ok(here) => relative(&here, path),
        Err(_) => path.display().to_string(),
    }
}
