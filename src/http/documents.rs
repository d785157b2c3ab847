//! The documents as this server serves them: the consts of the declaration, and what its settings change in them.

use std::borrow::Cow;

use bytes::Bytes;

use super::spec_version::ConvertedDocuments;
use crate::engine::Settings;
use crate::meta::{self, Api, Placeholder, Setting};
use crate::spec::{etag, public_servers};

/// A document, and its entity tag with quotes (RFC 9110, section 8.8.3).
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) text: Cow<'static, str>,
    pub(crate) etag: String,
}

impl Document {
    /// The OpenAPI document.
    pub(crate) fn openapi(api: &Api, settings: &Settings) -> Self {
        let value = |setting| value(api, settings, setting, false);
        Self::filled((api.openapi)(), &value)
    }

    /// The document of the sockets.
    pub(crate) fn asyncapi(api: &Api, settings: &Settings) -> Self {
        let value = |setting| value(api, settings, setting, true);
        Self::filled((api.asyncapi)(), &value)
    }

    /// A document whose placeholders hold the results of `value`; where that is `None` they stay as they are.
    fn filled(document: meta::Document, value: &dyn Fn(Setting) -> Option<String>) -> Self {
        let text = document.text;
        let mut filled = String::new();
        let mut from = 0;
        for place in document.placeholders {
            let Placeholder::Setting(setting) = place.placeholder else {
                continue;
            };
            let end = place.at + place.length;
            if let Some(value) = value(setting)
                && text[place.at..end] != value
            {
                filled.push_str(&text[from..place.at]);
                filled.push_str(&value);
                from = end;
            }
        }
        let text: Cow<'static, str> = if from == 0 {
            text.into()
        } else {
            filled.push_str(&text[from..]);
            filled.into()
        };
        Self {
            etag: etag(&text),
            text,
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
        Setting::ListLimit(most) => settings.bulk_limit.min(most as usize).to_string(),
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
    pub(super) etag: String,
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
