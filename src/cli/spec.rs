//! `spec`: the document, byte for byte as `serve` answers it under the same settings, in any version; how a file differs from it; and what the
//! other versions can't express.

use std::borrow::Cow;
use std::fmt::Write as _;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;
use similar::TextDiff;

use super::{Failure, config, output};
use crate::engine::Settings;
use crate::http::Document;
use crate::meta::Api;
use crate::spec::versions::{SpecVersion, convert, lint as findings};

/// The subcommand.
pub(super) fn command(program: &str) -> Command {
    let openapi = Arg::new("openapi")
        .long("openapi")
        .value_name("VERSION")
        .value_parser(PossibleValuesParser::new(["3.0", "3.1"]))
        .default_value("3.1")
        .help("The version of OpenAPI; 3.0 is 3.0.3, without what it can't express (see --lint)");
    let swagger = Arg::new("swagger")
        .long("swagger")
        .action(ArgAction::SetTrue)
        .conflicts_with("openapi")
        .help("Print Swagger 2.0, without what it can't express (see --lint)");
    let asyncapi = Arg::new("asyncapi")
        .long("asyncapi")
        .action(ArgAction::SetTrue)
        .conflicts_with_all(["openapi", "swagger"])
        .help("Print AsyncAPI 3.0, which describes the sockets");
    let lint = Arg::new("lint")
        .long("lint")
        .action(ArgAction::SetTrue)
        .conflicts_with_all(["openapi", "swagger", "asyncapi", "check"])
        .help("List what the document lacks and what other versions can't express, each with its place; exits with 0");
    let check = Arg::new("check")
        .long("check")
        .value_name("FILE")
        .help("Compare the document with a file; if they differ, show how and exit with 1");
    let command = Command::new("spec")
        .about("Print the document: OpenAPI 3.1 or another version, or AsyncAPI")
        .args([openapi, swagger, asyncapi, lint, check]);
    config::with_document_flags(command, program)
}

/// Prints the document in a version, compares it with a file, or lists what other versions can't express.
///
/// # Errors
///
/// When the file can't be read or differs, or settings contradict each other.
pub(super) fn run(api: &'static Api, matches: &ArgMatches, settings: &Settings) -> Result<(), Failure> {
    if matches.get_flag("lint") {
        let document = Document::openapi(api, settings);
        return Ok(output::print(&lint(&document.text)?)?);
    }
    let (flag, document) = wanted(api, matches, settings)?;
    if matches.get_flag("asyncapi") && api.sockets().next().is_none() {
        output::note(&format_args!(
            "{} declares no socket: this document has no channel",
            api.name
        ));
    }
    let Some(file) = matches.get_one::<String>("check") else {
        return Ok(output::print(&document)?);
    };
    let found = std::fs::read_to_string(file).map_err(|error| format!("{file} can't be read: {error}"))?;
    let again = format!("regenerate it with `spec{flag} > {file}`");
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&found) {
        return Err(format!("{file} isn't JSON: {error}; {again}").into());
    }
    match difference(&found, &document, file) {
        None => Ok(()),
        Some(difference) => {
            output::print(&difference)?;
            Err(format!("{file} differs from the document; {again}").into())
        }
    }
}

/// The document that the flags ask for, and those flags.
fn wanted(
    api: &'static Api,
    matches: &ArgMatches,
    settings: &Settings,
) -> Result<(&'static str, Cow<'static, str>), Failure> {
    if matches.get_flag("asyncapi") {
        return Ok((" --asyncapi", Document::asyncapi(api, settings).text));
    }
    let document = Document::openapi(api, settings).text;
    if matches.get_flag("swagger") {
        let converted = convert(&document, SpecVersion::Swagger20)?;
        return Ok((" --swagger", converted.text.into()));
    }
    if matches
        .get_one::<String>("openapi")
        .is_some_and(|version| version == "3.0")
    {
        let converted = convert(&document, SpecVersion::OpenApi30)?;
        return Ok((" --openapi 3.0", converted.text.into()));
    }
    Ok(("", document))
}

/// What the document lacks, then what each other version can't express: a line each.
///
/// # Errors
///
/// Those of the conversions.
pub(super) fn lint(document: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let found = findings(document)?;
    // Writing to a String can't fail.
    let _ = writeln!(
        text,
        "{}: {}",
        SpecVersion::OpenApi31.title(),
        counted(found.len(), "finding")
    );
    for finding in found {
        let _ = writeln!(text, "  {}: {}", finding.place, finding.what);
    }
    for version in SpecVersion::ALL
        .iter()
        .rev()
        .filter(|version| **version != SpecVersion::OpenApi31)
    {
        let losses = convert(document, *version)?.losses;
        let _ = writeln!(text, "{}: {}", version.title(), counted(losses.len(), "loss"));
        for loss in losses {
            let _ = writeln!(text, "  {}: {}: {}", loss.place, loss.what, loss.rule);
        }
    }
    Ok(text)
}

fn counted(count: usize, noun: &str) -> String {
    match (count, noun) {
        (0, _) => "nothing".to_owned(),
        (1, _) => format!("1 {noun}"),
        (_, "loss") => format!("{count} losses"),
        (_, _) => format!("{count} {noun}s"),
    }
}

/// How a file differs from the document, line by line. White space and the order of members don't count: formatters change both.
pub(super) fn difference(found: &str, document: &str, name: &str) -> Option<String> {
    if found == document {
        return None;
    }
    let (found, document) = (pretty(found), pretty(document));
    if found == document {
        return None;
    }
    let difference = TextDiff::from_lines(&found, &document);
    Some(difference.unified_diff().header(name, "the document").to_string())
}

/// One member a line.
fn pretty(text: &str) -> String {
    let lines = serde_json::from_str::<Value>(text).and_then(|value| serde_json::to_string_pretty(&value));
    let mut lines = lines.unwrap_or_else(|_| text.to_owned());
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;

    use super::super::cli;
    use super::*;
    use crate::http::tests::API;

    const EXAMPLE: &str = include_str!("../../examples/tasks/openapi.json");

    static WHOLE: Api = Api {
        openapi: || crate::meta::Document {
            text: EXAMPLE,
            placeholders: &[],
        },
        ..API
    };

    #[track_caller]
    fn document(flags: &[&str]) -> String {
        let matches = command("tasks")
            .try_get_matches_from(["spec"].iter().chain(flags))
            .unwrap();
        wanted(&WHOLE, &matches, &Settings::default()).unwrap().1.into_owned()
    }

    #[test]
    fn flags_choose_the_version() {
        assert_eq!(document(&[]), EXAMPLE);
        assert_eq!(document(&["--openapi", "3.1"]), EXAMPLE);
        assert!(document(&["--openapi=3.0"]).starts_with(r#"{"openapi":"3.0.3","#));
        assert!(document(&["--swagger"]).starts_with(r#"{"swagger":"2.0","#));
        assert_eq!(document(&["--asyncapi"]), (API.asyncapi)().text);
    }

    #[test]
    fn flags_that_contradict_each_other_are_refused() {
        for flags in [
            ["--swagger", "--openapi=3.0"].as_slice(),
            &["--lint", "--swagger"],
            &["--lint", "--asyncapi"],
            &["--asyncapi", "--swagger"],
            &["--asyncapi", "--openapi=3.1"],
            &["--lint", "--openapi=3.0"],
            &["--lint", "--check=x"],
            &["--openapi=2.0"],
        ] {
            let code = cli(&WHOLE).run_from(["tasks", "spec"].iter().chain(flags));
            assert_eq!(code, ExitCode::from(2), "{flags:?}");
        }
    }

    #[test]
    fn files_are_compared_with_the_version_that_the_flags_choose() {
        #[track_caller]
        fn case(flags: &[&str], written: &[&str], expected: u8) {
            let name = format!("warp-openapi-{}-{}", std::process::id(), flags.concat());
            let file = std::env::temp_dir().join(name);
            let matches = command("tasks")
                .try_get_matches_from(["spec"].iter().chain(written))
                .unwrap();
            std::fs::write(&file, &*wanted(&WHOLE, &matches, &Settings::default()).unwrap().1).unwrap();
            let check = ["--check", file.to_str().unwrap()];
            let code = cli(&WHOLE).run_from(["tasks", "spec"].iter().chain(flags).chain(&check));
            std::fs::remove_file(&file).unwrap();
            assert_eq!(code, ExitCode::from(expected), "{flags:?}");
        }
        case(&["--openapi=3.0"], &["--openapi=3.0"], 0);
        case(&["--openapi=3.1"], &["--openapi=3.0"], 1);
        case(&["--asyncapi"], &["--asyncapi"], 0);
        case(&["--asyncapi"], &[], 1);
        case(&["--swagger"], &["--swagger"], 0);
    }

    #[test]
    fn a_file_that_is_not_json_is_reported_instead_of_compared() {
        for (text, place) in [
            ("", "EOF while parsing a value at line 1 column 0"),
            (
                &EXAMPLE[..EXAMPLE.len() - 1],
                "EOF while parsing an object at line 1 column",
            ),
            ("openapi: 3.1.0\n", "expected value at line 1 column 1"),
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), text).unwrap();
            let check = ["spec", "--check", file.path().to_str().unwrap()];
            let matches = command("tasks").try_get_matches_from(check).unwrap();
            let error = run(&WHOLE, &matches, &Settings::default()).unwrap_err().to_string();
            let message = format!("{} isn't JSON: {place}", file.path().display());
            assert!(error.starts_with(&message), "{error}");
            assert!(error.contains("; regenerate it with `spec > "), "{error}");
        }
    }

    #[test]
    fn lint_lists_each_version_and_is_no_failure() {
        let text = lint(EXAMPLE).unwrap();
        assert!(text.starts_with("OpenAPI 3.1: nothing\nOpenAPI 3.0: "), "{text}");
        let line = "  /paths/~1tasks/post/responses/201/links: `links`: dropped: Swagger 2.0 has none\n";
        assert!(text.contains("\nSwagger 2.0: ") && text.contains(line), "{text}");
        assert_eq!(cli(&WHOLE).run_from(["tasks", "spec", "--lint"]), ExitCode::SUCCESS);
    }
}
