//! Settings that don't fit each other, though each is valid, and the server starts.

use super::Configuration;
use crate::cli::broker::Word;

impl Configuration {
    /// A line for each: what doesn't fit, and what to set instead.
    pub(in crate::cli) fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        let (pool, limits, settings) = (&self.pool, &self.limits, &self.settings);
        let statement = self.statement_timeout.unwrap_or(pool.statement_timeout).as_secs();
        if let Some(lock) = self.lock_timeout.map(|time| time.as_secs())
            && lock >= statement
        {
            doubts.push(format!(
                "LOCK_TIMEOUT={lock} has no effect, since STATEMENT_TIMEOUT={statement} ends a statement first; lower it"
            ));
        }
        let (acquire, answer) = (pool.acquire_timeout.as_secs(), limits.handler.as_secs());
        if acquire >= answer {
            doubts.push(format!(
                "DBPOOL_TIMEOUT={acquire} has no effect, since HANDLER_TIMEOUT={answer} ends a request first; lower it"
            ));
        }
        let is_named = settings.public_url.is_some() || !settings.allowed_hosts.is_empty();
        if settings.trusted_proxies > 0 && !is_named {
            doubts.push(
                "TRUST_PROXY is set, and neither PUBLIC_URL nor ALLOWED_HOSTS, so links are paths; set PUBLIC_URL to where clients reach the \
                 service"
                    .to_owned(),
            );
        }
        let all = limits.unsent;
        for (name, bytes) in [
            ("UNSENT_ADDRESS_LIMIT", self.unsent_address_limit),
            ("UNSENT_CONNECTION_LIMIT", Some(limits.unsent_connection)),
        ] {
            if let Some(bytes) = bytes.filter(|bytes| *bytes > all) {
                doubts.push(format!(
                    "{name}={bytes} has no effect above UNSENT_LIMIT={all}; lower it"
                ));
            }
        }
        if let (Some(_), word @ (Word::Memory | Word::Postgres)) = (&self.redis_url, self.broker) {
            let word = if word == Word::Memory { "memory" } else { "postgres" };
            doubts.push(format!("REDIS_URL has no effect with BROKER={word}; unset one of them"));
        }
        doubts
    }
}
