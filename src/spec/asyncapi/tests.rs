//! What declarations of the integration tests don't reach.

use std::panic::AssertUnwindSafe;

use serde_json::{Value, json};

use super::{asyncapi, asyncapi_size, socket_size};
use crate::meta::{
    Access, Alternative, BuiltIn, Channel, Event, Field, Info, Item, Operation, OperationKind, Part, Published,
    Resource, Socket, Source,
};
use crate::spec::{ConstBuffer, Fragment, render_resource, render_socket, resource_size};
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
    access: Access::Inherit,
    hooks: None,
};

static PART: Part = Part {
    name: "Tasks",
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
        access: Access::Inherit,
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
                without_write_only: |_, _| None,
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
fn long_texts_fit() {
    // The buffer has just the size that is estimated: one byte more would be a panic.
    let buffer = render_socket::<{ socket_size(&WORDY) }>(&WORDY);
    assert!(buffer.text().len() > 20 * 3000, "{}", buffer.text().len());
    static BARE: Socket = Socket {
        docs: &[WORDS],
        channels: &[],
        allow: &[],
        ..STREAM
    };
    let buffer = render_socket::<{ socket_size(&BARE) }>(&BARE);
    assert!(buffer.text().len() > 4 * 3000, "{}", buffer.text().len());
}

fn document(info: &Info) -> Value {
    static TASKS: ConstBuffer<{ resource_size(&TASK) }> = render_resource(&TASK);
    static STREAMS: ConstBuffer<{ socket_size(&STREAM) }> = render_socket(&STREAM);
    let own: &'static [&'static Fragment] = vec![
        &*Box::leak(Box::new(TASKS.fragment())),
        Box::leak(Box::new(STREAMS.fragment())),
    ]
    .leak();
    let buffer = asyncapi::<20_000, 32>(info, &[&PART], vec![own].leak());
    assert!(buffer.text().len() <= asyncapi_size(info, &[&PART], resource_size(&TASK) + socket_size(&STREAM)));
    serde_json::from_slice(buffer.text()).unwrap()
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
    use crate::meta::{Component, Shape};
    use crate::spec::copies_size;

    static PLACE: Component = Component {
        name: "Place",
        docs: &[],
        deprecated: false,
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
                without_write_only: |_, _| None,
            }]),
        }],
        ..STREAM
    };
    static SENDING: Socket = Socket {
        allow: &[BuiltIn::Subscribe],
        ..PLACES
    };
    let size = |items: &'static [Item]| {
        let part = Part { name: "Places", items };
        std::panic::catch_unwind(AssertUnwindSafe(|| copies_size::<32>(&[&part])))
    };
    static BOTH_WAYS: [Item; 3] = [Item::Component(&PLACE), Item::Component(&OTHER), Item::Socket(&PLACES)];
    let fault = size(&BOTH_WAYS).unwrap_err();
    let fault = fault.downcast_ref::<String>().unwrap();
    assert!(
        fault.contains("two components of the document are named `PlaceRequest`"),
        "{fault}"
    );
    // Where clients only hear of it, it has its plain name.
    static ONE_WAY: [Item; 3] = [Item::Component(&PLACE), Item::Component(&OTHER), Item::Socket(&SENDING)];
    assert_eq!(size(&ONE_WAY).unwrap(), 0);
}
