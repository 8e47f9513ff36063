//! ♥ and `/prompt favourites`.

use super::{asked_and_opened, at_home};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_heart_is_a_switch_and_only_mine() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/prompt gratitude").await;
    story.both_answer(ana, ben, "One.", "Two.").await;
    let since = story.revision();
    story.presses(ana, "♡ Favourite").await;
    insta::assert_snapshot!(story.shows(&story.reveal(ana)), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🙏 What did Ben do this week that nobody saw but you?

          Ana (you)
          One.

          Ben
          Two.

          ✨ You both sealed your answers within the same minute.
          [That touched me]
          [♥ Favourite]
    ");
    assert!(story.changes(ben, since).is_empty(), "{}", story.page(ben));
    assert!(story.reveal(ben).labels().contains(&"♡ Favourite"));
    story.presses(ana, "♥ Favourite").await;
    assert!(story.reveal(ana).labels().contains(&"♡ Favourite"));
    story.says(ana, "/prompt favourites").await;
    assert!(story.last(ana).text.contains("no favourites yet"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_favourites_there_is_one_friendly_line() {
    let (story, ana, ben) = at_home().await;
    let (cards, since) = (story.cards(ben).len(), story.revision());
    for typed in ["/prompt favourites", "/prompt Favorites"] {
        story.says(ana, typed).await;
    }
    insta::assert_snapshot!(story.texts(ana, since)[0], @"
    You have no favourites yet. Tap “♡ Favourite” under something that has opened, and /prompt favourites brings it back one day.
    Only you know what you marked.
    ");
    assert_eq!(story.texts(ana, since).len(), 2);
    assert_eq!(story.cards(ben).len(), cards);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_favourite_comes_back_though_others_were_never_asked_and_the_longest_unused_first() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/prompt curiosity").await;
    let first = story.card(ben).text;
    let first = first.lines().next().expect("a line").to_owned();
    story.both_answer(ana, ben, "One.", "Two.").await;
    story.presses(ana, "♡ Favourite").await;
    asked_and_opened(&story, ben, ana, "Which soup is us?").await;
    story.presses(ana, "♡ Favourite").await;
    for favourite in [first.as_str(), "Which soup is us?", first.as_str()] {
        story.minutes(1).await;
        story.says(ana, "/prompt favourites").await;
        for who in [ana, ben] {
            let card = story.card(who).text;
            assert!(card.contains(favourite), "{favourite}: {card}");
        }
        story
            .both_answer(ana, ben, "Again one.", "Again two.")
            .await;
        assert!(story.reveal(ana).labels().contains(&"♥ Favourite"));
        assert!(story.reveal(ben).labels().contains(&"♡ Favourite"));
    }
    // Hers are no favourites of his.
    story.says(ben, "/prompt favorites").await;
    assert!(story.last(ben).text.contains("no favourites yet"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_favourite_is_a_round_of_ones_own_starting() {
    let (mut story, ana, ben) = at_home().await;
    story.says(ana, "/prompt gratitude").await;
    story.both_answer(ana, ben, "One.", "Two.").await;
    story.presses(ana, "♡ Favourite").await;
    story.start_again().await;
    story.says(ana, "/prompt favourites").await;
    let cards = story.cards(ben).len();
    story.says(ana, "/prompt favourites").await;
    story.says(ana, "/ask Which song is us?").await;
    assert_eq!(story.cards(ben).len(), cards, "one at a time");
    assert!(story.card(ana).text.contains("nobody saw but you"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kind_is_found_by_its_name_and_by_its_title_of_several_words() {
    for typed in [
        "/prompt good-touch",
        "/prompt Good touch",
        "/prompt GOOD TOUCH please",
    ] {
        let (story, ana, ben) = at_home().await;
        story.says(ana, typed).await;
        let card = story.card(ben).text;
        assert!(card.contains("Hold Ana’s hand"), "{typed}: {card}");
    }
}
