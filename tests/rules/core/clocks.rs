//! A wall clock that was wrong: by minutes, a day or a year, either way, and set right an hour later.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;

use crate::core::desk::{ANA, BEN, Desk, at, days, hours, mins};
use twofold::core::model::ids::{RoundId, Seat};

const JUMPS: [SignedDuration; 6] = [
    SignedDuration::from_mins(10),
    SignedDuration::from_hours(24),
    SignedDuration::from_hours(365 * 24),
    SignedDuration::from_mins(-10),
    SignedDuration::from_hours(-24),
    SignedDuration::from_hours(-365 * 24),
];

/// The clock is set; whoever keeps it looks at everybody afresh and believes it an hour later.
fn is_set(desk: &mut Desk, by: SignedDuration) {
    desk.now += by;
    desk.erase_from = desk.now + hours(1);
    let couple = desk.couple_of(ANA);
    desk.tick(couple);
    desk.ticks();
}

/// Both answer what came, and it opens.
fn both_answer(desk: &mut Desk) {
    for (seat, who) in [(Seat::A, ANA), (Seat::B, BEN)] {
        for round in desk.open() {
            let mine = desk.round(round).seat(seat);
            if mine.asked && mine.parts.is_empty() {
                let card = desk.last_card(who, round);
                desk.replies(who, card, &format!("words of {who} at {}", desk.now));
            }
        }
    }
    desk.passes(mins(2));
}

/// Rounds that a slot opened, by local date.
fn by_date(desk: &Desk) -> BTreeMap<Date, Vec<RoundId>> {
    let mut dates: BTreeMap<Date, Vec<RoundId>> = BTreeMap::new();
    for round in desk.rounds() {
        if let Some((_, date)) = round.slot() {
            dates.entry(date).or_default().push(round.id);
        }
    }
    dates
}

#[test]
fn a_clock_that_is_wrong_for_an_hour_doubles_nothing_bursts_nothing_erases_nothing_and_silences_nobody()
 {
    for jump in JUMPS {
        let (mut desk, round) = Desk::evening();
        desk.says(BEN, "sealed before the clock was wrong");
        desk.goes_on_to("2026-11-24T12:00:00Z");
        desk.forget_the_past();
        for by in [jump, -jump] {
            is_set(&mut desk, by);
            for who in [ANA, BEN] {
                let new = desk.got(who).into_iter().filter(|got| got.is_new());
                let sounds = new.filter(|got| got.send.sound).count();
                assert!(sounds <= 1, "{jump}: a burst of {sounds} for {who:?}");
            }
            desk.passes(hours(1) - mins(1));
        }
        assert_eq!(
            desk.kept_of(round, Seat::B),
            ["sealed before the clock was wrong"],
            "{jump}"
        );
        // From here on the clock is right. No evening is left out but those the wrong clock may have used up.
        desk.goes_on_to("2026-11-26T20:29:00Z");
        both_answer(&mut desk);
        let before = by_date(&desk);
        for day in 0..7 {
            let evening = at("2026-11-26T20:30:00Z") + days(day);
            desk.passes(evening.duration_since(desk.now));
            desk.passes(mins(1));
            both_answer(&mut desk);
        }
        let after = by_date(&desk);
        assert!(
            after.values().all(|rounds| rounds.len() == 1),
            "{jump}: {after:?}"
        );
        let new: Vec<Date> = after
            .keys()
            .filter(|date| !before.contains_key(date))
            .copied()
            .collect();
        let wanted: Vec<Date> = (0..7)
            .map(|day| jiff::civil::date(2026, 11, 26).saturating_add(jiff::Span::new().days(day)))
            .filter(|date| !before.contains_key(date))
            .collect();
        assert_eq!(new, wanted, "{jump}");
        assert!(new.len() >= 6, "{jump}: {new:?}");
    }
}
