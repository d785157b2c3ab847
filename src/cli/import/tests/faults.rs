//! Files that are refused: one line that names the place.

use super::imported;

/// A file with these members beside its head.
fn with(members: &str) -> String {
    format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\n{members}")
}

#[track_caller]
fn case(text: &str, expected: &str) {
    let fault = imported(text).expect_err(text);
    assert_eq!(fault, expected, "{text}");
    assert!(!fault.contains('\n'), "{fault}");
}

#[test]
fn what_is_no_swagger_2_is_refused() {
    case("", "is empty");
    case(" \n", "is empty");
    case("{", "isn't JSON: EOF while parsing an object at line 1 column 1");
    case(
        "a: [",
        "isn't YAML: did not find expected node content at line 2 column 1, while parsing a flow node",
    );
    case(
        "just text",
        "holds no object; a Swagger 2.0 file begins with `swagger: \"2.0\"`",
    );
    case(
        "[1]",
        "holds no object; a Swagger 2.0 file begins with `swagger: \"2.0\"`",
    );
    case("title: x", "has no `swagger: \"2.0\"`; import takes Swagger 2.0");
    case("openapi: 3.0.1", "is OpenAPI 3.0.1; import takes Swagger 2.0");
    case(
        r#"{"openapi": "3.1.0", "info": {}}"#,
        "is OpenAPI 3.1.0; import takes Swagger 2.0",
    );
    case("swagger: '1.2'", "is Swagger 1.2; import takes Swagger 2.0");
    case(r#"{"swagger": 2.0}"#, "has a `swagger` that isn't the text \"2.0\"");
    case("a: 1\na: 2", "isn't YAML: `a` is duplicated");
    let deep = format!("{{\"swagger\": \"2.0\", \"x\": {}{}}}", "[".repeat(70), "]".repeat(70));
    case(&deep, "isn't JSON: it nests deeper than 64 at line 1 column 88");
}

#[test]
fn references_lead_somewhere() {
    let reference = |target: &str| {
        with(&format!(
            "paths: {{/pets: {{get: {{responses: {{200: {{description: d, schema: {{items: {{$ref: '{target}'}}}}}}}}}}}}}}"
        ))
    };
    let place = "paths./pets.get.responses.200.schema.items";
    case(
        &reference("#/definitions/Pet"),
        &format!("{place}: $ref \"#/definitions/Pet\" names nothing in the file"),
    );
    case(
        &reference("other.yaml#/definitions/Pet"),
        &format!("{place}: $ref \"other.yaml#/definitions/Pet\" leads out of the file; put all into one file first"),
    );
    case(
        &reference("#/paths/~1pets"),
        &format!(
            "{place}: $ref \"#/paths/~1pets\" isn't #/definitions/.., #/parameters/.. or #/responses/.., which import can follow"
        ),
    );
    case(
        &with("paths: {/pets: {get: {parameters: [{$ref: '#/parameters/None'}], responses: {}}}}"),
        "paths./pets.get.parameters.0: $ref \"#/parameters/None\" names nothing in the file",
    );
    case(
        &with("paths: {/pets: {get: {responses: {404: {$ref: '#/responses/None'}}}}}"),
        "paths./pets.get.responses.404: $ref \"#/responses/None\" names nothing in the file",
    );
}

#[test]
fn what_only_looks_like_a_reference_is_none() {
    let sound = |members: &str| drop(imported(&with(members)).unwrap());
    sound("paths: {/a: {get: {responses: {x-a: {$ref: nowhere}, 200: {description: d}}}}}");
    sound("paths: {}\nx-a: {$ref: nowhere}");
    sound(
        "paths: {}\ndefinitions: {A: {example: {$ref: nowhere}, properties: {$ref: {type: string}, default: {type: string}}}}",
    );
}

#[test]
fn what_is_made_of_itself_is_refused() {
    let rest = "is a cycle: nothing but references, `allOf`, lists and maps";
    let cycle = |members: &str, way: &str| case(&with(&format!("paths: {{}}\n{members}")), &format!("{way} {rest}"));
    cycle("definitions: {A: {$ref: '#/definitions/A'}}", "definitions.A -> A");
    cycle(
        "definitions: {A: {$ref: '#/definitions/B'}, B: {$ref: '#/definitions/A'}}",
        "definitions.A -> B -> A",
    );
    cycle(
        "definitions: {A: {allOf: [{$ref: '#/definitions/A'}]}}",
        "definitions.A -> A",
    );
    cycle(
        "definitions: {A: {type: array, items: {$ref: '#/definitions/A'}}}",
        "definitions.A -> A",
    );
    cycle(
        "parameters: {A: {$ref: '#/parameters/B'}, B: {$ref: '#/parameters/A'}}",
        "parameters.A -> B -> A",
    );
    cycle("responses: {A: {$ref: '#/responses/A'}}", "responses.A -> A");
    let chain: String = (0..70)
        .map(|at| format!("  A{at}: {{$ref: '#/definitions/A{}'}}\n", at + 1))
        .collect();
    case(
        &with(&format!("paths: {{}}\ndefinitions:\n{chain}  A70: {{type: string}}\n")),
        "definitions.A0: more than 64 references lead on to each other",
    );
}

#[test]
fn errors_of_paperclip_are_reported_with_their_place() {
    case("swagger: '2.0'\npaths: {}", "missing field `info`");
    case(
        "swagger: '2.0'\ninfo: {title: T, version: '1'}",
        "missing field `paths`",
    );
    case(
        &with("paths: {}\ndefinitions: {A: {type: object, properties: {b: {type: strin}}}}"),
        "definitions.A.properties.b: unknown variant `strin`, expected one of `integer`, `number`, `string`, `boolean`, `array`, `object`, `file`",
    );
    case(
        &with("paths: {/pets: {get: {parameters: [{name: a, in: cookie, type: string}], responses: {}}}}"),
        "paths./pets.get.parameters.0: unknown variant `cookie`, expected one of `query`, `header`, `path`, `formData`, `body`",
    );
    case(
        &with("paths: {/pets: {get: {}}}"),
        "paths./pets.get: missing field `responses`",
    );
}

/// What paperclip's resolver alone would take forever for: each level has two ways to the next.
#[test]
fn many_ways_to_a_definition_are_walked_once() {
    let mut file = with(
        "paths: {/a: {get: {responses: {200: {description: d, schema: {$ref: '#/definitions/A0'}}}}}}\ndefinitions:\n",
    );
    for at in 0..60 {
        let next = format!("{{$ref: '#/definitions/A{}'}}", at + 1);
        file.push_str(&format!(
            "  A{at}: {{allOf: [{{properties: {{l: {next}, r: {next}}}}}, {{properties: {{p{at}: {next}}}}}]}}\n"
        ));
    }
    file.push_str("  A60: {type: object, properties: {x: {type: string}}}\n");
    let program = imported(&file).unwrap();
    assert!(program.contains("schema A60 {"), "{program}");
}
