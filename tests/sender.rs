//! What becomes of calls, turn by turn, on SQLite and on Postgres alike: each line of what an outcome means is a test. Then the
//! loop against a server on loopback.

mod common;

#[path = "sender/running.rs"]
mod running;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{TestDb, contract, rng};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::Executor as _;
use twofold::core::delivery::{Call, Class, Outcome, Outgoing, Refused, Urgency};
use twofold::core::event::{About, Event, Role, What};
use twofold::core::ids::{ChatId, MessageId, PartId, PersonId, RoundId, Seat};
use twofold::run::sender::desk::{Desk, Due, Finished, Plan, Upward};
use twofold::run::sender::pace::Limits;
use twofold::store::outbox::letters::{self, DeadLetter, Pending};
use twofold::store::{Store, messages, outbox};

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
        round: Some(RoundId(7)),
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
}

#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    Panic,
    Corrupt,
    Database,
}

impl Told {
    pub fn upward(&self) -> Upward {
        let (told, missing) = (self.clone(), self.clone());
        Upward {
            report: Arc::new(move |tx, to, event: Event, now| {
                let told = told.clone();
                Box::pin(async move {
                    assert_eq!(to, ANNA);
                    let rows: Vec<_> = told.writes.lock().unwrap().drain(..).collect();
                    for row in rows {
                        outbox::enqueue(tx, &row, now, &mut rng()).await?;
                    }
                    let trouble = *told.trouble.lock().unwrap();
                    match trouble {
                        Some(Trouble::Panic) => panic!("on purpose"),
                        Some(Trouble::Corrupt) => {
                            return Err(twofold::store::StoreError::Corrupt {
                                table: "round",
                                id: 1,
                            });
                        }
                        Some(Trouble::Database) => return Err(twofold::store::StoreError::Busy),
                        None => {}
                    }
                    told.events.lock().unwrap().push(words(&event));
                    Ok(())
                })
            }),
            part_missing: Arc::new(move |_, about, voice| {
                let missing = missing.clone();
                Box::pin(async move {
                    missing
                        .events
                        .lock()
                        .unwrap()
                        .push(format!("missing {} {voice}", about.key));
                    Ok(missing.line.lock().unwrap().clone())
                })
            }),
        }
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.events.lock().unwrap())
    }
}

fn words(event: &Event) -> String {
    let at = event.at.as_second() - start().as_second();
    match &event.what {
        What::Delivered { about } => format!("delivered {} at {at}", about.key),
        What::Undeliverable { about } => format!("undeliverable {}", about.key),
        What::WentAway => "went away".into(),
        What::Touched {
            round: RoundId(7),
            part: PartId(3),
            gone,
        } => format!("touched, gone {gone}"),
        other => panic!("{other:?}"),
    }
}

/// A desk, its store, and a clock that goes when told to.
struct World {
    store: Store,
    desk: Desk,
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
        let desk = Desk::new(store.clone(), told.upward(), Box::new(rng()), limits);
        World {
            store,
            desk,
            told,
            now: start(),
            t: Duration::from_secs(1_000),
        }
    }

    /// The process dies and another begins.
    async fn restart(mut self, db: &TestDb) -> World {
        drop(self.desk);
        self.store.close().await;
        self.store = db.open().await;
        let desk = Desk::new(
            self.store.clone(),
            self.told.upward(),
            Box::new(rng()),
            Limits::default(),
        );
        World { desk, ..self }
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
            .desk
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
        letters::pending(&mut self.store.read().await.unwrap(), self.now)
            .await
            .unwrap()
    }

    async fn dead(&self) -> Vec<DeadLetter> {
        letters::dead(&mut self.store.read().await.unwrap(), 10)
            .await
            .unwrap()
    }
}

fn text(due: &Due) -> &str {
    due.call.params["text"].as_str().unwrap_or_default()
}

// Outcomes.
contract! {
    async fn what_arrived_is_known_by_its_message_and_told_at_telegrams_own_time(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), message("line", CHAT)]).await;
        let due = w.call().await;
        let line = w.then(&due, sent(500)).await;
        w.answer(&line, sent(501)).await;
        assert_eq!(w.told.take(), ["delivered card:1 at -3"], "a line is told to nobody");
        let mut read = w.store.read().await.unwrap();
        let known = messages::by_id(&mut read, CHAT, MessageId(500)).await.unwrap();
        assert_eq!(known, Some(about(Role::Card, "card:1")));
        let known = messages::id_of(&mut read, "line").await.unwrap();
        assert_eq!(known, Some((CHAT, MessageId(501))));
        drop(read);
        assert_eq!(w.pending().await, Pending::default());
    }

    async fn what_an_arrival_sets_off_goes_out_with_it(db) {
        let mut w = World::new(db).await;
        w.put([Outgoing { about: about(Role::Reveal, "reveal"), ..message("reveal", CHAT) }]).await;
        *w.told.writes.lock().unwrap() = vec![message("next", OTHER)];
        let due = w.call().await;
        let next = w.then(&due, sent(500)).await;
        assert_eq!(text(&next), "next");
    }

    async fn a_call_that_never_left_is_made_again_after_a_pause(db) {
        let mut w = World::new(db).await;
        w.put([message("a", CHAT), message("b", CHAT)]).await;
        let due = w.call().await;
        let plan = w.answer(&due, Outcome::NotSent).await;
        assert!(plan.calls.is_empty(), "nothing overtakes it");
        let wait = plan.at.unwrap().duration_since(w.now).as_millis();
        assert!((500..=1000).contains(&wait), "{wait}");
        w.pass(1.0);
        let again = w.call().await;
        assert_eq!(text(&again), "a");
        assert_eq!(text(&w.then(&again, sent(1)).await), "b");
    }

    async fn a_429_is_obeyed_to_the_second_also_after_a_restart(db) {
        let mut w = World::new(db).await;
        w.put([message("a", CHAT), message("elsewhere", OTHER)]).await;
        let calls = w.calls().await;
        let plan = w.turn(&[(&calls[0], Outcome::RetryAfter { seconds: 4 }), (&calls[1], sent(1))]).await;
        assert_eq!(plan.at, Some(w.now + SignedDuration::from_secs(4)));
        let mut w = w.restart(db).await;
        w.pass(3.999);
        assert_eq!(w.calls().await, []);
        w.put([message("b", OTHER)]).await;
        assert_eq!(text(&w.call().await), "b", "another chat goes on");
        w.pass(0.001);
        assert_eq!(text(&w.call().await), "a");
    }

    async fn a_long_429_is_for_everybody_also_after_a_restart(db) {
        let mut w = World::new(db).await;
        w.put([message("a", CHAT), message("elsewhere", OTHER)]).await;
        let calls = w.calls().await;
        let plan = w.turn(&[(&calls[0], Outcome::RetryAfter { seconds: 60 }), (&calls[1], Outcome::NotSent)]).await;
        assert_eq!(plan.at, Some(w.now + SignedDuration::from_secs(60)));
        let mut w = w.restart(db).await;
        w.put([message("new", ChatId(3))]).await;
        w.pass(59.9);
        assert_eq!(w.calls().await, []);
        w.pass(0.1);
        assert_eq!(w.calls().await.len(), 3);
    }

    async fn a_429_that_two_chats_meet_at_once_is_for_everybody(db) {
        let mut w = World::new(db).await;
        w.put([message("a", CHAT), message("elsewhere", OTHER)]).await;
        let calls = w.calls().await;
        let short = Outcome::RetryAfter { seconds: 2 };
        w.turn(&[(&calls[0], short), (&calls[1], short)]).await;
        w.put([message("new", ChatId(3))]).await;
        w.pass(1.9);
        assert_eq!(w.calls().await, []);
        w.pass(0.1);
        assert_eq!(w.calls().await.len(), 3);
    }

    async fn an_owed_call_is_repeated_after_an_unknown_outcome_and_says_that_it_may_have_arrived(db) {
        let mut w = World::new(db).await;
        w.put([message("a", CHAT)]).await;
        for _ in 0..3 {
            let due = w.call().await;
            w.answer(&due, Outcome::Unknown).await;
            w.pass(60.0);
        }
        let due = w.call().await;
        w.answer(&due, OTHER_400).await;
        let dead = &w.dead().await[0];
        assert_eq!((dead.calls, dead.doubts), (4, 3));
    }

    async fn a_notice_is_tried_once_more_after_an_unknown_outcome(db) {
        let mut w = World::new(db).await;
        w.put([Outgoing { class: Class::Once, ..message("nudge", CHAT) }, message("next", CHAT)]).await;
        let due = w.call().await;
        w.answer(&due, Outcome::Unknown).await;
        w.pass(1.0);
        let again = w.call().await;
        assert_eq!(text(&again), "nudge");
        let next = w.then(&again, Outcome::Unknown).await;
        assert_eq!(text(&next), "next");
        assert_eq!(w.dead().await, []);
    }

    async fn who_blocked_the_bot_costs_one_call_and_the_partner_is_served(db) {
        let mut w = World::new(db).await;
        let rows = (0..20).map(|n| message(&format!("to a blocked one {n}"), CHAT));
        w.put(rows.chain([message("partner 1", OTHER)])).await;
        let calls = w.calls().await;
        assert_eq!(calls.len(), 2);
        w.turn(&[(&calls[0], Outcome::Unreachable), (&calls[1], sent(1))]).await;
        assert_eq!(w.told.take(), ["went away"]);
        for _ in 0..5 {
            w.pass(3600.0);
            w.put([message(&format!("partner at {}", w.now), OTHER)]).await;
            let due = w.call().await;
            w.answer(&due, sent(2)).await;
        }
        assert_eq!(w.pending().await.parked, 20);

        let mut tx = w.store.begin_write().await.unwrap();
        outbox::unpark(&mut tx, CHAT, w.now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(text(&w.call().await), "to a blocked one 0");
    }

    async fn a_group_that_moved_gets_its_calls_at_its_new_id(db) {
        let mut w = World::new(db).await;
        let group = ChatId(-5);
        w.put([message("a", group), message("b", group)]).await;
        let due = w.call().await;
        let due = w.then(&due, Outcome::Migrated { chat: -100_500 }).await;
        assert_eq!((text(&due), &due.call.params["chat_id"]), ("a", &json!(-100_500)));
        let due = w.then(&due, sent(1)).await;
        assert_eq!((text(&due), &due.call.params["chat_id"]), ("b", &json!(-100_500)));
        w.put([message("c", ChatId(-100_500))]).await;
        assert_eq!(text(&w.then(&due, sent(2)).await), "c");
        let mut read = w.store.read().await.unwrap();
        let known = messages::id_of(&mut read, "a").await.unwrap();
        assert_eq!(known, Some((ChatId(-100_500), MessageId(1))));
    }

    async fn an_owed_message_that_is_refused_goes_without_its_reply_then_without_entities_then_a_line_then_dies(db) {
        let mut w = World::new(db).await;
        let mut row = message("words", CHAT);
        row.call.params["reply_parameters"] = json!({"message_id": 5});
        row.call.params["entities"] = json!([{"type": "bold"}]);
        *w.told.line.lock().unwrap() = Some(Call {
            method: "sendMessage".into(),
            params: json!({"chat_id": CHAT.0, "text": "one part could not be shown"}),
        });
        w.put([row, message("next", CHAT)]).await;
        let has = |due: &Due, name: &str| due.call.params.get(name).is_some();
        let due = w.call().await;
        assert!(has(&due, "reply_parameters") && has(&due, "entities"));
        let due = w.then(&due, OTHER_400).await;
        assert!(!has(&due, "reply_parameters") && has(&due, "entities"));
        let due = w.then(&due, OTHER_400).await;
        assert!(!has(&due, "reply_parameters") && !has(&due, "entities"));
        assert_eq!(text(&due), "words");
        w.pass(10.0);
        let due = w.then(&due, OTHER_400).await;
        assert_eq!(text(&due), "one part could not be shown");
        let next = w.then(&due, OTHER_400).await;
        assert_eq!(text(&next), "next");
        assert_eq!(w.told.take(), ["missing words false", "undeliverable words"]);
        let dead = &w.dead().await[0];
        assert_eq!((dead.key.as_str(), dead.why.as_str(), dead.calls), ("words", "refused", 4));
    }

    async fn a_voice_note_the_recipient_refuses_gives_way_to_a_line_that_says_how_to_allow_it(db) {
        let mut w = World::new(db).await;
        let mut voice = message("voice", CHAT);
        voice.call.method = "sendVoice".into();
        *w.told.line.lock().unwrap() = Some(message("how to allow it", CHAT).call);
        w.put([voice]).await;
        let due = w.call().await;
        let line = w.then(&due, Outcome::Refused(Refused::VoiceForbidden)).await;
        assert_eq!((line.call.method.as_str(), text(&line)), ("sendMessage", "how to allow it"));
        w.answer(&line, sent(9)).await;
        assert_eq!(w.told.take(), ["missing voice true"]);
        assert_eq!((w.pending().await, w.dead().await), (Pending::default(), vec![]));
    }

    async fn where_no_line_can_stand_for_it_an_owed_message_dies_and_its_chat_goes_on(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), message("next", CHAT)]).await;
        let due = w.call().await;
        let next = w.then(&due, OTHER_400).await;
        assert_eq!(text(&next), "next");
        assert_eq!(w.told.take(), ["missing card:1 false", "undeliverable card:1"]);
    }

    async fn a_change_that_is_made_already_counts_as_made(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1")]).await;
        let due = w.call().await;
        w.put([edit("edit", "card:1")]).await;
        let due = w.then(&due, sent(500)).await;
        assert_eq!(due.call.params["message_id"], 500);
        // "message is not modified"
        w.answer(&due, NOTHING).await;
        assert_eq!((w.pending().await, w.dead().await), (Pending::default(), vec![]));
        assert_eq!(w.told.take(), ["delivered card:1 at -3"], "an edit delivers nothing");
    }

    async fn a_change_of_a_message_that_is_gone_is_dropped(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1")]).await;
        let due = w.call().await;
        w.put([edit("edit", "card:1")]).await;
        let due = w.then(&due, sent(500)).await;
        w.answer(&due, Outcome::Refused(Refused::TargetGone)).await;
        assert_eq!((w.pending().await, w.dead().await), (Pending::default(), vec![]));
    }

    async fn a_touch_tells_whether_the_message_is_there_and_is_never_repeated(db) {
        let mut w = World::new(db).await;
        let table = [
            (sent(1), "touched, gone false"),
            (NOTHING, "touched, gone false"),
            (Outcome::Unknown, "touched, gone false"),
            (Outcome::NotSent, "touched, gone false"),
            (OTHER_400, "touched, gone false"),
            (Outcome::RetryAfter { seconds: 1 }, "touched, gone false"),
            (Outcome::Refused(Refused::TargetGone), "touched, gone true"),
        ];
        for (n, (outcome, expected)) in table.into_iter().enumerate() {
            let mut row = touch(&format!("touch:{n}"));
            row.call.params["message_id"] = json!(44);
            w.put([row]).await;
            let due = w.call().await;
            w.answer(&due, outcome).await;
            assert_eq!(w.told.take(), [expected], "{outcome:?}");
            w.pass(5.0);
            assert_eq!(w.calls().await, [], "{outcome:?}");
        }
        assert_eq!((w.pending().await, w.dead().await), (Pending::default(), vec![]));
    }

    async fn a_touch_that_comes_too_late_is_not_made(db) {
        let mut w = World::new(db).await;
        let mut row = touch("touch");
        row.call.params["message_id"] = json!(44);
        w.put([message("first", CHAT), row, message("next", CHAT)]).await;
        let first = w.call().await;
        w.pass(11.0);
        let next = w.then(&first, sent(1)).await;
        assert_eq!(text(&next), "next");
        assert_eq!(w.told.take(), ["touched, gone false"]);
    }

    async fn a_touch_of_someone_who_went_away_tells_both(db) {
        let mut w = World::new(db).await;
        let mut row = touch("touch");
        row.call.params["message_id"] = json!(44);
        w.put([row]).await;
        let due = w.call().await;
        w.answer(&due, Outcome::Unreachable).await;
        assert_eq!(w.told.take(), ["touched, gone false", "went away"]);
    }

    async fn a_token_that_is_not_accepted_ends_the_sender_and_loses_nothing(db) {
        let mut w = World::new(db).await;
        w.put([message("a", CHAT)]).await;
        let due = w.call().await;
        let plan = w.answer(&due, Outcome::Unauthorized).await;
        assert!(plan.unauthorized && plan.calls.is_empty());
        let mut w = w.restart(db).await;
        assert_eq!(text(&w.call().await), "a");
    }
}

// Messages named before they are known.
contract! {
    async fn an_edit_waits_for_its_message_and_changes_it(db) {
        let mut w = World::new(db).await;
        let later = w.now + SignedDuration::from_secs(60);
        w.put([
            Outgoing { not_before: Some(later), ..card("card:1") },
            edit("edit", "card:1"),
            message("line", CHAT),
        ]).await;
        let line = w.call().await;
        assert_eq!(text(&line), "line");
        w.answer(&line, sent(1)).await;
        w.pass(60.0);
        let due = w.call().await;
        assert_eq!(text(&due), "card:1");
        let due = w.then(&due, sent(500)).await;
        assert_eq!((text(&due), &due.call.params["message_id"]), ("edit", &json!(500)));
    }

    async fn an_edit_of_a_message_that_died_becomes_that_message(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), edit("edit", "card:1"), change("reaction", "setMessageReaction", "card:1")]).await;
        let due = w.call().await;
        let due = w.then(&due, OTHER_400).await;
        assert_eq!((due.call.method.as_str(), text(&due)), ("sendMessage", "edit"));
        assert_eq!(due.call.params["disable_notification"], true);
        w.told.take();
        let due = w.then(&due, sent(600)).await;
        assert_eq!(w.told.take(), ["delivered card:1 at -3"]);
        assert_eq!((due.call.method.as_str(), &due.call.params["message_id"]), ("setMessageReaction", &json!(600)));
        assert_eq!(w.dead().await, [], "what arrived otherwise need not be looked at");
    }

    async fn a_message_that_an_edit_has_become_is_not_repeated_freely(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), edit("edit", "card:1")]).await;
        let due = w.call().await;
        let due = w.then(&due, OTHER_400).await;
        w.answer(&due, Outcome::Unknown).await;
        w.pass(5.0);
        let due = w.call().await;
        w.answer(&due, Outcome::Unknown).await;
        w.pass(3600.0);
        assert_eq!(w.calls().await, []);
    }

    async fn changes_of_a_message_that_nobody_wanted_any_more_are_dropped(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), edit("edit", "card:1"), reply("reply", "card:1")]).await;
        // Edits and replies carry no round of their own.
        db.raw().await.execute("update outbox set round = null where key <> 'card:1'").await.unwrap();
        let mut tx = w.store.begin_write().await.unwrap();
        outbox::unsend(&mut tx, ANNA, RoundId(7), w.now).await.unwrap();
        tx.commit().await.unwrap();
        let due = w.call().await;
        assert_eq!(text(&due), "reply");
        assert_eq!(due.call.params.get("reply_parameters"), None);
        w.answer(&due, sent(1)).await;
        assert_eq!(w.pending().await, Pending::default());
    }

    async fn a_reply_names_the_message_that_was_sent(db) {
        let mut w = World::new(db).await;
        w.put([message("first", CHAT), reply("reply", "first")]).await;
        let due = w.call().await;
        let due = w.then(&due, sent(321)).await;
        assert_eq!(due.call.params["reply_parameters"]["message_id"], 321);
    }

    async fn words_forgotten_while_they_were_under_way_are_deleted_where_they_arrived(db) {
        let mut w = World::new(db).await;
        w.put([Outgoing { authors: vec![PersonId(12)], ..message("words", CHAT) }]).await;
        let due = w.call().await;
        let mut tx = w.store.begin_write().await.unwrap();
        outbox::forget_author(&mut tx, PersonId(12), w.now).await.unwrap();
        tx.commit().await.unwrap();
        let delete = w.then(&due, sent(70)).await;
        assert_eq!(delete.call.method, "deleteMessage");
        assert_eq!(delete.call.params, json!({"chat_id": CHAT.0, "message_id": 70}));
    }

    async fn words_forgotten_while_they_were_under_way_are_not_sent_again(db) {
        let mut w = World::new(db).await;
        w.put([Outgoing { authors: vec![PersonId(12)], ..message("words", CHAT) }]).await;
        let due = w.call().await;
        let mut tx = w.store.begin_write().await.unwrap();
        outbox::forget_author(&mut tx, PersonId(12), w.now).await.unwrap();
        tx.commit().await.unwrap();
        w.answer(&due, Outcome::Unknown).await;
        w.pass(3600.0);
        assert_eq!(w.calls().await, []);
        assert_eq!(w.pending().await, Pending::default());
    }
}

// Crashes and trouble.
contract! {
    async fn what_was_under_way_when_the_process_died_is_unknown(db) {
        let mut w = World::new(db).await;
        let mut touched = touch("touch");
        touched.call.params["message_id"] = json!(44);
        w.put([
            message("owed", ChatId(1)),
            Outgoing { class: Class::Once, ..message("once", ChatId(2)) },
            Outgoing { lane: ChatId(3), ..touched },
        ]).await;
        assert_eq!(w.calls().await.len(), 3);
        let mut w = w.restart(db).await;
        assert_eq!(w.calls().await, [], "with backoff");
        assert_eq!(w.told.take(), ["touched, gone false"], "a touch is never repeated");
        w.pass(1.0);
        let calls = w.calls().await;
        let mut seen: Vec<_> = calls.iter().map(text).collect();
        seen.sort_unstable();
        assert_eq!(seen, ["once", "owed"]);
        let mut w = w.restart(db).await;
        w.calls().await;
        w.pass(60.0);
        assert_eq!(text(&w.call().await), "owed", "the notice had its one more try");
    }

    async fn an_outcome_that_could_not_be_put_down_is_put_down_in_the_next_turn(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), message("next", CHAT)]).await;
        let due = w.call().await;
        *w.told.trouble.lock().unwrap() = Some(Trouble::Database);
        let mut finished = vec![Finished { row: due.row, outcome: sent(500) }];
        assert!(w.desk.turn(&mut finished, w.now, w.t, true).await.is_err());
        assert_eq!(finished.len(), 1);
        assert_eq!(w.pending().await.sending, 1, "nothing of the turn counts");
        *w.told.trouble.lock().unwrap() = None;
        let plan = w.desk.turn(&mut finished, w.now, w.t, true).await.unwrap();
        assert_eq!(w.told.take(), ["delivered card:1 at -3"]);
        assert_eq!(text(&plan.calls[0]), "next");
        assert_eq!(w.desk.under_way(), 1);
    }

    async fn a_row_that_was_marked_in_a_turn_that_failed_is_queued_again(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1")]).await;
        let due = w.call().await;
        w.put([message("never begun", OTHER)]).await;
        *w.told.trouble.lock().unwrap() = Some(Trouble::Database);
        let mut finished = vec![Finished { row: due.row, outcome: sent(500) }];
        w.desk.turn(&mut finished, w.now, w.t, true).await.unwrap_err();
        // As if the turn had been committed all the same, up to the marks.
        let mut raw = db.raw().await;
        raw.execute("update outbox set state = 'sending', calls = 1 where key = 'never begun'").await.unwrap();
        raw.execute("update lane set waited_at = null, sending = (select id from outbox where key = 'never begun') \
            where chat = 1002").await.unwrap();
        drop(raw);
        *w.told.trouble.lock().unwrap() = None;
        let plan = w.desk.turn(&mut finished, w.now, w.t, true).await.unwrap();
        assert_eq!(text(&plan.calls[0]), "never begun");
        w.answer(&plan.calls[0], OTHER_400).await;
        assert_eq!(w.dead().await[0].doubts, 0, "nothing may have arrived");
    }

    async fn an_event_the_application_cannot_take_does_not_keep_the_outcome_from_counting(db) {
        for trouble in [Trouble::Panic, Trouble::Corrupt] {
            let key = format!("card:{}", trouble as u8);
            let mut w = World::new(db).await;
            w.put([card(&key), message(&format!("after {key}"), CHAT)]).await;
            *w.told.writes.lock().unwrap() = vec![message("half a turn", OTHER)];
            *w.told.trouble.lock().unwrap() = Some(trouble);
            let due = w.call().await;
            let next = w.then(&due, sent(500)).await;
            assert_eq!(text(&next), format!("after {key}"));
            w.answer(&next, sent(501)).await;
            assert_eq!(w.pending().await, Pending::default(), "what it began is undone");
            w.store.close().await;
        }
    }

    async fn a_row_that_makes_no_sense_or_cannot_be_read_stops_nobody(db) {
        let mut w = World::new(db).await;
        w.put(["senseless", "unreadable", "good"].map(|key| message(key, CHAT))).await;
        w.put([message("in hand", OTHER)]).await;
        let calls = w.calls().await;
        assert_eq!(calls.len(), 2);
        let mut raw = db.raw().await;
        raw.execute("update outbox set role = 'nonsense' where key in ('senseless', 'in hand')").await.unwrap();
        raw.execute("update outbox set body = 'AAAA' where key = 'unreadable'").await.unwrap();
        drop(raw);
        let mut w = w.restart(db).await;
        w.put([message("goes on", OTHER)]).await;
        let calls = w.calls().await;
        let mut seen: Vec<_> = calls.iter().map(text).collect();
        seen.sort_unstable();
        assert_eq!(seen, ["goes on", "good"]);
        assert_eq!(w.dead().await.len(), 3);
    }

    async fn a_clock_that_went_back_a_year_delays_nothing(db) {
        let mut w = World::new(db).await;
        let wrong = w.now + SignedDuration::from_hours(24 * 365);
        w.calls().await;
        w.now = wrong;
        w.put([message("a", CHAT)]).await;
        let due = w.call().await;
        w.answer(&due, Outcome::RetryAfter { seconds: 100 }).await;
        w.now = start();
        let plan = w.turn(&[]).await;
        assert_eq!((plan.calls, plan.at), (vec![], Some(start() + SignedDuration::from_secs(100))));
        w.pass(100.0);
        assert_eq!(text(&w.call().await), "a");
    }
}

// Lanes.
contract! {
    async fn calls_of_a_chat_go_one_after_the_other_and_chats_beside_each_other(db) {
        let mut w = World::new(db).await;
        w.put([message("a1", ChatId(1)), message("a2", ChatId(1)), message("b1", ChatId(2))]).await;
        let calls = w.calls().await;
        assert_eq!(calls.iter().map(text).collect::<Vec<_>>(), ["a1", "b1"]);
        assert_eq!(w.calls().await, [], "a2 waits for a1");
        let next = w.then(&calls[0], sent(1)).await;
        assert_eq!(text(&next), "a2", "and not for b1");
    }

    async fn a_chat_gets_a_short_burst_and_then_a_message_a_second_and_edits_as_they_come(db) {
        let mut w = World::new(db).await;
        w.put((0..6).map(|n| message(&format!("m{n}"), CHAT))).await;
        let mut times = Vec::new();
        let mut next = w.calls().await;
        while times.len() < 6 {
            match next.pop() {
                Some(due) => {
                    times.push(w.now.duration_since(start()).as_millis());
                    next = w.answer(&due, sent(1)).await.calls;
                }
                None => {
                    w.pass(0.1);
                    next = w.calls().await;
                }
            }
        }
        assert_eq!(times, [0, 0, 0, 1_000, 2_000, 3_000]);
        let edits = (0..5).map(|n| {
            let mut row = edit(&format!("e{n}"), "");
            row.call.params["message_id"] = json!(n);
            row
        });
        w.pass(5.0);
        w.put(edits).await;
        let mut due = w.call().await;
        for n in 1..5 {
            due = w.then(&due, NOTHING).await;
            assert_eq!(text(&due), format!("e{n}"));
        }
    }

    async fn what_a_person_waits_for_goes_before_what_is_scheduled(db) {
        let mut w = World::new(db).await;
        let scheduled = |n: i64| Outgoing { urgency: Urgency::Scheduled, ..message(&format!("scheduled {n}"), ChatId(n)) };
        w.put((1..=100).map(scheduled)).await;
        assert_eq!(w.calls().await.len(), 20, "two thirds of thirty");
        w.put((1001..=1015).map(|n| message(&format!("waited {n}"), ChatId(n)))).await;
        let calls = w.calls().await;
        assert_eq!(calls.len(), 10);
        assert!(calls.iter().all(|due| text(due).starts_with("waited")));
        let plan = w.turn(&[]).await;
        assert_eq!((plan.calls.len(), plan.after), (0, Some(Duration::from_millis(1_050))));
        w.pass(1.05);
        let calls = w.calls().await;
        assert_eq!(calls.iter().filter(|due| text(due).starts_with("waited")).count(), 5);
        assert_eq!(calls.len(), 25);
    }

    async fn when_nothing_gets_an_answer_one_call_at_a_time_is_tried(db) {
        let mut w = World::new(db).await;
        w.put((1..=20).map(|n| message(&format!("m{n}"), ChatId(n)))).await;
        let calls = w.calls().await;
        let all: Vec<_> = calls.iter().map(|due| (due, Outcome::NotSent)).collect();
        w.turn(&all).await;
        w.pass(1.0);
        let probe = w.call().await;
        w.pass(60.0);
        assert_eq!(w.calls().await, [], "one at a time");
        let calls = w.answer(&probe, sent(1)).await.calls;
        assert_eq!(calls.len(), 19);
    }
}

/// Fills the outbox past its own functions: `count` chats with one scheduled row each. The rows cannot be opened, which no head
/// of a lane in these tests needs.
async fn fill(db: &TestDb, count: i64, when: Timestamp) {
    let numbers = format!(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < {count}) "
    );
    let at = when.as_millisecond();
    let rows = format!(
        "insert into outbox (id, key, chat, seq, person, class, urgency, state, method, body, authors, role, calls, tries, \
         doubts, less, queued_at) {numbers} select i, 'bulk:' || i, 5000000 + i, 1, 11, 'owed', 1, 'queued', 'sendMessage', 'AAAA', '', \
         'line', 0, 0, 0, 0, {at} from n"
    );
    let lanes =
        format!("insert into lane (chat, scheduled_at) {numbers} select 5000000 + i, {at} from n");
    let mut raw = db.raw().await;
    for sql in [rows, lanes] {
        raw.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    }
}

contract! {
    async fn a_hundred_thousand_queued_calls_slow_nobody_who_waits_and_stay_on_disk(db) {
        let mut w = World::new(db).await;
        let before = w.now - SignedDuration::from_secs(60);
        let bulk = w.now - SignedDuration::from_secs(30);
        // The oldest can be opened, and are what is taken first.
        let mut tx = w.store.begin_write().await.unwrap();
        for n in 0..40 {
            let row = Outgoing { urgency: Urgency::Scheduled, ..message(&format!("scheduled {n}"), ChatId(n + 1)) };
            outbox::enqueue(&mut tx, &row, before, &mut rng()).await.unwrap();
        }
        tx.commit().await.unwrap();
        fill(db, 100_000, bulk).await;
        assert_eq!(w.pending().await.ready, 100_040);

        let clock = Instant::now();
        assert_eq!(w.calls().await.len(), 20);
        w.put([message("waited for", CHAT)]).await;
        let due = w.call().await;
        let took = clock.elapsed();
        assert_eq!(text(&due), "waited for", "in the very next turn");
        assert!(took < Duration::from_millis(750), "two turns and a write took {took:?}");
        assert_eq!(w.desk.under_way(), 21, "all that is in memory");
        assert_eq!(letters::backlog(&mut w.store.read().await.unwrap(), w.now, 6_000).await.unwrap(), 6_000);
    }
}

/// The text of a request.
pub fn text_of(params: &Value) -> String {
    params["text"].as_str().unwrap_or_default().to_owned()
}
