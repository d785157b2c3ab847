//! Numbers: their digits, their bounds, and invalid ones.

use std::collections::BTreeMap;

use serde_json::json;
use serde_json::value::RawValue;
use warp_openapi::testing::App;

use crate::support::{create, on_every_database, refuses};

const PATH: &str = "/v1/everything";

/// Asserts that a row with `"field": given` has the field as `expected`, digit by digit, in every reply.
async fn keeps(app: &App, field: &str, given: &str, expected: &str) {
    let created = app.post(PATH, format!(r#"{{"{field}":{given}}}"#)).await.expect(201);
    assert_eq!(created.raw(field), Some(expected), "{field}: {given}, as created");
    let path = format!("{PATH}/{}", created.raw("id").expect("an id"));
    assert_eq!(
        app.get(&path).await.raw(field),
        Some(expected),
        "{field}: {given}, as read"
    );
    app.delete(&path).await.expect(204);
}

#[tokio::test]
async fn accepted_numbers_are_returned() {
    let cases = [
        ("small", "-32768", "-32768"),
        ("small", "32767", "32767"),
        ("int", "-2147483648", "-2147483648"),
        ("int", "2147483647", "2147483647"),
        ("big", "-9223372036854775808", "-9223372036854775808"),
        ("big", "9223372036854775807", "9223372036854775807"),
        ("big", "9007199254740993", "9007199254740993"),
        ("int", "1.0", "1"),
        ("int", "1e3", "1000"),
        ("int", "-0", "0"),
        ("single", "0.1", "0.1"),
        ("single", "16777216", "16777216.0"),
        ("double", "0.1", "0.1"),
        ("double", "-2.5", "-2.5"),
        ("decimal", "1.50", "1.50"),
        ("decimal", "\"1.50\"", "1.50"),
        ("decimal", "0.10", "0.10"),
        ("decimal", "100", "100"),
        ("decimal", "-0.000", "0.000"),
        ("decimal", "1e3", "1000"),
        (
            "decimal",
            "12345678901234567890.12345678",
            "12345678901234567890.12345678",
        ),
        (
            "decimal",
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
        (
            "decimal",
            "-0.0000000000000000000000000001",
            "-0.0000000000000000000000000001",
        ),
        ("money", "1.5", "1.50"),
        ("money", "\"7\"", "7.00"),
        ("money", "99999999.99", "99999999.99"),
        ("money", "1.500", "1.50"),
        ("money", "0", "0.00"),
        ("ratio", "1.5", "1.5"),
        ("step", "-10", "-10"),
        ("step", "0", "0"),
    ];
    on_every_database(async |app| {
        for (field, given, expected) in cases {
            keeps(app, field, given, expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn doubles_are_exact_to_the_last_bit() {
    on_every_database(async |app| {
        for double in [
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            5e-324,
            1e308,
            0.1 + 0.2,
            1.0 / 3.0,
        ] {
            let row = create(app, PATH, json!({ "double": double })).await;
            let read = app.get(&format!("{PATH}/{}", row["id"])).await.expect(200);
            let expected: f64 = read.raw("double").expect("a number").parse().expect("a number");
            assert_eq!(expected.to_bits(), double.to_bits(), "{double}");
        }
    })
    .await;
}

#[tokio::test]
async fn refused_numbers_say_why() {
    let cases = [
        ("small", "32768", "greater than 32767"),
        ("small", "-32769", "less than -32768"),
        ("int", "2147483648", "greater than 2147483647"),
        ("int", "-2147483649", "less than -2147483648"),
        ("int", "1e20", "greater than 2147483647"),
        ("big", "9223372036854775808", "greater than 9223372036854775807"),
        ("big", "-9223372036854775809", "less than -9223372036854775808"),
        ("big", "1e400", "greater than 9223372036854775807"),
        ("int", "1.5", "not an integer"),
        ("int", "1e-3", "not an integer"),
        ("int", "\"7\"", "not an integer"),
        ("int", "true", "not an integer"),
        ("int", "[1]", "not an integer"),
        ("single", "1e39", "greater than 3.4028235e38"),
        ("double", "1e309", "greater than 1.7976931348623157e308"),
        ("double", "-1e309", "less than -1.7976931348623157e308"),
        ("double", "\"0.5\"", "not a number"),
        ("double", "false", "not a number"),
        ("decimal", "\"NaN\"", "not a number"),
        ("decimal", "\"Infinity\"", "not a number"),
        ("decimal", "\"-inf\"", "not a number"),
        ("decimal", "\"\"", "not a number"),
        ("decimal", "\" 1\"", "not a number"),
        ("decimal", "\"1_000\"", "not a number"),
        ("decimal", "\"0x10\"", "not a number"),
        ("decimal", "true", "not a number"),
        ("decimal", "1234567890123456789012345678901", "more than 28 digits"),
        ("money", "1.505", "more than 2 digits after the point"),
        ("money", "100000000", "more than 8 digits before the point"),
        ("ratio", "1.51", "greater than 1.5"),
        ("ratio", "-0.01", "less than 0"),
        ("step", "7", "not a multiple of 5"),
        ("step", "105", "greater than 100"),
        ("step", "-15", "less than -10"),
        ("step", "99999999999", "greater than 100"),
        ("count", "null", "may not be null"),
    ];
    on_every_database(async |app| {
        for (field, given, message) in cases {
            let reply = app.post(PATH, format!(r#"{{"{field}":{given}}}"#)).await;
            assert_eq!(reply.status(), 422, "{field}: {given}: {}", reply.text());
            refuses(reply, &[(field, message)]);
        }
        assert_eq!(app.get(PATH).await.json(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn nan_and_infinities_are_no_json() {
    on_every_database(async |app| {
        for given in ["NaN", "Infinity", "-Infinity", "+1", "01", ".5", "1.", "0x1"] {
            app.post(PATH, format!(r#"{{"decimal":{given}}}"#)).await.expect(400);
        }
    })
    .await;
}

#[tokio::test]
async fn decimals_keep_their_digits_inside_of_json_columns() {
    on_every_database(async |app| {
        let body = r#"{"prices":{"a":1.50,"b":"0.10","c":12345678901234567890.12345678}}"#;
        let created = app.post(PATH, body).await.expect(201);
        let expected = r#"{"a":1.50,"b":0.10,"c":12345678901234567890.12345678}"#;
        assert_eq!(created.raw("prices"), Some(expected));
        let list = app.get(PATH).await.expect(200);
        let rows: Vec<BTreeMap<String, &RawValue>> = serde_json::from_slice(list.bytes()).expect("a list of rows");
        assert_eq!(rows[0]["prices"].get(), expected);
    })
    .await;
}

#[tokio::test]
async fn numbers_of_free_json_are_kept_or_refused() {
    on_every_database(async |app| {
        let reply = app.post(PATH, r#"{"any":[1,123456789012345678901234567890]}"#).await;
        refuses(reply, &[("any.1", "number out of range")]);
        let row = create(
            app,
            PATH,
            json!({"any": {"big": u64::MAX, "small": i64::MIN, "half": 0.5}}),
        )
        .await;
        assert_eq!(row["any"], json!({"big": u64::MAX, "small": i64::MIN, "half": 0.5}));
    })
    .await;
}

#[tokio::test]
async fn decimals_compare_by_value() {
    on_every_database(async |app| {
        for (text, decimal) in [("a", "9"), ("b", "10.0"), ("c", "-3"), ("d", "10"), ("e", "100.25")] {
            create(app, PATH, json!({"text": text, "decimal": decimal})).await;
        }
        for (query, expected) in [
            ("decimal=10", "bd"),
            ("decimal=10.000", "bd"),
            ("decimal:ne=10", "ace"),
            ("decimal:lt=10", "ac"),
            ("decimal=9&decimal=-3.0", "ac"),
            ("order_by=decimal&order_by=text", "cabde"),
            ("order_by=-decimal&order_by=-text", "edbac"),
        ] {
            let list = app.get(&format!("{PATH}?{query}")).await.expect(200);
            let found = crate::support::column(&list, "text").concat();
            let mut sorted: Vec<char> = found.chars().collect();
            if !query.contains("order_by") {
                sorted.sort_unstable();
            }
            assert_eq!(sorted.iter().collect::<String>(), expected, "{query}");
        }
    })
    .await;
}
