//! Asking, and the answers that read the same.

use super::{asks, at_home, says_yes};
use crate::world::Story;

/// What the asker sees from the invitation to the next evening.
async fn world(answer: &str) -> (String, String) {
    let (story, ana, ben) = at_home().await;
    if answer == "off" {
        story.says(ben, "/settings").await;
        story.presses(ben, "✓ Invitations after an argument").await;
    }
    let since = story.revision();
    asks(&story, ana).await;
    match answer {
        "no" => story.presses(ben, "Not now").await,
        "not safe" => {
            story.presses(ben, "Yes, let’s").await;
            story.presses(ben, "No, or I’m not sure").await;
        }
        _ => {}
    }
    story.until("2026-03-03T12:59:00Z").await;
    let before = story.page_since(ana, since);
    assert!(!before.contains("Not now"), "{before}");
    story.until("2026-03-03T13:00:05Z").await;
    (story.page_since(ana, since), story.page_since(ben, since))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_and_no_answer_and_not_safe_and_switched_off_read_the_same_to_the_asker() {
    let (no, declined) = world("no").await;
    insta::assert_snapshot!(no, @"
      > /reflect
    bot Thank you. That was the question.
    bot On its way. You’ll hear at 13:00, or sooner.
          [Take the invitation back]
          [Write for myself now]
    bot Not now. There can be many reasons, and none has to be given. If it would do you good, you can write for yourself.
          [Write for myself now]
    ");
    insta::assert_snapshot!(declined, @"
    bot ♪ All right, not now. Ana reads “Not now” at 13:00, in the same words as with no answer.
          [No more of these]
    ");
    for answer in ["no answer", "not safe", "off"] {
        let (other, page) = world(answer).await;
        assert_eq!(no, other, "{answer}");
        if answer == "off" {
            assert!(page.is_empty(), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_speak_freely_reads_why_in_that_chat_alone_and_one_tap_takes_it_away() {
    let (story, ana, ben) = at_home().await;
    let his = story.page(ben);
    let since = story.revision();
    story.says(ana, "/reflect").await;
    story.presses(ana, "After an argument").await;
    let first = story.last(ana).text;
    assert!(!first.lines().next().unwrap_or_default().contains("Ben"));
    story.presses(ana, "No, or I’m not sure").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /reflect
    bot Thank you. That was the question.
    bot Then we’ll leave it at that.

          This exercise asks two people to be open with each other. It only does good where being open costs neither of them anything. Where it might, finding better words doesn’t make it safer, and it isn’t yours to put right by writing well.

          What you tapped is not kept, and nobody hears of it, or why nothing more comes.

          If you’d like to read something about this, or talk to somebody who knows it well: /safety. The button below takes this message away.
          [Take this message away]
    ");
    let delete = story.app.library().safety().afraid("en").delete.to_owned();
    story.presses(ana, &delete).await;
    assert!(!story.sees(ana, "/safety"));
    story.hours(2).await;
    assert_eq!(story.page(ben), his);
    let rows = story.sealed("select doc from reflection").await;
    assert!(rows.is_empty(), "nothing is stored of it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_in_the_evening_tomorrow_comes_first_and_nobody_is_woken() {
    let (story, ana, ben) = at_home().await;
    story.until("2026-03-03T21:29:32Z").await;
    let since = story.revision();
    story.says(ana, "/reflect").await;
    story.presses(ana, "After an argument").await;
    story.presses(ana, "Yes, I can").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot It’s late, and tired people are hard on each other. Choose a time after you’ve slept, and the invitation waits for morning, too. If your head won’t be quiet, you can write for yourself now.
          [Tomorrow morning · 09:00]
          [Tomorrow · 13:00]
          [Tomorrow · 19:00]
          [In 30 minutes · 22:00]
          [In 1 hour · 22:30]
          [In 3 hours · 00:30]
          [Write for myself now]
          [Never mind]
    ");
    story.presses(ana, "Tomorrow morning · 09:00").await;
    insta::assert_snapshot!(story.shows(&story.seen(ana, "as soon as it won’t wake anybody")), @"
    bot The invitation goes out as soon as it won’t wake anybody. You’ll hear tomorrow at 09:00, or sooner.
          [Take the invitation back]
          [Write for myself now]
    ");
    story.until("2026-03-04T07:29:00Z").await;
    assert!(!story.page_since(ben, since).contains("look at something"));
    story.until("2026-03-04T07:31:00Z").await;
    let invitation = story.seen(ben, "look at something");
    assert!(invitation.text.contains("at 09:00"), "{}", invitation.text);
    assert!(!invitation.silent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_an_hour_reads_as_half_an_hour_at_any_second() {
    let (story, ana, _) = at_home().await;
    for second in ["01", "29", "31", "59"] {
        story.until(&format!("2026-03-03T12:10:{second}Z")).await;
        story.says(ana, "/reflect").await;
        story.presses(ana, "After an argument").await;
        story.presses(ana, "Yes, I can").await;
        let asked = story.last(ana);
        let first = asked.labels().first().copied().unwrap_or_default();
        assert!(first.starts_with("In 30 minutes · 12:4"), "{first}");
        story.presses(ana, "Never mind").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_night_one_can_write_for_oneself() {
    let (story, ana, ben) = at_home().await;
    story.until("2026-03-03T23:30:00Z").await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "After an argument").await;
    story.presses(ana, "Yes, I can").await;
    let since = story.revision();
    story.presses(ana, "Write for myself now").await;
    assert!(story.last(ana).text.starts_with("Only for you."));
    assert!(story.page_since(ben, since).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_want_it_sooner_and_it_is_never_under_twenty_minutes() {
    let (story, ana, ben) = at_home().await;
    asks(&story, ana).await;
    says_yes(&story, ben).await;
    let since = story.revision();
    for who in [ana, ben] {
        story.says(who, "/reflect").await;
        story.presses(who, "Sooner, if we both want").await;
    }
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /reflect
    bot One of these is under way already. Here it is:
          [Only for me]
    bot 🙊 Sealed. If you both want it, you’ll both hear.
    bot ♪ You’d both like to begin sooner. You begin at 12:19.
    ");
    story.minutes(19).await;
    assert!(!story.sees(ana, "It’s time"));
    story.minutes(2).await;
    assert!(story.sees(ana, "It’s time"));
    assert!(story.sees(ben, "It’s time"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_in_a_week_are_enough() {
    let (story, ana, ben) = at_home().await;
    for _ in 0..3 {
        story.says(ana, "/reflect").await;
        story.presses(ana, "After an argument").await;
        story.presses(ana, "Yes, I can").await;
        let label = story.last(ana).labels()[0].to_owned();
        story.presses(ana, &label).await;
        story.presses(ana, "Take the invitation back").await;
    }
    let since = story.revision();
    story.says(ana, "/reflect").await;
    story.presses(ana, "After an argument").await;
    assert!(story.toast(ana).contains("three is enough"));
    assert!(story.page_since(ben, since).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_three_months_it_is_offered_once_to_who_switched_it_on() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/settings").await;
    story.presses(ana, "Ask us, every three months: off").await;
    assert!(
        story
            .last(ana)
            .labels()
            .contains(&"✓ Ask us, every three months")
    );
    story.says(ana, "/pause").await;
    story.presses(ana, "Until one of us resumes").await;
    story.days(92).await;
    story.says(ana, "/resume").await;
    story.minutes(1).await;
    offered(&story, ana, 1);
    offered(&story, ben, 0);
}

fn offered(story: &Story, who: i64, times: usize) {
    let screen = story.screen(who);
    let offers = screen
        .iter()
        .filter(|seen| seen.text.contains("It has been three months"));
    assert_eq!(offers.count(), times);
}
