//! Security definitions as the section `security`, and requirements as `access`.

use std::collections::{BTreeMap, BTreeSet};

use paperclip::v2::models::SecurityScheme;

use super::block::{Annotations, ApiItem, Scheme};
use super::names::{Names, is_header, is_plain};
use super::swagger::METHODS;
use super::text::{docs, line, literal};
use crate::spec::json_tree::Node;

/// What requirements can name.
#[derive(Default)]
pub(super) struct Schemes {
    /// The file's names, and those here.
    words: BTreeMap<String, String>,
    /// Where keys are, and their names there.
    keys: Vec<(String, String)>,
    /// The rule of operations that have none of their own.
    default: Option<String>,
    /// The scheme that rejects every request, if an operation needs it.
    unknown: Option<String>,
}

/// An access rule, and notes about what can't be expressed.
pub(super) struct Rule {
    pub(super) access: Option<String>,
    pub(super) notes: Vec<String>,
}

/// The schemes and the rule of a file, in its `api` item, with notes about what can't be imported.
pub(super) fn schemes(
    definitions: &BTreeMap<String, SecurityScheme>,
    root: &Node,
    names: &mut Names,
    item: &mut ApiItem,
) -> Schemes {
    let required_scopes = required_scopes(root);
    let mut known = Schemes::default();
    let mut words = Names::of_schemes();
    let mut taken: Vec<(&SecurityScheme, String)> = Vec::new();
    let mut definitions: Vec<(&String, &SecurityScheme)> = definitions.iter().collect();
    // It accepts any value of that header: its check has to reject those of the others.
    definitions.sort_by_key(|(_, definition)| !is_authorization(definition));
    for (name, definition) in definitions {
        let Some(mut value) = value(definition) else {
            item.notes.push(line(&format!(
                "security definition {name} is left out: no request could bring its {}",
                definition.type_
            )));
            continue;
        };
        if let Some((_, word)) = taken.iter().find(|(other, _)| is_same_place(other, definition)) {
            item.notes.push(line(&format!(
                "security definition {name} is {word}, too: its credentials are in the same place"
            )));
            known.words.insert(name.clone(), word.clone());
            continue;
        }
        let word = words.value_name(name, "scheme");
        let mut annotations = Annotations {
            docs: docs(definition.description.as_deref().unwrap_or_default()),
            notes: Vec::new(),
        };
        if word != *name {
            annotations.notes.push(line(&format!("\"{name}\" in the file")));
        }
        annotations.notes.append(&mut value.notes);
        let mut scopes: Vec<String> = Vec::new();
        if value.has_scopes {
            let declared = definition.scopes.iter();
            scopes.extend(declared.map(|(scope, docs)| format!("({}, {})", literal(scope), literal(docs))));
            let required_scopes = required_scopes.get(name.as_str()).into_iter().flatten();
            for scope in required_scopes.filter(|scope| !definition.scopes.contains_key(**scope)) {
                annotations
                    .notes
                    .push(line(&format!("{scope}: not declared in the file")));
                scopes.push(format!("({}, \"\")", literal(scope)));
            }
        }
        if definition.type_ == "apiKey" {
            known.keys.push((
                definition.in_.clone().unwrap_or_default(),
                definition.name.clone().unwrap_or_default(),
            ));
        }
        known.words.insert(name.clone(), word.clone());
        taken.push((definition, word.clone()));
        item.security.push(Scheme {
            annotations,
            check: names.value_name(&format!("check_{word}"), "check"),
            name: word,
            constructor: value.constructor,
            arguments: value.arguments,
            scopes,
        });
    }
    if requirements(root).any(|requirements| known.is_unsayable(requirements)) {
        let word = words.value_name("unknown", "scheme");
        let is_taken = taken.iter().any(|(definition, _)| is_authorization(definition));
        item.security.push(unknown(&word, is_taken, names));
        known.unknown = Some(word);
    }
    if !item.security.is_empty() {
        item.access = Some("public".to_owned());
    }
    if let Some(requirements) = root.get("security") {
        let rule = known.rule(requirements);
        item.notes.extend(rule.notes);
        item.access = rule.access.or(item.access.take());
    }
    known.default = item.access.clone();
    known
}

/// The lists of requirements in a file: its own, and those of operations.
fn requirements(root: &Node) -> impl Iterator<Item = &Node> {
    let paths = root.members_of("paths").iter();
    let operations = paths.flat_map(|(_, item)| item.members());
    let operations = operations
        .filter(|(method, _)| METHODS.contains(&method.as_str()))
        .map(|(_, operation)| operation);
    std::iter::once(root)
        .chain(operations)
        .filter_map(|node| node.get("security"))
}

/// The scopes that requirements of the file ask for, by its names of schemes.
fn required_scopes(root: &Node) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut required_scopes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for alternative in requirements(root).flat_map(Node::items) {
        for (name, _) in alternative.members() {
            required_scopes
                .entry(name)
                .or_default()
                .extend(alternative.texts_of(name));
        }
    }
    required_scopes
}

/// The scheme of operations whose requirements can't be expressed: without one, an operation is public.
fn unknown(word: &str, is_taken: bool, names: &mut Names) -> Scheme {
    // Where the header `Authorization` is another's, it is a cookie: Swagger 2.0 has none.
    let (constructor, arguments) = if is_taken {
        ("ApiKey::cookie", vec![literal(word)])
    } else {
        ("Bearer::new", Vec::new())
    };
    Scheme {
        annotations: Annotations {
            docs: docs("Replaces security rules of the file that this block can't express; rejects every request"),
            notes: Vec::new(),
        },
        check: names.value_name(&format!("check_{word}"), "check"),
        name: word.to_owned(),
        constructor: constructor.to_owned(),
        arguments,
        scopes: Vec::new(),
    }
}

/// A scheme as the block writes it.
struct Written {
    constructor: String,
    arguments: Vec<String>,
    has_scopes: bool,
    notes: Vec<String>,
}

fn value(scheme: &SecurityScheme) -> Option<Written> {
    let plain = |constructor: &str, arguments: Vec<String>| Written {
        constructor: constructor.to_owned(),
        arguments,
        has_scopes: false,
        notes: Vec::new(),
    };
    let name = scheme.name.as_deref().unwrap_or_default();
    let (authorize, token) = (scheme.auth_url.as_deref(), scheme.token_url.as_deref());
    let (constructor, urls) = match (scheme.type_.as_str(), scheme.in_.as_deref(), scheme.flow.as_deref()) {
        ("basic", ..) => return Some(plain("Basic::new", Vec::new())),
        ("apiKey", Some("header"), _) if is_header(name) => {
            return Some(plain("ApiKey::header", vec![literal(name)]));
        }
        ("apiKey", Some("query"), _) if is_plain(name) => {
            return Some(plain("ApiKey::query", vec![literal(name)]));
        }
        ("oauth2", _, Some("implicit")) => ("implicit", vec![authorize]),
        ("oauth2", _, Some("password")) => ("password", vec![token]),
        ("oauth2", _, Some("application")) => ("client_credentials", vec![token]),
        ("oauth2", _, Some("accessCode")) => ("authorization_code", vec![authorize, token]),
        _ => return None,
    };
    let urls: Vec<&str> = urls.into_iter().map(Option::unwrap_or_default).collect();
    // Requests bring the same token.
    if !urls.iter().copied().all(is_absolute) {
        return Some(Written {
            notes: vec![line(&format!(
                "oauth2 in the file, without an absolute URL: {}",
                urls.join(" ")
            ))],
            ..plain("Bearer::new", Vec::new())
        });
    }
    Some(Written {
        has_scopes: true,
        ..plain(
            &format!("OAuth2::{constructor}"),
            urls.into_iter().map(literal).collect(),
        )
    })
}

/// Whether a list of requirements allows public access.
fn is_open(requirements: &Node) -> bool {
    match requirements {
        Node::List(alternatives) => alternatives.is_empty() || alternatives.iter().any(is_empty_requirement),
        _ => false,
    }
}

/// Whether a requirement is empty.
fn is_empty_requirement(alternative: &Node) -> bool {
    matches!(alternative, Node::Object(members) if members.is_empty())
}

fn is_absolute(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
}

fn is_authorization(scheme: &SecurityScheme) -> bool {
    scheme.type_ == "apiKey"
        && scheme.in_.as_deref() == Some("header")
        && (scheme.name.as_deref()).is_some_and(|name| name.eq_ignore_ascii_case("Authorization"))
}

/// Whether credentials of the two can't be distinguished. Several schemes may use tokens.
fn is_same_place(one: &SecurityScheme, other: &SecurityScheme) -> bool {
    let is_key = |scheme: &SecurityScheme| scheme.type_ == "apiKey";
    if is_key(one) && is_key(other) {
        let name = |scheme: &SecurityScheme| scheme.name.clone().unwrap_or_default();
        return one.in_ == other.in_
            && match one.in_.as_deref() {
                Some("header") => name(one).eq_ignore_ascii_case(&name(other)),
                _ => name(one) == name(other),
            };
    }
    match (is_key(one), is_key(other)) {
        (true, _) => is_authorization(one),
        (_, true) => is_authorization(other),
        _ => one.type_ == "basic" && other.type_ == "basic",
    }
}

impl Schemes {
    /// Whether a parameter is the key of a scheme.
    pub(super) fn has_key(&self, place: &str, name: &str) -> bool {
        self.keys.iter().any(|(other, key)| {
            other == place
                && match place {
                    "header" => key.eq_ignore_ascii_case(name),
                    _ => key == name,
                }
        })
    }

    /// An operation's rule; none where it is that of the API.
    pub(super) fn own_rule(&self, requirements: &Node) -> Rule {
        let mut rule = self.rule(requirements);
        rule.access = rule.access.filter(|access| Some(access) != self.default.as_ref());
        rule
    }

    /// A list of requirements as the value of `access`. An alternative that can't be expressed is left out, which is stricter;
    /// if none is left, every request is rejected.
    fn rule(&self, requirements: &Node) -> Rule {
        let (mut words, mut notes): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for alternative in requirements
            .items()
            .iter()
            .filter(|alternative| !is_empty_requirement(alternative))
        {
            match self.word(alternative) {
                Ok(word) if !words.contains(&word) => words.push(word),
                Ok(_) => {}
                Err(what) => notes.push(line(&format!("security requires {what}: {}", alternative.json()))),
            }
        }
        let access = if is_open(requirements) {
            // Without schemes there is nothing to say.
            let has_schemes = !self.words.is_empty() || self.unknown.is_some();
            has_schemes.then(|| optional(&words, &mut notes))
        } else if words.is_empty() {
            self.unknown.clone()
        } else {
            Some(words.join(" | "))
        };
        Rule { access, notes }
    }

    /// Whether nothing of a list of requirements can be expressed.
    fn is_unsayable(&self, requirements: &Node) -> bool {
        !is_open(requirements)
            && requirements
                .items()
                .iter()
                .all(|alternative| self.word(alternative).is_err())
    }

    /// One requirement, or what of it can't be expressed.
    fn word(&self, alternative: &Node) -> Result<String, &'static str> {
        match alternative.members() {
            [(name, _)] => match self.words.get(name) {
                Some(word) => Ok(with_scopes(word, &alternative.texts_of(name))),
                None => Err("a scheme that isn't here"),
            },
            [] => Err("no known scheme"),
            _ => Err("several schemes at once"),
        }
    }
}

fn with_scopes(word: &str, scopes: &[&str]) -> String {
    if scopes.is_empty() {
        return word.to_owned();
    }
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let scopes = scopes.iter().map(|scope| {
        if scope.split(':').all(is_word) {
            (*scope).to_owned()
        } else {
            literal(scope)
        }
    });
    format!("{word}[{}]", scopes.collect::<Vec<_>>().join(", "))
}
/// The rule of requirements that an empty one makes optional. Scopes protect nothing then, so a block can't have them.
fn optional(words: &[String], notes: &mut Vec<String>) -> String {
    let mut schemes = vec!["public"];
    for word in words {
        let (scheme, scopes) = word.split_once('[').unwrap_or((word, ""));
        if !scopes.is_empty() {
            notes.push(line(&format!("security names scopes, but is optional: {word}")));
        }
        if !schemes.contains(&scheme) {
            schemes.push(scheme);
        }
    }
    schemes.join(" | ")
}
