//! The words of the grammar as paths, so that a wrong one is an error at its token, with a suggestion.
#![allow(
    non_upper_case_globals,
    non_camel_case_types,
    missing_docs,
    reason = "the words of the grammar are lower case and described at `api!`"
)]

/// Keywords of items.
pub mod keyword {
    pub enum resource {}
    pub enum schema {}
    pub enum union {}
}

/// Sections of `api`.
pub mod api_section {
    pub enum title {}
    pub enum version {}
    pub enum base_path {}
    pub enum contact {}
    pub enum license {}
    pub enum servers {}
    pub enum tags {}
    pub enum docs {}
    pub enum parts {}
}

/// Sections of `part`: there are none.
pub mod part_section {}

/// Sections of `resource`.
pub mod resource_section {
    pub enum table {}
    pub enum path {}
    pub enum tag {}
    pub enum key {}
    pub enum fields {}
    pub enum filters {}
    pub enum search {}
    pub enum order {}
    pub enum unique {}
    pub enum ops {}
    pub enum if_match {}
}

/// What stands for a section of `api` that is left out.
pub mod absent_in_api {
    use crate::meta::{Contact, License, Part};

    pub const title: &str = "";
    pub const version: &str = "";
    pub const base_path: &str = "";
    pub const contact: Option<Contact> = None;
    pub const license: Option<License> = None;
    pub const servers: &[&str] = &[];
    pub const tags: &[(&str, &str)] = &[];
    pub const docs: bool = false;
    pub const parts: &[&Part] = &[];
}

/// The sizes of no parts.
pub mod no_sizes {
    pub const parts: &[usize] = &[];
}

/// The fragments of no parts.
pub mod no_fragments {
    pub const parts: &[&[&crate::spec::Fragment]] = &[];
}

/// What stands for a section of `resource` that is left out.
pub mod absent_in_resource {
    use crate::meta::{Filter, Operation};

    pub const table: Option<&str> = None;
    pub const path: &str = "";
    pub const tag: Option<&str> = None;
    pub const filters: &[Filter] = &[];
    pub const search: &[usize] = &[];
    pub const order: &[usize] = &[];
    pub const unique: &[&[usize]] = &[];
    pub const ops: &[Operation] = &[];
    pub const if_match: bool = false;
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

/// Operations of resources.
pub mod operation {
    use crate::meta::{Operation, OperationKind, Paging};

    const fn plain(kind: OperationKind) -> Operation {
        Operation {
            kind,
            paging: Paging::OFFSET,
        }
    }

    pub const list: Operation = plain(OperationKind::List);
    pub const create: Operation = plain(OperationKind::Create);
    pub const create_many: Operation = plain(OperationKind::CreateMany);
    pub const read: Operation = plain(OperationKind::Read);
    pub const update: Operation = plain(OperationKind::Update);
    pub const put: Operation = plain(OperationKind::Put);
    pub const delete: Operation = plain(OperationKind::Delete);
    pub const delete_many: Operation = plain(OperationKind::DeleteMany);

    /// `list(..)`.
    #[must_use]
    pub const fn list_paged(paging: Paging) -> Operation {
        Operation {
            kind: OperationKind::List,
            paging,
        }
    }
}

/// Words of `list(..)`; `cursor(..)` is the macro's own.
pub mod paging {
    use crate::meta::Paging;

    pub const offset: Paging = Paging::OFFSET;
}

/// Words of options' arguments.
pub mod option_words {
    use crate::meta::OnDelete;
    use crate::types::Format;

    pub const email: Format = Format::Email;
    pub const url: Format = Format::Url;
    pub const ipv4: Format = Format::Ipv4;
    pub const ipv6: Format = Format::Ipv6;
    pub const hostname: Format = Format::Hostname;
    pub const cascade: OnDelete = OnDelete::Cascade;
    pub const set_null: OnDelete = OnDelete::SetNull;
    pub const restrict: OnDelete = OnDelete::Restrict;
}
