//! Access control in the document: schemes and requirements.
//!
//! A fragment doesn't know its API. An operation with its own rule renders it; for those that inherit, the API's rule is written once, at the
//! top of the document.

use super::writer::Writer;
use crate::meta::{Access, Alternative, Flow, Info, KeyPlace, OAuth2, Scheme, SchemeKind};

/// The requirement of an operation that has a rule of its own (OpenAPI 3.1, section 4.8.30).
pub(super) const fn requirement(w: &mut Writer<'_>, access: &Access) {
    if !matches!(access, Access::Inherit) {
        w.put(",");
        member(w, access);
    }
}

/// `"security":[..]`: one of the schemes listed is enough; none: access is public; `{}` among them: credentials are optional.
pub(super) const fn member(w: &mut Writer<'_>, access: &Access) {
    w.put("\"security\":[");
    if access.authenticates() {
        if access.admits_anybody() {
            w.put("{}");
        }
        let alternatives = access.alternatives();
        let mut at = 0;
        while at < alternatives.len() {
            let Alternative { scheme, scopes } = alternatives[at];
            w.comma();
            w.put3("{\"", scheme, "\":[");
            let mut scope = 0;
            while scope < scopes.len() {
                w.comma();
                w.string(scopes[scope]);
                scope += 1;
            }
            w.put("]}");
            at += 1;
        }
    }
    w.put("]");
}

/// Renders `components.securitySchemes`, in the order of their names; nothing if there are none.
pub(super) const fn schemes(w: &mut Writer<'_>, info: &Info) {
    if info.security.is_empty() {
        return;
    }
    w.put("},\"securitySchemes\":{");
    let mut last: Option<&Scheme> = None;
    let mut count = 0;
    while count < info.security.len() {
        // The next one in order: there are few.
        let mut next: Option<&Scheme> = None;
        let mut at = 0;
        while at < info.security.len() {
            let scheme = &info.security[at];
            let behind = match last {
                Some(last) => less(last.name, scheme.name),
                None => true,
            };
            let first = match next {
                Some(next) => less(scheme.name, next.name),
                None => true,
            };
            if behind && first {
                next = Some(scheme);
            }
            at += 1;
        }
        if let Some(next) = next {
            w.comma();
            scheme(w, next);
            last = Some(next);
        }
        count += 1;
    }
}

const fn less(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}

const fn scheme(w: &mut Writer<'_>, scheme: &Scheme) {
    w.put3("\"", scheme.name, "\":{\"type\":\"");
    match &scheme.kind {
        SchemeKind::ApiKey(key) => {
            w.put(match key.place {
                KeyPlace::Header => "apiKey\",\"in\":\"header\",\"name\":",
                KeyPlace::Query => "apiKey\",\"in\":\"query\",\"name\":",
                KeyPlace::Cookie => "apiKey\",\"in\":\"cookie\",\"name\":",
            });
            w.string(key.name);
        }
        SchemeKind::Basic(_) => w.put("http\",\"scheme\":\"basic\""),
        SchemeKind::Bearer(bearer) if !bearer.is_standard() => {
            w.put("apiKey\",\"in\":\"header\",\"name\":\"Authorization\"");
        }
        SchemeKind::Bearer(bearer) => {
            w.put("http\",\"scheme\":\"bearer\"");
            if !bearer.format.is_empty() {
                w.around(",\"bearerFormat\":\"", bearer.format, "\"");
            }
        }
        SchemeKind::OAuth2(oauth2) => {
            w.put("oauth2\",\"flows\":{");
            flow(w, oauth2, ",\"scopes\":{");
            w.put("}");
        }
        SchemeKind::OpenIdConnect(connect) => {
            w.around("openIdConnect\",\"openIdConnectUrl\":\"", connect.url, "\"");
        }
    }
    match &scheme.kind {
        SchemeKind::Bearer(bearer) if !bearer.is_standard() => {
            w.description_and_text(scheme.docs, ["`", bearer.prefix, "`, a space and the token."]);
        }
        _ => w.description(scheme.docs),
    }
    w.put("}");
}

/// How a client gets its token, and all scopes, under the word that the document has for them.
pub(super) const fn flow(w: &mut Writer<'_>, oauth2: &OAuth2, scopes: &str) {
    match oauth2.flow {
        Flow::AuthorizationCode { authorize, token } => {
            w.around("\"authorizationCode\":{\"authorizationUrl\":\"", authorize, "\"");
            w.around(",\"tokenUrl\":\"", token, "\"");
        }
        Flow::Implicit { authorize } => w.around("\"implicit\":{\"authorizationUrl\":\"", authorize, "\""),
        Flow::Password { token } => w.around("\"password\":{\"tokenUrl\":\"", token, "\""),
        Flow::ClientCredentials { token } => w.around("\"clientCredentials\":{\"tokenUrl\":\"", token, "\""),
    }
    w.put(scopes);
    let mut at = 0;
    while at < oauth2.scopes.len() {
        w.comma();
        w.string(oauth2.scopes[at].0);
        w.put(":");
        w.string(oauth2.scopes[at].1);
        at += 1;
    }
    w.put("}}");
}
