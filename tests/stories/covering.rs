//! *Cover what I write*: the chat without one's own words, and the words back for a minute.

use jiff::SignedDuration;
use twofold::sandbox::{Media, Outgoing, Seen};

use crate::world::Story;

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

async fn covers(story: &Story, who: i64) {
    story.says(who, "/settings").await;
    story.presses(who, "Cover what I write: off").await;
}

/// What a person sees of their own hand.
fn own(story: &Story, who: i64) -> Vec<Seen> {
    let mut screen = story.screen(who);
    screen.retain(|seen| !seen.is_from_bot() && !seen.text.starts_with('/'));
    screen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_i_write_leaves_the_chat_and_the_card_says_so() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    covers(&story, ana).await;
    assert_eq!(
        story.toast(ana),
        "From now on I take your answers out of this chat once they are sealed. “Show me” brings them back for a minute."
    );
    assert!(story.last(ana).labels().contains(&"✓ Cover what I write"));
    let before = own(&story, ana).len();
    let since = story.revision();
    story.says(ana, "Tired, but glad.").await;
    story.sends(ana, Outgoing::file(Media::Photo)).await;
    assert_eq!(own(&story, ana).len(), before);
    assert!(story.news(ana, since).is_empty(), "no new message");
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot ♪ 🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          🙊 Sealed. It opens when both answers are in.

          2 messages, covered.
          [Show me]
          [Take back] [Still writing]
    ");

    let since = story.revision();
    story.presses(ana, "Show me").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot Ana (you)
          Tired, but glad.

          (your photo)

          Only you see this, and it goes in a minute.
          [Cover it again]
    bot  <Photo, covered>
    ");
    assert_eq!(story.sounds(ana, since), 0);
    assert!(
        !story
            .seen(ana, "Tired, but glad.")
            .on_lock_screen()
            .contains("Tired")
    );
    story.later(secs(61)).await;
    assert_eq!(story.page_since(ana, since), "", "a minute later");

    let since = story.revision();
    story.presses(ana, "Show me").await;
    story.presses(ana, "Cover it again").await;
    assert_eq!(story.page_since(ana, since), "", "at once");
    assert!(!story.page(ben).contains("Tired"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reveal_is_as_ever_and_a_reaction_shows_on_my_copy_of_it() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    covers(&story, ana).await;
    story.says(ana, "Tired, but glad.").await;
    story.says(ben, "Restless.").await;
    story.later(secs(20)).await;
    for who in [ana, ben] {
        let text = story.reveal(who).text;
        assert!(text.contains("Tired, but glad.") && text.contains("Restless."));
    }
    story
        .reacts(ben, story.reveal(ben).message_id, Some("😘"))
        .await;
    let mine = story.reveal(ana).message_id;
    assert_eq!(story.reaction(ana, mine).as_deref(), Some("😘"));
    let theirs = story.reveal(ana).message_id;
    story.reacts(ana, theirs, Some("❤")).await;
    let written = own(&story, ben);
    let his = written.last().expect("Ben covers nothing");
    assert_eq!(story.reaction(ben, his.message_id).as_deref(), Some("❤"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taken_back_it_is_gone_here_and_on_the_disk() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    covers(&story, ana).await;
    story.says(ana, "Tired, but glad.").await;
    let since = story.revision();
    story.presses(ana, "Show me").await;
    story.presses(ana, "Take back").await;
    assert_eq!(
        story.page_since(ana, since),
        "",
        "what was shown goes with it"
    );
    assert!(story.card(ana).button("Show me").is_none());
    let left = story.sealed("select words from part").await;
    story.says(ben, "Restless.").await;
    story.later(secs(60)).await;
    assert!(!story.page(ben).contains("Tired"));
    assert_eq!(left.len(), 2, "the two of the first evening");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_album_is_covered_whole_and_what_has_no_file_stays() {
    let story = Story::begin().await;
    let (ana, _) = story.evening().await;
    covers(&story, ana).await;
    let before = own(&story, ana).len();
    let pictures = vec![Outgoing::file(Media::Photo), Outgoing::file(Media::Photo)];
    story.sends_album(ana, pictures).await;
    assert_eq!(own(&story, ana).len(), before);
    assert!(story.card(ana).text.ends_with("2 messages, covered."));
    let since = story.revision();
    story.presses(ana, "Show me").await;
    let shown = story.news(ana, since);
    let pictures = shown.iter().filter(|seen| seen.media.is_some());
    assert_eq!(pictures.clone().count(), 2);
    assert!(pictures.clone().all(|seen| seen.has_spoiler));
    let card = story
        .sends(ana, Outgoing::contact("Cleo", "+351 900"))
        .await;
    assert_eq!(story.reaction(ana, card).as_deref(), Some("🙊"));
    assert_eq!(own(&story, ana).len(), before + 1);
}
