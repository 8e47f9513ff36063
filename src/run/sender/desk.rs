//! One turn of the sender: put down what became of calls, tell the application, choose the next calls, all in one transaction.
//!
//! [`Desk::turn`] is everything between two waits. It makes no call and reads no clock, so that a test or a simulation can drive
//! it step by step; [`super::run`] drives it for real. When a turn fails, nothing of it counts: the same outcomes are put down in
//! the next one, and rows that were marked for calls which were never begun are queued again.

mod settle;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use rand::CryptoRng;

use super::bind::{self, Bound, Refs};
use super::guard::Guard;
use super::pace::{Limits, Pace};
use crate::core::model::about::{About, Role};
use crate::core::model::delivery::{Call, Outcome, Urgency};
use crate::core::model::ids::{ChatId, PersonId};
use crate::core::protocol::event::Event;
use crate::run::later;
use crate::store::outbox::sending::{self, Body, Earlier, Head};
use crate::store::{Store, StoreError, Tx};

/// A wall clock that goes back by more than this was wrong.
const STEP_BACK: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);
/// How many rows of one lane are passed over in one turn, for instance because nobody wants them any more.
const PASSED_OVER: usize = 50;
/// A touch later than this would put an old reaction over a newer one; the reveal it was for did not wait longer either.
const TOUCH_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_secs(10);
/// When a change waits for a message whose row is not held, look again after this long.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Applies an event to the person the call was for, in the same transaction.
pub type Report = Arc<
    dyn for<'a> Fn(&'a mut Tx, PersonId, Event, Timestamp) -> BoxFuture<'a, Result<(), StoreError>>
        + Send
        + Sync,
>;

/// Renders the line that says which part could not be shown, and how a voice note could be allowed; `None` when no line can
/// stand for it.
pub type PartMissing = Arc<
    dyn for<'a> Fn(
            &'a mut Tx,
            PersonId,
            &'a About,
            bool,
            Timestamp,
        ) -> BoxFuture<'a, Result<Option<Call>, StoreError>>
        + Send
        + Sync,
>;

/// The application, as far as the sender speaks to it.
#[derive(Clone)]
pub struct Upward {
    pub report: Report,
    pub part_missing: PartMissing,
    /// A turn that reported something is committed: it may have made something due sooner.
    pub committed: Arc<dyn Fn() + Send + Sync>,
}

/// A call to be made now.
#[derive(Clone, PartialEq, Debug)]
pub struct Due {
    pub row: i64,
    /// Make it only if this holds right before.
    pub guard: Option<Guard>,
    pub call: Call,
}

/// What became of a call that [`Desk::turn`] asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finished {
    pub row: i64,
    pub outcome: Outcome,
}

/// What to do until the next turn.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Plan {
    /// Their rows are marked, durably: make these calls now.
    pub calls: Vec<Due>,
    /// Come back when the wall clock shows this …
    pub at: Option<Timestamp>,
    /// … or when so much time has passed.
    pub after: Option<Duration>,
    /// The token is not valid: end.
    pub unauthorized: bool,
}

/// A call under way.
struct Started {
    head: Head,
    /// Which call of its row it is.
    number: i64,
    had_reply: bool,
    had_entities: bool,
    makes_message: bool,
    stands_for: Option<About>,
    /// It was chosen as one that came by the clock.
    scheduled: bool,
    /// From when the next message may go to this chat.
    chat_free: Duration,
}

/// The sender's state between two turns.
pub struct Desk {
    store: Store,
    upward: Upward,
    rng: Box<dyn CryptoRng + Send>,
    pace: Pace,
    /// By row.
    under_way: HashMap<i64, Arc<Started>>,
    last_now: Option<Timestamp>,
    /// Rows may be marked whose calls were never begun.
    unsure: bool,
    /// Of the finished calls of a turn that failed, how many have been weighed.
    weighed: usize,
    /// The application was told something in this turn.
    reported: bool,
}

/// The moment of a turn, by both clocks.
#[derive(Clone, Copy)]
struct Moment {
    now: Timestamp,
    t: Duration,
}

impl Desk {
    pub fn new(
        store: Store,
        upward: Upward,
        rng: Box<dyn CryptoRng + Send>,
        limits: Limits,
    ) -> Desk {
        Desk {
            store,
            upward,
            rng,
            pace: Pace::new(limits),
            under_way: HashMap::new(),
            last_now: None,
            unsure: false,
            weighed: 0,
            reported: false,
        }
    }

    /// How many calls were asked for and are not answered.
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// One turn. `finished` is emptied when the turn succeeds and kept when it fails. `t` is the time that only grows. With
    /// `more` false no further calls are chosen. The first turn takes what an earlier process had under way for unknown.
    ///
    /// # Errors
    /// The store's. After [`StoreError::LeaseLost`] there is no next turn; after any other the next one makes good.
    pub async fn turn(
        &mut self,
        finished: &mut Vec<Finished>,
        now: Timestamp,
        t: Duration,
        more: bool,
    ) -> Result<Plan, StoreError> {
        let moment = Moment { now, t };
        let first = self.last_now.is_none();
        let stepped = self
            .last_now
            .is_none_or(|last| last.duration_since(now) > STEP_BACK);
        if finished.is_empty() && !stepped && !self.unsure {
            if !more {
                return Ok(Plan::default());
            }
            if let Some(plan) = self.nothing_to_do(moment).await? {
                self.last_now = Some(now);
                return Ok(plan);
            }
        }

        for done in finished.iter().skip(self.weighed) {
            self.weigh(*done, t);
        }
        self.weighed = finished.len();
        let unsure = std::mem::replace(&mut self.unsure, true);
        let mut tx = self.store.begin_write().await?;
        if stepped {
            sending::rebase(&mut tx, now).await?;
        }
        if first {
            self.settle_former(&mut tx, moment).await?;
        } else if unsure {
            self.unmark(&mut tx, now).await?;
        }
        let mut plan = Plan::default();
        for done in finished.iter() {
            plan.unauthorized |= done.outcome == Outcome::Unauthorized;
            if let Some(started) = self.under_way.get(&done.row).cloned() {
                self.settle(&mut tx, &started, done.outcome, moment).await?;
            }
        }
        let mut begun = Vec::new();
        if more && !plan.unauthorized {
            begun = self.choose(&mut tx, finished, moment, &mut plan).await?;
        }
        tx.commit().await?;
        if std::mem::take(&mut self.reported) {
            (self.upward.committed)();
        }

        self.unsure = false;
        self.last_now = Some(now);
        self.weighed = 0;
        for done in finished.drain(..) {
            self.under_way.remove(&done.row);
        }
        for (started, call) in begun {
            let head = &started.head;
            let (row, chat) = (head.id, head.lane);
            let guard = head.group.and_then(|group| group.guard);
            let guard = guard.map(|two| Guard { chat, two });
            self.under_way.insert(row, Arc::new(started));
            plan.calls.push(Due { row, guard, call });
        }
        Ok(plan)
    }

    /// Looks without the writer's lock whether any lane could go on.
    async fn nothing_to_do(&mut self, moment: Moment) -> Result<Option<Plan>, StoreError> {
        let mut read = self.store.read().await?;
        let next = sending::next_moment(&mut read).await?;
        Ok(match next {
            Some(at) if at <= moment.now => None,
            at => Some(Plan {
                at,
                ..Plan::default()
            }),
        })
    }

    /// Calls that were under way when a process ended may have arrived.
    async fn settle_former(&mut self, tx: &mut Tx, moment: Moment) -> Result<(), StoreError> {
        for head in in_hand(tx, moment.now).await? {
            let started = Started {
                number: head.calls,
                had_reply: false,
                had_entities: false,
                makes_message: false,
                stands_for: None,
                scheduled: false,
                chat_free: Duration::ZERO,
                head,
            };
            self.settle(tx, &started, Outcome::Unknown, moment).await?;
        }
        Ok(())
    }

    /// Queues again what was marked for calls that were never begun.
    async fn unmark(&mut self, tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
        for head in in_hand(tx, now).await? {
            let is_ours = self
                .under_way
                .get(&head.id)
                .is_some_and(|started| started.number == head.calls);
            if !is_ours {
                sending::again(tx, head.id, head.tries, head.doubts, head.less, None).await?;
                sending::free_lane(tx, head.lane).await?;
            }
        }
        Ok(())
    }

    /// What an outcome says about everything else.
    fn weigh(&mut self, done: Finished, t: Duration) {
        match done.outcome {
            Outcome::NotSent | Outcome::Unknown => {
                let was_storm = self.pace.is_storm();
                self.pace.failed(done.row, t);
                if !was_storm && self.pace.is_storm() {
                    tracing::warn!("no call gets an answer: going slowly until one does");
                }
            }
            _ => {
                if self.pace.is_storm() {
                    tracing::info!("calls get answers again");
                }
                self.pace.answered();
            }
        }
    }

    /// Chooses the next calls and marks their rows.
    async fn choose(
        &mut self,
        tx: &mut Tx,
        finished: &[Finished],
        moment: Moment,
        plan: &mut Plan,
    ) -> Result<Vec<(Started, Call)>, StoreError> {
        let Moment { now, t } = moment;
        let mut begun = Vec::new();
        if let Some(until) = sending::held_all(tx).await?
            && until > now
        {
            plan.at = Some(until);
            return Ok(begun);
        }
        let (mut under_way, mut scheduled) = (0, 0);
        for (row, started) in &self.under_way {
            if !finished.iter().any(|done| done.row == *row) {
                under_way += 1;
                scheduled += usize::from(started.scheduled);
            }
        }
        let room = self.pace.room(t, under_way, scheduled);
        for urgency in [Urgency::Waited, Urgency::Scheduled] {
            let left = room.any.saturating_sub(begun.len());
            let limit = match urgency {
                Urgency::Waited => left,
                Urgency::Scheduled => left.min(room.scheduled),
            };
            if limit == 0 {
                continue;
            }
            for lane in sending::ready_lanes(tx, urgency, now, limit).await? {
                begun.extend(self.begin(tx, lane, urgency, moment).await?);
            }
        }
        under_way += begun.len();
        scheduled += begun.iter().filter(|(call, _)| call.scheduled).count();
        match sending::next_moment(tx).await? {
            Some(at) if at > now => plan.at = Some(at),
            Some(_) => plan.after = self.pace.until_room(t, under_way, scheduled),
            None => {}
        }
        Ok(begun)
    }

    /// Marks the first row of a lane that has a call to make; passes over those that have none.
    async fn begin(
        &mut self,
        tx: &mut Tx,
        lane: ChatId,
        urgency: Urgency,
        moment: Moment,
    ) -> Result<Option<(Started, Call)>, StoreError> {
        let Moment { now, t } = moment;
        for _ in 0..PASSED_OVER {
            let head = match sending::head(tx, lane, now).await {
                Ok(Some(head)) => head,
                Ok(None) => break,
                Err(StoreError::Corrupt {
                    table: "outbox",
                    id,
                }) => {
                    tracing::error!(row = id, "a row of the outbox makes no sense");
                    sending::bury(tx, id, now).await?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let call = match head.body.clone() {
                Body::Call(call) => call,
                Body::Blank => {
                    sending::drop_row(tx, head.id, now).await?;
                    continue;
                }
                Body::Unreadable => {
                    self.die(tx, &head, "cannot be read", now).await?;
                    continue;
                }
            };
            if head.about.role == Role::Touch && now.duration_since(head.queued_at) > TOUCH_WITHIN {
                self.let_go(tx, &head, false, now).await?;
                continue;
            }
            let refs = Refs::of(&call.params);
            let target = earlier(tx, refs.target.as_deref()).await?;
            let reply = earlier(tx, refs.reply.as_deref()).await?;
            let ready = match bind::bind(call, lane, head.less, target, reply) {
                Bound::Ready(ready) => ready,
                Bound::Wait(until) => {
                    let until = until
                        .filter(|until| *until > now)
                        .unwrap_or_else(|| later(now, LOOK_AGAIN));
                    sending::hold(tx, head.id, lane, until).await?;
                    continue;
                }
                Bound::Nothing => {
                    sending::drop_row(tx, head.id, now).await?;
                    continue;
                }
            };
            sending::mark_sending(tx, &head).await?;
            self.pace.begins(urgency, t);
            let makes_message = bind::makes_message(&ready.call.method);
            // In a group changes count as messages do.
            let chat_free = if makes_message || (lane.0 < 0 && head.about.role != Role::Probe) {
                self.pace.message_to(lane, t)
            } else {
                t
            };
            let started = Started {
                number: head.calls + 1,
                had_reply: ready.has_reply,
                had_entities: ready.has_entities,
                makes_message,
                stands_for: ready.stands_for,
                scheduled: urgency == Urgency::Scheduled,
                chat_free,
                head,
            };
            return Ok(Some((started, ready.call)));
        }
        // Nothing to do after all, or much passed over: the lane says anew from when.
        sending::free_lane(tx, lane).await?;
        Ok(None)
    }

    /// From 0 to 1.
    fn chance(&mut self) -> f64 {
        f64::from(self.rng.next_u32()) / f64::from(u32::MAX)
    }
}

/// Rows whose calls are marked as under way; one that makes no sense is given up and not among them.
async fn in_hand(tx: &mut Tx, now: Timestamp) -> Result<Vec<Head>, StoreError> {
    loop {
        match sending::in_hand(tx).await {
            Err(StoreError::Corrupt {
                table: "outbox",
                id,
            }) => {
                tracing::error!(row = id, "a row of the outbox makes no sense");
                sending::bury(tx, id, now).await?;
            }
            heads => return heads,
        }
    }
}

async fn earlier(tx: &mut Tx, key: Option<&str>) -> Result<Option<Earlier>, StoreError> {
    let Some(key) = key else { return Ok(None) };
    match sending::earlier(tx, key).await {
        // A row that makes no sense sent nothing that could be named.
        Err(error) if error.is_corrupt() => Ok(Some(Earlier::Gone)),
        found => found.map(Some),
    }
}
