//! Notes with access control: programs have a key, people a token with scopes, and each sees only their own notes.
//!
//! The declaration has the access rules; `checks.rs` verifies credentials. `tests.rs` takes all operations from the document
//! and proves that each enforces its rule.

mod checks;
#[cfg(test)]
mod tests;

use std::io::{self, Write as _};
use std::process::ExitCode;

use warp_openapi::clap::{Arg, ArgAction, Command};
use warp_openapi::prelude::*;

use checks::{Keys, check_key, check_token};

api! {
    /// Notes with access control.
    api Auth {
        title: "Notes",
        version: env!("CARGO_PKG_VERSION"),
        base_path: "/v1",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Note: "What somebody noted", Service: "The service and its caller" },
        docs: required,
        security: {
            /// Key of a program that counts
            api_key: ApiKey::header("X-Api-Key") = check_key,
            /// Token of a person, as `auth token` makes them
            bearer: Bearer::new() = check_token,
        },
        // The default. In an API without this line, an operation without an access rule doesn't compile.
        access: bearer,
        // Pages of other origins may use the API with their user's cookies. Deployments say which: CORS_ORIGINS.
        cors: { credentials: true },
    }

    /// What somebody noted
    resource Note {
        table: "notes",
        path: "/notes",
        tag: Note,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// What is noted
            text: String [len(1..=280)],
            /// Who wrote it
            created_by: String,
        },
        // Rows of others are as if they weren't there; new ones are their writer's.
        owner: created_by,
        ops: [list, create, read, update, delete],
        // `list` and `read` aren't named: they take any token, by the API's rule.
        access: {
            create: bearer[notes:write],
            update: bearer[notes:write],
            delete: bearer[notes:write, notes:delete],
        },
    }

    /// A token: its digest, so that who reads the table can't use it. It has no operations, so it isn't in the document.
    resource Token {
        table: "tokens",
        key: {
            /// SHA-256 of the token, in hexadecimal digits
            digest: String [len(64..=64)],
        },
        fields: {
            /// Whose it is
            person: String [len(1..=80)],
            /// Its scopes, separated by spaces
            scopes: String,
        },
    }

    /// The caller
    schema Who {
        /// The person, or the program
        name: String,
        /// Whether notes may be written
        may_write: bool,
    }

    /// Return the caller
    op whoami() -> Who { route: GET "/whoami", tag: Service, access: bearer | api_key }

    /// Count the notes of all
    op count_notes() -> i64 { route: GET "/notes/count", tag: Note, access: api_key }

    /// Report that the service runs
    op health() { route: GET "/health", tag: Service, access: public }
}

async fn whoami(ctx: Ctx) -> Result<Who, Error> {
    // There is one, since the operation isn't public.
    let principal = ctx.principal().ok_or(Error::Unauthorized)?;
    Ok(Who {
        name: principal.id().to_owned(),
        may_write: principal.has_scope("notes:write"),
    })
}

async fn count_notes(ctx: Ctx) -> Result<i64, Error> {
    // The application's own functions see all rows.
    let count = note::Entity::find().count(&ctx.db()).await?;
    i64::try_from(count).map_err(Error::internal)
}

async fn health(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() -> ExitCode {
    let token = Command::new("token")
        .about("Make a token and print it")
        .arg(Arg::new("person").required(true).help("Whose it is"))
        .arg(
            Arg::new("scope")
                .long("scope")
                .action(ArgAction::Append)
                .help("Its scopes: notes:write, notes:delete"),
        );
    Auth::cli()
        .state(Keys::of_environment())
        .command(token, async |matches, context| {
            let person = matches.get_one::<String>("person").cloned().unwrap_or_default();
            let scopes: Vec<String> = matches.get_many("scope").unwrap_or_default().cloned().collect();
            let token = checks::make(&context.connect().await?, &person, &scopes.join(" ")).await?;
            writeln!(io::stdout(), "{token}")?;
            Ok(())
        })
        .run()
}
