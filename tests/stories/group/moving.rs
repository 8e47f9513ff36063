//! From private chats into a group, and back.

use twofold::sandbox::Action;

use super::{ELSEWHERE, Home};
use crate::world::Story;

impl Story {
    /// Ana and Ben, together since yesterday in private chats, move into a group.
    async fn moves_in(&self, ana: i64, ben: i64) -> Home {
        let chat = self.group_of(&[ana, ben]).await;
        self.taps(ana, chat, "I’m in").await;
        self.taps(ben, chat, "I’m in").await;
        Home { ana, ben, chat }
    }
}

#[tokio::test]
async fn start_and_settings_offer_a_group_for_two() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    let bot = story
        .telegram
        .with(|world, _| world.bot_username().to_owned());
    let link = Action::Url(format!("https://t.me/{bot}?startgroup=two"));
    let labels = story.last(ana).labels().join(" · ");
    assert_eq!(
        labels,
        "Invite my partner · Use a group for two · How private is this?"
    );
    let welcome = story.last(ana);
    assert_eq!(
        welcome
            .button("Use a group for two")
            .expect("a button")
            .action,
        link
    );
    let (ana, _) = story.pair().await;
    story.says(ana, "/settings").await;
    let settings = story.last(ana);
    assert_eq!(
        settings
            .button("Use a group for two")
            .expect("a button")
            .action,
        link
    );
}

#[tokio::test]
async fn a_couple_moves_in_with_its_open_question_and_what_was_sealed() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "For the tea.").await;
    let home = story.moves_in(ana, ben).await;
    let question = story.question(home);
    assert!(question.silent, "it made its sound before");
    assert_eq!(story.count_there(ana, home.chat, "One of two sealed."), 1);
    let before = story.revision();
    // Ben answers under the question he was asked in his own chat.
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    let reveal = story.seen_there(ana, home.chat, "For the tea.");
    assert!(reveal.text.contains("For the train."));
    assert!(
        story
            .texts(ana, before)
            .iter()
            .all(|text| !text.contains("For the train."))
    );
}

#[tokio::test]
async fn a_couple_goes_back_to_private_chats_with_its_open_question_and_can_move_in_again() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let since = story.revision();
    story.says(ben, "/settings").await;
    story.presses(ben, "Back to our private chats").await;
    assert_eq!(story.count_there(ana, chat, ELSEWHERE), 1);
    assert_eq!(
        story.count_there(ana, chat, "went on in your private chats"),
        1
    );
    assert!(
        story
            .seen(ben, "Your settings")
            .button("Use a group for two")
            .is_some()
    );
    let card = story.card(ben);
    assert!(
        card.appeared > since,
        "the question he had only in the group"
    );
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert!(story.reveal(ana).text.contains("For the train."));
    assert!(story.reveal(ben).text.contains("For the tea."));
    assert_eq!(story.count_there(ana, chat, "For the train."), 0);
    // The link of the settings, in a group that the bot is in already.
    story.minutes(5).await;
    let bot = story
        .telegram
        .with(|world, _| world.bot_username().to_owned());
    story.writes(ana, chat, &format!("/start@{bot} two")).await;
    story.taps(ana, chat, "I’m in").await;
    story.taps(ben, chat, "I’m in").await;
    assert_eq!(story.count_there(ana, chat, "here we are"), 2);
    story.writes(ben, chat, "/prompt").await;
    story
        .answer_there(home, "For the rain.", "For the sun.")
        .await;
    assert_eq!(story.count_there(ana, chat, "For the sun."), 1);
}

#[tokio::test]
async fn another_group_becomes_the_home_and_the_first_one_is_left_alone() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let second = story.moves_in(ana, ben).await;
    assert_eq!(
        story.count_there(ana, chat, "went on in your private chats"),
        1
    );
    let before = story.there(ana, chat).len();
    story
        .answer_there(second, "For the tea.", "For the train.")
        .await;
    assert_eq!(story.count_there(ana, second.chat, "For the train."), 1);
    assert_eq!(story.there(ana, chat).len(), before);
}

#[tokio::test]
async fn a_couple_that_ends_leaves_a_group_in_which_two_can_begin_anew() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave").await;
    assert_eq!(story.count_there(ana, chat, "This question is closed."), 1);
    assert!(
        story
            .there(ana, chat)
            .iter()
            .all(|seen| seen.button("Answer privately").is_none())
    );
    assert!(story.sees(ben, "no longer together"));
    story.minutes(5).await;
    story.writes(ben, chat, "/start").await;
    story.taps(ben, chat, "I’m in").await;
    story.taps(ana, chat, "I’m in").await;
    assert_eq!(story.count_there(ana, chat, "here we are"), 2);
}

#[tokio::test]
async fn who_asks_for_a_question_in_private_sees_it_there_too() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let (since, before) = (story.revision(), story.there(home.ana, home.chat).len());
    story.says(home.ana, "/prompt").await;
    assert_eq!(story.there(home.ana, home.chat).len(), before + 1);
    assert_eq!(story.texts(home.ana, since).len(), 1);
    assert_eq!(story.texts(home.ben, since), [""; 0]);
    story.says(home.ana, "For the tea.").await;
    assert!(story.question(home).text.contains("One of two sealed."));
}
