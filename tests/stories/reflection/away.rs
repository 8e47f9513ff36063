//! Somebody who is not there: a blocked bot, a restart in every phase, a bot that was down over the time of return.

use twofold::sandbox::{Media, Outgoing};

use super::{asks, at_home, says_yes, sealed, time_to_write, writes};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_blocked_the_bot_is_to_the_asker_somebody_who_does_not_answer() {
    let (story, ana, ben) = at_home().await;
    story.blocks(ben).await;
    let since = story.revision();
    asks(&story, ana).await;
    story.until("2026-03-03T13:00:10Z").await;
    let page = story.page_since(ana, since);
    assert!(
        page.contains("Not now. There can be many reasons"),
        "{page}"
    );
    story.comes_back(ben).await;
    story.says(ben, "/today").await;
    // It stood there once, over before it was read.
    assert!(!story.sees(ben, "would like to look at something"));
    assert!(!story.page(ben).contains("[Yes, let’s]"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_blocks_the_bot_while_steps_open_finds_them_when_they_come_back() {
    let (story, ana, ben) = sealed().await;
    story.blocks(ben).await;
    story.presses(ana, "Open the first step").await;
    assert!(story.sees(ana, "Two hungry people."));
    story.hours(5).await;
    story.comes_back(ben).await;
    story.says(ben, "/today").await;
    assert!(story.sees(ben, "We were both tired."));
    story.presses(ben, "Open the next step").await;
    assert!(story.sees(ana, "I will cook."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_meanwhile_reaches_nobody_who_comes_back() {
    let (story, ana, ben) = sealed().await;
    story.blocks(ben).await;
    story.presses(ana, "Open the first step").await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Stop").await;
    story.presses(ana, "Yes, stop").await;
    story.days(8).await;
    let since = story.revision();
    story.comes_back(ben).await;
    story.says(ben, "/today").await;
    let page = story.page_since(ben, since);
    assert!(!page.contains("tired"), "{page}");
    assert!(
        page.contains("Looking at this together ends here."),
        "{page}"
    );
    assert!(
        !page.contains("It has been erased"),
        "of what never came: {page}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_outlives_a_restart_in_every_phase() {
    let (mut story, ana, ben) = at_home().await;
    asks(&story, ana).await;
    story.start_again().await;
    story.presses(ben, "Yes, let’s").await;
    story.start_again().await;
    story.presses(ben, "Yes, I can").await;
    story.start_again().await;
    story.until("2026-03-03T13:00:10Z").await;
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    story.start_again().await;
    story.presses(ana, "Seal it").await;
    story.start_again().await;
    writes(&story, ben, "Two hungry people.", "I will cook.").await;
    story.presses(ben, "Seal it").await;
    story.start_again().await;
    story.presses(ana, "Open the first step").await;
    story.presses(ben, "Ten minutes each").await;
    story.start_again().await;
    story.minutes(10).await;
    assert!(story.last(ana).text.contains("Time to swap"));
    story.presses(ben, "Open the next step").await;
    story.start_again().await;
    story.presses(ana, "Go on").await;
    story.presses(ana, "Keep it").await;
    story.start_again().await;
    story.hours(25).await;
    story.presses(ana, "Lighter").await;
    story.start_again().await;
    story.presses(ben, "Lighter").await;
    assert!(story.sees(ana, "It has eased"));
    story.presses(ben, "Keep it").await;
    story.start_again().await;
    story.days(9).await;
    for who in [ana, ben] {
        assert!(story.sees(who, "I will cook."), "both kept it");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_was_down_over_the_return_begins_when_it_is_back() {
    let (mut story, ana, ben) = at_home().await;
    asks(&story, ana).await;
    says_yes(&story, ben).await;
    story.stop().await;
    story.clock.shift(jiff::SignedDuration::from_hours(3));
    let since = story.revision();
    story.start_again().await;
    for who in [ana, ben] {
        let news = story.news(who, since);
        let begun = news.iter().filter(|seen| seen.text.contains("It’s time"));
        assert_eq!(begun.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unanswered_invitation_that_ran_out_while_the_bot_was_down_reads_not_now() {
    let (mut story, ana, ben) = at_home().await;
    asks(&story, ana).await;
    story.stop().await;
    story.clock.shift(jiff::SignedDuration::from_hours(3));
    story.start_again().await;
    assert!(story.sees(ana, "Not now. There can be many reasons"));
    assert!(story.sees(ben, "This invitation is over"));
    assert!(!story.page(ben).contains("[Yes, let’s]"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_that_both_keep_is_there_again() {
    let (story, ana, ben) = time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "Skip").await;
    story.sends(ana, Outgoing::file(Media::Voice)).await;
    for _ in 0..3 {
        let next = story.last(ana).labels()[1].to_owned();
        story.presses(ana, &next).await;
    }
    story.presses(ana, "Seal it").await;
    writes(&story, ben, "He waited.", "He will call.").await;
    story.presses(ben, "Seal it").await;
    story.presses(ben, "Open the first step").await;
    story.presses(ben, "Go on").await;
    assert!(story.sees(ben, "leave the chat after two days"));
    let voices = || {
        let screen = story.screen(ben);
        let voices = screen.iter();
        voices
            .filter(|seen| seen.media.is_some() && seen.is_from_bot())
            .count()
    };
    assert_eq!(voices(), 1);
    story.presses(ana, "Keep it").await;
    story.days(4).await;
    assert_eq!(voices(), 0);
    story.presses(ben, "Keep it").await;
    assert_eq!(voices(), 1);
    story.days(6).await;
    assert_eq!(voices(), 1, "it stays");
    let page = story.screen(ben);
    let voice = page.iter().rfind(|seen| seen.media.is_some());
    let calls = story.calls_to(ben);
    let sent = calls.iter().rfind(|call| call.method == "sendVoice");
    assert!(voice.is_some());
    assert_eq!(sent.expect("sent").params["protect_content"], true);
}
