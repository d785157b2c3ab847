//! The address of the document, which an operator chooses and the API may have itself.

use super::{Routes, Target, bare, own_paths};
use crate::engine::Settings;
use crate::http::docs::ASYNCAPI;
use crate::meta::{Api, Method};

impl Routes {
    /// Why the document can't be at the address that the settings have: something else of the API answers there.
    pub(in crate::http) fn spec_route_fault(api: &'static Api, settings: &Settings) -> Option<String> {
        let route = settings.spec_route.as_str();
        let taken = own_paths(api)
            .get(bare(route))
            .and_then(|methods| methods.get(Method::Get));
        let owner = match taken {
            Some(Target::Operation(resource, operation, _)) => {
                format!("operation `{}` of resource `{}`", operation.kind.word(), resource.name)
            }
            Some(Target::Op(op, _)) => format!("op `{}`", op.name),
            Some(Target::Socket(_, socket, _)) => format!("socket `{}`", socket.name),
            Some(Target::Document(_) | Target::AsyncApi(_) | Target::Docs(..)) => return None,
            None if bare(route) == ASYNCAPI && api.sockets().next().is_some() => {
                "the document of its sockets".to_owned()
            }
            None => return None,
        };
        Some(format!(
            "SPEC_ROUTE={route} is the address of the document, but also that of {owner}; choose another with --spec-route"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::tests::API;

    #[track_caller]
    fn case(route: &str, expected: Option<&str>) {
        let settings = Settings {
            spec_route: route.to_owned(),
            ..Settings::default()
        };
        let fault = Routes::spec_route_fault(&API, &settings);
        match expected {
            None => assert_eq!(fault, None, "{route}"),
            Some(owner) => {
                let fault = fault.unwrap();
                assert!(fault.contains(&format!("SPEC_ROUTE={route} is")), "{fault}");
                assert!(fault.contains(&format!("that of {owner};")), "{fault}");
            }
        }
    }

    #[test]
    fn the_document_is_where_the_api_answers_nothing_else() {
        case("/spec", None);
        case("/openapi.json", None);
        case("/v1/spec", None);
        case("/v1/tasks", Some("operation `list` of resource `Task`"));
        // Nothing is read there.
        case("/v1/tasks/bulk", None);
        // There are no sockets.
        case("/asyncapi.json", None);
    }
}
