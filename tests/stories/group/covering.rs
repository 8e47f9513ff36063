//! What was opened in a group can be covered: only the dates stay.

use twofold::sandbox::{Media, Outgoing};

use super::Home;
use crate::world::Story;

const ASK: &str = "Shall I cover what was opened there?";

#[tokio::test]
async fn when_a_third_person_comes_each_is_asked_alone_and_one_yes_suffices() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    story.writes(ana, chat, "/prompt").await;
    story.taps(ben, chat, "Answer privately").await;
    story.sends(ben, Outgoing::file(Media::Photo)).await;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    story.minutes(1).await;
    assert_eq!(story.count_there(ana, chat, "Both answers are in"), 2);
    let cleo = story.person("Cleo");
    story.joins(cleo, home).await;
    assert_eq!(
        story.count_there(ana, chat, "cover"),
        0,
        "asked in private alone"
    );
    for who in [ana, ben] {
        assert_eq!(
            story.seen(who, ASK).labels(),
            ["Cover it", "Leave it as it is"]
        );
    }
    story.presses(ana, "Leave it as it is").await;
    assert!(story.sees(ana, "It stays as it is."));
    assert_eq!(story.count_there(ana, chat, "For the bike."), 1);
    story.presses(ben, "Cover it").await;
    let page = story.page_of(ana, chat);
    for gone in ["For the", "Both answers", "Photo"] {
        assert!(!page.contains(gone), "{page}");
    }
    assert_eq!(story.count_there(ana, chat, "Opened on 2 March 2026."), 2);
    for who in [ana, ben] {
        assert!(!story.sees(who, ASK));
        assert!(story.sees(who, "is covered now"));
    }
}

#[tokio::test]
async fn nobody_is_asked_where_nothing_was_opened() {
    let story = Story::begin().await;
    let home = story.home().await;
    let cleo = story.person("Cleo");
    story.starts(home.ben).await;
    story.joins(cleo, home).await;
    for who in [home.ana, home.ben] {
        assert!(!story.sees(who, ASK));
    }
}

#[tokio::test]
async fn either_may_have_it_covered_at_any_time_by_the_settings() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    story.says(home.ben, "/settings").await;
    story
        .presses(home.ben, "Cover what was opened in the group")
        .await;
    assert_eq!(story.count_there(home.ana, home.chat, "For the bike."), 0);
    assert_eq!(
        story.count_there(home.ana, home.chat, "Opened on 2 March 2026."),
        1
    );
    story.says(home.ben, "/settings").await;
    assert!(
        story
            .last(home.ben)
            .button("Cover what was opened in the group")
            .is_none()
    );
}
