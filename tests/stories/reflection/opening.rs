//! Steps open, or stay closed.

use twofold::sandbox::{Media, Outgoing};

use super::{asks, at_home, says_yes, sealed, time_to_write, writes};
use crate::world::Story;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_one_wrote_stays_closed_unless_given() {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    story.presses(ana, "Seal it").await;
    story.presses(ben, "Begin").await;
    story.presses(ben, "Skip").await;
    story.says(ben, "Two hungry people.").await;
    story.presses(ben, "Next").await;
    story.presses(ben, "Skip").await;
    story.presses(ben, "Skip").await;
    story.presses(ben, "Seal it").await;
    story.presses(ana, "Open the first step").await;
    story.presses(ana, "Go on").await;
    let offer = story.seen(ana, "would open only from your side");
    insta::assert_snapshot!(story.shows(&offer), @"
    bot “One thing I will do” would open only from your side. It stays closed unless you give it. Both are fine.
          [Give it] [Keep it closed]
    ");
    assert!(!story.sees(ben, "from your side"));
    assert!(!story.sees(ben, "I will phone."));
    let since = story.revision();
    story.presses(ana, "Give it").await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ One thing I will do: Ana gives you this one. There is nothing to answer. Tap to read.

          Ana
          I will phone.
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_minutes_each_when_they_want_it() {
    let (story, ana, ben) = sealed().await;
    story.presses(ana, "Open the first step").await;
    let since = story.revision();
    story.presses(ben, "Ten minutes each").await;
    assert_eq!(story.sounds(ana, since), 0, "a silent start");
    let hers = story.last(ana).text;
    let (first, second) = if hers.contains("you begin") {
        (ana, ben)
    } else {
        (ben, ana)
    };
    assert!(story.last(first).text.contains("Ten minutes are yours"));
    assert!(story.last(second).text.contains("you only listen"));
    story.minutes(10).await;
    assert!(story.last(first).text.contains("you listen"));
    assert!(
        story
            .last(second)
            .text
            .contains("These ten minutes are yours")
    );
    story.minutes(10).await;
    for who in [ana, ben] {
        assert!(story.last(who).text.contains("That was the time"));
        assert_eq!(story.sounds(who, since), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_reveals_wait_and_open_when_it_is_stopped() {
    let (story, ana, ben) = time_to_write().await;
    story.says(ben, "/prompt gratitude").await;
    story.minutes(1).await;
    for (who, words) in [(ana, "Her answer."), (ben, "His answer.")] {
        let card = story.card(who).message_id;
        story.replies(who, card, words).await;
    }
    story.hours(3).await;
    let before = story.reveals(ana);
    story.says(ana, "/reflect").await;
    story.presses(ana, "Stop").await;
    let since = story.revision();
    story.presses(ana, "Yes, stop").await;
    story.minutes(1).await;
    assert_eq!(story.reveals(ana), before + 1);
    assert!(story.sees(ben, "Her answer."));
    let over = story.page_since(ben, since);
    assert!(over.contains("ends here"), "{over}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_check_ins_come_until_the_day_after_and_sealed_answers_wait() {
    let (story, ana, ben) = at_home().await;
    // Tuesday's check-in has its turn, then gratitude would.
    asks(&story, ana).await;
    says_yes(&story, ben).await;
    story.until("2026-03-03T20:31:00Z").await;
    assert!(story.card(ana).text.starts_with("🌤"));
    for who in [ana, ben] {
        let card = story.card(who).message_id;
        story.replies(who, card, "Tired, and glad of you.").await;
    }
    let before = story.reveals(ana);
    story.until("2026-03-04T20:31:00Z").await;
    assert_eq!(story.reveals(ana), before, "it waits");
    assert!(story.card(ana).text.starts_with("🌤"), "no gratitude today");
    // His can be taken back while it waits.
    let first = &story.cards(ben)[story.cards(ben).len() - 2];
    story
        .presses_under(ben, first.message_id, "Take back")
        .await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Stop").await;
    story.presses(ana, "Yes, stop").await;
    story.minutes(1).await;
    assert_eq!(story.reveals(ana), before, "his was taken back");
    story.until("2026-03-05T20:31:00Z").await;
    assert!(story.card(ana).text.starts_with("🙏"), "and all goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_that_a_privacy_setting_refuses_can_be_tried_again() {
    let (story, ana, ben) = time_to_write().await;
    let refuses = |refuses: bool| {
        story
            .telegram
            .with(|world, _| world.set_person(ben, |ben| ben.refuses_voice = refuses))
            .expect("set");
    };
    refuses(true);
    story.presses(ana, "Begin").await;
    story.presses(ana, "Skip").await;
    story.sends(ana, Outgoing::file(Media::Voice)).await;
    for _ in 0..3 {
        let next = story.last(ana).labels()[1].to_owned();
        story.presses(ana, &next).await;
    }
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "He waited.", "He will call.").await;
    story.presses(ben, "Seal it").await;
    story.presses(ben, "Open the first step").await;
    let voices = |story: &Story| {
        let screen = story.screen(ben);
        let voices = screen.iter();
        voices
            .filter(|seen| seen.media.is_some() && seen.is_from_bot())
            .count()
    };
    assert_eq!(voices(&story), 0);
    refuses(false);
    story.presses(ben, "Try again").await;
    assert_eq!(voices(&story), 1);
    assert!(!story.page(ben).contains("[Try again]"), "the line goes");
    story.hours(47).await;
    assert_eq!(voices(&story), 0, "and the voice in its time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_in_reply_to_what_opened_are_asked_about_and_go_nowhere_by_themselves() {
    let (story, ana, ben) = sealed().await;
    story.presses(ana, "Open the first step").await;
    let opened = story.seen(ana, "Open for you both").message_id;
    story.reacts(ana, opened, Some("❤")).await;
    let since = story.revision();
    story.replies(ana, opened, "I had not seen that.").await;
    assert!(story.page_since(ben, since).is_empty());
    story.presses(ana, "For Ben").await;
    assert!(story.sees(ben, "I had not seen that."));
}
