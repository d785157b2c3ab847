//! Parameters of an operation as arguments of its handler.

use super::block::{Annotations, Field, Named, Shape, Type};
use super::names::{Names, is_header, is_plain};
use super::options::options;
use super::paths::Template;
use super::security::Schemes;
use super::text::{docs, line, literal};
use super::types::{Hint, NO_NAME, Types};
use crate::spec::json_tree::Node;

/// The parameters of one operation.
pub(super) struct Parameters<'f> {
    list: Vec<&'f Node>,
    names: Names,
    pub(super) arguments: Vec<Field>,
    pub(super) notes: Vec<String>,
    /// The media types of a body of bytes.
    pub(super) accepts: Vec<String>,
}

/// What the operation around the parameters is.
pub(super) struct Around<'a> {
    /// Its name, for types without one.
    pub(super) op: &'a str,
    /// The media types that it takes.
    pub(super) consumes: &'a [&'a str],
    /// Whether its method takes bodies.
    pub(super) body: bool,
}

impl<'f> Parameters<'f> {
    /// Those of the path and those of the operation, of which the latter win.
    pub(super) fn of(types: &Types<'f>, path: &'f Node, operation: &'f Node) -> Self {
        let mut list: Vec<&Node> = Vec::new();
        let key = |node: &'f Node| (node.text_of("name"), node.text_of("in"));
        for node in path
            .items_of("parameters")
            .iter()
            .chain(operation.items_of("parameters"))
        {
            let (_, node) = types.file.follow(node);
            match list.iter_mut().find(|other| key(other) == key(node)) {
                Some(other) => *other = node,
                None => list.push(node),
            }
        }
        Self {
            list,
            names: Names::of_arguments(),
            arguments: Vec::new(),
            notes: Vec::new(),
            accepts: Vec::new(),
        }
    }

    /// Leaves out what the schemes of the API take from requests themselves.
    pub(super) fn leave_keys(&mut self, schemes: &Schemes) {
        let is_key = |node: &Node| {
            let (place, name) = (node.text_of("in"), node.text_of("name"));
            let name = name.unwrap_or_default().trim_end_matches("[]");
            schemes.has_key(place.unwrap_or_default(), name)
        };
        let (keys, others) = self.list.iter().partition(|node| is_key(node));
        self.list = others;
        for key in keys {
            self.leave(key, "left out: it is a key of `security`");
        }
    }

    /// Makes arguments of them: path, query, headers, then the body.
    pub(super) fn arguments(&mut self, types: &mut Types<'f>, template: &Template, around: &Around<'_>) {
        for (name, own) in &template.names {
            match self.find("path", |node| node.text_of("name") == Some(name)) {
                Some(node) => self.in_path(types, node, own, around),
                None => self.undeclared(name, own),
            }
        }
        for node in self.list.clone() {
            match node.text_of("in") {
                Some("query") => self.in_query(types, node, around),
                Some("header") => self.in_header(types, node, around),
                Some("path")
                    if !template
                        .names
                        .iter()
                        .any(|(name, _)| node.text_of("name") == Some(name)) =>
                {
                    self.leave(node, "left out: its path has no such parameter");
                }
                _ => {}
            }
        }
        if let Some(node) = self.find("body", |_| true) {
            self.body(types, node, around);
        }
        match self.find("formData", |_| true) {
            Some(node) if !around.body => self.leave(node, "left out: a body means nothing in GET and DELETE"),
            Some(node) if self.find("body", |_| true).is_some() => self.leave(node, "left out: there is another body"),
            Some(_) => self.form(types, around),
            None => {}
        }
    }

    fn find(&self, place: &str, fits: impl Fn(&Node) -> bool) -> Option<&'f Node> {
        self.list
            .iter()
            .copied()
            .find(|node| node.text_of("in") == Some(place) && fits(node))
    }

    fn undeclared(&mut self, name: &str, own: &str) {
        let argument = self.names.value_name(own, "value");
        self.arguments.push(Field {
            annotations: Annotations {
                docs: Vec::new(),
                notes: vec![line(&format!("the file names `{name}` in the path alone"))],
            },
            options: renamed(&argument, own),
            name: argument,
            ty: Type::Plain("String"),
            optional: false,
        });
    }

    fn in_path(&mut self, types: &mut Types<'f>, node: &'f Node, own: &str, around: &Around<'_>) {
        let mut field = self.argument(types, node, own, true, around);
        field.optional = false;
        if let Type::List(_) = field.ty {
            field.annotations.notes.push("a list in the path".to_owned());
            (field.ty, field.options) = (Type::Plain("String"), renamed(&field.name, own));
        }
        // A value is always there.
        field.options.retain(|option| !option.starts_with("default"));
        self.arguments.push(field);
    }

    fn in_query(&mut self, types: &mut Types<'f>, node: &'f Node, around: &Around<'_>) {
        let name = node.text_of("name").unwrap_or_default();
        if !is_plain(name) && !name.strip_suffix("[]").is_some_and(is_plain) {
            return self.leave(node, NO_NAME);
        }
        let plain = name.trim_end_matches("[]");
        let mut field = self.argument(types, node, plain, node.is_true("required"), around);
        if plain != name {
            field.annotations.notes.push(format!("`{name}` in the file"));
        }
        if let Type::List(_) = field.ty {
            Self::repeated(node, &mut field);
        }
        self.arguments.push(field);
    }

    fn in_header(&mut self, types: &mut Types<'f>, node: &'f Node, around: &Around<'_>) {
        let name = node.text_of("name").unwrap_or_default();
        let ours = ["accept", "content-type", "authorization"]
            .iter()
            .any(|ours| name.eq_ignore_ascii_case(ours));
        if ours || !is_header(name) {
            return self.leave(node, "left out: the server reads it itself, or it is no header");
        }
        let mut field = self.argument(types, node, name, node.is_true("required"), around);
        if let Type::List(_) = field.ty {
            field
                .annotations
                .notes
                .push("a list, as the text that the header holds".to_owned());
            (field.ty, field.options) = (Type::Plain("String"), Vec::new());
            field.optional = !node.is_true("required");
        }
        field.options.retain(|option| !option.starts_with("name("));
        field.options.insert(0, format!("header({})", literal(name)));
        self.arguments.push(field);
    }

    /// One that is text: a path's, a query's, a header's.
    fn argument(
        &mut self,
        types: &mut Types<'f>,
        node: &'f Node,
        own: &str,
        required: bool,
        around: &Around<'_>,
    ) -> Field {
        let name = self.names.value_name(own, "value");
        let hint = Hint {
            owner: around.op,
            property: own,
            word: own,
        };
        let (ty, spoken) = types.ty(node, hint);
        let mut annotations = Annotations {
            docs: docs(node.text_of("description").unwrap_or_default()),
            notes: Vec::new(),
        };
        let text = is_text(&ty) || matches!(&ty, Type::List(item) if is_text(item));
        let (ty, mut made) = if text {
            let made = options(spoken, &ty, required);
            (ty, made)
        } else {
            annotations.notes.push(line(&format!("{ty} in the file")));
            (Type::Plain("String"), Default::default())
        };
        annotations.notes.append(&mut made.notes);
        made.list.extend(types.each(node, &ty));
        annotations.notes.extend(types.inner_notes(node, &ty, "", true));
        if let Type::List(_) = ty {
            let format = node.text_of("collectionFormat").unwrap_or("csv");
            if matches!(node.text_of("in"), Some("query" | "formData")) && format != "multi" {
                annotations
                    .notes
                    .push(format!("collectionFormat: {format}; here it is repeated"));
            }
        }
        let mut list = renamed(&name, own);
        list.append(&mut made.list);
        Field {
            annotations,
            name,
            ty,
            optional: !required && !made.has_default,
            options: list,
        }
    }

    /// A list of an argument is there, if empty: `len` determines whether it may be.
    fn repeated(node: &Node, field: &mut Field) {
        let required = node.is_true("required");
        field.optional = false;
        field.options.retain(|option| option != "default_empty");
        let length = field.options.iter().position(|option| option.starts_with("len("));
        match length {
            None if required => field.options.push("len(1..=u32::MAX)".to_owned()),
            Some(at) if !required && !field.options[at].starts_with("len(0") => {
                let option = field.options.remove(at);
                field.annotations.notes.push(format!("{option}, or none at all"));
            }
            _ => {}
        }
    }

    fn body(&mut self, types: &mut Types<'f>, node: &'f Node, around: &Around<'_>) {
        let schema = node.get("schema").unwrap_or(node);
        if !around.body {
            return self.leave(node, "left out: a body means nothing in GET and DELETE");
        }
        let json = around.consumes.is_empty() || around.consumes.iter().any(|media| is_json(media));
        let (target, mut notes) = (types.file.follow(schema).1, Vec::new());
        let ty = if !json || matches!(target.text_of("format"), Some("binary")) {
            let media = around
                .consumes
                .iter()
                .filter(|media| !media.contains('*') && media.contains('/'));
            self.accepts = media.map(|media| literal(media)).collect();
            Type::Plain("ByteStream")
        } else {
            let others: Vec<&str> = around
                .consumes
                .iter()
                .copied()
                .filter(|media| !is_json(media))
                .collect();
            if !others.is_empty() {
                notes.push(line(&format!("consumes {}, too", others.join(", "))));
            }
            let owner = format!("{} body", around.op);
            let hint = Hint {
                owner: &owner,
                property: "",
                word: "",
            };
            let (ty, spoken) = types.ty(schema, hint);
            notes.extend(options(spoken, &ty, true).notes);
            notes.extend(types.inner_notes(spoken, &ty, "", false));
            notes.extend(limits(spoken, &ty));
            ty
        };
        notes.extend(super::info::extensions(node, ""));
        self.arguments.push(Field {
            annotations: Annotations {
                docs: docs(node.text_of("description").unwrap_or_default()),
                notes,
            },
            name: "body".to_owned(),
            optional: !node.is_true("required") && ty != Type::Plain("ByteStream"),
            ty,
            options: Vec::new(),
        });
    }

    /// The fields of a form as a schema.
    fn form(&mut self, types: &mut Types<'f>, around: &Around<'_>) {
        let fields: Vec<&Node> = self
            .list
            .iter()
            .copied()
            .filter(|node| node.text_of("in") == Some("formData"))
            .collect();
        let is_file = |node: &Node| node.text_of("type") == Some("file");
        let multipart = fields.iter().any(|node| is_file(node)) || around.consumes.contains(&"multipart/form-data");
        let name = types.names.type_name(&format!("{} form", around.op));
        // A schema's names are its own.
        let outer = std::mem::take(&mut self.names);
        let mut list = Vec::new();
        for node in fields {
            let own = node.text_of("name").unwrap_or_default();
            if !is_plain(own) {
                list.push(Field::left_out(vec![line(&format!("\"{own}\": {NO_NAME}"))]));
                continue;
            }
            if is_file(node) {
                let name = self.names.value_name(own, "field");
                list.push(Field {
                    annotations: Annotations {
                        docs: docs(node.text_of("description").unwrap_or_default()),
                        notes: super::info::extensions(node, ""),
                    },
                    options: renamed(&name, own),
                    name,
                    ty: Type::Plain("File"),
                    optional: !node.is_true("required"),
                });
                continue;
            }
            list.push(self.argument(types, node, own, node.is_true("required"), around));
        }
        self.names = outer;
        types.items.push(Named {
            annotations: Annotations::default(),
            name: name.clone(),
            component: None,
            shape: Shape::Schema(list),
        });
        self.arguments.push(Field {
            annotations: Annotations::default(),
            name: "body".to_owned(),
            ty: Type::In(
                if multipart { "Multipart" } else { "Form" },
                Box::new(Type::Schema(name)),
            ),
            optional: false,
            options: Vec::new(),
        });
    }

    fn leave(&mut self, node: &Node, why: &str) {
        let (name, place) = (
            node.text_of("name").unwrap_or_default(),
            node.text_of("in").unwrap_or_default(),
        );
        self.notes.push(line(&format!("{place} parameter \"{name}\" {why}")));
    }
}

/// `name("petId")`, where the argument's own name differs.
fn renamed(name: &str, own: &str) -> Vec<String> {
    if name == own {
        Vec::new()
    } else {
        vec![format!("name(\"{own}\")")]
    }
}

/// The limits of a list or text that is a whole body: bodies have no options.
pub(super) fn limits(node: &Node, ty: &Type) -> Vec<String> {
    if let Type::Schema(_) | Type::Enum(..) = ty {
        return Vec::new();
    }
    options(node, ty, true).list.iter().map(|option| line(option)).collect()
}

/// Whether values of a type can be written as text.
fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Plain(name) => !matches!(*name, "JsonValue" | "File" | "ByteStream"),
        Type::Enum(..) => true,
        Type::Schema(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_) | Type::In(..) => false,
    }
}

/// Whether a media type is JSON.
pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    matches!(essence, "application/json" | "*/*" | "application/*" | "text/json") || essence.ends_with("+json")
}
