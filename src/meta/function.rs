//! Type-erased functions of the application.

use std::any::Any;
use std::fmt;

/// A function of the application without its type. Metadata holds it, and the layer that calls it knows the type.
#[derive(Clone, Copy)]
pub struct Function(&'static (dyn Any + Send + Sync));

impl Function {
    /// Erases the type of a function.
    #[must_use]
    pub const fn of<T: Any + Send + Sync>(function: &'static T) -> Self {
        Self(function)
    }

    /// Returns the function, if it is a `T`.
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
