//! Security definitions as the section `security`, and requirements as `access`.

use std::collections::BTreeMap;

use paperclip::v2::models::SecurityScheme;

use super::block::{Said, Scheme};
use super::names::Names;
use super::node::Node;
use super::text::{docs, line, literal};

/// What requirements can name: the file's names, and those here.
pub(super) type Schemes = BTreeMap<String, String>;

/// The schemes of a file, the names that requirements have for them, and what can't be carried over.
pub(super) fn schemes(
    definitions: &BTreeMap<String, SecurityScheme>,
    names: &mut Names,
) -> (Vec<Scheme>, Schemes, Vec<String>) {
    let (mut schemes, mut known, mut notes) = (Vec::new(), Schemes::new(), Vec::new());
    let mut words = Names::default();
    for (name, definition) in definitions {
        let Some(value) = value(definition) else {
            notes.push(line(&format!(
                "security definition {name}: {} isn't known",
                definition.type_
            )));
            continue;
        };
        let word = words.value_name(name, "scheme");
        let check = names.value_name(&format!("check_{word}"), "check");
        let mut said = Said {
            docs: docs(definition.description.as_deref().unwrap_or_default()),
            notes: Vec::new(),
        };
        if word != *name {
            said.notes.push(line(&format!("\"{name}\" in the file")));
        }
        known.insert(name.clone(), word.clone());
        schemes.push(Scheme {
            said,
            name: word,
            value,
            check,
        });
    }
    (schemes, known, notes)
}

fn value(scheme: &SecurityScheme) -> Option<String> {
    let url = |url: &Option<String>| literal(url.as_deref().unwrap_or_default());
    let key = || literal(scheme.name.as_deref().unwrap_or_default());
    let value = match (scheme.type_.as_str(), scheme.in_.as_deref(), scheme.flow.as_deref()) {
        ("basic", ..) => return Some("Basic::new()".to_owned()),
        ("apiKey", Some("header"), _) => return Some(format!("ApiKey::header({})", key())),
        ("apiKey", Some("query"), _) => return Some(format!("ApiKey::query({})", key())),
        ("oauth2", _, Some("implicit")) => format!("OAuth2::implicit({})", url(&scheme.auth_url)),
        ("oauth2", _, Some("password")) => format!("OAuth2::password({})", url(&scheme.token_url)),
        ("oauth2", _, Some("application")) => format!("OAuth2::client_credentials({})", url(&scheme.token_url)),
        ("oauth2", _, Some("accessCode")) => {
            format!(
                "OAuth2::authorization_code({}, {})",
                url(&scheme.auth_url),
                url(&scheme.token_url)
            )
        }
        _ => return None,
    };
    if scheme.scopes.is_empty() {
        return Some(value);
    }
    let scopes: Vec<String> = scheme
        .scopes
        .iter()
        .map(|(name, docs)| format!("({}, {})", literal(name), literal(docs)))
        .collect();
    Some(format!("{value}.scopes(&[{}])", scopes.join(", ")))
}

/// A list of requirements as the value of `access`; one that can't be said is a comment.
pub(super) fn access(requirements: &Node, schemes: &Schemes) -> Result<String, String> {
    let Node::List(alternatives) = requirements else {
        return Err(line(&format!("security: {}", requirements.json())));
    };
    let mut words = Vec::new();
    for alternative in alternatives {
        let word = match alternative.members() {
            [] => Some("public".to_owned()),
            [(name, _)] => schemes
                .get(name)
                .and_then(|word| with_scopes(word, &alternative.texts_of(name))),
            _ => None,
        };
        words.push(word.ok_or_else(|| line(&format!("security: {}", requirements.json())))?);
    }
    // Whom all may call, nobody must know.
    if words.is_empty() || words.iter().any(|word| word == "public") {
        return Ok("public".to_owned());
    }
    words.dedup();
    Ok(words.join(" | "))
}

fn with_scopes(word: &str, scopes: &[&str]) -> Option<String> {
    if scopes.is_empty() {
        return Some(word.to_owned());
    }
    let plain = |scope: &&str| {
        let mut words = scope.split([':', '.', '-']);
        words.all(|word| {
            word.starts_with(|first: char| first.is_ascii_alphabetic())
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
    };
    scopes
        .iter()
        .all(plain)
        .then(|| format!("{word}[{}]", scopes.join(", ")))
}
