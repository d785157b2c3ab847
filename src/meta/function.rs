//! Functions of the application, which the declaration names and the engine calls.

use std::any::Any;
use std::fmt;

/// A function of the application, its type erased: metadata carries it, and the layer that calls it knows what it is.
#[derive(Clone, Copy)]
pub struct Function(&'static (dyn Any + Send + Sync));

impl Function {
    /// Carries this.
    #[must_use]
    pub const fn of<T: Any + Send + Sync>(function: &'static T) -> Self {
        Self(function)
    }

    /// What it carries, if it is a `T`.
    #[must_use]
    pub fn get<T: Any>(self) -> Option<&'static T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Function")
    }
}
