//! *Make it ours*: a line a week.

use jiff::SignedDuration;

use super::at_home;
use crate::world::Story;

/// On Monday, the second of March at 20:15 and some seconds, Ana makes holding hands theirs.
async fn made() -> (Story, i64, i64) {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/prompt good-touch").await;
    story.both_answer(ana, ben, "Long.", "Longer.").await;
    story.presses(ana, "Make it ours").await;
    (story, ana, ben)
}

fn rituals(story: &Story, who: i64, since: u64) -> usize {
    let texts = story.texts(who, since);
    texts
        .iter()
        .filter(|text| text.starts_with("Your ritual:"))
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ritual_is_told_to_both_and_comes_every_week_as_one_silent_line() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/prompt good-touch").await;
    story.both_answer(ana, ben, "Long.", "Longer.").await;
    let since = story.revision();
    story.presses(ana, "Make it ours").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot 🤗 Hold Ben’s hand for one whole song.

          It is yours now. It comes back every Mon at 20:15, as one quiet line. Nothing to answer, nothing counted.
          [Let it rest]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot 🤗 Hold Ana’s hand for one whole song.

          Ana has made this a ritual for you two. It comes back every Mon at 20:15, as one quiet line. Nothing to answer, nothing counted.
          [Let it rest]
    ");
    assert!(story.reveal(ana).labels().contains(&"✓ Ours"));
    let since = story.revision();
    story.until("2026-03-09T20:14:00Z").await;
    assert!(story.news(ana, since).is_empty(), "{}", story.page(ana));
    story.until("2026-03-09T20:20:00Z").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot Your ritual: 🤗 Hold Ben’s hand for one whole song.
          [Let it rest]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot Your ritual: 🤗 Hold Ana’s hand for one whole song.
          [Let it rest]
    ");
    // Never counted: nothing is open, nothing waits, nobody is reminded.
    story.says(ben, "/today").await;
    assert!(story.last(ben).text.contains("Nothing is open"));
    let since = story.revision();
    story.until("2026-03-31T20:20:00Z").await;
    for who in [ana, ben] {
        assert_eq!(rituals(&story, who, since), 3, "{}", story.page(who));
        assert_eq!(story.news(who, since).len(), 3);
    }
    assert_eq!(story.sounds(ana, since) + story.sounds(ben, since), 0);
    // Summer time has begun: still a quarter past eight for them.
    let last = story.last(ana).date.to_string();
    assert!(last.starts_with("2026-03-30T19:1"), "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_lets_it_rest_and_it_comes_no_more() {
    let (story, ana, ben) = made().await;
    story.days(8).await;
    assert_eq!(rituals(&story, ben, 0), 1);
    let (on, data) = story.data_of(ana, "Let it rest");
    story.presses(ben, "Let it rest").await;
    insta::assert_snapshot!(story.last(ben).text, @"It rests now. If you miss it, “Make it ours” brings it back.");
    let toast = story.sends_data(ana, on, &data).await;
    assert!(toast.contains("had its day"), "{toast}");
    let since = story.revision();
    story.days(15).await;
    assert!(story.news(ana, since).is_empty(), "{}", story.page(ana));
    assert!(story.news(ben, since).is_empty(), "{}", story.page(ben));
    // It can be made theirs again.
    story.presses(ben, "Make it ours").await;
    story.days(8).await;
    assert_eq!(rituals(&story, ana, since), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_ours_already_is_not_made_twice() {
    let (story, ana, ben) = made().await;
    story.presses(ben, "Make it ours").await;
    assert_eq!(
        story.newest_toast(ben).await,
        "It is one of your rituals already."
    );
    assert!(story.reveal(ben).labels().contains(&"✓ Ours"));
    story.presses(ana, "✓ Ours").await;
    story.days(8).await;
    assert_eq!(rituals(&story, ana, 0), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_downtime_at_most_the_latest_comes_and_only_within_three_hours() {
    for (away_days, late_minutes, lines) in [(7, 90, 1), (21, 90, 1), (21, 240, 0)] {
        let (mut story, ana, ben) = made().await;
        let since = story.revision();
        story.stop().await;
        let away = SignedDuration::from_hours(24 * away_days);
        story
            .clock
            .shift(away + SignedDuration::from_mins(late_minutes));
        story.start_again().await;
        story.minutes(5).await;
        for who in [ana, ben] {
            assert_eq!(
                rituals(&story, who, since),
                lines,
                "{away_days} days, {late_minutes} minutes"
            );
        }
        story.start_again().await;
        story.days(7).await;
        assert_eq!(rituals(&story, ana, since), lines + 1, "the next one");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_rests_during_a_pause_and_is_not_made_up_for() {
    let (story, ana, ben) = made().await;
    let since = story.revision();
    story.until("2026-03-09T12:00:00Z").await;
    story.says(ben, "/pause").await;
    story.presses(ben, "Until one of us resumes").await;
    story.until("2026-03-23T21:00:00Z").await;
    story.says(ana, "/resume").await;
    story.minutes(30).await;
    assert_eq!(rituals(&story, ana, since), 0, "{}", story.page(ana));
    story.until("2026-03-30T21:00:00Z").await;
    assert_eq!(rituals(&story, ana, since), 1);
    assert_eq!(rituals(&story, ben, since), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_reads_it_at_their_own_time_of_day() {
    let (story, ana, ben) = at_home().await;
    story.says(ben, "/timezone Auckland").await;
    story.until("2026-03-04T09:10:00Z").await;
    story.says(ana, "/prompt good-touch").await;
    story.both_answer(ana, ben, "Long.", "Longer.").await;
    story.presses(ana, "Make it ours").await;
    let since = story.revision();
    // In Auckland it was a Wednesday's 22:10, so there it comes thirteen hours sooner than in Lisbon.
    story.until("2026-03-10T20:05:00Z").await;
    assert_eq!(
        (rituals(&story, ana, since), rituals(&story, ben, since)),
        (0, 0)
    );
    story.until("2026-03-10T20:30:00Z").await;
    assert_eq!(
        (rituals(&story, ana, since), rituals(&story, ben, since)),
        (0, 1)
    );
    story.until("2026-03-11T09:30:00Z").await;
    assert_eq!(
        (rituals(&story, ana, since), rituals(&story, ben, since)),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_be_reached_gets_no_heap_of_them_later() {
    let (story, ana, ben) = made().await;
    story.blocks(ben).await;
    story.says(ana, "/prompt gratitude").await;
    let since = story.revision();
    story.days(22).await;
    assert_eq!(rituals(&story, ana, since), 3, "hers come as ever");
    story.comes_back(ben).await;
    story.minutes(5).await;
    assert!(rituals(&story, ben, since) <= 1, "{}", story.page(ben));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_with_the_couple_and_its_buttons_too() {
    let (story, ana, ben) = made().await;
    let (on, rest) = story.data_of(ben, "Let it rest");
    let (reveal, make) = story.data_of(ben, "Make it ours");
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave").await;
    let since = story.revision();
    for (on, data) in [(on, rest), (reveal, make)] {
        let toast = story.sends_data(ben, on, &data).await;
        assert!(!toast.is_empty());
    }
    story.days(15).await;
    assert_eq!(rituals(&story, ana, since) + rituals(&story, ben, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_affection_cannot_be_forged_into_a_ritual_and_twelve_are_enough() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/prompt gratitude").await;
    story.both_answer(ana, ben, "One.", "Two.").await;
    assert_eq!(
        story.reveal(ana).labels(),
        ["That touched me", "♡ Favourite"]
    );
    let (on, data) = story.data_of(ana, "♡ Favourite");
    let toast = story
        .sends_data(ana, on, &data.replace("fav:", "rit:"))
        .await;
    assert!(toast.contains("had its day"), "{toast}");
    story.says(ana, "/prompt good-touch").await;
    // Not opened yet.
    let (on, data) = story.data_of(ana, "Not tonight");
    let toast = story
        .sends_data(ana, on, &data.replace("not:", "rit:"))
        .await;
    assert!(toast.contains("had its day"), "{toast}");
    story.both_answer(ana, ben, "One.", "Two.").await;
    let doc = story
        .sealed("select doc from couple where ended = 0")
        .await
        .remove(0);
    let mut doc: serde_json::Value = serde_json::from_str(&doc).expect("a document");
    let rituals: Vec<serde_json::Value> = (1..=12)
        .map(|n| {
            serde_json::json!({
                "id": n,
                "prompt": format!("good-touch-{:04}", 100 + n),
                "made": "2026-03-01T20:00:00",
                "told": ["2026-03-01T20:00:00", "2026-03-01T20:00:00"],
            })
        })
        .collect();
    doc["ours"]["rituals"] = rituals.into();
    doc["ours"]["deck"] = false.into();
    doc["ours"]["favourites"] = false.into();
    let doc = doc.to_string().replace('\'', "''");
    story
        .spoil(&format!("update couple set doc = '{doc}' where ended = 0"))
        .await;
    story.presses(ana, "Make it ours").await;
    assert!(story.newest_toast(ana).await.contains("twelve rituals"));
    // Those of prompts that are in no library any more say nothing.
    let since = story.revision();
    story.days(8).await;
    assert!(story.news(ana, since).is_empty(), "{}", story.page(ana));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_prompts_that_ship_affection_can_become_a_ritual_once_both_did_it() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/prompt affection").await;
    let card = story.card(ben);
    let prompt = card.text.lines().next().expect("a line").to_owned();
    let done = card.labels()[0].to_owned();
    for who in [ana, ben] {
        story.presses(who, &done).await;
    }
    story.minutes(1).await;
    let since = story.revision();
    story.presses(ben, "Make it ours").await;
    for who in [ana, ben] {
        assert!(story.last(who).text.contains("one quiet line"));
    }
    story.until("2026-03-09T20:20:00Z").await;
    assert_eq!(rituals(&story, ben, since), 1, "{}", story.page(ben));
    let line = story.seen(ben, "Your ritual:").text;
    assert_eq!(line, format!("Your ritual: {prompt}"));
}
