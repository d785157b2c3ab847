//! Rules that the compiler doesn't check: a module names only lower layers, a part of a layer only lower parts, and no file is longer than 600 lines.

mod paths;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use paths::offences;

/// The most lines of a file. It is a hint that a file has more than one concept: those of one belong together.
const MOST_LINES: usize = 600;

/// The folders whose files are held to [`MOST_LINES`].
const FOLDERS: [&str; 4] = ["src", "tests", "examples", "dsl-tests/src"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below `folder`, in order; a missing folder has none.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a readable folder").path();
            let hidden = path.file_name().is_some_and(|name| name == "target");
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The path of `file` below the root, with `/` on every system.
fn shown(file: &Path) -> String {
    let below = file.strip_prefix(root()).unwrap_or(file);
    below.to_string_lossy().replace('\\', "/")
}

#[test]
fn modules_name_only_lower_layers() {
    let files = rust_files(&root().join("src"));
    assert!(files.len() > 5, "src was not found: {files:?}");
    let found: Vec<String> = files
        .iter()
        .flat_map(|file| offences(&shown(file), &fs::read_to_string(file).expect("a readable file")))
        .collect();
    assert!(found.is_empty(), "layers are broken:\n{}", found.join("\n"));
}

/// A message if `text` has too many lines.
fn too_long(file: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MOST_LINES).then(|| {
        format!("{file}:{lines}: {lines} lines, at most {MOST_LINES} may be; split it by what its parts are about")
    })
}

#[test]
fn files_are_short() {
    let found: Vec<String> = FOLDERS
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .filter_map(|file| too_long(&shown(&file), &fs::read_to_string(&file).expect("a readable file")))
        .collect();
    assert!(found.is_empty(), "files are too long:\n{}", found.join("\n"));
}

#[test]
fn a_file_of_601_lines_is_too_long() {
    assert_eq!(too_long("src/a.rs", &"\n".repeat(600)), None);
    let message = too_long("src/a.rs", &"\n".repeat(601)).expect("a message");
    assert!(message.starts_with("src/a.rs:601: 601 lines"), "{message}");
}

#[track_caller]
fn case(file: &str, code: &str, expected: &[&str]) {
    let found = offences(file, code);
    let starts: Vec<&str> = found
        .iter()
        .map(|line| line.split_once("; ").expect("what; remedy").0)
        .collect();
    assert_eq!(starts, expected, "{code}");
}

#[test]
fn offences_are_found() {
    case(
        "src/types/a.rs",
        "use crate::engine::Request;",
        &["src/types/a.rs:1: `types` names `engine`, which is no lower layer"],
    );
    case(
        "src/spec/write.rs",
        "//! Text.\n\nfn f() {\n    crate::sql::Dialect::SQLITE;\n}",
        &["src/spec/write.rs:4: `spec` names `sql`, which is no lower layer"],
    );
    case(
        "src/db/pool.rs",
        "use crate::{error::Error, http::{serve, State}, types::Row};",
        &["src/db/pool.rs:1: `db` names `http`, which is no lower layer"],
    );
    case(
        "src/error.rs",
        "use super::types::Kind;",
        &["src/error.rs:1: `error` names `types`, which is no lower layer"],
    );
    case(
        "src/types/impls/any.rs",
        "use super::super::super::meta::Field;",
        &["src/types/impls/any.rs:1: `types` names `meta`, which is no lower layer"],
    );
    case(
        "src/engine/rows.rs",
        "#[cfg(test)]\nmod tests {\n    use super::super::super::http::State;\n}",
        &["src/engine/rows.rs:3: `engine` names `http`, which is no lower layer"],
    );
    case(
        "src/cli/serve.rs",
        "use crate::testing::App;",
        &["src/cli/serve.rs:1: `cli` names `testing`, which is no lower layer"],
    );
    case(
        "src/dsl/api.rs",
        "macro_rules! a { () => { $crate::meta::Api } }",
        &["src/dsl/api.rs:1: `dsl` names `meta`, and may name `__private` alone"],
    );
    case(
        "src/meta/api.rs",
        "use crate::Kind;",
        &["src/meta/api.rs:1: `meta` names `crate::Kind`, a re-export"],
    );
    case(
        "src/meta/filter.rs",
        "//! Not sea_orm.\n\nuse sea_orm::Value;\nfn f(_: fn() -> sqlx::Error) {}",
        &[
            "src/meta/filter.rs:3: `meta` names `sea_orm`, a crate of databases",
            "src/meta/filter.rs:4: `meta` names `sqlx`, a crate of databases",
        ],
    );
    case("src/cache/mod.rs", "", &["src/cache/mod.rs:1: `cache` is in no layer"]);
    case(
        "src/engine/rows.rs",
        "use crate::testing::App;",
        &["src/engine/rows.rs:1: `engine` names `testing`, which is no lower layer"],
    );
}

#[test]
fn offences_inside_a_layer_are_found() {
    case(
        "src/schema/model/table.rs",
        "use crate::schema::diff::Rules;",
        &["src/schema/model/table.rs:1: `schema::model` names `schema::diff`, which is no lower part"],
    );
    case(
        "src/schema/change/step.rs",
        "use super::super::{model::Table, plan::{Risk, risks}};",
        &["src/schema/change/step.rs:1: `schema::change` names `schema::plan`, which is no lower part"],
    );
    case(
        "src/schema/change/step.rs",
        "use crate::{schema::{model::{Table as Model, quote::{literal as text}}, diff}, types};",
        &["src/schema/change/step.rs:1: `schema::change` names `schema::diff`, which is no lower part"],
    );
    case(
        "src/engine/statement/select.rs",
        "fn f() {\n    crate::engine::ops::list();\n}",
        &["src/engine/statement/select.rs:2: `engine::statement` names `engine::ops`, which is no lower part"],
    );
    case(
        "src/schema/diff/mod.rs",
        "mod inner {\n    use super::super::plan;\n}",
        &["src/schema/diff/mod.rs:2: `schema::diff` names `schema::plan`, which is no lower part"],
    );
}

#[test]
fn what_is_allowed_is_passed() {
    for (file, code) in [
        (
            "src/engine/rows.rs",
            "use crate::{db::Executor, error::Error, meta::{Field, Resource}};",
        ),
        (
            "src/engine/ops/read.rs",
            "use super::super::Request;\nuse crate::engine::Reply;",
        ),
        ("src/error.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n}"),
        (
            "src/engine/rows.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::testing::App;\n}",
        ),
        ("src/engine/tests.rs", "use crate::testing::App;"),
        (
            "src/types/a.rs",
            "/// [`Request`](crate::engine::Request)\n// use crate::http::State;\nfn f() {}",
        ),
        (
            "src/types/a.rs",
            "const A: &str = \"crate::http::State\"; const B: &str = r#\"\"crate::db::X\"#;",
        ),
        (
            "src/types/a.rs",
            "const A: char = '\"'; /* crate::db::X /* crate::db::Y */ */ const B: char = '\\'';",
        ),
        ("src/types/a.rs", "pub(crate) fn f<'a>(x: &'a str) -> &'a str { x }"),
        ("src/types/text.rs", "crate::field_type!(Bytes: Vec<u8>);"),
        ("src/types/codec.rs", "use sea_orm::Value;"),
        (
            "src/dsl/api.rs",
            "macro_rules! a { () => { $crate::__private::b!(); $crate::c! {} } }",
        ),
        (
            "src/schema/plan/risk.rs",
            "use super::words;\nuse crate::schema::{self, change::{Alteration as Change, Step}, model};",
        ),
        ("src/schema/mod.rs", "use crate::schema::plan::risks;"),
        ("src/engine/parse/body.rs", "use crate::engine::{Request, rows::Rows};"),
        (
            "src/schema/model/tests.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::schema::diff::diff;\n}",
        ),
        ("src/lib.rs", "pub use crate::http::State;"),
        ("src/private/mod.rs", "pub use crate::meta::Api;"),
    ] {
        case(file, code, &[]);
    }
}
