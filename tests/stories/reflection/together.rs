//! The whole way of a reflection, in both chats.

use super::{asks, at_home, own, says_yes};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_look_at_an_argument_from_the_first_word_to_the_day_after() {
    let (story, ana, ben) = at_home().await;
    let (hers, his) = (own(&story, ana).len(), own(&story, ben).len());
    let since = story.revision();
    story.says(ana, "/reflect").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ana, "After an argument").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    assert!(
        story.page_since(ben, since).is_empty(),
        "nothing is sent yet"
    );
    story.presses(ana, "Yes, I can").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ana, "In 1 hour · 13:00").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    insta::assert_snapshot!(story.page_since(ben, since));

    says_yes(&story, ben).await;
    insta::assert_snapshot!(story.page_since(ben, since));
    insta::assert_snapshot!(story.shows(&story.last(ana)));

    let since = story.revision();
    story.until("2026-03-03T13:00:10Z").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ana, "Begin").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ana, "🔥 angry").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ana, "annoyed").await;
    story.presses(ana, "Back").await;
    story.presses(ana, "Next").await;
    story
        .says(ana, "We were both tired, and dinner was late.")
        .await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ana, "How?").await;
    story.presses(ana, "Close").await;
    story.presses(ana, "Next").await;
    story.says(ana, "That I go quiet when I am hungry.").await;
    story.presses(ana, "Next").await;
    story.says(ana, "I will say so, and come back.").await;
    story.presses(ana, "Next").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)));
    story.presses(ana, "+ One thing I ask").await;
    story.says(ana, "Would you phone when it gets late?").await;
    story.presses(ana, "Next").await;
    story.presses(ana, "Seal it").await;
    assert_eq!(own(&story, ana).len(), hers, "her messages left the chat");
    insta::assert_snapshot!(story.page_since(ana, since));
    insta::assert_snapshot!(story.page_since(ben, since));

    story.presses(ben, "Begin").await;
    story.presses(ben, "🌧 sad").await;
    story.presses(ben, "lonely").await;
    story.presses(ben, "Back").await;
    story.presses(ben, "Next").await;
    story.says(ben, "Two hungry people met in a kitchen.").await;
    story.presses(ben, "Next").await;
    story.presses(ben, "Skip").await;
    story.says(ben, "I will put the bread out first.").await;
    story.presses(ben, "Next").await;
    let since = story.revision();
    story.presses(ben, "Seal it").await;
    assert_eq!(own(&story, ben).len(), his);
    insta::assert_snapshot!(story.page_since(ana, since));

    story.presses(ana, "Open the first step").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    story.presses(ben, "Open the next step").await;
    let since = story.revision();
    story.presses(ben, "Open the next step").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    let since = story.revision();
    story.presses(ana, "Go on").await;
    insta::assert_snapshot!(story.page_since(ana, since));
    insta::assert_snapshot!(story.page_since(ben, since));

    let since = story.revision();
    story.hours(24).await;
    insta::assert_snapshot!(story.shows(&story.seen(ana, "How is it now")));
    story.presses(ana, "Lighter").await;
    story.presses(ben, "A little easier").await;
    let last = story.seen(ana, "It has eased");
    assert_eq!(
        story.shows(&last),
        story.shows(&story.seen(ben, "It has eased"))
    );
    assert!(
        story
            .news(ben, since)
            .iter()
            .all(|seen| !seen.text.contains("Lighter"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_with_words_in_it_can_be_passed_on() {
    let (story, ana, ben) = super::sealed().await;
    story.presses(ana, "Show me").await;
    story.presses(ben, "Open the first step").await;
    for who in [ana, ben] {
        let calls = story.calls_to(who);
        let words = ["We were both tired.", "Two hungry people.", "I will phone."];
        let with_words = calls.iter().filter(|call| {
            let params = call.params.to_string();
            call.method.eq_ignore_ascii_case("sendMessage")
                && words.iter().any(|words| params.contains(words))
        });
        let mut any = false;
        for call in with_words {
            any = true;
            assert_eq!(call.params["protect_content"], true);
        }
        assert!(any);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_we_step_around_has_words_of_its_own() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Something we step around").await;
    story.presses(ana, "Yes, I can").await;
    story.presses(ana, "In 1 hour · 13:00").await;
    says_yes(&story, ben).await;
    story.until("2026-03-03T13:00:10Z").await;
    story.presses(ana, "Begin").await;
    let card = story.last(ana).text;
    assert!(card.contains("step around"), "{card}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_goes_on_where_it_was_after_a_restart() {
    let (mut story, ana, ben) = super::time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "🔥 angry").await;
    story.presses(ana, "annoyed").await;
    story.presses(ana, "Back").await;
    story.presses(ana, "Next").await;
    story.says(ana, "Before the restart.").await;
    story.start_again().await;
    story.says(ana, "After the restart.").await;
    assert!(story.last(ana).text.contains("2 messages here"));
    story.presses(ana, "Back").await;
    assert!(story.last(ana).text.contains("annoyed"));
    assert!(!story.sees(ben, "restart"));
    asks_again_shows_the_page(&story, ana).await;
}

async fn asks_again_shows_the_page(story: &crate::world::Story, who: i64) {
    story.says(who, "/reflect").await;
    assert!(story.last(who).text.starts_with("1 of 4"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_german_it_is_german() {
    let (story, ana, ben) = at_home().await;
    let cleo = story.telegram.with(|world, _| world.person("Cleo", "de"));
    story.starts(cleo).await;
    story.says(cleo, "/reflect").await;
    assert!(story.last(cleo).labels().contains(&"Nur für mich"));
    story.presses(cleo, "Nur für mich").await;
    assert!(story.last(cleo).text.contains("Nur für dich"));
    asks(&story, ana).await;
    assert!(story.sees(ben, "would like to look at something"));
}
