//! The list of an API's routes.

use std::borrow::Cow;

use super::{Access, Api, Method, Op, Operation, Parent, PathParameter, Place, Resource};

/// One route of an API, as [`Api::routes`] lists it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Listed {
    /// The method.
    pub method: Method,
    /// The path below the API's base path, with parameters in braces: `/tasks/{id}`.
    pub path: String,
    /// The operation's ID in the document.
    pub operation: String,
    /// The access rule.
    pub access: Access,
}

impl Api {
    /// Returns the routes of all operations: those of resources, then those of the application, in the order of the declaration.
    pub fn routes(&self) -> impl Iterator<Item = Listed> + use<> {
        let generated = self.resources().flat_map(|resource| {
            let operations = resource.operations.iter();
            operations.map(move |operation| of_resource(resource, operation))
        });
        generated.chain(self.ops().map(of_op))
    }
}

fn of_resource(resource: &'static Resource, operation: &'static Operation) -> Listed {
    Listed {
        method: operation.method,
        path: resource.path_of(operation.place(), |_, name| name.into()),
        operation: resource.operation_id(operation),
        access: operation.access,
    }
}

fn of_op(op: &'static Op) -> Listed {
    Listed {
        method: op.route.method,
        path: op.route.path.to_owned(),
        operation: op.id().to_owned(),
        access: op.access,
    }
}

impl Resource {
    /// The ID of an operation in the document.
    #[must_use]
    pub fn operation_id(&self, operation: &Operation) -> String {
        match operation.id {
            Some(id) => id.to_owned(),
            None => match &operation.linked {
                Some(linked) => format!("{}_{}_of_{}", operation.kind.word(), linked.name, self.snake),
                None => format!("{}_{}", operation.kind.word(), self.snake),
            },
        }
    }

    /// The path of an operation. `name` gives the name in braces for each parameter, and gets its position and its name in the document.
    pub(crate) fn path_of(&self, place: Place, name: impl Fn(usize, &'static str) -> Cow<'static, str>) -> String {
        let mut path = self.path_within(|position, parent| format!("{{{}}}", name(position, parent.name)).into());
        match place {
            Place::Collection => {}
            Place::Bulk => path.push_str("/bulk"),
            Place::Row | Place::Linked(_) => {
                for (position, field) in self.address_fields().enumerate() {
                    path.push_str("/{");
                    path.push_str(&name(self.parents.len() + position, field.property));
                    path.push('}');
                }
            }
        }
        if let Place::Linked(segments) = place {
            path.extend(segments);
        }
        path
    }

    /// Its own path, where `parent` gives what stands in place of each parameter, and gets its position.
    pub(crate) fn path_within<'v>(&self, parent: impl Fn(usize, &'static Parent) -> Cow<'v, str>) -> String {
        let mut path = String::with_capacity(self.path.len());
        let mut rest = self.path.trim_end_matches('/');
        for (position, of) in self.parents.iter().enumerate() {
            let Some(parameter) = PathParameter::first(rest) else {
                break;
            };
            path.push_str(parameter.before);
            path.push_str(&parent(position, of));
            rest = parameter.rest;
        }
        path.push_str(rest);
        path
    }
}
