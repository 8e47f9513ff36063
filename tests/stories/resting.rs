//! Asking less: nudges, quiet hours, pauses, and a plan that grows quiet by itself.

use jiff::SignedDuration;

use crate::world::Story;

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_not_answered_is_reminded_once_and_gently() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Tired, but glad.").await;
    let since = story.revision();
    // Half of the time to the next evening lies at half past eight in the morning.
    story.until("2026-03-04T08:29:00Z").await;
    assert!(story.news(ben, since).is_empty());
    story.until("2026-03-04T20:29:00Z").await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot Still here, whenever you like:

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.
    ");
    assert!(story.news(ana, since).is_empty(), "whoever answered is not");
    let nudge = &story.news(ben, since)[0];
    story.replies(ben, nudge.message_id, "Restless.").await;
    story.later(SignedDuration::from_secs(20)).await;
    assert!(story.reveal(ana).text.contains("Restless."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_reads_the_same_whether_the_partner_has_answered_or_not() {
    let mut pages = Vec::new();
    for she_answers in [true, false] {
        let story = Story::of_known_prompts().await;
        let (ana, ben) = story.evening().await;
        story.says(ben, "/settings").await;
        story.says(ana, "/settings").await;
        story.presses(ana, "✓ Say when I have sealed mine").await;
        if she_answers {
            story.says(ana, "Tired, but glad.").await;
        }
        let since = story.revision();
        story.until("2026-03-04T20:29:00Z").await;
        pages.push(story.page_since(ben, since));
    }
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].contains("Still here"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_are_their_readers_own_to_switch_off() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    story.says(ben, "/settings").await;
    story.presses(ben, "✓ Remind me gently, once").await;
    let since = story.revision();
    story.until("2026-03-04T20:29:00Z").await;
    assert!(
        story.news(ben, since).is_empty(),
        "{}",
        story.page_since(ben, since)
    );
    assert_eq!(story.news(ana, since).len(), 1, "hers still come");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_waits_for_the_end_of_its_readers_quiet_hours() {
    let story = Story::of_known_prompts().await;
    let (_, ben) = story.at_home().await;
    story.says(ben, "/settings").await;
    story.presses(ben, "Quiet hours").await;
    story.presses(ben, "Another time").await;
    story.says(ben, "22:00 - 9:40").await;
    assert!(
        story.last(ben).text.contains("22:00"),
        "{}",
        story.last(ben).text
    );
    story.until("2026-03-03T20:30:05Z").await;
    let since = story.revision();
    story.until("2026-03-04T09:39:59Z").await;
    assert!(story.news(ben, since).is_empty());
    story.until("2026-03-04T09:40:05Z").await;
    assert_eq!(story.news(ben, since).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_next_question_that_says_the_last_one_is_still_open_takes_the_reminders_place() {
    let story = Story::of_known_prompts().await;
    let (_, ben) = story.at_home_as_shipped().await;
    story.until("2026-03-03T20:31:00Z").await;
    let since = story.revision();
    story.until("2026-03-04T20:31:00Z").await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot Still here, whenever you like:

          🙏 What did Ana do this week that nobody saw but you?
    bot ♪ 🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          (The last one is still open, too.)

          One feeling from today, and a little about it. Nobody solves or judges anything; the other only listens.
          Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
          [Another one]
          [Not tonight] [Let's talk instead]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quiet_hours_have_choices_and_none_is_one_of_them() {
    let story = Story::of_known_prompts().await;
    let (ana, _) = story.at_home().await;
    story.says(ana, "/settings").await;
    story.presses(ana, "Quiet hours").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot When should nothing make a sound, and nobody remind you?
          [21:30 – 08:00]
          [✓ 22:30 – 07:30]
          [23:30 – 08:30]
          [none]
          [Another time]
          [Back]
    ");
    story.presses(ana, "none").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Your settings

          Where you are: Lisbon, where it is 20:00 now
          Quiet hours: none
          [✓ Say when I have sealed mine]
          [✓ Remind me gently, once]
          [Cover what I write: off]
          [Quiet hours]
          [What we are asked]
          [Our week]
          [Our own questions]
          [✓ Invitations after an argument]
          [Ask us, every three months: off]
          [Use a group for two]
          [Rest for a while]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_may_rest_and_the_other_reads_until_when_but_not_who() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let since = story.revision();
    story.says(ana, "/pause").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot How long would you like to rest? Nothing new is asked meanwhile, and nobody is reminded. What is open stays open.
          [1 day] [3 days] [7 days]
          [Until one of us resumes]
          [Back]
    ");
    story.presses(ana, "3 days").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Resting until Fri, 20:30. What is open stays open.
          [Resume]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot Resting until Fri, 20:30. What is open stays open.
          [Resume]
    ");
    assert_eq!(story.sounds(ben, since), 0);
    // Nothing new, no reminders, and no close.
    let since = story.revision();
    story.until("2026-03-06T20:29:00Z").await;
    assert!(
        story.news(ben, since).is_empty(),
        "{}",
        story.page_since(ben, since)
    );
    // What is open stays answerable and opens as ever.
    story.both_answer(ana, ben, "Rested.", "Me too.").await;
    assert!(story.reveal(ben).text.contains("Rested."));
    story.until("2026-03-07T20:29:00Z").await;
    let cards = story.cards(ben).len();
    story.until("2026-03-07T20:31:00Z").await;
    assert_eq!(story.cards(ben).len(), cards + 1, "the plan is back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rest_without_an_end_lasts_until_either_resumes() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    story.says(ana, "/resume").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"bot You are not resting, so there is nothing to resume.");
    story.says(ana, "/settings").await;
    story.presses(ana, "Rest for a while").await;
    story.presses(ana, "Until one of us resumes").await;
    let since = story.revision();
    story.later(days(40)).await;
    assert!(story.news(ben, since).is_empty());
    story.says(ben, "/resume").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"bot Back again. Questions come as planned.");
    insta::assert_snapshot!(story.page_since(ben, since), @"
      > /resume
    bot Back again. Questions come as planned.
    ");
    let cards = story.cards(ana).len();
    story.later(days(1)).await;
    assert_eq!(story.cards(ana).len(), cards + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_three_days_of_an_open_question_stand_still_meanwhile() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    story.says(ana, "/prompt gratitude").await;
    let card = story.card(ben).message_id;
    story.says(ana, "/pause").await;
    story.presses(ana, "7 days").await;
    story.later(days(6)).await;
    story.says(ana, "For the soup.").await;
    story.replies(ben, card, "For the bike.").await;
    story.later(SignedDuration::from_secs(20)).await;
    assert!(story.reveal(ana).text.contains("For the bike."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_five_evenings_that_did_not_open_only_sundays_are_left_and_then_it_sleeps() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    for who in [ana, ben] {
        story.says(who, "/settings").await;
        story.presses(who, "✓ Remind me gently, once").await;
    }
    let since = story.revision();
    story.until("2026-03-08T20:29:00Z").await;
    let before = story.cards(ana).len();
    story.until("2026-03-09T12:00:00Z").await;
    let said = |who| {
        let texts = story.texts(who, since);
        texts
            .iter()
            .filter(|text| text.contains("Sundays"))
            .cloned()
            .collect::<Vec<_>>()
    };
    insta::assert_snapshot!(said(ana).join("\n"), @"It has been quiet here, and that's fine. From now on there is one question on Sundays. The rest comes back by itself when you next open something together.");
    assert_eq!(said(ana), said(ben), "the same to both");
    assert_eq!(story.sounds(ana, since), story.sounds(ben, since));
    assert_eq!(story.cards(ana).len(), before + 1, "Sunday's own came");
    story.until("2026-03-15T20:29:00Z").await;
    assert_eq!(story.cards(ana).len(), before + 1, "nothing in between");
    // Four more and it sleeps.
    story.until("2026-04-20T00:00:00Z").await;
    let asleep = story.cards(ana).len();
    story.later(days(60)).await;
    assert_eq!(story.cards(ana).len(), asleep);
    story.says(ben, "/schedule").await;
    let week = story.last(ben).text;
    assert!(week.contains("Sunday"), "{week}");
    // Somebody wrote: there is a question on Sunday again, and an opened one brings the plan back.
    story.until("2026-06-21T20:31:00Z").await;
    assert_eq!(story.cards(ana).len(), asleep + 1);
    story.both_answer(ana, ben, "Here.", "Here too.").await;
    story.later(days(1)).await;
    assert_eq!(story.cards(ana).len(), asleep + 2, "every evening again");
}
