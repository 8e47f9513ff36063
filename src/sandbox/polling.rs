//! `getUpdates` and what goes with it, and what a test may do to the updates that wait. The queue itself is in `updates`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::params::Params;
use super::reply::No;
use super::spec;
use super::updates::KINDS;
use super::world::{Impossible, World};

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
            self.updates.allow(kinds);
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
        let Ok(params) = spec::find("getUpdates").and_then(|m| m.params(params)) else {
            return true;
        };
        match self.poll(params, now) {
            Ok(_) => !self.nothing_to_fetch(),
            Err(_) => true,
        }
    }

    pub(super) fn get_updates(&mut self, params: Params<'_>, now: Timestamp) -> Result<Value, No> {
        let mut poll = self.poll(params, now)?;
        let again = self
            .updates
            .is_polled_again(poll.offset, now.as_millisecond());
        if self.rules.repoll && again {
            poll.limit = 1;
        }
        Ok(self.updates.batch(poll.limit))
    }

    pub(super) fn delete_webhook(&mut self, params: Params<'_>) -> Result<Value, No> {
        if params.flag("drop_pending_updates") {
            self.updates.clear();
        }
        Ok(true.into())
    }

    pub(super) fn webhook_info(&self) -> Value {
        json!({"url": "", "has_custom_certificate": false, "pending_update_count": self.updates.waiting()})
    }

    pub(super) fn nothing_to_fetch(&self) -> bool {
        self.updates.is_empty()
    }

    /// How many updates wait to be fetched or confirmed, or for a poll to find that they have expired.
    pub fn pending_updates(&self) -> usize {
        self.updates.waiting()
    }

    /// Whether this update waits to be fetched or confirmed: the next poll would bring it, unless its offset lies beyond.
    pub fn update_waits(&self, id: i64, now: Timestamp) -> bool {
        self.updates.is_waiting(id, now.as_second())
    }

    /// Serves the last `count` fetched updates once more with the next poll, whatever its offset says: the server has
    /// forgotten that they were confirmed. What happened more than a day before, it has not got any more.
    pub fn redeliver_last(&mut self, count: usize) {
        self.updates.redeliver_last(count);
    }

    /// Serves the next poll's updates newest first.
    pub fn reverse_next_updates(&mut self) {
        self.updates.reverse_next();
    }

    /// Deals the updates that wait out anew to the ids that wait: what happened later may be told earlier. The same
    /// seed deals in the same way.
    pub fn shuffle_pending_updates(&mut self, seed: u64) {
        self.updates.shuffle(seed);
    }

    /// Continues the ids elsewhere, as Telegram does after a week without updates; possible only while none waits.
    pub fn restart_update_ids(&mut self, next: i64) -> Result<(), Impossible> {
        match self.updates.restart_ids(next) {
            true => Ok(()),
            false => Err(Impossible::new(
                "update ids restart only while no update waits",
            )),
        }
    }
}
