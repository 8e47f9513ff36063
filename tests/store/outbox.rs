//! What the outbox and the message map promise, on SQLite and on Postgres alike.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::{Executor as _, Row as _};

use crate::common::{TestDb, contract, rng};
use twofold::core::model::about::{About, Role};
use twofold::core::model::delivery::{Call, Class, InGroup, Outgoing, Urgency};
use twofold::core::model::group::Group;
use twofold::core::model::ids::{
    ChatId, CoupleId, MessageId, PartId, PersonId, RoundId, Seat, ThreadId,
};
use twofold::core::model::state::State;
use twofold::run::outbox_command::{self, OutboxCommand};
use twofold::store::outbox::sending::{self, Body, Earlier, Fate, Head, Less};
use twofold::store::outbox::{self, backlog, dead_letters, lanes};
use twofold::store::{Owner, Store, Tx, groups, messages};

const ANNA: PersonId = PersonId(11);
const BEN: PersonId = PersonId(12);
const CHAT: ChatId = ChatId(1_001);
const OTHER: ChatId = ChatId(1_002);
const GROUP: ChatId = ChatId(-1_003);
const CANARY: &str = "canary-of-the-outbox";

fn now() -> Timestamp {
    "2026-11-22T20:30:00Z".parse().expect("a time")
}

fn at(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn days(days: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * days)
}

fn about(key: &str) -> About {
    About {
        role: Role::Line,
        key: key.into(),
        thread: None,
        seat: None,
        source: None,
        part: None,
    }
}

/// A silent message to Anna's chat.
fn message(key: &str) -> Outgoing {
    Outgoing {
        key: key.into(),
        to: ANNA,
        group: None,
        lane: CHAT,
        class: Class::Owed,
        urgency: Urgency::Waited,
        call: Call {
            method: "sendMessage".into(),
            params: json!({"chat_id": CHAT.0, "text": CANARY}),
        },
        target: None,
        not_before: None,
        about: about(key),
        authors: Vec::new(),
    }
}

/// An edit of the message that the row `of` sent.
fn edit(key: &str, of: &str) -> Outgoing {
    Outgoing {
        class: Class::Set,
        call: Call {
            method: "editMessageText".into(),
            params: json!({"chat_id": CHAT.0, "message_id": {"sent": of}, "text": key}),
        },
        target: Some(format!("sent:{of}")),
        ..message(key)
    }
}

async fn put(tx: &mut Tx, outgoing: Outgoing) -> bool {
    put_at(tx, outgoing, now()).await
}

async fn put_at(tx: &mut Tx, outgoing: Outgoing, when: Timestamp) -> bool {
    outbox::enqueue(tx, &outgoing, when, &mut rng())
        .await
        .unwrap()
}

async fn head(tx: &mut Tx, lane: ChatId, when: Timestamp) -> Option<Head> {
    sending::head(tx, lane, when).await.unwrap()
}

async fn head_key(tx: &mut Tx, when: Timestamp) -> Option<String> {
    head(tx, CHAT, when).await.map(|head| head.about.key)
}

/// Sends everything of Anna's lane that may go, by key.
async fn drain(tx: &mut Tx, when: Timestamp) -> Vec<String> {
    let mut keys = Vec::new();
    while let Some(head) = head(tx, CHAT, when).await {
        sending::sent(tx, head.id, when).await.unwrap();
        keys.push(head.about.key);
    }
    keys
}

async fn ready(tx: &mut Tx, when: Timestamp) -> (Vec<ChatId>, Vec<ChatId>) {
    let waited = lanes::ready(tx, Urgency::Waited, when, 100).await.unwrap();
    let scheduled = lanes::ready(tx, Urgency::Scheduled, when, 100)
        .await
        .unwrap();
    (waited, scheduled)
}

/// A column of the row with this key, past the store.
async fn column(db: &TestDb, key: &str, name: &str) -> Option<String> {
    let sql = format!("select cast({name} as text) from outbox where key = '{key}'");
    let row = db
        .raw()
        .await
        .fetch_one(sqlx::AssertSqlSafe(sql))
        .await
        .unwrap();
    row.try_get(0).unwrap()
}

async fn shown(store: &Store, command: &OutboxCommand) -> String {
    let mut out = Vec::new();
    match outbox_command::run(store, command, now(), &mut out).await {
        Ok(()) => {}
        Err(error) => out.extend(error.to_string().bytes()),
    }
    String::from_utf8(out).unwrap()
}

// Writing.
contract! {
    async fn a_key_is_written_once(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        assert!(put(&mut tx, message("a")).await);
        assert!(!put(&mut tx, message("a")).await);
        tx.commit().await.unwrap();
        let mut tx = store.begin_write().await.unwrap();
        assert!(!put(&mut tx, message("a")).await);
        assert_eq!(drain(&mut tx, now()).await, ["a"]);
        assert!(!put(&mut tx, message("a")).await, "also when it was sent");
    }

    async fn a_call_of_a_turn_that_is_undone_was_never_written(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        tx.rollback().await.unwrap();
        let mut tx = store.begin_write().await.unwrap();
        assert_eq!(head(&mut tx, CHAT, now()).await, None);
        assert_eq!(ready(&mut tx, now()).await, (vec![], vec![]));
    }

    async fn a_body_is_sealed_under_its_recipients_key_and_goes_when_it_is_sent(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        let there = head(&mut tx, CHAT, now()).await.unwrap();
        let Body::Call(call) = &there.body else { panic!("{there:?}") };
        assert_eq!(call.params["text"], CANARY);
        tx.commit().await.unwrap();
        let body = column(db, "a", "body").await.unwrap();
        assert!(!body.contains(CANARY));

        let mut tx = store.begin_write().await.unwrap();
        sending::sent(&mut tx, there.id, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(column(db, "a", "body").await, None);
    }

    async fn a_body_whose_key_is_gone_or_that_was_changed_is_unreadable(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        tx.forget_key(twofold::store::Owner::Person(ANNA)).await.unwrap();
        assert_eq!(head(&mut tx, CHAT, now()).await.unwrap().body, Body::Unreadable);
        put(&mut tx, Outgoing { lane: OTHER, to: BEN, ..message("b") }).await;
        tx.commit().await.unwrap();
        db.raw().await.execute("update outbox set body = 'AAAA' where key = 'b'").await.unwrap();
        let mut tx = store.begin_write().await.unwrap();
        assert_eq!(head(&mut tx, OTHER, now()).await.unwrap().body, Body::Unreadable);
    }

    async fn calls_of_a_chat_go_in_the_order_they_were_written(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for key in ["c", "a", "b"] {
            put(&mut tx, message(key)).await;
        }
        put(&mut tx, Outgoing { lane: OTHER, ..message("elsewhere") }).await;
        assert_eq!(drain(&mut tx, now()).await, ["c", "a", "b"]);
    }

    async fn a_row_that_is_held_blocks_nobody_and_goes_when_its_time_comes(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, Outgoing { not_before: Some(at(10)), ..message("held") }).await;
        assert_eq!(ready(&mut tx, now()).await, (vec![], vec![]));
        assert_eq!(lanes::next_moment(&mut tx).await.unwrap(), Some(at(10)));
        put(&mut tx, message("free")).await;
        assert_eq!(ready(&mut tx, now()).await, (vec![CHAT], vec![]));
        assert_eq!(drain(&mut tx, at(9)).await, ["free"]);
        assert_eq!(drain(&mut tx, at(10)).await, ["held"]);
    }

    async fn a_lane_has_the_priority_of_its_most_urgent_row(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, Outgoing { urgency: Urgency::Scheduled, ..message("by the clock") }).await;
        assert_eq!(ready(&mut tx, now()).await, (vec![], vec![CHAT]));
        put(&mut tx, message("waited for")).await;
        assert_eq!(ready(&mut tx, now()).await.0, [CHAT]);
        assert_eq!(drain(&mut tx, now()).await, ["by the clock", "waited for"]);
    }

    async fn lanes_that_wait_longest_come_first(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for (chat, minutes) in [(3, 2), (1, 3), (2, 1)] {
            put_at(&mut tx, Outgoing { lane: ChatId(chat), ..message(&format!("to {chat}")) }, at(minutes)).await;
        }
        let lanes = lanes::ready(&mut tx, Urgency::Waited, at(2), 10).await.unwrap();
        assert_eq!(lanes, [ChatId(2), ChatId(3)]);
        let lanes = lanes::ready(&mut tx, Urgency::Waited, at(3), 1).await.unwrap();
        assert_eq!(lanes, [ChatId(2)]);
    }

    async fn a_newer_change_replaces_a_queued_one_of_the_same_target(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for key in ["first", "second", "third"] {
            assert!(put(&mut tx, edit(key, "card")).await);
        }
        put(&mut tx, edit("of another", "other card")).await;
        put(&mut tx, Outgoing { class: Class::Owed, ..edit("owed", "card") }).await;
        assert!(!put(&mut tx, edit("first", "card")).await, "a key is used up even so");
        assert_eq!(drain(&mut tx, now()).await, ["third", "of another", "owed"]);
    }

    async fn a_change_whose_call_is_under_way_is_not_replaced(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, edit("first", "card")).await;
        let first = head(&mut tx, CHAT, now()).await.unwrap();
        sending::mark_sending(&mut tx, &first).await.unwrap();
        put(&mut tx, edit("second", "card")).await;
        assert_eq!(ready(&mut tx, now()).await, (vec![], vec![]), "one call at a time");
        sending::retry(&mut tx, first.id, 1, 1, Less::default(), None).await.unwrap();
        lanes::free(&mut tx, CHAT).await.unwrap();
        assert_eq!(drain(&mut tx, now()).await, ["first", "second"]);
    }

    async fn what_is_not_wanted_any_more_is_not_sent(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let round = |key: &str, round: i64, to: PersonId| Outgoing {
            to,
            about: About { thread: Some(ThreadId(round)), ..about(key) },
            ..message(key)
        };
        for row in [round("mine", 1, ANNA), round("of another round", 2, ANNA), round("theirs", 1, BEN), message("none")] {
            put(&mut tx, row).await;
        }
        assert_eq!(outbox::unsend(&mut tx, ANNA, ThreadId(1), now()).await.unwrap(), 1);
        assert_eq!(drain(&mut tx, now()).await, ["of another round", "theirs", "none"]);
        assert!(!put(&mut tx, round("mine", 1, ANNA)).await, "its key is used up");
    }

    async fn a_deletion_that_waits_for_its_time_can_be_had_at_once(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("shown")).await;
        assert_eq!(drain(&mut tx, now()).await, ["shown"]);
        let delete = |key: &str, round: i64, to: PersonId| Outgoing {
            to,
            class: Class::Set,
            call: Call {
                method: "deleteMessage".into(),
                params: json!({"chat_id": CHAT.0, "message_id": {"sent": "shown"}}),
            },
            not_before: Some(at(1)),
            about: About { thread: Some(ThreadId(round)), ..about(key) },
            ..message(key)
        };
        let held = Outgoing {
            about: About { thread: Some(ThreadId(1)), ..about("held") },
            not_before: Some(at(1)),
            ..message("held")
        };
        for row in [delete("mine", 1, ANNA), delete("of another round", 2, ANNA), delete("theirs", 1, BEN), held] {
            put(&mut tx, row).await;
        }
        assert_eq!(drain(&mut tx, now()).await, [""; 0]);
        outbox::hasten_deletions(&mut tx, ANNA, ThreadId(1)).await.unwrap();
        assert_eq!(drain(&mut tx, now()).await, ["mine"]);
        assert_eq!(drain(&mut tx, at(1)).await, ["of another round", "theirs", "held"]);
    }

    async fn what_is_taken_back_under_way_is_not_repeated(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let row = Outgoing { about: About { thread: Some(ThreadId(1)), ..about("a") }, ..message("a") };
        put(&mut tx, row).await;
        let under_way = head(&mut tx, CHAT, now()).await.unwrap();
        sending::mark_sending(&mut tx, &under_way).await.unwrap();
        outbox::unsend(&mut tx, ANNA, ThreadId(1), now()).await.unwrap();
        assert_eq!(sending::fate(&mut tx, under_way.id, 1).await.unwrap(), Some(Fate::Unwanted));
    }
}

// Sending.
contract! {
    async fn an_outcome_is_put_down_once(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        assert_eq!(sending::fate(&mut tx, row.id, 1).await.unwrap(), None, "no call yet");
        sending::mark_sending(&mut tx, &row).await.unwrap();
        assert_eq!(sending::fate(&mut tx, row.id, 1).await.unwrap(), Some(Fate::Open));
        sending::retry(&mut tx, row.id, 1, 1, Less::default(), None).await.unwrap();
        lanes::free(&mut tx, CHAT).await.unwrap();
        assert_eq!(sending::fate(&mut tx, row.id, 1).await.unwrap(), None);
        sending::mark_sending(&mut tx, &row).await.unwrap();
        assert_eq!(sending::fate(&mut tx, row.id, 1).await.unwrap(), None);
        assert_eq!(sending::fate(&mut tx, row.id, 2).await.unwrap(), Some(Fate::Open));
    }

    async fn rows_whose_calls_were_under_way_are_found_after_a_restart(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        put(&mut tx, message("b")).await;
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        sending::mark_sending(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await;
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let found = sending::in_flight(&mut tx).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].id, found[0].calls), (row.id, 1));
    }

    async fn what_a_row_has_been_through_is_remembered(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let full = About {
            role: Role::Reveal,
            key: "a".into(),
            thread: Some(ThreadId(7)),
            seat: Some(Seat::B),
            source: Some((BEN, MessageId(31))),
            part: Some(PartId(5)),
        };
        put(&mut tx, Outgoing { about: full.clone(), ..message("a") }).await;
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        assert_eq!((row.about, row.less, row.to), (full, Less::default(), ANNA));
        let less = Less { reply: true, entities: false, line: true };
        sending::retry(&mut tx, row.id, 3, 2, less, Some(at(1))).await.unwrap();
        assert_eq!(head(&mut tx, CHAT, now()).await, None);
        let row = head(&mut tx, CHAT, at(1)).await.unwrap();
        assert_eq!((row.tries, row.doubts, row.less), (3, 2, less));
    }

    async fn a_lane_that_rests_goes_at_the_moment_it_was_told(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        lanes::rest_until(&mut tx, CHAT, at(10), now()).await.unwrap();
        lanes::free(&mut tx, CHAT).await.unwrap();
        put(&mut tx, message("b")).await;
        assert_eq!(ready(&mut tx, at(9)).await, (vec![], vec![]));
        assert_eq!(lanes::next_moment(&mut tx).await.unwrap(), Some(at(10)));
        assert_eq!(ready(&mut tx, at(10)).await, (vec![CHAT], vec![]));
    }

    async fn a_hold_for_everybody_outlives_a_restart_and_is_never_shortened(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        assert_eq!(lanes::held_all_until(&mut tx).await.unwrap(), None);
        lanes::hold_all(&mut tx, at(10), now()).await.unwrap();
        lanes::hold_all(&mut tx, at(5), now()).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await;
        let store = db.open().await;
        let mut read = store.read().await.unwrap();
        assert_eq!(lanes::held_all_until(&mut read).await.unwrap(), Some(at(10)));
    }

    async fn a_chat_that_moved_takes_its_calls_along_in_order(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, Outgoing { lane: OTHER, ..message("there already") }).await;
        for key in ["a", "b"] {
            put(&mut tx, message(key)).await;
        }
        lanes::move_to(&mut tx, CHAT, OTHER).await.unwrap();
        assert_eq!(head(&mut tx, CHAT, now()).await, None);
        assert_eq!(ready(&mut tx, now()).await, (vec![OTHER], vec![]));
        for key in ["there already", "a", "b"] {
            let row = head(&mut tx, OTHER, now()).await.unwrap();
            assert_eq!((row.about.key.as_str(), row.lane), (key, OTHER));
            sending::sent(&mut tx, row.id, now()).await.unwrap();
        }
    }

    async fn a_call_under_way_when_its_chat_moves_is_not_lost(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for key in ["a", "b"] {
            put(&mut tx, message(key)).await;
        }
        let under_way = head(&mut tx, CHAT, now()).await.unwrap();
        sending::mark_sending(&mut tx, &under_way).await.unwrap();
        lanes::move_to(&mut tx, CHAT, OTHER).await.unwrap();
        let waits = head(&mut tx, OTHER, now()).await.unwrap();
        assert_eq!((waits.about.key.as_str(), ready(&mut tx, now()).await), ("b", (vec![OTHER], vec![])));
        // The process ends, and what was under way is found.
        tx.commit().await.unwrap();
        store.close().await;
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let found = sending::in_flight(&mut tx).await.unwrap();
        assert_eq!(found.iter().map(|row| (row.id, row.lane)).collect::<Vec<_>>(), [(under_way.id, CHAT)]);
        // It may not have arrived; made again in the old chat, it hears of the new one.
        sending::retry(&mut tx, under_way.id, 1, 1, Less::default(), None).await.unwrap();
        lanes::free(&mut tx, CHAT).await.unwrap();
        assert_eq!(head(&mut tx, CHAT, now()).await.unwrap().id, under_way.id);
        lanes::move_to(&mut tx, CHAT, OTHER).await.unwrap();
        assert_eq!(head(&mut tx, CHAT, now()).await, None);
        assert_eq!(ready(&mut tx, now()).await, (vec![OTHER], vec![]));
        assert_eq!(sending::in_flight(&mut tx).await.unwrap(), []);
    }

    async fn after_the_clock_went_back_everything_happens_as_long_from_now(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let wrong = days(365);
        let later = wrong + SignedDuration::from_mins(7);
        put_at(&mut tx, message("a"), wrong).await;
        put_at(&mut tx, Outgoing { not_before: Some(later), ..message("held") }, wrong).await;
        put_at(&mut tx, Outgoing { lane: OTHER, ..message("b") }, wrong).await;
        lanes::rest_until(&mut tx, OTHER, wrong + SignedDuration::from_mins(3), wrong).await.unwrap();
        lanes::free(&mut tx, OTHER).await.unwrap();
        lanes::hold_all(&mut tx, wrong + SignedDuration::from_mins(1), wrong).await.unwrap();
        assert_eq!(ready(&mut tx, now()).await, (vec![], vec![]));
        lanes::rebase(&mut tx, now()).await.unwrap();
        assert_eq!(ready(&mut tx, now()).await.0, [CHAT]);
        assert_eq!(drain(&mut tx, at(6)).await, ["a"]);
        assert_eq!(drain(&mut tx, at(7)).await, ["held"]);
        assert_eq!(ready(&mut tx, at(3)).await.0, [CHAT, OTHER]);
        assert_eq!(lanes::held_all_until(&mut tx).await.unwrap(), Some(at(1)));
    }

    async fn a_row_that_makes_no_sense_is_given_up_and_its_lane_goes_on(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        put(&mut tx, message("b")).await;
        tx.commit().await.unwrap();
        db.raw().await.execute("update outbox set class = 'nonsense' where key = 'a'").await.unwrap();
        let mut tx = store.begin_write().await.unwrap();
        let error = sending::head(&mut tx, CHAT, now()).await.unwrap_err();
        let twofold::store::StoreError::Corrupt { table: "outbox", id } = error else { panic!("{error}") };
        sending::dead_letter_corrupt(&mut tx, id, now()).await.unwrap();
        assert_eq!(head_key(&mut tx, now()).await.unwrap(), "b");
    }

    async fn a_later_row_finds_out_what_became_of_the_one_it_names(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for key in ["known", "nameless", "died", "unwanted"] {
            put(&mut tx, message(key)).await;
        }
        put(&mut tx, Outgoing { not_before: Some(at(5)), ..message("held") }).await;
        while let Some(row) = head(&mut tx, CHAT, now()).await {
            match row.about.key.as_str() {
                "died" => sending::dead_letter(&mut tx, row.id, "refused", now()).await.unwrap(),
                "unwanted" => sending::drop_row(&mut tx, row.id, now()).await.unwrap(),
                key => {
                    sending::sent(&mut tx, row.id, now()).await.unwrap();
                    if key == "known" {
                        messages::remember(&mut tx, CHAT, MessageId(77), &row.about, now()).await.unwrap();
                    }
                }
            }
        }
        let mut found = Vec::new();
        for key in ["known", "nameless", "died", "unwanted", "held", "never written"] {
            found.push(sending::earlier(&mut tx, key).await.unwrap());
        }
        assert_eq!(found, [
            Earlier::Message(CHAT, 77),
            Earlier::Lost(about("nameless")),
            Earlier::Lost(about("died")),
            Earlier::Gone,
            Earlier::Waiting(Some(at(5))),
            Earlier::Gone,
        ]);
    }
}

// People who come and go.
contract! {
    async fn a_parked_lane_keeps_what_comes_and_goes_on_with_what_is_owed(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put_at(&mut tx, message("too old"), days(-31)).await;
        put_at(&mut tx, message("old"), days(-29)).await;
        outbox::park(&mut tx, CHAT, days(-29)).await.unwrap();
        put(&mut tx, Outgoing { class: Class::Once, ..message("nudge") }).await;
        put(&mut tx, message("card")).await;
        put(&mut tx, edit("edit of the card", "card")).await;
        put(&mut tx, edit("edit of what is there", "long sent")).await;
        put(&mut tx, edit("edit of the old one", "too old")).await;
        assert_eq!(ready(&mut tx, now()).await, (vec![], vec![]));
        assert_eq!(lanes::next_moment(&mut tx).await.unwrap(), None);

        outbox::unpark(&mut tx, CHAT, now()).await.unwrap();
        assert_eq!(ready(&mut tx, now()).await, (vec![CHAT], vec![]));
        assert_eq!(drain(&mut tx, now()).await, ["old", "card", "edit of the card"]);
    }

    async fn to_unpark_a_lane_that_is_not_parked_changes_nothing(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, Outgoing { class: Class::Once, ..message("nudge") }).await;
        lanes::rest_until(&mut tx, CHAT, at(10), now()).await.unwrap();
        outbox::unpark(&mut tx, CHAT, now()).await.unwrap();
        outbox::unpark(&mut tx, OTHER, now()).await.unwrap();
        lanes::free(&mut tx, CHAT).await.unwrap();
        assert_eq!(ready(&mut tx, at(9)).await, (vec![], vec![]));
        assert_eq!(drain(&mut tx, at(10)).await, ["nudge"]);
    }

    async fn forgotten_words_leave_everything_that_is_not_sent(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let by = |key: &str, class: Class, authors: &[PersonId]| Outgoing {
            class,
            authors: authors.to_vec(),
            ..message(key)
        };
        put(&mut tx, by("under way", Class::Owed, &[BEN])).await;
        let under_way = head(&mut tx, CHAT, now()).await.unwrap();
        sending::mark_sending(&mut tx, &under_way).await.unwrap();
        put(&mut tx, by("dead", Class::Owed, &[BEN])).await;
        let dead = head(&mut tx, CHAT, now()).await.unwrap();
        sending::dead_letter(&mut tx, dead.id, "refused", now()).await.unwrap();
        for row in [
            by("change", Class::Set, &[ANNA, BEN]),
            by("reveal", Class::Owed, &[ANNA, BEN]),
            by("relay", Class::Owed, &[BEN]),
            by("of someone whose number begins alike", Class::Owed, &[PersonId(121), PersonId(1)]),
            message("of nobody"),
        ] {
            put(&mut tx, row).await;
        }

        let blanks = outbox::forget_author(&mut tx, BEN, now()).await.unwrap();
        let mut keys: Vec<_> = blanks.iter().map(|blank| blank.key.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["relay", "reveal"]);
        assert!(blanks.iter().all(|blank| blank.to == ANNA && blank.lane == CHAT));
        assert_eq!(sending::fate(&mut tx, under_way.id, 1).await.unwrap(), Some(Fate::Forgotten));
        assert!(!dead_letters::find(&mut tx, dead.id).await.unwrap().unwrap().has_body);

        let call = Call { method: "sendMessage".into(), params: json!({"chat_id": CHAT.0, "text": "mine alone"}) };
        assert!(outbox::rewrite(&mut tx, "reveal", &call, &[ANNA], &mut rng()).await.unwrap());
        assert!(!outbox::rewrite(&mut tx, "of nobody", &call, &[ANNA], &mut rng()).await.unwrap());
        let mut seen = Vec::new();
        while let Some(row) = head(&mut tx, CHAT, now()).await {
            let text = match &row.body {
                Body::Call(call) => call.params["text"].clone(),
                _ => Value::Null,
            };
            seen.push((row.about.key.clone(), text));
            sending::sent(&mut tx, row.id, now()).await.unwrap();
        }
        assert_eq!(seen, [
            ("reveal".to_owned(), json!("mine alone")),
            ("relay".to_owned(), Value::Null),
            ("of someone whose number begins alike".to_owned(), json!(CANARY)),
            ("of nobody".to_owned(), json!(CANARY)),
        ]);
    }

    async fn everything_for_a_person_can_be_dropped(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        put(&mut tx, Outgoing { to: BEN, ..message("b") }).await;
        outbox::drop_for_person(&mut tx, ANNA, now()).await.unwrap();
        assert_eq!(drain(&mut tx, now()).await, ["b"]);
    }

    async fn finished_rows_go_when_their_keys_can_come_no_more(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put_at(&mut tx, message("owed, long ago"), days(-36)).await;
        drain(&mut tx, days(-36)).await;
        put_at(&mut tx, message("owed"), days(-34)).await;
        put_at(&mut tx, Outgoing { class: Class::Once, ..message("once, long ago") }, days(-34)).await;
        drain(&mut tx, days(-34)).await;
        put(&mut tx, Outgoing { class: Class::Once, ..message("once") }).await;
        drain(&mut tx, now()).await;
        put_at(&mut tx, message("waits"), days(-50)).await;
        outbox::park(&mut tx, OTHER, days(-50)).await.unwrap();
        put_at(&mut tx, Outgoing { lane: OTHER, ..message("waits for nobody") }, days(-31)).await;

        assert_eq!(outbox::drop_old_parked(&mut tx, now()).await.unwrap(), 1);
        assert_eq!(outbox::trim(&mut tx, now(), 1).await.unwrap(), 1);
        assert_eq!(outbox::trim(&mut tx, now(), 100).await.unwrap(), 1);
        assert_eq!(outbox::trim(&mut tx, now(), 100).await.unwrap(), 0);
        assert!(!put(&mut tx, message("owed")).await);
        assert!(!put(&mut tx, message("once")).await);
        assert!(put(&mut tx, message("owed, long ago")).await);
        assert_eq!(drain(&mut tx, now()).await, ["waits", "owed, long ago"]);
        outbox::unpark(&mut tx, OTHER, now()).await.unwrap();
        assert_eq!(head(&mut tx, OTHER, now()).await, None);
    }
}

// Looking from outside.
contract! {
    async fn what_waits_is_counted_by_what_it_waits_for(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        assert!(backlog::pending(&mut tx, now()).await.unwrap().is_quiet());
        for key in ["under way", "ready", "dies"] {
            put(&mut tx, Outgoing { urgency: Urgency::Scheduled, ..message(key) }).await;
        }
        assert_eq!(backlog::scheduled_chats(&mut tx, now(), 10).await.unwrap(), 1);
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        sending::mark_sending(&mut tx, &row).await.unwrap();
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        sending::dead_letter(&mut tx, row.id, "refused", now()).await.unwrap();
        put(&mut tx, Outgoing { not_before: Some(at(1)), ..message("held") }).await;
        put(&mut tx, Outgoing { lane: OTHER, ..message("parked") }).await;
        outbox::park(&mut tx, OTHER, now()).await.unwrap();
        let pending = backlog::pending(&mut tx, now()).await.unwrap();
        let expected = backlog::Pending { ready: 1, held: 1, sending: 1, parked: 1, dead: 1 };
        assert_eq!(pending, expected);
        assert_eq!(backlog::pending(&mut tx, at(1)).await.unwrap().held, 0);
        assert!(!pending.is_quiet());
    }

    async fn dead_letters_are_listed_and_shown_without_their_words_and_queued_again(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, message("a")).await;
        put(&mut tx, message("b")).await;
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        let less = Less { reply: true, entities: true, line: false };
        sending::retry(&mut tx, row.id, 4, 3, less, None).await.unwrap();
        sending::dead_letter(&mut tx, row.id, "refused", now()).await.unwrap();
        lanes::free(&mut tx, CHAT).await.unwrap();
        tx.commit().await.unwrap();

        let list = shown(&store, &OutboxCommand::List).await;
        assert!(list.starts_with("1 ready, 0 under way, 0 held, 0 for people who cannot be reached, 1 given up\n"), "{list}");
        assert!(list.contains(&row.id.to_string()) && list.contains("refused"), "{list}");
        let one = shown(&store, &OutboxCommand::Show { id: row.id }).await;
        assert!(one.contains("sendMessage (owed)") && one.contains("of which 3 may have arrived"), "{one}");
        assert!(!list.contains(CANARY) && !one.contains(CANARY));
        assert_eq!(shown(&store, &OutboxCommand::Show { id: 4 }).await, "there is no dead letter 4");

        let again = OutboxCommand::Requeue { ids: vec![row.id] };
        assert_eq!(shown(&store, &again).await, format!("{} is queued again\n", row.id));
        assert_eq!(shown(&store, &again).await, format!("there is no dead letter {}", row.id));
        let mut tx = store.begin_write().await.unwrap();
        assert_eq!(ready(&mut tx, now()).await, (vec![CHAT], vec![]));
        assert_eq!(head_key(&mut tx, now()).await.unwrap(), "b");
        let b = head(&mut tx, CHAT, now()).await.unwrap();
        sending::sent(&mut tx, b.id, now()).await.unwrap();
        let revived = head(&mut tx, CHAT, now()).await.unwrap();
        assert_eq!((revived.id, revived.tries, revived.doubts, revived.less), (row.id, 0, 0, Less::default()));
    }

    async fn a_dead_letter_whose_words_are_erased_stays_dead(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        put(&mut tx, Outgoing { authors: vec![BEN], ..message("a") }).await;
        let row = head(&mut tx, CHAT, now()).await.unwrap();
        sending::dead_letter(&mut tx, row.id, "refused", now()).await.unwrap();
        outbox::forget_author(&mut tx, BEN, now()).await.unwrap();
        tx.commit().await.unwrap();
        let said = shown(&store, &OutboxCommand::Requeue { ids: vec![row.id] }).await;
        assert!(said.contains("erased"), "{said}");
        assert!(shown(&store, &OutboxCommand::Show { id: row.id }).await.contains("erased"));
    }
}

// The message map.
contract! {
    async fn a_message_leads_to_what_it_carries_and_a_key_to_its_message(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let full = About {
            role: Role::Gift,
            key: "gift:7:1".into(),
            thread: Some(ThreadId(7)),
            seat: Some(Seat::A),
            source: Some((BEN, MessageId(3))),
            part: Some(PartId(9)),
        };
        messages::remember(&mut tx, CHAT, MessageId(100), &full, now()).await.unwrap();
        assert_eq!(messages::by_id(&mut tx, CHAT, MessageId(100)).await.unwrap(), Some(full));
        assert_eq!(messages::by_id(&mut tx, OTHER, MessageId(100)).await.unwrap(), None);
        assert_eq!(messages::id_of(&mut tx, "gift:7:1").await.unwrap(), Some((CHAT, MessageId(100))));
        assert_eq!(messages::id_of(&mut tx, "gift:7:2").await.unwrap(), None);
    }

    async fn every_role_comes_back(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let roles = [
            Role::Card, Role::Reveal, Role::Medium, Role::Gift, Role::Relay, Role::ZoneAsk, Role::Touch, Role::Probe,
            Role::Reflection, Role::Line,
        ];
        for (id, role) in (1..).zip(roles) {
            messages::remember(&mut tx, CHAT, MessageId(id), &About { role, ..about("k") }, now()).await.unwrap();
            assert_eq!(messages::by_id(&mut tx, CHAT, MessageId(id)).await.unwrap().unwrap().role, role);
        }
    }

    async fn of_two_copies_the_later_is_the_one_that_is_changed_and_both_are_known(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(12), &about("card"), now()).await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(11), &about("card"), at(1)).await.unwrap();
        assert_eq!(messages::id_of(&mut tx, "card").await.unwrap(), Some((CHAT, MessageId(12))));
        assert_eq!(messages::by_id(&mut tx, CHAT, MessageId(11)).await.unwrap(), Some(about("card")));
    }

    async fn a_message_that_is_known_keeps_its_name(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(12), &about("card"), now()).await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(12), &about("forged"), now()).await.unwrap();
        assert_eq!(messages::by_id(&mut tx, CHAT, MessageId(12)).await.unwrap(), Some(about("card")));
    }

    async fn age_alone_forgets_no_message_of_a_round(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let of_round = |round: i64| About { thread: Some(ThreadId(round)), ..about("k") };
        messages::remember(&mut tx, CHAT, MessageId(1), &of_round(1), days(-400)).await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(2), &of_round(2), days(-400)).await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(3), &of_round(3), days(-4)).await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(4), &about("line"), days(-400)).await.unwrap();
        messages::remember(&mut tx, CHAT, MessageId(5), &about("line"), days(-4)).await.unwrap();
        assert_eq!(messages::trim(&mut tx, days(-100)).await.unwrap(), 1);
        let mut left = Vec::new();
        for id in 1..=5 {
            if messages::by_id(&mut tx, CHAT, MessageId(id)).await.unwrap().is_some() {
                left.push(id);
            }
        }
        assert_eq!(left, [1, 2, 3, 5]);
    }
}

/// A message to a group, which is a couple's or nobody's.
fn to_group(key: &str, couple: Option<i64>) -> Outgoing {
    let group = InGroup {
        couple: couple.map(CoupleId),
        guard: None,
    };
    Outgoing {
        group: Some(group),
        lane: GROUP,
        ..message(key)
    }
}

fn of_round(role: Role, round: i64, key: &str) -> About {
    About {
        role,
        thread: Some(ThreadId(round)),
        ..about(key)
    }
}

// Groups.
contract! {
    async fn a_line_for_a_group_that_is_nobody_s_home_needs_no_person_s_key(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        assert!(put(&mut tx, to_group("hello", None)).await);
        tx.forget_key(Owner::Person(ANNA)).await.unwrap();
        let head = head(&mut tx, GROUP, now()).await.unwrap();
        assert_eq!(head.group.map(|group| group.couple), Some(None));
        let Body::Call(call) = head.body else { panic!("it does not open") };
        assert_eq!(call.params["text"], CANARY);
    }

    async fn a_reveal_has_not_arrived_as_long_as_one_of_its_messages_has_not(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for (key, role, round) in [("a", Role::Reveal, 7), ("b", Role::Medium, 7), ("c", Role::Card, 8), ("d", Role::Medium, 9)] {
            let row = Outgoing { about: of_round(role, round, key), ..to_group(key, Some(5)) };
            assert!(put(&mut tx, row).await);
        }
        let unsent = |rounds: &[i64]| rounds.iter().map(|round| RoundId(*round)).collect::<Vec<_>>();
        assert_eq!(outbox::unsent_reveals(&mut tx, GROUP).await.unwrap(), unsent(&[7, 9]));
        let first = head(&mut tx, GROUP, now()).await.unwrap();
        sending::sent(&mut tx, first.id, now()).await.unwrap();
        assert_eq!(outbox::unsent_reveals(&mut tx, GROUP).await.unwrap(), unsent(&[7, 9]));
        let second = head(&mut tx, GROUP, now()).await.unwrap();
        sending::sent(&mut tx, second.id, now()).await.unwrap();
        assert_eq!(outbox::unsent_reveals(&mut tx, GROUP).await.unwrap(), unsent(&[9]));
        assert_eq!(outbox::unsent_reveals(&mut tx, CHAT).await.unwrap(), []);
    }

    async fn what_was_opened_in_a_group_is_named_once_with_its_moment_and_nothing_else_is(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        for (chat, id, role) in [
            (GROUP, 1, Role::Card), (GROUP, 2, Role::Reveal), (GROUP, 3, Role::Medium), (GROUP, 4, Role::Line), (CHAT, 5, Role::Reveal),
        ] {
            let about = of_round(role, 7, &format!("k{id}"));
            messages::remember(&mut tx, chat, MessageId(id), &about, at(id)).await.unwrap();
        }
        let opened = messages::take_opened(&mut tx, GROUP).await.unwrap();
        assert_eq!(opened, [(MessageId(2), Role::Reveal, at(2)), (MessageId(3), Role::Medium, at(3))]);
        assert_eq!(messages::take_opened(&mut tx, GROUP).await.unwrap(), []);
        for (chat, id) in [(GROUP, 1), (GROUP, 4), (CHAT, 5)] {
            assert!(messages::by_id(&mut tx, chat, MessageId(id)).await.unwrap().is_some(), "{id}");
        }
    }

    async fn a_group_comes_back_as_it_was_and_those_that_are_lived_in_are_found(db) {
        let store = db.open().await;
        let group = |chat: i64, more: Value| -> Group {
            let mut group = json!({"chat": chat, "since": now()});
            group.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            serde_json::from_value(group).expect("a group")
        };
        let all = [
            group(-30, json!({"first": 11, "hello": "hello:-30:1"})),
            group(-20, json!({"couple": 5, "two": true, "opened": true})),
            group(-10, json!({"couple": 6, "gone": true})),
        ];
        let after = State { groups: all.iter().map(|group| (group.chat, group.clone())).collect(), ..State::default() };
        let mut tx = store.begin_write().await.unwrap();
        groups::save(&mut tx, &State::default(), &after).await.unwrap();
        let mut found = State::default();
        for group in &all {
            groups::load(&mut tx, group.chat, &mut found).await.unwrap();
        }
        assert_eq!(found.groups, after.groups);
        let some = groups::page_after(&mut tx, None, 2).await.unwrap();
        assert_eq!(some, [(ChatId(-30), false), (ChatId(-20), true)]);
        let rest = groups::page_after(&mut tx, Some(ChatId(-20)), 2).await.unwrap();
        assert_eq!(rest, [(ChatId(-10), false)]);
        // One that is forgotten is gone, and the others stay.
        let mut fewer = after.clone();
        fewer.groups.remove(&ChatId(-30));
        groups::save(&mut tx, &after, &fewer).await.unwrap();
        assert_eq!(groups::page_after(&mut tx, None, 9).await.unwrap().len(), 2);
    }
}
