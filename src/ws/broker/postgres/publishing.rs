//! The task that publishes: one connection of its own, so that nobody waits behind requests of the API.
//!
//! What waits together goes in one transaction: PostgreSQL commits transactions with notifications one after the other, in all databases
//! of the server ("NOTIFY" in its manual), so fewer are faster.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

use super::connect::{self, STEP, within};
use super::echo::{Answer, Echoes, tell};
use super::{table, wire};
use crate::db::driver_message;

/// How much goes in one transaction, in messages and in bytes.
const MOST: usize = 128;
const WEIGHT: usize = 1 << 20;
/// A connection that lay idle for longer is tested before it is used.
const TRUSTED: Duration = Duration::from_secs(2);

/// A message that waits, and who waits for it.
pub(super) struct Waiting {
    /// Its channel, with the prefix.
    pub(super) channel: String,
    pub(super) message: Bytes,
    pub(super) answer: Answer,
}

/// Why messages weren't published.
enum Refused {
    /// None of them was: the database says so, and goes on.
    Rejected(String),
    /// Nobody knows; the connection is gone.
    Lost(String),
}

/// The task.
pub(super) struct Publishing {
    options: PgConnectOptions,
    queue: mpsc::Receiver<Waiting>,
    /// Who waits for an echo, and the topic that it comes back on.
    echoes: Arc<Echoes>,
    echo: String,
    connection: Option<PgConnection>,
    used: Instant,
    number: u64,
    /// Whether the table for long messages was there when it was needed last.
    has_table: bool,
    /// When a long message was stored last.
    stored: Option<Instant>,
    /// When old ones are deleted next.
    sweep: Option<Instant>,
}

impl Publishing {
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
            used: Instant::now(),
            number: 0,
            has_table: false,
            stored: None,
            sweep: None,
        }
    }

    /// Publishes until nobody asks any more.
    pub(super) async fn run(mut self) {
        loop {
            let sweep = self.sweep;
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

    /// Publishes this one and what else waits.
    async fn publish(&mut self, first: Waiting) {
        let mut batch = Vec::new();
        let mut weight = 0;
        let mut next = Some(first);
        while let Some(waiting) = next {
            // Who gave up was told that it failed.
            if !waiting.answer.is_closed() {
                weight += waiting.message.len();
                batch.push(waiting);
            }
            let full = batch.len() >= MOST || weight >= WEIGHT;
            next = if full { None } else { self.queue.try_recv().ok() };
        }
        if batch.is_empty() {
            return;
        }
        match self.send(batch).await {
            Ok(()) => {}
            // One of them may be what the database doesn't take.
            Err((Refused::Rejected(_), batch)) if batch.len() > 1 => {
                for waiting in batch {
                    if let Err((Refused::Rejected(reason) | Refused::Lost(reason), batch)) =
                        self.send(vec![waiting]).await
                    {
                        refuse(batch, reason);
                    }
                }
            }
            Err((Refused::Rejected(reason) | Refused::Lost(reason), batch)) => refuse(batch, reason),
        }
    }

    /// Sends these in one transaction; who waits for them is told when its echo comes.
    async fn send(&mut self, batch: Vec<Waiting>) -> Result<(), (Refused, Vec<Waiting>)> {
        let (mut kept, mut answers) = (Vec::with_capacity(batch.len()), Vec::with_capacity(batch.len()));
        for waiting in batch {
            kept.push((waiting.channel, waiting.message));
            answers.push(waiting.answer);
        }
        self.number = self.number.wrapping_add(1);
        let number = self.number;
        // Before it is sent: the echo may be faster than the database's answer.
        self.echoes.expect(number, answers);
        let sent = self.commit(number, &kept).await;
        sent.map_err(|refused| {
            let batch = kept.into_iter().zip(self.echoes.take(number));
            let batch = batch.map(|((channel, message), answer)| Waiting {
                channel,
                message,
                answer,
            });
            (refused, batch.collect())
        })
    }

    async fn commit(&mut self, number: u64, batch: &[(String, Bytes)]) -> Result<(), Refused> {
        let mut topics = Vec::with_capacity(batch.len() + 1);
        let mut payloads = Vec::with_capacity(batch.len() + 1);
        let mut rows = Vec::new();
        for (index, (channel, message)) in batch.iter().enumerate() {
            topics.push(wire::topic(channel));
            payloads.push(match wire::whole(index, channel, message) {
                Some(payload) => payload,
                None => {
                    let id = Uuid::now_v7();
                    rows.push((id, message.clone()));
                    wire::elsewhere(channel, id)
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
                    self.stored = Some(Instant::now());
                    self.sweep = self.sweep.or(self.stored);
                }
                Ok(())
            }
            Err(error) if table::is_over(&error) => {
                self.connection = None;
                Err(Refused::Lost(driver_message(&error)))
            }
            Err(error) => Err(Refused::Rejected(table::refusal(&error))),
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
        // A connection that doesn't answer is dropped with the step.
        let done = tokio::time::timeout(STEP, steps).await.map_err(late)?;
        self.has_table |= !rows.is_empty() && done.is_ok();
        self.used = Instant::now();
        self.connection = Some(connection);
        done
    }

    /// Takes the connection out; it is put back by whoever is done with it, so that one that is left in the middle of something is dropped.
    async fn connection(&mut self) -> Result<PgConnection, sqlx::Error> {
        if let Some(mut connection) = self.connection.take()
            && (self.used.elapsed() < TRUSTED || within(connection.ping()).await.is_ok())
        {
            return Ok(connection);
        }
        connect::publisher(&self.options)
            .await
            .map_err(|reason| sqlx::Error::Io(std::io::Error::other(reason)))
    }

    /// Deletes old messages. It comes again at once as long as there are many, and now and then as long as ours may be left.
    async fn sweep(&mut self) {
        let swept = async {
            let mut connection = self.connection().await?;
            let swept = tokio::time::timeout(STEP, table::sweep(&mut connection))
                .await
                .map_err(late)?;
            self.used = Instant::now();
            self.connection = Some(connection);
            swept
        };
        let now = Instant::now();
        self.sweep = match swept.await {
            Ok(table::SWEPT..) => Some(now),
            Ok(_) => self
                .stored
                .filter(|at| *at + table::AGE > now)
                .map(|_| now + table::AGE),
            Err(error) => {
                if table::is_over(&error) {
                    self.connection = None;
                }
                tracing::warn!(reason = table::refusal(&error), "old messages aren't deleted");
                Some(now + table::AGE)
            }
        };
    }
}

fn refuse(batch: Vec<Waiting>, reason: String) {
    let answers = batch.into_iter().map(|waiting| waiting.answer);
    tell(answers.collect(), &Err(reason));
}

fn late(_: tokio::time::error::Elapsed) -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())
}
