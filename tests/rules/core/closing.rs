//! A round closes unopened, and each half stays its author's.

use crate::core::desk::{ANA, BEN, Desk, at, days, hours, mins, secs};
use twofold::core::model::ids::{RoundId, Seat};
use twofold::core::model::refusal::Refusal;
use twofold::core::model::round::{Closed, Half, RoundPhase};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::effect::{Effect, Toast};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::{RoundPress, RoundWords};

fn no(refusal: Refusal) -> Option<Toast> {
    Some(Toast::Refused(refusal))
}

/// Ben answered, Ana did not, and the round is over.
fn half() -> (Desk, RoundId) {
    let (mut desk, round) = Desk::evening();
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-24T20:31:59Z");
    assert!(desk.round(round).is_open());
    desk.forget_the_past();
    desk.passes(secs(1));
    (desk, round)
}

#[test]
fn a_round_closes_when_its_successor_was_asked_to_both() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "America/New_York");
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let round = desk.only_open();
    desk.goes_on_to("2026-11-24T20:33:00Z");
    assert_eq!(desk.open().len(), 2, "the successor was asked to Ana only");
    desk.goes_on_to("2026-11-25T01:31:59Z");
    assert!(desk.round(round).is_open());
    desk.goes_on_to("2026-11-25T01:32:00Z");
    assert_eq!(
        desk.round(round).phase,
        RoundPhase::Closed {
            at: at("2026-11-25T01:32:00Z"),
            how: Closed::Unopened
        }
    );
}

#[test]
fn without_a_successor_a_round_closes_three_days_after_the_later_was_asked() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T23:00:00Z");
    desk.presses(BEN, Press::Round(RoundPress::NotTonight(desk.only_open())));
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    let round = desk.newest_round();
    desk.goes_on_to("2026-11-24T07:30:00Z");
    desk.goes_on_to("2026-11-27T07:31:59Z");
    assert!(desk.round(round).is_open(), "Ben was asked in the morning");
    desk.goes_on_to("2026-11-27T07:32:00Z");
    assert!(desk.round(round).is_closed());
}

#[test]
fn nobody_wrote_and_nothing_is_said() {
    let (mut desk, round) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:31:00Z");
    desk.forget_the_past();
    desk.passes(mins(1));
    assert!(desk.round(round).is_closed());
    assert_eq!(desk.reads(ANA), ["~Card"]);
    assert_eq!(desk.reads(BEN), ["~Card"]);
}

#[test]
fn an_unopened_half_is_offered_to_its_author_alone_and_silently() {
    let (mut desk, round) = half();
    assert_eq!(desk.reads(BEN), ["HalfOffer", "~Card"]);
    assert_eq!(desk.reads(ANA), ["~Card"]);
    assert_eq!(desk.kept_of(round, Seat::B), ["tired and glad"]);
    for press in [
        Press::Round(RoundPress::GiveAnyway(round)),
        Press::Round(RoundPress::KeepForMe(round)),
        Press::Round(RoundPress::LetGo(round)),
    ] {
        assert_eq!(desk.presses(ANA, press), no(Refusal::OldButton));
    }
}

#[test]
fn given_anyway_it_arrives_as_a_gift() {
    let (mut desk, round) = half();
    desk.forget_the_past();
    desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(round)));
    assert_eq!(desk.reads(BEN), ["~HalfDone"]);
    let got = desk.got(ANA);
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].word(), "Gift");
    assert!(
        got[0]
            .shown
            .iter()
            .any(|shown| shown.contains("tired and glad"))
    );
    assert_eq!(got[0].send.not_before, None);
    for press in [
        Press::Round(RoundPress::GiveAnyway(round)),
        Press::Round(RoundPress::KeepForMe(round)),
        Press::Round(RoundPress::LetGo(round)),
    ] {
        assert_eq!(desk.presses(BEN, press), no(Refusal::OldButton));
    }
    desk.passes(days(8));
    assert_eq!(desk.kept_of(round, Seat::B), ["tired and glad"]);
    // A gift can be answered with a reaction or a word.
    let gift = desk.last_of(ANA, twofold::core::model::about::Role::Gift);
    desk.forget_the_past();
    desk.reacts(ANA, gift.clone(), Some("😘"));
    desk.replies(ANA, gift, "thank you");
    assert_eq!(desk.reads(BEN), ["😘", "Relay"]);
}

#[test]
fn a_gift_waits_for_the_end_of_quiet_hours() {
    let (mut desk, round) = half();
    desk.goes_on_to("2026-11-24T23:00:00Z");
    desk.forget_the_past();
    desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(round)));
    let got = desk.got(ANA);
    assert_eq!(got[0].send.not_before, Some(at("2026-11-25T07:30:00Z")));
}

#[test]
fn kept_it_stays_and_let_go_it_is_destroyed() {
    let (mut desk, round) = half();
    desk.presses(BEN, Press::Round(RoundPress::KeepForMe(round)));
    assert_eq!(desk.kept_of(round, Seat::B), ["tired and glad"]);
    desk.passes(days(8));
    assert_eq!(desk.kept_of(round, Seat::B), ["tired and glad"]);
    let (mut desk, round) = half();
    desk.presses(BEN, Press::Round(RoundPress::LetGo(round)));
    assert!(desk.kept_of(round, Seat::B).is_empty());
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::KeepForMe(round))),
        no(Refusal::OldButton)
    );
}

#[test]
fn a_half_nobody_decided_about_is_destroyed_after_seven_days() {
    let (mut desk, round) = half();
    desk.passes(days(7) - secs(1));
    assert_eq!(desk.kept_of(round, Seat::B), ["tired and glad"]);
    desk.forget_the_past();
    desk.passes(secs(1));
    assert!(desk.kept_of(round, Seat::B).is_empty());
    assert!(desk.reads(BEN).contains(&"~HalfDone".into()));
    assert!(!desk.reads(ANA).contains(&"~HalfDone".into()));
    assert_eq!(desk.round(round).seat(Seat::B).half, Some(Half::LetGo));
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(round))),
        no(Refusal::OldButton)
    );
}

#[test]
fn both_answered_never_closes_unopened_however_late_the_clock_comes() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.sleeps(days(10));
    desk.passes(mins(1));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn a_prompt_with_no_answer_returns_to_the_pool_and_one_that_was_answered_does_not() {
    let (mut desk, round) = Desk::evening();
    let prompt = desk.round(round).prompt.clone();
    desk.goes_on_to("2026-11-24T20:40:00Z");
    let couple = desk.couple_of(ANA);
    let mut state = desk.all.clone();
    state.used.clear();
    assert!(desk.round(round).is_closed());
    // The pool forgets it: no answer, and closed.
    let counts = desk
        .rounds()
        .filter(|other| other.couple == couple && other.prompt == prompt)
        .any(|other| !other.is_closed() || other.seats.iter().any(|seat| !seat.parts.is_empty()));
    assert!(!counts);
}

#[test]
fn nothing_comes_twice_before_the_pool_is_used_up() {
    let mut desk = Desk::couple();
    for day in 0..60 {
        desk.passes(hours(24));
        for round in desk.open() {
            let card = desk.last_card(ANA, round);
            desk.replies(ANA, card, &format!("ana, day {day:02}"));
            let card = desk.last_card(BEN, round);
            desk.replies(BEN, card, &format!("ben, day {day:02}"));
        }
        desk.passes(mins(1));
    }
    let mut prompts: Vec<_> = desk.rounds().map(|round| round.prompt.clone()).collect();
    let count = prompts.len();
    assert!(count >= 60);
    prompts.sort();
    prompts.dedup();
    assert_eq!(prompts.len(), count);
}

#[test]
fn an_old_half_message_of_a_person_who_was_never_asked_again_has_no_say_over_another_round() {
    let (mut desk, round) = half();
    let newer = desk.only_open();
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::GiveAnyway(newer))),
        no(Refusal::OldButton)
    );
    assert_eq!(
        desk.presses(
            BEN,
            Press::Couple(CouplePress::KeepAll(desk.couple_of(ANA)))
        ),
        no(Refusal::OldButton)
    );
    assert!(matches!(
        desk.round(round).seat(Seat::B).half,
        Some(Half::Offered { .. })
    ));
    let erased = |effect: &Effect| matches!(effect, Effect::Round(RoundWords::EraseParts { .. }));
    assert!(!desk.effects.iter().any(erased));
}
