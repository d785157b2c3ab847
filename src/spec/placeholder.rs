//! Places of a text that only the whole document or the server's settings can fill. The code that writes the text records them at the end of
//! its buffer, so that there may be any number of them.

use super::security::Refusals;
use crate::meta::setting::{RECORD, Record, Setting, record};

/// What fills a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placeholder {
    /// The replies 401 and 403 of an operation that inherits its rule of access.
    Refusals(Refusals),
    /// Behind the name of a component that a request holds.
    RequestName,
    /// Behind the name of a component that a reply holds.
    ReplyName,
    /// The keyword that forbids other members, if the object is one of requests.
    Closed,
    /// Before a path: where the API's paths begin.
    BasePath,
    /// The rule of access of an operation that inherits it, in the document of sockets.
    Requirement,
    /// That rows of this table can't be deleted while others refer to them, if any do.
    Conflict(u64),
    /// The value of a setting. The text has the default.
    Setting(Setting),
}

/// The number of [`Placeholder::Conflict`]; those of settings are small.
const CONFLICT: u32 = u32::MAX;

impl Placeholder {
    const fn numbers(self) -> [u32; 3] {
        match self {
            Self::Refusals(refusals) => [0, refusals.unauthorized as u32, refusals.forbidden as u32],
            Self::RequestName => [1, 0, 0],
            Self::ReplyName => [2, 0, 0],
            Self::Closed => [3, 0, 0],
            Self::BasePath => [4, 0, 0],
            Self::Requirement => [5, 0, 0],
            Self::Conflict(table) => [CONFLICT, table as u32, (table >> 32) as u32],
            Self::Setting(setting) => setting.numbers(),
        }
    }

    const fn of(numbers: [u32; 3]) -> Self {
        match numbers {
            [0, unauthorized, forbidden] => Self::Refusals(Refusals {
                unauthorized: unauthorized == 1,
                forbidden: forbidden == 1,
            }),
            [1, ..] => Self::RequestName,
            [2, ..] => Self::ReplyName,
            [3, ..] => Self::Closed,
            [4, ..] => Self::BasePath,
            [5, ..] => Self::Requirement,
            [CONFLICT, low, high] => Self::Conflict(low as u64 | (high as u64) << 32),
            numbers => match Setting::of(numbers) {
                Some(setting) => Self::Setting(setting),
                None => panic!("bug in warp-openapi: unfilled placeholder, please report it"),
            },
        }
    }
}

/// A placeholder and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    /// The byte before which it is.
    pub(super) at: usize,
    /// How many bytes it replaces.
    pub(super) length: usize,
    /// Its purpose.
    pub(super) placeholder: Placeholder,
}

/// Room for one of them.
pub(super) const ROOM: usize = RECORD;

/// Room for how many there are.
pub(super) const COUNT_ROOM: usize = 4;

/// How many a buffer holds.
pub(super) const fn count(buffer: &[u8]) -> usize {
    let at = buffer.len() - COUNT_ROOM;
    u32::from_le_bytes([buffer[at], buffer[at + 1], buffer[at + 2], buffer[at + 3]]) as usize
}

/// The bytes of a buffer that hold them: the last one first.
pub(super) const fn records(buffer: &[u8]) -> &[u8] {
    let end = buffer.len() - COUNT_ROOM;
    let start = end - count(buffer) * RECORD;
    buffer.split_at(end).0.split_at(start).1
}

/// The placeholder with this number.
pub(super) const fn get(buffer: &[u8], index: usize) -> Placed {
    let [at, length, kind, a, b] = record(buffer.split_at(buffer.len() - COUNT_ROOM).0, index);
    Placed {
        at: at as usize,
        length: length as usize,
        placeholder: Placeholder::of([kind, a, b]),
    }
}

/// The number of the first one of so many that isn't before this byte.
pub(super) const fn first_from(buffer: &[u8], count: usize, byte: usize) -> usize {
    let (mut first, mut end) = (0, count);
    while first < end {
        let middle = (first + end) / 2;
        if get(buffer, middle).at < byte {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    first
}

/// Records one more. The text goes to `end`.
pub(super) const fn add(buffer: &mut [u8], end: usize, placed: Placed) {
    let index = count(buffer);
    let mut to = buffer.len() - COUNT_ROOM - RECORD * (index + 1);
    assert!(
        end <= to,
        "bug in warp-openapi: the document's buffer is too small, please report it"
    );
    let [kind, a, b] = placed.placeholder.numbers();
    let record: Record = [placed.at as u32, placed.length as u32, kind, a, b];
    let mut at = 0;
    while at < record.len() {
        let bytes = record[at].to_le_bytes();
        buffer[to] = bytes[0];
        buffer[to + 1] = bytes[1];
        buffer[to + 2] = bytes[2];
        buffer[to + 3] = bytes[3];
        to += 4;
        at += 1;
    }
    set_count(buffer, index + 1);
}

/// Leaves only the first ones.
pub(super) const fn set_count(buffer: &mut [u8], count: usize) {
    let to = buffer.len() - COUNT_ROOM;
    let bytes = (count as u32).to_le_bytes();
    buffer[to] = bytes[0];
    buffer[to + 1] = bytes[1];
    buffer[to + 2] = bytes[2];
    buffer[to + 3] = bytes[3];
}
