//! *Keep it*, and the couple's own deck.

use super::{asked_and_opened, at_home};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_keeps_a_question_and_both_find_it_under_settings() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot You have not kept any questions of your own yet.
          /ask puts one to both of you. Once it has opened, tap “Keep it”, and it comes back from time to time.
          [Back]
    ");
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    story.presses(ben, "Keep it").await;
    assert_eq!(
        story.newest_toast(ben).await,
        "Kept. It is one of your own questions now: /settings"
    );
    assert!(story.reveal(ben).labels().contains(&"✓ Kept"));
    story.presses(ana, "Keep it").await;
    assert_eq!(
        story.newest_toast(ana).await,
        "It is one of your own questions already: /settings"
    );
    for who in [ana, ben] {
        story.says(who, "/settings").await;
        story.presses(who, "Our own questions").await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(story.shows(&story.last(who)), @"
            bot Your own questions. They come back from time to time.

                  1. Which song is us?
                  [1]
                  [Back]
            ");
        }
    }
    story.presses(ana, "1").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Ana asks:
          Which song is us?
          [Change the words]
          [Remove it]
          [Back]
    ");
    story.presses(ben, "1").await;
    insta::assert_snapshot!(story.shows(&story.last(ben)), @"
    bot Ana asks:
          Which song is us?
          [Remove it]
          [Back]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_author_rewords_it_and_what_was_asked_stays_as_it_was() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    story.presses(ana, "Keep it").await;
    let (on, data) = story.data_of(ana, "✓ Kept");
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    story.presses(ana, "1").await;
    let (_, reword) = story.data_of(ana, "Change the words");
    story.presses(ana, "Change the words").await;
    assert!(story.last(ana).text.contains("Send me the new words"));
    story.says(ana, "Which tune is us?").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Ana asks:
          Which tune is us?
          [Change the words]
          [Remove it]
          [Back]
    ");
    assert!(story.reveal(ana).text.contains("Which song is us?"));
    // Pressed again, the old button keeps nothing twice and brings nothing back.
    story.sends_data(ana, on, &data).await;
    assert!(story.reveal(ana).text.contains("Which song is us?"));
    story.says(ben, "/settings").await;
    story.presses(ben, "Our own questions").await;
    assert!(story.last(ben).text.contains("1. Which tune is us?"));
    // Only hers to reword, however he presses.
    let since = story.revision();
    let toast = story
        .sends_data(ben, story.last(ben).message_id, &reword)
        .await;
    assert!(toast.contains("had its day"), "{toast}");
    story.says(ben, "Which noise is us?").await;
    assert!(!story.page_since(ana, since).contains("noise"));
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    assert!(story.last(ana).text.contains("1. Which tune is us?"));
    // Too long is said, and then a shorter one works; a cancel ends it.
    story.presses(ana, "1").await;
    story.presses(ana, "Change the words").await;
    story.says(ana, &"long ".repeat(60)).await;
    assert!(story.last(ana).text.contains("240 characters"));
    story.says(ana, "/cancel").await;
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    assert!(story.last(ana).text.contains("1. Which tune is us?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_removes_it_and_old_buttons_say_so() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    story.presses(ana, "Keep it").await;
    let sealed = story.sealed("select words from deck").await;
    assert_eq!(sealed.len(), 1);
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    let hers = story.last(ana).message_id;
    story.says(ben, "/settings").await;
    story.presses(ben, "Our own questions").await;
    story.presses(ben, "1").await;
    story.presses(ben, "Remove it").await;
    assert!(story.last(ben).text.contains("not kept any questions"));
    story.erased_from_disk(&sealed).await;
    story.presses_under(ana, hers, "1").await;
    assert!(story.newest_toast(ana).await.contains("had its day"));
    assert!(story.reveal(ana).text.contains("Which song is us?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deck_has_pages_of_ten_and_two_hundred_at_most() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    let (on, keep) = story.data_of(ana, "Keep it");
    story.presses(ana, "Keep it").await;
    story.presses(ana, "♡ Favourite").await;
    // The same sealed words bind to their row, so the others are there without them.
    let clone = |n: i64| {
        format!(
            "insert into deck (question, couple, author, kept_at, words) \
             select {n}, couple, author, kept_at + {n}, words from deck where kept_at < 1800000000000 limit 1"
        )
    };
    for n in 1..=11 {
        let words = story.sealed("select words from deck limit 1").await;
        assert_eq!(words.len(), 1);
        asked_on(&story, ana, ben, n).await;
    }
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Your own questions. They come back from time to time.

          1. Which song is us?

          2. Question 1?

          3. Question 2?

          4. Question 3?

          5. Question 4?

          6. Question 5?

          7. Question 6?

          8. Question 7?

          9. Question 8?

          10. Question 9?
          [1] [2] [3] [4] [5]
          [6] [7] [8] [9] [10]
          [→]
          [Back]
    ");
    story.presses(ana, "→").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot Your own questions. They come back from time to time.

          11. Question 10?

          12. Question 11?
          [11] [12]
          [←]
          [Back]
    ");
    story.presses(ana, "←").await;
    assert!(story.last(ana).text.contains("1. Which song is us?"));
    // 188 more stand in the way of the next one.
    for n in 1..=188 {
        assert_eq!(story.spoil(&clone(n)).await, 1);
    }
    asked_and_opened(&story, ben, ana, "One too many?").await;
    story.presses(ben, "Keep it").await;
    assert!(story.newest_toast(ben).await.contains("two hundred"));
    assert!(story.sealed("select words from deck").await.len() == 200);
    // What is kept already can still be pressed.
    let toast = story.sends_data(ana, on, &keep).await;
    assert!(toast.contains("already"), "{toast}");
}

/// The n-th question, on a day of its own, so that none is one too many.
async fn asked_on(story: &crate::world::Story, ana: i64, ben: i64, n: i64) {
    if n % 5 == 0 {
        story.hours(24).await;
    }
    asked_and_opened(story, ana, ben, &format!("Question {n}?")).await;
    story.presses(ana, "Keep it").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_question_comes_back_in_turn_with_the_others_of_its_kind() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    story.presses(ben, "Keep it").await;
    let mut came = Vec::new();
    for days in [0, 0, 11, 11, 11, 11] {
        story.days(days).await;
        story.says(ben, "/prompt curiosity").await;
        let card = story.card(ana).text;
        let own = card.contains("Ana asks:\nWhich song is us?");
        came.push(if own { "own" } else { "library" });
        story.both_answer(ana, ben, "One.", "Two.").await;
    }
    // As long as it has not rested it is not its turn; then the two take turns.
    let expected = ["library", "library", "own", "library", "own", "library"];
    assert_eq!(came, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kept_question_comes_by_the_clock_too_and_can_be_passed_on() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    story.presses(ben, "Keep it").await;
    story.says(ana, "/prompt curiosity").await;
    story.both_answer(ana, ben, "One.", "Two.").await;
    story.until("2026-03-14T12:00:00Z").await;
    story.says(ana, "/schedule curiosity 30 20 * * *").await;
    story.until("2026-03-14T20:30:10Z").await;
    for who in [ana, ben] {
        assert!(story.card(who).text.contains("Which song is us?"));
        assert!(!story.card(who).silent);
    }
    story.presses(ben, "Another one").await;
    assert!(!story.card(ben).text.contains("Which song is us?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_takes_their_own_questions_along_and_the_partners_stay_theirs() {
    for quietly in [false, true] {
        let (story, ana, ben) = at_home().await;
        asked_and_opened(&story, ana, ben, "Which song is us?").await;
        story.presses(ana, "Keep it").await;
        asked_and_opened(&story, ben, ana, "Which soup is us?").await;
        story.presses(ana, "Keep it").await;
        let sealed = story
            .sealed("select words from deck order by kept_at")
            .await;
        story.says(ana, "/leave").await;
        let how = if quietly { "Leave quietly" } else { "Leave" };
        story.presses(ana, how).await;
        if quietly {
            story.says(ben, "/settings").await;
            story.presses(ben, "Our own questions").await;
            let deck = story.last(ben).text;
            assert!(deck.contains("song") && deck.contains("soup"), "{deck}");
            // Words of somebody who left are not asked again.
            story.days(3).await;
            story.says(ben, "/prompt curiosity").await;
            assert!(!story.card(ben).text.contains("song"));
            story.days(5).await;
        }
        let left = story.sealed("select words from deck").await;
        assert_eq!(left, sealed[1..], "quietly: {quietly}");
        story.erased_from_disk(&sealed[..1]).await;
        let on = story.last(ben).message_id;
        let toast = story.sends_data(ben, on, "dck::0").await;
        assert!(!toast.is_empty(), "there is no deck any more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_of_another_couples_questions_do_nothing() {
    let (story, ana, ben) = at_home().await;
    asked_and_opened(&story, ana, ben, "Which song is us?").await;
    let (_, keep) = story.data_of(ana, "Keep it");
    story.presses(ana, "Keep it").await;
    let (_, favourite) = story.data_of(ana, "♡ Favourite");
    story.says(ana, "/settings").await;
    story.presses(ana, "Our own questions").await;
    story.presses(ana, "1").await;
    let (_, remove) = story.data_of(ana, "Remove it");
    let (_, reword) = story.data_of(ana, "Change the words");
    let one = reword.replace("rew:", "que:");
    let (cleo, dan) = (story.newcomer("Cleo").await, story.person("Dan"));
    let link = story.invites(cleo).await;
    story.opens(dan, &link).await;
    story.presses(dan, "Yes, let's try it").await;
    story.presses(cleo, "Yes, that's right").await;
    story.both_answer(cleo, dan, "One.", "Two.").await;
    let on = story.last(cleo).message_id;
    let before = story.page(cleo);
    for data in [keep, favourite, remove, reword, one, "dck::99".to_owned()] {
        let toast = story.sends_data(cleo, on, &data).await;
        let shown = data.starts_with("dck") || toast.contains("had its day");
        assert!(shown, "{data}: {toast}");
    }
    let after = story.page(cleo);
    assert!(!after.contains("Which song is us?"), "{before}\n{after}");
    assert_eq!(story.sealed("select words from deck").await.len(), 1);
}
