//! Relations: one at each end of a foreign key that the block declares.

use std::collections::HashMap;

use super::model::{Entry, Model};
use super::names::{Fields, plural};
use crate::cli::source::names::lower;
use crate::meta::{ForeignKeyTarget, Related, Relation, Resource, Through};
use crate::schema::model::{Table, relations_without_index};
use crate::types::Storage;

/// How many related rows replies show.
const LIMIT: u32 = 20;

/// The most lists of one resource: the compiler goes through its relations one by one, to a depth that has a limit.
const MOST_LISTS: usize = 48;

/// A foreign key between two resources of the block.
#[derive(Clone, Copy)]
struct Link {
    from: usize,
    own: &'static [usize],
    to: usize,
    /// Whether no two rows have the same values of `own`.
    is_unique: bool,
}

/// Adds relations to the resources, without an index where the database has none.
pub(super) fn add(model: &mut Model, found: &[Table]) -> Result<(), String> {
    let links = links(&model.entries);
    let mut relations: Vec<Vec<Relation>> = vec![Vec::new(); model.entries.len()];
    let mut names: Vec<Fields> = model
        .entries
        .iter()
        .map(|entry| Fields::besides(entry.resource.fields))
        .collect();
    for link in &links {
        let name = one_name(&model.entries, &links, link, &mut names[link.from]);
        relations[link.from].push(one(&model.entries, link, name));
    }
    let mut left_out = vec![0; model.entries.len()];
    for link in &links {
        let relation = match between(&model.entries, &links, link) {
            None => many(&model.entries, &links, link, &mut names[link.to]),
            Some(other) => through(&model.entries, &links, (link, &other), &mut names[link.to]),
        };
        let lists = relations[link.to].iter().filter(|relation| relation.many).count();
        if lists < MOST_LISTS {
            relations[link.to].push(relation);
        } else {
            left_out[link.to] += 1;
        }
    }
    for ((entry, relations), left_out) in model.entries.iter_mut().zip(relations).zip(left_out) {
        let mut resource = *entry.resource;
        resource.relations = relations.leak();
        entry.resource = Box::leak(Box::new(resource));
        if left_out > 0 {
            entry.notes.push(format!(
                "{left_out} more foreign keys refer to it, which `relations` leaves out."
            ));
        }
    }
    without_indexes(model, found)
}

/// Leaves out the indexes that relations want and the database doesn't have.
fn without_indexes(model: &mut Model, found: &[Table]) -> Result<(), String> {
    let resources: Vec<&Resource> = model.entries.iter().map(|entry| entry.resource).collect();
    let has = |table: &str, columns: &[String]| {
        let table = found.iter().find(|other| other.name == table);
        table.is_some_and(|table| table.indexes.iter().any(|index| index.columns == columns))
    };
    let missing = relations_without_index(&resources, &has).map_err(|error| error.to_string())?;
    let mut by_resource: HashMap<usize, Vec<usize>> = HashMap::new();
    for (resource, relation) in missing {
        by_resource.entry(resource).or_default().push(relation);
    }
    for (at, missing) in by_resource {
        let entry = &mut model.entries[at];
        let mut relations = entry.resource.relations.to_vec();
        for relation in missing {
            relations[relation].indexed = false;
        }
        let mut resource = *entry.resource;
        resource.relations = relations.leak();
        entry.resource = Box::leak(Box::new(resource));
    }
    Ok(())
}

/// The foreign keys of the block whose values rows can be found by.
fn links(entries: &[Entry]) -> Vec<Link> {
    let position = |table: &str| entries.iter().position(|entry| entry.resource.table == table);
    let mut links = Vec::new();
    for (from, entry) in entries.iter().enumerate() {
        let resource = entry.resource;
        let exact = |field: &usize| {
            !matches!(
                resource.fields[*field].storage,
                Storage::Json | Storage::Float | Storage::Double | Storage::Decimal
            )
        };
        let single = resource.fields.iter().enumerate();
        let single = single.filter_map(|(at, field)| {
            let own: &'static [usize] = vec![at].leak();
            field.references.map(|reference| (own, reference.table))
        });
        let several = resource.foreign_keys.iter();
        let several = several.filter(|key| !matches!(key.target, ForeignKeyTarget::Columns(_)));
        for (own, table) in single.chain(several.map(|key| (key.fields, key.table))) {
            if let Some(to) = position(table).filter(|_| own.iter().all(exact)) {
                let is_unique = is_unique(resource, own);
                links.push(Link {
                    from,
                    own,
                    to,
                    is_unique,
                });
            }
        }
    }
    links
}

fn is_unique(resource: &Resource, fields: &[usize]) -> bool {
    let has = |set: &[usize]| !set.is_empty() && set.iter().all(|at| fields.contains(at));
    let key: Vec<usize> = (0..resource.key).collect();
    has(&key) || fields.iter().any(|at| resource.fields[*at].unique) || resource.unique.iter().any(|set| has(set))
}

/// The other foreign key of a table that relates rows: both form its key, and it has no other fields.
fn between(entries: &[Entry], links: &[Link], link: &Link) -> Option<Link> {
    let resource = entries[link.from].resource;
    let forms_key = |other: &&Link| {
        let fields = || link.own.iter().chain(other.own);
        let is_key = fields().count() == resource.key && (0..resource.key).all(|at| fields().any(|own| *own == at));
        other.from == link.from && is_key && resource.fields.len() == resource.key
    };
    let other = links.iter().find(forms_key)?;
    // The table between is another one.
    (link.to != link.from && other.to != link.from).then_some(*other)
}

fn related(entry: &Entry) -> Related {
    Related::by_columns(entry.resource)
}

fn one(entries: &[Entry], link: &Link, name: String) -> Relation {
    let (from, to) = (&entries[link.from], &entries[link.to]);
    let columns = (from.resource.fields, from.resource.foreign_keys);
    Relation::one(name.leak(), &[], related(to), link.own, columns)
}

fn many(entries: &[Entry], links: &[Link], link: &Link, names: &mut Fields) -> Relation {
    let (from, to) = (&entries[link.from], &entries[link.to]);
    let rows = plural(from.resource.table);
    let name = match alone(links, link) {
        true => rows,
        false => format!("{rows}_by_{}", stem(from.resource, link)),
    };
    let name = names.first_free(&[name.clone(), format!("{name}_rows")]);
    let holder = (to.resource.table, to.resource.fields);
    let limit = if link.is_unique { 1 } else { LIMIT };
    Relation::many(name.leak(), &[], related(from), link.own, holder).limit(limit)
}

fn through(entries: &[Entry], links: &[Link], (link, other): (&Link, &Link), names: &mut Fields) -> Relation {
    let (holder, target) = (&entries[link.to], &entries[other.to]);
    let between = &entries[link.from];
    let rows = plural(target.resource.table);
    let by = stem(between.resource, other);
    // Several tables may relate the same rows.
    let is_alone = links.iter().all(|one| {
        let leads = self::between(entries, links, one).is_some_and(|far| far.to == other.to && one.to == link.to);
        !leads || one.from == link.from && one.own == link.own
    });
    let name = match is_alone && !links.iter().any(|one| one.to == link.to && one.from == other.to) {
        true => rows.clone(),
        false if link.to == other.to => format!("{rows}_by_{by}"),
        false => format!("{rows}_by_{}", between.resource.snake),
    };
    let name = names.first_free(&[name, format!("{rows}_by_{}_{by}", between.resource.snake)]);
    let through = Through {
        resource: related(between),
        own: link.own,
        theirs: other.own,
    };
    let columns = (holder.resource.table, holder.resource.fields);
    Relation::through(name.leak(), &[], related(target), through, columns).limit(LIMIT)
}

/// Whether no other foreign key is between the same two tables.
fn alone(links: &[Link], link: &Link) -> bool {
    let between = |other: &&Link| (other.from, other.to) == (link.from, link.to);
    links.iter().filter(between).count() == 1
}

/// What the fields of a foreign key are called: one without its ending, `author_id` → `author`; several by what all begin with, or else by the last.
fn stem(resource: &Resource, link: &Link) -> String {
    let names: Vec<&str> = link.own.iter().map(|at| resource.fields[*at].name).collect();
    if let [first, others @ ..] = names.as_slice()
        && !others.is_empty()
        && let Some((begin, _)) = first.split_once('_')
        && others.iter().all(|other| other.starts_with(&format!("{begin}_")))
    {
        return begin.to_owned();
    }
    let last = names.last().copied().unwrap_or_default();
    let cut = ["_id", "_uuid"].iter().find_map(|end| last.strip_suffix(end));
    cut.filter(|stem| !stem.is_empty()).unwrap_or(last).to_owned()
}

/// `author_id` → `author`, and where a field has that name already, the name of the other resource.
fn one_name(entries: &[Entry], links: &[Link], link: &Link, names: &mut Fields) -> String {
    let stem = stem(entries[link.from].resource, link);
    let target = entries[link.to].resource.snake;
    let row = format!("{stem}_row");
    let is_word = lower(&stem, "row") == stem;
    let target = alone(links, link).then(|| target.to_owned());
    let all: Vec<String> = Some(stem)
        .filter(|_| is_word)
        .into_iter()
        .chain(target)
        .chain([row])
        .collect();
    names.first_free(&all)
}
