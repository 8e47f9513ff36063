//! The poll loop: fetch, apply, commit, and only then acknowledge.
//!
//! A batch of updates is one transaction with a savepoint each; the next offset is stored in it, and the poll after the
//! commit tells Telegram. A turn that panics or meets a row that makes no sense is rolled back alone and set aside, its
//! author asked to send it again; any other store error rolls the whole batch back, and the offset stays. After an unclean
//! end the first updates go one a transaction, each noted as *in hand* before: one found in hand three times is set aside
//! unread. Nothing here logs what an update holds.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use serde_json::json;
use tokio::sync::watch;

use super::Client;
use super::decode::Incoming;
use super::hear::hear;
use super::poll::{Batch, PollFault, Poller};
use super::setup;
use crate::app::{Answer, App};
use crate::core::delivery::Call;
use crate::run::clock::Clock;
use crate::store::{StoreError, Tx, intake, set_aside};

/// An update that took the process down this often is not read again.
const HANDS_MAX: i64 = 3;
/// Waits after a fault, doubled each time up to the ceiling.
const PAUSE_MIN: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// Applied ids are kept this long: longer than Telegram keeps an update (24 h), shorter than the week after which its ids may
/// begin anew.
const REMEMBER_H: i64 = 72;

/// Why the loop ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error("Telegram does not know this bot token: get a valid one from @BotFather")]
    Unauthorized,
    #[error(transparent)]
    Store(StoreError),
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
        let mut careful = self.begin().await?;
        let mut pause = PAUSE_MIN;
        let mut offset = None;
        while !*stop.borrow() {
            let at = match offset {
                Some(at) => at,
                None => match self.stored_offset().await {
                    Ok(at) => *offset.insert(at),
                    Err(error) => {
                        self.rest(&mut stop, &mut pause, &error).await?;
                        continue;
                    }
                },
            };
            let polled = tokio::select! {
                polled = self.poller.next(at) => polled,
                _ = stop.changed() => break,
            };
            match polled {
                Ok(batch) => match self.take(&batch, careful).await {
                    Ok(()) => {
                        offset = batch.next_offset.or(offset);
                        careful = careful && batch.full;
                        if !batch.full {
                            self.drained.send_replace(true);
                        }
                        pause = PAUSE_MIN;
                    }
                    // The offset stays: Telegram gives the same updates again.
                    Err(error) => self.rest(&mut stop, &mut pause, &error).await?,
                },
                Err(PollFault::Unauthorized) => return Err(Ended::Unauthorized),
                Err(fault) => {
                    self.drained.send_replace(false);
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
        self.end().await
    }

    /// Whether the process before ended badly: then the first updates are taken with care.
    async fn begin(&self) -> Result<bool, Ended> {
        let begin = async {
            let mut tx = self.app.store().begin_write().await?;
            let clean = intake::begin_run(&mut tx).await?;
            let before = self.clock.now() - jiff::SignedDuration::from_hours(REMEMBER_H);
            intake::prune(&mut tx, before).await?;
            tx.commit().await?;
            Ok(!clean)
        };
        begin.await.map_err(Ended::Store)
    }

    async fn end(&self) -> Result<(), Ended> {
        let end = async {
            let mut tx = self.app.store().begin_write().await?;
            intake::end_run(&mut tx).await?;
            tx.commit().await
        };
        end.await.map_err(Ended::Store)
    }

    async fn stored_offset(&self) -> Result<i64, StoreError> {
        let mut read = self.app.store().read().await?;
        Ok(intake::next_offset(&mut read).await?.unwrap_or(0))
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

    /// Applies a batch: all of it durable afterwards, or none of it.
    async fn take(&self, batch: &Batch, careful: bool) -> Result<(), StoreError> {
        if batch.updates.is_empty() {
            return Ok(());
        }
        let answers = if careful {
            self.one_by_one(batch).await?
        } else {
            self.together(batch).await?
        };
        self.app.wake();
        self.answer(answers);
        Ok(())
    }

    async fn together(&self, batch: &Batch) -> Result<Vec<Answer>, StoreError> {
        let mut answers = Vec::new();
        let now = self.clock.now();
        let mut tx = self.app.store().begin_write().await?;
        for incoming in &batch.updates {
            answers.extend(self.apply(&mut tx, incoming, now).await?);
        }
        if let Some(next) = batch.next_offset {
            intake::set_next_offset(&mut tx, next).await?;
        }
        tx.commit().await?;
        Ok(answers)
    }

    /// After an unclean end: each update is noted before it is read, so that one that takes the process down is known.
    async fn one_by_one(&self, batch: &Batch) -> Result<Vec<Answer>, StoreError> {
        let mut answers = Vec::new();
        for incoming in &batch.updates {
            let now = self.clock.now();
            let mut tx = self.app.store().begin_write().await?;
            let hands = intake::take_in_hand(&mut tx, incoming.update_id).await?;
            tx.commit().await?;
            let mut tx = self.app.store().begin_write().await?;
            if hands > HANDS_MAX {
                if intake::first_time(&mut tx, incoming.update_id, now).await? {
                    tracing::error!(
                        "update {} ended the process before: it is set aside",
                        incoming.update_id
                    );
                    self.set_aside(&mut tx, incoming, "in hand", now).await?;
                }
            } else {
                answers.extend(self.apply(&mut tx, incoming, now).await?);
            }
            intake::set_next_offset(&mut tx, incoming.update_id + 1).await?;
            tx.commit().await?;
        }
        Ok(answers)
    }

    /// Applies one update behind a savepoint.
    async fn apply(
        &self,
        tx: &mut Tx,
        incoming: &Incoming,
        now: Timestamp,
    ) -> Result<Option<Answer>, StoreError> {
        if !intake::first_time(tx, incoming.update_id, now).await? {
            return Ok(None);
        }
        let unread = matches!(incoming.kind, super::decode::IncomingKind::Unknown(_));
        if unread {
            self.set_aside(tx, incoming, "unknown", now).await?;
            return Ok(None);
        }
        let Some(input) = hear(incoming.clone(), self.app.bot(), now) else {
            return Ok(None);
        };
        let cause = format!("u{}", incoming.update_id);
        tx.savepoint().await?;
        let turn = AssertUnwindSafe(self.app.turn(tx, &cause, input, now))
            .catch_unwind()
            .await;
        let why = match turn {
            Ok(Ok(answer)) => {
                tx.release().await?;
                return Ok(answer);
            }
            Ok(Err(error)) if error.is_corrupt() => {
                tracing::error!("update {} met {error}; it is set aside", incoming.update_id);
                "corrupt"
            }
            Ok(Err(error)) => return Err(error),
            Err(_) => {
                tracing::error!("update {} panicked; it is set aside", incoming.update_id);
                "panic"
            }
        };
        tx.rollback_to().await?;
        self.set_aside(tx, incoming, why, now).await?;
        Ok(None)
    }

    /// Keeps an update that could not be applied, sealed, and asks its author to send it again.
    async fn set_aside(
        &self,
        tx: &mut Tx,
        incoming: &Incoming,
        why: &'static str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut rng = self.app.chance();
        set_aside::put(
            tx,
            incoming.update_id,
            why,
            incoming.raw.as_str(),
            now,
            &mut rng,
        )
        .await?;
        if why != "unknown"
            && let Some(crate::app::Input::Heard(heard)) =
                hear(incoming.clone(), self.app.bot(), now)
        {
            self.app
                .ask_again(tx, incoming.update_id, &heard, now)
                .await?;
        }
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

async fn wait_or_stop(wait: Duration, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(wait) => {}
        _ = stop.changed() => {}
    }
}
