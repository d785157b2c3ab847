//! The version of OpenAPI that a request names, and the documents that were converted to it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::documents::{Documents, Served};
use crate::engine::Query;
use crate::error::{Error, FieldErrors};
use crate::spec::versions::{SpecVersion, convert};

/// The version that the query names by `version`; without it, OpenAPI 3.1.
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Invalid`], as for every query.
pub(super) fn requested(query: &str) -> Result<SpecVersion, Error> {
    let mut errors = FieldErrors::default();
    let mut query = Query::parse(query)?;
    let wanted = query.take("version", &mut errors);
    let mut version = SpecVersion::OpenApi31;
    if let Some(wanted) = wanted {
        match SpecVersion::ALL.iter().find(|version| version.as_str() == wanted) {
            Some(found) => version = *found,
            None => errors.push_at("version", format!("not one of {}", versions())),
        }
    }
    query.finish(&mut errors);
    errors.finish()?;
    Ok(version)
}

fn versions() -> String {
    let versions: Vec<&str> = SpecVersion::ALL.iter().map(|version| version.as_str()).collect();
    versions.join(", ")
}

/// The documents that were converted so far, failures included, so that each is converted once.
#[derive(Debug, Default)]
pub(super) struct ConvertedDocuments(Mutex<BTreeMap<SpecVersion, Made>>);

/// A converted document, or why there is none.
type Made = Result<Served, Arc<str>>;

/// The document in another version, converted when it is first requested.
///
/// # Errors
///
/// [`Error::Internal`] when the conversion fails, which is a bug.
pub(super) fn converted(documents: &Documents, version: SpecVersion) -> Result<Served, Error> {
    // A panic during a conversion inserts nothing.
    let mut all = documents.converted.0.lock().unwrap_or_else(PoisonError::into_inner);
    let made = all.entry(version).or_insert_with(|| make(&documents.openapi, version));
    made.clone().map_err(|fault| Error::internal(&*fault))
}

fn make(document: &Served, version: SpecVersion) -> Made {
    let text = std::str::from_utf8(&document.text).map_err(|fault| fault.to_string())?;
    let converted = convert(text, version).map_err(|fault| fault.to_string())?;
    Ok(Served {
        text: converted.text.into(),
        etag: format!("\"{}-{}\"", document.etag.trim_matches('"'), version.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::API;
    use super::*;
    use crate::engine::Settings;
    use crate::meta::{Api, Document};

    #[test]
    fn a_document_is_converted_once() {
        let documents = Documents::new(&API, &Settings::default());
        let one = converted(&documents, SpecVersion::OpenApi30).unwrap();
        let other = converted(&documents, SpecVersion::OpenApi30).unwrap();
        assert_eq!(one.text.as_ptr(), other.text.as_ptr());
        assert_eq!(
            one.etag,
            format!("\"{}-3.0\"", documents.openapi.etag.trim_matches('"'))
        );
    }

    #[test]
    fn a_failed_conversion_is_an_internal_error() {
        let broken = Api {
            openapi: || Document {
                text: "{",
                placeholders: &[],
            },
            ..API
        };
        let documents = Documents::new(&broken, &Settings::default());
        for _ in 0..2 {
            let fault = converted(&documents, SpecVersion::OpenApi30).unwrap_err();
            assert!(matches!(fault, Error::Internal(_)), "{fault}");
        }
    }
}
