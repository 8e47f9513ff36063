//! Where the bot cannot work, and people who cannot be a couple there.

use twofold::sandbox::Outgoing;

use super::{HELLO, NEEDS};
use crate::world::Story;

#[tokio::test]
async fn a_group_of_three_people_reads_what_is_needed_and_nobody_is_paired() {
    let story = Story::begin().await;
    let [ana, ben, cleo] = ["Ana", "Ben", "Cleo"].map(|name| story.person(name));
    let chat = story.group_of(&[ana, ben, cleo]).await;
    story.taps(ana, chat, "I’m in").await;
    story.taps(ben, chat, "I’m in").await;
    assert_eq!(story.count_there(ana, chat, NEEDS), 1);
    assert_eq!(story.count_there(ana, chat, "here we are"), 0);
    story.starts(ana).await;
    assert!(
        story.sees(ana, "Twofold is for two people"),
        "she is in no couple"
    );
    // Once Cleo has left, the same two can tap again.
    story.goes(cleo, chat).await;
    story.taps(ben, chat, "I’m in").await;
    story.taps(ana, chat, "I’m in").await;
    assert_eq!(story.count_there(ana, chat, "here we are"), 1);
}

#[tokio::test]
async fn somebody_of_another_couple_hears_so_alone_and_the_group_reads_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let cleo = story.person("Cleo");
    let chat = story.group_of(&[cleo, ana]).await;
    let (before, since) = (story.there(cleo, chat).len(), story.revision());
    story.taps(cleo, chat, "I’m in").await;
    story.taps(ana, chat, "I’m in").await;
    assert!(
        story
            .newest_toast(ana)
            .await
            .contains("together with somebody here already")
    );
    assert_eq!(story.there(cleo, chat).len(), before);
    // The other way round: whoever tapped first hears it when the second one taps.
    let other = story.group_of(&[ben, cleo]).await;
    story.taps(ben, other, "I’m in").await;
    story.taps(cleo, other, "I’m in").await;
    assert_eq!(story.count_there(ben, other, "together"), 0);
    let told = story.texts(ben, since);
    assert!(
        told.iter()
            .any(|text| text.contains("together with somebody here already")),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_channel_a_forum_and_an_anonymous_admin_read_one_clear_line() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let (channel, forum, group) = story.telegram.with(|world, now| {
        let channel = world.channel("News", &[ana], now).expect("a channel");
        world.add_bot(channel, ana, None, now).expect("adds");
        let forum = world
            .supergroup("Topics", &[ana, ben], now)
            .expect("a forum");
        world.topic(forum, ana, "General", now).expect("a topic");
        world.add_bot(forum, ana, None, now).expect("adds");
        let group = world.supergroup("Two", &[ana, ben], now).expect("a group");
        world
            .set_admin(group, ben, ana, true, now)
            .expect("an admin");
        world.add_bot(group, ana, None, now).expect("adds");
        (channel, forum, group)
    });
    story.settle().await;
    for chat in [channel, forum] {
        assert_eq!(
            story.said_there(ana, chat).len(),
            1,
            "{}",
            story.page_of(ana, chat)
        );
        assert_eq!(story.count_there(ana, chat, NEEDS), 1);
    }
    assert_eq!(story.count_there(ana, group, HELLO), 1);
    let typed = || Outgoing::text("/start").in_chat(group).anonymously();
    story.sends(ben, typed()).await;
    assert_eq!(story.count_there(ana, group, NEEDS), 1);
    story.sends(ben, typed()).await;
    assert_eq!(story.count_there(ana, group, NEEDS), 1, "said once");
    // Where it was never at home it is not said over and over either.
    story.telegram.with(|world, now| {
        let made = world.set_admin(forum, ben, ana, true, now);
        made.expect("an admin");
    });
    for _ in 0..3 {
        let typed = Outgoing::text("/start").in_chat(forum).anonymously();
        story.sends(ben, typed).await;
    }
    assert!(story.count_there(ana, forum, NEEDS) <= 2);
    story.hours(2).await;
    let before = story.count_there(ana, forum, NEEDS);
    let typed = Outgoing::text("/start").in_chat(forum).anonymously();
    story.sends(ben, typed).await;
    assert_eq!(story.count_there(ana, forum, NEEDS), before + 1);
}

#[tokio::test]
async fn two_who_had_invited_others_are_a_couple_by_the_group_and_their_links_end() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.newcomer("Ben").await);
    let link = story.invites(ana).await;
    story.says(ana, "Anas first words").await;
    let cleo = story.person("Cleo");
    let bens = story.invites(ben).await;
    story.opens(cleo, &bens).await;
    story.presses(cleo, "Yes, let's try it").await;
    let chat = story.group_of(&[ana, ben]).await;
    story.taps(ana, chat, "I’m in").await;
    story.taps(ben, chat, "I’m in").await;
    assert_eq!(story.count_there(ana, chat, "here we are"), 1);
    assert!(story.sees(cleo, "can't be used") || story.sees(cleo, "can’t be used"));
    let dan = story.person("Dan");
    story.opens(dan, &link).await;
    assert!(story.last(dan).text.contains("be used"));
    // What Ana had sealed under her link counts.
    assert_eq!(story.count_there(ana, chat, "One of two sealed."), 1);
    story.taps(ben, chat, "Answer privately").await;
    story.says(ben, "Bens words").await;
    story.minutes(1).await;
    let reveal = story.seen_there(ben, chat, "Both answers are in");
    assert!(reveal.text.contains("Anas first words") && reveal.text.contains("Bens words"));
}
