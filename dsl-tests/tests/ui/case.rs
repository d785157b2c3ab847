//! A case: a block that is refused, and what is expected of the compiler.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::rendered;
use crate::report::{self, Report};

/// What begins a line of expectations.
const MARK: &str = "//~ ";

pub(crate) struct Case {
    /// Below the package.
    pub(crate) path: PathBuf,
}

/// The cases that the environment chooses, in the order of their paths.
pub(crate) fn chosen() -> Vec<Case> {
    let filter = std::env::var("CASE").unwrap_or_default();
    let mut cases: Vec<Case> = entries(Path::new("tests/fail"))
        .iter()
        .flat_map(|subject| entries(subject))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| path.to_string_lossy().contains(&filter))
        .map(|path| Case { path })
        .collect();
    assert!(!cases.is_empty(), "no case has `{filter}` in its path");
    cases.sort_by(|a, b| a.path.cmp(&b.path));
    cases
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

impl Case {
    /// Its name among the binaries of one package: `op-unknown_section`.
    pub(crate) fn name(&self) -> String {
        let subject = self.path.parent().and_then(Path::file_name).unwrap();
        format!("{}-{}", subject.display(), self.path.file_stem().unwrap().display())
    }

    /// Where the compiler's messages are, if they are compared whole.
    fn whole(&self) -> Option<PathBuf> {
        Some(self.path.with_extension("stderr")).filter(|path| path.exists())
    }

    /// Expects what is reported from now on.
    pub(crate) fn expect(&self, reported: Vec<Report>) {
        if let Some(path) = self.whole() {
            fs::write(path, rendered::text(&reported)).unwrap();
            return;
        }
        let text = fs::read_to_string(&self.path).unwrap();
        let program: Vec<&str> = text.lines().filter(|line| !line.starts_with(MARK)).collect();
        let mut text = format!("{}\n\n", program.join("\n").trim_end());
        for line in report::lines(reported) {
            writeln!(text, "{MARK}{line}").unwrap();
        }
        fs::write(&self.path, text).unwrap();
    }

    /// How what is reported differs from what is expected.
    pub(crate) fn difference(&self, reported: Vec<Report>) -> Option<String> {
        let (expected, came) = match self.whole() {
            Some(path) => {
                let lines = |text: String| text.lines().map(str::to_owned).collect();
                let expected: Vec<String> = lines(fs::read_to_string(path).unwrap());
                (expected, lines(rendered::text(&reported)))
            }
            None => {
                let text = fs::read_to_string(&self.path).unwrap();
                let expected = text.lines().filter_map(|line| line.strip_prefix(MARK));
                (expected.map(str::to_owned).collect(), report::lines(reported))
            }
        };
        if !came.is_empty() && expected == came {
            return None;
        }
        let mut difference = format!("{}\n", self.path.display());
        if came.is_empty() {
            difference.push_str("  it compiles\n");
        }
        for line in &expected {
            writeln!(difference, "- {line}").unwrap();
        }
        for line in &came {
            writeln!(difference, "+ {line}").unwrap();
        }
        difference.push('\n');
        Some(difference)
    }
}
