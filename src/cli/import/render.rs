//! The block as text, as one would write it by hand.

use super::block::{Annotations, ApiItem, Block, Field, Named, Op, Scheme, Shape};
use super::text::literal;
use crate::cli::source::out::{Out, WIDTH};

/// How many arguments a function may have before clippy warns (`too_many_arguments`).
const MANY: usize = 7;

/// Renders a complete program.
pub(super) fn render(block: &Block) -> String {
    let mut out = Out::default();
    for note in &block.notes {
        out.line(0, &format!("// {note}"));
    }
    if !block.notes.is_empty() {
        out.blank();
    }
    out.line(0, &format!("use std::{};", uses(block)));
    out.blank();
    out.line(0, "use warp_openapi::prelude::*;");
    out.blank();
    out.line(0, "api! {");
    out.api(&block.api);
    for item in &block.types {
        out.blank();
        out.named(item);
    }
    for op in &block.ops {
        out.blank();
        out.op(op);
    }
    out.line(0, "}");
    for scheme in &block.api.security {
        out.check(scheme);
    }
    for op in block.ops.iter().filter(|op| !op.name.is_empty()) {
        out.handler(op);
    }
    out.blank();
    out.line(0, "fn main() -> ExitCode {");
    out.line(1, &format!("{}::cli().run()", block.api.name));
    out.line(0, "}");
    out.text
}

/// What the program takes from the standard library.
fn uses(block: &Block) -> &'static str {
    let is_map = |field: &Field| field.ty.to_string().contains("BTreeMap<");
    let in_types = block.types.iter().any(|item| match &item.shape {
        Shape::Schema(fields) => fields.iter().any(is_map),
        Shape::Enum(_) => false,
    });
    let in_ops = block.ops.iter().any(|op| {
        let reply = op.reply.as_ref().is_some_and(|reply| reply.contains("BTreeMap<"));
        reply || op.arguments.iter().any(is_map)
    });
    if in_types || in_ops {
        "{collections::BTreeMap, process::ExitCode}"
    } else {
        "process::ExitCode"
    }
}

impl Out {
    fn annotations(&mut self, level: usize, annotations: &Annotations) {
        self.docs(level, &annotations.docs);
        for note in &annotations.notes {
            self.line(level, &format!("// {note}"));
        }
    }

    fn api(&mut self, api: &ApiItem) {
        self.annotations(1, &api.annotations);
        self.line(1, &format!("api {} {{", api.name));
        self.line(2, &format!("title: {},", literal(&api.title)));
        self.line(2, &format!("version: {},", literal(&api.version)));
        if !api.base_path.is_empty() {
            self.line(2, &format!("base_path: {},", literal(&api.base_path)));
        }
        if !api.terms_of_service.is_empty() {
            self.line(2, &format!("terms_of_service: {},", literal(&api.terms_of_service)));
        }
        for (section, members) in [("contact", &api.contact), ("license", &api.license)] {
            if !members.is_empty() {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, text)| format!("{name}: {}", literal(text)))
                    .collect();
                self.line(2, &format!("{section}: {{ {} }},", members.join(", ")));
            }
        }
        if !api.servers.is_empty() {
            let servers: Vec<String> = api.servers.iter().map(|server| literal(server)).collect();
            self.line(2, &format!("servers: [{}],", servers.join(", ")));
        }
        if !api.tags.is_empty() {
            self.line(2, "tags: {");
            for (name, description, annotations) in &api.tags {
                self.annotations(3, annotations);
                self.line(3, &format!("{name}: {},", literal(description)));
            }
            self.line(2, "},");
        }
        if !api.security.is_empty() {
            self.line(2, "security: {");
            for scheme in &api.security {
                self.annotations(3, &scheme.annotations);
                self.scheme(scheme);
            }
            self.line(2, "},");
        }
        if let Some(access) = &api.access {
            self.line(2, &format!("access: {access},"));
        }
        for note in &api.notes {
            self.line(2, &format!("// {note}"));
        }
        self.line(1, "}");
    }

    fn scheme(&mut self, scheme: &Scheme) {
        let made = format!("{}: {}(", scheme.name, scheme.constructor);
        let end = format!(" = {},", scheme.check);
        if scheme.scopes.is_empty() {
            self.list(3, &made, &scheme.arguments, &format!("){end}"), "");
            return;
        }
        let mut begin = format!("{made}{}).scopes(&[", scheme.arguments.join(", "));
        if 12 + begin.chars().count() > WIDTH {
            self.line(3, &made);
            for argument in &scheme.arguments {
                self.line(4, &format!("{argument},"));
            }
            self.line(3, ")");
            begin = ".scopes(&[".to_owned();
        }
        self.list(3, &begin, &scheme.scopes, &format!("]){end}"), "");
    }

    fn named(&mut self, item: &Named) {
        self.annotations(1, &item.annotations);
        let name = match &item.component {
            Some(component) => format!("{} as {}", item.name, literal(component)),
            None => item.name.clone(),
        };
        match &item.shape {
            _ if name.is_empty() => {}
            Shape::Enum(values) => {
                let values: Vec<String> = values
                    .iter()
                    .map(|(name, value)| format!("{name} = {}", value.literal()))
                    .collect();
                self.list(1, &format!("enum {name} {{"), &values, "}", " ");
            }
            Shape::Schema(fields) if fields.is_empty() => self.line(1, &format!("schema {name} {{}}")),
            Shape::Schema(fields) => {
                self.line(1, &format!("schema {name} {{"));
                for field in fields {
                    self.field(field);
                }
                self.line(1, "}");
            }
        }
    }

    fn field(&mut self, field: &Field) {
        self.annotations(2, &field.annotations);
        if field.name.is_empty() {
            return;
        }
        let declared = format!("{}: {}", field.name, type_of(field));
        if field.options.is_empty() {
            self.line(2, &format!("{declared},"));
            return;
        }
        self.list(2, &format!("{declared} ["), &field.options, "],", "");
    }

    fn op(&mut self, op: &Op) {
        self.annotations(1, &op.annotations);
        if op.name.is_empty() {
            return;
        }
        let reply = op
            .reply
            .as_ref()
            .map_or_else(String::new, |reply| format!(" -> {reply}"));
        if op.arguments.is_empty() {
            self.line(1, &format!("op {}(){reply} {{", op.name));
        } else {
            self.line(1, &format!("op {}(", op.name));
            for argument in &op.arguments {
                self.field(argument);
            }
            self.line(1, &format!("){reply} {{"));
        }
        for (name, value) in &op.sections {
            self.line(2, &format!("{name}: {value},"));
        }
        if !op.errors.is_empty() {
            let errors: Vec<String> = op
                .errors
                .iter()
                .map(|(status, text)| format!("{status}: {}", literal(text)))
                .collect();
            self.list(2, "errors: {", &errors, "},", " ");
        }
        if let Some(access) = &op.access {
            self.line(2, &format!("access: {access},"));
        }
        self.line(1, "}");
    }

    fn handler(&mut self, op: &Op) {
        let arguments = op.arguments.iter().filter(|argument| !argument.name.is_empty());
        let arguments = arguments.map(|argument| format!("_{}: {}", argument.name, type_of(argument)));
        let arguments: Vec<String> = std::iter::once("_ctx: Ctx".to_owned()).chain(arguments).collect();
        let reply = op.reply.as_deref().unwrap_or("NoContent");
        self.function(&op.name, &arguments, reply);
    }

    fn check(&mut self, scheme: &Scheme) {
        let arguments = ["_ctx: &Ctx".to_owned(), "_credentials: Credentials".to_owned()];
        self.function(&scheme.check, &arguments, "Principal");
    }

    /// A function that isn't written yet.
    fn function(&mut self, name: &str, arguments: &[String], reply: &str) {
        self.blank();
        if arguments.len() > MANY {
            self.line(
                0,
                "#[allow(clippy::too_many_arguments, reason = \"the operation has as many\")]",
            );
        }
        let end = format!(") -> Result<{reply}, Error> {{");
        self.broken(&format!("async fn {name}("), arguments, &end);
        self.line(1, &format!("Err(Error::internal(\"{name} isn't written yet\"))"));
        self.line(0, "}");
    }

    /// As rustfmt breaks a signature, by its default width.
    fn broken(&mut self, begin: &str, arguments: &[String], end: &str) {
        let line = format!("{begin}{}{end}", arguments.join(", "));
        if line.chars().count() <= 100 {
            self.line(0, &line);
            return;
        }
        self.line(0, begin);
        for argument in arguments {
            self.line(1, &format!("{argument},"));
        }
        self.line(0, end);
    }
}

fn type_of(field: &Field) -> String {
    if field.optional {
        format!("Option<{}>", field.ty)
    } else {
        field.ty.to_string()
    }
}
