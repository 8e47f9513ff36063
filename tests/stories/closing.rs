//! A round that did not open: when it closes, and what becomes of the half somebody had written.

use jiff::SignedDuration;
use twofold::sandbox::{Action, Media, Outgoing};

use crate::world::Story;

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

fn mins(mins: i64) -> SignedDuration {
    SignedDuration::from_mins(mins)
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// Ana has answered on Tuesday, Ben has not, and Wednesday's question has closed Tuesday's; since when.
async fn closed(story: &Story) -> (i64, i64, u64) {
    let (ana, ben) = story.evening().await;
    story.says(ana, "Hopeful, for once.").await;
    story.until("2026-03-04T20:31:00Z").await;
    let since = story.revision();
    story.until("2026-03-04T20:33:00Z").await;
    (ana, ben, since)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_closes_when_the_next_one_was_asked_to_both() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let (hers, his) = (story.card(ana).message_id, story.card(ben).message_id);
    story.says(ana, "Hopeful, for once.").await;
    story.until("2026-03-04T20:29:30Z").await;
    assert!(story.message(ana, hers).text.contains("Sealed"));
    let since = story.revision();
    story.until("2026-03-04T20:33:00Z").await;
    insta::assert_snapshot!(story.page_since(ana, since), @r"
        bot ♪ 🙏 What did Ben do this week that nobody saw but you?

              One thing Ben did, or simply is. Say what it took of them, and why it mattered to you.
              Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
              [Another one]
              [Not tonight] [Let's talk instead]
        bot This question is closed. What you wrote is still sealed, and it is yours alone:

              🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              What would you like to do with it? Untouched, it is erased in seven days.
              [Give it anyway]
              [Keep it for me]
              [Let it go]
        ");
    insta::assert_snapshot!(story.page_since(ben, since), @r"
        bot ♪ 🙏 What did Ana do this week that nobody saw but you?

              One thing Ana did, or simply is. Say what it took of them, and why it mattered to you.
              Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
              [Another one]
              [Not tonight] [Let's talk instead]
        ");
    insta::assert_snapshot!(story.shows(&story.message(ana, hers)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              This one is closed.
        ");
    insta::assert_snapshot!(story.shows(&story.message(ben, his)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              This one is closed.
        ");
    assert_eq!(story.sounds(ana, since), 1, "the new question alone");
    assert_eq!(story.sounds(ben, since), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_successor_a_question_closes_after_seventy_two_hours() {
    let story = Story::begin().await;
    // Nobody has said where they live, so nothing comes by the clock.
    let (ana, ben) = story.pair().await;
    story.says(ana, "For the bike.").await;
    story.later(hours(72) - mins(1)).await;
    assert!(story.card(ana).text.contains("Sealed"));
    story.later(mins(2)).await;
    assert!(
        story.card(ana).text.contains("Sealed"),
        "two minutes are left for words that are still on their way"
    );
    let since = story.revision();
    story.later(mins(2)).await;
    assert!(story.card(ana).text.contains("This one is closed."));
    assert!(story.card(ben).text.contains("This one is closed."));
    assert_eq!(
        story.last(ana).labels(),
        ["Give it anyway", "Keep it for me", "Let it go"]
    );
    assert!(story.last(ana).silent);
    assert!(story.news(ben, since).is_empty(), "he reads nothing of it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_both_have_answered_never_closes_unopened() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Hopeful.").await;
    story.until("2026-03-04T20:29:50Z").await;
    story.says(ben, "At the last moment.").await;
    story.presses(ben, "Still writing").await;
    story.until("2026-03-04T20:45:00Z").await;
    assert!(story.reveal(ana).text.contains("At the last moment."));
    assert!(!story.sees(ana, "This question is closed."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_written_in_time_count_within_two_minutes_and_later_ones_do_not() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let tuesday = story.card(ben).message_id;
    story.says(ana, "Hopeful.").await;
    story.until("2026-03-04T20:31:00Z").await;
    let in_time = "2026-03-04T20:29:40Z".parse().expect("a time");
    let since = story.revision();
    story
        .sends(ben, Outgoing::text("Too late for it.").reply_to(tuesday))
        .await;
    assert!(!story.message(ben, tuesday).text.contains("Sealed"));
    assert!(
        story.seen(ben, "What is this for?").appeared > since,
        "they are asked about"
    );
    story.presses(ben, "Never mind").await;
    story
        .sends(
            ben,
            Outgoing::text("Just in time.")
                .reply_to(tuesday)
                .dated(in_time),
        )
        .await;
    story.later(secs(60)).await;
    let reveal = story.reveal(ana);
    assert!(reveal.text.contains("Just in time."));
    assert!(!reveal.text.contains("Too late for it."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_for_a_closed_question_are_asked_about_whenever_they_were_written() {
    let story = Story::begin().await;
    let (_, ben, _) = closed(&story).await;
    let [.., tuesday, wednesday] = &story.cards(ben)[..] else {
        panic!("two questions");
    };
    let in_time = "2026-03-04T20:29:40Z".parse().expect("a time");
    story
        .sends(
            ben,
            Outgoing::text("From under a mountain.")
                .reply_to(tuesday.message_id)
                .dated(in_time),
        )
        .await;
    let question = story.last(ben);
    assert!(
        question.text.contains("What is this for?"),
        "{}",
        story.page(ben)
    );
    assert_eq!(question.labels().len(), 3, "for her, for today, or nothing");
    let label = question.labels()[1].to_owned();
    story.presses(ben, &label).await;
    assert!(
        story
            .message(ben, wednesday.message_id)
            .text
            .contains("Sealed")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_can_be_given_as_a_gift_with_nothing_to_answer() {
    let story = Story::of_known_prompts().await;
    let (ana, ben, _) = closed(&story).await;
    let since = story.revision();
    story.presses(ana, "Give it anyway").await;
    insta::assert_snapshot!(story.page_since(ben, since), @r"
        bot 🎁 A gift from Ana: an answer to an earlier question. There is nothing to answer. Tap to read.

              🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              Ana
              Hopeful, for once.
        ");
    insta::assert_snapshot!(story.last(ben).on_lock_screen(), @r"
        🎁 A gift from Ana: an answer to an earlier question. There is nothing to answer. Tap to read.

        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒

        Ana
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        ");
    assert_eq!(
        story.seen(ana, "as a gift").text,
        "Given. It goes to Ben as a gift, with nothing to answer."
    );
    assert_eq!(story.sounds(ben, since), 0);
    let gift = story.last(ben).message_id;
    story.reacts(ben, gift, Some("❤")).await;
    let hers = story
        .screen(ana)
        .into_iter()
        .find(|m| m.text == "Hopeful, for once.")
        .expect("her message");
    assert_eq!(
        story.reaction(ana, hers.message_id).as_deref(),
        Some("❤"),
        "a reaction on a gift travels, too"
    );
    story.replies(ben, gift, "Thank you.").await;
    assert!(story.last(ana).text.contains("Thank you."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_holds_its_pictures_too_and_waits_for_the_morning() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Look.").await;
    story.sends(ana, Outgoing::file(Media::Photo)).await;
    story.until("2026-03-04T23:00:00Z").await;
    let since = story.revision();
    story.presses(ana, "Give it anyway").await;
    assert!(story.sees(ana, "Given."));
    story.until("2026-03-05T07:29:00Z").await;
    assert!(story.news(ben, since).is_empty(), "he sleeps");
    story.until("2026-03-05T07:31:00Z").await;
    let news = story.news(ben, since);
    assert_eq!(news.len(), 2, "{}", story.page(ben));
    assert!(news[0].text.contains("Look.") && news[1].has_spoiler);
    assert!(news.iter().all(|m| m.silent));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_can_be_kept_or_let_go_and_nobody_hears_of_it() {
    for (label, said) in [
        ("Keep it for me", "Kept, just for you."),
        ("Let it go", "Let go. It is erased."),
    ] {
        let story = Story::begin().await;
        let (ana, ben, _) = closed(&story).await;
        let offer = story.seen(ana, "What would you like to do with it?");
        let give = offer.button("Give it anyway").expect("a button");
        let Action::Callback(data) = give.action.clone() else {
            panic!("a button with data");
        };
        let calls = story.calls_to(ben).len();
        story.presses(ana, label).await;
        let done = story.message(ana, offer.message_id);
        assert_eq!(done.text, said);
        assert!(done.labels().is_empty());
        story.forges(ana, offer.message_id, &data).await;
        assert!(story.toast(ana).contains("had its day"), "{label}");
        assert_eq!(story.calls_to(ben).len(), calls, "{label}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_nobody_touches_is_erased_after_seven_days() {
    let story = Story::begin().await;
    let (ana, ben, _) = closed(&story).await;
    let offer = story.seen(ana, "What would you like to do with it?");
    let Some(Action::Callback(data)) = offer.button("Give it anyway").map(|b| b.action.clone())
    else {
        panic!("a button with data");
    };
    // She goes on answering nothing, he neither.
    story.later(hours(7 * 24) - mins(10)).await;
    assert_eq!(
        story.message(ana, offer.message_id).labels(),
        offer.labels()
    );
    story.later(mins(20)).await;
    let done = story.message(ana, offer.message_id);
    assert_eq!(done.text, "Let go. It is erased.");
    assert!(done.labels().is_empty());
    let calls = story.calls_to(ben).len();
    story.forges(ana, offer.message_id, &data).await;
    assert!(story.toast(ana).contains("had its day"));
    assert_eq!(story.calls_to(ben).len(), calls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_nobody_answered_closes_without_a_word() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let (hers, his) = (story.card(ana).message_id, story.card(ben).message_id);
    let since = story.revision();
    story.until("2026-03-04T20:35:00Z").await;
    for (who, card) in [(ana, hers), (ben, his)] {
        let news = story.news(who, since);
        let texts: Vec<&str> = news.iter().map(|seen| seen.text.as_str()).collect();
        assert_eq!(texts.len(), 2, "the one nudge and the new question alone");
        assert!(texts[0].starts_with("Still here, whenever you like:"));
        assert!(news[0].silent && texts[1].starts_with("🙏"));
        let closed = story.message(who, card);
        assert!(closed.text.ends_with("This one is closed."));
        assert!(closed.labels().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pass_does_not_change_when_a_question_closes() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let card = story.card(ana).message_id;
    story.presses(ben, "Not tonight").await;
    story.says(ana, "Hopeful.").await;
    story.until("2026-03-04T20:31:30Z").await;
    assert!(story.message(ana, card).text.contains("Sealed"));
    story.until("2026-03-04T20:32:30Z").await;
    assert!(
        story
            .message(ana, card)
            .text
            .contains("This one is closed.")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_answer_beside_another_one_closes_at_its_own_time() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ben, "I liked the first one.").await;
    let old = story.card(ben).message_id;
    story.presses(ana, "Another one").await;
    story
        .both_answer(ana, ben, "The new one.", "The new one.")
        .await;
    story.until("2026-03-04T20:29:00Z").await;
    assert!(story.message(ben, old).text.contains("Sealed"));
    story.until("2026-03-04T20:33:00Z").await;
    assert!(story.message(ben, old).text.contains("This one is closed."));
    assert!(story.sees(ben, "What would you like to do with it?"));
    story.presses(ben, "Give it anyway").await;
    assert!(story.last(ana).text.contains("I liked the first one."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_in_time_while_the_bot_was_away_counts() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let tuesday = story.card(ben).message_id;
    story.says(ana, "Hopeful.").await;
    story.until("2026-03-04T20:20:00Z").await;
    story.stop().await;
    story.telegram.with(|world, now| {
        let words = Outgoing::text("While you were away.").reply_to(tuesday);
        world.send(ben, words, now).expect("sends");
    });
    story.clock.shift(mins(45));
    story.start_again().await;
    story.later(secs(30)).await;
    for who in [ana, ben] {
        assert!(
            story.reveal(who).text.contains("While you were away."),
            "{}",
            story.page(who)
        );
    }
    assert!(!story.sees(ana, "This question is closed."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_start_in_the_middle_of_an_evening_changes_nothing() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Hopeful.").await;
    let pages = (story.page(ana), story.page(ben));
    story.start_again().await;
    assert_eq!((story.page(ana), story.page(ben)), pages);
    story.says(ben, "Restless.").await;
    story.start_again().await;
    story.later(secs(20)).await;
    story.start_again().await;
    assert_eq!((story.reveals(ana), story.reveals(ben)), (2, 2));
    assert!(story.reveal(ben).text.contains("Hopeful."));
}
