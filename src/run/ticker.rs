//! The ticker: takes the couples whose moment has come and lets the core do what is due. It never decides what is due. Start at
//! [`run`], and [`tick_some`] for one step of it.
//!
//! It waits while updates wait at Telegram (after a start or a failed poll): what people wrote meanwhile counts first.
//!
//! Rounds are opened only while the sender's backlog is below [`BacklogLimit`]. At that limit the brake is on: couples are taken by
//! their other moment, for everything but asking by schedule, so that no reveal or close waits behind the prompts of others.
//! Couples held by the brake go on in the order of their slots, and those of one slot in the order of their ids, which is
//! random and always the same: one couple is every evening about equally late. A slot's own instant never moves.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::clock::Clock;
use super::housekeeping;
use super::sender::pace::Limits;
use super::trust::Trust;
use crate::app::{App, Input, tick_cause};
use crate::core::model::ids::{CoupleId, ReflectionId};
use crate::core::model::time::later;
use crate::core::plan::slots::AHEAD_MAX;
use crate::store::outbox::backlog;
use crate::store::{Read, StoreError, couples, intake, reflections};

/// Couples in one transaction: enough to share its cost, few enough that a person's own message does not wait.
const BATCH: u32 = couples::batch::BATCH as u32;
/// How often one couple is looked at for the same moment: one thing may make the next one due.
const LOOKS_MAX: u32 = 16;
/// A couple whose tick failed is tried again after this long.
const RETRY: SignedDuration = SignedDuration::from_mins(15);
const HOUSEKEEPING: SignedDuration = SignedDuration::from_hours(1);
/// Without anything due the loop looks again after this long at most.
const IDLE: SignedDuration = SignedDuration::from_mins(10);
/// A wall clock that goes back by more than this was wrong.
const STEP_BACK: SignedDuration = SignedDuration::from_secs(1);
const PAUSE: Duration = Duration::from_secs(1);
/// While rounds wait for the sender it is looked at again this often, and after each of its turns that reported something.
const BEHIND: Duration = Duration::from_secs(1);
/// How far ahead of the sender rounds are opened, in seconds of its pace.
const AHEAD_S: usize = 5 * 60;
/// Batches at one moment, before the clocks are looked at again: more than [`LOOKS_MAX`].
const BATCHES_MAX: u32 = 20;

/// How many chats may have prompts and the like waiting for the sender when further rounds are opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BacklogLimit(Option<u32>);

impl BacklogLimit {
    /// Without the brake.
    pub const NONE: BacklogLimit = BacklogLimit(None);

    /// Five minutes of the sender's pace.
    pub fn of(limits: &Limits) -> BacklogLimit {
        let chats = limits.scheduled_per_second.saturating_mul(AHEAD_S);
        BacklogLimit::chats(u32::try_from(chats).unwrap_or(u32::MAX))
    }

    /// So many chats; at least the two of one couple.
    pub fn chats(chats: u32) -> BacklogLimit {
        BacklogLimit(Some(chats.max(2)))
    }

    /// Couples in one transaction, each with two chats.
    fn batch(self) -> u32 {
        self.0.map_or(BATCH, |chats| BATCH.min(chats / 2))
    }

    /// Whether the rounds of a whole batch still fit.
    async fn has_room(self, read: &mut Read, now: Timestamp) -> Result<bool, StoreError> {
        let Some(chats) = self.0 else {
            return Ok(true);
        };
        let full = i64::from(chats - 2 * self.batch()) + 1;
        Ok(backlog::scheduled_chats(read, now, full).await? < full)
    }
}

/// What the loop does next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// There may be more to do at once.
    More,
    /// Nothing is due before this moment.
    At(Option<Timestamp>),
    /// Rounds wait for the sender; nothing else is due before this moment.
    Behind(Option<Timestamp>),
}

/// Runs until `stop` says so.
///
/// # Errors
/// [`StoreError::LeaseLost`]; any other store error is logged, waited out and tried again.
pub async fn run(
    app: App,
    clock: Clock,
    limit: BacklogLimit,
    mut drained: watch::Receiver<bool>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), StoreError> {
    let woken = app.wakers().ticker.clone();
    let mut housekeeping_at = Timestamp::MIN;
    let mut last_now: Option<Timestamp> = None;
    let mut trust = Trust::default();
    while !*stop.borrow() {
        if !*drained.borrow_and_update() {
            tokio::select! {
                _ = drained.changed() => {}
                _ = stop.changed() => {}
            }
            continue;
        }
        let now = clock.now();
        app.set_erase_from(trust.look(now, clock.began()));
        if last_now.is_none_or(|last| last.duration_since(now) > STEP_BACK) {
            housekeeping_at = now;
            match reset_far_due(&app, now).await {
                Ok(()) => last_now = Some(now),
                // What is due is due; the rest is looked at the next time round.
                Err(error) => tracing::error!("after the clock was set: {error}"),
            }
        } else {
            last_now = Some(now);
        }
        if now >= housekeeping_at {
            housekeeping_at = now + HOUSEKEEPING;
            if let Err(error) = housekeeping::clean_up(&app, now).await {
                tracing::error!("housekeeping: {error}");
            }
        }
        let next = match tick_some(&app, now, limit).await {
            Ok(next) => next,
            Err(StoreError::LeaseLost) => return Err(StoreError::LeaseLost),
            Err(error) => {
                tracing::error!("the clock waits until the database works again: {error}");
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => {}
                    _ = stop.changed() => {}
                }
                continue;
            }
        };
        let (next, is_behind) = match next {
            Next::More => continue,
            Next::At(next) => (next, false),
            Next::Behind(next) => (next, true),
        };
        let next = next
            .unwrap_or(now + IDLE)
            .min(now + IDLE)
            .min(housekeeping_at);
        tokio::select! {
            () = clock.sleep_until(next) => {}
            () = tokio::time::sleep(BEHIND), if is_behind => {}
            () = woken.notified() => {}
            _ = drained.changed() => {}
            _ = stop.changed() => {}
        }
    }
    Ok(())
}

/// After a start, and when the wall clock went back: whatever is planned further ahead than any slot is looked at now, because
/// a clock that was wrong may have planned it.
pub async fn reset_far_due(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = app.store().begin_write().await?;
    couples::reset_due_after(&mut tx, later(now, AHEAD_MAX), now).await?;
    reflections::reset_due_after(&mut tx, later(now, AHEAD_MAX), now).await?;
    intake::rebase(&mut tx, now).await?;
    tx.commit().await
}

/// Does all that is due at a moment, and answers when something is due next. While the sender is five minutes behind, at its
/// usual pace, what asks by schedule stays due.
pub async fn tick(app: &App, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    tick_limited(app, now, BacklogLimit::of(&Limits::default())).await
}

/// The same at another pace.
pub async fn tick_limited(
    app: &App,
    now: Timestamp,
    limit: BacklogLimit,
) -> Result<Option<Timestamp>, StoreError> {
    loop {
        match tick_some(app, now, limit).await? {
            Next::More => {}
            Next::At(next) | Next::Behind(next) => return Ok(next),
        }
    }
}

/// Does what is due at a moment, up to [`BATCHES_MAX`] batches of it.
pub async fn tick_some(app: &App, now: Timestamp, limit: BacklogLimit) -> Result<Next, StoreError> {
    let alone = tick_alone(app, now).await?;
    let mut looked_at: HashMap<CoupleId, u32> = HashMap::new();
    for _ in 0..BATCHES_MAX {
        let mut read = app.store().read().await?;
        let first = couples::first_due(&mut read).await?;
        if first.is_none_or(|first| first > now) {
            return Ok(Next::At(first.into_iter().chain(alone).min()));
        }
        let may_ask = limit.has_room(&mut read, now).await?;
        // What nobody should wait for goes first, however many are to be asked.
        let mut due = couples::due_braked(&mut read, now, limit.batch()).await?;
        if due.is_empty() {
            if !may_ask {
                let next = couples::first_due_braked(&mut read).await?;
                return Ok(Next::Behind(next.into_iter().chain(alone).min()));
            }
            due = couples::due(&mut read, now, limit.batch()).await?;
        }
        drop(read);
        let (due, stuck) = due.into_iter().partition(|couple| {
            let times = looked_at.entry(*couple).or_default();
            *times += 1;
            *times <= LOOKS_MAX
        });
        postpone(app, stuck, now).await?;
        tick_batch(app, &due, may_ask, now).await?;
        app.wakers().sender.notify_one();
    }
    Ok(Next::More)
}

/// What somebody writes alone, each behind a savepoint of its own; answers when the next of them is due.
async fn tick_alone(app: &App, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let mut read = app.store().read().await?;
    let due = reflections::due(&mut read, now, BATCH).await?;
    let first = reflections::first_due(&mut read).await?;
    drop(read);
    if due.is_empty() {
        return Ok(first);
    }
    let mut tx = app.store().begin_write().await?;
    for reflection in due {
        let cause = format!("s{reflection}:{}", now.as_millisecond());
        tx.savepoint().await?;
        let turn = app.turn(&mut tx, &cause, Input::TickAlone { reflection }, now);
        match AssertUnwindSafe(turn).catch_unwind().await {
            Ok(Ok(_)) => tx.release().await?,
            Ok(Err(error)) if !error.is_corrupt() => return Err(error),
            failed => {
                stuck_alone(reflection, failed.is_ok());
                tx.rollback_to().await?;
            }
        }
        if reflections::is_due(&mut tx, reflection, now).await? {
            // It must not keep everybody else waiting.
            reflections::set_due(&mut tx, reflection, now + RETRY).await?;
        }
    }
    tx.commit().await?;
    app.wakers().sender.notify_one();
    let mut read = app.store().read().await?;
    reflections::first_due(&mut read).await
}

fn stuck_alone(reflection: ReflectionId, corrupt: bool) {
    let why = if corrupt {
        "met a row that makes no sense"
    } else {
        "panicked"
    };
    tracing::error!("the tick of reflection {reflection} {why}; again in a while");
}

/// A couple that stays due whatever is done for it must not keep everybody else waiting.
async fn postpone(app: &App, stuck: Vec<CoupleId>, now: Timestamp) -> Result<(), StoreError> {
    if stuck.is_empty() {
        return Ok(());
    }
    let mut tx = app.store().begin_write().await?;
    for couple in stuck {
        tracing::error!("couple {couple} stays due; again in a while");
        couples::set_due(&mut tx, couple, now + RETRY).await?;
    }
    tx.commit().await
}

/// Ticks a batch in one transaction; when one of them cannot be ticked, each behind a savepoint of its own.
async fn tick_batch(
    app: &App,
    due: &[CoupleId],
    may_ask: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    match AssertUnwindSafe(tick_together(app, due, may_ask, now))
        .catch_unwind()
        .await
    {
        Ok(Err(error)) if !error.is_corrupt() => Err(error),
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => tick_one_by_one(app, due, may_ask, now).await,
    }
}

/// All of them, or none: what they read is read once for all.
pub async fn tick_together(
    app: &App,
    due: &[CoupleId],
    may_ask: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = app.store().begin_write().await?;
    app.ticks(&mut tx, due, may_ask, now).await?;
    tx.commit().await
}

/// Each for itself, in one transaction: one that cannot be ticked is tried again later and takes nobody with it.
pub async fn tick_one_by_one(
    app: &App,
    due: &[CoupleId],
    may_ask: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = app.store().begin_write().await?;
    for couple in due {
        let cause = tick_cause(*couple, now);
        let input = Input::Tick {
            couple: *couple,
            may_ask,
        };
        tx.savepoint().await?;
        let turn = app.turn(&mut tx, &cause, input, now);
        match AssertUnwindSafe(turn).catch_unwind().await {
            Ok(Ok(_)) => tx.release().await?,
            Ok(Err(error)) if !error.is_corrupt() => return Err(error),
            failed => {
                let why = if failed.is_ok() {
                    "met a row that makes no sense"
                } else {
                    "panicked"
                };
                tracing::error!("the tick of couple {couple} {why}; again in a while");
                tx.rollback_to().await?;
                couples::set_due(&mut tx, *couple, now + RETRY).await?;
            }
        }
    }
    tx.commit().await
}
