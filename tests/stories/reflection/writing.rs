//! Writing, the seal, and what is never mistaken for anything else.

use super::{own, time_to_write, writes};
use twofold::sandbox::{Media, Outgoing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_of_a_step_answer_no_prompt_and_an_answer_is_no_step() {
    let (story, ana, ben) = time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "Skip").await;
    story.says(ben, "/prompt gratitude").await;
    story.minutes(1).await;
    let card = story.card(ana);
    let page = |story: &crate::world::Story| story.seen(ana, "2 of 4").text;
    story.says(ana, "This is for the step.").await;
    assert!(
        story
            .message(ana, card.message_id)
            .text
            .contains("Just answer here")
    );
    assert!(page(&story).contains("✓ 1 message here"));
    story
        .replies(ana, card.message_id, "This is my answer.")
        .await;
    let card = story.message(ana, card.message_id).text;
    assert!(card.contains("🙊 Sealed."), "{card}");
    assert!(page(&story).contains("✓ 1 message here"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_note_will_do_and_an_edit_counts() {
    let (story, ana, ben) = time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "Skip").await;
    story.sends(ana, Outgoing::file(Media::Voice)).await;
    let first = story.says(ana, "Both of us were lat.").await;
    story.edits(ana, first, "Both of us were late.").await;
    story.presses(ana, "Next").await;
    story.presses(ana, "Skip").await;
    story.presses(ana, "Skip").await;
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "He waited.", "He will call.").await;
    story.presses(ben, "Seal it").await;
    story.presses(ben, "Open the first step").await;
    let opened = story.seen(ben, "Open for you both").text;
    assert!(opened.contains("Both of us were late."), "{opened}");
    let voices = |story: &crate::world::Story| {
        let screen = story.screen(ben);
        let voices = screen
            .iter()
            .filter(|seen| seen.media.is_some() && seen.is_from_bot());
        voices.count()
    };
    assert_eq!(voices(&story), 1);
    story.hours(47).await;
    assert_eq!(voices(&story), 0, "before Telegram would keep it for good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_words_leave_the_chat_and_come_back_for_a_minute() {
    let (story, ana, _) = time_to_write().await;
    let before = own(&story, ana).len();
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    assert_eq!(own(&story, ana).len(), before + 2);
    story.presses(ana, "Seal it").await;
    assert_eq!(own(&story, ana).len(), before);
    let since = story.revision();
    story.presses(ana, "Show me").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot What you have sealed. Tap to read.

          The way a friend of us both tells it
          We were both tired.

          One thing I will do
          I will phone.
          [Cover it again]
    ");
    story.minutes(2).await;
    assert!(!story.sees(ana, "We were both tired."));
    story.presses(ana, "Show me").await;
    story.presses(ana, "Cover it again").await;
    assert!(!story.sees(ana, "We were both tired."));
    story.presses(ana, "Take back").await;
    assert!(story.toast(ana).contains("Taken back"));
    assert!(story.last(ana).labels().contains(&"Seal it"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_its_author_deleted_is_taken_back() {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    let gone = own(&story, ana).pop().expect("the last").message_id;
    story.deletes(ana, gone);
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "He waited.", "He will call.").await;
    story.presses(ben, "Seal it").await;
    story.presses(ben, "Open the first step").await;
    assert!(story.sees(ben, "We were both tired."));
    story.presses(ben, "Go on").await;
    assert!(!story.sees(ben, "I will phone."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_feeling_beside_the_first_leaves_no_byte_of_it_alone() {
    let (story, ana, _) = time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "🔥 angry").await;
    story.presses(ana, "annoyed").await;
    let one = story.sealed("select words from reflection_words").await;
    story.presses(ana, "furious").await;
    let two = story.sealed("select words from reflection_words").await;
    assert!(two.len() == 1 && one != two);
    story.erased_from_disk(&one).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_break_keeps_what_there_is_and_reflect_comes_back_to_it() {
    let (story, ana, _) = time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "Skip").await;
    story.says(ana, "Half of it.").await;
    story.presses(ana, "Take a break").await;
    assert!(story.last(ana).text.starts_with("Taking a break."));
    story.hours(20).await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Go on").await;
    assert!(story.last(ana).text.contains("✓ 1 message here"));
}
