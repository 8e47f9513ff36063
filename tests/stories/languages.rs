//! Each of the two reads their own language, in the same round.

use crate::world::Story;

/// Ana's Telegram speaks English, Ben's German. They become a couple, and the first question is open.
async fn pair(story: &Story) -> (i64, i64) {
    let ana = story.person("Ana");
    let ben = story.telegram.with(|world, _| world.person("Ben", "de"));
    story.starts(ana).await;
    story.presses(ana, "Invite my partner").await;
    story.opens(ben, &story.link(ana)).await;
    let yes = story.last(ben).labels()[0].to_owned();
    story.presses(ben, &yes).await;
    story.presses(ana, "Yes, that's right").await;
    (ana, ben)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_round_is_read_in_two_languages() {
    let story = Story::begin().await;
    let (ana, ben) = pair(&story).await;
    let (hers, his) = (story.card(ana).text, story.card(ben).text);
    assert_ne!(hers, his);
    assert!(!his.contains("Just answer here"), "{his}");
    story
        .both_answer(ana, ben, "You asked.", "Du hast gefragt.")
        .await;
    let since = 0;
    for (who, own) in [(ana, "Both answers are in."), (ben, "Beide Antworten")] {
        let page = story.page_since(who, since);
        assert!(page.contains(own), "{page}");
        assert!(
            page.contains("You asked.") && page.contains("Du hast gefragt."),
            "{page}"
        );
    }
    story.says(ben, "/settings").await;
    assert!(
        story.last(ben).text.contains("Einstellungen"),
        "{}",
        story.last(ben).text
    );
    story.says(ana, "/settings").await;
    assert!(story.last(ana).text.contains("Your settings"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_menu_is_set_in_both_languages() {
    let story = Story::begin().await;
    let (ana, ben) = pair(&story).await;
    story.says(ana, "/help").await;
    story.says(ben, "/help").await;
    assert_ne!(story.last(ana).text, story.last(ben).text);
    let menu = |language| twofold::texts::menu(language).commands;
    let (english, german) = (menu(None), menu(Some("de")));
    assert_eq!(english.len(), german.len());
    assert!(english.iter().zip(&german).all(|(a, b)| a.0 == b.0));
    let same = english.iter().zip(&german).filter(|(a, b)| a.1 == b.1);
    assert_eq!(same.count(), 0, "every command is explained in German too");
}
