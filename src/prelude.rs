//! What a declaration needs: `use warp_openapi::prelude::*`.

pub use crate::{Bytes, Error, FieldType, Json, JsonValue, api, api_part};
pub use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
pub use rust_decimal::Decimal;
pub use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
pub use uuid::Uuid;
