//! An API with every construct for contracts that somebody else wrote, and how each is documented in each version of the document.

mod looks;
mod walk;
mod written;

use std::collections::BTreeMap;

use sea_orm::{EntityTrait as _, QueryFilter as _};
use serde_json::Value;
use warp_openapi::Problem;
use warp_openapi::prelude::*;
use warp_openapi::testing::App;

const VERSIONS: [&str; 3] = ["3.1", "3.0", "2.0"];

api! {
    /// A publisher whose contract somebody else wrote.
    api Press {
        title: "Press",
        version: "1.0.0",
        base_path: "/v1",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Accounts: "Who writes", Articles: "What is written", Jobs: "What takes time" },
        names: camel_case,
        nulls: shown,
        errors: { model: Failure = render, statuses: { conflict: 422, malformed: 422 } },
        docs: required,
        security: {
            /// Token of an author
            token: Bearer::new().prefix("Token") = check_token,
            /// Key of a clerk
            clerk: ApiKey::header("X-Key") = check_key,
        },
        access: token,
    }

    /// What is wrong with a request
    schema Failure {
        /// The messages of each field
        errors: BTreeMap<String, Vec<String>>,
        /// What is likely to help
        hint: Option<String> [null_omitted],
    }

    /// How urgent it is
    enum Level { Low = -1, Middle = 0, High = 5 }

    /// How an article is printed
    enum Cut { Short = "short", Long = "long" }

    /// The account of the caller
    resource Account {
        table: "accounts",
        path: "/account",
        one: owner,
        owner: name,
        tag: Accounts,
        key: {
            /// Number of the account
            id: i64 [auto_increment, hidden],
        },
        fields: {
            /// Name of the author
            name: String [len(1..=20), unique],
            /// About the author
            bio: Option<String> [len(0..=100)],
            /// Password
            password: String [write_only, len(8..=20)],
            /// URL of a picture
            image: Option<String> [null_omitted],
            /// Level of new articles
            default_level: Level [default(5)],
        },
        ops: [
            read [operation_id("GetAccount")],
            update [method(PUT), operation_id("Account.Change"), tag(Articles)],
            delete,
        ],
        envelope: { one: "account" },
    }

    /// An article
    resource Article {
        table: "articles",
        path: "/articles",
        component: "Press.Article",
        address: slug,
        tag: Articles,
        key: {
            /// Number of the article
            id: i64 [auto_increment, hidden],
        },
        fields: {
            /// The title in addresses
            slug: String [unique, len(1..=40), pattern("^[a-z]+$")],
            /// Level of the article
            level: Level [default(0), example(5)],
            /// Level before
            former_level: Option<Level>,
            /// How it is printed
            cut: Option<Cut> [null_omitted],
            /// How many words
            word_count: i64 [json_string, min(0), default(0), example(9_007_199_254_740_993)],
            /// What it costs
            price: Option<Decimal> [json_string, precision(8, 2)],
            /// When it was written
            created_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            /// When it is printed
            printed_at: Option<DateTime<Utc>> [digits(0)],
            /// What it is filed under
            tag_list: Json<Vec<String>> [default_empty, len(0..=3), each(len(1..=10), pattern("^[a-z]+$"))],
            /// Where the author gets letters
            letters_to: Option<String> [access(owner | clerk)],
            /// Name of the author
            author: String,
        },
        filters: { level: [eq, ge], word_count: [ge], former_level: [null], letters_to: [eq] },
        order: [created_at, level],
        owner: author,
        others: [list, read],
        access: { list: public | token | clerk, read: public | token },
        ops: [
            list(offset(-created_at).limit(20)) [operation_id("GetArticles")],
            create, create_many, read, update [method(PUT)], delete,
        ],
        envelope: { one: "article", many: "articles", total: "articlesCount" },
    }

    /// A page of a book
    resource Sheet {
        table: "sheets",
        path: "/sheets",
        names: kebab_case,
        nulls: omitted,
        address: [book, sheet_number],
        tag: Articles,
        key: {
            /// Number of the page
            id: i64 [auto_increment, hidden],
        },
        fields: {
            /// The book
            book: String [len(1..=20), create_only],
            /// Number in the book
            sheet_number: i32 [range(1..=999), create_only],
            /// Its text
            text: Option<String>,
            /// What is below
            foot_note: Option<String> [null_shown],
        },
        unique: [[book, sheet_number]],
        access: public,
        ops: [create, read, put],
    }

    /// A new author
    schema NewAccount = account::Create.pick(bio, password, default_level) {
        /// Name of the author
        name: String [len(1..=20)],
        /// What the author writes first
        first_article: Option<article::Create>,
    }

    /// A part of an account
    schema AccountPart = Account.pick(bio, default_level).partial() {}

    /// An author, as others see it
    schema Author = Account.pick(name, bio, image) {
        /// How many articles
        article_count: i64 [json_string],
    }

    /// What waits to be done, of which nulls are left out
    schema Job [null_omitted] {
        /// Number of the job
        number: i32,
        /// How urgent it is
        level: Level,
        /// Until when, to the microsecond
        until: Option<DateTime<Utc>> [digits(6), null_shown],
        /// What was said
        note: Option<String>,
        /// Limits of each kind
        limits: BTreeMap<String, i32> [each(range(1..=9)), default_empty],
    }

    /// What a form sends
    schema Search {
        /// Words to look for
        words: Option<String> [empty_as_null, len(1..=20)],
        /// Level of what is looked for
        level: Option<Level> [empty_as_null],
        /// Number of words
        word_count: Option<i64> [json_string],
    }

    /// Register
    op register(body: NewAccount) -> Created<Account> {
        route: POST "/accounts",
        operation_id: "CreateAccount",
        envelope: { body: "account", reply: "account" },
        tag: Accounts,
        access: public,
    }

    /// Log in
    op log_in(
        /// Name of the author
        name: String,
    ) -> Author {
        route: GET "/log-in/{name}",
        envelope: { reply: "author" },
        tag: Accounts,
        access: public | token,
        errors: LogInError { Unknown = 401 "no such author", Locked = 423 "locked" },
    }

    /// List the authors
    op authors(
        /// Until which day
        day: Option<NaiveDate> [empty_as_null],
        /// Level of their articles
        level: Option<Level>,
        /// Levels before
        former_level: Vec<Level> [len(0..=2)],
    ) -> Page<Author> {
        route: GET "/authors",
        envelope: { reply: "authors", total: "authorsCount" },
        tag: Accounts,
        access: public,
    }

    /// Start a job
    op start_job(body: Job) -> Job {
        route: POST "/jobs",
        success: 202,
        tag: Jobs,
        access: public,
        errors: { 409: "closed" },
    }

    /// Wait for a job
    op wait_for_job(
        /// Number of the job
        job_number: i32,
        /// How urgent it is
        level: Level [header("X-Level"), default(0)],
    ) -> Ok<Job> | Accepted<Author> | NoContent {
        route: GET "/jobs/{job_number}",
        tag: Jobs,
        access: public,
    }

    /// Look for something
    op search(body: Form<Search>) -> Search { route: POST "/search", tag: Articles, access: public }

    /// Take a part of an account
    op take_part(body: AccountPart) -> AccountPart { route: PUT "/part", tag: Accounts, access: public }
}

async fn check_token(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if ["ann", "bob"].contains(&token.expose()) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn check_key(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::ApiKey(key) if key.matches("clerk") => Ok(Principal::new("clerk")),
        _ => Err(Error::Unauthorized),
    }
}

fn render(problem: &Problem) -> Failure {
    let mut errors = BTreeMap::<String, Vec<String>>::new();
    for error in problem.errors() {
        errors
            .entry(error.field.clone())
            .or_default()
            .push(error.message.to_string());
    }
    if errors.is_empty() {
        errors.insert("request".to_owned(), vec![problem.detail().to_owned()]);
    }
    Failure { errors, hint: None }
}

async fn register(ctx: Ctx, body: NewAccount) -> Result<Created<Account>, Error> {
    let new = account::ActiveModel {
        name: Set(body.name),
        bio: Set(body.bio),
        password: Set(body.password),
        default_level: Set(body.default_level),
        ..Default::default()
    };
    let account = new.insert(&ctx.db()).await?;
    Ok(Created::new(account).at("/account"))
}

fn author(account: Account) -> Author {
    Author {
        name: account.name,
        bio: account.bio,
        image: account.image,
        article_count: 9_007_199_254_740_993,
    }
}

async fn log_in(ctx: Ctx, name: String) -> Result<Author, LogInError> {
    let found = account::Entity::find().filter(account::Column::Name.eq(name));
    let account = found.one(&ctx.db()).await?.ok_or(LogInError::Unknown)?;
    if account.bio.as_deref() == Some("locked") {
        Err(LogInError::Locked)
    } else {
        Ok(author(account))
    }
}

async fn authors(ctx: Ctx, _: Option<NaiveDate>, level: Option<Level>, _: Vec<Level>) -> Result<Page<Author>, Error> {
    let mut found = account::Entity::find();
    if let Some(level) = level {
        found = found.filter(account::Column::DefaultLevel.eq(level));
    }
    let authors: Vec<Author> = found.all(&ctx.db()).await?.into_iter().map(author).collect();
    let total = authors.len() as u64;
    Ok(Page::new(&authors, Some(total)))
}

async fn start_job(_: Ctx, body: Job) -> Result<Job, Error> {
    if body.number == 0 {
        Err(Error::status(409, "closed"))
    } else {
        Ok(body)
    }
}

async fn wait_for_job(_: Ctx, job_number: i32, level: Level) -> Result<WaitForJobReply, Error> {
    Ok(match job_number {
        0 => WaitForJobReply::NoContent,
        1 => WaitForJobReply::Accepted(Author {
            name: "ann".to_owned(),
            bio: None,
            image: None,
            article_count: -1,
        }),
        number => WaitForJobReply::Ok(Job {
            number,
            level,
            until: None,
            note: None,
            limits: BTreeMap::new(),
        }),
    })
}

async fn search(_: Ctx, body: Form<Search>) -> Result<Search, Error> {
    Ok(body.0)
}

async fn take_part(_: Ctx, body: AccountPart) -> Result<AccountPart, Error> {
    Ok(body)
}

/// The documents in all versions, the newest first.
async fn documents(app: &App) -> Vec<(&'static str, Value)> {
    let mut documents = Vec::new();
    for version in VERSIONS {
        let document = app.get(&format!("/spec?version={version}")).await.expect(200).json();
        documents.push((version, document));
    }
    documents
}
