use super::{Api, Component, Resource};
pub const fn check_api(_: &Api, _: &[&[u8]], _: &[&[u8]]) {}
pub const fn check_component(_: &Component) {}
pub const fn check_resource(_: &Resource) {}
