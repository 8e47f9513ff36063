//! Settling: what became of a call is put down in its row, its lane and the message map, and told to the application. An outcome
//! that was put down before changes nothing. Start at [`Dispatcher::settle`].

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use serde_json::json;

use super::{Dispatcher, Moment, Started};
use crate::core::model::about::{About, Role};
use crate::core::model::delivery::{Call, Class, InGroup, Outcome, Outgoing, Refused, Urgency};
use crate::core::model::ids::{ChatId, MessageId, PersonId};
use crate::core::protocol::event::{Event, EventKind};
use crate::core::protocol::group::GroupFact;
use crate::run::later;
use crate::run::sender::application::Application;
use crate::run::sender::retry::{self, LaneNext, RowNext, RowState};
use crate::store::outbox::sending::{self, Fate, Head, Less};
use crate::store::outbox::{self, lanes};
use crate::store::{StoreError, Tx, messages};

impl<A: Application> Dispatcher<A> {
    /// Puts one outcome down, and lets the lane go on as it says. An outcome that was put down before changes nothing.
    pub(super) async fn settle(
        &mut self,
        tx: &mut Tx,
        started: &Started,
        outcome: Outcome,
        moment: Moment,
    ) -> Result<(), StoreError> {
        let Started { head, .. } = started;
        let now = moment.now;
        let Some(fate) = sending::fate(tx, head.id, started.number).await? else {
            return Ok(());
        };
        let state = RowState {
            class: match started.stands_for {
                // An edit may be repeated freely; the message it has become may not.
                Some(_) => Class::Once,
                None => head.class,
            },
            touch: head.about.role == Role::Touch,
            lane: head.lane,
            tries: head.tries,
            doubts: head.doubts,
            less: head.less,
            had_reply: started.had_reply,
            had_entities: started.had_entities,
            outage: self.pace.is_outage(),
        };
        let next = retry::decide(&state, outcome, now, self.chance());
        match (fate, next.row) {
            (_, RowNext::Sent { message_id, date }) => {
                sending::sent(tx, head.id, now).await?;
                self.arrived(tx, started, message_id, date, now).await?;
                if fate == Fate::Forgotten
                    && started.makes_message
                    && let Some(message) = message_id
                {
                    self.delete(tx, head, message, now).await?;
                }
            }
            (Fate::Open, fate) => self.not_arrived(tx, started, fate, outcome, now).await?,
            (Fate::Unwanted | Fate::Forgotten, _) => {
                sending::drop_row(tx, head.id, now).await?;
            }
        }
        self.lane_goes_on(tx, started, next.lane, outcome, moment)
            .await?;
        if outcome == Outcome::NotTwo
            && let Some(of) = looked_for(head)
        {
            let fact = GroupFact::Seen {
                chat: head.lane,
                of,
                two: false,
                unsent: outbox::unsent_reveals(tx, head.lane).await?,
            };
            self.tell(tx, head, fact, now).await?;
        }
        Ok(())
    }

    /// The message is known from now on, and the application hears of it.
    async fn arrived(
        &mut self,
        tx: &mut Tx,
        started: &Started,
        message_id: Option<i64>,
        date: Option<i64>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let head = &started.head;
        let about = started.stands_for.as_ref().unwrap_or(&head.about);
        if let Some(replaced) = &started.stands_for {
            sending::arrived_otherwise(tx, &replaced.key).await?;
        }
        if started.makes_message
            && let Some(message) = message_id
        {
            messages::remember(tx, head.lane, MessageId(message), about, now).await?;
        }
        let what = match about.role {
            Role::Probe => match looked_for(head) {
                Some(of) => EventKind::Group(GroupFact::Seen {
                    chat: head.lane,
                    of,
                    two: true,
                    unsent: outbox::unsent_reveals(tx, head.lane).await?,
                }),
                None => return Ok(()),
            },
            Role::Card | Role::Reveal if started.makes_message => EventKind::Delivered {
                about: about.clone(),
            },
            Role::Touch => match touched(about, false) {
                Some(what) => what,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        let at = date
            .and_then(|date| Timestamp::from_second(date).ok())
            .unwrap_or(now);
        self.report(tx, head.to, Event { at, what }, now).await
    }

    async fn not_arrived(
        &mut self,
        tx: &mut Tx,
        started: &Started,
        fate: RowNext,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let head = &started.head;
        match fate {
            RowNext::Sent { .. } => Ok(()),
            RowNext::Again {
                tries,
                doubts,
                less,
                not_before,
            } => sending::retry(tx, head.id, tries, doubts, less, not_before).await,
            RowNext::ReplaceCall { voice_forbidden } => {
                let line = self.part_missing(tx, head, voice_forbidden, now).await?;
                let Some(line) = line else {
                    let why = match outcome {
                        Outcome::Refused(why) => retry::reason(why),
                        _ => "refused",
                    };
                    return self.dead_letter(tx, head, why, now).await;
                };
                sending::replace_call(tx, head, &line, &mut *self.rng).await?;
                let less = Less {
                    line: true,
                    ..head.less
                };
                sending::retry(tx, head.id, head.tries, head.doubts, less, None).await
            }
            RowNext::Dropped => {
                let gone = outcome == Outcome::Refused(Refused::TargetGone);
                self.drop_row(tx, head, gone, now).await
            }
            RowNext::Dead(why) => self.dead_letter(tx, head, why, now).await,
        }
    }

    /// Drops a row; whoever waits for a touch hears what it showed.
    pub(super) async fn drop_row(
        &mut self,
        tx: &mut Tx,
        head: &Head,
        gone: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sending::drop_row(tx, head.id, now).await?;
        match touched(&head.about, gone) {
            Some(what) => self.report(tx, head.to, Event { at: now, what }, now).await,
            None => Ok(()),
        }
    }

    /// Gives a row up. Whoever looks after the bot finds it with `twofold outbox`.
    pub(super) async fn dead_letter(
        &mut self,
        tx: &mut Tx,
        head: &Head,
        why: &'static str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sending::dead_letter(tx, head.id, why, now).await?;
        tracing::warn!(row = head.id, role = ?head.about.role, why, "a call was given up");
        Ok(())
    }

    /// A message with words that were forgotten while it was in flight.
    async fn delete(
        &mut self,
        tx: &mut Tx,
        head: &Head,
        message: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = format!("forget:{}", head.id);
        let delete = Outgoing {
            key: key.clone(),
            to: head.to,
            group: head.group.map(|group| InGroup {
                guard: None,
                ..group
            }),
            lane: head.lane,
            class: Class::Set,
            urgency: Urgency::Waited,
            call: Call {
                method: "deleteMessage".into(),
                params: json!({"chat_id": head.lane.0, "message_id": message}),
            },
            target: None,
            not_before: None,
            about: About {
                role: Role::Line,
                key,
                thread: None,
                seat: None,
                source: None,
                part: None,
            },
            authors: Vec::new(),
        };
        outbox::enqueue(tx, &delete, now, &mut *self.rng).await?;
        Ok(())
    }

    async fn lane_goes_on(
        &mut self,
        tx: &mut Tx,
        started: &Started,
        next: LaneNext,
        outcome: Outcome,
        moment: Moment,
    ) -> Result<(), StoreError> {
        let lane = started.head.lane;
        let Moment { now, t } = moment;
        if let Outcome::RetryAfter { seconds } = outcome {
            let until = later(now, Duration::from_secs(seconds.into()));
            let everybody = self.pace.rate_limited(lane, seconds, t);
            tracing::warn!(seconds, everybody, "telegram asks to wait");
            if everybody {
                lanes::hold_all(tx, until, now).await?;
            }
        }
        let chat_free = later(now, started.chat_free.saturating_sub(t));
        let rests = match next {
            LaneNext::Rests(until) => until.max(chat_free),
            _ => chat_free,
        };
        if rests > now {
            lanes::rest_until(tx, lane, rests, now).await?;
        }
        match next {
            LaneNext::Goes | LaneNext::Rests(_) => {}
            LaneNext::Parks => {
                outbox::park(tx, lane, now).await?;
                let head = &started.head;
                if head.group.is_some() {
                    // Nobody has gone: the bot may not write there any more.
                    lanes::free(tx, lane).await?;
                    let fact = GroupFact::Gone {
                        chat: lane,
                        unsent: outbox::unsent_reveals(tx, lane).await?,
                    };
                    return self.tell(tx, head, fact, now).await;
                }
                let event = Event {
                    at: now,
                    what: EventKind::WentAway,
                };
                self.report(tx, started.head.to, event, now).await?;
            }
            LaneNext::Moves(chat) => {
                tracing::info!("a group has a new id");
                lanes::move_to(tx, lane, chat).await?;
                let fact = GroupFact::Moved {
                    from: lane,
                    to: chat,
                    shown: Vec::new(),
                };
                return self.tell(tx, &started.head, fact, now).await;
            }
        }
        lanes::free(tx, lane).await
    }

    /// Tells the application what is known of a group now.
    async fn tell(
        &mut self,
        tx: &mut Tx,
        head: &Head,
        fact: GroupFact,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let what = EventKind::Group(fact);
        self.report(tx, head.to, Event { at: now, what }, now).await
    }

    /// Tells the application. An event it cannot take must not keep the outcome from being put down.
    async fn report(
        &mut self,
        tx: &mut Tx,
        to: PersonId,
        event: Event,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.reported = true;
        tx.savepoint().await?;
        let done = AssertUnwindSafe(self.app.report(tx, to, event, now))
            .catch_unwind()
            .await;
        keep_or_undo(tx, done).await.map(|_| ())
    }

    async fn part_missing(
        &mut self,
        tx: &mut Tx,
        head: &Head,
        voice_forbidden: bool,
        now: Timestamp,
    ) -> Result<Option<Call>, StoreError> {
        tx.savepoint().await?;
        let line = self
            .app
            .part_missing(tx, head.to, &head.about, voice_forbidden, now);
        let done = AssertUnwindSafe(line).catch_unwind().await;
        Ok(keep_or_undo(tx, done).await?.flatten())
    }
}

/// Keeps what the application did, or undoes it alone when it panicked or met a row that makes no sense.
async fn keep_or_undo<T>(
    tx: &mut Tx,
    done: Result<Result<T, StoreError>, Box<dyn Any + Send>>,
) -> Result<Option<T>, StoreError> {
    match done {
        Ok(Ok(value)) => {
            tx.release().await?;
            Ok(Some(value))
        }
        Ok(Err(error)) if error.is_corrupt() => {
            tracing::error!("what became of a call could not be applied: {error}");
            tx.rollback_to().await?;
            Ok(None)
        }
        Ok(Err(error)) => Err(error),
        Err(_) => {
            tracing::error!("a panic while what became of a call was applied");
            tx.rollback_to().await?;
            Ok(None)
        }
    }
}

/// Whom a guarded call looked for.
fn looked_for(head: &Head) -> Option<[ChatId; 2]> {
    head.group.and_then(|group| group.guard)
}

/// What a touch showed; one that names no round or part asks about nothing.
fn touched(about: &About, gone: bool) -> Option<EventKind> {
    if about.role != Role::Touch {
        return None;
    }
    Some(EventKind::Touched {
        thread: about.thread?,
        part: about.part?,
        gone,
    })
}
