//! One `cargo check` of all cases, each a binary of one generated package.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::case::Case;
use crate::report::Report;

/// What the compiler reports of each case, by the case's name.
pub(crate) fn check(cases: &[Case]) -> HashMap<String, Vec<Report>> {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused");
    fs::create_dir_all(&package).unwrap();
    // Others may check their cases in the same target folder.
    let lock = File::create(package.join(".lock")).unwrap();
    lock.lock().unwrap();
    write_package(&package, cases);
    let output = Command::new(env!("CARGO"))
        .current_dir(&package)
        // With all other builds: what the crate depends on may be there already.
        .env("CARGO_TARGET_DIR", package.ancestors().nth(2).unwrap())
        .env("CARGO_INCREMENTAL", "0")
        .args([
            "check",
            "--bins",
            "--keep-going",
            "--offline",
            "--quiet",
            "--message-format=json",
        ])
        .output()
        .unwrap();

    let mut reports: HashMap<String, Vec<Report>> = HashMap::new();
    for line in output.stdout.split(|byte| *byte == b'\n') {
        let Ok(line) = serde_json::from_slice::<Value>(line) else {
            continue;
        };
        let target = &line["target"];
        if line["reason"] != "compiler-message" || target["kind"][0] != "bin" {
            continue;
        }
        let name = target["name"].as_str().unwrap().to_owned();
        let report = Report::of(&line["message"], &target["src_path"]);
        reports.entry(name).or_default().extend(report);
    }
    assert!(
        !reports.is_empty(),
        "cargo checked no case:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    reports
}

/// A package with the cases as its binaries.
fn write_package(folder: &Path, cases: &[Case]) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = here.parent().unwrap();
    let mut manifest = format!(
        "[package]\nname = \"refused\"\nedition = \"2024\"\n\n[workspace]\n\n[lints.rust]\ndead_code = \"allow\"\n\n\
         [dependencies]\nwarp-openapi = {{ path = {workspace:?}, features = [\"jwt\"] }}\n"
    );
    for case in cases {
        let path = here.join(&case.path);
        writeln!(manifest, "\n[[bin]]\nname = {:?}\npath = {path:?}", case.name()).unwrap();
    }
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}
