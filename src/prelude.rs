//! What a declaration needs: `use warp_openapi::prelude::*`.
//!
//! The macros, the types of fields, [`Error`], and those traits of sea-orm that filters and entities are used with.
//! What isn't here is in [`sea_orm`].

pub use crate::{
    ByteStream, Bytes, ColumnType, Created, Credentials, Ctx, EnumValues, Error, FieldErrors, FieldType, Form, Json,
    JsonValue, NoContent, Page, Principal, Problem, Publication, Socket, Subscription, Viewer, api, api_part,
};
#[cfg(feature = "multipart")]
pub use crate::{File, Multipart, Part, Parts};
pub use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    ModelTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
pub use uuid::Uuid;
