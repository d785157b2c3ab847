//! The declaration as `&'static` data: document, parsers, statements and tables all read it, so they can't disagree.

mod api;
mod check;
mod component;
mod field;
mod fields;
mod filter;
mod message;
mod object;
mod operation;
mod options;
mod patterns;
mod resource;

pub use api::{Api, Contact, Info, Item, License, Part};
pub use check::{check_api, check_component, check_resource};
pub use component::{Component, Shape};
pub use field::{Default, Direction, Docs, Field, OnDelete, Reference};
pub use fields::Fields;
pub use filter::{Custom, Filter, Operator};
pub use object::{ObjectReader, ObjectWriter};
pub use operation::{Method, Operation, OperationKind, OrderColumn, Paging, PagingStyle, Place};
pub use options::{Build, Choice, InSchema, InTable};
pub(crate) use patterns::check_patterns;
pub use resource::Resource;
