//! One update that panics, or ends the whole process whenever it is read: it is set aside, and everybody else is served.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use serde_json::json;

use crate::world::{HERS, HIS, Story};
use twofold::telegram::poll::{self, Batch};
use twofold::telegram::{apply, intake};

const ONCE_MORE: &str = "Something went wrong on my side with what you just sent. Nothing of it was shown to anyone. Would you send it once more?";

/// What the next poll of a new process gives.
async fn waiting(story: &Story) -> Batch {
    let offset = intake::stored_offset(&story.app).await.expect("an offset");
    let params = json!({ "offset": offset, "limit": 100, "timeout": 0 });
    let reply = story
        .telegram
        .with(|world, now| world.call("getUpdates", &params, now));
    let body = json!({ "ok": true, "result": reply.result().expect("updates") });
    poll::batch(200, &body.to_string(), 100).expect("a batch")
}

/// A process that starts, reads what waits, and is gone before the first of it is applied: a future that is dropped rolls back,
/// as the database does when a process is killed.
async fn ends_with_the_first_in_hand(story: &Story) {
    let store = story.app.store();
    let careful = intake::begin(&story.app, story.clock.now())
        .await
        .expect("begins");
    let batch = waiting(story).await;
    assert_eq!(batch.updates.len(), 2);
    let now = story.clock.now();
    // Writers come one after the other, in the order in which they asked. So the second transaction of the reader, which
    // applies the update that the first one noted, comes after that of `next`.
    let before = store.begin_write().await.expect("a transaction");
    let reading = async {
        if careful {
            apply::one_by_one(&story.app, &batch, now).await
        } else {
            apply::together(&story.app, &batch, now).await
        }
    };
    let next = store.begin_write();
    tokio::pin!(reading, next);
    assert!(poll_once(reading.as_mut()).await.is_pending());
    if !careful {
        // Its predecessor ended well, so nothing is noted before it is read.
        return;
    }
    assert!(poll_once(next.as_mut()).await.is_pending());
    before.rollback().await.expect("rolls back");
    tokio::select! {
        biased;
        _ = &mut next => {}
        _ = &mut reading => panic!("it is noted before it is applied"),
    }
}

async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Poll<F::Output> {
    std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

fn is_shown_today(story: &Story, who: i64, since: u64) -> bool {
    let texts = story.texts(who, since);
    texts.iter().any(|text| text.starts_with("Open for you:"))
}

/// Hers waits when the process ends over and over; his behind it.
async fn after_unclean_ends(ends: usize) -> (Story, i64, i64, u64) {
    let mut story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.stop().await;
    let before = story.revision();
    story.telegram.with(|world, now| {
        world.say(ana, HERS, now).expect("says");
        world.say(ben, "/today", now).expect("says");
    });
    for _ in 0..ends {
        ends_with_the_first_in_hand(&story).await;
    }
    story.start_again().await;
    (story, ana, ben, before)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_in_hand_at_three_unclean_ends_is_set_aside_its_author_asked_and_polling_goes_on()
{
    // The first process had no reason for care yet; the three after it noted what they were about to read.
    let (mut story, ana, ben, before) = after_unclean_ends(4).await;
    assert_eq!(story.sealed("select why from set_aside").await, ["in hand"]);
    let bodies = story.sealed("select body from set_aside").await;
    assert!(bodies.iter().all(|body| !body.contains("boxes")), "sealed");
    assert!(story.sealed("select words from part").await.is_empty());
    assert_eq!(
        story.texts(ana, before),
        [ONCE_MORE],
        "what ended the process may have been something else"
    );
    assert!(is_shown_today(&story, ben, before), "the one behind it");

    // It is not tried again, and nobody else is treated with suspicion.
    story.start_again().await;
    assert_eq!(story.sealed("select why from set_aside").await.len(), 1);
    story.says(ana, HERS).await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    for reader in [ana, ben] {
        let reveal = story.reveal(reader).text;
        assert!(reveal.contains(HERS) && reveal.contains(HIS));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_in_hand_at_two_unclean_ends_is_applied_once_by_the_process_that_lasts() {
    let (story, ana, ben, before) = after_unclean_ends(3).await;
    assert!(story.sealed("select why from set_aside").await.is_empty());
    assert_eq!(story.sealed("select words from part").await.len(), 1);
    assert!(is_shown_today(&story, ben, before));
    story.says(ben, HIS).await;
    story.minutes(1).await;
    for reader in [ana, ben] {
        assert_eq!(story.page(reader).matches("Both answers are in").count(), 1);
        assert!(story.reveal(reader).text.contains(HERS));
    }
}

/// A count in a row that no person can have: adding to it overflows, which panics where overflow is checked.
#[cfg_attr(
    not(debug_assertions),
    ignore = "overflow is not checked in this profile"
)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_panics_is_set_aside_at_once_its_author_is_asked_and_the_rest_is_applied() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let eve = story.newcomer("Eve").await;
    let spoil = |from: &str, to: &str| {
        format!(
            "update person set doc = replace(doc, '\"left\":{from},', '\"left\":{to},') where user_id = {ana}"
        )
    };
    story.minutes(10).await;
    let doc = story
        .sealed(&format!("select doc from person where user_id = {ana}"))
        .await
        .remove(0);
    let left = doc
        .split_once("\"left\":")
        .and_then(|(_, rest)| rest.split_once(','))
        .expect("a bucket")
        .0
        .to_owned();
    let broken = u32::MAX.to_string();
    assert_eq!(story.spoil(&spoil(&left, &broken)).await, 1);

    let before = story.revision();
    story
        .at_once(|world, now| {
            world.say(eve, "/help", now).expect("says");
            world.say(ana, "/today", now).expect("says");
            world.say(eve, "/privacy", now).expect("says");
            world.say(ben, HIS, now).expect("says");
        })
        .await;
    assert_eq!(story.sealed("select why from set_aside").await, ["panic"]);
    assert_eq!(story.texts(ana, before), [ONCE_MORE]);
    assert_eq!(story.texts(eve, before).len(), 2);
    assert_eq!(story.sealed("select words from part").await.len(), 1);

    // Somebody mends the row, and she sends it once more.
    assert_eq!(story.spoil(&spoil(&broken, &left)).await, 1);
    let before = story.revision();
    story.says(ana, "/today").await;
    assert!(is_shown_today(&story, ana, before));
    story.says(ana, HERS).await;
    story.minutes(1).await;
    for reader in [ana, ben] {
        let reveal = story.reveal(reader).text;
        assert!(reveal.contains(HERS) && reveal.contains(HIS));
    }
    assert_eq!(story.sealed("select why from set_aside").await.len(), 1);
}
