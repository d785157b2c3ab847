//! How the documents describe addresses.

use serde_json::{Value, json};

use super::Press;

#[test]
fn the_document_has_the_address_in_paths_and_links() {
    let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let names: Vec<&str> = paths
        .keys()
        .map(String::as_str)
        .filter(|path| path.contains('{'))
        .collect();
    assert_eq!(
        names,
        [
            "/articles/{slug}",
            "/notes/{name}",
            "/rekey/{name}",
            "/remarks/{at}/{number}",
            "/rename/{slug}",
            "/sheets/{name}",
            "/shelves/{level}/{hall}",
            "/spoil/{name}",
            "/whole/{name}",
        ]
        .map(|path| path)
    );
    let parameters = paths["/remarks/{at}/{number}"]["parameters"]
        .as_array()
        .expect("parameters");
    let parameters: Vec<_> = parameters
        .iter()
        .map(|parameter| (&parameter["name"], &parameter["in"], &parameter["required"]))
        .collect();
    let (path, required) = (json!("path"), json!(true));
    assert_eq!(
        parameters,
        [(&json!("at"), &path, &required), (&json!("number"), &path, &required)]
    );
    let links = &paths["/articles"]["post"]["responses"]["201"]["links"];
    assert_eq!(
        links["update"],
        json!({"operationId": "update_article", "parameters": {"slug": "$response.body#/slug"}})
    );
    let put = &paths["/articles/{slug}"]["put"]["responses"];
    assert!(put["201"]["headers"]["Location"].is_object(), "{put}");
    assert_eq!(
        put["201"]["links"]["read"]["parameters"]["slug"],
        "$response.body#/slug"
    );
    // A put finds its row by the unique key, and the key is generated.
    assert!(put.get("409").is_none(), "{put}");
    assert!(paths["/articles/{slug}"]["patch"]["responses"]["409"].is_object());
    // But a counter may be exhausted.
    assert!(paths["/remarks/{at}/{number}"]["put"]["responses"]["409"].is_object());
    let schemas = &document["components"]["schemas"];
    let properties = |schema: &str| schemas[schema]["properties"].as_object().expect("properties").clone();
    let keys = |schema: &str| properties(schema).keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys("Article"), ["body", "editor", "slug", "title"]);
    assert_eq!(keys("ArticleUpdate"), ["body", "slug", "title"]);
    assert_eq!(keys("ArticlePut"), ["body", "editor", "slug", "title"]);
    assert_eq!(properties("ArticlePut")["slug"]["readOnly"], true);
    assert!(properties("ArticleUpdate")["slug"].get("readOnly").is_none());
    assert!(properties("ArticleUpdate")["slug"]["pattern"].is_string());
    assert_eq!(schemas["ArticlePut"]["required"], json!(["title"]));
    assert_eq!(properties("RemarkUpdate")["number"]["readOnly"], true);
    assert!(!keys("RemarkUpdate").contains(&"id".to_owned()));
}

#[test]
fn the_document_of_sockets_has_the_address_of_deleted_rows() {
    let document: Value = serde_json::from_str(Press::asyncapi()).expect("JSON");
    let text = document.to_string();
    assert!(
        text.contains("A row was deleted; the data is its address, as paths have it"),
        "{text}"
    );
    let deleted = find(&document, "articles.deleted").expect("a message");
    let data = find(deleted, "data").expect("data");
    assert_eq!(data["required"], json!(["slug"]));
    assert_eq!(
        data["properties"].as_object().map(|properties| properties.len()),
        Some(1)
    );
}

/// The first member of this name, at any depth, that isn't a reference.
fn find<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members
            .iter()
            .find(|(key, member)| *key == name && member.get("$ref").is_none())
            .map(|(_, member)| member)
            .or_else(|| members.values().find_map(|member| find(member, name))),
        Value::Array(items) => items.iter().find_map(|item| find(item, name)),
        _ => None,
    }
}

#[test]
fn routes_have_the_address() {
    let routes: Vec<String> = Press::API
        .routes()
        .filter(|route| route.path.starts_with("/remarks"))
        .map(|route| format!("{} {} {}", route.method.name(), route.path, route.operation))
        .collect();
    assert!(
        routes.contains(&"GET /remarks/{at}/{number} read_remark".to_owned()),
        "{routes:?}"
    );
}
