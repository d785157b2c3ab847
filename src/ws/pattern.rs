//! Patterns of events: `*`, `?` and `[..]` as in globs, everything else literal.

/// A pattern with wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Glob(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece {
    /// `*`: any text.
    Any,
    /// `?`: any character.
    One,
    /// `[a-z]`: one of these characters; `[^a-z]`, negated: one that is none of them.
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    Char(char),
}

/// A parsed pattern.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// The name of one event.
    Exact,
    /// All events that match.
    Glob(Glob),
}

impl Pattern {
    /// Whether a pattern has wildcards.
    pub(super) fn is_glob(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    /// Parses a pattern.
    ///
    /// # Errors
    ///
    /// The error message.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        if !Self::is_glob(text) {
            return Ok(Self::Exact);
        }
        let mut pieces = Vec::new();
        let mut chars = text.chars();
        while let Some(char) = chars.next() {
            pieces.push(match char {
                // Two in a row match what one matches, and take longer.
                '*' if pieces.last() == Some(&Piece::Any) => continue,
                '*' => Piece::Any,
                '?' => Piece::One,
                '[' => class(&mut chars)?,
                other => Piece::Char(other),
            });
        }
        Ok(Self::Glob(Glob(pieces)))
    }
}

/// Parses a class after its `[`, including its `]`.
fn class(chars: &mut std::str::Chars<'_>) -> Result<Piece, &'static str> {
    const OPEN: &str = "not a valid pattern: `[` without its `]`";
    let mut inside = Vec::new();
    loop {
        match chars.next().ok_or(OPEN)? {
            ']' if !inside.is_empty() && inside != ['^'] => break,
            char => inside.push(char),
        }
    }
    let (negated, inside) = match inside.as_slice() {
        ['^', rest @ ..] => (true, rest),
        all => (false, all),
    };
    let mut ranges = Vec::new();
    let mut rest = inside;
    loop {
        rest = match rest {
            [from, '-', to, rest @ ..] => {
                if from > to {
                    return Err("not a valid pattern: a range that ends before it begins");
                }
                ranges.push((*from, *to));
                rest
            }
            [one, rest @ ..] => {
                ranges.push((*one, *one));
                rest
            }
            [] => break,
        };
    }
    Ok(Piece::Class { negated, ranges })
}

impl Glob {
    /// Whether a whole name matches, in at most pieces × characters steps.
    pub(super) fn matches(&self, name: &str) -> bool {
        let chars: Vec<char> = name.chars().collect();
        let (mut piece, mut at) = (0, 0);
        // Where to continue after a mismatch: the last `*` matches one character more.
        let mut back: Option<(usize, usize)> = None;
        loop {
            match (self.0.get(piece), chars.get(at)) {
                (None, None) => return true,
                (Some(Piece::Any), _) => {
                    back = Some((piece, at));
                    piece += 1;
                }
                (Some(wanted), Some(char)) if wanted.matches(*char) => {
                    piece += 1;
                    at += 1;
                }
                _ => match back {
                    Some((star, from)) if from < chars.len() => {
                        back = Some((star, from + 1));
                        piece = star + 1;
                        at = from + 1;
                    }
                    _ => return false,
                },
            }
        }
    }
}

impl Piece {
    fn matches(&self, char: char) -> bool {
        match self {
            Self::Any => false,
            Self::One => true,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|(from, to)| (*from..=*to).contains(&char)) != *negated
            }
            Self::Char(own) => *own == char,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(pattern: &str, matches: &[&str], misses: &[&str]) {
        let Ok(Pattern::Glob(glob)) = Pattern::parse(pattern) else {
            panic!("{pattern} is no glob");
        };
        for name in matches {
            assert!(glob.matches(name), "{pattern} matches {name}");
        }
        for name in misses {
            assert!(!glob.matches(name), "{pattern} misses {name}");
        }
    }

    #[test]
    fn globs_match_whole_names() {
        case("*", &["", "a", "created", "a.b"], &[]);
        case("a*", &["a", "ab", "a*"], &["", "ba"]);
        case("*a", &["a", "ba", "aa"], &["ab"]);
        case("a*b*c", &["abc", "aXbYc", "abbc"], &["ab", "abcd"]);
        case("**", &["", "x"], &[]);
        case("cr?ated", &["created", "crXated", "crüated"], &["crated", "creeated"]);
        case("[abc]x", &["ax", "cx"], &["dx", "x", "aax"]);
        case("[a-c]x", &["bx"], &["dx", "-x"]);
        case("[^a-c]x", &["dx"], &["bx"]);
        case("[]a]", &["]", "a"], &["b"]);
        case("[a-]", &["a", "-"], &["b"]);
    }

    #[test]
    fn everything_else_is_literal() {
        case("a.b*", &["a.b", "a.bc"], &["axb"]);
        case("(x|y)+?", &["(x|y)+z"], &["x"]);
        case("a\\*", &["a\\", "a\\b"], &["a*"]);
        assert_eq!(Pattern::parse("a.b^$|(x){1}"), Ok(Pattern::Exact));
        assert_eq!(Pattern::parse(""), Ok(Pattern::Exact));
    }

    #[test]
    fn broken_patterns_are_errors() {
        for pattern in ["[", "[abc", "[]", "[^]", "[z-a]"] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn many_stars_take_no_longer_than_pieces_times_characters() {
        let pattern = "*a".repeat(120) + "b";
        let Ok(Pattern::Glob(glob)) = Pattern::parse(&pattern) else {
            panic!("a glob");
        };
        assert!(!glob.matches(&"a".repeat(250)));
    }
}
