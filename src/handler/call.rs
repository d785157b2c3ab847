//! One request for an op: its arguments, and the violations in them.

use std::borrow::Cow;
use std::sync::Arc;

use http::HeaderMap;

use super::row::NamedRow;
use super::{Answer, Argument, Body, Incoming, collect};
use crate::db::Pending;
use crate::engine::{self, Ctx, Query, Settings};
use crate::error::{Error, FieldErrors};
use crate::meta::{self, ArgumentPlace, Media, Op, OpEnvelope};
use crate::types::Kind;

/// One request for an op. Its arguments are taken one after the other, in the order of the signature.
pub struct Call<'r> {
    pub(super) op: &'static Op,
    pub(super) ctx: Ctx,
    pub(super) settings: Arc<Settings>,
    pub(super) headers: &'r HeaderMap,
    pub(super) query: Query<'r>,
    pub(super) errors: FieldErrors,
    path: Vec<Cow<'static, str>>,
    body: Incoming,
    /// The index of the next argument.
    next: usize,
    /// Whether a parameter of the path can't be parsed: then the path doesn't exist.
    not_found: bool,
    /// A body that the handler may not read to its end.
    unread: Option<Box<dyn Unread>>,
    /// The rows that the path names.
    pub(super) rows: Vec<NamedRow>,
}

/// A body whose rest may be unread.
pub(super) trait Unread: Send {
    /// Reads and checks the rest.
    fn finish(self: Box<Self>) -> Pending<'static, ()>;
}

impl<'r> Call<'r> {
    /// Creates the call of an op. `path` has the values of the template's parameters in their order.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the query isn't percent-encoded UTF-8.
    pub(crate) fn new(
        op: &'static Op,
        ctx: &Ctx,
        path: Vec<Cow<'static, str>>,
        query: &'r str,
        headers: &'r HeaderMap,
        body: Incoming,
    ) -> Result<Self, Error> {
        Ok(Self {
            op,
            ctx: ctx.clone(),
            settings: Arc::clone(&ctx.services().settings),
            headers,
            query: Query::parse(query)?,
            errors: FieldErrors::new(),
            path,
            body,
            next: 0,
            not_found: false,
            unread: None,
            rows: Vec::new(),
        })
    }

    /// Takes the next argument. `None` after a violation.
    pub fn argument<T: Argument>(&mut self) -> Option<T> {
        let argument = self.next_argument()?;
        T::take(self, argument)
    }

    /// Takes the next argument, the body.
    ///
    /// # Errors
    ///
    /// [`Error::UnsupportedMediaType`], [`Error::TooLarge`], [`Error::Malformed`]. Violations are collected.
    ///
    /// It is boxed: with an opaque type, the compiler would report a wrong type of body once for each use of the future.
    pub fn body<T: Body>(&mut self) -> Pending<'_, Option<T>> {
        Box::pin(async move {
            match self.next_argument() {
                Some(argument) => T::receive(self, argument).await,
                None => Ok(None),
            }
        })
    }

    /// Checks that there are no violations, unknown parameters included.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all violations, [`Error::NotFound`] if a parameter of the path can't be parsed.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.query.finish(&mut self.errors);
        std::mem::take(&mut self.errors).finish()?;
        if self.not_found { Err(Error::NotFound) } else { Ok(()) }
    }

    /// Loads the rows that the path names, as far as the client may see them.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if one isn't there, and those of the database.
    pub fn load(&mut self) -> Pending<'_, ()> {
        Box::pin(async move {
            for row in &mut self.rows {
                row.values = engine::read_visible(&self.ctx, row.resource, row.address.clone()).await?;
            }
            Ok(())
        })
    }

    /// The value of an argument of this name, once all are valid and rows are loaded.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if it has none.
    pub fn given<T: Argument>(&mut self, name: &str, taken: &mut Option<T>) -> Result<T, Error> {
        T::given(self, name, taken)
    }

    /// Sets a body that the handler may not read to its end.
    pub(super) fn set_unread(&mut self, unread: impl Unread + 'static) {
        self.unread = Some(Box::new(unread));
    }

    /// Returns the members around the body and the replies.
    #[must_use]
    pub const fn envelope(&self) -> OpEnvelope {
        self.op.envelope
    }

    /// Waits for the answer of the handler, then reads and checks the rest of the body.
    ///
    /// # Errors
    ///
    /// Those of the handler, else those of the rest of the body.
    pub async fn settle(self, answer: Pending<'static, Answer>) -> Result<Answer, Error> {
        let answer = answer.await.map_err(|error| enveloped(self.op, error))?;
        if let Some(unread) = self.unread {
            unread.finish().await?;
        }
        Ok(answer)
    }

    fn next_argument(&mut self) -> Option<&'static meta::Argument> {
        let argument = self.op.arguments.get(self.next);
        self.next += 1;
        argument
    }

    /// The texts of a parameter, in the order of the request.
    pub(super) fn texts(&mut self, argument: &'static meta::Argument) -> Vec<Cow<'r, str>> {
        match argument.place {
            ArgumentPlace::Path => self.path_text(argument.field.property).into_iter().collect(),
            ArgumentPlace::Query => self.query.take_all(argument.field.property),
            ArgumentPlace::Header(name) => {
                let lines = self.headers.get_all(name);
                // A value that isn't ASCII (RFC 9110, section 5.5) must not count as absent.
                let texts = lines.iter().map(|line| line.to_str().unwrap_or("\u{fffd}"));
                texts.map(Cow::Borrowed).collect()
            }
            ArgumentPlace::Row(_) | ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_) | ArgumentPlace::Body(_) => {
                Vec::new()
            }
        }
    }

    fn path_text(&mut self, name: &str) -> Option<Cow<'static, str>> {
        let mut names = self.op.route.path.split('/').filter_map(|segment| {
            let name = segment.strip_prefix('{')?;
            name.strip_suffix('}')
        });
        let index = names.position(|named| named == name)?;
        self.path.get_mut(index).map(std::mem::take)
    }

    /// Records that the path doesn't exist.
    pub(super) fn set_not_found(&mut self) {
        self.not_found = true;
    }

    /// The most bytes of the body.
    pub(super) fn body_limit(&self) -> u64 {
        self.op.body_limit.unwrap_or(self.settings.body_limit)
    }

    /// Reads the whole body.
    pub(super) async fn collect(&mut self, media: Media) -> Result<Vec<u8>, Error> {
        let limit = self.body_limit();
        collect(self.headers, &mut self.body, media, limit).await
    }

    /// Takes the body, to be read as a stream.
    pub(super) fn take_body(&mut self) -> Incoming {
        std::mem::replace(&mut self.body, Box::pin(futures::stream::empty()))
    }
}

/// Puts the name of the body's envelope before the fields of a handler's error, which names them as they are in the body. Other parameters
/// have no envelope.
fn enveloped(op: &Op, error: Error) -> Error {
    let Some(name) = op.envelope.body else { return error };
    // The database doesn't say which row of a list conflicts, so its fields have no path.
    let is_list = op.body().is_some_and(|body| matches!(body.schema.kind, Kind::List(_)));
    if is_list && matches!(error, Error::Conflict(_)) {
        return error;
    }
    let is_parameter = |path: &str| {
        let first = path.split('.').next().unwrap_or_default();
        op.arguments.iter().any(|argument| match argument.place {
            ArgumentPlace::Path | ArgumentPlace::Query => first == argument.field.property,
            ArgumentPlace::Header(name) => path == name || first == argument.field.property,
            // The only error of theirs that comes so late.
            ArgumentPlace::Filters(_) => path == "all",
            ArgumentPlace::Row(_) | ArgumentPlace::Listing(_) | ArgumentPlace::Body(_) => false,
        })
    };
    error.within(name, |path| !is_parameter(path))
}
