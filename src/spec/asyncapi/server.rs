//! Servers, and where addresses begin.

use crate::meta::Info;
use crate::spec::write::Writer;

/// A URL taken apart: scheme, host, and the path behind it.
const fn apart(url: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
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

/// `,"servers":{..}`: those whose URL has a host; nothing if there are none.
pub(super) const fn servers(w: &mut Writer<'_>, info: &Info) {
    let (mut at, mut count) = (0, 0);
    while at < info.servers.len() {
        if let Some((scheme, host, path)) = apart(info.servers[at]) {
            count += 1;
            w.put(if count == 1 {
                ",\"servers\":{\"server"
            } else {
                ",\"server"
            });
            w.integer(count);
            w.around("\":{\"host\":\"", host, "\"");
            if !path.is_empty() {
                w.around(",\"pathname\":\"", path, "\"");
            }
            w.around(",\"protocol\":\"", protocol(scheme), "\"}");
        }
        at += 1;
    }
    if count > 0 {
        w.put("}");
    }
}

/// What stands before a socket's path in its address: the API's base path, unless servers are declared, whose URLs end in it.
pub(super) const fn before_address(w: &mut Writer<'_>, info: &Info) {
    let mut at = 0;
    while at < info.servers.len() {
        if apart(info.servers[at]).is_some() {
            return;
        }
        at += 1;
    }
    let base = info.base_path;
    w.escaped(match base.as_bytes() {
        [.., b'/'] => base.split_at(base.len() - 1).0,
        _ => base,
    });
}
