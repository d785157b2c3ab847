//! Counts in Redis, for all servers of an API: GCRA in a script, one round trip for all limits of a request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use tokio::time::timeout;

use super::{Caller, Policy, Verdict, left};
use crate::error::Cause;
use crate::redis_server::Address;

/// How long a request waits for Redis.
const ANSWER: Duration = Duration::from_millis(250);

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(5);

/// How long after a failure another connection is tried.
const PAUSE: Duration = Duration::from_secs(1);

/// Counts one request against all limits, or none if it is beyond one. Arguments: whether to count, then for each key the microseconds in which
/// one request comes back, and how many may come at once. Answers with the microseconds until each bucket is empty, or with the number of the
/// limit and the time to wait, negative. The time is Redis's own, so the clocks of the servers don't matter.
const SCRIPT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local used = {}
for i, key in ipairs(KEYS) do
  local interval, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local before = math.max(tonumber(redis.call('GET', key) or now), now)
  used[i] = before + interval - now
  local wait = used[i] - interval * burst
  if wait > 0 then return {-i, wait} end
end
if ARGV[1] == '1' then
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.0f', now + used[i]), 'PX', math.ceil(used[i] / 1000))
  end
end
return used
";

/// The counts of all servers of an API.
pub(crate) struct RedisStore {
    shared: Arc<Shared>,
}

struct Shared {
    address: Address,
    prefix: String,
    link: Mutex<Link>,
}

enum Link {
    Up(MultiplexedConnection),
    /// Since when another connection may be tried.
    Down(Instant),
}

impl RedisStore {
    /// Connects to the server at this URL. Keys begin with `prefix`, so that several APIs can share a server.
    ///
    /// # Errors
    ///
    /// If the URL isn't valid, or the server doesn't answer. The text has no password.
    pub(crate) async fn connect(url: &str, prefix: &str) -> Result<Self, Cause> {
        let address = Address::parse(url)?;
        let connection = open(&address).await?;
        Ok(Self {
            shared: Arc::new(Shared {
                address,
                prefix: prefix.to_owned(),
                link: Mutex::new(Link::Up(connection)),
            }),
        })
    }

    /// Counts a request; `None` if Redis is out of reach.
    pub(super) async fn count(&self, caller: Caller, policies: &[Policy]) -> Option<Verdict> {
        let answer = self.run(caller, policies, true).await?;
        Some(match beyond(&answer) {
            Some((at, wait)) => Verdict::Beyond(at, wait),
            None => {
                let used = answer.iter().map(|used| micros(*used));
                Verdict::Within(
                    policies
                        .iter()
                        .zip(used)
                        .map(|(policy, used)| left(&policy.limit, used))
                        .collect(),
                )
            }
        })
    }

    /// How long a caller must wait, if at all; `None` if Redis is out of reach.
    pub(super) async fn wait(&self, caller: Caller, policy: &Policy) -> Option<Option<Duration>> {
        let answer = self.run(caller, std::slice::from_ref(policy), false).await?;
        Some(beyond(&answer).map(|(_, wait)| wait))
    }

    async fn run(&self, caller: Caller, policies: &[Policy], counts: bool) -> Option<Vec<i64>> {
        let mut connection = self.connection()?;
        let mut command = redis::cmd("EVAL");
        command.arg(SCRIPT).arg(policies.len());
        for policy in policies {
            // The braces keep the keys of one caller in one slot of a cluster.
            command.arg(format!("{}:limit:{{{caller}}}:{}", self.shared.prefix, policy.name));
        }
        command.arg(i32::from(counts));
        for policy in policies {
            command
                .arg(policy.limit.interval().div_ceil(1_000))
                .arg(policy.limit.burst);
        }
        let answer: Result<RedisResult<Vec<i64>>, _> = timeout(ANSWER, command.query_async(&mut connection)).await;
        match answer {
            Ok(Ok(answer)) => return Some(answer),
            Ok(Err(error)) => self.shared.lost(&error.to_string()),
            Err(_) => self.shared.lost("it doesn't answer"),
        }
        None
    }

    /// The connection. If there is none, one is opened meanwhile: no request waits for that.
    fn connection(&self) -> Option<MultiplexedConnection> {
        let mut link = self.shared.link();
        match &mut *link {
            Link::Up(connection) => return Some(connection.clone()),
            Link::Down(since) if *since > Instant::now() => return None,
            Link::Down(since) => *since = Instant::now() + CONNECT + PAUSE,
        }
        drop(link);
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            let opened = open(&shared.address).await;
            *shared.link() = match opened {
                Ok(connection) => {
                    tracing::info!("rate limits are counted in Redis again");
                    Link::Up(connection)
                }
                Err(_) => Link::Down(Instant::now() + PAUSE),
            };
        });
        None
    }
}

impl Shared {
    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the connection up. Only the first failure of an outage is logged.
    fn lost(&self, cause: &str) {
        let before = std::mem::replace(&mut *self.link(), Link::Down(Instant::now() + PAUSE));
        if matches!(before, Link::Up(_)) {
            tracing::error!(
                cause,
                "Redis is out of reach; until it is back, each server counts rate limits alone"
            );
        }
    }
}

async fn open(address: &Address) -> Result<MultiplexedConnection, Cause> {
    let (connection, driver) = address.commands().await?;
    tokio::spawn(driver);
    Ok(connection)
}

/// The number of the limit and the time to wait.
fn beyond(answer: &[i64]) -> Option<(usize, Duration)> {
    match answer {
        [limit, wait] if *limit < 0 => Some((usize::try_from(-1 - limit).ok()?, micros(*wait))),
        _ => None,
    }
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}
