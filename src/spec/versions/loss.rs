//! What a version can't express, and where.

use crate::spec::json_tree::{Node, Object};

/// One thing that the document has and another version can't express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loss {
    /// JSON pointer (RFC 6901) of the place in the document.
    pub(crate) place: String,
    /// What was lost: a keyword, or a few words.
    pub(crate) what: String,
    /// What was done instead, and why.
    pub(crate) rule: &'static str,
}

/// A walk through the document: where it is, and what was lost so far.
#[derive(Debug, Default)]
pub(super) struct Walk {
    place: String,
    losses: Vec<Loss>,
}

impl Walk {
    /// What was lost.
    pub(super) fn losses(self) -> Vec<Loss> {
        self.losses
    }

    /// Works one step further down.
    pub(super) fn inside<T>(&mut self, name: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.place.len();
        self.place.push('/');
        self.place.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let done = work(self);
        self.place.truncate(length);
        done
    }

    /// Notes that something of this place is lost.
    pub(super) fn lose(&mut self, what: impl Into<String>, rule: &'static str) {
        self.losses.push(Loss {
            place: self.place.clone(),
            what: what.into(),
            rule,
        });
    }

    /// Drops a member, if it is there.
    pub(super) fn drop(&mut self, object: &mut Object, name: &str, rule: &'static str) {
        if object.take(name).is_some() {
            self.inside(name, |walk| walk.lose(format!("`{name}`"), rule));
        }
    }

    /// Works on a member, if it is there.
    pub(super) fn member(&mut self, object: &mut Object, name: &str, work: impl FnOnce(&mut Self, &mut Node)) {
        if let Some(node) = object.get_mut(name) {
            self.inside(name, |walk| work(walk, node));
        }
    }

    /// Works on each member or item of a member, if it is there.
    pub(super) fn each(&mut self, object: &mut Object, name: &str, work: impl FnMut(&mut Self, &mut Node)) {
        self.member(object, name, |walk, node| walk.all(node, work));
    }

    /// Works on each member or item.
    pub(super) fn all(&mut self, node: &mut Node, mut work: impl FnMut(&mut Self, &mut Node)) {
        match node {
            Node::Object(object) => {
                for (name, node) in object.iter_mut().filter(|(name, _)| !is_extension(name)) {
                    self.inside(name, |walk| work(walk, node));
                }
            }
            Node::List(items) => {
                for (index, node) in items.iter_mut().enumerate() {
                    self.inside(&index.to_string(), |walk| work(walk, node));
                }
            }
            Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) => {}
        }
    }
}

/// Whether a member is a specification extension.
pub(super) fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}
