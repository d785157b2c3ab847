//! Violations of the declared rules, each with its path.

use std::borrow::Cow;
use std::fmt;

use super::Error;

/// One violation of a declared rule: which field, and the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Dotted path from the body's or query's root, such as `permissions.0.paths`; empty for the whole body.
    pub field: String,
    /// The message, such as `required`.
    pub message: Cow<'static, str>,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.field, self.message)
        }
    }
}

/// The path, cut if it is too long.
fn shortened(path: &str) -> String {
    if path.len() <= FieldErrors::LONGEST {
        return path.to_owned();
    }
    format!("{}…", &path[..path.floor_char_boundary(FieldErrors::LONGEST)])
}

/// Collects the violations of one request, each with its path.
///
/// At most [`FieldErrors::MOST`] are kept, each with a path of at most [`FieldErrors::LONGEST`] bytes, so that a hostile body
/// can't make a reply much larger than itself.
#[derive(Debug, Default)]
pub struct FieldErrors {
    path: String,
    list: Vec<FieldError>,
    tries: usize,
    incomplete: bool,
}

impl FieldErrors {
    /// The most violations that one reply lists.
    pub const MOST: usize = 1_000;
    /// How often values of one request may be read as another variant: enough for a union in each item of a large body.
    const MOST_TRIES: usize = 100_000;
    /// The most bytes of a path. A longer one is cut.
    pub const LONGEST: usize = 256;

    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a list of one violation; `field` is its path, `""` for the whole value.
    ///
    /// ```
    /// use warp_openapi::FieldErrors;
    ///
    /// let errors = FieldErrors::of("ends", "is before `starts`");
    /// assert_eq!(errors.len(), 1);
    /// ```
    #[must_use]
    pub fn of(field: impl fmt::Display, message: impl Into<Cow<'static, str>>) -> Self {
        let mut errors = Self::new();
        errors.push_below(&field.to_string(), message.into());
        errors
    }

    /// Creates an empty list for values that lack what was refused before, so that no check of a whole object can run.
    pub(crate) fn of_incomplete() -> Self {
        Self {
            incomplete: true,
            ..Self::default()
        }
    }

    /// Whether objects may lack what was refused before.
    pub(crate) fn are_of_incomplete(&self) -> bool {
        self.incomplete
    }

    /// Adds a violation at the current path.
    pub fn push(&mut self, message: impl Into<Cow<'static, str>>) {
        if self.list.len() < Self::MOST {
            self.list.push(FieldError {
                field: shortened(&self.path),
                message: message.into(),
            });
        }
    }

    /// Adds a violation one step below the current path.
    pub fn push_at(&mut self, step: impl fmt::Display, message: impl Into<Cow<'static, str>>) {
        self.at(step, |errors| errors.push(message));
    }

    /// Runs `visit` one step below the current path: the name of a property or the index of an item.
    pub fn at<R>(&mut self, step: impl fmt::Display, visit: impl FnOnce(&mut Self) -> R) -> R {
        use fmt::Write as _;
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        // Writing to a String can't fail.
        let _ = write!(self.path, "{step}");
        let result = visit(self);
        self.path.truncate(length);
        result
    }

    /// Runs `visit` one step below the current path, or at it if there is no step.
    pub(crate) fn below<R>(&mut self, step: Option<&str>, visit: impl FnOnce(&mut Self) -> R) -> R {
        match step {
            Some(step) => self.at(step, visit),
            None => visit(self),
        }
    }

    /// Adds a violation at a path below the current one, or at it if the path is empty.
    fn push_below(&mut self, path: &str, message: Cow<'static, str>) {
        if path.is_empty() {
            self.push(message);
        } else {
            self.push_at(path, message);
        }
    }

    /// Adds violations whose paths begin at the current one.
    pub(crate) fn append(&mut self, errors: Self) {
        for error in errors.list {
            self.push_below(&error.field, error.message);
        }
    }

    /// Counts an attempt to read a value as one variant of a union. `false` once a request has had too many: in nested unions
    /// their number doubles at each level.
    pub(crate) fn may_try(&mut self) -> bool {
        self.tries += 1;
        self.tries <= Self::MOST_TRIES
    }

    /// Keeps the first `count` violations only.
    pub fn truncate(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// Returns the number of violations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the violations as the result of a `check` of a schema: `Ok` if there are none.
    ///
    /// # Errors
    ///
    /// The violations, if there are any.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Returns the violations as an error.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all violations, if there are any.
    pub fn finish(self) -> Result<(), Error> {
        if self.list.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.list))
        }
    }
}
