//! Small pieces of files, and what becomes of each.

use super::imported;

/// A file with one definition `A` that has these properties.
#[track_caller]
fn case(properties: &str, expected: &[&str]) {
    let file = format!(
        "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ndefinitions:\n  A:\n    type: object\n    properties:\n      {properties}\n"
    );
    let program = imported(&file).unwrap();
    for line in expected {
        assert!(program.lines().any(|found| found.trim() == *line), "{line}\n{program}");
    }
}

#[test]
fn bounds_keep_their_digits() {
    case(
        "a: {type: integer, format: int32, minimum: -2147483648, maximum: 2147483647}",
        &["a: Option<i32> [range(-2147483648..=2147483647)],"],
    );
    case(
        "a: {type: integer, minimum: -9223372036854775808, maximum: 9223372036854775807}",
        &["a: Option<i64> [range(-9223372036854775808..=9223372036854775807)],"],
    );
    case("a: {type: number, minimum: 0.1}", &["a: Option<f64> [min(0.1)],"]);
    case(
        "a: {type: integer, minimum: 5, maximum: 1}",
        &["// minimum: 5", "// maximum: 1", "a: Option<i64>,"],
    );
    case(
        "a: {type: number, maximum: 3.14159265358979311600}",
        &["a: Option<f64> [max(3.141592653589793)],"],
    );
    case(
        "a: {type: number, maximum: 1.0e+300}",
        &["// maximum: 1e+300", "a: Option<f64>,"],
    );
}

#[test]
fn defaults_are_those_that_the_field_allows() {
    case("a: {type: string, default: x}", &["a: String [default(\"x\")],"]);
    case(
        "a: {type: string, maxLength: 1, default: xy}",
        &["// default: xy", "a: Option<String> [len(0..=1)],"],
    );
    case(
        "a: {type: string, pattern: '^a', default: b}",
        &["// default: b", "a: Option<String> [pattern(\"^a\")],"],
    );
    case(
        "a: {type: string, enum: [x], default: y}",
        &["// default: y", "a: Option<Aa>,"],
    );
    case(
        "a: {type: integer, default: 1.5}",
        &["// default: 1.5", "a: Option<i64>,"],
    );
    case(
        "a: {type: string, format: date, default: '2020-01-01'}",
        &["// default: 2020-01-01", "a: Option<NaiveDate>,"],
    );
    case(
        "a: {default: {b: 1}}",
        &["a: JsonValue [default_json(r#\"{\"b\":1}\"#)],"],
    );
    case(
        "a: {type: object, default: {}}",
        &["a: BTreeMap<String, JsonValue> [default_empty],"],
    );
}

#[test]
fn texts_can_not_break_out() {
    case(
        r#"a: {type: string, description: "*/ \r\n\u202Eevil\u2028/// {", default: "\"\\\n\u202E\0"}"#,
        &[
            "/// */",
            "/// evil",
            "/// /// {",
            r#"a: String [default("\"\\\n\u{202e}\0")],"#,
        ],
    );
    case(r#"a: {type: string, x-a: "one\ntwo */"}"#, &["// x-a: one two */"]);
}

#[test]
fn names_are_valid_and_apart() {
    case(
        "fooBar: {type: string}\n      foo_bar: {type: string}",
        &[
            "foo_bar: Option<String> [name(\"fooBar\")],",
            "foo_bar2: Option<String> [name(\"foo_bar\")],",
        ],
    );
    case("type: {type: string}", &["type_: Option<String> [name(\"type\")],"]);
    case("_: {type: string}", &["field: Option<String> [name(\"_\")],"]);
    case("2fa: {type: string}", &["field_2fa: Option<String> [name(\"2fa\")],"]);
    case("$ref: {type: string}", &["// \"$ref\": string"]);
    case(
        "a: {type: string, enum: ['', '1', '-1', a, A, self, Self]}",
        &[
            "enum Aa { Empty = \"\", Value1 = \"1\", Minus1 = \"-1\", A = \"a\", A2 = \"A\", SelfValue = \"self\", SelfValue2 = \"Self\" }",
        ],
    );
}

#[test]
fn enums_may_be_numbers() {
    case(
        "a: {type: integer, format: int32, enum: [1, -2, 1, null], default: -2, example: 1}",
        &[
            "enum Aa { Value1 = 1, Minus2 = -2 }",
            "a: Aa [default(-2), example(1)],",
        ],
    );
    case(
        "a: {type: number, enum: [1, 2], x-enum-varnames: [low, very-high], default: 3}",
        &["enum Aa { Low = 1, VeryHigh = 2 }", "// default: 3", "a: Option<Aa>,"],
    );
    case(
        "a: {enum: [1, 5000000000]}",
        &["enum Aa { Value1 = 1, Value5000000000 = 5000000000 }", "a: Option<Aa>,"],
    );
    // Names that are no names of Rust, or too few.
    case(
        "a: {type: integer, enum: [1, 2, 3], x-enum-varnames: ['', self]}",
        &["enum Aa { Empty = 1, SelfValue = 2, Value3 = 3 }", "a: Option<Aa>,"],
    );
    case(
        "a: {type: string, enum: [a, b], x-enum-varnames: [First, Second]}",
        &["enum Aa { First = \"a\", Second = \"b\" }"],
    );
    // What no block can have.
    case(
        "a: {type: number, enum: [1, 2.5]}",
        &["// enum: [1,2.5]", "a: Option<f64>,"],
    );
    case("a: {enum: [1, a]}", &["// enum: [1,\"a\"]", "a: Option<JsonValue>,"]);
}

#[test]
fn components_keep_the_names_of_definitions() {
    for (definition, expected) in [
        ("Place", "schema Place {"),
        ("geo.place", "schema GeoPlace as \"geo.place\" {"),
        ("Error", "schema ApiError as \"Error\" {"),
        // The document has one of its own.
        ("Problem", "// \"Problem\" in the file"),
        // The document can't have such a name.
        ("geo/place", "// \"geo/place\" in the file"),
    ] {
        let program = imported(&format!(
            "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ndefinitions: {{'{definition}': {{type: object, properties: {{a: {{type: string}}}}}}}}\n"
        ))
        .unwrap();
        assert!(
            program.lines().any(|line| line.trim() == expected),
            "{expected}\n{program}"
        );
    }
    let program = imported(
        "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions: {'pet-kind': {type: string, enum: [cat]}}\n",
    )
    .unwrap();
    assert!(
        program.contains("enum PetKind as \"pet-kind\" { Cat = \"cat\" }"),
        "{program}"
    );
}

#[test]
fn long_paragraphs_are_wrapped_and_stay_paragraphs() {
    let text = "A word and ".repeat(9);
    case(
        &format!("a: {{type: string, description: '{text}- no list, {text}end'}}"),
        &[&format!("/// {text}- no"), &format!("/// list, {text}end")],
    );
}
