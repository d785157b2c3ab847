//! The API as a whole, and its parts.

use super::{Access, ApiLimits, Component, Cors, Docs, Document, Errors, Names, Nulls, Op, Resource, Scheme, Socket};
use crate::types::Schema;

/// One `api!` block with all its parts.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Its name.
    pub name: &'static str,
    /// Its description.
    pub info: Info,
    /// Its own items and those of the parts that it joins.
    pub parts: &'static [&'static Part],
    /// The document (OpenAPI 3.1). A function, so that the document is made where it is used.
    pub openapi: fn() -> Document,
    /// The document of its sockets (`AsyncAPI` 3.0); without sockets it has no channel.
    pub asyncapi: fn() -> Document,
}

/// The description of an API (OpenAPI 3.1, section 4.8.2), and its defaults.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// The doc comment.
    pub docs: Docs,
    /// Its title.
    pub title: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The prefix of all paths, without a slash at the end; may be empty.
    pub base_path: &'static str,
    /// The URL of the terms of service; may be empty.
    pub terms_of_service: &'static str,
    /// The contact.
    pub contact: Option<Contact>,
    /// The license.
    pub license: Option<License>,
    /// Absolute URLs of its servers, to which the base path is appended; none: relative to the document.
    pub servers: &'static [&'static str],
    /// The tags of operations, each with its description.
    pub tags: &'static [(&'static str, &'static str)],
    /// The security schemes.
    pub security: &'static [Scheme],
    /// What becomes of properties that are null.
    pub nulls: Nulls,
    /// How names are spelled.
    pub names: Names,
    /// The access rule of operations that have no rule of their own.
    pub access: Access,
    /// The form and the statuses of errors.
    pub errors: Errors,
    /// The rules for pages of other origins; `None`: browsers let none of them read replies, unless settings name origins.
    pub cors: Option<Cors>,
    /// The limits of all requests.
    pub limits: ApiLimits,
    /// Whether everything must be described.
    pub docs_required: bool,
}

impl Info {
    /// Creates the description of an API without sections. The macro sets them.
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
            nulls: Nulls::Inherit,
            names: Names::Inherit,
            access: Access::Inherit,
            errors: Errors::USUAL,
            cors: None,
            limits: ApiLimits::NONE,
            docs_required: false,
        }
    }

    /// Returns the access rule of operations that have no rule of their own. Without schemes they are public.
    #[must_use]
    pub const fn default_access(&self) -> Access {
        if self.security.is_empty() {
            self.access.or(Access::Public)
        } else {
            self.access
        }
    }

    /// Returns the URL of a declared server and the base path to append, which is empty if the URL ends in it already.
    #[must_use]
    pub const fn declared_server<'u>(&self, url: &'u str) -> (&'u str, &'static str) {
        let (from, path) = (url.as_bytes(), self.base_path.as_bytes());
        let mut at = 0;
        while at < path.len() && at < from.len() && from[from.len() - 1 - at] == path[path.len() - 1 - at] {
            at += 1;
        }
        // After `//` comes a host, not a path.
        let ends = at == path.len() && !(at > 0 && at < from.len() && from[from.len() - 1 - at] == b'/');
        (url, if ends { "" } else { self.base_path })
    }

    /// Returns the public URL and the base path to append. The path of the URL is the prefix of a proxy, even if it equals the base path.
    #[must_use]
    pub const fn public_server<'u>(&self, url: &'u str) -> (&'u str, &'static str) {
        (url, self.base_path)
    }
}

/// The contact of an API.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Contact {
    pub name: &'static str,
    pub url: &'static str,
    pub email: &'static str,
}

/// The license of an API.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct License {
    pub name: &'static str,
    pub url: &'static str,
}

impl Contact {
    /// No contact.
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
    /// What becomes of properties that are null.
    pub nulls: Nulls,
    /// How names are spelled.
    pub names: Names,
    /// The schema of error replies, if its API has one of its own.
    pub error_model: Option<Schema>,
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
    /// An operation of the application.
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

    /// All operations of the application, part by part.
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
