//! Names in SQLite's statements.

/// A statement of SQLite whose names stand in backticks, which can be nothing but names.
///
/// SQLite takes `"title"` for the text `'title'` where no column has that name (<https://sqlite.org/quirks.html>, section 8): a condition on
/// a column that was renamed would hold for every row. The switches against that, `SQLITE_DBCONFIG_DQS_DML` and `_DDL`, are set by a
/// function of C that the driver doesn't offer and that takes `unsafe`, or when SQLite is compiled; no `PRAGMA` sets them.
pub(super) fn names_only(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['"', '\'', '`', '[', '-', '/']) {
        let found = &rest[at..];
        out.push_str(&rest[..at]);
        rest = found;
        if let Some(quoted) = found.strip_prefix('"') {
            let Some((name, after)) = name_and_rest(quoted) else {
                break;
            };
            out.push('`');
            out.push_str(&name.replace("\"\"", "\"").replace('`', "``"));
            out.push('`');
            rest = after;
            continue;
        }
        let length = length(found);
        out.push_str(&found[..length]);
        rest = &found[length..];
    }
    out.push_str(rest);
    out
}

/// The parts of a finished statement that are code, each with its place: names, texts and comments aren't.
pub(super) fn code(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = sql.get(from..).filter(|rest| !rest.is_empty())?;
        let at = rest.find(['\'', '`', '[', '-', '/']).unwrap_or(rest.len());
        let part = (from, &rest[..at]);
        from += at + length(&rest[at..]);
        Some(part)
    })
}

/// How long the name, text or comment is that a text begins with; one character where it begins with none.
fn length(found: &str) -> usize {
    let end = |closing: &str, from: usize| {
        let inner = found.get(from..).unwrap_or_default();
        inner.find(closing).map_or(found.len(), |at| from + at + closing.len())
    };
    // A closing mark that is doubled begins another text, which joins the one before.
    match found.as_bytes() {
        [b'\'', ..] => end("'", 1),
        [b'`', ..] => end("`", 1),
        [b'[', ..] => end("]", 1),
        [b'-', b'-', ..] => end("\n", 2),
        [b'/', b'*', ..] => end("*/", 2),
        found => found.len().min(1),
    }
}

/// A name behind its first quotation mark, and what follows the last one.
fn name_and_rest(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('"')?;
        let after = &text[at + 1..];
        if !after.starts_with('"') {
            return Some((&text[..at], after));
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::names_only;

    #[test]
    fn names_and_nothing_else_are_quoted_anew() {
        let cases = [
            (r#"SELECT "a"."b" FROM "a""#, "SELECT `a`.`b` FROM `a`"),
            (r#""say ""hi"" `x`""#, r#"`say "hi" ``x```"#),
            (r#"'it''s "so"' || "é" || 'ü'"#, r#"'it''s "so"' || `é` || 'ü'"#),
            (r#"`a"b` [c"d] - "e" / 2"#, r#"`a"b` [c"d] - `e` / 2"#),
            (
                "a -- it's \"so\"\n + \"b\" /* 5\" */ \"c\"",
                "a -- it's \"so\"\n + `b` /* 5\" */ `c`",
            ),
            (r#"'open "a""#, r#"'open "a""#),
            (r#"a "open"#, r#"a "open"#),
            ("", ""),
        ];
        for (sql, expected) in cases {
            assert_eq!(names_only(sql), expected);
        }
    }
}
