//! *Cover what I write*: what is taken out of the chat, what is not, and that nothing else about a round changes.

use crate::core::desk::{ANA, BEN, Desk, days, hours, secs};
use twofold::core::model::about::Role;
use twofold::core::model::ids::{MessageId, PersonId, RoundId, Seat};
use twofold::core::model::person::Switch;
use twofold::core::model::refusal::Refusal;
use twofold::core::model::words::Words;
use twofold::core::protocol::effect::{Effect, QueueChange, Send, Target, Toast};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::core::protocol::say::{ChatSay, Say};
use twofold::core::protocol::settings::SettingsPress;
use twofold::core::round::cover::SHOWN_FOR;

/// An evening on which Ana covers what she writes.
fn covering() -> (Desk, RoundId) {
    let (mut desk, round) = Desk::evening();
    let toast = desk.presses(ANA, Press::Settings(SettingsPress::Toggle(Switch::Cover)));
    assert_eq!(toast, Some(Toast::CoversNow));
    desk.forget_the_past();
    (desk, round)
}

/// The messages of this person's own that were taken out of their chat since the last look.
fn taken_away(desk: &mut Desk, who: PersonId) -> Vec<MessageId> {
    let got = desk.got(who);
    let deletes = got
        .iter()
        .filter(|got| got.send.say == Say::Chat(ChatSay::Delete));
    deletes
        .map(|got| match got.send.target {
            Target::Theirs(message) => message,
            ref other => panic!("{other:?}"),
        })
        .collect()
}

fn touches(desk: &Desk, from: usize) -> usize {
    let of = |send: &Send| send.about.role == Role::Touch;
    desk.log[from..].iter().filter(|got| of(&got.send)).count()
}

#[test]
fn what_is_sealed_is_taken_out_of_the_chat_and_gets_no_monkey() {
    let (mut desk, round) = covering();
    desk.says(ANA, "a slow, warm day");
    assert_eq!(desk.reads(ANA), ["~Delete", "~Card"]);
    assert_eq!(desk.kept_of(round, Seat::A), ["a slow, warm day"]);
    let second = desk.says(ANA, "and tired");
    assert_eq!(taken_away(&mut desk, ANA), [second]);
    assert_eq!(desk.round(round).covered(Seat::A), 2);
    desk.forget_the_past();
    desk.says(BEN, "tired and glad");
    let words: Vec<String> = desk.reads(BEN);
    assert!(
        words.contains(&"🙊".to_owned()),
        "only who wants it: {words:?}"
    );
}

#[test]
fn without_the_setting_nothing_is_covered() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    assert_eq!(taken_away(&mut desk, ANA), []);
    assert_eq!(desk.round(round).covered(Seat::A), 0);
    let show = Press::Round(RoundPress::ShowCovered(round));
    let refused = Toast::Refused(Refusal::OldButton);
    assert_eq!(desk.presses(ANA, show), Some(refused));
}

#[test]
fn what_cannot_be_shown_again_is_not_covered() {
    let (mut desk, round) = covering();
    let die = Words::Copied {
        kind: "dice".into(),
    };
    desk.hears(ANA, die, None, desk.now);
    assert_eq!(taken_away(&mut desk, ANA), []);
    assert_eq!(desk.round(round).covered(Seat::A), 0);
    assert_eq!(desk.round(round).seat(Seat::A).parts.len(), 1);
}

#[test]
fn what_telegram_lets_nobody_delete_any_more_is_marked_as_ever() {
    let (mut desk, round) = covering();
    let written = desk.now;
    desk.sleeps(hours(47));
    desk.says_at(ANA, "a slow, warm day", written);
    let got = desk.got(ANA);
    let words: Vec<String> = got.iter().map(|got| got.word()).collect();
    assert!(words.contains(&"🙊".to_owned()), "{words:?}");
    assert!(!words.contains(&"~Delete".to_owned()), "{words:?}");
    assert_eq!(desk.round(round).covered(Seat::A), 0);
}

#[test]
fn words_that_are_sealed_nowhere_stay_in_the_chat() {
    let (mut desk, _) = covering();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(20));
    desk.forget_the_past();
    desk.says(ANA, "I had no idea");
    assert_eq!(desk.reads(ANA), ["WhichFor"]);
    assert_eq!(taken_away(&mut desk, ANA), []);
}

#[test]
fn words_put_aside_are_covered_once_they_are_an_answer() {
    let (mut desk, round) = covering();
    desk.says(BEN, "tired and glad");
    desk.says(ANA, "a slow, warm day");
    desk.passes(secs(20));
    desk.commands(ANA, twofold::core::protocol::command::Command::Prompt(None));
    let asked = desk.newest_round();
    assert_ne!(round, asked);
    desk.forget_the_past();
    // The reveal was the last thing that came, by its date.
    desk.post_works = false;
    let earlier = desk.now - secs(1);
    let aside = desk.says_at(ANA, "thank you for the soup", earlier);
    let held = desk.person(ANA).aside.clone();
    let Some(held) = held else {
        panic!("asked about: {:?}", desk.reads(ANA));
    };
    assert_eq!(taken_away(&mut desk, ANA), []);
    desk.presses(ANA, Press::Round(RoundPress::MyAnswer(held.id, asked)));
    assert_eq!(taken_away(&mut desk, ANA), [aside]);
    assert_eq!(desk.kept_of(asked, Seat::A), ["thank you for the soup"]);
}

#[test]
fn a_covered_part_is_not_touched_and_never_counts_as_deleted() {
    let (mut desk, round) = covering();
    desk.touch_answers = false;
    let from = desk.log.len();
    let mine = desk.says(ANA, "a slow, warm day");
    desk.deletes(ANA, mine);
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    assert_eq!(touches(&desk, from), 1, "Ben's alone");
    desk.answers_touches();
    assert!(desk.round(round).is_revealed());
    assert_eq!(desk.kept_of(round, Seat::A), ["a slow, warm day"]);
}

#[test]
fn where_both_cover_the_reveal_waits_for_nothing() {
    let (mut desk, round) = covering();
    desk.presses(BEN, Press::Settings(SettingsPress::Toggle(Switch::Cover)));
    desk.touch_answers = false;
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn a_reaction_on_the_reveal_goes_to_the_authors_own_copy_of_it() {
    let (mut desk, _) = covering();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(secs(20));
    desk.forget_the_past();
    let reveal = desk.last_of(BEN, Role::Reveal);
    desk.reacts(BEN, reveal.clone(), Some("😘"));
    let key = desk.last_of(ANA, Role::Reveal).key;
    let got = desk.got(ANA);
    assert_eq!(got[0].send.target, Target::Sent(key));
    assert_eq!(got[0].word(), "😘");
    desk.reacts(BEN, reveal, None);
    assert_eq!(
        desk.reads(ANA),
        ["no reaction"],
        "there is no monkey to go back to"
    );
}

#[test]
fn a_reaction_on_a_covered_gift_goes_to_the_question_it_answered() {
    let (mut desk, round) = covering();
    desk.says(ANA, "a slow, warm day");
    desk.passes(days(4));
    desk.presses(ANA, Press::Round(RoundPress::GiveAnyway(round)));
    desk.passes(hours(12));
    let gift = desk.last_of(BEN, Role::Gift);
    desk.forget_the_past();
    desk.reacts(BEN, gift, Some("❤"));
    let card = desk.last_card(ANA, round).key;
    let got = desk.got(ANA);
    assert_eq!(got[0].send.target, Target::Sent(card));
}

#[test]
fn my_own_words_are_shown_to_me_alone_and_for_a_minute() {
    let (mut desk, round) = covering();
    desk.says(ANA, "a slow, warm day");
    desk.forget_the_past();
    desk.presses(ANA, Press::Round(RoundPress::ShowCovered(round)));
    let got = desk.got(ANA);
    let [shown] = &got[..] else { panic!("{got:?}") };
    assert_eq!(shown.word(), "Covered");
    assert_eq!(shown.send.gone_after, Some(SHOWN_FOR));
    assert!(shown.shown[0].contains("a slow, warm day"));
    assert!(!shown.send.sound);
    assert_eq!(desk.reads(BEN), [""; 0]);
    let refused = desk.presses(BEN, Press::Round(RoundPress::ShowCovered(round)));
    assert_eq!(refused, Some(Toast::Refused(Refusal::OldButton)));
}

#[test]
fn a_half_that_is_kept_can_be_read_and_one_that_was_let_go_cannot() {
    let (mut desk, round) = covering();
    let show = || Press::Round(RoundPress::ShowCovered(round));
    desk.says(ANA, "a slow, warm day");
    desk.passes(days(4));
    assert_eq!(desk.presses(ANA, show()), Some(Toast::Quiet), "offered");
    desk.presses(ANA, Press::Round(RoundPress::KeepForMe(round)));
    assert_eq!(desk.presses(ANA, show()), Some(Toast::Quiet), "kept");

    let (mut desk, round) = covering();
    desk.says(ANA, "a slow, warm day");
    desk.passes(days(4));
    desk.presses(ANA, Press::Round(RoundPress::LetGo(round)));
    let gone = Toast::Refused(Refusal::OldButton);
    let show = Press::Round(RoundPress::ShowCovered(round));
    assert_eq!(desk.presses(ANA, show), Some(gone));
}

#[test]
fn taking_back_destroys_the_words_and_what_is_shown_of_them() {
    let (mut desk, round) = covering();
    desk.says(ANA, "a slow, warm day");
    desk.presses(ANA, Press::Round(RoundPress::ShowCovered(round)));
    desk.forget_the_past();
    let from = desk.effects.len();
    desk.presses(ANA, Press::Round(RoundPress::TakeBack(round)));
    let hides = Effect::Queue(QueueChange::HideShown {
        to: ANA,
        thread: round.thread(),
    });
    assert!(desk.effects[from..].contains(&hides));
    assert_eq!(desk.reads(ANA), ["~Card"], "no reaction to take away");
    assert!(desk.kept_of(round, Seat::A).is_empty());
}

#[test]
fn switched_off_what_comes_stays_and_what_is_covered_stays_covered() {
    let (mut desk, round) = covering();
    desk.says(ANA, "a slow, warm day");
    let toast = desk.presses(ANA, Press::Settings(SettingsPress::Toggle(Switch::Cover)));
    assert_eq!(toast, Some(Toast::Quiet));
    desk.forget_the_past();
    desk.says(ANA, "and tired");
    assert_eq!(taken_away(&mut desk, ANA), []);
    assert_eq!(desk.round(round).covered(Seat::A), 1);
    assert_eq!(desk.kept_of(round, Seat::A).len(), 2);
}

#[test]
fn the_partner_gets_the_same_bytes_whether_i_cover_or_not() {
    let evening = |covers: bool| {
        let (mut desk, _) = Desk::evening();
        if covers {
            desk.presses(ANA, Press::Settings(SettingsPress::Toggle(Switch::Cover)));
        }
        desk.forget_the_past();
        desk.says(ANA, "a slow, warm day");
        desk.passes(secs(30));
        desk.says(BEN, "tired and glad");
        desk.passes(days(1));
        let got = desk.got(BEN);
        got.into_iter()
            .map(|got| (got.at, got.shown))
            .collect::<Vec<_>>()
    };
    assert_eq!(evening(true), evening(false));
}
