//! The files of the form that is being parsed. Parsers read JSON, in which a file is its index among these.

use std::cell::RefCell;

use super::File;

thread_local! {
    static FILES: RefCell<Vec<Option<File>>> = const { RefCell::new(Vec::new()) };
}

/// Runs `read`, in which [`File`]s are parsed from their index. One that is `None` has had a violation before.
pub(crate) fn with_files<R>(files: Vec<Option<File>>, read: impl FnOnce() -> R) -> R {
    struct ClearOnDrop;
    impl Drop for ClearOnDrop {
        fn drop(&mut self) {
            FILES.take();
        }
    }
    FILES.set(files);
    let _clear = ClearOnDrop;
    read()
}

/// The file of this index; `None` if there is none.
pub(super) fn get(index: usize) -> Option<Option<File>> {
    FILES.with_borrow(|files| files.get(index).cloned())
}
