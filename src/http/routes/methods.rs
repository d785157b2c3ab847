//! The methods of one path: their targets, and the `Allow` header.

use std::sync::Arc;

use http::{HeaderValue, Method as Verb};

use super::Target;
use crate::meta::{ArgumentPlace, Field, Method, Place};
use crate::observe::Route;
use crate::types::{Kind, Storage};

/// The targets of the methods of one path.
#[derive(Debug, Clone, Default)]
pub(super) struct Methods {
    targets: [Option<Target>; 5],
    /// The path as the log has it, once it is in a table.
    route: Option<Arc<Route>>,
}

impl Methods {
    pub(super) fn get(&self, method: Method) -> Option<Target> {
        self.targets[method as usize].clone()
    }

    /// Whether the parameter of the path is a text.
    pub(super) fn is_keyed_by_text(&self) -> bool {
        self.targets.iter().flatten().any(|target| match target {
            Target::Operation(resource, ..) => resource.address().len() == 1 && resource.address_fields().all(is_text),
            Target::Op(op, _) => op.arguments.iter().any(|argument| {
                matches!(argument.place, ArgumentPlace::Path) && argument.field.schema.kind == Kind::String
            }),
            Target::Socket(..) | Target::Document(_) | Target::AsyncApi(_) | Target::Docs(..) => false,
        })
    }

    /// Whether the path has the address of another row before, which is a text.
    pub(super) fn is_below_text(&self) -> bool {
        self.targets.iter().flatten().any(|target| match target {
            Target::Operation(resource, ..) => {
                let mut parents = resource.parents.iter();
                parents.any(|parent| is_text(resource.parent_field(parent)))
            }
            _ => false,
        })
    }

    /// Whether one of them is a bulk operation of a resource.
    pub(super) fn are_bulk(&self) -> bool {
        self.targets
            .iter()
            .flatten()
            .any(|target| matches!(target, Target::Operation(_, operation, _) if operation.place() == Place::Bulk))
    }

    /// Adds a target, unless the method has one.
    pub(super) fn offer(&mut self, method: Method, target: Target) {
        self.targets[method as usize].get_or_insert(target);
    }

    /// The path as the log has it.
    pub(super) fn route(&self) -> Option<&Arc<Route>> {
        self.route.as_ref()
    }

    /// Names the path of the methods, which is `path` in a table, by the names of its parameters.
    pub(super) fn name(&mut self, base_path: &str, path: &str) {
        let named = self.targets.iter().flatten().find_map(|target| match target {
            Target::Operation(resource, operation, _) => {
                Some(resource.path_of(operation.place(), |_, name| name.into()))
            }
            Target::Op(op, _) => Some(op.route.path.to_owned()),
            Target::Socket(..) | Target::Document(_) | Target::AsyncApi(_) | Target::Docs(..) => None,
        });
        let template = match named {
            Some(below) => format!("{}{below}", base_path.trim_end_matches('/')),
            None => format!("/{path}"),
        };
        self.route = Some(Arc::new(Route::new(template)));
    }
}

fn is_text(field: &Field) -> bool {
    field.storage == Storage::Text && field.choices.is_none()
}

/// The method of the operation that answers a request.
pub(super) fn method(verb: &Verb) -> Option<Method> {
    match *verb {
        Verb::GET | Verb::HEAD => Some(Method::Get),
        Verb::POST => Some(Method::Post),
        Verb::PUT => Some(Method::Put),
        Verb::PATCH => Some(Method::Patch),
        Verb::DELETE => Some(Method::Delete),
        _ => None,
    }
}

/// The methods that are offered, in alphabetical order.
pub(super) fn allow(offered: &[&Methods]) -> HeaderValue {
    let offers = |method| offered.iter().any(|methods| methods.get(method).is_some());
    let names = [
        ("DELETE", offers(Method::Delete)),
        ("GET", offers(Method::Get)),
        ("HEAD", offers(Method::Get)),
        ("OPTIONS", true),
        ("PATCH", offers(Method::Patch)),
        ("POST", offers(Method::Post)),
        ("PUT", offers(Method::Put)),
    ];
    let offered: Vec<&str> = names.iter().filter(|(_, offered)| *offered).map(|(n, _)| *n).collect();
    HeaderValue::try_from(offered.join(", ")).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"))
}
