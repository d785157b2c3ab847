//! The columns of a foreign key, at either end.

use std::borrow::Cow;

/// The columns at one end of a foreign key: one, `"author"`, or several, `["tenant", "author"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnNames(Vec<String>);

impl ColumnNames {
    pub(super) fn into_names(self) -> Vec<String> {
        self.0
    }
}

// Not for all that becomes a text: lists might become one some day.
macro_rules! one_column {
    ($($name:ty),*) => {$(
        impl From<$name> for ColumnNames {
            fn from(name: $name) -> Self {
                Self(vec![name.into()])
            }
        }
    )*};
}

one_column!(&str, String, &String, Box<str>, Cow<'_, str>);

impl<S: Into<String>, const N: usize> From<[S; N]> for ColumnNames {
    fn from(names: [S; N]) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}

impl<S: Into<String>> From<Vec<S>> for ColumnNames {
    fn from(names: Vec<S>) -> Self {
        Self(names.into_iter().map(Into::into).collect())
    }
}

impl<S: Into<String> + Clone> From<&[S]> for ColumnNames {
    fn from(names: &[S]) -> Self {
        Self(names.iter().cloned().map(Into::into).collect())
    }
}
