//! The couple's own week: `/schedule`, its buttons, its cron lines, and what the other hears of a change.

use crate::world::Story;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_week_is_seen_at_a_glance_in_the_readers_own_time() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    let since = story.revision();
    story.says(ana, "/schedule").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /schedule
    bot Your week, at your own time (Lisbon):

          Mon at 20:30 · 🌤 Check-in
          Tue, Sat at 20:30 · 🙏 Gratitude
          Wed at 20:30 · 🔎 Curiosity, 🧭 Needs
          Thu at 20:30 · 🌤 Check-in, 💗 Heart
          Fri at 20:30 · 🕯 Date, 🤗 Affection, 🎉 Good news
          Sun at 20:30 · 📷 Memory
          [Gentle] [✓ Daily] [Full]
          [Mon at 20:30 · 🌤 Check-in]
          [Tue, Sat at 20:30 · 🙏 Gratitude]
          [Wed at 20:30 · 🔎 Curiosity, 🧭 Needs]
          [Thu at 20:30 · 🌤 Check-in, 💗 Heart]
          [Fri at 20:30 · 🕯 Date, 🤗 Affection, 🎉 Good news]
          [Sun at 20:30 · 📷 Memory]
    ");
    story.says(ben, "/timezone Auckland").await;
    let since = story.revision();
    story.says(ben, "/schedule").await;
    assert!(story.page_since(ben, since).contains("Auckland"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_its_lines_opens_with_everything_that_can_be_changed() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule").await;
    let since = story.revision();
    story.presses(ana, "Sun at 20:30 · 📷 Memory").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Sun at 20:30 · 📷 Memory
          [07:45] [12:00] [18:30]
          [✓ 20:30] [21:30] [22:00]
          [Another time]
          [Mon] [Tue] [Wed] [Thu]
          [Fri] [Sat] [✓ Sun]
          [🌤 Check-in] [🙏 Gratitude]
          [✓ 📷 Memory] [🤗 Affection]
          [🕯 Date] [🧭 Needs]
          [🔎 Curiosity] [🎉 Good news]
          [Switch off] [Remove]
          [Back]
    ");
    story.presses(ana, "21:30").await;
    story.presses(ana, "Fri").await;
    story.presses(ana, "🔎 Curiosity").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Fri, Sun at 21:30 · 📷 Memory, 🔎 Curiosity
          [07:45] [12:00] [18:30]
          [20:30] [✓ 21:30] [22:00]
          [Another time]
          [Mon] [Tue] [Wed] [Thu]
          [✓ Fri] [Sat] [✓ Sun]
          [🌤 Check-in] [🙏 Gratitude]
          [✓ 📷 Memory] [🤗 Affection]
          [🕯 Date] [🧭 Needs]
          [✓ 🔎 Curiosity] [🎉 Good news]
          [Switch off] [Remove]
          [Back]
    ");
    story.presses(ana, "Back").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Your week, at your own time (Lisbon):

          Mon at 20:30 · 🌤 Check-in
          Tue, Sat at 20:30 · 🙏 Gratitude
          Wed at 20:30 · 🔎 Curiosity, 🧭 Needs
          Thu at 20:30 · 🌤 Check-in, 💗 Heart
          Fri at 20:30 · 🕯 Date, 🤗 Affection, 🎉 Good news
          Fri, Sun at 21:30 · 📷 Memory, 🔎 Curiosity
          [Gentle] [Daily] [Full]
          [Mon at 20:30 · 🌤 Check-in]
          [Tue, Sat at 20:30 · 🙏 Gratitude]
          [Wed at 20:30 · 🔎 Curiosity, 🧭 Needs]
          [Thu at 20:30 · 🌤 Check-in, 💗 Heart]
          [Fri at 20:30 · 🕯 Date, 🤗 Affection, 🎉 Good news]
          [Fri, Sun at 21:30 · 📷 Memory, 🔎 Curiosity]
    ");
    // All of it is one silent line to the other.
    insta::assert_snapshot!(story.page_since(ben, since), @"bot Your week looks a little different now. /schedule shows it.");
    assert_eq!(story.sounds(ben, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_can_be_typed_and_what_is_no_time_is_asked_about() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule").await;
    story.presses(ana, "Tue, Sat at 20:30 · 🙏 Gratitude").await;
    story.presses(ana, "Another time").await;
    let since = story.revision();
    story.says(ana, "half past nonsense").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > half past nonsense
    bot What time suits you? Write it like this: 20:30
    ");
    story.says(ana, "9.15 pm").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > half past nonsense
    bot What time suits you? Write it like this: 20:30
      > 9.15 pm
    bot Tue, Sat at 21:15 · 🙏 Gratitude
          [07:45] [12:00] [18:30]
          [20:30] [21:30] [22:00]
          [Another time]
          [Mon] [✓ Tue] [Wed] [Thu]
          [Fri] [✓ Sat] [Sun]
          [🌤 Check-in] [✓ 🙏 Gratitude]
          [📷 Memory] [🤗 Affection]
          [🕯 Date] [🧭 Needs]
          [🔎 Curiosity] [🎉 Good news]
          [Switch off] [Remove]
          [Back]
    ");
    story.until("2026-03-03T21:14:59Z").await;
    let cards = story.cards(ben).len();
    story.until("2026-03-03T21:15:05Z").await;
    assert_eq!(story.cards(ben).len(), cards + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_can_be_switched_off_added_and_removed() {
    let story = Story::begin().await;
    let (ana, _) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule gentle").await;
    story.presses(ana, "Tue at 20:30 · 🙏 Gratitude").await;
    story.presses(ana, "Switch off").await;
    story.presses(ana, "Back").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Your week, at your own time (Lisbon):

          Tue at 20:30 · 🙏 Gratitude (off)
          Thu at 20:30 · 🌤 Check-in
          Sun at 20:30 · 📷 Memory, 🔎 Curiosity, 🕯 Date, 🤗 Affection, 🎉 Good news, 🧭 Needs, 💗 Heart
          [Gentle] [Daily] [Full]
          [Tue at 20:30 · 🙏 Gratitude (off)]
          [Thu at 20:30 · 🌤 Check-in]
          [Sun at 20:30 · 📷 Memory, 🔎 Curiosity, 🕯 Date, 🤗 Affection, 🎉…]
          [Add one]
    ");
    story.presses(ana, "Thu at 20:30 · 🌤 Check-in").await;
    story.presses(ana, "Remove").await;
    story.presses(ana, "Add one").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Every day at 20:30 · 🙏 Gratitude
          [07:45] [12:00] [18:30]
          [✓ 20:30] [21:30] [22:00]
          [Another time]
          [✓ Mon] [✓ Tue] [✓ Wed] [✓ Thu]
          [✓ Fri] [✓ Sat] [✓ Sun]
          [🌤 Check-in] [✓ 🙏 Gratitude]
          [📷 Memory] [🤗 Affection]
          [🕯 Date] [🧭 Needs]
          [🔎 Curiosity] [🎉 Good news]
          [Switch off] [Remove]
          [Back]
    ");
    story.until("2026-03-03T20:35:00Z").await;
    assert!(
        story.card(ana).text.contains("🙏"),
        "the new one, every day"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_lines_are_as_many_as_there_can_be() {
    let story = Story::begin().await;
    let (ana, _) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule").await;
    assert!(!story.shows(&story.last(ana)).contains("Add one"));
    let since = story.revision();
    story.says(ana, "/schedule good-news 0 9 * * *").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /schedule good-news 0 9 * * *
    bot Six is as many as there can be. Remove one first.
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cron_line_is_read_back_in_words() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule gentle").await;
    let since = story.revision();
    for line in [
        "gratitude 30 21 * * *",
        "check-in 5 7 * * 1-5",
        "memory 0 11 1,15 * *",
        "memory 0 11 1 6-8 *",
        "memory 0 11 * 12 *",
        "memory 0 11 * * 0",
    ] {
        story.says(ana, &format!("/schedule {line}")).await;
    }
    insta::assert_snapshot!(story.texts(ana, since).join("\n"), @"
    Every day at 21:30 · 🙏 Gratitude
    Mon, Tue, Wed, Thu, Fri at 07:05 · 🌤 Check-in
    On day 1, 15 of each month at 11:00 · 📷 Memory
    On day 1 of month 6–8 at 11:00 · 📷 Memory
    Every day of month 12 at 11:00 · 📷 Memory
    Sun at 11:00 · 📷 Memory
    ");
    story.until("2026-03-02T21:30:05Z").await;
    assert!(story.card(ben).text.contains("🙏"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cron_line_that_is_wrong_is_told_which_field_and_changes_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule").await;
    let before = story.last(ana).text;
    let since = story.revision();
    let partner = story.page(ben);
    for line in [
        "gratitude 30 21 * *",
        "gratitude 61 21 * * *",
        "gratitude 30 24 * * *",
        "gratitude 30 21 32 * *",
        "gratitude 30 21 * 13 *",
        "gratitude 30 21 * * someday",
        "gratitude 30 9,21 * * *",
        "gratitude */5 21 * * *",
        "gratitude 30 21 1 * 1",
        "gratitude 30 21 31 2 *",
        "gossip 30 21 * * *",
    ] {
        story.says(ana, &format!("/schedule {line}")).await;
    }
    insta::assert_snapshot!(story.texts(ana, since).join("\n"), @"
    Like this, please: a kind, then five fields: minute, hour, day, month, weekday.
    /schedule gratitude 30 21 * * * means gratitude, every day at 21:30.
    I can't read the minute in that line. Nothing was changed.
    I can't read the hour in that line. Nothing was changed.
    I can't read the day of the month in that line. Nothing was changed.
    I can't read the month in that line. Nothing was changed.
    I can't read the weekday in that line. Nothing was changed.
    The hour in that line would make it come more than once a day. Once a day is as often as it goes. Nothing was changed.
    The minute in that line would make it come more than once a day. Once a day is as often as it goes. Nothing was changed.
    Days of the month and weekdays together can be read in two ways, so please use one of them. Nothing was changed.
    Like this, please: a kind, then five fields: minute, hour, day, month, weekday.
    /schedule gratitude 30 21 * * * means gratitude, every day at 21:30.
    I don't know that kind. /prompt alone always brings a question.
    ");
    story.says(ana, "/schedule").await;
    assert_eq!(story.last(ana).text, before);
    assert_eq!(
        story.page(ben),
        partner,
        "nothing happened, and nothing is told"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_moves_nothing_that_is_open() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.until("2026-03-03T20:31:00Z").await;
    let card = story.card(ben);
    story.says(ana, "/schedule full").await;
    story.until("2026-03-04T09:00:00Z").await;
    story.replies(ben, card.message_id, "Still here.").await;
    story
        .replies(ana, story.cards(ana)[1].message_id, "And here.")
        .await;
    story.until("2026-03-04T09:01:00Z").await;
    assert!(story.reveal(ben).text.contains("And here."));
}
