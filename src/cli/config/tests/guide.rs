//! The tables of settings in the guide are made from the table of flags. `UPDATE_GUIDE=1` writes them anew.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::config::flag::{Flag, Takes};
use crate::cli::config::table;

const BEGIN: &str = "# Settings of `serve`\n";
const END: &str = "\n# Databases\n";

#[test]
fn the_guide_has_every_setting() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/running.md");
    let guide = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let renewed = format!("{before}{BEGIN}{}{END}{after}", tables());
    if guide == renewed {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_GUIDE").is_some(),
        "src/guide/running.md differs from the flags; renew it with \
         UPDATE_GUIDE=1 cargo test --workspace --all-features --lib -- guide"
    );
    std::fs::write(&path, renewed).unwrap();
}

fn tables() -> String {
    let mut text = String::new();
    for section in table::sections() {
        let title = section.title;
        // Writing to a String can't fail.
        let _ = write!(
            text,
            "\n## {title}\n\n| variable | flag | default | |\n|---|---|---|---|\n"
        );
        for flag in &section.flags {
            let _ = writeln!(text, "{}", row(flag));
        }
    }
    text
}

fn row(flag: &Flag) -> String {
    let Flag {
        name,
        variables,
        value,
        takes,
        help,
        more,
        ..
    } = flag;
    let argument = match takes {
        Takes::Value => format!(" {value}"),
        Takes::OptionalValue(_) => format!("[={value}]"),
        Takes::Nothing => String::new(),
    };
    let default = flag.default_of("tasks");
    let default = match default.contains(' ') {
        _ if default.is_empty() => default,
        true => marked(&default),
        false => format!("`{default}`"),
    };
    let mut about = marked(help);
    about.push('.');
    if let Some(range) = &flag.range {
        let _ = write!(about, " {range}.");
    }
    if !more.is_empty() {
        let _ = write!(about, " {more}");
    }
    if let [_, others @ ..] = variables
        && !others.is_empty()
    {
        let _ = write!(about, " `{}` is read too.", others.join("`, `"));
    }
    if flag.secret.is_some() {
        let _ = write!(about, " `{}_FILE` names a file that has the value.", variables[0]);
    }
    format!("| `{}` | `--{name}{argument}` | {default} | {about} |", variables[0])
}

/// Marks what Markdown would read as something else: flags, URLs, patterns.
fn marked(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')']);
        let is_code = bare.starts_with(['-', '/']) || ["://", "*", "_"].iter().any(|part| bare.contains(part));
        if is_code && !bare.starts_with('`') {
            format!("`{bare}`{}", &word[bare.len()..])
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
