//! What goes into a group with people's words in it.

use super::*;
use twofold::core::model::delivery::InGroup;
use twofold::core::model::ids::CoupleId;
use twofold::run::sender::guard::Guard;

const GROUP: ChatId = ChatId(-1_000);
const TWO: [ChatId; 2] = [ChatId(1_001), ChatId(1_002)];

fn unguarded(key: &str) -> Outgoing {
    let group = InGroup {
        couple: Some(CoupleId(5)),
        guard: None,
    };
    Outgoing {
        group: Some(group),
        ..message(key, GROUP)
    }
}

fn guarded(key: &str) -> Outgoing {
    let group = InGroup {
        couple: Some(CoupleId(5)),
        guard: Some(TWO),
    };
    Outgoing {
        group: Some(group),
        ..message(key, GROUP)
    }
}

fn reveal(key: &str) -> Outgoing {
    Outgoing {
        about: about(Role::Reveal, key),
        ..guarded(key)
    }
}

contract! {
    async fn a_call_with_words_for_a_group_comes_with_what_must_hold_there(db) {
        let mut w = World::new(db).await;
        w.put([guarded("words"), unguarded("none"), message("direct", CHAT)]).await;
        let mut calls = w.calls().await;
        calls.sort_by_key(|due| due.call.params["chat_id"].as_i64());
        let guard = Guard { chat: GROUP, two: TWO };
        assert_eq!((text(&calls[0]), calls[0].guard), ("words", Some(guard)));
        assert_eq!((text(&calls[1]), calls[1].guard), ("direct", None));
        let next = w.then(&calls[0], sent(1)).await;
        assert_eq!((text(&next), next.guard), ("none", None));
    }

    async fn where_others_are_nothing_with_words_goes_and_the_couple_hears_which_reveals_it_lacks(db) {
        let mut w = World::new(db).await;
        w.put([reveal("reveal"), guarded("words"), unguarded("hello")]).await;
        let due = w.call().await;
        let plan = w.answer(&due, Outcome::NotTwo).await;
        assert_eq!(w.told.take(), ["-1000 seen, two false, unsent [7]"]);
        assert_eq!(plan.calls.len(), 1, "the row that was looked at waits alone: {plan:?}");
        assert_eq!(text(&plan.calls[0]), "words", "and would be looked at on its own");
    }

    async fn what_the_application_drops_at_that_moment_never_goes(db) {
        let mut w = World::new(db).await;
        w.put([reveal("reveal"), guarded("words"), unguarded("hello")]).await;
        let due = w.call().await;
        let mut tx = w.store.begin_write().await.unwrap();
        outbox::drop_guarded(&mut tx, GROUP, w.now).await.unwrap();
        tx.commit().await.unwrap();
        let next = w.then(&due, Outcome::NotTwo).await;
        assert_eq!(text(&next), "hello", "what holds nobody's words goes on");
        w.pass(60.0);
        let again = w.then(&next, sent(3)).await;
        assert_eq!(text(&again), "reveal", "it was under way: the application drops it in its own turn");
    }

    async fn a_look_for_its_own_sake_says_what_it_saw(db) {
        let mut w = World::new(db).await;
        let look = Outgoing { about: about(Role::Probe, "look"), class: Class::Set, ..guarded("look") };
        w.put([look]).await;
        let due = w.call().await;
        w.answer(&due, NOTHING).await;
        assert_eq!(w.told.take(), ["-1000 seen, two true, unsent []"]);
    }

    async fn where_the_bot_was_removed_nobody_has_gone_but_the_group(db) {
        let mut w = World::new(db).await;
        w.put([reveal("reveal"), guarded("words")]).await;
        let due = w.call().await;
        let plan = w.answer(&due, Outcome::Unreachable).await;
        assert_eq!(w.told.take(), ["-1000 gone, unsent 1"]);
        assert_eq!(plan.calls, [], "nothing is tried there any more");
        w.pass(86_400.0);
        assert_eq!(w.calls().await, []);
    }

    async fn a_group_that_became_a_supergroup_goes_on_there_with_its_guard(db) {
        let mut w = World::new(db).await;
        w.put([reveal("reveal")]).await;
        let due = w.call().await;
        let again = w.then(&due, Outcome::Migrated { chat: -2_000 }).await;
        assert_eq!(w.told.take(), ["-1000 moved to -2000"]);
        assert_eq!(again.guard, Some(Guard { chat: ChatId(-2_000), two: TWO }));
        assert_eq!(again.call.params["chat_id"], -2_000);
    }

    async fn two_who_tap_and_tap_cost_a_group_at_most_twenty_calls_a_minute_and_the_last_state_wins(db) {
        let mut w = World::new(db).await;
        let mark = |n: usize| {
            let mut mark = Outgoing {
                class: Class::Set,
                target: Some("edit:#5".into()),
                ..unguarded(&format!("mark {n}"))
            };
            mark.call.method = "editMessageText".into();
            mark.call.params["message_id"] = json!(5);
            mark
        };
        let mut made: Vec<usize> = Vec::new();
        let mut last = String::new();
        let mut taps = 0;
        for second in 0..240 {
            // Both tap twice a second, for three minutes.
            for _ in 0..if second < 180 { 4 } else { 0 } {
                taps += 1;
                w.put([mark(taps)]).await;
            }
            let mut calls = w.calls().await;
            while let Some(due) = calls.pop() {
                made.push(second);
                last = text(&due).to_owned();
                calls = w.answer(&due, NOTHING).await.calls;
            }
            w.pass(1.0);
        }
        let busiest = (0..240).map(|from| made.iter().filter(|at| (from..from + 60).contains(*at)).count());
        assert!(busiest.clone().max() <= Some(20), "{made:?}");
        assert!(made.len() > 40, "and it goes on: {made:?}");
        assert_eq!(last, format!("mark {taps}"));
    }

    async fn a_group_row_is_read_with_the_couple_s_key_and_not_with_a_person_s(db) {
        let mut w = World::new(db).await;
        w.put([guarded("words")]).await;
        let mut tx = w.store.begin_write().await.unwrap();
        tx.forget_key(twofold::store::Owner::Person(ANNA)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(text(&w.call().await), "words");
    }
}
