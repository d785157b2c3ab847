//! A blog whose contract others wrote: the RealWorld specification ("Conduit") with its 19 endpoints.
//!
//! The block declares the names, envelopes, nulls and errors of the contract, and the header with which its clients authenticate. Four handlers are
//! written by hand: those of registration, login, the feed and the tags. All other operations are generated.

mod accounts;
mod articles;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::process::ExitCode;

use warp_openapi::Problem;
use warp_openapi::prelude::*;

use accounts::{check_token, create_user, hash_password, login};
use articles::{feed, no_slug, rename, rename_article, tags};

api! {
    /// A blog whose contract others wrote.
    api Blog {
        title: "Conduit",
        version: env!("CARGO_PKG_VERSION"),
        base_path: "/api",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: {
            Users: "Users and authentication",
            Profile: "What others see of a user",
            Articles: "Articles",
            Comments: "Comments on articles",
            Favorites: "Favorites of users",
            Tags: "Tags of articles",
        },
        names: camel_case,
        nulls: shown,
        errors: { model: GenericErrorModel = render, statuses: { conflict: 422, malformed: 422 } },
        docs: required,
        security: {
            /// Token of a user, which login returns
            Token: Bearer::new().prefix("Token") = check_token,
        },
        access: Token,
    }

    /// What is wrong with a request, by the name of the field
    schema GenericErrorModel {
        /// The messages of each field; `body` for the request as a whole
        errors: BTreeMap<String, Vec<String>>,
    }

    /// The user who sends the request
    resource User {
        table: "users",
        path: "/user",
        one: owner,
        owner: id,
        tag: Users,
        key: {
            /// Number of the user
            id: Uuid [hidden],
        },
        fields: {
            /// Where mail goes
            email: String [len(1..=254), format(email), unique],
            /// Token to send as `Authorization: Token ..`. Every reply with the user has it, so it is stored as it is, not as a digest
            token: String [read_only, unique, default_with(accounts::new_token)],
            /// Name in addresses
            username: String [len(1..=40), unique],
            /// Password. Only its hash is stored
            password: String [write_only, len(8..=200)],
            /// About the user
            bio: Option<String> [len(0..=1000)],
            /// URL of a picture
            image: Option<String> [len(0..=2000)],
        },
        ops: [read [operation_id("GetCurrentUser")], update [method(PUT), operation_id("UpdateCurrentUser")]],
        envelope: { one: "user" },
        hooks: { before_update: hash_password },
    }

    /// A new user
    schema NewUser = user::Create.pick(username, email, password) {}

    /// Who logs in
    schema LoginUser {
        /// Where mail goes
        email: String,
        /// Password
        password: String,
    }

    /// What others see of a user
    resource Profile {
        of: User,
        path: "/profiles",
        address: username,
        tag: Profile,
        key: {
            /// Number of the user
            id: Uuid [hidden],
        },
        fields: {
            /// Name in addresses
            username: String [unique],
            /// About the user
            bio: Option<String>,
            /// URL of a picture
            image: Option<String>,
        },
        relations: {
            /// Who follows the user
            followers: [Profile] = Follow(followed_id, follower_id) [limit(1)],
        },
        computed: {
            /// Whether the caller follows the user
            following: exists(followers by viewer),
        },
        access: { read: public | Token },
        ops: [
            read [operation_id("GetProfileByUsername")],
            link(followers) [path("/follow"), operation_id("FollowUserByUsername")],
            unlink(followers) [path("/follow"), operation_id("UnfollowUserByUsername")],
        ],
        envelope: { one: "profile" },
    }

    /// Who follows whom
    resource Follow {
        table: "follows",
        key: {
            /// Number
            id: i64 [auto_increment],
        },
        fields: {
            /// Who is followed
            followed_id: Uuid [references(User, cascade)],
            /// Who follows
            follower_id: Uuid [references(User, cascade)],
        },
        unique: [[followed_id, follower_id]],
        owner: follower_id,
    }

    /// Register a user
    op create_user(body: NewUser) -> Created<User> {
        route: POST "/users",
        operation_id: "CreateUser",
        envelope: { body: "user", reply: "user" },
        tag: Users,
        access: public,
    }

    /// Log in
    op login(body: LoginUser) -> User {
        route: POST "/users/login",
        operation_id: "Login",
        envelope: { body: "user", reply: "user" },
        tag: Users,
        access: public,
        errors: LoginError { Unknown = 401 "no such user or wrong password" },
    }

    /// An article
    resource Article {
        table: "articles",
        path: "/articles",
        address: slug,
        tag: Articles,
        key: {
            /// Number of the article
            id: i64 [auto_increment, hidden],
        },
        fields: {
            /// The title in addresses
            slug: String [read_only, unique, default_with(no_slug)],
            /// Title
            title: String [len(1..=200)],
            /// What it is about
            description: String [len(1..=1000)],
            /// Text, in Markdown
            body: String [len(1..=100_000), not_in_lists],
            /// When it was written
            created_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// When it was last changed
            updated_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// Number of the author
            author_id: Uuid [hidden, references(User, cascade)],
        },
        owner: author_id,
        others: [list, read],
        relations: {
            /// Who wrote it
            author: Profile = author_id,
            /// What it is filed under
            tags: [Tag] = ArticleTag(article_id, tag_id) [name("tagList"), order(name), limit(50), shown_as(name), create_missing(name)],
            /// Whose favorite it is
            favorites: [Favorite] = article_id [limit(1)],
        },
        default_include: [author, tags],
        write: [tags],
        computed: {
            /// Whether it is a favorite of the caller
            favorited: exists(favorites by viewer),
            /// How many users have it as a favorite
            favorites_count: count(favorites),
        },
        filters: {
            /// Those with this tag
            tags.name: [eq] [name("tag")],
            /// Those of the author with this name
            author.username: [eq] [name("author")],
            /// The favorites of the user with this name
            favorites.user.username: [eq] [name("favorited")],
        },
        access: { list: public | Token, read: public | Token },
        ops: [
            list(offset(-created_at).limit(20)) [operation_id("GetArticles")],
            create [operation_id("CreateArticle")],
            read [operation_id("GetArticle")],
            update [method(PUT), operation_id("UpdateArticle")],
            delete [operation_id("DeleteArticle")],
            link(favorites) [path("/favorite"), operation_id("CreateArticleFavorite"), tag(Favorites)],
            unlink(favorites) [path("/favorite"), operation_id("DeleteArticleFavorite"), tag(Favorites)],
        ],
        envelope: { one: "article", many: "articles", total: "articlesCount" },
        hooks: { before_create: rename, before_update: rename_article },
    }

    /// What articles are filed under
    resource Tag {
        table: "tags",
        key: {
            /// Number of the tag
            id: i64 [auto_increment],
        },
        fields: {
            /// Its name
            name: String [unique, len(1..=50)],
        },
        access: public | Token,
    }

    /// Which article is filed under which tag
    resource ArticleTag {
        table: "article_tags",
        key: {
            /// The article
            article_id: i64 [references(Article, cascade)],
            /// The tag
            tag_id: i64 [references(Tag, cascade)],
        },
        access: public | Token,
    }

    /// Whose favorite an article is
    resource Favorite {
        table: "favorites",
        key: {
            /// Number
            id: i64 [auto_increment],
        },
        fields: {
            /// The article
            article_id: i64 [references(Article, cascade)],
            /// The user
            user_id: Uuid [references(User, cascade)],
        },
        unique: [[article_id, user_id]],
        relations: {
            /// The user
            user: Profile = user_id,
        },
        owner: user_id,
        others: [list, read],
        access: public | Token,
    }

    /// A comment on an article
    resource Comment {
        table: "comments",
        path: "/articles/{article.slug}/comments",
        tag: Comments,
        key: {
            /// Number of the comment
            id: i64 [auto_increment],
        },
        fields: {
            /// When it was written
            created_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// When it was last changed
            updated_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// What it says
            body: String [len(1..=10_000)],
            /// Number of the article
            article_id: i64 [hidden, references(Article, cascade)],
            /// Number of the author
            author_id: Uuid [hidden, references(User, cascade)],
        },
        owner: author_id,
        others: [list],
        relations: {
            /// What it is about
            article: Article = article_id,
            /// Who wrote it
            author: Profile = author_id,
        },
        default_include: [author],
        access: { list: public | Token },
        ops: [
            list(offset(-created_at).limit(1000).max(1000)) [operation_id("GetArticleComments")],
            create [operation_id("CreateArticleComment"), success(200)],
            delete [operation_id("DeleteArticleComment")],
        ],
        envelope: { one: "comment", many: "comments" },
    }

    /// Get recent articles of the users whom the caller follows
    op feed(query: article::Query [list(offset(-created_at).limit(20))]) -> Page<Article> {
        route: GET "/articles/feed",
        operation_id: "GetArticlesFeed",
        envelope: { reply: "articles", total: "articlesCount" },
        tag: Articles,
    }

    /// Get all tags
    op tags() -> Vec<String> {
        route: GET "/tags",
        operation_id: "GetTags",
        envelope: { reply: "tags" },
        tag: Tags,
        access: public,
    }
}

/// Makes the body of an error reply, in the contract's form.
fn render(problem: &Problem) -> GenericErrorModel {
    let mut errors = BTreeMap::<String, Vec<String>>::new();
    for error in problem.errors() {
        // `article.title`: clients know the fields by their own names.
        let name = error.field.split('.').nth(1).unwrap_or(&error.field);
        let name = if name.is_empty() { "body" } else { name };
        errors
            .entry(name.to_owned())
            .or_default()
            .push(error.message.to_string());
    }
    if errors.is_empty() {
        errors.insert("body".to_owned(), vec![problem.detail().to_owned()]);
    }
    GenericErrorModel { errors }
}

fn main() -> ExitCode {
    Blog::cli().run()
}
