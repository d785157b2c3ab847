//! `If-Match` (RFC 9110, section 13.1.1): a change that is made only while the row is as the client has read it.

use super::hash::of_row;
use super::ops::{Change, Stored};
use super::owner::Owner;
use super::request::Request;
use crate::db::Executor;
use crate::error::{Error, Precondition};

/// The tags of `If-Match`, if the request has them.
///
/// # Errors
///
/// [`Error::PreconditionRequired`] if the resource requires them and the request has none (RFC 6585, section 3); [`Error::Malformed`].
pub(super) fn tags<'r>(request: &Request<'r>) -> Result<Option<&'r str>, Error> {
    if request.resource.if_match && request.if_match.is_none() {
        return Err(Error::PreconditionRequired);
    }
    request.if_match.map(valid).transpose()
}

/// The tags, if they are what RFC 9110 allows: `*` alone, or a list of entity tags.
fn valid(tags: &str) -> Result<&str, Error> {
    let mut any = items(tags).filter(|item| *item == "*");
    if any.next().is_some() && items(tags).nth(1).is_some() {
        return Err(Error::Malformed(
            "If-Match is either * or a list of entity tags, not both".into(),
        ));
    }
    if !items(tags).all(|item| item == "*" || is_tag(item)) {
        return Err(Error::Malformed(
            "If-Match has something that is no entity tag; send the row's ETag with its quotes, or *".into(),
        ));
    }
    Ok(tags)
}

/// Whether an item is an entity tag (RFC 9110, section 8.8.3).
fn is_tag(item: &str) -> bool {
    let opaque = item.strip_prefix("W/").unwrap_or(item);
    let quoted = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.is_some_and(|text| text.chars().all(|char| matches!(char, '!' | '#'..='~' | '\u{80}'..)))
}

/// The error for tags of which none is the row's.
fn unmet(tags: &str) -> Error {
    if items(tags).any(|item| item.starts_with("W/")) {
        return Error::PreconditionFailed(Precondition::StrongTag);
    }
    Error::PreconditionFailed(Precondition::Unchanged)
}

/// Reads the row, locks it where the database locks rows, and compares its tag with `tags`, if there are any.
///
/// # Errors
///
/// [`Error::NotFound`] if there is no row, [`Error::PreconditionFailed`] if it is another version.
pub(super) async fn lock(
    transaction: &dyn Executor,
    change: &Change<'_>,
    lookup: &[sea_orm::Value],
    tags: Option<&str>,
) -> Result<Stored, Error> {
    let dialect = transaction.dialect();
    let selection = change.selection();
    let mut statement = change.scope.one(dialect, &selection, lookup);
    dialect.lock(&mut statement);
    let found = transaction.query(dialect.build(&statement)).await?;
    let stored = change.stored(selection, found);
    stored.first()?;
    if let Some(tags) = tags
        && stored
            .reply(&change.scope.visible)?
            .etag
            .is_none_or(|tag| !matches(tags, &tag))
    {
        return Err(unmet(tags));
    }
    Ok(stored)
}

/// The error for a put with tags where [`lock`] finds no row: no row has these tags, whatever they are. If another owner's row has the address, or one
/// that belongs to another than that in the path, the put would be refused without tags, too, and then they don't count (RFC 9110, section 13.2.1).
pub(super) async fn missing(
    transaction: &dyn Executor,
    change: &Change<'_>,
    address: &[sea_orm::Value],
) -> Result<Error, Error> {
    let missing = || Error::PreconditionFailed(Precondition::Exists);
    let resource = change.resource();
    // No other owner's row can be in the way of a singleton.
    let is_owned = resource.is_owned() && !resource.one;
    if !is_owned && change.scope.parents.is_empty() {
        return Ok(missing());
    }
    let is_another_s = Owner::Unscoped.exists(transaction, resource, address, None).await?;
    Ok(if is_another_s { Error::NotFound } else { missing() })
}

/// The error for a request that requires that there is no row (`If-None-Match: *`) where there is one.
pub(super) fn exists() -> Error {
    Error::PreconditionFailed(Precondition::Absent)
}

/// Compares strongly: a weak tag never matches.
fn matches(tags: &str, tag: &str) -> bool {
    items(tags).any(|item| item == "*" || item == tag || is_of_row(item, tag))
}

/// Whether a tag of a row with others is of this row: a change concerns the row alone.
fn is_of_row(tag: &str, row: &str) -> bool {
    tag.contains('.') && of_row(tag) == row.trim_end_matches('"')
}

/// The items of the list, be they entity tags or not. A comma within quotes is part of a tag.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let quote = rest.find(['"', ',']).filter(|at| rest[*at..].starts_with('"'));
        let closed = quote.and_then(|open| Some(open + 1 + rest[open + 1..].find('"')? + 1));
        let from = closed.unwrap_or(0);
        let end = rest[from..].find(',').map_or(rest.len(), |at| from + at);
        let (item, behind) = rest.split_at(end);
        rest = behind;
        Some(item.trim_end()).filter(|item| !item.is_empty())
    })
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn case(tags: &str, expected: bool) {
        assert_eq!(super::matches(tags, "\"1f\""), expected, "{tags}");
    }

    #[test]
    fn an_asterisk_is_no_item_of_a_list() {
        for tags in [
            "*",
            "\"a\"",
            "\"a\", \"b\"",
            "W/\"a\",,",
            "\"a,*,b\"",
            "\"*\", \"a\"",
            "",
        ] {
            assert_eq!(super::valid(tags).ok(), Some(tags));
        }
        for tags in ["*, \"a\"", "\"a\",*", "*, *"] {
            assert!(super::valid(tags).is_err(), "{tags}");
        }
    }

    #[test]
    fn what_is_no_entity_tag_is_malformed() {
        for tags in ["\"\"", "\"\u{fffd}\"", "W/\"\"", "\"!#$~\"", " \"a\" ,\t\"b\" "] {
            assert!(super::valid(tags).is_ok(), "{tags}");
        }
        for tags in [
            "a",
            "\"a",
            "a\"",
            "\"",
            "\"a\"b",
            "b\"a\"",
            "\"a\" \"b\"",
            "\"a b\"",
            "w/\"a\"",
            "W/ \"a\"",
            "W/",
            "**",
            "\"a\", b",
            "\u{fffd}",
        ] {
            assert!(super::valid(tags).is_err(), "{tags}");
        }
    }

    #[test]
    fn compares_tags_strongly() {
        case("*", true);
        case("\"1f\"", true);
        case("\"0\", \"1f\"", true);
        case("\"0\",\"1f\" ", true);
        case("W/\"1f\"", false);
        case("\"1f.2e\"", true);
        case("W/\"1f.2e\"", false);
        case("\"0.1f\"", false);
        case("\"a,1f\"", false);
        case("\"a,b\", \"1f\"", true);
        case("\"0\"", false);
        case("", false);
    }
}
