//! `If-Match` (RFC 9110, section 13.1.1): a change that counts only while the row is what the client saw.

use super::ops::{Change, Stored};
use super::request::Request;
use super::statement::{Source, condition, select};
use crate::db::Executor;
use crate::error::Error;
use crate::meta::Resource;

/// The tags of `If-Match`, if the request has them.
///
/// # Errors
///
/// [`Error::PreconditionRequired`] if the resource wants them and they aren't there (RFC 6585, section 3).
pub(super) fn tags<'r>(request: &Request<'r>) -> Result<Option<&'r str>, Error> {
    if request.resource.if_match && request.if_match.is_none() {
        return Err(Error::PreconditionRequired);
    }
    Ok(request.if_match)
}

/// Reads the row and locks it, where the database locks rows, and holds its tag against `tags`, if there are any.
///
/// # Errors
///
/// [`Error::NotFound`] if there is no row, [`Error::PreconditionFailed`] if it is another version.
pub(super) async fn lock(
    transaction: &dyn Executor,
    change: &Change<'_>,
    key: &[sea_orm::Value],
    tags: Option<&str>,
) -> Result<Stored, Error> {
    let dialect = transaction.dialect();
    let selection = change.selection();
    let mut statement = select::one(change.resource(), dialect, &selection, key);
    dialect.lock(&mut statement);
    let found = transaction.query(dialect.build(&statement)).await?;
    let stored = change.stored(selection, found);
    stored.first()?;
    if let Some(tags) = tags
        && stored.reply()?.etag.is_none_or(|tag| !matches(tags, &tag))
    {
        return Err(Error::PreconditionFailed);
    }
    Ok(stored)
}

/// What becomes of a request with tags where [`check`] finds no row, and one could be created: no row has these tags, whatever they
/// are. Without them the request would be refused all the same where another owner has the key, and then they don't count
/// (RFC 9110, section 13.2.1).
pub(super) async fn absent(
    transaction: &dyn Executor,
    resource: &Resource,
    key: &[sea_orm::Value],
) -> Result<Error, Error> {
    if resource.owner.is_none() {
        return Ok(Error::PreconditionFailed);
    }
    let dialect = transaction.dialect();
    let anybodys = select::any(
        &Source::table(resource),
        condition::of(resource.key_fields(), dialect, key),
    );
    let found = transaction.query(dialect.build(&anybodys)).await?;
    Ok(if found.is_empty() {
        Error::PreconditionFailed
    } else {
        Error::NotFound
    })
}

/// Compares strongly: a weak tag never matches. Tags of ours hold no comma, so that a list may be cut at any.
fn matches(tags: &str, tag: &str) -> bool {
    tags.split(',')
        .any(|one| matches!(one.trim(), "*") || one.trim() == tag)
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn case(tags: &str, expected: bool) {
        assert_eq!(super::matches(tags, "\"1f\""), expected, "{tags}");
    }

    #[test]
    fn compares_tags_strongly() {
        case("*", true);
        case("\"1f\"", true);
        case("\"0\", \"1f\"", true);
        case("\"0\",\"1f\" ", true);
        case("W/\"1f\"", false);
        case("1f", false);
        case("\"0\"", false);
        case("", false);
    }
}
