//! The index of an API: what its items are called, where they answer and what refers to what. It is made once, in a const, for the checks and the documents.
//!
//! It consists of tables by open addressing. Their sizes are counted first, so that they hold any number of items.

mod names;
mod reach;
mod referenced;
mod routes;
mod walk;

pub(crate) use names::{Names, same};
pub(crate) use reach::{RECEIVED, REPLY, REQUEST, REQUEST_SUFFIX, REQUESTS, Reach, SENT, Uses};
pub(crate) use routes::{Path, Routes};

use self::names::NameTable;
use self::reach::ReachTable;
use self::referenced::referenced;
use self::routes::RouteTable;
use super::{Fields, Item, Part};

/// Where an item is declared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    pub(crate) part: usize,
    pub(crate) item: usize,
}

impl Position {
    pub(crate) const FIRST: Self = Self { part: 0, item: 0 };

    pub(crate) const fn is(self, other: Self) -> bool {
        self.part == other.part && self.item == other.item
    }

    /// The item.
    pub(crate) const fn item_of(self, parts: &[&Part]) -> Item {
        parts[self.part].items[self.item]
    }

    /// The position of the next item.
    pub(crate) const fn next(self, parts: &[&Part]) -> Option<Self> {
        Self {
            item: self.item + 1,
            ..self
        }
        .or_later(parts)
    }

    /// This position if an item is there, else that of the next part's first.
    pub(crate) const fn or_later(mut self, parts: &[&Part]) -> Option<Self> {
        while self.part < parts.len() {
            if self.item < parts[self.part].items.len() {
                return Some(self);
            }
            self = Self {
                part: self.part + 1,
                item: 0,
            };
        }
        None
    }
}

/// How large the tables of an [`Index`] are.
#[derive(Debug, Clone, Copy)]
pub struct IndexSizes {
    /// For names: of resources, named types, ops and sockets.
    pub names: usize,
    /// For components.
    pub components: usize,
    /// For routes.
    pub routes: usize,
    /// For declared operation ids.
    pub ids: usize,
}

/// Counts what the index of an API holds: a table has twice as many slots, and one that stays free.
#[must_use]
pub const fn index_sizes(parts: &[&Part]) -> IndexSizes {
    let (mut names, mut components, mut routes, mut ids) = (0, 0, 0, 0);
    let mut next = Position::FIRST.or_later(parts);
    while let Some(at) = next {
        names += 1;
        match at.item_of(parts) {
            Item::Component(_) => components += 1,
            Item::Resource(resource) => {
                components += Fields::ALL.len();
                routes += resource.operations.len();
                let mut operation = 0;
                while operation < resource.operations.len() {
                    ids += resource.operations[operation].id.is_some() as usize;
                    operation += 1;
                }
            }
            Item::Op(op) => {
                routes += 1;
                ids += op.operation_id.is_some() as usize;
            }
            Item::Socket(_) => routes += 1,
        }
        next = at.next(parts);
    }
    IndexSizes {
        names: 2 * names + 1,
        components: 2 * components + 1,
        // Each with its method, and its path with any.
        routes: 4 * routes + 1,
        ids: 2 * ids + 1,
    }
}

/// The tables of an [`Index`]: with `N` slots for names, `C` for components, `R` for routes, `I` for declared operation ids.
#[derive(Debug)]
pub struct IndexTables<const N: usize, const C: usize, const R: usize, const I: usize> {
    components: NameTable<N>,
    tables: NameTable<N>,
    paths: NameTable<N>,
    snakes: NameTable<N>,
    ops: NameTable<N>,
    ids: NameTable<I>,
    referenced: [bool; N],
    reach: ReachTable<C>,
    routes: RouteTable<R>,
}

impl<const N: usize, const C: usize, const R: usize, const I: usize> IndexTables<N, C, R, I> {
    /// Fills them. The sizes are those that [`index_sizes`] counts.
    #[must_use]
    pub const fn of(parts: &[&Part]) -> Self {
        let (mut components, mut tables) = (NameTable::new(), NameTable::new());
        let (mut paths, mut snakes, mut ops) = (NameTable::new(), NameTable::new(), NameTable::new());
        let mut ids = NameTable::new();
        let mut next = Position::FIRST.or_later(parts);
        while let Some(at) = next {
            match at.item_of(parts) {
                Item::Component(component) => components.add(component.name, at),
                Item::Resource(resource) => {
                    components.add(resource.name, at);
                    // The table of one that shows rows of another is that one's.
                    if resource.of.is_none() {
                        tables.add(resource.table, at);
                    }
                    snakes.add(resource.snake, at);
                    if !resource.path.is_empty() {
                        paths.add(resource.path, at);
                    }
                    let mut operation = 0;
                    while operation < resource.operations.len() {
                        if let Some(id) = resource.operations[operation].id {
                            ids.add(id, at);
                        }
                        operation += 1;
                    }
                }
                Item::Op(op) => match op.operation_id {
                    Some(id) => ids.add(id, at),
                    None => ops.add(op.name, at),
                },
                Item::Socket(_) => {}
            }
            next = at.next(parts);
        }
        Self {
            referenced: referenced(parts, tables.names()),
            components,
            tables,
            paths,
            snakes,
            ops,
            ids,
            reach: ReachTable::of(parts),
            routes: RouteTable::of(parts),
        }
    }

    /// The index of these tables.
    #[must_use]
    pub const fn index(&'static self, parts: &'static [&'static Part]) -> Index {
        Index {
            parts,
            components: self.components.names(),
            tables: self.tables.names(),
            paths: self.paths.names(),
            snakes: self.snakes.names(),
            ops: self.ops.names(),
            ids: self.ids.names(),
            referenced: &self.referenced,
            reach: self.reach.reach(),
            routes: self.routes.routes(),
        }
    }
}

/// All items of an API, and what is known of them.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    pub(crate) parts: &'static [&'static Part],
    /// Named types and resources, by their names.
    pub(crate) components: Names<'static>,
    /// Resources, by what the database, routes and operation ids call them.
    pub(crate) tables: Names<'static>,
    pub(crate) paths: Names<'static>,
    pub(crate) snakes: Names<'static>,
    /// Ops, by their names, unless they declare an operation id.
    pub(crate) ops: Names<'static>,
    /// Resources and ops, by the operation ids that they declare.
    pub(crate) ids: Names<'static>,
    /// For each slot of `tables`.
    referenced: &'static [bool],
    pub(crate) reach: Reach<'static>,
    pub(crate) routes: Routes<'static>,
}

impl Index {
    /// Where the first item is.
    pub(crate) const fn first(&self) -> Option<Position> {
        Position::FIRST.or_later(self.parts)
    }

    /// Where the item behind another one is.
    pub(crate) const fn next(&self, at: Position) -> Option<Position> {
        at.next(self.parts)
    }

    /// The item at a position.
    pub(crate) const fn item(&self, at: Position) -> Item {
        at.item_of(self.parts)
    }

    /// Whether some foreign key may refuse that rows of this table are deleted.
    pub(crate) const fn is_referenced(&self, table: &str) -> bool {
        match self.tables.slot(table) {
            Some(slot) => self.referenced[slot],
            None => false,
        }
    }
}
