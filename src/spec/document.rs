//! The document: its head, all fragments and the shared components, joined in a const.

use super::component::place_of_view;
use super::failures;
use super::fragment::Section;
use super::piece::{Joining, Piece, sorted};
use super::security;
use super::servers::servers;
use super::shared::{HEADERS, MARK, NOT_MODIFIED, PARAMETERS, SCHEMAS, Shared};
use super::uses::{READ, Used};
use super::whole::Fragments;
use super::writer::Writer;
use crate::meta::index::{REPLY, REQUEST, Uses};
use crate::meta::{Fields, Index, Info, Item, Placeholder, Setting};

/// Renders the part of the document before the paths.
const fn head(w: &mut Writer<'_>, info: &Info) {
    w.put("{\"openapi\":\"3.1.1\",");
    about(w, info);
    w.put("},\"servers\":");
    let start = w.len();
    servers(w, info, None);
    w.placeholder_over(start, Placeholder::Setting(Setting::Servers));
    w.put(",");
    security::member(w, &info.access);
    w.put(",");
    tags(w, info);
    w.put(",\"paths\":{");
}

/// `"info":{..`, without its end.
pub(super) const fn about(w: &mut Writer<'_>, info: &Info) {
    w.around("\"info\":{\"title\":\"", info.title, "\"");
    w.description(info.docs);
    if !info.terms_of_service.is_empty() {
        w.around(",\"termsOfService\":\"", info.terms_of_service, "\"");
    }
    if let Some(contact) = info.contact {
        w.put(",\"contact\":{");
        member(w, "\"name\":", contact.name);
        member(w, "\"url\":", contact.url);
        member(w, "\"email\":", contact.email);
        w.put("}");
    }
    if let Some(license) = info.license {
        w.put(",\"license\":{");
        member(w, "\"name\":", license.name);
        member(w, "\"url\":", license.url);
        w.put("}");
    }
    w.around(",\"version\":\"", info.version, "\"");
}

/// `"tags":[..]`: all that there are.
pub(super) const fn tags(w: &mut Writer<'_>, info: &Info) {
    w.put("\"tags\":[");
    let mut at = 0;
    while at < info.tags.len() {
        let (name, description) = info.tags[at];
        w.comma();
        w.around("{\"name\":\"", name, "\"");
        if !description.is_empty() {
            w.around(",\"description\":\"", description, "\"");
        }
        w.put("}");
        at += 1;
    }
    w.put("]");
}

const fn member(w: &mut Writer<'_>, name: &str, text: &str) {
    if !text.is_empty() {
        w.comma();
        w.put(name);
        w.string(text);
    }
}

/// Renders the document. `M` is room for its pieces.
pub(super) const fn openapi<const M: usize>(w: &mut Writer<'_>, cx: Joining, fragments: Fragments) {
    let Joining { info, index } = cx;
    head(w, info);
    let (paths, count) = collect::<M>(fragments, Section::Path);
    joined(w, &paths, count, cx);
    w.put("},\"components\":{\"schemas\":{");
    let used = Used::of(cx);
    let problems: &'static [&'static str] = if used.answers && info.errors.model.is_none() {
        SCHEMAS
    } else {
        &[]
    };
    let (schemas, count) = components::<M>(index, fragments, REQUEST, REPLY, problems);
    all(w, &schemas, count, cx);
    w.put("},\"responses\":{");
    let not_modified = if used.shared & READ == 0 { "" } else { NOT_MODIFIED };
    failures::components(w, used.replies, &info.errors, not_modified);
    section(w, "},\"parameters\":{", PARAMETERS, used.shared, Setting::MaxOffset);
    section(w, "},\"headers\":{", HEADERS, used.shared, Setting::BodyLimit);
    security::schemes(w, info);
    w.put("}}}");
}

/// Pieces one behind the other.
pub(super) const fn all(w: &mut Writer<'_>, pieces: &[Piece], count: usize, cx: Joining) {
    let mut at = 0;
    while at < count {
        if at > 0 {
            w.put(",");
        }
        pieces[at].write(w, cx);
        at += 1;
    }
}

/// Path items of one path, which several items of the declaration may have, become one.
const fn joined(w: &mut Writer<'_>, pieces: &[Piece], count: usize, cx: Joining) {
    let mut at = 0;
    while at < count {
        let same = at > 0 && !pieces[at - 1].is_before(&pieces[at]);
        if at > 0 {
            w.put(if same { "," } else { "}," });
        }
        pieces[at].write_members(w, same, cx);
        at += 1;
    }
    if count > 0 {
        w.put("}");
    }
}

/// Those shared components that are used; `setting` is the text between marks there.
const fn section(w: &mut Writer<'_>, begin: &str, shared: Shared, uses: u32, setting: Setting) {
    w.put(begin);
    let mut at = 0;
    while at < shared.len() {
        if shared[at].0 & uses != 0 {
            w.comma();
            marked(w, shared[at].1.as_bytes(), setting);
        }
        at += 1;
    }
}

/// Writes a text whose part between two [`MARK`]s is a setting.
pub(super) const fn marked(w: &mut Writer<'_>, text: &[u8], setting: Setting) {
    let (mut from, mut at, mut begun) = (0, 0, None);
    while at < text.len() {
        if text[at] == MARK {
            w.bytes(text.split_at(at).0.split_at(from).1);
            from = at + 1;
            match begun {
                None => begun = Some(w.len()),
                Some(start) => w.placeholder_over(start, Placeholder::Setting(setting)),
            }
        }
        at += 1;
    }
    w.bytes(text.split_at(from).1);
}

/// The pieces of a section in the order of their names, and how many there are.
pub(super) const fn collect<const M: usize>(fragments: Fragments, section: Section) -> ([Piece; M], usize) {
    let mut pieces = [Piece::NONE; M];
    let mut count = 0;
    let mut part = 0;
    while part < fragments.len() {
        let mut item = 0;
        while item < fragments[part].len() {
            let fragment = &fragments[part][item];
            let mut piece = 0;
            while piece < fragment.count {
                if fragment.pieces[piece].section as u8 == section as u8 {
                    pieces[count] = fragment.piece(piece);
                    count += 1;
                }
                piece += 1;
            }
            item += 1;
        }
        part += 1;
    }
    (sorted(pieces, count), count)
}

/// The components that are used in these directions, and those that always are, in the order of their names; and how many there are.
///
/// A component that both requests and replies of the API use is split in two, even if this document uses one: names are the same in all documents.
pub(super) const fn components<const M: usize>(
    index: &Index,
    fragments: Fragments,
    requests: Uses,
    replies: Uses,
    always: &'static [&'static str],
) -> ([Piece; M], usize) {
    let mut pieces = [Piece::NONE; M];
    let mut count = 0;
    while count < always.len() {
        pieces[count] = Piece::shared(always[count]);
        count += 1;
    }
    let mut at = 0;
    while at < index.reach.count() {
        let entry = index.reach.get(at);
        let fragment = &fragments[entry.at.part][entry.at.item];
        let (in_requests, in_replies) = (entry.uses & requests != 0, entry.uses & replies != 0);
        match (index.item(entry.at), entry.view) {
            (
                Item::Resource(resource),
                Fields::Create | Fields::Update | Fields::Put | Fields::Item | Fields::Selection,
            ) => {
                if in_requests || in_replies {
                    pieces[count] = fragment.piece(place_of_view(resource, entry.view));
                    count += 1;
                }
            }
            // The view of replies, which an op may take as its body.
            (Item::Resource(_), Fields::Reply) => {
                if in_replies {
                    pieces[count] = fragment.piece(0);
                    count += 1;
                }
                if in_requests {
                    pieces[count] = fragment.piece(0).in_requests(entry.is_split());
                    count += 1;
                }
            }
            // One that reads the same in both directions.
            _ if fragment.count == 1 => {
                if in_requests || in_replies {
                    pieces[count] = fragment.piece(0);
                    count += 1;
                }
            }
            _ => {
                if in_replies {
                    pieces[count] = fragment.piece(0);
                    count += 1;
                }
                if in_requests {
                    pieces[count] = fragment.piece(1).in_requests(entry.is_split());
                    count += 1;
                }
            }
        }
        at += 1;
    }
    (sorted(pieces, count), count)
}
