//! The whole file.

use std::collections::BTreeSet;

use super::code::{Call, Chain, LINE, commented, note};
use super::literal::comment;
use super::waiting::{Waits, Why, waiting};
use super::words;
use crate::schema::change::{Alteration, Step, inverse};

/// What a migration is to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'s> {
    /// Its description, in the user's words.
    pub message: &'s str,
    /// Its steps; none if the user writes them.
    pub steps: &'s [Step],
    /// Whether steps that lose data are written like the others; else they wait in comments.
    pub allow_loss: bool,
}

/// The file of a migration.
#[must_use]
pub(crate) fn render(source: &Source<'_>) -> String {
    let waits = waiting(source.steps, source.allow_loss);
    let up: Vec<_> = source.steps.iter().cloned().zip(waits).collect();
    let down = backwards(&up);
    let (up, down): (Vec<_>, Vec<_>) = (
        up.iter().map(|(step, waits)| statement(step, waits, true)).collect(),
        down.iter().map(|(step, waits)| statement(step, waits, false)).collect(),
    );
    let mut lines: Vec<String> = doc(source.message);
    lines.push(String::new());
    lines.push("use sea_orm_migration::prelude::*;".to_owned());
    lines.extend(imports(up.iter().chain(&down)));
    lines.extend(HEAD.lines().map(str::to_owned));
    lines.push(signature("up"));
    if source.steps.is_empty() {
        lines.extend(HINT.iter().map(|line| format!("        {line}")));
    }
    lines.extend(body(&up));
    lines.push(String::new());
    lines.push(signature("down"));
    lines.extend(body(&down));
    lines.extend(TAIL.lines().map(str::to_owned));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

const HEAD: &str = "
/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {";

const HINT: [&str; 3] = [
    "// Write the change here, and what undoes it in `down`. The methods are those of",
    "// `use warp_openapi::migration::{alter_table, column};`:",
    "// alter_table(\"tasks\").add_column(column::integer(\"severity\").null()).run(manager).await?;",
];

const LACKS_VALUE: &str =
    "Fails if the table has rows: give it a default, or add it with `null()` and fill it in a step of its own.";

const TAIL: &str = "
    // All or nothing, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}";

/// The first lines. A message is a sentence, whether it was written as one or not.
fn doc(message: &str) -> Vec<String> {
    let lines = message.lines().map(comment).filter(|line| !line.is_empty());
    let mut lines: Vec<String> = lines.collect();
    if let Some(first) = lines.first_mut() {
        let mut characters = first.chars();
        if let Some(letter) = characters.next() {
            *first = letter.to_uppercase().chain(characters).collect();
        }
    }
    if let Some(last) = lines.last_mut().filter(|last| last.ends_with(char::is_alphanumeric)) {
        last.push('.');
    }
    lines.iter().map(|line| format!("//! {line}")).collect()
}

/// The steps that undo these, and what of them waits: what waits itself.
fn backwards(steps: &[(Step, Waits)]) -> Vec<(Step, Waits)> {
    let mut back = Vec::new();
    for (step, waits) in steps.iter().rev() {
        let Step::AlterTable { table, alterations } = step else {
            let inverted = inverse(std::slice::from_ref(step)).into_iter();
            back.extend(inverted.map(|inverted| (inverted, waits.clone())));
            continue;
        };
        let pairs = alterations.iter().zip(&waits.alterations).rev();
        let inverted = pairs.filter_map(|(alteration, why)| Some((alteration.inverse()?, why.clone())));
        let (alterations, each): (Vec<_>, Vec<_>) = inverted.unzip();
        if alterations.is_empty() {
            continue;
        }
        let table = table.clone();
        let waits = Waits {
            whole: waits.whole.clone(),
            alterations: each,
        };
        back.push((Step::AlterTable { table, alterations }, waits));
    }
    back
}

/// One statement of `up` or `down`.
struct Statement {
    chain: Chain,
    /// Comments above it.
    notes: Vec<String>,
    /// Whether it is a comment itself.
    waits: bool,
}

fn statement(step: &Step, waits: &Waits, up: bool) -> Statement {
    let mut notes = Vec::new();
    let mut whole: Vec<&Why> = waits.whole.iter().collect();
    if !waits.alterations.is_empty() && waits.alterations.iter().all(Option::is_some) {
        whole.extend(waits.alterations.iter().flatten());
    }
    let chain = match step {
        Step::CreateTable(table) => {
            let unmanaged = table.unmanaged.iter();
            notes.extend(unmanaged.map(|what| format!("This doesn't make {}.", comment(&what.to_string()))));
            words::create_table(table)
        }
        Step::DropTable(table) => words::drop_table(table.name()),
        Step::RenameTable { from, to } => words::rename_table(from, to),
        Step::AlterTable { table, alterations } => {
            let mut chain = words::alter_table(table);
            let mut rest = alterations.iter().zip(&waits.alterations).peekable();
            let mut explained = false;
            while let Some((alteration, why)) = rest.next() {
                let call = words::alteration(alteration);
                let Some(why) = why.as_ref().filter(|_| whole.is_empty()) else {
                    chain = match alteration {
                        Alteration::AddColumn(column, _) if column.lacks_value() && whole.is_empty() => {
                            chain.warned(call, LACKS_VALUE)
                        }
                        _ => chain.then(call),
                    };
                    explained = false;
                    continue;
                };
                if explained {
                    chain = chain.waiting(call, String::new());
                    continue;
                }
                explained = true;
                let beside = rest.clone().map_while(|(_, why)| why.as_ref());
                let together: Vec<&Why> = std::iter::once(why).chain(beside).collect();
                chain = chain.waiting(call, reason(&together, up));
            }
            chain
        }
    };
    let waits = !whole.is_empty();
    if waits {
        notes.push(reason(&whole, up));
    }
    let chain = chain.then(Call::new("run").plain("manager"));
    Statement { chain, notes, waits }
}

/// One line with the reason why something is commented out, and what to do about it.
fn reason(why: &[&Why], up: bool) -> String {
    let mut losses: Vec<&str> = Vec::new();
    for why in why {
        if let Why::Loses(what) = why
            && !losses.contains(&what.as_str())
        {
            losses.push(what);
        }
    }
    match (up, losses.as_slice()) {
        (true, []) => "Depends on what is commented out here:".to_owned(),
        (true, losses) => format!(
            "Loses {}. If that is meant, uncomment it here and in `down`:",
            losses.join(", ")
        ),
        (false, _) => "Reverts what is commented out in `up`:".to_owned(),
    }
}

/// The names of `warp_openapi::migration`, those that only comments use in a comment.
fn imports<'s>(statements: impl Iterator<Item = &'s Statement> + Clone) -> Vec<String> {
    let running = statements.clone().filter(|statement| !statement.waits);
    let used: BTreeSet<&str> = running.flat_map(|statement| statement.chain.needs()).collect();
    let waiting = statements.flat_map(|statement| {
        let mut needs = statement.chain.waiting_needs();
        if statement.waits {
            needs.extend(statement.chain.needs());
        }
        needs
    });
    let waiting: BTreeSet<&str> = waiting.filter(|name| !used.contains(name)).collect();
    let mut lines = import(&used);
    let import = import(&waiting);
    if !import.is_empty() {
        lines.push("// For what is commented out below:".to_owned());
        lines.extend(commented(import, 0));
    }
    lines
}

fn import(names: &BTreeSet<&str>) -> Vec<String> {
    let names: Vec<&str> = names.iter().copied().collect();
    let from = "use warp_openapi::migration::";
    match names.as_slice() {
        [] => Vec::new(),
        [name] => vec![format!("{from}{name};")],
        names => {
            let line = format!("{from}{{{}}};", names.join(", "));
            if line.len() <= LINE {
                return vec![line];
            }
            vec![
                format!("{from}{{"),
                format!("    {},", names.join(", ")),
                "};".to_owned(),
            ]
        }
    }
}

fn signature(name: &str) -> String {
    format!("    async fn {name}(&self, manager: &SchemaManager) -> Result<(), DbErr> {{")
}

fn body(statements: &[Statement]) -> Vec<String> {
    let mut lines = Vec::new();
    let last = statements.len().checked_sub(1);
    let mut ended = false;
    for (at, statement) in statements.iter().enumerate() {
        for text in &statement.notes {
            lines.extend(note(text, 8));
        }
        ended = last == Some(at) && !statement.waits;
        let (awaited, after) = if ended { ("await", "") } else { ("await?", ";") };
        let set = statement.chain.clone().then(Call::awaited(awaited)).lines(8, after);
        lines.extend(if statement.waits { commented(set, 8) } else { set });
    }
    if statements.iter().all(|statement| statement.waits) {
        // The name stays used, so that uncommented code above compiles.
        lines.push("        let _ = manager;".to_owned());
    }
    if !ended {
        lines.push("        Ok(())".to_owned());
    }
    lines.push("    }".to_owned());
    lines
}
