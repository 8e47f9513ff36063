//! Skipping time. The clock is never set to the target at once: it goes to the next moment at which anything is due, waits until
//! the bot has nothing left to do, and so on. So everything happens at its own time, as it would have.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::error::SkipError;
use super::session::{Session, later};
use crate::sandbox::{What, World};
use crate::store::{StoreError, couples, outbox};

/// How long the bot may take to come to rest, in real time. Generous: a busy machine is no fault of the bot.
const PATIENCE: Duration = Duration::from_secs(60);
/// The database notifies nobody, so whether all is done is asked again this often.
const LOOK: Duration = Duration::from_millis(4);
/// *The next thing* is looked for this far ahead, which is more than the longest time anything waits for by itself.
const AHEAD: SignedDuration = SignedDuration::from_hours(35 * 24);

/// How far a skip goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Skip {
    /// Until something is to be seen on a screen.
    Next,
    By(SignedDuration),
}

impl Session {
    /// Waits until every update is applied, every call that may go is made and put down, and nothing is due.
    pub async fn settle(&self) -> Result<(), SkipError> {
        let quiet = async {
            while !self.is_quiet().await? {
                self.bot_is_there()?;
                tokio::time::sleep(LOOK).await;
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, quiet)
            .await
            .unwrap_or(Err(SkipError::Restless))
    }

    /// An update waits at Telegram until its transaction is committed, and that transaction wrote what is to be sent: so with
    /// nothing waiting, nothing to send and nothing due, in this order, there is nothing left to happen.
    async fn is_quiet(&self) -> Result<bool, StoreError> {
        if self.telegram.with(|world, _| world.pending_updates()) > 0 {
            return Ok(false);
        }
        let now = self.clock.now();
        let mut read = self.app.store().read().await?;
        let due = couples::first_due(&mut read).await?;
        let pending = outbox::backlog::pending(&mut read, now).await?;
        Ok(pending.is_quiet() && due.is_none_or(|due| due > now))
    }

    /// The next moment at which anything is due or may be sent; one that has come meanwhile is waited out first.
    async fn next_moment(&self) -> Result<Option<Timestamp>, SkipError> {
        loop {
            self.settle().await?;
            let mut read = self.app.store().read().await?;
            let due = couples::first_due(&mut read).await?;
            let held = outbox::lanes::next_moment(&mut read).await?;
            drop(read);
            let now = self.clock.now();
            if due.is_none_or(|due| due > now) {
                let held = held.filter(|at| *at > now);
                return Ok(due.into_iter().chain(held).min());
            }
        }
    }

    /// Skips time.
    ///
    /// # Errors
    /// When time is skipped already, when the bot has ended or never comes to rest, and when nothing is planned.
    pub async fn skip(&self, skip: Skip) -> Result<(), SkipError> {
        let _skipping = self.skip_lock.try_lock().map_err(|_| SkipError::Busy)?;
        let target = match skip {
            Skip::Next => later(self.clock.now(), AHEAD),
            Skip::By(by) => later(self.clock.now(), by),
        };
        self.update_status(|status| status.skipping_to = (skip != Skip::Next).then_some(target));
        let walked = self.walk(target, skip).await;
        self.update_status(|status| status.skipping_to = None);
        walked
    }

    async fn walk(&self, target: Timestamp, skip: Skip) -> Result<(), SkipError> {
        let before = self.telegram.with(|world, _| world.revision());
        while let Some(next) = self.next_moment().await?.filter(|next| *next < target) {
            self.turn_to(next);
            self.settle().await?;
            let seen = || self.telegram.with(|world, _| is_to_be_seen(world, before));
            if skip == Skip::Next && seen() {
                return Ok(());
            }
        }
        if skip == Skip::Next {
            return Err(SkipError::NothingPlanned);
        }
        self.turn_to(target);
        self.settle().await
    }

    /// Turns the clock, which moves in whole milliseconds, to this moment or just after it; never back.
    fn turn_to(&self, at: Timestamp) {
        let left = at.duration_since(self.clock.now());
        if left.is_positive() {
            self.clock.shift(left + SignedDuration::from_millis(1));
            self.update_status(|_| {});
        }
    }
}

/// Whether anything changed on a screen since then.
fn is_to_be_seen(world: &World, since: u64) -> bool {
    let mut changes = world.changes_since(since).iter();
    changes.any(|change| !matches!(change.what, What::Call { .. } | What::Members { .. }))
}
