//! Rust source as tokens, without comments and literals: enough to find paths.

/// A token and its line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// Takes `source` apart. Identifiers and `::` are one token each, every other character that isn't white space is one too.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let end = end_of_token(&chars, at);
        let text: String = chars[at..end].iter().collect();
        if is_code(&text) {
            found.push(Token {
                line,
                text: text.clone(),
            });
        }
        line += text.matches('\n').count();
        at = end;
    }
    found
}

/// Whether a piece is neither white space, comment nor literal.
fn is_code(text: &str) -> bool {
    let literal = text.len() > 1 && (text.ends_with('"') || text.ends_with('#') || text.starts_with('\''));
    !(text.trim().is_empty() || text.starts_with("//") || text.starts_with("/*") || text.starts_with('"') || literal)
}

fn end_of_token(chars: &[char], at: usize) -> usize {
    let second = chars.get(at + 1).copied();
    match chars[at] {
        '/' if second == Some('/') => find(chars, at, |c| c == '\n'),
        '/' if second == Some('*') => end_of_comment(chars, at),
        '"' => end_of_string(chars, at + 1),
        '\'' => end_of_quote(chars, at),
        ':' if second == Some(':') => at + 2,
        c if is_word(c) => {
            let end = find(chars, at, |c| !is_word(c));
            let prefix: String = chars[at..end].iter().collect();
            match chars.get(end) {
                Some('"') if matches!(prefix.as_str(), "b" | "c") => end_of_string(chars, end + 1),
                Some('"' | '#') if matches!(prefix.as_str(), "r" | "br" | "cr") => end_of_raw(chars, end),
                _ => end,
            }
        }
        _ => at + 1,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn find(chars: &[char], from: usize, stop: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|&at| stop(chars[at])).unwrap_or(chars.len())
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (at, depth) = (at + 2, depth + 1),
            ('*', '/') if depth == 1 => return at + 2,
            ('*', '/') => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// `r"..."`, `r#"..."#`; a raw identifier `r#type` ends after its `#`.
fn end_of_raw(chars: &[char], start: usize) -> usize {
    let quote = find(chars, start, |c| c != '#');
    if chars.get(quote) != Some(&'"') {
        return start;
    }
    let hashes = quote - start;
    let closes =
        |&at: &usize| chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    (quote + 1..chars.len())
        .find(closes)
        .map_or(chars.len(), |at| at + 1 + hashes)
}

/// A character literal, or the quote of a lifetime.
fn end_of_quote(chars: &[char], at: usize) -> usize {
    match chars.get(at + 1) {
        Some('\\') => (find(chars, at + 3, |c| c == '\'') + 1).min(chars.len()),
        Some(_) if chars.get(at + 2) == Some(&'\'') => at + 3,
        _ => at + 1,
    }
}
