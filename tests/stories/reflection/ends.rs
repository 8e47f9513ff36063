//! Stopping, silence, leaving; keeping and erasing.

use super::{sealed, time_to_write, writes};
use crate::world::Story;

const HERS: &str = "We were both tired.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_stops_and_everything_unopened_is_gone_from_the_disk() {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, HERS, "I will phone.").await;
    story.presses(ana, "Seal it").await;
    let since = story.revision();
    story.presses(ben, "Stop").await;
    insta::assert_snapshot!(story.page_since(ben, since), @"");
    assert!(story.page_since(ana, since).is_empty());
    story.presses(ben, "Yes, stop").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"bot Looking at this together ends here. Whatever wasn’t open is erased, for both of you. It needs no reason.");
    insta::assert_snapshot!(story.page_since(ben, since), @"bot Stopped. Whatever wasn’t open is erased.");
    let rows = story.sealed("select words from reflection_words").await;
    assert!(rows.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_stand_on_the_disk_sealed_and_leave_no_byte_behind() {
    let (story, ana, _) = time_to_write().await;
    writes(&story, ana, HERS, "I will phone.").await;
    story.presses(ana, "Seal it").await;
    assert!(!story.is_on_disk(HERS), "never in clear");
    let sealed = story.sealed("select words from reflection_words").await;
    assert_eq!(sealed.len(), 2);
    story.says(ana, "/reflect").await;
    story.presses(ana, "Stop").await;
    story.presses(ana, "Yes, stop").await;
    story.erased_from_disk(&sealed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_days_of_silence_end_it_in_the_same_words() {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, HERS, "I will phone.").await;
    story.presses(ana, "Seal it").await;
    story.hours(71).await;
    assert!(!story.sees(ben, "ends here"));
    story.hours(2).await;
    for who in [ana, ben] {
        assert!(story.sees(who, "Looking at this together ends here."));
    }
    let rows = story.sealed("select words from reflection_words").await;
    assert!(rows.is_empty());
}

async fn opened() -> (Story, i64, i64) {
    let (story, ana, ben) = sealed().await;
    story.presses(ana, "Open the first step").await;
    story.presses(ben, "Open the next step").await;
    story.presses(ana, "Go on").await;
    (story, ana, ben)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_later_the_messages_are_empty_unless_both_keep_it() {
    let (story, ana, ben) = opened().await;
    assert!(story.sees(ben, HERS));
    story.presses(ana, "Keep it").await;
    let noted = story.last(ana).text;
    story.presses(ben, "Let it go").await;
    assert_eq!(noted, story.last(ben).text, "the same whichever was tapped");
    let sealed = story.sealed("select words from reflection_words").await;
    story.days(8).await;
    for who in [ana, ben] {
        assert!(!story.sees(who, HERS));
        assert!(story.sees(who, "It has been erased, as agreed."));
    }
    story.erased_from_disk(&sealed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_keep_it_and_it_stays() {
    let (story, ana, ben) = opened().await;
    story.presses(ana, "Keep it").await;
    story.presses(ben, "Keep it").await;
    assert!(story.sees(ana, "so it stays"));
    story.days(9).await;
    assert!(story.sees(ben, HERS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_text_is_emptied_to_its_last_message() {
    let (story, ana, ben) = time_to_write().await;
    let long = format!("start {} end-of-hers", "a long lament ".repeat(280));
    writes(&story, ana, &long, "I will phone.").await;
    story.presses(ana, "Seal it").await;
    let long = format!("start {} end-of-his", "another lament ".repeat(270));
    writes(&story, ben, &long, "I will cook.").await;
    story.presses(ben, "Seal it").await;
    story.presses(ana, "Open the first step").await;
    assert!(story.sees(ben, "end-of-hers"));
    story.says(ana, "/reflect").await;
    story.presses(ana, "Stop").await;
    story.presses(ana, "Yes, stop").await;
    story.days(8).await;
    for who in [ana, ben] {
        assert!(!story.sees(who, "lament"), "{}", story.page(who));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_better_for_one_gives_both_the_same_line() {
    let (story, ana, ben) = opened().await;
    story.hours(25).await;
    story.presses(ana, "Heavier").await;
    story.presses(ben, "Lighter").await;
    let line = story.seen(ana, "Things like this settle slowly").text;
    assert_eq!(line, story.seen(ben, "Things like this settle slowly").text);
    for who in [ana, ben] {
        assert!(!story.sees(who, "Twice now"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_more_than_a_week_away_the_closing_line_still_comes_though_all_is_erased_at_once() {
    let (mut story, ana, ben) = opened().await;
    story.hours(25).await;
    story.presses(ana, "Heavier").await;
    story.stop().await;
    story.clock.shift(jiff::SignedDuration::from_hours(9 * 24));
    story.start_again().await;
    story.hours(30).await;
    for who in [ana, ben] {
        assert!(
            story.sees(who, "Things like this settle slowly"),
            "{}",
            story.page(who)
        );
        assert!(!story.sees(who, "I will cook."), "it is erased");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_ends_it_at_once_and_says_one_line() {
    let (story, ana, ben) = sealed().await;
    let since = story.revision();
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave").await;
    story.minutes(1).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"bot You and Ana are no longer together here. What you opened together stays in this chat.");
    let rows = story.sealed("select words from reflection_words").await;
    assert!(rows.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiet_leave_shows_nothing_and_ends_like_silence() {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, HERS, "I will phone.").await;
    let since = story.revision();
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave quietly").await;
    assert!(story.page_since(ben, since).is_empty());
    writes(&story, ben, "Two hungry people.", "I will cook.").await;
    story.presses(ben, "Seal it").await;
    let hers = story.page(ana);
    story.hours(73).await;
    assert!(story.sees(ben, "Looking at this together ends here."));
    assert_eq!(story.page(ana), hers, "nothing reaches who left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_it_has_not_eased_twice_is_told_of_a_person_to_talk_to_and_nobody_else() {
    let (story, ana, ben) = opened().await;
    story.hours(25).await;
    story.presses(ana, "Still sore").await;
    story.presses(ben, "Lighter").await;
    assert!(!story.sees(ana, "Twice now"));
    story.says(ben, "/reflect").await;
    story.presses(ben, "After an argument").await;
    story.presses(ben, "Yes, I can").await;
    let time = story.last(ben).labels()[1].to_owned();
    story.presses(ben, &time).await;
    super::says_yes(&story, ana).await;
    story.hours(2).await;
    writes(&story, ana, "Again the dishes.", "I will ask.").await;
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "Again the dishes, he says.", "I will say.").await;
    story.presses(ben, "Seal it").await;
    for label in ["Open the first step", "Open the next step", "Go on"] {
        story.presses(ben, label).await;
    }
    story.hours(25).await;
    story.presses(ana, "Heavier").await;
    story.presses(ben, "Lighter").await;
    assert!(story.sees(ana, "Twice now this hasn’t eased."));
    assert!(!story.sees(ben, "Twice now"));
    let more = story.app.library().safety().afraid("en").more.to_owned();
    story.presses(ana, &more).await;
    let person = story.app.library().safety().person("en").title.to_owned();
    assert!(story.last(ana).text.starts_with(&person));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiet_leave_while_steps_open_reads_like_a_stop() {
    let (story, ana, ben) = sealed().await;
    story.presses(ben, "Open the first step").await;
    let since = story.revision();
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave quietly").await;
    insta::assert_snapshot!(story.page_since(ben, since), @"bot Looking at this together ends here. Whatever wasn’t open is erased, for both of you. It needs no reason.");
    assert!(
        !story.page(ben).contains("[Open the next step]"),
        "its buttons go"
    );
    let rows = story.sealed("select words from reflection_words").await;
    assert_eq!(rows.len(), 2, "what both opened");
}
