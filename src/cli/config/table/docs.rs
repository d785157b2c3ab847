//! The document and the pages that show it.

use super::requests::{path, spec_route};
use crate::cli::config::flag::Flag;
use crate::engine::{DocsTheme, Settings};

/// What switches the pages off.
const OFF: &str = "off";

pub(super) fn flags() -> Vec<Flag> {
    let route = |text: &str| match text {
        "" | OFF => Ok(None),
        text => path(text)
            .map(Some)
            .map_err(|_| "expected a path such as /docs, or off".to_owned()),
    };
    vec![
        spec_route(),
        Flag::parsed("docs-route", &["DOCS_ROUTE"], "PATH", route, |it| {
            &mut it.settings.docs_route
        })
        .default(Settings::default().docs_route.unwrap_or_else(|| OFF.to_owned()))
        .empty_counts()
        .help("Where the document is shown and, at /try below, tried; empty or off: there are no pages"),
        Flag::parsed(
            "docs-title",
            &["DOCS_TITLE"],
            "TEXT",
            |text| Ok(Some(text.to_owned()).filter(|title| !title.is_empty())),
            |it| &mut it.settings.docs_title,
        )
        .default("the API's title")
        .help("The title of these pages"),
        Flag::parsed("docs-theme", &["DOCS_THEME"], "THEME", theme, |it| {
            &mut it.settings.docs_theme
        })
        .default(DocsTheme::default().word())
        .help("The colours of these pages: light, dark, or auto, as the reader's system"),
    ]
}

fn theme(text: &str) -> Result<DocsTheme, String> {
    let theme = DocsTheme::ALL.into_iter().find(|theme| theme.word() == text);
    theme.ok_or_else(|| "expected auto, light or dark".to_owned())
}
