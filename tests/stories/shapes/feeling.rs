//! A feeling: a core word, then a finer one, or words of one's own.

use jiff::SignedDuration;

use super::{asked, covers, settled};
use twofold::sandbox::{Media, Outgoing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_taps_seal_a_feeling_and_both_open_together() {
    let (story, ana, ben) = asked("check-in").await;
    insta::assert_snapshot!(story.shows(&story.card(ben)), @"
    bot ♪ 🌤 One feeling, the one that’s here.

          One feeling from today. Nobody solves or judges anything; the other only listens.
          Tap the word that comes closest, then a finer one. Or answer in your own words, written or spoken. It stays sealed until you have both answered.
          [😊 glad] [🌿 calm]
          [💞 close] [🌧 sad]
          [🌀 anxious] [🔥 angry]
          [🫣 ashamed] [🌙 tired]
          [In my own words] [Another one]
          [Not tonight] [Let's talk instead]
    ");
    let since = story.revision();
    story.presses(ana, "🌧 sad").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🌤 One feeling, the one that’s here.

          🌧 sad. Which comes closest?
          [disappointed] [hurt]
          [heavy] [empty]
          [homesick] [grieving]
          [lonely]
          [Back] [In my own words]
    ");
    story.presses(ana, "lonely").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🌤 One feeling, the one that’s here.

          🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
          [Change]
          [Take back] [Still writing]
    ");
    assert!(story.news(ana, since).is_empty(), "sealing is quiet");
    assert!(story.news(ben, since).is_empty());
    assert!(story.card(ben).text.contains("Ana has sealed an answer"));
    story.presses(ben, "😊 glad").await;
    story.presses(ben, "hopeful").await;
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.

          Ana (you)
          🌧 lonely

          Ben
          😊 hopeful

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you]
          [♡ Favourite]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.

          Ben (you)
          😊 hopeful

          Ana
          🌧 lonely

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you]
          [♡ Favourite]
    ");
    let reveal = story.reveal(ben);
    assert!(covers(&reveal, "lonely") && covers(&reveal, "hopeful"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_very_same_word_gets_the_one_glad_line() {
    let (story, ana, ben) = asked("check-in").await;
    let since = story.revision();
    for who in [ana, ben] {
        story.presses(who, "🌿 calm").await;
        story.presses(who, "at home").await;
    }
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.

          Ben (you)
          🌿 at home

          Ana
          🌿 at home

          ✨ The very same word, from both of you.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you]
          [♡ Favourite]
    ");
    assert!(
        !story.reveal(ben).text.contains("same minute"),
        "one line, not two"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_do_instead_and_words_or_a_voice_can_come_along() {
    let (story, ana, ben) = asked("check-in").await;
    story.presses(ana, "In my own words").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🌤 One feeling, the one that’s here.

          Then just write it here, or say it. One word is plenty.
          [Back]
    ");
    story.says(ana, "Like the last day of holidays.").await;
    story.presses(ben, "🌧 sad").await;
    story.presses(ben, "homesick").await;
    story.says(ben, "It's the rain.").await;
    story.sends(ben, Outgoing::file(Media::Voice)).await;
    assert_eq!(
        story.card(ben).labels(),
        ["Change", "Take back", "Still writing"]
    );
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.

          Ana (you)
          Like the last day of holidays.

          Ben
          🌧 homesick

          It's the rain.

          (a voice message)

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.

          ↓ The rest follows right below.
          [I hear you]
          [♡ Favourite]
    bot  <Voice>
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feeling_can_be_changed_until_the_reveal_and_not_after() {
    let (story, ana, ben) = asked("check-in").await;
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "hurt").await;
    let (card, finer) = {
        story.presses(ana, "Change").await;
        insta::assert_snapshot!(story.shows(&story.card(ana)), @"
        bot 🌤 One feeling, the one that’s here.

              🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
              [😊 glad] [🌿 calm]
              [💞 close] [✓ 🌧 sad]
              [🌀 anxious] [🔥 angry]
              [🫣 ashamed] [🌙 tired]
              [That's it] [Take back]
        ");
        story.presses(ana, "✓ 🌧 sad").await;
        assert!(story.card(ana).labels().contains(&"✓ hurt"));
        story.data_of(ana, "disappointed")
    };
    story.presses(ana, "disappointed").await;
    assert!(
        !story
            .card(ana)
            .labels()
            .iter()
            .any(|label| label.contains('✓'))
    );
    story.presses(ben, "😊 glad").await;
    story.presses(ben, "proud").await;
    settled(&story).await;
    assert!(story.reveal(ben).text.contains("disappointed"));
    assert!(!story.sees(ben, "hurt"));
    let toast = story.sends_data(ana, card, &finer).await;
    insta::assert_snapshot!(toast, @"This question is over, so nothing was changed.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_at_the_own_answer_covers_it_again() {
    let (story, ana, _) = asked("check-in").await;
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "hurt").await;
    let sealed = story.card(ana);
    story.presses(ana, "Change").await;
    story.presses(ana, "That's it").await;
    assert_eq!(story.card(ana).text, sealed.text);
    assert_eq!(story.card(ana).labels(), sealed.labels());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_between_the_taps_loses_nothing_and_seals_nothing() {
    let (mut story, ana, ben) = asked("check-in").await;
    story.presses(ana, "🌧 sad").await;
    let sealed = "select words from part p join round r on r.id = p.round where r.live = 1";
    assert!(story.sealed(sealed).await.is_empty());
    story.start_again().await;
    assert!(!story.card(ben).text.contains("sealed an answer"));
    story.presses(ana, "lonely").await;
    story.start_again().await;
    story.presses(ben, "😊 glad").await;
    story.presses(ben, "proud").await;
    settled(&story).await;
    assert!(story.reveal(ben).text.contains("lonely"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tap_taken_back_is_as_if_it_had_never_been() {
    let (story, ana, ben) = asked("check-in").await;
    let (mine, theirs) = (story.card(ana), story.card(ben));
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "lonely").await;
    story.presses(ana, "Take back").await;
    assert_eq!(story.card(ana).text, mine.text);
    assert_eq!(story.card(ana).labels(), mine.labels());
    assert_eq!(story.card(ben).text, theirs.text);
    story.says(ben, "Fine.").await;
    settled(&story).await;
    assert!(!story.sees(ben, "lonely"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_feeling_gets_the_friendly_line_and_seals_nothing() {
    let (story, ana, ben) = asked("check-in").await;
    let (card, data) = story.data_of(ana, "🌧 sad");
    let prefix = data.strip_suffix("fsad").expect("a core feeling");
    let theirs = story.card(ben);
    for forged in ["fno-such-feeling", "n1", "n9", "d"] {
        let toast = story
            .sends_data(ana, card, &format!("{prefix}{forged}"))
            .await;
        assert!(toast.contains("button"), "{forged}: {toast}");
    }
    assert_eq!(story.card(ben), theirs);
    let stranger = story.newcomer("Eve").await;
    let hello = story.last(stranger).message_id;
    let toast = story
        .sends_data(stranger, hello, &format!("{prefix}flonely"))
        .await;
    assert!(toast.contains("button"), "{toast}");
    assert_eq!(story.card(ben), theirs);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_leaves_a_tap_to_its_author() {
    let (story, ana, ben) = asked("check-in").await;
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "lonely").await;
    let since = story.revision();
    story.later(SignedDuration::from_hours(73)).await;
    let offer = story.seen(ana, "This question is closed.");
    insta::assert_snapshot!(story.shows(&offer), @"
    bot This question is closed. Your answer is still sealed, and it is yours alone:

          🌤 One feeling, the one that’s here.

          What would you like to do with it? Untouched, it is erased in seven days.
          [Give it anyway]
          [Keep it for me]
          [Let it go]
    ");
    assert!(!story.page_since(ben, since).contains("lonely"));
    story
        .presses_under(ana, offer.message_id, "Give it anyway")
        .await;
    story.until("2026-03-06T12:00:00Z").await;
    let gift = story.seen(ben, "A gift from Ana");
    insta::assert_snapshot!(story.shows(&gift), @"
    bot 🎁 A gift from Ana: an answer to an earlier question. There is nothing to answer. Tap to read.

          🌤 One feeling, the one that’s here.

          Ana
          🌧 lonely
    ");
    assert!(covers(&gift, "lonely"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_destroys_a_tap_as_it_destroys_words() {
    let (story, ana, ben) = asked("check-in").await;
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "lonely").await;
    let sealed = story.sealed("select words from part order by id").await;
    let written = "select words from part p join round r on r.id = p.round where r.live = 1";
    let tap = story.sealed(written).await;
    assert_eq!(tap.len(), 1);
    assert!(!tap[0].contains("lonely") && sealed.len() == 3);
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave").await;
    story.erased_from_disk(&tap).await;
    story.says(ben, "Fine.").await;
    settled(&story).await;
    assert!(!story.sees(ben, "lonely"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_feeling_leaves_no_byte_of_the_first() {
    let (story, ana, _) = asked("check-in").await;
    story.presses(ana, "🌧 sad").await;
    story.presses(ana, "lonely").await;
    let written = "select words from part p join round r on r.id = p.round where r.live = 1";
    let first = story.sealed(written).await;
    story.presses(ana, "Change").await;
    story.presses(ana, "😊 glad").await;
    story.presses(ana, "hopeful").await;
    let second = story.sealed(written).await;
    assert!(second.len() == 1 && first != second);
    story.erased_from_disk(&first).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reaction_on_a_feeling_shows_under_the_partners_own_copy() {
    let (story, ana, ben) = asked("check-in").await;
    for (who, core, finer) in [(ana, "🌧 sad", "lonely"), (ben, "😊 glad", "proud")] {
        story.presses(who, core).await;
        story.presses(who, finer).await;
    }
    settled(&story).await;
    story
        .reacts(ben, story.reveal(ben).message_id, Some("❤"))
        .await;
    assert_eq!(
        story.reaction(ana, story.reveal(ana).message_id).as_deref(),
        Some("❤")
    );
    story.reacts(ben, story.reveal(ben).message_id, None).await;
    assert_eq!(story.reaction(ana, story.reveal(ana).message_id), None);
}
