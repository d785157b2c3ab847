//! The primitives of the checked files, of the checker. Those that it lacks are built from its own, with what the originals promise.

use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use loom::future::block_on;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

pub(super) use loom::sync::atomic::{AtomicBool, AtomicU64};
pub(super) use loom::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The task that `wake` wakes: the one that was registered last.
pub(super) struct AtomicWaker(Mutex<Option<Waker>>);

impl AtomicWaker {
    pub(super) fn new() -> Self {
        Self(Mutex::new(None))
    }

    pub(super) fn register(&self, waker: &Waker) {
        *lock(&self.0) = Some(waker.clone());
    }

    pub(super) fn wake(&self) {
        let waker = lock(&self.0).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Wakes all futures that were created before, whether they were polled or not.
pub(super) struct Notify(Mutex<Notifications>);

#[derive(Default)]
struct Notifications {
    count: usize,
    waiting: Vec<Waker>,
}

impl Notify {
    pub(super) fn new() -> Self {
        Self(Mutex::default())
    }

    pub(super) fn notified(&self) -> Notified<'_> {
        let seen = lock(&self.0).count;
        Notified { notify: self, seen }
    }

    pub(super) fn notify_waiters(&self) {
        let waiting = {
            let mut notifications = lock(&self.0);
            notifications.count += 1;
            std::mem::take(&mut notifications.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

pub(super) struct Notified<'n> {
    notify: &'n Notify,
    seen: usize,
}

impl Notified<'_> {
    /// It was enabled when it was created.
    pub(super) fn enable(self: Pin<&mut Self>) {}
}

impl Future for Notified<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut notifications = lock(&self.notify.0);
        if notifications.count > self.seen {
            return Poll::Ready(());
        }
        notifications.waiting.push(cx.waker().clone());
        Poll::Pending
    }
}

/// A mutex that tasks wait for. Here each task is a thread, which may block.
#[derive(Default)]
pub(super) struct AsyncMutex<T>(Mutex<T>);

impl<T> AsyncMutex<T> {
    pub(super) async fn lock(&self) -> MutexGuard<'_, T> {
        lock(&self.0)
    }
}

/// Permits that are taken without waiting.
pub(super) struct Semaphore(Mutex<usize>);

impl Semaphore {
    pub(super) const MAX_PERMITS: usize = tokio::sync::Semaphore::MAX_PERMITS;

    pub(super) fn new(permits: usize) -> Self {
        Self(Mutex::new(permits))
    }

    pub(super) fn try_acquire(&self) -> Result<SemaphorePermit<'_>, ()> {
        let mut permits = lock(&self.0);
        *permits = permits.checked_sub(1).ok_or(())?;
        drop(permits);
        Ok(SemaphorePermit(Some(self)))
    }

    pub(super) fn add_permits(&self, permits: usize) {
        *lock(&self.0) += permits;
    }
}

pub(super) struct SemaphorePermit<'s>(Option<&'s Semaphore>);

impl SemaphorePermit<'_> {
    pub(super) fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for SemaphorePermit<'_> {
    fn drop(&mut self) {
        if let Some(semaphore) = self.0 {
            semaphore.add_permits(1);
        }
    }
}

/// Counts tokens, and waits for their end once it is closed. It has the orderings of the original.
pub(super) struct TaskTracker(Arc<Tracked>);

struct Tracked {
    /// Twice the number of tokens; 1 more if it is closed.
    state: AtomicUsize,
    ended: Notify,
}

impl TaskTracker {
    pub(super) fn new() -> Self {
        let state = AtomicUsize::new(0);
        let ended = Notify::new();
        Self(Arc::new(Tracked { state, ended }))
    }

    pub(super) fn token(&self) -> TaskTrackerToken {
        self.0.state.fetch_add(2, Ordering::Relaxed);
        TaskTrackerToken(Arc::clone(&self.0))
    }

    pub(super) fn close(&self) {
        if self.0.state.fetch_or(1, Ordering::AcqRel) == 0 {
            self.0.ended.notify_waiters();
        }
    }

    pub(super) async fn wait(&self) {
        let ended = self.0.ended.notified();
        if self.0.state.load(Ordering::Acquire) != 1 {
            ended.await;
        }
    }
}

pub(super) struct TaskTrackerToken(Arc<Tracked>);

impl Drop for TaskTrackerToken {
    fn drop(&mut self) {
        if self.0.state.fetch_sub(2, Ordering::Release) == 3 {
            self.0.state.load(Ordering::Acquire);
            self.0.ended.notify_waiters();
        }
    }
}

/// No time passes here.
#[derive(Debug, thiserror::Error)]
#[error("late")]
pub(super) struct Elapsed;

pub(super) async fn timeout<F: Future>(_: Duration, future: F) -> Result<F::Output, Elapsed> {
    Ok(future.await)
}

loom::lazy_static! {
    /// The threads of all tasks that nobody waits for.
    static ref TASKS: Mutex<Vec<thread::JoinHandle<()>>> = Mutex::new(Vec::new());
}

/// Waits for all tasks, those that they start included.
pub(super) fn join_tasks() {
    loop {
        let task = lock(&TASKS).pop();
        let Some(task) = task else { return };
        task.join().expect("no task panics");
    }
}

/// Starts a task. It runs in the thread that waits for it, and in one of its own once that waits no more: the checker has few threads.
pub(super) fn spawn<F: Future + 'static>(task: F) -> JoinHandle<F::Output> {
    JoinHandle {
        task: Some(Box::pin(task)),
        was_polled: false,
    }
}

/// Waits for a task. The task goes on when this is dropped.
pub(super) struct JoinHandle<T: 'static> {
    task: Option<Pin<Box<dyn Future<Output = T>>>>,
    was_polled: bool,
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, Elapsed>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.was_polled {
            // A caller may be cancelled here.
            self.was_polled = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        match self.task.take() {
            Some(task) => Poll::Ready(Ok(block_on(task))),
            None => Poll::Pending,
        }
    }
}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            let thread = thread::spawn(move || drop(block_on(task)));
            lock(&TASKS).push(thread);
        }
    }
}

/// Where tasks run.
pub(super) struct Runtime;

impl Runtime {
    pub(super) fn try_current() -> Result<Self, ()> {
        Ok(Self)
    }

    pub(super) fn spawn<F: Future + 'static>(&self, task: F) -> JoinHandle<F::Output> {
        spawn(task)
    }
}
