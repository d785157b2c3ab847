//! The text of `DATASTORE`.

use super::*;

#[test]
fn places_are_read() {
    let cases = [
        ("sqlite:tasks.db", "sqlite:tasks.db"),
        ("sqlite://tasks.db", "sqlite:tasks.db"),
        ("sqlite:///var/lib/tasks", "sqlite:/var/lib/tasks"),
        ("sqlite::memory:", "sqlite::memory:"),
        ("sqlite://:memory:", "sqlite::memory:"),
        ("sqlite:x?mode=memory", "sqlite::memory:"),
        ("sqlite+aiosqlite://tasks.db", "sqlite:tasks.db"),
        (":memory:", "sqlite::memory:"),
        ("./tasks", "sqlite:./tasks"),
        ("sqlite:my%20tasks%3F.db?mode=ro", "sqlite:my tasks?.db?mode=ro"),
        ("./my%20tasks.db", "sqlite:./my%20tasks.db"),
        ("data/tasks.sqlite", "sqlite:data/tasks.sqlite"),
        (" postgres://me@host/tasks ", "postgres://me@host/tasks"),
        (
            "postgresql+asyncpg://me:secret@host:5433/tasks?password=secret",
            "postgres://me:***@host:5433/tasks",
        ),
        ("POSTGRESQL://host/tasks", "postgres://host/tasks"),
        ("postgres://me:pa%23ss@host/tasks", "postgres://me:***@host/tasks"),
        ("postgres://host/tasks?user=me@corp", "postgres://host/tasks"),
    ];
    for (text, place) in cases {
        let config = Config::parse(text).unwrap();
        assert_eq!(config.to_string(), place);
        assert_eq!(config.is_embedded(), place.starts_with("sqlite"));
        assert!(!format!("{config:?}").contains("secret"));
    }
    assert_eq!(Config::embedded("tasks").to_string(), "sqlite:tasks.sqlite");
}

#[test]
fn errors_are_one_line_without_secrets() {
    let cases = [
        ("", "DATASTORE=: it is empty"),
        ("tasks", "DATASTORE=tasks: not a database"),
        ("sqlite:", "DATASTORE=sqlite:: the name of the file is missing"),
        (
            "mysql://me:secret@host/tasks",
            "DATASTORE=mysql://...: MySQL and MariaDB aren't supported",
        ),
        ("oracle:x", "DATASTORE=oracle:x: not a database that is supported"),
        (
            "postgres:tasks",
            "DATASTORE=postgres:tasks: `//` is missing behind the scheme",
        ),
        (
            "postgres://me:secret@host:99999/x",
            "DATASTORE=postgres://...: invalid port number",
        ),
        (
            "postgres://me:pa#ss@host/tasks",
            "DATASTORE=postgres://...: `#` ends a part of the URL; in a user, a password or the name of a database write it \
             percent-encoded, as %23",
        ),
        // What stands before it would pass for a port.
        (
            "postgres://me:12#3@host/tasks",
            "DATASTORE=postgres://...: `#` ends a part of the URL; in a user, a password or the name of a database write it \
             percent-encoded, as %23",
        ),
        (
            "postgres://me@host/tasks#1",
            "DATASTORE=postgres://...: `#` ends a part of the URL; in a user, a password or the name of a database write it \
             percent-encoded, as %23",
        ),
        (
            "postgres://me:1/2@host/tasks",
            "DATASTORE=postgres://...: `/` ends a part of the URL; in a user, a password or the name of a database write it \
             percent-encoded, as %2F",
        ),
        (
            "postgres://me:a?b@host/tasks",
            "DATASTORE=postgres://...: `?` ends a part of the URL; in a user, a password or the name of a database write it \
             percent-encoded, as %3F",
        ),
        ("host=localhost password=secret", "DATASTORE=...: not a database"),
        ("a\nb", "DATASTORE=a\\nb: not a database"),
    ];
    for (text, message) in cases {
        assert_eq!(
            Config::parse(text).unwrap_err().to_string(),
            format!("{message}; set DATASTORE to sqlite:FILE or postgres://USER@HOST/DATABASE")
        );
    }
}

#[cfg(feature = "postgres")]
#[test]
fn sslmode_is_one_of_libpq() {
    for mode in [
        "disable",
        "allow",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
        "VERIFY-FULL",
    ] {
        Config::parse(&format!("postgres://me@host/tasks?sslmode={mode}")).unwrap();
    }
    let error = Config::parse("postgres://me@host/tasks?sslmode=on")
        .unwrap_err()
        .to_string();
    let expected = "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full; set DATASTORE to ";
    assert!(error.contains(expected), "{error}");
}
