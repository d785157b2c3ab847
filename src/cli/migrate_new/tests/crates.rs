//! The crate of migrations.

use std::fs;
use std::path::Path;

use super::super::{Init, init};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn made(folder: &Path, name: &str) -> Result<String, String> {
    made_for("api", folder, name)
}

fn made_for(program: &str, folder: &Path, name: &str) -> Result<String, String> {
    let folder = folder.join(name);
    init(&Init {
        folder,
        program: program.to_owned(),
    })
    .map_err(|error| error.to_string())
}

/// The dependencies of the crate that is made.
#[track_caller]
fn dependencies(files: &[(&str, &str)], name: &str, expected: &str) {
    let folder = folder(files);
    made(folder.path(), name).unwrap();
    let text = fs::read_to_string(folder.path().join(name).join("Cargo.toml")).unwrap();
    let head =
        "[package]\nname = \"migration\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n";
    assert_eq!(text, format!("{head}{expected}"));
}

const RUNNER: &str =
    "sea-orm-migration = { version = \"2.0\", default-features = false, features = [\"runtime-tokio\"] }\n";

/// The features that migrations need.
const FEATURES: &str = "features = [\"migrate\", \"postgres\", \"sqlite\"]";

fn ours(place: &str) -> String {
    format!("{{ {place}, default-features = false, {FEATURES} }}")
}

#[test]
fn dependencies_are_named_as_the_program_names_them() {
    let program = |dependencies: &str| format!("[package]\nname = \"a\"\n\n[dependencies]\n{dependencies}\n");
    let case = |given: &str, place: &str| {
        let expected = format!("{RUNNER}warp-openapi = {}\n", ours(place));
        dependencies(&[("Cargo.toml", &program(given))], "migration", &expected);
    };
    case("warp-openapi = \"0.3\"", "version = \"0.3\"");
    case(
        "warp-openapi = {version=\"0.3\", default-features = false, features = [\"sqlite\"] , optional = true}",
        "version = \"0.3\"",
    );
    case("warp-openapi = { path = \"../ours\" }", "path = \"../../ours\"");
    case("api = { package = \"warp-openapi\", path = \".\" }", "path = \"..\"");
    case(
        "[dependencies.warp-openapi]\ngit = \"https://example.com/a\"\nrev = \"1\"",
        "git = \"https://example.com/a\", rev = \"1\"",
    );
    let own = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    case("serde = \"1\"", &own);
    dependencies(
        &[(
            "Cargo.toml",
            &program("warp-openapi = \"0.3\"\nsea-orm-migration = \"2.1\""),
        )],
        "db/migration",
        &format!(
            "sea-orm-migration = \"2.1\"\nwarp-openapi = {}\n",
            ours("version = \"0.3\"")
        ),
    );
    dependencies(&[], "migration", &format!("{RUNNER}warp-openapi = {}\n", ours(&own)));
}

#[test]
fn dependencies_of_the_workspace_are_inherited() {
    let root = "[workspace]\nmembers = [\"api\"]\n\n[workspace.dependencies]\nwarp-openapi = { path = \"ours\" }\n";
    let member = "[package]\nname = \"api\"\n\n[dependencies]\nwarp-openapi.workspace = true\n";
    let inherited = format!("{RUNNER}warp-openapi = {{ workspace = true, {FEATURES} }}\n");
    let files = [("Cargo.toml", root), ("api/Cargo.toml", member)];
    dependencies(&files, "migration", &inherited);
    dependencies(&files, "api/migration", &inherited);
    // Under another name it can't be inherited under its own.
    let root = "[workspace]\n[workspace.dependencies]\nours = { path = \"ours\", package = \"warp-openapi\" }\n";
    let member = "[package]\nname = \"api\"\n[dependencies]\nours.workspace = true\n";
    let files = [("Cargo.toml", root), ("api/Cargo.toml", member)];
    let translated = format!("{RUNNER}warp-openapi = {}\n", ours("path = \"../../ours\""));
    dependencies(&files, "api/migration", &translated);
}

#[track_caller]
fn member(before: &str, name: &str, after: &str) {
    let folder = folder(&[("Cargo.toml", before)]);
    let message = made(folder.path(), name).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("Cargo.toml")).unwrap(), after);
    assert_eq!(
        message.contains("\nadded it to the members of the workspace in "),
        before != after,
        "{message}"
    );
    assert!(
        message.contains(&format!("migration = {{ path = \"{name}\" }}\n")),
        "{message}"
    );
    assert!(
        message.ends_with("and to its command line: .migrator::<migration::Migrator>()\n"),
        "{message}"
    );
}

#[test]
fn workspaces_get_a_member_and_keep_what_is_written() {
    let rest = "resolver   = \"3\" # why\n\n[ profile.dev ]\n";
    let all = |members: &str| format!("# top\n[workspace]\n{members}{rest}");
    let case = |before: &str, name: &str, after: &str| member(&all(before), name, &all(after));
    case(
        "members = [\".\", 'a']\n",
        "migration",
        "members = [\".\", 'a', \"migration\"]\n",
    );
    case("members = []\n", "migration", "members = [\"migration\"]\n");
    case("members = [ \"a\" ]\n", "db/m", "members = [ \"a\", \"db/m\" ]\n");
    case(
        "members = [\n  \"a\", # first\n  # the second\n  \"b\",\n  # end\n]\n",
        "migration",
        "members = [\n  \"a\", # first\n  # the second\n  \"b\",\n  \"migration\",\n  # end\n]\n",
    );
    case(
        "members = [\n    \"a\",\n    \"b\"\n]\n",
        "migration",
        "members = [\n    \"a\",\n    \"b\",\n    \"migration\"\n]\n",
    );
    for there in ["members = [\"./migration/\"]\n", "members = [\"*\"]\n"] {
        case(there, "migration", there);
    }
    case("members = [\"db/*\"]\n", "db/migration", "members = [\"db/*\"]\n");
    member("[package]\nname = \"a\"\n", "migration", "[package]\nname = \"a\"\n");
    let none = "[workspace]\nresolver = \"3\"\n";
    member(
        none,
        "migration",
        "[workspace]\nresolver = \"3\"\nmembers = [\"migration\"]\n",
    );
}

#[test]
fn a_package_gets_a_name_that_no_other_of_the_workspace_has() {
    let package = |name: &str| format!("[package]\nname = \"{name}\"\n");
    let taken = package("migration");
    let root = |members: &str| format!("[workspace]\nmembers = [{members}]\n");
    let dependent = format!(
        "{}\n[dependencies]\nsteps = {{ path = \"../steps\" }}\n",
        package("other")
    );
    let api = |name: &str| format!("{name}/Cargo.toml");
    for files in [
        vec![
            ("Cargo.toml".to_owned(), root("\"shop/steps\"")),
            (api("shop/steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"shop/*\"")),
            (api("shop/steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"./shop/st*s/\"")),
            (api("shop/steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"other\"")),
            (api("other"), dependent.clone()),
            (api("steps"), taken.clone()),
        ],
        vec![("Cargo.toml".to_owned(), format!("{}{taken}", root("")))],
        // What members inherit from the workspace.
        vec![
            (
                "Cargo.toml".to_owned(),
                format!(
                    "{}[workspace.dependencies]\nsteps.path = \"steps\"\n",
                    root("\"other\"")
                ),
            ),
            (
                api("other"),
                format!("{}[dependencies]\nsteps.workspace = true\n", package("other")),
            ),
            (api("steps"), taken.clone()),
        ],
        // On one system alone.
        vec![
            ("Cargo.toml".to_owned(), root("\"other\"")),
            (
                api("other"),
                format!(
                    "{}[target.'cfg(unix)'.build-dependencies]\nsteps.path = \"../steps\"\n",
                    package("other")
                ),
            ),
            (api("steps"), taken.clone()),
        ],
        // What a dependency depends on, and it on that.
        vec![
            ("Cargo.toml".to_owned(), root("\"first\"")),
            (
                api("first"),
                format!("{}[dependencies]\nother.path = \"../other\"\n", package("first")),
            ),
            (
                api("other"),
                format!("{dependent}first = {{ path = \"../first\", optional = true }}\n"),
            ),
            (api("steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"shop/s?eps\"")),
            (api("shop/steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"s*p/s*e*[ps]\"")),
            (api("shop/steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"shop/**\"")),
            (api("shop/far/below/steps"), taken.clone()),
        ],
        vec![
            ("Cargo.toml".to_owned(), root("\"**/steps\"")),
            (api("shop/far/steps"), taken.clone()),
        ],
    ] {
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let folder = folder(&files);
        let message = made(folder.path(), "migration").unwrap();
        let written = fs::read_to_string(folder.path().join("migration/Cargo.toml")).unwrap();
        assert!(
            written.starts_with("[package]\nname = \"api-migration\"\n"),
            "{files:?}: {written}"
        );
        assert!(
            message.contains("migration = { path = \"migration\", package = \"api-migration\" }\n"),
            "{message}"
        );
        // The program's code has the same.
        assert!(message.ends_with(".migrator::<migration::Migrator>()\n"), "{message}");
    }
}

#[test]
fn a_package_of_the_workspace_that_is_no_member_takes_no_name() {
    let root = "[workspace]\nmembers = [\"shop/?\", \"shop/s*x\", \"*/*/steps\"]\n";
    let folder = folder(&[
        ("Cargo.toml", root),
        ("shop/steps/Cargo.toml", "[package]\nname = \"migration\"\n"),
    ]);
    made(folder.path(), "migration").unwrap();
    let written = fs::read_to_string(folder.path().join("migration/Cargo.toml")).unwrap();
    assert!(written.starts_with("[package]\nname = \"migration\"\n"), "{written}");
}

#[test]
fn the_name_of_a_package_begins_with_a_letter_whatever_the_program_is_called() {
    let root = "[workspace]\nmembers = [\"a\"]\n";
    let taken = "[package]\nname = \"migration\"\n";
    for (program, name) in [
        ("9lives", "migration-of-9lives"),
        ("_Shop", "migration-of--shop"),
        ("Shop_9", "shop-9-migration"),
    ] {
        let folder = folder(&[("Cargo.toml", root), ("a/Cargo.toml", taken)]);
        made_for(program, folder.path(), "migration").unwrap();
        let written = fs::read_to_string(folder.path().join("migration/Cargo.toml")).unwrap();
        let named = format!("[package]\nname = \"{name}\"\n");
        assert!(written.starts_with(&named), "{program}: {written}");
    }
}

#[test]
fn a_workspace_whose_names_are_taken_is_left_as_it_is() {
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n";
    let folder = folder(&[
        ("Cargo.toml", root),
        ("a/Cargo.toml", "[package]\nname = \"migration\"\n"),
        ("b/Cargo.toml", "[package]\nname = \"api-migration\"\n"),
    ]);
    let error = made(folder.path(), "migration").unwrap_err();
    assert!(
        error.contains(" has packages called `migration` and `api-migration` already, so nothing is written: "),
        "{error}"
    );
    assert!(!folder.path().join("migration").exists());
    assert_eq!(fs::read_to_string(folder.path().join("Cargo.toml")).unwrap(), root);
}

#[test]
fn a_crate_that_is_there_stays_as_it_is() {
    for file in ["Cargo.toml", "src/lib.rs"] {
        let other = if file == "Cargo.toml" {
            "migration/src/lib.rs"
        } else {
            "migration/Cargo.toml"
        };
        let root = "[workspace]\nmembers = []\n";
        let there = format!("migration/{file}");
        let folder = folder(&[("Cargo.toml", root), (&there, "mine"), (other, "")]);
        let error = made(folder.path(), "migration").unwrap_err();
        assert!(error.starts_with("there is a crate at `"), "{error}");
        assert!(
            error.ends_with("already; write migrations into it with `migrate new -m \"..\"`"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(folder.path().join(&there)).unwrap(), "mine");
        assert_eq!(fs::read_to_string(folder.path().join("Cargo.toml")).unwrap(), root);
    }
}

#[test]
fn what_cannot_be_read_or_written_leaves_nothing() {
    for (root, expected) in [
        ("[workspace", "Cargo.toml can't be read: "),
        (
            "[workspace]\nmembers = 1\n",
            "Cargo.toml has a `workspace` that isn't a table of `members`",
        ),
    ] {
        let folder = folder(&[("Cargo.toml", root)]);
        let error = made(folder.path(), "migration").unwrap_err();
        assert!(error.contains(expected) && !error.contains('\n'), "{error}");
        assert!(!folder.path().join("migration").exists());
    }
    let folder = folder(&[("Cargo.toml", "[workspace]\n")]);
    let path = folder.path().join("Cargo.toml");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = made(folder.path(), "migration").unwrap_err();
    assert!(error.contains("can't be written: "), "{error}");
    assert!(!folder.path().join("migration").exists());
}
