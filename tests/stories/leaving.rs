//! Leaving: at once and for good for who leaves; one neutral line for who stays, now or in seven days.

use jiff::SignedDuration;

use crate::world::{HERS, HIS, Story};
use twofold::sandbox::{Outgoing, Seen};

const LINE: &str = "are no longer together here";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leave_asks_first_and_staying_changes_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    let page = story.page(ben);
    story.says(ana, "/leave").await;
    let asked = story.last(ana);
    assert!(
        asked
            .text
            .starts_with("You can leave now, without a reason.")
    );
    assert_eq!(asked.labels(), ["Leave", "Leave quietly", "Stay"]);
    story.presses(ana, "Stay").await;
    assert_eq!(story.last(ana).text, "All stays as it is.");
    assert!(story.last(ana).buttons.is_empty());
    assert_eq!(story.page(ben), page);
    assert_eq!(story.sealed("select words from part").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stays_reads_one_neutral_line_and_keeps_what_is_theirs() {
    for (choice, done, rows_left) in [
        ("Keep it for me", "Kept, just for you.", 1),
        ("Let it go", "Let go. It is erased.", 0),
    ] {
        let story = Story::begin().await;
        let (ana, ben) = story.pair().await;
        story.says(ana, HERS).await;
        let mine = story.sealed("select words from part").await;
        let before = story.revision();
        story.says(ben, "/leave").await;
        story.presses(ben, "Leave").await;
        let left = story.last(ben);
        assert!(left.text.starts_with("You have left."), "{}", left.text);
        assert!(left.buttons.is_empty());
        let [line] = &story.news(ana, before)[..] else {
            panic!("{}", story.page(ana));
        };
        assert!(line.text.starts_with(&format!("You and Ben {LINE}.")));
        assert_eq!(line.labels(), ["Keep it for me", "Let it go"]);
        assert!(!line.text.contains("left"), "{}", line.text);
        let card = story.seen(ana, "🙏");
        assert!(card.text.contains("This one is closed."), "{}", card.text);
        assert!(card.buttons.is_empty());
        story.presses(ana, choice).await;
        assert_eq!(story.last(ana).text, done);
        assert_eq!(
            story.sealed("select words from part").await.len(),
            rows_left
        );
        if rows_left == 0 {
            story.erased_from_disk(&mine).await;
        }
        // Nothing follows, for either.
        let page = (story.page(ana), story.page(ben));
        story.days(9).await;
        assert_eq!((story.page(ana), story.page(ben)), page);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_nothing_unopened_the_line_stands_alone() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let before = story.revision();
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave").await;
    let [line] = &story.news(ana, before)[..] else {
        panic!("{}", story.page(ana));
    };
    assert!(line.buttons.is_empty());
    assert_eq!(line.text.lines().count(), 1, "{}", line.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undecided_half_is_erased_seven_days_after_the_line() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    let mine = story.sealed("select words from part").await;
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave").await;
    story.hours(7 * 24 - 1).await;
    assert_eq!(story.sealed("select words from part").await, mine);
    story.hours(2).await;
    assert!(story.sealed("select words from part").await.is_empty());
    story.erased_from_disk(&mine).await;
    // The buttons that are left say so kindly.
    if story.last(ana).button("Keep it for me").is_some() {
        story.presses(ana, "Keep it for me").await;
        assert!(story.newest_toast(ana).await.contains("had its day"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_leaver_wrote_unopened_is_gone_from_the_file_and_what_was_opened_stays() {
    for quietly in [false, true] {
        let story = Story::begin().await;
        let (ana, ben) = story.revealed().await;
        story.minutes(20).await;
        story.says(ana, "/prompt check-in").await;
        story.says(ben, "Between tired and content.").await;
        let unopened = "select words from part where seat = 1 order by id";
        let all = story.sealed(unopened).await;
        assert_eq!(all.len(), 2);
        // Beside everything else: words he never said what they were for.
        let early = story.clock.now() - SignedDuration::from_hours(2);
        story
            .sends(ben, Outgoing::text("Half a thought").dated(early))
            .await;
        assert_eq!(story.sealed("select words from aside").await.len(), 1);
        story.says(ben, "/leave").await;
        story
            .presses(ben, if quietly { "Leave quietly" } else { "Leave" })
            .await;
        let kept = story.sealed(unopened).await;
        assert_eq!(kept.len(), 1, "what was opened stays");
        let gone: Vec<String> = all.into_iter().filter(|w| !kept.contains(w)).collect();
        story.erased_from_disk(&gone).await;
        assert!(story.sealed("select words from aside").await.is_empty());
        for reader in [ana, ben] {
            let reveal = story.reveal(reader).text;
            assert!(reveal.contains("carried the boxes") && reveal.contains("waited in the rain"));
        }
        let card = story
            .screen(ben)
            .into_iter()
            .rev()
            .find(|seen| seen.text == "This question is over.");
        assert!(card.is_some_and(|card| card.buttons.is_empty()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_while_a_reveal_is_due_opens_nothing() {
    for label in ["Leave", "Leave quietly"] {
        let story = Story::begin().await;
        let (ana, ben) = story.pair().await;
        story.says(ben, "/leave").await;
        story.says(ana, HERS).await;
        story.says(ben, HIS).await;
        story.presses(ben, label).await;
        story.hours(1).await;
        for reader in [ana, ben] {
            assert!(!story.sees(reader, "Both answers are in"), "{label}");
        }
        assert!(
            !story.page(ana).contains("waited in the rain")
                && !story.page(ben).contains("carried the boxes")
        );
        let rows = story.sealed("select words from part where seat = 1").await;
        assert!(rows.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_partner_can_be_left_and_reads_the_line_when_they_come_back() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story
        .at_once(|world, now| world.block(ana, now).expect("blocks"))
        .await;
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave").await;
    assert!(story.last(ben).text.starts_with("You have left."));
    story.days(2).await;
    story
        .at_once(|world, now| world.unblock(ana, now).expect("comes back"))
        .await;
    assert!(story.sees(ana, LINE), "{}", story.page(ana));
    assert_eq!(story.page(ana).matches(LINE).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_are_free_to_pair_again_at_once() {
    let story = Story::begin().await;
    let (ana, ben) = story.revealed().await;
    let reveal = story.reveal(ana).message_id;
    story.minutes(20).await;
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave").await;
    for (who, other) in [(ana, "Cleo"), (ben, "Dan")] {
        let other = story.newcomer(other).await;
        let link = story.invites(other).await;
        story.opens(who, &link).await;
        story.presses(who, "Yes, let's try it").await;
        story.presses(other, "Yes, that's right").await;
        story.says(who, "Something new.").await;
        story.says(other, "Something new too.").await;
        story.minutes(1).await;
        let opened = story.reveal(other).text;
        assert!(opened.contains("Something new.") && !opened.contains("waited in the rain"));
    }
    // What belongs to the couple that was reaches nobody.
    let pages = (
        story.page(ben),
        story.telegram.with(|world, _| {
            let cleo = world.everyone().find(|person| person.name == "Cleo");
            cleo.map(|cleo| cleo.id)
        }),
    );
    let cleo_page = story.page(pages.1.expect("Cleo"));
    story.replies(ana, reveal, "Do you remember?").await;
    assert!(
        story
            .last(ana)
            .text
            .contains("can't be passed on right now")
    );
    story.reacts(ana, reveal, Some("😢")).await;
    assert_eq!(story.page(ben), pages.0);
    assert_eq!(story.page(pages.1.expect("Cleo")), cleo_page);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_quietly_pairs_again_at_once_and_who_stays_notices_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "/timezone Lisbon").await;
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave quietly").await;
    assert!(story.last(ben).text.contains("goes out in seven days"));
    let before = story.revision();
    let cleo = story.newcomer("Cleo").await;
    let link = story.invites(ben).await;
    story.opens(cleo, &link).await;
    story.presses(cleo, "Yes, let's try it").await;
    story.presses(ben, "Yes, that's right").await;
    assert!(story.sees(cleo, "You and Ben are together here now."));
    story.says(ben, "For Cleo.").await;
    story.says(cleo, "For Ben.").await;
    story.minutes(1).await;
    assert!(story.reveal(cleo).text.contains("For Cleo."));
    assert!(story.texts(ana, before).is_empty(), "{}", story.page(ana));
    // Ana's question comes the next evening; her answer and her words go to nobody.
    story.until("2026-03-03T20:31:00Z").await;
    let answer = story.says(ana, HERS).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🙊"));
    assert!(
        !story.page(ben).contains("carried the boxes")
            && !story.page(cleo).contains("carried the boxes")
    );
    story.days(7).await;
    assert_eq!(story.page(ana).matches(LINE).count(), 1);
    assert!(!story.page(ana).contains("Cleo"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_stays_may_leave_too_and_reads_no_line_afterwards() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, HERS).await;
    let hers = story.sealed("select words from part").await;
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave quietly").await;
    let page = story.page(ben);
    story.days(1).await;
    story.says(ana, "/leave").await;
    story.presses(ana, "Leave").await;
    assert!(story.last(ana).text.starts_with("You have left."));
    story.erased_from_disk(&hers).await;
    story.days(8).await;
    assert_eq!(story.page(ben), page, "who left is told nothing more");
    assert!(!story.sees(ana, LINE));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_the_leavers_morning_reaches_them_no_more() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "/timezone New York").await;
    story.says(ben, "/timezone Lisbon").await;
    story.says(ana, HERS).await;
    // 72 hours later nobody else has answered; in Ben's night she gives hers all the same.
    story.until("2026-03-05T23:00:00Z").await;
    story.presses(ana, "Give it anyway").await;
    assert!(!story.sees(ben, "A gift from Ana"));
    story.says(ben, "/leave").await;
    story.presses(ben, "Leave quietly").await;
    let before = story.revision();
    story.days(2).await;
    assert!(story.texts(ben, before).is_empty(), "{}", story.page(ben));
}

/// What a reader could tell two chats apart by: which question was drawn is left to chance, and told apart by nothing else.
fn told(story: &Story, who: i64, since: u64) -> String {
    let screen: Vec<Seen> = story.screen(who);
    let place = |id: i64| screen.iter().position(|seen| seen.message_id == id);
    let mut told = String::new();
    for seen in screen.iter().filter(|seen| seen.appeared > since) {
        let text = without_prompts(story, &seen.text);
        let labels: Vec<Vec<String>> = seen
            .buttons
            .iter()
            .map(|row| row.iter().map(|b| cut_quote(&b.label)).collect())
            .collect();
        let kinds: Vec<&str> = seen
            .entities
            .iter()
            .filter_map(|e| e["type"].as_str())
            .collect();
        told.push_str(&format!(
            "{} silent={} edited={} reply={:?} {:?} {labels:?} {kinds:?}\n{text}\n",
            if seen.is_from_bot() { "bot" } else { "me" },
            seen.silent,
            seen.edited,
            seen.reply_to.and_then(place),
            seen.reactions,
        ));
    }
    let toasts = story.telegram.with(|world, _| {
        let toasts = world.toasts(who).into_iter();
        toasts.map(|toast| toast.text.clone()).collect::<Vec<_>>()
    });
    told.push_str(&format!("{toasts:?}"));
    told
}

fn cut_quote(label: &str) -> String {
    label.split('“').next().unwrap_or_default().to_owned()
}

fn without_prompts(story: &Story, text: &str) -> String {
    let mut text = text.to_owned();
    for kind in story.app.library().kinds() {
        for prompt in kind.prompts() {
            let words = prompt.words("en");
            for name in ["Ben", "your partner"] {
                let asked = words.text.replace("{partner}", name);
                if !text.contains(&asked) {
                    continue;
                }
                text = text.replace(&asked, &format!("<{}>", kind.id.as_str()));
                if let Some(follow_up) = &words.follow_up {
                    let follow_up = follow_up.replace("{partner}", name);
                    text = text.replace(&format!("\n\n{follow_up}"), "");
                    text = text.replace(&format!("\n{follow_up}"), "");
                }
            }
        }
    }
    text
}

/// Ana's week with somebody who does not answer; `leaves` says whether that is because he left quietly.
async fn a_week_of_ana(leaves: bool, his_own_zone: bool) -> (Vec<String>, Story, i64) {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let since = story.revision();
    story.says(ana, "/timezone Lisbon").await;
    if his_own_zone {
        story.presses(ben, "The same for me").await;
    }
    story.plans_every_evening(ana).await;
    story.both_answer(ana, ben, HERS, HIS).await;
    story.presses(ana, "That touched me").await;
    if leaves {
        story.says(ben, "/leave").await;
        story.presses(ben, "Leave quietly").await;
    } else {
        story.settle().await;
    }
    let mut week = Vec::new();
    let reveal = story.reveal(ana).message_id;
    story.replies(ana, reveal, "Thank you for that.").await;
    story.reacts(ana, reveal, Some("❤")).await;
    week.push(told(&story, ana, since));

    story.until("2026-03-02T23:00:00Z").await;
    story.says(ana, "/prompt check-in").await;
    story.says(ana, "Tired, and glad.").await;
    story.says(ana, "/today").await;
    week.push(told(&story, ana, since));

    story.until("2026-03-03T20:31:00Z").await;
    story.presses(ana, "Another one").await;
    story.presses(ana, "Another one").await;
    story.says(ana, "You made tea.").await;
    story.presses(ana, "Still writing").await;
    week.push(told(&story, ana, since));

    story.until("2026-03-04T20:31:00Z").await;
    story.presses(ana, "Not tonight").await;
    story.presses(ana, "Answer after all").await;
    story.presses(ana, "Let's talk instead").await;
    week.push(told(&story, ana, since));
    story.until("2026-03-04T21:00:00Z").await;
    if story.sees(ana, "What would you like to do with it?") {
        story.presses(ana, "Give it anyway").await;
    }
    story.says(ana, "/settings").await;
    story.presses(ana, "✓ Say when I have sealed mine").await;
    week.push(told(&story, ana, since));

    // 72 hours after the question of Monday night reached (or would have reached) the other one.
    for at in [
        "2026-03-05T20:31:00Z",
        "2026-03-05T23:30:00Z",
        "2026-03-06T07:40:00Z",
        "2026-03-06T20:31:00Z",
    ] {
        story.until(at).await;
        week.push(told(&story, ana, since));
    }
    let answer = story.says(ana, "You called my mother.").await;
    story
        .edits(ana, answer, "You called my mother, twice.")
        .await;
    story.presses(ana, "Take back").await;
    story.says(ana, "/timezone Porto").await;
    // Of a kind that is always answered in words: the two worlds draw different prompts.
    story.says(ana, "/prompt memory").await;
    story.says(ana, "A second thought.").await;
    for at in [
        "2026-03-07T20:31:00Z",
        "2026-03-08T20:31:00Z",
        "2026-03-09T19:30:00Z",
    ] {
        story.until(at).await;
        week.push(told(&story, ana, since));
    }
    story.says(ana, "Are you there?").await;
    story.says(ana, "/invite").await;
    story.says(ana, "/prompt gratitude").await;
    week.push(told(&story, ana, since));
    (week, story, ana)
}

async fn the_two_weeks_read_the_same(his_own_zone: bool) {
    let (quiet, story, ana) = a_week_of_ana(true, his_own_zone).await;
    let (silent, _, _) = a_week_of_ana(false, his_own_zone).await;
    for (at, (quiet, silent)) in quiet.iter().zip(&silent).enumerate() {
        let differ = quiet.lines().zip(silent.lines()).find(|(a, b)| a != b);
        assert_eq!(quiet, silent, "step {at}: {differ:#?}");
    }
    assert!(!story.sees(ana, LINE));
    let before = story.revision();
    story.until("2026-03-09T20:05:00Z").await;
    let line = story.seen(ana, LINE);
    assert!(line.appeared > before);
    assert_eq!(story.page(ana).matches(LINE).count(), 1);
    story.days(3).await;
    assert_eq!(story.page(ana).matches(LINE).count(), 1);
    assert!(
        story.texts(ana, line.appeared).is_empty(),
        "{}",
        story.page(ana)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_quietly_reads_for_seven_days_like_somebody_who_does_not_answer() {
    the_two_weeks_read_the_same(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_does_when_who_left_lived_by_the_others_clock() {
    the_two_weeks_read_the_same(false).await;
}
