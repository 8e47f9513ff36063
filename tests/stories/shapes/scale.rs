//! A place between two ends, each of them a good way to be.

use twofold::core::Rules;
use twofold::library::Source;

use super::{asked, covers, settled};
use crate::world::Story;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_places_stand_between_the_ends_and_both_are_love() {
    let (story, ana, ben) = asked("needs").await;
    insta::assert_snapshot!(story.shows(&story.card(ben)), @"
    bot ♪ 🧭 After a long day apart, what does your evening need?

          1 · closeness
          5 · room

          How much closeness, how much room: say what is true for you.
          Tap a number between the two ends. Words can come along, or do instead. It stays sealed until you have both answered.
          [1] [2] [3] [4] [5]
          [Another one]
          [Not tonight] [Let's talk instead]
    ");
    story.presses(ana, "1").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🧭 After a long day apart, what does your evening need?

          1 · closeness
          5 · room

          🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
          [Change]
          [Take back] [Still writing]
    ");
    story.presses(ben, "4").await;
    story.says(ben, "Just half an hour.").await;
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🧭 After a long day apart, what does your evening need?

          ◂ closeness · room ▸
          ●○○○○  Ana (you)
          ○○○●○  Ben

          Ben
          Just half an hour.

          ✨ You both sealed your answers within the same minute.

          No bargaining yet. First say back what Ben needs.

          Both are love. One small thing that would do your side good, and one for Ben's?
          [♡ Favourite]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🧭 After a long day apart, what does your evening need?

          ◂ closeness · room ▸
          ○○○●○  Ben (you)
          ●○○○○  Ana

          Ben (you)
          Just half an hour.

          ✨ You both sealed your answers within the same minute.

          No bargaining yet. First say back what Ana needs.

          Both are love. One small thing that would do your side good, and one for Ana's?
          [♡ Favourite]
    ");
    for hidden in ["●", "closeness", "Both are love"] {
        assert!(covers(&story.reveal(ben), hidden), "{hidden}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_place_is_a_reason_to_be_glad_and_nothing_differs() {
    let (story, ana, ben) = asked("needs").await;
    story.presses(ana, "3").await;
    story.presses(ben, "3").await;
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🧭 After a long day apart, what does your evening need?

          ◂ closeness · room ▸
          ○○●○○  Ben (you)
          ○○●○○  Ana

          ✨ The very same place, both of you.

          No bargaining yet. First say back what Ana needs.
          [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_is_changed_at_one_tap_and_seen_only_when_asked_for() {
    let (story, ana, ben) = asked("needs").await;
    story.presses(ana, "1").await;
    let sealed = story.card(ana);
    assert!(!sealed.labels().iter().any(|label| label.contains('✓')));
    story.presses(ana, "Change").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🧭 After a long day apart, what does your evening need?

          1 · closeness
          5 · room

          🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
          [✓ 1] [2] [3] [4] [5]
          [That's it] [Take back]
    ");
    story.presses(ana, "5").await;
    assert_eq!(story.card(ana).labels(), sealed.labels());
    story.presses(ben, "2").await;
    settled(&story).await;
    assert!(story.reveal(ben).text.contains("○○○○●  Ana"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_alone_are_an_answer_beside_a_place() {
    let (story, ana, ben) = asked("needs").await;
    story.says(ana, "It depends on the day.").await;
    story.presses(ben, "2").await;
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🧭 After a long day apart, what does your evening need?

          ◂ closeness · room ▸
          ○●○○○  Ben

          Ana (you)
          It depends on the day.

          ✨ You both sealed your answers within the same minute.

          No bargaining yet. First say back what Ben needs.
          [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_ends_have_a_line_each_and_stay_as_they_were_shown() {
    let mut story = Story::with(Rules::default(), long_ends).await;
    let (ana, ben) = story.at_home().await;
    story.says(ana, "/prompt needs").await;
    story.later(jiff::SignedDuration::from_secs(5)).await;
    story.presses(ana, "4").await;
    // The library is another one after the restart.
    story.reads_prompts(super::known);
    story.start_again().await;
    story.presses(ben, "1").await;
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🧭 After a long day apart, what does your evening need?

          ◂ peace, and a glass of water
          someone close by ▸
          ○○○●○  Ana (you)
          ●○○○○  Ben

          ✨ You both sealed your answers within the same minute.

          No bargaining yet. First say back what Ben needs.

          Both are love. One small thing that would do your side good, and one for Ben's?
          [♡ Favourite]
    ");
}

fn long_ends() -> Source {
    let needs = super::NEEDS.replace(
        r#"["closeness", "room"]"#,
        r#"["peace, and a glass of water", "someone close by"]"#,
    );
    let files = super::files().into_iter();
    Source::strings(files.map(|(path, text)| match path {
        "en/needs.toml" => (path, needs.clone()),
        _ => (path, text.to_owned()),
    }))
}
