//! One session: a sandbox Telegram with two people, the real bot against it over HTTP, and a clock that can be moved on. Start
//! with [`Session::begin`]. Its database lies in a folder of its own and is destroyed at the end.

use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::error::{DemoError, SkipError};
use super::folder::Folder;
use crate::app::{App, Wakers};
use crate::core::Rules;
use crate::core::model::ids::ChatId;
use crate::core::model::state::State;
use crate::library::{self, Source};
use crate::run::bot::{self, Bot};
use crate::run::clock::Clock;
use crate::run::sender::pace::Limits;
use crate::sandbox::{Config, Sandbox, Server, World};
use crate::store::{Options, Store, StoreError, couples, people};
use crate::telegram::Client;

/// The two people of the demonstration, and their language.
const PEOPLE: [(&str, &str); 2] = [("Anna", "en"), ("Ben", "en")];
/// Where both live until they tell the bot something else; what a shared location shows.
pub const HOME: &str = "Europe/Lisbon";
pub const HOME_POINT: (f64, f64) = (38.7223, -9.1393);
/// When a session begins at home: half an hour before the question, so that there is time to begin.
const BEGIN_HOUR: i8 = 20;
/// How long the sandbox holds an empty poll, in seconds.
const POLL_WAIT_S: u64 = 25;
/// For the calls under way when a session ends.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// One of the two phones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phone {
    A,
    B,
}

impl Phone {
    pub const BOTH: [Phone; 2] = [Phone::A, Phone::B];

    pub fn other(self) -> Phone {
        match self {
            Phone::A => Phone::B,
            Phone::B => Phone::A,
        }
    }

    /// Its name on the page.
    pub fn key(self) -> &'static str {
        match self {
            Phone::A => "a",
            Phone::B => "b",
        }
    }

    pub fn of_key(key: &str) -> Option<Phone> {
        Phone::BOTH.into_iter().find(|phone| phone.key() == key)
    }
}

/// What the tour is about to do on a phone, for the page to show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Upcoming {
    Types { phone: Phone, text: String },
    Taps { phone: Phone, label: String },
}

/// What the page shows besides the sandbox itself.
#[derive(Clone, Default, Debug)]
pub struct SessionStatus {
    /// Grows with each change.
    pub count: u64,
    /// The moment a skip leads to, while it goes on.
    pub skipping_to: Option<Timestamp>,
    pub upcoming: Option<Upcoming>,
    /// Why the bot has ended, if it has.
    pub ended: Option<String>,
}

/// What the store knows of the two.
pub struct Known {
    /// The zone each told the bot.
    pub zones: [Option<String>; 2],
    pub together: bool,
}

/// A running bot and its two people.
pub struct Session {
    pub telegram: Sandbox,
    pub clock: Clock,
    pub(super) app: App,
    pub(super) status: watch::Sender<SessionStatus>,
    /// Both answers have opened once.
    pub(super) opened: AtomicBool,
    /// Held while time is skipped, so that there is one skip at a time.
    pub(super) skip_lock: tokio::sync::Mutex<()>,
    people: [i64; 2],
    running: Mutex<Option<Running>>,
    /// Goes last: the database lies in it.
    folder: Mutex<Option<Folder>>,
}

struct Running {
    server: Server,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Session {
    /// Starts sandbox and bot on the coming Monday evening.
    pub async fn begin(clock: Clock, mut chance: StdRng) -> Result<Session, DemoError> {
        clock.shift(coming_monday(clock.now()).duration_since(clock.now()));
        let mut world = World::new(Config {
            username: "twofold_demo_bot".to_owned(),
            ..Config::default()
        });
        let people = PEOPLE.map(|(name, language)| world.person(name, language));
        let (token, bot_id) = (world.token().to_owned(), world.bot_id());
        let username = world.bot_username().to_owned();
        let at = clock.clone();
        let telegram = Sandbox::new(world, move || at.now());
        let server = telegram.serve().await.map_err(DemoError::Sandbox)?;
        let client = Client::new(&token, Some(&server.url()))?;

        let folder = Folder::new(&mut chance).map_err(DemoError::Folder)?;
        let options = Options {
            url: format!("sqlite://{}", folder.path().join("twofold.db").display()),
            key_file: folder.path().join("twofold.key"),
            bot_id,
        };
        let library = library::load(Source::embedded()).map_err(DemoError::Library)?;
        let store = Store::open(&options, &mut chance).await?;
        let app = App::new(
            store,
            library,
            Rules::default(),
            username,
            StdRng::from_rng(&mut chance),
            Wakers::default(),
        );
        let (stop, stopped) = oneshot::channel::<()>();
        let bot = Bot {
            app: app.clone(),
            client,
            clock: clock.clone(),
            poll_wait_s: POLL_WAIT_S,
            limits: without_limits(),
        };
        let status = watch::Sender::new(SessionStatus::default());
        let news = status.clone();
        let task = tokio::spawn(async move {
            let ended = bot::serve(bot, async {
                // An error means that nobody can stop it any more, which is a stop too.
                let _ = stopped.await;
            });
            if let Err(why) = ended.await {
                news.send_modify(|status| {
                    status.count += 1;
                    status.ended = Some(why.to_string());
                });
            }
        });
        let session = Session {
            telegram,
            clock,
            app,
            status,
            opened: AtomicBool::new(false),
            skip_lock: tokio::sync::Mutex::default(),
            people,
            running: Mutex::new(Some(Running { server, stop, task })),
            folder: Mutex::new(Some(folder)),
        };
        session.settle().await?;
        Ok(session)
    }

    /// The Telegram user behind a phone.
    pub fn person(&self, phone: Phone) -> i64 {
        match phone {
            Phone::A => self.people[0],
            Phone::B => self.people[1],
        }
    }

    /// The phone of a Telegram user.
    pub fn phone_of(&self, person: i64) -> Option<Phone> {
        Phone::BOTH
            .into_iter()
            .find(|phone| self.person(*phone) == person)
    }

    /// The group there is, if one was made.
    pub fn group(&self) -> Option<i64> {
        self.telegram.with(|world, _| group_in(world))
    }

    /// Changes what the page shows besides the sandbox, and tells it.
    pub(super) fn update_status(&self, change: impl FnOnce(&mut SessionStatus)) {
        self.status.send_modify(|status| {
            status.count += 1;
            change(status);
        });
    }

    /// An error where the bot has ended by itself, with the reason.
    pub(super) fn bot_is_there(&self) -> Result<(), SkipError> {
        match &self.status.borrow().ended {
            None => Ok(()),
            Some(why) => Err(SkipError::Ended(why.clone())),
        }
    }

    /// Looks up in the store what it knows of the two.
    pub async fn known(&self) -> Result<Known, StoreError> {
        let mut read = self.app.store().read().await?;
        let mut known = Known {
            zones: [None, None],
            together: false,
        };
        for (zone, user) in known.zones.iter_mut().zip(self.people) {
            let found = people::by_user(&mut read, ChatId(user)).await?;
            let Some((person, _)) = found else {
                continue;
            };
            if !known.together {
                let (mut state, mut names) = (State::default(), couples::Names::new());
                couples::load_for_person(&mut read, person.id, &mut state, &mut names).await?;
                known.together = state.couples.values().any(|couple| couple.is_together());
            }
            *zone = person.zone;
        }
        Ok(known)
    }

    /// Stops the bot and destroys all that was stored. Harmless when it is done already.
    pub async fn end(&self) {
        let running = lock(&self.running).take();
        if let Some(Running { server, stop, task }) = running {
            let _ = stop.send(());
            // The waiting poll is answered, so the bot need not wait for it.
            server.stop(STOP_WITHIN).await;
            let _ = task.await;
            self.app.store().clone().close().await;
        }
        drop(lock(&self.folder).take());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What is kept behind these is taken out whole or not at all.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The one group of a world.
pub(super) fn group_in(world: &World) -> Option<i64> {
    world.groups().first().map(|(id, _)| *id)
}

/// The next Monday, half an hour before the question at home.
fn coming_monday(now: Timestamp) -> Timestamp {
    let home = TimeZone::get(HOME).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(home.clone()).date();
    let mondays = (0..=7)
        .filter_map(|days| today.checked_add(days.days()).ok())
        .filter(|date| date.weekday() == Weekday::Monday)
        .filter_map(|date| date.at(BEGIN_HOUR, 0, 0, 0).to_zoned(home.clone()).ok());
    mondays
        .map(|evening| evening.timestamp())
        .find(|evening| *evening > now)
        .unwrap_or(now)
}

/// The sandbox has no limits, and in a demonstration nobody waits a second between two messages.
fn without_limits() -> Limits {
    let much = 1_000;
    Limits {
        per_second: much,
        scheduled_per_second: much,
        chat_interval: Duration::ZERO,
        chat_burst: 100,
        group_per_minute: much,
        ..Limits::default()
    }
}

/// That much later, or the end of time.
pub(super) fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evening_begins_on_the_next_monday_that_has_not_passed_it() {
        let monday = |now: &str| coming_monday(now.parse().expect("a time")).to_string();
        assert_eq!(monday("2026-03-02T19:59:00Z"), "2026-03-02T20:00:00Z");
        assert_eq!(monday("2026-03-02T20:00:00Z"), "2026-03-09T20:00:00Z");
        assert_eq!(monday("2026-03-27T12:00:00Z"), "2026-03-30T19:00:00Z");
    }
}
