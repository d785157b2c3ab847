//! Publications that wait for their echo.
//!
//! That a transaction is committed doesn't tell that its notifications arrive: a server that stops keeps none. So each transaction also
//! notifies the broker that sent it, on a topic of its own, and only when its listener has heard that are senders told that all is well.
//! Notifications arrive in the order of commits ("NOTIFY" in PostgreSQL's manual), so what was sent has arrived here by then.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Who waits for what was asked.
pub(super) type Answer = oneshot::Sender<Result<(), String>>;

/// Publications that wait for their echo, by the number of their transaction.
#[derive(Default)]
pub(super) struct Echoes(Mutex<BTreeMap<u64, Vec<Answer>>>);

impl Echoes {
    /// Lets these wait for the echo of a transaction that is about to be sent.
    pub(super) fn expect(&self, number: u64, answers: Vec<Answer>) {
        let mut waiting = self.waiting();
        // Whoever waited too long has gone.
        while let Some(oldest) = waiting.first_entry()
            && oldest.get().iter().all(Answer::is_closed)
        {
            oldest.remove();
        }
        waiting.insert(number, answers);
    }

    /// Those who wait for this echo, which has come or won't.
    pub(super) fn take(&self, number: u64) -> Vec<Answer> {
        self.waiting().remove(&number).unwrap_or_default()
    }

    /// Tells all that it isn't certain whether their messages arrived.
    pub(super) fn lose(&self) {
        let lost = std::mem::take(&mut *self.waiting());
        for answer in lost.into_values().flatten() {
            // Who asked may be gone.
            let _ = answer.send(Err(
                "the connection to PostgreSQL was lost while the message was on its way".to_owned(),
            ));
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<u64, Vec<Answer>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells all of them the same.
pub(super) fn tell(answers: Vec<Answer>, outcome: &Result<(), String>) {
    for answer in answers {
        // Who asked may be gone.
        let _ = answer.send(outcome.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_gave_up_is_forgotten() {
        let echoes = Echoes::default();
        let (gone, _) = oneshot::channel();
        let (stays, mut answered) = oneshot::channel();
        echoes.expect(1, vec![gone]);
        echoes.expect(2, vec![stays]);
        assert_eq!(echoes.waiting().len(), 1);
        echoes.lose();
        assert!(answered.try_recv().unwrap().is_err());
        assert!(echoes.waiting().is_empty());
    }
}
