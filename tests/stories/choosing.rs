//! What the two are asked: their own switches, going deeper, and the first week.

use jiff::SignedDuration;

use crate::common;
use crate::world::Story;
use twofold::core::model::ids::CoupleId;
use twofold::core::model::state::State;
use twofold::store::couples;

/// A question now, which both answer and which opens.
async fn opens_one(story: &Story, ana: i64, ben: i64) {
    story.asks(ana).await;
    story.both_answer(ana, ben, "Hers.", "His.").await;
    story.minutes(1).await;
}

/// The two at home in Lisbon, half an hour after their twelfth reveal: each was asked whether to go deeper. And since when their
/// page is the same in every story.
async fn was_offered() -> (Story, i64, i64, u64) {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    for _ in 0..10 {
        opens_one(&story, ana, ben).await;
    }
    // The twelfth is one by the clock.
    let since = story.revision();
    story.until("2026-03-03T20:31:00Z").await;
    story.both_answer(ana, ben, "Hers.", "His.").await;
    story.minutes(30).await;
    (story, ana, ben, since)
}

/// *What we are asked* under the settings.
async fn opens_what_is_asked(story: &Story, who: i64) {
    story.says(who, "/settings").await;
    story.presses(who, "What we are asked").await;
}

/// Each evening's question until this day is answered by both.
async fn evenings(story: &Story, ana: i64, ben: i64, days: std::ops::Range<i8>) {
    for day in days {
        story.until(&format!("2026-03-{day:02}T20:31:00Z")).await;
        story.both_answer(ana, ben, "Hers.", "His.").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_twelve_reveals_each_is_asked_whether_to_go_deeper_and_two_yeses_are_told() {
    let (story, ana, ben, _) = was_offered().await;
    let offer = story.last(ana);
    insta::assert_snapshot!(story.shows(&offer), @"
    bot You two have opened quite a few questions by now. Would you like some that go a little deeper?

          If you both say yes, you will both hear of it. If not, nobody hears anything.
          [Yes, a little deeper]
          [It's good as it is]
    ");
    assert_eq!(story.shows(&offer), story.shows(&story.last(ben)));
    let since = story.revision();
    story.presses(ben, "Yes, a little deeper").await;
    insta::assert_snapshot!(story.shows(&story.last(ben)), @"
    bot 🙊 A sealed yes. If you both say it, you will both hear of it.
          [Take back]
    ");
    assert_eq!(story.page_since(ana, since), "", "nothing of it is shown");
    story.presses(ana, "Yes, a little deeper").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot How nice: you would both like to go a little deeper. Before long, some of your questions will.
          Either of you can make it lighter again under /settings, any day.
    ");
    assert_eq!(story.page_since(ana, since), story.page_since(ben, since));
    assert_eq!(story.sounds(ana, since) + story.sounds(ben, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_yes_a_no_and_no_answer_read_the_same_to_the_other() {
    let mut pages = Vec::new();
    for his in [
        Some("Yes, a little deeper"),
        Some("It's good as it is"),
        None,
    ] {
        let (story, ana, ben, since) = was_offered().await;
        if let Some(his) = his {
            story.presses(ben, his).await;
        }
        story.minutes(10).await;
        opens_what_is_asked(&story, ana).await;
        story.says(ana, "/schedule").await;
        story.presses(ana, "It's good as it is").await;
        story.days(1).await;
        let calls = story.calls_to(ana);
        let methods: Vec<String> = calls.iter().map(|call| call.method.clone()).collect();
        pages.push((story.page_since(ana, since), methods));
    }
    insta::assert_snapshot!(pages[0].0, @"
    bot ♪ 🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Opened, for both of you.
      > Hers. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ana (you)
          Hers.

          Ben
          His.

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you] [I’m here]
          [♡ Favourite]
    bot No deeper, then, and nobody hears of this. If you change your mind: /settings.
      > /settings
    bot What we are asked

          These switches are yours alone. A question comes only if it suits you both, and nobody is told who switched what.

          How deep: light, for any evening
          [A little deeper]
          [✓ 🌤 Check-in] [✓ 🙏 Gratitude]
          [Topics]
          [Back]
      > /schedule
    bot Your week, at your own time (Lisbon):

          Every day at 20:30 · 🌤 Check-in, 🙏 Gratitude
          [Gentle] [Daily] [Full]
          [Every day at 20:30 · 🌤 Check-in, 🙏 Gratitude]
          [Add one]
    bot ♪ 🙏 What did Ben do this week that nobody saw but you?
          [Another one]
          [Not tonight] [Let's talk instead]
    ");
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[1], pages[2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_is_nobodys_business_and_a_yes_can_be_taken_back() {
    let (story, ana, ben, _) = was_offered().await;
    let since = story.revision();
    story.presses(ana, "It's good as it is").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"bot No deeper, then, and nobody hears of this. If you change your mind: /settings.");
    story.presses(ben, "Yes, a little deeper").await;
    story.presses(ben, "Take back").await;
    assert_eq!(story.shows(&story.last(ana)), story.shows(&story.last(ben)));
    opens_what_is_asked(&story, ana).await;
    story.presses(ana, "A little deeper").await;
    assert!(
        !story.sees(ana, "How nice: you would both like"),
        "his yes is taken back"
    );
    assert_eq!(story.page_since(ben, since), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_proposes_it_under_the_settings_and_either_makes_it_lighter_again() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    let since = story.revision();
    opens_what_is_asked(&story, ana).await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot What we are asked

          These switches are yours alone. A question comes only if it suits you both, and nobody is told who switched what.

          How deep: light, for any evening
          [A little deeper]
          [✓ 🌤 Check-in] [✓ 🙏 Gratitude]
          [✓ 📷 Memory] [✓ 🤗 Affection]
          [✓ 🕯 Date] [✓ 🧭 Needs]
          [✓ 💗 Heart] [✓ 🔎 Curiosity]
          [✓ 🎉 Good news]
          [Topics]
          [Back]
    ");
    story.presses(ana, "A little deeper").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot What we are asked

          These switches are yours alone. A question comes only if it suits you both, and nobody is told who switched what.

          How deep: a little deeper, once you both want that
          [A little lighter] [A little deeper]
          [✓ 🌤 Check-in] [✓ 🙏 Gratitude]
          [✓ 📷 Memory] [✓ 🤗 Affection]
          [✓ 🕯 Date] [✓ 🧭 Needs]
          [✓ 💗 Heart] [✓ 🔎 Curiosity]
          [✓ 🎉 Good news]
          [Topics]
          [Back]
    ");
    assert_eq!(
        story.page_since(ben, since),
        "",
        "a proposal is sealed, too"
    );
    opens_what_is_asked(&story, ben).await;
    let theirs = story.revision();
    story.presses(ben, "A little deeper").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("How nice: you would both like to go a little deeper.")
    );
    assert_eq!(story.page_since(ana, theirs), story.page_since(ben, theirs));
    // One alone is enough for less, and nobody hears of it.
    let before = story.revision();
    story.presses(ana, "A little lighter").await;
    assert_eq!(story.page_since(ben, before), "");
    story.presses(ana, "A little deeper").await;
    assert_eq!(story.page_since(ben, before), "");
    story.presses(ben, "Back").await;
    story.presses(ben, "What we are asked").await;
    assert!(story.sees(ben, "How deep: a little deeper, once you both want that"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heart_comes_on_thursday_once_both_want_to_go_deeper_but_not_in_the_first_week() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    for who in [ana, ben] {
        opens_what_is_asked(&story, who).await;
        story.presses(who, "A little deeper").await;
    }
    evenings(&story, ana, ben, 3..9).await;
    let has = |emoji: &str| {
        let cards = story.cards(ana);
        cards.iter().any(|card| card.text.starts_with(emoji))
    };
    assert!(
        !has("💗") && !has("🧭") && has("🔎"),
        "the gentle ones first"
    );
    evenings(&story, ana, ben, 9..12).await;
    story.until("2026-03-12T20:31:00Z").await;
    for who in [ana, ben] {
        assert!(
            story.card(who).text.starts_with("💗"),
            "{}",
            story.page(who)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_two_yeses_thursday_stays_with_the_check_in() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    opens_what_is_asked(&story, ana).await;
    story.presses(ana, "A little deeper").await;
    evenings(&story, ana, ben, 3..12).await;
    story.until("2026-03-12T20:31:00Z").await;
    assert!(story.card(ben).text.starts_with("🌤"), "{}", story.page(ben));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kind_that_either_switched_off_does_not_come_and_nobody_is_told() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule memory 30 20 * * *").await;
    let since = story.revision();
    opens_what_is_asked(&story, ben).await;
    story.presses(ben, "✓ 📷 Memory").await;
    insta::assert_snapshot!(story.shows(&story.last(ben)), @"
    bot What we are asked

          These switches are yours alone. A question comes only if it suits you both, and nobody is told who switched what.

          How deep: light, for any evening
          [A little deeper]
          [✓ 🌤 Check-in] [✓ 🙏 Gratitude]
          [📷 Memory] [✓ 🤗 Affection]
          [✓ 🕯 Date] [✓ 🧭 Needs]
          [✓ 💗 Heart] [✓ 🔎 Curiosity]
          [✓ 🎉 Good news]
          [Topics]
          [Back]
    ");
    assert_eq!(story.page_since(ana, since), "");
    opens_what_is_asked(&story, ana).await;
    assert!(
        story.last(ana).labels().contains(&"✓ 📷 Memory"),
        "her own switch"
    );
    story.says(ana, "/prompt memory").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"bot There is no question for this right now. Try another kind with /prompt.");
    evenings(&story, ana, ben, 3..8).await;
    let came = |who| {
        let cards = story.cards(who);
        cards
            .iter()
            .filter(|card| card.text.starts_with("📷"))
            .count()
    };
    assert_eq!(came(ana) + came(ben), 0);
    story.presses(ben, "📷 Memory").await;
    story.says(ana, "/prompt memory").await;
    assert!(story.card(ana).text.starts_with("📷"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_are_each_persons_own_and_intimacy_starts_off() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    let since = story.revision();
    opens_what_is_asked(&story, ana).await;
    story.presses(ana, "Topics").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot What a question may touch on. These switches are yours alone, too: a topic comes up only if it suits you both.
          [✓ Touch] [✓ Living together]
          [Living apart] [Children]
          [Being married] [Faith]
          [Money, or what costs some] [Intimacy]
          [✓ Family] [✓ Work]
          [✓ Health] [✓ Grief]
          [Pets]
          [Back]
    ");
    story.presses(ana, "Intimacy").await;
    story.presses(ana, "✓ Touch").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot What a question may touch on. These switches are yours alone, too: a topic comes up only if it suits you both.
          [Touch] [✓ Living together]
          [Living apart] [Children]
          [Being married] [Faith]
          [Money, or what costs some] [✓ Intimacy]
          [✓ Family] [✓ Work]
          [✓ Health] [✓ Grief]
          [Pets]
          [Back]
    ");
    assert_eq!(story.page_since(ben, since), "");
    opens_what_is_asked(&story, ben).await;
    story.presses(ben, "Topics").await;
    let his = story.last(ben);
    assert!(his.labels().contains(&"Intimacy") && his.labels().contains(&"✓ Touch"));
    story.presses(ben, "Back").await;
    story.presses(ben, "Back").await;
    assert!(story.last(ben).text.starts_with("Your settings"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_everything_switched_off_nothing_comes_and_the_week_says_so() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    opens_what_is_asked(&story, ana).await;
    story.presses(ana, "✓ 🌤 Check-in").await;
    opens_what_is_asked(&story, ben).await;
    story.presses(ben, "✓ 🙏 Gratitude").await;
    let since = story.revision();
    story.days(2).await;
    assert_eq!(story.page_since(ana, since), "");
    assert_eq!(story.page_since(ben, since), "");
    story.says(ana, "/schedule").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Your week, at your own time (Lisbon):
          Right now there is nothing you would both like to be asked, so nothing comes, and that's fine. /settings is where you can switch something on.

          Every day at 20:30 · 🌤 Check-in, 🙏 Gratitude
          [Gentle] [Daily] [Full]
          [Every day at 20:30 · 🌤 Check-in, 🙏 Gratitude]
          [Add one]
    ");
    story.presses(ben, "🙏 Gratitude").await;
    story.later(SignedDuration::from_hours(24)).await;
    assert!(story.card(ana).text.starts_with("🙏"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switches_outlive_a_restart() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    opens_what_is_asked(&story, ana).await;
    story.presses(ana, "A little deeper").await;
    story.presses(ana, "✓ 🧭 Needs").await;
    let page = story.shows(&story.last(ana));
    story.presses(ana, "Topics").await;
    story.presses(ana, "Intimacy").await;
    story.start_again().await;
    story.presses(ana, "Back").await;
    assert_eq!(story.shows(&story.last(ana)), page);
    assert!(page.contains("[🧭 Needs]"));
    opens_what_is_asked(&story, ben).await;
    story.presses(ben, "A little deeper").await;
    assert!(story.sees(ana, "How nice: you would both like to go a little deeper."));
}

/// How many prompts the two have used, and how many were asked and then left unanswered.
async fn used_and_unanswered(story: &Story) -> [usize; 2] {
    let ids = story.sealed("select cast(id as text) from couple").await;
    let couple = CoupleId(ids[0].parse().expect("an id"));
    let mut state = State::default();
    let mut read = story.app.store().read().await.expect("a snapshot");
    couples::load_used(&mut read, couple, &mut state)
        .await
        .expect("loads");
    [state.used[&couple].len(), state.unanswered[&couple].len()]
}

async fn what_neither_answered_goes_back(story: &mut Story) {
    let (ana, ben) = story.at_home_as_shipped().await;
    assert_eq!(used_and_unanswered(story).await, [1, 0]);
    story.says(ana, "/pause").await;
    story.presses(ana, "Until one of us resumes").await;
    story.says(ana, "/prompt good-news").await;
    assert_eq!(used_and_unanswered(story).await, [2, 0], "it is open");
    story.says(ana, "/resume").await;
    // Nothing else comes meanwhile.
    story.says(ana, "/settings").await;
    for who in [ana, ben] {
        opens_what_is_asked(story, who).await;
    }
    let titles = story.last(ben).buttons.concat();
    let on = titles.iter().map(|button| button.label.as_str());
    for kind in on.filter(|label| label.starts_with('✓')) {
        story.presses(ben, kind).await;
    }
    story.days(4).await;
    assert_eq!(used_and_unanswered(story).await, [1, 1]);
    story.presses(ben, "🎉 Good news").await;
    story.says(ana, "/prompt good-news").await;
    story.both_answer(ana, ben, "Hers.", "His.").await;
    assert_eq!(used_and_unanswered(story).await, [2, 1], "another one came");
    story.stop().await;
    story.app.store().clone().close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_that_neither_answered_goes_back_and_rests() {
    what_neither_answered_goes_back(&mut Story::begin().await).await;
}

#[test]
fn a_prompt_that_neither_answered_goes_back_and_rests_on_postgres() {
    common::on_postgres(async |db| {
        what_neither_answered_goes_back(&mut Story::at(&db.url).await).await;
    });
}
