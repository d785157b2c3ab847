//! The envelope of all frames around their payload, and the schemas of it that sockets share.

use crate::meta::{BuiltIn, Channel, Errors, Index, Item};
use crate::spec::schema::{View, schema};
use crate::spec::writer::Writer;
use crate::types::Limits;

/// What refers to the id of a request or an answer.
pub(super) const CORRELATED: &str = ",\"correlationId\":{\"$ref\":\"#/components/correlationIds/id\"}";

/// What that refers to (`AsyncAPI` 3.0, correlation ID object).
pub(super) const CORRELATION: &str = "\"id\":{\"description\":\"The id of a request is that of its answer\",\
     \"location\":\"$message.payload#/id\"}";

/// A request or an answer up to the name of its method.
pub(super) const FRAME: &str = ",\"payload\":{\"type\":\"object\",\"properties\":{\"id\":\
     {\"$ref\":\"#/components/schemas/socket.id\"},\"method\":{\"type\":\"string\",\"const\":\"";

/// A request or an answer behind the name of its method.
pub(super) const OF_PAYLOAD: &str = "\"},\"payload\":";
pub(super) const OF_RESULT: &str = "\"},\"result\":";

/// How requests end that need their payload, and those that don't.
pub(super) const WITH_PAYLOAD: &str = "},\"required\":[\"id\",\"method\",\"payload\"],\"additionalProperties\":false}";
pub(super) const PERHAPS_PAYLOAD: &str = "},\"required\":[\"id\",\"method\"],\"additionalProperties\":false}";

/// How answers end.
pub(super) const WITH_RESULT: &str = "},\"required\":[\"id\",\"method\",\"result\"]}";

/// An object without members, that a client sends.
pub(super) const EMPTY: &str = "{\"type\":\"object\",\"additionalProperties\":false}";

/// An object without members yet, that a client gets.
pub(super) const NOTHING: &str = "{\"type\":\"object\"}";

/// A refusal: what couldn't be read of its request is left out.
pub(super) const ERROR: &str = ",\"payload\":{\"type\":\"object\",\"properties\":{\"id\":\
     {\"description\":\"The id of the request as it came, even one that is no string\"},\"method\":{\"type\":\"string\"},\"error\":\
     {\"$ref\":\"#/components/schemas/socket.error\"}},\"required\":[\"error\"]}";

/// A broadcast, up to what its channel may be.
pub(super) const BROADCAST: &str = "{\"type\":\"object\",\"properties\":{\"channel\":";
pub(super) const OF_EVENT: &str = ",\"event\":{\"type\":\"string\",\"const\":\"";
pub(super) const OF_DATA: &str = "\"},\"data\":";
pub(super) const WITH_DATA: &str = "},\"required\":[\"channel\",\"event\",\"data\"]";

/// How one ends that a client sends.
pub(super) const CLOSED: &str = ",\"additionalProperties\":false}";

/// A broadcast of a socket that knows no channels by name.
pub(super) const ANY_BROADCAST: &str = "{\"type\":\"object\",\"properties\":{\"channel\":\
     {\"$ref\":\"#/components/schemas/socket.channel\"},\"event\":{\"type\":\"string\",\"description\":\
     \"Empty if the message was published without one\"},\"data\":{}},\"required\":[\"channel\",\"event\",\"data\"]}";

/// Any channel.
pub(super) const ANY_CHANNEL: &str = "{\"$ref\":\"#/components/schemas/socket.channel\"}";

/// What such a socket takes to publish: data is anything but null.
pub(super) const ANY_PUBLICATION: &str = "{\"type\":\"object\",\"properties\":{\"channel\":\
     {\"$ref\":\"#/components/schemas/socket.channel\"},\"event\":{\"type\":[\"string\",\"null\"],\"maxLength\":255},\
     \"data\":{\"type\":[\"array\",\"boolean\",\"number\",\"object\",\"string\"]}},\
     \"required\":[\"channel\",\"data\"],\"additionalProperties\":false}";

/// Writes the schema of a channel's name: itself, or what fits its template.
pub(super) const fn channel(w: &mut Writer<'_>, channel: &Channel) {
    let bytes = channel.name.as_bytes();
    let (mut at, mut template) = (0, false);
    while at < bytes.len() {
        template = template || bytes[at] == b'{';
        at += 1;
    }
    if !template {
        w.put3("{\"type\":\"string\",\"const\":\"", channel.name, "\"");
        w.description(channel.docs);
        return w.put("}");
    }
    w.put3(
        "{\"title\":\"",
        channel.name,
        "\",\"type\":\"string\",\"maxLength\":255,\"pattern\":\"^",
    );
    at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                while bytes[at] != b'}' {
                    at += 1;
                }
                w.put("[^/]+");
            }
            b'.' => w.put("\\\\."),
            byte => w.bytes(&[byte]),
        }
        at += 1;
    }
    w.put("$\"");
    w.description(channel.docs);
    w.put("}");
}

/// Which of the shared schemas sockets name.
pub(super) struct Uses {
    /// Whether there is a socket.
    pub(super) sockets: bool,
    follow: bool,
    publish: bool,
    server_info: bool,
    any_channel: bool,
}

impl Uses {
    pub(super) const fn of(index: &Index) -> Self {
        let mut uses = Self {
            sockets: false,
            follow: false,
            publish: false,
            server_info: false,
            any_channel: false,
        };
        let mut next = index.first();
        while let Some(at) = next {
            if let Item::Socket(socket) = index.item(at) {
                let follow = socket.allows(BuiltIn::Subscribe) || socket.allows(BuiltIn::Unsubscribe);
                let publish = socket.allows(BuiltIn::Publish);
                uses.sockets = true;
                uses.follow = uses.follow || follow;
                uses.publish = uses.publish || publish;
                uses.server_info = uses.server_info || socket.allows(BuiltIn::ServerInfo);
                uses.any_channel = uses.any_channel || (socket.channels.is_empty() && (follow || publish));
            }
            next = index.next(at);
        }
        uses
    }

    /// Writes them, in the order of their names. Names of the declaration have no dot.
    pub(super) const fn schemas(&self, w: &mut Writer<'_>, errors: &Errors) {
        shared(w, self.any_channel, CHANNEL);
        failure(w, errors);
        shared(w, self.follow, FOLLOWED);
        shared(w, true, ID);
        shared(w, self.follow, PATTERN);
        shared(w, self.publish, PUBLICATION);
        shared(w, self.server_info, SERVER_INFO);
    }
}

const fn shared(w: &mut Writer<'_>, used: bool, schema: &str) {
    if used {
        w.comma();
        w.put(schema);
    }
}

/// Writes what an error is: the usual form, or that of the API.
const fn failure(w: &mut Writer<'_>, errors: &Errors) {
    let Some(model) = &errors.model else {
        return shared(w, true, FAILURE);
    };
    w.comma();
    w.put("\"socket.error\":");
    let placeholders = w.placeholders();
    schema(w, model.schema, &Limits::NONE, View::ReplyItem);
    // They are for names in requests.
    w.forget(placeholders);
}

const CHANNEL: &str = concat!(
    r#""socket.channel":{"type":"string","minLength":1,"maxLength":255,"#,
    r#""pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$","description":"Name of a channel, at most 255 bytes; not that of a resource"}"#,
);

const FAILURE: &str = concat!(
    r#""socket.error":{"type":"object","properties":{"message":{"type":"string","description":"What is wrong, as a "#,
    r#"whole"},"errors":{"type":"array","minItems":1,"items":{"type":"object","properties":{"field":{"type":"string","#,
    r#""description":"Path of the value: `place.street`"},"message":{"type":"string"}},"required":["field","#,
    r#""message"]},"description":"Each value that is wrong"}},"required":["message"],"#,
    r#""description":"Why a request was refused"}"#,
);

const FOLLOWED: &str = concat!(
    r#""socket.followed":{"type":"object","properties":{"subscribed":{"type":"object","#,
    r#""additionalProperties":{"type":"array","maxItems":32,"items":{"type":"string"}},"description":"The patterns of "#,
    r#"events that this socket follows of the channel; of more than 32 the first in alphabetical order, and the one "#,
    r#"that was asked for"}},"required":["subscribed"]}"#,
);

const ID: &str = concat!(
    r#""socket.id":{"type":"string","maxLength":255,"pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$","#,
    r#""description":"Names a request; its answer has the same. At most 255 bytes"}"#,
);

const PATTERN: &str = concat!(
    r#""socket.pattern":{"type":["string","null"],"maxLength":255,"pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]*$","#,
    r#""description":"An event, or a pattern of several: `*` is any text, `?` any character, `[..]` one of those "#,
    r#"within; null or none is `*`. A socket follows at most 32 patterns with `*`, `?` or `[` of one channel"}"#,
);

const PUBLICATION: &str = concat!(
    r#""socket.publication":{"type":"object","properties":{"channel":{"type":"string"},"event":{"type":"string"},"#,
    r#""data":{}},"required":["channel","data"],"description":"What was published"}"#,
);

const SERVER_INFO: &str = concat!(
    r#""socket.server_info":{"type":"object","properties":{"connections":{"type":"integer","minimum":0,"#,
    r#""description":"How many sockets are open at this server"},"channels":{"type":"object","#,
    r#""additionalProperties":{"type":"object","additionalProperties":{"type":"integer","minimum":0}},"#,
    r#""description":"By channel and pattern of events, how many follow it"}},"required":["connections","channels"]}"#,
);
