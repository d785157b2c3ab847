//! The subscriptions of all sockets: channel → pattern → sockets. Exact names are looked up, globs are tried one by one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::pattern::{Glob, Pattern};
use super::socket_state::SocketState;

/// The most patterns that `server_info` counts: a request mustn't block the others for long.
pub(super) const COUNTED: usize = 1_000;

/// The sockets of one pattern.
type Group = HashMap<u64, Arc<SocketState>>;

/// All subscriptions of this server.
#[derive(Default)]
pub(super) struct Subscriptions(HashMap<String, Channel>);

#[derive(Default)]
struct Channel {
    exact: HashMap<String, Group>,
    globs: HashMap<String, (Glob, Group)>,
}

impl Channel {
    fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.globs.is_empty()
    }
}

impl Subscriptions {
    /// Adds a subscription. A second one of the same socket to the same pattern changes nothing.
    pub(super) fn add(&mut self, channel: &str, text: &str, pattern: Pattern, socket: &Arc<SocketState>) {
        if !self.0.contains_key(channel) {
            self.0.insert(channel.to_owned(), Channel::default());
        }
        let Some(patterns) = self.0.get_mut(channel) else {
            return;
        };
        let group = match pattern {
            Pattern::Exact => patterns.exact.entry(text.to_owned()).or_default(),
            Pattern::Glob(glob) => {
                &mut patterns
                    .globs
                    .entry(text.to_owned())
                    .or_insert_with(|| (glob, Group::new()))
                    .1
            }
        };
        group.insert(socket.id, Arc::clone(socket));
    }

    /// Removes a subscription. Returns whether it was the last one of the channel.
    pub(super) fn remove(&mut self, channel: &str, text: &str, socket: u64) -> bool {
        let Some(patterns) = self.0.get_mut(channel) else {
            return false;
        };
        if let Some(group) = patterns.exact.get_mut(text) {
            group.remove(&socket);
            if group.is_empty() {
                patterns.exact.remove(text);
            }
        }
        if let Some((_, group)) = patterns.globs.get_mut(text) {
            group.remove(&socket);
            if group.is_empty() {
                patterns.globs.remove(text);
            }
        }
        let last = patterns.is_empty();
        if last {
            self.0.remove(channel);
        }
        last
    }

    /// Whether a channel has a subscriber.
    pub(super) fn has(&self, channel: &str) -> bool {
        self.0.contains_key(channel)
    }

    /// Calls `send` once for each socket that is subscribed to this event of this channel. Returns how many globs were tried and sockets
    /// found.
    pub(super) fn for_each(&self, channel: &str, event: &str, mut send: impl FnMut(&Arc<SocketState>)) -> usize {
        let Some(patterns) = self.0.get(channel) else { return 0 };
        let exact = patterns.exact.get(event);
        let globs = patterns.globs.values().filter(|(glob, _)| glob.matches(event));
        let groups: Vec<&Group> = exact.into_iter().chain(globs.map(|(_, group)| group)).collect();
        let work = patterns.globs.len() + groups.iter().map(|group| group.len()).sum::<usize>();
        match groups.as_slice() {
            [] => {}
            [group] => group.values().for_each(send),
            several => {
                let mut seen = HashSet::new();
                for (id, socket) in several.iter().copied().flatten() {
                    if seen.insert(*id) {
                        send(socket);
                    }
                }
            }
        }
        work
    }

    /// How many sockets are subscribed to each pattern of each channel, of at most [`COUNTED`] patterns.
    pub(super) fn counts(&self) -> BTreeMap<String, BTreeMap<String, usize>> {
        let patterns = self.0.iter().flat_map(|(name, channel)| {
            let exact = channel.exact.iter().map(|(text, group)| (text, group.len()));
            let globs = channel.globs.iter().map(|(text, (_, group))| (text, group.len()));
            exact.chain(globs).map(move |(text, count)| (name, text, count))
        });
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (name, text, count) in patterns.take(COUNTED) {
            counts.entry(name.clone()).or_default().insert(text.clone(), count);
        }
        counts
    }
}
