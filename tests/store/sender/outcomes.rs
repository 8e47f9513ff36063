//! Each line of what an outcome means.

use super::*;

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

    async fn the_application_hears_when_what_it_was_told_is_durable(db) {
        let mut w = World::new(db).await;
        let commits = |w: &World| w.told.commits.load(Ordering::Relaxed);
        w.put([message("line", CHAT), card("card:1")]).await;
        let due = w.call().await;
        let due = w.then(&due, sent(1)).await;
        assert_eq!(commits(&w), 0, "of a line it is told nothing");
        *w.told.trouble.lock().unwrap() = Some(Trouble::Database);
        let mut finished = vec![Finished { row: due.row, outcome: sent(2) }];
        w.dispatcher.turn(&mut finished, w.now, w.t, true).await.unwrap_err();
        assert_eq!(commits(&w), 0);
        *w.told.trouble.lock().unwrap() = None;
        w.dispatcher.turn(&mut finished, w.now, w.t, true).await.unwrap();
        assert_eq!(commits(&w), 1);
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
        assert_eq!(w.told.take(), ["missing words false"]);
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
        assert_eq!(w.told.take(), ["missing card:1 false"]);
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
