//! Where people live: every way of telling it, what is read back, moving, and what two clocks change.

use jiff::SignedDuration;

use crate::world::Story;
use twofold::sandbox::Outgoing;

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

/// Together, the first question opened, and both were asked what time it is where they are.
async fn asked() -> (Story, i64, i64) {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.revealed().await;
    (story, ana, ben)
}

/// What somebody's settings say about where they live.
async fn lives(story: &Story, who: i64) -> String {
    story.says(who, "/settings").await;
    let settings = story.last(who).text;
    let line = settings
        .lines()
        .find(|line| line.starts_with("Where you are: "));
    line.expect("a line").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_is_understood_in_any_common_spelling() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    for (typed, read_back) in [
        ("lisbon", "Lisbon, Portugal: it is 20:00 where you are?"),
        ("Lisboa", "Lisbon, Portugal: it is 20:00 where you are?"),
        ("Munich", "Munich, Germany: it is 21:00 where you are?"),
        ("münchen", "Munich, Germany: it is 21:00 where you are?"),
        ("são paulo", "São Paulo, Brazil: it is 17:00 where you are?"),
        ("sao paulo", "São Paulo, Brazil: it is 17:00 where you are?"),
        ("koln", "Köln, Germany: it is 21:00 where you are?"),
        ("東京", "Tokyo, Japan: it is 05:00 where you are?"),
        (
            "Portland, Maine",
            "Portland, Maine: it is 15:00 where you are?",
        ),
        (
            "Asia/Kathmandu",
            "Kathmandu, Nepal: it is 01:45 where you are?",
        ),
        ("Europe/Kiev", "Kyiv, Ukraine: it is 22:00 where you are?"),
    ] {
        story.says(ana, "/timezone").await;
        story.says(ana, typed).await;
        let text = story.last(ana).text;
        assert!(text.starts_with(read_back), "{typed}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_back_counts_at_once_and_a_yes_only_takes_the_buttons_away() {
    let (story, ana, ben) = asked().await;
    let since = story.revision();
    story.says(ana, "Lisboa").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > Lisboa
    bot Lisbon, Portugal: it is 20:00 where you are? Then all is set.
          [Yes, that's it] [Somewhere else]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot Ana goes by Lisbon time, where it is 20:00 now. The same for you?
          [The same for me] [Somewhere else]
    ");
    assert!(lives(&story, ana).await.contains("Lisbon"));
    story.presses(ana, "Yes, that's it").await;
    let read_back = story.seen(ana, "it is 20:00 where you are?");
    assert!(read_back.buttons.is_empty());
    assert!(lives(&story, ana).await.contains("Lisbon"));
    assert_eq!(story.sounds(ana, since) + story.sounds(ben, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paris_is_in_france_and_the_other_parises_are_one_tap_away() {
    let (story, ana, _) = asked().await;
    let since = story.revision();
    story.says(ana, "paris").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > paris
    bot Paris, France: it is 21:00 where you are? Then all is set. Or did you mean one of these?
          [Paris, Texas (14:00)]
          [Yes, that's it] [Somewhere else]
    ");
    assert!(
        lives(&story, ana)
            .await
            .contains("Paris, where it is 21:00")
    );
    story.presses(ana, "Paris, Texas (14:00)").await;
    assert!(
        story.sees(ana, "Paris, Texas: it is 14:00 where you are?"),
        "{}",
        story.page(ana)
    );
    assert!(!story.sees(ana, "Paris, France"));
    assert!(
        lives(&story, ana)
            .await
            .contains("Chicago, where it is 14:00")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_country_of_many_clocks_offers_the_largest_city_of_each() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    story.says(ana, "/timezone Australia").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Sydney, New South Wales: it is 07:00 where you are? Then all is set. Or did you mean one of these?
          [Melbourne, Victoria (07:00)]
          [Brisbane, Queensland (06:00)]
          [Perth, Western Australia (04:00)]
          [Adelaide, South Australia (06:30)]
          [Hobart, Tasmania (07:00)]
          [Darwin, Northern Territory (05:30)]
          [Broken Hill, New South Wales (06:30)]
          [Yes, that's it] [Somewhere else]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offset_is_read_back_as_what_it_is() {
    let (story, ana, ben) = asked().await;
    let since = story.revision();
    story.says(ana, "+2").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > +2
    bot UTC+2: it is 22:00 where you are? Then all is set. This stays UTC+2 all year; a city brings its summer time along.
          [Yes, that's it] [Somewhere else]
    ");
    assert!(
        story
            .last(ben)
            .text
            .starts_with("Ana goes by UTC+2 time, where it is 22:00 now.")
    );
    for (typed, read_back, settings) in [
        (
            "GMT-3",
            "UTC-3: it is 17:00 where you are?",
            "UTC-3, where it is 17:00",
        ),
        (
            "UTC+05:30",
            "Kolkata, India: it is 01:30 where you are?",
            "Kolkata, where it is 01:30",
        ),
        (
            "utc",
            "UTC: it is 20:00 where you are?",
            "UTC, where it is 20:00",
        ),
        (
            "Etc/GMT+5",
            "UTC-5: it is 15:00 where you are?",
            "UTC-5, where it is 15:00",
        ),
    ] {
        story.says(ana, &format!("/timezone {typed}")).await;
        let text = story.last(ana).text;
        assert!(text.starts_with(read_back), "{typed}: {text}");
        let lives = lives(&story, ana).await;
        assert!(lives.contains(settings), "{typed}: {lives}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_location_takes_the_nearest_large_city_and_is_kept_nowhere() {
    let (story, ana, ben) = asked().await;
    let since = story.revision();
    // Cascais, to the metre.
    story
        .sends(ana, Outgoing::location(38.69701, -9.42147))
        .await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      >  <location>
    bot Lisbon, Portugal: it is 20:00 where you are? Then all is set.
          [Yes, that's it] [Somewhere else]
    ");
    assert!(story.last(ben).text.starts_with("Ana goes by Lisbon time"));
    story.presses(ben, "Somewhere else").await;
    story
        .sends(ben, Outgoing::location(-36.90552, 174.80123))
        .await;
    assert!(
        story
            .last(ben)
            .text
            .starts_with("Auckland, New Zealand: it is 09:00 where you are?")
    );
    for part in ["38.69", "9.42", "36.90", "174.80"] {
        assert!(!story.is_on_disk(part), "{part} is on the disk");
        for who in [ana, ben] {
            let calls = story.calls_to(who);
            let told = calls
                .iter()
                .any(|call| call.params.to_string().contains(part));
            assert!(!told, "{part} was sent to somebody");
        }
    }
    assert!(
        story.sealed("select words from part").await.len() == 2,
        "the two answers and nothing else"
    );
    assert!(story.sealed("select words from aside").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_location_far_from_every_city_is_asked_about_again() {
    let (story, ana, _) = asked().await;
    // Point Nemo.
    story
        .sends(ana, Outgoing::location(-48.876, -123.393))
        .await;
    let asked = story.last(ana);
    assert!(
        asked.text.starts_with("I don't know that place."),
        "{}",
        asked.text
    );
    assert_eq!(asked.labels(), ["Pick the time"]);
    story.says(ana, "Auckland").await;
    assert!(story.last(ana).text.starts_with("Auckland, New Zealand"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_location_is_an_answer_while_nobody_waits_for_a_place() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let answer = story.sends(ana, Outgoing::location(-36.9, 174.8)).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🙊"));
    story.says(ben, "Here.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("Here."));
    assert!(lives(&story, ana).await.contains("Lisbon"));
    // In reply to the question it is where she lives, whatever else is open.
    story.asks(ana).await;
    story.says(ana, "/timezone").await;
    let question = story.last(ana).message_id;
    story.minutes(30).await;
    story
        .sends(ana, Outgoing::location(-36.9, 174.8).reply_to(question))
        .await;
    assert!(story.last(ana).text.starts_with("Auckland, New Zealand"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_is_picked_from_buttons_and_then_a_place_that_shares_it() {
    let (story, ana, ben) = asked().await;
    story.presses(ana, "Pick the time").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot What does your clock show right now?
          [00:00] [00:30] [01:00] [01:30]
          [01:45] [02:00] [02:30] [03:00]
          [04:00] [05:00] [05:30] [06:00]
          [06:30] [07:00] [08:00] [09:00]
          [10:00] [11:00] [12:00] [13:00]
          [14:00] [15:00] [16:00] [16:30]
          [17:00] [18:00] [19:00] [20:00]
          [21:00] [22:00] [23:00] [23:30]
    ");
    story.presses(ana, "17:00").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot About 17:00, then. Which of these is yours, or changes its clocks when yours do?
          [São Paulo, Brazil]
          [Santiago, Chile]
          [Buenos Aires, Argentina]
          [Salvador, Brazil]
          [Fortaleza, Brazil]
          [Córdoba, Argentina]
          [Recife, Brazil]
          [Belém, Brazil]
          [More places]
          [Another time]
    ");
    story.presses(ana, "Another time").await;
    story.presses(ana, "01:45").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot About 01:45, then. Which of these is yours, or changes its clocks when yours do?
          [Kathmandu, Nepal]
          [Another time]
    ");
    story.presses(ana, "Kathmandu, Nepal").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Kathmandu, Nepal: it is 01:45 where you are? Then all is set.
          [Yes, that's it] [Somewhere else]
    ");
    assert!(
        story
            .last(ben)
            .text
            .starts_with("Ana goes by Kathmandu time, where it is 01:45 now.")
    );
    // The other of the two, from the question where it stands.
    story.presses(ben, "Somewhere else").await;
    story.presses(ben, "Pick the time").await;
    story.presses(ben, "22:00").await;
    let first: Vec<String> = story
        .last(ben)
        .labels()
        .iter()
        .map(|label| (*label).to_owned())
        .collect();
    story.presses(ben, "More places").await;
    let more = story.last(ben);
    let again = |label: &&str| label.contains(", ") && first.iter().any(|other| other == label);
    assert!(
        !more.labels().iter().any(again),
        "{:?} after {first:?}",
        more.labels()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_that_have_gone_by_are_shown_anew_before_one_counts() {
    let (story, ana, _) = asked().await;
    story.presses(ana, "Pick the time").await;
    story.minutes(4).await;
    // Read off a clock that went on: still the same places.
    story.presses(ana, "17:00").await;
    assert!(
        story.last(ana).text.starts_with("About 17:04,"),
        "{}",
        story.page(ana)
    );
    story.presses(ana, "Another time").await;
    story.minutes(60).await;
    // The label that said São Paulo's time is by now what a clock in Santiago shows.
    story.presses(ana, "17:04").await;
    let anew = story.last(ana);
    assert!(
        anew.text.starts_with("What does your clock show"),
        "{}",
        anew.text
    );
    story.presses(ana, "17:04").await;
    assert!(story.last(ana).text.starts_with("About 17:04,"));
    assert!(!story.last(ana).labels().contains(&"São Paulo, Brazil"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_typed_time_is_as_good_as_a_button() {
    let (story, ana, ben) = asked().await;
    story.says(ana, "21:02").await;
    let places = story.last(ana);
    assert!(places.text.starts_with("About 21:02,"), "{}", places.text);
    story.says(ana, "Berlin").await;
    assert!(story.last(ana).text.starts_with("Berlin, Germany"));
    // Nobody's clock shows that; morning or evening? The times of the world tell.
    story.presses(ben, "Somewhere else").await;
    for typed in ["20:20", "9:00"] {
        story.says(ben, typed).await;
        assert!(
            story
                .last(ben)
                .text
                .starts_with("What does your clock show"),
            "{typed}"
        );
    }
    story.presses(ben, "09:00").await;
    story.presses(ben, "Auckland, New Zealand").await;
    assert!(lives(&story, ben).await.contains("Auckland"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_word_said_right_after_the_first_reveal_is_no_town() {
    let (story, ana, ben) = asked().await;
    story.says(ana, "Nice").await;
    assert!(
        story.last(ana).text.starts_with("What is this for?"),
        "{}",
        story.page(ana)
    );
    story.presses(ana, "For Ben").await;
    assert!(story.page(ben).contains("Nice"));
    // Whoever lives there says so when it is about places.
    story.says(ana, "/timezone nice").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Nice, France: it is 21:00 where you are?")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_place_may_be_an_answer_and_trying_again_takes_any_way_of_telling() {
    let story = Story::of_known_prompts().await;
    let (ana, _) = story.evening().await;
    let since = story.revision();
    story.says(ana, "/timezone").await;
    story.says(ana, "by the sea").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /timezone
    bot One small thing: what time is it where you are?
          Send me a big city near you, Lisbon for example, or your location (📎), and questions will come in your own evening.
          [Pick the time]
      > by the sea
    bot I can't read that. Was it an answer, or shall we try again?
          [For Ben]
          [My answer to “One feeling, the one that’s here. “Fine…”]
          [Try again]
          [Never mind]
    ");
    story.presses(ana, "Try again").await;
    story.presses(ana, "Pick the time").await;
    story.sends(ana, Outgoing::location(48.1, 11.6)).await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Munich, Germany: it is 21:30"),
        "{}",
        story.page(ana)
    );
    assert!(story.card(ana).text.lines().count() > 0 && !story.card(ana).text.contains("Sealed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_to_what_was_read_back_corrects_it() {
    let (story, ana, _) = asked().await;
    story.says(ana, "London").await;
    let read_back = story.last(ana).message_id;
    story.minutes(30).await;
    story.replies(ana, read_back, "London, Ontario").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("London, Ontario: it is 15:30")
    );
    story.presses(ana, "Somewhere else").await;
    assert!(
        story
            .last(ana)
            .text
            .contains("what time is it where you are?")
    );
    story.says(ana, "Montréal").await;
    assert!(
        lives(&story, ana)
            .await
            .contains("Toronto, where it is 15:30")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moving_changes_nothing_that_is_open() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let cards = (story.cards(ana).len(), story.cards(ben).len());
    let since = story.revision();
    // Her evening is over in Kathmandu, and comes again in Chicago.
    for place in ["Kathmandu", "Chicago"] {
        story.says(ana, &format!("/timezone {place}")).await;
    }
    assert!(story.texts(ben, since).is_empty(), "it is hers alone");
    story.until("2026-03-04T02:40:00Z").await;
    assert_eq!(
        (story.cards(ana).len(), story.cards(ben).len()),
        cards,
        "one round an evening"
    );
    story.both_answer(ana, ben, "Glad.", "Tired.").await;
    assert!(
        story.reveal(ana).text.contains("Tired."),
        "what was open stays open"
    );
    // The next evening each is asked at their own half past eight.
    story.until("2026-03-04T20:31:00Z").await;
    assert_eq!(
        (story.cards(ana).len(), story.cards(ben).len()),
        (cards.0, cards.1 + 1)
    );
    story.until("2026-03-05T02:31:00Z").await;
    assert_eq!(
        (story.cards(ana).len(), story.cards(ben).len()),
        (cards.0 + 1, cards.1 + 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_not_asked_yet_keeps_their_moment_when_they_move() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.at_home().await;
    story.says(ben, "/timezone New York").await;
    story.until("2026-03-03T20:31:00Z").await;
    let (hers, his) = (story.cards(ana).len(), story.cards(ben).len());
    // Asked in Lisbon at half past eight, he would be asked at 01:30 UTC. He lands in Lisbon before that.
    story.says(ben, "/timezone Lisbon").await;
    story.until("2026-03-04T01:29:00Z").await;
    assert_eq!(story.cards(ben).len(), his);
    story.until("2026-03-04T01:31:00Z").await;
    assert_eq!(
        (story.cards(ana).len(), story.cards(ben).len()),
        (hers, his + 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_distance_reveal_is_headed_with_both_clocks_each_from_their_own_day() {
    let (story, ana, ben) = asked().await;
    story.says(ana, "Lisbon").await;
    story.says(ben, "/timezone Auckland").await;
    story.until("2026-03-04T20:31:00Z").await;
    story
        .both_answer(ana, ben, "From yesterday.", "From tomorrow.")
        .await;
    insta::assert_snapshot!(story.shows(&story.reveal(ana)), @"
    bot ♪ 💌 Both answers are in. Tap to read.
          Lisbon 20:31 · Auckland 09:31 tomorrow

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ana (you)
          From yesterday.

          Ben
          From tomorrow.

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you] [I’m here]
          [♡ Favourite]
    ");
    insta::assert_snapshot!(story.shows(&story.reveal(ben)), @"
    bot ♪ 💌 Both answers are in. Tap to read.
          Auckland 09:31 · Lisbon 20:31 yesterday

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ben (you)
          From tomorrow.

          Ana
          From yesterday.

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you] [I’m here]
          [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_clocks_stand_above_a_reveal_of_two_who_live_within_three_hours() {
    for (his, far) in [("Athens", false), ("Moscow", true), ("Lisbon", false)] {
        let (story, ana, ben) = asked().await;
        story.says(ana, "Lisbon").await;
        story.says(ben, &format!("/timezone {his}")).await;
        story.until("2026-03-03T12:00:00Z").await;
        story.asks(ana).await;
        story.both_answer(ana, ben, "Three.", "Four.").await;
        assert!(story.reveal(ben).text.contains("Three."));
        for who in [ana, ben] {
            let reveal = story.reveal(who).text;
            let clocks = reveal.lines().nth(1).expect("a line");
            assert_eq!(clocks.contains(" · "), far, "{his}: {reveal}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_place_or_time_changes_nothing() {
    let (story, ana, _) = asked().await;
    story.says(ana, "Lisbon").await;
    let on = story.last(ana).message_id;
    for data in [
        "wpl:Mars/Olympus:Olympus",
        "wpl:Factory:",
        "wpl::",
        "wcl:1:2.255",
        "wcl:01:2.0",
        "wcl:9999:2.0",
        "wxx",
    ] {
        let toast = story.sends_data(ana, on, data).await;
        assert!(toast.contains("had its day"), "{data}: {toast}");
    }
    assert!(lives(&story, ana).await.contains("Lisbon"));
    // A name that is not of that zone is not believed; the zone is.
    story.sends_data(ana, on, "wpl:Asia/Tokyo:<b>Ana</b>").await;
    assert!(
        story.sees(ana, "Tokyo, Japan: it is 05:0"),
        "{}",
        story.page(ana)
    );
}
