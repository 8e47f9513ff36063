//! A choice: of a need both sides are shown, of a date only what both picked.

use jiff::SignedDuration;

use super::{asked, covers, settled};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn picks_are_marked_while_picking_and_covered_after() {
    let (story, ana, ben) = asked("peace").await;
    insta::assert_snapshot!(story.shows(&story.card(ben)), @"
    bot ♪ 🕊 After a disagreement, which white flag do you recognise at once?

          1 · A joke
          2 · A cup of something
          3 · A plain “sorry”
          4 · Ana sitting down close by

          What helps you when you two were at odds.
          Tap whatever fits, one or several. Words can come along, or do instead. It stays sealed until you have both answered.
          [1] [2] [3] [4]
          [Another one]
          [Not tonight] [Let's talk instead]
    ");
    let since = story.revision();
    story.presses(ana, "1").await;
    assert!(
        story.card(ben).text.contains("Ana has sealed an answer"),
        "at the first tap"
    );
    story.presses(ana, "4").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🕊 After a disagreement, which white flag do you recognise at once?

          1 · A joke
          2 · A cup of something
          3 · A plain “sorry”
          4 · Ben sitting down close by

          🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
          [✓ 1] [2] [3] [✓ 4]
          [That's it] [Take back]
    ");
    story.presses(ana, "✓ 1").await;
    story.presses(ana, "That's it").await;
    insta::assert_snapshot!(story.shows(&story.card(ana)), @"
    bot 🕊 After a disagreement, which white flag do you recognise at once?

          1 · A joke
          2 · A cup of something
          3 · A plain “sorry”
          4 · Ben sitting down close by

          🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
          [Change]
          [Take back] [Still writing]
    ");
    assert!(story.news(ana, since).is_empty() && story.news(ben, since).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_need_both_sides_are_shown_and_both_are_love() {
    let (story, ana, ben) = asked("peace").await;
    story.presses(ana, "4").await;
    story.presses(ana, "1").await;
    story.presses(ben, "4").await;
    story.says(ben, "Always that.").await;
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🕊 After a disagreement, which white flag do you recognise at once?

          Ana (you)
          · A joke
          · Ben sitting down close by

          Ben
          · Ana sitting down close by

          Always that.

          ✨ You both sealed your answers within the same minute.

          Both are love. Keep one of Ben's in mind for the next time.
          [♡ Favourite]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🕊 After a disagreement, which white flag do you recognise at once?

          Ben (you)
          · Ana sitting down close by

          Always that.

          Ana
          · A joke
          · Ben sitting down close by

          ✨ You both sealed your answers within the same minute.

          Both are love. Keep one of Ana's in mind for the next time.
          [♡ Favourite]
    ");
    for hidden in ["A joke", "sitting down", "Both are love"] {
        assert!(covers(&story.reveal(ben), hidden), "{hidden}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_the_same_picks_are_a_reason_to_be_glad() {
    let (story, ana, ben) = asked("peace").await;
    for who in [ana, ben] {
        story.presses(who, "2").await;
    }
    let since = story.revision();
    settled(&story).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ 💌 Both answers are in. Tap to read.

          🕊 After a disagreement, which white flag do you recognise at once?

          Ben (you)
          · A cup of something

          Ana
          · A cup of something

          ✨ You picked exactly the same.
          [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_pick_taken_away_is_no_answer_any_more() {
    let (story, ana, ben) = asked("peace").await;
    let (mine, theirs) = (story.card(ana), story.card(ben));
    story.presses(ana, "2").await;
    story.presses(ana, "✓ 2").await;
    assert_eq!(story.card(ana).labels(), mine.labels());
    assert_eq!(story.card(ben).text, theirs.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_date_only_what_both_picked_is_shown() {
    let (story, ana, ben) = asked("date").await;
    let card = story.card(ana).text;
    let option = |n: usize| {
        let line = card
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{n} · ")));
        line.expect("an option").to_owned()
    };
    for label in ["1", "2"] {
        story.presses(ana, label).await;
    }
    for label in ["2", "3"] {
        story.presses(ben, label).await;
    }
    let before = story
        .sealed("select words from part p join round r on r.id = p.round where r.live = 1")
        .await;
    assert_eq!(before.len(), 2);
    let since = story.revision();
    settled(&story).await;
    for who in [ana, ben] {
        let page = story.page_since(who, since);
        assert!(
            page.contains("You both picked:") && page.contains(&option(2)),
            "{page}"
        );
        assert!(
            !page.contains(&option(1)) && !page.contains(&option(3)),
            "{page}"
        );
        assert!(covers(&story.reveal(who), &option(2)));
    }
    // What was not matched is gone from the disk, too.
    story.erased_from_disk(&before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_match_reads_well() {
    let (story, ana, ben) = asked("peace").await;
    story.says(ana, "Either.").await;
    story.says(ben, "Both.").await;
    settled(&story).await;
    story.later(SignedDuration::from_mins(11)).await;
    story.says(ana, "/prompt date").await;
    for who in [ana, ben] {
        story.presses(who, "1").await;
    }
    story.says(ben, "On Thursday?").await;
    let since = story.revision();
    settled(&story).await;
    let page = story.page_since(ana, since);
    let (_, answers) = page.split_once("You both picked:").expect("a match");
    insta::assert_snapshot!(answers.split_once('\n').expect("an option").1.split_once('\n').expect("the rest").1, @"

    Ben
    On Thursday?

    ✨ You both sealed your answers within the same minute.
    [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_match_others_come_twice_and_then_one_surprises_the_other() {
    let (story, ana, ben) = asked("date").await;
    let mut pages = Vec::new();
    for _ in 0..3 {
        let since = story.revision();
        let (hers, his) = (story.sounds(ana, since), story.sounds(ben, since));
        assert_eq!((hers, his), (0, 0));
        story.presses(ana, "1").await;
        story.presses(ben, "2").await;
        settled(&story).await;
        for who in [ana, ben] {
            assert_eq!(
                story.sounds(who, since),
                1,
                "the reveal, and not what it brings"
            );
        }
        assert!(covers(&story.reveal(ana), "match") || covers(&story.reveal(ana), "the lot"));
        let news: Vec<String> = story
            .page_since(ana, since)
            .lines()
            .filter(|line| line.contains("match") || line.contains("[1]"))
            .map(|line| line.trim().to_owned())
            .collect();
        pages.push(news.join("\n"));
    }
    assert_eq!(pages[0], pages[1]);
    insta::assert_snapshot!(pages[0], @"
    No match this time, and no harm done. Here come a few other ideas.
    [1] [2] [3]
    ");
    let lot = [ana, ben].map(|who| story.reveal(who).text);
    let surprises = |text: &String| text.contains("this week you surprise");
    let surprised = |text: &String| text.contains("surprises you. All you do");
    assert_eq!(
        lot.iter().filter(|text| surprises(text)).count(),
        1,
        "{lot:?}"
    );
    assert_eq!(
        lot.iter().filter(|text| surprised(text)).count(),
        1,
        "{lot:?}"
    );
    assert!(!pages[2].contains("[1]"), "and nothing more comes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_in_words_reads_on_and_hides_the_picks_of_the_other() {
    let (story, ana, ben) = asked("date").await;
    story.presses(ana, "1").await;
    story.says(ben, "Anything with you.").await;
    let since = story.revision();
    settled(&story).await;
    let page = story.page_since(ben, since);
    let (_, answers) = page.split_once("Ben (you)").expect("answers");
    insta::assert_snapshot!(answers, @"

    Anything with you.

    Ana
    (picked from the list; only what you both pick is shown)

    ✨ You both sealed your answers within the same minute.
    [♡ Favourite]
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_survives_a_restart_and_a_forged_option_changes_nothing() {
    let (mut story, ana, ben) = asked("peace").await;
    story.presses(ana, "1").await;
    story.start_again().await;
    let (card, data) = story.data_of(ana, "2");
    let prefix = data.strip_suffix("n2").expect("an option");
    for forged in ["n0", "n5", "n255", "n256", "n01", "flonely", "d"] {
        let toast = story
            .sends_data(ana, card, &format!("{prefix}{forged}"))
            .await;
        assert!(toast.contains("button"), "{forged}: {toast}");
    }
    story.presses(ana, "3").await;
    assert_eq!(story.card(ana).labels()[..4], ["✓ 1", "2", "✓ 3", "4"]);
    story.presses(ben, "4").await;
    settled(&story).await;
    let reveal = story.reveal(ben).text;
    assert!(reveal.contains("A joke") && reveal.contains("A plain “sorry”"));
}
