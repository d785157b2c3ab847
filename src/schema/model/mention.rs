//! The columns that conditions of checks name.

use std::borrow::Cow;

use super::quote;
use super::table::{Check, Rule, Table};

/// Words of SQL that can't name a column without quotes.
const KEYWORDS: [&str; 17] = [
    "and", "as", "between", "case", "cast", "else", "end", "false", "from", "in", "is", "like", "not", "null", "or",
    "then", "true",
];

impl Check {
    /// Whether its condition names this column.
    pub(crate) fn mentions(&self, column: &str) -> bool {
        self.column == column
            || match &self.rule {
                Rule::Other(condition) => pieces(condition).iter().any(|piece| piece.names(column)),
                _ => false,
            }
    }

    /// The columns of its table that its condition names.
    pub(crate) fn columns<'t>(&self, table: &'t Table) -> Vec<&'t str> {
        let names = table.columns.iter().map(|column| column.name.as_str());
        names.filter(|name| self.mentions(name)).collect()
    }

    /// A name in quotes that its condition has and its table hasn't; SQLite would take it for a text.
    pub(crate) fn unknown_name(&self, table: &Table) -> Option<String> {
        let Rule::Other(condition) = &self.rule else {
            return None;
        };
        let known = |name: &str| {
            let mut names = table.columns.iter().map(|column| &column.name).chain([&table.name]);
            names.any(|other| other.eq_ignore_ascii_case(name))
        };
        let mut before = "";
        for piece in pieces(condition) {
            match piece.name {
                Name::Quoted(name) if !known(&name) && !before.eq_ignore_ascii_case("collate") => {
                    return Some(name.into_owned());
                }
                _ if piece.text.trim().is_empty() => {}
                _ => before = piece.text,
            }
        }
        None
    }

    /// Makes it follow a column to another name.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        if let Rule::Other(condition) = &self.rule {
            self.rule = Rule::Other(renamed(condition, from, to));
        }
        if self.column == from {
            to.clone_into(&mut self.column);
        }
    }
}

fn renamed(condition: &str, from: &str, to: &str) -> String {
    let to = quote::quoted(to);
    let pieces = pieces(condition);
    let texts = pieces.iter().map(|piece| match piece.names(from) {
        true => to.as_str(),
        false => piece.text,
    });
    texts.collect()
}

/// A part of a condition.
struct Piece<'c> {
    text: &'c str,
    name: Name<'c>,
}

enum Name<'c> {
    /// A name in quotes.
    Quoted(Cow<'c, str>),
    /// One without, in whatever case.
    Bare,
    /// No name.
    None,
}

impl Piece<'_> {
    fn names(&self, column: &str) -> bool {
        match &self.name {
            Name::Quoted(name) => name == column,
            Name::Bare => self.text.eq_ignore_ascii_case(column),
            Name::None => false,
        }
    }
}

fn pieces(condition: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut rest = condition;
    // The text before it, without spaces: a name after it may be that of a type.
    let mut before = "";
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (text, after) = rest.split_at(length);
        let name = match first {
            '"' => match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                Some(inside) if inside.contains('"') => Name::Quoted(inside.replace("\"\"", "\"").into()),
                Some(inside) => Name::Quoted(inside.into()),
                None => Name::None,
            },
            _ if is_word(first) && !first.is_ascii_digit() && !is_type(condition, rest, before) => {
                let called = after.trim_start().starts_with('(');
                match called || KEYWORDS.contains(&text.to_ascii_lowercase().as_str()) {
                    true => Name::None,
                    false => Name::Bare,
                }
            }
            _ => Name::None,
        };
        if !text.trim().is_empty() {
            before = text;
        }
        pieces.push(Piece { text, name });
        rest = after;
    }
    pieces
}

/// Whether a word is a type: it comes after `::` or `AS`.
fn is_type(condition: &str, rest: &str, before: &str) -> bool {
    let read = &condition[..condition.len() - rest.len()];
    before.eq_ignore_ascii_case("as") || read.trim_end().ends_with("::")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The length of a text or a name in quotes; two of them inside stand for one.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(condition: &str, wanted: &str) {
        assert_eq!(renamed(condition, "size", "length"), wanted);
    }

    #[test]
    fn names_of_columns_follow_and_nothing_else() {
        case(r#""size" >= 0"#, r#""length" >= 0"#);
        case(r#"size>=0 AND Size < 9"#, r#""length">=0 AND "length" < 9"#);
        case(r#""oversize" > size2"#, r#""oversize" > size2"#);
        case(r#""a" <> 'the size of "size"'"#, r#""a" <> 'the size of "size"'"#);
        case(r#""a" = 'it''s' AND "size" = 1"#, r#""a" = 'it''s' AND "length" = 1"#);
        case(r#"size("a") > 0"#, r#"size("a") > 0"#);
        case(r#"CAST("a" AS size) = "a"::size"#, r#"CAST("a" AS size) = "a"::size"#);
        case(r#""a""size" > 0"#, r#""a""size" > 0"#);
        case(r#""Size" > 0"#, r#""Size" > 0"#);
        case("'open", "'open");
        case("\"", "\"");
    }

    #[test]
    fn a_quoted_name_may_hold_quotes() {
        assert_eq!(renamed(r#""a""b" > 0"#, r#"a"b"#, r#"c"d"#), r#""c""d" > 0"#);
    }
}
