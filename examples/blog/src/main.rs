//! A blog whose contract others wrote: users, profiles and articles of the RealWorld specification ("Conduit").
//!
//! The block declares the names, envelopes, nulls and errors of the contract, and the header with which its clients authenticate. Three handlers
//! are written by hand: those of registration, login and profiles. All other operations are generated. Comments, favorites and followers aren't
//! there: `following` and `favorited` are always false.

mod accounts;
mod articles;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::process::ExitCode;

use warp_openapi::Problem;
use warp_openapi::prelude::*;

use accounts::{check_token, create_user, hash_password, login, profile, update_author_in_articles};
use articles::{name_article, no_author, no_slug, rename_article};

api! {
    /// A blog whose contract others wrote.
    api Blog {
        title: "Conduit",
        version: env!("CARGO_PKG_VERSION"),
        base_path: "/api",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Users: "Users and authentication", Profile: "What others see of a user", Articles: "Articles" },
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
        hooks: { before_update: hash_password, after_update: update_author_in_articles },
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
    schema Profile = User.pick(username, bio, image) {
        /// Whether the caller follows the user
        following: bool,
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

    /// Get the profile of a user
    op profile(
        /// Name in addresses
        username: String,
    ) -> Profile {
        route: GET "/profiles/{username}",
        operation_id: "GetProfileByUsername",
        envelope: { reply: "profile" },
        tag: Profile,
        access: public | Token,
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
            body: String [len(1..=100_000)],
            /// What it is filed under
            tag_list: Json<Vec<String>> [default_empty, len(0..=50), each(len(1..=50))],
            /// When it was written
            created_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// When it was last changed
            updated_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// Whether it is a favorite of the caller
            favorited: bool [read_only, default(false)],
            /// How many users have it as a favorite
            favorites_count: i64 [read_only, default(0)],
            /// Who wrote it
            author: Json<Profile> [read_only, default_with(no_author)],
            /// Number of the author
            author_id: Uuid [hidden],
        },
        owner: author_id,
        others: [list, read],
        access: { list: public | Token, read: public | Token },
        ops: [
            list(offset(-created_at).limit(20)) [operation_id("GetArticles")],
            create [operation_id("CreateArticle")],
            read [operation_id("GetArticle")],
            update [method(PUT), operation_id("UpdateArticle")],
            delete [operation_id("DeleteArticle")],
        ],
        envelope: { one: "article", many: "articles", total: "articlesCount" },
        hooks: { before_create: name_article, before_update: rename_article },
    }
}

/// Makes the body of an error reply, in the contract's form.
fn render(problem: &Problem) -> GenericErrorModel {
    let mut errors = BTreeMap::<String, Vec<String>>::new();
    for error in problem.errors() {
        // `article.title`: clients know the fields by their own names.
        let name = error.field.split('.').nth(1).unwrap_or(&error.field);
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
