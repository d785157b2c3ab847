//! Security in the document.

use serde_json::{Value, json};
use warp_openapi::prelude::*;

use super::{Doors, apart, checks};

fn document(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn access_rules_are_documented() {
    let document = document(Doors::openapi());
    assert_eq!(document["security"], json!([{"header_key": []}]));
    assert_eq!(
        document["components"]["securitySchemes"],
        json!({
            "basic": {"type": "http", "scheme": "basic", "description": "Somebody's password"},
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "connect": {"type": "openIdConnect", "openIdConnectUrl": "https://id.example.com/.well-known/openid-configuration"},
            "cookie_key": {"type": "apiKey", "in": "cookie", "name": "sid"},
            "header_key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "Key of an application"},
            "oauth": {"type": "oauth2", "flows": {"authorizationCode": {
                "authorizationUrl": "https://id.example.com/authorize",
                "tokenUrl": "https://id.example.com/token",
                "scopes": {"doors:paint": "Paint doors"},
            }}},
            "query_key": {"type": "apiKey", "in": "query", "name": "key"},
        })
    );
    let cases = [
        ("/doors", "get", Some(json!([])), false),
        (
            "/doors",
            "post",
            Some(json!([{"bearer": ["doors:write"]}, {"header_key": []}])),
            true,
        ),
        ("/doors/{id}", "get", Some(json!([{"query_key": []}])), true),
        ("/doors/{id}", "delete", None, true),
        ("/by/header", "get", None, true),
        (
            "/by/scopes",
            "get",
            Some(json!([{"bearer": ["doors:write", "odd scope"]}])),
            true,
        ),
        ("/by/nobody", "get", Some(json!([])), false),
    ];
    for (path, method, security, guarded) in cases {
        let operation = &document["paths"][path][method];
        assert_eq!(operation.get("security"), security.as_ref(), "{method} {path}");
        let replies = &operation["responses"];
        let reference = |name: &str| guarded.then(|| json!({"$ref": format!("#/components/responses/{name}")}));
        assert_eq!(
            replies.get("401"),
            reference("Unauthorized").as_ref(),
            "{method} {path}"
        );
        assert_eq!(replies.get("403"), reference("Forbidden").as_ref(), "{method} {path}");
        assert!(replies.get("503").is_some(), "{method} {path}");
    }
    // An op's own replies stay.
    let refuse = &document["paths"]["/refuse"]["get"]["responses"];
    assert_eq!(refuse["403"]["description"], "not today");
    assert!(refuse.get("401").is_some());
    let unauthorized = &document["components"]["responses"]["Unauthorized"];
    assert_eq!(
        unauthorized["headers"]["WWW-Authenticate"],
        json!({"$ref": "#/components/headers/Authenticate"})
    );
    assert!(document["components"]["headers"].get("Authenticate").is_some());
}

#[test]
fn parts_inherit_the_rule_of_the_api() {
    let document = document(apart::House::openapi());
    let read = &document["paths"]["/windows/{id}"]["get"];
    assert!(read.get("security").is_none() && read["responses"].get("401").is_some());
    // Members stand in the order of their statuses.
    let text = apart::House::openapi();
    let (_, text) = text.split_once("read_window").expect("the operation");
    let places = ["\"400\"", "\"401\"", "\"403\"", "\"404\""].map(|status| text.find(status).expect("a status"));
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn an_api_without_schemes_documents_none() {
    let document = document(crate::api::Suite::openapi());
    assert_eq!(document["security"], json!([]));
    assert!(document["components"].get("securitySchemes").is_none());
    for absent in ["Unauthorized", "Forbidden"] {
        assert!(document["components"]["responses"].get(absent).is_none());
    }
}

mod other_rule {
    use super::*;

    api! {
        /// Windows, with access rules.
        api House {
            title: "House",
            version: "1.0.0",
            security: { header_key: ApiKey::header("X-Api-Key") = checks::key },
            access: public,
            parts: [apart::Windows],
        }
    }
}

mod other_scheme {
    use super::*;

    api! {
        /// Windows, with access rules.
        api House {
            title: "House",
            version: "1.0.0",
            security: { header_key: ApiKey::header("X-Key") = checks::key },
            access: header_key,
            parts: [apart::Windows],
        }
    }
}

#[test]
fn the_documents_tag_changes_with_its_security() {
    let tags = [
        apart::House::API.etag,
        other_rule::House::API.etag,
        other_scheme::House::API.etag,
    ];
    assert!(
        tags[0] != tags[1] && tags[0] != tags[2] && tags[1] != tags[2],
        "{tags:?}"
    );
    let document = document(other_rule::House::openapi());
    let read = &document["paths"]["/windows/{id}"]["get"];
    assert!(read.get("security").is_none() && read["responses"].get("401").is_none());
    assert!(document["paths"]["/windows"]["post"]["responses"].get("401").is_some());
}
