//! Slots, zones, quiet hours, downtime, wrong clocks.

use jiff::civil::{date, datetime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::core::desk::{ANA, BEN, Desk, at, days, hours, mins, secs, shipped};
use twofold::core::model::ids::{RoundId, Seat};
use twofold::core::model::local_time::{far_apart, instant};
use twofold::core::plan::slots::next_slot;
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::place::PlacePress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::library::Tag;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

#[test]
fn the_first_prompt_takes_its_days_place_and_then_one_slot_comes_a_day_in_turn() {
    let mut desk = Desk::couple();
    assert_eq!(desk.rounds().count(), 1);
    desk.goes_on_to("2026-11-28T12:00:00Z");
    let mut rounds: Vec<_> = desk.rounds().collect();
    rounds.sort_by_key(|round| round.opened_at);
    let kinds: Vec<&str> = rounds.iter().map(|round| round.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "gratitude",
            "check-in",
            "gratitude",
            "check-in",
            "gratitude",
            "check-in"
        ]
    );
    let dates: Vec<_> = rounds
        .iter()
        .filter_map(|round| round.slot())
        .map(|slot| slot.1)
        .collect();
    assert_eq!(
        dates,
        (23..28).map(|day| date(2026, 11, day)).collect::<Vec<_>>()
    );
}

#[test]
fn without_a_zone_no_schedule_runs_and_one_zone_serves_both() {
    let mut desk = Desk::pair("2026-11-22T12:00:00Z");
    desk.passes(days(4));
    assert_eq!(desk.rounds().count(), 1);
    desk.lives(BEN, "Pacific/Auckland");
    desk.passes(days(1));
    assert_eq!(desk.rounds().count(), 2);
    let round = desk.round(desk.newest_round());
    assert_eq!(round.seat(Seat::A).ask_at, round.seat(Seat::B).ask_at);
    assert_eq!(round.seat(Seat::A).ask_at, Some(at("2026-11-27T07:30:00Z")));
}

#[test]
fn the_same_slot_reaches_each_in_their_own_evening() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "Pacific/Auckland");
    // 20:30 on the 24th: in Auckland at 07:30 UTC, in Lisbon at 20:30 UTC.
    desk.goes_on_to("2026-11-24T07:29:59Z");
    desk.forget_the_past();
    desk.goes_on_to("2026-11-24T07:30:00Z");
    assert_eq!(desk.reads(BEN), ["♪Card"]);
    assert_eq!(desk.reads(ANA), [""; 0]);
    let round = desk.newest_round();
    desk.says(BEN, "tired and glad");
    desk.goes_on_to("2026-11-24T20:29:59Z");
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.goes_on_to("2026-11-24T20:30:00Z");
    assert_eq!(desk.reads(ANA), ["♪Card"]);
    assert_eq!(
        desk.round(round).slot().map(|slot| slot.1),
        Some(date(2026, 11, 24))
    );
    desk.passes(secs(5));
    desk.says(ANA, "a slow, warm day");
    desk.passes(secs(15));
    assert!(desk.round(round).is_revealed());
}

#[test]
fn twenty_five_hours_apart_both_are_asked_every_slot() {
    let mut desk = Desk::couple();
    desk.lives(ANA, "Pacific/Kiritimati");
    desk.lives(BEN, "Pacific/Pago_Pago");
    let mut closed = 0;
    for day in 24..=36 {
        let noon = date(2026, 11, 1).saturating_add((day - 1).days());
        desk.goes_on_to(&format!("{noon}T12:00:00Z"));
        // Every fourth opens, or less would be asked after a while.
        let asked_both = |round: &RoundId| {
            let round = desk.round(*round);
            Seat::BOTH.iter().all(|seat| round.seat(*seat).asked)
        };
        let newest = desk.open().into_iter().rfind(asked_both);
        if let (Some(round), 0) = (newest, day % 4) {
            for who in [ANA, BEN] {
                let card = desk.last_card(who, round);
                desk.replies(who, card, &format!("words of {who} on {day:02}"));
            }
            desk.passes(mins(1));
            assert!(desk.round(round).is_revealed());
        }
    }
    let slots = desk.rounds().filter_map(|round| round.slot()).count();
    assert!(slots >= 12, "{slots}");
    for round in desk
        .rounds()
        .filter(|round| round.is_closed() && round.slot().is_some())
    {
        assert!(Seat::BOTH.iter().all(|seat| round.seat(*seat).asked));
        closed += 1;
    }
    assert!(closed >= 8, "{closed}");
}

#[test]
fn a_skipped_time_moves_by_the_gap_and_a_double_time_comes_first() {
    let berlin = zone("Europe/Berlin");
    let gap = datetime(2027, 3, 28, 2, 30, 0, 0);
    assert_eq!(instant(gap, &berlin), Some(at("2027-03-28T01:30:00Z")));
    let overlap = datetime(2026, 10, 25, 2, 30, 0, 0);
    assert_eq!(instant(overlap, &berlin), Some(at("2026-10-25T00:30:00Z")));
}

#[test]
fn a_date_that_a_zone_skipped_whole_has_no_slot() {
    let apia = zone("Pacific/Apia");
    assert_eq!(instant(datetime(2011, 12, 30, 20, 30, 0, 0), &apia), None);
    assert!(instant(datetime(2011, 12, 31, 20, 30, 0, 0), &apia).is_some());
    let mut desk = Desk::empty("2011-12-27T00:00:00Z");
    let link = desk.invites(ANA);
    desk.opens(BEN, &link);
    let couple = desk.couple_of(ANA);
    desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
    desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
    desk.lives(ANA, "Pacific/Apia");
    desk.passes(days(6));
    let mut dates: Vec<_> = desk
        .rounds()
        .filter_map(|round| round.slot())
        .map(|slot| slot.1)
        .collect();
    dates.sort();
    assert!(!dates.contains(&date(2011, 12, 30)));
    assert!(dates.contains(&date(2011, 12, 29)) && dates.contains(&date(2011, 12, 31)));
}

#[test]
fn a_slot_comes_every_day_of_the_year_in_every_kind_of_zone() {
    for name in [
        "Europe/Berlin",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Tehran",
    ] {
        let zone = zone(name);
        for cron in ["0 30 2 * * *", "0 30 20 * * *", "0 0 0 * * *"] {
            let mut slot = datetime(2025, 12, 31, 23, 59, 59, 0);
            let mut last = None;
            for _ in 0..365 {
                let next = next_slot(cron, slot).expect("a slot");
                assert_eq!(
                    next.date(),
                    slot.date().tomorrow().expect("a day"),
                    "{name}"
                );
                let moment = instant(next, &zone).expect("a moment");
                assert!(last.is_none_or(|last| last < moment), "{name} {next}");
                last = Some(moment);
                slot = next;
            }
        }
    }
}

#[test]
fn zones_are_far_apart_from_three_hours_on_and_summer_time_counts() {
    let now = |text: &str| text.parse::<Timestamp>().expect("a time");
    let (winter, summer) = (now("2026-01-10T12:00:00Z"), now("2026-07-10T12:00:00Z"));
    for (one, other, in_winter, in_summer) in [
        ("Europe/Lisbon", "Europe/Lisbon", false, false),
        ("Europe/Lisbon", "Europe/Athens", false, false),
        ("Europe/Lisbon", "Europe/Moscow", true, false),
        ("Europe/Lisbon", "America/Sao_Paulo", true, true),
        ("America/New_York", "America/Los_Angeles", true, true),
        ("Asia/Kathmandu", "Asia/Dubai", false, false),
        // The same time of day, and a day between them.
        ("Pacific/Honolulu", "Pacific/Kiritimati", true, true),
    ] {
        for (one, other) in [(one, other), (other, one)] {
            let apart = |now| far_apart(&zone(one), &zone(other), now);
            assert_eq!(
                (apart(winter), apart(summer)),
                (in_winter, in_summer),
                "{one} {other}"
            );
        }
    }
}

#[test]
fn two_who_live_far_apart_are_asked_for_no_touch_and_no_shared_home() {
    for (his, far) in [("Europe/Lisbon", false), ("America/New_York", true)] {
        let mut desk = Desk::couple();
        desk.lives(BEN, his);
        let since = desk.now;
        for _ in 0..65 {
            desk.commands(ANA, Command::Prompt(Some("memory".into())));
            let round = desk.newest_round();
            desk.presses(ANA, Press::Round(RoundPress::Another(round)));
            desk.passes(days(4));
        }
        let asked = desk.rounds().filter(|round| round.opened_at >= since);
        let prompts = asked.filter_map(|round| shipped().prompt(&round.prompt));
        let near = |tag: &Tag| [Tag::Touch, Tag::SharedHome].contains(tag);
        let asked: Vec<bool> = prompts.map(|prompt| prompt.tags.iter().any(near)).collect();
        assert!(asked.len() > 120, "{}", asked.len());
        assert_eq!(asked.contains(&true), !far, "{his}");
    }
}

#[test]
fn after_downtime_one_missed_slot_comes_within_three_hours_and_no_other() {
    let mut desk = Desk::couple();
    desk.sleeps(days(3) + hours(11) + mins(29));
    desk.ticks();
    let dates: Vec<_> = desk
        .rounds()
        .filter_map(|round| round.slot())
        .map(|slot| slot.1)
        .collect();
    assert_eq!(
        dates,
        [date(2026, 11, 26)],
        "2:59 after the slot of the 26th"
    );
    assert_eq!(desk.reads(ANA), ["♪Card"]);

    let mut desk = Desk::couple();
    desk.sleeps(hours(11) + mins(30));
    desk.ticks();
    assert_eq!(
        desk.rounds().filter(|round| round.slot().is_some()).count(),
        0
    );
    desk.goes_on_to("2026-11-24T20:30:00Z");
    assert_eq!(
        desk.rounds().filter(|round| round.slot().is_some()).count(),
        1
    );
}

#[test]
fn a_slot_opened_late_leaves_its_predecessor_until_then() {
    let (mut desk, first) = Desk::evening();
    desk.goes_on_to("2026-11-24T20:00:00Z");
    desk.sleeps(hours(2));
    desk.ticks();
    assert!(desk.round(first).is_open());
    let card = desk.last_card(ANA, first);
    desk.passes(mins(1));
    desk.replies_at(ANA, card, "while it was down", at("2026-11-24T21:59:00Z"));
    assert!(desk.round(first).answered(Seat::A));
    desk.passes(mins(2));
    assert!(desk.round(first).is_closed());
}

#[test]
fn for_one_of_the_two_long_past_the_slot_comes_when_they_are_awake() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "Asia/Karachi");
    // 20:30 in Karachi is 15:30 in Lisbon. The program is down from noon to 21:00 in Lisbon, 02:00 in Karachi.
    desk.sleeps(hours(9));
    desk.forget_the_past();
    desk.ticks();
    assert_eq!(desk.reads(ANA), ["♪Card"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T02:30:00Z");
    assert_eq!(desk.reads(BEN), ["♪Card"]);
}

#[test]
fn a_slot_that_was_opened_before_is_passed_over() {
    let (mut desk, round) = Desk::evening();
    desk.says(ANA, "a slow, warm day");
    desk.says(BEN, "tired and glad");
    desk.passes(mins(1));
    assert!(desk.round(round).is_revealed());
    let couple = desk.couple_of(ANA);
    let schedule = &mut desk
        .all
        .couples
        .get_mut(&couple)
        .expect("a couple")
        .schedules[0];
    schedule.last_slot = Some(datetime(2026, 11, 22, 20, 30, 0, 0));
    desk.forget_the_past();
    desk.tick(couple);
    assert_eq!(desk.reads(ANA), [""; 0]);
    assert_eq!(
        desk.rounds().filter(|round| round.slot().is_some()).count(),
        1
    );
    desk.goes_on_to("2026-11-24T20:30:00Z");
    assert_eq!(desk.reads(ANA), ["♪Card"]);
}

#[test]
fn a_last_slot_written_by_a_wrong_clock_is_left_behind() {
    let mut desk = Desk::couple();
    let couple = desk.couple_of(ANA);
    let schedule = &mut desk
        .all
        .couples
        .get_mut(&couple)
        .expect("a couple")
        .schedules[0];
    schedule.last_slot = Some(datetime(2027, 11, 22, 20, 30, 0, 0));
    desk.tick(couple);
    desk.goes_on_to("2026-11-23T20:31:00Z");
    assert_eq!(
        desk.rounds().filter(|round| round.slot().is_some()).count(),
        1
    );
}

#[test]
fn moving_never_brings_a_date_twice() {
    let mut desk = Desk::couple();
    for zone in [
        "Pacific/Auckland",
        "Pacific/Honolulu",
        "Europe/Lisbon",
        "Asia/Tokyo",
        "America/New_York",
    ] {
        for _ in 0..3 {
            desk.passes(hours(17));
            desk.lives(ANA, zone);
            desk.lives(BEN, "Europe/Lisbon");
        }
    }
    desk.passes(days(3));
    assert!(desk.rounds().filter(|round| round.slot().is_some()).count() >= 8);
}

#[test]
fn two_prompts_waiting_skip_a_slot_for_both() {
    let mut desk = Desk::couple();
    // Two prompts that nothing succeeds, one started by each.
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    desk.commands(BEN, Command::Prompt(Some("check-in".into())));
    assert_eq!(desk.open().len(), 2);
    desk.forget_the_past();
    desk.goes_on_to("2026-11-23T20:31:00Z");
    assert_eq!(desk.reads(ANA), ["Nudge"], "and no prompt");
    assert_eq!(desk.reads(BEN), ["Nudge"]);
    // One of them passed on, or answered, and the next slot comes.
    for round in desk.open() {
        desk.presses(ANA, Press::Round(RoundPress::NotTonight(round)));
    }
    let round = desk.open()[0];
    let card = desk.last_card(BEN, round);
    desk.replies(BEN, card, "tired and glad");
    desk.forget_the_past();
    desk.goes_on_to("2026-11-24T20:31:00Z");
    assert_eq!(desk.reads(ANA), ["♪Card"]);
    assert_eq!(desk.reads(BEN), ["♪Card"]);
}

#[test]
fn what_the_slot_itself_would_close_does_not_count_as_waiting() {
    let (mut desk, _) = Desk::evening();
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    assert_eq!(desk.open().len(), 2);
    desk.forget_the_past();
    desk.goes_on_to("2026-11-24T20:30:00Z");
    assert_eq!(desk.reads(BEN), ["Nudge", "♪Card"]);
}

#[test]
fn a_prompt_whose_time_is_over_does_not_wait() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T20:29:30Z");
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    desk.commands(BEN, Command::Prompt(Some("check-in".into())));
    // Their time ends at 20:29:30 on the 26th; closing them takes until 20:31:30.
    desk.goes_on_to("2026-11-26T20:29:00Z");
    desk.forget_the_past();
    desk.goes_on_to("2026-11-26T20:30:00Z");
    assert!(desk.reads(BEN).contains(&"♪Card".into()));
}

#[test]
fn a_round_of_ones_own_wakes_nobody() {
    let mut desk = Desk::couple();
    desk.goes_on_to("2026-11-23T23:00:00Z");
    desk.forget_the_past();
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    assert_eq!(desk.reads(ANA), ["Card"]);
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T07:29:59Z");
    assert_eq!(desk.reads(BEN), [""; 0]);
    desk.goes_on_to("2026-11-24T07:30:00Z");
    assert_eq!(desk.reads(BEN), ["♪Card"]);
}

#[test]
fn each_has_at_most_one_round_of_their_own_starting_open() {
    let mut desk = Desk::couple();
    desk.commands(ANA, Command::Prompt(Some("gratitude".into())));
    let first = desk.newest_round();
    desk.passes(secs(2));
    desk.forget_the_past();
    desk.commands(ANA, Command::Prompt(Some("check-in".into())));
    assert_eq!(desk.reads(ANA), ["Card"]);
    assert_eq!(desk.newest_round(), first);
    desk.commands(BEN, Command::Prompt(Some("gratitude".into())));
    assert_eq!(
        desk.newest_round(),
        first,
        "of that kind one is open: it is shown again"
    );
    assert_eq!(desk.reads(BEN), ["Card"]);
    desk.passes(secs(2));
    desk.commands(BEN, Command::Prompt(None));
    assert_ne!(desk.newest_round(), first);
    desk.commands(ANA, Command::Prompt(Some("nonsense".into())));
    assert_eq!(
        desk.reads(ANA).last().map(String::as_str),
        Some("KindsOffer")
    );
}

#[test]
fn where_one_lives_is_asked_after_the_first_reveal_once() {
    let mut desk = Desk::pair("2026-11-22T12:00:00Z");
    desk.says(ANA, "your patience on the phone");
    desk.says(BEN, "the tea you left for me");
    desk.forget_the_past();
    desk.passes(secs(15));
    assert!(desk.reads(ANA).contains(&"ZoneAsk".into()));
    assert!(desk.reads(BEN).contains(&"ZoneAsk".into()));
    desk.says(ANA, "lisbon");
    assert_eq!(desk.person(ANA).zone.as_deref(), Some("Europe/Lisbon"));
    assert_eq!(desk.reads(ANA), ["ZoneSet"]);
    assert_eq!(desk.reads(BEN), ["ZoneAsk"], "the same for you?");
    desk.presses(BEN, Press::Place(PlacePress::SameZone(desk.couple_of(ANA))));
    assert_eq!(desk.person(BEN).zone.as_deref(), Some("Europe/Lisbon"));
    assert_eq!(desk.reads(BEN), ["~ZoneSet"]);
    desk.passes(days(2));
    for who in [ANA, BEN] {
        assert!(!desk.reads(who).contains(&"ZoneAsk".into()));
    }
}

#[test]
fn where_one_lives_is_asked_on_the_second_day_without_a_reveal() {
    let mut desk = Desk::pair("2026-11-22T12:00:00Z");
    desk.passes(hours(24) - secs(1));
    assert_eq!(desk.reads(ANA), [""; 0]);
    desk.passes(secs(1));
    assert_eq!(desk.reads(ANA), ["ZoneAsk"]);
    assert_eq!(desk.reads(BEN), ["ZoneAsk"]);
    desk.passes(days(5));
    assert!(!desk.reads(BEN).contains(&"ZoneAsk".into()));
}

#[test]
fn who_said_it_unasked_has_the_other_asked_once() {
    let mut desk = Desk::pair("2026-11-22T12:00:00Z");
    desk.lives(ANA, "Europe/Lisbon");
    assert_eq!(desk.reads(BEN), ["ZoneAsk"]);
    desk.says(ANA, "your patience on the phone");
    desk.says(BEN, "the tea you left for me");
    desk.passes(days(2));
    assert!(!desk.reads(BEN).contains(&"ZoneAsk".into()));
    desk.lives(ANA, "Europe/Berlin");
    assert!(!desk.reads(BEN).contains(&"ZoneAsk".into()));
}

#[test]
fn an_answer_to_the_open_prompt_is_no_city() {
    let mut desk = Desk::pair("2026-11-22T12:00:00Z");
    let first = desk.only_open();
    desk.passes(hours(24));
    desk.says(ANA, "your patience on the phone");
    assert_eq!(desk.kept_of(first, Seat::A), ["your patience on the phone"]);
}

#[test]
fn an_unreachable_person_counts_as_asked_and_the_plan_goes_on() {
    let mut desk = Desk::couple();
    desk.step(
        Some(BEN),
        desk.now,
        twofold::core::protocol::event::EventKind::WentAway,
        None,
    );
    desk.goes_on_to("2026-11-24T20:40:00Z");
    assert_eq!(
        desk.rounds().filter(|round| round.slot().is_some()).count(),
        2
    );
    assert_eq!(desk.open().len(), 1);
    desk.forget_the_past();
    desk.commands(BEN, Command::Today);
    assert!(desk.person(BEN).reachable);
    assert!(desk.reads(BEN).contains(&"Card".into()));
}

#[test]
fn long_after_downtime_nobody_is_woken_for_a_question_the_other_has() {
    let mut desk = Desk::couple();
    desk.lives(BEN, "America/New_York");
    desk.goes_on_to("2026-11-24T00:00:00Z");
    let round = desk.only_open();
    desk.forget_the_past();
    // Half past eight in New York passes, and it is midnight there.
    desk.sleeps(hours(5));
    desk.ticks();
    assert!(desk.reads(BEN).is_empty());
    desk.goes_on_to("2026-11-24T12:29:59Z");
    assert!(!desk.reads(BEN).contains(&"♪Card".to_owned()));
    desk.goes_on_to("2026-11-24T12:30:00Z");
    assert!(desk.reads(BEN).contains(&"♪Card".to_owned()));
    assert!(desk.round(round).is_open());
}
