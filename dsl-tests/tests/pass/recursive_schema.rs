//! Schemas that hold themselves, and each other.
use std::collections::{BTreeMap, HashMap};

use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { near: Vec<Place>, by_name: HashMap<String, Place>, owner: Vec<Person> }

    schema Person { homes: BTreeMap<String, Place>, friends: Option<Vec<Person>>, known_by: Vec<Reference> }

    union Reference { Name(String), Person(Person), Many(Vec<Reference>) }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { place: Option<Json<Place>>, who: Json<Vec<Reference>> },
        ops: [list, create],
    }
}

#[test]
fn compiles() {
    assert!(Shop::openapi().contains("#/components/schemas/Reference"));
}
