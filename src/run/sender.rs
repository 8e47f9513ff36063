//! The sender: makes the calls that the outbox holds, at the pace Telegram allows, and puts down what became of them.
//!
//! [`dispatcher`] decides, turn by turn and in one transaction each; [`retry`] says what one outcome means, [`pace`] how fast calls
//! go, [`bind`] how a row becomes a call, [`application`] what the rest of the program hears of it. Here is only the loop: a turn,
//! its calls as tasks of their own, and a wait until one ends, somebody wrote into the outbox, or it is time.
//!
//! A row with words for a group is called only when [`guard`] finds the two alone there with the bot.
//!
//! A row is marked durably before its call and the outcome is put down after it, so that [`run`] may be dropped anywhere: what
//! was in flight is unknown to the next run. No call waits for the call of another chat.

pub mod application;
pub mod bind;
pub mod dispatcher;
pub mod guard;
pub mod pace;
pub mod retry;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use application::Application;
use dispatcher::{Dispatcher, Due, Finished, Plan};
use pace::Limits;
use rand::CryptoRng;
use tokio::sync::Notify;
use tokio::task::{Id, JoinError, JoinSet};

use crate::core::model::delivery::Outcome;
use crate::run::clock::Clock;
use crate::store::{Store, StoreError};
use crate::telegram::Client;

/// After a stop, calls in flight are waited for this long; the whole program has 4 s, and outcomes are still to be put down.
const FINISH_WITHIN: Duration = Duration::from_secs(3);
/// How long to leave the store alone after it failed: from, and at most.
const TROUBLE_FIRST: Duration = Duration::from_millis(100);
const TROUBLE_AT_MOST: Duration = Duration::from_secs(5);

/// Everything the loop needs.
pub struct Sender<A> {
    pub store: Store,
    pub client: Client,
    pub clock: Clock,
    /// Notified after each commit that wrote into the outbox.
    pub wake: Arc<Notify>,
    pub app: A,
    pub rng: Box<dyn CryptoRng + Send>,
    pub limits: Limits,
}

/// Why the sender, and with it the process, must end.
#[derive(Debug, thiserror::Error)]
pub enum SenderError {
    #[error(
        "Telegram does not accept the bot's token (any more): get a valid one from @BotFather and set TELOXIDE_TOKEN"
    )]
    Unauthorized,
    #[error(transparent)]
    Store(StoreError),
}

/// Sends until `stop` ends, then finishes the calls in flight, for at most three seconds. One sender a store.
///
/// # Errors
/// When the token is refused or the database belongs to another process. Any other trouble of the store is logged and waited out.
pub async fn run<A: Application>(
    sender: Sender<A>,
    stop: impl Future<Output = ()>,
) -> Result<(), SenderError> {
    let Sender {
        store,
        client,
        clock,
        wake,
        app,
        rng,
        limits,
    } = sender;
    let mut dispatcher = Dispatcher::new(store, app, rng, limits);
    let mut calls = Calls::new(client);
    let mut finished = Vec::new();
    let mut trouble = TROUBLE_FIRST;
    let mut deadline = None;
    tokio::pin!(stop);
    loop {
        let more = deadline.is_none();
        let turn = dispatcher.turn(&mut finished, clock.now(), clock.elapsed(), more);
        let (plan, is_well) = match turn.await {
            Ok(plan) => {
                trouble = TROUBLE_FIRST;
                (plan, true)
            }
            Err(StoreError::LeaseLost) => return Err(SenderError::Store(StoreError::LeaseLost)),
            Err(error) => {
                tracing::error!("the outbox cannot be served: {error}");
                let pause = trouble;
                trouble = (trouble * 2).min(TROUBLE_AT_MOST);
                let wait = Plan {
                    after: Some(pause),
                    ..Plan::default()
                };
                (wait, false)
            }
        };
        if plan.unauthorized {
            return Err(SenderError::Unauthorized);
        }
        for due in plan.calls {
            calls.begin(due);
        }
        if deadline.is_some() && calls.is_empty() && is_well {
            return Ok(());
        }
        tokio::select! {
            ended = calls.ended(&mut finished), if is_well && !calls.is_empty() => ended,
            () = wake.notified(), if is_well && more => {}
            () = clock.sleep_until(plan.at.unwrap_or_default()), if plan.at.is_some() => {}
            () = tokio::time::sleep(plan.after.unwrap_or_default()), if plan.after.is_some() => {}
            () = &mut stop, if more => deadline = Some(clock.elapsed() + FINISH_WITHIN),
            () = until(&clock, deadline), if !more => return Ok(()),
        }
    }
}

async fn until(clock: &Clock, deadline: Option<Duration>) {
    let left = deadline.map_or(Duration::ZERO, |at| at.saturating_sub(clock.elapsed()));
    tokio::time::sleep(left).await;
}

/// One call, and before it the checks of its guard.
async fn make(client: &Client, due: &Due) -> Outcome {
    if let Some(guard) = &due.guard {
        for check in guard.checks() {
            let call = check.call(guard);
            let answer = client.call_raw(&call.method, &call.params).await;
            let result = answer.result.as_ref().map(|raw| raw.get());
            if let Some(outcome) = check.judge(answer.outcome, result) {
                return outcome;
            }
        }
    }
    client.post(&due.call).await
}

/// The calls in flight, each a task of its own. Dropped, they end where they are.
struct Calls {
    client: Client,
    tasks: JoinSet<Outcome>,
    rows: HashMap<Id, i64>,
}

impl Calls {
    fn new(client: Client) -> Calls {
        Calls {
            client,
            tasks: JoinSet::new(),
            rows: HashMap::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    fn begin(&mut self, due: Due) {
        let client = self.client.clone();
        let row = due.row;
        let task = self.tasks.spawn(async move { make(&client, &due).await });
        self.rows.insert(task.id(), row);
    }

    /// Waits until one has ended, and takes all that have.
    async fn ended(&mut self, finished: &mut Vec<Finished>) {
        let mut next = self.tasks.join_next_with_id().await;
        while let Some(ended) = next {
            finished.extend(self.finished(ended));
            next = self.tasks.try_join_next_with_id();
        }
    }

    fn finished(&mut self, ended: Result<(Id, Outcome), JoinError>) -> Option<Finished> {
        let (id, outcome) = match ended {
            Ok((id, outcome)) => (id, outcome),
            // A call that panicked may have arrived.
            Err(error) => (error.id(), Outcome::Unknown),
        };
        let row = self.rows.remove(&id)?;
        Some(Finished { row, outcome })
    }
}
