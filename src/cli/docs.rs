//! The flags for the pages that show the document.

use clap::{Arg, ArgMatches};

use super::options::{flag, path, text, value};
use crate::engine::{DocsTheme, Settings};

/// What switches the pages off.
const OFF: &str = "off";

/// The flags.
pub(super) fn flags() -> [Arg; 3] {
    let defaults = Settings::default();
    [
        flag(
            "docs-route",
            "PATH",
            &["DOCS_ROUTE"],
            "Where the document is shown and, at /try below, tried; off: there are no pages",
        )
        // Unlike with other flags an empty text is a value, from the environment too.
        .env("DOCS_ROUTE")
        .value_parser(|text: &str| match text {
            "" | OFF => Ok(OFF.to_owned()),
            text => path(text).map_err(|_| "expected a path such as /docs, or off"),
        })
        .default_value(defaults.docs_route.unwrap_or_else(|| OFF.to_owned())),
        flag(
            "docs-title",
            "TEXT",
            &["DOCS_TITLE"],
            "The title of these pages [default: the API's title]",
        ),
        flag(
            "docs-theme",
            "THEME",
            &["DOCS_THEME"],
            "The colours of these pages: light, dark, or auto, as the reader's system",
        )
        .value_parser(|text: &str| {
            let theme = DocsTheme::ALL.into_iter().find(|theme| theme.word() == text);
            theme.ok_or("expected auto, light or dark")
        })
        .default_value(defaults.docs_theme.word()),
    ]
}

/// Reads them.
pub(super) fn read(matches: &ArgMatches, settings: &mut Settings) {
    settings.docs_route = text(matches, "docs-route").filter(|route| route != OFF);
    settings.docs_title = text(matches, "docs-title").filter(|title| !title.is_empty());
    settings.docs_theme = value(matches, "docs-theme").unwrap_or_default();
}
