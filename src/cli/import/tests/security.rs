//! Security requirements of all kinds, and the access rules in the block.

use super::imported;

/// A file with these definitions, requirements of its own, and one operation that has these members.
#[track_caller]
fn case(definitions: &str, file: &str, operation: &str, expected: &[&str]) {
    let text = format!(
        "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nsecurityDefinitions: {{{definitions}}}\n{file}\npaths:\n  /a:\n    get: {{operationId: getA, responses: {{200: {{description: d}}}}, {operation}}}\n"
    );
    let program = imported(&text).unwrap();
    for line in expected {
        let (line, wanted) = line.strip_prefix('!').map_or((*line, true), |line| (line, false));
        let found = program.lines().any(|found| found.trim() == line);
        assert_eq!(found, wanted, "{line}\n{program}");
    }
}

const KEY: &str = "key: {type: apiKey, in: header, name: X-Api-Key}";

#[test]
fn a_file_without_requirements_is_public() {
    case("", "", "", &["!access: public,", "!security: {"]);
    case("", "security: []", "security: []", &["!access: public,"]);
    case(
        KEY,
        "",
        "security: []",
        &["key: ApiKey::header(\"X-Api-Key\") = check_key,", "access: public,"],
    );
}

#[test]
fn an_operation_has_a_rule_if_the_api_has_none() {
    case(
        KEY,
        "security: [{key: []}]",
        "security: []",
        &["access: key,", "access: public,"],
    );
    case(
        KEY,
        "security: [{key: []}]",
        "security: [{key: []}]",
        &["access: key,", "!access: public,"],
    );
    case(
        KEY,
        "security: [{key: []}, {}]",
        "",
        &[
            "access: public | key,",
            "!access: key,",
            "!// security requires no known scheme: {}",
        ],
    );
    let two = format!("{KEY}, plain: {{type: basic}}");
    case(
        &two,
        "",
        "security: [{plain: []}, {key: []}, {plain: []}]",
        &["access: plain | key,"],
    );
}

#[test]
fn what_can_not_be_expressed_opens_nothing() {
    let two = format!("{KEY}, plain: {{type: basic}}");
    case(
        &two,
        "",
        "security: [{plain: [], key: []}]",
        &[
            "/// Replaces security rules of the file that this block can't express; rejects every request",
            "unknown: Bearer::new() = check_unknown,",
            "// security requires several schemes at once: {\"plain\":[],\"key\":[]}",
            "access: public,",
            "access: unknown,",
            "Err(Error::internal(\"check_unknown isn't written yet\"))",
        ],
    );
    for definitions in ["", KEY] {
        case(
            definitions,
            "",
            "security: [{other: []}]",
            &[
                "unknown: Bearer::new() = check_unknown,",
                "// security requires a scheme that isn't here: {\"other\":[]}",
                "access: public,",
                "access: unknown,",
                "!access: key,",
            ],
        );
    }
    case(
        "bad: {type: apiKey, in: query, name: 'a b'}",
        "security: [{bad: []}]",
        "",
        &[
            "// security definition bad is left out: no request could bring its apiKey",
            "// security requires a scheme that isn't here: {\"bad\":[]}",
            "access: unknown,",
            "!access: public,",
        ],
    );
    case(
        KEY,
        "security: [{other: []}]",
        "security: []",
        &["access: unknown,", "access: public,"],
    );
    case(
        "bad: {type: apiKey, in: query, name: 'a b'}",
        "",
        "",
        &[
            "// security definition bad is left out: no request could bring its apiKey",
            "!access: public,",
            "!unknown: Bearer::new() = check_unknown,",
        ],
    );
}

#[test]
fn an_alternative_that_can_not_be_expressed_leaves_the_others() {
    let two = format!("{KEY}, plain: {{type: basic}}");
    case(
        &two,
        "",
        "security: [{plain: [], key: []}, {other: []}, {key: []}]",
        &[
            "// security requires several schemes at once: {\"plain\":[],\"key\":[]}",
            "// security requires a scheme that isn't here: {\"other\":[]}",
            "access: key,",
            "!unknown: Bearer::new() = check_unknown,",
        ],
    );
    case(
        &two,
        "security: [{key: []}]",
        "security: [{plain: [], key: []}, {}]",
        &["access: public,", "!unknown: Bearer::new() = check_unknown,"],
    );
}

#[test]
fn the_rejecting_scheme_has_a_name_of_its_own() {
    case(
        "unknown: {type: basic}",
        "",
        "security: [{other: []}]",
        &[
            "unknown: Basic::new() = check_unknown,",
            "unknown2: Bearer::new() = check_unknown2,",
            "access: unknown2,",
        ],
    );
    case(
        "token: {type: apiKey, in: header, name: authorization}",
        "",
        "security: [{other: []}]",
        &[
            "token: ApiKey::header(\"authorization\") = check_token,",
            "unknown: ApiKey::cookie(\"unknown\") = check_unknown,",
            "access: unknown,",
        ],
    );
}

#[test]
fn scopes_are_words_or_texts_and_all_declared() {
    case(
        "o: {type: oauth2, flow: password, tokenUrl: 'https://a.example/t', scopes: {'a:b': A}}",
        "",
        "security: [{o: ['a:b', 'https://a.example/x', r.s]}]",
        &[
            "// https://a.example/x: not declared in the file",
            "access: o[a:b, \"https://a.example/x\", \"r.s\"],",
        ],
    );
    case(
        "o: {type: oauth2, flow: implicit, authorizationUrl: /login, scopes: {a: A}}",
        "",
        "security: [{o: [a]}]",
        &[
            "// oauth2 in the file, without an absolute URL: /login",
            "o: Bearer::new() = check_o,",
            "access: o[a],",
        ],
    );
}

#[test]
fn schemes_are_apart() {
    case(
        "public: {type: basic}, basic: {type: basic}",
        "",
        "security: [{public: []}]",
        &[
            "basic: Basic::new() = check_basic,",
            "// security definition public is basic, too: its credentials are in the same place",
            "access: basic,",
        ],
    );
    case(
        "public: {type: basic}",
        "",
        "security: [{public: []}]",
        &["public_: Basic::new() = check_public,", "access: public_,"],
    );
    case(
        "basic: {type: basic}, token: {type: apiKey, in: header, name: authorization}",
        "",
        "security: [{basic: []}]",
        &[
            "token: ApiKey::header(\"authorization\") = check_token,",
            "access: token,",
        ],
    );
}

#[test]
fn keys_are_no_parameters() {
    case(
        KEY,
        "",
        "parameters: [{name: x-api-key, in: header, type: string}]",
        &[
            "// header parameter \"x-api-key\" left out: it is a key of `security`",
            "op get_a() {",
        ],
    );
}
