//! Paths as they are written in a declaration.

/// The error of an op's path template, if it is invalid: ends a sentence that begins with it. A parameter is a segment.
pub(super) const fn template_fault(path: &str) -> Option<&'static str> {
    let bytes = path.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            if at == 0 || bytes[at - 1] != b'/' {
                return Some(" has a parameter that isn't a segment of its own; write `/{name}/`");
            }
            let name = at + 1;
            while at < bytes.len() && !matches!(bytes[at], b'}' | b'/') {
                at += 1;
            }
            if at == bytes.len() || bytes[at] != b'}' || at == name {
                return Some(" has a `{` without name or `}`; write `/{name}/`");
            }
            if at + 1 < bytes.len() && bytes[at + 1] != b'/' {
                return Some(" has a parameter that isn't a segment of its own; write `/{name}/`");
            }
            // The text before it, back to the last parameter, is plain.
            if name > start + 2
                && let Some(fault) = fault(path.split_at(name - 2).0.split_at(start).1)
            {
                return Some(fault);
            }
            start = at + 1;
        } else if bytes[at] == b'}' {
            return Some(" has a `}` without its `{`; write `/{name}/`");
        }
        at += 1;
    }
    if start == bytes.len() {
        return None;
    }
    if bytes.len() == 1 && bytes[0] == b'/' {
        return None;
    }
    fault(path.split_at(start).1)
}

/// The error of a path, if it is invalid: ends a sentence that begins with its name. Requests are compared as they come, escapes
/// and all: a character that clients escape (RFC 3986, section 2.3) would never match.
pub(super) const fn fault(path: &str) -> Option<&'static str> {
    let bytes = path.as_bytes();
    if bytes[0] != b'/' {
        return Some(" must begin with `/`");
    }
    if bytes[bytes.len() - 1] == b'/' {
        return Some(" must not end with `/`");
    }
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'}' => return Some(" must hold no `{` or `}`; the key is added where operations need it"),
            b'?' | b'#' => return Some(" must hold no `?` or `#`; a query or fragment is no part of a path"),
            b'*' | b'%' | b'"' | b'\\' => return Some(" must hold no `*`, `%`, `\"` or `\\`"),
            0..=b' ' | 0x7f => return Some(" must hold no blank"),
            b'/' if at > 0 && bytes[at - 1] == b'/' => return Some(" must not hold `//`"),
            b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => at += 1,
            _ => return Some(" must hold only ASCII letters, digits, `-`, `.`, `_` and `~` between its `/`"),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{fault, template_fault};

    #[test]
    fn templates_may_have_parameters_side_by_side() {
        for path in ["/{a}", "/a/{b}", "/{a}/{b}", "/a/{b}/{c}/d/{e}", "/{a}/b"] {
            assert_eq!(template_fault(path), None, "{path}");
        }
        for path in [
            "{a}",
            "/a{b}",
            "/{a}b",
            "/{}",
            "/{a",
            "/a}",
            "/{a}{b}",
            "/{a}//{b}",
            "/{a}/",
            "a/{b}",
            "/{a/b}",
        ] {
            assert!(template_fault(path).is_some(), "{path}");
        }
    }

    #[track_caller]
    fn case(path: &str, begin: Option<&str>) {
        match (fault(path), begin) {
            (None, None) => {}
            (Some(fault), Some(begin)) => assert!(fault.contains(begin), "{path}: {fault}"),
            (fault, _) => panic!("{path}: {fault:?}"),
        }
    }

    #[test]
    fn paths_are_plain() {
        case("/tasks", None);
        case("/a/b-c/d_e.f", None);
        case("tasks", Some("begin"));
        case("/", Some("end"));
        case("/tasks/", Some("end"));
        case("/tasks/{id}", Some("key"));
        case("/tasks?x", Some("query"));
        case("/tasks#x", Some("query"));
        case("/ta sks", Some("blank"));
        case("/a//b", Some("//"));
        case("/a%20b", Some("%"));
        case("/größen", Some("ASCII"));
        case("/a~b", None);
        case("/a:b", Some("ASCII"));
    }

    #[test]
    fn templates_have_parameters_for_segments() {
        for path in ["/", "/a", "/{a}", "/{a}/{b}", "/a/{b}/{c}/d/{e}", "/{a}/b"] {
            assert_eq!(template_fault(path), None, "{path}");
        }
        for path in [
            "/a{b}",
            "/{a}b",
            "/{}",
            "/{a",
            "/a}",
            "{a}",
            "/{a}//{b}",
            "/{a}/",
            "a/{b}",
        ] {
            assert!(template_fault(path).is_some(), "{path}");
        }
    }
}
