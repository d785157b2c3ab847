//! What both documents say of them.

use serde_json::Value;

use super::Club;

fn component<'d>(document: &'d Value, name: &str) -> &'d Value {
    let found = &document["components"]["schemas"][name];
    assert!(found.is_object(), "{name}");
    found
}

fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = match value {
        Value::Object(members) => members.keys().map(String::as_str).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    names.sort_unstable();
    names
}

const ACCOUNT: &str = "#/components/schemas/Account";
const INPUT: &str = "#/components/schemas/AccountRequest";

#[test]
fn what_requests_and_replies_hold_is_two_components() {
    let document: Value = serde_json::from_str(Club::openapi()).expect("JSON");
    let (reply, request) = (component(&document, "Account"), component(&document, "AccountRequest"));
    assert_eq!(
        names(&reply["properties"]),
        ["home", "name", "number", "others", "visits"]
    );
    assert_eq!(names(&reply["required"]), ["name", "others", "visits"]);
    assert_eq!(reply["properties"]["visits"]["readOnly"], true);
    assert_eq!(names(&request["properties"]), ["home", "name", "others", "password"]);
    assert_eq!(names(&request["required"]), ["name", "password"]);
    assert_eq!(request["properties"]["password"]["writeOnly"], true);
    assert_eq!(
        reply["properties"]["others"]["additionalProperties"]["$ref"],
        "#/components/schemas/Home"
    );
    assert_eq!(
        request["properties"]["others"]["additionalProperties"]["$ref"],
        "#/components/schemas/HomeRequest"
    );
    // A union that holds it differs, too.
    assert_eq!(component(&document, "Who")["anyOf"][0]["$ref"], ACCOUNT);
    assert_eq!(component(&document, "WhoRequest")["anyOf"][0]["$ref"], INPUT);
    let operation = &document["paths"]["/account"]["post"];
    assert_eq!(
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        INPUT
    );
    assert_eq!(
        operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"],
        ACCOUNT
    );
    for (view, target) in [
        ("Member", ACCOUNT),
        ("MemberCreate", INPUT),
        ("MemberUpdate", INPUT),
        ("MemberPut", INPUT),
    ] {
        assert_eq!(
            component(&document, view)["properties"]["account"]["$ref"],
            target,
            "{view}"
        );
    }
    let form = &document["paths"]["/form"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"];
    assert_eq!(form["schema"]["$ref"], "#/components/schemas/LoginRequest");
    // In alphabetical order, under their own names.
    let schemas = Club::openapi().split_once("\"schemas\":{").expect("schemas").1;
    let place = |name: &str| {
        schemas
            .find(&format!("\"{name}\":{{\""))
            .unwrap_or_else(|| panic!("no {name}"))
    };
    assert!(place("Account") < place("AccountRequest") && place("AccountRequest") < place("FieldError"));
    assert!(place("Who") < place("WhoRequest"));
}

#[test]
fn the_asyncapi_document_distinguishes_them_too() {
    let document: Value = serde_json::from_str(Club::asyncapi()).expect("JSON");
    let messages = &document["channels"]["Door"]["messages"];
    let at = |message: &str, member: &str| &messages[message]["payload"]["properties"][member];
    assert_eq!(at("same-request", "payload")["$ref"], INPUT);
    assert_eq!(at("same-reply", "result")["$ref"], ACCOUNT);
    let publication = &at("publish-request", "payload")["anyOf"][0]["properties"]["data"];
    assert_eq!(publication["$ref"], INPUT);
    let broadcast = messages
        .as_object()
        .expect("messages")
        .values()
        .find(|message| message["payload"]["properties"]["data"].is_object())
        .expect("a broadcast");
    assert_eq!(broadcast["payload"]["properties"]["data"]["$ref"], ACCOUNT);
    component(&document, "HomeRequest");
    component(&document, "Home");
}
