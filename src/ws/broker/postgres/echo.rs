//! Publications that wait for their echo.
//!
//! A committed transaction doesn't mean that its notifications arrive: a server that stops drops them. So each transaction also notifies the
//! broker that sent it, on a topic of its own. When the listener receives this echo, the publications have succeeded: notifications arrive in
//! the order of commits ("NOTIFY" in PostgreSQL's manual), so all others of the transaction have arrived, too.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Where the result of a call goes.
pub(super) type Answer = oneshot::Sender<Result<(), String>>;

/// Publications that wait for their echo, by the number of their transaction.
#[derive(Default)]
pub(super) struct Echoes(Mutex<BTreeMap<u64, Vec<Answer>>>);

impl Echoes {
    /// Adds the publications of a transaction that is about to be sent.
    pub(super) fn expect(&self, number: u64, answers: Vec<Answer>) {
        let mut waiting = self.waiting();
        // Their publishers have given up.
        while let Some(oldest) = waiting.first_entry()
            && oldest.get().iter().all(Answer::is_closed)
        {
            oldest.remove();
        }
        waiting.insert(number, answers);
    }

    /// Removes the publications of a transaction whose echo has come, or won't come.
    pub(super) fn take(&self, number: u64) -> Vec<Answer> {
        self.waiting().remove(&number).unwrap_or_default()
    }

    /// Fails all of them: it isn't certain whether their messages arrived.
    pub(super) fn fail_all(&self) {
        let lost = std::mem::take(&mut *self.waiting());
        for answer in lost.into_values().flatten() {
            // The publisher may have given up.
            let _ = answer.send(Err(
                "the connection to PostgreSQL was lost while the message was on its way".to_owned(),
            ));
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<u64, Vec<Answer>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends the same result to all.
pub(super) fn answer_all(answers: Vec<Answer>, outcome: &Result<(), String>) {
    for answer in answers {
        // The publisher may have given up.
        let _ = answer.send(outcome.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishers_that_gave_up_are_removed() {
        let echoes = Echoes::default();
        let (gone, _) = oneshot::channel();
        let (stays, mut answered) = oneshot::channel();
        echoes.expect(1, vec![gone]);
        echoes.expect(2, vec![stays]);
        assert_eq!(echoes.waiting().len(), 1);
        echoes.fail_all();
        assert!(answered.try_recv().unwrap().is_err());
        assert!(echoes.waiting().is_empty());
    }
}
