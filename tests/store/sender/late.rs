//! Messages that are named before they are known, and words that are forgotten on their way.

use super::*;

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
        outbox::unsend(&mut tx, ANNA, ThreadId(7), w.now).await.unwrap();
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
