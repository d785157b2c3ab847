//! The routes of the pages, which give way to those of the API.

use std::collections::BTreeMap;

use super::{Methods, Routes, Target};
use crate::engine::Settings;
use crate::http::docs;
use crate::meta::{Api, Method};

impl Routes {
    /// Creates the table of the pages. It is empty if the API itself has the path of a page or of one of its files.
    pub(in crate::http) fn of_docs(api: &'static Api, settings: &Settings) -> Self {
        let own = Self::of_api(api, settings);
        let parts: Vec<_> = settings
            .docs_route
            .iter()
            .flat_map(|route| docs::parts(route))
            .collect();
        let mut paths = BTreeMap::new();
        if !parts
            .iter()
            .any(|(path, part)| !part.may_be_missing() && own.answers(path))
        {
            for (path, part) in parts.into_iter().filter(|(path, _)| !own.answers(path)) {
                let methods: &mut Methods = paths.entry(path).or_default();
                methods.offer(Method::Get, Target::Docs(api, part));
            }
        }
        Self {
            errors: &api.info.errors,
            ..Self::build("", paths)
        }
    }

    /// Adds the fixed paths of another table that this one doesn't have.
    pub(in crate::http) fn and(mut self, other: Self) -> Self {
        for (path, methods) in other.fixed {
            self.fixed.entry(path).or_insert(methods);
        }
        self
    }

    /// Whether the API has this path. A template whose key can't have this value doesn't count.
    fn answers(&self, path: &str) -> bool {
        let template = self.templates.at(path);
        self.fixed.contains_key(path) || template.is_ok_and(|matched| matched.value.is_keyed_by_text())
    }
}

#[cfg(all(test, feature = "docs"))]
mod tests {
    use bytes::Bytes;
    use http::{Method as Verb, Request};
    use http_body_util::{BodyExt as _, Full};
    use tower::ServiceExt as _;
    use warp::Filter as _;
    use warp::reply::Response;

    use super::*;
    use crate::db::{Config, connect};
    use crate::http::routes::Found;
    use crate::http::tests::{API, TASK};
    use crate::http::{State, filter_with};
    use crate::meta::{Field, Info, Item, Names, Nulls, Part, Resource};

    #[track_caller]
    fn case(api: &'static Api, path: &str, expected: &str) {
        let routes = Routes::of_api(api, &Settings::default()).and(Routes::of_docs(api, &Settings::default()));
        let found = match routes.find(path, &Verb::GET) {
            Some(Found::Target(Target::Docs(_, part), _)) => format!("{part:?}"),
            Some(Found::Target(Target::Operation(resource, operation, _), _)) => {
                format!("{}_{}", operation.kind.word(), resource.snake)
            }
            found => format!("{found:?}"),
        };
        assert_eq!(found, expected, "/{path}");
    }

    #[test]
    fn the_root_leads_to_the_pages_unless_it_is_the_api_s_own() {
        static HOME: Resource = Resource {
            path: "/",
            operations: TASK.operations,
            ..Resource::new("Home", "home", &[], &[Field::key::<i32>("id", &[]).done()])
        };
        static PART: Part = Part {
            name: "Homes",
            nulls: Nulls::Inherit,
            names: Names::Inherit,
            error_model: None,
            items: &[Item::Resource(&HOME)],
        };
        static HOMES: Api = Api {
            parts: &[&PART],
            info: Info {
                base_path: "",
                ..API.info
            },
            ..API
        };
        case(&API, "", "Root");
        case(&API, "docs", "Page(Read)");
        case(&API, "docs/try", "Page(Try)");
        case(&HOMES, "", "list_home");
        case(&HOMES, "7", "read_home");
        // No key is `docs`: they are numbers.
        case(&HOMES, "docs", "Page(Read)");
    }

    #[tokio::test]
    async fn the_application_s_own_filters_win_over_the_pages() {
        let database = connect(&Config::memory()).await.unwrap();
        let own = warp::path::end().or(warp::path("docs").and(warp::path("try"))).unify();
        let own = own.and(warp::get()).map(|| Response::new("own".into())).boxed();
        let filter = filter_with(&API, State::from(database), own);
        for (path, expected) in [
            ("/", "own"),
            ("/docs/try", "own"),
            ("/docs", "<!DOCTYPE"),
            ("/spec", (API.openapi)().text),
        ] {
            let request = Request::get(path).body(Full::<Bytes>::default()).unwrap();
            let reply = warp::service(filter.clone()).oneshot(request).await.unwrap();
            let body = reply.into_body().collect().await.unwrap().to_bytes();
            assert!(body.starts_with(expected.as_bytes()), "{path}: {body:?}");
        }
    }
}
