//! Names from elsewhere as names of Rust: valid, and no two the same.

use std::collections::HashSet;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// Words that can't be names (the Rust reference, "Keywords"), beside those that only begin with a capital.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Types that a block can name, or that the document has already.
const TYPES: &[&str] = &[
    "ActiveModelTrait",
    "ActiveValue",
    "ApiKey",
    "BTreeMap",
    "Basic",
    "Bearer",
    "Box",
    "ByteStream",
    "Bytes",
    "Clone",
    "ColumnTrait",
    "ColumnType",
    "Condition",
    "Copy",
    "Created",
    "Credentials",
    "Ctx",
    "DateTime",
    "Debug",
    "Decimal",
    "Default",
    "Drop",
    "EntityTrait",
    "Eq",
    "Err",
    "Error",
    "ExitCode",
    "FieldError",
    "FieldType",
    "File",
    "Fn",
    "FnMut",
    "FnOnce",
    "Form",
    "From",
    "HashMap",
    "Hash",
    "IntoActiveModel",
    "Into",
    "Iterator",
    "Json",
    "JsonValue",
    "ModelTrait",
    "Multipart",
    "NaiveDate",
    "NaiveTime",
    "NoContent",
    "None",
    "OAuth2",
    "Ok",
    "OpenIdConnect",
    "Option",
    "Ord",
    "Page",
    "Parts",
    "PaginatorTrait",
    "PartialEq",
    "PartialOrd",
    "Principal",
    "Problem",
    "QueryFilter",
    "QueryOrder",
    "QuerySelect",
    "Result",
    "Self",
    "Send",
    "Set",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Utc",
    "Uuid",
    "Vec",
];

/// What an operation can't be named: it is a type beside the block, where these are types, crates and functions, or sections.
const RESERVED_OPS: &[&str] = &[
    "alloc",
    "bool",
    "char",
    "core",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "main",
    "process",
    "std",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "warp_openapi",
];

/// What an argument can't be named: the handler's first argument and the body.
const RESERVED_ARGUMENTS: &[&str] = &["body", "ctx"];

/// The longest name; longer ones are cut.
const LENGTH: usize = 100;

/// Names that are given once.
#[derive(Debug, Default)]
pub(in crate::cli) struct Names {
    taken: HashSet<String>,
    /// Names that mean something there already.
    reserved: &'static [&'static str],
}

impl Names {
    /// Names of types and of the functions beside a block.
    pub(in crate::cli) fn of_items() -> Self {
        Self::besides(RESERVED_OPS)
    }

    /// Names of the arguments of a handler.
    pub(in crate::cli) fn of_arguments() -> Self {
        Self::besides(RESERVED_ARGUMENTS)
    }

    /// Names of security schemes: in a rule, `public` means access without credentials.
    pub(in crate::cli) fn of_schemes() -> Self {
        Self::besides(&["public"])
    }

    fn besides(reserved: &'static [&'static str]) -> Self {
        Self {
            taken: HashSet::new(),
            reserved,
        }
    }

    /// A type's name.
    pub(in crate::cli) fn type_name(&mut self, text: &str) -> String {
        let name = upper(text, "Type");
        if TYPES.contains(&name.as_str()) {
            return self.unique(format!("Api{name}"));
        }
        self.unique(name)
    }

    /// A function's, field's or argument's name.
    pub(in crate::cli) fn value_name(&mut self, text: &str, fallback: &str) -> String {
        let name = lower(text, fallback);
        self.unique(name)
    }

    /// The name of an enum's value.
    pub(in crate::cli) fn variant(&mut self, text: &str) -> String {
        let name = match text {
            "" => "Empty".to_owned(),
            text => upper(&spelled(text), "Value"),
        };
        self.unique(if name == "Self" { "SelfValue".to_owned() } else { name })
    }

    /// A tag's name: the file's own if it is one.
    pub(in crate::cli) fn tag(&mut self, text: &str) -> String {
        let first = text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
        let own =
            first && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && text.len() <= LENGTH;
        let name = if own && !KEYWORDS.contains(&text) && text != "Self" {
            text.to_owned()
        } else {
            upper(text, "Tag")
        };
        self.unique(name)
    }

    fn unique(&mut self, name: String) -> String {
        let name = if self.reserved.contains(&name.as_str()) {
            format!("{name}_")
        } else {
            name
        };
        let mut unique = name.clone();
        let mut number = 2;
        while !self.taken.insert(unique.clone()) {
            // A name that ends in a digit would run into the number.
            let gap = if name.ends_with(|last: char| last.is_ascii_digit()) {
                "_"
            } else {
                ""
            };
            unique = format!("{name}{gap}{number}");
            number += 1;
        }
        unique
    }
}

/// `petCategory` → `PetCategory`.
pub(in crate::cli) fn upper(text: &str, fallback: &str) -> String {
    let name = ascii(text).to_upper_camel_case();
    // heck writes an underscore between two numbers, which types shouldn't have.
    begun(cut(&name.replace('_', "")), fallback)
}

/// `petId` → `pet_id`, `type` → `type_`.
pub(in crate::cli) fn lower(text: &str, fallback: &str) -> String {
    let name = begun(cut(&ascii(text).to_snake_case()), fallback);
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// What can be in a name; the rest parts words.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' })
        .collect()
}

fn cut(name: &str) -> String {
    name.chars().take(LENGTH).collect()
}

/// A name begins with a letter.
fn begun(name: String, fallback: &str) -> String {
    if name.is_empty() {
        return fallback.to_owned();
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        let gap = if fallback.starts_with(char::is_lowercase) {
            "_"
        } else {
            ""
        };
        return format!("{fallback}{gap}{name}");
    }
    name
}

/// Values that are only signs are distinguished by the signs' names.
fn spelled(text: &str) -> String {
    let mut spelled = String::new();
    for sign in text.chars() {
        match sign {
            '+' => spelled.push_str(" Plus "),
            '-' if spelled.is_empty() => spelled.push_str(" Minus "),
            '<' => spelled.push_str(" Less "),
            '>' => spelled.push_str(" Greater "),
            '=' => spelled.push_str(" Equal "),
            '*' => spelled.push_str(" Star "),
            '%' => spelled.push_str(" Percent "),
            '!' => spelled.push_str(" Not "),
            sign => spelled.push(sign),
        }
    }
    spelled
}

/// Whether a name can stand on the wire: in queries, paths and lists of names.
pub(in crate::cli) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a name is one of a header (RFC 9110, section 5.6.2).
pub(in crate::cli) fn is_header(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
