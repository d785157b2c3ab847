//! Which face of the document a request asks for, and where faces are kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::documents::{Documents, Served};
use crate::engine::Query;
use crate::error::{Error, FieldErrors};
use crate::spec::faces::{Edition, face};

/// Which edition the query asks for: `version`; the document itself if it doesn't say.
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Invalid`], as for every query.
pub(super) fn edition(query: &str) -> Result<Edition, Error> {
    let mut errors = FieldErrors::default();
    let mut query = Query::parse(query)?;
    let wanted = query.take("version", &mut errors);
    let mut edition = Edition::OpenApi31;
    if let Some(wanted) = wanted {
        match Edition::ALL.iter().find(|edition| edition.version() == wanted) {
            Some(found) => edition = *found,
            None => errors.push_at("version", format!("not one of {}", versions())),
        }
    }
    query.finish(&mut errors);
    errors.finish()?;
    Ok(edition)
}

fn versions() -> String {
    let versions: Vec<&str> = Edition::ALL.iter().map(|edition| edition.version()).collect();
    versions.join(", ")
}

/// The faces that were asked for so far, failures too, so that each is made once.
#[derive(Debug, Default)]
pub(super) struct Faces(Mutex<BTreeMap<Edition, Made>>);

/// A face, or why there is none.
type Made = Result<Served, Arc<str>>;

/// The face of a document, made when it is first asked for.
///
/// # Errors
///
/// [`Error::Internal`] when it can't be made: a fault of ours.
pub(super) fn served(documents: &Documents, edition: Edition) -> Result<Served, Error> {
    // A panic while a face was made leaves no half of one behind.
    let mut faces = documents.faces.0.lock().unwrap_or_else(PoisonError::into_inner);
    let made = faces
        .entry(edition)
        .or_insert_with(|| make(&documents.openapi, edition));
    made.clone().map_err(|fault| Error::internal(&*fault))
}

fn make(document: &Served, edition: Edition) -> Made {
    let text = std::str::from_utf8(&document.text).map_err(|fault| fault.to_string())?;
    let face = face(text, edition).map_err(|fault| fault.to_string())?;
    Ok(Served {
        text: face.text.into(),
        etag: format!("\"{}-{}\"", document.etag.trim_matches('"'), edition.version()).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::API;
    use super::*;
    use crate::engine::Settings;
    use crate::meta::Api;

    #[test]
    fn a_face_is_made_once() {
        let documents = Documents::new(&API, &Settings::default());
        let one = served(&documents, Edition::OpenApi30).unwrap();
        let other = served(&documents, Edition::OpenApi30).unwrap();
        assert_eq!(one.text.as_ptr(), other.text.as_ptr());
        assert_eq!(one.etag, format!("\"{}-3.0\"", API.etag.trim_matches('"')));
    }

    #[test]
    fn a_face_that_cannot_be_made_is_a_fault_of_ours() {
        let broken = Api { document: "{", ..API };
        let documents = Documents::new(&broken, &Settings::default());
        for _ in 0..2 {
            let fault = served(&documents, Edition::OpenApi30).unwrap_err();
            assert!(matches!(fault, Error::Internal(_)), "{fault}");
        }
    }
}
