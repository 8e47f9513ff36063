//! The poll loop: fetch, apply, commit, and only then acknowledge.
//!
//! A batch of updates is one transaction ([`super::apply`]); the next offset is stored in it, and the poll after the commit
//! tells Telegram. When the database fails, the offset stays, and Telegram gives the same updates again. After an unclean end
//! the first updates go one a transaction, each noted as *in hand* before. Nothing here logs what an update holds.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::watch;

use super::poll::{Batch, PollFault, Poller};
use super::{Client, apply, setup};
use crate::app::{Answer, App, Input};
use crate::core::model::delivery::Call;
use crate::core::model::ids::CoupleId;
use crate::run::clock::Clock;
use crate::store::intake::{self, Outage};
use crate::store::{StoreError, couples};

/// Waits after a fault, doubled each time up to the ceiling.
const PAUSE_MIN: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// How often a poll that brought nothing is noted: an outage is known to this precision.
const NOTE_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// A pressed button expires at Telegram after this long …
const PRESS_FOR: SignedDuration = SignedDuration::from_secs(150);
/// … and any other update after this long.
const UPDATE_FOR: SignedDuration = SignedDuration::from_hours(24);
/// Couples told of an outage in one transaction.
const OUTAGE_BATCH: u32 = 50;

/// Why the loop ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error("Telegram does not know this bot token: get a valid one from @BotFather")]
    Unauthorized,
    #[error(transparent)]
    Store(StoreError),
}

/// What the loop knows of its own hearing.
struct Heard {
    /// A start or a failed poll came since the last good one: something may have been missed.
    suspect: bool,
    noted_at: Timestamp,
}

/// The loop and what it needs.
pub struct Intake {
    pub app: App,
    pub client: Client,
    pub poller: Poller,
    pub clock: Clock,
    /// True once everything that waited at Telegram has been applied.
    pub drained: watch::Sender<bool>,
}

impl Intake {
    /// Runs until `stop` says so. The batch in hand is finished first.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), Ended> {
        let careful = begin(&self.app, self.clock.now()).await;
        let mut careful = careful.map_err(Ended::Store)?;
        let mut pause = PAUSE_MIN;
        let mut offset = None;
        let mut heard = Heard {
            suspect: true,
            noted_at: Timestamp::MIN,
        };
        while !*stop.borrow() {
            let at = match offset {
                Some(at) => at,
                None => match stored_offset(&self.app).await {
                    Ok(at) => *offset.insert(at),
                    Err(error) => {
                        self.rest(&mut stop, &mut pause, &error).await?;
                        continue;
                    }
                },
            };
            let glances = heard.suspect;
            let poll = async {
                if glances {
                    // The clock and the mending wait for this one: it is answered at once, also when nobody wrote.
                    self.poller.glance(at).await
                } else {
                    self.poller.next(at).await
                }
            };
            let polled = tokio::select! {
                polled = poll => polled,
                _ = stop.changed() => break,
            };
            match polled {
                Ok(batch) => match self.take(&batch, careful).await {
                    Ok(()) => {
                        if let Err(error) = self.note(&mut heard, batch.full).await {
                            self.rest(&mut stop, &mut pause, &error).await?;
                        }
                        offset = batch.next_offset.or(offset);
                        careful = careful && batch.full;
                        if !batch.full {
                            self.drained.send_replace(true);
                        }
                        // Between two polls of another program a glance always succeeds: only a whole poll says all is well.
                        if !glances {
                            pause = PAUSE_MIN;
                        }
                    }
                    // The offset stays: Telegram gives the same updates again.
                    Err(error) => self.rest(&mut stop, &mut pause, &error).await?,
                },
                Err(PollFault::Unauthorized) => return Err(Ended::Unauthorized),
                Err(fault) => {
                    self.drained.send_replace(false);
                    heard.suspect = true;
                    tracing::warn!("{fault}");
                    if fault == PollFault::Webhook
                        && setup::remove_webhook(&self.client).await.is_ok()
                    {
                        tracing::info!("removed the webhook; its waiting updates come now");
                        continue;
                    }
                    let wait = match fault {
                        PollFault::RetryAfter { seconds } => Duration::from_secs(seconds.into()),
                        _ => pause,
                    };
                    pause = (pause * 2).min(PAUSE_MAX);
                    wait_or_stop(wait, &mut stop).await;
                }
            }
        }
        end(&self.app).await.map_err(Ended::Store)
    }

    /// Says what is wrong with the database and waits; a lost lease ends the process.
    async fn rest(
        &self,
        stop: &mut watch::Receiver<bool>,
        pause: &mut Duration,
        error: &StoreError,
    ) -> Result<(), Ended> {
        if matches!(error, StoreError::LeaseLost) {
            return Err(Ended::Store(StoreError::LeaseLost));
        }
        self.drained.send_replace(false);
        tracing::error!("nothing is acknowledged until the database works again: {error}");
        wait_or_stop(*pause, stop).await;
        *pause = (*pause * 2).min(PAUSE_MAX);
        Ok(())
    }

    /// Notes that Telegram answers, and looks after those who wrote or pressed while it did not.
    async fn note(&self, heard: &mut Heard, more: bool) -> Result<(), StoreError> {
        let now = self.clock.now();
        if heard.suspect && !more {
            hear_again(&self.app, now).await?;
            heard.suspect = false;
            heard.noted_at = now;
            tokio::spawn(mend(self.app.clone(), now));
        } else if now.duration_since(heard.noted_at).abs() > NOTE_EVERY && !more {
            note_hearing(&self.app, now).await?;
            heard.noted_at = now;
        }
        Ok(())
    }

    /// Applies a batch: all of it durable afterwards, or none of it.
    async fn take(&self, batch: &Batch, careful: bool) -> Result<(), StoreError> {
        if batch.updates.is_empty() {
            return Ok(());
        }
        let answers = if careful {
            apply::one_by_one(&self.app, batch, self.clock.now()).await?
        } else {
            apply::together(&self.app, batch, self.clock.now()).await?
        };
        self.app.wake();
        self.answer(answers);
        Ok(())
    }

    /// Answers pressed buttons, beside everything else: they expire, and nobody's next message waits for them.
    fn answer(&self, answers: Vec<Answer>) {
        for answer in answers {
            let client = self.client.clone();
            tokio::spawn(async move {
                let mut params = json!({ "callback_query_id": answer.callback });
                if let Some(text) = answer.text {
                    params["text"] = text.into();
                }
                client
                    .post(&Call {
                        method: "answerCallbackQuery".to_owned(),
                        params,
                    })
                    .await;
            });
        }
    }
}

/// A run begins; answers whether the process before ended badly: then the first updates are taken with care.
pub async fn begin(app: &App, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = app.store().begin_write().await?;
    let clean = intake::begin_run(&mut tx).await?;
    intake::prune(&mut tx, now - intake::REMEMBER).await?;
    tx.commit().await?;
    Ok(!clean)
}

/// A run ends as it should.
pub async fn end(app: &App) -> Result<(), StoreError> {
    let mut tx = app.store().begin_write().await?;
    intake::end_run(&mut tx).await?;
    tx.commit().await
}

/// The offset of the next poll.
pub async fn stored_offset(app: &App) -> Result<i64, StoreError> {
    let mut read = app.store().read().await?;
    Ok(intake::next_offset(&mut read).await?.unwrap_or(0))
}

/// Telegram answers again after a start or a failed poll, and nothing more waits there. If that took long, [`mend_some`] has
/// something to do.
pub async fn hear_again(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = app.store().begin_write().await?;
    let before = intake::last_poll(&mut tx).await?;
    let silent = before.map_or(SignedDuration::ZERO, |before| now.duration_since(before));
    if silent > PRESS_FOR {
        let outage = Outage {
            since: now,
            lost: silent > UPDATE_FOR,
            after: CoupleId(0),
        };
        intake::set_outage(&mut tx, Some(&outage)).await?;
    }
    intake::set_last_poll(&mut tx, now).await?;
    tx.commit().await
}

/// Telegram still answers.
pub async fn note_hearing(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = app.store().begin_write().await?;
    intake::set_last_poll(&mut tx, now).await?;
    tx.commit().await
}

/// After an outage: buttons are shown afresh, and after a long one people with something open hear that words may be missing.
/// It goes on where a crash interrupted it.
async fn mend(app: App, now: Timestamp) {
    loop {
        match mend_some(&app, now).await {
            Ok(true) => app.wake(),
            Ok(false) => return,
            Err(error) => {
                tracing::error!("what an outage left is looked after at the next start: {error}");
                return;
            }
        }
    }
}

/// One transaction of what an outage asks for; whether there is more.
pub async fn mend_some(app: &App, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = app.store().begin_write().await?;
    let Some(mut outage) = intake::outage(&mut tx).await? else {
        return Ok(false);
    };
    let couples = couples::with_live_rounds(&mut tx, outage.after, OUTAGE_BATCH).await?;
    let Some(last) = couples.last() else {
        intake::set_outage(&mut tx, None).await?;
        tx.commit().await?;
        return Ok(false);
    };
    outage.after = *last;
    for couple in couples {
        let cause = format!("o{}:{couple}", outage.since.as_millisecond());
        tx.savepoint().await?;
        match app
            .turn(
                &mut tx,
                &cause,
                Input::Outage {
                    couple,
                    lost: outage.lost,
                },
                now,
            )
            .await
        {
            Ok(_) => tx.release().await?,
            Err(error) if error.is_corrupt() => tx.rollback_to().await?,
            Err(error) => return Err(error),
        }
    }
    intake::set_outage(&mut tx, Some(&outage)).await?;
    tx.commit().await?;
    Ok(true)
}

async fn wait_or_stop(wait: Duration, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(wait) => {}
        _ = stop.changed() => {}
    }
}
