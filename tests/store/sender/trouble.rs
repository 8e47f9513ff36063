//! Crashes, and everything that is not as it should be.

use super::*;

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
        assert!(w.dispatcher.turn(&mut finished, w.now, w.t, true).await.is_err());
        assert_eq!(finished.len(), 1);
        assert_eq!(w.pending().await.sending, 1, "nothing of the turn counts");
        *w.told.trouble.lock().unwrap() = None;
        let plan = w.dispatcher.turn(&mut finished, w.now, w.t, true).await.unwrap();
        assert_eq!(w.told.take(), ["delivered card:1 at -3"]);
        assert_eq!(text(&plan.calls[0]), "next");
        assert_eq!(w.dispatcher.in_flight(), 1);
    }

    async fn a_row_that_was_marked_in_a_turn_that_failed_is_queued_again(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1")]).await;
        let due = w.call().await;
        w.put([message("never begun", OTHER)]).await;
        *w.told.trouble.lock().unwrap() = Some(Trouble::Database);
        let mut finished = vec![Finished { row: due.row, outcome: sent(500) }];
        w.dispatcher.turn(&mut finished, w.now, w.t, true).await.unwrap_err();
        // As if the turn had been committed all the same, up to the marks.
        let mut raw = db.raw().await;
        raw.execute("update outbox set state = 'sending', calls = 1 where key = 'never begun'").await.unwrap();
        raw.execute("update lane set waited_at = null, sending = (select id from outbox where key = 'never begun') \
            where chat = 1002").await.unwrap();
        drop(raw);
        *w.told.trouble.lock().unwrap() = None;
        let plan = w.dispatcher.turn(&mut finished, w.now, w.t, true).await.unwrap();
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

    async fn a_change_of_a_row_that_makes_no_sense_stops_nobody(db) {
        let mut w = World::new(db).await;
        w.put([card("card:1"), edit("edit", "card:1"), message("next", CHAT)]).await;
        db.raw().await.execute("update outbox set role = 'nonsense' where key = 'card:1'").await.unwrap();
        assert_eq!(text(&w.call().await), "next");
    }
}
