//! When a ritual is said: once a week, at one local time, whatever the clocks do.

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;

use crate::core::desk::{at, hours, mins};
use twofold::core::deck::ritual::{Moment, moment};
use twofold::core::model::deck::Ritual;
use twofold::core::model::ids::{RitualId, Seat};
use twofold::library::PromptId;

fn ritual(made: DateTime) -> Ritual {
    Ritual {
        id: RitualId(1),
        prompt: PromptId::parse("affection-0001").expect("a prompt"),
        made,
        told: [made; 2],
    }
}

fn lisbon() -> TimeZone {
    TimeZone::get("Europe/Lisbon").expect("a zone")
}

#[test]
fn it_comes_a_week_later_and_then_every_week_once() {
    let mut ritual = ritual(date(2026, 3, 2).at(20, 15, 0, 0));
    let mut now = at("2026-03-02T20:15:40Z");
    let mut came = Vec::new();
    while now < at("2026-04-07T00:00:00Z") {
        match moment(&ritual, Seat::A, &lisbon(), now) {
            Moment::Now(slot) => {
                came.push((slot.to_string(), now.to_string()));
                ritual.told[0] = slot;
            }
            Moment::At(next) => {
                assert!(next > now, "time goes on");
                now = next;
            }
            Moment::Never => panic!("a ritual never ends by itself"),
        }
    }
    let came: Vec<(&str, &str)> = came.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    // Summer time begins on the 29th.
    assert_eq!(
        came,
        [
            ("2026-03-09T20:15:00", "2026-03-09T20:15:00Z"),
            ("2026-03-16T20:15:00", "2026-03-16T20:15:00Z"),
            ("2026-03-23T20:15:00", "2026-03-23T20:15:00Z"),
            ("2026-03-30T20:15:00", "2026-03-30T19:15:00Z"),
            ("2026-04-06T20:15:00", "2026-04-06T19:15:00Z"),
        ]
    );
}

#[test]
fn a_time_that_the_clocks_skip_is_moved_and_one_that_comes_twice_is_said_once() {
    // In Lisbon 01:30 does not exist on Sunday, 29 March 2026, and comes twice on Sunday, 25 October.
    let sunday = ritual(date(2026, 3, 22).at(1, 30, 0, 0));
    let now = at("2026-03-29T01:30:00Z");
    let slot = date(2026, 3, 29).at(1, 30, 0, 0);
    assert_eq!(moment(&sunday, Seat::A, &lisbon(), now), Moment::Now(slot));
    let mut sunday = ritual(date(2026, 10, 18).at(1, 30, 0, 0));
    let slot = date(2026, 10, 25).at(1, 30, 0, 0);
    let first = at("2026-10-25T00:30:00Z");
    let before = moment(&sunday, Seat::A, &lisbon(), first - mins(1));
    assert_eq!(before, Moment::At(first));
    let then = moment(&sunday, Seat::A, &lisbon(), first);
    assert_eq!(then, Moment::Now(slot));
    sunday.told[0] = slot;
    let next = Moment::At(at("2026-11-01T01:30:00Z"));
    let again = moment(&sunday, Seat::A, &lisbon(), first + hours(1));
    assert_eq!(again, next);
}

#[test]
fn what_was_missed_by_three_hours_is_over() {
    let ritual = ritual(date(2026, 3, 2).at(20, 15, 0, 0));
    let now = at("2026-03-30T22:14:00Z");
    let slot = date(2026, 3, 30).at(20, 15, 0, 0);
    assert_eq!(moment(&ritual, Seat::A, &lisbon(), now), Moment::Now(slot));
    let next = Moment::At(at("2026-04-06T19:15:00Z"));
    let late = moment(&ritual, Seat::A, &lisbon(), now + mins(1));
    assert_eq!(late, next);
}

#[test]
fn a_clock_that_was_wrong_for_a_while_silences_nothing() {
    let mut ritual = ritual(date(2026, 3, 2).at(20, 15, 0, 0));
    ritual.told[0] = date(2027, 3, 1).at(20, 15, 0, 0);
    let now = at("2026-03-09T20:15:00Z");
    let slot = date(2026, 3, 9).at(20, 15, 0, 0);
    assert_eq!(moment(&ritual, Seat::A, &lisbon(), now), Moment::Now(slot));
}

#[test]
fn each_seat_has_its_own_week() {
    let mut ritual = ritual(date(2026, 3, 2).at(20, 15, 0, 0));
    let slot = date(2026, 3, 9).at(20, 15, 0, 0);
    let now = at("2026-03-09T20:15:00Z");
    ritual.told[0] = slot;
    assert_eq!(moment(&ritual, Seat::B, &lisbon(), now), Moment::Now(slot));
    let told = moment(&ritual, Seat::A, &lisbon(), now);
    assert_eq!(told, Moment::At(at("2026-03-16T20:15:00Z")));
}
