//! Bodies near the borders of all types.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// JSON texts of numbers near the borders of all types.
fn number() -> impl Strategy<Value = String> {
    let borders = [
        "0",
        "-0",
        "-0.0",
        "0e0",
        "1.0",
        "70e-1",
        "1E2",
        "0.1",
        "1.10",
        "32767",
        "-32768",
        "32768",
        "2147483647",
        "-2147483648",
        "2147483648",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "9007199254740993",
        "3.4028234663852886e38",
        "3.4028236e38",
        "1e39",
        "1.401298464324817e-45",
        "1e-46",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e309",
        "1e400",
        "-1e400",
        "5e-324",
        "1e-400",
        "2.2250738585072011e-308",
        "0.30000000000000004",
        "99999999.99",
        "-99999999.99",
        "99999999.994",
        "100000000",
        "1.005",
        "1e-28",
        "1e28",
        "1e29",
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "0.1234567890123456789012345678",
        "1234567890123456789.123456789",
        "12345678901234567890123",
        "16777217",
        "1e5",
        "123456789e-9",
    ];
    prop_oneof![
        4 => select(borders.to_vec()).prop_map(str::to_owned),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:e}")),
        1 => any::<f32>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:e}")),
    ]
}

/// JSON texts of strings with odd characters.
fn string() -> impl Strategy<Value = String> {
    let odd = [
        r#""""#,
        r#"" ""#,
        r#""\u0000""#,
        r#""\ud83d\ude00""#,
        r#""\ud800""#,
        r#""\udc00x""#,
        r#""\uffff\u2028\u0085""#,
        r#""a\\b\"c/""#,
        r#""%_'; --""#,
        r#""NULL""#,
        r#""\r\n\t\u0001\u007f""#,
        r#""e\u0301 \u00e9""#,
        r#""\u200f\u202e""#,
        r#""0x10""#,
        r#""1e400""#,
    ];
    prop_oneof![
        1 => select(odd.to_vec()).prop_map(str::to_owned),
        1 => proptest::collection::vec(any::<char>(), 0..6).prop_map(|text| json!(text.into_iter().collect::<String>()).to_string()),
    ]
}

/// Texts of dates, times, UUIDs and bytes, valid and nearly valid.
fn formatted() -> impl Strategy<Value = String> {
    let texts = [
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2024-02-29",
        "2023-02-29",
        "10000-01-01",
        "-0001-01-01",
        "00:00:00",
        "23:59:59.9999999",
        "23:59:60",
        "24:00:00",
        "12:00:00.1",
        "00:00:00.0000001",
        "0000-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59.999999Z",
        "9999-12-31T23:59:59.9999999-00:01",
        "2016-12-31T23:59:60Z",
        "1969-12-31T23:59:59.999999Z",
        "2024-06-30T12:00:00.5+02:00",
        "0001-01-01T00:00:00-23:59",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057",
        "",
        "AA==",
        "AB==",
        "/+8=",
        "red",
        "sky blue",
    ];
    select(texts.to_vec()).prop_map(|text| json!(text).to_string())
}

/// Any JSON, its numbers and strings odd.
fn free() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        number(),
        string(),
        select(vec!["null", "true", "false", "[]", "{}"]).prop_map(str::to_owned)
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(" ,"))),
            proptest::collection::vec((string(), inner), 0..3).prop_map(|members| {
                let members: Vec<String> = members
                    .into_iter()
                    .map(|(name, json)| format!("{name}: {json}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

fn part() -> impl Strategy<Value = String> {
    let rest = prop_oneof![
        formatted().prop_map(|when| format!(r#","when":{when}"#)),
        number().prop_map(|share| format!(r#","share":{share}"#)),
        free().prop_map(|free| format!(r#","free":{free}"#)),
        Just(r#","near":[{"name":"x","weight":1,"price":"0.10","count":0,"near":null}],"colour":"red""#.to_owned()),
    ];
    (string(), number(), number(), number(), rest).prop_map(|(name, weight, price, count, rest)| {
        format!(r#"{{"name":{name},"weight":{weight},"price":{price},"count":{count}{rest}}}"#)
    })
}

/// A body with one or two members, so that one violation seldom hides another value.
pub(super) fn body() -> impl Strategy<Value = String> {
    let member = |name: &'static str, value: BoxedStrategy<String>| {
        value.prop_map(move |json| format!(r#""{name}":{json}"#)).boxed()
    };
    let numbers =
        ["small", "int", "big", "single", "double", "decimal", "money"].map(|name| member(name, number().boxed()));
    let texts = ["date", "time", "instant", "uuid", "bytes", "colour"].map(|name| member(name, formatted().boxed()));
    let list = proptest::collection::vec(number(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
    let map = proptest::collection::vec((string(), number()), 0..3).prop_map(|members| {
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, json)| format!("{name}:{json}"))
            .collect();
        format!("{{{}}}", members.join(","))
    });
    let others = [
        member("text", string().boxed()),
        member(
            "flag",
            select(vec!["true", "false", "null"]).prop_map(str::to_owned).boxed(),
        ),
        member("any", free().boxed()),
        member("any", free().boxed()),
        member("part", part().boxed()),
        member("part", part().boxed()),
        member("numbers", list.boxed()),
        member("prices", map.boxed()),
        member("either", prop_oneof![string(), number()].boxed()),
    ];
    let members: Vec<BoxedStrategy<String>> = numbers.into_iter().chain(texts).chain(others).collect();
    let member = proptest::strategy::Union::new(members);
    proptest::collection::vec(member, 1..=2).prop_map(|members| format!("{{{}}}", members.join(",")))
}
