//! Schemas of 3.0, a rule a test.

use super::openapi30;

/// Checks what becomes of a schema, and which keywords are lost.
#[track_caller]
fn case(schema: &str, expected: &str, lost: &[&str]) {
    let losses: Vec<String> = lost
        .iter()
        .map(|word| format!("/components/schemas/X/{word}: `{word}`"))
        .collect();
    let losses: Vec<&str> = losses.iter().map(String::as_str).collect();
    openapi30(
        &format!(r#""components":{{"schemas":{{"X":{schema},"Y":{{"type":"string"}}}}}}"#),
        "/components/schemas/X",
        expected,
        &losses,
    );
}

#[test]
fn null_is_a_flag_beside_the_type() {
    case(
        r#"{"type":["string","null"]}"#,
        r#"{"type":"string","nullable":true}"#,
        &[],
    );
    case(
        r#"{"type":["null","integer"]}"#,
        r#"{"type":"integer","nullable":true}"#,
        &[],
    );
    case(r#"{"type":["string"]}"#, r#"{"type":"string"}"#, &[]);
    case(
        r#"{"type":"null"}"#,
        r#"{"type":"object","nullable":true,"enum":[null]}"#,
        &[],
    );
    case(
        r#"{"type":["null"]}"#,
        r#"{"type":"object","nullable":true,"enum":[null]}"#,
        &[],
    );
    case(
        r#"{"anyOf":[{"type":"string","enum":["a"]},{"type":"null"}],"description":"D"}"#,
        r#"{"description":"D","type":"string","enum":["a",null],"nullable":true}"#,
        &[],
    );
    case(
        r##"{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Y"}]}"##,
        r##"{"allOf":[{"$ref":"#/components/schemas/Y"}],"nullable":true,"type":"string"}"##,
        &[],
    );
    case(
        r##"{"anyOf":[{"$ref":"#/components/schemas/Y"},{"type":"null"}],"allOf":[{"title":"T"}],"description":"D"}"##,
        r##"{"allOf":[{"title":"T"},{"$ref":"#/components/schemas/Y"}],"description":"D","nullable":true,"type":"string"}"##,
        &[],
    );
    case(
        r#"{"description":"outer","anyOf":[{"type":"string","description":"inner"},{"type":"null"}]}"#,
        r#"{"description":"outer","anyOf":[{"type":"string","description":"inner"},{"type":"object","nullable":true,"enum":[null]}]}"#,
        &[],
    );
}

#[test]
fn several_types_become_variants_with_their_own_keywords() {
    case(
        r#"{"type":["number","string","null"],"pattern":"^1$","minimum":0,"format":"decimal","description":"D","default":1}"#,
        r#"{"description":"D","default":1,"anyOf":[{"type":"number","nullable":true,"format":"decimal","minimum":0},{"type":"string","format":"decimal","pattern":"^1$"}]}"#,
        &[],
    );
    case(r#"{"type":["integer","number"]}"#, r#"{"type":"number"}"#, &[]);
    case(
        r#"{"type":["array","boolean"],"items":{"type":["string","null"]},"anyOf":[{"title":"T"}]}"#,
        r#"{"anyOf":[{"title":"T"}],"allOf":[{"anyOf":[{"type":"array","items":{"type":"string","nullable":true}},{"type":"boolean"}]}]}"#,
        &[],
    );
}

#[test]
fn constants_and_examples_have_older_words() {
    case(r#"{"const":"a"}"#, r#"{"enum":["a"]}"#, &[]);
    case(
        r#"{"const":null}"#,
        r#"{"enum":[null],"type":"object","nullable":true}"#,
        &[],
    );
    case(r#"{"examples":[1]}"#, r#"{"example":1}"#, &[]);
    case(r#"{"examples":[]}"#, "{}", &[]);
    openapi30(
        r#""components":{"schemas":{"X":{"examples":[{"$ref":"no"},2]}}}"#,
        "/components/schemas/X",
        r#"{"example":{"$ref":"no"}}"#,
        &["/components/schemas/X/examples: all `examples` but the first"],
    );
}

#[test]
fn exclusive_bounds_are_flags_and_the_stricter_bound_counts() {
    case(
        r#"{"exclusiveMinimum":0.50}"#,
        r#"{"minimum":0.50,"exclusiveMinimum":true}"#,
        &[],
    );
    case(
        r#"{"exclusiveMaximum":9}"#,
        r#"{"maximum":9,"exclusiveMaximum":true}"#,
        &[],
    );
    case(r#"{"minimum":1,"exclusiveMinimum":0}"#, r#"{"minimum":1}"#, &[]);
    case(
        r#"{"minimum":0,"exclusiveMinimum":0}"#,
        r#"{"minimum":0,"exclusiveMinimum":true}"#,
        &[],
    );
    case(r#"{"maximum":1,"exclusiveMaximum":2}"#, r#"{"maximum":1}"#, &[]);
    case(
        r#"{"maximum":2,"exclusiveMaximum":1}"#,
        r#"{"maximum":1,"exclusiveMaximum":true}"#,
        &[],
    );
}

#[test]
fn encoded_and_raw_bytes_are_formats() {
    case(
        r#"{"type":"string","contentEncoding":"base64"}"#,
        r#"{"type":"string","format":"byte"}"#,
        &[],
    );
    case(
        r#"{"contentMediaType":"application/octet-stream"}"#,
        r#"{"type":"string","format":"binary"}"#,
        &[],
    );
    case(
        r#"{"type":"string","contentMediaType":"image/png"}"#,
        r#"{"type":"string","format":"binary"}"#,
        &[],
    );
    case(
        r#"{"type":"string","contentMediaType":"text/html"}"#,
        r#"{"type":"string"}"#,
        &["contentMediaType"],
    );
    case(
        r#"{"type":"string","contentEncoding":"base64","contentMediaType":"image/png"}"#,
        r#"{"type":"string","format":"byte"}"#,
        &["contentMediaType"],
    );
    case(
        r#"{"type":"string","contentEncoding":"base32","contentSchema":{}}"#,
        r#"{"type":"string"}"#,
        &["contentEncoding", "contentSchema"],
    );
}

#[test]
fn a_reference_has_no_siblings() {
    case(
        r##"{"$ref":"#/components/schemas/Y","description":"D"}"##,
        r##"{"description":"D","allOf":[{"$ref":"#/components/schemas/Y"}]}"##,
        &[],
    );
    case(
        r##"{"$ref":"#/components/schemas/Y","allOf":[true]}"##,
        r##"{"allOf":[{"$ref":"#/components/schemas/Y"},{}]}"##,
        &[],
    );
    case(
        r##"{"$ref":"#/components/schemas/Y"}"##,
        r##"{"$ref":"#/components/schemas/Y"}"##,
        &[],
    );
}

#[test]
fn unknown_keywords_are_dropped_with_what_they_would_leave_too_strict() {
    case(
        r#"{"if":{},"then":{},"else":{},"propertyNames":{},"unevaluatedProperties":false,"dependentRequired":{},"$comment":"c","contains":{},"x-own":{"if":1}}"#,
        r#"{"x-own":{"if":1}}"#,
        &[
            "if",
            "then",
            "else",
            "propertyNames",
            "unevaluatedProperties",
            "dependentRequired",
            "$comment",
            "contains",
        ],
    );
    case(
        r#"{"patternProperties":{"a":{}},"additionalProperties":false}"#,
        "{}",
        &["patternProperties"],
    );
    case(
        r#"{"type":"array","prefixItems":[{}],"items":false}"#,
        r#"{"type":"array","items":{}}"#,
        &["prefixItems"],
    );
}

#[test]
fn schemas_are_turned_wherever_they_are() {
    case(
        r#"{"type":"object","properties":{"const":{"const":1}},"additionalProperties":{"const":2},"required":[]}"#,
        r#"{"type":"object","properties":{"const":{"enum":[1]}},"additionalProperties":{"enum":[2]}}"#,
        &[],
    );
    case(
        r#"{"type":"array","items":{"const":1}}"#,
        r#"{"type":"array","items":{"enum":[1]}}"#,
        &[],
    );
    case(r#"{"type":"array"}"#, r#"{"type":"array","items":{}}"#, &[]);
    case(r#"{"not":{"const":1}}"#, r#"{"not":{"enum":[1]}}"#, &[]);
    case(
        r#"{"anyOf":[false,{"const":1}]}"#,
        r#"{"anyOf":[{"not":{}},{"enum":[1]}]}"#,
        &[],
    );
    case(
        r#"{"additionalProperties":true}"#,
        r#"{"additionalProperties":true}"#,
        &[],
    );
    // Values are no schemas.
    case(
        r#"{"default":{"const":1},"enum":[{"const":1}]}"#,
        r#"{"default":{"const":1},"enum":[{"const":1}]}"#,
        &[],
    );
}
