//! Schemas of the file as types: named ones become items, all others are written where they stand.

use std::collections::HashMap;

use super::block::{Annotations, Field, Named, Shape, Type, Value};
use super::descriptions::{annotations, object_notes, options_of, options_with};
use super::names::{Names, is_plain, upper};
use super::options::options;
use super::references::Linked;
use super::schema_kind::{Kind, Properties, kind, named};
use super::text::{docs, line, note};
use crate::meta::{is_built_in_component, is_component_name};
use crate::spec::json_tree::{Node, Object};

/// The most properties in a block: `allOf` repeats them.
const FIELDS: usize = 200_000;

/// Makes types, and keeps those that are items.
pub(super) struct Types<'f> {
    pub(super) file: &'f Linked,
    pub(super) names: Names,
    pub(super) items: Vec<Named>,
    /// The types of the schemas that have a name, or were given one.
    named: HashMap<*const Node, Type>,
    /// Enums without a name, by their property and values: equal ones are one.
    enums: HashMap<(String, Vec<(String, Value)>), Type>,
    fields: usize,
}

/// The source of a name for a schema that has none: its place.
#[derive(Clone, Copy)]
pub(super) struct Hint<'h> {
    pub(super) owner: &'h str,
    pub(super) property: &'h str,
    /// The property whose value it is, or is in the value of.
    pub(super) word: &'h str,
}

impl Hint<'_> {
    fn name(self) -> String {
        format!("{}{}", upper(self.owner, "Type"), upper(self.property, "Value"))
    }
}

impl<'f> Types<'f> {
    pub(super) fn new(file: &'f Linked, names: Names) -> Self {
        Self {
            file,
            names,
            items: Vec::new(),
            named: HashMap::new(),
            enums: HashMap::new(),
            fields: 0,
        }
    }

    /// Makes items of the file's definitions.
    ///
    /// # Errors
    ///
    /// When the block would have more than [`FIELDS`] properties.
    pub(super) fn definitions(&mut self) -> Result<(), String> {
        let file = self.file;
        let definitions = file.root.members_of("definitions");
        for (name, node) in definitions {
            let ty = match kind(file, node) {
                _ if node.reference().is_some() => continue,
                Kind::Enum(values) => Type::Enum(self.names.type_name(name), values),
                Kind::Object => Type::Schema(self.names.type_name(name)),
                _ => continue,
            };
            self.named.insert(std::ptr::from_ref(node), ty);
        }
        for (name, node) in definitions {
            let Some(ty) = self.named.get(&std::ptr::from_ref(node)).cloned() else {
                self.items.push(Named::left_out(line(&format!(
                    "\"{name}\" in the file is written out where it is used"
                ))));
                continue;
            };
            let mut annotations = annotations(node);
            let mut component = None;
            if ty.to_string() != *name {
                if is_component_name(name) && !is_built_in_component(name) {
                    component = Some(name.clone());
                } else {
                    annotations.notes.insert(0, line(&format!("\"{name}\" in the file")));
                }
            }
            self.item(node, &ty, annotations, component);
            if self.fields > FIELDS {
                return Err(format!(
                    "definitions.{name}: up to here there are more than {FIELDS} properties"
                ));
            }
        }
        Ok(())
    }

    /// Whether a schema of the file has become an item.
    pub(super) fn is_item(&self, node: &Node) -> bool {
        self.named.contains_key(&std::ptr::from_ref(self.file.follow(node).1))
    }

    /// Adds the item of a type that was given a name; `component` is the document's, if that is another.
    fn item(&mut self, node: &'f Node, ty: &Type, mut annotations: Annotations, component: Option<String>) {
        match ty {
            Type::Enum(name, values) => {
                annotations.notes.extend(options_of(node, ty).notes);
                self.items.push(Named {
                    annotations,
                    name: name.clone(),
                    component,
                    shape: Shape::Enum(named(node, values)),
                });
            }
            Type::Schema(name) => {
                let at = self.items.len();
                annotations.notes.extend(object_notes(node));
                self.items.push(Named {
                    annotations,
                    name: name.clone(),
                    component,
                    shape: Shape::Schema(Vec::new()),
                });
                let properties = Properties::of(self.file, node);
                self.items[at].annotations.notes.extend(properties.notes);
                let mut names = Names::default();
                let mut fields = Vec::with_capacity(properties.list.len());
                for (property, schema) in properties.list {
                    let required = properties.required.contains(property);
                    fields.push(self.field(name, property, schema, required, &mut names));
                }
                self.fields += fields.len();
                self.items[at].shape = Shape::Schema(fields);
            }
            _ => {}
        }
    }

    fn field(&mut self, owner: &str, property: &'f str, node: &'f Node, required: bool, names: &mut Names) -> Field {
        if !is_plain(property) {
            let what = line(&format!("\"{property}\": {}", self.brief(node)));
            return Field::left_out(vec![what, NO_NAME.to_owned()]);
        }
        let name = names.value_name(property, "field");
        let hint = Hint {
            owner,
            property,
            word: property,
        };
        let (ty, spoken) = self.ty(node, hint);
        let mut options = options_with(node, spoken, &ty, required);
        if name != property {
            options.list.insert(0, format!("name(\"{property}\")"));
        }
        let read_only = node.is_true("readOnly") || spoken.is_true("readOnly");
        if read_only {
            options.list.push("read_only".to_owned());
        }
        let nullable = node.is_true("x-nullable") || spoken.is_true("x-nullable");
        let mut annotations = annotations(if node.text_of("description").is_some() {
            node
        } else {
            spoken
        });
        if annotations.docs.is_empty()
            && let (Some(_), target) = self.file.follow(node)
            && !self.is_item(target)
        {
            annotations.docs = docs(target.text_of("description").unwrap_or_default());
        }
        annotations.notes.append(&mut options.notes);
        options.list.extend(self.each(spoken, &ty));
        annotations.notes.extend(self.inner_notes(spoken, &ty, "", true));
        if required && read_only {
            annotations.notes.push("required in replies".to_owned());
        }
        if required && nullable {
            annotations.notes.push("required; may be null".to_owned());
        }
        Field {
            annotations,
            name,
            ty,
            optional: nullable || read_only || !required && !options.has_default,
            options: options.list,
        }
    }

    /// The type of a schema, and the schema whose keywords speak of it: not the reference to it.
    pub(super) fn ty(&mut self, node: &'f Node, hint: Hint<'_>) -> (Type, &'f Node) {
        let file = self.file;
        let (name, target) = file.follow(node);
        if let Some(ty) = self.named.get(&std::ptr::from_ref(target)) {
            let inline = if matches!(ty, Type::Schema(_)) {
                &NOTHING
            } else {
                target
            };
            return (ty.clone(), if name.is_some() { node } else { inline });
        }
        // A schema in a definition that isn't an item is named after it.
        let hint = match name {
            Some(name) => Hint {
                owner: name,
                property: "",
                word: "",
            },
            None => hint,
        };
        let ty = match kind(file, target) {
            Kind::Same(other) => return self.ty(other, hint),
            Kind::Text => Type::Plain(text_type(target.text_of("format"))),
            Kind::Integer => Type::Plain(if target.text_of("format") == Some("int32") {
                "i32"
            } else {
                "i64"
            }),
            Kind::Number => Type::Plain(match target.text_of("format") {
                Some("float") => "f32",
                Some("decimal") => "Decimal",
                _ => "f64",
            }),
            Kind::Boolean => Type::Plain("bool"),
            Kind::File => Type::Plain("File"),
            Kind::Any => Type::Plain("JsonValue"),
            Kind::List(None) => Type::List(Box::new(Type::Plain("JsonValue"))),
            Kind::List(Some(items)) => Type::List(Box::new(self.inner(items, hint, "Item"))),
            Kind::Map(None) => Type::Map(Box::new(Type::Plain("JsonValue"))),
            Kind::Map(Some(values)) => Type::Map(Box::new(self.inner(values, hint, "Value"))),
            Kind::Enum(values) => return (self.inline_enum(target, values, hint), target),
            Kind::Object => {
                let ty = Type::Schema(self.names.type_name(&bare(hint)));
                self.named.insert(std::ptr::from_ref(target), ty.clone());
                self.item(target, &ty, annotations(target), None);
                return (ty, &NOTHING);
            }
        };
        (ty, target)
    }

    /// The type of what a list or map holds.
    fn inner(&mut self, node: &'f Node, hint: Hint<'_>, suffix: &str) -> Type {
        let name = bare(hint);
        let property = match name.strip_suffix('s') {
            Some(one) if suffix == "Item" && !one.ends_with(['s', 'u', 'i']) => one.to_owned(),
            _ => format!("{name}{suffix}"),
        };
        self.ty(
            node,
            Hint {
                owner: &property,
                property: "",
                word: hint.word,
            },
        )
        .0
    }

    fn inline_enum(&mut self, node: &'f Node, values: Vec<Value>, hint: Hint<'_>) -> Type {
        let key = (hint.word.to_owned(), named(node, &values));
        if let (false, Some(ty)) = (hint.word.is_empty(), self.enums.get(&key)) {
            return ty.clone();
        }
        let name = self.names.type_name(&bare(hint));
        let ty = Type::Enum(name.clone(), values);
        self.named.insert(std::ptr::from_ref(node), ty.clone());
        let mut annotations = annotations(node);
        // Its default and example are its field's.
        annotations.notes.clear();
        self.items.push(Named {
            annotations,
            name,
            component: None,
            shape: Shape::Enum(key.1.clone()),
        });
        self.enums.insert(key, ty.clone());
        ty
    }

    /// The limits of a list's items as an option: `each(len(1..=64))`.
    pub(super) fn each(&self, node: &Node, ty: &Type) -> Option<String> {
        let (Type::List(inner), Some(node)) = (ty, node.get("items")) else {
            return None;
        };
        if self.is_item(node) {
            return None;
        }
        let (_, node) = self.file.follow(node);
        let mut limits: Vec<String> = options(node, inner, true)
            .list
            .into_iter()
            .filter(|option| !option.starts_with("example") && !option.starts_with("default"))
            .collect();
        limits.extend(self.each(node, inner));
        (!limits.is_empty()).then(|| format!("each({})", limits.join(", ")))
    }

    /// Keywords of the schemas inside of a list or map that can't be expressed there.
    pub(super) fn inner_notes(&self, node: &Node, ty: &Type, place: &str, each: bool) -> Vec<String> {
        let (member, inner) = match ty {
            Type::List(inner) => ("items", inner),
            Type::Map(inner) => ("additionalProperties", inner),
            _ => return Vec::new(),
        };
        let Some(node) = node.get(member) else {
            return Vec::new();
        };
        // Members of maps have no limits of their own, nor have schemas in them.
        let each = each && matches!(ty, Type::List(_));
        let place = format!("{place}{member}.");
        if self.is_item(node) {
            return Vec::new();
        }
        let (_, node) = self.file.follow(node);
        let mapped = options(node, inner, true);
        let mut notes: Vec<String> = node
            .members()
            .iter()
            .filter(|(name, _)| {
                !each && LIMITS.contains(&name.as_str())
                    || mapped.notes.iter().any(|note| note.starts_with(&format!("{name}: ")))
            })
            .map(|(name, value)| line(&format!("{place}{}", note(name, value))))
            .collect();
        notes.extend(self.inner_notes(node, inner, &place, each));
        notes
    }

    /// What a schema is, in few words.
    fn brief(&self, node: &Node) -> String {
        match self.file.follow(node) {
            (Some(name), _) => name.to_owned(),
            (None, node) => node.text_of("type").unwrap_or("any").to_owned(),
        }
    }
}

/// Why a property or parameter is left out.
pub(super) const NO_NAME: &str = "left out: its name isn't letters, digits, `_` and `-` alone";

/// Keywords that the item of a field's schema has itself.
static NOTHING: Node = Node::Object(Object::EMPTY);

/// Keywords that a field can have, but not the items of a list.
const LIMITS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "description",
    "title",
    "x-nullable",
];

/// The name of a schema without one, from its place.
fn bare(hint: Hint<'_>) -> String {
    if hint.property.is_empty() {
        upper(hint.owner, "Type")
    } else {
        hint.name()
    }
}

fn text_type(format: Option<&str>) -> &'static str {
    match format {
        Some("uuid") => "Uuid",
        Some("date") => "NaiveDate",
        Some("date-time") => "DateTime<Utc>",
        Some("byte") => "Bytes",
        _ => "String",
    }
}
