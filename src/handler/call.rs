//! One request for an op, and the breaches that its arguments show.

use std::borrow::Cow;
use std::sync::Arc;

use http::HeaderMap;

use super::{Answer, Argument, Body, Incoming, collect};
use crate::db::Pending;
use crate::engine::{Query, Settings};
use crate::error::{Error, FieldErrors};
use crate::meta::{self, ArgumentPlace, Media, Op};

/// One request for an op: its arguments are taken one after the other, in the order of the signature.
pub struct Call<'r> {
    pub(super) op: &'static Op,
    pub(super) settings: Arc<Settings>,
    pub(super) headers: &'r HeaderMap,
    pub(super) query: Query<'r>,
    pub(super) errors: FieldErrors,
    path: Vec<Cow<'static, str>>,
    body: Incoming,
    at: usize,
    /// A text in the path that can't be what it stands for: such a path isn't there.
    astray: bool,
    /// A body that the handler may leave before its end.
    unread: Option<Box<dyn Unread>>,
}

/// What is left of a body.
pub(super) trait Unread: Send {
    /// Reads and checks it.
    fn finish(self: Box<Self>) -> Pending<'static, ()>;
}

impl<'r> Call<'r> {
    /// A request for `op`; `path` has the texts of the template's parameters in their order.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the query isn't percent-encoded UTF-8.
    pub(crate) fn new(
        op: &'static Op,
        settings: &Arc<Settings>,
        path: Vec<Cow<'static, str>>,
        query: &'r str,
        headers: &'r HeaderMap,
        body: Incoming,
    ) -> Result<Self, Error> {
        Ok(Self {
            op,
            settings: Arc::clone(settings),
            headers,
            query: Query::parse(query)?,
            errors: FieldErrors::new(),
            path,
            body,
            at: 0,
            astray: false,
            unread: None,
        })
    }

    /// Takes the next argument; `None` if it shows a breach.
    pub fn argument<T: Argument>(&mut self) -> Option<T> {
        let argument = self.next()?;
        T::take(self, argument)
    }

    /// Takes the next argument, the body.
    ///
    /// # Errors
    ///
    /// [`Error::UnsupportedMediaType`], [`Error::TooLarge`], [`Error::Malformed`]; breaches are gathered.
    ///
    /// Boxed: with a type of its own, the compiler would tell of a wrong body once for each use of that.
    pub fn body<T: Body>(&mut self) -> Pending<'_, Option<T>> {
        Box::pin(async move {
            match self.next() {
                Some(argument) => T::receive(self, argument).await,
                None => Ok(None),
            }
        })
    }

    /// Ends the gathering: what nobody took is a breach too.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all breaches, [`Error::NotFound`] for a path whose parameters can't be what they stand for.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.query.finish(&mut self.errors);
        std::mem::take(&mut self.errors).finish()?;
        if self.astray { Err(Error::NotFound) } else { Ok(()) }
    }

    /// Notes a body that the handler may leave before its end.
    pub(super) fn leave(&mut self, unread: impl Unread + 'static) {
        self.unread = Some(Box::new(unread));
    }

    /// The handler's answer, after the rest of the body has been read and checked.
    ///
    /// # Errors
    ///
    /// Those of the handler, else what is wrong with the rest of the body.
    pub async fn settle(self, answer: Pending<'static, Answer>) -> Result<Answer, Error> {
        let answer = answer.await?;
        if let Some(unread) = self.unread {
            unread.finish().await?;
        }
        Ok(answer)
    }

    fn next(&mut self) -> Option<&'static meta::Argument> {
        let argument = self.op.arguments.get(self.at);
        self.at += 1;
        argument
    }

    /// All texts that the request has for a parameter, in the order given.
    pub(super) fn texts(&mut self, argument: &'static meta::Argument) -> Vec<Cow<'r, str>> {
        match argument.place {
            ArgumentPlace::Path => self.path_text(argument.field.property).into_iter().collect(),
            ArgumentPlace::Query => self.query.take_all(argument.field.property),
            ArgumentPlace::Header(name) => {
                let lines = self.headers.get_all(name);
                // What isn't ASCII is no text that a header can have (RFC 9110, section 5.5); it mustn't pass for an absent one.
                let texts = lines.iter().map(|line| line.to_str().unwrap_or("\u{fffd}"));
                texts.map(Cow::Borrowed).collect()
            }
            ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_) | ArgumentPlace::Body(_) => Vec::new(),
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

    /// Notes that the path isn't there.
    pub(super) fn go_astray(&mut self) {
        self.astray = true;
    }

    /// The most bytes that the body may have.
    pub(super) fn body_limit(&self) -> u64 {
        self.op.body_limit.unwrap_or(self.settings.body_limit)
    }

    /// Reads the whole body.
    pub(super) async fn collect(&mut self, media: Media) -> Result<Vec<u8>, Error> {
        let limit = self.body_limit();
        collect(self.headers, &mut self.body, media, limit).await
    }

    /// Hands the body out, to be read as it arrives.
    pub(super) fn take_body(&mut self) -> Incoming {
        std::mem::replace(&mut self.body, Box::pin(futures::stream::empty()))
    }
}
