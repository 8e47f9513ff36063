//! Third people, removals, upgrades and restarts: words are in the group only while it is the two of them and the bot.

use jiff::SignedDuration;

use super::{BACK, ELSEWHERE, Home};
use crate::world::{PATIENCE, Story};
use twofold::app::Input;
use twofold::core::model::delivery::Class;
use twofold::core::model::ids::{ChatId, CoupleId};
use twofold::core::protocol::group::GroupFact;
use twofold::sandbox::{Fault, Outgoing, When};

#[tokio::test]
async fn a_third_person_who_joins_while_a_question_is_open_reads_one_friendly_line_and_no_word_of_it()
 {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let asked = story.question(home).text;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let cleo = story.person("Cleo");
    let since = story.revision();
    story.joins(cleo, home).await;
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    assert!(
        !story.page_of(ana, chat).contains(&asked),
        "the open question is empty there"
    );
    assert_eq!(
        story.count_there(ana, chat, "went on in your private chats"),
        1
    );
    assert!(
        story.card(ben).appeared > since,
        "Ben had it only in the group"
    );
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert!(story.reveal(ana).text.contains("For the train."));
    assert!(story.reveal(ben).text.contains("For the tea."));
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    // The next evening comes privately too.
    let since = story.revision();
    story.days(1).await;
    assert!(story.card(ana).appeared > since && story.card(ben).appeared > since);
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    // … and the one after Cleo has left comes back.
    story.goes(cleo, chat).await;
    assert_eq!(story.count_there(ana, chat, BACK), 1);
    let since = story.revision();
    story.days(1).await;
    let question = story.question(home);
    assert!(question.appeared > since);
    assert_eq!(
        story
            .texts(ben, since)
            .iter()
            .filter(|text| text.contains(&question.text))
            .count(),
        0
    );
}

#[tokio::test]
async fn a_third_person_who_comes_between_the_decision_and_the_call_reads_nothing_of_a_reveal() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    story.taps(ben, chat, "Answer privately").await;
    let cleo = story.person("Cleo");
    // Telegram tells the bot nothing of it this time: only the look before the call can show it.
    story.says(ben, "For the train.").await;
    story.unseen(|world, now| world.add(chat, cleo, ana, now).expect("joins"));
    story.later(SignedDuration::from_secs(30)).await;
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    assert!(story.reveal(ana).text.contains("For the train."));
    assert!(story.reveal(ben).text.contains("For the tea."));
    assert_eq!(story.reveals(ana), 1);
}

#[tokio::test]
async fn somebody_who_joined_while_the_program_was_away_is_found_at_the_start() {
    let mut story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, chat, .. } = home;
    story.stop().await;
    let cleo = story.person("Cleo");
    story.unseen(|world, now| world.add(chat, cleo, ana, now).expect("joins"));
    let looks = story.looks();
    story.start_again().await;
    let looked = story
        .telegram
        .wait_for(PATIENCE, |world| {
            (world.calls_of("getChatMemberCount").len() > looks).then_some(())
        })
        .await;
    assert!(looked.is_some(), "nobody has looked");
    story.settle().await;
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    assert_eq!(
        story.count_there(ana, chat, "went on in your private chats"),
        1
    );
}

#[tokio::test]
async fn what_waited_for_a_group_leaves_no_byte_on_the_disk_when_it_is_not_two_any_more() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let held = story.waits_for(home.chat, home.ana, Class::Owed).await;
    story.joins(story.person("Cleo"), home).await;
    story.erased_from_disk(&held).await;

    let story = Story::begin().await;
    let home = story.settled_home().await;
    let held = story.waits_for(home.chat, home.ana, Class::Owed).await;
    let Home { ana, chat, .. } = home;
    story
        .at_once(|world, now| world.remove_bot(chat, ana, now).expect("puts it out"))
        .await;
    story.erased_from_disk(&held).await;
}

#[tokio::test]
async fn a_bot_that_is_put_out_goes_on_in_private_chats_with_one_line_to_each() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let since = story.revision();
    story
        .at_once(|world, now| world.remove_bot(chat, ana, now).expect("puts it out"))
        .await;
    for who in [ana, ben] {
        let lines = story.texts(who, since);
        assert_eq!(
            lines
                .iter()
                .filter(|text| text.contains("write in your group any more"))
                .count(),
            1
        );
    }
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert!(story.reveal(ana).text.contains("For the train."));
    assert!(story.reveal(ben).text.contains("For the tea."));
    // Added again, it is back, and the group reads on.
    story
        .at_once(|world, now| world.add_bot(chat, ben, None, now).expect("adds it"))
        .await;
    assert_eq!(story.count_there(ana, chat, BACK), 1);
    story.writes(ana, chat, "/prompt").await;
    story
        .answer_there(home, "For the rain.", "For the sun.")
        .await;
    assert_eq!(story.count_there(ben, chat, "For the sun."), 1);
}

#[tokio::test]
async fn a_reveal_on_its_way_when_the_bot_is_put_out_opens_in_both_private_chats() {
    let mut story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, "For the train.").await;
    // What the bot does in these seconds, while nothing of it is sent: it opens both answers, and hears that it was put out.
    story.stop().await;
    let couple = story.sealed("select cast(id as text) from couple").await;
    let couple = CoupleId(couple[0].parse().expect("an id"));
    let tick = || Input::Tick {
        couple,
        may_ask: true,
    };
    let removed = Input::Group(GroupFact::Gone {
        chat: ChatId(chat),
        unsent: Vec::new(),
    });
    for (cause, seconds, input) in [("t1", 16, tick()), ("t2", 27, tick()), ("g1", 28, removed)] {
        let now = story.clock.now() + SignedDuration::from_secs(seconds);
        let mut tx = story
            .app
            .store()
            .begin_write()
            .await
            .expect("a transaction");
        story
            .app
            .turn(&mut tx, cause, input, now)
            .await
            .expect("a turn");
        tx.commit().await.expect("commits");
    }
    story
        .telegram
        .with(|world, now| world.remove_bot(chat, ana, now).expect("puts it out"));
    story.start_again().await;
    story.minutes(1).await;
    assert_eq!(story.count_there(ana, chat, "For the train."), 0);
    assert!(story.reveal(ana).text.contains("For the train."));
    assert!(story.reveal(ben).text.contains("For the tea."));
    assert_eq!((story.reveals(ana), story.reveals(ben)), (1, 1));
}

#[tokio::test]
async fn a_bot_that_may_not_write_there_any_more_goes_on_in_private_chats_and_comes_back() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let muted = When::any().method("sendMessage").chat(chat).always();
    story
        .at_once(|world, _| {
            let fault = Fault::bad_request(
                "Bad Request: not enough rights to send text messages to the chat",
            );
            world.faults.add(muted, fault);
        })
        .await;
    let since = story.revision();
    story.until(crate::world::EVENING).await;
    story.later(SignedDuration::from_secs(5)).await;
    for who in [ana, ben] {
        assert!(story.card(who).appeared > since, "{}", story.page(who));
    }
    story.telegram.with(|world, _| world.faults.clear());
    let bot = story.telegram.with(|world, _| world.bot_id());
    story
        .at_once(|world, now| {
            world
                .set_admin(chat, bot, ana, true, now)
                .expect("allows it")
        })
        .await;
    assert_eq!(story.count_there(ana, chat, BACK), 1);
}

#[tokio::test]
async fn an_upgrade_keeps_everything_and_the_open_question_is_shown_again() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let asked = story.question(home).text;
    let mut new = 0;
    story
        .at_once(|world, now| new = world.migrate(chat, ana, now).expect("an upgrade"))
        .await;
    let home = Home { chat: new, ..home };
    let again = story.question(home);
    assert_eq!(again.text, asked);
    assert!(again.silent);
    assert_eq!(
        story.there(ana, new).len(),
        1,
        "{}",
        story.page_of(ana, new)
    );
    story.taps(ben, new, "Answer privately").await;
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert_eq!(story.count_there(ana, new, "For the train."), 1);
    assert!(story.there(ana, new)[0].text.ends_with("Opened."));
    let since = story.revision();
    story.days(1).await;
    assert!(story.question(home).appeared > since);
}

#[tokio::test]
async fn an_upgrade_that_only_a_call_shows_loses_nothing() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    story.taps(ben, chat, "Answer privately").await;
    let new = story.unseen(|world, now| world.migrate(chat, ana, now).expect("an upgrade"));
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert_eq!(
        story.count_there(ana, new, "For the train."),
        1,
        "{}",
        story.page_of(ana, new)
    );
    assert_eq!(story.reveals(ana) + story.reveals(ben), 0);
}

#[tokio::test]
async fn one_of_the_two_who_leaves_the_group_takes_the_couple_back_to_private_chats() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.goes(ben, chat).await;
    assert_eq!(story.count_there(ana, chat, ELSEWHERE), 1);
    story.says(ana, "For the tea.").await;
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert!(story.reveal(ana).text.contains("For the train."));
    assert!(story.reveal(ben).text.contains("For the tea."));
    assert_eq!(story.count_there(ana, chat, "For the t"), 0);
}

#[tokio::test]
async fn a_group_that_is_talked_in_while_a_third_person_is_there_stays_without_words_of_the_two() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.person("Cleo");
    story.joins(cleo, home).await;
    story.writes(ana, chat, "/prompt").await;
    story.writes(cleo, chat, "/prompt").await;
    story.says(ben, "/prompt").await;
    story.sends(ben, Outgoing::text("For the train.")).await;
    story.sends(ana, Outgoing::text("For the tea.")).await;
    story.minutes(1).await;
    let there = story.said_there(cleo, chat).join("\n");
    assert!(!there.contains("For the"), "{there}");
}

#[tokio::test]
async fn a_reveal_that_reached_the_group_in_part_opens_whole_in_both_private_chats() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let long = "We walked and walked. ".repeat(170);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, &long).await;
    story.taps(ben, chat, "Answer privately").await;
    let later = When::any().method("sendMessage").chat(chat).after(1);
    story.telegram.with(|world, _| {
        let why = "Bad Request: not enough rights to send text messages to the chat";
        world.faults.add(later.always(), Fault::bad_request(why));
    });
    story.says(ben, &long.replace("walked", "talked")).await;
    let since = story.revision();
    story.minutes(1).await;
    let group = story.said_there(ana, chat).join("\n");
    assert!(group.contains("Both answers are in"));
    assert!(!group.contains("talked and talked"), "{group}");
    for who in [ana, ben] {
        let all = story.texts(who, since).join("\n");
        assert_eq!(all.matches("walked and walked").count(), 170);
        assert_eq!(all.matches("talked and talked").count(), 170);
        assert_eq!(all.matches("write in your group any more").count(), 1);
    }
}
