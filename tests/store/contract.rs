//! What the store promises, on SQLite and on Postgres alike.

use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use sqlx::{AssertSqlSafe, Executor as _, Row as _, SqlSafeStr as _};

use crate::common::{BOT_ID, TestDb, contract, rng};
use twofold::core::model::deck::Kept;
use twofold::core::model::ids::{
    CoupleId, PartId, PersonId, QuestionId, ReflectionId, RoundId, Seat,
};
use twofold::core::model::reflection::{Felt, Reflection};
use twofold::core::model::state::State;
use twofold::core::model::words::{Text, Words};
use twofold::library::{FeelingId, PromptId};
use twofold::store::{
    self, OpenError, Options, Owner, Place, SealKey, Store, StoreError, deck, intake, reflections,
};

const ANNA: Owner = Owner::Person(PersonId(11));
const BEN: Owner = Owner::Person(PersonId(12));
const HERE: Place = Place {
    table: "meta",
    column: "value",
    row: 1,
};
/// Longer than anything a test would otherwise do; a wait that reaches it has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// What may be looked at whole: unfinished calls when the clock was set back, somebody is forgotten or an operator asks; those
/// given up; chats when the clock was set back; any one key; and what was counted up to a limit.
const SMALL: [&str; 5] = [
    "outbox_open_person",
    "outbox_dead",
    "SCAN lane",
    "SCAN sealing_key",
    "SCAN due",
];

fn now() -> Timestamp {
    "2026-11-22T20:30:00Z".parse().expect("a time")
}

async fn new_key(store: &Store, owner: Owner) -> Arc<SealKey> {
    let mut tx = store.begin_write().await.unwrap();
    let key = tx.key_or_new(owner, &mut rng()).await.unwrap();
    tx.commit().await.unwrap();
    key
}

async fn offset(store: &Store) -> Option<i64> {
    let mut read = store.read().await.unwrap();
    intake::next_offset(&mut read).await.unwrap()
}

async fn set_offset(store: &Store, offset: i64) {
    let mut tx = store.begin_write().await.unwrap();
    intake::set_next_offset(&mut tx, offset).await.unwrap();
    tx.commit().await.unwrap();
}

// Transactions.
contract! {
    async fn every_statement_of_the_store_is_understood(db) {
        db.open().await.close().await;
        let mut raw = db.raw().await;
        let statements = store::statements(db.engine);
        assert!(!statements.is_empty());
        for sql in statements {
            let prepared = (&mut raw).prepare(AssertSqlSafe(sql).into_sql_str()).await;
            assert!(prepared.is_ok(), "{sql}\n{:?}", prepared.err());
        }
    }

    on sqlite: async fn no_statement_looks_at_a_whole_table(db) {
        db.open().await.close().await;
        let mut raw = db.raw().await;
        for sql in store::statements(db.engine) {
            let plan = AssertSqlSafe(format!("explain query plan {sql}"));
            let steps = sqlx::raw_sql(plan).fetch_all(&mut raw).await.unwrap();
            for step in steps {
                let step: String = step.get("detail");
                let is_small = SMALL.iter().any(|small| step.contains(small));
                assert!(!step.starts_with("SCAN ") || is_small, "{step}: {sql}");
            }
        }
    }

    async fn a_statement_that_is_not_sql_is_not_understood(db) {
        db.open().await.close().await;
        let mut raw = db.raw().await;
        assert!((&mut raw).prepare("select nothing from nowhere".into_sql_str()).await.is_err());
    }

    async fn what_is_committed_is_there_after_a_restart(db) {
        let store = db.open().await;
        assert_eq!(offset(&store).await, None);
        set_offset(&store, 77).await;
        assert_eq!(offset(&store).await, Some(77));
        store.close().await;
        let store = db.open().await;
        assert_eq!(offset(&store).await, Some(77));
    }

    async fn a_transaction_that_is_dropped_changed_nothing(db) {
        let store = db.open().await;
        set_offset(&store, 1).await;
        let mut tx = store.begin_write().await.unwrap();
        intake::set_next_offset(&mut tx, 2).await.unwrap();
        drop(tx);
        let mut tx = store.begin_write().await.unwrap();
        intake::set_next_offset(&mut tx, 3).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(offset(&store).await, Some(1));
        set_offset(&store, 4).await;
        assert_eq!(offset(&store).await, Some(4));
    }

    async fn a_turn_that_panics_leaves_the_writer_to_the_next(db) {
        let store = db.open().await;
        let other = store.clone();
        let ended = tokio::spawn(async move {
            let mut tx = other.begin_write().await.unwrap();
            intake::set_next_offset(&mut tx, 2).await.unwrap();
            panic!("on purpose");
        }).await;
        assert!(ended.unwrap_err().is_panic());
        assert_eq!(offset(&store).await, None);
        set_offset(&store, 3).await;
        assert_eq!(offset(&store).await, Some(3));
    }

    async fn one_update_of_a_batch_is_undone_alone(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();

        tx.savepoint().await.unwrap();
        assert!(intake::mark_applied(&mut tx, 1, now()).await.unwrap());
        tx.release().await.unwrap();

        tx.savepoint().await.unwrap();
        assert!(intake::mark_applied(&mut tx, 2, now()).await.unwrap());
        tx.rollback_to().await.unwrap();

        tx.savepoint().await.unwrap();
        assert!(intake::mark_applied(&mut tx, 3, now()).await.unwrap());
        tx.release().await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = store.begin_write().await.unwrap();
        assert!(!intake::mark_applied(&mut tx, 1, now()).await.unwrap());
        assert!(intake::mark_applied(&mut tx, 2, now()).await.unwrap());
        assert!(!intake::mark_applied(&mut tx, 3, now()).await.unwrap());
    }

    async fn a_batch_goes_on_after_a_statement_failed_inside_a_savepoint(db) {
        let store = db.open().await;
        db.raw().await.execute("alter table applied_update rename to elsewhere").await.unwrap();
        let mut tx = store.begin_write().await.unwrap();
        intake::set_next_offset(&mut tx, 5).await.unwrap();
        tx.savepoint().await.unwrap();
        intake::set_next_offset(&mut tx, 6).await.unwrap();
        let error = intake::mark_applied(&mut tx, 1, now()).await.unwrap_err();
        assert!(matches!(error, StoreError::Database(_)) && !error.is_corrupt());
        tx.rollback_to().await.unwrap();
        assert_eq!(intake::next_offset(&mut tx).await.unwrap(), Some(5));
        tx.commit().await.unwrap();
        assert_eq!(offset(&store).await, Some(5));
    }

    async fn savepoints_nest(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        tx.savepoint().await.unwrap();
        intake::set_next_offset(&mut tx, 1).await.unwrap();
        let kept = tx.key_or_new(ANNA, &mut rng()).await.unwrap();
        tx.savepoint().await.unwrap();
        intake::set_next_offset(&mut tx, 2).await.unwrap();
        tx.key_or_new(BEN, &mut rng()).await.unwrap();
        tx.rollback_to().await.unwrap();
        assert_eq!(intake::next_offset(&mut tx).await.unwrap(), Some(1));
        assert!(Arc::ptr_eq(&kept, &tx.key(ANNA).await.unwrap().unwrap()));
        assert!(tx.key(BEN).await.unwrap().is_none());
        tx.rollback_to().await.unwrap();
        assert_eq!(intake::next_offset(&mut tx).await.unwrap(), None);
        assert!(tx.key(ANNA).await.unwrap().is_none());
        // None is left.
        assert!(tx.release().await.is_err());
    }

    async fn many_who_read_and_then_write_take_turns_and_none_is_lost(db) {
        let store = db.open().await;
        set_offset(&store, 0).await;
        let tasks: Vec<_> = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    let mut tx = store.begin_write().await.unwrap();
                    let before = intake::next_offset(&mut tx).await.unwrap().unwrap();
                    intake::set_next_offset(&mut tx, before + 1).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(offset(&store).await, Some(200));
    }

    async fn a_snapshot_neither_waits_for_a_writer_nor_sees_what_came_after_it(db) {
        let store = db.open().await;
        set_offset(&store, 1).await;
        let mut read = store.read().await.unwrap();
        assert_eq!(intake::next_offset(&mut read).await.unwrap(), Some(1));

        let mut tx = store.begin_write().await.unwrap();
        intake::set_next_offset(&mut tx, 2).await.unwrap();
        assert_eq!(offset(&store).await, Some(1));
        tx.commit().await.unwrap();

        assert_eq!(intake::next_offset(&mut read).await.unwrap(), Some(1));
        assert_eq!(offset(&store).await, Some(2));
    }

    on sqlite: async fn an_open_turn_keeps_every_other_writer_of_the_file_out(db) {
        let store = db.open().await;
        let mut raw = db.raw().await;
        raw.execute("pragma busy_timeout = 0").await.unwrap();
        let tx = store.begin_write().await.unwrap();
        let refused = raw.execute("begin immediate").await;
        assert!(refused.unwrap_err().to_string().contains("locked"));
        tx.commit().await.unwrap();
        raw.execute("begin immediate").await.unwrap();
    }

    on postgres: async fn an_error_carries_no_value(db) {
        let mut raw = db.raw().await;
        let error = sqlx::query("select cast('canary' || $1 as bigint)")
            .bind("kiwi")
            .fetch_one(&mut raw).await.err().unwrap();
        assert!(format!("{error}").contains("canarykiwi"), "the driver quotes it: {error}");
        let error = StoreError::from(error);
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");

        raw.execute("create table love (word text primary key)").await.unwrap();
        raw.execute("insert into love values ('canarykiwi')").await.unwrap();
        let error = raw.execute("insert into love values ('canarykiwi')").await.unwrap_err();
        assert!(format!("{error:?}").contains("canarykiwi"), "the driver quotes it: {error:?}");
        let error = StoreError::from(error);
        assert!(error.is_unique_violation());
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}

// Questions of people's own.
contract! {
    async fn a_question_is_read_as_it_was_asked_and_stands_sealed(db) {
        let store = db.open().await;
        let words = Text {
            text: "Which canarysong is us?".into(),
            entities: vec![serde_json::json!({"type": "bold", "offset": 6, "length": 6})],
        };
        let asked = |round| deck::AskedAs {
            round: RoundId(round),
            question: QuestionId(5),
            couple: CoupleId(1),
            author: PersonId(11),
        };
        let mut tx = store.begin_write().await.unwrap();
        deck::put_question(&mut tx, asked(1), &words, now(), &mut rng()).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(deck::question(&mut read, RoundId(1)).await.unwrap(), Some((PersonId(11), words.clone())));
        assert_eq!(deck::question(&mut read, RoundId(2)).await.unwrap(), None);
        assert_eq!(deck::rounds_of(&mut read, CoupleId(1), PersonId(11)).await.unwrap(), [RoundId(1)]);
        assert_eq!(deck::rounds_of(&mut read, CoupleId(1), PersonId(12)).await.unwrap(), []);
        drop(read);
        let mut raw = db.raw().await;
        let sealed: String = sqlx::query_scalar("select words from question").fetch_one(&mut raw).await.unwrap();
        assert!(!sealed.contains("canary"));
        // Sealed words are bound to their row.
        sqlx::query("insert into question (round, question, couple, author, asked_at, words) \
            select 9, question, couple, author, asked_at, words from question").execute(&mut raw).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert!(deck::question(&mut read, RoundId(9)).await.unwrap_err().is_corrupt());
    }

    async fn what_is_kept_is_asked_again_as_it_was_reworded_and_else_as_it_was_asked_last(db) {
        let store = db.open().await;
        let text = |text: &str| Text::plain(text);
        let kept = Kept { question: QuestionId(5), by: PersonId(11) };
        let mut tx = store.begin_write().await.unwrap();
        for (round, hours, words) in [(3, 1, "the first"), (2, 2, "the second")] {
            let of = deck::AskedAs { round: RoundId(round), question: QuestionId(5), couple: CoupleId(1), author: PersonId(11) };
            deck::put_question(&mut tx, of, &text(words), now() + hours.hours(), &mut rng()).await.unwrap();
        }
        let said = |found: Option<(PersonId, Text)>| found.map(|(_, words)| words.text);
        assert_eq!(said(deck::words_of(&mut tx, QuestionId(5)).await.unwrap()).as_deref(), Some("the second"));
        for words in ["kept", "kept again"] {
            deck::keep(&mut tx, CoupleId(1), kept, &text(words), now(), &mut rng()).await.unwrap();
        }
        assert_eq!(said(deck::words_of(&mut tx, QuestionId(5)).await.unwrap()).as_deref(), Some("kept"));
        deck::reword(&mut tx, kept, &text("reworded"), &mut rng()).await.unwrap();
        assert_eq!(said(deck::kept(&mut tx, QuestionId(5)).await.unwrap()).as_deref(), Some("reworded"));
        assert_eq!(said(deck::question(&mut tx, RoundId(2)).await.unwrap()).as_deref(), Some("the second"));
        deck::drop_kept(&mut tx, QuestionId(5)).await.unwrap();
        deck::drop_question(&mut tx, RoundId(2)).await.unwrap();
        assert_eq!(said(deck::words_of(&mut tx, QuestionId(5)).await.unwrap()).as_deref(), Some("the first"));
        deck::drop_question(&mut tx, RoundId(3)).await.unwrap();
        assert_eq!(deck::words_of(&mut tx, QuestionId(5)).await.unwrap(), None);
    }

    async fn a_deck_is_one_couples_in_the_order_of_keeping_and_each_ones_part_goes_alone(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let rows = [(7, 1, 11, 3), (8, 1, 12, 1), (9, 1, 11, 2), (6, 2, 11, 0)];
        for (question, couple, by, hours) in rows {
            let kept = Kept { question: QuestionId(question), by: PersonId(by) };
            let at = now() + i64::from(hours).hours();
            deck::keep(&mut tx, CoupleId(couple), kept, &Text::plain("words"), at, &mut rng()).await.unwrap();
        }
        let mut state = State::default();
        deck::load_deck(&mut tx, CoupleId(1), &mut state).await.unwrap();
        let order: Vec<i64> = state.decks[&CoupleId(1)].iter().map(|kept| kept.question.0).collect();
        assert_eq!(order, [8, 9, 7]);
        deck::drop_deck(&mut tx, CoupleId(1), PersonId(11)).await.unwrap();
        deck::load_deck(&mut tx, CoupleId(1), &mut state).await.unwrap();
        assert_eq!(state.decks[&CoupleId(1)], [Kept { question: QuestionId(8), by: PersonId(12) }]);
        deck::load_deck(&mut tx, CoupleId(2), &mut state).await.unwrap();
        assert_eq!(state.decks[&CoupleId(2)].len(), 1, "another couple's stays");
    }

    async fn a_mark_is_there_once_and_one_on_a_question_that_is_gone_is_left_out(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let prompt = PromptId::parse("gratitude-0001").unwrap();
        let gone = PromptId::own(5);
        for (who, prompt, on) in [(11, &prompt, true), (11, &prompt, true), (12, &prompt, true), (12, &prompt, false), (11, &gone, true)] {
            deck::mark(&mut tx, CoupleId(1), PersonId(who), prompt, on).await.unwrap();
        }
        deck::mark(&mut tx, CoupleId(2), PersonId(12), &prompt, true).await.unwrap();
        let mut state = State::default();
        deck::load_favourites(&mut tx, CoupleId(1), &mut state).await.unwrap();
        assert_eq!(state.favourites[&CoupleId(1)], [(PersonId(11), prompt.clone())].into());
        let of = deck::AskedAs { round: RoundId(1), question: QuestionId(5), couple: CoupleId(1), author: PersonId(11) };
        deck::put_question(&mut tx, of, &Text::plain("words"), now(), &mut rng()).await.unwrap();
        deck::load_favourites(&mut tx, CoupleId(1), &mut state).await.unwrap();
        assert_eq!(state.favourites[&CoupleId(1)].len(), 2);
    }
}

// Updates.
contract! {
    async fn an_update_is_applied_once(db) {
        let store = db.open().await;
        for first in [true, false, false] {
            let mut tx = store.begin_write().await.unwrap();
            assert_eq!(intake::mark_applied(&mut tx, 900, now()).await.unwrap(), first);
            tx.commit().await.unwrap();
        }
    }

    async fn an_update_in_hand_is_counted_until_it_is_applied(db) {
        for hands in 1..=3 {
            let store = db.open().await;
            let mut tx = store.begin_write().await.unwrap();
            assert_eq!(intake::begin_attempt(&mut tx, 900).await.unwrap(), hands);
            tx.commit().await.unwrap();
            store.close().await;
        }
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        assert!(intake::mark_applied(&mut tx, 900, now()).await.unwrap());
        assert!(!intake::mark_applied(&mut tx, 900, now()).await.unwrap());
    }

    async fn old_updates_are_forgotten_and_those_in_hand_are_not(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let (old, new) = (now(), now() + 49.hours());
        intake::mark_applied(&mut tx, 1, old).await.unwrap();
        intake::mark_applied(&mut tx, 2, new).await.unwrap();
        intake::begin_attempt(&mut tx, 3).await.unwrap();
        assert_eq!(intake::prune(&mut tx, new - 48.hours()).await.unwrap(), 1);
        assert!(intake::mark_applied(&mut tx, 1, new).await.unwrap());
        assert!(!intake::mark_applied(&mut tx, 2, new).await.unwrap());
        assert_eq!(intake::begin_attempt(&mut tx, 3).await.unwrap(), 2);
    }

    async fn a_process_knows_how_the_one_before_it_ended(db) {
        for (clean_before, ends_cleanly) in [(true, true), (true, false), (false, false), (false, true), (true, true)] {
            let store = db.open().await;
            let mut tx = store.begin_write().await.unwrap();
            assert_eq!(intake::begin_run(&mut tx).await.unwrap(), clean_before);
            if ends_cleanly {
                intake::end_run(&mut tx).await.unwrap();
            }
            tx.commit().await.unwrap();
            store.close().await;
        }
    }
}

// Keys.
contract! {
    async fn a_key_survives_a_restart(db) {
        let store = db.open().await;
        let sealed = new_key(&store, ANNA).await.seal(HERE, b"hello", &mut rng()).unwrap();
        store.close().await;

        let store = db.open().await;
        let mut read = store.read().await.unwrap();
        let key = read.key(ANNA).await.unwrap().unwrap();
        assert_eq!(key.open(HERE, &sealed).unwrap(), b"hello");
    }

    async fn each_owner_has_a_key_of_their_own(db) {
        let store = db.open().await;
        // The same number, as a person and as a couple.
        let couple = Owner::Couple(CoupleId(11));
        let sealed = new_key(&store, ANNA).await.seal(HERE, b"hello", &mut rng()).unwrap();
        for other in [BEN, couple, Owner::System] {
            assert!(store.read().await.unwrap().key(other).await.unwrap().is_none());
            let key = new_key(&store, other).await;
            assert!(key.open(HERE, &sealed).is_err());
        }
        store.close().await;
        let store = db.open().await;
        let mut read = store.read().await.unwrap();
        for owner in [BEN, couple, Owner::System] {
            assert!(read.key(owner).await.unwrap().is_some());
        }
    }

    async fn a_key_of_a_transaction_that_came_to_nothing_is_never_used_again(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let lost = tx.key_or_new(ANNA, &mut rng()).await.unwrap();
        drop(tx);
        assert!(store.read().await.unwrap().key(ANNA).await.unwrap().is_none());

        let mut tx = store.begin_write().await.unwrap();
        tx.savepoint().await.unwrap();
        let lost_too = tx.key_or_new(ANNA, &mut rng()).await.unwrap();
        assert!(Arc::ptr_eq(&lost_too, &tx.key(ANNA).await.unwrap().unwrap()));
        tx.rollback_to().await.unwrap();
        assert!(tx.key(ANNA).await.unwrap().is_none());
        let kept = tx.key_or_new(ANNA, &mut rng()).await.unwrap();
        tx.commit().await.unwrap();

        let sealed = kept.seal(HERE, b"hello", &mut rng()).unwrap();
        assert!(lost.open(HERE, &sealed).is_err());
        assert!(lost_too.open(HERE, &sealed).is_err());
        store.close().await;
        let key = db.open().await.read().await.unwrap().key(ANNA).await.unwrap().unwrap();
        assert_eq!(key.open(HERE, &sealed).unwrap(), b"hello");
    }

    async fn forgetting_a_key_makes_what_it_sealed_unreadable(db) {
        let store = db.open().await;
        let sealed = new_key(&store, ANNA).await.seal(HERE, b"hello", &mut rng()).unwrap();
        let ben = new_key(&store, BEN).await.seal(HERE, b"mine", &mut rng()).unwrap();

        let mut tx = store.begin_write().await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        assert!(tx.key(ANNA).await.unwrap().is_none());
        tx.commit().await.unwrap();
        assert!(store.read().await.unwrap().key(ANNA).await.unwrap().is_none());

        let again = new_key(&store, ANNA).await;
        assert!(again.open(HERE, &sealed).unwrap_err().is_corrupt());
        let sealed_again = again.seal(HERE, b"back", &mut rng()).unwrap();
        store.close().await;

        let store = db.open().await;
        let mut read = store.read().await.unwrap();
        let again = read.key(ANNA).await.unwrap().unwrap();
        assert!(again.open(HERE, &sealed).is_err());
        assert_eq!(again.open(HERE, &sealed_again).unwrap(), b"back");
        assert_eq!(read.key(BEN).await.unwrap().unwrap().open(HERE, &ben).unwrap(), b"mine");
    }

    async fn a_forgetting_that_came_to_nothing_forgets_nothing(db) {
        let store = db.open().await;
        let sealed = new_key(&store, ANNA).await.seal(HERE, b"hello", &mut rng()).unwrap();
        let mut tx = store.begin_write().await.unwrap();
        tx.savepoint().await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        tx.rollback_to().await.unwrap();
        let key = tx.key(ANNA).await.unwrap().unwrap();
        assert_eq!(key.open(HERE, &sealed).unwrap(), b"hello");
        tx.forget_key(ANNA).await.unwrap();
        drop(tx);
        let key = store.read().await.unwrap().key(ANNA).await.unwrap().unwrap();
        assert_eq!(key.open(HERE, &sealed).unwrap(), b"hello");
    }

    async fn a_key_made_and_forgotten_in_one_transaction_is_gone(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let made = tx.key_or_new(ANNA, &mut rng()).await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        tx.commit().await.unwrap();
        let sealed = new_key(&store, ANNA).await.seal(HERE, b"hello", &mut rng()).unwrap();
        assert!(made.open(HERE, &sealed).is_err());
        store.close().await;
        let key = db.open().await.read().await.unwrap().key(ANNA).await.unwrap().unwrap();
        assert_eq!(key.open(HERE, &sealed).unwrap(), b"hello");
    }

    async fn whether_or_not_an_unheard_commit_happened_no_key_is_used_that_is_not_stored(db) {
        for _ in 0..10 {
            let store = db.open().await;
            new_key(&store, ANNA).await;
            let mut tx = store.begin_write().await.unwrap();
            tx.forget_key(ANNA).await.unwrap();
            tx.key_or_new(BEN, &mut rng()).await.unwrap();
            // The commit is begun and never waited for.
            let unheard = tokio::time::timeout(Duration::ZERO, tx.commit()).await;
            drop(unheard);

            let mut tx = store.begin_write().await.unwrap();
            let mut used = Vec::new();
            for owner in [ANNA, BEN] {
                let key = tx.key_or_new(owner, &mut rng()).await.unwrap();
                used.push(key.seal(HERE, b"hello", &mut rng()).unwrap());
            }
            tx.commit().await.unwrap();
            store.close().await;
            let store = db.open().await;
            let mut read = store.read().await.unwrap();
            for (owner, sealed) in [ANNA, BEN].into_iter().zip(used) {
                let stored = read.key(owner).await.unwrap().unwrap();
                assert_eq!(stored.open(HERE, &sealed).unwrap(), b"hello");
            }
            drop(read);
            store.close().await;
        }
    }

    async fn a_reader_with_an_old_snapshot_does_not_bring_a_forgotten_key_back(db) {
        let store = db.open().await;
        let sealed = new_key(&store, ANNA).await.seal(HERE, b"hello", &mut rng()).unwrap();
        let mut old = store.read().await.unwrap();
        intake::next_offset(&mut old).await.unwrap();

        let mut tx = store.begin_write().await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        tx.commit().await.unwrap();
        assert!(old.key(ANNA).await.unwrap().is_some());

        let again = new_key(&store, ANNA).await;
        assert!(again.open(HERE, &sealed).is_err());
    }

    async fn a_wrapped_key_moved_to_another_owner_does_not_open(db) {
        let store = db.open().await;
        new_key(&store, ANNA).await;
        store.close().await;
        db.raw().await.execute("update sealing_key set owner = 12").await.unwrap();
        let store = db.open().await;
        let error = store.read().await.unwrap().key(BEN).await.unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { table: "sealing_key", id: 12 }));
    }
}

// The key file.
contract! {
    async fn a_first_start_makes_a_key_file_that_only_its_owner_reads(db) {
        db.open().await.close().await;
        let key = std::fs::read_to_string(db.key_file()).unwrap();
        assert_eq!(key.trim().len(), 64);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(db.key_file()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    async fn a_missing_key_file_beside_people_is_refused_and_none_is_made(db) {
        let store = db.open().await;
        new_key(&store, ANNA).await;
        store.close().await;
        std::fs::remove_file(db.key_file()).unwrap();
        let error = db.try_open().await.err().unwrap();
        assert!(matches!(&error, OpenError::KeyMissing { path } if *path == db.key_file()));
        assert!(!db.key_file().exists());
    }

    async fn a_missing_key_file_beside_nobody_is_made_again(db) {
        db.open().await.close().await;
        std::fs::remove_file(db.key_file()).unwrap();
        let store = db.open().await;
        new_key(&store, ANNA).await;
        store.close().await;
        db.open().await;
    }

    async fn another_key_file_is_refused(db) {
        let store = db.open().await;
        new_key(&store, ANNA).await;
        store.close().await;
        std::fs::write(db.key_file(), "ab".repeat(32)).unwrap();
        let error = db.try_open().await.err().unwrap();
        assert!(matches!(error, OpenError::KeyWrong { .. }), "{error}");
        std::fs::write(db.key_file(), "not a key").unwrap();
        let error = db.try_open().await.err().unwrap();
        assert!(matches!(error, OpenError::KeyMalformed { .. }), "{error}");
    }
}

// Reflections.
contract! {
    async fn a_reflection_comes_back_as_it_was_with_what_was_tapped_sealed_apart(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let mut reflection = reflection(7, Some(1));
        let id = reflection.id;
        let felt = std::collections::BTreeSet::from([FeelingId::parse("lonely").unwrap()]);
        let of = |part| reflections::WordsOf {
            part: PartId(part), reflection: id, seat: Seat::A, author: PersonId(11),
        };
        reflections::put_words(&mut tx, of(1), &felt, &mut rng()).await.unwrap();
        reflection.sides[0].written[0].felt = Some(Felt { id: PartId(1), what: Some(felt) });
        reflections::put(&mut tx, &reflection, None).await.unwrap();
        let mut state = State::default();
        reflections::load(&mut tx, id, &mut state).await.unwrap();
        assert_eq!(state.reflections[&id], reflection);
        // The document itself says nothing of it.
        let mut raw = sqlx::Row::get::<String, _>(
            &{ tx.commit().await.unwrap(); db.raw().await.fetch_one("select doc from reflection").await.unwrap() }, 0);
        raw.make_ascii_lowercase();
        assert!(!raw.contains("lonely"));
        // Destroyed, it is empty rather than wrong.
        let mut tx = store.begin_write().await.unwrap();
        reflections::drop_words(&mut tx, &[PartId(1)]).await.unwrap();
        let mut state = State::default();
        reflections::load(&mut tx, id, &mut state).await.unwrap();
        let felt = state.reflections[&id].sides[0].written[0].felt.as_ref().unwrap();
        assert_eq!(felt.what, None);
        // One that is not there is none.
        reflections::load(&mut tx, ReflectionId(99), &mut state).await.unwrap();
        assert_eq!(state.reflections.len(), 1);
    }

    async fn words_of_a_reflection_open_for_their_seat_and_their_step_only(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let of = |part, seat, author| reflections::WordsOf {
            part: PartId(part), reflection: ReflectionId(7), seat, author: PersonId(author),
        };
        for (part, seat, author, words) in
            [(1, Seat::A, 11, "hers"), (2, Seat::A, 11, "hers too"), (3, Seat::B, 12, "his")]
        {
            reflections::put_words(&mut tx, of(part, seat, author), &Words::text(words), &mut rng()).await.unwrap();
        }
        reflections::put_words(&mut tx, of(1, Seat::A, 11), &Words::text("changed"), &mut rng()).await.unwrap();
        let some = reflections::words(&mut tx, ReflectionId(7), Seat::A, &[PartId(1), PartId(3)]).await.unwrap();
        assert_eq!(some.keys().copied().collect::<Vec<_>>(), [PartId(1)]);
        assert_eq!(some[&PartId(1)], Words::text("changed"));
        let other = reflections::words(&mut tx, ReflectionId(8), Seat::A, &[PartId(1)]).await.unwrap();
        assert!(other.is_empty());
        reflections::drop_words(&mut tx, &[PartId(1), PartId(2)]).await.unwrap();
        let gone = reflections::words(&mut tx, ReflectionId(7), Seat::A, &[PartId(1), PartId(2)]).await.unwrap();
        assert!(gone.is_empty());
        tx.forget_key(Owner::Person(PersonId(12))).await.unwrap();
        let unreadable = reflections::words(&mut tx, ReflectionId(7), Seat::B, &[PartId(3)]).await;
        assert!(unreadable.unwrap_err().is_corrupt());
    }

    async fn only_what_is_done_alone_has_a_moment_of_its_own(db) {
        let store = db.open().await;
        let mut tx = store.begin_write().await.unwrap();
        let at = |hours: i64| now() + hours.hours();
        reflections::put(&mut tx, &reflection(1, None), Some(at(1))).await.unwrap();
        reflections::put(&mut tx, &reflection(2, None), Some(at(2))).await.unwrap();
        reflections::put(&mut tx, &reflection(3, Some(1)), None).await.unwrap();
        assert_eq!(reflections::first_due(&mut tx).await.unwrap(), Some(at(1)));
        assert_eq!(reflections::due(&mut tx, at(1), 9).await.unwrap(), [ReflectionId(1)]);
        assert_eq!(reflections::due(&mut tx, at(3), 9).await.unwrap(), [ReflectionId(1), ReflectionId(2)]);
        assert_eq!(reflections::due(&mut tx, at(3), 1).await.unwrap(), [ReflectionId(1)]);
        assert!(reflections::is_due(&mut tx, ReflectionId(1), at(1)).await.unwrap());
        reflections::set_due(&mut tx, ReflectionId(1), at(5)).await.unwrap();
        assert!(!reflections::is_due(&mut tx, ReflectionId(1), at(4)).await.unwrap());
        reflections::reset_due_after(&mut tx, at(4), now()).await.unwrap();
        assert!(reflections::is_due(&mut tx, ReflectionId(1), now()).await.unwrap());
        assert!(!reflections::is_due(&mut tx, ReflectionId(2), now()).await.unwrap());
    }
}

/// One of two steps, which somebody is writing.
fn reflection(id: i64, couple: Option<i64>) -> Reflection {
    let side = serde_json::json!({
        "place": "overview", "away": false, "cards": 1, "below": false, "written": [{}, {}],
        "sealed_at": null, "earlier": false, "keep": null, "asked": false, "now": null, "gone": false,
    });
    let step = |id: &str| serde_json::json!({"id": id, "offered": false, "taps": id == "felt"});
    let document = serde_json::json!({
        "id": id, "flavour": "argument", "couple": couple, "people": [11, couple.map(|_| 12)],
        "asked_by": "A", "phase": "writing", "last_at": now(), "steps": [step("felt"), step("happened")],
        "sides": [side, side],
    });
    serde_json::from_value(document).expect("a reflection")
}

// One process a token.
contract! {
    async fn a_second_process_stands_by_and_takes_over(db) {
        let first = db.open().await;
        set_offset(&first, 5).await;
        let options = db.options();
        let mut second = tokio::spawn(async move { Store::open(&options, &mut rng()).await });
        let early = tokio::time::timeout(Duration::from_millis(1500), &mut second).await;
        assert!(early.is_err(), "it did not wait");
        set_offset(&first, 6).await;
        first.close().await;
        let second = tokio::time::timeout(PATIENCE, second).await.expect("it takes over").unwrap().unwrap();
        assert_eq!(offset(&second).await, Some(6));
        set_offset(&second, 7).await;
    }

    on sqlite: async fn a_second_process_by_another_name_of_the_file_stands_by_too(db) {
        let _first = db.open().await;
        let other = db.folder().join("other.db");
        std::os::unix::fs::symlink(db.folder().join("twofold.db"), &other).unwrap();
        let options = Options { url: format!("sqlite://{}", other.display()), ..db.options() };
        let mut rng = rng();
        let second = Store::open(&options, &mut rng);
        assert!(tokio::time::timeout(Duration::from_millis(1500), second).await.is_err());
    }

    async fn a_process_that_just_goes_leaves_the_database_to_the_next(db) {
        let first = db.open().await;
        let tx = first.begin_write().await.unwrap();
        drop(tx);
        drop(first);
        let second = tokio::time::timeout(PATIENCE, db.open()).await.expect("it takes over");
        set_offset(&second, 1).await;
    }

    async fn the_database_of_another_bot_is_refused_and_left_as_it_is(db) {
        let store = db.open().await;
        set_offset(&store, 5).await;
        store.close().await;
        let stranger = Options { bot_id: BOT_ID + 1, ..db.options() };
        let error = Store::open(&stranger, &mut rng()).await.err().unwrap();
        assert!(matches!(error, OpenError::AnotherBot { owner: BOT_ID }), "{error}");
        assert_eq!(offset(&db.open().await).await, Some(5));
    }

    on postgres: async fn a_process_whose_epoch_was_taken_writes_nothing_more(db) {
        let store = db.open().await;
        set_offset(&store, 5).await;
        db.raw().await.execute("update lease set epoch = epoch + 1").await.unwrap();
        assert!(matches!(store.begin_write().await, Err(StoreError::LeaseLost)));
        // It stays so, and whoever watches hears of it.
        assert!(matches!(store.begin_write().await, Err(StoreError::LeaseLost)));
        let heard = tokio::time::timeout(PATIENCE, store.lost()).await;
        assert!(matches!(heard, Ok(StoreError::LeaseLost)));
        assert_eq!(offset(&store).await, Some(5));
    }

    on postgres: async fn a_process_whose_lock_is_cut_off_hears_of_it_and_another_takes_over(db) {
        let store = db.open().await;
        let mut raw = db.raw().await;
        raw.execute(
            "select cast(count(pg_terminate_backend(pid)) as bigint) from pg_locks \
             where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
        ).await.unwrap();
        let heard = tokio::time::timeout(PATIENCE, store.lost()).await;
        assert!(matches!(heard, Ok(StoreError::LeaseLost)));
        assert!(matches!(store.begin_write().await, Err(StoreError::LeaseLost)));
        let next = tokio::time::timeout(PATIENCE, db.open()).await.expect("it takes over");
        set_offset(&next, 1).await;
    }

    async fn a_process_that_holds_the_database_is_not_told_otherwise(db) {
        let store = db.open().await;
        let told = tokio::time::timeout(Duration::from_secs(3), store.lost()).await;
        assert!(told.is_err());
    }
}

// Erasing, and the files.
contract! {
    async fn erasing_can_be_asked_for_at_any_time(db) {
        let store = db.open().await;
        new_key(&store, ANNA).await;
        store.erase().await.unwrap();
        let tx = store.begin_write().await.unwrap();
        let erasing = tokio::spawn({
            let store = store.clone();
            async move { store.erase().await }
        });
        // It waits for the transaction that is open, whose rows are not dead yet.
        tx.rollback().await.unwrap();
        erasing.await.unwrap().unwrap();
    }

    on sqlite: async fn what_was_deleted_and_erased_is_in_no_file_any_more(db) {
        let store = db.open().await;
        new_key(&store, ANNA).await;
        let mut raw = db.raw().await;
        let wrapped: String = sqlx::Row::get(
            &raw.fetch_one("select wrapped from sealing_key").await.unwrap(), 0);
        drop(raw);
        // Enough rows for pages of their own, so that whole pages are freed too.
        let mut tx = store.begin_write().await.unwrap();
        for n in 0..500 {
            tx.key_or_new(Owner::Person(PersonId(1000 + n)), &mut rng()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let on_disk = |db: &TestDb| {
            let bytes = db.bytes_on_disk();
            bytes.windows(wrapped.len()).any(|window| window == wrapped.as_bytes())
        };
        assert!(on_disk(db), "it was there");

        let mut tx = store.begin_write().await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        for n in 0..500 {
            tx.forget_key(Owner::Person(PersonId(1000 + n))).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(on_disk(db), "a commit alone does not erase");
        store.erase().await.unwrap();
        assert!(!on_disk(db));
        // A wrapped key is base64 of 72 bytes, 96 letters; nothing so long may be left of the others either, but for the check.
        let bytes = db.bytes_on_disk();
        let longest = bytes.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'+' && *byte != b'/')
            .map(<[u8]>::len).max().unwrap_or(0);
        assert!(longest < 96, "{longest}");
    }

    on sqlite: async fn erasing_waits_for_whoever_still_reads(db) {
        let store = db.open().await;
        new_key(&store, ANNA).await;
        let mut read = store.read().await.unwrap();
        intake::next_offset(&mut read).await.unwrap();
        let mut tx = store.begin_write().await.unwrap();
        tx.forget_key(ANNA).await.unwrap();
        tx.commit().await.unwrap();

        let other = store.clone();
        let mut erasing = tokio::spawn(async move { other.erase().await });
        assert!(tokio::time::timeout(Duration::from_secs(1), &mut erasing).await.is_err());
        drop(read);
        tokio::time::timeout(PATIENCE, erasing).await.expect("it ends").unwrap().unwrap();
        let wal = std::fs::metadata(db.folder().join("twofold.db-wal")).unwrap();
        assert_eq!(wal.len(), 0);
    }

    on sqlite: async fn the_database_files_are_for_their_owner_alone(db) {
        use std::os::unix::fs::PermissionsExt as _;
        let store = db.open().await;
        set_offset(&store, 1).await;
        for name in ["twofold.db", "twofold.db-wal", "twofold.db-shm"] {
            let mode = std::fs::metadata(db.folder().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    on sqlite: async fn a_folder_that_is_not_there_is_named(db) {
        let file = db.folder().join("missing/twofold.db");
        let options = Options { url: format!("sqlite://{}", file.display()), ..db.options() };
        let error = Store::open(&options, &mut rng()).await.err().unwrap();
        assert!(error.to_string().starts_with(&format!("cannot open the database file {}: ", file.display())), "{error}");
    }

    on sqlite: async fn any_file_name_will_do(db) {
        let file = db.folder().join("our #1 100% café?.db");
        let plain = db.folder().join("our #1 100% café.db");
        // A question mark would begin parameters, which are refused rather than guessed at.
        let options = Options { url: format!("sqlite://{}", file.display()), ..db.options() };
        assert!(matches!(Store::open(&options, &mut rng()).await, Err(OpenError::Address)));
        let options = Options { url: format!("sqlite://{}", plain.display()), ..db.options() };
        let store = Store::open(&options, &mut rng()).await.unwrap();
        set_offset(&store, 3).await;
        assert_eq!(offset(&store).await, Some(3));
        assert!(plain.exists());
    }

    async fn nothing_of_the_store_prints_an_address(db) {
        let shown = Store::open(
            &Options { url: "postgres://me:hunter2@127.0.0.1:1/none".into(), ..db.options() },
            &mut rng(),
        ).await.err().unwrap();
        assert!(!format!("{shown} {shown:?}").contains("hunter2"));
    }
}
