//! *Only for me*.

use crate::world::Story;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_without_a_couple_writes_for_themselves() {
    let story = Story::begin().await;
    let cleo = story.newcomer("Cleo").await;
    let since = story.revision();
    story.says(cleo, "/reflect").await;
    story.presses(cleo, "Only for me").await;
    insta::assert_snapshot!(story.page_since(cleo, since), @"
      > /reflect
    bot This can be done by two, once you are two here. For yourself it works right now: a few minutes’ writing, which nobody else reads.
          [Only for me]
          [Never mind]
    bot Only for you. Nobody reads it, and nobody hears that you wrote. 2 small steps; a few minutes are plenty.

          If you’re afraid of somebody, this isn’t the exercise for that. /safety is.
          [Begin]
          [Stop]
    ");
    story.presses(cleo, "Begin").await;
    story
        .says(cleo, "A friend would say: both were tired.")
        .await;
    story.presses(cleo, "Next").await;
    story.presses(cleo, "Skip").await;
    insta::assert_snapshot!(story.shows(&story.last(cleo)), @"
    bot So far you have:

          ✓ The way a friend of us both tells it
          · What I learned

          Something missing? Go back any time. If not, seal it. Your messages then disappear from this chat, and I keep them for you, sealed.
          [The way a friend of us both tells it] [What I learned]
          [Seal it]
          [Take a break] [Stop]
    ");
    let since = story.revision();
    story.presses(cleo, "Seal it").await;
    insta::assert_snapshot!(story.page_since(cleo, since), @"
    bot What you wrote for yourself is erased on March 9, unless you’d like to keep it.
          [Keep it] [Let it go]
    ");
    assert!(!story.sees(cleo, "both were tired"));
    story.presses(cleo, "Show me").await;
    assert!(story.sees(cleo, "both were tired"));
    let sealed = story.sealed("select words from reflection_words").await;
    assert_eq!(sealed.len(), 1);
    story.days(8).await;
    story.erased_from_disk(&sealed).await;
    let rows = story.sealed("select words from reflection_words").await;
    assert!(rows.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stays_for_who_keeps_it() {
    let story = Story::begin().await;
    let cleo = story.newcomer("Cleo").await;
    story.says(cleo, "/reflect").await;
    story.presses(cleo, "Only for me").await;
    story.presses(cleo, "Begin").await;
    story
        .says(cleo, "A friend would say: both were tired.")
        .await;
    story.presses(cleo, "Next").await;
    story.presses(cleo, "Skip").await;
    story.presses(cleo, "Seal it").await;
    story.presses(cleo, "Keep it").await;
    story.days(10).await;
    let rows = story.sealed("select words from reflection_words").await;
    assert_eq!(rows.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn left_lying_it_is_erased_in_a_week_without_a_word() {
    let story = Story::begin().await;
    let cleo = story.newcomer("Cleo").await;
    story.says(cleo, "/reflect").await;
    story.presses(cleo, "Only for me").await;
    story.presses(cleo, "Begin").await;
    story.says(cleo, "Half a thought.").await;
    let since = story.revision();
    story.days(8).await;
    assert!(story.news(cleo, since).is_empty());
    let rows = story.sealed("select words from reflection_words").await;
    assert!(rows.is_empty());
}
