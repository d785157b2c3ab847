//! Replies of ops.

use bytes::Bytes;
use futures::stream::BoxStream;
use sea_orm::ModelTrait;

use super::ByteStream;
use crate::engine::{self, Declared, Outcome, as_reply};
use crate::error::{Cause, Error};
use crate::meta::{self, Envelope, OpEnvelope, ReplyKind};
use crate::types::FieldType;
use crate::types::envelope::{close, close_counted, open};

/// A rendered reply.
pub struct Answer {
    pub(crate) kind: AnswerKind,
    /// Its status, if the handler has chosen one of several replies.
    pub(crate) status: Option<u16>,
}

impl Answer {
    const fn of(kind: AnswerKind) -> Self {
        Self { kind, status: None }
    }

    /// The same with this status.
    #[must_use]
    pub(crate) const fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

/// The kinds of answers.
pub(crate) enum AnswerKind {
    /// A reply with a whole body.
    Whole(engine::Reply),
    /// A stream of bytes.
    Bytes(BoxStream<'static, Result<Bytes, Cause>>),
}

/// A type that can be the reply of an `op`: a field type or a row (200), [`Created`] (201), [`NoContent`] (204), [`Page`], [`ByteStream`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the reply of an op",
    label = "not a reply",
    note = "a reply is a field type, a resource, `Vec`, `Created<T>`, `NoContent`, `Page<T>` or `ByteStream`"
)]
pub trait Reply: Sized + Send + 'static {
    /// The reply as the document describes it.
    const SHAPE: meta::Reply;

    /// Renders it, in the op's envelope.
    ///
    /// # Errors
    ///
    /// If it can't be rendered.
    fn into_answer(self, envelope: OpEnvelope) -> Result<Answer, Error>;
}

fn whole(outcome: Outcome, value: &impl FieldType, envelope: Option<&str>) -> engine::Reply {
    let mut body = Vec::new();
    open(envelope, &mut body);
    as_reply(|| value.write(&mut body));
    close(envelope, &mut body);
    engine::Reply {
        outcome,
        body,
        ..engine::Reply::default()
    }
}

impl<T: FieldType> Reply for T {
    const SHAPE: meta::Reply = meta::Reply::new(ReplyKind::Done, Some(T::SCHEMA));

    fn into_answer(self, envelope: OpEnvelope) -> Result<Answer, Error> {
        Ok(Answer::of(AnswerKind::Whole(whole(
            Outcome::Done,
            &self,
            envelope.reply,
        ))))
    }
}

/// 201: something was created. It has a `Location`.
#[derive(Debug, Clone, PartialEq)]
pub struct Created<T> {
    value: T,
    location: Option<String>,
}

impl<T> Created<T> {
    /// Creates a reply without `Location`. [`at`](Created::at) sets it, and [`row`](Created::row) knows that of a row.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self { value, location: None }
    }

    /// Creates a reply with a new row, and its path as `Location`.
    #[must_use]
    pub fn row(row: T) -> Self
    where
        T: FieldType + ModelTrait<Entity: Declared>,
    {
        Self {
            location: engine::location(&row).ok(),
            value: row,
        }
    }

    /// The path of what was created, below the API's base path and percent-encoded: `/tasks/3`. It goes out as `Location`, absolute.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.location = Some(path.into());
        self
    }
}

impl<T: FieldType> Reply for Created<T> {
    const SHAPE: meta::Reply = meta::Reply::new(ReplyKind::Created, Some(T::SCHEMA));

    fn into_answer(self, envelope: OpEnvelope) -> Result<Answer, Error> {
        let reply = engine::Reply {
            location: self.location,
            ..whole(Outcome::Created, &self.value, envelope.reply)
        };
        Ok(Answer::of(AnswerKind::Whole(reply)))
    }
}

/// 204: done, without a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

impl Reply for NoContent {
    const SHAPE: meta::Reply = meta::Reply::new(ReplyKind::NoContent, None);

    fn into_answer(self, _: OpEnvelope) -> Result<Answer, Error> {
        Ok(Answer::of(AnswerKind::Whole(engine::Reply {
            outcome: Outcome::Nothing,
            ..engine::Reply::default()
        })))
    }
}

/// One page of a list, with its `X-Total-Count` and `Link`.
#[derive(Debug)]
pub struct Page<T> {
    reply: engine::Reply,
    /// The members around the rows that it has already.
    envelope: Envelope,
    items: std::marker::PhantomData<fn() -> T>,
}

impl<T: FieldType> Page<T> {
    /// Creates a page of these rows. `total` is the number of all rows, if they were counted. It has no links to other pages: if the op takes
    /// a resource's `Query`, [`ListQuery::answer`](super::ListQuery::answer) adds them.
    #[must_use]
    pub fn new(rows: &Vec<T>, total: Option<u64>) -> Self {
        let reply = engine::Reply {
            total,
            ..whole(Outcome::Done, rows, None)
        };
        Self::of(reply, Envelope::NONE)
    }

    /// Creates a page of these rows in an envelope.
    pub(super) fn within(envelope: Envelope, rows: &Vec<T>, total: u64) -> Self {
        let mut body = Vec::new();
        open(envelope.many, &mut body);
        as_reply(|| rows.write(&mut body));
        match envelope.total {
            Some(name) => close_counted(name, total, &mut body),
            None => close(envelope.many, &mut body),
        }
        let reply = engine::Reply {
            outcome: Outcome::Done,
            body,
            total: Some(total),
            ..engine::Reply::default()
        };
        Self::of(reply, envelope)
    }

    /// Sets the links: relation and query.
    pub(super) fn linked(mut self, links: Vec<(&'static str, String)>) -> Self {
        self.reply.links = links;
        self
    }

    /// Creates a page from one that is rendered already, in this envelope.
    pub(crate) fn of(reply: engine::Reply, envelope: Envelope) -> Self {
        Self {
            reply,
            envelope,
            items: std::marker::PhantomData,
        }
    }
}

impl<T: FieldType> Reply for Page<T> {
    const SHAPE: meta::Reply = meta::Reply::new(ReplyKind::Page, Some(T::SCHEMA));

    fn into_answer(self, envelope: OpEnvelope) -> Result<Answer, Error> {
        let mut reply = self.reply;
        if self.envelope != envelope.of_page() {
            if self.envelope != Envelope::NONE {
                return Err(Error::internal(
                    "a page that was read for another op, whose envelope it has",
                ));
            }
            reply.body = enveloped(reply.body, reply.total, envelope)?;
        }
        Ok(Answer::of(AnswerKind::Whole(reply)))
    }
}

/// Puts rendered rows into an envelope. They are moved within their buffer, which grows by what is around them.
///
/// # Errors
///
/// [`Error::Internal`] if the envelope has the number of rows, and they weren't counted.
fn enveloped(mut rows: Vec<u8>, total: Option<u64>, envelope: OpEnvelope) -> Result<Vec<u8>, Error> {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    open(envelope.reply, &mut before);
    match (envelope.total, total) {
        (Some(name), Some(total)) => close_counted(name, total, &mut behind),
        (Some(_), None) => {
            return Err(Error::internal(
                "the page has no number of all rows, which its op's `envelope` has as `total`",
            ));
        }
        (None, _) => close(envelope.reply, &mut behind),
    }
    rows.reserve_exact(before.len() + behind.len());
    rows.splice(..0, before);
    rows.extend(behind);
    Ok(rows)
}

impl Reply for ByteStream {
    const SHAPE: meta::Reply = meta::Reply::new(ReplyKind::Bytes, None);

    fn into_answer(self, _: OpEnvelope) -> Result<Answer, Error> {
        Ok(Answer::of(AnswerKind::Bytes(self.into_inner())))
    }
}
