//! Something warm to do: both tap when they did it, and one alone is told to nobody.

use jiff::SignedDuration;
use twofold::sandbox::{Media, Outgoing};

use super::{asked, covers, settled};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn done_by_both_is_said_gladly() {
    let (story, ana, ben) = asked("affection").await;
    insta::assert_snapshot!(story.shows(&story.card(ben)), @"
    bot ♪ 🤗 Send Ana a photo of something that made you think of them.

          One small, warm thing to do today, if you both feel like it.
          Words or a photo can come along. Nothing shows until you have both done it.
          [Done]
          [Another one]
          [Not today] [Let's talk instead]
    ");
    let calls = story.calls_to(ben).len();
    story.presses(ana, "Done").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🤗 Send Ben a photo of something that made you think of them.

          🙊 Noted, and sealed. It shows when you have both done it.
          [Take back] [Still writing]
    ");
    assert_eq!(
        story.calls_to(ben).len(),
        calls,
        "nothing shows, not even an edit"
    );
    story.later(SignedDuration::from_hours(2)).await;
    let since = story.revision();
    story.presses(ben, "Done").await;
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🤗 Send Ben a photo of something that made you think of them.

          You both did it. 💛
          [♡ Favourite]
    ");
    assert!(covers(&story.reveal(ana), "You both did it"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_and_photos_come_along_or_do_instead() {
    let (story, ana, ben) = asked("affection").await;
    story.presses(ana, "Done").await;
    story.says(ana, "The blue door on the corner.").await;
    story
        .sends(ben, Outgoing::file(Media::Photo).caption("Your bike."))
        .await;
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🤗 Send Ben a photo of something that made you think of them.

          Ana (you)
          ✓ Done

          The blue door on the corner.

          Ben
          (a photo)

          ✨ You both sealed your answers within the same minute.

          ↓ The rest follows right below.
          [♡ Favourite]
    bot Your bike. <Photo, covered>
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🤗 Send Ana a photo of something that made you think of them.

          Ben (you)
          (your photo)
          Your bike.

          Ana
          ✓ Done

          The blue door on the corner.

          ✨ You both sealed your answers within the same minute.
          [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn done_by_one_closes_without_a_word_to_the_other_and_without_a_question() {
    let (story, ana, ben) = asked("affection").await;
    story.presses(ana, "Done").await;
    let since = story.revision();
    story.later(SignedDuration::from_hours(73)).await;
    let card = story.seen(ana, "What you did still counts");
    insta::assert_snapshot!(story.shows(&card), @"
    bot 🤗 Send Ben a photo of something that made you think of them.

          This one is closed. What you did still counts.
    ");
    let told = ["has sealed", "did it", "✓"];
    let page = story.page_since(ben, since);
    assert!(!told.iter().any(|word| page.contains(word)), "{page}");
    assert!(
        !story.page_since(ana, since).contains("still sealed"),
        "no question either"
    );
    assert!(story.sealed("select words from part where round in (select id from round where prompt = 'affection-0001')").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_today_is_fine() {
    let (story, ana, ben) = asked("affection").await;
    let theirs = story.card(ben);
    story.presses(ana, "Not today").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🤗 Send Ben a photo of something that made you think of them.

          Not today, and that's fine. If you change your mind, just tap or write.
          [Answer after all]
    ");
    assert_eq!(story.card(ben), theirs);
    story.presses(ana, "Answer after all").await;
    story.presses(ana, "Done").await;
    story.presses(ana, "Take back").await;
    assert!(story.card(ana).labels().contains(&"Done"));
    assert_eq!(story.card(ben), theirs);
}
