//! Messages of odd kinds, old buttons, two at once.

use twofold::sandbox::{Media, Outgoing};

use super::{at_home, own, says_yes, sealed, time_to_write, writes};

/// At the second step.
async fn at_what_happened() -> (crate::world::Story, i64, i64) {
    let (story, ana, ben) = time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "Skip").await;
    (story, ana, ben)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_a_contact_a_place_and_a_dice_are_declined_in_words() {
    let (story, ana, ben) = at_what_happened().await;
    for odd in [
        Outgoing::poll("Who is right?", &["me", "you"]),
        Outgoing::contact("Kim", "+15550100"),
        Outgoing::location(38.7, -9.1),
        Outgoing::dice(3),
    ] {
        story.sends(ana, odd).await;
        let last = story.last(ana).text;
        assert!(
            last.starts_with("Words or a voice message fit here"),
            "{last}"
        );
    }
    assert!(!story.sees(ana, "message here"));
    let his = story.page(ben);
    assert!(!his.contains("Kim") && !his.contains("Who is right?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sticker_a_forwarded_text_an_album_and_a_full_message_all_arrive() {
    let (story, ana, ben) = at_what_happened().await;
    let before = own(&story, ana).len();
    story.sends(ana, Outgoing::file(Media::Sticker)).await;
    story
        .sends(ana, Outgoing::text("An old letter.").forwarded_from("Kim"))
        .await;
    let album = [1, 2, 3].map(|n| Outgoing::file(Media::Photo).caption(format!("picture {n}")));
    story.sends_album(ana, album.into()).await;
    let full = "ä".repeat(4096);
    story.says(ana, &full).await;
    assert!(story.last(ana).text.contains("6 messages here") || story.sees(ana, "6 messages here"));
    for _ in 0..3 {
        let next = story.last(ana).labels()[1].to_owned();
        story.presses(ana, &next).await;
    }
    story.presses(ana, "Seal it").await;
    assert_eq!(own(&story, ana).len(), before, "all of them left the chat");
    writes(&story, ben, "He waited.", "He will call.").await;
    story.presses(ben, "Seal it").await;
    let since = story.revision();
    story.presses(ben, "Open the first step").await;
    let news = story.news(ben, since);
    let files = news.iter().filter(|seen| seen.media.is_some()).count();
    assert_eq!(files, 4, "a sticker and three pictures");
    let text: String = news.iter().map(|seen| seen.text.as_str()).collect();
    assert!(text.contains("An old letter.") && text.contains("picture 2"));
    assert_eq!(text.matches('ä').count(), 4096);
    // A week later nothing of it is left, to the last of its messages.
    story.says(ana, "/reflect").await;
    story.presses(ana, "Stop").await;
    story.presses(ana, "Yes, stop").await;
    story.days(8).await;
    for who in [ana, ben] {
        let page = story.page(who);
        for words in ["ä", "An old letter.", "picture", "He waited."] {
            assert!(!page.contains(words), "{words}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_messages_an_opened_step_takes_all_are_emptied() {
    let (story, ana, ben) = at_what_happened().await;
    // Short and long in turn pack worst.
    let says_much = async |who: i64, word: &str| {
        for n in 0..2 {
            story
                .says(who, &format!("{word} {}", "lament ".repeat(545)))
                .await;
            if n == 0 {
                story
                    .says(who, &format!("{word} {}", "lament ".repeat(40)))
                    .await;
            }
        }
    };
    says_much(ana, "hers").await;
    for _ in 0..3 {
        let next = story.last(ana).labels()[1].to_owned();
        story.presses(ana, &next).await;
    }
    story.presses(ana, "Seal it").await;
    story.presses(ben, "Begin").await;
    story.presses(ben, "Skip").await;
    says_much(ben, "his").await;
    for _ in 0..3 {
        let next = story.last(ben).labels()[1].to_owned();
        story.presses(ben, &next).await;
    }
    story.presses(ben, "Seal it").await;
    let since = story.revision();
    story.presses(ana, "Open the first step").await;
    let texts = story.texts(ben, since);
    let long = texts.iter().filter(|text| text.contains("lament"));
    assert!(long.count() >= 6, "{}", texts.len());
    story.presses(ana, "Go on").await;
    story.days(8).await;
    for who in [ana, ben] {
        assert!(!story.sees(who, "lament"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_messages_fit_into_a_step_and_the_eleventh_says_that_it_does_not() {
    let (story, ana, _) = at_what_happened().await;
    for n in 0..10 {
        story.says(ana, &format!("Line {n}.")).await;
    }
    assert!(story.sees(ana, "10 messages here"));
    story.says(ana, "One more.").await;
    assert!(story.last(ana).text.starts_with("That no longer fits"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_tap_at_once_and_one_step_opens() {
    let (story, ana, ben) = sealed().await;
    let since = story.revision();
    story
        .at_once(|world, now| {
            for who in [ana, ben] {
                world
                    .press(who, "Open the first step", now)
                    .expect("presses");
            }
        })
        .await;
    for who in [ana, ben] {
        let news = story.news(who, since);
        let open = news
            .iter()
            .filter(|seen| seen.text.contains("Open for you both"));
        assert_eq!(open.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_ask_at_once_and_it_is_one_reflection() {
    let (story, ana, ben) = at_home().await;
    for who in [ana, ben] {
        story.says(who, "/reflect").await;
        story.presses(who, "After an argument").await;
        story.presses(who, "Yes, I can").await;
    }
    story
        .at_once(|world, now| {
            for who in [ana, ben] {
                world.press(who, "In 1 hour · 13:00", now).expect("presses");
            }
        })
        .await;
    assert!(story.sees(ben, "One of these is under way already."));
    says_yes(&story, ben).await;
    assert!(story.sees(ana, "Ben says yes."));
    assert_eq!(story.sealed("select doc from reflection").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_button_of_it_is_old_once_it_is_over() {
    let (story, ana, ben) = sealed().await;
    let (open, open_data) = story.data_of(ana, "Open the first step");
    let (show, show_data) = story.data_of(ben, "Show me");
    story.presses(ana, "Stop").await;
    let (stop, stop_data) = story.data_of(ana, "Yes, stop");
    story.presses(ana, "Yes, stop").await;
    let since = story.revision();
    for (who, message, data) in [
        (ana, open, &open_data),
        (ben, show, &show_data),
        (ana, stop, &stop_data),
    ] {
        let toast = story.sends_data(who, message, data).await;
        assert!(!toast.is_empty(), "{data}");
    }
    for who in [ana, ben] {
        assert!(story.page_since(who, since).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alone_and_together_at_once_and_two_in_a_row() {
    let (story, ana, ben) = time_to_write().await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Only for me").await;
    story.presses(ana, "Begin").await;
    story.says(ana, "Only mine to read.").await;
    story.presses(ana, "Next").await;
    story.presses(ana, "Skip").await;
    story.presses(ana, "Seal it").await;
    story.says(ana, "/reflect").await;
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "Two hungry people.", "I will cook.").await;
    story.presses(ben, "Seal it").await;
    story.presses(ana, "Open the first step").await;
    story.presses(ana, "Open the next step").await;
    story.presses(ana, "Go on").await;
    assert!(!story.sees(ben, "Only mine to read."));
    story.hours(25).await;
    // Another one, before either has said how it is now.
    story.says(ben, "/reflect").await;
    story.presses(ben, "Something we step around").await;
    story.presses(ben, "Yes, I can").await;
    let time = story.last(ben).labels()[1].to_owned();
    story.presses(ben, &time).await;
    assert!(story.sees(ana, "Ben would like to look at something with you"));
    assert!(!story.page(ana).contains("[Heavier]"));
    story.presses(ana, "Yes, let’s").await;
    story.presses(ana, "Yes, I can").await;
    assert!(story.sees(ben, "Ana says yes."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_and_an_unknown_command_change_nothing_in_it() {
    let (story, ana, ben) = at_what_happened().await;
    story.says(ana, "/stop").await;
    story.says(ben, "/pause").await;
    story.presses(ben, "Until one of us resumes").await;
    story.says(ana, "Said during the pause.").await;
    assert!(story.sees(ana, "✓ 1 message here"));
    story.days(4).await;
    assert!(!story.sees(ana, "Looking at this together ends here."));
    story.says(ben, "/resume").await;
    story.hours(71).await;
    assert!(!story.sees(ana, "Looking at this together ends here."));
    story.hours(2).await;
    assert!(story.sees(ana, "Looking at this together ends here."));
    assert!(!story.sees(ana, "message here"), "its page is empty");
}
