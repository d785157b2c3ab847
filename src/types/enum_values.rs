//! The values of the enums that a block declares.

/// An `enum` of a block: its values and their texts.
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     api Tasks { title: "Tasks", version: "1.0.0" }
///
///     enum Sort { Todo = "todo", Issue = "issue" }
/// }
///
/// # fn main() {
/// assert_eq!(Sort::ALL, [Sort::Todo, Sort::Issue]);
/// assert_eq!(Sort::VALUES, ["todo", "issue"]);
/// assert_eq!(Sort::Issue.as_str(), "issue");
/// # }
/// ```
pub trait EnumValues: Copy + 'static {
    /// All values, in the order of the declaration.
    const ALL: &'static [Self];
    /// Their texts.
    const VALUES: &'static [&'static str];

    /// The text in JSON, queries and tables.
    #[must_use]
    fn as_str(self) -> &'static str;
}
