//! What was deleted or replaced is gone for good: which columns hold sealed texts, and that none of their old bytes is left in
//! the files once the eraser has been there.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::RngExt as _;
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor as _, Row as _};
use tokio::sync::watch;

use crate::common::{TestDb, contract, rng, seeded};
use twofold::app::{App, Wakers};
use twofold::core::Rules;
use twofold::core::model::about::{About, Role};
use twofold::core::model::deck::Kept;
use twofold::core::model::delivery::{Call, Class, InGroup, Outgoing, Urgency};
use twofold::core::model::ids::{
    AsideId, ChatId, CoupleId, MessageId, PartId, PersonId, QuestionId, ReflectionId, RoundId, Seat,
};
use twofold::core::model::person::Person;
use twofold::core::model::words::{Name, Text, Words};
use twofold::library::{self, Source};
use twofold::run::{eraser, housekeeping};
use twofold::store::deck::{self, AskedAs};
use twofold::store::reflections::{self, WordsOf};
use twofold::store::words::{self, PartOf};
use twofold::store::{self, Engine, Owner, Store, Tx, outbox, people, set_aside};

const ANNA: PersonId = PersonId(11);
const COUPLE: CoupleId = CoupleId(5);
const ROUND: RoundId = RoundId(7);
const GROUP: ChatId = ChatId(-1_003);
/// Longer than anything a test would otherwise do.
const PATIENCE: Duration = Duration::from_secs(20);

/// Columns of type `text` in which nothing sealed stands: small state, names of our own, ids and hashes.
const PLAIN: &[&str] = &[
    "couple.doc",
    "favourite.prompt",
    "grp.doc",
    "invite.hash",
    "message.key",
    "message.role",
    "meta.name",
    // One of them, `key_check`, is sealed: an empty text, by which another key file is found out.
    "meta.value",
    "outbox.authors",
    "outbox.changes",
    "outbox.class",
    "outbox.guard",
    "outbox.key",
    "outbox.method",
    "outbox.role",
    "outbox.state",
    "outbox.target",
    "outbox.why",
    "person.doc",
    "reflection.doc",
    "round.doc",
    "round.prompt",
    "round.slot",
    "sealing_key.kind",
    "set_aside.why",
];
/// How columns are called that are never anything but sealed.
const ALWAYS_SEALED: [&str; 3] = ["words", "body", "wrapped"];

fn now() -> Timestamp {
    "2026-11-22T20:30:00Z".parse().expect("a time")
}

/// Every column of type `text` of the migrated database, as `table.column`.
async fn text_columns(db: &TestDb) -> BTreeSet<String> {
    let sql = match db.engine {
        Engine::Sqlite => {
            "select t.name || '.' || c.name from sqlite_master t join pragma_table_info(t.name) c \
             where t.type = 'table' and lower(c.type) = 'text' and t.name not like 'sqlite_%' and t.name <> '_sqlx_migrations'"
        }
        Engine::Postgres => {
            "select cast(table_name || '.' || column_name as text) from information_schema.columns \
             where table_schema = current_schema() and data_type = 'text' and table_name <> '_sqlx_migrations'"
        }
    };
    let rows = db.raw().await.fetch_all(sql).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

// Which columns are sealed.
contract! {
    async fn every_column_with_text_is_declared_as_sealed_or_known_as_plain(db) {
        db.open().await.close().await;
        let sealed: Vec<String> = store::sealed_columns()
            .iter()
            .map(|column| format!("{}.{}", column.table, column.column))
            .collect();
        let plain: Vec<String> = PLAIN.iter().map(|name| (*name).to_owned()).collect();
        let known: BTreeSet<String> = sealed.iter().chain(&plain).cloned().collect();
        assert_eq!(known.len(), sealed.len() + plain.len(), "one of them is named twice");
        assert_eq!(
            text_columns(db).await, known,
            "a new column of text is declared in SEALED of its file in src/store, or holds nothing of anybody's and is PLAIN here",
        );
        for name in PLAIN {
            let (_, column) = name.split_once('.').expect("a table and a column");
            assert!(!ALWAYS_SEALED.contains(&column), "{name}");
        }
    }

    on postgres: async fn the_dead_rows_of_every_table_with_a_sealed_column_are_vacuumed(db) {
        let store = db.open().await;
        store.erase().await.unwrap();
        let tables: BTreeSet<&str> = store::sealed_columns().iter().map(|column| column.table).collect();
        assert!(tables.len() > 8, "{tables:?}");
        let mut raw = db.raw().await;
        let all = async {
            loop {
                // What the server counts is seen a moment later.
                let rows = raw.fetch_all("select cast(relname as text) from pg_stat_user_tables where vacuum_count > 0");
                let rows = rows.await.unwrap();
                let vacuumed: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
                if tables.iter().all(|table| vacuumed.contains(*table)) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, all).await.expect("all of them");
    }
}

/// A store with its eraser, which runs when told to.
struct World<'a> {
    db: &'a TestDb,
    store: Store,
    app: App,
}

impl<'a> World<'a> {
    async fn new(db: &'a TestDb) -> World<'a> {
        let store = db.open().await;
        let app = App::new(
            store.clone(),
            library::load(Source::embedded()).expect("prompts"),
            Rules::default(),
            "twofold_bot",
            rng(),
            Wakers::default(),
        );
        World { db, store, app }
    }

    /// One transaction.
    async fn does(&self, deed: impl AsyncFnOnce(&mut Tx)) {
        let mut tx = self.store.begin_write().await.unwrap();
        deed(&mut tx).await;
        tx.commit().await.unwrap();
    }

    /// What stands in one column, sealed.
    async fn sealed(&self, sql: &str) -> Vec<String> {
        let mut raw = self.db.raw().await;
        let rows = raw.fetch_all(AssertSqlSafe(sql)).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// The one text there.
    async fn one(&self, sql: &str) -> String {
        let [one] = &self.sealed(sql).await[..] else {
            panic!("not one: {sql}")
        };
        one.clone()
    }

    fn is_on_disk(&self, text: &str) -> bool {
        let bytes = self.db.bytes_on_disk();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }

    /// The eraser does what it was asked for, if it was, and ends.
    async fn eraser_ends(&self) {
        let (_stop, stopped) = watch::channel(true);
        eraser::run(self.app.clone(), stopped).await.unwrap();
    }

    /// The eraser is asked, as a turn does that destroys words; then nothing is left of these.
    async fn erased(&self, gone: &[String]) {
        assert!(!gone.is_empty());
        for text in gone {
            assert!(text.len() > 50, "long enough to be told from anything else");
            assert!(self.is_on_disk(text), "a commit alone does not erase");
        }
        self.app.wakers().eraser.notify_one();
        self.eraser_ends().await;
        for text in gone {
            // Not even a part.
            for part in text.as_bytes().chunks_exact(25) {
                assert!(!self.is_on_disk(std::str::from_utf8(part).unwrap()));
            }
        }
    }
}

fn long(words: &str) -> String {
    format!("{words}, and some more, so that it is told from anything else")
}

fn part_of(part: i64) -> PartOf {
    PartOf {
        part: PartId(part),
        round: ROUND,
        couple: COUPLE,
        seat: Seat::A,
        author: ANNA,
    }
}

fn asked_in(round: i64) -> AskedAs {
    AskedAs {
        round: RoundId(round),
        question: QuestionId(5),
        couple: COUPLE,
        author: ANNA,
    }
}

/// A message to the group, with words or without.
fn to_group(key: &str, guarded: bool) -> Outgoing {
    Outgoing {
        key: key.into(),
        to: ANNA,
        group: Some(InGroup {
            couple: Some(COUPLE),
            guard: guarded.then_some([ChatId(1_001), ChatId(1_002)]),
        }),
        lane: GROUP,
        class: Class::Owed,
        urgency: Urgency::Waited,
        call: Call {
            method: "sendMessage".into(),
            params: json!({"chat_id": GROUP.0, "text": long(key)}),
        },
        target: None,
        not_before: None,
        about: About {
            role: Role::Line,
            key: key.into(),
            thread: None,
            seat: None,
            source: None,
            part: None,
        },
        authors: vec![ANNA],
    }
}

async fn enqueue(tx: &mut Tx, outgoing: Outgoing) {
    let written = outbox::enqueue(tx, &outgoing, now(), &mut rng())
        .await
        .unwrap();
    assert!(written);
}

fn person() -> Person {
    Person::new(ANNA, ChatId(1_001), None, now())
}

// What is deleted or replaced leaves no byte.
contract! {
    on sqlite: async fn the_words_of_a_part_that_is_replaced_or_dropped(db) {
        let w = World::new(db).await;
        w.does(async |tx| {
            words::put_part(tx, part_of(1), &Words::text(long("first")), &mut rng()).await.unwrap();
            words::put_part(tx, part_of(2), &Words::text(long("another")), &mut rng()).await.unwrap();
        }).await;
        let of_first = "select words from part where id = 1";
        let first = w.one(of_first).await;
        w.does(async |tx| {
            words::replace_part(tx, PartId(1), ANNA, &Words::text(long("second")), &mut rng()).await.unwrap();
        }).await;
        w.erased(&[first]).await;
        let second = w.one(of_first).await;
        w.does(async |tx| words::drop_part(tx, PartId(1)).await.unwrap()).await;
        w.erased(&[second]).await;
        let other = w.one("select words from part").await;
        assert!(w.is_on_disk(&other), "what was not dropped stays");
        w.does(async |tx| words::drop_parts(tx, ROUND, Seat::A).await.unwrap()).await;
        w.erased(&[other]).await;
    }

    on sqlite: async fn words_put_aside_and_decided_about_or_forgotten(db) {
        let w = World::new(db).await;
        w.does(async |tx| {
            for (aside, message) in [(1, 21), (2, 22)] {
                let words = Words::text(long("aside"));
                words::put_aside(tx, AsideId(aside), MessageId(message), ANNA, &words, now(), &mut rng()).await.unwrap();
            }
        }).await;
        let first = w.one("select words from aside where aside = 1").await;
        w.does(async |tx| words::drop_aside(tx, AsideId(1)).await.unwrap()).await;
        w.erased(&[first]).await;
        let second = w.one("select words from aside").await;
        w.does(async |tx| { words::drop_old_asides(tx, now() + SignedDuration::from_hours(1)).await.unwrap(); }).await;
        w.erased(&[second]).await;
    }

    on sqlite: async fn a_question_of_their_own_as_a_round_asked_it(db) {
        let w = World::new(db).await;
        w.does(async |tx| {
            deck::put_question(tx, asked_in(1), &Text::plain(long("asked")), now(), &mut rng()).await.unwrap();
        }).await;
        let first = w.one("select words from question").await;
        w.does(async |tx| {
            deck::put_question(tx, asked_in(1), &Text::plain(long("worded anew")), now(), &mut rng()).await.unwrap();
        }).await;
        w.erased(&[first]).await;
        let second = w.one("select words from question").await;
        w.does(async |tx| deck::drop_question(tx, RoundId(1)).await.unwrap()).await;
        w.erased(&[second]).await;
    }

    on sqlite: async fn a_kept_question_that_is_reworded_or_dropped_and_a_whole_deck(db) {
        let w = World::new(db).await;
        let kept = |question| Kept { question: QuestionId(question), by: ANNA };
        w.does(async |tx| {
            for question in [5, 6, 7] {
                let words = Text::plain(long("kept"));
                deck::keep(tx, COUPLE, kept(question), &words, now(), &mut rng()).await.unwrap();
            }
        }).await;
        let first = w.one("select words from deck where question = 5").await;
        w.does(async |tx| deck::reword(tx, kept(5), &Text::plain(long("reworded")), &mut rng()).await.unwrap()).await;
        w.erased(&[first]).await;
        let second = w.one("select words from deck where question = 5").await;
        w.does(async |tx| deck::drop_kept(tx, QuestionId(5)).await.unwrap()).await;
        w.erased(&[second]).await;
        let rest = w.sealed("select words from deck").await;
        assert_eq!(rest.len(), 2);
        w.does(async |tx| deck::drop_deck(tx, COUPLE, ANNA).await.unwrap()).await;
        w.erased(&rest).await;
    }

    on sqlite: async fn what_somebody_wrote_in_a_reflection(db) {
        let w = World::new(db).await;
        let of = WordsOf { part: PartId(1), reflection: ReflectionId(7), seat: Seat::A, author: ANNA };
        w.does(async |tx| {
            reflections::put_words(tx, of, &Words::text(long("a step")), &mut rng()).await.unwrap();
        }).await;
        let first = w.one("select words from reflection_words").await;
        w.does(async |tx| {
            reflections::put_words(tx, of, &Words::text(long("written anew")), &mut rng()).await.unwrap();
        }).await;
        w.erased(&[first]).await;
        let second = w.one("select words from reflection_words").await;
        w.does(async |tx| reflections::drop_words(tx, &[PartId(1)]).await.unwrap()).await;
        w.erased(&[second]).await;
    }

    on sqlite: async fn what_waited_for_a_group_that_is_emptied(db) {
        let w = World::new(db).await;
        w.does(async |tx| {
            enqueue(tx, to_group("words", true)).await;
            enqueue(tx, to_group("a line", false)).await;
        }).await;
        let words = w.one("select body from outbox where key = 'words'").await;
        let line = w.one("select body from outbox where key = 'a line'").await;
        w.does(async |tx| outbox::drop_guarded(tx, GROUP, now()).await.unwrap()).await;
        w.erased(&[words]).await;
        assert!(w.is_on_disk(&line), "what holds nobody's words goes on");
        w.does(async |tx| outbox::drop_lane(tx, GROUP, now()).await.unwrap()).await;
        w.erased(&[line]).await;
    }

    on sqlite: async fn what_waited_with_the_words_of_somebody_who_is_forgotten(db) {
        let w = World::new(db).await;
        w.does(async |tx| {
            enqueue(tx, to_group("owed", true)).await;
            enqueue(tx, Outgoing { class: Class::Once, ..to_group("once", true) }).await;
        }).await;
        let bodies = w.sealed("select body from outbox").await;
        assert_eq!(bodies.len(), 2);
        w.does(async |tx| { outbox::forget_author(tx, ANNA, now()).await.unwrap(); }).await;
        w.erased(&bodies).await;
    }

    on sqlite: async fn an_update_that_was_set_aside(db) {
        let w = World::new(db).await;
        w.does(async |tx| {
            set_aside::put(tx, 900, "panicked", &long("an update"), now(), &mut rng()).await.unwrap();
        }).await;
        let body = w.one("select body from set_aside").await;
        let later = now() + SignedDuration::from_hours(1);
        w.does(async |tx| { set_aside::prune(tx, later).await.unwrap(); }).await;
        w.erased(&[body]).await;
    }

    on sqlite: async fn the_name_of_a_person_who_has_another_now(db) {
        let w = World::new(db).await;
        w.does(async |tx| people::insert(tx, &person(), &Name(long("Anna")), &mut rng()).await.unwrap()).await;
        let first = w.one("select name from person").await;
        w.does(async |tx| people::rename(tx, ANNA, &Name(long("Anne")), &mut rng()).await.unwrap()).await;
        w.erased(&[first]).await;
        assert!(w.is_on_disk(&w.one("select name from person").await));
    }

    on sqlite: async fn the_key_of_somebody_who_is_forgotten(db) {
        let w = World::new(db).await;
        w.does(async |tx| { tx.key_or_new(Owner::Person(ANNA), &mut rng()).await.unwrap(); }).await;
        let wrapped = w.one("select wrapped from sealing_key").await;
        w.does(async |tx| tx.forget_key(Owner::Person(ANNA)).await.unwrap()).await;
        w.erased(&[wrapped]).await;
    }
}

// Housekeeping.
contract! {
    on sqlite: async fn what_housekeeping_destroys_is_erased_without_being_asked(db) {
        let w = World::new(db).await;
        let long_ago = now() - SignedDuration::from_hours(40 * 24);
        let unreachable = ChatId(1_001);
        w.does(async |tx| {
            let words = Words::text(long("aside"));
            words::put_aside(tx, AsideId(1), MessageId(21), ANNA, &words, long_ago, &mut rng()).await.unwrap();
            set_aside::put(tx, 900, "panicked", &long("an update"), long_ago, &mut rng()).await.unwrap();
            let parked = Outgoing { group: None, lane: unreachable, ..to_group("parked", false) };
            assert!(outbox::enqueue(tx, &parked, long_ago, &mut rng()).await.unwrap());
            outbox::park(tx, unreachable, long_ago).await.unwrap();
        }).await;
        let mut all = Vec::new();
        for sql in ["select words from aside", "select body from set_aside", "select body from outbox"] {
            all.push(w.one(sql).await);
        }
        housekeeping::clean_up(&w.app, now()).await.unwrap();
        w.eraser_ends().await;
        assert!(all.iter().all(|text| w.is_on_disk(text)), "the clock is not believed yet");

        w.app.set_erase_from(now());
        housekeeping::clean_up(&w.app, now()).await.unwrap();
        w.eraser_ends().await;
        for text in &all {
            assert!(!w.is_on_disk(text));
        }
    }
}

// Among many.
contract! {
    on sqlite: async fn nothing_is_left_of_what_is_gone_where_rows_were_moved_to_make_room(db) {
        let w = World::new(db).await;
        let mut chance = seeded(7);
        let mut gone: Vec<String> = Vec::new();
        for turn in 0..12_i64 {
            // Random ids and lengths, so that pages are split, joined and spill over.
            let mut ids: Vec<i64> = Vec::new();
            w.does(async |tx| {
                for _ in 0..40 {
                    let id = chance.random_range(1..i64::MAX);
                    let words = Words::text("x".repeat(chance.random_range(1..3_000)));
                    words::put_part(tx, part_of(id), &words, &mut rng()).await.unwrap();
                    ids.push(id);
                }
            }).await;
            let all = w.sealed("select words from part order by id").await;
            w.does(async |tx| {
                for id in ids.iter().step_by(2) {
                    let words = Words::text("y".repeat(chance.random_range(1..3_000)));
                    words::replace_part(tx, PartId(*id), ANNA, &words, &mut rng()).await.unwrap();
                }
                for id in ids.iter().skip(turn as usize % 3).step_by(3) {
                    words::drop_part(tx, PartId(*id)).await.unwrap();
                }
            }).await;
            let left: BTreeSet<String> = w.sealed("select words from part").await.into_iter().collect();
            gone.extend(all.into_iter().filter(|text| !left.contains(text)));
        }
        assert!(gone.len() > 300, "{}", gone.len());
        w.app.wakers().eraser.notify_one();
        w.eraser_ends().await;
        let pieces: HashSet<&[u8]> = gone.iter().flat_map(|text| text.as_bytes().windows(32)).collect();
        let left = db.bytes_on_disk().windows(32).filter(|window| pieces.contains(window)).count();
        assert_eq!(left, 0, "pieces of words that are gone");
    }
}
