//! The list of an API's routes.

use std::borrow::Cow;

use super::{Access, Api, Method, Op, Operation, Place, Resource};

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
    let kind = operation.kind;
    Listed {
        method: kind.method(),
        path: resource.path_of(kind.place(), |index| resource.fields[index].property.into()),
        operation: format!("{}_{}", kind.word(), resource.snake),
        access: operation.access,
    }
}

fn of_op(op: &'static Op) -> Listed {
    Listed {
        method: op.route.method,
        path: op.route.path.to_owned(),
        operation: op.name.to_owned(),
        access: op.access,
    }
}

impl Resource {
    /// The path of an operation. `name` gives the name in braces for each field of the key.
    pub(crate) fn path_of(&self, place: Place, name: impl Fn(usize) -> Cow<'static, str>) -> String {
        let mut path = self.path.trim_end_matches('/').to_owned();
        match place {
            Place::Collection => {}
            Place::Bulk => path.push_str("/bulk"),
            Place::Row => {
                for index in 0..self.key {
                    path.push_str("/{");
                    path.push_str(&name(index));
                    path.push('}');
                }
            }
        }
        path
    }
}
