//! The only module that expansions of the macros use. Nothing here is public API.

mod base;
mod choice;
mod computed;
mod entity;
pub mod fields;
mod item;
mod join;
mod op;
mod relation;
mod row;
mod sections;
mod socket;
mod table;
mod words;

pub use base::{Partial, SchemaBase, picked};
pub use choice::{
    choice_from_row, choice_from_stored, choice_index, choice_to_stored, fits_none, parse_choice, read_choice,
};
pub use computed::{ComputedAt, ComputedName};
pub use entity::{
    Cell, Cells, Slot, Slots, array_type, column_def, into_value, position, save_as, stored_wrongly, take_set, typed,
};
pub use item::{Declaration, InApi, Part, PartFragments, PartSections, part, part_fragments};
pub use join::{count, with_own};
pub use op::{
    DeclaredErrors, OpErrors, answer, argument_field, argument_place, body_field, body_shape, chosen, chosen_created,
    created_shape, given, json_of, one_way_of, paged, payload_field, reply_shape, schema_of, several, with_errors,
};
pub use relation::{HasRelations, RelationAt, related, related_to, related_via, relation_def};
pub use row::{read_row, read_stored_row, write_row, write_stored_row};
pub use sections::{
    DeclaredApi, DeclaredComputed, DeclaredNumbers, DeclaredOp, DeclaredRelations, DeclaredResource, DeclaredSchema,
    Link, OpSections, RelationPaths, ResourceSections, SpelledResource,
};
pub use socket::{ChannelSource, channel_source, first};
pub use table::{FieldAt, HasTable, table_of};
pub use words::{
    built_in, envelope, format, hook, method, on_delete, op_envelope, operation, operator, published, rows_operator,
    socket_hook,
};

#[cfg(feature = "cli")]
pub use crate::cli::{Cli, cli};
pub use crate::db::field;
pub use crate::engine::{Check, ComputedFn, Ctx, Declared, Hooks, HooksOf, Ops, OwnRow, call_hook, checked};
pub use crate::error::{Cause, Error, FieldErrors, Problem};
pub use crate::handler::{
    Answer, Argument, Body, Call, Create, Created, FilterQuery, Handler, ListQuery, NoContent, Reply, Update,
    given_row, take_row,
};
pub use crate::http::{State, filter, resource_filter};
#[cfg(feature = "jwt")]
pub use crate::jwt::Jwt;
pub use crate::meta;
pub use crate::meta::plain;
pub use crate::meta::{
    Check as ObjectCheck, EnumNumbers, Index, IndexSizes, IndexTables, Object, ObjectMembers, ObjectReader,
    ObjectWriter, check_api, check_component_name, check_computed, check_cors, check_enum_number, check_error_status,
    check_field, check_foreign_key, check_item, check_left, check_limit, check_link, check_omitted, check_op_section,
    check_operation_option, check_pick, check_property, check_referenced, check_relation, check_section,
    check_socket_section, computed_named, first_met, index_sizes, keep_property, misnamed, one_way,
};
pub use crate::spec::{
    ApiFragments, DeclaredItem, Fragment, Fragments, Kept, PIECES, Render, Room, Source, Whole, asyncapi_room,
    document, fragment, fragments_size, kept, openapi_room,
};
pub use crate::types::{
    Choices, ColumnType, EnumValue, EnumValues, FieldType, Kind, Limits, Listed, OneWay, Row, Schema, Storage,
};
pub use crate::types::{deserialize, serialize, take_variant, write_string};
pub use crate::ws::{RpcHandler, Socket, SocketHooks, call_socket_hook, rendered, validate};
pub use pastey::paste;
pub use sea_orm::sea_query::{ArrayType, ColumnType as SqlType, Expr, Nullable, ValueType, ValueTypeErr};
pub use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue, ColIdx, ColumnDef, ColumnFromStrErr, ColumnTrait, Condition,
    DbErr, EntityName, EntityTrait, FromQueryResult, Iden, IdenStatic, IntoActiveModel, Iterable, ModelTrait,
    PrimaryKeyToColumn, PrimaryKeyTrait, QueryResult, Related, RelationDef, RelationTrait, TryFromU64, TryGetError,
    TryGetable, TryIntoModel, Value,
};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::value::RawValue;
pub use warp::filters::BoxedFilter;
pub use warp::reply::Response;
