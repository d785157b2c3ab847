//! Texts as Rust source: literals, doc comments, comments.

/// The longest value that a comment shows.
const SHOWN: usize = 100;

/// A literal.
pub(in crate::cli) fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for letter in text.chars() {
        match letter {
            '\'' => literal.push(letter),
            // Not the escapes of letters that combine: they are plain text.
            letter if letter.is_alphanumeric() => literal.push(letter),
            letter => literal.extend(letter.escape_debug()),
        }
    }
    literal.push('"');
    literal
}

/// A literal of JSON text, without escapes where it can do without.
pub(in crate::cli) fn json_literal(json: &str) -> String {
    let plain = json.chars().all(|letter| !letter.is_control() && !turns(letter));
    if json.contains('"') && plain && !json.contains("\"#") {
        return format!("r#\"{json}\"#");
    }
    literal(json)
}

/// The lines of a doc comment.
pub(in crate::cli) fn docs(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim().split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let line = plain(line).trim_end().to_owned();
        if !(line.is_empty() && lines.last().is_some_and(String::is_empty)) {
            lines.push(line);
        }
    }
    if lines == [""] {
        lines.clear();
    }
    lines
}

/// A line of Markdown as lines of at most so many characters, where it is plain text: the paragraph stays the same.
pub(in crate::cli) fn wrapped(line: &str, width: usize) -> Vec<String> {
    if line.chars().count() <= width || line.starts_with([' ', '|', '#', '>', '`', '~', '<']) {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in line.split(' ') {
        let more = word.chars().count();
        // These would begin a list, a heading or a quote.
        let begins = word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~', '`', '<'])
            || word
                .trim_start_matches(|digit: char| digit.is_ascii_digit())
                .starts_with(['.', ')']);
        match lines.last_mut() {
            Some(last) if length == 0 || length + 1 + more <= width || begins => {
                if length > 0 {
                    last.push(' ');
                    length += 1;
                }
                last.push_str(word);
                length += more;
            }
            _ => {
                lines.push(word.to_owned());
                length = more;
            }
        }
    }
    lines
}

/// One line, not too long.
pub(in crate::cli) fn line(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(plain).collect();
    let line = words.join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} ..", line[..end].trim_end()),
        None => line,
    }
}

/// Text without the characters that a comment can't have.
fn plain(text: &str) -> String {
    let text = text.replace('\t', "    ");
    text.chars()
        .filter(|letter| !letter.is_control() && !turns(*letter))
        .collect()
}

/// Whether a character turns the direction of text around, which the compiler refuses in source.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
