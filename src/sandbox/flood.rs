//! Flood limits, as far as Telegram tells of them: "avoid sending more than one message per second" in one chat ("short
//! bursts" go through), "more than 20 messages per minute to the same group", "more than about 30 messages per second"
//! in all (Bots FAQ, "My bot is hitting limits"). Messages and edits count, each item of an album for one.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

use super::reply::No;

/// How many go through at once in one chat. Telegram publishes no number; this is the sandbox's.
const BURST: i64 = 5;
const PER_CHAT_MS: i64 = 1_000;
const GROUP_PER_MINUTE: usize = 20;
const PER_SECOND: usize = 30;

/// What was sent lately, in milliseconds since 1970.
#[derive(Default)]
pub(super) struct Flood {
    /// When a chat's bucket will be empty again.
    chats: BTreeMap<i64, i64>,
    groups: BTreeMap<i64, VecDeque<i64>>,
    all: VecDeque<i64>,
}

impl Flood {
    /// Counts `count` messages to this chat, or refuses them all with the seconds to wait.
    pub fn pass(&mut self, chat: i64, count: usize, now: Timestamp) -> Result<(), No> {
        let now = now.as_millisecond();
        let more = count as i64 * PER_CHAT_MS;
        let full = self.chats.get(&chat).copied().unwrap_or(now).max(now) + more;
        // An album larger than the burst passes when the chat has been quiet.
        let mut wait_ms = full - now - more.max(BURST * PER_CHAT_MS);
        let group = self.groups.entry(chat).or_default();
        while group.front().is_some_and(|at| *at <= now - 60_000) {
            group.pop_front();
        }
        if chat < 0
            && group.len() + count > GROUP_PER_MINUTE
            && let Some(first) = group.front()
        {
            wait_ms = wait_ms.max(first + 60_000 - now);
        }
        while self.all.front().is_some_and(|at| *at <= now - 1_000) {
            self.all.pop_front();
        }
        if self.all.len() + count > PER_SECOND
            && let Some(first) = self.all.front()
        {
            wait_ms = wait_ms.max(first + 1_000 - now);
        }
        if wait_ms > 0 {
            return Err(No::retry_after((wait_ms + 999) / 1_000));
        }
        self.chats.insert(chat, full);
        let times = std::iter::repeat_n(now, count);
        self.all.extend(times.clone());
        if chat < 0 {
            group.extend(times);
        }
        Ok(())
    }
}
