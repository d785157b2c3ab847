//! The file's information about the whole API, as the `api` item.

use std::collections::BTreeMap;

use paperclip::v2::models::OperationProtocol;

use super::block::{Annotations, ApiItem};
use super::names::Names;
use super::paths::base_path;
use super::security::{Schemes, schemes};
use super::swagger::Api;
use super::text::{docs, line, note};
use crate::spec::json_tree::Node;

/// The sections of a file.
const SECTIONS: &[&str] = &[
    "basePath",
    "consumes",
    "definitions",
    "externalDocs",
    "host",
    "info",
    "parameters",
    "paths",
    "produces",
    "responses",
    "schemes",
    "security",
    "securityDefinitions",
    "swagger",
    "tags",
];

/// The `api` item, and the names of its security schemes.
pub(super) fn api(api: &Api, root: &Node, names: &mut Names) -> (ApiItem, Schemes) {
    let info = &api.info;
    let mut item = ApiItem {
        name: names.type_name(&format!(
            "{} Api",
            info.title.trim().trim_end_matches(" API").trim_end_matches(" Api")
        )),
        title: filled(&info.title, "Untitled"),
        version: filled(&info.version, "0"),
        ..ApiItem::default()
    };
    item.annotations.docs = docs(info.description.as_deref().unwrap_or_default());
    let others = root
        .members()
        .iter()
        .filter(|(name, _)| !SECTIONS.contains(&name.as_str()));
    item.annotations
        .notes
        .extend(others.map(|(name, value)| note(name, value)));
    if let Some(info) = root.get("info") {
        match (info.text_of("termsOfService"), info.get("termsOfService")) {
            (Some(url), _) => item.terms_of_service = url.trim().to_owned(),
            (None, terms) => item
                .annotations
                .notes
                .extend(terms.map(|terms| note("termsOfService", terms))),
        }
        item.annotations.notes.extend(extensions(info, "info."));
        for section in ["contact", "license"] {
            item.annotations
                .notes
                .extend(info.get(section).into_iter().flat_map(|node| extensions(node, "info.")));
        }
    }
    if let Some(more) = &api.external_docs {
        item.annotations
            .notes
            .push(line(&format!("externalDocs: {}", more.url)));
    }
    if let Some(contact) = &info.contact {
        let members = [
            ("name", &contact.name),
            ("url", &contact.url),
            ("email", &contact.email),
        ];
        item.contact = members
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?)))
            .collect();
    }
    if let Some(license) = &info.license {
        let members = [("name", &license.name), ("url", &license.url)];
        item.license = members
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?)))
            .collect();
    }
    match base_path(api.base_path.as_deref().unwrap_or_default()) {
        Ok(path) => item.base_path = path,
        Err(fault) => item.notes.push(line(&fault)),
    }
    servers(api, &mut item);
    let known = schemes(&api.security_definitions, root, names, &mut item);
    (item, known)
}

fn servers(api: &Api, item: &mut ApiItem) {
    let Some(host) = api
        .host
        .as_deref()
        .map(|host| host.trim_end_matches('/'))
        .filter(|host| !host.is_empty())
    else {
        return;
    };
    let mut schemes: Vec<&str> = Vec::new();
    for scheme in &api.schemes {
        match scheme {
            OperationProtocol::Http => schemes.push("http"),
            OperationProtocol::Https => schemes.insert(0, "https"),
            OperationProtocol::Ws | OperationProtocol::Wss => {
                item.notes.push(format!("schemes: {scheme:?}").to_lowercase())
            }
        }
    }
    if schemes.is_empty() {
        schemes.push("https");
    }
    item.servers = schemes.iter().map(|scheme| format!("{scheme}://{host}")).collect();
}

/// The tags of a file by its names for them.
#[derive(Default)]
pub(super) struct Tags {
    names: Names,
    known: BTreeMap<String, String>,
    pub(super) list: Vec<(String, String, Annotations)>,
}

impl Tags {
    pub(super) fn of(api: &Api, root: &Node) -> Self {
        let mut tags = Self::default();
        for (tag, node) in api.tags.iter().zip(root.items_of("tags")) {
            let name = tags.named(&tag.name);
            if let Some((_, description, annotations)) = tags.list.iter_mut().find(|(other, ..)| *other == name) {
                annotations.notes.extend(extensions(node, ""));
                *description = tag.description.as_deref().unwrap_or_default().trim().to_owned();
                annotations.notes.extend(
                    tag.external_docs
                        .as_ref()
                        .map(|more| line(&format!("externalDocs: {}", more.url))),
                );
            }
        }
        tags
    }

    /// A tag's name here.
    pub(super) fn named(&mut self, tag: &str) -> String {
        if let Some(name) = self.known.get(tag) {
            return name.clone();
        }
        let name = self.names.tag(tag);
        let mut annotations = Annotations::default();
        if name != tag {
            annotations.notes.push(line(&format!("\"{tag}\" in the file")));
        }
        self.known.insert(tag.to_owned(), name.clone());
        self.list.push((name.clone(), String::new(), annotations));
        name
    }
}

fn filled(text: &str, fallback: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        fallback.to_owned()
    } else {
        text.to_owned()
    }
}

/// Vendor extensions as comments.
pub(super) fn extensions(node: &Node, place: &str) -> Vec<String> {
    let members = node.members().iter().filter(|(name, _)| name.starts_with("x-"));
    members
        .map(|(name, value)| line(&format!("{place}{}", note(name, value))))
        .collect()
}
