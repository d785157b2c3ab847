//! The API as a whole, and the parts that it is joined from.

use super::setting::SettingPlaces;
use super::{Access, Component, Docs, Op, Resource, Scheme, Socket};

/// One `api!` block: what it says of itself, and all parts.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Its name.
    pub name: &'static str,
    /// What it says of itself.
    pub info: Info,
    /// Its own items and those of the parts that it joins.
    pub parts: &'static [&'static Part],
    /// The document (OpenAPI 3.1, JSON), with the default settings.
    pub document: &'static str,
    /// The places of the document that depend on the settings.
    pub document_settings: SettingPlaces,
    /// The document's entity tag, quotes included (RFC 9110, section 8.8.3).
    pub etag: &'static str,
    /// The document of its sockets (`AsyncAPI` 3.0, JSON), with the default settings; without sockets it has no channel.
    pub asyncapi: &'static str,
    /// The places of that document that depend on the settings.
    pub asyncapi_settings: SettingPlaces,
    /// The entity tag of that.
    pub asyncapi_etag: &'static str,
}

/// What an API says of itself (OpenAPI 3.1, section 4.8.2).
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// The doc comment.
    pub docs: Docs,
    /// Its title.
    pub title: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Where all paths begin, without a slash at the end; may be empty.
    pub base_path: &'static str,
    /// The URL of the terms under which the API may be used; may be empty.
    pub terms_of_service: &'static str,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Under which license.
    pub license: Option<License>,
    /// Absolute URLs of its servers, to which the base path is appended; none: relative to the document.
    pub servers: &'static [&'static str],
    /// The tags that operations may bear, each with its description.
    pub tags: &'static [(&'static str, &'static str)],
    /// The ways to say who asks.
    pub security: &'static [Scheme],
    /// Who may use operations that have no rule of their own.
    pub access: Access,
    /// Whether everything must be described.
    pub docs_required: bool,
}

impl Info {
    /// An API without sections, to be filled by the macro.
    #[must_use]
    pub const fn of(docs: Docs) -> Self {
        Self {
            docs,
            title: "",
            version: "",
            base_path: "",
            terms_of_service: "",
            contact: None,
            license: None,
            servers: &[],
            tags: &[],
            security: &[],
            access: Access::Inherit,
            docs_required: false,
        }
    }

    /// A declared server's URL, and the base path to append, empty if the path of the URL ends in it already.
    #[must_use]
    pub const fn declared_server<'u>(&self, url: &'u str) -> (&'u str, &'static str) {
        let (from, path) = (url.as_bytes(), self.base_path.as_bytes());
        let mut at = 0;
        while at < path.len() && at < from.len() && from[from.len() - 1 - at] == path[path.len() - 1 - at] {
            at += 1;
        }
        // What stands behind `//` is a host.
        let ends = at == path.len() && !(at > 0 && at < from.len() && from[from.len() - 1 - at] == b'/');
        (url, if ends { "" } else { self.base_path })
    }

    /// The URL where the operator says that clients reach the API, and the base path to append: its path is the prefix of a proxy, which
    /// may read like the base path.
    #[must_use]
    pub const fn public_server<'u>(&self, url: &'u str) -> (&'u str, &'static str) {
        (url, self.base_path)
    }
}

/// Whom to ask about the API.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Contact {
    pub name: &'static str,
    pub url: &'static str,
    pub email: &'static str,
}

/// Under which license the API is offered.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct License {
    pub name: &'static str,
    pub url: &'static str,
}

impl Contact {
    /// Nobody.
    pub const NONE: Self = Self {
        name: "",
        url: "",
        email: "",
    };
}

impl License {
    /// No license.
    pub const NONE: Self = Self { name: "", url: "" };
}

/// The items of one block.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The name of the part or API.
    pub name: &'static str,
    /// Its items in the order of the block.
    pub items: &'static [Item],
}

/// One item of a block.
#[derive(Debug, Clone, Copy)]
pub enum Item {
    /// An enum, a schema or a union.
    Component(&'static Component),
    /// A resource.
    Resource(&'static Resource),
    /// An operation that the application answers itself.
    Op(&'static Op),
    /// A socket.
    Socket(&'static Socket),
}

impl Api {
    /// All resources, part by part.
    pub fn resources(&self) -> impl Iterator<Item = &'static Resource> + use<> {
        self.items().filter_map(|item| match item {
            Item::Resource(resource) => Some(*resource),
            Item::Component(_) | Item::Op(_) | Item::Socket(_) => None,
        })
    }

    /// All enums, schemas and unions, part by part.
    pub fn components(&self) -> impl Iterator<Item = &'static Component> + use<> {
        self.items().filter_map(|item| match item {
            Item::Component(component) => Some(*component),
            Item::Resource(_) | Item::Op(_) | Item::Socket(_) => None,
        })
    }

    /// All operations that the application answers itself, part by part.
    pub fn ops(&self) -> impl Iterator<Item = &'static Op> + use<> {
        self.items().filter_map(|item| match item {
            Item::Op(op) => Some(*op),
            Item::Component(_) | Item::Resource(_) | Item::Socket(_) => None,
        })
    }

    /// All sockets, part by part.
    pub fn sockets(&self) -> impl Iterator<Item = &'static Socket> + use<> {
        self.items().filter_map(|item| match item {
            Item::Socket(socket) => Some(*socket),
            Item::Component(_) | Item::Resource(_) | Item::Op(_) => None,
        })
    }

    fn items(&self) -> impl Iterator<Item = &'static Item> + use<> {
        self.parts.iter().flat_map(|part| part.items)
    }
}
