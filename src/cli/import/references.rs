//! References: each has its target in the file, and none leads back to itself.
//!
//! Checked before paperclip resolves them: it names no place, walks a definition again for each path to it, and gives up
//! at a definition that is nothing but a reference.

use std::collections::HashMap;

use crate::spec::json_tree::Node;

/// How many references may lead on to each other.
const STEPS: usize = 64;

/// Where a file keeps what references name.
const SECTIONS: [&str; 3] = ["definitions", "parameters", "responses"];

/// A file whose references hold.
pub(super) struct Linked {
    pub(super) root: Node,
    targets: HashMap<String, (usize, usize)>,
}

impl Linked {
    /// Checks all references.
    ///
    /// # Errors
    ///
    /// One line: the place, and the error.
    pub(super) fn new(root: Node) -> Result<Self, String> {
        let mut targets = HashMap::new();
        for (at, (section, node)) in root.members().iter().enumerate() {
            if SECTIONS.contains(&section.as_str()) {
                for (number, (name, _)) in node.members().iter().enumerate() {
                    targets.insert(format!("#/{section}/{name}"), (at, number));
                }
            }
        }
        let linked = Self { root, targets };
        linked.check(&linked.root, &mut Vec::new(), None)?;
        linked.check_chains()?;
        linked.check_shapes()?;
        Ok(linked)
    }

    /// What a reference names.
    pub(super) fn target(&self, reference: &str) -> Option<(&str, &Node)> {
        let &(section, number) = self.targets.get(&unescaped(reference))?;
        let (name, node) = self.root.members().get(section)?.1.members().get(number)?;
        Some((name, node))
    }

    /// The resolved node: itself, or the target of its references, with the last one's name.
    pub(super) fn follow<'n>(&'n self, node: &'n Node) -> (Option<&'n str>, &'n Node) {
        let (mut name, mut node) = (None, node);
        for _ in 0..=STEPS {
            match node.reference().and_then(|reference| self.target(reference)) {
                Some((target, next)) => (name, node) = (Some(target), next),
                None => break,
            }
        }
        (name, node)
    }

    /// Checks what is below a node. `parent`: the member that it is the value of.
    fn check(&self, node: &Node, place: &mut Vec<String>, parent: Option<&str>) -> Result<(), String> {
        // Names that are the author's, not keywords: a property may be named `$ref`.
        let free = matches!(
            parent,
            Some("properties" | "definitions" | "parameters" | "responses" | "paths")
        );
        if let (false, Some(reference)) = (free, node.reference()) {
            self.check_reference(reference, place)?;
        }
        for (name, value) in node.members() {
            // Neither values nor extensions are schemas.
            let shown = matches!(name.as_str(), "default" | "enum" | "example" | "examples") && !free;
            let named = matches!(parent, Some("properties" | "definitions" | "parameters"));
            if shown || name.starts_with("x-") && !named {
                continue;
            }
            place.push(name.clone());
            self.check(value, place, if free { None } else { Some(name) })?;
            place.pop();
        }
        if let Node::List(items) = node {
            for (number, item) in items.iter().enumerate() {
                place.push(number.to_string());
                self.check(item, place, None)?;
                place.pop();
            }
        }
        Ok(())
    }

    fn check_reference(&self, reference: &str, place: &[String]) -> Result<(), String> {
        let place = shown(place);
        if !reference.starts_with("#/") {
            return Err(format!(
                "{place}: $ref \"{reference}\" leads out of the file; put all into one file first"
            ));
        }
        let mut steps = reference[2..].split('/');
        let (section, name) = (steps.next().unwrap_or_default(), steps.next());
        if !SECTIONS.contains(&section) || name.is_none() || steps.next().is_some() {
            return Err(format!(
                "{place}: $ref \"{reference}\" isn't #/definitions/.., #/parameters/.. or #/responses/.., which import can follow"
            ));
        }
        if self.target(reference).is_none() {
            return Err(format!("{place}: $ref \"{reference}\" names nothing in the file"));
        }
        Ok(())
    }

    /// Checks that whatever is nothing but a reference leads to something.
    fn check_chains(&self) -> Result<(), String> {
        for section in SECTIONS {
            for (name, node) in self.root.members_of(section) {
                let (mut node, mut way) = (node, vec![name.as_str()]);
                while let Some((next, target)) = node.reference().and_then(|reference| self.target(reference)) {
                    let seen = way.contains(&next);
                    way.push(next);
                    if seen || way.len() > STEPS {
                        return Err(cycle(section, &way, seen));
                    }
                    node = target;
                }
            }
        }
        Ok(())
    }

    /// Checks that no definition is made of itself: by `allOf`, or by lists and maps without an object between that could be named.
    fn check_shapes(&self) -> Result<(), String> {
        let mut done = HashMap::new();
        for (name, node) in self.root.members_of("definitions") {
            self.check_shape(name, node, &mut Vec::new(), &mut done)?;
        }
        Ok(())
    }

    fn check_shape<'n>(
        &'n self,
        name: &'n str,
        node: &'n Node,
        way: &mut Vec<&'n str>,
        done: &mut HashMap<&'n str, ()>,
    ) -> Result<(), String> {
        if done.contains_key(name) {
            return Ok(());
        }
        let seen = way.contains(&name);
        way.push(name);
        if seen || way.len() > STEPS {
            return Err(cycle("definitions", way, seen));
        }
        for part in parts(node) {
            if let Some((next, target)) = part.reference().and_then(|reference| self.target(reference)) {
                self.check_shape(next, target, way, done)?;
            }
        }
        way.pop();
        done.insert(name, ());
        Ok(())
    }
}

/// The nodes that belong to a definition itself: itself if it is a reference, else all below it without a name.
fn parts(node: &Node) -> Vec<&Node> {
    let (mut found, mut rest) = (Vec::new(), vec![node]);
    while let Some(node) = rest.pop() {
        if node.reference().is_some() {
            found.push(node);
        } else if !node.items_of("allOf").is_empty() {
            rest.extend(node.items_of("allOf"));
        } else if node.get("properties").is_none() {
            rest.extend(node.get("items"));
            rest.extend(node.get("additionalProperties"));
        }
    }
    found
}

fn cycle(section: &str, way: &[&str], seen: bool) -> String {
    let begin = match way.split_last() {
        Some((last, before)) if seen => before.iter().position(|name| name == last).unwrap_or(0),
        _ => {
            return format!(
                "{section}.{}: more than {STEPS} references lead on to each other",
                way[0]
            );
        }
    };
    let way = way[begin..].join(" -> ");
    format!("{section}.{way} is a cycle: nothing but references, `allOf`, lists and maps")
}

/// A place as people write it: `paths./pets.get.parameters.0`.
pub(super) fn shown(place: &[String]) -> String {
    if place.is_empty() {
        "the file".to_owned()
    } else {
        place.join(".")
    }
}

/// A reference without the escapes of JSON pointers (RFC 6901, section 6).
pub(super) fn unescaped(reference: &str) -> String {
    let text = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    match text.match_indices('/').nth(1) {
        Some((at, _)) => format!(
            "{}{}",
            &text[..=at],
            text[at + 1..].replace("~1", "/").replace("~0", "~")
        ),
        None => text.into_owned(),
    }
}
