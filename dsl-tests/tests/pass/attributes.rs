//! Attributes of items and fields: what is not compiled is nowhere, what is deprecated is so in Rust and in the document.

use serde_json::Value;
use warp_openapi::meta::Item;
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    /// A colour
    enum Color {
        #[cfg(all())]
        Red = "red",
        #[cfg(any())]
        Green = "green",
        /// The sky's
        #[cfg(not(any()))]
        #[deprecated(note = "paint it red")]
        Blue = "blue",
    }

    #[cfg(any())]
    enum Color { Nothing = "nothing" }

    /// Where something is
    #[derive(Eq, Hash)]
    #[deprecated = "addresses are texts"]
    schema Place {
        street: String,
        #[cfg(any())]
        street: NoSuchType,
        /// Its number
        #[deprecated]
        number: Option<i32>,
    }

    #[derive(Eq)]
    union Reference {
        Text(String),
        #[cfg(any())]
        Nothing(NoSuchType),
        Number(i64),
    }

    /// A thing to do
    #[deprecated]
    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            title: String,
            #[cfg(any())]
            notes: NoSuchType [len(1..=2)],
            #[cfg(all())]
            #[deprecated(note = "nobody reads it")]
            color: Option<Color> [index],
        },
        filters: { title: [eq] },
        ops: [list(cursor(-title)), create],
    }

    #[cfg(any())]
    resource Note { path: "/tasks", key: { id: NoSuchType }, ops: [list] }

    #[cfg(any())]
    socket Live { path: "/live", allow: [subscribe] }

    #[cfg(all())]
    #[deprecated(note = "ask somebody else")]
    op ask() -> String { route: GET "/ask" }

    #[cfg(any())]
    op no_function() { route: POST "/nothing" }

    op send(body: Letter) -> NoContent { route: POST "/letters" }

    schema Letter {
        to: Reference,
        #[cfg(any())]
        no: NoSuchType,
    }
}

async fn ask(_: Ctx) -> Result<String, Error> {
    Ok(String::new())
}

async fn send(_: Ctx, _: Letter) -> Result<NoContent, Error> {
    Ok(NoContent)
}

/// A deprecated use warns; that is all that `expect` asserts.
#[test]
#[expect(deprecated, reason = "they are, which this test is about")]
fn deprecated_items_are_so_in_rust() {
    let _ = Place {
        street: String::new(),
        number: None,
    };
    let task: Option<Task> = None;
    let _ = task.map(|task| task.color);
    let _ = Color::Blue;
}

fn document() -> Value {
    serde_json::from_str(Shop::openapi()).expect("JSON")
}

#[test]
fn what_is_not_compiled_is_not_in_the_document() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Color"]["enum"], serde_json::json!(["red", "blue"]));
    assert!(schemas["Task"]["properties"]["notes"].is_null());
    assert!(schemas["Letter"]["properties"]["no"].is_null());
    assert!(document["paths"]["/nothing"].is_null());
    assert!(schemas["Note"].is_null());
    assert_eq!(schemas["Reference"]["oneOf"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_deprecated_is_so_in_the_document() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(document["paths"]["/ask"]["get"]["deprecated"], true);
    assert_eq!(document["paths"]["/tasks"]["get"]["deprecated"], true);
    assert_eq!(document["paths"]["/tasks"]["post"]["deprecated"], true);
    assert_eq!(schemas["Task"]["properties"]["color"]["deprecated"], true);
    // The document leaves out what no operation uses.
    let place = Shop::API.parts[0].items.iter().find_map(|item| match item {
        Item::Component(component) if component.name == "Place" => Some(component),
        _ => None,
    });
    assert!(place.unwrap().deprecated);
    assert!(schemas["Task"]["properties"]["title"]["deprecated"].is_null());
    assert!(document["paths"]["/letters"]["post"]["deprecated"].is_null());
}
