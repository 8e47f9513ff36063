//! What the bot has not yet fetched: the queue behind `getUpdates`. The calls that reach it are in `polling`.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Value, json};

/// Updates wait for a day.
const UPDATE_LIFETIME_S: i64 = 24 * 3600;
/// A pressed button waits for two and a half minutes, fetched or not.
pub(super) const QUERY_LIFETIME_S: i64 = 150;
/// The same offset again within this time gets one update at most.
const REPOLL_MS: i64 = 500;

/// Every kind of update of the specification.
pub(super) const KINDS: [&str; 25] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];
/// Kinds that come only when they are asked for by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

#[derive(Clone)]
struct Update {
    id: i64,
    kind: String,
    body: Value,
    at: i64,
}

impl Update {
    /// Whether the server still keeps it for the bot.
    fn waits(&self, now: i64) -> bool {
        let life = if self.kind == "callback_query" {
            QUERY_LIFETIME_S
        } else {
            UPDATE_LIFETIME_S
        };
        now - self.at <= life
    }

    fn to_json(&self) -> Value {
        json!({"update_id": self.id, self.kind.as_str(): self.body})
    }
}

/// The queue and what the bot asked to have put into it.
pub(super) struct Updates {
    queue: VecDeque<Update>,
    next_id: i64,
    /// None until the bot names its kinds: then all but [`ON_REQUEST`].
    allowed: Option<BTreeSet<String>>,
    last_poll: Option<(i64, i64)>,
    /// The last answers, for [`Updates::redeliver_last`].
    fetched: VecDeque<Update>,
    echoes: Vec<Update>,
    reverse_next: bool,
}

impl Updates {
    pub fn new() -> Updates {
        Updates {
            queue: VecDeque::new(),
            next_id: 100_000_001,
            allowed: None,
            last_poll: None,
            fetched: VecDeque::new(),
            echoes: Vec::new(),
            reverse_next: false,
        }
    }

    /// Whether the bot asked for this kind, by name or by not naming any.
    pub fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.contains(kind),
            None => !ON_REQUEST.contains(&kind),
        }
    }

    /// Queues an update under the next id.
    pub fn push(&mut self, kind: &str, body: Value, at: i64) {
        let id = self.next_id;
        self.next_id += 1;
        let kind = kind.to_owned();
        self.queue.push_back(Update { id, kind, body, at });
    }

    /// Forgets what Telegram would have forgotten by `now`, in seconds.
    pub fn expire(&mut self, now: i64) {
        self.queue.retain(|update| update.waits(now));
        let is_kept = |update: &Update| now - update.at <= UPDATE_LIFETIME_S;
        self.fetched.retain(is_kept);
        self.echoes.retain(is_kept);
    }

    /// Forgets what this offset confirms. An offset that was never given out (more than ten beyond the newest)
    /// confirms nothing, so a bot that kept its offset over a restart of the ids still gets everything.
    pub fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            while self.queue.len() > keep {
                self.queue.pop_front();
            }
        } else if offset > 0 && offset <= self.next_id + 10 {
            self.queue.retain(|update| update.id >= offset);
        }
    }

    /// Takes the kinds the bot names; none of them means all but [`ON_REQUEST`].
    pub fn allow(&mut self, kinds: BTreeSet<String>) {
        self.allowed = (!kinds.is_empty()).then_some(kinds);
    }

    /// Whether the poll before had the same offset within [`REPOLL_MS`]; remembers this one.
    pub fn is_polled_again(&mut self, offset: i64, now_ms: i64) -> bool {
        let again = self
            .last_poll
            .is_some_and(|(before, at)| before == offset && now_ms < at + REPOLL_MS);
        self.last_poll = Some((offset, now_ms));
        again
    }

    /// The next updates as a poll gets them; they stay until they are confirmed.
    pub fn batch(&mut self, limit: usize) -> Value {
        let mut batch: Vec<Update> = self.echoes.drain(..).collect();
        batch.extend(self.queue.iter().cloned());
        batch.truncate(limit);
        if std::mem::take(&mut self.reverse_next) {
            batch.reverse();
        }
        for update in &batch {
            if !self.fetched.iter().any(|old| old.id == update.id) {
                self.fetched.push_back(update.clone());
            }
        }
        while self.fetched.len() > 100 {
            self.fetched.pop_front();
        }
        batch.iter().map(Update::to_json).collect()
    }

    /// Forgets all that wait.
    pub fn clear(&mut self) {
        self.queue.clear();
    }

    /// Whether a poll would get nothing.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.echoes.is_empty()
    }

    /// How many wait to be fetched or confirmed.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Whether this update waits at `now`, in seconds.
    pub fn is_waiting(&self, id: i64, now: i64) -> bool {
        let mut queue = self.queue.iter();
        queue.any(|update| update.id == id && update.waits(now))
    }

    /// Serves the last `count` fetched updates once more with the next poll.
    pub fn redeliver_last(&mut self, count: usize) {
        let from = self.fetched.len().saturating_sub(count);
        self.echoes = self.fetched.iter().skip(from).cloned().collect();
    }

    /// Serves the next poll's updates newest first.
    pub fn reverse_next(&mut self) {
        self.reverse_next = true;
    }

    /// Deals the updates that wait out anew to the ids that wait; the same seed deals in the same way.
    pub fn shuffle(&mut self, seed: u64) {
        let ids: Vec<i64> = self.queue.iter().map(|u| u.id).collect();
        let queue = self.queue.make_contiguous();
        let mut state = seed;
        for at in (1..queue.len()).rev() {
            // A splitmix64 step: enough to deal cards.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            queue.swap(at, ((z ^ (z >> 31)) % (at as u64 + 1)) as usize);
        }
        for (update, id) in self.queue.iter_mut().zip(ids) {
            update.id = id;
        }
    }

    /// Continues the ids at `next`; false while an update waits, and nothing changes then.
    pub fn restart_ids(&mut self, next: i64) -> bool {
        let quiet = self.queue.is_empty();
        if quiet {
            self.next_id = next.clamp(1, i64::from(i32::MAX) - 1_000_000);
            self.fetched.clear();
        }
        quiet
    }
}
