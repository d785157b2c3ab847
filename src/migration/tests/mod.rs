//! Tests of tables, their differences and migrations, against real databases where they need one.

mod alter;
mod alter_convert;
mod alter_rebuild;
mod alter_safe;
mod apply;
mod catalogues;
mod convert_pairs;
mod convert_values;
mod diff;
mod foreign_keys;
mod live;
mod migrations;
mod preserve;
mod property;
mod round;
mod tables;

use std::time::Duration;

use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{ConnectionTrait as _, Value};
use serde_json::value::RawValue;

use crate::db::tests::*;
use crate::db::*;
use crate::error::FieldErrors;
use crate::meta::{Field, Resource};
use crate::migration;
use crate::schema::model::*;
use crate::sql::*;
use crate::types::JsonValue;
