//! Which call goes when.

#![expect(
    clippy::disallowed_methods,
    reason = "how long a turn takes is what is asked"
)]

use super::*;

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
        assert!(took < Duration::from_millis(1_500), "two turns and a write took {took:?}");
        assert_eq!(w.dispatcher.in_flight(), 21, "all that is in memory");
        assert_eq!(backlog::scheduled_chats(&mut w.store.read().await.unwrap(), w.now, 6_000).await.unwrap(), 6_000);
    }
}
