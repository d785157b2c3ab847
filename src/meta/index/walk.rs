//! What each item of a declaration names: on its own account, and by the components that it holds.

use super::reach::{RECEIVED, REPLIES, REPLY, REQUEST, REQUESTS, ReachTable, SENT, Uses};
use crate::meta::{
    ArgumentPlace, Computed, Event, Field, Fields, Filter, Item, Op, OperationKind, Operator, Part, Published,
    Resource, Shape, Socket, Source,
};
use crate::types::{Kind, Schema};

impl<const M: usize> ReachTable<M> {
    const fn view(&mut self, resource: &Resource, view: Fields, uses: Uses) {
        self.name(resource.name.as_bytes(), view.suffix().as_bytes(), uses);
    }

    const fn schema(&mut self, schema: &Schema, uses: Uses) {
        match schema.kind {
            Kind::Ref(name) => self.name(name.as_bytes(), &[], uses),
            Kind::List(inner) | Kind::Map(inner) => self.schema(inner, uses),
            Kind::Any
            | Kind::String
            | Kind::Bytes
            | Kind::Boolean
            | Kind::Int16
            | Kind::Int32
            | Kind::Int64
            | Kind::Float
            | Kind::Double
            | Kind::Decimal
            | Kind::Uuid
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::File => {}
        }
    }

    /// What the errors of an API hold, of replies or also of frames.
    pub(super) const fn errors(&mut self, part: &Part, uses: Uses) {
        if let Some(schema) = &part.error_model {
            self.schema(schema, uses);
        }
    }

    pub(super) const fn resource(&mut self, resource: &Resource) {
        let mut at = 0;
        while at < resource.operations.len() {
            let operation = &resource.operations[at];
            match operation.kind {
                OperationKind::List | OperationKind::Read => {
                    self.view(resource, resource.read_view(operation.kind), REPLY);
                }
                OperationKind::Link | OperationKind::Unlink => {
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Create | OperationKind::CreateMany => {
                    self.view(resource, Fields::Create, REQUEST);
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Update => {
                    self.view(resource, Fields::Update, REQUEST);
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Put => {
                    let body = resource.put_view();
                    self.view(resource, body, REQUEST);
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Delete | OperationKind::DeleteMany => {}
            }
            match operation.kind {
                OperationKind::List | OperationKind::DeleteMany => self.filters(resource),
                OperationKind::Read
                | OperationKind::Update
                | OperationKind::Put
                | OperationKind::Delete
                | OperationKind::Link
                | OperationKind::Unlink => self.address_of(resource, REQUEST),
                OperationKind::Create | OperationKind::CreateMany => {}
            }
            at += 1;
        }
    }

    /// What the parameters of filters hold.
    const fn filters(&mut self, resource: &Resource) {
        let mut at = 0;
        while at < resource.filters.len() {
            match &resource.filters[at] {
                Filter::Field { field, operators, .. } => self.compared(&resource.fields[*field], operators),
                Filter::Computed {
                    computed, operators, ..
                } => self.compared(&resource.computed[*computed].field, operators),
                Filter::Related { operators, .. } => {
                    if let Some(related) = &resource.related_filters[at] {
                        self.compared(&related.field, operators);
                    }
                }
                Filter::Rows { .. } => {}
                Filter::Custom(custom) => self.schema(&custom.schema, REQUEST),
            }
            at += 1;
        }
    }

    /// What the parameters of these operators hold.
    const fn compared(&mut self, field: &Field, operators: &[Operator]) {
        let mut operator = 0;
        while operator < operators.len() {
            // The others take texts, whatever the field is.
            if !matches!(
                operators[operator],
                Operator::Null | Operator::Contains | Operator::Starts
            ) {
                self.schema(&field.schema, REQUEST);
            }
            operator += 1;
        }
    }

    pub(super) const fn op(&mut self, op: &Op) {
        let mut at = 0;
        while let Some(reply) = op.reply.get(at) {
            match (op.listed_items(reply), &reply.schema) {
                (Some(resource), _) => self.view(resource, resource.item_view(), REPLY),
                (None, Some(schema)) => self.schema(schema, REPLY),
                (None, None) => {}
            }
            at += 1;
        }
        at = 0;
        while at < op.arguments.len() {
            match &op.arguments[at].place {
                ArgumentPlace::Body(body) => self.schema(&body.schema, REQUEST),
                ArgumentPlace::Filters(resource) | ArgumentPlace::Listing(resource) => self.filters(resource),
                ArgumentPlace::Path | ArgumentPlace::Query | ArgumentPlace::Header(_) => {
                    self.schema(&op.arguments[at].field.schema, REQUEST);
                }
                // In no path, which is an error.
                ArgumentPlace::Row(_) => {}
            }
            at += 1;
        }
    }

    pub(super) const fn socket(&mut self, socket: &Socket) {
        let mut at = 0;
        while at < socket.rpc.len() {
            if let Some(payload) = &socket.rpc[at].payload {
                self.schema(&payload.schema, SENT);
            }
            if let Some(reply) = &socket.rpc[at].reply.schema {
                self.schema(reply, RECEIVED);
            }
            at += 1;
        }
        let publishes = socket.allows(crate::meta::BuiltIn::Publish);
        at = 0;
        while at < socket.channels.len() {
            match socket.channels[at].source {
                Source::Events(events) => {
                    let mut event = 0;
                    while event < events.len() {
                        let Event { data, .. } = &events[event];
                        self.schema(data, if publishes { SENT | RECEIVED } else { RECEIVED });
                        event += 1;
                    }
                }
                Source::Resource(resource) => {
                    if resource.publishes(Published::Create) || resource.publishes(Published::Update) {
                        self.view(resource, Fields::Reply, RECEIVED);
                    }
                    if resource.publishes(Published::Delete) {
                        self.address_of(resource, RECEIVED);
                    }
                }
            }
            at += 1;
        }
    }

    /// Reaches what a component holds, where its own uses have grown.
    pub(super) const fn follow(&mut self, parts: &[&Part], slot: usize) {
        let (entry, uses) = self.unfollowed(slot);
        if uses == 0 {
            return;
        }
        match entry.at.item_of(parts) {
            Item::Component(component) => match component.shape {
                Shape::Enum(_) => {}
                Shape::Object(fields) => self.object(fields, uses),
                Shape::Union(variants) => {
                    let mut at = 0;
                    while at < variants.len() {
                        self.schema(&variants[at], uses);
                        at += 1;
                    }
                }
            },
            Item::Resource(resource) => {
                self.fields_of(resource.fields, entry.view, uses);
                self.written_by(resource, entry.view, uses);
                if entry.view.is_of_replies() {
                    self.computed(resource.computed, uses & REPLIES);
                    match entry.view {
                        Fields::Selection => self.selected_of(resource, uses & REPLIES),
                        _ => self.relations_of(resource, uses & REPLIES),
                    }
                }
            }
            Item::Op(_) | Item::Socket(_) => {}
        }
    }

    /// Reaches what the properties of a schema hold, each in the directions in which it goes itself.
    const fn object(&mut self, fields: &[Field], uses: Uses) {
        let mut at = 0;
        while at < fields.len() {
            let field = &fields[at];
            let requests = if field.in_requests() { REQUESTS } else { 0 };
            let replies = if field.in_replies() { REPLIES } else { 0 };
            if uses & (requests | replies) != 0 {
                self.schema(&field.schema, uses & (requests | replies));
            }
            at += 1;
        }
    }

    /// Reaches what the fields of a view hold.
    const fn fields_of(&mut self, fields: &[Field], view: Fields, uses: Uses) {
        let mut at = 0;
        while at < fields.len() {
            if view.holds(&fields[at]) {
                self.schema(&fields[at].schema, uses);
            }
            at += 1;
        }
    }

    /// Reaches what the computed fields hold.
    const fn computed(&mut self, computed: &[Computed], uses: Uses) {
        let mut at = 0;
        while at < computed.len() {
            self.schema(&computed[at].field.schema, uses);
            at += 1;
        }
    }

    /// Reaches what the properties of related rows hold, of which requests select some.
    const fn selected_of(&mut self, resource: &Resource, uses: Uses) {
        let mut at = 0;
        while at < resource.shown_paths() {
            let path = resource.shown_path(at);
            let mut depth = 0;
            while depth < path.len() {
                let relation = path[depth];
                match relation.shown_as {
                    Some(field) => self.schema(&relation.target.fields[field].schema, uses),
                    None => {
                        self.fields_of(relation.target.fields, relation.view(), uses);
                        self.computed(relation.target.computed, uses);
                    }
                }
                depth += 1;
            }
            at += 1;
        }
    }

    /// Reaches the rows that are shown with those of a resource.
    const fn relations_of(&mut self, resource: &Resource, uses: Uses) {
        let mut at = 0;
        while at < resource.relations.len() {
            if resource.shows_relation(at)
                && let Some(field) = resource.relations[at].shown_as
            {
                self.schema(&resource.relations[at].target.fields[field].schema, uses);
            } else if resource.shows_relation(at) {
                let relation = &resource.relations[at];
                self.name(
                    relation.target.component.as_bytes(),
                    relation.view().suffix().as_bytes(),
                    uses,
                );
            }
            at += 1;
        }
    }

    /// Reaches what the related rows hold that requests write.
    const fn written_by(&mut self, resource: &Resource, view: Fields, uses: Uses) {
        let mut at = 0;
        while at < resource.write.len() {
            let relation = &resource.relations[resource.write[at]];
            if resource.carries(resource.write[at], view) {
                match (&relation.through, relation.named_by()) {
                    (Some(_), Some(field)) => self.schema(&relation.target.fields[field].schema, uses),
                    _ => self.fields_of(relation.target.fields, Fields::Create, uses),
                }
            }
            at += 1;
        }
    }

    /// Reaches what the fields of an address hold.
    const fn address_of(&mut self, resource: &Resource, uses: Uses) {
        let address = resource.address();
        let mut at = 0;
        while at < address.len() {
            self.schema(&resource.fields[address[at]].schema, uses);
            at += 1;
        }
    }
}
