//! The user's own names for everything that code written by a macro might lean on.
#![allow(dead_code, unused_macros, reason = "only their names count")]

mod core {}
mod std {}
mod alloc {}
mod warp {}
mod serde {}
mod sea_orm {}

struct Result;
struct Vec;
struct Box;
struct Default;
struct Into;
struct From;
struct Clone;
struct Send;
struct Value;
struct Entity;
struct Model;

fn drop() {}

#[allow(non_snake_case, reason = "shadows the prelude")]
fn Some() {}
#[allow(non_snake_case, reason = "shadows the prelude")]
fn Ok() {}
#[allow(non_snake_case, reason = "shadows the prelude")]
fn Err() {}
#[allow(non_upper_case_globals, reason = "shadows the prelude")]
const None: () = ();

macro_rules! concat {
    () => {};
}
macro_rules! stringify {
    () => {};
}

use warp_openapi::prelude::{Condition, api};

api! {
    api Shop { title: "Shop", version: "1", tags: { Task: "Things" }, contact: { name: "Me" } }

    enum Color { Red = "red" }

    schema Place { street: String [len(1..=80)], color: Option<Color> }

    union Reference { Text(String), Number(i64) }

    resource Task {
        path: "/tasks",
        tag: Task,
        key: { id: i64 [auto_increment] },
        fields: { title: String [default("")], color: Option<Color>, place: Option<warp_openapi::Json<Place>> },
        filters: { title: [eq, contains], done(bool) = is_done },
        search: [title],
        order: [title],
        ops: [list(offset.limit(5)), create, create_many, read, update, put, delete, delete_many],
    }
}

fn is_done(_: bool) -> Condition {
    Condition::all()
}

#[test]
fn compiles() {
    let _ = (Shop::openapi(), Shop::cli);
}
