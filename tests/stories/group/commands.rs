//! Commands typed in the group: what both may see is done there, all else points to the private chat, and help is asked for in
//! silence.

use super::{Home, POINTER};
use crate::world::Story;

#[tokio::test]
async fn a_question_asked_for_in_the_group_comes_there_and_again_below_when_it_is_open() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let since = story.revision();
    story.writes(ben, chat, "/prompt gratitude").await;
    let question = story.question(home);
    assert!(question.text.starts_with('🙏'));
    story.writes(ana, chat, "never mind the line between").await;
    story.writes(ben, chat, "/prompt gratitude").await;
    let again = story.question(home);
    assert_eq!(again.text, question.text);
    assert!(again.message_id > question.message_id);
    assert_eq!(
        story.count_there(ana, chat, &question.text),
        1,
        "the old message is gone"
    );
    for who in [ana, ben] {
        assert_eq!(
            story.texts(who, since),
            [""; 0],
            "nothing comes to the private chats"
        );
    }
}

#[tokio::test]
async fn pausing_and_resuming_work_in_the_group_for_both() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    story.writes(ben, chat, "/pause").await;
    assert_eq!(
        story.count_there(ana, chat, "Resting until one of you says /resume."),
        1
    );
    let since = story.revision();
    story.days(2).await;
    assert!(
        story
            .there(ana, chat)
            .iter()
            .all(|seen| seen.appeared <= since)
    );
    assert_eq!(story.texts(ana, since), [""; 0]);
    story.writes(ana, chat, "/resume").await;
    let resumed = story.said_there(ana, chat).pop().expect("a line");
    story.writes(ana, chat, "/resume").await;
    assert_eq!(story.count_there(ana, chat, "You two are not resting"), 1);
    assert_ne!(resumed, story.said_there(ana, chat).pop().expect("a line"));
    let since = story.revision();
    story.days(2).await;
    assert!(story.question(home).appeared > since);
}

#[tokio::test]
async fn help_in_the_group_says_what_works_there() {
    let story = Story::begin().await;
    let home = story.home().await;
    story.writes(home.ben, home.chat, "/help").await;
    let help = story.seen_there(home.ana, home.chat, "/prompt: a question now");
    assert!(help.text.contains("/pause and /resume"));
}

#[tokio::test]
async fn whatever_is_private_only_points_to_the_private_chat() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let since = story.revision();
    let private = [
        "/reflect",
        "/settings",
        "/schedule",
        "/today",
        "/timezone",
        "/leave",
        "/privacy",
        "/ask why?",
        "/invite",
        "/cancel",
    ];
    for (n, command) in private.into_iter().enumerate() {
        story.writes(ana, chat, command).await;
        assert_eq!(story.count_there(ben, chat, POINTER), n + 1, "{command}");
    }
    let new: Vec<String> = story
        .there(ben, chat)
        .into_iter()
        .filter(|seen| seen.appeared > since)
        .map(|seen| seen.text)
        .collect();
    assert!(new.iter().all(|text| text == POINTER), "{new:?}");
    assert_eq!(story.texts(ben, since), [""; 0]);
    let pointer = story.seen_there(ben, chat, POINTER);
    assert_eq!(pointer.labels(), ["Private chat"]);
}

#[tokio::test]
async fn help_asked_for_in_the_wrong_chat_is_answered_nowhere() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let (since, before) = (story.revision(), story.there(home.ana, home.chat).len());
    story.writes(home.ana, home.chat, "/safety").await;
    assert_eq!(story.there(home.ben, home.chat).len(), before);
    for who in [home.ana, home.ben] {
        assert_eq!(story.texts(who, since), [""; 0]);
    }
}

#[tokio::test]
async fn another_bots_commands_and_unknown_ones_are_left_alone() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let before = story.there(home.ana, home.chat).len();
    story
        .writes(home.ana, home.chat, "/help@some_other_bot")
        .await;
    story.writes(home.ana, home.chat, "/roll 6").await;
    assert_eq!(story.there(home.ana, home.chat).len(), before);
}

#[tokio::test]
async fn a_reflection_leaves_no_trace_in_the_group() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, chat, .. } = home;
    story.writes(ana, chat, "/reflect").await;
    let before = story.there(ana, chat).len();
    story.says(ana, "/reflect").await;
    assert_eq!(story.there(ana, chat).len(), before);
    assert_eq!(story.count_there(ana, chat, "reflect"), 0);
    assert_eq!(story.count_there(ana, chat, "argument"), 0);
}
