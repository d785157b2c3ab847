//! Servers, and where addresses begin.

use crate::meta::Info;
use crate::spec::servers::is_public;
use crate::spec::writer::Writer;

/// A URL taken apart: scheme, host, and the path behind it.
const fn apart(url: &str) -> Option<(&str, &str, &str)> {
    let bytes = url.as_bytes();
    let mut at = 0;
    while at + 3 < bytes.len() {
        if bytes[at] == b':' && bytes[at + 1] == b'/' && bytes[at + 2] == b'/' {
            let (scheme, rest) = url.split_at(at);
            let rest = rest.split_at(3).1;
            let mut end = 0;
            while end < rest.len() && rest.as_bytes()[end] != b'/' {
                end += 1;
            }
            let (host, path) = rest.split_at(end);
            return Some((scheme, host, path));
        }
        at += 1;
    }
    None
}

/// What the scheme of sockets is at a server of this one.
const fn protocol(scheme: &str) -> &str {
    match scheme.as_bytes() {
        b"http" | b"HTTP" => "ws",
        b"https" | b"HTTPS" => "wss",
        _ => scheme,
    }
}

/// `,"servers":{..}`: the configured public URL of the API, then the other servers that the declaration has and whose URL
/// has a host; nothing if there are none.
pub(in crate::spec) const fn servers(w: &mut Writer<'_>, info: &Info, public_url: Option<&str>) {
    let mut count = 0;
    if let Some(url) = public_url {
        count = server(w, url, "", count);
    }
    let mut at = 0;
    while at < info.servers.len() {
        if !is_public(info, info.servers[at], public_url) {
            let (url, appended) = info.declared_server(info.servers[at]);
            // Addresses begin with the base path.
            let without = if appended.is_empty() { info.base_path } else { "" };
            count = server(w, url, without, count);
        }
        at += 1;
    }
    if count > 0 {
        w.put("}");
    }
}

/// Writes a server after so many others, without its base path; returns their number.
const fn server(w: &mut Writer<'_>, url: &str, without: &str, count: i64) -> i64 {
    let Some((scheme, host, path)) = apart(url) else {
        return count;
    };
    w.put(if count == 0 {
        ",\"servers\":{\"server"
    } else {
        ",\"server"
    });
    w.integer(count + 1);
    w.around("\":{\"host\":\"", host, "\"");
    let path = path.split_at(path.len() - without.len()).0;
    if !path.is_empty() {
        w.around(",\"pathname\":\"", path, "\"");
    }
    w.around(",\"protocol\":\"", protocol(scheme), "\"}");
    count + 1
}

/// The prefix of a socket's path in its address: the API's base path.
pub(super) const fn before_address(w: &mut Writer<'_>, info: &Info) {
    let base = info.base_path;
    w.escaped(match base.as_bytes() {
        [.., b'/'] => base.split_at(base.len() - 1).0,
        _ => base,
    });
}
