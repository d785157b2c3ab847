//! Files on their way from the body into the value that holds them: parsers see JSON text, in which a file is a number.

use std::cell::RefCell;

use super::File;

thread_local! {
    static ARRIVED: RefCell<Vec<Option<File>>> = const { RefCell::new(Vec::new()) };
}

/// Runs `read`, in which [`File`]s can be read by their index. One that is `None` has shown a breach before.
pub(crate) fn hand_over<R>(files: Vec<Option<File>>, read: impl FnOnce() -> R) -> R {
    struct Cleared;
    impl Drop for Cleared {
        fn drop(&mut self) {
            ARRIVED.take();
        }
    }
    ARRIVED.set(files);
    let _cleared = Cleared;
    read()
}

/// The file of this index; `None`: no such file was handed over.
pub(super) fn take(index: usize) -> Option<Option<File>> {
    ARRIVED.with_borrow(|files| files.get(index).cloned())
}
