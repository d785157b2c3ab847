//! Access to sockets in `AsyncAPI`: each operation refers to schemes, of which one is enough.
//!
//! Scopes stand in the scheme here, not where it is required (`AsyncAPI` 3.0, security scheme object). So a rule with scopes has schemes of
//! its own, named for whose rule it is: `Stream.oauth`. Names of the declaration have neither dots nor `-`.

use crate::meta::index::same;
use crate::meta::{Access, Alternative, Index, Info, Item, KeyPlace, Scheme, SchemeKind};
use crate::spec::security::flow;
use crate::spec::writer::Writer;

/// Whose rule the API's own is.
pub(super) const INHERITED: &str = "";

/// `,"security":[..]`; nothing if access is public.
pub(super) const fn requirement(w: &mut Writer<'_>, owner: &str, access: &Access) {
    let Access::AnyOf(alternatives) = access else {
        return;
    };
    w.put(",\"security\":[");
    let mut at = 0;
    while at < alternatives.len() {
        w.comma();
        w.put("{\"$ref\":\"#/components/securitySchemes/");
        key(w, owner, alternatives, at);
        w.put("\"}");
        at += 1;
    }
    w.put("]");
}

/// The name of the scheme, with scopes if there are some, that an alternative of a rule requires.
const fn key(w: &mut Writer<'_>, owner: &str, alternatives: &[Alternative], at: usize) {
    let Alternative { scheme, scopes } = alternatives[at];
    if scopes.is_empty() {
        return w.put(scheme);
    }
    if same(owner, INHERITED) {
        w.put("inherited-");
    } else {
        w.put(owner);
        w.put(".");
    }
    w.put(scheme);
    // One scheme may stand in a rule with several sets of scopes.
    let (mut other, mut number) = (0, 1);
    while other < at {
        number += (!alternatives[other].scopes.is_empty() && same(alternatives[other].scheme, scheme)) as i64;
        other += 1;
    }
    if number > 1 {
        w.put("-");
        w.integer(number);
    }
}

/// Whether a rule requires a scheme, whatever its scopes.
const fn requires(access: &Access, scheme: &str) -> bool {
    if let Access::AnyOf(alternatives) = access {
        let mut at = 0;
        while at < alternatives.len() {
            if alternatives[at].scopes.is_empty() && same(alternatives[at].scheme, scheme) {
                return true;
            }
            at += 1;
        }
    }
    false
}

/// `,"securitySchemes":{..}`: those that rules of sockets name, in the order of the declaration; nothing if there are none.
pub(super) const fn schemes(w: &mut Writer<'_>, info: &Info, index: &Index) {
    let start = w.len();
    w.put(",\"securitySchemes\":{");
    let begun = w.len();
    let mut at = 0;
    while at < info.security.len() {
        if is_required(info, index, info.security[at].name) {
            w.comma();
            w.put3("\"", info.security[at].name, "\":");
            scheme(w, &info.security[at], &[]);
        }
        at += 1;
    }
    let mut inherits = false;
    let mut next = index.first();
    while let Some(at) = next {
        if let Item::Socket(socket) = index.item(at) {
            inherits = inherits || matches!(socket.access, Access::Inherit);
            scoped(w, info, socket.name, &socket.access);
        }
        next = index.next(at);
    }
    if inherits {
        scoped(w, info, INHERITED, &info.access);
    }
    if w.len() == begun {
        w.rewind(start);
    } else {
        w.put("}");
    }
}

/// Whether a socket requires a scheme without scopes.
const fn is_required(info: &Info, index: &Index, scheme: &str) -> bool {
    let mut next = index.first();
    while let Some(at) = next {
        if let Item::Socket(socket) = index.item(at)
            && requires(&socket.access.or(info.access), scheme)
        {
            return true;
        }
        next = index.next(at);
    }
    false
}

/// The schemes that a rule requires with scopes.
const fn scoped(w: &mut Writer<'_>, info: &Info, owner: &str, access: &Access) {
    let Access::AnyOf(alternatives) = access else {
        return;
    };
    let mut at = 0;
    while at < alternatives.len() {
        let mut of = 0;
        while of < info.security.len() {
            if !alternatives[at].scopes.is_empty() && same(alternatives[at].scheme, info.security[of].name) {
                w.comma();
                w.put("\"");
                key(w, owner, alternatives, at);
                w.put("\":");
                scheme(w, &info.security[of], alternatives[at].scopes);
            }
            of += 1;
        }
        at += 1;
    }
}

/// A scheme, with the scopes that are required.
const fn scheme(w: &mut Writer<'_>, scheme: &Scheme, scopes: &[&str]) {
    // Kinds that have no scopes in AsyncAPI get them as an extension.
    let mut keyword = ",\"x-scopes\":[";
    w.put("{\"type\":\"");
    match &scheme.kind {
        SchemeKind::ApiKey(key) => {
            w.put(match key.place {
                KeyPlace::Header => "httpApiKey\",\"in\":\"header\",\"name\":",
                KeyPlace::Query => "httpApiKey\",\"in\":\"query\",\"name\":",
                KeyPlace::Cookie => "httpApiKey\",\"in\":\"cookie\",\"name\":",
            });
            w.string(key.name);
        }
        SchemeKind::Basic(_) => w.put("http\",\"scheme\":\"basic\""),
        SchemeKind::Bearer(bearer) => {
            w.put("http\",\"scheme\":\"bearer\"");
            if !bearer.format.is_empty() {
                w.around(",\"bearerFormat\":\"", bearer.format, "\"");
            }
        }
        SchemeKind::OAuth2(oauth2) => {
            w.put("oauth2\",\"flows\":{");
            flow(w, oauth2, ",\"availableScopes\":{");
            w.put("}");
            keyword = ",\"scopes\":[";
        }
        SchemeKind::OpenIdConnect(connect) => {
            w.around("openIdConnect\",\"openIdConnectUrl\":\"", connect.url, "\"");
            keyword = ",\"scopes\":[";
        }
    }
    if !scopes.is_empty() {
        w.put(keyword);
        let mut at = 0;
        while at < scopes.len() {
            w.comma();
            w.string(scopes[at]);
            at += 1;
        }
        w.put("]");
    }
    w.description(scheme.docs);
    w.put("}");
}
