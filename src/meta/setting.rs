//! The parts of the documents that depend on the server's settings. The documents are consts with the default values, and record their places.

/// The default of the most bytes of rows of a page.
pub(crate) const PAGE_BYTES: u32 = 8 * 1024 * 1024;

/// The default of the most items in one bulk request.
pub(crate) const BULK_LIMIT: u32 = 1_000;

/// The default of the most bytes in a body.
pub(crate) const BODY_LIMIT: u32 = 1024 * 1024;

/// The default of the most bytes in one message of a socket.
pub(crate) const SOCKET_MESSAGE: u32 = 256 * 1024;

/// The default of the most subscriptions of one socket.
pub(crate) const SOCKET_SUBSCRIPTIONS: u32 = 1_000;

/// The default of the most requests of one socket that are answered at a time.
pub(crate) const SOCKET_REQUESTS: u32 = 16;

/// The default of the seconds that the answer to a request of a socket may take.
pub(crate) const SOCKET_TIMEOUT: u32 = 60;

/// The default of the seconds of silence after which a socket is pinged.
pub(crate) const SOCKET_PING: u32 = 30;

/// The default of the most messages that wait for one client of a socket.
pub(crate) const SOCKET_QUEUE: u32 = 1_024;

/// The default of the most bytes of them.
pub(crate) const SOCKET_QUEUE_BYTES: u32 = 4 * 1024 * 1024;

/// The default of the most sockets at a time.
pub(crate) const SOCKET_LIMIT: u32 = 10_000;

/// A setting whose value is in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The list or object of servers.
    Servers,
    /// The greatest limit of a page, if the declaration has none.
    MaxLimit,
    /// The default limit of a page, if the declaration has none.
    DefaultLimit {
        /// The declared limit; 0: none.
        limit: u32,
        /// The declared maximum; 0: none.
        max: u32,
    },
    /// The greatest offset.
    MaxOffset,
    /// The most bytes of rows on a page.
    PageBytes,
    /// The most items in one bulk request.
    BulkLimit,
    /// The most bytes in a body.
    BodyLimit,
    /// The most bytes in one message of a socket.
    SocketMessage,
    /// The most subscriptions of one socket.
    SocketSubscriptions,
    /// The most requests of one socket that are answered at a time.
    SocketRequests,
    /// The seconds that the answer to a request of a socket may take.
    SocketTimeout,
    /// The seconds of silence after which a socket is pinged.
    SocketPing,
    /// The most messages that wait for one client of a socket.
    SocketQueue,
    /// The most bytes of them.
    SocketQueueBytes,
    /// The most sockets at a time.
    SocketLimit,
}

impl Setting {
    /// The number of the first setting in a [`Record`].
    pub(crate) const FIRST: u32 = 64;

    /// The three numbers that encode it.
    pub(crate) const fn numbers(self) -> [u32; 3] {
        let (kind, a, b) = match self {
            Self::Servers => (0, 0, 0),
            Self::MaxLimit => (1, 0, 0),
            Self::DefaultLimit { limit, max } => (2, limit, max),
            Self::MaxOffset => (3, 0, 0),
            Self::BulkLimit => (4, 0, 0),
            Self::BodyLimit => (5, 0, 0),
            Self::SocketMessage => (6, 0, 0),
            Self::SocketSubscriptions => (7, 0, 0),
            Self::SocketRequests => (8, 0, 0),
            Self::SocketTimeout => (9, 0, 0),
            Self::SocketPing => (10, 0, 0),
            Self::PageBytes => (11, 0, 0),
            Self::SocketQueue => (12, 0, 0),
            Self::SocketQueueBytes => (13, 0, 0),
            Self::SocketLimit => (14, 0, 0),
        };
        [Self::FIRST + kind, a, b]
    }

    /// Decodes three numbers; `None` if they aren't a setting.
    pub(crate) const fn of(numbers: [u32; 3]) -> Option<Self> {
        let [kind, limit, max] = numbers;
        if kind < Self::FIRST {
            return None;
        }
        Some(match kind - Self::FIRST {
            0 => Self::Servers,
            1 => Self::MaxLimit,
            2 => Self::DefaultLimit { limit, max },
            3 => Self::MaxOffset,
            4 => Self::BulkLimit,
            5 => Self::BodyLimit,
            6 => Self::SocketMessage,
            7 => Self::SocketSubscriptions,
            8 => Self::SocketRequests,
            9 => Self::SocketTimeout,
            10 => Self::SocketPing,
            11 => Self::PageBytes,
            12 => Self::SocketQueue,
            13 => Self::SocketQueueBytes,
            14 => Self::SocketLimit,
            _ => return None,
        })
    }
}

/// A place in a text as numbers: its start, its length, and three that encode its purpose.
pub(crate) type Record = [u32; 5];

/// The size of a [`Record`] in bytes.
pub(crate) const RECORD: usize = 20;

/// Reads the record with this number. Records are at the end of `bytes`, the last one first.
pub(crate) const fn record(bytes: &[u8], index: usize) -> Record {
    let (mut from, mut at) = (bytes.len() - RECORD * (index + 1), 0);
    let mut record = [0; 5];
    while at < record.len() {
        record[at] = u32::from_le_bytes([bytes[from], bytes[from + 1], bytes[from + 2], bytes[from + 3]]);
        from += 4;
        at += 1;
    }
    record
}

/// A place in a document with the value of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingPlace {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The setting.
    pub setting: Setting,
}

/// The places in a document with values of settings, in order.
#[derive(Debug, Clone, Copy)]
pub struct SettingPlaces(&'static [u8]);

impl SettingPlaces {
    /// No places.
    pub const NONE: Self = Self(&[]);

    /// The places of these records.
    pub(crate) const fn of(records: &'static [u8]) -> Self {
        Self(records)
    }

    /// Returns all places.
    pub(crate) fn iter(self) -> impl Iterator<Item = SettingPlace> {
        (0..self.0.len() / RECORD).filter_map(move |index| {
            let [start, length, numbers @ ..] = record(self.0, index);
            Some(SettingPlace {
                start: start as usize,
                end: (start + length) as usize,
                setting: Setting::of(numbers)?,
            })
        })
    }
}
