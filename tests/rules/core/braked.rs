//! While the sender is behind nobody is asked by schedule, and everything else goes on.

use jiff::Timestamp;

use crate::core::desk::{ANA, BEN, Desk, at, mins, secs};
use twofold::core::model::ids::{RoundId, Seat};
use twofold::core::model::round::{Closed, Half, RoundPhase};
use twofold::core::protocol::command::Command;

/// Ana started a round of their own at eight; it is half past eight, and the brake is on.
fn held() -> (Desk, RoundId) {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T20:00:00Z");
    desk.commands(ANA, Command::Prompt(None));
    let round = desk.only_open();
    desk.says(ANA, "what ana wrote");
    desk.may_ask = false;
    desk.goes_on_to("2026-11-23T20:30:00Z");
    (desk, round)
}

/// The two numbers that are stored.
fn moments(desk: &Desk) -> (Option<Timestamp>, Option<Timestamp>) {
    let couple = desk.couple_of(ANA);
    let of = |all: &std::collections::BTreeMap<_, _>| all.get(&couple).copied();
    (of(&desk.due), of(&desk.due_braked))
}

#[test]
fn a_reveal_comes_at_its_moment_while_the_slot_is_held() {
    let (mut desk, round) = held();
    desk.says(BEN, "what ben wrote");
    desk.passes(secs(14));
    assert!(desk.round(round).is_open());
    desk.passes(secs(1));
    assert!(desk.round(round).is_revealed());
    assert!(desk.open().is_empty(), "no slot was opened");
    desk.forget_the_past();
    desk.may_ask = true;
    desk.ticks();
    assert_eq!(
        (desk.reads(ANA), desk.reads(BEN)),
        (vec!["♪Card".into()], vec!["♪Card".into()])
    );
}

#[test]
fn a_slot_that_is_held_keeps_its_moment_and_the_rest_has_one_of_its_own() {
    let (mut desk, _) = held();
    let slot = Some(at("2026-11-23T20:30:00Z"));
    assert_eq!(moments(&desk).0, slot);
    desk.passes(mins(40));
    desk.says(BEN, "what ben wrote");
    let reveal = Some(at("2026-11-23T21:10:15Z"));
    assert_eq!(
        moments(&desk),
        (slot, reveal),
        "its place among all that are held"
    );
    desk.passes(mins(5));
    assert_eq!(moments(&desk), (slot, None), "nothing else is planned");
    desk.may_ask = true;
    desk.ticks();
    let round = desk.round(desk.only_open());
    assert_eq!(round.opened_at, at("2026-11-23T21:15:00Z"));
    assert_eq!(
        round.seat(Seat::A).ask_at,
        slot,
        "however late it is opened"
    );
    assert!(moments(&desk).0 > slot);
}

#[test]
fn without_the_brake_both_numbers_come_before_what_they_are_for() {
    let mut desk = Desk::couple();
    assert_eq!(moments(&desk), (Some(at("2026-11-23T20:30:00Z")), None));
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let nudge = desk.round(desk.only_open()).seat(Seat::A).nudge_at;
    assert!(nudge.is_some_and(|nudge| nudge < at("2026-11-24T20:30:00Z")));
    assert_eq!(moments(&desk), (nudge, nudge));
}

#[test]
fn rounds_close_and_halves_are_offered_while_slots_are_held() {
    let (mut desk, round) = Desk::evening();
    desk.says(BEN, "mine alone");
    desk.may_ask = false;
    desk.goes_on_to("2026-11-26T20:31:59Z");
    assert_eq!(desk.open(), [round]);
    desk.goes_on_to("2026-11-26T20:32:00Z");
    let closed = desk.round(round);
    assert!(matches!(
        closed.phase,
        RoundPhase::Closed {
            how: Closed::Unopened,
            ..
        }
    ));
    assert!(matches!(
        closed.seat(Seat::B).half,
        Some(Half::Offered { .. })
    ));
    assert!(desk.open().is_empty());
}

#[test]
fn the_second_of_two_clocks_waits_for_the_sender_too() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "America/New_York");
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let round = desk.only_open();
    desk.may_ask = false;
    desk.forget_the_past();
    desk.goes_on_to("2026-11-24T01:40:00Z");
    assert!(!desk.round(round).seat(Seat::B).asked);
    assert_eq!(moments(&desk).0, Some(at("2026-11-24T01:30:00Z")));
    desk.may_ask = true;
    desk.ticks();
    assert!(desk.round(round).seat(Seat::B).asked);
    assert_eq!(desk.reads(BEN), ["♪Card"]);
}

#[test]
fn what_a_person_started_is_not_held() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T23:00:00Z");
    desk.may_ask = false;
    desk.forget_the_past();
    desk.commands(ANA, Command::Prompt(None));
    let round = desk.newest_round();
    assert_eq!(desk.reads(ANA), ["Card"]);
    assert!(!desk.round(round).seat(Seat::B).asked, "asleep");
    desk.goes_on_to("2026-11-24T07:30:00Z");
    assert!(desk.round(round).seat(Seat::B).asked);
}

#[test]
fn a_slot_that_would_come_more_than_three_hours_late_is_passed_over() {
    let (mut desk, round) = held();
    desk.goes_on_to("2026-11-23T23:30:00Z");
    desk.may_ask = true;
    desk.ticks();
    assert_eq!(desk.open(), [round], "only the one they had");
    let next = desk.all.couples[&desk.couple_of(ANA)].schedules[0].last_slot;
    assert_eq!(
        next.map(|slot| slot.date()),
        Some(jiff::civil::date(2026, 11, 23))
    );
    desk.goes_on_to("2026-11-24T20:30:00Z");
    let opened = desk.newest_round();
    assert_eq!(desk.round(opened).opened_at, at("2026-11-24T20:30:00Z"));

    let (mut desk, round) = held();
    desk.goes_on_to("2026-11-23T23:29:59Z");
    desk.may_ask = true;
    desk.ticks();
    assert_ne!(desk.newest_round(), round, "a second earlier it comes");
}

#[test]
fn a_prompt_that_stays_queued_for_three_hours_is_dropped_by_a_braked_clock() {
    let mut desk = Desk::couple();
    desk.post_works = false;
    desk.goes_on_to("2026-11-23T20:30:00Z");
    let round = desk.only_open();
    desk.may_ask = false;
    desk.goes_on_to("2026-11-23T23:30:00Z");
    assert!(matches!(
        desk.round(round).phase,
        RoundPhase::Closed {
            how: Closed::Dropped,
            ..
        }
    ));
}
