//! Questions that come by the clock, each at its reader's own half past eight.

use jiff::SignedDuration;

use crate::world::prompts::{FEELING, THANKS};
use crate::world::{EVENING, Story};

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

fn mins(mins: i64) -> SignedDuration {
    SignedDuration::from_mins(mins)
}

/// A question comes to both with a sound at each of these moments (March, UTC, which is Lisbon's time then), none a minute
/// before it, and its kind has one of these signs. Both answer it, or pass where it does not ask for words.
async fn brings(story: &Story, [ana, ben]: [i64; 2], expected: &[(&str, &[char])]) {
    let mut before = story.cards(ben).len();
    for (at, signs) in expected {
        let at: jiff::Timestamp = format!("2026-03-{at}:00Z").parse().expect("a time");
        story.until(&(at - mins(1)).to_string()).await;
        assert_eq!(story.cards(ben).len(), before, "none before {at}");
        story.until(&(at + secs(10)).to_string()).await;
        before += 1;
        for who in [ana, ben] {
            assert_eq!(story.cards(who).len(), before, "{at}");
            let card = story.card(who);
            assert!(card.text.starts_with(*signs), "{at}: {}", card.text);
            assert!(!card.silent);
        }
        // Whatever can be tapped can be answered in words, too.
        story.both_answer(ana, ben, "One.", "Two.").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_evening_of_the_week_has_its_own_kinds() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    let week: [(&str, &[char]); 8] = [
        ("03T20:30", &['🙏']),
        ("04T20:30", &['🔎']),
        ("05T20:30", &['🌤']),
        ("06T20:30", &['🕯', '🤗', '🎉']),
        ("07T20:30", &['🙏']),
        ("08T20:30", &['📷']),
        ("09T20:30", &['🌤']),
        ("10T20:30", &['🙏']),
    ];
    brings(&story, [ana, ben], &week).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gentle_week_has_three_evenings() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ben, "/schedule").await;
    story.presses(ben, "Gentle").await;
    let week: [(&str, &[char]); 6] = [
        ("03T20:30", &['🙏']),
        ("05T20:30", &['🌤']),
        ("08T20:30", &['📷']),
        ("10T20:30", &['🙏']),
        ("12T20:30", &['🌤']),
        ("15T20:30", &['🔎']),
    ];
    brings(&story, [ana, ben], &week).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_week_has_two_questions_a_day_and_some_at_hours_of_their_own() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home_as_shipped().await;
    story.says(ana, "/schedule full").await;
    let week: [(&str, &[char]); 11] = [
        ("03T18:30", &['🌤']),
        ("03T21:30", &['🙏']),
        // As long as nothing of that kind can be asked, gratitude or check-in stands in for it.
        ("04T07:45", &['🤗', '🙏']),
        ("04T18:30", &['🌤']),
        ("04T21:30", &['🙏']),
        ("05T18:30", &['🌤']),
        ("05T21:30", &['🙏']),
        ("06T12:00", &['🕯', '🙏']),
        ("06T18:30", &['🌤']),
        ("06T21:30", &['🙏']),
        ("07T18:30", &['🌤']),
    ];
    brings(&story, [ana, ben], &week).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_prompt_takes_the_place_of_its_day() {
    let story = Story::begin().await;
    let (ana, _) = story.at_home().await;
    let since = story.revision();
    story.until("2026-03-03T20:29:00Z").await;
    assert!(story.news(ana, since).is_empty(), "none on Monday evening");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_comes_by_the_clock_until_somebody_says_where_they_live() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    let since = story.revision();
    story.later(SignedDuration::from_hours(3 * 24)).await;
    assert!(story.news(ana, since).is_empty(), "{}", story.page(ana));
    story.says(ana, "/timezone lisbon").await;
    story.until("2026-03-05T20:30:10Z").await;
    assert_eq!(story.cards(ana).len(), 2);
    assert_eq!(
        story.cards(ben).len(),
        2,
        "he goes by her zone until he says"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zone_is_asked_for_after_the_first_reveal_and_then_the_other_is_asked_the_same() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.revealed().await;
    let since = story.revision();
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot One small thing: what time is it where you are?
          Send me a big city near you, Lisbon for example, or your location (📎), and questions will come in your own evening.
          [Pick the time]
    ");
    story.says(ana, "Lisbon").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > Lisbon
    bot Lisbon, Portugal: it is 20:00 where you are? Then all is set.
          [Yes, that's it] [Somewhere else]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @r"
        bot Ana goes by Lisbon time, where it is 20:00 now. The same for you?
              [The same for me] [Somewhere else]
        ");
    story.presses(ben, "Somewhere else").await;
    story.says(ben, "Pacific/Auckland").await;
    assert!(
        story.sees(ben, "Auckland, New Zealand: it is 09:0"),
        "{}",
        story.page(ben)
    );
    assert_eq!(story.sounds(ana, since) + story.sounds(ben, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_place_is_asked_for_once_more() {
    let story = Story::begin().await;
    let (ana, _) = story.revealed().await;
    story.says(ana, "/timezone Smallville").await;
    assert!(
        story
            .last(ana)
            .text
            .contains("Which bigger city is near you?")
    );
    story.says(ana, "new york").await;
    assert!(
        story
            .last(ana)
            .text
            .contains("New York City, New York: it is 15:0"),
        "{}",
        story.page(ana)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lisbon_and_auckland_share_one_round_each_at_their_own_half_past_eight() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.says(ana, "Europe/Lisbon").await;
    story.says(ben, "/timezone Auckland").await;
    // In Auckland the first prompt came on Tuesday morning, so Wednesday's is the first: at 07:30 UTC.
    story.until("2026-03-04T07:29:00Z").await;
    let (hers, his) = (story.cards(ana).len(), story.cards(ben).len());
    story.until("2026-03-04T07:30:10Z").await;
    assert_eq!(story.cards(ben).len(), his + 1, "{}", story.page(ben));
    story.says(ben, "From tomorrow.").await;
    story.until("2026-03-04T20:29:00Z").await;
    assert_eq!(story.cards(ana).len(), hers, "thirteen hours later for her");
    story.until("2026-03-04T20:30:10Z").await;
    assert_eq!(story.cards(ana).len(), hers + 1);
    assert!(!story.card(ana).silent);
    story.says(ana, "From yesterday.").await;
    story.later(secs(20)).await;
    for who in [ana, ben] {
        let reveal = story.reveal(who);
        assert!(reveal.text.contains("From tomorrow.") && reveal.text.contains("From yesterday."));
    }
    assert!(!story.reveal(ben).silent, "09:30 in Auckland is no night");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clocks_change_and_half_past_eight_stays_half_past_eight() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    // After weeks without an answer only Sundays ask; what they open brings the plan back.
    story.until("2026-03-27T12:00:00Z").await;
    story.asks(ana).await;
    story.both_answer(ana, ben, "One.", "Two.").await;
    // Summer time begins in Lisbon on Sunday, 29 March 2026.
    for at in ["2026-03-28T20:30", "2026-03-29T19:30", "2026-03-30T19:30"] {
        story.until(&format!("{at}:00Z")).await;
        story.later(secs(10)).await;
        let came = story.card(ana).date.to_string();
        assert!(came.starts_with(at), "{came}");
        story.both_answer(ana, ben, "One.", "Two.").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_evening_is_skipped_for_both_while_one_has_two_more_prompts_waiting() {
    for passes in [false, true] {
        let story = Story::begin().await;
        let (ana, ben) = story.evening().await;
        story.says(ana, "/prompt gratitude").await;
        story.says(ben, "/prompt memory").await;
        let cards = story.cards(ana);
        assert_eq!(cards.len(), 4, "{}", story.page(ana));
        // Ben keeps up with all of them; Ana with none.
        for card in story.cards(ben).split_off(1) {
            story.replies(ben, card.message_id, "His.").await;
        }
        if passes {
            story.presses(ana, "Not tonight").await;
        }
        let since = story.revision();
        story.until("2026-03-04T20:35:00Z").await;
        let came = usize::from(passes);
        let new = |who| {
            let new = |card: &&twofold::sandbox::Seen| card.appeared > since;
            story.cards(who).iter().filter(new).count()
        };
        assert_eq!((new(ana), new(ben)), (came, came), "{}", story.page(ana));
        let tuesday = story.message(ana, cards[1].message_id);
        assert_eq!(
            tuesday.text.contains("This one is closed."),
            passes,
            "a skipped evening closes nothing"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zone_is_asked_for_on_the_second_day_even_if_nothing_opened() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.later(SignedDuration::from_hours(23)).await;
    assert!(!story.sees(ana, "what time is it where you are?"));
    story.later(SignedDuration::from_hours(2)).await;
    for who in [ana, ben] {
        assert!(story.seen(who, "what time is it where you are?").silent);
    }
    let since = story.revision();
    story.later(SignedDuration::from_hours(30)).await;
    assert!(story.news(ana, since).is_empty(), "asked once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_missed_by_less_than_three_hours_still_comes() {
    let mut story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    story.until("2026-03-03T20:00:00Z").await;
    story.stop().await;
    story.clock.shift(mins(120));
    story.start_again().await;
    story.later(secs(5)).await;
    for who in [ana, ben] {
        assert_eq!(story.cards(who).len(), 2, "{}", story.page(who));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_missed_by_more_is_over_and_only_the_next_one_comes() {
    let mut story = Story::begin().await;
    let (ana, _) = story.at_home().await;
    story.until("2026-03-03T20:00:00Z").await;
    story.stop().await;
    story.clock.shift(SignedDuration::from_hours(4 * 24 + 4));
    story.start_again().await;
    story.later(secs(5)).await;
    assert_eq!(story.cards(ana).len(), 1, "{}", story.page(ana));
    story.until("2026-03-08T20:30:10Z").await;
    assert_eq!(story.cards(ana).len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starting_again_at_the_very_moment_asks_once() {
    let mut story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    story.until(EVENING).await;
    story.start_again().await;
    story.start_again().await;
    for who in [ana, ben] {
        assert_eq!(story.cards(who).len(), 2, "{}", story.page(who));
    }
    assert!(story.card(ana).text.contains(FEELING));
    assert!(!story.card(ana).text.contains(THANKS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_named_long_after_the_question_is_still_understood() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.later(mins(600)).await;
    story.says(ana, "porto novo").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Porto-Novo, Benin: it is 07:0"),
        "{}",
        story.page(ana)
    );
    story.later(mins(60)).await;
    story.says(ben, "lisbon").await;
    assert!(
        story
            .last(ben)
            .text
            .starts_with("Lisbon, Portugal: it is 07:0"),
        "{}",
        story.page(ben)
    );
    story.says(ben, "Madrid").await;
    assert!(
        story.last(ben).text.contains("What is this for?"),
        "known already, a city is a word like any other"
    );
}
