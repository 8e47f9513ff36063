//! Two people who begin in a group, from the hello to the reveal and what follows it.

use insta::assert_snapshot;
use jiff::SignedDuration;
use twofold::sandbox::{Media, Outgoing, Seen};

use super::{HELLO, Home};
use crate::world::Story;

#[tokio::test]
async fn two_people_begin_in_a_group_answer_alone_and_read_both_answers_there() {
    let story = Story::of_known_prompts().await;
    let home = story.home().await;
    let Home { ana, ben, chat } = home;
    story.says(ana, "/timezone Lisbon").await;
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, "For the soup.").await;
    assert_eq!(story.count_there(ana, chat, "One of two sealed."), 1);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the bike.").await;
    assert_eq!(story.count_there(ana, chat, "Both sealed."), 1);
    story.later(SignedDuration::from_secs(20)).await;
    assert_snapshot!(story.page_of(ana, chat), @"
      >  <new_chat_members>
      > /start@twofold_sandbox_bot two
    bot Hello! I ask the two of you one small question at a time. You each answer me in private, and only when both answers are in do both open, here.

          One thing to know: whoever joins this group later may be able to read back what was opened here.
    bot Lovely, here we are. From now on my questions come here, and you each answer me in private.
    bot 🙏 Opened.
    bot ♪ 💌 Both answers are in. Tap to read.

          🙏 Ana: What did Ben do this week that nobody saw but you?
          Ben: What did Ana do this week that nobody saw but you?

          Ana
          For the bike.

          Ben
          For the soup.

          ✨ You both sealed your answers within the same minute.

          Let it reach you. There is nothing to give back.
          [That touched me]
    ");
}

#[tokio::test]
async fn the_hello_comes_once_and_its_button_goes_when_the_two_are_in() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let chat = story.group_of(&[ana, ben]).await;
    assert_eq!(story.count_there(ana, chat, HELLO), 1);
    let hello = story.seen_there(ana, chat, HELLO);
    assert!(hello.text.contains("whoever joins this group later"));
    assert_eq!(hello.labels(), ["I’m in"]);
    story.taps(ana, chat, "I’m in").await;
    assert_eq!(
        story.newest_toast(ana).await,
        "You’re in. Now the other one of you."
    );
    story.taps(ana, chat, "I’m in").await;
    assert_eq!(
        story.count_there(ana, chat, "here we are"),
        0,
        "one person is not two"
    );
    story.taps(ben, chat, "I’m in").await;
    assert_eq!(story.count_there(ana, chat, "here we are"), 1);
    let hello = story.seen_there(ana, chat, HELLO);
    assert!(hello.buttons.is_empty(), "{hello:?}");
    assert!(!hello.text.contains("tap the button"));
    assert_eq!(story.count_there(ana, chat, HELLO), 1);
}

#[tokio::test]
async fn who_never_started_the_bot_gets_the_button_and_nothing_breaks() {
    let story = Story::begin().await;
    let home = story.home().await;
    // Neither a nudge nor anything else has reached Ben, who has no private chat with the bot.
    story.hours(30).await;
    assert!(story.screen(home.ben).is_empty());
    story.taps(home.ana, home.chat, "Answer privately").await;
    story.says(home.ana, "For the bike.").await;
    story.taps(home.ben, home.chat, "Answer privately").await;
    assert!(story.card(home.ben).appeared > 0);
    story.says(home.ben, "For the soup.").await;
    story.later(SignedDuration::from_secs(20)).await;
    let reveal = story.seen_there(home.ana, home.chat, "Both answers are in");
    assert!(reveal.text.contains("For the bike.") && reveal.text.contains("For the soup."));
}

#[tokio::test]
async fn that_one_of_two_is_sealed_is_told_only_with_leave_and_never_by_a_new_message() {
    let story = Story::begin().await;
    let home = story.home().await;
    let Home { ana, ben, chat } = home;
    story.starts(ben).await;
    story.says(ben, "/settings").await;
    story.presses(ben, "✓ Say when I have sealed mine").await;
    let before = story.there(ana, chat).len();
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, "For the soup.").await;
    assert_eq!(story.count_there(ana, chat, "sealed"), 0);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the bike.").await;
    assert_eq!(story.count_there(ana, chat, "One of two sealed."), 1);
    assert_eq!(story.there(ana, chat).len(), before);
    story.presses(ana, "Take back").await;
    assert_eq!(story.count_there(ana, chat, "sealed"), 0);
    assert_eq!(story.there(ana, chat).len(), before);
}

#[tokio::test]
async fn both_are_asked_by_one_message_in_the_group_and_nothing_comes_to_either_chat() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let since = story.revision();
    story.until(crate::world::EVENING).await;
    story.later(SignedDuration::from_secs(5)).await;
    let question = story.question(home);
    assert!(!question.silent, "it comes with a sound");
    assert_eq!(question.labels(), ["Answer privately"]);
    assert!(question.appeared > since);
    assert_eq!(story.texts(home.ana, since), [""; 0]);
    assert_eq!(story.texts(home.ben, since), [""; 0]);
    assert_eq!(question.date.to_string()[..16], crate::world::EVENING[..16]);
}

#[tokio::test]
async fn both_are_asked_at_one_instant_in_the_zone_of_who_set_the_plan() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    story.says(home.ben, "/timezone Tokyo").await;
    // Ana made the plan, and lives in Lisbon. Half past eight in Tokyo was at half past eleven there.
    let since = story.revision();
    story.until("2026-03-03T20:29:00Z").await;
    assert!(
        story
            .there(home.ana, home.chat)
            .iter()
            .all(|seen| seen.appeared <= since)
    );
    story.until(crate::world::EVENING).await;
    story.later(SignedDuration::from_secs(5)).await;
    assert!(story.question(home).appeared > since);
    story
        .answer_there(home, "For the tea.", "For the train.")
        .await;
    let reveal = story.seen_there(home.ana, home.chat, "For the tea.");
    assert!(
        reveal.text.contains("Lisbon 20:30 · Tokyo 05:30 tomorrow"),
        "{}",
        reveal.text
    );
}

#[tokio::test]
async fn talk_between_the_two_is_left_alone_reactions_too() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story
        .answer_there(home, "For the tea.", "For the train.")
        .await;
    let reveal = story.seen_there(ana, chat, "For the tea.");
    let before = (story.there(ana, chat).len(), story.revision());
    let reply = Outgoing::text("I loved reading that").in_chat(chat);
    story.sends(ben, reply.reply_to(reveal.message_id)).await;
    story.writes(ana, chat, "me too").await;
    story
        .at_once(|world, now| {
            world
                .react(ben, chat, reveal.message_id, Some("❤"), now)
                .expect("reacts");
        })
        .await;
    assert_eq!(story.there(ana, chat).len(), before.0);
    for who in [ana, ben] {
        assert_eq!(story.texts(who, before.1), [""; 0]);
    }
}

#[tokio::test]
async fn a_tap_on_a_response_marks_the_button_with_the_name_and_says_nothing_new() {
    let story = Story::of_known_prompts().await;
    let home = story.home().await;
    let Home { ana, ben, chat } = home;
    story
        .answer_there(home, "For the bike.", "For the soup.")
        .await;
    let before = story.there(ana, chat).len();
    let label = story.seen_there(ana, chat, "Both answers are in").buttons[0][0]
        .label
        .clone();
    story.taps(ben, chat, &label).await;
    let marked = format!("✓ {label} · Ben");
    assert!(
        story
            .seen_there(ana, chat, "Both answers")
            .labels()
            .contains(&marked.as_str())
    );
    story.taps(ana, chat, &marked).await;
    let both = format!("✓ {label} · Ana, Ben");
    assert!(
        story
            .seen_there(ana, chat, "Both answers")
            .labels()
            .contains(&both.as_str())
    );
    story.taps(ana, chat, &both).await;
    assert_eq!(story.newest_toast(ana).await, "Passed on already");
    assert_eq!(story.there(ana, chat).len(), before);
    assert_eq!(
        story.reveals(ana) + story.reveals(ben),
        0,
        "it opened in the group alone"
    );
}

#[tokio::test]
async fn long_answers_and_photos_of_both_follow_whole_each_under_a_name() {
    let story = Story::begin().await;
    let home = story.home().await;
    let Home { ana, ben, chat } = home;
    let long = "We walked and walked. ".repeat(170);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, &long).await;
    story.sends(ana, Outgoing::file(Media::Photo)).await;
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, &long.replace("walked", "talked")).await;
    story.sends(ben, Outgoing::file(Media::Photo)).await;
    story.later(SignedDuration::from_secs(30)).await;
    let there = story.there(ana, chat);
    let all: String = there.iter().map(|seen| seen.text.as_str()).collect();
    assert_eq!(all.matches("walked and walked").count(), 170);
    assert_eq!(all.matches("talked and talked").count(), 170);
    let from: Vec<usize> = ["From Ana:", "From Ben:"]
        .iter()
        .map(|line| {
            there
                .iter()
                .position(|seen| seen.text == *line)
                .expect("a line")
        })
        .collect();
    for at in from {
        assert!(there[at + 1].media.is_some() && there[at + 1].has_spoiler);
    }
}

#[tokio::test]
async fn another_one_turns_the_groups_question_into_the_new_one() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let question = story.question(home);
    story.taps(home.ben, home.chat, "Answer privately").await;
    story.presses(home.ben, "Another one").await;
    let now = story.question(home);
    assert_eq!(now.message_id, question.message_id);
    assert_ne!(now.text, question.text);
    story
        .answer_there(home, "For the tea.", "For the train.")
        .await;
    let reveal = story.seen_there(home.ana, home.chat, "For the tea.");
    assert!(reveal.text.contains("For the train."));
}

#[tokio::test]
async fn a_round_nobody_finished_is_closed_in_the_group_by_an_edit_and_each_half_stays_private() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let question = story.question(home);
    story.taps(home.ana, home.chat, "Answer privately").await;
    story.says(home.ana, "nobody reads this").await;
    story.days(2).await;
    let closed = story
        .there(home.ben, home.chat)
        .into_iter()
        .find(|seen| seen.message_id == question.message_id)
        .expect("the message");
    assert!(
        closed.text.ends_with("This question is closed."),
        "{}",
        closed.text
    );
    assert!(closed.buttons.is_empty());
    let offered = |seen: &Seen| seen.button("Give it anyway").is_some();
    assert!(
        story.screen(home.ana).iter().any(offered),
        "{}",
        story.page(home.ana)
    );
    assert!(
        !story
            .page_of(home.ben, home.chat)
            .contains("nobody reads this")
    );
}

#[tokio::test]
async fn a_reveal_in_anybodys_quiet_hours_makes_no_sound() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    story.until("2026-03-03T22:45:00Z").await;
    story
        .answer_there(home, "For the tea.", "For the train.")
        .await;
    assert!(story.seen_there(home.ana, home.chat, "For the tea.").silent);
}

#[tokio::test]
async fn passing_and_wanting_to_talk_leave_no_trace_in_the_group_until_both_want_to_talk() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    for who in [ana, ben] {
        story.taps(who, chat, "Answer privately").await;
    }
    let (page, since) = (story.page_of(ana, chat), story.revision());
    story.presses(ana, "Not tonight").await;
    story.presses(ana, "Answer after all").await;
    story.presses(ana, "Let's talk instead").await;
    assert_eq!(story.page_of(ana, chat), page);
    assert!(
        story
            .there(ben, chat)
            .iter()
            .all(|seen| seen.changed <= since)
    );
    story.presses(ben, "Let's talk instead").await;
    assert_eq!(story.count_there(ana, chat, "This question is closed."), 1);
}

#[tokio::test]
async fn a_bot_that_was_made_an_admin_and_sees_all_leaves_talk_alone_too() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let bot = story.telegram.with(|world, _| world.bot_id());
    story
        .at_once(|world, now| {
            world
                .set_admin(chat, bot, ana, true, now)
                .expect("an admin")
        })
        .await;
    let (there, since) = (story.there(ana, chat).len(), story.revision());
    story.writes(ben, chat, "this is no answer").await;
    story.writes(ana, chat, "nor is this").await;
    assert_eq!(story.there(ana, chat).len(), there);
    assert_eq!(story.count_there(ana, chat, "two sealed"), 0);
    for who in [ana, ben] {
        assert_eq!(story.texts(who, since), [""; 0]);
    }
    story
        .answer_there(home, "For the tea.", "For the train.")
        .await;
    assert_eq!(story.count_there(ana, chat, "For the train."), 1);
}

#[tokio::test]
async fn the_group_is_spoken_to_in_the_language_of_who_set_the_plan() {
    let story = Story::begin().await;
    let ana = story.telegram.with(|world, _| world.person("Ana", "de"));
    let ben = story.person("Ben");
    let chat = story.group_of(&[ana, ben]).await;
    story.taps(ana, chat, "Ich bin dabei").await;
    story.taps(ben, chat, "Ich bin dabei").await;
    assert_eq!(story.count_there(ana, chat, "Schön, da sind wir."), 1);
    story.taps(ben, chat, "Für sich antworten").await;
    // In his own chat Ben reads what he reads everywhere.
    let card = story.card(ben);
    assert!(!story.page(ben).contains("dein Gegenüber"), "{card:?}");
    story.says(ben, "For the soup.").await;
    assert_eq!(
        story.count_there(ana, chat, "Eine von zwei Antworten ist versiegelt."),
        1
    );
}
