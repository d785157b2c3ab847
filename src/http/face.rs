//! Which face of the document a request asks for, and where faces are kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::engine::Query;
use crate::error::{Error, FieldErrors};
use crate::meta::Api;
use crate::spec::faces::{Edition, face};

/// A face as it is sent.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) text: Bytes,
    /// The document's entity tag, with the edition.
    pub(super) etag: String,
}

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

/// What was asked for so far, failures too, so that each is made once. An entity tag stands for one document, of which a program
/// has a few at most.
static FACES: Mutex<BTreeMap<(&str, Edition), Made>> = Mutex::new(BTreeMap::new());

/// A face, or why there is none.
type Made = Result<Arc<Served>, Arc<str>>;

/// The face of an API's document, made when it is first asked for.
///
/// # Errors
///
/// [`Error::Internal`] when it can't be made: a fault of ours.
pub(super) fn served(api: &'static Api, edition: Edition) -> Result<Arc<Served>, Error> {
    // A panic while a face was made leaves no half of one behind.
    let mut faces = FACES.lock().unwrap_or_else(PoisonError::into_inner);
    let made = faces.entry((api.etag, edition)).or_insert_with(|| make(api, edition));
    made.clone().map_err(|fault| Error::internal(&*fault))
}

fn make(api: &Api, edition: Edition) -> Made {
    let face = face(api.document, edition).map_err(|fault| fault.to_string())?;
    Ok(Arc::new(Served {
        text: face.text.into(),
        etag: format!("\"{}-{}\"", api.etag.trim_matches('"'), edition.version()),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::tests::API;
    use super::*;

    #[test]
    fn a_face_is_made_once() {
        let one = served(&API, Edition::OpenApi30).unwrap();
        let other = served(&API, Edition::OpenApi30).unwrap();
        assert!(Arc::ptr_eq(&one, &other));
        assert_eq!(one.etag, format!("\"{}-3.0\"", API.etag.trim_matches('"')));
    }

    #[test]
    fn a_face_that_cannot_be_made_is_a_fault_of_ours() {
        static BROKEN: Api = Api {
            document: "{",
            etag: "\"broken\"",
            ..API
        };
        for _ in 0..2 {
            let fault = served(&BROKEN, Edition::OpenApi30).unwrap_err();
            assert!(matches!(fault, Error::Internal(_)), "{fault}");
        }
    }
}
