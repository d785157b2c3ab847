//! The documents as this server serves them: the consts of the declaration, and what its settings change in them.

use std::borrow::Cow;

use bytes::Bytes;

use super::spec_version::ConvertedDocuments;
use crate::engine::Settings;
use crate::meta::{Api, Setting, SettingPlaces};
use crate::spec::{public_servers, text_etag};

/// A document, and its entity tag with quotes (RFC 9110, section 8.8.3).
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) text: Cow<'static, str>,
    pub(crate) etag: Cow<'static, str>,
}

impl Document {
    /// The OpenAPI document.
    pub(crate) fn openapi(api: &Api, settings: &Settings) -> Self {
        let value = |setting| value(api, settings, setting, false);
        Self::filled(api.document, api.etag, api.document_settings, &value)
    }

    /// The document of the sockets.
    pub(crate) fn asyncapi(api: &Api, settings: &Settings) -> Self {
        let value = |setting| value(api, settings, setting, true);
        Self::filled(api.asyncapi, api.asyncapi_etag, api.asyncapi_settings, &value)
    }

    /// A text whose places hold the results of `value`; where that is `None` they stay as they are.
    fn filled(
        text: &'static str,
        etag: &'static str,
        places: SettingPlaces,
        value: &dyn Fn(Setting) -> Option<String>,
    ) -> Self {
        let mut filled = String::new();
        let mut from = 0;
        for place in places.iter() {
            let Some(value) = value(place.setting) else { continue };
            if text[place.start..place.end] != value {
                filled.push_str(&text[from..place.start]);
                filled.push_str(&value);
                from = place.end;
            }
        }
        if from == 0 {
            return Self {
                text: text.into(),
                etag: etag.into(),
            };
        }
        filled.push_str(&text[from..]);
        let etag = text_etag(filled.as_bytes());
        Self {
            etag: String::from_utf8_lossy(&etag).into_owned().into(),
            text: filled.into(),
        }
    }
}

/// The text for a setting's place; `None`: that of the declaration.
fn value(api: &Api, settings: &Settings, setting: Setting, sockets: bool) -> Option<String> {
    let declared = |rows: u32| Some(rows).filter(|rows| *rows > 0);
    let limits = &settings.sockets;
    Some(match setting {
        Setting::Servers => {
            let url = settings.public_url.as_deref()?;
            public_servers(&api.info, url.trim_end_matches('/'), sockets)
        }
        Setting::MaxLimit => settings.max_limit.max(1).to_string(),
        Setting::DefaultLimit { limit, max } => {
            let most = declared(max).unwrap_or(settings.max_limit).max(1);
            let rows = declared(limit).unwrap_or(settings.default_limit).clamp(1, most);
            rows.to_string()
        }
        Setting::MaxOffset => settings.max_offset.to_string(),
        Setting::PageBytes => settings.page_bytes.to_string(),
        Setting::BulkLimit => settings.bulk_limit.to_string(),
        Setting::BodyLimit => settings.body_limit.to_string(),
        Setting::SocketMessage => limits.message.to_string(),
        Setting::SocketSubscriptions => limits.subscriptions.to_string(),
        Setting::SocketRequests => limits.requests.to_string(),
        Setting::SocketTimeout => seconds(limits.answer),
        Setting::SocketPing => seconds(limits.ping),
        Setting::SocketQueue => limits.queue.max(1).to_string(),
        Setting::SocketQueueBytes => limits.queue_bytes.to_string(),
        Setting::SocketLimit => limits.open.to_string(),
    })
}

fn seconds(time: std::time::Duration) -> String {
    time.as_secs_f64().to_string()
}

/// All that a server serves of an API's documents, made when it starts.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) openapi: Served,
    pub(super) asyncapi: Served,
    /// The first in older versions.
    pub(super) converted: ConvertedDocuments,
}

/// A document as it is sent.
#[derive(Debug, Clone)]
pub(super) struct Served {
    pub(super) text: Bytes,
    pub(super) etag: Cow<'static, str>,
}

impl Documents {
    /// The documents of an API under these settings.
    pub(super) fn new(api: &Api, settings: &Settings) -> Self {
        Self {
            openapi: Document::openapi(api, settings).into(),
            asyncapi: Document::asyncapi(api, settings).into(),
            converted: ConvertedDocuments::default(),
        }
    }
}

impl From<Document> for Served {
    fn from(document: Document) -> Self {
        Self {
            text: match document.text {
                Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
                Cow::Owned(text) => text.into(),
            },
            etag: document.etag,
        }
    }
}
