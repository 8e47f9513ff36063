//! The bot stops, starts, hears twice, fails over a row, and Telegram fails it: nothing is lost, nothing comes twice.

use std::time::Duration;

use jiff::SignedDuration;

use crate::world::{HERS, HIS, Story};
use twofold::sandbox::{Fault, Outgoing, When};

/// What must stand in both chats once both answered, exactly once, whatever happened on the way.
fn both_read_both_once(story: &Story, ana: i64, ben: i64) {
    for reader in [ana, ben] {
        let page = story.page(reader);
        assert_eq!(page.matches("Both answers are in").count(), 1, "{page}");
        assert_eq!(page.matches("are together here now").count(), 1, "{page}");
        let reveal = story.reveal(reader).text;
        assert!(reveal.contains(HERS) && reveal.contains(HIS), "{page}");
        let questions = story
            .screen(reader)
            .iter()
            .filter(|seen| seen.is_from_bot() && seen.text.contains("Opened, for both of you."))
            .count();
        assert_eq!(questions, 1, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_and_starting_between_any_two_steps_loses_and_repeats_nothing() {
    let mut story = Story::begin().await;
    let (ana, ben) = (story.person("Ana"), story.person("Ben"));
    story.starts(ana).await;
    story.start_again().await;
    story.presses(ana, "Invite my partner").await;
    story.start_again().await;
    let link = story.link(ana);
    story.opens(ben, &link).await;
    story.start_again().await;
    story.presses(ben, "Yes, let's try it").await;
    story.start_again().await;
    story.presses(ana, "Yes, that's right").await;
    story.start_again().await;
    story.says(ana, HERS).await;
    story.start_again().await;
    story.says(ben, HIS).await;
    story.start_again().await;
    story.later(SignedDuration::from_secs(10)).await;
    story.start_again().await;
    story.later(SignedDuration::from_secs(10)).await;
    story.start_again().await;
    both_read_both_once(&story, ana, ben);
    let pages = (story.page(ana), story.page(ben));
    story.start_again().await;
    assert_eq!((story.page(ana), story.page(ben)), pages);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_while_the_bot_is_down_counts_at_its_own_date() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.stop().await;
    let said = story.telegram.with(|world, now| {
        let hers = world.say(ana, HERS, now).expect("says");
        world.say(ben, "/today", now).expect("says");
        (hers, world.say(ben, HIS, now).expect("says"))
    });
    story.clock.shift(SignedDuration::from_hours(5));
    story.start_again().await;
    assert_eq!(story.reaction(ana, said.0).as_deref(), Some("🙊"));
    assert_eq!(story.reaction(ben, said.1).as_deref(), Some("🙊"));
    story.minutes(1).await;
    let reveal = story.reveal(ana).text;
    assert!(reveal.contains(HERS) && reveal.contains(HIS));
    assert!(story.sees(ben, "Open for you:"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_before_a_rounds_time_counts_although_the_bot_was_down_past_it() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    // 72 hours after the confirmation the round closes; Ben writes an hour before, while nobody listens.
    story.hours(71).await;
    story.stop().await;
    story
        .telegram
        .with(|world, now| world.say(ben, HIS, now).expect("says"));
    story.clock.shift(SignedDuration::from_hours(3));
    story.start_again().await;
    story.minutes(1).await;
    for reader in [ana, ben] {
        let reveal = story.reveal(reader).text;
        assert!(reveal.contains(HERS) && reveal.contains(HIS));
        assert!(!story.sees(reader, "This question is closed."));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn updates_that_come_twice_are_applied_once() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let again = async |count: usize| {
        let asked = story
            .telegram
            .with(|world, _| world.calls_of("getUpdates").len());
        story.telegram.with(|world, now| {
            world.redeliver_last(count);
            // Something new, behind which all of them are applied.
            let stranger = world.person("Zoe", "en");
            world.start(stranger, None, now).expect("starts");
        });
        story
            .telegram
            .wait_for(Duration::from_secs(60), |world| {
                (world.calls_of("getUpdates").len() > asked).then_some(())
            })
            .await
            .expect("fetched");
        story.settle().await;
    };
    let link = story.invites(ana).await;
    again(2).await;
    assert_eq!(story.page(ana).matches("Here is your link.").count(), 1);
    story.opens(ben, &link).await;
    story.presses(ben, "Yes, let's try it").await;
    again(3).await;
    assert_eq!(story.page(ana).matches("Ben has said yes").count(), 1);
    story.presses(ana, "Yes, that's right").await;
    again(4).await;
    story.says(ana, HERS).await;
    story.says(ben, HIS).await;
    again(8).await;
    story.minutes(1).await;
    again(20).await;
    both_read_both_once(&story, ana, ben);
    let parts = story.sealed("select words from part").await;
    assert_eq!(parts.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn update_ids_that_begin_anew_lose_nothing() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    for next in [5, 900_000_000] {
        story.days(0).await;
        story
            .telegram
            .with(|world, _| world.restart_update_ids(next).expect("restarts"));
        if next == 5 {
            story.says(ben, "/today").await;
            assert!(story.sees(ben, "Open for you:"));
        } else {
            story.start_again().await;
            story.says(ben, HIS).await;
        }
    }
    story.minutes(1).await;
    both_read_both_once(&story, ana, ben);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_that_cannot_be_applied_is_set_aside_and_its_author_asked_to_send_it_again() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let eve = story.newcomer("Eve").await;
    // The round makes no sense any more; Ana and Ben cannot be served, Eve can.
    let good = story.sealed("select doc from round").await.remove(0);
    assert_eq!(story.spoil("update round set doc = '{'").await, 1);
    let before = story.revision();
    story
        .at_once(|world, now| {
            world.say(eve, "/help", now).expect("says");
            world.say(ana, HERS, now).expect("says");
            world.say(eve, "/privacy", now).expect("says");
        })
        .await;
    assert_eq!(
        story.texts(eve, before).len(),
        2,
        "the neighbours are applied"
    );
    let aside = story.sealed("select why from set_aside").await;
    assert_eq!(aside, ["corrupt"]);
    let bodies = story.sealed("select body from set_aside").await;
    assert!(bodies.iter().all(|body| !body.contains("boxes")), "sealed");
    // What met the broken row could not even be answered, because the same row stands in the way: nothing is said twice.
    assert!(story.texts(ana, before).len() <= 1, "{}", story.page(ana));

    // Somebody mends the row: all goes on.
    let good = good.replace('\'', "''");
    story
        .spoil(&format!("update round set doc = '{good}'"))
        .await;
    story.says(ana, HERS).await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    both_read_both_once(&story, ana, ben);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_stopped_by_a_row_of_somebody_else_is_asked_to_send_it_again() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.newcomer("Ben").await);
    let link = story.invites(ana).await;
    let good = story.sealed("select doc from couple").await.remove(0);
    story.spoil("update couple set doc = 'nonsense'").await;
    let before = story.revision();
    story.opens(ben, &link).await;
    assert_eq!(
        story.texts(ben, before),
        [
            "Something went wrong on my side with what you just sent. Nothing of it was shown to anyone. Would you send it once more?"
        ]
    );
    let good = good.replace('\'', "''");
    story
        .spoil(&format!("update couple set doc = '{good}'"))
        .await;
    story.opens(ben, &link).await;
    assert!(story.last(ben).text.starts_with("Ana invites you"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_bot_has_heard_of_yet_is_kept_and_stops_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story
        .at_once(|world, now| {
            world.inject("message_from_mars", serde_json::json!({"text": HERS}), now);
            world.say(ana, HERS, now).expect("says");
        })
        .await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    both_read_both_once(&story, ana, ben);
    assert_eq!(story.sealed("select why from set_aside").await, ["unknown"]);
}

/// The main path while something goes wrong with the sending of every message of one step.
async fn with_fault(when: When, fault: Fault, may_repeat: bool) {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    story
        .telegram
        .with(|world, _| world.faults.add(when, fault));
    story.says(ben, HIS).await;
    story.minutes(10).await;
    for reader in [ana, ben] {
        let page = story.page(reader);
        let reveals = page.matches("Both answers are in").count();
        assert!(
            reveals == 1 || (may_repeat && reveals == 2),
            "{reveals}: {page}"
        );
        let reveal = story.reveal(reader).text;
        assert!(reveal.contains(HERS) && reveal.contains(HIS), "{page}");
    }
    let left = story.telegram.with(|world, _| world.faults.len());
    assert_eq!(left, 0, "the fault was met");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reveal_that_was_lost_on_the_way_comes_again() {
    with_fault(
        When::method_is("sendMessage").times(2),
        Fault::Reset { delivered: false },
        false,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reveal_whose_reply_was_lost_comes_at_least_once() {
    with_fault(
        When::method_is("sendMessage"),
        Fault::Reset { delivered: true },
        true,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reveal_that_telegram_puts_off_comes_once_and_later() {
    with_fault(
        When::method_is("sendMessage").times(3),
        Fault::RetryAfter { seconds: 4 },
        false,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn touches_that_fail_hold_no_reveal_up() {
    with_fault(
        When::method_is("setMessageReaction").after(1).times(2),
        Fault::ServerError {
            status: 502,
            delivered: true,
        },
        false,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_in_place_of_an_answer_loses_nothing() {
    with_fault(
        When::method_is("sendMessage"),
        Fault::Html {
            status: 502,
            delivered: false,
        },
        false,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_hangs_for_one_person_holds_up_nobody_else() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    story.telegram.with(|world, _| {
        world.faults.add(
            When::method_is("sendMessage").chat(ana),
            Fault::Hang { delivered: false },
        );
    });
    let deed = story
        .telegram
        .with(|world, now| world.say(ana, "/today", now));
    deed.expect("says");
    story
        .telegram
        .wait_for(Duration::from_secs(20), |world| {
            world.faults.is_empty().then_some(())
        })
        .await
        .expect("the call hangs");
    story
        .telegram
        .with(|world, now| world.say(ben, "/help", now))
        .expect("says");
    let served = story
        .telegram
        .wait_for(Duration::from_secs(10), |world| {
            let last = world.last_from_bot(ben)?;
            last.text
                .starts_with("Answering is just writing.")
                .then_some(())
        })
        .await;
    assert!(served.is_some(), "{}", story.page(ben));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_blocked_the_bot_costs_one_call_and_gets_what_is_owed_on_coming_back() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "/timezone Lisbon").await;
    story.plans_every_evening(ana).await;
    story.says(ben, HIS).await;
    // The block is not told to the bot, as when it happened during an outage.
    story
        .at_once(|world, _| {
            world
                .set_person(ben, |ben| ben.blocked = true)
                .expect("blocks");
        })
        .await;
    let calls = |story: &Story| {
        story.telegram.with(|world, _| {
            let calls = world.calls().iter();
            calls.filter(|call| call.chat == Some(ben)).count()
        })
    };
    let before = calls(&story);
    story.says(ana, HERS).await;
    story.minutes(1).await;
    assert!(
        story.sees(ana, "Both answers are in"),
        "Ana is served as ever"
    );
    story.until("2026-03-04T21:00:00Z").await;
    assert!(
        story.page(ana).matches("🌤").count() >= 1,
        "{}",
        story.page(ana)
    );
    let spent = calls(&story) - before;
    assert!(spent <= 3, "{spent} calls for somebody who is not there");
    assert!(!story.page(ana).contains("blocked"));
    story
        .at_once(|world, now| world.unblock(ben, now).expect("comes back"))
        .await;
    let reveal = story.reveal(ben).text;
    assert!(reveal.contains(HERS) && reveal.contains(HIS));
    assert_eq!(story.page(ben).matches("Both answers are in").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_outage_of_minutes_the_buttons_are_shown_afresh_and_nothing_is_said() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let card = story.seen(ana, "🙏").message_id;
    let pages = (story.page(ana), story.page(ben));
    story.stop().await;
    let before = story.telegram.with(|world, _| world.calls().len());
    // A press that expires before anybody looks.
    story.telegram.with(|world, now| {
        world.press(ana, "Not tonight", now).expect("presses");
    });
    story.clock.shift(SignedDuration::from_mins(4));
    story.start_again().await;
    let shown = story
        .telegram
        .wait_for(Duration::from_secs(20), |world| {
            let mut calls = world.calls()[before..].iter();
            let again = |call: &twofold::sandbox::Called| {
                call.method == "editMessageText" && call.params["message_id"] == card
            };
            calls.any(again).then_some(())
        })
        .await;
    assert!(shown.is_some(), "the keyboard is shown again");
    story.settle().await;
    assert_eq!((story.page(ana), story.page(ben)), pages);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_outage_of_more_than_a_day_people_with_open_questions_read_one_line() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let zoe = story.newcomer("Zoe").await;
    let before = story.revision();
    story.stop().await;
    story.telegram.with(|world, now| {
        world.say(ana, "This will be lost.", now).expect("says");
    });
    story.clock.shift(SignedDuration::from_hours(25));
    story.start_again().await;
    story.minutes(2).await;
    for who in [ana, ben] {
        let lines = story.texts(who, before);
        let said = lines
            .iter()
            .filter(|line| line.starts_with("I was away for more than a day"));
        assert_eq!(said.count(), 1, "{lines:?}");
    }
    assert_eq!(story.sounds(ana, before), 0);
    assert!(story.texts(zoe, before).is_empty());
    story.start_again().await;
    story.minutes(2).await;
    assert_eq!(story.page(ana).matches("I was away").count(), 1);
    let answer = story.says(ana, HERS).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🙊"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_polling_fault_of_telegram_is_waited_out() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    for fault in [
        Fault::ServerError {
            status: 502,
            delivered: false,
        },
        Fault::Reset { delivered: false },
        Fault::Malformed { delivered: false },
        Fault::RetryAfter { seconds: 1 },
    ] {
        story
            .telegram
            .with(|world, _| world.faults.add(When::method_is("getUpdates"), fault));
        story.sends(ana, Outgoing::text("/today")).await;
    }
    assert_eq!(story.page(ana).matches("Open for you:").count(), 4);
    story.says(ana, HERS).await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    both_read_both_once_more(&story, ana, ben);
}

/// The same where `/today` has shown the question several times.
fn both_read_both_once_more(story: &Story, ana: i64, ben: i64) {
    for reader in [ana, ben] {
        let page = story.page(reader);
        assert_eq!(page.matches("Both answers are in").count(), 1, "{page}");
    }
}
