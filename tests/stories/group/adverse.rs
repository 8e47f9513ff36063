//! Everything people can do against the rules of a group of two, by accident or on purpose.

use std::cell::Cell;

use jiff::SignedDuration;
use twofold::sandbox::{Action, Fault, When};

use super::{BACK, ELSEWHERE, HELLO, Home, POINTER};
use crate::world::{EVENING, PATIENCE, Story};

const NOT_THERE: &str = "so we go on here";

impl Story {
    /// The link of *answer privately* under the open question.
    fn way_to_answer(&self, home: Home) -> String {
        let question = self.question(home);
        match &question
            .button("Answer privately")
            .expect("a button")
            .action
        {
            Action::Url(url) => url.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// Sends callback data from a message of the group, whatever stands there.
    async fn forges_there(&self, who: i64, chat: i64, message: i64, data: &str) {
        self.telegram
            .with(|world, now| world.press_data(who, chat, message, data, now))
            .expect("presses");
        self.settle().await;
    }
}

#[tokio::test]
async fn a_third_person_who_is_there_when_the_question_is_due_reads_nothing_but_the_one_line() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.person("Cleo");
    story.unseen(|world, now| world.add(chat, cleo, ana, now).expect("joins"));
    let since = story.revision();
    story.until(EVENING).await;
    story.later(SignedDuration::from_secs(10)).await;
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    for who in [ana, ben] {
        let card = story.card(who);
        assert!(card.appeared > since, "{}", story.page(who));
        assert!(
            !card.silent,
            "nothing has made the sound of this evening yet"
        );
    }
}

#[tokio::test]
async fn who_comes_goes_and_comes_again_changes_where_all_goes_on_each_time() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.person("Cleo");
    for round in 1..=2 {
        story.joins(cleo, home).await;
        assert_eq!(story.count_there(ana, chat, ELSEWHERE), round);
        story
            .at_once(|world, now| world.remove(chat, cleo, ben, now).expect("puts her out"))
            .await;
        assert_eq!(story.count_there(ana, chat, BACK), round);
    }
    // One of the two goes and comes back.
    story.goes(ben, chat).await;
    assert_eq!(story.count_there(ana, chat, ELSEWHERE), 3);
    story.joins(ben, home).await;
    assert_eq!(story.count_there(ana, chat, BACK), 3);
    // Cleo in the place of Ben is three people in number and not the two.
    story.goes(ben, chat).await;
    story.joins(cleo, home).await;
    assert_eq!(story.count_there(ana, chat, BACK), 3);
    let since = story.revision();
    story.days(1).await;
    assert!(story.card(ana).appeared > since && story.card(ben).appeared > since);
    for text in story.said_there(cleo, chat) {
        assert!([ELSEWHERE, BACK].contains(&text.as_str()), "{text}");
    }
}

#[tokio::test]
async fn a_quiet_leave_does_not_show_in_the_group() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let question = story.question(home).text;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let there = story.there(ben, chat).len();
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave quietly").await;
    // As after a take-back.
    assert_eq!(story.there(ben, chat).len(), there);
    assert_eq!(story.question(home).text, question);
    assert!(!story.page_of(ben, chat).contains("of two sealed"));
    // The question of the next evening comes there as ever, and shows what Ben sealed.
    let since = story.revision();
    story.days(1).await;
    assert!(story.question(home).appeared > since);
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, "For the train.").await;
    assert!(story.question(home).text.contains("One of two sealed."));
    // What Ana types there looks as it always did.
    story.writes(ana, chat, "/pause").await;
    assert_eq!(
        story.count_there(ben, chat, "Resting until one of you says"),
        1
    );
    story.writes(ana, chat, "/resume").await;
    let asked = story.there(ben, chat).len();
    story.writes(ana, chat, "/prompt memory").await;
    assert_eq!(story.there(ben, chat).len(), asked + 1);
    assert_eq!(story.count_there(ben, chat, POINTER), 0);
    // What she presses is told to her alone, and opens nothing.
    let since = story.revision();
    story.taps(ana, chat, "Answer privately").await;
    assert!(
        story
            .texts(ana, since)
            .iter()
            .all(|text| !text.contains(&story.question(home).text)),
        "{:?}",
        story.texts(ana, since)
    );
    story.days(7).await;
    assert!(story.sees(ben, "no longer together"));
    let page = story.page_of(ben, chat);
    for word in ["no longer together", "For the tea.", "For the train."] {
        assert!(!page.contains(word), "{word}: {page}");
    }
}

#[tokio::test]
async fn the_way_to_answer_is_no_way_in_for_anybody_else_nor_when_it_is_over() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let link = story.way_to_answer(home);
    let since = story.revision();
    story.opens(ben, &link).await;
    let card = story.card(ben);
    assert!(card.appeared > since);
    let question = card.text.lines().next().expect("a line").to_owned();
    let cleo = story.person("Cleo");
    story.opens(cleo, &link).await;
    let read = story.page(cleo);
    assert!(!read.contains(&question), "{read}");
    let (dan, eve) = (story.newcomer("Dan").await, story.newcomer("Eve").await);
    story.opens(dan, &link).await;
    // Nobody can tell somebody else's question from one that never was.
    let nowhere = format!("{}r_1", link.split("r_").next().expect("a link"));
    story.opens(eve, &nowhere).await;
    assert_eq!(story.last(dan).text, story.last(eve).text);
    story.says(ben, "For the train.").await;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    story.minutes(1).await;
    let since = story.revision();
    story.opens(ben, &link).await;
    let told = story.texts(ben, since);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(!told[0].contains(&question), "it is over: {told:?}");
}

#[tokio::test]
async fn buttons_of_one_place_do_nothing_in_another() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.newcomer("Cleo").await;
    let question = story.question(home);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let (_, take_back) = story.data_of(ana, "Take back");
    story.says(ben, "/settings").await;
    let (_, go_private) = story.data_of(ben, "Back to our private chats");
    let (page, there) = (story.page_of(ben, chat), story.there(ben, chat).len());
    // In the group: a button of a private chat, somebody else's settings.
    for who in [ana, ben] {
        for data in [&take_back, &go_private] {
            story
                .forges_there(who, chat, question.message_id, data)
                .await;
        }
    }
    // In Cleo's own chat: *I'm in*, their settings, their question.
    let mine = story.last(cleo).message_id;
    let cover = go_private.replace("gpr", "gcv");
    for data in ["gin", &go_private, &cover, &take_back] {
        story.sends_data(cleo, mine, data).await;
    }
    assert_eq!(story.page_of(ben, chat), page);
    assert_eq!(story.there(ben, chat).len(), there);
    // In another group, which is nobody's home: *I'm in* is offered there, and means that one.
    let other = story.group_of(&[cleo, ana]).await;
    let hello = story.seen_there(cleo, other, HELLO).message_id;
    for data in [&take_back, &go_private, &cover] {
        story.forges_there(cleo, other, hello, data).await;
        story.forges_there(ana, other, hello, data).await;
    }
    assert_eq!(story.page_of(ben, chat), page);
    assert!(story.card(ana).text.contains("For") || story.card(ana).button("Take back").is_some());
}

#[tokio::test]
async fn a_third_person_in_the_home_taps_into_nothing() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.person("Cleo");
    story.joins(cleo, home).await;
    let hello = story.seen_there(ana, chat, HELLO).message_id;
    let reveal = story.seen_there(ana, chat, "Both answers are in");
    let Some(Action::Callback(respond)) = reveal.buttons.first().map(|row| row[0].action.clone())
    else {
        panic!("no button: {reveal:?}");
    };
    let page = story.page_of(ana, chat);
    story.telegram.with(|world, now| {
        // Whoever joined sees nothing of what came before; a forged client may name it all the same.
        let _ = world.press_data(cleo, chat, hello, "gin", now);
        let _ = world.press_data(cleo, chat, reveal.message_id, &respond, now);
    });
    story.settle().await;
    assert_eq!(story.page_of(ana, chat), page);
    story.starts(cleo).await;
    assert!(story.sees(cleo, "Twofold is for two people"));
    assert!(!story.sees(ben, "Cleo"));
}

#[tokio::test]
async fn a_bot_that_may_write_again_comes_back_when_somebody_speaks_to_it() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    story.telegram.with(|world, _| {
        let fault = Fault::Refuse {
            status: 403,
            description: "Forbidden: CHAT_WRITE_FORBIDDEN".into(),
        };
        let muted = When::any().method("sendMessage").chat(chat).always();
        world.faults.add(muted, fault);
    });
    let since = story.revision();
    story.until(EVENING).await;
    story.later(SignedDuration::from_secs(5)).await;
    for who in [ana, ben] {
        assert!(story.card(who).appeared > since, "{}", story.page(who));
    }
    // Still muted, whatever they type: nobody reads the line a second time.
    story.writes(ana, chat, "/help").await;
    story.writes(ben, chat, "/prompt").await;
    for who in [ana, ben] {
        let lines = story.texts(who, since);
        let said = lines.iter().filter(|text| text.contains(NOT_THERE)).count();
        assert_eq!(said, 1, "{lines:?}");
    }
    // Everyone may write again, of which Telegram tells a bot nothing.
    story.telegram.with(|world, _| world.faults.clear());
    story.minutes(5).await;
    story.writes(ana, chat, "/start").await;
    assert_eq!(
        story.count_there(ana, chat, BACK),
        1,
        "{}",
        story.page_of(ana, chat)
    );
}

#[tokio::test]
async fn going_back_to_private_chats_leaves_what_was_opened_to_be_covered() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    story.says(ben, "/settings").await;
    story.presses(ben, "Back to our private chats").await;
    assert_eq!(story.count_there(ana, chat, "For the bike."), 1);
    story.says(ana, "/settings").await;
    story
        .presses(ana, "Cover what was opened in the group")
        .await;
    assert!(story.sees(ana, "is covered now"));
    assert_eq!(story.count_there(ana, chat, "For the bike."), 0);
    assert_eq!(story.count_there(ana, chat, "Opened on 2 March 2026."), 1);
    story.says(ben, "/settings").await;
    let settings = story.last(ben);
    assert!(
        settings
            .button("Cover what was opened in the group")
            .is_none()
    );
    assert!(settings.button("Use a group for two").is_some());
}

#[tokio::test]
async fn who_was_asked_whether_to_cover_may_say_so_after_going_back_to_private_chats() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.person("Cleo");
    story.joins(cleo, home).await;
    story.says(ben, "/settings").await;
    story.presses(ben, "Back to our private chats").await;
    assert_eq!(story.count_there(ana, chat, ELSEWHERE), 1, "said once");
    story.presses(ana, "Cover it").await;
    assert_eq!(story.count_there(ana, chat, "For the bike."), 0);
    assert!(story.sees(ana, "is covered now") && story.sees(ben, "is covered now"));
}

#[tokio::test]
async fn where_the_bot_was_put_out_another_group_is_offered() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    story
        .at_once(|world, now| {
            world
                .remove_bot(home.chat, home.ana, now)
                .expect("puts it out")
        })
        .await;
    story.says(home.ben, "/settings").await;
    let settings = story.last(home.ben);
    assert!(settings.button("Use a group for two").is_some());
    assert!(
        settings
            .button("Cover what was opened in the group")
            .is_none()
    );
}

#[tokio::test]
async fn who_has_blocked_the_bot_is_asked_in_the_group_and_comes_back_by_its_button() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    story.says(ben, "thank you").await;
    story.blocks(ben).await;
    let since = story.revision();
    story.until(EVENING).await;
    story.later(SignedDuration::from_secs(5)).await;
    assert!(story.question(home).appeared > since);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    let there = story.there(ana, chat).len();
    story.hours(20).await;
    assert_eq!(story.there(ana, chat).len(), there, "no word of it there");
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, "For the train.").await;
    story.minutes(1).await;
    assert_eq!(story.count_there(ana, chat, "For the train."), 1);
}

#[tokio::test]
async fn a_half_that_is_given_and_words_about_it_stay_out_of_the_group() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    story.starts(ben).await;
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, "For the tea.").await;
    story.days(2).await;
    let there = story.there(ana, chat).len();
    story.presses(ana, "Give it anyway").await;
    story.minutes(1).await;
    assert!(
        story.page(ben).contains("For the tea."),
        "{}",
        story.page(ben)
    );
    assert_eq!(story.there(ana, chat).len(), there);
    assert!(!story.page_of(ana, chat).contains("For the tea."));
}

/// A reveal of several messages, of which the second has to wait: `meanwhile` happens when the first is there.
async fn half_opened(story: &Story, home: Home, meanwhile: impl FnOnce()) {
    let Home { ana, ben, chat } = home;
    let long = "We walked and walked. ".repeat(170);
    story.taps(ana, chat, "Answer privately").await;
    story.says(ana, &long).await;
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, &long.replace("walked", "talked")).await;
    story.telegram.with(|world, _| {
        let second = When::any().method("sendMessage").chat(chat).after(1);
        world.faults.add(second, Fault::RetryAfter { seconds: 3 });
    });
    let then = async {
        let waits = story
            .telegram
            .wait_for(PATIENCE, |world| world.faults.is_empty().then_some(()));
        assert!(
            waits.await.is_some(),
            "the second message has not been tried"
        );
        let all = story.said_there(ana, chat).join("");
        assert!(all.contains("walked and walked"), "{all}");
        assert_ne!(
            all.matches("talked and talked").count(),
            170,
            "not yet whole"
        );
        meanwhile();
    };
    tokio::join!(story.later(SignedDuration::from_secs(40)), then);
    story.minutes(2).await;
}

#[tokio::test]
async fn a_reveal_whose_rest_meets_a_third_person_opens_whole_in_both_private_chats() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let cleo = story.person("Cleo");
    let since = story.revision();
    half_opened(&story, home, || {
        story.unseen(|world, now| world.add(chat, cleo, ana, now).expect("joins"));
    })
    .await;
    assert_eq!(story.said_there(cleo, chat), [ELSEWHERE]);
    for who in [ana, ben] {
        let all = story.texts(who, since).join("");
        assert_eq!(all.matches("walked and walked").count(), 170);
        assert_eq!(all.matches("talked and talked").count(), 170);
        assert!(all.contains("Shall I cover what was opened there?"));
    }
    story.presses(ben, "Cover it").await;
    story.minutes(1).await;
    let page = story.page_of(ana, chat);
    assert!(
        !page.contains("walked") && !page.contains("talked"),
        "{page}"
    );
}

#[tokio::test]
async fn a_reveal_in_pieces_goes_on_in_the_group_that_it_has_become() {
    let story = Story::begin().await;
    let home = story.evening_there().await;
    let Home { ana, ben, chat } = home;
    let new = Cell::new(0);
    half_opened(&story, home, || {
        let to = story
            .telegram
            .with(|world, now| world.migrate(chat, ben, now).expect("an upgrade"));
        new.set(to);
    })
    .await;
    let new = new.get();
    let read = |chat| story.said_there(ana, chat).join("");
    let all = format!("{}{}", read(chat), read(new));
    assert_eq!(all.matches("walked and walked").count(), 170);
    assert_eq!(all.matches("talked and talked").count(), 170);
    assert_eq!(story.reveals(ana) + story.reveals(ben), 0);
}

#[tokio::test]
async fn what_stands_in_the_old_group_of_an_upgrade_is_not_said_to_be_covered() {
    let story = Story::begin().await;
    let home = story.settled_home().await;
    let Home { ana, ben, chat } = home;
    let mut new = 0;
    story
        .at_once(|world, now| new = world.migrate(chat, ana, now).expect("an upgrade"))
        .await;
    let home = Home { chat: new, ..home };
    let cleo = story.person("Cleo");
    let since = story.revision();
    story.joins(cleo, home).await;
    // Nothing was opened in the new one, and in the old one nothing can be changed.
    for who in [ana, ben] {
        let told = story.texts(who, since).join("\n");
        assert!(!told.contains("cover"), "{told}");
    }
    story.goes(cleo, new).await;
    story.writes(ana, new, "/prompt").await;
    story
        .answer_there(home, "For the rain.", "For the sun.")
        .await;
    story.says(ben, "/settings").await;
    story
        .presses(ben, "Cover what was opened in the group")
        .await;
    assert_eq!(story.count_there(ana, new, "For the sun."), 0);
}

#[tokio::test]
async fn who_passes_on_a_question_shows_the_group_the_same_whether_the_other_had_answered() {
    let mut pages = Vec::new();
    for answered in [false, true] {
        let story = Story::of_known_prompts().await;
        let home = story.evening_there().await;
        let Home { ana, ben, chat } = home;
        story.starts(ben).await;
        story.says(ben, "/settings").await;
        story.presses(ben, "✓ Say when I have sealed mine").await;
        if answered {
            story.taps(ben, chat, "Answer privately").await;
            story.says(ben, "For the train.").await;
        }
        story.taps(ana, chat, "Answer privately").await;
        let since = story.revision();
        story.presses(ana, "Another one").await;
        let labels: Vec<String> = story
            .card(ana)
            .labels()
            .iter()
            .map(|it| it.to_string())
            .collect();
        pages.push((
            story.page_of(ana, chat),
            story.texts(ana, since).len(),
            labels,
        ));
    }
    // Which question follows is chance; that one stands there, how many messages and which buttons is not.
    let lines = |page: &str| page.lines().count();
    assert_eq!(lines(&pages[0].0), lines(&pages[1].0), "{pages:#?}");
    assert_eq!(pages[0].1, pages[1].1);
    assert_eq!(pages[0].2, pages[1].2);
    assert!(!pages[1].0.contains("of two sealed"));
}
