//! A reader of the text of `CREATE TABLE` that SQLite keeps, for what its pragmas leave out: checks, collations and names of constraints.
//!
//! It scans the tokens for the keywords that it knows and skips the rest, so that no syntax of SQLite makes it fail.

use sqlparser::dialect::SQLiteDialect;
use sqlparser::tokenizer::{Token, Tokenizer};

/// What the text has.
#[derive(Debug, Default)]
pub(super) struct Definition {
    /// Columns with a collation of their own.
    pub(super) collations: Vec<(String, String)>,
    /// Columns whose type is spelled `integer`: pragmas report it in capitals, as they do `INTEGER`.
    pub(super) integers: Vec<String>,
    pub(super) checks: Vec<DefinedCheck>,
    pub(super) uniques: Vec<Named>,
    pub(super) references: Vec<Named>,
    /// Whether the key has `AUTOINCREMENT`: it is counted up, and no value is used twice.
    pub(super) counted: bool,
    /// Whether a constraint has `ON CONFLICT`.
    pub(super) conflicts: bool,
}

#[derive(Debug)]
pub(super) struct DefinedCheck {
    pub(super) name: Option<String>,
    /// The column whose definition it is part of.
    pub(super) column: Option<String>,
    pub(super) condition: String,
}

/// A constraint of columns.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) deferrable: bool,
}

impl Definition {
    /// Parses a text; `None` if it can't be parsed.
    pub(super) fn read(sql: &str) -> Option<Self> {
        let dialect = SQLiteDialect {};
        // Quotes are kept, so that a condition can be printed as it was written.
        let tokens = Tokenizer::new(&dialect, sql).with_unescape(false).tokenize().ok()?;
        let start = tokens.iter().position(|token| *token == Token::LParen)?;
        let body = group(&tokens, start)?;
        let mut definition = Self::default();
        for part in split(body) {
            definition.part(part)?;
        }
        Some(definition)
    }

    /// The collation of a column, if it has one of its own.
    pub(super) fn collation(&self, column: &str) -> Option<&str> {
        let mut own = self.collations.iter();
        let (_, collation) = own.find(|(name, _)| name.eq_ignore_ascii_case(column))?;
        Some(collation)
    }

    /// Whether a column has the type `integer`, spelled so.
    pub(super) fn is_integer(&self, column: &str) -> bool {
        self.integers.iter().any(|name| name.eq_ignore_ascii_case(column))
    }

    /// A column with what belongs to it, or a constraint.
    fn part(&mut self, part: &[Token]) -> Option<()> {
        let first = next(part, 0)?;
        let own = match word(&part[first]).as_deref() {
            Some("CONSTRAINT" | "PRIMARY" | "UNIQUE" | "CHECK" | "FOREIGN") => None,
            _ => Some(name(&part[first])?),
        };
        let mut at = if own.is_some() { first + 1 } else { first };
        if let (Some(own), Some(kind)) = (&own, next(part, at))
            && matches!(&part[kind], Token::Word(word) if word.value == "integer")
        {
            self.integers.push(own.clone());
        }
        let mut named = None;
        let mut from: Option<(Option<String>, Vec<String>)> = None;
        let mut before = String::new();
        while let Some(here) = next(part, at) {
            at = here + 1;
            let called: Option<String> = named.take();
            let word = word(&part[here]).unwrap_or_default();
            match word.as_str() {
                "CONSTRAINT" => {
                    at = next(part, at)?;
                    named = Some(name(&part[at])?);
                    at += 1;
                }
                "CHECK" => {
                    let start = next(part, at)?;
                    let inner = group(part, start)?;
                    let condition: String = inner.iter().map(ToString::to_string).collect();
                    self.checks.push(DefinedCheck {
                        name: called,
                        column: own.clone(),
                        condition: condition.trim().to_owned(),
                    });
                    at = start + inner.len() + 2;
                }
                "UNIQUE" => {
                    let columns = listed(part, &mut at).or_else(|| Some(vec![own.clone()?]))?;
                    self.uniques.push(Named {
                        name: called,
                        columns,
                        deferrable: false,
                    });
                }
                "FOREIGN" => {
                    at = next(part, at)? + 1;
                    from = Some((called, listed(part, &mut at)?));
                }
                "REFERENCES" => {
                    let (name, columns) = match (from.take(), &own) {
                        (Some(from), _) => from,
                        (None, own) => (called, vec![own.clone()?]),
                    };
                    self.references.push(Named {
                        name,
                        columns,
                        deferrable: false,
                    });
                    // The table's name may be one of the words.
                    at = next(part, at)? + 1;
                }
                "DEFERRABLE" if before != "NOT" => {
                    self.references.last_mut()?.deferrable = true;
                }
                "COLLATE" => {
                    let collation = next(part, at)?;
                    at = collation + 1;
                    if let Some(own) = &own {
                        self.collations.push((own.clone(), name(&part[collation])?));
                    }
                }
                "AUTOINCREMENT" => self.counted = true,
                "CONFLICT" => self.conflicts = true,
                _ if part[here] == Token::LParen => at = here + group(part, here)?.len() + 2,
                _ => {}
            }
            before = word;
        }
        Some(())
    }
}

/// The next token from `at` on that isn't space.
fn next(tokens: &[Token], at: usize) -> Option<usize> {
    let rest = tokens.get(at..)?;
    let space = rest.iter().take_while(|token| matches!(token, Token::Whitespace(_)));
    let found = at + space.count();
    (found < tokens.len()).then_some(found)
}

/// The tokens between the parenthesis at `start` and the one that closes it.
fn group(tokens: &[Token], start: usize) -> Option<&[Token]> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return tokens.get(start + 1..at);
        }
    }
    None
}

/// Parts between commas that are in no parentheses.
fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_i32;
    tokens
        .split(|token| {
            match token {
                Token::LParen => depth += 1,
                Token::RParen => depth -= 1,
                _ => {}
            }
            depth == 0 && *token == Token::Comma
        })
        .collect()
}

/// The names in the parentheses that follow, if there are some.
fn listed(tokens: &[Token], at: &mut usize) -> Option<Vec<String>> {
    let start = next(tokens, *at).filter(|start| tokens[*start] == Token::LParen)?;
    let inner = group(tokens, start)?;
    *at = start + inner.len() + 2;
    split(inner)
        .into_iter()
        .map(|part| name(&part[next(part, 0)?]))
        .collect()
}

/// A word that isn't quoted, in capitals.
fn word(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_uppercase()),
        _ => None,
    }
}

/// A name, quoted or not.
fn name(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) => Some(match word.quote_style {
            Some(quote @ ('"' | '`')) => word.value.replace(&format!("{quote}{quote}"), &quote.to_string()),
            _ => word.value.clone(),
        }),
        Token::SingleQuotedString(text) => Some(text.replace("''", "'")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_found_wherever_they_stand() {
        let text = r#"CREATE TABLE "a ""b"" (" (
            id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT ROLLBACK AUTOINCREMENT, -- check (x)
            "no ""name""" varchar(10) CONSTRAINT nn NOT NULL COLLATE NOCASE DEFAULT ('unique, (x)') UNIQUE CHECK ("no ""name""" <> ')'),
            [of] unsigned big int REFERENCES "check" ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
            other integer constraint o references t(a) not deferrable,
            CONSTRAINT u UNIQUE ("id", other COLLATE nocase) ON CONFLICT IGNORE,
            CONSTRAINT f FOREIGN KEY (id, `of`) REFERENCES t (a, b)
            CONSTRAINT c CHECK (other IN ('a''b', (1)))
        ) STRICT"#;
        let found = Definition::read(text).unwrap();
        assert_eq!(found.collations, [("no \"name\"".to_owned(), "NOCASE".to_owned())]);
        assert!(found.counted && found.conflicts);
        assert!(found.is_integer("Other") && !found.is_integer("id"));
        let checks: Vec<_> = found
            .checks
            .iter()
            .map(|check| (check.name.as_deref(), check.column.as_deref(), check.condition.as_str()))
            .collect();
        assert_eq!(
            checks,
            [
                (None, Some("no \"name\""), r#""no ""name""" <> ')'"#),
                (Some("c"), None, "other IN ('a''b', (1))"),
            ]
        );
        let listed = |list: &[Named]| -> Vec<(Option<String>, String, bool)> {
            let one = |named: &Named| (named.name.clone(), named.columns.join(","), named.deferrable);
            list.iter().map(one).collect()
        };
        assert_eq!(
            listed(&found.uniques),
            [
                (None, "no \"name\"".to_owned(), false),
                (Some("u".to_owned()), "id,other".to_owned(), false),
            ]
        );
        assert_eq!(
            listed(&found.references),
            [
                (None, "of".to_owned(), true),
                (Some("o".to_owned()), "other".to_owned(), false),
                (Some("f".to_owned()), "id,of".to_owned(), false),
            ]
        );
    }

    #[test]
    fn what_cant_be_read_is_none() {
        assert!(Definition::read("CREATE TABLE x (a CHECK (").is_none());
        assert!(Definition::read("CREATE TABLE x").is_none());
        assert!(Definition::read("CREATE TABLE x (a 'b)").is_none());
    }
}
