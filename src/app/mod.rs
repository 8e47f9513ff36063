//! Where the rules meet the database: one turn for each thing that happens, all it changes in one transaction.
//!
//! [`App::turn`] is the one way in. It loads what an [`Input`] may touch (`load`), lets `core` decide, seals and erases words as told,
//! renders each message and writes the outbox rows; the caller commits. Nothing here reads a clock, talks to Telegram, or decides a
//! rule. Start with [`Input`] and [`App::turn`].

mod deck;
mod enqueue;
mod group;
mod load;
mod reflection;
mod round;
mod runner;
mod turn;
mod views;

pub use turn::tick_cause;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::Notify;

use crate::core::model::ids::{ChatId, CoupleId, MessageId, PersonId, ReflectionId};
use crate::core::model::time::later;
use crate::core::model::words::Name;
use crate::core::protocol::event::{Event, EventKind};
use crate::core::protocol::group::GroupFact;
use crate::core::{Rules, TRUSTED_AFTER, World};
use crate::library::Library;
use crate::store::{Store, StoreError, groups};

/// So many groups are seen to in one transaction.
const GROUPS_AT_ONCE: i64 = 50;

/// What the turns of this process share. Clones are the same.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    library: Arc<Library>,
    rules: Rules,
    /// The bot's username, for links.
    bot: String,
    chance: Mutex<StdRng>,
    woken: Wakers,
    /// In milliseconds since 1970; see [`App::erase_from`].
    erase_from_ms: AtomicI64,
}

/// Who is woken after a commit.
#[derive(Clone, Default)]
pub struct Wakers {
    pub sender: Arc<Notify>,
    pub ticker: Arc<Notify>,
    /// Words were deleted: no byte of them may stay in the files.
    pub eraser: Arc<Notify>,
}

/// One thing that happened.
#[derive(Debug)]
pub enum Input {
    /// A person did something in their direct chat.
    Heard(Heard),
    /// Something happened to a group, whoever did it.
    Group(GroupFact),
    /// What became of a call to this person.
    Report { to: PersonId, event: Event },
    /// Telegram was out of reach: what this couple wrote or pressed meanwhile may not have come.
    Outage { couple: CoupleId, lost: bool },
    /// A couple's moment has come. Without `may_ask` nobody is asked by schedule, and that stays due.
    Tick { couple: CoupleId, may_ask: bool },
    /// The moment of something that somebody writes alone has come.
    TickAlone { reflection: ReflectionId },
}

/// What a person did, as Telegram told it. Its `Debug` does not show what that was.
#[derive(derive_more::Debug)]
#[debug("Heard({user:?})")]
pub struct Heard {
    /// The Telegram user, which is also their direct chat.
    pub user: ChatId,
    pub name: Name,
    /// An IETF language tag.
    pub lang: Option<String>,
    /// Telegram's own date where it gives one.
    pub at: Timestamp,
    /// The reply or reaction in it names no message yet.
    pub event: EventKind,
    /// The message they replied or reacted to, looked up before the step.
    pub names: Option<MessageId>,
    /// The press to answer, by Telegram's id.
    pub callback: Option<String>,
}

/// The answer to a pressed button: made once, after the commit, outside the outbox.
#[derive(Clone, PartialEq)]
pub struct Answer {
    pub callback: String,
    pub text: Option<String>,
}

impl App {
    pub fn new(
        store: Store,
        library: impl Into<Arc<Library>>,
        rules: Rules,
        bot: impl Into<String>,
        chance: StdRng,
        woken: Wakers,
    ) -> App {
        let shared = Shared {
            store,
            library: library.into(),
            rules,
            bot: bot.into(),
            chance: Mutex::new(chance),
            woken,
            erase_from_ms: AtomicI64::new(i64::MAX),
        };
        App {
            shared: Arc::new(shared),
        }
    }

    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    pub fn library(&self) -> &Library {
        &self.shared.library
    }

    /// The bot's username.
    pub fn bot(&self) -> &str {
        &self.shared.bot
    }

    pub fn wakers(&self) -> &Wakers {
        &self.shared.woken
    }

    /// After a commit: there may be something to send, and something may be due sooner.
    pub fn wake(&self) {
        self.shared.woken.sender.notify_one();
        self.shared.woken.ticker.notify_one();
    }

    /// From which moment on something may be erased because its time is over: the wall clock has been right for a while then.
    /// Until somebody who watches the clocks says so, and while the clock is found to have gone back, that is an hour from now.
    pub fn erase_from(&self, now: Timestamp) -> Timestamp {
        let from_ms = self.shared.erase_from_ms.load(Ordering::Relaxed);
        let in_an_hour = later(now, TRUSTED_AFTER);
        Timestamp::from_millisecond(from_ms).map_or(in_an_hour, |from| from.min(in_an_hour))
    }

    /// Says from which moment on the wall clock can be believed when something is to be erased.
    pub fn set_erase_from(&self, from: Timestamp) {
        self.shared
            .erase_from_ms
            .store(from.as_millisecond(), Ordering::Relaxed);
    }

    /// After a start: has somebody look into the next groups in which a couple lives, a few in one transaction. Answers the last
    /// of them, to go on from; `None` when all have been seen to.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn look_into_groups(
        &self,
        after: Option<ChatId>,
        now: Timestamp,
    ) -> Result<Option<ChatId>, StoreError> {
        let mut tx = self.store().begin_write().await?;
        let some = groups::page_after(&mut tx, after, GROUPS_AT_ONCE).await?;
        for (chat, lived_in) in &some {
            if !lived_in {
                continue;
            }
            let cause = format!("g{}:{}", chat.0, now.as_millisecond());
            let input = Input::Group(GroupFact::Changed { chat: *chat });
            tx.savepoint().await?;
            match self.turn(&mut tx, &cause, input, now).await {
                Ok(_) => tx.release().await?,
                Err(error) if error.is_corrupt() => tx.rollback_to().await?,
                Err(error) => return Err(error),
            }
        }
        tx.commit().await?;
        self.wake();
        Ok(some.last().map(|(chat, _)| *chat))
    }

    /// What a step at this moment may read.
    fn world(&self, now: Timestamp, may_ask: bool) -> World<'_> {
        World {
            library: &self.shared.library,
            rules: &self.shared.rules,
            erase_from: self.erase_from(now),
            may_ask,
        }
    }

    /// Chance for one turn, drawn from the one the process was given.
    pub fn chance(&self) -> StdRng {
        let mut chance = self
            .shared
            .chance
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        StdRng::from_rng(&mut *chance)
    }
}
