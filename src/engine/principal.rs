//! Who sends a request.

use std::any::Any;
use std::fmt;

use super::ctx::Values;

/// Who sends a request, as the check of a security scheme has found out.
///
/// ```
/// use warp_openapi::Principal;
///
/// let principal = Principal::new("alice").scope("tasks:write");
/// assert_eq!(principal.id(), "alice");
/// assert!(principal.has_scope("tasks:write"));
/// ```
#[derive(Clone)]
pub struct Principal {
    id: String,
    scopes: Vec<String>,
    values: Values,
    /// The security scheme whose check has found it.
    scheme: Option<&'static str>,
}

impl Principal {
    /// A principal with this id: a user's name, a number, a UUID, as `owner` columns store it.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            scopes: Vec::new(),
            values: Values::default(),
            scheme: None,
        }
    }

    /// Grants a scope.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a value of your own, such as the user's row; a second one of the same type replaces the first.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, value: T) -> Self {
        self.values.insert(value);
        self
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether a scope is granted.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }

    /// Sets the scheme whose check has found it.
    pub(super) const fn of_scheme(mut self, scheme: &'static str) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// Whether it satisfies one alternative of a rule: the check of this scheme has found it, and all of these scopes are granted.
    pub(super) fn satisfies(&self, scheme: &str, scopes: &[&str]) -> bool {
        self.scheme == Some(scheme) && scopes.iter().all(|scope| self.has_scope(scope))
    }

    /// The value of this type.
    #[must_use]
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.values.get()
    }
}

/// Values may be secrets, so `Debug` omits them.
impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Principal")
            .field("id", &self.id)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
