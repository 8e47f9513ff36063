//! What becomes of calls, turn by turn, on SQLite and on Postgres alike: each line of what an outcome means is a test. Then the
//! loop against a server on loopback.

mod guards;
mod lanes;
mod late;
mod outcomes;
mod running;
mod trouble;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::Executor as _;

use crate::common::{TestDb, contract, rng};
use twofold::core::model::about::{About, Role};
use twofold::core::model::delivery::{Call, Class, Outcome, Outgoing, Refused, Urgency};
use twofold::core::model::ids::{ChatId, MessageId, PartId, PersonId, Seat, ThreadId};
use twofold::core::protocol::event::{Event, EventKind};
use twofold::core::protocol::group::GroupFact;
use twofold::run::sender::application::Application;
use twofold::run::sender::dispatcher::{Dispatcher, Due, Finished, Plan};
use twofold::run::sender::pace::Limits;
use twofold::store::outbox::backlog::{self, Pending};
use twofold::store::outbox::dead_letters::{self, DeadLetter};
use twofold::store::{Store, StoreError, Tx, messages, outbox};

pub const ANNA: PersonId = PersonId(11);
pub const CHAT: ChatId = ChatId(1_001);
const OTHER: ChatId = ChatId(1_002);

const NOTHING: Outcome = Outcome::Sent {
    message_id: None,
    date: None,
};
const OTHER_400: Outcome = Outcome::Refused(Refused::Other);

pub fn start() -> Timestamp {
    "2026-11-22T20:30:00Z".parse().expect("a time")
}

pub fn about(role: Role, key: &str) -> About {
    About {
        role,
        key: key.into(),
        thread: Some(ThreadId(7)),
        seat: Some(Seat::A),
        source: None,
        part: Some(PartId(3)),
    }
}

/// A message somebody waits for.
pub fn message(key: &str, chat: ChatId) -> Outgoing {
    Outgoing {
        key: key.into(),
        to: ANNA,
        group: None,
        lane: chat,
        class: Class::Owed,
        urgency: Urgency::Waited,
        call: Call {
            method: "sendMessage".into(),
            params: json!({"chat_id": chat.0, "text": key}),
        },
        target: None,
        not_before: None,
        about: about(Role::Line, key),
        authors: Vec::new(),
    }
}

fn card(key: &str) -> Outgoing {
    Outgoing {
        about: about(Role::Card, key),
        ..message(key, CHAT)
    }
}

fn change(key: &str, method: &str, of: &str) -> Outgoing {
    Outgoing {
        class: Class::Set,
        call: Call {
            method: method.into(),
            params: json!({"chat_id": CHAT.0, "message_id": {"sent": of}, "text": key}),
        },
        ..message(key, CHAT)
    }
}

fn edit(key: &str, of: &str) -> Outgoing {
    change(key, "editMessageText", of)
}

fn touch(key: &str) -> Outgoing {
    Outgoing {
        class: Class::Once,
        about: about(Role::Touch, key),
        ..change(key, "setMessageReaction", "nothing")
    }
}

fn reply(key: &str, to: &str) -> Outgoing {
    let mut reply = message(key, CHAT);
    reply.call.params["reply_parameters"] = json!({"message_id": {"sent": to}});
    reply
}

fn sent(message_id: i64) -> Outcome {
    Outcome::Sent {
        message_id: Some(message_id),
        date: Some(start().as_second() - 3),
    }
}

/// What the application was told, in words, and what it does when a line must stand for a part.
#[derive(Clone, Default)]
pub struct Told {
    pub events: Arc<Mutex<Vec<String>>>,
    /// The row that each event writes, if any.
    writes: Arc<Mutex<Vec<Outgoing>>>,
    line: Arc<Mutex<Option<Call>>>,
    trouble: Arc<Mutex<Option<Trouble>>>,
    /// Turns with reports that were committed.
    commits: Arc<AtomicUsize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    Panic,
    Corrupt,
    Database,
}

impl Application for Told {
    async fn report(
        &self,
        tx: &mut Tx,
        to: PersonId,
        event: Event,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        assert_eq!(to, ANNA);
        let rows: Vec<_> = self.writes.lock().unwrap().drain(..).collect();
        for row in rows {
            outbox::enqueue(tx, &row, now, &mut rng()).await?;
        }
        let trouble = *self.trouble.lock().unwrap();
        match trouble {
            Some(Trouble::Panic) => panic!("on purpose"),
            Some(Trouble::Corrupt) => {
                return Err(StoreError::Corrupt {
                    table: "round",
                    id: 1,
                });
            }
            Some(Trouble::Database) => return Err(StoreError::Busy),
            None => {}
        }
        self.events.lock().unwrap().push(words(&event));
        Ok(())
    }

    async fn part_missing(
        &self,
        _: &mut Tx,
        to: PersonId,
        about: &About,
        voice: bool,
        _: Timestamp,
    ) -> Result<Option<Call>, StoreError> {
        assert_eq!(to, ANNA);
        let missing = format!("missing {} {voice}", about.key);
        self.events.lock().unwrap().push(missing);
        Ok(self.line.lock().unwrap().clone())
    }

    fn committed(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }
}

impl Told {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.events.lock().unwrap())
    }
}

fn words(event: &Event) -> String {
    let at = event.at.as_second() - start().as_second();
    match &event.what {
        EventKind::Delivered { about } => format!("delivered {} at {at}", about.key),
        EventKind::WentAway => "went away".into(),
        EventKind::Touched {
            thread: ThreadId(7),
            part: PartId(3),
            gone,
        } => format!("touched, gone {gone}"),
        EventKind::Group(fact) => match fact {
            GroupFact::Seen {
                chat, two, unsent, ..
            } => {
                let unsent: Vec<_> = unsent.iter().map(|round| round.0).collect();
                format!("{} seen, two {two}, unsent {unsent:?}", chat.0)
            }
            GroupFact::Gone { chat, unsent } => {
                format!("{} gone, unsent {}", chat.0, unsent.len())
            }
            GroupFact::Moved { from, to, .. } => format!("{} moved to {}", from.0, to.0),
            told => panic!("{told:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// A dispatcher, its store, and a clock that goes when told to.
struct World {
    store: Store,
    dispatcher: Dispatcher<Told>,
    told: Told,
    now: Timestamp,
    t: Duration,
}

impl World {
    async fn new(db: &TestDb) -> World {
        World::limited(db, Limits::default()).await
    }

    async fn limited(db: &TestDb, limits: Limits) -> World {
        let store = db.open().await;
        let told = Told::default();
        let dispatcher = Dispatcher::new(store.clone(), told.clone(), Box::new(rng()), limits);
        World {
            store,
            dispatcher,
            told,
            now: start(),
            t: Duration::from_secs(1_000),
        }
    }

    /// The process dies and another begins.
    async fn restart(mut self, db: &TestDb) -> World {
        drop(self.dispatcher);
        self.store.close().await;
        self.store = db.open().await;
        let dispatcher = Dispatcher::new(
            self.store.clone(),
            self.told.clone(),
            Box::new(rng()),
            Limits::default(),
        );
        World { dispatcher, ..self }
    }

    async fn put(&self, rows: impl IntoIterator<Item = Outgoing>) {
        let mut tx = self.store.begin_write().await.unwrap();
        for row in rows {
            outbox::enqueue(&mut tx, &row, self.now, &mut rng())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    fn pass(&mut self, seconds: f64) {
        self.now += SignedDuration::from_secs_f64(seconds);
        self.t += Duration::from_secs_f64(seconds);
    }

    async fn turn(&mut self, finished: &[(&Due, Outcome)]) -> Plan {
        let mut finished: Vec<_> = finished
            .iter()
            .map(|(due, outcome)| Finished {
                row: due.row,
                outcome: *outcome,
            })
            .collect();
        let plan = self
            .dispatcher
            .turn(&mut finished, self.now, self.t, true)
            .await
            .unwrap();
        assert!(finished.is_empty());
        plan
    }

    async fn calls(&mut self) -> Vec<Due> {
        self.turn(&[]).await.calls
    }

    /// The one call that is due.
    async fn call(&mut self) -> Due {
        let mut calls = self.calls().await;
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }

    async fn answer(&mut self, due: &Due, outcome: Outcome) -> Plan {
        self.turn(&[(due, outcome)]).await
    }

    /// Answers the call, and gives the one that follows at once.
    async fn then(&mut self, due: &Due, outcome: Outcome) -> Due {
        let mut calls = self.answer(due, outcome).await.calls;
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }

    async fn pending(&self) -> Pending {
        backlog::pending(&mut self.store.read().await.unwrap(), self.now)
            .await
            .unwrap()
    }

    async fn dead(&self) -> Vec<DeadLetter> {
        dead_letters::latest(&mut self.store.read().await.unwrap(), 10)
            .await
            .unwrap()
    }
}

fn text(due: &Due) -> &str {
    due.call.params["text"].as_str().unwrap_or_default()
}

/// The text of a request.
pub fn text_of(params: &Value) -> String {
    params["text"].as_str().unwrap_or_default().to_owned()
}
