//! Names for types and fields: those of the tables and columns, made Rust's.

use std::collections::HashSet;

use crate::cli::source::names::{Names, lower, upper};
use crate::meta::Field;

/// Components that every document has.
const TAKEN: &[&str] = &["fielderror", "problem"];

/// What a resource's name is followed by in names of the document.
const VIEWS: [&str; 3] = ["create", "update", "put"];

/// Words that can't be modules (the Rust reference, "Keywords"), or that are crates, types and functions beside the block.
const MODULES: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "bool",
    "box",
    "break",
    "char",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "f32",
    "f64",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "i16",
    "i32",
    "i64",
    "if",
    "impl",
    "in",
    "isize",
    "let",
    "loop",
    "macro",
    "main",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "process",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "str",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "u16",
    "u32",
    "u64",
    "u8",
    "union",
    "unsafe",
    "unsized",
    "use",
    "usize",
    "virtual",
    "warp_openapi",
    "warpopenapi",
    "where",
    "while",
    "yield",
];

/// Names of types and, in small letters, of modules.
pub(super) struct Types {
    names: Names,
    taken: HashSet<String>,
}

impl Types {
    pub(super) fn new() -> Self {
        Self {
            names: Names::of_items(),
            taken: TAKEN.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// The name of the API.
    pub(super) fn api(&mut self, database: &str) -> String {
        self.of(&upper(database, "Database"), false)
    }

    /// The name of a table's resource: `order_lines` → `OrderLine`.
    pub(super) fn resource(&mut self, table: &str) -> String {
        self.of(&singular(&upper(table, "Table")), true)
    }

    /// The name of a column's enum.
    pub(super) fn choices(&mut self, resource: &str, column: &str) -> String {
        let name = upper(column, "Choice");
        let name = if self.is_free(&name, false) {
            name
        } else {
            format!("{resource}{name}")
        };
        self.of(&name, false)
    }

    fn of(&mut self, name: &str, is_resource: bool) -> String {
        let mut tried = name.to_owned();
        if !self.is_free(&tried, is_resource) {
            tried = format!("{name}Row");
        }
        let mut name = self.names.type_name(&tried);
        while !self.is_free(&name, is_resource) {
            name = self.names.type_name(&tried);
        }
        self.taken.insert(small(&name));
        if is_resource {
            self.taken.extend(VIEWS.map(|view| format!("{}{view}", small(&name))));
        }
        name
    }

    fn is_free(&self, name: &str, is_resource: bool) -> bool {
        let name = small(name);
        let views = VIEWS.map(|view| format!("{name}{view}"));
        let viewed = is_resource && views.iter().any(|view| self.taken.contains(view));
        let is_module = is_resource && MODULES.contains(&name.as_str());
        !(viewed || is_module || self.taken.contains(&name))
    }
}

/// Names of fields. Those that differ only in underscores are one column of the entity.
pub(super) struct Fields {
    names: Names,
    taken: HashSet<String>,
}

impl Fields {
    pub(super) fn new() -> Self {
        Self {
            names: Names::default(),
            taken: HashSet::new(),
        }
    }

    /// Names beside those of these fields, in Rust and in JSON.
    pub(super) fn besides(fields: &[Field]) -> Self {
        let names = fields.iter().flat_map(|field| [field.name, field.property]);
        let mut all = Self::new();
        all.taken.extend(names.map(small));
        all
    }

    /// The first of these names that is free, or else one made of the last.
    pub(super) fn first_free(&mut self, names: &[String]) -> String {
        let free = names.iter().find(|name| !self.taken.contains(&small(name)));
        let name = free.or(names.last()).map_or("relation", String::as_str).to_owned();
        self.of(&name)
    }

    pub(super) fn of(&mut self, column: &str) -> String {
        // Fields are variants of an enum too, where `Self` can't be one.
        let column = if upper(column, "Column") == "Self" {
            "self_value"
        } else {
            column
        };
        let mut name = self.names.value_name(column, "column");
        while !self.taken.insert(small(&name)) {
            name = self.names.value_name(&format!("{name}_again"), "column");
        }
        name
    }
}

/// A name without case and underscores.
fn small(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

/// The singular of a table's name, guessed from its ending.
fn singular(name: &str) -> String {
    let cut = |end: &str, instead: &str| Some(format!("{}{instead}", name.strip_suffix(end)?));
    let keeps = ["ss", "us", "is", "news", "series", "species"];
    if keeps.iter().any(|end| name.to_ascii_lowercase().ends_with(end)) {
        return name.to_owned();
    }
    let es = ["sses", "ches", "shes", "xes", "zzes"]
        .iter()
        .any(|end| name.ends_with(end));
    let found = match name {
        _ if name.len() > 4 && name.ends_with("ies") => cut("ies", "y"),
        _ if es || name.ends_with("uses") && name.len() > 5 => cut("es", ""),
        _ if name.len() > 2 => cut("s", ""),
        _ => None,
    };
    found.unwrap_or_else(|| name.to_owned())
}

/// Words for several rows that don't end as others do.
const PLURALS: &[&str] = &[
    "children", "data", "media", "men", "news", "people", "series", "staff", "women",
];

/// What several rows of a table are called: its name, or the plural of that, guessed from its ending.
pub(super) fn plural(table: &str) -> String {
    // As a keyword, the table's name would end in an underscore.
    let name = lower(table, "rows").trim_end_matches('_').to_owned();
    let last = name.rsplit('_').next().unwrap_or_default();
    if PLURALS.contains(&last) || singular(&name) != name {
        return name;
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if hisses => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_named_after_several_rows() {
        for (table, name) in [
            ("tasks", "tasks"),
            ("OrderLines", "order_lines"),
            ("order_line", "order_lines"),
            ("category", "categories"),
            ("day", "days"),
            ("box", "boxes"),
            ("status", "statuses"),
            ("people", "people"),
            ("type", "types"),
            ("", "rows"),
        ] {
            assert_eq!(plural(table), name, "{table}");
        }
    }

    #[test]
    fn resources_are_named_after_one_row() {
        for (table, name) in [
            ("tasks", "Task"),
            ("order_lines", "OrderLine"),
            ("Categories", "Category"),
            ("boxes", "Box"),
            ("addresses", "Address"),
            ("address", "Address"),
            ("status", "Status"),
            ("news", "News"),
            ("TASKS", "Task"),
            ("größen", "GrEn"),
            ("1st", "Table1st"),
        ] {
            assert_eq!(singular(&upper(table, "Table")), name, "{table}");
        }
    }

    #[test]
    fn names_that_mean_something_already_are_changed() {
        let mut types = Types::new();
        for (table, name) in [
            ("tasks", "Task"),
            ("task", "TaskRow"),
            ("type", "TypeRow"),
            ("model", "Model"),
            ("names", "Name"),
            ("queries", "Query"),
            ("problems", "ProblemRow"),
            ("task_creates", "TaskCreateRow"),
            ("strings", "ApiString"),
            ("bools", "BoolRow"),
            ("std", "StdRow"),
        ] {
            assert_eq!(types.resource(table), name, "{table}");
        }
        assert_eq!(types.choices("Task", "status"), "Status");
        assert_eq!(types.choices("Pet", "status"), "PetStatus");
        let mut fields = Fields::new();
        for (column, name) in [
            ("a_1", "a_1"),
            ("a1", "a1_again"),
            ("type", "type_"),
            ("createdAt", "created_at"),
            ("self", "self_value"),
            ("Self", "self_value2"),
            ("crate", "crate_"),
            ("_", "column"),
        ] {
            assert_eq!(fields.of(column), name, "{column}");
        }
    }
}
