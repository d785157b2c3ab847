//! Variables, `.env`, files with secrets, and what is shown of all that.

use std::io::Write as _;

use super::read;
use crate::cli::config::{exposed, printed};

/// The line of `--print-config` about a setting, without its alignment.
#[track_caller]
fn line(name: &str, flags: &[&str], variables: &[(&str, &str)]) -> String {
    let (_, readings) = read(flags, variables).unwrap_or_else(|malformed| panic!("{malformed:?}"));
    let text = printed(&readings, "tasks");
    let found = text
        .lines()
        .find(|line| line.trim_start().starts_with(&format!("{name} ")));
    let words: Vec<&str> = found.unwrap_or_else(|| panic!("{text}")).split_whitespace().collect();
    words.join(" ")
}

#[track_caller]
fn malformed(flags: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
    read(flags, variables)
        .err()
        .unwrap_or_else(|| panic!("{variables:?} are accepted"))
}

fn secret(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[test]
fn a_value_comes_from_the_flag_the_variable_dotenv_or_the_default() {
    assert_eq!(line("port", &[], &[]), "port 8080 default");
    assert_eq!(line("port", &[], &[("PORT", "1")]), "port 1 PORT");
    assert_eq!(line("port", &[], &[(".PORT", "1")]), "port 1 PORT in .env");
    assert_eq!(line("port", &["--port=2"], &[("PORT", "1")]), "port 2 flag");
    assert_eq!(line("port", &[], &[("PORT", "")]), "port 8080 default");
    assert_eq!(line("db-echo", &[], &[("DBECHO", "yes")]), "db-echo yes DBECHO");
    assert_eq!(
        line("db-echo", &["--db-echo"], &[("DBECHO", "no")]),
        "db-echo true flag"
    );
    assert_eq!(line("datastore", &[], &[]), "datastore sqlite:tasks.sqlite default");
}

#[test]
fn a_real_variable_beats_those_of_the_file() {
    #[track_caller]
    fn case(variables: &[(&str, &str)], expected: &str) {
        assert_eq!(line("port", &[], variables), expected);
    }
    case(
        &[("PORT", "1"), ("MICRO_SERVICE_PORT", "2")],
        "port 2 MICRO_SERVICE_PORT",
    );
    case(
        &[(".PORT", "1"), (".MICRO_SERVICE_PORT", "2")],
        "port 2 MICRO_SERVICE_PORT in .env",
    );
    case(&[("PORT", "1"), (".MICRO_SERVICE_PORT", "2")], "port 1 PORT");
    case(
        &[("PORT", "1"), (".PORT", "3"), (".MICRO_SERVICE_PORT", "2")],
        "port 1 PORT",
    );
    case(
        &[(".PORT", "1"), ("MICRO_SERVICE_PORT", "2")],
        "port 2 MICRO_SERVICE_PORT",
    );
}

#[test]
fn an_empty_variable_is_a_value_only_where_that_has_a_meaning() {
    assert_eq!(
        line("max-limit", &[], &[("MAX_PAGINATION_LIMIT", "")]),
        "max-limit 100 default"
    );
    #[cfg(feature = "docs")]
    {
        let (configuration, _) = read(&[], &[("DOCS_ROUTE", "")]).unwrap_or_else(|_| panic!("refused"));
        assert_eq!(configuration.settings().unwrap().docs_route, None);
    }
}

#[test]
fn malformed_variables_are_reported_by_name_all_of_them() {
    let lines = malformed(
        &["--port=x"],
        &[
            ("DBPOOL_MAX_SIZE", "ten"),
            ("MAX_PAGINATION_LIMIT", "0"),
            ("DATABASE_URL", "mysql://me:secret@host/x"),
            ("DBECHO", "perhaps"),
        ],
    );
    let expected = [
        "DATABASE_URL=mysql://me:***@host/x: MySQL and MariaDB aren't supported; ",
        "invalid value 'x' for '--port <PORT>': expected a whole number from 0 to 65535",
        "DBPOOL_MAX_SIZE=ten: expected a whole number from 1 to 4294967295",
        "DBECHO=perhaps: expected true or false",
        "MAX_PAGINATION_LIMIT=0: expected a whole number from 1 to 4294967295",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
}

#[test]
fn secrets_are_read_from_files() {
    let file = secret("redis://:secret@host:6379\r\n\n");
    let path = file.path().to_str().unwrap();
    let (configuration, _) = read(&[], &[("REDIS_URL_FILE", path)]).unwrap_or_else(|lines| panic!("{lines:?}"));
    assert_eq!(configuration.redis_url.as_deref(), Some("redis://:secret@host:6379"));
    assert_eq!(
        line("redis-url", &[], &[("REDIS_URL_FILE", path)]),
        format!("redis-url redis://:***@host:6379 REDIS_URL_FILE: {path}")
    );
    // The flag wins, and so does a variable of the process over `.env`.
    let both = [("DATASTORE_FILE", path), ("DATASTORE", "sqlite::memory:")];
    assert!(line("datastore", &["--datastore=x.db"], &both).ends_with("flag"));
    let dotenv = [("DATASTORE", "sqlite::memory:"), (".DATASTORE_FILE", path)];
    assert!(line("datastore", &[], &dotenv).ends_with("DATASTORE"));
}

#[test]
fn files_with_secrets_that_are_no_use_are_reported() {
    #[track_caller]
    fn case(variables: &[(&str, &str)], expected: &str) {
        let lines = malformed(&[], variables);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with(expected), "{lines:?}");
    }
    case(
        &[("REDIS_URL", "redis://a"), ("REDIS_URL_FILE", "/nowhere")],
        "REDIS_URL and REDIS_URL_FILE are both set; unset one",
    );
    case(
        &[("DATASTORE_FILE", "/nowhere/at/all")],
        "DATASTORE_FILE=/nowhere/at/all: the file can't be read: No such file",
    );
    let empty = secret("\n");
    let path = empty.path().to_str().unwrap();
    case(
        &[("DATASTORE_FILE", path)],
        &format!("DATASTORE_FILE={path}: the file is empty"),
    );
    let long = secret(&"x".repeat(70_000));
    let path = long.path().to_str().unwrap();
    case(
        &[("DATASTORE_FILE", path)],
        &format!("DATASTORE_FILE={path}: the file has more than 65536 bytes"),
    );
    let wrong = secret("mysql://me:secret@host/x");
    let path = wrong.path().to_str().unwrap();
    case(
        &[("DATASTORE_FILE", path)],
        &format!("DATASTORE_FILE={path}: mysql://me:***@host/x: MySQL and MariaDB"),
    );
}

#[test]
fn a_password_in_a_flag_is_a_warning() {
    let warnings = |flags: &[&str], variables: &[(&str, &str)]| {
        let (_, readings) = read(flags, variables).unwrap_or_else(|lines| panic!("{lines:?}"));
        exposed(&readings).collect::<Vec<_>>()
    };
    let shown = warnings(
        &[
            "--redis-url=redis://:secret@host",
            "--datastore=postgres://me:secret@host/x",
        ],
        &[],
    );
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[0].contains("--datastore") && shown[0].contains("set DATASTORE instead, or DATASTORE_FILE"));
    assert!(shown.iter().all(|line| !line.contains("secret")), "{shown:?}");
    assert!(warnings(&["--datastore=postgres://me@host/x"], &[]).is_empty());
    assert!(warnings(&[], &[("DATASTORE", "postgres://me:secret@host/x")]).is_empty());
}

#[test]
fn nothing_secret_is_printed() {
    let url = "postgres://me:secret@host/x?password=secret&options=secret";
    let (_, readings) = read(
        &[&format!("--datastore={url}")],
        &[("REDIS_URL", "redis://u:secret@host")],
    )
    .unwrap_or_else(|lines| panic!("{lines:?}"));
    let text = printed(&readings, "tasks");
    assert!(!text.contains("secret"), "{text}");
    assert!(text.starts_with("Global options\n  datastore  "), "{text}");
}
