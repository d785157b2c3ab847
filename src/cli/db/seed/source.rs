//! Where records come from: one JSON document, or a line for each.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::cli::Failure;
use crate::meta::{Api, Resource};
use crate::schema::model::declared;
use crate::types::check_document;

/// The longest line, in bytes: a record is held whole.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A record, and its place in the file.
pub(super) struct Item {
    pub(super) place: String,
    pub(super) resource: &'static Resource,
    pub(super) json: Box<RawValue>,
}

/// The error of a record, and its place in the file.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) place: String,
    pub(super) what: String,
}

/// A record, a bad one, or a file that can't be read on.
type Found = Result<Result<Item, Problem>, Failure>;

/// The records of a file.
pub(in crate::cli::database) struct Source {
    /// The file's name.
    pub(super) name: String,
    pub(super) items: Box<dyn Iterator<Item = Found>>,
}

impl Source {
    /// Opens a file, `-` for standard input.
    ///
    /// # Errors
    ///
    /// When it can't be read, is neither JSON nor NDJSON, or `into` names no resource.
    pub(in crate::cli::database) fn open(api: &'static Api, path: &str, into: Option<&str>) -> Result<Self, Failure> {
        if path == "-" {
            return Self::of(api, "standard input", io::stdin().lock(), into);
        }
        let file = File::open(path).map_err(|error| format!("{path} can't be read: {error}"))?;
        Self::of(api, path, BufReader::new(file), into)
    }

    /// The records of this text.
    pub(in crate::cli::database) fn of(
        api: &'static Api,
        name: &str,
        mut text: impl BufRead + 'static,
        into: Option<&str>,
    ) -> Result<Self, Failure> {
        let into = into
            .map(|word| resource(api, word).ok_or_else(|| unknown(api, word)))
            .transpose()?;
        let unread = |error: io::Error| format!("{name} can't be read: {error}");
        // Empty lines before the first record don't determine the format.
        let (mut first, mut line) = (Vec::new(), 0);
        while first.trim_ascii().is_empty() {
            first.clear();
            line += 1;
            // A document may stand on one line, however long.
            if text
                .by_ref()
                .take(LONGEST)
                .read_until(b'\n', &mut first)
                .map_err(unread)?
                == 0
            {
                break;
            }
        }
        if let Some(rest) = first.strip_prefix(b"\xef\xbb\xbf") {
            first = rest.to_vec();
        }
        let items: Box<dyn Iterator<Item = Found>> = if is_line(&first, into.is_some()) {
            Box::new(Lines {
                api,
                into,
                name: name.to_owned(),
                text,
                first: Some(first),
                line: line - 1,
            })
        } else {
            text.read_to_end(&mut first).map_err(unread)?;
            let items = document(api, &first, into).map_err(|wrong| format!("{name}: {wrong}"))?;
            Box::new(items.into_iter().map(Ok))
        };
        Ok(Self {
            name: name.to_owned(),
            items,
        })
    }
}

/// The resource with this path or table.
fn resource(api: &'static Api, word: &str) -> Option<&'static Resource> {
    let path = word.trim_start_matches('/');
    let declared = || api.resources().filter(|resource| resource.of.is_none());
    let by_table = declared().find(|resource| resource.table == word);
    by_table.or_else(|| {
        let has = |resource: &&Resource| !path.is_empty() && resource.path.trim_start_matches('/') == path;
        declared().find(has)
    })
}

fn unknown(api: &'static Api, word: &str) -> String {
    let declared = api.resources().filter(|resource| resource.of.is_none());
    let known: Vec<&str> = declared.map(|resource| resource.table).collect();
    format!(
        "no resource has the path or table `{word}`; there are {}",
        known.join(", ")
    )
}

/// A line of NDJSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    resource: String,
    record: Box<RawValue>,
}

/// Whether the first line of a text is a record by itself, so that the others are too.
fn is_line(first: &[u8], plain: bool) -> bool {
    let object = first.trim_ascii().starts_with(b"{");
    object && (plain && check_document(first).is_ok() || serde_json::from_slice::<Line>(first).is_ok())
}

/// Whether the first line is an object by itself.
fn begins_with_line(text: &[u8]) -> bool {
    let first = text
        .trim_ascii_start()
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    first.starts_with(b"{") && serde_json::from_slice::<&RawValue>(first).is_ok()
}

/// The lines of NDJSON, read one at a time.
struct Lines<R> {
    api: &'static Api,
    into: Option<&'static Resource>,
    name: String,
    text: R,
    /// The line that was looked at already.
    first: Option<Vec<u8>>,
    line: u64,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let line = match self.first.take() {
                Some(first) => first,
                None => {
                    let mut line = Vec::new();
                    match self.text.by_ref().take(LONGEST + 1).read_until(b'\n', &mut line) {
                        Ok(0) => return None,
                        Ok(bytes) if bytes as u64 > LONGEST => {
                            let (name, line, most) = (&self.name, self.line + 1, LONGEST >> 20);
                            let text = format!(
                                "{name}: line {line} is longer than {most} MB; nothing was written: split the record, or leave it out"
                            );
                            return Some(Err(text.into()));
                        }
                        Ok(_) => line,
                        Err(error) => {
                            let (name, line) = (&self.name, self.line + 1);
                            let text = format!("{name} can't be read past line {line}: {error}; nothing was written");
                            return Some(Err(text.into()));
                        }
                    }
                }
            };
            self.line += 1;
            if !line.trim_ascii().is_empty() {
                return Some(Ok(self.item(&line)));
            }
        }
    }
}

impl<R> Lines<R> {
    fn item(&self, line: &[u8]) -> Result<Item, Problem> {
        let place = format!("line {}", self.line);
        let wrong = |what: String| Problem {
            place: place.clone(),
            what,
        };
        let json = check_document(line).map_err(|fault| wrong(fault.to_string()))?;
        if let Some(resource) = self.into {
            return Ok(Item {
                place,
                resource,
                json: json.to_owned(),
            });
        }
        let line: Line = serde_json::from_str(json.get()).map_err(|_| {
            wrong("not {\"resource\": \"..\", \"record\": {..}}; --into takes records alone".to_owned())
        })?;
        let resource = resource(self.api, &line.resource).ok_or_else(|| wrong(unknown(self.api, &line.resource)))?;
        Ok(Item {
            place: format!("{place}, {}", resource.table),
            resource,
            json: line.record,
        })
    }
}

/// The records of one document; those of tables that others refer to come first.
fn document(
    api: &'static Api,
    text: &[u8],
    into: Option<&'static Resource>,
) -> Result<Vec<Result<Item, Problem>>, String> {
    if text.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let json = check_document(text).map_err(|fault| match serde_json::from_slice::<&RawValue>(text) {
        Err(_) if begins_with_line(text) => {
            "its lines don't say what they are for, {\"resource\": \"..\", \"record\": {..}}; --into takes records alone".to_owned()
        }
        Err(error) => format!("neither JSON nor NDJSON: {error}"),
        Ok(_) => fault.to_string(),
    })?;
    let mut items = Vec::new();
    if let Some(resource) = into {
        let records = if json.get().starts_with('{') {
            vec![json.to_owned()]
        } else {
            list(json).ok_or("with --into, it is a list of records, or a record on each line")?
        };
        push(&mut items, resource, records);
        return Ok(items);
    }
    let Ok(Pairs(pairs)) = serde_json::from_str(json.get()) else {
        return Err("it is {\"tasks\": [..]}, by paths or tables; --into takes a plain list".to_owned());
    };
    let tables = declared(api.resources()).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for (name, records) in pairs {
        let Some(resource) = resource(api, &name) else {
            let (place, what) = (name.clone(), unknown(api, &name));
            items.push(Err(Problem { place, what }));
            continue;
        };
        let Some(records) = list(&records) else {
            let what = "not a list of records".to_owned();
            items.push(Err(Problem { place: name, what }));
            continue;
        };
        let at = tables.iter().position(|table| table.name == resource.table);
        found.push((at, resource, records));
    }
    found.sort_by_key(|(at, ..)| *at);
    for (_, resource, records) in found {
        push(&mut items, resource, records);
    }
    Ok(items)
}

fn push(items: &mut Vec<Result<Item, Problem>>, resource: &'static Resource, records: Vec<Box<RawValue>>) {
    let item = |(index, json)| {
        Ok(Item {
            place: format!("{}[{index}]", resource.table),
            resource,
            json,
        })
    };
    items.extend(records.into_iter().enumerate().map(item));
}

fn list(json: &RawValue) -> Option<Vec<Box<RawValue>>> {
    serde_json::from_str(json.get()).ok()
}

/// The members of an object, doubles too.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
