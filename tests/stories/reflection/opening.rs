//! Steps open, or stay closed.

use super::{sealed, time_to_write, writes};

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
