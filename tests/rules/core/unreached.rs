//! What reaches nobody, and clocks that cannot be believed.

use crate::core::desk::{ANA, BEN, Desk, at, days, hours, mins};
use twofold::core::model::ids::{RoundId, Seat};
use twofold::core::model::round::{Closed, Half, RoundPhase};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;

/// Monday evening's prompt is due, and Telegram cannot be reached.
fn silence() -> (Desk, RoundId) {
    let mut desk = Desk::couple();
    desk.post_works = false;
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let round = desk.only_open();
    desk.forget_the_past();
    (desk, round)
}

fn dropped(desk: &Desk, round: RoundId) -> bool {
    matches!(
        desk.round(round).phase,
        RoundPhase::Closed {
            how: Closed::Dropped,
            ..
        }
    )
}

#[test]
fn a_prompt_that_reached_nobody_within_three_hours_is_dropped_in_silence() {
    let (mut desk, round) = silence();
    let prompt = desk.round(round).prompt.clone();
    desk.goes_on_to("2026-11-23T23:29:59Z");
    assert!(desk.round(round).is_open());
    desk.goes_on_to("2026-11-23T23:30:00Z");
    assert!(dropped(&desk, round));
    desk.post_works = true;
    desk.goes_on_to("2026-11-24T20:00:00Z");
    assert!(desk.reads(ANA).is_empty() && desk.reads(BEN).is_empty());
    desk.goes_on_to("2026-11-24T20:30:00Z");
    let next = desk.only_open();
    assert_ne!(next, round);
    assert_ne!(desk.round(next).prompt, prompt, "of another kind");
}

#[test]
fn three_hours_count_from_the_later_of_two_clocks() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "America/New_York");
    desk.post_works = false;
    desk.goes_on_to("2026-11-24T01:30:00Z");
    let round = desk.only_open();
    desk.goes_on_to("2026-11-24T04:29:59Z");
    assert!(desk.round(round).is_open());
    desk.goes_on_to("2026-11-24T04:30:00Z");
    assert!(dropped(&desk, round));
}

#[test]
fn where_one_of_the_two_has_it_it_stands() {
    let (mut desk, round) = silence();
    let card = desk.last_card(BEN, round);
    desk.goes_on_to("2026-11-23T22:00:00Z");
    desk.delivers(card, at("2026-11-23T22:00:00Z"));
    desk.goes_on_to("2026-11-24T12:00:00Z");
    assert!(desk.round(round).is_open());
}

#[test]
fn an_answer_says_that_it_arrived() {
    let (mut desk, round) = silence();
    let card = desk.last_card(ANA, round);
    desk.goes_on_to("2026-11-23T21:00:00Z");
    desk.replies(ANA, card, "it came, though nobody knows");
    desk.goes_on_to("2026-11-24T12:00:00Z");
    assert!(desk.round(round).is_open());
}

#[test]
fn a_prompt_that_arrives_after_its_round_was_dropped_says_that_it_is_over() {
    let (mut desk, round) = silence();
    let card = desk.last_card(BEN, round);
    desk.goes_on_to("2026-11-23T23:30:00Z");
    desk.forget_the_past();
    desk.delivers(card, at("2026-11-23T23:31:00Z"));
    assert_eq!(desk.reads(BEN), ["~Card"]);
    assert!(desk.reads(ANA).is_empty());
}

#[test]
fn nothing_is_erased_by_a_clock_that_is_not_believed_yet() {
    let (mut desk, round) = Desk::evening();
    desk.says(BEN, "mine alone");
    desk.passes(days(4));
    let half = |desk: &Desk| desk.round(round).seat(Seat::B).half;
    assert!(matches!(half(&desk), Some(Half::Offered { .. })));
    desk.erase_from = at("2027-11-23T13:00:00Z");
    desk.tick(desk.couple_of(ANA));
    desk.goes_on_to("2027-11-23T12:00:00Z");
    assert_eq!(desk.kept_of(round, Seat::B), ["mine alone"]);
    desk.presses(BEN, Press::Round(RoundPress::KeepForMe(round)));
    assert_eq!(half(&desk), Some(Half::Kept), "the button works as ever");

    let (mut desk, round) = Desk::evening();
    desk.says(BEN, "mine alone");
    desk.passes(days(4));
    desk.erase_from = at("2026-12-24T00:00:00Z");
    desk.tick(desk.couple_of(ANA));
    desk.goes_on_to("2026-12-23T23:59:59Z");
    assert_eq!(desk.kept_of(round, Seat::B), ["mine alone"]);
    desk.goes_on_to("2026-12-24T00:00:00Z");
    assert!(desk.kept_of(round, Seat::B).is_empty());
}

#[test]
fn an_invite_does_not_lapse_by_a_clock_that_is_not_believed_yet() {
    let mut desk = Desk::empty("2026-11-23T12:00:00Z");
    desk.invites(ANA);
    desk.says(ANA, "sealed while waiting");
    let round = desk.only_open();
    desk.erase_from = desk.now + days(365) + hours(1);
    desk.tick(desk.couple_of(ANA));
    desk.passes(days(365));
    assert_eq!(desk.kept_of(round, Seat::A), ["sealed while waiting"]);
    desk.passes(hours(1) + mins(1));
    assert!(desk.kept_of(round, Seat::A).is_empty());
}
