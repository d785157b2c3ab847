//! The document in other versions, as clients request it.

use serde_json::Value;
use warp_openapi::testing::{App, Reply};

use crate::api::Suite;
use crate::support::{on_every_database, refuses};

const ROUTES: [&str; 2] = ["/spec", "/openapi.json"];

async fn in_version(app: &App, version: &str) -> Reply {
    app.get(&format!("/spec?version={version}")).await.expect(200)
}

#[tokio::test]
async fn each_version_is_a_document_of_its_own() {
    on_every_database(async |app| {
        for route in ROUTES {
            let mut tags = Vec::new();
            for (version, member, expected) in [
                ("3.1", "openapi", "3.1.1"),
                ("3.0", "openapi", "3.0.3"),
                ("2.0", "swagger", "2.0"),
            ] {
                let path = format!("{route}?version={version}");
                let reply = app.get(&path).await.expect(200);
                assert_eq!(reply.json()[member], expected, "{path}");
                assert_eq!(reply.json()["info"]["title"], "Suite", "{path}");
                assert_eq!(
                    reply.json()["info"]["termsOfService"],
                    "https://example.com/terms",
                    "{path}"
                );
                assert_eq!(reply.header("Content-Type"), Some("application/json"), "{path}");
                let cached = reply.header("Cache-Control").map(str::to_owned);
                assert!(cached.is_some(), "{path}");

                let tag = reply.header("ETag").expect("an ETag").to_owned();
                let again = app.get(&path).header("If-None-Match", &tag).await.expect(304);
                assert_eq!(again.bytes().len(), 0, "{path}");
                assert_eq!(again.header("ETag"), Some(tag.as_str()), "{path}");
                assert_eq!(again.header("Cache-Control"), cached.as_deref(), "{path}");
                let head = app.request("HEAD", &path).await.expect(200);
                assert_eq!(head.bytes().len(), 0, "{path}");
                assert_eq!(head.header("ETag"), Some(tag.as_str()), "{path}");
                assert_eq!(app.get(&path).await.text(), reply.text(), "{path}");
                tags.push(tag);
            }
            let whole = app.get(route).await.expect(200);
            assert_eq!(whole.text(), Suite::openapi());
            assert_eq!(whole.header("ETag"), Some(tags[0].as_str()));
            let count = tags.len();
            tags.sort();
            tags.dedup();
            assert_eq!(tags.len(), count, "two versions have the same tag: {tags:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn other_versions_and_parameters_are_refused() {
    let versions = "not one of 2.0, 3.0, 3.1";
    on_every_database(async |app| {
        for route in ROUTES {
            for (query, expected) in [
                ("version=3", [("version", versions)].as_slice()),
                ("version=", &[("version", versions)]),
                ("version=3.0&version=3.0", &[("version", "given more than once")]),
                ("x=1", &[("x", "unknown parameter")]),
                ("version=4&x=1", &[("version", versions), ("x", "unknown parameter")]),
            ] {
                refuses(app.get(&format!("{route}?{query}")).await, expected);
            }
            app.get(&format!("{route}?version=%FF")).await.expect(400);
        }
    })
    .await;
}

/// Adds the targets of all references.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_of_every_version_resolves() {
    on_every_database(async |app| {
        for version in ["3.0", "2.0"] {
            let whole = in_version(app, version).await.json();
            let mut found = Vec::new();
            references(&whole, &mut found);
            assert!(found.len() > 50, "{version}: {}", found.len());
            for target in found {
                let pointer = target.strip_prefix('#').expect("a local reference");
                assert!(whole.pointer(pointer).is_some(), "{version}: {target} leads nowhere");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_operation_and_schema_is_in_every_version() {
    let whole: Value = serde_json::from_str(Suite::openapi()).expect("JSON");
    on_every_database(async |app| {
        for (version, schemas) in [("3.0", "/components/schemas"), ("2.0", "/definitions")] {
            let converted = in_version(app, version).await.json();
            for (path, item) in whole["paths"].as_object().expect("paths") {
                for (method, operation) in item.as_object().expect("a path item") {
                    let found = &converted["paths"][path][method];
                    assert_eq!(
                        found["operationId"], operation["operationId"],
                        "{version}: {method} {path}"
                    );
                    if let Some(replies) = operation.get("responses").and_then(Value::as_object) {
                        let statuses: Vec<_> = found["responses"].as_object().expect("replies").keys().collect();
                        assert!(replies.keys().eq(statuses), "{version}: {method} {path}");
                    }
                }
            }
            let names = converted
                .pointer(schemas)
                .and_then(Value::as_object)
                .expect("schemas")
                .keys();
            assert!(
                whole["components"]["schemas"]
                    .as_object()
                    .expect("schemas")
                    .keys()
                    .eq(names),
                "{version}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn paperclip_resolves_the_swagger_document() {
    use paperclip::v2::{DefaultSchema, ResolvableApi};
    on_every_database(async |app| {
        let text = in_version(app, "2.0").await.text().to_owned();
        let api: ResolvableApi<DefaultSchema> = serde_json::from_str(&text).expect("paperclip's models take it");
        let api = api.resolve().expect("paperclip resolves it");
        assert_eq!(api.base_path.as_deref(), Some("/v1"));
        let mut count = 0;
        for (path, item) in &api.paths {
            for operation in item.methods.values() {
                for parameter in operation.parameters.iter().chain(&item.parameters) {
                    let parameter = parameter.right().expect("resolved").read().expect("no panic");
                    parameter.check(path).expect("a sound parameter");
                    count += 1;
                }
            }
        }
        assert!(count > 50, "{count}");
    })
    .await;
}
