//! The clock's loop with a real database: the brake, the order in which couples are taken, and couples that cannot be ticked.

mod crowd;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crowd::{Evening, Pair, SLOT, at};
use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, Row as _};
use tokio::sync::watch;

use crate::common::{TestDb, contract, rng};
use twofold::app::{App, Heard, Input, Wakers};
use twofold::core::Rules;
use twofold::core::model::delivery::Outcome;
use twofold::core::model::ids::{ChatId, CoupleId, MessageId, Seat};
use twofold::core::model::round::{Closed, Round, RoundPhase};
use twofold::core::model::words::{Name, Words};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::event::EventKind;
use twofold::library::{self, Library, Source};
use twofold::run::clock::Clock;
use twofold::run::sender::dispatcher::{Dispatcher, Finished};
use twofold::run::sender::pace::Limits;
use twofold::run::ticker::{self, BacklogLimit, Next};
use twofold::store::Store;
use twofold::store::outbox::backlog;

/// Two couples fit.
const AHEAD: u32 = 4;

/// Longer than anything here should take.
const PATIENCE: Duration = Duration::from_secs(30);

#[expect(clippy::disallowed_methods, reason = "the loop runs by real time")]
fn real_clock() -> Clock {
    Clock::new(SystemTime::now, Instant::now)
}

/// A bot whose clock and sender move when told to.
struct Bot {
    store: Store,
    app: App,
    dispatcher: Dispatcher<App>,
    raw: AnyConnection,
    pairs: Vec<Pair>,
    now: Timestamp,
    t: Duration,
    next_message: i64,
    next_cause: u32,
}

impl Bot {
    /// So many couples, half an hour before their slot; in the order in which they are taken.
    async fn with(db: &TestDb, count: usize) -> Bot {
        let store = db.open().await;
        let library: Arc<Library> = library::load(Source::embedded()).expect("prompts").into();
        let mut tx = store.begin_write().await.unwrap();
        let mut pairs =
            crowd::settle(&mut tx, &library, Evening::Ahead, 0, count, &mut rng()).await;
        tx.commit().await.unwrap();
        pairs.sort_by_key(|pair| pair.couple);
        let app = App::new(
            store.clone(),
            library,
            Rules::default(),
            "twofold_bot",
            rng(),
            Wakers::default(),
        );
        let dispatcher = Dispatcher::new(
            store.clone(),
            app.clone(),
            Box::new(rng()),
            Limits::default(),
        );
        Bot {
            store,
            app,
            dispatcher,
            raw: db.raw().await,
            pairs,
            now: at(SLOT) - SignedDuration::from_mins(30),
            t: Duration::from_secs(1_000),
            next_message: 100,
            next_cause: 0,
        }
    }

    fn goes_on_to(&mut self, moment: &str) {
        let passed = at(moment).duration_since(self.now);
        self.now = at(moment);
        self.t += Duration::try_from(passed).expect("forward");
    }

    async fn ticks(&self, limit: BacklogLimit) -> Option<Timestamp> {
        ticker::tick_limited(&self.app, self.now, limit)
            .await
            .unwrap()
    }

    /// Sends what may go and lets all of it arrive; how many calls that were.
    async fn sends(&mut self) -> usize {
        let mut finished = Vec::new();
        let mut calls = 0;
        loop {
            let turn = self.dispatcher.turn(&mut finished, self.now, self.t, true);
            let plan = turn.await.unwrap();
            if plan.calls.is_empty() {
                return calls;
            }
            calls += plan.calls.len();
            for due in plan.calls {
                self.next_message += 1;
                let outcome = Outcome::Sent {
                    message_id: Some(self.next_message),
                    date: Some(self.now.as_second()),
                };
                finished.push(Finished {
                    row: due.row,
                    outcome,
                });
            }
            self.t += Duration::from_secs(2);
        }
    }

    async fn does(&mut self, user: ChatId, event: EventKind) {
        self.next_cause += 1;
        let heard = Heard {
            user,
            name: Name("Somebody".into()),
            lang: Some("en".into()),
            at: self.now,
            event,
            names: None,
            callback: None,
        };
        let cause = format!("u{}", self.next_cause);
        let mut tx = self.store.begin_write().await.unwrap();
        self.app
            .turn(&mut tx, &cause, Input::Heard(heard), self.now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn says(&mut self, user: ChatId, text: &str) {
        self.next_message += 1;
        let said = EventKind::Said {
            message: MessageId(self.next_message),
            words: Words::text(text),
            reply: None,
        };
        self.does(user, said).await;
    }

    /// The rounds of a couple, the newest last.
    async fn rounds(&mut self, couple: CoupleId) -> Vec<Round> {
        let rows = sqlx::query("select doc from round where couple = $1 order by opened_at")
            .bind(couple.0)
            .fetch_all(&mut self.raw)
            .await
            .unwrap();
        rows.iter()
            .map(|row| serde_json::from_str(row.get(0)).expect("a round"))
            .collect()
    }

    async fn newest(&mut self, couple: CoupleId) -> Round {
        self.rounds(couple).await.pop().expect("a round")
    }

    /// Which couples, in their order, have a round of this evening's slot.
    async fn opened(&mut self, slot: &str) -> Vec<usize> {
        let slot = at(slot);
        let mut opened = Vec::new();
        for n in 0..self.pairs.len() {
            let rounds = self.rounds(self.pairs[n].couple).await;
            let is_of_it =
                |round: &Round| round.slot().is_some() && round.seats[0].ask_at == Some(slot);
            if rounds.iter().any(is_of_it) {
                opened.push(n);
            }
        }
        opened
    }

    /// What is stored as the two moments of a couple, in milliseconds.
    async fn moments(&mut self, n: usize) -> (Option<i64>, Option<i64>) {
        let row = sqlx::query("select due_at, due_braked_at from couple where id = $1")
            .bind(self.pairs[n].couple.0)
            .fetch_one(&mut self.raw)
            .await
            .unwrap();
        (row.get(0), row.get(1))
    }

    async fn backlog(&self) -> i64 {
        let mut read = self.store.read().await.unwrap();
        backlog::scheduled_chats(&mut read, self.now, 1_000)
            .await
            .unwrap()
    }
}

fn ms(moment: &str) -> Option<i64> {
    Some(at(moment).as_millisecond())
}

contract! {
    async fn with_a_full_backlog_nothing_is_opened_and_a_due_reveal_still_happens(db) {
        let mut bot = Bot::with(db, 6).await;
        let pair = bot.pairs[5];
        bot.goes_on_to("2026-11-23T20:20:00Z");
        bot.does(pair.users[0], EventKind::Command(Command::Prompt(None))).await;
        bot.sends().await;
        bot.goes_on_to("2026-11-23T20:29:30Z");
        bot.says(pair.users[0], "what one wrote").await;
        bot.goes_on_to("2026-11-23T20:29:50Z");
        bot.says(pair.users[1], "what the other wrote").await;
        bot.sends().await;
        assert!(bot.newest(pair.couple).await.both_answered());

        bot.goes_on_to(SLOT);
        let limit = BacklogLimit::chats(AHEAD);
        let next = bot.ticks(limit).await;
        assert_eq!(bot.opened(SLOT).await, [0, 1]);
        assert_eq!(bot.backlog().await, i64::from(AHEAD));
        assert_eq!(next, Some(at("2026-11-23T20:30:05Z")), "the reveal is what it waits for");
        assert!(bot.moments(5).await.0 <= ms(SLOT));

        // Telegram takes nothing now.
        bot.goes_on_to("2026-11-23T20:30:05Z");
        bot.ticks(limit).await;
        assert!(matches!(bot.newest(pair.couple).await.phase, RoundPhase::Touching { .. }));
        bot.goes_on_to("2026-11-23T20:30:15Z");
        bot.ticks(limit).await;
        assert!(bot.newest(pair.couple).await.is_revealed());
        assert_eq!(bot.opened(SLOT).await, [0, 1], "and nobody else was asked");
        assert_eq!(bot.moments(5).await, (ms(SLOT), None), "it keeps its place");
    }

    async fn as_the_sender_keeps_up_rounds_go_on_opening_in_the_same_order_every_evening(db) {
        let mut bot = Bot::with(db, 5).await;
        let limit = BacklogLimit::chats(AHEAD);
        for slot in [SLOT, "2026-11-24T20:30:00Z"] {
            bot.goes_on_to(slot);
            for opened in [&[0, 1][..], &[0, 1, 2, 3], &[0, 1, 2, 3, 4]] {
                bot.ticks(limit).await;
                bot.ticks(limit).await;
                assert_eq!(bot.opened(slot).await, opened);
                let late = bot.newest(bot.pairs[opened.len() - 1].couple).await;
                assert_eq!(late.opened_at, bot.now);
                assert_eq!(late.seat(Seat::B).ask_at, Some(at(slot)), "the slot itself stays");
                assert!(bot.sends().await >= 1);
                assert_eq!(bot.backlog().await, 0);
                bot.now += SignedDuration::from_mins(5);
            }
        }
    }

    async fn a_batch_fits_whole_or_is_not_opened(db) {
        let mut bot = Bot::with(db, 3).await;
        bot.goes_on_to(SLOT);
        let limit = BacklogLimit::chats(AHEAD + 1);
        let done = ticker::tick_some(&bot.app, bot.now, limit).await.unwrap();
        assert_eq!(done, Next::Behind(Some(at("2026-11-23T23:30:00Z"))));
        assert_eq!(bot.opened(SLOT).await, [0, 1], "a third would be one chat too many");
        let without = ticker::tick_some(&bot.app, bot.now, BacklogLimit::NONE).await.unwrap();
        assert!(matches!(without, Next::At(Some(next)) if next > bot.now));
        assert_eq!(bot.opened(SLOT).await, [0, 1, 2]);
    }

    async fn who_would_be_asked_more_than_three_hours_late_is_passed_over_and_gets_the_next_slot(db) {
        let mut bot = Bot::with(db, 4).await;
        let limit = BacklogLimit::chats(AHEAD);
        bot.goes_on_to(SLOT);
        bot.ticks(limit).await;
        assert_eq!(bot.opened(SLOT).await, [0, 1]);
        // For three hours Telegram takes nothing: what nobody got is dropped …
        bot.goes_on_to("2026-11-23T23:30:00Z");
        bot.ticks(limit).await;
        for n in [0, 1] {
            let round = bot.newest(bot.pairs[n].couple).await;
            assert!(matches!(round.phase, RoundPhase::Closed { how: Closed::Dropped, .. }));
        }
        assert_eq!(bot.moments(3).await.0, ms(SLOT));
        // … and who was not asked yet is not asked any more.
        assert_eq!(bot.sends().await, 0);
        bot.ticks(limit).await;
        assert_eq!(bot.opened(SLOT).await, [0, 1]);
        assert_eq!(bot.backlog().await, 0);
        let next = "2026-11-24T20:30:00Z";
        for n in 0..4 {
            assert_eq!(bot.moments(n).await.0, ms(next));
        }
        bot.goes_on_to(next);
        bot.ticks(limit).await;
        bot.sends().await;
        bot.ticks(limit).await;
        assert_eq!(bot.opened(next).await, [0, 1, 2, 3]);
    }

    async fn a_couple_that_cannot_be_ticked_holds_up_nobody(db) {
        let mut bot = Bot::with(db, 3).await;
        let broken = bot.pairs[1].couple;
        sqlx::query("update couple set doc = '{}' where id = $1")
            .bind(broken.0)
            .execute(&mut bot.raw)
            .await
            .unwrap();
        bot.goes_on_to(SLOT);
        bot.ticks(BacklogLimit::NONE).await;
        assert_eq!(bot.opened(SLOT).await, [0, 2]);
        let again = ms("2026-11-23T20:45:00Z");
        assert_eq!(bot.moments(1).await, (again, again));
    }

    async fn the_loop_opens_the_rest_as_the_sender_catches_up(db) {
        let mut bot = Bot::with(db, 5).await;
        let clock = real_clock();
        clock.shift(at("2026-11-23T20:31:00Z").duration_since(clock.now()));
        let (_drained, is_drained) = watch::channel(true);
        let (stop, stopped) = watch::channel(false);
        let limit = BacklogLimit::chats(AHEAD);
        let running = ticker::run(bot.app.clone(), clock.clone(), limit, is_drained, stopped);
        let running = tokio::spawn(running);
        let everybody = async {
            loop {
                bot.now = clock.now();
                assert!(bot.backlog().await <= i64::from(AHEAD));
                bot.sends().await;
                if bot.opened(SLOT).await == [0, 1, 2, 3, 4] {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, everybody).await.expect("it goes on");
        stop.send_replace(true);
        running.await.expect("no panic").expect("it stops");
    }
}
