//! What the document says of nested resources.

use serde_json::{Value, json};

use super::Blog;

fn document() -> Value {
    serde_json::from_str(Blog::openapi()).expect("JSON")
}

#[test]
fn paths_have_the_address_of_their_parent() {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    let names: Vec<&str> = paths.keys().map(String::as_str).collect();
    for path in [
        "/articles/{slug}/comments",
        "/articles/{slug}/comments/bulk",
        "/articles/{slug}/comments/{id}",
        "/articles/{article}/marks",
        "/articles/{article}/marks/{word}",
        "/clubs/{club}/meetings/{id}",
    ] {
        assert!(names.contains(&path), "{path} of {names:?}");
    }
    let slug = json!({
        "name": "slug",
        "in": "path",
        "required": true,
        "description": "Its name in URLs",
        "schema": { "type": "string", "minLength": 1, "maxLength": 20 },
    });
    let own = document["paths"]["/articles/{slug}"]["parameters"][0].clone();
    assert_eq!(own, slug);
    assert_eq!(
        document["paths"]["/articles/{slug}/comments"]["parameters"],
        json!([slug])
    );
    assert_eq!(
        document["paths"]["/articles/{slug}/comments/bulk"]["parameters"],
        json!([slug])
    );
    let row = &document["paths"]["/articles/{slug}/comments/{id}"]["parameters"];
    assert_eq!((&row[0], &row[1]["name"]), (&slug, &json!("id")));
    assert_eq!(
        document["paths"]["/articles/{article}/marks"]["parameters"][0]["name"],
        "article"
    );
    let club = &document["paths"]["/clubs/{club}/meetings"]["parameters"][0]["schema"];
    assert_eq!(*club, json!({ "type": "integer", "format": "int64" }));
}

#[test]
fn a_parent_may_be_missing() {
    let document = document();
    for (path, methods) in [
        ("/articles/{slug}/comments", vec!["get", "post", "delete"]),
        ("/articles/{slug}/comments/bulk", vec!["post"]),
        ("/articles/{slug}/comments/{id}", vec!["get", "patch", "delete"]),
    ] {
        for method in methods {
            let replies = &document["paths"][path][method]["responses"];
            assert!(replies["404"].is_object(), "{method} {path}: {replies}");
        }
    }
    assert!(document["paths"]["/articles"]["get"]["responses"]["404"].is_null());
}

#[test]
fn what_the_path_says_is_in_replies_only() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert!(schemas["Comment"]["properties"]["articleId"].is_object());
    for (name, properties) in [
        ("CommentCreate", json!(["text"])),
        ("CommentUpdate", json!(["id", "text"])),
        ("MeetingCreate", json!(["id", "topic"])),
        ("MeetingPut", json!(["id", "topic"])),
    ] {
        let names: Vec<&String> = schemas[name]["properties"].as_object().expect(name).keys().collect();
        assert_eq!(json!(names), properties, "{name}");
    }
}

#[test]
fn links_go_on_with_the_same_parent() {
    let document = document();
    let links = &document["paths"]["/articles/{slug}/comments"]["post"]["responses"]["201"]["links"];
    assert_eq!(
        links["read"],
        json!({
            "operationId": "read_comment",
            "parameters": { "slug": "$request.path.slug", "id": "$response.body#/id" },
        })
    );
}

#[test]
fn routes_are_listed_with_their_parameters() {
    let routes: Vec<String> = Blog::API
        .routes()
        .map(|route| format!("{} {}", route.method.name(), route.path))
        .collect();
    for route in [
        "GET /articles/{slug}/comments",
        "DELETE /articles/{slug}/comments/{id}",
        "PUT /articles/{article}/marks/{word}",
    ] {
        assert!(routes.iter().any(|listed| listed == route), "{route}");
    }
}
