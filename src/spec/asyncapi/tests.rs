//! What declarations of the integration tests don't reach.

use std::panic::AssertUnwindSafe;

use serde_json::{Value, json};

use super::asyncapi;
use crate::meta::{
    Access, Alternative, BuiltIn, Channel, Errors, Event, Field, Index, IndexTables, Info, Item, Names, Nulls,
    Operation, OperationKind, Part, Placed, Published, Resource, Socket, Source,
};
use crate::spec::piece::Joining;
use crate::spec::writer::Writer;
use crate::spec::{DeclaredItem, Fragment, fragment};
use crate::types::{Kind, Schema};

static TASK: Resource = Resource {
    table: "tasks",
    path: "/tasks",
    operations: &[Operation::new(OperationKind::Create)],
    publish: &[Published::Create, Published::Delete],
    ..Resource::new(
        "Task",
        "task",
        &[],
        const {
            &[
                Field::key::<i64>("id", &[" Its number"]).done(),
                Field::column::<String>("title", &[]).done(),
            ]
        },
    )
};

static STREAM: Socket = Socket {
    name: "Stream",
    docs: &[],
    path: "/stream",
    tag: None,
    rpc: &[],
    channels: &[Channel {
        name: "tasks",
        docs: &[" Whatever becomes of tasks"],
        source: Source::Resource(&TASK),
    }],
    allow: &[BuiltIn::Subscribe, BuiltIn::Publish],
    limit: None,
    access: Access::Inherit,
    hooks: None,
};

static PART: Part = Part {
    name: "Tasks",
    nulls: Nulls::Inherit,
    names: Names::Inherit,
    error_model: None,
    items: &[Item::Resource(&TASK), Item::Socket(&STREAM)],
};

const fn info(servers: &'static [&'static str], base_path: &'static str) -> Info {
    Info {
        docs: &[],
        title: "Tasks",
        version: "1",
        base_path,
        terms_of_service: "",
        contact: None,
        license: None,
        servers,
        tags: &[],
        security: &[],
        nulls: Nulls::Inherit,
        names: Names::Inherit,
        access: Access::Inherit,
        errors: Errors::USUAL,
        cors: None,
        limits: crate::meta::ApiLimits::NONE,
        docs_required: false,
    }
}

/// Many of everything, each text in one line, which is then written twice.
static WORDY: Socket = Socket {
    name: "WordyWordyWordyWordyWordyWordyWordyWordyWordyWordy",
    docs: &[WORDS],
    tag: Some("WordyWordyWordyWordyWordyWordyWordyWordyWordyWordy"),
    rpc: &[],
    channels: &[
        Channel {
            name: "wordy.wordy.wordy/wordy.wordy.wordy/wordy.wordy.wordy",
            docs: &[WORDS],
            source: Source::Events(&[Event {
                name: "wordy_wordy_wordy_wordy_wordy_wordy_wordy",
                docs: &[WORDS],
                data: Schema::of(Kind::Decimal),
                validate: |_, _| (),
                rendered: |_, _| None,
            }]),
        },
        Channel {
            name: "tasks",
            docs: &[WORDS],
            source: Source::Resource(&TASK),
        },
    ],
    allow: &[
        BuiltIn::Subscribe,
        BuiltIn::Unsubscribe,
        BuiltIn::Publish,
        BuiltIn::ServerInfo,
    ],
    access: Access::AnyOf(&[
        Alternative {
            scheme: "wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy",
            scopes: &[WORDS],
        },
        Alternative {
            scheme: "wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy_wordy",
            scopes: &[],
        },
    ]),
    ..STREAM
};

/// All of them are escaped.
const WORDS: &str = match std::str::from_utf8(&[b'"'; 3000]) {
    Ok(words) => words,
    Err(_) => panic!(),
};

#[test]
fn a_text_of_any_length_is_rendered_whole() {
    struct Wordy;
    impl DeclaredItem for Wordy {
        const ITEM: Item = Item::Socket(&WORDY);
    }
    let mut whole = vec![0; 200_000];
    let mut w = Writer::new(&mut whole, &mut []);
    super::socket(&mut w, &WORDY);
    let length = w.len();
    assert!(length > 20 * 3000, "{length}");
    const WORDY_FRAGMENT: Fragment = fragment::<Wordy>();
    assert_eq!(WORDY_FRAGMENT.text, &whole[..length]);
    assert_eq!(WORDY_FRAGMENT.count, 2);
}

#[test]
fn what_has_no_room_is_counted_to_the_byte() {
    let extent = |bytes: usize, placeholders: usize| {
        let mut bytes = vec![0; bytes];
        let mut placed = vec![Placed::NONE; placeholders];
        let mut w = Writer::new(&mut bytes, &mut placed);
        super::socket(&mut w, &STREAM);
        w.extent()
    };
    let whole = extent(100_000, 100);
    for bytes in 0..=whole.bytes {
        let counted = extent(bytes, 100);
        assert_eq!((counted.bytes, counted.placeholders), (whole.bytes, whole.placeholders));
    }
    for placeholders in 0..whole.placeholders {
        let counted = extent(whole.bytes, placeholders);
        assert_eq!((counted.bytes, counted.placeholders), (whole.bytes, whole.placeholders));
    }
}

fn index(parts: &'static [&'static Part]) -> &'static Index {
    let tables: &'static IndexTables<32, 32, 32, 1> = Box::leak(Box::new(IndexTables::of(parts)));
    Box::leak(Box::new(tables.index(parts)))
}

fn document(info: &Info) -> Value {
    struct Tasks;
    impl DeclaredItem for Tasks {
        const ITEM: Item = Item::Resource(&TASK);
    }
    struct Streams;
    impl DeclaredItem for Streams {
        const ITEM: Item = Item::Socket(&STREAM);
    }
    const FRAGMENTS: &[Fragment] = &[fragment::<Tasks>(), fragment::<Streams>()];
    let mut bytes = vec![0; 20_000];
    let mut w = Writer::new(&mut bytes, &mut []);
    let cx = Joining {
        info: Box::leak(Box::new(*info)),
        index: index(const { &[&PART] }),
    };
    asyncapi::<32>(&mut w, cx, &[FRAGMENTS]);
    let length = w.len();
    serde_json::from_slice(&bytes[..length]).unwrap()
}

#[test]
fn channels_of_a_resource_have_its_rows_and_the_keys_of_deleted_ones() {
    let document = document(&info(&[], ""));
    let messages = &document["channels"]["Stream"]["messages"];
    let data = |event: &str| &messages[format!("tasks.{event}")]["payload"]["properties"]["data"];
    assert_eq!(*data("created"), json!({ "$ref": "#/components/schemas/Task" }));
    let id = json!({ "type": "integer", "format": "int64", "description": "Its number" });
    let key = json!({ "type": "object", "properties": { "id": id }, "required": ["id"] });
    assert_eq!(*data("deleted"), key);
    // What isn't published has no message.
    assert_eq!(messages["tasks.updated"], Value::Null);
    let schemas: Vec<&String> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    assert!(
        schemas.contains(&&"Task".to_owned()) && !schemas.contains(&&"TaskCreate".to_owned()),
        "{schemas:?}"
    );
    // Only the server publishes there.
    let publish = &messages["publish-request"]["payload"]["properties"]["payload"];
    assert_eq!(*publish, json!({ "not": {} }));
}

#[test]
fn servers_are_those_whose_url_has_a_host() {
    #[track_caller]
    fn case(servers: &'static [&'static str], base_path: &'static str, expected: &Value, address: &str) {
        let document = document(&info(servers, base_path));
        assert_eq!(document["servers"], *expected, "{servers:?}");
        assert_eq!(document["channels"]["Stream"]["address"], address, "{servers:?}");
    }
    case(&[], "", &Value::Null, "/stream");
    case(&[], "/v1", &Value::Null, "/v1/stream");
    case(&["/v1"], "/v1", &Value::Null, "/v1/stream");
    let plain = json!({ "server1": { "host": "a.example:81", "protocol": "ws" } });
    case(&["http://a.example:81"], "/v1", &plain, "/v1/stream");
    let deep = json!({ "server1": { "host": "a.example", "pathname": "/x", "protocol": "wss" } });
    case(&["/v1", "https://a.example/x"], "/v1", &deep, "/v1/stream");
    // One whose URL ends in the base path.
    case(&["https://a.example/x/v1"], "/v1", &deep, "/v1/stream");
    // One whose host reads like it.
    let host = json!({ "server1": { "host": "v1", "protocol": "wss" } });
    case(&["https://v1"], "/v1", &host, "/v1/stream");
    let own = json!({ "server1": { "host": "a.example", "protocol": "wss" } });
    case(&["wss://a.example"], "", &own, "/stream");
}

#[test]
fn two_components_of_one_name_are_refused() {
    use crate::meta::{Component, Shape, check_api};

    static PLACE: Component = Component {
        name: "Place",
        docs: &[],
        deprecated: false,
        checks: &[],
        shape: Shape::Object(&[]),
    };
    static OTHER: Component = Component {
        name: "PlaceRequest",
        ..PLACE
    };
    static PLACES: Socket = Socket {
        channels: &[Channel {
            name: "places",
            docs: &[],
            source: Source::Events(&[Event {
                name: "moved",
                docs: &[],
                data: Schema::of(Kind::Ref("Place")),
                validate: |_, _| (),
                rendered: |_, _| None,
            }]),
        }],
        ..STREAM
    };
    static SENDING: Socket = Socket {
        allow: &[BuiltIn::Subscribe],
        ..PLACES
    };
    let check = |items: &'static [Item]| {
        let part: &'static Part = Box::leak(Box::new(Part {
            name: "Places",
            nulls: Nulls::Inherit,
            names: Names::Inherit,
            error_model: None,
            items,
        }));
        std::panic::catch_unwind(AssertUnwindSafe(|| {
            check_api("Places", &info(&[], ""), index(vec![part].leak()))
        }))
    };
    static BOTH_WAYS: [Item; 3] = [Item::Component(&PLACE), Item::Component(&OTHER), Item::Socket(&PLACES)];
    let fault = check(&BOTH_WAYS).unwrap_err();
    let fault = fault.downcast_ref::<String>().unwrap();
    assert!(
        fault.contains("two components of the document are named `PlaceRequest`"),
        "{fault}"
    );
    // Where clients only hear of it, it has its plain name.
    static ONE_WAY: [Item; 3] = [Item::Component(&PLACE), Item::Component(&OTHER), Item::Socket(&SENDING)];
    assert!(check(&ONE_WAY).is_ok());
}
