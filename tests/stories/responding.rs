//! After the reveal: what one gives back, and how it reaches the other.

use jiff::SignedDuration;
use twofold::sandbox::{Media, Outgoing};

use crate::world::Story;

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

/// An evening on which both answers have just opened; Ana's message and Ben's.
async fn opened(story: &Story) -> (i64, i64, i64, i64) {
    let (ana, ben) = story.evening().await;
    let hers = story.says(ana, "Tired, but glad.").await;
    let his = story.says(ben, "Restless.").await;
    story.later(secs(20)).await;
    (ana, ben, hers, his)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reaction_on_the_reveal_turns_the_monkey_on_the_partners_own_message() {
    let story = Story::begin().await;
    let (ana, ben, hers, his) = opened(&story).await;
    let since = story.revision();
    let reveal = story.reveal(ben).message_id;
    story.reacts(ben, reveal, Some("😘")).await;
    assert_eq!(story.reaction(ana, hers).as_deref(), Some("😘"));
    story.reacts(ben, reveal, Some("❤")).await;
    assert_eq!(story.reaction(ana, hers).as_deref(), Some("❤"));
    story.reacts(ben, reveal, None).await;
    assert_eq!(
        story.reaction(ana, hers).as_deref(),
        Some("🙊"),
        "taken away, the monkey is back"
    );
    assert_eq!(story.reaction(ben, his).as_deref(), Some("🙊"));
    assert!(
        story.news(ana, since).is_empty(),
        "a reaction is no message"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reaction_on_a_picture_reaches_that_picture() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let words = story.says(ana, "Look at this.").await;
    let picture = story.sends(ana, Outgoing::file(Media::Photo)).await;
    story.says(ben, "Mine.").await;
    story.later(secs(20)).await;
    let shown = story
        .screen(ben)
        .into_iter()
        .find(|m| m.media.is_some())
        .expect("the picture");
    story.reacts(ben, shown.message_id, Some("🔥")).await;
    assert_eq!(story.reaction(ana, picture).as_deref(), Some("🔥"));
    assert_eq!(story.reaction(ana, words).as_deref(), Some("🙊"));
    story.replies(ben, shown.message_id, "What a light.").await;
    assert_eq!(story.last(ana).text, "Ben:\nWhat a light.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_is_passed_on_once() {
    let story = Story::of_known_prompts().await;
    let (ana, ben, ..) = opened(&story).await;
    let since = story.revision();
    story.presses(ben, "I hear you").await;
    assert_eq!(story.toast(ben), "Passed on");
    assert_eq!(
        story.reveal(ben).labels(),
        ["✓ I hear you", "I’m here", "♡ Favourite"]
    );
    insta::assert_snapshot!(story.page_since(ana, since), @r"
        bot Ben: I hear you
        ");
    assert_eq!(story.last(ana).reply_to, Some(story.reveal(ana).message_id));
    assert!(!story.last(ana).on_lock_screen().contains("hear"));
    story.presses(ben, "✓ I hear you").await;
    assert_eq!(story.toast(ben), "Passed on already");
    assert_eq!(story.news(ana, since).len(), 1);
    story.presses(ben, "I’m here").await;
    assert_eq!(story.news(ana, since).len(), 2);
    assert_eq!(
        story.reveal(ben).labels(),
        ["✓ I hear you", "✓ I’m here", "♡ Favourite"]
    );
    assert_eq!(story.sounds(ana, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_to_the_reveal_is_passed_on_and_so_are_replies_to_it() {
    let story = Story::of_known_prompts().await;
    let (ana, ben, ..) = opened(&story).await;
    let since = story.revision();
    let reveal = story.reveal(ben).message_id;
    let question = story.replies(ben, reveal, "What made you glad?").await;
    assert_eq!(story.reaction(ben, question).as_deref(), Some("🕊"));
    let asked = story.seen(ana, "What made you glad?");
    assert_eq!(asked.reply_to, Some(story.reveal(ana).message_id));
    let answer = story.replies(ana, asked.message_id, "You, mostly.").await;
    let told = story.seen(ben, "You, mostly.");
    assert_eq!(
        told.reply_to,
        Some(question),
        "threaded under his own words"
    );
    story.reacts(ben, told.message_id, Some("❤")).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("❤"));
    story.reacts(ben, told.message_id, None).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🕊"));
    insta::assert_snapshot!(story.page_since(ana, since), @r"
        bot Ben:
              What made you glad?
          > You, mostly. 🕊
        ");
    insta::assert_snapshot!(story.page_since(ben, since), @r"
          > What made you glad? 🕊
        bot Ana:
              You, mostly.
        ");
    assert_eq!(story.sounds(ana, since) + story.sounds(ben, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_kind_of_message_is_passed_on_as_a_reply() {
    let story = Story::begin().await;
    let (ana, ben, ..) = opened(&story).await;
    let reveal = story.reveal(ben).message_id;
    for media in Media::ALL {
        let since = story.revision();
        let id = story
            .sends(ben, Outgoing::file(media).reply_to(reveal))
            .await;
        let sent = story.message(ben, id).media;
        let news = story.news(ana, since);
        let got = news.iter().find_map(|m| m.media.clone());
        assert_eq!(got, sent);
        assert!(news.iter().any(|m| m.text.contains("Ben")), "{media:?}");
        let covered = news.iter().any(|m| m.has_spoiler);
        let takes = matches!(media, Media::Photo | Media::Video | Media::Animation);
        assert_eq!(covered, takes, "{media:?}");
        assert_eq!(story.sounds(ana, since), 0);
        // Nobody writes thirty replies in one minute.
        story.later(secs(5)).await;
    }
    let since = story.revision();
    story
        .sends(ben, Outgoing::location(38.72, -9.14).reply_to(reveal))
        .await;
    assert!(story.news(ana, since).iter().any(|m| m.other.is_some()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relayed_words_are_exactly_as_typed_and_covered() {
    let story = Story::begin().await;
    let (ana, ben, ..) = opened(&story).await;
    let reveal = story.reveal(ben).message_id;
    let typed = "I love you <3 *_[x](y)_* & \\ {partner} אוהב";
    story.replies(ben, reveal, typed).await;
    let relayed = story.last(ana);
    assert_eq!(relayed.text, format!("Ben:\n{typed}"));
    assert_eq!(relayed.marked("spoiler"), [typed]);
    let long = "long ".repeat(819);
    let since = story.revision();
    story.replies(ben, reveal, long.trim_end()).await;
    let all: String = story.news(ana, since).into_iter().map(|m| m.text).collect();
    assert_eq!(all.matches("long").count(), 819);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_that_comes_twice_is_passed_on_once() {
    let story = Story::begin().await;
    let (ana, ben, ..) = opened(&story).await;
    let since = story.revision();
    let reveal = story.reveal(ben).message_id;
    story.replies(ben, reveal, "Once.").await;
    story.presses(ben, "I hear you").await;
    story.hears_again(20).await;
    story.hears_again(100).await;
    assert_eq!(story.news(ana, since).len(), 2, "{}", story.page(ana));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_response_the_bot_is_silent_until_the_next_evening() {
    let story = Story::begin().await;
    let (ana, ben, ..) = opened(&story).await;
    story.presses(ben, "I hear you").await;
    let reveal = story.reveal(ana).message_id;
    story.reacts(ana, reveal, Some("❤")).await;
    let since = story.revision();
    story.until("2026-03-04T20:29:00Z").await;
    assert!(story.news(ana, since).is_empty(), "{}", story.page(ana));
    assert!(story.news(ben, since).is_empty(), "{}", story.page(ben));
    story.later(secs(70)).await;
    assert_eq!(story.news(ana, since).len(), 1);
    assert_eq!(story.news(ben, since).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_reveal_can_still_be_responded_to() {
    let story = Story::begin().await;
    let (ana, ben, hers, _) = opened(&story).await;
    let tuesday = story.reveal(ben).message_id;
    story.until("2026-03-04T20:30:10Z").await;
    story.both_answer(ana, ben, "Two.", "Three.").await;
    let since = story.revision();
    story.presses_under(ben, tuesday, "I hear you").await;
    story.reacts(ben, tuesday, Some("😘")).await;
    story
        .replies(ben, tuesday, "I keep thinking of this.")
        .await;
    assert_eq!(story.news(ana, since).len(), 2, "{}", story.page(ana));
    assert_eq!(story.reaction(ana, hers).as_deref(), Some("😘"));
    let theirs = story
        .screen(ana)
        .into_iter()
        .filter(|m| m.is_from_bot() && m.text.contains("Restless."))
        .map(|m| m.message_id)
        .next();
    assert_eq!(story.last(ana).reply_to, theirs, "under Tuesday's reveal");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_response_at_night_makes_no_sound() {
    let story = Story::begin().await;
    let (ana, ben, ..) = opened(&story).await;
    story.until("2026-03-04T02:00:00Z").await;
    let since = story.revision();
    story.presses(ben, "I hear you").await;
    let reveal = story.reveal(ben).message_id;
    story
        .replies(ben, reveal, "I lie awake thinking of it.")
        .await;
    assert_eq!(story.sounds(ana, since), 0);
    story.until("2026-03-04T07:31:00Z").await;
    assert_eq!(story.news(ana, since).len(), 2, "{}", story.page(ana));
    assert_eq!(story.sounds(ana, since), 0);
}
