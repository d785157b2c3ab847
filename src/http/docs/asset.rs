//! The files that the pages load: two renderers out of crates, and a few lines of this crate.

use std::io::{Read as _, Write as _};
use std::sync::LazyLock;

use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};

use super::swagger;
use crate::engine::entity_tag;

/// A file that a page loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Asset {
    /// Redoc.
    Redoc,
    /// Swagger UI.
    Swagger,
    /// What Swagger UI looks like.
    SwaggerStyle,
    /// What begins them.
    Script,
    /// What the frame around both looks like, and Swagger UI on a phone.
    Style,
}

impl Asset {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [
        Self::Redoc,
        Self::Swagger,
        Self::SwaggerStyle,
        Self::Script,
        Self::Style,
    ];

    /// The name below the pages' route.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Redoc => "redoc.js",
            Self::Swagger => "swagger-ui.js",
            Self::SwaggerStyle => "swagger-ui.css",
            Self::Script => "page.js",
            Self::Style => "page.css",
        }
    }

    /// The media type (RFC 9239; RFC 2318).
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Redoc | Self::Swagger | Self::Script => "text/javascript; charset=utf-8",
            Self::SwaggerStyle | Self::Style => "text/css; charset=utf-8",
        }
    }

    /// Its content; `None` if its crate hasn't the file where it used to be.
    pub(super) fn content(self) -> Option<&'static Content> {
        static REDOC: LazyLock<Option<Content>> = LazyLock::new(|| redoc().map(|text| Content::plain(text.into())));
        static SWAGGER: LazyLock<Option<Content>> =
            LazyLock::new(|| swagger::gzip("swagger-ui-bundle.js").map(Content::gzip));
        static SWAGGER_STYLE: LazyLock<Option<Content>> =
            LazyLock::new(|| swagger::gzip("swagger-ui.css").map(Content::gzip));
        static SCRIPT: LazyLock<Option<Content>> =
            LazyLock::new(|| Some(Content::plain(include_str!("page.js").into())));
        static STYLE: LazyLock<Option<Content>> =
            LazyLock::new(|| Some(Content::plain(include_str!("page.css").into())));
        match self {
            Self::Redoc => REDOC.as_ref(),
            Self::Swagger => SWAGGER.as_ref(),
            Self::SwaggerStyle => SWAGGER_STYLE.as_ref(),
            Self::Script => SCRIPT.as_ref(),
            Self::Style => STYLE.as_ref(),
        }
    }
}

/// Redoc, out of the page that aide makes of it.
///
/// At the foot of its menu it would load a logo from Redocly's own host; with an empty address it shows the text alone.
fn redoc() -> Option<String> {
    let page = aide::redoc::Redoc::new("").html();
    let (_, script) = page.split_once("<script>")?;
    let (script, _) = script.rsplit_once("Redoc.init(")?;
    Some(
        script
            .trim()
            .replace("https://cdn.redoc.ly/redoc/logo-mini.svg", "data:,"),
    )
}

type Later = LazyLock<Bytes, Box<dyn FnOnce() -> Bytes + Send>>;

/// A file's bytes, plain and compressed; the form that its crate lacks is made on the first request for it.
pub(super) struct Content {
    plain: Later,
    gzip: Later,
    tag: String,
}

impl Content {
    fn plain(bytes: Bytes) -> Self {
        let source = bytes.clone();
        Self {
            tag: weak(&bytes),
            plain: later(|| bytes),
            gzip: later(move || {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
                // Writing to memory can't fail.
                let _ = encoder.write_all(&source);
                encoder.finish().unwrap_or_default().into()
            }),
        }
    }

    fn gzip(bytes: Bytes) -> Self {
        let source = bytes.clone();
        Self {
            tag: weak(&bytes),
            gzip: later(|| bytes),
            plain: later(move || {
                let mut text = Vec::new();
                if let Err(error) = GzDecoder::new(source.as_ref()).read_to_end(&mut text) {
                    tracing::error!(%error, "a file of the documentation can't be decompressed");
                }
                text.into()
            }),
        }
    }

    /// The bytes, and their encoding if they have one.
    pub(super) fn bytes(&self, gzip: bool) -> (Bytes, Option<HeaderValue>) {
        if gzip {
            (self.gzip.clone(), Some(HeaderValue::from_static("gzip")))
        } else {
            (self.plain.clone(), None)
        }
    }

    /// The entity tag, weak because it is for both encodings (RFC 9110, section 8.8.3.3).
    pub(super) fn tag(&self) -> &str {
        &self.tag
    }
}

fn later(make: impl FnOnce() -> Bytes + Send + 'static) -> Later {
    LazyLock::new(Box::new(make))
}

fn weak(bytes: &[u8]) -> String {
    format!("W/{}", entity_tag(bytes))
}

/// Whether the client takes gzip (RFC 9110, section 12.5.3): it or `*` is named, and not with a weight of 0.
pub(super) fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).iter();
    let texts = lines.filter_map(|line| line.to_str().ok());
    let mut any = false;
    for item in texts.flat_map(|text| text.split(',')) {
        let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=');
        let taken = weight.parse().is_ok_and(|weight: f32| weight > 0.0) || weight.is_empty();
        match coding.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => return taken,
            "*" => any = taken,
            _ => {}
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_its_crate_and_both_encodings_are_the_same() {
        for (asset, least, begin) in [
            (Asset::Redoc, 900_000, "/*! For license"),
            (Asset::Swagger, 1_000_000, "/*! For license"),
            (Asset::SwaggerStyle, 100_000, ".swagger-ui"),
            (Asset::Script, 500, "//"),
            (Asset::Style, 500, "/*"),
        ] {
            let content = asset.content().unwrap_or_else(|| panic!("{asset:?}"));
            let (plain, encoding) = content.bytes(false);
            assert_eq!(encoding, None);
            assert!(plain.len() > least && plain.starts_with(begin.as_bytes()), "{asset:?}");
            let (gzip, encoding) = content.bytes(true);
            assert_eq!(encoding.unwrap(), "gzip");
            assert!(gzip.len() < plain.len() / 2, "{asset:?}: {}", gzip.len());
            let mut text = Vec::new();
            GzDecoder::new(gzip.as_ref()).read_to_end(&mut text).unwrap();
            assert!(text == plain, "{asset:?}");
        }
    }

    #[test]
    fn redoc_loads_no_logo() {
        let text = redoc().unwrap();
        assert!(text.contains("\"data:,\"") && !text.contains("cdn.redoc.ly"));
    }

    #[test]
    fn clients_say_whether_they_take_gzip() {
        for (sent, expected) in [
            ("gzip, deflate, br", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("*;q=0, gzip", true),
            ("identity", false),
            ("gzip;q=0", false),
            ("gzip; q=0.000, *", false),
            ("gzip;q=x", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(sent));
            assert_eq!(takes_gzip(&headers), expected, "{sent}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
