//! Quiet by rule: what makes a sound, what is said once, and everything that changes nothing.

use jiff::SignedDuration;
use twofold::sandbox::Action;

use crate::world::{EVENING, Story};

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_usual_evening_has_exactly_two_sounds_for_each() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    story.until("2026-03-03T20:29:00Z").await;
    let since = story.revision();
    story.until(EVENING).await;
    story.later(secs(90)).await;
    let message = story.says(ana, "Tired, but gald.").await;
    story.edits(ana, message, "Tired, but glad.").await;
    story.later(secs(200)).await;
    story.says(ben, "Restless.").await;
    story.presses(ben, "Still writing").await;
    story.says(ben, "The deadline.").await;
    story.presses(ben, "Done").await;
    story.later(secs(20)).await;
    story.presses(ben, "I hear you").await;
    let reveal = story.reveal(ana).message_id;
    story.reacts(ana, reveal, Some("❤")).await;
    story.replies(ana, reveal, "It will pass.").await;
    story.later(secs(3600)).await;
    assert_eq!(
        story.sounds(ana, since),
        2,
        "{}",
        story.page_since(ana, since)
    );
    assert_eq!(
        story.sounds(ben, since),
        2,
        "{}",
        story.page_since(ben, since)
    );
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Opened, for both of you.
      > Tired, but glad. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ana (you)
          Tired, but glad.

          Ben
          Restless.

          The deadline.

          No fixing, no advice. Say back what you heard, or just stay close to it. ❤
          [I hear you] [I’m here]
          [♡ Favourite]
    bot Ben: I hear you
      > It will pass. 🕊
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Opened, for both of you.
      > Restless. ❤
      > The deadline. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ben (you)
          Restless.

          The deadline.

          Ana
          Tired, but glad.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [✓ I hear you] [I’m here]
          [♡ Favourite]
    bot Ana:
          It will pass.
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_to_answer_is_said_the_first_three_times_of_a_kind() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    // The first prompt was gratitude; check-in comes on the 3rd, 5th, 7th and 9th, gratitude on the 4th, 6th and 8th.
    let mut said = Vec::new();
    for day in 3..=9 {
        story.until(&format!("2026-03-{day:02}T20:30:10Z")).await;
        said.push(story.card(ana).text.contains("It stays sealed until"));
        story.both_answer(ana, ben, "One.", "Two.").await;
    }
    assert_eq!(said, [true, true, true, true, true, false, false]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_lock_screen_ever_shows_what_somebody_wrote() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story
        .both_answer(ana, ben, "Canary-ana", "Canary-ben")
        .await;
    let reveal = story.reveal(ben).message_id;
    story.replies(ben, reveal, "Canary-reply").await;
    story.says(ana, "Canary-aside").await;
    story.presses(ana, "For Ben").await;
    story.until("2026-03-04T20:30:10Z").await;
    story.says(ana, "Canary-gift").await;
    story.until("2026-03-05T20:33:00Z").await;
    story.presses(ana, "Give it anyway").await;
    let mut read = 0;
    for who in [ana, ben] {
        for seen in story.screen(who).iter().filter(|seen| seen.is_from_bot()) {
            read += seen.text.matches("Canary").count();
            assert!(!seen.on_lock_screen().contains("Canary"), "{}", seen.text);
        }
    }
    assert_eq!(read, 7, "four in the reveals, a reply, words aside, a gift");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_of_a_question_that_is_over_change_nothing_and_say_so() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let mut old = Vec::new();
    let mut remember = |buttons: Vec<Vec<twofold::sandbox::Button>>| {
        for button in buttons.into_iter().flatten() {
            if let Action::Callback(data) = button.action {
                old.push((button.label, data));
            }
        }
    };
    remember(story.card(ana).buttons);
    story.says(ana, "Hers.").await;
    remember(story.card(ana).buttons);
    story.presses(ana, "Still writing").await;
    remember(story.card(ana).buttons);
    story.presses(ana, "Done").await;
    story.says(ben, "His.").await;
    story.later(secs(20)).await;
    let card = story.card(ana);
    assert!(old.len() >= 6);
    let since = story.revision();
    for (label, data) in old {
        story.forges(ana, card.message_id, &data).await;
        assert_eq!(
            story.toast(ana),
            "This question is over, so nothing was changed.",
            "{label}"
        );
    }
    assert_eq!(story.card(ana), card);
    assert!(story.news(ana, since).is_empty() && story.news(ben, since).is_empty());
    assert!(story.changes(ben, since).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_buttons_change_nothing_and_get_a_friendly_answer() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let eve = story.person("Eve");
    story.starts(eve).await;
    story.says(ana, "Hers.").await;
    story.says(ben, "His.").await;
    let card = story.card(ana);
    let Some(Action::Callback(take_back)) = card.button("Take back").map(|b| b.action.clone())
    else {
        panic!("a button with data");
    };
    let under = story.last(eve).message_id;
    let since = story.revision();
    let verbs = [
        "",
        ":",
        "::",
        "tkb",
        "tkb:",
        "tkb:zz",
        "tkb:1",
        "tkb:-1",
        "tkb:7fffffffffffffff",
        "tkb:ffffffffffffffff",
        "rsp:1:touched",
        "yes:1:1",
        "acc:1",
        "ans:1:1",
        "ask::nothing",
        "lea:1",
        "💥",
        "let:1",
        "giv:1",
        "oth:1:2:3",
        "szn:1",
    ];
    for data in verbs.into_iter().filter(|data| !data.is_empty()) {
        for (who, message) in [(eve, under), (ana, card.message_id)] {
            story.forges(who, message, data).await;
            let toast = story.toast(who);
            assert!(
                !toast.is_empty() && toast.len() <= 200,
                "{data:?}: {toast:?}"
            );
        }
    }
    story.forges(eve, under, &take_back).await;
    assert!(
        story.toast(eve).contains("had its day"),
        "{}",
        story.toast(eve)
    );
    assert!(story.news(eve, since).is_empty());
    assert_eq!(story.card(ana), card, "a stranger takes nothing back");
    story.later(secs(20)).await;
    assert!(story.reveal(ana).text.contains("Hers."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_evening_told_again_changes_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Hers.").await;
    story.presses(ana, "Take back").await;
    story.says(ana, "Hers again.").await;
    story.says(ben, "His.").await;
    story.later(secs(20)).await;
    story.presses(ben, "I hear you").await;
    let reveal = story.reveal(ben).message_id;
    story.replies(ben, reveal, "Thank you.").await;
    story.says(ana, "And one more thing.").await;
    story.presses(ana, "For Ben").await;
    let pages = (story.page(ana), story.page(ben));
    let since = story.revision();
    story.hears_again(100).await;
    story.later(secs(60)).await;
    assert_eq!((story.page(ana), story.page(ben)), pages);
    assert!(story.news(ana, since).is_empty() && story.news(ben, since).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_comes_twice_works_once() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.presses(ana, "Another one").await;
    let cards = (story.card(ana), story.card(ben));
    story.hears_again(1).await;
    story.hears_again(100).await;
    assert_eq!((story.card(ana), story.card(ben)), cards);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_blocked_the_bot_costs_one_call_and_the_other_is_served() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Hers.").await;
    story.says(ben, "His.").await;
    story.blocks(ben).await;
    let calls = story.calls_to(ben).len();
    story.later(secs(20)).await;
    assert!(story.reveal(ana).text.contains("His."), "she is served");
    story.until("2026-03-05T20:35:00Z").await;
    assert_eq!(story.cards(ana).len(), 4, "her evenings go on");
    let tried = story.calls_to(ben).len() - calls;
    assert!(tried <= 1, "{tried} calls to nobody");
    let since = story.revision();
    story.comes_back(ben).await;
    story.later(secs(5)).await;
    let news = story.news(ben, since);
    assert_eq!(news.len(), 2, "{}", story.page_since(ben, since));
    assert!(
        news[0].text.contains("Hers."),
        "the reveal that was owed, and only then tonight's question"
    );
    assert_eq!(
        story.passing(ben),
        ["Another one", "Not tonight", "Let's talk instead"]
    );
    story.says(ana, "Again.").await;
    let tonight = story.card(ben).message_id;
    story.replies(ben, tonight, "Again, too.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("Again."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_is_gone_without_a_word_is_called_once_and_reads_the_rest_never() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.telegram.with(|world, now| {
        world.delete_account(ben, now).expect("deletes the account");
    });
    let calls = story.calls_to(ben).len();
    story.says(ana, "Hers.").await;
    story.until("2026-03-10T20:35:00Z").await;
    assert_eq!(
        story.calls_to(ben).len() - calls,
        1,
        "one call found it out"
    );
    assert!(story.sees(ana, "What would you like to do with it?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_somebody_who_cannot_be_reached_all_looks_as_with_one_who_does_not_answer() {
    let mut pages = Vec::new();
    for blocks in [false, true] {
        let story = Story::of_known_prompts().await;
        let (ana, ben) = story.evening().await;
        let since = story.revision();
        story.says(ana, "Hers.").await;
        if blocks {
            story.blocks(ben).await;
        }
        story.until("2026-03-04T20:33:00Z").await;
        story.presses(ana, "Give it anyway").await;
        story.until("2026-03-06T20:33:00Z").await;
        pages.push(story.page_since(ana, since));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_somebody_asks_for_at_night_waits_for_the_others_morning() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    story.until("2026-03-02T23:30:00Z").await;
    let since = story.revision();
    story.says(ana, "/prompt gratitude").await;
    assert_eq!(story.news(ana, since).len(), 1);
    assert!(story.card(ana).silent, "she looks at the screen");
    story.says(ana, "The soup.").await;
    story.until("2026-03-03T07:29:00Z").await;
    assert!(story.news(ben, since).is_empty(), "he sleeps");
    story.until("2026-03-03T07:30:10Z").await;
    assert_eq!(story.sounds(ben, since), 1);
    assert!(story.card(ben).text.contains("Ana has sealed an answer"));
}
