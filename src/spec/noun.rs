//! What the rows of a resource are called in sentences: `a task`, `tasks`.

use super::writer::Writer;

/// What names several by the word for one.
const UNCOUNTED: &[&str] = &[
    "data",
    "equipment",
    "feedback",
    "fish",
    "information",
    "media",
    "metadata",
    "news",
    "series",
    "sheep",
    "species",
    "staff",
];

/// What names several by another word.
const IRREGULAR: &[(&str, &str)] = &[
    ("child", "children"),
    ("criterion", "criteria"),
    ("datum", "data"),
    ("foot", "feet"),
    ("half", "halves"),
    ("index", "indexes"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("man", "men"),
    ("medium", "media"),
    ("person", "people"),
    ("shelf", "shelves"),
    ("woman", "women"),
];

/// Writes one of them with its article, from a name such as `story_point`: `a story point`.
pub(super) const fn one(w: &mut Writer<'_>, snake: &str) {
    w.put(if sounds_like_a_vowel(snake.as_bytes()) {
        "an "
    } else {
        "a "
    });
    words(w, snake);
}

/// Writes several of them: `story points`.
pub(super) const fn several(w: &mut Writer<'_>, snake: &str) {
    let bytes = snake.as_bytes();
    let mut last = bytes.len();
    while last > 0 && bytes[last - 1] != b'_' {
        last -= 1;
    }
    let (before, word) = snake.split_at(last);
    words(w, before);
    let mut at = 0;
    while at < UNCOUNTED.len() {
        if is(word, UNCOUNTED[at]) {
            return w.put(word);
        }
        at += 1;
    }
    at = 0;
    while at < IRREGULAR.len() {
        if is(word, IRREGULAR[at].0) {
            return w.put(IRREGULAR[at].1);
        }
        at += 1;
    }
    match word.as_bytes() {
        [.., b'a' | b'e' | b'i' | b'o' | b'u', b'y'] => w.put3(word, "s", ""),
        [.., b'y'] => w.put3(word.split_at(word.len() - 1).0, "ies", ""),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => w.put3(word, "es", ""),
        _ => w.put3(word, "s", ""),
    }
}

/// A name's words.
pub(super) const fn words(w: &mut Writer<'_>, snake: &str) {
    let bytes = snake.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        w.bytes(if bytes[at] == b'_' {
            b" "
        } else {
            bytes.split_at(at).1.split_at(1).0
        });
        at += 1;
    }
}

/// Whether a word takes `an`: the sound counts, `a unit` and `an hour`.
const fn sounds_like_a_vowel(word: &[u8]) -> bool {
    match word {
        [b'e', b'u', ..] | [b'o', b'n', b'e'] | [b'o', b'n', b'e', b'_', ..] => false,
        // `uninstall` and `unimportant` begin with `un`, which `unit` and `union` don't.
        [b'u', b'n', b'i', b'n' | b'm', ..] => true,
        [b'u', b'n', b'i', ..] | [b'u', b's', b'a' | b'e' | b'u', ..] | [b'u', b't', b'i', ..] => false,
        [b'u', b'r', b'i' | b'l', ..] | [b'u', b'u', b'i', b'd', ..] => false,
        [b'h', b'o', b'u', b'r', ..] | [b'h', b'e', b'i', b'r', ..] | [b'h', b'o', b'n', b'o' | b'e', ..] => true,
        [b'a' | b'e' | b'i' | b'o' | b'u', ..] => true,
        _ => false,
    }
}

const fn is(word: &str, other: &str) -> bool {
    super::names::same((word.as_bytes(), &[]), (other.as_bytes(), &[]))
}

#[cfg(test)]
mod tests {
    use super::{Writer, one, several};

    #[track_caller]
    fn case(snake: &str, single: &str, plural: &str) {
        let text = |write: fn(&mut Writer<'_>, &str)| {
            let mut room = [0; 64];
            let mut w = Writer::new(&mut room, &mut []);
            write(&mut w, snake);
            let length = w.len();
            String::from_utf8(room[..length].to_vec()).unwrap()
        };
        assert_eq!(text(one), single);
        assert_eq!(text(several), plural);
    }

    #[test]
    fn names_become_words_with_articles_and_plurals() {
        case("task", "a task", "tasks");
        case("story_point", "a story point", "story points");
        case("article_row", "an article row", "article rows");
        case("entry", "an entry", "entries");
        case("survey", "a survey", "surveys");
        case("watch", "a watch", "watches");
        case("address", "an address", "addresses");
        case("box", "a box", "boxes");
        case("series", "a series", "series");
        case("person", "a person", "people");
        case("user", "a user", "users");
        case("unit", "a unit", "units");
        case("uninstall", "an uninstall", "uninstalls");
        case("upload", "an upload", "uploads");
        case("url", "a url", "urls");
        case("hour", "an hour", "hours");
        case("house", "a house", "houses");
        case("event", "an event", "events");
    }
}
