//! Rust source as it grows.

use super::text::wrapped;

/// The longest line, if it can be broken.
pub(in crate::cli) const WIDTH: usize = 120;

/// The source, line by line.
#[derive(Default)]
pub(in crate::cli) struct Out {
    pub(in crate::cli) text: String,
}

impl Out {
    /// A line, indented.
    pub(in crate::cli) fn line(&mut self, level: usize, line: &str) {
        for _ in 0..level {
            self.text.push_str("    ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An empty line.
    pub(in crate::cli) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A doc comment.
    pub(in crate::cli) fn docs(&mut self, level: usize, docs: &[String]) {
        for docs in docs.iter().flat_map(|docs| wrapped(docs, WIDTH - level * 4 - 4)) {
            self.line(level, format!("/// {docs}").trim_end());
        }
    }

    /// A list on one line, or one item a line.
    pub(in crate::cli) fn list(&mut self, level: usize, begin: &str, items: &[String], end: &str, gap: &str) {
        let line = format!("{begin}{gap}{}{gap}{end}", items.join(", "));
        if level * 4 + line.chars().count() <= WIDTH {
            self.line(level, &line);
            return;
        }
        self.line(level, begin);
        for item in items {
            self.line(level + 1, &format!("{item},"));
        }
        self.line(level, end);
    }
}
