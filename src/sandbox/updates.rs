//! What the bot has not yet fetched: the queue behind `getUpdates`.

use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::params::Params;
use super::reply::No;
use super::world::{Impossible, World};

/// Updates wait for a day.
const UPDATE_LIFETIME_S: i64 = 24 * 3600;
/// A pressed button waits for two and a half minutes, fetched or not.
pub(super) const QUERY_LIFETIME_S: i64 = 150;
/// The same offset again within this time gets one update at most.
const REPOLL_MS: i64 = 500;

/// Every kind of update of the specification.
const KINDS: [&str; 25] = [
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
    /// The last answers, for [`World::redeliver_last`].
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

    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.contains(kind),
            None => !ON_REQUEST.contains(&kind),
        }
    }

    fn push(&mut self, kind: &str, body: Value, at: i64) {
        let id = self.next_id;
        self.next_id += 1;
        let kind = kind.to_owned();
        self.queue.push_back(Update { id, kind, body, at });
    }

    fn expire(&mut self, now: i64) {
        self.queue.retain(|update| update.waits(now));
        let is_kept = |update: &Update| now - update.at <= UPDATE_LIFETIME_S;
        self.fetched.retain(is_kept);
        self.echoes.retain(is_kept);
    }

    /// Forgets what this offset confirms. An offset from another life (more than ten beyond the newest) confirms
    /// nothing, so a bot that kept its offset over a restart of the ids still gets everything.
    fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            while self.queue.len() > keep {
                self.queue.pop_front();
            }
        } else if offset > 0 && offset <= self.next_id + 10 {
            self.queue.retain(|update| update.id >= offset);
        }
    }
}

/// The checked parameters of one poll.
struct Poll {
    offset: i64,
    limit: usize,
}

impl World {
    pub(super) fn emit(&mut self, kind: &str, body: Value, now: Timestamp) {
        if self.updates.wants(kind) {
            self.updates.push(kind, body, now.as_second());
        }
    }

    /// Queues an update of any kind and content, asked for or not: what Telegram may send one day.
    pub fn inject(&mut self, kind: &str, body: Value, now: Timestamp) {
        self.updates.push(kind, body, now.as_second());
    }

    fn poll(&mut self, params: Params<'_>, now: Timestamp) -> Result<Poll, No> {
        let range = |name: &str, default: i64, min: i64, max: i64| match params.int(name) {
            None => Ok(default),
            Some(value) if (min..=max).contains(&value) => Ok(value),
            Some(_) => Err(No::strict(format_args!("{name} is {min} to {max}"))),
        };
        let offset = range("offset", 0, i64::from(i32::MIN), i64::from(i32::MAX))?;
        let limit = range("limit", 100, 1, 100)?;
        range("timeout", 0, 0, 50)?;
        if let Some(list) = params.list("allowed_updates") {
            let mut kinds = BTreeSet::new();
            for kind in list {
                let known = kind.as_str().filter(|kind| KINDS.contains(kind));
                let Some(kind) = known else {
                    return Err(No::strict(format_args!("{kind} is no kind of update")));
                };
                kinds.insert(kind.to_owned());
            }
            self.updates.allowed = (!kinds.is_empty()).then_some(kinds);
        }
        self.updates.expire(now.as_second());
        self.updates.confirm(offset);
        Ok(Poll {
            offset,
            limit: usize::try_from(limit).unwrap_or(100),
        })
    }

    /// Takes in a poll as it arrives (what it confirms, which kinds it wants) and says whether it can be answered at
    /// once: because something waits, or because the answer is a refusal or a fault.
    pub(super) fn poll_is_ready(&mut self, params: &Value, now: Timestamp) -> bool {
        if self.faults.expects("getUpdates", None) {
            return true;
        }
        let Ok(params) = super::spec::find("getUpdates").and_then(|m| m.params(params)) else {
            return true;
        };
        match self.poll(params, now) {
            Ok(_) => !self.nothing_to_fetch(),
            Err(_) => true,
        }
    }

    pub(super) fn get_updates(&mut self, params: Params<'_>, now: Timestamp) -> Result<Value, No> {
        let mut poll = self.poll(params, now)?;
        let now_ms = now.as_millisecond();
        let again = self
            .updates
            .last_poll
            .is_some_and(|(offset, at)| offset == poll.offset && now_ms < at + REPOLL_MS);
        if self.rules.repoll && again {
            poll.limit = 1;
        }
        self.updates.last_poll = Some((poll.offset, now_ms));
        let mut batch: Vec<Update> = self.updates.echoes.drain(..).collect();
        batch.extend(self.updates.queue.iter().cloned());
        batch.truncate(poll.limit);
        if std::mem::take(&mut self.updates.reverse_next) {
            batch.reverse();
        }
        for update in &batch {
            if !self.updates.fetched.iter().any(|old| old.id == update.id) {
                self.updates.fetched.push_back(update.clone());
            }
        }
        while self.updates.fetched.len() > 100 {
            self.updates.fetched.pop_front();
        }
        Ok(batch.iter().map(Update::to_json).collect())
    }

    pub(super) fn delete_webhook(&mut self, params: Params<'_>) -> Result<Value, No> {
        if params.flag("drop_pending_updates") {
            self.updates.queue.clear();
        }
        Ok(true.into())
    }

    pub(super) fn webhook_info(&self) -> Value {
        json!({"url": "", "has_custom_certificate": false, "pending_update_count": self.updates.queue.len()})
    }

    pub(super) fn nothing_to_fetch(&self) -> bool {
        self.updates.queue.is_empty() && self.updates.echoes.is_empty()
    }

    /// How many updates wait to be fetched or confirmed, or for a poll to find that they have expired.
    pub fn pending_updates(&self) -> usize {
        self.updates.queue.len()
    }

    /// Whether this update waits to be fetched or confirmed: the next poll would bring it, unless its offset lies beyond.
    pub fn update_waits(&self, id: i64, now: Timestamp) -> bool {
        let mut queue = self.updates.queue.iter();
        queue.any(|update| update.id == id && update.waits(now.as_second()))
    }

    /// Serves the last `count` fetched updates once more with the next poll, whatever its offset says: the server has
    /// forgotten that they were confirmed. What happened more than a day before, it has not got any more.
    pub fn redeliver_last(&mut self, count: usize) {
        let fetched = &self.updates.fetched;
        let from = fetched.len().saturating_sub(count);
        self.updates.echoes = fetched.iter().skip(from).cloned().collect();
    }

    /// Serves the next poll's updates newest first.
    pub fn reverse_next_updates(&mut self) {
        self.updates.reverse_next = true;
    }

    /// Deals the updates that wait out anew to the ids that wait: what happened later may be told earlier. The same
    /// seed deals in the same way.
    pub fn shuffle_pending_updates(&mut self, seed: u64) {
        let ids: Vec<i64> = self.updates.queue.iter().map(|u| u.id).collect();
        let queue = self.updates.queue.make_contiguous();
        let mut state = seed;
        for at in (1..queue.len()).rev() {
            // A splitmix64 step: enough to deal cards.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            queue.swap(at, ((z ^ (z >> 31)) % (at as u64 + 1)) as usize);
        }
        for (update, id) in self.updates.queue.iter_mut().zip(ids) {
            update.id = id;
        }
    }

    /// Continues the ids elsewhere, as Telegram does after a week without updates; possible only while none waits.
    pub fn restart_update_ids(&mut self, next: i64) -> Result<(), Impossible> {
        if !self.updates.queue.is_empty() {
            return Err(Impossible::new(
                "update ids restart only while no update waits",
            ));
        }
        self.updates.next_id = next.clamp(1, i64::from(i32::MAX) - 1_000_000);
        self.updates.fetched.clear();
        Ok(())
    }
}
