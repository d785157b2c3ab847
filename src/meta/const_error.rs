//! The texts of compile errors. A const panic takes one text, so the parts are joined in a buffer.

/// More than any message needs. Longer ones are cut.
const CAPACITY: usize = 1024;

/// Panics with the joined parts: where, what, remedy. In const that is a compile error.
#[track_caller]
pub(crate) const fn const_error(parts: &[&str]) -> ! {
    let (bytes, len) = join(parts);
    panic!("{}", text(bytes.split_at(len).0))
}

const fn join(parts: &[&str]) -> ([u8; CAPACITY], usize) {
    let mut bytes = [0; CAPACITY];
    let mut len = 0;
    let mut part = 0;
    while part < parts.len() {
        let from = parts[part].as_bytes();
        let mut at = 0;
        while at < from.len() && len < CAPACITY {
            bytes[len] = from[at];
            at += 1;
            len += 1;
        }
        part += 1;
    }
    (bytes, len)
}

/// The longest valid text from the start, since the cut may have split a character.
const fn text(bytes: &[u8]) -> &str {
    let mut len = bytes.len();
    loop {
        match core::str::from_utf8(bytes.split_at(len).0) {
            Ok(text) => return text,
            Err(_) => len -= 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, join, text};

    #[test]
    fn parts_are_joined() {
        let (bytes, len) = join(&["resource `", "Größe", "`"]);
        assert_eq!(text(&bytes[..len]), "resource `Größe`");
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let long = "ü".repeat(CAPACITY);
        let (bytes, len) = join(&["a", &long]);
        assert_eq!(text(&bytes[..len]).len(), CAPACITY - 1);
    }
}
