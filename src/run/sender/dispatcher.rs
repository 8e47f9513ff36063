//! One turn of the sender: put down what became of calls, tell the application, choose the next calls, all in one transaction.
//!
//! [`Dispatcher::turn`] is everything between two waits. It makes no call and reads no clock, so that a test or a simulation can
//! drive it step by step; [`super::run`] drives it for real. When a turn fails, nothing of it counts: the same outcomes are put
//! down in the next one, and rows that were marked for calls which were never begun are queued again.

mod settle;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rand::CryptoRng;

use super::application::Application;
use super::bind::{self, Bound, Refs};
use super::guard::Guard;
use super::pace::{Limits, Pace};
use crate::core::model::about::{About, Role};
use crate::core::model::delivery::{Call, Outcome, Urgency};
use crate::core::model::ids::ChatId;
use crate::run::later;
use crate::store::outbox::lanes;
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

/// A call to be made now.
#[derive(Clone, PartialEq, Debug)]
pub struct Due {
    pub row: i64,
    /// Make it only if this holds right before.
    pub guard: Option<Guard>,
    pub call: Call,
}

/// What became of a call that [`Dispatcher::turn`] asked for.
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

/// A call in flight.
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
pub struct Dispatcher<A> {
    store: Store,
    app: A,
    rng: Box<dyn CryptoRng + Send>,
    pace: Pace,
    /// By row.
    in_flight: HashMap<i64, Arc<Started>>,
    last_now: Option<Timestamp>,
    /// Rows may be marked whose calls were never begun.
    stale_marks: bool,
    /// Of the finished calls of a turn that failed, how many have been counted.
    counted: usize,
    /// The application was told something in this turn.
    reported: bool,
}

/// The moment of a turn, by both clocks.
#[derive(Clone, Copy)]
struct Moment {
    now: Timestamp,
    t: Duration,
}

impl<A: Application> Dispatcher<A> {
    /// A dispatcher that has made no call yet.
    pub fn new(
        store: Store,
        app: A,
        rng: Box<dyn CryptoRng + Send>,
        limits: Limits,
    ) -> Dispatcher<A> {
        Dispatcher {
            store,
            app,
            rng,
            pace: Pace::new(limits),
            in_flight: HashMap::new(),
            last_now: None,
            stale_marks: false,
            counted: 0,
            reported: false,
        }
    }

    /// How many calls were asked for and are not answered.
    pub fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// One turn. `finished` is emptied when the turn succeeds and kept when it fails. `t` is the time that only grows. With
    /// `more` false no further calls are chosen. The first turn takes what an earlier process had in flight for unknown.
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
        if finished.is_empty() && !stepped && !self.stale_marks {
            if !more {
                return Ok(Plan::default());
            }
            if let Some(plan) = self.nothing_to_do(moment).await? {
                self.last_now = Some(now);
                return Ok(plan);
            }
        }

        for done in finished.iter().skip(self.counted) {
            self.count_failures(*done, t);
        }
        self.counted = finished.len();
        let stale_marks = std::mem::replace(&mut self.stale_marks, true);
        let mut tx = self.store.begin_write().await?;
        if stepped {
            lanes::rebase(&mut tx, now).await?;
        }
        if first {
            self.settle_left_over(&mut tx, moment).await?;
        } else if stale_marks {
            self.unmark(&mut tx, now).await?;
        }
        let mut plan = Plan::default();
        for done in finished.iter() {
            plan.unauthorized |= done.outcome == Outcome::Unauthorized;
            if let Some(started) = self.in_flight.get(&done.row).cloned() {
                self.settle(&mut tx, &started, done.outcome, moment).await?;
            }
        }
        let mut begun = Vec::new();
        if more && !plan.unauthorized {
            begun = self.choose(&mut tx, finished, moment, &mut plan).await?;
        }
        tx.commit().await?;
        if std::mem::take(&mut self.reported) {
            self.app.committed();
        }

        self.stale_marks = false;
        self.last_now = Some(now);
        self.counted = 0;
        for done in finished.drain(..) {
            self.in_flight.remove(&done.row);
        }
        for (started, call) in begun {
            let head = &started.head;
            let (row, chat) = (head.id, head.lane);
            let guard = head.group.and_then(|group| group.guard);
            let guard = guard.map(|two| Guard { chat, two });
            self.in_flight.insert(row, Arc::new(started));
            plan.calls.push(Due { row, guard, call });
        }
        Ok(plan)
    }

    /// Looks without the writer's lock whether any lane could go on.
    async fn nothing_to_do(&mut self, moment: Moment) -> Result<Option<Plan>, StoreError> {
        let mut read = self.store.read().await?;
        let next = lanes::next_moment(&mut read).await?;
        Ok(match next {
            Some(at) if at <= moment.now => None,
            at => Some(Plan {
                at,
                ..Plan::default()
            }),
        })
    }

    /// Calls that were in flight when a process ended may have arrived.
    async fn settle_left_over(&mut self, tx: &mut Tx, moment: Moment) -> Result<(), StoreError> {
        for head in in_flight(tx, moment.now).await? {
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
        for head in in_flight(tx, now).await? {
            let is_ours = self
                .in_flight
                .get(&head.id)
                .is_some_and(|started| started.number == head.calls);
            if !is_ours {
                sending::retry(tx, head.id, head.tries, head.doubts, head.less, None).await?;
                lanes::free(tx, head.lane).await?;
            }
        }
        Ok(())
    }

    /// Counts the calls without an answer in a row: many of them are an outage.
    fn count_failures(&mut self, done: Finished, t: Duration) {
        match done.outcome {
            Outcome::NotSent | Outcome::Unknown => {
                let was_outage = self.pace.is_outage();
                self.pace.failed(done.row, t);
                if !was_outage && self.pace.is_outage() {
                    tracing::warn!("no call gets an answer: going slowly until one does");
                }
            }
            _ => {
                if self.pace.is_outage() {
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
        if let Some(until) = lanes::held_all_until(tx).await?
            && until > now
        {
            plan.at = Some(until);
            return Ok(begun);
        }
        let (mut in_flight, mut scheduled) = (0, 0);
        for (row, started) in &self.in_flight {
            if !finished.iter().any(|done| done.row == *row) {
                in_flight += 1;
                scheduled += usize::from(started.scheduled);
            }
        }
        let capacity = self.pace.capacity(t, in_flight, scheduled);
        for urgency in [Urgency::Waited, Urgency::Scheduled] {
            let left = capacity.any.saturating_sub(begun.len());
            let limit = match urgency {
                Urgency::Waited => left,
                Urgency::Scheduled => left.min(capacity.scheduled),
            };
            if limit == 0 {
                continue;
            }
            for lane in lanes::ready(tx, urgency, now, limit).await? {
                begun.extend(self.begin(tx, lane, urgency, moment).await?);
            }
        }
        in_flight += begun.len();
        scheduled += begun.iter().filter(|(call, _)| call.scheduled).count();
        match lanes::next_moment(tx).await? {
            Some(at) if at > now => plan.at = Some(at),
            Some(_) => plan.after = self.pace.until_capacity(t, in_flight, scheduled),
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
                    sending::dead_letter_corrupt(tx, id, now).await?;
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
                    self.dead_letter(tx, &head, "cannot be read", now).await?;
                    continue;
                }
            };
            if head.about.role == Role::Touch && now.duration_since(head.queued_at) > TOUCH_WITHIN {
                self.drop_row(tx, &head, false, now).await?;
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
            self.pace.call_begins(urgency, t);
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
        lanes::free(tx, lane).await?;
        Ok(None)
    }

    /// From 0 to 1.
    fn chance(&mut self) -> f64 {
        f64::from(self.rng.next_u32()) / f64::from(u32::MAX)
    }
}

/// Rows whose calls are marked as in flight; one that makes no sense is given up and not among them.
async fn in_flight(tx: &mut Tx, now: Timestamp) -> Result<Vec<Head>, StoreError> {
    loop {
        match sending::in_flight(tx).await {
            Err(StoreError::Corrupt {
                table: "outbox",
                id,
            }) => {
                tracing::error!(row = id, "a row of the outbox makes no sense");
                sending::dead_letter_corrupt(tx, id, now).await?;
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
