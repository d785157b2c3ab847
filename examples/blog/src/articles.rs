//! Articles: their slugs and authors.

use warp_openapi::prelude::*;

use super::accounts::profile_of;
use super::{Profile, article, user};

/// The slug of a new article, until [`name_article`] sets it.
pub(crate) const fn no_slug() -> String {
    String::new()
}

/// The author of a new article, until [`name_article`] sets it.
pub(crate) fn no_author() -> Json<Profile> {
    Json(Profile {
        username: String::new(),
        bio: None,
        image: None,
        following: false,
    })
}

/// Gives a new article its slug and its author.
pub(crate) async fn name_article(ctx: &Ctx, article: &mut article::ActiveModel) -> Result<(), Error> {
    let caller = ctx.principal().ok_or(Error::Unauthorized)?;
    let id: Uuid = caller.id().parse().map_err(Error::internal)?;
    let author = user::Entity::find_by_id(id)
        .one(&ctx.db())
        .await?
        .ok_or(Error::Unauthorized)?;
    article.author = Set(Json(profile_of(&author)));
    rename(article);
    Ok(())
}

/// Gives an article with a new title a new slug, and sets the time of the change.
pub(crate) async fn rename_article(_: &Ctx, article: &mut article::ActiveModel) -> Result<(), Error> {
    rename(article);
    article.updated_at = Set(Utc::now());
    Ok(())
}

/// Sets the slug if the title is set.
fn rename(article: &mut article::ActiveModel) {
    if let Set(title) = &article.title {
        article.slug = Set(slug(title));
    }
}

/// Returns a title in lower case, with hyphens in place of everything that is neither a letter nor a digit.
fn slug(title: &str) -> String {
    let words = title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "untitled".to_owned() } else { slug }
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
        ] {
            assert_eq!(slug(title), expected);
        }
    }
}
