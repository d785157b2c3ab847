//! What values become.

use super::{configuration, refused};
use crate::cli::config::table;
use crate::cli::{cli, options};
use crate::http::tests::API;

#[test]
fn serve_lists_each_flag_with_its_variable_and_default() {
    let command = options::command(&cli(&API), "tasks");
    let help = command
        .try_get_matches_from(["tasks", "serve", "--help"])
        .unwrap_err()
        .to_string();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for flag in table::flags() {
        let mut expected = flag.help.to_owned();
        expected += &format!(" [env: {}]", flag.variables[0]);
        if !flag.default.is_empty() {
            expected += &format!(" [default: {}]", flag.default.replace("{program}", "tasks"));
        }
        assert!(help.contains(&expected), "{expected}\n{help}");
        assert!(help.contains(&format!("--{}", flag.name)), "{}", flag.name);
    }
}

#[test]
fn defaults_that_are_values_are_accepted_and_change_nothing() {
    for flag in table::flags() {
        let is_value = !flag.default.is_empty() && !flag.default.contains([' ', '{']);
        if !is_value {
            continue;
        }
        let mut configuration = super::Configuration::default();
        (flag.store)(&mut configuration, &flag.default).unwrap_or_else(|problem| panic!("{}: {problem}", flag.name));
    }
}

#[test]
fn flags_reach_the_settings() {
    let settings = configuration(&[
        "--max-limit=20",
        "--max-offset=5",
        "--page-bytes=6",
        "--body-limit=7",
        "--bulk-limit=8",
        "--public-url=https://api.example.com/",
        "--trust-proxy",
        "--spec-route=/x",
        "--error-message=oops",
        "--bad-data-message=bad",
    ]);
    let settings = settings.settings().unwrap();
    assert_eq!((settings.max_limit, settings.default_limit), (20, 20));
    assert_eq!((settings.max_offset, settings.page_bytes), (5, 6));
    assert_eq!((settings.body_limit, settings.bulk_limit), (7, 8));
    assert_eq!(settings.public_url.as_deref(), Some("https://api.example.com"));
    assert_eq!((settings.trusted_proxies, settings.spec_route.as_str()), (1, "/x"));
    assert_eq!(settings.internal_error_message, "oops");
    assert_eq!(settings.bad_data_message, "bad");
}

#[test]
fn flags_say_what_is_logged() {
    use crate::cli::logging::{LogFormat, LogSettings};
    let usual = LogSettings::default();
    for (flags, expected) in [
        (&[][..], usual.clone()),
        (
            &["--access-log=off"],
            LogSettings {
                access: false,
                ..usual.clone()
            },
        ),
        (
            &["--no-access-log"],
            LogSettings {
                access: false,
                ..usual.clone()
            },
        ),
        (&["--access-log"], usual.clone()),
        (
            &["--log-format=JSON"],
            LogSettings {
                format: LogFormat::Json,
                ..usual.clone()
            },
        ),
    ] {
        assert_eq!(configuration(flags).log, expected, "{flags:?}");
    }
    for (flags, millis) in [(&[][..], 1_000), (&["--slow-query=0"], 0), (&["--slow-query=5"], 5)] {
        assert_eq!(
            configuration(flags).pool.slow_statement.as_millis(),
            millis,
            "{flags:?}"
        );
    }
}

#[cfg(feature = "docs")]
#[test]
fn flags_say_where_the_pages_are_and_what_they_look_like() {
    use crate::engine::DocsTheme;
    #[track_caller]
    fn case(flags: &[&str], route: Option<&str>, title: Option<&str>, theme: DocsTheme) {
        let settings = configuration(flags).settings().unwrap();
        assert_eq!(settings.docs_route.as_deref(), route, "{flags:?}");
        assert_eq!(settings.docs_title.as_deref(), title, "{flags:?}");
        assert_eq!(settings.docs_theme, theme, "{flags:?}");
    }
    case(&[], Some("/docs"), None, DocsTheme::Auto);
    case(
        &["--docs-route=/a/b", "--docs-title=A & B", "--docs-theme=dark"],
        Some("/a/b"),
        Some("A & B"),
        DocsTheme::Dark,
    );
    case(
        &["--docs-route=off", "--docs-title=", "--docs-theme=light"],
        None,
        None,
        DocsTheme::Light,
    );
    case(&["--docs-route="], None, None, DocsTheme::Auto);
    assert!(refused(&["--docs-route=docs"])[0].ends_with("expected a path such as /docs, or off"));
    assert!(refused(&["--docs-theme=pink"])[0].ends_with("expected auto, light or dark"));
}

#[test]
fn proxies_are_a_number_or_a_yes() {
    for (flags, expected) in [
        (&[][..], 0),
        (&["--trust-proxy"], 1),
        (&["--trust-proxy=true"], 1),
        (&["--trust-proxy=off"], 0),
        (&["--trust-proxy=0"], 0),
        (&["--trust-proxy=2"], 2),
    ] {
        let settings = configuration(flags).settings().unwrap();
        assert_eq!(settings.trusted_proxies, expected, "{flags:?}");
    }
    for flag in ["--trust-proxy=-1", "--trust-proxy=many", "--trust-proxy=17"] {
        let refused = refused(&[flag]);
        assert!(
            refused[0].ends_with("expected a whole number from 0 to 16"),
            "{refused:?}"
        );
    }
}

#[test]
fn allowed_hosts_are_a_list() {
    let settings = configuration(&["--allowed-hosts=a.example, *.b.example:8443"])
        .settings()
        .unwrap();
    assert_eq!(settings.allowed_hosts.len(), 2);
    assert!(configuration(&[]).settings().unwrap().allowed_hosts.is_empty());
    refused(&["--allowed-hosts=a.example,https://b.example"]);
}

#[test]
fn origins_are_a_list_or_none() {
    let origins = |flag: &str| {
        let origins = configuration(&[flag]).settings().unwrap().cors_origins;
        origins.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(origins("--cors-origins=None"), Some(vec![]));
    assert_eq!(
        origins("--cors-origins=https://a.example, https://*.b.example:8443"),
        Some(vec![
            "https://a.example".to_owned(),
            "https://*.b.example:8443".to_owned()
        ])
    );
    for flag in [
        "--cors-origins=a.example",
        "--cors-origins=https://a.example/",
        "--cors-origins=https://a.example,,https://b.example",
        "--cors-origins=https://a.example,none",
    ] {
        refused(&[flag]);
    }
}

#[test]
fn bad_values_are_refused_in_one_line() {
    #[track_caller]
    fn case(flag: &str, expected: &str) {
        let refused = refused(&[flag]);
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].contains(expected), "{refused:?}");
    }
    case(
        "--port=99999",
        "invalid value '99999' for '--port <PORT>': expected a whole number from 0 to 65535",
    );
    case(
        "--max-limit=abc",
        "invalid value 'abc' for '--max-limit <ROWS>': expected a whole number from 1 to",
    );
    case(
        "--max-limit=0",
        "invalid value '0' for '--max-limit <ROWS>': expected a whole number from 1 to",
    );
    case(
        "--socket-ping=-1",
        "'--socket-ping <SECONDS>': expected a whole number from 1 to 3600",
    );
    case("--spec-route=spec", "expected a path such as /spec");
    case("--spec-route=/{x}", "expected a path such as /spec");
    case(
        "--public-url=example.com",
        "expected a URL such as https://api.example.com",
    );
    case("--public-url=ftp://x", "expected a URL such as https://api.example.com");
    case("--sqlite-synchronous=off", "expected normal or full");
    case("--broker=kafka", "expected auto, memory, redis or postgres");
    case(
        "--log-level=nope",
        "'--log-level <LEVEL>': not a level; set it to error, warn, info, debug, trace or none",
    );
    case(
        "--datastore=mysql://me:secret@host/x",
        "invalid value 'mysql://me:***@host/x' for '--datastore <URL>': MySQL and MariaDB aren't supported",
    );
}

#[test]
fn all_malformed_values_are_reported() {
    let refused = refused(&["--port=x", "--max-limit=y", "--broker=z"]);
    assert_eq!(refused.len(), 3, "{refused:?}");
}

#[test]
fn contradictions_are_refused() {
    #[track_caller]
    fn case(flags: &[&str], expected: &str) {
        let configuration = configuration(flags);
        let settings = configuration.settings().map(|_| ());
        let error = settings
            .and_then(|()| configuration.database("tasks").map(|_| ()))
            .unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    case(
        &["--max-limit=10", "--default-limit=11"],
        "DEF_PAGINATION_LIMIT=11 is above MAX_PAGINATION_LIMIT=10; ",
    );
    case(
        &["--pool-min=5", "--pool-max=2"],
        "DBPOOL_MIN_SIZE=5 is above DBPOOL_MAX_SIZE=2; ",
    );
    case(
        &["--statement-timeout=60"],
        "STATEMENT_TIMEOUT=60 isn't below HANDLER_TIMEOUT=60: ",
    );
    case(
        &["--handler-timeout=20", "--lock-timeout=25"],
        "LOCK_TIMEOUT=25 isn't below HANDLER_TIMEOUT=20: ",
    );
}
