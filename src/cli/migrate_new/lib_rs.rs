//! Where a migration is entered in the `lib.rs` of its crate: a `mod`, and an element of the list that `migrations` gives.
//!
//! The places are found among Rust's tokens; what a person wrote between them stays as it is.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Why a migration can't be entered: the rest of a sentence about the file, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    /// It has no tokens of Rust.
    #[error("isn't Rust that can be read, so nothing is written: {0}")]
    NotRust(String),
    /// A merge left its marks, the first of them in this line.
    #[error(
        "has a conflict marker in line {0}, so nothing is written: resolve the conflict, then run the command again"
    )]
    Conflict(usize),
    /// It lacks the place.
    #[error(
        "has {0}, so nothing is written: give it `fn migrations() -> Vec<Box<dyn MigrationTrait>> {{ vec![] }}` there, \
         which new migrations are added to"
    )]
    Lacks(&'static str),
}

/// The text with a migration entered as the last one.
///
/// # Errors
///
/// When the places aren't found, or the file has marks of a conflict.
pub(super) fn register(text: &str, module: &str) -> Result<String, Unfit> {
    // Tokens count from after the mark.
    let (mark, text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let tokens: TokenStream = text
        .parse()
        .map_err(|error: proc_macro2::LexError| Unfit::NotRust(error.to_string()))?;
    if let Some(line) = conflict(tokens.clone(), text) {
        return Err(Unfit::Conflict(line));
    }
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let list = list(&tokens)?;
    let file = File::new(text);
    let declared = file.module(&tokens, module);
    let listed = file.element(&list, module);
    // The list comes after or before the modules: the later edit first, so that the other one's place stays.
    let mut edits = [declared, listed];
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.0.start));
    let mut changed = text.to_owned();
    for (place, new) in edits {
        changed.replace_range(place, &new);
    }
    Ok(format!("{mark}{changed}"))
}

/// The line of the first marker that a merge left behind (git-merge(1), "How conflicts are presented"): seven signs, of which no Rust has so
/// many in a row but for `>`, which must begin the line. Those in comments and texts are no tokens.
fn conflict(tokens: TokenStream, text: &str) -> Option<usize> {
    const LENGTH: usize = 7;
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(inner) = token
            && let Some(line) = conflict(inner.stream(), text)
        {
            return Some(line);
        }
        let start = range(token).start;
        let begins_line = text[..start].ends_with('\n') || start == 0;
        let repeated = |sign| {
            let run = tokens.get(at..at + LENGTH);
            run.is_some_and(|run| run.iter().all(|token| is_sign(token, sign)))
        };
        if begins_line && ['<', '=', '>', '|'].into_iter().any(repeated) {
            return Some(text[..start].matches('\n').count() + 1);
        }
    }
    None
}

/// Whether the text declares a module of this name, so that another one can't.
pub(super) fn declares(text: &str, wanted: impl Fn(&str) -> bool) -> bool {
    let Ok(tokens) = text.trim_start_matches('\u{feff}').parse::<TokenStream>() else {
        return false;
    };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    modules(&tokens).any(|(name, _)| wanted(&name))
}

/// The brackets of the `vec![..]` that `migrations` gives.
fn list(tokens: &[TokenTree]) -> Result<Group, Unfit> {
    let mut found: Vec<(bool, Group)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !is_word(token, "impl") {
            continue;
        }
        let rest = &tokens[at + 1..];
        let Some(end) = rest.iter().position(|token| group(token, Delimiter::Brace).is_some()) else {
            continue;
        };
        let Some(of) = rest[..end].iter().position(|token| is_word(token, "for")) else {
            continue;
        };
        let named = |part: &[TokenTree], name| part.iter().any(|token| is_word(token, name));
        if let Some(body) = group(&rest[end], Delimiter::Brace)
            && named(&rest[..of], "MigratorTrait")
        {
            found.push((named(&rest[of..end], "Migrator"), body));
        }
    }
    if found.len() > 1 {
        found.retain(|(usual, _)| *usual);
    }
    let [(_, body)] = found.as_slice() else {
        return Err(Unfit::Lacks("no `impl MigratorTrait for Migrator`"));
    };
    let body: Vec<TokenTree> = body.stream().into_iter().collect();
    let function = body
        .windows(2)
        .position(|pair| is_word(&pair[0], "fn") && is_word(&pair[1], "migrations"))
        .and_then(|at| body[at..].iter().find_map(|token| group(token, Delimiter::Brace)));
    let function = function.ok_or(Unfit::Lacks("no `fn migrations` in its `impl MigratorTrait`"))?;
    let mut lists = Vec::new();
    vectors(function.stream(), &mut lists);
    match lists.as_slice() {
        [list] => Ok(list.clone()),
        [] => Err(Unfit::Lacks("no `vec![..]` in its `fn migrations`")),
        _ => Err(Unfit::Lacks("more than one `vec![..]` in its `fn migrations`")),
    }
}

/// The lists of `vec![..]`, those inside others aside.
fn vectors(tokens: TokenStream, found: &mut Vec<Group>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let bang = tokens.get(at).is_some_and(|token| is_sign(token, '!'));
        if let (true, true, Some(TokenTree::Group(list))) = (is_word(token, "vec"), bang, tokens.get(at + 1)) {
            // `vec![element; times]` takes no other element.
            if !list.stream().into_iter().any(|token| is_sign(&token, ';')) {
                found.push(list.clone());
            }
            at += 2;
        } else if let TokenTree::Group(inner) = token {
            vectors(inner.stream(), found);
        }
    }
}

/// The files that the text names as its modules, and where their semicolons end.
fn modules(tokens: &[TokenTree]) -> impl Iterator<Item = (String, usize)> {
    tokens.windows(3).filter_map(|three| match three {
        [word, TokenTree::Ident(name), end] if is_word(word, "mod") && is_sign(end, ';') => {
            Some((name.to_string(), range(end).end))
        }
        _ => None,
    })
}

/// Whether this is the name of a migration: `m20261122_101500_add_severity`.
fn is_migration(name: &str) -> bool {
    name.strip_prefix('m')
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if *name == word)
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn group(token: &TokenTree, delimiter: Delimiter) -> Option<Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group.clone()),
        _ => None,
    }
}

fn range(token: &TokenTree) -> Range<usize> {
    token.span().byte_range()
}

/// A place and its replacement.
type Edit = (Range<usize>, String);

/// The text, by bytes.
struct File<'t> {
    text: &'t str,
    /// How it ends its lines.
    end: &'static str,
}

impl<'t> File<'t> {
    fn new(text: &'t str) -> Self {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { text, end }
    }

    /// The white space at the beginning of the line of this byte.
    fn margin(&self, at: usize) -> &'t str {
        let line = &self.text[self.text[..at].rfind('\n').map_or(0, |line| line + 1)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Where the line of this byte ends, if nothing but a comment follows in it; else this byte.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let rest = line.trim_start();
        let block = rest.starts_with("/*") && rest.find("*/") == Some(rest.trim_end().len().saturating_sub(2));
        if rest.is_empty() || rest.starts_with("//") || block {
            at + line.len()
        } else {
            at
        }
    }

    /// Declares the module: below the others, or below what the file begins with.
    fn module(&self, tokens: &[TokenTree], module: &str) -> Edit {
        let end = self.end;
        let all: Vec<(String, usize)> = modules(tokens).collect();
        let last = all.iter().rfind(|(name, _)| is_migration(name));
        let last = last.or_else(|| all.iter().rfind(|(name, _)| !name.starts_with("test")));
        if let Some((_, at)) = last {
            let at = self.line_end(*at);
            let indent = self.margin(at);
            return (at..at, format!("{end}{indent}mod {module};"));
        }
        match beginning(tokens) {
            Some(at) => {
                // The first half of a line's end is taken for a part of a comment.
                let at = at - usize::from(self.text[..at].ends_with('\r'));
                let at = self.line_end(at);
                let blank = self.text[at..].trim_start_matches([' ', '\t', '\r']);
                let blank = blank
                    .strip_prefix('\n')
                    .unwrap_or(blank)
                    .trim_start_matches([' ', '\t']);
                let after = if blank.starts_with(['\n', '\r']) { "" } else { end };
                (at..at, format!("{end}{end}mod {module};{after}"))
            }
            None => (0..0, format!("mod {module};{end}{end}")),
        }
    }

    /// Adds the element at the end of the list.
    fn element(&self, list: &Group, module: &str) -> Edit {
        let end = self.end;
        let element = format!("Box::new({module}::Migration)");
        let (open, close) = (list.span_open().byte_range(), list.span_close().byte_range());
        let inside = open.end..close.start;
        let base = self.margin(open.start);
        let deeper = format!("{base}    ");
        let several = self.text[inside.clone()].contains('\n');
        let tokens: Vec<TokenTree> = list.stream().into_iter().collect();
        let Some(last) = tokens.last() else {
            if !several {
                let inner = self.text[inside.clone()].trim();
                let inner = if inner.is_empty() {
                    String::new()
                } else {
                    format!("{inner} ")
                };
                let line = format!("{inner}{element}");
                // rustfmt sets lists of up to 60 characters in one line.
                let new = if line.len() <= 60 {
                    line
                } else {
                    format!("{end}{deeper}{line},{end}{base}")
                };
                return (inside, new);
            }
            // Only comments are there: below them.
            let kept = self.text[inside.clone()].trim_end();
            let at = inside.start + kept.len();
            return (at..inside.end, format!("{end}{deeper}{element},{end}{base}"));
        };
        let comma = is_sign(last, ',');
        let after = range(last).end;
        if !several {
            let kept = self.text[inside.clone()].trim();
            let comma = if comma { "" } else { "," };
            return (
                inside,
                format!("{end}{deeper}{kept}{comma}{end}{deeper}{element},{end}{base}"),
            );
        }
        let indent = self.indent(&tokens).unwrap_or(&deeper);
        let at = self.line_end(after);
        let comment = &self.text[after..at];
        let comma = if comma { "" } else { "," };
        // A bracket that follows in the same line goes below.
        let below = if self.text[at..close.start].contains('\n') {
            String::new()
        } else {
            format!("{end}{base}")
        };
        (after..at, format!("{comma}{comment}{end}{indent}{element},{below}"))
    }

    /// The indent of the last element that begins a line.
    fn indent(&self, tokens: &[TokenTree]) -> Option<&'t str> {
        let elements = tokens.split(|token| is_sign(token, ','));
        let mut firsts = elements
            .filter_map(<[TokenTree]>::first)
            .map(|first| range(first).start);
        let begins = |at: &usize| self.text[..*at].trim_end_matches([' ', '\t']).ends_with('\n');
        firsts.rfind(begins).map(|at| self.margin(at))
    }
}

/// Where the last `use` at the top ends, or else the last attribute of the whole file.
fn beginning(tokens: &[TokenTree]) -> Option<usize> {
    let mut inner = None;
    let mut at = 0;
    while let [hash, bang, attribute, ..] = &tokens[at..]
        && is_sign(hash, '#')
        && is_sign(bang, '!')
    {
        inner = Some(range(attribute).end);
        at += 3;
    }
    let uses = tokens.iter().enumerate().filter(|(_, token)| is_word(token, "use"));
    let mut ends = uses.filter_map(|(at, _)| tokens[at..].iter().find(|token| is_sign(token, ';')));
    ends.next_back().map(|end| range(end).end).or(inner)
}
