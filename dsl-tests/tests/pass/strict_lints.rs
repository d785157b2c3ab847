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
        api Shop { title: "Shop", version: "1", docs: required, tags: { Task: "Things to do" } }

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
            ops: [list, create, create_many, read, update, put, delete, delete_many],
        }
    }

    fn is_done(_: bool) -> Condition {
        Condition::all()
    }
}

#[test]
fn compiles() {
    assert!(!shop::Shop::openapi().is_empty());
}
