//! The rules of Swagger 2.0, and paperclip, which must take what comes out.

use paperclip::v2::{DefaultSchema, ResolvableApi};

use super::{EXAMPLE, SpecVersion, WORDS, convert, document};

#[track_caller]
fn case(members: &str, pointer: &str, expected: &str, losses: &[&str]) {
    super::case(&document(members), SpecVersion::Swagger20, pointer, expected, losses);
}

/// An operation below `paths`, with components.
#[track_caller]
fn operation(operation: &str, components: &str, member: &str, expected: &str, losses: &[&str]) {
    case(
        &format!(r#""paths":{{"/a":{{"post":{operation}}}}},"components":{components}"#),
        &format!("/paths/~1a/post/{member}"),
        expected,
        losses,
    );
}

const ONE: &str = r#""responses":{"204":{"description":"D"}}"#;

/// Reads a document into paperclip's models, as its users would.
///
/// The models aren't published: they keep no format but their own, no extension of a schema, bounds with seven digits
/// only, and no empty list of requirements, which means that an operation is open.
fn read(text: &str) -> serde_json::Result<ResolvableApi<DefaultSchema>> {
    serde_json::from_str(text)
}

#[test]
fn paperclip_resolves_the_document() {
    for (document, least) in [(EXAMPLE, 20), (WORDS, 4)] {
        let converted = convert(document, SpecVersion::Swagger20).unwrap();
        let api = read(&converted.text).unwrap().resolve().unwrap();
        let mut count = 0;
        for (path, item) in &api.paths {
            for operation in item.methods.values() {
                for parameter in operation.parameters.iter().chain(&item.parameters) {
                    parameter.right().unwrap().read().unwrap().check(path).unwrap();
                    count += 1;
                }
            }
        }
        assert!(count >= least, "{count}");
    }
}

#[test]
fn a_definition_that_is_a_reference_does_not_trip_paperclip() {
    let whole = document(
        r##""paths":{"/a":{"get":{"responses":{"200":{"$ref":"#/components/responses/R"},"201":{"$ref":"#/components/responses/R"}}}}},"components":{"responses":{"R":{"description":"D","content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}},"schemas":{"A":{"$ref":"#/components/schemas/B"},"B":{"type":"object","properties":{"a":{"$ref":"#/components/schemas/A"}}}}}"##,
    );
    let converted = convert(&whole, SpecVersion::Swagger20).unwrap();
    assert!(
        converted
            .text
            .contains(r##""A":{"allOf":[{"$ref":"#/definitions/B"}]}"##),
        "{}",
        converted.text
    );
    read(&converted.text).unwrap().resolve().unwrap();
}

#[test]
fn the_first_server_is_host_and_base_path() {
    #[track_caller]
    fn servers(urls: &str, expected: &str, losses: &[&str]) {
        let members = format!(r#""servers":{urls}"#);
        let expected = format!(
            r#"{{"swagger":"2.0","info":{{"title":"T","version":"1"}},{expected},"paths":{{}},"definitions":{{}}}}"#
        );
        case(&members, "", &expected, losses);
    }
    servers(r#"[{"url":"/v1"}]"#, r#""basePath":"/v1""#, &[]);
    servers(r#"[{"url":"/"}]"#, r#""basePath":"/""#, &[]);
    servers("[]", r#""basePath":"/""#, &[]);
    servers(
        r#"[{"url":"https://a.example:8/v1/"},{"url":"http://a.example:8/v1"},{"url":"https://b.example"}]"#,
        r#""host":"a.example:8","basePath":"/v1","schemes":["https","http"]"#,
        &["/servers/2: server https://b.example"],
    );
    servers(
        r#"[{"url":"https://{name}.example","variables":{"name":{"default":"a"}}}]"#,
        r#""host":"a.example","basePath":"/","schemes":["https"]"#,
        &[],
    );
}

#[test]
fn parameters_lie_flat() {
    #[track_caller]
    fn parameter(given: &str, expected: &str, losses: &[&str]) {
        let losses: Vec<String> = losses
            .iter()
            .map(|loss| format!("/paths/~1a/post/parameters/0{loss}"))
            .collect();
        let losses: Vec<&str> = losses.iter().map(String::as_str).collect();
        operation(
            &format!(r#"{{"parameters":[{given}],{ONE}}}"#),
            r#"{"schemas":{"E":{"type":"string","enum":["a"],"description":"E"},"N":{"type":"integer","enum":[1],"x-enum-varnames":["A"]}}}"#,
            "parameters",
            &format!("[{expected}]"),
            &losses,
        );
    }
    parameter(
        r#"{"name":"n","in":"query","description":"D","schema":{"type":"integer","format":"int64","minimum":-9223372036854775808,"default":1}}"#,
        r#"{"name":"n","in":"query","description":"D","type":"integer","format":"int64","minimum":-9223372036854775808,"default":1}"#,
        &[],
    );
    parameter(
        r##"{"name":"n","in":"query","schema":{"type":"array","maxItems":9,"items":{"$ref":"#/components/schemas/E"}}}"##,
        r#"{"name":"n","in":"query","type":"array","maxItems":9,"items":{"type":"string","enum":["a"]},"collectionFormat":"multi"}"#,
        &[],
    );
    parameter(
        r#"{"name":"n","in":"query","explode":false,"schema":{"type":"array","items":{"type":"string"}}}"#,
        r#"{"name":"n","in":"query","type":"array","items":{"type":"string"},"collectionFormat":"csv"}"#,
        &[],
    );
    parameter(
        r##"{"name":"n","in":"header","required":true,"deprecated":true,"schema":{"$ref":"#/components/schemas/E"}}"##,
        r#"{"name":"n","in":"header","required":true,"description":"E","type":"string","enum":["a"]}"#,
        &["/deprecated: `deprecated`"],
    );
    parameter(
        r##"{"name":"n","in":"query","x-own":1,"schema":{"$ref":"#/components/schemas/N"}}"##,
        r#"{"name":"n","in":"query","type":"integer","enum":[1],"x-enum-varnames":["A"],"x-own":1}"#,
        &[],
    );
    parameter(
        r##"{"name":"n","in":"query","schema":{"type":"array","items":{"$ref":"#/components/schemas/N"}}}"##,
        r#"{"name":"n","in":"query","type":"array","items":{"type":"integer","enum":[1],"x-enum-varnames":["A"]},"collectionFormat":"multi"}"#,
        &[],
    );
    parameter(
        r#"{"name":"n","in":"query","schema":{"type":["number","string"]}}"#,
        r#"{"name":"n","in":"query","type":"string"}"#,
        &["/schema/anyOf: `anyOf`", "/schema: values of any type"],
    );
    parameter(
        r#"{"name":"n","in":"query","style":"deepObject","schema":{"type":"object"}}"#,
        r#"{"name":"n","in":"query","type":"string"}"#,
        &["/schema: type `object`"],
    );
    parameter(
        r#"{"name":"n","in":"query","content":{"application/json":{"schema":{}}}}"#,
        r#"{"name":"n","in":"query","type":"string"}"#,
        &[": `content`"],
    );
    // A parameter that can't be expressed is dropped.
    parameter(
        r#"{"name":"n","in":"cookie","schema":{"type":"string"}},{"name":"m","in":"query","schema":{"type":"string"}}"#,
        r#"{"name":"m","in":"query","type":"string"}"#,
        &[": cookie `n`"],
    );
}

#[test]
fn shared_parameters_and_replies_stay_shared_and_headers_do_not() {
    let components = r##"{"parameters":{"P":{"name":"p","in":"query","schema":{"type":"string"}},"C":{"name":"c","in":"cookie","schema":{"type":"string"}}},"headers":{"H":{"description":"D","schema":{"type":"integer","minimum":0}}},"responses":{"R":{"description":"D","headers":{"H":{"$ref":"#/components/headers/H"}},"content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/S"}}}}},"schemas":{"S":{"type":"object"}}}"##;
    let given = r##"{"parameters":[{"$ref":"#/components/parameters/P"},{"$ref":"#/components/parameters/C"}],"responses":{"200":{"$ref":"#/components/responses/R"}}}"##;
    let lost = ["/components/parameters/C: cookie `c`"];
    operation(
        given,
        components,
        "parameters",
        r##"[{"$ref":"#/parameters/P"}]"##,
        &lost,
    );
    operation(
        given,
        components,
        "responses",
        r##"{"200":{"$ref":"#/responses/R"}}"##,
        &lost,
    );
    operation(given, components, "produces", r#"["application/problem+json"]"#, &lost);
    case(
        &format!(r#""components":{components}"#),
        "/responses/R",
        r##"{"description":"D","schema":{"$ref":"#/definitions/S"},"headers":{"H":{"description":"D","type":"integer","minimum":0}}}"##,
        &lost,
    );
}

#[test]
fn a_body_is_a_parameter() {
    let given = r##"{"requestBody":{"description":"D","required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S"}}}},"responses":{"204":{"description":"D"}}}"##;
    let components = r#"{"schemas":{"S":{"type":"object"}}}"#;
    operation(
        given,
        components,
        "parameters",
        r##"[{"name":"body","in":"body","description":"D","required":true,"schema":{"$ref":"#/definitions/S"}}]"##,
        &[],
    );
    operation(given, components, "consumes", r#"["application/json"]"#, &[]);
}

#[test]
fn a_form_is_a_parameter_for_each_field() {
    let form = r#"{"type":"object","required":["f"],"properties":{"f":{"type":"string","contentMediaType":"application/octet-stream","description":"F"},"l":{"type":"array","items":{"type":"integer"}},"m":{"type":"array","items":{"type":"string","format":"binary"}}}}"#;
    let given = format!(
        r#"{{"requestBody":{{"content":{{"application/x-www-form-urlencoded":{{"schema":{form}}},"multipart/form-data":{{"schema":{form}}}}}}},{ONE}}}"#
    );
    let lost = ["/paths/~1a/post/requestBody/content/multipart~1form-data/schema/properties/m: all files but one"];
    operation(
        &given,
        "{}",
        "parameters",
        r#"[{"name":"f","in":"formData","required":true,"description":"F","type":"file"},{"name":"l","in":"formData","type":"array","items":{"type":"integer"},"collectionFormat":"multi"},{"name":"m","in":"formData","type":"file"}]"#,
        &lost,
    );
    operation(&given, "{}", "consumes", r#"["multipart/form-data"]"#, &lost);
    let both = format!(
        r#"{{"requestBody":{{"content":{{"multipart/form-data":{{"schema":{form}}},"text/plain":{{"schema":{{"type":"string"}}}}}}}},{ONE}}}"#
    );
    operation(
        &both,
        "{}",
        "parameters",
        r#"[{"name":"body","in":"body","schema":{"type":"string"}}]"#,
        &["/paths/~1a/post/requestBody/content/multipart~1form-data: the form"],
    );
}

#[test]
fn replies_have_one_schema() {
    let given = r#"{"responses":{"200":{"description":"D","content":{"text/csv":{"schema":{"type":"string"}},"application/json":{"schema":{"type":"array","items":{}},"example":[1]}},"links":{"l":{"operationId":"o"}}},"201":{"description":"D","content":{"application/octet-stream":{}}},"4XX":{"description":"D"}}}"#;
    let lost = [
        "/paths/~1a/post/responses/200/content/text~1csv: its own schema",
        "/paths/~1a/post/responses/200/links: `links`",
        "/paths/~1a/post/responses/4XX: replies 4XX",
    ];
    operation(
        given,
        "{}",
        "responses",
        r#"{"200":{"description":"D","schema":{"type":"array","items":{}},"examples":{"application/json":[1]}},"201":{"description":"D","schema":{"type":"string","format":"binary"}}}"#,
        &lost,
    );
    let types = r#"["text/csv","application/json","application/octet-stream"]"#;
    operation(given, "{}", "produces", types, &lost);
}

#[test]
fn schemas_say_less() {
    #[track_caller]
    fn schema(given: &str, expected: &str, losses: &[&str]) {
        let losses: Vec<String> = losses
            .iter()
            .map(|loss| format!("/components/schemas/X{loss}"))
            .collect();
        let losses: Vec<&str> = losses.iter().map(String::as_str).collect();
        let members = format!(r#""components":{{"schemas":{{"X":{given},"Y":{{"type":"string"}}}}}}"#);
        case(&members, "/definitions/X", expected, &losses);
    }
    schema(
        r#"{"type":["string","null"]}"#,
        r#"{"type":"string","x-nullable":true}"#,
        &["/nullable: null"],
    );
    schema(
        r##"{"anyOf":[{"$ref":"#/components/schemas/Y"},{"type":"null"}],"description":"D"}"##,
        r##"{"description":"D","allOf":[{"$ref":"#/definitions/Y"}],"x-nullable":true}"##,
        &["/nullable: null"],
    );
    schema(
        r#"{"oneOf":[{"type":"string"},{"type":"integer"}],"description":"D"}"#,
        r#"{"description":"D"}"#,
        &["/oneOf: `oneOf`"],
    );
    schema(
        r#"{"type":"string","writeOnly":true,"not":{}}"#,
        r#"{"type":"string"}"#,
        &["/writeOnly: `writeOnly`", "/not: `not`"],
    );
    schema(
        r##"{"type":"object","properties":{"a":{"$ref":"#/components/schemas/Y"}},"additionalProperties":{"type":"array","items":{"$ref":"#/components/schemas/Y"}}}"##,
        r##"{"type":"object","properties":{"a":{"$ref":"#/definitions/Y"}},"additionalProperties":{"type":"array","items":{"$ref":"#/definitions/Y"}}}"##,
        &[],
    );
    schema(
        r#"{"type":"object","required":["k"],"properties":{"k":{"type":"string"}},"discriminator":{"propertyName":"k"}}"#,
        r#"{"type":"object","required":["k"],"properties":{"k":{"type":"string"}},"discriminator":"k"}"#,
        &[],
    );
    schema(
        r#"{"discriminator":{"propertyName":"k"}}"#,
        "{}",
        &["/discriminator: `discriminator`"],
    );
    schema(
        r##"{"allOf":[{"$ref":"#/components/schemas/Y/not"}]}"##,
        r#"{"allOf":[{}]}"#,
        &["/allOf/0: #/components/schemas/Y/not"],
    );
}

#[test]
fn security_schemes_have_older_words() {
    let schemes = r#"{"securitySchemes":{"basic":{"type":"http","scheme":"basic"},"token":{"type":"http","scheme":"Bearer","description":"A token."},"key":{"type":"apiKey","name":"K","in":"query"},"cookie":{"type":"apiKey","name":"K","in":"cookie"},"id":{"type":"openIdConnect","openIdConnectUrl":"u"},"oauth":{"type":"oauth2","flows":{"clientCredentials":{"tokenUrl":"t","scopes":{}},"authorizationCode":{"authorizationUrl":"a","tokenUrl":"t","scopes":{"s":"S"}}}}}}"#;
    let lost = |more: &[&'static str]| -> Vec<&str> {
        let mut lost = vec![
            "/components/securitySchemes/cookie: security scheme `cookie`",
            "/components/securitySchemes/id: security scheme `id`",
        ];
        lost.extend(more);
        lost.push("/components/securitySchemes/token: the scheme `bearer`");
        lost
    };
    case(
        &format!(r#""components":{schemes}"#),
        "/securityDefinitions",
        r#"{"basic":{"type":"basic"},"token":{"type":"apiKey","name":"Authorization","in":"header","description":"A token.\n\n`Bearer`, a space and the token."},"key":{"type":"apiKey","name":"K","in":"query"},"oauth_application":{"type":"oauth2","flow":"application","tokenUrl":"t","scopes":{}},"oauth_accessCode":{"type":"oauth2","flow":"accessCode","authorizationUrl":"a","tokenUrl":"t","scopes":{"s":"S"}}}"#,
        &lost(&[]),
    );
    operation(
        &format!(r#"{{"security":[{{"oauth":["s"],"key":[]}},{{"cookie":[]}}],{ONE}}}"#),
        schemes,
        "security",
        r#"[{"oauth_application":["s"],"key":[]},{"oauth_accessCode":["s"],"key":[]}]"#,
        &lost(&["/paths/~1a/post/security: security requirements"]),
    );
    operation(
        &format!(r#"{{"security":[{{"cookie":[]}}],{ONE}}}"#),
        schemes,
        "security",
        "[]",
        &lost(&["/paths/~1a/post/security: all security requirements"]),
    );
}

#[test]
fn what_can_not_be_converted_is_reported() {
    case(
        r#""paths":{"/a":{"summary":"S","x-a":1,"trace":{"responses":{}},"get":{"callbacks":{},"servers":[],"responses":{"200":{"description":"D"}},"x-b":1}}}"#,
        "/paths/~1a",
        r#"{"get":{"responses":{"200":{"description":"D"}},"x-b":1}}"#,
        &[
            "/paths/~1a/summary: `summary`",
            "/paths/~1a/x-a: `x-a`",
            "/paths/~1a/trace: `trace`",
            "/paths/~1a/get/callbacks: `callbacks`",
            "/paths/~1a/get/servers: `servers`",
        ],
    );
}
