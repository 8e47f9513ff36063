//! Answering a question: what counts as an answer, and everything its author can still do with it.

use jiff::SignedDuration;
use twofold::sandbox::{Media, Outgoing};

use crate::world::Story;
use crate::world::prompts::{FEELING, THANKS};

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

fn mins(mins: i64) -> SignedDuration {
    SignedDuration::from_mins(mins)
}

/// One of everything Telegram has for a person to send, with its name.
fn one_of_everything() -> Vec<(&'static str, Outgoing)> {
    let mut all = vec![("text", Outgoing::text("words"))];
    all.extend(
        Media::ALL
            .into_iter()
            .map(|media| (media.field(), Outgoing::file(media))),
    );
    all.push(("location", Outgoing::location(38.72, -9.14)));
    all.push(("contact", Outgoing::contact("Eva", "+351210000000")));
    all.push(("poll", Outgoing::poll("Soup or bread?", &["Soup", "Bread"])));
    all.push(("dice", Outgoing::dice(4)));
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_telegram_can_send_is_an_answer() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    for (name, outgoing) in one_of_everything() {
        story.later(mins(11)).await;
        let before = story.reveals(ben);
        story.asks(ben).await;
        let message = story.sends(ana, outgoing).await;
        assert_eq!(
            story.reaction(ana, message).as_deref(),
            Some("🙊"),
            "{name}"
        );
        let sealed = story.card(ana);
        assert!(sealed.text.contains("Sealed"), "{name}: {}", sealed.text);
        let labels = sealed.labels();
        assert!(
            labels.ends_with(&["Take back", "Still writing"]),
            "under {name}: {labels:?}"
        );
        story.says(ben, "The same.").await;
        story.later(secs(20)).await;
        assert_eq!(
            story.reveals(ben),
            before + 1,
            "{name} opens:\n{}",
            story.page(ben)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_messages_add_up_in_their_order() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    for words in ["First this.", "Then this.", "And this too."] {
        story.says(ana, words).await;
    }
    story.says(ben, "One thing.").await;
    story.later(secs(20)).await;
    for reader in [ana, ben] {
        let text = story.reveal(reader).text;
        let at = |words: &str| text.find(words).expect("every part is there");
        assert!(at("First this.") < at("Then this.") && at("Then this.") < at("And this too."));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealing_is_quiet() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let since = story.revision();
    story.says(ana, "Tired, but glad.").await;
    story.says(ana, "Mostly glad.").await;
    assert!(
        story.news(ana, since).is_empty(),
        "no message, only an edit"
    );
    assert!(story.news(ben, since).is_empty());
    insta::assert_snapshot!(story.shows(&story.card(ana)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              🙊 Sealed. It opens when both answers are in.
              [Take back] [Still writing]
        ");
    insta::assert_snapshot!(story.shows(&story.card(ben)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              One feeling from today, and a little about it. Nobody solves or judges anything; the other only listens.
              Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.

              Ana has sealed an answer. It opens together with yours.
              [Another one]
              [Not tonight] [Let's talk instead]
        ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_waits_only_with_the_leave_of_its_author() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "/settings").await;
    story.presses(ana, "✓ Say when I have sealed mine").await;
    let before = story.card(ben);
    let calls = story.calls_to(ben).len();
    story.says(ana, "A secret until then.").await;
    assert_eq!(story.card(ben), before, "nothing shows");
    assert_eq!(story.calls_to(ben).len(), calls, "not even an edit");
    story.presses(ana, "Say when I have sealed mine: off").await;
    assert!(
        story.card(ben).text.contains("Ana has sealed an answer"),
        "switched on, it shows"
    );
    story.presses(ana, "✓ Say when I have sealed mine").await;
    assert_eq!(story.card(ben).text, before.text, "switched off, it goes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_album_is_one_answer_of_several_pictures() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let pictures = vec![
        Outgoing::file(Media::Photo).caption("Our summer."),
        Outgoing::file(Media::Photo),
        Outgoing::file(Media::Video),
    ];
    let album = story.sends_album(ana, pictures).await;
    // Telegram moves a reaction on an album to its first message.
    assert_eq!(story.reaction(ana, album[0]).as_deref(), Some("🙊"));
    let since = story.revision();
    story.says(ben, "Mine in words.").await;
    story.later(secs(20)).await;
    let came = story.news(ben, since);
    let media: Vec<Media> = came
        .iter()
        .filter_map(|m| Some(m.media.as_ref()?.0))
        .collect();
    assert_eq!(media, [Media::Photo, Media::Photo, Media::Video]);
    assert!(
        came.iter()
            .filter(|m| m.media.is_some())
            .all(|m| m.has_spoiler)
    );
    assert!(came.iter().any(|m| m.text.contains("Our summer.")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_counts_until_the_reveal_and_not_after() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let message = story.says(ana, "He fixed my bike.").await;
    let photo = story
        .sends(ana, Outgoing::file(Media::Photo).caption("This bike."))
        .await;
    story.edits(ana, message, "He fixed my old bike.").await;
    story.edits(ana, photo, "That bike.").await;
    story.says(ben, "She laughed.").await;
    story.later(secs(20)).await;
    let reveal = story.reveal(ben);
    assert!(reveal.text.contains("He fixed my old bike."));
    assert!(!story.sees(ben, "He fixed my bike."));
    assert!(story.sees(ben, "That bike.") && !story.sees(ben, "This bike."));
    let since = story.revision();
    story.edits(ana, message, "Something else.").await;
    story.later(mins(2)).await;
    assert!(story.news(ana, since).is_empty() && story.changes(ben, since).is_empty());
    assert_eq!(story.reveal(ben).text, reveal.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_message_is_not_opened() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "This stays.").await;
    let gone = story.says(ana, "This goes.").await;
    story.says(ben, "Mine.").await;
    story.deletes(ana, gone);
    story.later(secs(20)).await;
    for reader in [ana, ben] {
        assert!(story.reveal(reader).text.contains("This stays."));
        assert!(!story.sees(reader, "This goes."));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_every_message_was_deleted_nothing_opens_and_nobody_is_told() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let first = story.says(ana, "Perhaps not.").await;
    let second = story.says(ana, "No, not this.").await;
    let his = story.says(ben, "Mine.").await;
    let since = story.revision();
    let before = story.card(ben);
    story.deletes(ana, first);
    story.deletes(ana, second);
    story.later(mins(3)).await;
    assert_eq!(story.reveals(ana) + story.reveals(ben), 2, "only the first");
    assert!(story.news(ana, since).is_empty() && story.news(ben, since).is_empty());
    assert_eq!(story.card(ben).text, before.text);
    assert_eq!(story.card(ben).labels(), before.labels());
    assert_eq!(story.reaction(ben, his).as_deref(), Some("🙊"));
    assert!(
        story.card(ana).labels().contains(&"Not tonight"),
        "hers can be answered again: {}",
        story.page(ana)
    );
    story.says(ana, "This, then.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("This, then."));
    assert!(!story.sees(ben, "Perhaps not."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taking_back_undoes_everything_and_cancels_the_reveal_without_a_word() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let open = (story.card(ana), story.card(ben));
    let message = story.says(ana, "Hasty words.").await;
    story.says(ben, "Calm words.").await;
    let (since, his) = (story.revision(), story.card(ben));
    story.presses(ana, "Take back").await;
    assert_eq!(story.toast(ana), "Taken back");
    assert_eq!(story.reaction(ana, message), None);
    story.later(mins(3)).await;
    assert_eq!(story.card(ana).labels(), open.0.labels());
    assert_eq!(story.card(ben).text, his.text, "his stays sealed");
    assert!(story.news(ana, since).is_empty() && story.news(ben, since).is_empty());
    story.says(ana, "Better words.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("Better words."));
    assert!(!story.sees(ben, "Hasty words."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn still_writing_holds_the_reveal_until_done() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Wait for it").await;
    story.presses(ana, "Still writing").await;
    assert_eq!(story.toast(ana), "Take your time");
    assert_eq!(story.card(ana).labels(), ["Change", "Take back", "Done"]);
    let calls = story.calls_to(ben).len();
    story.says(ben, "Mine.").await;
    story.later(mins(5)).await;
    assert_eq!(story.reveals(ben), 1, "not yet");
    assert_eq!(
        story.calls_to(ben).len(),
        calls + 2,
        "his seal and his card, nothing of hers"
    );
    story.says(ana, "and here it is.").await;
    story.presses(ana, "Done").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("and here it is."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn still_writing_holds_the_reveal_for_ten_minutes_at_most() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "A long story").await;
    story.says(ben, "Mine.").await;
    story.presses(ana, "Still writing").await;
    story.later(mins(9)).await;
    assert_eq!(story.reveals(ben), 1);
    story.later(secs(75)).await;
    assert_eq!(story.reveals(ben), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reveal_comes_fifteen_seconds_after_the_last_message_or_edit() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let message = story.says(ana, "One").await;
    story.says(ben, "Two").await;
    story.later(secs(10)).await;
    story.edits(ana, message, "One and a half").await;
    story.later(secs(10)).await;
    assert_eq!(story.reveals(ben), 0, "the edit began the wait anew");
    story.says(ben, "And three").await;
    story.later(secs(10)).await;
    assert_eq!(story.reveals(ben), 0, "so did the message");
    story.later(secs(7)).await;
    assert_eq!(story.reveals(ben), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reveal_waits_ninety_seconds_at_most_however_much_is_added() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "Done long ago").await;
    story.later(mins(20)).await;
    story.says(ben, "Part one").await;
    for n in 0..8 {
        story.later(secs(10)).await;
        assert_eq!(story.reveals(ana), 0, "after {} seconds", n * 10 + 10);
        story.says(ben, "and more").await;
    }
    story.later(secs(12)).await;
    assert_eq!(story.reveals(ana), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_tonight_is_told_to_nobody_and_can_be_undone() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let calls = story.calls_to(ben).len();
    story.presses(ana, "Not tonight").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              Not tonight, and that's fine. If you change your mind, just write.
              [Answer after all]
        ");
    story.presses(ana, "Answer after all").await;
    assert_eq!(
        story.card(ana).labels(),
        ["Another one", "Not tonight", "Let's talk instead"]
    );
    story.presses(ana, "Not tonight").await;
    assert_eq!(story.calls_to(ben).len(), calls, "not one call to him");
    story.says(ana, "I do have words.").await;
    assert!(
        story.card(ana).text.contains("Sealed"),
        "just writing works"
    );
    story.says(ben, "So do I.").await;
    story.later(secs(20)).await;
    assert_eq!(story.reveals(ana), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_holds_twenty_messages() {
    let story = Story::begin().await;
    let (ana, _) = story.pair().await;
    for n in 0..20 {
        let message = story.says(ana, &format!("Part {n}")).await;
        assert!(story.reaction(ana, message).is_some());
    }
    let since = story.revision();
    let message = story.says(ana, "One too many").await;
    assert_eq!(story.reaction(ana, message), None);
    let told = story.news(ana, since);
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("no longer fits") && told[0].silent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_update_again_changes_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let since = story.revision();
    story.says(ana, "Only once.").await;
    story.hears_again(5).await;
    story.hears_again(50).await;
    assert!(story.news(ana, since).is_empty(), "{}", story.page(ana));
    assert!(story.news(ben, since).is_empty(), "{}", story.page(ben));
    story.says(ben, "Only once, too.").await;
    story.hears_again(50).await;
    story.later(secs(20)).await;
    story.hears_again(50).await;
    story.later(secs(20)).await;
    assert_eq!((story.reveals(ana), story.reveals(ben)), (2, 2));
    assert_eq!(story.reveal(ana).text.matches("Only once.").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_picks_its_question() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    story.asks(ana).await;
    let [.., feeling, thanks] = &story.cards(ana)[..] else {
        panic!("two questions:\n{}", story.page(ana));
    };
    assert!(feeling.text.contains(FEELING) && thanks.text.contains(THANKS));
    let (feeling, thanks) = (feeling.message_id, thanks.message_id);
    story.replies(ana, feeling, "Light, somehow.").await;
    assert!(story.message(ana, feeling).text.contains("Sealed"));
    assert!(!story.message(ana, thanks).text.contains("Sealed"));
    story.says(ana, "The dishes, every day.").await;
    assert!(
        story.message(ana, thanks).text.contains("Sealed"),
        "words without a reply are for the newest question"
    );
    let his = story.cards(ben);
    story
        .replies(ben, his[his.len() - 2].message_id, "Heavy.")
        .await;
    story.later(secs(20)).await;
    let reveal = story.reveal(ana);
    assert!(reveal.text.contains("Light, somehow.") && reveal.text.contains("Heavy."));
    assert!(!story.sees(ben, "The dishes"), "the other one stays sealed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_without_a_reply_are_for_the_question_that_had_come_when_they_were_written() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.later(mins(5)).await;
    let written = story.clock.now() - mins(1);
    story.asks(ben).await;
    let cards = story.cards(ana);
    let [.., first, second] = &cards[..] else {
        panic!("two questions:\n{}", story.page(ana));
    };
    story
        .sends(ana, Outgoing::text("Slow to arrive.").dated(written))
        .await;
    assert!(story.message(ana, first.message_id).text.contains("Sealed"));
    assert_eq!(story.message(ana, second.message_id).text, second.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_one_turns_both_prompts_into_the_new_one_without_a_message() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let (old_ana, old_ben) = (story.card(ana), story.card(ben));
    let since = story.revision();
    story.presses(ana, "Another one").await;
    assert!(story.news(ana, since).is_empty() && story.news(ben, since).is_empty());
    let (new_ana, new_ben) = (story.card(ana), story.card(ben));
    assert_eq!(new_ana.message_id, old_ana.message_id);
    assert_eq!(new_ben.message_id, old_ben.message_id);
    assert_ne!(new_ana.text, old_ana.text);
    assert_ne!(new_ben.text, old_ben.text);
    story
        .both_answer(ana, ben, "About the new one.", "The same.")
        .await;
    assert!(story.reveal(ben).text.contains("About the new one."));
    assert_eq!(story.reveals(ben), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_one_leaves_an_answer_sealed_and_comes_beside_it() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ben, "I liked that question.").await;
    let sealed = story.card(ben);
    let since = story.revision();
    story.presses(ana, "Another one").await;
    let news = story.news(ben, since);
    assert_eq!(news.len(), 1, "{}", story.page(ben));
    assert!(news[0].silent, "the new question makes no sound");
    assert_eq!(story.message(ben, sealed.message_id).text, sealed.text);
    story.says(ana, "To the new one.").await;
    story.says(ben, "To the new one as well.").await;
    story.later(secs(20)).await;
    let reveal = story.reveal(ana);
    assert!(reveal.text.contains("To the new one as well."));
    assert!(!story.sees(ana, "I liked that question."));
    assert_eq!(
        story.message(ben, sealed.message_id).labels(),
        sealed.labels(),
        "the old one is still his to take back"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_another_one_cannot_tell_whether_the_other_had_answered() {
    let mut pages = Vec::new();
    for answered in [false, true] {
        let story = Story::begin().await;
        let (ana, ben) = story.evening().await;
        story.says(ben, "/settings").await;
        story.presses(ben, "✓ Say when I have sealed mine").await;
        if answered {
            story.says(ben, "Mine.").await;
        }
        let before = story.calls_to(ana).len();
        story.presses(ana, "Another one").await;
        let calls = story.calls_to(ana).split_off(before);
        let methods: Vec<String> = calls.iter().map(|call| call.method.clone()).collect();
        let card = story.card(ana);
        let below = card
            .text
            .split_once("\n\n")
            .map(|(_, below)| below.to_owned());
        let labels: Vec<String> = card.labels().into_iter().map(str::to_owned).collect();
        pages.push((methods, below, labels, card.silent, story.toast(ana)));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_one_works_twice_an_evening() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let first = story.card(ana);
    let forged = first.button("Another one").cloned();
    story.presses(ana, "Another one").await;
    let second = story.card(ana);
    story.presses(ben, "Another one").await;
    let third = story.card(ana);
    assert!(first.text != second.text && second.text != third.text && first.text != third.text);
    assert_eq!(story.passing(ana), ["Not tonight", "Let's talk instead"]);
    assert_eq!(story.passing(ben), ["Not tonight", "Let's talk instead"]);
    let Some(twofold::sandbox::Action::Callback(data)) = forged.map(|button| button.action) else {
        panic!("a button with data");
    };
    story.forges(ana, first.message_id, &data).await;
    assert_eq!(story.toast(ana), "There is no other one this time.");
    assert_eq!(story.card(ana), third);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_written_before_the_prompt_changed_answer_the_old_one() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    let old = story.card(ben);
    story.later(mins(5)).await;
    let written = story.clock.now() - secs(30);
    story.presses(ana, "Another one").await;
    let since = story.revision();
    story
        .sends(ben, Outgoing::text("To what I saw.").dated(written))
        .await;
    let again = story.message(ben, old.message_id);
    assert_eq!(
        again.text.lines().next(),
        old.text.lines().next(),
        "the message goes back to what he had read"
    );
    assert!(again.text.contains("Sealed"), "{}", story.page(ben));
    let news = story.news(ben, since);
    assert_eq!(news.len(), 1, "and the new one comes apart");
    assert!(news[0].silent);
    let labels = news[0].labels();
    assert!(labels.ends_with(&["Another one", "Not tonight", "Let's talk instead"]));
    story.says(ben, "To the new one.").await;
    story.says(ana, "The new one.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ana).text.contains("To the new one."));
    assert!(!story.sees(ana, "To what I saw."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lets_talk_instead_is_heard_of_only_when_both_would() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let calls = story.calls_to(ben).len();
    story.presses(ana, "Let's talk instead").await;
    assert_eq!(story.calls_to(ben).len(), calls, "one tap shows nothing");
    insta::assert_snapshot!(story.shows(&story.card(ana)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              You would rather talk. If you both tap that, you will both hear of it. If not, nobody does.
              [Never mind]
        ");
    story.presses(ana, "Never mind").await;
    story.presses(ana, "Let's talk instead").await;
    assert_eq!(story.calls_to(ben).len(), calls);
    let since = story.revision();
    story.presses(ben, "Let's talk instead").await;
    for who in [ana, ben] {
        assert_eq!(story.news(who, since).len(), 1);
        assert!(story.card(who).labels().is_empty());
    }
    insta::assert_snapshot!(story.shows(&story.card(ben)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              You chose to talk instead.
        ");
    insta::assert_snapshot!(story.page_since(ana, since), @r"
        bot ♪ You would both rather talk. Phones down, then.
              Five minutes each: one of you speaks, the other only listens. Then swap.
        ");
    story.later(mins(30)).await;
    assert_eq!(story.reveals(ana), 1, "nothing opens");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_would_rather_talk_can_still_write() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.presses(ana, "Let's talk instead").await;
    story.says(ana, "Here it is after all.").await;
    story.presses(ben, "Let's talk instead").await;
    assert!(story.card(ana).text.contains("Sealed"));
    story.says(ben, "Mine, too.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("Here it is after all."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_right_after_a_reveal_are_asked_about() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    story.both_answer(ana, ben, "Light.", "Heavy.").await;
    story.later(mins(3)).await;
    let since = story.revision();
    let message = story.says(ana, "You know what?").await;
    let more = story
        .sends(ana, Outgoing::file(Media::Photo).caption("This."))
        .await;
    assert!(story.news(ben, since).is_empty());
    insta::assert_snapshot!(story.page_since(ana, since), @r"
          > You know what?
        bot What is this for?
              [For Ben]
              [Never mind]
          > This. <Photo>
        ");
    story.presses(ana, "For Ben").await;
    insta::assert_snapshot!(story.page_since(ben, since), @r"
        bot Ana:
              You know what?
        bot Ana:
              This. <Photo, covered>
        ");
    assert_eq!(story.sounds(ben, since), 0);
    assert!(story.seen(ana, "Passed on.").labels().is_empty());
    for passed in [message, more] {
        assert_eq!(story.reaction(ana, passed).as_deref(), Some("🕊"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_right_after_a_reveal_can_be_the_answer_to_another_question() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    story.asks(ana).await;
    let cards = story.cards(ana);
    let his = story.cards(ben);
    let feeling = cards[cards.len() - 2].message_id;
    story.replies(ana, feeling, "Light.").await;
    story
        .replies(ben, his[his.len() - 2].message_id, "Heavy.")
        .await;
    story.later(secs(20)).await;
    assert_eq!(story.reveals(ana), 2);
    story.says(ana, "The dishes.").await;
    let question = story.last(ana);
    insta::assert_snapshot!(story.shows(&question), @r"
        bot What is this for?
              [For Ben]
              [My answer to “What did Ben do this week that nobody saw but…”]
              [Never mind]
        ");
    let label = question
        .labels()
        .into_iter()
        .find(|label| label.starts_with("My answer"))
        .expect("an answer to what is open")
        .to_owned();
    story.presses(ana, &label).await;
    assert!(story.card(ana).text.contains("Sealed"));
    assert_eq!(
        story.message(ana, question.message_id).text,
        "🙊 Sealed, as your answer."
    );
    story.says(ben, "The shopping.").await;
    story.later(secs(1)).await;
    story.presses(ben, &label.replace("Ben", "Ana")).await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("The dishes."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_minutes_after_a_reveal_words_are_answers_again() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.asks(ana).await;
    let (cards, his) = (story.cards(ana), story.cards(ben));
    story
        .replies(ana, cards[cards.len() - 2].message_id, "Light.")
        .await;
    story
        .replies(ben, his[his.len() - 2].message_id, "Heavy.")
        .await;
    story.later(mins(11)).await;
    story.says(ana, "The dishes.").await;
    assert!(
        story.card(ana).text.contains("Sealed"),
        "{}",
        story.page(ana)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_with_nothing_open_are_asked_about_and_can_be_forgotten() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    story.later(mins(12)).await;
    let since = story.revision();
    let message = story.says(ana, "Just thinking aloud.").await;
    assert_eq!(story.last(ana).labels(), ["For Ben", "Never mind"]);
    assert_eq!(story.last(ana).reply_to, Some(message));
    story.presses(ana, "Never mind").await;
    assert_eq!(story.last(ana).text, "All right. Nothing of it is kept.");
    assert!(story.news(ben, since).is_empty());
    assert_eq!(story.reaction(ana, message), None);
    assert_eq!(story.sounds(ana, since), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_holds_twenty_thousand_characters() {
    let story = Story::begin().await;
    let (ana, _) = story.pair().await;
    for _ in 0..4 {
        let message = story.says(ana, &"a".repeat(4096)).await;
        assert!(story.reaction(ana, message).is_some());
    }
    let message = story.says(ana, &"a".repeat(4096)).await;
    assert_eq!(story.reaction(ana, message), None);
    assert!(story.last(ana).text.contains("no longer fits"));
    let message = story.says(ana, "This much is left.").await;
    assert!(story.reaction(ana, message).is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_put_aside_and_never_decided_about_are_gone_after_a_day() {
    let story = Story::begin().await;
    let (ana, ben) = story.at_home().await;
    story.later(mins(12)).await;
    let message = story.says(ana, "Just thinking aloud.").await;
    story.later(SignedDuration::from_hours(26)).await;
    let calls = story.calls_to(ben).len();
    story.presses(ana, "For Ben").await;
    assert!(
        story.toast(ana).contains("had its day"),
        "{:?}:\n{}",
        story.toast(ana),
        story.page(ana)
    );
    assert_eq!(story.calls_to(ben).len(), calls);
    assert_eq!(story.reaction(ana, message), None, "nothing was passed on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_in_place_of_a_city_can_still_be_an_answer() {
    let story = Story::of_known_prompts().await;
    let (ana, _) = story.evening().await;
    story.says(ana, "/timezone").await;
    let since = story.revision();
    let message = story.says(ana, "Mostly glad, I think.").await;
    insta::assert_snapshot!(story.page_since(ana, since), @r"
          > Mostly glad, I think.
        bot I can't read that. Was it an answer, or shall we try again?
              [For Ben]
              [My answer to “One feeling, the one that’s here. “Fine…”]
              [Try again]
              [Never mind]
        ");
    let answer = story.last(ana).labels()[1].to_owned();
    story.presses(ana, &answer).await;
    assert_eq!(story.reaction(ana, message).as_deref(), Some("🙊"));
    assert!(story.card(ana).text.contains("Sealed"));
}
