//! The rules, each by its cases, from a document to its other versions.

use super::*;

mod schemas;
mod swagger;

/// A document of these members.
fn document(members: &str) -> String {
    format!(r#"{{"openapi":"3.1.1","info":{{"title":"T","version":"1"}},{members}}}"#)
}

/// What a pointer finds in a converted document, and all losses as `place: what`.
fn made(document: &str, version: SpecVersion, pointer: &str) -> (String, Vec<String>) {
    let converted = convert(document, version).unwrap();
    let whole: serde_json::Value = serde_json::from_str(&converted.text).unwrap();
    let found = whole
        .pointer(pointer)
        .unwrap_or_else(|| panic!("no {pointer} in {}", converted.text));
    let losses = converted
        .losses
        .iter()
        .map(|loss| format!("{}: {}", loss.place, loss.what));
    (found.to_string(), losses.collect())
}

/// Compares JSON whatever the order of members, and losses in order.
#[track_caller]
fn case(document: &str, version: SpecVersion, pointer: &str, expected: &str, losses: &[&str]) {
    let (found, lost) = made(document, version, pointer);
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(found, expected.to_string(), "{document}");
    assert_eq!(lost, losses, "{document}");
}

#[track_caller]
fn openapi30(members: &str, pointer: &str, expected: &str, losses: &[&str]) {
    case(&document(members), SpecVersion::OpenApi30, pointer, expected, losses);
}

const EXAMPLE: &str = include_str!("../../../../examples/tasks/openapi.json");

#[test]
fn the_newest_version_is_the_document() {
    let converted = convert(EXAMPLE, SpecVersion::OpenApi31).unwrap();
    assert_eq!(converted.text, EXAMPLE);
    assert!(converted.losses.is_empty());
}

#[test]
fn what_is_the_same_in_3_0_stays_as_it_is() {
    let text = r##"{"openapi":"3.0.3","info":{"title":"T","version":"1.0"},"servers":[{"url":"/v1"}],"security":[{"b":[]}],"tags":[{"name":"A"}],"paths":{"/a/{b}":{"parameters":[{"$ref":"#/components/parameters/B"}],"get":{"parameters":[{"name":"c","in":"query","schema":{"type":"number","minimum":-99999999.990}}],"responses":{"200":{"description":"D","headers":{"H":{"$ref":"#/components/headers/H"}},"content":{"application/json":{"schema":{"type":"object","properties":{"type":{"type":"string"},"if":{"type":"string"}},"example":{"const":1,"examples":[1,2]}}}},"links":{"l":{"operationId":"o","parameters":{"b":"$response.body#/b"}}}}},"security":[]}}},"components":{"parameters":{"B":{"name":"b","in":"path","required":true,"schema":{"type":"string"}}},"headers":{"H":{"schema":{"type":"integer"}}},"securitySchemes":{"b":{"type":"http","scheme":"bearer"}}},"x-y":{"const":1}}"##;
    let converted = convert(&text.replacen("3.0.3", "3.1.1", 1), SpecVersion::OpenApi30).unwrap();
    assert_eq!(converted.text, text);
    assert_eq!(converted.losses, []);
}

#[test]
fn what_3_0_lacks_is_dropped_and_told() {
    openapi30(
        r#""jsonSchemaDialect":"x","webhooks":{},"paths":{}"#,
        "",
        r#"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{}}"#,
        &["/jsonSchemaDialect: `jsonSchemaDialect`", "/webhooks: `webhooks`"],
    );
    let text = r#"{"openapi":"3.1.0","info":{"title":"T","summary":"S","license":{"name":"L","identifier":"MIT"},"version":"1"}}"#;
    case(
        text,
        SpecVersion::OpenApi30,
        "/info",
        r#"{"title":"T","license":{"name":"L"},"version":"1"}"#,
        &["/info/summary: `summary`", "/info/license/identifier: `identifier`"],
    );
    openapi30(r#""components":{}"#, "/paths", "{}", &[]);
    openapi30(
        r#""paths":{"/a":{"get":{}}}"#,
        "/paths/~1a/get/responses",
        r#"{"default":{"description":"Any reply"}}"#,
        &[],
    );
}

#[test]
fn references_stand_alone_in_3_0() {
    openapi30(
        r##""paths":{"/a":{"get":{"parameters":[{"$ref":"#/components/parameters/P","description":"D"}],"responses":{"200":{"description":"D"}}}}},"components":{"parameters":{"P":{"name":"p","in":"query","schema":{"type":"string"}}}}"##,
        "/paths/~1a/get/parameters",
        r##"[{"$ref":"#/components/parameters/P"}]"##,
        &["/paths/~1a/get/parameters/0/description: `description`"],
    );
}

#[test]
fn shared_path_items_go_where_they_are_used() {
    openapi30(
        r##""paths":{"/a":{"$ref":"#/components/pathItems/A","summary":"S"}},"components":{"pathItems":{"A":{"summary":"no","get":{"responses":{"200":{"description":"D"}}}}}}"##,
        "/paths/~1a",
        r#"{"summary":"S","get":{"responses":{"200":{"description":"D"}}}}"#,
        &[],
    );
}

#[test]
fn bodies_that_are_bytes_say_so() {
    let body = |content: &str| {
        format!(
            r#""paths":{{"/a":{{"post":{{"requestBody":{{"content":{content}}},"responses":{{"204":{{"description":"D"}}}}}}}}}}"#
        )
    };
    let pointer = "/paths/~1a/post/requestBody/content";
    openapi30(
        &body(r#"{"application/octet-stream":{},"image/png":{"schema":{}},"application/json":{"schema":{}}}"#),
        pointer,
        r#"{"application/octet-stream":{"schema":{"type":"string","format":"binary"}},"image/png":{"schema":{"type":"string","format":"binary"}},"application/json":{"schema":{}}}"#,
        &[],
    );
}

#[test]
fn requirements_without_their_scheme_are_dropped_whole() {
    let secured = |security: &str| {
        format!(
            r#""paths":{{"/a":{{"get":{{"security":{security},"responses":{{"204":{{"description":"D"}}}}}}}}}},"components":{{"securitySchemes":{{"m":{{"type":"mutualTLS"}},"b":{{"type":"http","scheme":"bearer"}}}}}}"#
        )
    };
    let scheme = "/components/securitySchemes/m: `m`";
    let pointer = "/paths/~1a/get/security";
    openapi30(
        &secured(r#"[{"m":[],"b":[]},{"b":[]}]"#),
        pointer,
        r#"[{"b":[]}]"#,
        &[scheme, "/paths/~1a/get/security: security requirements"],
    );
    openapi30(
        &secured(r#"[{"m":[]}]"#),
        pointer,
        "[]",
        &[scheme, "/paths/~1a/get/security: all security requirements"],
    );
    openapi30(
        &secured(r#"[{"b":["admin"]}]"#),
        pointer,
        r#"[{"b":[]}]"#,
        &[scheme, "/paths/~1a/get/security: roles of `b`"],
    );
}

#[test]
fn references_into_what_was_dropped_are_dropped() {
    openapi30(
        r##""components":{"schemas":{"A":{"$defs":{"B":{}},"properties":{"b":{"$ref":"#/components/schemas/A/$defs/B"},"default":{"$ref":"#/nowhere"},"c":{"type":"object","default":{"$ref":"#/nowhere"}}}}}}"##,
        "/components/schemas/A",
        r##"{"properties":{"b":{},"default":{},"c":{"type":"object","default":{"$ref":"#/nowhere"}}}}"##,
        &[
            "/components/schemas/A/$defs: `$defs`",
            "/components/schemas/A/properties/b: #/components/schemas/A/$defs/B",
            "/components/schemas/A/properties/default: #/nowhere",
        ],
    );
}

/// Words that our own documents don't have yet, for the rules that wait for them.
const WORDS: &str = include_str!("words.json");

#[test]
fn every_reference_of_a_version_resolves() {
    for (document, least) in [(EXAMPLE, 20), (WORDS, 2)] {
        for version in SpecVersion::ALL {
            let converted = convert(document, *version).unwrap();
            let whole: serde_json::Value = serde_json::from_str(&converted.text).unwrap();
            let text = whole.to_string();
            let references: Vec<&str> = text.split("\"$ref\":\"#").skip(1).collect();
            assert!(references.len() >= least, "{version:?}");
            for reference in references {
                let target = reference.split('"').next().unwrap();
                assert!(whole.pointer(target).is_some(), "{version:?}: {target}");
            }
        }
    }
}

#[test]
fn a_conversion_is_the_same_each_time() {
    for version in SpecVersion::ALL {
        let (one, other) = (convert(EXAMPLE, *version).unwrap(), convert(EXAMPLE, *version).unwrap());
        assert_eq!(one.text, other.text);
        assert_eq!(one.losses, other.losses);
    }
}

#[test]
fn a_document_that_is_none_is_an_error() {
    assert!(convert("[]", SpecVersion::OpenApi30).is_err());
    assert!(convert("{", SpecVersion::OpenApi30).is_err());
}

#[test]
fn findings_name_what_readers_miss() {
    let whole = document(
        r##""paths":{"/a":{"get":{"operationId":"a","summary":"S","parameters":[{"name":"p","in":"query"}],"responses":{"200":{"description":"D"}}}}},"components":{"schemas":{"Lone":{}}}"##,
    );
    let found = lint(&whole).unwrap();
    let found: Vec<String> = found.iter().map(|one| format!("{}: {}", one.place, one.what)).collect();
    assert_eq!(
        found,
        [
            "GET /a: no `description`",
            "GET /a: no tag",
            "GET /a: no reply 4xx",
            "GET /a · parameter p: no `description`",
            "/components/schemas/Lone: nothing refers to it",
        ]
    );
    assert_eq!(lint(EXAMPLE).unwrap(), []);
}
