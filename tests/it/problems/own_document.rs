//! What the document says of errors in a form of the API's own.

use serde_json::Value;
use warp_openapi::testing::Database;

use super::own_form::app;
use super::{FAILURE, documented};

#[tokio::test]
async fn the_document_has_the_model_in_place_of_problems() {
    let app = app(Database::sqlite().await).await;
    let document: Value = app.get("/openapi.json").await.expect(200).json();
    let text = document.to_string();
    assert!(
        !text.contains("Problem") && !text.contains("problem+json") && !text.contains("FieldError"),
        "{text}"
    );
    let schemas = document["components"]["schemas"]
        .as_object()
        .map(|schemas| schemas.keys().cloned().collect::<Vec<_>>());
    assert_eq!(
        schemas.unwrap_or_default(),
        [
            "Failure",
            "FailureRequest",
            "Member",
            "MemberCreate",
            "MemberUpdate",
            "Wrong",
            "WrongRequest"
        ]
    );
    // Those that share a status with others are written out where they are used.
    let replies = document["components"]["responses"]
        .as_object()
        .map(|replies| replies.keys().cloned().collect::<Vec<_>>());
    assert_eq!(
        replies.unwrap_or_default(),
        [
            "Internal",
            "Invalid",
            "Malformed",
            "NotFound",
            "NotModified",
            "PreconditionFailed",
            "PreconditionRequired",
            "Timeout",
            "TooLarge",
            "Unavailable",
            "UnsupportedMediaType"
        ]
    );
    let statuses = |method: &str, path: &str| -> Vec<String> {
        let replies = document["paths"][path][method]["responses"].as_object();
        replies
            .map(|replies| replies.keys().cloned().collect())
            .unwrap_or_default()
    };
    assert_eq!(
        statuses("post", "/members"),
        ["201", "400", "408", "413", "415", "422", "500", "503"]
    );
    assert_eq!(
        documented(&document, "post", "/members", 422)["description"],
        "The change conflicts with stored data\n\nThe request violates a rule; all violations are reported"
    );
    assert_eq!(statuses("get", "/secret"), ["204", "400", "401", "422", "500", "503"]);
    let refused = documented(&document, "get", "/secret", 401);
    assert_eq!(
        refused["description"],
        "Credentials are missing or invalid\n\nThe credentials don't allow it"
    );
    assert_eq!(
        refused["headers"]["WWW-Authenticate"]["$ref"],
        "#/components/headers/Authenticate"
    );
    assert_eq!(
        statuses("post", "/fail/{kind}"),
        [
            "204", "400", "408", "409", "410", "413", "415", "418", "422", "500", "503"
        ]
    );
    assert_eq!(
        documented(&document, "post", "/fail/{kind}", 409)["description"],
        "closed already"
    );
    assert_eq!(
        documented(&document, "get", "/members/count", 422)["description"],
        "too many"
    );
}

#[tokio::test]
async fn older_documents_have_the_model_too() {
    let app = app(Database::sqlite().await).await;
    let older: Value = app.get("/openapi.json?version=3.0").await.expect(200).json();
    let reply = documented(&older, "post", "/members", 422);
    assert_eq!(reply["content"]["application/json"]["schema"]["$ref"], FAILURE);
    let swagger: Value = app.get("/openapi.json?version=2.0").await.expect(200).json();
    let operation = &swagger["paths"]["/members"]["post"];
    assert_eq!(operation["responses"]["422"]["schema"]["$ref"], "#/definitions/Failure");
    assert_eq!(
        swagger["responses"]["Invalid"]["schema"]["$ref"],
        "#/definitions/Failure"
    );
    let text = swagger.to_string();
    assert!(!text.contains("problem+json") && !text.contains("Problem"), "{text}");
}

#[tokio::test]
async fn the_asyncapi_document_has_the_model_too() {
    let app = app(Database::sqlite().await).await;
    let document: Value = app.get("/asyncapi.json").await.expect(200).json();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["socket.error"], serde_json::json!({"$ref": FAILURE}));
    let names: Vec<&String> = schemas.as_object().expect("schemas").keys().collect();
    assert_eq!(names, ["Failure", "Wrong", "WrongRequest", "socket.error", "socket.id"]);
}
