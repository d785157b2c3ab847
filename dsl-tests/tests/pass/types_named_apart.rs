//! Names that the documents have for schemas, enums and unions, apart from those of Rust.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color as "paint.Color" { Red = "red", Blue = "blue" }

    /// Where something is
    #[derive(Eq)]
    schema Place as "geo.Place" {
        street: String [len(1..=80)],
        /// Set by the server
        found_by: Option<String> [read_only],
        near: Vec<Place>,
    }

    union Mark as "geo-mark" { Where(Place), What(Color) }

    #[cfg(any())]
    schema Nothing as "not a name" {}

    resource House {
        path: "/houses",
        key: { id: i64 },
        fields: { place: Json<Place>, color: Color, mark: Json<Mark> },
        ops: [list, create, read],
    }

    socket Stream { path: "/stream", channels: { places: { found: Place, marked: Mark } }, allow: [subscribe] }
}

fn components(document: &str) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(document).expect("JSON");
    let schemas = document["components"]["schemas"].as_object().expect("an object");
    schemas.keys().cloned().collect()
}

#[test]
fn both_documents_have_the_names() {
    let named = components(Shop::openapi());
    for name in [
        "paint.Color",
        "geo.Place",
        "geo.PlaceRequest",
        "geo-mark",
        "geo-markRequest",
    ] {
        assert!(named.iter().any(|other| other == name), "{name}: {named:?}");
    }
    let named = components(Shop::asyncapi());
    for name in ["paint.Color", "geo.Place", "geo-mark"] {
        assert!(named.iter().any(|other| other == name), "{name}: {named:?}");
    }
    for document in [Shop::openapi(), Shop::asyncapi()] {
        for name in ["\"Place", "/Place", "\"Color\"", "/Color", "\"Mark", "/Mark"] {
            assert!(!document.contains(name), "{name}");
        }
    }
    for reference in [
        "geo.Place",
        "geo.PlaceRequest",
        "geo-mark",
        "geo-markRequest",
        "paint.Color",
    ] {
        let reference = format!("\"$ref\":\"#/components/schemas/{reference}\"");
        assert!(Shop::openapi().contains(&reference), "{reference}");
    }
}

#[test]
fn rust_has_its_own() {
    let place = Place {
        street: "Main Street".to_owned(),
        found_by: None,
        near: Vec::new(),
    };
    assert_eq!(Mark::Where(place.clone()), Mark::Where(place));
    assert_eq!(Color::Red.to_string(), "red");
}
