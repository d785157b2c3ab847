//! Requests that a document allows, one after the other: no server refuses them for what they hold.

use serde_json::Value;
use warp_openapi::testing::{App, query};

use super::schema::samples;

/// Statuses that say that a request isn't as the document has it.
const REFUSED: [u16; 4] = [400, 405, 415, 422];

/// Sends all of them but those of the operations left out; gives back how many, and those that were refused.
pub(crate) async fn refused(app: &App, document: &Value, without: &[&str]) -> (usize, Vec<String>) {
    let (mut count, mut faults) = (0, Vec::new());
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path item") {
            let id = operation["operationId"].as_str().unwrap_or_default();
            if method == "parameters" || without.contains(&id) {
                continue;
            }
            for request in requests(document, item, operation) {
                let target = base(document) + &request.path(path);
                let mut sent = app.request(&method.to_uppercase(), &target);
                for (name, value) in &request.headers {
                    sent = sent.header(name, value);
                }
                if let Some((media, body)) = &request.body {
                    sent = sent.header("Content-Type", media).body(body.clone());
                }
                let reply = sent.await;
                count += 1;
                // That a key in a body is the path's no schema can say.
                let of_another_path = reply.status() == 422
                    && reply
                        .errors()
                        .iter()
                        .all(|(_, message)| message == "differs from the path");
                if !of_another_path && (REFUSED.contains(&reply.status()) || reply.status() == 500) {
                    let body = request.body.as_ref().map_or("", |(_, body)| body);
                    faults.push(format!("{} {method} {target} {body}: {}", reply.status(), reply.text()));
                }
            }
        }
    }
    (count, faults)
}

fn base(document: &Value) -> String {
    let url = document["servers"][0]["url"].as_str().unwrap_or_default();
    let path = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    path.trim_end_matches('/').to_owned()
}

/// One request.
#[derive(Clone, Default)]
struct Request {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<(String, String)>,
}

impl Request {
    fn path(&self, template: &str) -> String {
        let mut path = template.to_owned();
        for (name, value) in &self.path {
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            path = path.replace(&format!("{{{name}}}"), &value.replace('+', "%20"));
        }
        if self.query.is_empty() {
            return path;
        }
        path + &query(self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

/// Puts another sample in the place of the plainest one.
type Change = Box<dyn Fn(&mut Request)>;

/// The plainest request, and one for each sample of each of its parts.
fn requests(document: &Value, item: &Value, operation: &Value) -> Vec<Request> {
    let mut plain = Request::default();
    let mut others: Vec<Change> = Vec::new();
    let parameters = [&item["parameters"], &operation["parameters"]];
    for parameter in parameters.iter().filter_map(|list| list.as_array()).flatten() {
        let parameter = match parameter["$ref"].as_str() {
            Some(reference) => document.pointer(&reference[1..]).expect("a target"),
            None => parameter,
        };
        let name = parameter["name"].as_str().expect("a name").to_owned();
        // A cursor is opaque.
        if name == "cursor" {
            continue;
        }
        let place = parameter["in"].as_str().expect("a place");
        let schema = &parameter["schema"];
        let values = texts(document, schema).into_iter().filter(|values| {
            // A path has no empty segment, and no client sends one that is a dot.
            place != "path" || values.iter().all(|value| !matches!(value.as_str(), "" | "." | ".."))
        });
        let values: Vec<Vec<String>> = values.collect();
        match place {
            "path" => {
                plain.path.push((name.clone(), values[0][0].clone()));
                for value in values {
                    let name = name.clone();
                    others.push(Box::new(move |request| {
                        request.path.retain(|(other, _)| *other != name);
                        request.path.push((name.clone(), value[0].clone()));
                    }));
                }
            }
            "query" => {
                if parameter["required"] == true || name == "all" {
                    let value = if name == "all" { "true" } else { &values[0][0] };
                    plain.query.push((name.clone(), value.to_owned()));
                }
                for value in values.into_iter().filter(|_| name != "all") {
                    let name = name.clone();
                    others.push(Box::new(move |request| {
                        request.query.retain(|(other, _)| *other != name);
                        request
                            .query
                            .extend(value.iter().map(|value| (name.clone(), value.clone())));
                    }));
                }
            }
            "header" if parameter["required"] == true => {
                let value = if name == "If-Match" { "\"x\"" } else { &values[0][0] };
                plain.headers.push((name, value.to_owned()));
            }
            _ => {}
        }
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        for (media, content) in content {
            for body in bodies(document, media, &content["schema"]) {
                let media = media.replace("*/*", "text/plain").replace("/*", "/plain");
                if plain.body.is_none() {
                    plain.body = Some((media.clone(), body.clone()));
                }
                others.push(Box::new(move |request| {
                    request.body = Some((media.clone(), body.clone()))
                }));
            }
        }
    }
    let mut requests = vec![plain.clone()];
    for change in others {
        let mut request = plain.clone();
        change(&mut request);
        requests.push(request);
    }
    requests
}

/// The texts that a parameter may have: several for a list.
fn texts(document: &Value, schema: &Value) -> Vec<Vec<String>> {
    let text = |sample: String| match serde_json::from_str(&sample) {
        Ok(Value::String(text)) => text,
        _ => sample,
    };
    if schema["type"] == "array" {
        let mut items: Vec<String> = samples(document, &schema["items"]).into_iter().map(text).collect();
        items.truncate(4);
        let mut lists: Vec<Vec<String>> = items.iter().map(|item| vec![item.clone()]).collect();
        if schema["uniqueItems"] != true {
            lists.push(items);
        }
        return lists;
    }
    samples(document, schema)
        .into_iter()
        .map(|sample| vec![text(sample)])
        .collect()
}

/// The bodies of a media type.
fn bodies(document: &Value, media: &str, schema: &Value) -> Vec<String> {
    match media {
        "application/json" => samples(document, schema),
        "application/x-www-form-urlencoded" => samples(document, schema)
            .iter()
            .filter_map(|sample| form(sample))
            .collect(),
        "multipart/form-data" => Vec::new(),
        _ => vec!["some bytes".to_owned()],
    }
}

/// An object as a form; none where a member has no text.
fn form(sample: &str) -> Option<String> {
    let object: Value = serde_json::from_str(sample).ok()?;
    let mut pairs = Vec::new();
    for (name, value) in object.as_object()? {
        match value {
            Value::Null => {}
            Value::String(text) => pairs.push((name.clone(), text.clone())),
            Value::Array(items) => {
                for item in items {
                    pairs.push((
                        name.clone(),
                        item.as_str().map_or_else(|| item.to_string(), str::to_owned),
                    ));
                }
            }
            Value::Object(_) => return None,
            other => pairs.push((name.clone(), other.to_string())),
        }
    }
    let text = query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Some(text[1..].to_owned())
}
