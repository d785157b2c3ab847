//! Lints that rustc has and some crates deny.
#![deny(
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    missing_copy_implementations,
    unused,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    macro_use_extern_crate,
    meta_variable_misuse,
    single_use_lifetimes,
    nonstandard_style,
    rust_2018_idioms,
    keyword_idents
)]
#![forbid(unsafe_code)]

mod shop {
    use warp_openapi::prelude::*;

    api! {
        /// A shop
        api Shop { title: "Shop", version: "1", docs: required, tags: { Task: "Things to do" }, errors: { model: Failure = render, statuses: { conflict: 422 } } }

        /// What went wrong
        schema Failure {
            /// The words
            words: String,
        }

        /// Paint it
        op paint(
            /// The color
            body: Color,
        ) -> Ok<Place> | Created<Place> | Accepted | NoContent {
            route: POST "/paint",
            errors: PaintError { Dry = 410 "the paint is dry", Empty = 423 "no paint left" },
        }

        /// Wash it
        op wash() -> std::option::Option<Place> { route: POST "/wash", success: 202 }

        /// What color it has
        enum Color {
            /// As blood
            Red = "red",
        }

        /// A place
        schema Place {
            /// Where
            street: String,
        }

        /// One or the other
        union Reference {
            /// By name
            Text(String),
            /// By number
            Number(i64),
        }

        /// A thing to do
        resource Task {
            path: "/tasks",
            tag: Task,
            key: {
                /// Number
                id: i64 [auto_increment],
            },
            fields: {
                /// Title
                title: String [len(1..=80)],
                /// Color
                color: Option<Color>,
            },
            filters: {
                title: [eq],
                /// Done or not
                done(bool) = is_done,
            },
            search: [title],
            order: [title],
            foreign_keys: [(id, title) = "things"("id", "title")],
            ops: [list, create, create_many, read, update, put, delete, delete_many],
        }
    }

    fn render(problem: &Problem) -> Failure {
        Failure {
            words: problem.detail().to_owned(),
        }
    }

    async fn paint(ctx: Ctx, body: Color) -> Result<PaintReply, PaintError> {
        let place = || Place {
            street: "Main Street".to_owned(),
        };
        let rows = task::Entity::find().count(&ctx.db()).await?;
        match (body, rows) {
            (Color::Red, 0) => Ok(PaintReply::Ok(place())),
            (Color::Red, 1) => Ok(PaintReply::Created(Created::new(place()))),
            (Color::Red, 2) => Ok(PaintReply::Accepted),
            (Color::Red, 3) => Ok(PaintReply::NoContent),
            (Color::Red, 4) => Err(PaintError::Dry),
            (Color::Red, _) => Err(PaintError::Empty),
        }
    }

    async fn wash(_: Ctx) -> Result<Option<Place>, Error> {
        Ok(None)
    }

    fn is_done(_: bool) -> Condition {
        Condition::all()
    }
}

#[test]
fn compiles() {
    assert!(!shop::Shop::openapi().is_empty());
}
