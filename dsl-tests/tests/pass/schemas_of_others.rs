//! Schemas made of others, whatever the names, the order and the conditions of what they are made of.
#![deny(
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    unused,
    unused_qualifications,
    unused_results,
    trivial_casts,
    meta_variable_misuse,
    nonstandard_style,
    keyword_idents
)]

/// Macros, types and functions of the user's with names that an expansion might lean on.
macro_rules! task {
    () => {
        "the user's own"
    };
}

macro_rules! reply {
    () => {
        "the user's own, too"
    };
}

mod shop {
    use warp_openapi::prelude::*;

    api! {
        /// A shop
        api Shop { title: "Shop", version: "1", names: camel_case }

        /// All that is left of all that is left
        schema Third = Second.omit(r#match, here) {}
        /// All that is left
        schema Second = First.omit(then, view, here) { here: String }
        /// All of it
        schema First = Task.omit(id, API, here) {
            /// Where
            here: i32,
        }
        /// An update
        schema Change = task::Update.omit(view) { #[cfg(any())] kind: Absent }
        /// Of a resource with a module of another name
        schema NewNote = notes::Create.omit(text) {}
        /// Of a resource with capitals
        schema Key = APIKey.omit(left, name) { name: Option<String> }
        /// Of a resource with capitals
        schema NewKey = api_key::Create.omit(left) {}
        /// Nothing is left
        schema Empty = Place.omit(other, d) {}
        /// Nothing was there
        schema Emptier = Empty.partial() {}

        /// A task
        resource Task {
            path: "/tasks",
            key: { id: i64 [auto_increment] },
            fields: {
                /// A word of Rust
                r#match: String,
                view: String,
                then: Option<String>,
                kind: i32,
                field: bool [default(false),],
                here: Json<std::vec::Vec<String>> [default_empty],
                API: Option<String> [name("api")],
                #[cfg(any())]
                kind: Absent,
                #[cfg(all())]
                #[cfg(not(any()))]
                key: i32,
                #[cfg(any())]
                key: Absent,
            },
            ops: [read],
        }

        /// Another
        #[deprecated]
        resource Note { module: notes, path: "/notes", key: { id: i64 [auto_increment] }, fields: { text: String, more: Option<String> }, ops: [read] }

        /// Another
        resource APIKey { path: "/keys", key: { name: String }, fields: { left: i32, right: i32 }, ops: [read] }

        /// A place
        schema Place { other: i32, d: i32 }

        #[cfg(any())]
        schema Place = Absent.omit(other) {}

        /// Named like macros of the standard library
        schema Debug = Hash.omit(a) {}
        /// Named like macros of the standard library
        schema Hash = format::Create.omit(c) { a: i32 }
        /// Named like macros of the standard library
        schema Default = Vec.omit(b, c).partial() {}
        /// Named like macros of the standard library
        resource Vec { module: format, path: "/vectors", key: { b: i32 }, fields: { c: i32, d: Option<i32> }, ops: [read] }

        /// Two checks, the text of one in a const
        schema Span [null_shown, check(starts, "`starts` is before `ends`"), check(rules::even, super::TEXT),] {
            /// Named like its check
            starts: i32,
            ends: i32,
        }
    }

    fn starts(span: &Span) -> Result<(), FieldErrors> {
        if span.starts < span.ends {
            Ok(())
        } else {
            Err(FieldErrors::of("ends", "too early"))
        }
    }

    mod rules {
        use super::{FieldErrors, Span};

        pub(super) fn even(span: &Span) -> Result<(), FieldErrors> {
            if span.starts % 2 == 0 {
                Ok(())
            } else {
                Err(FieldErrors::new())
            }
        }
    }
}

mod part {
    use warp_openapi::prelude::*;

    api_part! {
        part One {}

        /// What is left
        schema Less = Much.omit(much) {}
        /// Much
        schema Much { much: i32, more: i32 }
    }

    // Another block of the same module, with items of other names.
    api_part! {
        part Other {}

        /// What is left
        schema Fewer = Many.omit(many) {}
        /// Many
        schema Many { many: i32, more: i32 }
    }
}

const TEXT: &str = "`starts` is even";

#[test]
fn all_that_is_left_is_there() {
    use warp_openapi::Json;

    let first = shop::First {
        r#match: String::new(),
        view: String::new(),
        then: None,
        kind: 1,
        field: true,
        here: 7,
        key: 8,
    };
    assert_eq!(first.key, 8);
    let second = shop::Second {
        r#match: String::new(),
        kind: 1,
        field: true,
        key: 8,
        here: "here".to_owned(),
    };
    assert_eq!(second.here, "here");
    let third = shop::Third {
        kind: 1,
        field: true,
        key: 8,
    };
    assert_eq!(third.kind, 1);
    let _ = Json(third);
    let change: shop::Change =
        serde_json::from_value(serde_json::json!({"match": "a", "api": null})).expect("a change");
    assert_eq!(
        serde_json::to_value(&change).expect("JSON"),
        serde_json::json!({"match": "a", "api": null})
    );
    let note: shop::NewNote = serde_json::from_value(serde_json::json!({"more": "a"})).expect("a note");
    assert_eq!(note.more.as_deref(), Some("a"));
    let key = shop::Key { right: 2, name: None };
    assert_eq!((key.right, key.name), (2, None));
    let key = shop::NewKey {
        name: String::new(),
        right: 2,
    };
    assert_eq!(key.right, 2);
    assert_eq!((shop::Empty {}, shop::Emptier {}), (shop::Empty {}, shop::Emptier {}));
    let debug = shop::Debug { b: 1, d: None };
    assert_eq!(format!("{debug:?}"), "Debug { b: 1, d: None }");
    assert_eq!(shop::Hash { b: 1, d: None, a: 2 }.a, 2);
    assert!(serde_json::from_str::<shop::Default>("{}").is_ok());
    assert_eq!(part::Less { more: 1 }.more + part::Fewer { more: 1 }.more, 2);
    assert_eq!((task!(), reply!()), ("the user's own", "the user's own, too"));
    let span = shop::Shop::API.components().find(|component| component.name == "Span");
    assert_eq!(
        span.map(|span| span.checks),
        Some(&["`starts` is before `ends`", TEXT][..])
    );
}
