//! What the compiler reports, as lines that stay the same in its next version.

use serde_json::Value;

/// What rustc and the standard library say where this crate could say something: with E0277, and without a code.
const WORDS_OF_RUSTC: &[&str] = &[
    "the trait bound `",
    "is not a future",
    "cannot be sent between threads safely",
    "no rules expected",
    "expected identifier, found",
];

/// An error or a warning.
pub(crate) struct Report {
    /// Where it begins: line and column, to sort by.
    start: (u64, u64),
    text: String,
    /// Whether it stands at the whole call of a macro, however long it is.
    pub(crate) spans_call: bool,
    /// The message as users see it.
    pub(crate) rendered: String,
}

impl Report {
    /// A message of the compiler about a file; `None` for one that sums up.
    pub(crate) fn of(message: &Value, file: &Value) -> Option<Self> {
        let spans = message["spans"].as_array().unwrap();
        let span = inside(file, spans.iter().find(|span| span["is_primary"] == true)?);
        let number = |name: &str| span[name].as_u64().unwrap();
        let (line, column) = (number("line_start"), number("column_start"));
        let (last_line, last_column) = (number("line_end"), number("column_end"));
        // A span of a macro of the crate may know of no caller.
        let is_here = &span["file_name"] == file;
        let source = span["text"][0]["text"].as_str().unwrap_or_default();
        let skipped = usize::try_from(column - 1).unwrap();
        let from_column: String = source.chars().skip(skipped).collect();
        let mut text = if !is_here {
            "elsewhere ".to_owned()
        } else if line == last_line {
            let length = usize::try_from(last_column - column).unwrap();
            let token: String = from_column.chars().take(length).collect();
            format!("{line}:{column} `{token}` ")
        } else {
            format!("{line}:{column}..{last_line}:{last_column} ")
        };
        if message["level"] != "error" {
            text.push_str(message["level"].as_str().unwrap());
            text.push(' ');
        }
        let code = message["code"]["code"].as_str();
        text.push_str(code.unwrap_or("error"));
        let words = message["message"].as_str().unwrap();
        if let Some(words) = own_words(code, words) {
            text.push_str(": ");
            text.push_str(words.lines().next().unwrap_or_default());
        }
        Some(Self {
            start: if is_here { (line, column) } else { (u64::MAX, 0) },
            text,
            spans_call: is_here && begins_call(&from_column),
            rendered: message["rendered"].as_str().unwrap().to_owned(),
        })
    }
}

/// The lines of a case's reports, in the order of their places.
pub(crate) fn lines(mut reports: Vec<Report>) -> Vec<String> {
    reports.sort_by(|a, b| (a.start, &a.text).cmp(&(b.start, &b.text)));
    reports.into_iter().map(|report| report.text).collect()
}

/// Whether source code begins with the call of a macro of this crate.
fn begins_call(source: &str) -> bool {
    let name = source.strip_prefix("warp_openapi::").unwrap_or(source);
    name.starts_with("api!") || name.starts_with("api_part!")
}

/// The span inside the file: out of the macros of other files that it came through.
fn inside<'s>(file: &Value, mut span: &'s Value) -> &'s Value {
    while &span["file_name"] != file && span["expansion"].is_object() {
        span = &span["expansion"]["span"];
    }
    span
}

/// The message, if it is this crate's own.
fn own_words<'m>(code: Option<&str>, message: &'m str) -> Option<&'m str> {
    match code {
        Some("E0080") => message.strip_prefix("evaluation panicked: "),
        Some("E0277") | None => {
            let of_rustc = WORDS_OF_RUSTC.iter().any(|words| message.contains(words));
            (!of_rustc).then_some(message)
        }
        Some(_) => None,
    }
}
