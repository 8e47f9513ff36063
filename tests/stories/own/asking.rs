//! `/ask`.

use super::{asked_and_opened, at_home, begin};
use crate::world::Story;
use twofold::sandbox::{Media, Outgoing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_of_anas_goes_to_both_under_her_name_and_opens_like_any_other() {
    let (story, ana, ben) = at_home().await;
    let since = story.revision();
    story
        .says(ana, "/ask What did you dream of as a child?")
        .await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /ask What did you dream of as a child?
    bot 🔎 Ana asks:
          What did you dream of as a child?

          Say the first thing that comes; it can’t be wrong.
          Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
          [Not tonight] [Let's talk instead]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 🔎 Ana asks:
          What did you dream of as a child?

          Say the first thing that comes; it can’t be wrong.
          Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
          [Not tonight] [Let's talk instead]
    ");
    let since = story.revision();
    story.says(ana, "A lighthouse.").await;
    story.minutes(2).await;
    assert!(!story.page_since(ben, since).contains("lighthouse"));
    story.says(ben, "A shop for string.").await;
    story.minutes(1).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > A lighthouse. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🔎 Ana asks:
          What did you dream of as a child?

          Ana (you)
          A lighthouse.

          Ben
          A shop for string.

          Ask one more question before you tell your own story.
          [I didn’t know that]
          [♡ Favourite] [Keep it]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
      > A shop for string. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🔎 Ana asks:
          What did you dream of as a child?

          Ben (you)
          A shop for string.

          Ana
          A lighthouse.

          Ask one more question before you tell your own story.
          [I didn’t know that]
          [♡ Favourite] [Keep it]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ask_alone_waits_for_the_question_and_takes_the_next_words_as_it() {
    let (story, ana, ben) = at_home().await;
    let since = story.revision();
    story.says(ana, "/ask").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /ask
    bot What would you like to ask? Send it here, in one message.
          It goes to both of you under your name. You both answer, and both answers open together, as always.
    ");
    story.says(ana, "Which song is us?").await;
    for who in [ana, ben] {
        assert!(
            story
                .card(who)
                .text
                .contains("Ana asks:\nWhich song is us?")
        );
    }
    // The words after it are an answer again.
    story.says(ana, "The slow one.").await;
    assert!(
        story.card(ana).text.contains("Sealed"),
        "{}",
        story.page(ana)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_ten_minutes_or_a_cancel_nobody_waits_for_a_question() {
    let (story, ana, ben) = at_home().await;
    let cards = story.cards(ben).len();
    story.says(ana, "/ask").await;
    story.minutes(11).await;
    story.says(ana, "Are you awake?").await;
    story.says(ana, "/ask").await;
    story.says(ana, "/cancel").await;
    story.says(ana, "Are you awake now?").await;
    assert_eq!(story.cards(ben).len(), cards, "{}", story.page(ben));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_something_is_open_a_photo_is_no_question_and_its_author_says_what_it_is() {
    let (story, ana, ben) = at_home().await;
    story.says(ben, "/prompt gratitude").await;
    story.says(ana, "/ask").await;
    story.sends(ana, Outgoing::file(Media::Photo)).await;
    let labels = story.last(ana).labels().join(" | ");
    assert!(labels.contains("Try again"), "{}", story.page(ana));
    story.presses(ana, "Try again").await;
    assert!(story.last(ana).text.contains("What would you like to ask?"));
    story.says(ana, "Which song is us?").await;
    assert!(story.card(ben).text.contains("Which song is us?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_arrives_exactly_as_typed_and_reaches_beyond_nothing() {
    for question in [
        "*Is* _this_ [ours](https://t.me) <b>&amp;</b> `or` not?",
        "👩‍❤️‍👨 or 🏳️‍🌈? 1 < 2 && {partner} { $name }",
        "מה חשבת, כשפגשת אותי?",
        "Why \u{2067}backwards?",
        "One line,\n\nand another one?",
    ] {
        let (story, ana, ben) = at_home().await;
        story.says(ana, &format!("/ask {question}")).await;
        for who in [ana, ben] {
            let card = story.card(who).text;
            assert!(card.contains(&format!("Ana asks:\n{question}")), "{card}");
        }
        story.both_answer(ana, ben, "Yes.", "No.").await;
        for who in [ana, ben] {
            let reveal = story.reveal(who);
            assert!(reveal.text.contains(question), "{}", reveal.text);
            assert!(
                !reveal.on_lock_screen().contains(question),
                "it lies under a cover"
            );
            if question.contains('\u{2067}') {
                assert!(reveal.text.contains("backwards?\u{2069}"), "closed again");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_of_more_than_240_characters_gets_one_friendly_line_and_a_shorter_one_works() {
    let (story, ana, ben) = at_home().await;
    let cards = story.cards(ben).len();
    let long = "so ".repeat(80) + "?";
    assert_eq!(long.chars().count(), 241);
    let since = story.revision();
    story.says(ana, &format!("/ask {long}")).await;
    insta::assert_snapshot!(story.texts(ana, since).join("\n"), @"That is a little long for one question: 240 characters is as far as it goes. Would you send it once more, shorter?");
    assert_eq!(story.cards(ben).len(), cards);
    story.says(ana, &long).await;
    assert_eq!(story.cards(ben).len(), cards);
    let most = "so ".repeat(79) + "so?";
    assert_eq!(most.chars().count(), 240);
    story.says(ana, &most).await;
    assert!(story.card(ben).text.contains(&most));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_a_day_each_and_tomorrow_again() {
    let (story, ana, ben) = at_home().await;
    for n in 1..=5 {
        asked_and_opened(&story, ana, ben, &format!("Question {n}?")).await;
    }
    let (cards, since) = (story.cards(ben).len(), story.revision());
    story.says(ana, "/ask Question 6?").await;
    insta::assert_snapshot!(story.texts(ana, since).join("\n"), @"That makes five questions of your own today, and five is enough for a day. This one will keep until tomorrow.");
    assert_eq!(story.cards(ben).len(), cards);
    // His five are his own.
    asked_and_opened(&story, ben, ana, "And mine?").await;
    story.until("2026-03-03T08:00:00Z").await;
    asked_and_opened(&story, ana, ben, "Question 6?").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_has_one_round_of_their_own_starting_open_at_a_time() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/ask The first?").await;
    let (cards, since) = (story.cards(ben).len(), story.revision());
    story.says(ana, "/ask The second?").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /ask The second?
    bot One question that you started is still open, so this one has to wait a little. Here is the open one:
    bot 🔎 Ana asks:
          The first?

          Say the first thing that comes; it can’t be wrong.
          Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
          [Not tonight] [Let's talk instead]
    ");
    assert_eq!(story.cards(ben).len(), cards, "nobody is flooded");
    story.says(ana, "/prompt gratitude").await;
    assert_eq!(story.cards(ben).len(), cards);
    // The other one may still start one.
    story.says(ben, "/ask And his?").await;
    assert!(story.card(ana).text.contains("Ben asks:\nAnd his?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_ask_who_is_not_in_a_couple() {
    let story = begin().await;
    let ana = story.newcomer("Ana").await;
    let since = story.revision();
    story.says(ana, "/ask Is anybody there?").await;
    insta::assert_snapshot!(story.texts(ana, since).join("\n"), @"This works once you are two. /invite makes a link for your partner.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_asked_at_night_waits_for_the_partners_morning() {
    let (story, ana, ben) = at_home().await;
    story.until("2026-03-03T23:00:00Z").await;
    let cards = story.cards(ben).len();
    story.says(ana, "/ask Did you sleep?").await;
    assert!(story.card(ana).text.contains("Did you sleep?"));
    story.hours(8).await;
    assert_eq!(story.cards(ben).len(), cards);
    story.hours(1).await;
    assert!(story.card(ben).text.contains("Did you sleep?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebodys_own_question_cannot_be_swapped_away() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/prompt gratitude").await;
    let (on, data) = story.data_of(ben, "Another one");
    story.both_answer(ana, ben, "One.", "Two.").await;
    story.says(ana, "/ask Which song is us?").await;
    for who in [ana, ben] {
        assert_eq!(
            story.card(who).labels(),
            ["Not tonight", "Let's talk instead"]
        );
    }
    // Forged all the same.
    let round = story.data_of(ben, "Not tonight").1;
    let forged = round.replace("not:", "oth:");
    assert_ne!(forged, data);
    story.sends_data(ben, on, &forged).await;
    assert!(story.card(ben).text.contains("Which song is us?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_of_an_own_question_is_asked_about_in_its_own_words() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/ask Which { song } is us?").await;
    story.says(ben, "The slow one.").await;
    let since = story.revision();
    story.hours(73).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot This question is closed. What you wrote is still sealed, and it is yours alone:

          🔎 Ana asks:
          Which { song } is us?

          What would you like to do with it? Untouched, it is erased in seven days.
          [Give it anyway]
          [Keep it for me]
          [Let it go]
    ");
    story.presses(ben, "Give it anyway").await;
    let gift = story.seen(ana, "A gift from Ben");
    assert!(gift.text.contains("Ana asks:\nWhich { song } is us?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_own_question_survives_a_restart_and_stands_nowhere_in_plain() {
    let (mut story, ana, ben) = at_home().await;
    story.says(ana, "/ask Which canaryquestion is us?").await;
    story.says(ana, "Mine.").await;
    assert!(!story.is_on_disk("canaryquestion"));
    story.start_again().await;
    story.says(ben, "His.").await;
    story.minutes(1).await;
    for who in [ana, ben] {
        assert!(story.reveal(who).text.contains("canaryquestion"));
    }
    assert!(!story.is_on_disk("canaryquestion"));
}

async fn sealed_questions(story: &Story) -> usize {
    story.sealed("select words from question").await.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_takes_a_question_that_never_opened_along_and_what_opened_stays() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    story.says(ana, "/ask Which street is us?").await;
    story.says(ben, "/ask And which day?").await;
    let sealed = story
        .sealed("select words from question order by asked_at")
        .await;
    assert_eq!(sealed.len(), 3);
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave").await;
    assert_eq!(
        sealed_questions(&story).await,
        2,
        "hers is gone, his is his"
    );
    story.erased_from_disk(&sealed[1..2]).await;
    let cards: Vec<String> = story.cards(ben).into_iter().map(|card| card.text).collect();
    insta::assert_snapshot!(cards[cards.len() - 2..].join("\n---\n"), @"
    🔎 (This question is no longer here.)

    This one is closed.
    ---
    🔎 Ben asks:
    And which day?

    This one is closed.
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiet_leave_is_not_seen_by_the_questions_that_are_missing() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/ask Which street is us?").await;
    let before = story.card(ben).text;
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave quietly").await;
    story.says(ben, "The steep one.").await;
    let after = story.card(ben).text;
    assert!(after.contains("Ana asks:\nWhich street is us?"), "{after}");
    assert!(after.starts_with(before.lines().next().expect("a line")));
    story.days(8).await;
    assert_eq!(sealed_questions(&story).await, 0, "gone with the line");
    assert!(story.sees(ben, "no longer together here"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_the_partner_was_not_asked_yet_is_gone_at_once_even_quietly() {
    let (story, ana, ben) = at_home().await;
    story.until("2026-03-03T23:00:00Z").await;
    story.says(ana, "/ask Did you sleep?").await;
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave quietly").await;
    assert_eq!(sealed_questions(&story).await, 0);
    let since = story.revision();
    story.hours(20).await;
    assert!(story.news(ben, since).is_empty(), "{}", story.page(ben));
}
