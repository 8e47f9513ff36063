//! The whole bot as one future: intake, ticker, sender and eraser, until it is told to stop or one of them cannot go on. It never
//! stops by itself for a single update, couple or call. Start at [`serve`].

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;

use super::clock::Clock;
use super::eraser;
use super::sender::pace::Limits;
use super::sender::{self, Sender, SenderError};
use super::ticker::{self, BacklogLimit};
use crate::app::App;
use crate::store::StoreError;
use crate::telegram::intake::{self, Intake};
use crate::telegram::poll::Poller;
use crate::telegram::setup::{self, Profile};
use crate::telegram::{BadClient, Client};
use crate::texts;

/// What is still going on when the process is told to stop gets this long; the rest is found again at the next start.
const STOP_WITHIN: Duration = Duration::from_secs(4);

/// Why the bot ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error(transparent)]
    Intake(#[from] intake::Ended),
    #[error(transparent)]
    Sender(#[from] SenderError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// What the bot is made of.
pub struct Bot {
    pub app: App,
    pub client: Client,
    pub clock: Clock,
    /// How long Telegram holds an empty poll, in seconds.
    pub poll_wait_s: u64,
    /// How fast it may send.
    pub limits: Limits,
}

/// Runs until `stop` resolves (at most [`STOP_WITHIN`] longer), or until it cannot go on.
///
/// # Errors
/// [`Ended`] says why it cannot.
pub async fn serve(bot: Bot, stop: impl Future<Output = ()>) -> Result<(), Ended> {
    let Bot {
        app,
        client,
        clock,
        poll_wait_s,
        limits,
    } = bot;
    let (stopping, stopped) = watch::channel(false);
    let (drained, drained_now) = watch::channel(false);
    let poller = Poller::with_wait(&client, poll_wait_s)?;
    let intake = Intake {
        app: app.clone(),
        client: client.clone(),
        poller,
        clock: clock.clone(),
        drained,
    };
    let intake = intake.run(stopped.clone());
    let limit = BacklogLimit::of(&limits);
    let ticker = ticker::run(
        app.clone(),
        clock.clone(),
        limit,
        drained_now,
        stopped.clone(),
    );
    let looker = look_into_groups(app.clone(), clock.clone());
    let eraser = eraser::run(app.clone(), stopped.clone());
    let sender = Sender {
        store: app.store().clone(),
        client: client.clone(),
        clock,
        wake: app.wakers().sender.clone(),
        app: app.clone(),
        rng: Box::new(app.chance()),
        limits,
    };
    let mut sender_stopped = stopped;
    let sender = sender::run(sender, async move {
        // An error means that nobody can stop it any more, which is a stop too.
        let _ = sender_stopped.wait_for(|stopped| *stopped).await;
    });
    let announcing = tokio::spawn(announce(client));
    let store = app.store().clone();
    let lost = async move { store.lost().await };

    let all = async {
        tokio::try_join!(
            async { intake.await.map_err(Ended::from) },
            async { ticker.await.map_err(Ended::from) },
            async { sender.await.map_err(Ended::from) },
            async { eraser.await.map_err(Ended::from) },
            async { looker.await.map_err(Ended::from) },
        )
        .map(|_| ())
    };
    tokio::pin!(all);
    let ended = tokio::select! {
        ended = &mut all => ended,
        lost = lost => Err(Ended::Store(lost)),
        () = stop => {
            stopping.send_replace(true);
            match tokio::time::timeout(STOP_WITHIN, all).await {
                Ok(ended) => ended,
                Err(_) => {
                    tracing::warn!("stopped while something was still under way; the next start takes it up");
                    Ok(())
                }
            }
        }
    };
    announcing.abort();
    ended
}

/// While the program was away anybody may have joined a group: once after each start somebody looks.
async fn look_into_groups(app: App, clock: Clock) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        match app.look_into_groups(after, clock.now()).await {
            Ok(None) => return Ok(()),
            Ok(last) => after = last,
            Err(StoreError::LeaseLost) => return Err(StoreError::LeaseLost),
            Err(error) => {
                // Whatever goes there is looked at right before it goes.
                tracing::error!("the groups cannot be looked into: {error}");
                return Ok(());
            }
        }
    }
}

/// Sets menu, description and short description, beside the first poll; whatever fails is set at the next start.
async fn announce(client: Client) {
    let profile = |language: Option<&str>| {
        let menu = texts::menu(language);
        Profile {
            language: language.map(str::to_owned),
            commands: menu
                .commands
                .into_iter()
                .map(|(name, line)| (name.to_owned(), line))
                .collect(),
            description: menu.description,
            short_description: menu.short_description,
        }
    };
    let others = texts::languages().filter(|language| *language != crate::library::BASE_LANGUAGE);
    let profiles: Vec<Profile> = std::iter::once(profile(None))
        .chain(others.map(|l| profile(Some(l))))
        .collect();
    if let Err(fault) = setup::announce(&client, &profiles).await {
        tracing::warn!("the command menu could not be set: {fault}");
    }
}
