//! Declarations as their sections say them.
//!
//! Their values are expressions of the user's. The macros evaluate them in consts of these traits, beside the generated module and
//! where no other name of this crate is in scope, so that each name in them is the user's.

use crate::meta::{
    Access, Argument, Computed, ComputedBy, Docs, EnumNumbers, Envelope, Field, Filter, ForeignKey, Function, Info,
    Names, Nulls, Op, OpEnvelope, Operand, Operation, OperationKind, Parent, Published, RateLimit, Related,
    RelatedField, RelatedOwner, Relation, RelationPath, Reply, Resource, Route, Rules, mark_address, mark_parents,
    owned,
};

/// The `info` of an API.
pub trait DeclaredApi {
    /// Its sections.
    const INFO: Info;
}

/// The properties of a schema.
pub trait DeclaredSchema {
    /// Its properties as they are written.
    const FIELDS: &'static [Field];
    /// Its own rule for nulls.
    const NULLS: Nulls = Nulls::Inherit;
}

/// The numbers of an enum.
pub trait DeclaredNumbers {
    /// They as they are written.
    const NUMBERS: EnumNumbers;
}

/// The fields and sections of a resource.
pub trait DeclaredResource {
    /// Its fields as they are written; those of the key come first.
    const FIELDS: &'static [Field];
    /// Its sections.
    const SECTIONS: ResourceSections;
    /// Its name in Rust.
    const NAME: &'static str;
}

/// The fields of a resource as requests and replies have them.
pub trait SpelledResource {
    /// Its fields, under its rules for names, nulls, owner and address.
    const FIELDS: &'static [Field];
    /// Its computed fields.
    const COMPUTED: &'static [Computed];
}

/// The relations of a resource that has some. Apart from its sections, since those of another resource may lead back here.
pub trait DeclaredRelations {
    /// Its relations.
    const RELATIONS: &'static [Relation];
    /// Those to one row with their own fields. Apart from the relations, which hold the fields of other resources: those may depend on these.
    const LINKS: &'static [Link];
    /// Its computed fields, under its rules for names and nulls.
    const COMPUTED: &'static [Computed];
    /// What its sections name with paths of relations.
    const PATHS: RelationPaths;
}

/// The name of a relation to one row, and the fields that refer to it.
pub type Link = (&'static str, &'static [usize]);

/// The computed fields of a resource that has some.
pub trait DeclaredComputed {
    /// They as they are written.
    const FIELDS: &'static [Field];
    /// What each is made of.
    const BY: &'static [ComputedBy];
}

/// What requests call the paths of relations in the sections of a resource.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the sections are described at `api!`")]
pub struct RelationPaths {
    pub include: &'static [RelationPath],
    pub default_include: &'static [RelationPath],
    pub filters: &'static [Option<RelatedField>],
    pub search: &'static [Option<RelatedField>],
    pub order: &'static [Option<RelatedField>],
    pub paging: &'static [Option<RelatedField>],
    pub parents: &'static [Parent],
}

impl RelationPaths {
    /// Those of a resource without relations.
    pub const NONE: Self = Self {
        include: &[],
        default_include: &[],
        filters: &[],
        search: &[],
        order: &[],
        paging: &[],
        parents: &[],
    };
}

/// The sections of an op.
pub trait DeclaredOp {
    /// Its sections.
    const SECTIONS: OpSections;
    /// The op with the arguments of its handler as they are written. In one const with its handler: a type that is none of an argument is an
    /// error once.
    const OP: Op;
}

/// The sections of a resource, but `key`, `fields` and `table`.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the sections are described at `api!`")]
pub struct ResourceSections {
    pub docs: Docs,
    pub deprecated: bool,
    pub component: Option<&'static str>,
    pub was: Option<&'static str>,
    pub of: Option<Related>,
    pub path: &'static str,
    pub tag: Option<&'static str>,
    pub filters: &'static [Filter],
    pub search: &'static [Operand],
    pub order: &'static [Operand],
    pub unique: &'static [&'static [usize]],
    pub foreign_keys: &'static [ForeignKey],
    pub ops: &'static [Operation],
    pub if_match: bool,
    pub nulls: Nulls,
    pub names: Names,
    pub envelope: Envelope,
    pub hooks: Option<Function>,
    pub limit: Option<RateLimit>,
    pub access: Rules,
    pub owner: Option<usize>,
    pub related_owner: Option<RelatedOwner>,
    pub others: &'static [OperationKind],
    pub publish: &'static [Published],
    pub address: Option<&'static [usize]>,
    pub one: bool,
    pub any: bool,
    pub include: &'static [&'static [usize]],
    pub default_include: &'static [&'static [usize]],
    pub select: bool,
    pub write: &'static [usize],
}

impl ResourceSections {
    /// A resource with none of them.
    #[must_use]
    pub const fn of(docs: Docs, deprecated: bool) -> Self {
        Self {
            docs,
            deprecated,
            component: None,
            was: None,
            of: None,
            path: "",
            tag: None,
            filters: &[],
            search: &[],
            order: &[],
            unique: &[],
            foreign_keys: &[],
            ops: &[],
            if_match: false,
            nulls: Nulls::Inherit,
            names: Names::Inherit,
            envelope: Envelope::NONE,
            hooks: None,
            limit: None,
            access: Rules::Same(Access::Inherit),
            owner: None,
            related_owner: None,
            others: &[],
            publish: &[],
            address: None,
            one: false,
            any: false,
            include: &[],
            default_include: &[],
            select: false,
            write: &[],
        }
    }

    /// The fields as the sections affect them; `nulls` is the rule of what is around the resource, `links` are its relations to one row.
    #[must_use]
    pub const fn fields<const N: usize>(&self, declared: &[Field], nulls: Nulls, links: &[Link]) -> [Field; N] {
        let mut fields = owned(declared, self.owner, self.nulls.or(nulls));
        mark_address(&mut fields, self.address, self.one);
        mark_parents(&mut fields, self.path, links);
        fields
    }

    /// The sections with their names spelled.
    #[must_use]
    pub const fn spelled(self, names: Names, filters: &'static [Filter]) -> Self {
        Self { names, filters, ..self }
    }

    /// The name of the component in the document; `name` is the type, unless `component` names it.
    #[must_use]
    pub const fn component(&self, name: &'static str) -> &'static str {
        match self.component {
            Some(component) => component,
            None => name,
        }
    }

    /// The resource that they describe; `name` is its type.
    #[must_use]
    pub const fn resource(
        self,
        name: &'static str,
        module: &'static str,
        table: &'static str,
        fields: &'static [Field],
        operations: &'static [Operation],
        (relations, computed, paths): (&'static [Relation], &'static [Computed], RelationPaths),
    ) -> Resource {
        Resource {
            deprecated: self.deprecated,
            table,
            was: self.was,
            of: self.of,
            path: self.path,
            parents: paths.parents,
            tag: self.tag,
            filters: self.filters,
            search: self.search,
            order: self.order,
            unique: self.unique,
            foreign_keys: self.foreign_keys,
            operations,
            if_match: self.if_match,
            hooks: self.hooks,
            publish: self.publish,
            owner: self.owner,
            related_owner: self.related_owner,
            others: self.others,
            address: self.address,
            one: self.one,
            names: self.names,
            envelope: self.envelope,
            limit: self.limit,
            access: match self.access {
                Rules::Same(access) => access,
                Rules::Each(_) => Access::Inherit,
            },
            any: self.any,
            computed,
            relations,
            include: self.include,
            include_paths: paths.include,
            related_filters: paths.filters,
            related_search: paths.search,
            related_order: paths.order,
            related_paging: paths.paging,
            default_include: self.default_include,
            default_include_paths: paths.default_include,
            select: self.select,
            write: self.write,
            ..Resource::new(self.component(name), module, self.docs, fields)
        }
    }
}

/// The sections of an op, but `handler`.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the sections are described at `api!`")]
pub struct OpSections {
    pub docs: Docs,
    pub operation_id: Option<&'static str>,
    pub route: Route,
    pub tag: Option<&'static str>,
    pub errors: &'static [(u16, &'static str)],
    pub errors_closed: bool,
    pub success: Option<u16>,
    pub deprecated: bool,
    pub accepts: &'static [&'static str],
    pub body_limit: Option<u64>,
    pub produces: Option<&'static str>,
    pub envelope: OpEnvelope,
    pub limit: Option<RateLimit>,
    pub access: Access,
}

impl OpSections {
    /// An op with none of them.
    #[must_use]
    pub const fn of(docs: Docs) -> Self {
        Self {
            docs,
            operation_id: None,
            route: Route::NONE,
            tag: None,
            errors: &[],
            errors_closed: false,
            success: None,
            deprecated: false,
            accepts: &[],
            body_limit: None,
            produces: None,
            envelope: OpEnvelope::NONE,
            limit: None,
            access: Access::Inherit,
        }
    }

    /// The op that they describe.
    #[must_use]
    pub const fn op(self, name: &'static str, arguments: &'static [Argument], reply: Reply, handler: Function) -> Op {
        Op {
            name,
            operation_id: self.operation_id,
            docs: self.docs,
            route: self.route,
            tag: self.tag,
            arguments,
            reply: Reply {
                status: match self.success {
                    Some(status) => status,
                    None => reply.status,
                },
                ..reply
            },
            envelope: self.envelope,
            errors: self.errors,
            errors_closed: self.errors_closed,
            deprecated: self.deprecated,
            accepts: self.accepts,
            produces: self.produces,
            body_limit: self.body_limit,
            limit: self.limit,
            access: self.access,
            handler,
        }
    }
}
