//! Files as the command line names them.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use super::super::program;
use crate::cli::cli;
use crate::http::tests::API;

/// A file that is gone after the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("warp-openapi-{}-{name}", std::process::id()));
        std::fs::File::create(&path).unwrap().write_all(content).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn code(path: &str) -> ExitCode {
    cli(&API).run_from(["tasks", "import", path])
}

#[track_caller]
fn refused(path: &str, expected: &str) {
    let fault = program(path).unwrap_err().to_string();
    assert!(fault.starts_with(path), "{fault}");
    assert_eq!(fault[path.len()..].trim_start(), expected);
    assert_eq!(fault.lines().count(), 1, "{fault}");
    assert_eq!(code(path), ExitCode::from(1), "{path}");
}

#[track_caller]
fn content(name: &str, content: &[u8], expected: &str) {
    refused(Temporary::new(name, content).path(), expected);
}

#[test]
fn a_file_that_can_not_be_read_is_one_line_and_exit_code_1() {
    refused(
        "/nowhere/at/all.yaml",
        "can't be read: No such file or directory (os error 2)",
    );
    refused(env!("CARGO_MANIFEST_DIR"), "is a folder; give a file");
    content("empty", b"", "is empty");
    content("bytes", b"swagger: \xff", "isn't UTF-8 from byte 9 on");
    content("huge", &vec![b' '; (16 << 20) + 1], "has more than 16 MB");
    content(
        "text",
        b"hello",
        "holds no object; a Swagger 2.0 file begins with `swagger: \"2.0\"`",
    );
    content("three", b"openapi: 3.0.1", "is OpenAPI 3.0.1; import takes Swagger 2.0");
    content(
        "cycle",
        b"swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions: {A: {$ref: '#/definitions/A'}}",
        ": definitions.A -> A is a cycle: nothing but references, `allOf`, lists and maps",
    );
    content(
        "missing",
        b"swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions: {A: {items: {$ref: '#/definitions/B'}}}",
        ": definitions.A.items: $ref \"#/definitions/B\" names nothing in the file",
    );
}

#[test]
fn a_file_is_printed_and_exit_code_0() {
    let file = Temporary::new("pets.json", super::pets::FILE.as_bytes());
    assert_eq!(
        program(file.path()).unwrap(),
        super::imported(super::pets::FILE).unwrap()
    );
    assert_eq!(code(file.path()), ExitCode::SUCCESS);
    assert_eq!(cli(&API).run_from(["tasks", "import"]), ExitCode::from(2));
}
