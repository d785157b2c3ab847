//! The page of metrics as a whole, and its table in the guide.

use std::fmt::Write as _;
use std::path::Path;

use super::definition::{ALL, Type};
use super::*;

const POOL: PoolState = PoolState {
    open: 3,
    idle: 1,
    limit: 10,
};

fn rendered(accept: Option<&str>) -> Exposition {
    render(accept, ("Tasks", "1.0.0"), Some(POOL))
}

/// The value of a sample.
fn sample(text: &str, name: &str) -> Option<f64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    Some(line.parse().unwrap())
}

#[test]
fn every_metric_is_on_the_page_once_with_its_type_and_its_labels() {
    let Exposition { text, media_type } = rendered(None);
    assert_eq!(media_type, "text/plain; version=0.0.4; charset=utf-8");
    for definition in ALL {
        let (name, word) = (definition.name, definition.r#type.word());
        let described = format!("# HELP {name} {}\n# TYPE {name} {word}\n", definition.help);
        assert_eq!(text.matches(&described).count(), 1, "{name}");
        let samples = text.lines().filter(|line| {
            let rest = line.strip_prefix(name).unwrap_or_default();
            let suffixes = ["_bucket", "_sum", "_count"]
                .into_iter()
                .filter(|_| word == "histogram");
            let rest = suffixes.fold(rest, |rest, suffix| rest.strip_prefix(suffix).unwrap_or(rest));
            rest.starts_with(['{', ' '])
        });
        for line in samples {
            let labels = line.split_once('{').map_or("", |(_, labels)| labels);
            assert!(
                definition
                    .labels
                    .iter()
                    .all(|label| labels.contains(&format!("{label}=\""))),
                "{line}"
            );
        }
    }
}

#[test]
fn the_page_is_open_metrics_for_those_who_ask() {
    let Exposition { text, media_type } = rendered(Some("application/openmetrics-text; version=1.0.0"));
    assert_eq!(media_type, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(text.ends_with("\n# EOF\n"));
    assert!(
        text.contains("# TYPE http_connections_refused counter\nhttp_connections_refused_total "),
        "{text}"
    );
}

#[test]
fn what_lasts_is_counted_while_it_does() {
    let count = |name: &str| sample(&rendered(None).text, name).unwrap();
    let waits = count("db_pool_wait_duration_seconds_count");
    let wait = pool_wait();
    assert!(count("db_pool_waiting") >= 1.0);
    drop(wait);
    assert!(count("db_pool_wait_duration_seconds_count") > waits);
    assert_eq!(count("db_pool_connections{state=\"in_use\"}"), 2.0);
    assert_eq!(count("db_pool_connections{state=\"idle\"}"), 1.0);
    assert_eq!(count("db_pool_connections_limit"), 10.0);
}

#[test]
fn statements_are_counted_by_their_first_word() {
    let count = |kind: &str| {
        let name = format!("db_statement_errors_total{{kind=\"{kind}\"}}");
        sample(&rendered(None).text, &name).unwrap()
    };
    for (sql, expected) in [
        ("WITH x AS (SELECT 1) SELECT 2", "with"),
        ("with\nx", "with"),
        ("VACUUM", "other"),
        ("", "other"),
    ] {
        let before = count(expected);
        statement(kind(sql), Duration::ZERO, true);
        assert!(count(expected) > before, "{sql}");
    }
}

/// promtool checks the page: `METRICS_PAGE` names a file to write it to.
#[test]
fn the_page_is_written_for_promtool() {
    if let Some(file) = std::env::var_os("METRICS_PAGE") {
        std::fs::write(file, rendered(None).text).unwrap();
    }
}

const BEGIN: &str = "| metric | type | |\n|---|---|---|\n";

#[test]
fn the_guide_has_every_metric() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/running.md");
    let guide = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let mut table = String::new();
    for definition in ALL {
        let labels: Vec<_> = definition.labels.iter().map(|label| format!("`{label}`")).collect();
        let by = if labels.is_empty() {
            String::new()
        } else {
            format!("; by {}", labels.join(", "))
        };
        let word = if definition.r#type == Type::Histogram {
            "histogram of seconds"
        } else {
            definition.r#type.word()
        };
        // Writing to a String can't fail.
        let _ = writeln!(table, "| `{}` | {word} | {}{by} |", definition.name, definition.help);
    }
    let renewed = format!("{before}{BEGIN}{table}\n{after}");
    if guide == renewed {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_GUIDE").is_some(),
        "src/guide/running.md differs from the metrics; renew it with UPDATE_GUIDE=1 cargo test --workspace --all-features --lib -- guide"
    );
    std::fs::write(&path, renewed).unwrap();
}
