//! The document: served as it was compiled, and true to what the API does.

use serde_json::{Value, json};

use crate::api::Suite;
use crate::support::{create, on_every_database};

fn document() -> Value {
    serde_json::from_str(Suite::openapi()).expect("JSON")
}

#[tokio::test]
async fn the_document_is_served_byte_for_byte() {
    on_every_database(async |app| {
        for path in ["/spec", "/openapi.json"] {
            let reply = app.get(path).await.expect(200);
            assert_eq!(reply.text(), Suite::openapi(), "{path}");
            assert_eq!(reply.header("Content-Type"), Some("application/json"), "{path}");
            assert!(reply.header("Cache-Control").is_some(), "{path}");
            let tag = reply.header("ETag").expect("an ETag").to_owned();
            let again = app.get(path).header("If-None-Match", &tag).await.expect(304);
            assert_eq!(again.bytes().len(), 0, "{path}");
            assert_eq!(again.header("ETag"), Some(tag.as_str()), "{path}");
            app.get(path).header("If-None-Match", "\"x\"").await.expect(200);
            app.request("POST", path).await.expect(405);
        }
    })
    .await;
}

#[tokio::test]
async fn the_path_of_the_document_can_be_set() {
    let mut settings = warp_openapi::Settings::default();
    settings.spec_route = "/meta/api.json".to_owned();
    crate::support::with_settings(settings, async |app| {
        assert_eq!(app.get("/meta/api.json").await.expect(200).text(), Suite::openapi());
        app.get("/spec").await.expect(404);
    })
    .await;
}

#[test]
fn the_document_has_every_path_and_operation() {
    let document = document();
    assert_eq!(document["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    assert_eq!(document["info"]["title"], "Suite");
    assert_eq!(document["info"]["version"], "1.2.3");
    let methods = |item: &Value| -> Vec<String> {
        let members = item.as_object().expect("a path item").keys();
        let mut methods: Vec<String> = members.filter(|key| *key != "parameters").cloned().collect();
        methods.sort();
        methods
    };
    let paths = document["paths"].as_object().expect("paths");
    let find = |path: &str| {
        &paths[paths
            .keys()
            .find(|key| key.ends_with(path))
            .unwrap_or_else(|| panic!("no {path}"))]
    };
    for (path, expected) in [
        ("/tasks", "delete get post"),
        ("/tasks/bulk", "post"),
        ("/tasks/{id}", "delete get patch put"),
        ("/events", "get post"),
        ("/events/{id}", "get"),
        ("/pairs/{x}/{y}", "delete get patch put"),
        ("/guarded/{code}", "delete get patch put"),
    ] {
        assert_eq!(methods(find(path)).join(" "), expected, "{path}");
    }
    assert_eq!(paths.len(), 17, "{:?}", paths.keys());
}

#[test]
fn operation_ids_are_unique_and_every_operation_is_described() {
    let document = document();
    let mut ids = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path item") {
            if method == "parameters" {
                continue;
            }
            ids.push(operation["operationId"].as_str().expect("an id").to_owned());
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(operation["tags"].is_array(), "{method} {path}");
            for (status, reply) in operation["responses"].as_object().expect("responses") {
                assert!(
                    reply["description"].is_string() || reply["$ref"].is_string(),
                    "{method} {path} {status}"
                );
            }
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(ids.contains(&"list_task".to_owned()), "{ids:?}");
}

#[test]
fn components_are_in_order_and_every_reference_leads_somewhere() {
    let document = document();
    for (kind, names) in component_names() {
        assert!(names.is_sorted() && !names.is_empty(), "{kind}: {names:?}");
    }
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a local reference");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

/// A map that keeps the order in which its members stand in the text.
struct Ordered<V>(Vec<(String, V)>);

impl<'de, V: serde::Deserialize<'de>> serde::Deserialize<'de> for Ordered<V> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<V>(std::marker::PhantomData<V>);
        impl<'de, V: serde::Deserialize<'de>> serde::de::Visitor<'de> for Members<V> {
            type Value = Ordered<V>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Ordered(members))
            }
        }
        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

/// The names of the components of each kind, in the order of the text.
fn component_names() -> Vec<(String, Vec<String>)> {
    #[derive(serde::Deserialize)]
    struct Document {
        components: Ordered<Ordered<serde::de::IgnoredAny>>,
    }
    let document: Document = serde_json::from_str(Suite::openapi()).expect("components");
    let kinds = document.components.0.into_iter();
    kinds
        .map(|(kind, names)| (kind, names.0.into_iter().map(|(name, _)| name).collect()))
        .collect()
}

/// All values of `$ref`.
fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(target) if name == "$ref" => found.push(target.clone()),
                    other => collect(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

#[test]
fn hidden_fields_are_not_documented() {
    let text = Suite::openapi();
    for word in ["\"secret\"", "\"kept\"", "\"renamed\"", "Never in replies"] {
        assert!(!text.contains(word), "{word}");
    }
    let document = document();
    let views = document["components"]["schemas"].as_object().expect("schemas");
    let with = |field: &str| -> Vec<&str> {
        let of = |view: &Value| view["properties"].get(field).is_some();
        views
            .iter()
            .filter(|(_, view)| of(view))
            .map(|(name, _)| name.as_str())
            .collect()
    };
    for field in ["password", "stamp", "origin", "verdict"] {
        assert!(!with(field).is_empty(), "{field}");
    }
    for view in with("password") {
        assert!(!with("stamp").contains(&view), "{view} goes both ways");
    }
    for name in with("title") {
        let closed = ["Create", "Update", "Put"].iter().any(|view| name.ends_with(view));
        let additional = views[name].get("additionalProperties");
        assert_eq!(additional, closed.then_some(&json!(false)), "{name}");
    }
}

/// The replies of one operation in the document.
fn replies<'d>(document: &'d Value, method: &str, path: &str) -> &'d serde_json::Map<String, Value> {
    let paths = document["paths"].as_object().expect("paths");
    let (_, item) = paths.iter().find(|(key, _)| key.ends_with(path)).expect("the path");
    item[method]["responses"].as_object().expect("responses")
}

#[tokio::test]
async fn replies_that_happen_are_in_the_document() {
    let document = document();
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk", "unique_title": "One"})).await;
        let row = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        create(app, "/v1/children", json!({"task": task["id"]})).await;
        create(app, "/v1/guarded", json!({"code": "a", "text": "b"})).await;
        let (taken, missing) = (
            json!({"title": "Other", "unique_title": "One"}),
            "/v1/tasks/01890a5dac96774bbcceb302099a8057",
        );
        let cases = [
            ("get", "/tasks", app.get("/v1/tasks").await),
            ("get", "/tasks", app.get("/v1/tasks?x=1").await),
            ("get", "/tasks", app.get("/v1/tasks?title=%FF").await),
            ("post", "/tasks", app.post("/v1/tasks", json!({"title": "one"})).await),
            ("post", "/tasks", app.post("/v1/tasks", "{").await),
            ("post", "/tasks", app.post("/v1/tasks", "{}").await),
            ("post", "/tasks", app.post("/v1/tasks", &taken).await),
            (
                "post",
                "/tasks",
                app.request("POST", "/v1/tasks")
                    .header("Content-Type", "text/xml")
                    .body("x")
                    .await,
            ),
            ("post", "/tasks", app.post("/v1/tasks", " ".repeat(2 << 20)).await),
            ("post", "/tasks/bulk", app.post("/v1/tasks/bulk", "[]").await),
            ("post", "/tasks/bulk", app.post("/v1/tasks/bulk", json!([taken])).await),
            ("get", "/tasks/{id}", app.get(&row).await),
            ("get", "/tasks/{id}", app.get(&row).header("If-None-Match", "*").await),
            ("get", "/tasks/{id}", app.get(missing).await),
            ("patch", "/tasks/{id}", app.patch(&row, "{}").await),
            (
                "patch",
                "/tasks/{id}",
                app.patch(&row, "{}").header("If-Match", "\"x\"").await,
            ),
            ("patch", "/tasks/{id}", app.patch(missing, "{}").await),
            ("put", "/tasks/{id}", app.put(missing, &taken).await),
            ("put", "/tasks/{id}", app.put(missing, json!({"title": "two"})).await),
            ("put", "/tasks/{id}", app.put(missing, json!({"title": "two"})).await),
            ("delete", "/tasks/{id}", app.delete(&row).await),
            ("delete", "/tasks/{id}", app.delete(missing).await),
            ("delete", "/tasks/{id}", app.delete(missing).await),
            ("delete", "/tasks", app.delete("/v1/tasks").await),
            ("delete", "/tasks", app.delete("/v1/tasks?all=true").await),
            ("delete", "/tasks", app.delete("/v1/tasks?title=nothing").await),
            ("delete", "/guarded/{code}", app.delete("/v1/guarded/a").await),
            (
                "patch",
                "/guarded/{code}",
                app.patch("/v1/guarded/a", "{}").header("If-Match", "\"x\"").await,
            ),
        ];
        for (method, path, reply) in cases {
            let status = reply.status().to_string();
            let documented = replies(&document, method, path);
            assert!(
                documented.contains_key(&status),
                "{method} {path}: {status} is not among {:?}",
                documented.keys()
            );
            assert_ne!(reply.status(), 500, "{method} {path}");
        }
    })
    .await;
}

#[test]
fn keys_are_documented_as_they_are_taken() {
    let document = document();
    // A counted key creates nothing.
    let statuses = |path| -> Vec<&str> { replies(&document, "put", path).keys().map(String::as_str).collect() };
    assert!(!statuses("/everything/{id}").contains(&"201"));
    assert!(statuses("/pairs/{x}/{y}").contains(&"201"));
    // Members of replies may be sent back, and aren't required.
    let schemas = &document["components"]["schemas"];
    for (name, field) in [
        ("PairUpdate", "x"),
        ("PairPut", "y"),
        ("TaskUpdate", "id"),
        ("EverythingPut", "id"),
    ] {
        let view = &schemas[name];
        assert_eq!(view["properties"][field]["readOnly"], json!(true), "{name}");
        let required = view["required"]
            .as_array()
            .is_some_and(|names| names.contains(&json!(field)));
        assert!(!required, "{name}");
    }
    assert_eq!(
        schemas["LabelCreate"]["properties"]["name"]["pattern"],
        r"^([^.]|\.[^.]|\.\.[\s\S])"
    );
    let headers = &document["components"]["responses"]["UnsupportedMediaType"]["headers"];
    for name in ["Accept", "Accept-Encoding", "Accept-Patch"] {
        assert!(headers[name].is_object(), "{name}");
    }
    assert_eq!(
        document["components"]["parameters"]["Offset"]["schema"]["maximum"],
        warp_openapi::meta::Paging::USUAL_MAX_OFFSET
    );
}
