//! Values that a schema of a document allows: bounds, boundary lengths, each member of an enum, objects with and without what is optional.
//! As JSON texts, so that no digit is lost. Deterministic.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// How deep objects are filled: a schema may hold itself.
const DEPTH: usize = 5;

/// JSON texts that the schema allows.
pub(crate) fn samples(document: &Value, schema: &Value) -> Vec<String> {
    let mut samples = of(document, schema, DEPTH);
    dedup(&mut samples);
    samples
}

fn dedup(samples: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    samples.retain(|sample| seen.insert(sample.clone()));
}

fn of(document: &Value, schema: &Value, depth: usize) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("a target");
        return of(document, target, depth);
    }
    for word in ["anyOf", "oneOf"] {
        if let Some(variants) = schema[word].as_array() {
            return variants
                .iter()
                .flat_map(|variant| of(document, variant, depth))
                .collect();
        }
    }
    let mut samples: Vec<String> = Vec::new();
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(Value::to_string).collect();
    }
    samples.extend(
        schema["examples"]
            .as_array()
            .into_iter()
            .flatten()
            .map(Value::to_string),
    );
    samples.extend(schema.get("default").map(Value::to_string));
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec!["string", "integer", "boolean", "object", "array"],
    };
    for name in types {
        match name {
            "null" => samples.push("null".to_owned()),
            "boolean" => samples.extend(["true".to_owned(), "false".to_owned()]),
            "integer" => samples.extend(integers(schema)),
            "number" => samples.extend(numbers(schema)),
            "string" => samples.extend(
                strings(schema)
                    .iter()
                    .map(|text| Value::from(text.as_str()).to_string()),
            ),
            "array" => samples.extend(arrays(document, schema, depth)),
            "object" => samples.extend(objects(document, schema, depth)),
            other => panic!("{other} is no type"),
        }
    }
    samples
}

fn integers(schema: &Value) -> Vec<String> {
    let (least, most) = match schema["format"].as_str() {
        Some("int16") => (i128::from(i16::MIN), i128::from(i16::MAX)),
        Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    let bound = |word: &str, usual: i128| schema[word].as_i64().map_or(usual, i128::from);
    let (least, most) = (bound("minimum", least), bound("maximum", most));
    let step = bound("multipleOf", 1);
    let up = |value: i128| value.div_euclid(step) * step + if value.rem_euclid(step) == 0 { 0 } else { step };
    let mut values = vec![up(least), most.div_euclid(step) * step, up(0), up(1)];
    values.retain(|value| (least..=most).contains(value));
    values.iter().map(i128::to_string).collect()
}

/// Decimals in units of the finest digit that counts.
fn numbers(schema: &Value) -> Vec<String> {
    let places = schema["multipleOf"].as_f64().map_or(2, |step| {
        step.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
    });
    let scale = 10f64.powi(places as i32);
    let units = |word: &str| schema[word].as_f64().map(|value| (value * scale).round() as i128);
    let step = units("multipleOf").unwrap_or(1);
    let least = units("minimum")
        .or(units("exclusiveMinimum").map(|bound| bound / 10))
        .unwrap_or(-1_000_000);
    let most = units("maximum")
        .or(units("exclusiveMaximum").map(|bound| bound / 10))
        .unwrap_or(1_000_000);
    let up = |value: i128| value.div_euclid(step) * step + if value.rem_euclid(step) == 0 { 0 } else { step };
    let mut values = vec![up(least), most.div_euclid(step) * step, up(0), up(1)];
    values.retain(|value| (least..=most).contains(value));
    let text = |value: &i128| {
        let digits = format!("{:0>1$}", value.unsigned_abs(), places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let sign = if *value < 0 { "-" } else { "" };
        if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    };
    let mut texts: Vec<String> = values.iter().map(text).collect();
    if (least..=most).contains(&(10 * scale as i128)) && (10 * scale as i128) % step == 0 {
        texts.push("1e1".to_owned());
    }
    texts
}

/// Texts; a pattern is one of those that are known here.
fn strings(schema: &Value) -> Vec<String> {
    let length = |word: &str| schema[word].as_u64().map(|length| length as usize);
    let (least, most) = (length("minLength").unwrap_or(0), length("maxLength"));
    let filled = |text: &str, length: usize| text.chars().cycle().take(length).collect::<String>();
    if schema["format"] == "decimal" {
        // Bounds of strings in other formats are unknown.
        let bounded = ["minimum", "maximum"].iter().any(|word| schema.get(*word).is_some());
        return if bounded {
            vec!["1".to_owned()]
        } else {
            decimals(schema["pattern"].as_str().expect("a pattern"), most)
        };
    }
    if schema["contentEncoding"] == "base64" {
        return base64(schema, least, most);
    }
    let fixed: &[&str] = match schema["format"].as_str() {
        Some("uuid") => &[
            "00000000-0000-0000-0000-000000000000",
            "0192e5c3-7b1a-7c3e-8f00-5d2b5e4f6a7b",
        ],
        Some("date") => &["2024-02-29", "1970-01-01", "9999-12-31"],
        Some("date-time") => &[
            "2024-02-29T23:59:59Z",
            "1970-01-01T00:00:00+02:00",
            "2000-01-01T00:00:00.123456Z",
        ],
        Some("time-local") => &["00:00:00", "23:59:59.999999"],
        Some("email") => &["a@example.com"],
        Some("uri" | "uri-reference") => &["https://example.com/a?b=c"],
        Some("ipv4") => &["127.0.0.1"],
        Some("ipv6") => &["::1"],
        Some("hostname") => &["a.example.com"],
        _ => &[],
    };
    if !fixed.is_empty() {
        return fixed.iter().map(|text| (*text).to_owned()).collect();
    }
    let alphabet: &[&str] = match schema["pattern"].as_str() {
        None => &["a", "\u{e4}\u{1f600}", " \"\\\n"],
        // A key, which is a part of a path.
        Some(r"^([^.]|\.[^.]|\.\.[\s\S])") => &["a", "\u{e4}"],
        Some("^[a-z]+$") => &["abc", "z"],
        Some("^[a-z][a-z0-9_]*$") => &["a_9"],
        Some(other) => panic!("{other}: no text for this pattern is known"),
    };
    let most = most.unwrap_or(least.max(1) + 20);
    let lengths = [
        least.max(usize::from(schema.get("pattern").is_some())),
        most.min(300),
        least.midpoint(most).min(40).max(least),
    ];
    lengths
        .iter()
        .flat_map(|length| alphabet.iter().map(|text| filled(text, *length)))
        .collect()
}

/// Texts that the patterns of decimals allow: as many digits as there may be, and one.
fn decimals(pattern: &str, most: Option<usize>) -> Vec<String> {
    let counts: Vec<usize> = pattern
        .split("{1,")
        .skip(1)
        .map(|rest| {
            rest.split('}')
                .next()
                .and_then(|count| count.parse().ok())
                .expect("a count")
        })
        .collect();
    let whole = if pattern.contains("?0") || pattern.contains("^0") {
        0
    } else {
        counts[0]
    };
    let fraction = counts.get(usize::from(whole > 0)).copied().unwrap_or(0);
    let nines = |count: usize| "9".repeat(count);
    let long = if whole == 0 { "0".to_owned() } else { nines(whole) };
    let mut texts = vec!["0".to_owned(), long.clone()];
    if whole > 0 {
        texts.push("07".chars().take(whole).collect());
    }
    if fraction > 0 {
        let fits = |room: usize| fraction.min(most.map_or(room, |most| most.saturating_sub(2)));
        texts.push(format!("0.{}", nines(fits(fraction))));
        texts.push("0.5".to_owned());
        if most.is_none() {
            texts.push(format!("{long}.{}", nines(fraction)));
        }
    }
    if pattern.starts_with("^-?") {
        texts.push(format!("-{long}"));
        texts.push("-0".to_owned());
    }
    texts
}

/// As many bytes as there may be, by the pattern's own counts.
fn base64(schema: &Value, least: usize, most: Option<usize>) -> Vec<String> {
    let mut texts = Vec::new();
    for quanta in [least.div_ceil(4), most.unwrap_or(least + 8) / 4, 1, 2] {
        let full = |count: usize| "AAAA".repeat(count);
        texts.push(full(quanta));
        if quanta > 0 {
            texts.push(format!("{}AB==", full(quanta - 1)));
            texts.push(format!("{}//8=", full(quanta - 1)));
        }
    }
    let pattern = regex::Regex::new(schema["pattern"].as_str().expect("a pattern")).expect("a regular expression");
    let allowed =
        |text: &String| pattern.is_match(text) && text.len() >= least && most.is_none_or(|most| text.len() <= most);
    texts.retain(allowed);
    texts
}

fn arrays(document: &Value, schema: &Value, depth: usize) -> Vec<String> {
    let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
    let most = schema["maxItems"]
        .as_u64()
        .map_or(least.max(2), |most| (most as usize).min(least.max(3)));
    if depth == 0 {
        return vec!["[]".to_owned()];
    }
    let items = of(document, &schema["items"], depth - 1);
    let list = |count: usize| {
        format!(
            "[{}]",
            items.iter().cycle().take(count).cloned().collect::<Vec<_>>().join(",")
        )
    };
    let mut lists = vec![list(least)];
    if most > least && !items.is_empty() {
        let count = if schema["uniqueItems"] == true {
            most.min(items.len())
        } else {
            most
        };
        lists.push(list(count));
    }
    lists
}

fn objects(document: &Value, schema: &Value, depth: usize) -> Vec<String> {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let values: Vec<(&String, Vec<String>)> = properties
        .iter()
        .filter(|(name, _)| depth > 0 || required.contains(&name.as_str()))
        .map(|(name, schema)| (name, of(document, schema, depth.saturating_sub(1))))
        .collect();
    let object = |chosen: &dyn Fn(&str, &[String]) -> Option<String>| {
        let mut text = String::from("{");
        for (name, values) in &values {
            if let Some(value) = chosen(name, values) {
                let comma = if text.len() > 1 { "," } else { "" };
                let _ = write!(text, "{comma}{}:{value}", Value::from(name.as_str()));
            }
        }
        text + "}"
    };
    let mut objects = vec![
        object(&|name, values| values.first().filter(|_| required.contains(&name)).cloned()),
        object(&|_, values| values.first().cloned()),
        object(&|_, values| values.last().cloned()),
    ];
    // Within another object three will do.
    if depth == DEPTH {
        for (name, values) in &values {
            for value in values {
                objects.push(object(&|other, others| {
                    if other == *name {
                        Some(value.clone())
                    } else {
                        others.first().filter(|_| required.contains(&other)).cloned()
                    }
                }));
            }
        }
    }
    if let Some(Value::Object(_)) = schema.get("additionalProperties") {
        for value in of(document, &schema["additionalProperties"], depth.saturating_sub(1))
            .iter()
            .take(3)
        {
            objects.push(format!("{{\"some key\":{value}}}"));
        }
    }
    objects
}
