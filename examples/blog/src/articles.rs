//! Articles: their slugs, feed and tags.

use warp_openapi::prelude::*;
use warp_openapi::sea_orm::QueryTrait as _;

use super::{Article, article, follow, tag};

/// The slug of a new article, until [`rename`] sets it.
pub(crate) const fn no_slug() -> String {
    String::new()
}

/// Gives an article whose title is set its slug.
pub(crate) async fn rename(_: &Ctx, article: &mut article::ActiveModel) -> Result<(), Error> {
    if let Set(title) = &article.title {
        article.slug = Set(slug(title));
    }
    Ok(())
}

/// The same, and sets the time of the change.
pub(crate) async fn rename_article(ctx: &Ctx, article: &mut article::ActiveModel) -> Result<(), Error> {
    article.updated_at = Set(Utc::now());
    rename(ctx, article).await
}

/// Answers with the articles of the users whom the caller follows.
pub(crate) async fn feed(ctx: Ctx, query: article::Query) -> Result<Page<Article>, Error> {
    let caller: Uuid = ctx
        .principal()
        .ok_or(Error::Unauthorized)?
        .id()
        .parse()
        .map_err(Error::internal)?;
    let followed = follow::Entity::find().filter(follow::Column::FollowerId.eq(caller));
    let authors = followed.select_only().column(follow::Column::FollowedId).into_query();
    let articles = article::Entity::find().filter(article::Column::AuthorId.in_subquery(authors));
    query.page(&ctx, articles).await
}

/// Answers with the names of all tags.
pub(crate) async fn tags(ctx: Ctx) -> Result<Vec<String>, Error> {
    let tags = tag::Entity::find()
        .order_by_asc(tag::Column::Name)
        .limit(1_000)
        .all(&ctx.db())
        .await?;
    Ok(tags.into_iter().map(|tag| tag.name).collect())
}

/// Returns a title in lower case, with hyphens in place of everything that is neither a letter nor a digit.
fn slug(title: &str) -> String {
    let words = title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    match slug.as_str() {
        "" => "untitled".to_owned(),
        // The op has that path.
        "feed" => "feed-1".to_owned(),
        _ => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_the_title_in_an_address() {
        for (title, expected) in [
            ("How to train your dragon", "how-to-train-your-dragon"),
            ("  C++ & Rust: 2 languages!", "c-rust-2-languages"),
            ("Über Ämter", "über-ämter"),
            ("..", "untitled"),
            ("Feed!", "feed-1"),
        ] {
            assert_eq!(slug(title), expected);
        }
    }
}
