//! What an operator may set: limits and texts.

use std::time::Duration;

use crate::meta::Paging;

/// Limits and texts of a running API. The command line fills it from flags and the environment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Rows on a page if neither request nor declaration says; `DEF_PAGINATION_LIMIT`.
    pub default_limit: u32,
    /// The most rows on a page if the declaration doesn't say; `MAX_PAGINATION_LIMIT`.
    pub max_limit: u32,
    /// The most items in one bulk request.
    pub bulk_limit: usize,
    /// The most bytes in a body.
    pub body_limit: u64,
    /// How long a check of credentials may take; `CHECK_TIMEOUT`.
    pub check_timeout: Duration,
    /// The detail of a 400; `BAD_DATA_MESSAGE`.
    pub bad_data_message: String,
    /// The detail of a 500; `ERROR_500_MESSAGE`.
    pub internal_error_message: String,
    /// Where clients reach the API, such as `https://api.example.com`; `PUBLIC_URL`.
    pub public_url: Option<String>,
    /// Whether `X-Forwarded-*` headers are believed; `TRUST_PROXY`.
    pub trust_proxy: bool,
    /// The path of the document; `SPEC_ROUTE`.
    pub spec_route: String,
    /// The path of the pages that show the document, if there shall be any: the page to try it is at `/try` below; `DOCS_ROUTE`.
    pub docs_route: Option<String>,
    /// The pages' title; the API's if there is none. `DOCS_TITLE`.
    pub docs_title: Option<String>,
    /// The pages' colours; `DOCS_THEME`.
    pub docs_theme: DocsTheme,
}

/// The colours of the pages that show the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocsTheme {
    /// Those that the reader's system prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

#[cfg(feature = "docs")]
impl DocsTheme {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            default_limit: Paging::USUAL_LIMIT,
            max_limit: Paging::USUAL_MAX,
            bulk_limit: 1_000,
            body_limit: 1024 * 1024,
            check_timeout: Duration::from_secs(5),
            bad_data_message: "Invalid data format".to_owned(),
            internal_error_message: "Internal Server Error".to_owned(),
            public_url: None,
            trust_proxy: false,
            spec_route: "/spec".to_owned(),
            docs_route: Some("/docs".to_owned()),
            docs_title: None,
            docs_theme: DocsTheme::Auto,
        }
    }
}
