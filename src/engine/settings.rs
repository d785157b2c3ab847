//! Settings of the operator: limits and texts.

use std::time::Duration;

use super::hosts::AllowedHost;
use super::origins::AllowedOrigin;
use crate::meta::{BODY_LIMIT, BULK_LIMIT, PAGE_BYTES, Paging, setting};

/// Limits and texts of a running API. The command line fills it from flags and the environment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Rows on a page if neither the request nor the declaration sets it; `DEF_PAGINATION_LIMIT`.
    pub default_limit: u32,
    /// The most rows on a page if the declaration doesn't set it; `MAX_PAGINATION_LIMIT`.
    pub max_limit: u32,
    /// The greatest `offset` of a page: 1,000,000; `MAX_OFFSET`.
    pub max_offset: u32,
    /// The most bytes of rows on a page: 8 MiB. It ends before the row that would exceed them, and links to the next page. A single row may
    /// be larger. `PAGE_BYTES`.
    pub page_bytes: usize,
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
    /// Where clients reach the API, such as `https://api.example.com`; all links begin with it. `PUBLIC_URL`.
    pub public_url: Option<String>,
    /// Whether the server itself speaks TLS: links begin with `https` then, unless a trusted proxy says otherwise. `TLS_CERT`.
    pub https: bool,
    /// How many proxies are in front of the service, each of which appends an entry to the `X-Forwarded-*` headers. Only their entries are
    /// trusted, and of hosts only those of `allowed_hosts`; 0: none. `TRUST_PROXY`.
    pub trusted_proxies: usize,
    /// The hosts under which clients reach the API; requests for others are 400. If the list is empty, every host is accepted, but links are
    /// paths unless the host is this machine. `ALLOWED_HOSTS`.
    pub allowed_hosts: Vec<AllowedHost>,
    /// Whether replies are compressed for clients that accept it; `COMPRESSION`. Needs the feature `compression`, and the crate's own server.
    pub compression: bool,
    /// How long browsers are to use nothing but TLS, if the server itself speaks it (RFC 6797): 365 days; 0: nothing is said. `HSTS`.
    pub hsts: Duration,
    /// The origins whose pages may call the API from a browser, instead of those that it declares; an empty list: none. The other rules of its
    /// `cors` stay. `CORS_ORIGINS`.
    pub cors_origins: Option<Vec<AllowedOrigin>>,
    /// Of how many callers each rate limit knows at most what they have sent, in the memory of this process: 100,000; those that come no more are
    /// forgotten first. `RATE_LIMIT_CALLERS`.
    pub rate_limit_callers: usize,
    /// The path of the document; `SPEC_ROUTE`.
    pub spec_route: String,
    /// The path of the pages that show the document, or `None` for no pages; the page with requests to try is at `/try` below; `DOCS_ROUTE`.
    pub docs_route: Option<String>,
    /// The pages' title; the API's if there is none. `DOCS_TITLE`.
    pub docs_title: Option<String>,
    /// The pages' colours; `DOCS_THEME`.
    pub docs_theme: DocsTheme,
    /// Limits of sockets.
    pub sockets: SocketLimits,
}

/// Limits of sockets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SocketLimits {
    /// The most sockets at a time: 10,000; `SOCKET_LIMIT`.
    pub open: usize,
    /// The most bytes in one message of a client, and in the data of one message to it: 256 KiB; `SOCKET_MESSAGE_LIMIT`.
    pub message: usize,
    /// How long a client may be silent before it is pinged, and then again before its socket is closed: 30 s; `SOCKET_PING`.
    pub ping: Duration,
    /// The most messages that wait for one client: 1,024; `SOCKET_QUEUE`.
    pub queue: usize,
    /// The most bytes of the messages that wait for one client: 4 MiB; `SOCKET_QUEUE_BYTES`. A single one may be larger.
    pub queue_bytes: usize,
    /// The most requests of one socket that are answered at a time: 16; `SOCKET_REQUESTS`.
    pub requests: usize,
    /// How long the answer to a request may take: 60 s; `SOCKET_TIMEOUT`.
    pub answer: Duration,
    /// The most subscriptions of one socket: 1,000; `SOCKET_SUBSCRIPTIONS`.
    pub subscriptions: usize,
}

impl Default for SocketLimits {
    fn default() -> Self {
        Self {
            open: setting::SOCKET_LIMIT as usize,
            message: setting::SOCKET_MESSAGE as usize,
            ping: Duration::from_secs(setting::SOCKET_PING.into()),
            queue: setting::SOCKET_QUEUE as usize,
            queue_bytes: setting::SOCKET_QUEUE_BYTES as usize,
            requests: setting::SOCKET_REQUESTS as usize,
            answer: Duration::from_secs(setting::SOCKET_TIMEOUT.into()),
            subscriptions: setting::SOCKET_SUBSCRIPTIONS as usize,
        }
    }
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
            max_offset: Paging::USUAL_MAX_OFFSET,
            page_bytes: PAGE_BYTES as usize,
            bulk_limit: BULK_LIMIT as usize,
            body_limit: u64::from(BODY_LIMIT),
            check_timeout: Duration::from_secs(5),
            bad_data_message: "Invalid data format".to_owned(),
            internal_error_message: "Internal Server Error".to_owned(),
            public_url: None,
            https: false,
            trusted_proxies: 0,
            allowed_hosts: Vec::new(),
            compression: true,
            hsts: Duration::from_hours(365 * 24),
            cors_origins: None,
            rate_limit_callers: 100_000,
            spec_route: "/spec".to_owned(),
            docs_route: Some("/docs".to_owned()),
            docs_title: None,
            docs_theme: DocsTheme::Auto,
            sockets: SocketLimits::default(),
        }
    }
}
