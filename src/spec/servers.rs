//! The servers of a document: those of the declaration, and the configured public URL.

use super::asyncapi;
use super::names::same;
use super::writer::Writer;
use crate::meta::Info;

/// `[..]`: the configured public URL of the API, then the other servers of the declaration.
pub(super) const fn servers(w: &mut Writer<'_>, info: &Info, public_url: Option<&str>) {
    w.put("[");
    if let Some(url) = public_url {
        server(w, info.public_server(url));
    }
    let mut at = 0;
    while at < info.servers.len() {
        if !is_public(info, info.servers[at], public_url) {
            server(w, info.declared_server(info.servers[at]));
        }
        at += 1;
    }
    if info.servers.is_empty() && public_url.is_none() {
        server(w, (if info.base_path.is_empty() { "/" } else { info.base_path }, ""));
    }
    w.put("]");
}

const fn server(w: &mut Writer<'_>, (url, base_path): (&str, &str)) {
    w.comma();
    w.around("{\"url\":\"", url, "");
    w.around("", base_path, "\"}");
}

/// Whether a declared server is the configured public URL.
pub(super) const fn is_public(info: &Info, url: &str, public_url: Option<&str>) -> bool {
    match public_url {
        None => false,
        Some(public_url) => {
            let (a, b) = (info.declared_server(url), info.public_server(public_url));
            same((a.0.as_bytes(), a.1.as_bytes()), (b.0.as_bytes(), b.1.as_bytes()))
        }
    }
}

/// Renders the text of a setting of servers, at run time.
pub(crate) fn public_servers(info: &Info, public_url: &str, sockets: bool) -> String {
    let render = |w: &mut Writer<'_>| {
        if sockets {
            asyncapi::servers(w, info, Some(public_url));
        } else {
            servers(w, info, Some(public_url));
        }
    };
    let mut count = Writer::new(&mut [], &mut []);
    render(&mut count);
    let mut buffer = vec![0; count.len()];
    render(&mut Writer::new(&mut buffer, &mut []));
    String::from_utf8(buffer).unwrap_or_default()
}
