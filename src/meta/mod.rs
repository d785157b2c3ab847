//! The declaration as `&'static` data. Document, parsers, statements and tables all read it, so that they can't differ.

mod access;
mod address;
mod api;
mod base;
mod check;
mod component;
mod computed;
mod conflicts;
mod cors;
mod envelope;
mod errors;
mod failures;
mod field;
mod field_access;
mod fields;
mod filter;
mod foreign_key;
mod function;
pub(crate) mod index;
mod names;
mod nulls;
mod const_error;
mod object;
mod op;
mod operand;
mod operation;
mod options;
mod owner;
mod parent;
mod patterns;
mod placeholder;
mod rate_limit;
mod relation;
mod resource;
mod routes;
pub(crate) mod setting;
mod socket;

pub use access::{
    Access, Alternative, ApiKey, Basic, Bearer, CredentialSource, Flow, KeyPlace, OAuth2, OpenIdConnect, Rules, Scheme,
    SchemeKind,
};
pub use address::mark_address;
pub use api::{Api, Contact, Info, Item, License, Part};
pub use base::{Base, check_left, check_omitted, check_pick};
pub use check::{
    EnumNumbers, check_api, check_component_name, check_computed, check_cors, check_enum_number, check_error_status,
    check_field, check_foreign_key, check_item, check_limit, check_link, check_op_section, check_operation_option,
    check_property, check_referenced, check_relation, check_section, check_socket_section, computed_named, misnamed,
};
#[cfg(feature = "import")]
pub(crate) use check::{is_built_in_component, is_component_name};
pub use component::{Component, Shape};
pub use computed::{Computed, ComputedBy};
pub use conflicts::Conflicts;
pub(crate) use const_error::const_error;
pub use cors::{Cors, OriginPattern};
pub use envelope::{Envelope, OpEnvelope};
pub use errors::{ErrorKind, ErrorKinds, ErrorModel, Errors, status_title};
pub use failures::Failures;
pub use field::{Default, Direction, Docs, Field, OnDelete, Reference, plain};
pub use field_access::FieldAccess;
pub use fields::Fields;
pub use filter::{Custom, Filter, Operator, RowsOperator};
pub use foreign_key::{ForeignKey, ForeignKeyTarget};
pub use function::Function;
pub(crate) use index::same;
pub use index::{Index, IndexSizes, IndexTables, index_sizes};
pub use names::Names;
pub use nulls::{Nulls, with_nulls};
pub use object::{Check, Object, ObjectMembers, ObjectReader, ObjectWriter, first_met, keep_property, one_way};
pub use op::{Argument, ArgumentPlace, Body, Media, Op, Reply, ReplyKind, Route};
pub use operand::{FieldPath, Operand};
pub use operation::{Linked, Method, Operation, OperationKind, OrderColumn, Paging, PagingStyle, Place};
pub use options::{Build, Choice, InItem, InOp, InSchema, InTable};
pub use owner::{RelatedOwner, listed_view, owned};
pub(crate) use parent::PathParameter;
pub use parent::{Parent, mark_parents};
pub(crate) use patterns::check_patterns;
pub use placeholder::{Document, Placed, Placeholder};
pub use rate_limit::{ApiLimits, RateLimit};
pub use relation::{Related, RelatedField, Relation, RelationPath, Through, ViewersRow};
pub use resource::{Published, Resource};
pub use routes::Listed;
pub use setting::Setting;
pub(crate) use setting::{BODY_LIMIT, BULK_LIMIT, PAGE_BYTES};
pub use socket::{BuiltIn, Channel, Event, Hooks, Rpc, Socket, Source};
