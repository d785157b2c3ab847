//! The HTML of the pages: a head, a line with links, and a place for the renderer.

use std::fmt::{self, Display, Write as _};

use super::asset::Asset;
use super::parts::below;
use crate::engine::DocsTheme;

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum View {
    /// To read the document.
    Read,
    /// To send requests.
    Try,
}

impl View {
    /// The path of the page, when `route` is that of the first one.
    pub(super) fn path(self, route: &str) -> String {
        match self {
            Self::Read => route.to_owned(),
            Self::Try => below(route, "try"),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Try => "Try",
        }
    }
}

/// What a page is made of. Paths have no slash in front and are below the root of the API's filter.
#[derive(Debug)]
pub(super) struct Page<'p> {
    pub(super) view: View,
    pub(super) title: &'p str,
    pub(super) theme: DocsTheme,
    pub(super) route: &'p str,
    pub(super) document: &'p str,
    /// The document of the sockets, if there are any.
    pub(super) asyncapi: Option<&'p str>,
    pub(super) base_path: &'p str,
}

impl Page<'_> {
    /// Renders it. The script's parameters are in attributes, so that the page needs no inline script and can forbid them.
    pub(super) fn render(&self) -> String {
        let path = self.view.path(self.route);
        // To the root of the filter, wherever that is.
        let up = match path.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        };
        let title = Escaped(self.title);
        let document = format!("{up}{}", self.document);
        let server = format!("{up}{}", self.base_path);
        let asset = |asset: Asset| format!("{up}{}", below(self.route, asset.name()));
        let (renderer, style) = match self.view {
            View::Read => (Asset::Redoc, None),
            View::Try => (Asset::Swagger, Some(Asset::SwaggerStyle)),
        };
        let mut html = format!(
            "<!DOCTYPE html>\n\
             <html lang=\"en\" data-theme=\"{}\" data-document=\"{}\" data-server=\"{}\">\n\
             <head>\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n\
             <link rel=\"icon\" href=\"data:,\">\n",
            self.theme.word(),
            Escaped(&document),
            Escaped(&server),
        );
        for style in style.into_iter().chain([Asset::Style]) {
            // Writing to a String can't fail.
            let _ = writeln!(html, "<link rel=\"stylesheet\" href=\"{}\">", Escaped(&asset(style)));
        }
        let _ = write!(html, "</head>\n<body>\n<header>\n<strong>{title}</strong>\n<nav>\n");
        for view in [View::Read, View::Try] {
            let here = if view == self.view {
                " aria-current=\"page\""
            } else {
                ""
            };
            let href = format!("{up}{}", view.path(self.route));
            let _ = writeln!(html, "<a href=\"{}\"{here}>{}</a>", Escaped(&href), view.word());
        }
        let _ = writeln!(html, "<a href=\"{}\">OpenAPI</a>", Escaped(&document));
        if let Some(asyncapi) = self.asyncapi {
            let href = format!("{up}{asyncapi}");
            let _ = writeln!(html, "<a href=\"{}\">AsyncAPI</a>", Escaped(&href));
        }
        html.push_str(
            "</nav>\n</header>\n\
             <main id=\"page\">\n<p>Loading the document</p>\n<noscript><p>This page needs JavaScript.</p></noscript>\n</main>\n",
        );
        for script in [renderer, Asset::Script] {
            let _ = writeln!(html, "<script src=\"{}\"></script>", Escaped(&asset(script)));
        }
        html.push_str("</body>\n</html>\n");
        html
    }
}

/// Text for HTML, in an element or between double quotes.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}
