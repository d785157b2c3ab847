//! The task that publishes, on a connection of its own, so that publications don't wait for requests of the API.
//!
//! Messages that are queued together go into one transaction: PostgreSQL commits transactions with notifications one after the other, in all
//! databases of the server ("NOTIFY" in its manual), so fewer are faster.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

use super::connect::{self, STEP, within};
use super::echo::{Answer, Echoes, answer_all};
use super::{table, wire};
use crate::db::driver_message;

/// How many messages, and how many bytes, go into one transaction.
const MAX_BATCH: usize = 128;
const MAX_BATCH_BYTES: usize = 1 << 20;
/// A connection that was idle for longer is tested before it is used.
const TEST_AFTER: Duration = Duration::from_secs(2);

/// A message that waits, and where the result goes.
pub(super) struct Waiting {
    /// Its channel, with the prefix.
    pub(super) channel: String,
    pub(super) message: Bytes,
    pub(super) answer: Answer,
}

/// Why messages weren't published.
enum Failure {
    /// The database refused the transaction. None of them is published.
    Rejected(String),
    /// The connection is lost. It isn't known whether they are published.
    Lost(String),
}

/// The task.
pub(super) struct Publisher {
    options: PgConnectOptions,
    queue: mpsc::Receiver<Waiting>,
    /// The publications that wait for their echo, and the topic of the echoes.
    echoes: Arc<Echoes>,
    echo: String,
    connection: Option<PgConnection>,
    last_used: Instant,
    /// The number of the last transaction.
    number: u64,
    /// Whether the table for long messages existed when it was last needed.
    has_table: bool,
    /// When a long message was last stored.
    last_stored: Option<Instant>,
    /// When old messages are to be deleted.
    next_sweep: Option<Instant>,
}

impl Publisher {
    pub(super) fn new(
        options: PgConnectOptions,
        queue: mpsc::Receiver<Waiting>,
        echoes: Arc<Echoes>,
        echo: String,
        connection: PgConnection,
    ) -> Self {
        Self {
            options,
            queue,
            echoes,
            echo,
            connection: Some(connection),
            last_used: Instant::now(),
            number: 0,
            has_table: false,
            last_stored: None,
            next_sweep: None,
        }
    }

    /// Publishes until the broker is dropped.
    pub(super) async fn run(mut self) {
        loop {
            let sweep = self.next_sweep;
            let due = async {
                match sweep {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                first = self.queue.recv() => match first {
                    Some(first) => self.publish(first).await,
                    None => return,
                },
                () = due => self.sweep().await,
            }
        }
    }

    /// Publishes this message together with others that wait.
    async fn publish(&mut self, first: Waiting) {
        let mut batch = Vec::new();
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(waiting) = next {
            // Otherwise the publisher has given up and got an error.
            if !waiting.answer.is_closed() {
                bytes += waiting.message.len();
                batch.push(waiting);
            }
            let full = batch.len() >= MAX_BATCH || bytes >= MAX_BATCH_BYTES;
            next = if full { None } else { self.queue.try_recv().ok() };
        }
        if batch.is_empty() {
            return;
        }
        match self.send(batch).await {
            Ok(()) => {}
            // One message may be the reason. Each is sent again by itself.
            Err((Failure::Rejected(_), batch)) if batch.len() > 1 => {
                for waiting in batch {
                    if let Err((Failure::Rejected(reason) | Failure::Lost(reason), batch)) =
                        self.send(vec![waiting]).await
                    {
                        fail(batch, reason);
                    }
                }
            }
            Err((Failure::Rejected(reason) | Failure::Lost(reason), batch)) => fail(batch, reason),
        }
    }

    /// Sends messages in one transaction. Their publishers get the result when its echo comes.
    async fn send(&mut self, batch: Vec<Waiting>) -> Result<(), (Failure, Vec<Waiting>)> {
        let (mut kept, mut answers) = (Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len()));
        for waiting in batch {
            kept.push((waiting.channel, waiting.message));
            answers.push(waiting.answer);
        }
        self.number = self.number.wrapping_add(1);
        let number = self.number;
        // Before it is sent, since the echo may come before the answer of the database.
        self.echoes.expect(number, answers);
        let sent = self.commit(number, &kept).await;
        sent.map_err(|failure| {
            let batch = kept.into_iter().zip(self.echoes.take(number));
            let batch = batch.map(|((channel, message), answer)| Waiting {
                channel,
                message,
                answer,
            });
            (failure, batch.collect())
        })
    }

    async fn commit(&mut self, number: u64, batch: &[(String, Bytes)]) -> Result<(), Failure> {
        let mut topics = Vec::with_capacity(batch.len() + 1);
        let mut payloads = Vec::with_capacity(batch.len() + 1);
        let mut rows = Vec::new();
        for (index, (channel, message)) in batch.iter().enumerate() {
            topics.push(wire::topic(channel));
            payloads.push(match wire::with_message(index, channel, message) {
                Some(payload) => payload,
                None => {
                    let id = Uuid::now_v7();
                    rows.push((id, message.clone()));
                    wire::with_id(channel, id)
                }
            });
        }
        topics.push(self.echo.clone());
        payloads.push(number.to_string());
        let mut sent = self.transact(&topics, &payloads, &rows).await;
        if sent.as_ref().is_err_and(table::is_missing) {
            self.has_table = false;
            sent = self.transact(&topics, &payloads, &rows).await;
        }
        match sent {
            Ok(()) => {
                if !rows.is_empty() {
                    self.last_stored = Some(Instant::now());
                    self.next_sweep = self.next_sweep.or(self.last_stored);
                }
                Ok(())
            }
            Err(error) if table::is_fatal(&error) => {
                self.connection = None;
                Err(Failure::Lost(driver_message(&error)))
            }
            Err(error) => Err(Failure::Rejected(table::explain(&error))),
        }
    }

    async fn transact(
        &mut self,
        topics: &[String],
        payloads: &[String],
        rows: &[(Uuid, Bytes)],
    ) -> Result<(), sqlx::Error> {
        let mut connection = self.connection().await?;
        let steps = async {
            if !rows.is_empty() && !self.has_table {
                table::create(&mut connection).await?;
            }
            table::notify(&mut connection, topics, payloads, rows).await
        };
        // On a timeout the connection is dropped.
        let done = tokio::time::timeout(STEP, steps).await.map_err(timed_out)?;
        self.has_table |= !rows.is_empty() && done.is_ok();
        self.last_used = Instant::now();
        self.connection = Some(connection);
        done
    }

    /// Takes the connection out. The caller puts it back when it is done, so that a connection with an unfinished statement is dropped.
    async fn connection(&mut self) -> Result<PgConnection, sqlx::Error> {
        if let Some(mut connection) = self.connection.take()
            && (self.last_used.elapsed() < TEST_AFTER || within(connection.ping()).await.is_ok())
        {
            return Ok(connection);
        }
        connect::publisher(&self.options)
            .await
            .map_err(|reason| sqlx::Error::Io(std::io::Error::other(reason)))
    }

    /// Deletes old messages, and sets when to do that again: at once if there are many, later while messages of this server may be left.
    async fn sweep(&mut self) {
        let swept = async {
            let mut connection = self.connection().await?;
            let swept = tokio::time::timeout(STEP, table::sweep(&mut connection))
                .await
                .map_err(timed_out)?;
            self.last_used = Instant::now();
            self.connection = Some(connection);
            swept
        };
        let now = Instant::now();
        self.next_sweep = match swept.await {
            Ok(table::SWEEP_LIMIT..) => Some(now),
            Ok(_) => self
                .last_stored
                .filter(|at| *at + table::MAX_AGE > now)
                .map(|_| now + table::MAX_AGE),
            Err(error) => {
                if table::is_fatal(&error) {
                    self.connection = None;
                }
                tracing::warn!(reason = table::explain(&error), "old messages can't be deleted");
                Some(now + table::MAX_AGE)
            }
        };
    }
}

fn fail(batch: Vec<Waiting>, reason: String) {
    let answers = batch.into_iter().map(|waiting| waiting.answer);
    answer_all(answers.collect(), &Err(reason));
}

fn timed_out(_: tokio::time::error::Elapsed) -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())
}
