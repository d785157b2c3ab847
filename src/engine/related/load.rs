//! Reads related rows, and puts them into the rows that they are related to.

use std::collections::{HashMap, HashSet};

use super::statement::{ParentColumns, related};

use super::{Include, Link, LinkKey};
use crate::db::{Executor, Next, Pending};
use crate::engine::rows::{Renderer, extend};
use crate::engine::statement::Selection;
use crate::error::Error;
use crate::meta::{Fields, Resource, most_keys};
use crate::types::{Row, write_string};

/// The most bytes of the rows that are related to a single row.
const MOST_OF_ONE: usize = 64 * 1024 * 1024;

/// How many bytes are rendered before other tasks may run.
const PAUSE: usize = 64 * 1024;

/// The links of rows, for each relation that they are shown with.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Links {
    /// For each row those of all relations.
    rows: Vec<Vec<Option<Link>>>,
}

/// The columns that the relations of a row need.
pub(in crate::engine) fn columns(includes: &[Include]) -> impl Iterator<Item = usize> {
    includes
        .iter()
        .flat_map(|include| include.hop.relation.own.iter().copied())
}

impl Links {
    /// Adds a row.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if a column is missing or can't be read.
    pub(in crate::engine) fn push(
        &mut self,
        includes: &[Include],
        resource: &Resource,
        selection: &Selection,
        row: &dyn Row,
    ) -> Result<(), Error> {
        let links = includes
            .iter()
            .map(|include| Link::of(resource, selection, include.hop.relation.own, row));
        self.rows.push(links.collect::<Result<_, Error>>()?);
        Ok(())
    }

    /// Keeps the first rows.
    pub(in crate::engine) fn truncate(&mut self, rows: usize) {
        self.rows.truncate(rows);
    }

    /// The members with the related rows of each row, `,"author":{..}`, in the order of the rows; `None` if they have more than so many bytes. Those of a
    /// single row may have more, since no client could get past it otherwise.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if those of a single row are far too many, and those of the [`Executor`].
    pub(in crate::engine) async fn load(
        &self,
        database: &dyn Executor,
        includes: &[Include],
        most_bytes: usize,
    ) -> Result<Option<Vec<Vec<u8>>>, Error> {
        if self.rows.len() > 1 {
            return self.load_within(database, includes, &mut most_bytes.clone()).await;
        }
        let mut left = most_bytes.max(MOST_OF_ONE);
        match self.load_within(database, includes, &mut left).await? {
            Some(members) => Ok(Some(members)),
            None => Err(Error::invalid(
                "include",
                "too many related rows; include fewer relations",
            )),
        }
    }

    async fn load_within(
        &self,
        database: &dyn Executor,
        includes: &[Include],
        left: &mut usize,
    ) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let mut members = vec![Vec::new(); self.rows.len()];
        for (at, include) in includes.iter().enumerate() {
            let links: Vec<Option<&Link>> = self.rows.iter().map(|row| row.get(at)?.as_ref()).collect();
            let Some(found) = Found::read(database, include, links.iter().copied().flatten(), left).await? else {
                return Ok(None);
            };
            for (link, members) in links.into_iter().zip(&mut members) {
                if !found.write(include, link, members, left) {
                    return Ok(None);
                }
            }
        }
        Ok(Some(members))
    }
}

/// Appends the value of a field, which replies show instead of the row.
fn value(
    resource: &Resource,
    selection: &Selection,
    field: usize,
    row: &dyn Row,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let at = selection.position(field)?;
    let field = &resource.fields[field];
    let start = out.len();
    if (field.codec.render)(row, at, out).map_err(Error::Internal)? {
        field.limits.form.apply(out, start);
    }
    Ok(())
}

/// The related rows of one relation, as JSON, by their links.
struct Found(HashMap<LinkKey, Vec<u8>>);

impl Found {
    /// Reads the rows that are related by these links; `None` if there are more bytes than are left.
    fn read<'l>(
        database: &'l dyn Executor,
        include: &'l Include,
        links: impl Iterator<Item = &'l Link>,
        left: &'l mut usize,
    ) -> Pending<'l, Option<Self>> {
        let mut distinct: HashSet<&LinkKey> = HashSet::new();
        let mut wanted = Vec::new();
        for link in links {
            if distinct.insert(link.key()) {
                wanted.push(link);
            }
        }
        Box::pin(async move {
            let (mut found, mut rendered) = (HashMap::new(), 0);
            for wanted in wanted.chunks(most_keys(include.hop.relation.own.len()).into()) {
                match Self::read_wanted(database, include, wanted, &mut rendered, left).await? {
                    Some(more) => found.extend(more.0),
                    None => return Ok(None),
                }
            }
            Ok(Some(Self(found)))
        })
    }

    /// Reads those of some links; `rendered` is how many bytes there are of this relation, also of the links before.
    async fn read_wanted(
        database: &dyn Executor,
        include: &Include,
        wanted: &[&Link],
        rendered: &mut usize,
        left: &mut usize,
    ) -> Result<Option<Self>, Error> {
        let (target, dialect) = (include.hop.target, database.dialect());
        let shown = match include.hop.relation.view() {
            Fields::Item => Selection::items(target),
            _ => Selection::replies(target),
        };
        let selection = match include.hop.relation.shown_as {
            Some(field) => shown.and([field].into_iter()),
            None => shown.visible(target, &include.visible),
        };
        let selection = selection.and(columns(&include.below));
        let (selection, parent) = ParentColumns::beside(&include.hop, selection)?;
        let renderer = Renderer::new(target, &selection, &include.visible);
        let (between, fields) = include.hop.parent();
        let statement = related(dialect, &include.hop, &selection, &include.computed, wanted);
        // The rows one after the other, and for each its link and its end.
        let (mut rows, mut ends, mut below): (Vec<u8>, Vec<(LinkKey, usize)>, Links) = Default::default();
        // Rows that are related to several are written once for each, which counts when that is done.
        let (mut room, mut since_pause, mut is_full) = (left.saturating_sub(*rendered), 0, false);
        let visit = &mut |row: &dyn Row| {
            let Some(link) = LinkKey::at(between, fields, &parent.positions, row)? else {
                return Ok(Next::Row);
            };
            let start = rows.len();
            match include.hop.relation.shown_as {
                Some(field) => value(target, &selection, field, row, &mut rows)?,
                None => {
                    renderer.row(row, &mut rows)?;
                    let first = selection.width() + parent.more;
                    include.computed.extend(row, first, start, &mut rows)?;
                }
            }
            let bytes = rows.len() - start;
            match room.checked_sub(bytes) {
                Some(rest) => {
                    room = rest;
                    *rendered += bytes;
                }
                None => {
                    is_full = true;
                    return Ok(Next::Enough);
                }
            }
            since_pause += bytes;
            below.push(&include.below, target, &selection, row)?;
            ends.push((link, rows.len()));
            if since_pause < PAUSE {
                return Ok(Next::Row);
            }
            since_pause = 0;
            Ok(Next::Pause)
        };
        database.visit(statement, visit).await?;
        if is_full {
            return Ok(None);
        }
        let mut members = Vec::new();
        if !include.below.is_empty() {
            match below.load_within(database, &include.below, left).await? {
                Some(of_each) => members = of_each,
                None => return Ok(None),
            }
        }
        let (mut found, mut begin): (HashMap<LinkKey, Vec<u8>>, usize) = (HashMap::with_capacity(wanted.len()), 0);
        // What each link has if all have the same.
        let share = rows.len() / wanted.len().max(1);
        for (index, (link, end)) in ends.into_iter().enumerate() {
            let row = rows.get(begin..end).unwrap_or_default();
            begin = end;
            let out = found
                .entry(link)
                .or_insert_with(|| Vec::with_capacity(share.max(row.len())));
            if !out.is_empty() {
                out.push(b',');
            }
            match members.get(index) {
                Some(members) => extend(row, members, out),
                None => out.extend_from_slice(row),
            }
        }
        Ok(Some(Self(found)))
    }

    /// Appends the member of the relation to those of a row with this link.
    /// Several rows may be related to the same one, so each counts; returns whether it fits.
    fn write(&self, include: &Include, link: Option<&Link>, out: &mut Vec<u8>, left: &mut usize) -> bool {
        let json = link.and_then(|link| self.0.get(link.key()));
        if json.is_none() && !include.hop.relation.many {
            return true;
        }
        let Some(rest) = left.checked_sub(json.map_or(0, Vec::len)) else {
            return false;
        };
        *left = rest;
        out.push(b',');
        write_string(include.hop.relation.property, out);
        out.push(b':');
        let json = json.map(Vec::as_slice).unwrap_or_default();
        if include.hop.relation.many {
            out.push(b'[');
            out.extend_from_slice(json);
            out.push(b']');
        } else {
            out.extend_from_slice(json);
        }
        true
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use sea_orm::Value;
    use sea_orm::sea_query::Values;

    use super::{Found, Include, Link};
    use crate::db::{Config, Executor, connect, create_missing};
    use crate::engine::Declared;
    use crate::engine::related::{ComputedFields, Hop};
    use crate::engine::visible_fields::VisibleFields;
    use crate::sql::Sql;

    #[allow(
        unreachable_pub,
        missing_docs,
        dead_code,
        reason = "an API of the crate's own, which is private"
    )]
    mod hall {
        crate::api! {
            api Hall { title: "Hall", version: "1.0.0" }

            resource Seat {
                table: "seats",
                key: { line: i64, number: i64 },
                relations: { itself: Seat = (line, number) },
            }
        }
    }

    #[tokio::test]
    async fn rows_of_all_statements_share_the_bytes_that_are_left() {
        let resource = <hall::seat::Entity as Declared>::RESOURCE;
        let database = connect(&Config::memory()).await.expect("a database");
        create_missing(&database, [resource]).await.expect("tables");
        // One more than a statement reads.
        let rows = Sql {
            text:
                "WITH RECURSIVE rows (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM rows WHERE number < 400) \
                   INSERT INTO seats SELECT 1, number FROM rows"
                    .to_owned(),
            values: Values(Vec::new()),
        };
        assert_eq!(database.execute(rows).await.expect("rows"), 401);
        let include = Include {
            hop: Hop::to_any(&resource.relations[0]),
            visible: VisibleFields::ALL,
            computed: ComputedFields::default(),
            below: Vec::new(),
        };
        let link = |number| Link::new(vec![Value::BigInt(Some(1)), Value::BigInt(Some(number))]).expect("a link");
        let links: Vec<Link> = (0..401).map(link).collect();
        let read = async |mut left: usize| {
            let found = Found::read(&database, &include, links.iter(), &mut left).await;
            found.expect("rows")
        };
        let found = read(usize::MAX).await.expect("all rows");
        let bytes = found.0.values().map(Vec::len).sum();
        assert_eq!(found.0.len(), 401);
        assert!(read(bytes).await.is_some());
        assert!(read(bytes - 1).await.is_none());
    }
}
