//! The words of the grammar as paths. `dsl/words.rs` knows which there are.
#![allow(
    non_upper_case_globals,
    non_camel_case_types,
    missing_docs,
    reason = "the words of the grammar are lower case and described at `api!`"
)]

/// Methods of sockets that are the crate's own.
pub mod built_in {
    use crate::meta::BuiltIn;

    pub const subscribe: BuiltIn = BuiltIn::Subscribe;
    pub const unsubscribe: BuiltIn = BuiltIn::Unsubscribe;
    pub const publish: BuiltIn = BuiltIn::Publish;
    pub const server_info: BuiltIn = BuiltIn::ServerInfo;
}

/// Hooks of sockets.
pub mod socket_hook {
    use crate::db::Pending;
    use crate::engine::Ctx;
    use crate::ws::{Publication, Socket, SocketHook, Subscription};

    #[must_use]
    pub const fn can_subscribe(
        hook: for<'h> fn(&'h Ctx, &'h Socket, &'h mut Subscription) -> Pending<'h, ()>,
    ) -> SocketHook {
        SocketHook::CanSubscribe(hook)
    }

    #[must_use]
    pub const fn can_publish(
        hook: for<'h> fn(&'h Ctx, &'h Socket, &'h mut Publication) -> Pending<'h, ()>,
    ) -> SocketHook {
        SocketHook::CanPublish(hook)
    }
}

/// Methods of routes.
pub mod method {
    use crate::meta::Method;

    pub const GET: Method = Method::Get;
    pub const POST: Method = Method::Post;
    pub const PUT: Method = Method::Put;
    pub const PATCH: Method = Method::Patch;
    pub const DELETE: Method = Method::Delete;
}

/// Operators of filters.
pub mod operator {
    use crate::meta::Operator;

    pub const eq: Operator = Operator::Eq;
    pub const ne: Operator = Operator::Ne;
    pub const lt: Operator = Operator::Lt;
    pub const le: Operator = Operator::Le;
    pub const gt: Operator = Operator::Gt;
    pub const ge: Operator = Operator::Ge;
    pub const null: Operator = Operator::Null;
    pub const contains: Operator = Operator::Contains;
    pub const starts: Operator = Operator::Starts;
}

/// Conditions on how many related rows there are.
pub mod rows_operator {
    use crate::meta::RowsOperator;

    pub const any: RowsOperator = RowsOperator::Any;
    pub const none: RowsOperator = RowsOperator::None;
    pub const count_ge: RowsOperator = RowsOperator::CountGe;
    pub const count_le: RowsOperator = RowsOperator::CountLe;
}

/// Operations of resources.
pub mod operation {
    use crate::meta::{Operation, OperationKind, Paging};

    pub const list: Operation = Operation::new(OperationKind::List);
    pub const create: Operation = Operation::new(OperationKind::Create);
    pub const create_many: Operation = Operation::new(OperationKind::CreateMany);
    pub const read: Operation = Operation::new(OperationKind::Read);
    pub const update: Operation = Operation::new(OperationKind::Update);
    pub const put: Operation = Operation::new(OperationKind::Put);
    pub const delete: Operation = Operation::new(OperationKind::Delete);
    pub const delete_many: Operation = Operation::new(OperationKind::DeleteMany);
    pub const link: Operation = Operation::new(OperationKind::Link);
    pub const unlink: Operation = Operation::new(OperationKind::Unlink);

    /// `list(..)`.
    #[must_use]
    pub const fn list_paged(paging: Paging) -> Operation {
        Operation {
            paging,
            ..Operation::new(OperationKind::List)
        }
    }
}

/// Changes that resources publish.
pub mod published {
    use crate::meta::Published;

    pub const create: Published = Published::Create;
    pub const update: Published = Published::Update;
    pub const delete: Published = Published::Delete;
}

/// Hooks of resources.
pub mod hook {
    use crate::engine::{Declared, Draft, Hook, HooksOf, Seen};

    macro_rules! hooks {
        ($( $word:ident: $hook:ident($sees:ident), )*) => {$(
            #[must_use]
            pub const fn $word<E: Declared>(hooks: HooksOf<E>, hook: $sees<E>) -> HooksOf<E> {
                hooks.with(Hook::$hook(hook))
            }
        )*};
    }

    hooks! {
        before_create: BeforeCreate(Draft),
        after_create: AfterCreate(Seen),
        before_update: BeforeUpdate(Draft),
        after_update: AfterUpdate(Seen),
        before_delete: BeforeDelete(Seen),
        after_delete: AfterDelete(Seen),
    }
}

/// Members around rows.
pub mod envelope {
    use crate::meta::Envelope;

    #[must_use]
    pub const fn one(envelope: Envelope, name: &'static str) -> Envelope {
        Envelope {
            one: Some(name),
            ..envelope
        }
    }

    #[must_use]
    pub const fn many(envelope: Envelope, name: &'static str) -> Envelope {
        Envelope {
            many: Some(name),
            ..envelope
        }
    }

    #[must_use]
    pub const fn total(envelope: Envelope, name: &'static str) -> Envelope {
        Envelope {
            total: Some(name),
            ..envelope
        }
    }
}

/// Members around the JSON of an op.
pub mod op_envelope {
    use crate::meta::OpEnvelope;

    #[must_use]
    pub const fn body(envelope: OpEnvelope, name: &'static str) -> OpEnvelope {
        OpEnvelope {
            body: Some(name),
            ..envelope
        }
    }

    #[must_use]
    pub const fn reply(envelope: OpEnvelope, name: &'static str) -> OpEnvelope {
        OpEnvelope {
            reply: Some(name),
            ..envelope
        }
    }

    #[must_use]
    pub const fn total(envelope: OpEnvelope, name: &'static str) -> OpEnvelope {
        OpEnvelope {
            total: Some(name),
            ..envelope
        }
    }
}

/// Formats of texts.
pub mod format {
    use crate::types::Format;

    pub const email: Format = Format::Email;
    pub const url: Format = Format::Url;
    pub const ipv4: Format = Format::Ipv4;
    pub const ipv6: Format = Format::Ipv6;
    pub const hostname: Format = Format::Hostname;
}

/// What happens to rows that refer to a deleted row.
pub mod on_delete {
    use crate::meta::OnDelete;

    pub const cascade: OnDelete = OnDelete::Cascade;
    pub const set_null: OnDelete = OnDelete::SetNull;
    pub const restrict: OnDelete = OnDelete::Restrict;
}
