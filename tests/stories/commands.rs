//! What people type with a slash, and the few things they can set.

use jiff::SignedDuration;

use crate::world::{HERS, HIS, Story};
use twofold::sandbox::Outgoing;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn today_shows_what_is_open_for_me_in_every_state() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    let ben = story.person("Ben");
    story.says(ana, "/today").await;
    assert_eq!(story.last(ana).text, "Nothing is open right now.");

    let link = story.invites(ana).await;
    let before = story.revision();
    story.says(ana, "/today").await;
    let [list, card] = &story.texts(ana, before)[..] else {
        panic!("{}", story.page(ana));
    };
    assert!(
        list.starts_with("Open for you:") && list.ends_with("\nOpen"),
        "{list}"
    );
    assert!(card.contains("This is your first question"), "{card}");

    story.opens(ben, &link).await;
    story.presses(ben, "Yes, let's try it").await;
    story.presses(ana, "Yes, that's right").await;
    story.says(ben, HIS).await;
    story.says(ana, "/today").await;
    assert!(
        story
            .seen(ana, "Open for you:")
            .text
            .ends_with("Open. Ben has sealed an answer.")
    );
    story.says(ben, "/today").await;
    assert!(story.seen(ben, "Open for you:").text.ends_with("🙊 Sealed"));
    assert_eq!(story.last(ben).labels(), ["Take back", "Still writing"]);
    story.says(ana, HERS).await;
    story.minutes(20).await;
    story.says(ana, "/today").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Nothing is open right now. If you both feel like it")
    );

    story.says(ana, "/prompt gratitude").await;
    for (button, state) in [
        ("Not tonight", "Not tonight"),
        ("Answer after all", "Open"),
        ("Let's talk instead", "You would rather talk"),
    ] {
        story.presses(ana, button).await;
        story.says(ana, "/today").await;
        let list = story.seen(ana, "Open for you:").text;
        assert!(list.ends_with(state), "{list}");
    }
    // Of two questions each stands in the list, and neither is shown again.
    story.says(ben, "/prompt check-in").await;
    let before = story.revision();
    story.says(ana, "/today").await;
    let [list] = &story.texts(ana, before)[..] else {
        panic!("{}", story.page(ana));
    };
    assert!(list.contains("🙏 ") && list.contains("🌤 "), "{list}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn today_shows_the_question_again_with_its_buttons_and_the_old_copy_still_works() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let old = story.seen(ana, "🙏").message_id;
    let before = story.revision();
    story.says(ana, "/today").await;
    let card = story.last(ana);
    assert!(card.appeared > before && card.button("Not tonight").is_some());
    assert_eq!(story.sounds(ana, before), 0);
    story.replies(ana, old, HERS).await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    assert!(story.reveal(ana).text.contains(HERS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whether_my_seal_is_told_is_mine_to_switch_and_shows_at_once() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let card = story.seen(ben, "🙏").message_id;
    story.says(ana, HERS).await;
    let waits = "Ana has sealed an answer. It opens together with yours.";
    assert!(story.message(ben, card).text.contains(waits));
    let before = story.revision();
    story.says(ana, "/settings").await;
    let settings = story.last(ana);
    assert!(
        settings
            .text
            .contains("not set. /timezone and a city sets it.")
    );
    assert!(settings.text.contains("22:30 – 07:30"));
    assert_eq!(
        settings.labels(),
        [
            "✓ Say when I have sealed mine",
            "✓ Remind me gently, once",
            "Cover what I write: off",
            "Quiet hours",
            "What we are asked",
            "Our week",
            "Our own questions",
            "✓ Invitations after an argument",
            "Ask us, every three months: off",
            "Use a group for two",
            "Rest for a while",
        ]
    );
    story.presses(ana, "✓ Say when I have sealed mine").await;
    assert_eq!(
        story.last(ana).labels()[0],
        "Say when I have sealed mine: off"
    );
    assert_eq!(story.last(ana).labels()[1..], settings.labels()[1..]);
    assert!(!story.message(ben, card).text.contains("sealed an answer"));
    story.says(ben, "/today").await;
    assert!(!story.texts(ben, before).concat().contains("has sealed"));
    story.presses(ana, "Say when I have sealed mine: off").await;
    assert!(story.last(ben).text.contains(waits));
    assert_eq!(story.sounds(ben, before), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timezone_knows_cities_and_zone_names_and_asks_again_for_others() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    for (place, time) in [
        ("lisbon", "20:00"),
        ("Europe/Lisbon", "20:00"),
        ("new york", "15:00"),
        ("america/argentina/buenos_aires", "17:00"),
        ("KATHMANDU", "01:45"),
        ("UTC", "20:00"),
    ] {
        story.says(ana, &format!("/timezone {place}")).await;
        let set = story.last(ana).text;
        assert!(
            set.contains(&format!(": it is {time} where you are?")),
            "{place}: {set}"
        );
    }
    for place in [
        "Narnia",
        "Europe",
        "+25:00",
        "../../etc/passwd",
        "Etc/GMT+50",
        "💌",
    ] {
        story.says(ana, &format!("/timezone {place}")).await;
        let asked = story.last(ana).text;
        assert!(
            asked.starts_with("I don't know that place."),
            "{place}: {asked}"
        );
        story.says(ana, "/settings").await;
        assert!(
            story.last(ana).text.contains("UTC"),
            "{place} changed nothing"
        );
    }
    // Without a place it asks, and the next words are one.
    story.says(ana, "/timezone").await;
    assert!(
        story
            .last(ana)
            .text
            .contains("what time is it where you are?")
    );
    story.says(ana, "Narnia").await;
    assert!(story.last(ana).text.starts_with("I don't know that place."));
    story.says(ana, "Berlin").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Berlin, Germany: it is 21:00 where you are?")
    );
    story.says(ana, "/settings").await;
    assert!(
        story
            .last(ana)
            .text
            .contains("Berlin, where it is 21:00 now")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_is_waited_for_ten_minutes_and_a_reply_to_the_question_counts_for_ever() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    story.says(ana, "/timezone").await;
    let question = story.last(ana).message_id;
    story.minutes(11).await;
    story.says(ana, "Berlin").await;
    assert!(story.last(ana).text.contains("nothing is open for you yet"));
    story.days(1).await;
    story.replies(ana, question, "Berlin").await;
    assert!(story.last(ana).text.starts_with("Berlin, Germany: it is "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_first_reveal_each_is_asked_for_the_time_and_one_answer_asks_the_other_the_same()
{
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    for who in [ana, ben] {
        let asked = story.last(who);
        assert!(
            asked
                .text
                .starts_with("One small thing: what time is it where you are?")
        );
        assert!(asked.silent);
    }
    let before = story.revision();
    story.says(ana, "Lisbon").await;
    assert!(story.last(ana).text.contains(": it is 20:0"));
    let same = story.last(ben);
    assert!(
        same.text
            .starts_with("Ana goes by Lisbon time, where it is 20:0"),
        "{}",
        same.text
    );
    assert_eq!(same.labels(), ["The same for me", "Somewhere else"]);
    assert_eq!(story.sounds(ben, before), 0);
    story.presses(ben, "Somewhere else").await;
    assert!(
        story
            .last(ben)
            .text
            .contains("what time is it where you are?")
    );
    story.says(ben, "Berlin").await;
    assert!(story.last(ben).text.contains(": it is 21:0"));
    // Once is enough: the next reveal asks nobody.
    story.minutes(20).await;
    story.says(ana, "/prompt").await;
    let before = story.revision();
    story.both_answer(ana, ben, "One.", "Two.").await;
    for who in [ana, ben] {
        let texts = story.texts(who, before).concat();
        assert!(texts.contains("Both answers are in"));
        assert!(!texts.contains("what time is it"), "{texts}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_for_me_takes_the_partners_zone_and_the_evening_question_comes_to_both() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.says(ana, "Lisbon").await;
    story.presses(ben, "The same for me").await;
    assert!(
        story
            .last(ben)
            .text
            .starts_with("All set: Lisbon, where it is 20:0")
    );
    assert!(story.last(ben).buttons.is_empty());
    let before = story.revision();
    story.until("2026-03-03T20:29:00Z").await;
    assert_eq!(
        (story.sounds(ana, before), story.sounds(ben, before)),
        (0, 0)
    );
    story.until("2026-03-03T20:31:00Z").await;
    assert_eq!(
        (story.sounds(ana, before), story.sounds(ben, before)),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_is_asked_on_the_second_day_when_nothing_was_opened_and_words_that_are_no_place_stay_an_answer()
 {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let before = story.revision();
    story.hours(23).await;
    assert!(story.texts(ana, before).is_empty());
    story.hours(2).await;
    for who in [ana, ben] {
        assert!(
            story
                .last(who)
                .text
                .contains("what time is it where you are?")
        );
    }
    assert_eq!(
        (story.sounds(ana, before), story.sounds(ben, before)),
        (0, 0)
    );
    let answer = story.says(ana, HERS).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🙊"));
    // Whoever asked for it themselves and types something else is asked what it is.
    story.says(ben, "/timezone").await;
    story.says(ben, HIS).await;
    let asked = story.last(ben);
    assert!(asked.text.contains("Was it an answer"), "{}", asked.text);
    assert!(asked.labels().contains(&"Try again"));
    story.presses(ben, "Try again").await;
    story.says(ben, "Lisbon").await;
    assert!(
        story.last(ben).text.starts_with("Lisbon, Portugal: it is "),
        "{}",
        story.page(ben)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prompt_brings_a_question_of_a_kind_by_id_title_or_tap() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    for (typed, emoji) in [
        ("/prompt check-in", "🌤"),
        ("/prompt Check-In", "🌤"),
        ("/prompt checkin", "🌤"),
        ("/prompt GRATITUDE please", "🙏"),
    ] {
        story.minutes(20).await;
        let before = story.revision();
        story.says(ana, typed).await;
        assert!(story.last(ana).text.starts_with(emoji), "{typed}");
        assert_eq!(story.sounds(ana, before), 0, "{typed}");
        assert!(story.last(ben).text.starts_with(emoji), "{typed}");
        assert_eq!(story.sounds(ben, before), 1, "{typed}");
        story.both_answer(ana, ben, "One.", "Two.").await;
    }
    story.minutes(20).await;
    let before = story.revision();
    story.says(ana, "/prompt poetry").await;
    assert_eq!(story.last(ana).text, "Which kind would you like?");
    let offered = story.last(ana);
    assert!(
        offered
            .labels()
            .starts_with(&["🌤 Check-in", "🙏 Gratitude"])
    );
    assert!(story.texts(ben, before).is_empty());
    story.presses(ana, "🙏 Gratitude").await;
    assert!(story.last(ana).text.starts_with("🙏"));
    assert!(story.last(ben).text.starts_with("🙏"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_has_at_most_one_round_of_their_own_starting_and_is_shown_it_again() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.minutes(20).await;
    story.says(ana, "/prompt check-in").await;
    let question = story.last(ana).text;
    let before = story.revision();
    for again in ["/prompt check-in", "/prompt", "/prompt gratitude"] {
        story.says(ana, again).await;
        assert_eq!(story.last(ana).text, question, "{again}");
    }
    assert!(story.texts(ben, before).is_empty(), "nobody is flooded");
    // One of that kind is open: Ben is shown it too, and may start another kind.
    story.says(ben, "/prompt check-in").await;
    assert_eq!(story.texts(ana, before).len(), 3);
    story.says(ben, "/prompt gratitude").await;
    assert!(story.last(ana).text.starts_with("🙏"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_started_in_the_partners_night_waits_for_their_morning() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    story.says(ana, "/timezone New York").await;
    story.says(ben, "/timezone Lisbon").await;
    story.until("2026-03-02T23:00:00Z").await;
    let before = story.revision();
    story.says(ana, "/prompt check-in").await;
    assert!(story.last(ana).text.starts_with("🌤"));
    assert!(story.texts(ben, before).is_empty());
    story.until("2026-03-03T07:29:00Z").await;
    assert!(story.texts(ben, before).is_empty());
    story.until("2026-03-03T07:31:00Z").await;
    assert!(story.last(ben).text.starts_with("🌤"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancel_ends_what_the_bot_waited_for() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "/cancel").await;
    assert_eq!(story.last(ana).text, "There is nothing to cancel.");
    story.says(ana, "/timezone").await;
    story.says(ana, "/cancel").await;
    assert_eq!(story.last(ana).text, "All right, never mind.");
    let answer = story.says(ana, "Lisbon").await;
    assert_eq!(
        story.reaction(ana, answer).as_deref(),
        Some("🙊"),
        "an answer again"
    );
    // Words that wait for their author's decision are let go.
    let early = story.clock.now() - SignedDuration::from_hours(2);
    story
        .sends(ben, Outgoing::text("Half a thought").dated(early))
        .await;
    assert!(story.last(ben).text.starts_with("What is this for?"));
    story.says(ben, "/cancel").await;
    assert_eq!(story.last(ben).text, "All right, never mind.");
    assert!(story.sealed("select words from aside").await.is_empty());
    story.presses(ben, "For Ana").await;
    assert!(story.newest_toast(ben).await.contains("had its day"));
    assert!(!story.page(ana).contains("Half a thought"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_do_not_exist_yet_or_never_will_get_one_friendly_line() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let page = story.page(ben);
    for typed in ["/dance", "/history", "/export", "/forget"] {
        story.says(ana, typed).await;
        assert_eq!(
            story.last(ana).text,
            "I don't know that one. /help shows what works.",
            "{typed}"
        );
    }
    // What Telegram does not show as a command is an answer.
    let path = story.says(ana, "/home/us is where I was happy").await;
    assert_eq!(story.reaction(ana, path).as_deref(), Some("🙊"));
    assert_ne!(story.page(ben), page);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_in_a_group_gets_a_short_answer_with_nothing_private() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    let pages = (story.page(ana), story.page(ben));
    let group = story.telegram.with(|world, now| {
        let group = world
            .group("The two of us", &[ana, ben], now)
            .expect("a group");
        world.add_bot(group, ana, None, now).expect("added");
        group
    });
    for typed in [
        "/today",
        "/settings",
        "/leave",
        "/start",
        "/dance",
        "/invite",
    ] {
        // Where nobody lives, one line a minute is enough for everybody.
        story.minutes(2).await;
        story.sends(ana, Outgoing::text(typed).in_chat(group)).await;
        story.sends(ana, Outgoing::text(typed).in_chat(group)).await;
    }
    story
        .sends(ben, Outgoing::text("nice evening").in_chat(group))
        .await;
    let said: Vec<String> = story.telegram.with(|world, _| {
        let screen = world.screen_of(ben, group).into_iter();
        screen
            .filter(|seen| seen.is_from_bot())
            .map(|seen| seen.text)
            .collect()
    });
    let (hello, pointers): (Vec<_>, Vec<_>) = said
        .into_iter()
        .partition(|line| line.starts_with("Hello! I ask the two of you"));
    assert_eq!(hello.len(), 2, "when it was added, and for /start");
    assert_eq!(pointers, ["That belongs in the private chat with me."; 4]);
    assert_eq!((story.page(ana), story.page(ben)), pages);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_typed_too_fast_are_said_so_once_and_answers_are_never_counted() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let before = story.revision();
    story
        .at_once(|world, now| {
            for _ in 0..60 {
                world.say(ana, "/today", now).expect("says");
            }
        })
        .await;
    let texts = story.texts(ana, before);
    let too_fast = texts
        .iter()
        .filter(|text| text.starts_with("That was a lot at once."));
    assert_eq!(too_fast.count(), 1);
    let served = texts
        .iter()
        .filter(|text| text.starts_with("Open for you:"))
        .count();
    assert!((25..=32).contains(&served), "{served}");
    let answer = story.says(ana, HERS).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🙊"));
    story.says(ben, "/today").await;
    assert!(story.sees(ben, "Open for you:"), "others are served");
    story.minutes(1).await;
    story.says(ana, "/help").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Answering is just writing.")
    );
}
