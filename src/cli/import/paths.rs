//! Paths of the file as templates of routes.

use std::collections::HashMap;

use super::names::{is_plain, lower};

/// The routes that are taken, by the form of their paths.
#[derive(Default)]
pub(super) struct Routes {
    forms: HashMap<String, (Vec<String>, Vec<String>)>,
}

/// A path's template.
pub(super) struct Template {
    pub(super) path: String,
    /// The names in braces: the file's, and those here.
    pub(super) names: Vec<(String, String)>,
    pub(super) notes: Vec<String>,
}

impl Routes {
    /// The template of a path, or why there is none.
    pub(super) fn template(&mut self, method: &str, path: &str) -> Result<Template, String> {
        let mut notes = Vec::new();
        let whole = path.trim_end_matches('/');
        if whole.len() < path.len() && !whole.is_empty() {
            notes.push(format!("`{path}` in the file: routes have no `/` at their end"));
        }
        let mut names: Vec<(String, String)> = Vec::new();
        let mut form = String::new();
        for segment in whole.split('/').skip(1) {
            form.push('/');
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) if !name.contains(['{', '}']) => {
                    let own = if is_plain(name) {
                        name.to_owned()
                    } else {
                        lower(name, "value")
                    };
                    if names.iter().any(|(_, other)| *other == own) {
                        return Err(format!("`{{{name}}}` is duplicated in its path"));
                    }
                    names.push((name.to_owned(), own));
                    form.push_str("{}");
                }
                _ if segment.is_empty() => return Err("its path holds `//`".to_owned()),
                _ if segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) =>
                {
                    form.push_str(segment)
                }
                _ => {
                    return Err(format!("`{segment}` is neither a parameter nor plain text"));
                }
            }
        }
        let own: Vec<String> = names.iter().map(|(_, own)| own.clone()).collect();
        let (taken, methods) = self.forms.entry(form.clone()).or_insert_with(|| (own, Vec::new()));
        if methods.iter().any(|other| other == method) {
            return Err("an operation before it has the same method and path".to_owned());
        }
        methods.push(method.to_owned());
        for ((_, own), taken) in names.iter_mut().zip(taken) {
            own.clone_from(taken);
        }
        let mut path = String::new();
        let mut at = names.iter();
        for segment in form.split('/').skip(1) {
            path.push('/');
            match (segment, at.as_slice().first()) {
                ("{}", Some((_, own))) => {
                    path.push_str(&format!("{{{own}}}"));
                    at.next();
                }
                _ => path.push_str(segment),
            }
        }
        if path.is_empty() {
            path.push('/');
        }
        Ok(Template { path, names, notes })
    }
}

/// A base path as the declaration takes it, or why it can't.
pub(super) fn base_path(path: &str) -> Result<String, String> {
    let path = path.trim_end_matches('/');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if path.is_empty() || path.starts_with('/') && !path.contains("//") && path.bytes().all(plain) {
        return Ok(path.to_owned());
    }
    Err(format!("basePath: {path}"))
}
