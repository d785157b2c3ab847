//! Values as Rust literals.

/// A text: raw if that spares it backslashes, escaped where raw ones can't hold it.
pub(super) fn text(text: &str) -> String {
    let escaped = format!("{text:?}");
    // What isn't printable, such as a line break or a mark that turns the direction of text, is written as its code.
    let unchanged = |character: char| matches!(character, '"' | '\\' | '\'') || character.escape_debug().count() == 1;
    let raw = text.contains(['"', '\\']) && text.chars().all(unchanged);
    if !raw {
        return escaped;
    }
    let hashes = "#".repeat(hashes(text));
    format!("r{hashes}\"{text}\"{hashes}")
}

/// How many hashes the delimiters of a raw literal need.
fn hashes(text: &str) -> usize {
    let after = text.split('"').skip(1);
    let most = after.map(|rest| rest.chars().take_while(|&character| character == '#').count() + 1);
    most.max().unwrap_or(0)
}

/// A list of texts. An empty one has its type, since nothing else gives it.
pub(super) fn texts<S: AsRef<str>>(texts: &[S]) -> String {
    let texts: Vec<String> = texts.iter().map(|one| text(one.as_ref())).collect();
    match texts.as_slice() {
        [] => "[\"\"; 0]".to_owned(),
        texts => format!("[{}]", texts.join(", ")),
    }
}

/// A signed integer. A literal is of 32 bits without a suffix, and the compiler refuses those that don't fit.
pub(super) fn signed(digits: &str) -> String {
    let integer = integer(digits);
    match digits.parse::<i32>() {
        Ok(_) => integer,
        Err(_) => format!("{integer}_i64"),
    }
}

/// An integer of plain digits, in groups of three where there are many.
pub(super) fn integer(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut grouped = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// A text in one line of a comment: what would break the line becomes a space.
pub(super) fn comment(text: &str) -> String {
    let shown = |character: char| {
        character == '"' || character == '\'' || character == '\\' || {
            // As above: a compiler refuses marks that turn the direction of text in comments too.
            character.escape_debug().count() == 1
        }
    };
    text.chars()
        .map(|character| if shown(character) { character } else { ' ' })
        .collect::<String>()
        .trim()
        .to_owned()
}
