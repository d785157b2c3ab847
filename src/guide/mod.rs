//! The guide, a book to read from the first page to the last.
//!
//! 1. [Start](_1_start): a crate of your own, from `Cargo.toml` to a container; [from a Swagger 2.0 file](_1_start::swagger).
//! 2. [Resources](_2_resources): fields, types, options, generated operations, errors; [relations](_2_resources::relations), [shaping JSON](_2_resources::shaping_json),
//!    [keeping an existing contract](_2_resources::existing_contract).
//! 3. [Lists](_3_lists): filters, search, order, pages.
//! 4. [Operations](_4_operations) of your own; [transactions](_4_operations::transactions), [hooks](_4_operations::hooks),
//!    [forms and files](_4_operations::uploads).
//! 5. [Access](_5_access): schemes, rules, checks; [viewers](_5_access::viewers): optional sign-in, fields by rule.
//! 6. [Sockets](_6_sockets): methods, channels, live updates; [brokers](_6_sockets::brokers).
//! 7. [Migrations](_7_migrations): changing a declaration whose tables hold rows.
//! 8. [Testing](_8_testing): databases, a server and a client for your tests.
//! 9. [Running](_9_running): the command line, every setting, the document and its pages; [many servers](_9_running::many_servers).
//!
//! The grammar of a declaration is at [`api!`](crate::api).

#[doc = include_str!("start.md")]
pub mod _1_start {
    #[doc = include_str!("swagger.md")]
    pub mod swagger {}
}

#[doc = include_str!("resources.md")]
pub mod _2_resources {
    #[doc = include_str!("existing_contract.md")]
    pub mod existing_contract {}
    #[doc = include_str!("relations.md")]
    pub mod relations {}
    #[doc = include_str!("shaping_json.md")]
    pub mod shaping_json {}
}

#[doc = include_str!("lists.md")]
pub mod _3_lists {}

#[doc = include_str!("operations.md")]
pub mod _4_operations {
    #[doc = include_str!("hooks.md")]
    pub mod hooks {}
    #[doc = include_str!("transactions.md")]
    pub mod transactions {}
    #[doc = include_str!("uploads.md")]
    pub mod uploads {}
}

#[doc = include_str!("access.md")]
pub mod _5_access {
    #[doc = include_str!("viewers.md")]
    pub mod viewers {}
}

#[doc = include_str!("sockets.md")]
pub mod _6_sockets {
    #[doc = include_str!("brokers.md")]
    pub mod brokers {}
}

#[doc = include_str!("migrations.md")]
pub mod _7_migrations {}

#[doc = include_str!("testing.md")]
pub mod _8_testing {}

#[doc = include_str!("running.md")]
pub mod _9_running {
    #[doc = include_str!("many_servers.md")]
    pub mod many_servers {}
}
