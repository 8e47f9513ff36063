//! One reads German and one English; they live in different zones.

use super::{time_to_write, writes};
use crate::world::Story;

/// Ana reads English in Lisbon, Ben reads German in New York, five hours behind; it is noon for her and seven for him.
async fn apart() -> (Story, i64, i64) {
    let story = Story::begin().await;
    let (ana, ben) = (
        story.person("Ana"),
        story.telegram.with(|world, _| world.person("Ben", "de")),
    );
    story.starts(ana).await;
    story.presses(ana, "Invite my partner").await;
    story.opens(ben, &story.link(ana)).await;
    let yes = story.last(ben).labels()[0].to_owned();
    story.presses(ben, &yes).await;
    story.presses(ana, "Yes, that's right").await;
    story
        .both_answer(ana, ben, "For the bike.", "Für die Suppe.")
        .await;
    story.says(ana, "Lisbon").await;
    story.says(ben, "/timezone New York").await;
    story.until("2026-03-03T11:59:32Z").await;
    (story, ana, ben)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_reads_it_in_their_own_words_and_on_their_own_clock() {
    let (story, ana, ben) = apart().await;
    let his = story.revision();
    story.says(ana, "/reflect").await;
    story.presses(ana, "After an argument").await;
    story.presses(ana, "Yes, I can").await;
    // He sleeps until half past seven, half past twelve for her: nothing sooner than twenty minutes later is offered.
    let labels = story.last(ana).labels().join("\n");
    assert!(labels.starts_with("In 1 hour · 13:00"), "{labels}");
    assert!(!labels.contains("12:"), "{labels}");
    story.presses(ana, "In 1 hour · 13:00").await;
    let sent = story.seen(ana, "as soon as it won’t wake anybody");
    assert!(sent.text.contains("at 13:00"), "{}", sent.text);
    assert!(story.page_since(ben, his).is_empty(), "he is not woken");
    story.until("2026-03-03T12:31:00Z").await;
    let invitation = story.seen(ben, "in Ruhe etwas anschauen").text;
    assert!(invitation.contains("um 08:00 Uhr"), "{invitation}");
    story.presses(ben, "Ja, machen wir").await;
    story.presses(ben, "Ja, das kann ich").await;
    assert!(story.seen(ana, "Ben says yes").text.contains("at 13:00"));
    assert!(
        story
            .seen(ben, "Weitergegeben.")
            .text
            .contains("um 08:00 Uhr")
    );
    story.until("2026-03-03T13:00:10Z").await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "lonely").await;
    story.presses(ana, "Back").await;
    story.presses(ana, "Next").await;
    for _ in 0..3 {
        story.presses(ana, "Skip").await;
    }
    story.presses(ana, "Seal it").await;
    story.presses(ben, "Anfangen").await;
    story.presses(ben, "🌧 traurig").await;
    let finer = story.last(ben).labels()[0].to_owned();
    story.presses(ben, &finer).await;
    story.presses(ben, "Zurück").await;
    story.presses(ben, "Weiter").await;
    for _ in 0..3 {
        story.presses(ben, "Überspringen").await;
    }
    story.presses(ben, "Versiegeln").await;
    story.presses(ben, "Den ersten Schritt öffnen").await;
    // The feelings of both in the words of who reads.
    let (hers, his) = (
        story.seen(ana, "Open for you both").text,
        story.seen(ben, "Offen für euch beide").text,
    );
    assert!(hers.contains("lonely"), "{hers}");
    assert!(his.contains("einsam") && his.contains(&finer), "{his}");
    assert!(!his.contains("lonely") && !hers.contains(&finer));
    story.presses(ana, "Go on").await;
    story.hours(25).await;
    story.presses(ana, "Lighter").await;
    story.presses(ben, "Leichter").await;
    assert!(story.sees(ana, "It has eased"));
    assert!(story.sees(ben, "Es ist leichter geworden"));
    story.days(8).await;
    assert!(story.sees(ana, "Something from March 4."));
    assert!(story.sees(ben, "Etwas vom 4. März."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_changes_the_language_in_between_reads_on_in_the_new_one() {
    let (story, ana, ben) = time_to_write().await;
    writes(&story, ana, "We were both tired.", "I will phone.").await;
    story
        .telegram
        .with(|world, _| world.set_person(ana, |person| person.language = Some("de".into())))
        .expect("changes");
    story.presses(ana, "Seal it").await;
    assert!(
        story.last(ana).labels().contains(&"Zeig es mir"),
        "{}",
        story.page(ana)
    );
    writes(&story, ben, "Two hungry people.", "I will cook.").await;
    story.presses(ben, "Seal it").await;
    assert!(story.sees(ana, "Ihr habt beide versiegelt."));
    assert!(story.sees(ben, "You have both sealed."));
}
