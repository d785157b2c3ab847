//! Calls set in lines, the way rustfmt does by default: a crate without rustfmt reads well too, and one with it changes little.

use super::literal;

/// The longest line.
pub(super) const LINE: usize = 100;
/// The longest list of arguments, and the longest chain of calls, in one line.
const SHORT: usize = 60;

/// A call with its arguments.
#[derive(Debug, Clone)]
pub(super) struct Call {
    name: String,
    /// None of what isn't called: `.await`.
    arguments: Option<Vec<Argument>>,
    /// The items of `warp_openapi::migration` that it uses.
    needs: Vec<&'static str>,
}

#[derive(Debug, Clone)]
enum Argument {
    Plain(String),
    Chain(Chain),
}

impl Call {
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            arguments: Some(Vec::new()),
            needs: Vec::new(),
        }
    }

    /// `await`, which has no arguments: `await` or `await?`.
    pub(super) fn awaited(word: &str) -> Self {
        Self {
            arguments: None,
            ..Self::new(word)
        }
    }

    pub(super) fn text(self, value: &str) -> Self {
        self.plain(literal::text(value))
    }

    pub(super) fn texts<S: AsRef<str>>(self, values: &[S]) -> Self {
        self.plain(literal::texts(values))
    }

    pub(super) fn plain(self, argument: impl Into<String>) -> Self {
        self.argument(Argument::Plain(argument.into()))
    }

    pub(super) fn chain(mut self, argument: Chain) -> Self {
        self.needs.extend(argument.needs());
        self.argument(Argument::Chain(argument))
    }

    fn argument(mut self, argument: Argument) -> Self {
        self.arguments.get_or_insert_default().push(argument);
        self
    }

    pub(super) fn needing(mut self, name: &'static str) -> Self {
        self.needs.push(name);
        self
    }

    fn list(&self) -> String {
        let arguments = self.arguments.iter().flatten().map(Argument::flat);
        arguments.collect::<Vec<_>>().join(", ")
    }

    fn flat(&self) -> String {
        match self.arguments {
            Some(_) => format!("{}({})", self.name, self.list()),
            None => self.name.clone(),
        }
    }

    /// Its lines, where the first begins after `before` at this indent.
    fn lines(&self, indent: usize, before: &str, after: &str) -> Vec<String> {
        let line = format!("{}{before}{}{after}", " ".repeat(indent), self.flat());
        let arguments = self.arguments.as_deref().unwrap_or_default();
        let short = match arguments {
            [Argument::Chain(chain)] => chain.is_short(),
            _ => width(&self.list()) <= SHORT,
        };
        let whole = short && width(&line) <= LINE;
        let breakable = arguments.len() > 1 || matches!(arguments, [Argument::Chain(_)]);
        if whole || !breakable {
            return vec![line];
        }
        let mut lines = vec![format!("{}{before}{}(", " ".repeat(indent), self.name)];
        for argument in arguments {
            match argument {
                Argument::Plain(text) => lines.push(format!("{}{text},", " ".repeat(indent + 4))),
                Argument::Chain(chain) => lines.extend(chain.lines(indent + 4, ",")),
            }
        }
        lines.push(format!("{}){after}", " ".repeat(indent)));
        lines
    }
}

impl Argument {
    fn flat(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Chain(chain) => chain.flat(),
        }
    }
}

/// A call, and method calls on its result: `alter_table("tasks").drop_index("tasks_severity_idx")`.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    root: Call,
    links: Vec<Link>,
}

#[derive(Debug, Clone)]
struct Link {
    call: Call,
    /// Why it is commented out; empty after one with the same reason.
    waits: Option<String>,
    /// A comment above it.
    warning: Option<&'static str>,
}

impl Chain {
    pub(super) fn new(root: Call) -> Self {
        let links = Vec::new();
        Self { root, links }
    }

    pub(super) fn then(mut self, call: Call) -> Self {
        self.links.push(Link {
            call,
            waits: None,
            warning: None,
        });
        self
    }

    /// Adds a call below a comment.
    pub(super) fn warned(mut self, call: Call, warning: &'static str) -> Self {
        self.links.push(Link {
            call,
            waits: None,
            warning: Some(warning),
        });
        self
    }

    /// Adds a call that is commented out, below a line with the reason, if there is one.
    pub(super) fn waiting(mut self, call: Call, why: String) -> Self {
        self.links.push(Link {
            call,
            waits: Some(why),
            warning: None,
        });
        self
    }

    /// The items of `warp_openapi::migration` that it uses, comments aside.
    pub(super) fn needs(&self) -> Vec<&'static str> {
        let running = self.links.iter().filter(|link| link.waits.is_none());
        let calls = std::iter::once(&self.root).chain(running.map(|link| &link.call));
        calls.flat_map(|call| call.needs.iter().copied()).collect()
    }

    /// The items that it uses in comments.
    pub(super) fn waiting_needs(&self) -> Vec<&'static str> {
        let waiting = self.links.iter().filter(|link| link.waits.is_some());
        waiting.flat_map(|link| link.call.needs.iter().copied()).collect()
    }

    fn flat(&self) -> String {
        let links = self.links.iter().map(|link| format!(".{}", link.call.flat()));
        std::iter::once(self.root.flat()).chain(links).collect()
    }

    /// Whether one line holds it if the line is long enough.
    fn is_short(&self) -> bool {
        self.links.len() < 2 || width(&self.flat()) <= SHORT
    }

    /// Its lines, the last of which ends in `after`.
    pub(super) fn lines(&self, indent: usize, after: &str) -> Vec<String> {
        let flat = self.flat();
        let line = format!("{}{flat}{after}", " ".repeat(indent));
        let spoken = self
            .links
            .iter()
            .any(|link| link.waits.is_some() || link.warning.is_some());
        if !spoken && self.is_short() && width(&line) <= LINE {
            return vec![line];
        }
        let Some(last) = self.links.len().checked_sub(1) else {
            return self.root.lines(indent, "", after);
        };
        let mut lines = self.root.lines(indent, "", "");
        for (at, link) in self.links.iter().enumerate() {
            let after = if at == last { after } else { "" };
            let set = link.call.lines(indent + 4, ".", after);
            match &link.waits {
                None => {
                    lines.extend(link.warning.iter().flat_map(|warning| note(warning, indent + 4)));
                    lines.extend(set);
                }
                Some(why) => {
                    lines.extend(note(why, indent + 4));
                    lines.extend(commented(set, indent + 4));
                }
            }
        }
        lines
    }
}

/// A comment at this indent, in as many lines as it takes: rustfmt loses its way in those that are too long.
pub(super) fn note(text: &str, indent: usize) -> Vec<String> {
    let margin = format!("{}//", " ".repeat(indent));
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{margin} {word}")),
        }
    }
    lines
}

/// Lines at this indent or deeper, as comments at this indent.
pub(super) fn commented(lines: Vec<String>, indent: usize) -> Vec<String> {
    let margin = " ".repeat(indent);
    let inner = |line: String| match line.strip_prefix(&margin) {
        Some(inner) => inner.to_owned(),
        None => line,
    };
    lines
        .into_iter()
        .map(|line| format!("{margin}// {}", inner(line)))
        .collect()
}

fn width(text: &str) -> usize {
    text.chars().count()
}
