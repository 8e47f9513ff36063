//! Local time: zones of people and seats, and quiet hours.
//!
//! A time that the clocks skip is shifted by the length of the gap, one that comes twice happens the first time (`jiff`'s
//! *compatible* reading, as RFC 5545 asks). Nothing here reads a clock.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::core::model::couple::Couple;
use crate::core::model::ids::{PersonId, Seat};
use crate::core::model::local_time;
use crate::core::model::person::Settings;
use crate::core::model::state::State;

/// The zone of a name of the bundled tz database.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// The zone a seat lives in: its own, else the partner's.
pub fn zone_of_seat(state: &State, couple: &Couple, seat: Seat) -> Option<TimeZone> {
    let own = |seat: Seat| {
        let person = state.persons.get(&couple.person(seat)?)?;
        zone(person.zone.as_deref()?)
    };
    own(seat).or_else(|| own(seat.other()))
}

/// The zone a person lives in: their own, else that of whoever they are together with.
pub fn zone_of(state: &State, person: PersonId) -> Option<TimeZone> {
    match state.together(person) {
        Some((couple, seat)) => zone_of_seat(state, couple, seat),
        None => zone(state.persons.get(&person)?.zone.as_deref()?),
    }
}

/// The instant of a slot in a zone; `None` on a date that the zone skipped whole (Apia, 2011-12-30).
pub fn instant(slot: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(slot);
    if let AmbiguousOffset::Gap { before, after } = ambiguous.offset() {
        let gap_s = i64::from(after.seconds()) - i64::from(before.seconds());
        if gap_s >= 24 * 60 * 60 {
            return None;
        }
    }
    ambiguous.compatible().ok()
}

/// Until when this person's quiet hours last, if this moment lies in them. Without a zone there are none.
pub fn quiet_until(state: &State, person: PersonId, now: Timestamp) -> Option<Timestamp> {
    let zone = zone_of(state, person)?;
    quiet_end(&state.persons.get(&person)?.settings, &zone, now)
}

/// The same for a seat of a couple, whether its person has left or not.
pub fn quiet_until_in(
    state: &State,
    couple: &Couple,
    seat: Seat,
    now: Timestamp,
) -> Option<Timestamp> {
    let zone = zone_of_seat(state, couple, seat)?;
    let person = state.persons.get(&couple.person(seat)?)?;
    quiet_end(&person.settings, &zone, now)
}

fn quiet_end(settings: &Settings, zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    let (from, to) = (settings.quiet_from, settings.quiet_to);
    let local = zone.to_datetime(now);
    let time = local.time();
    let ends_on = if from <= to {
        (from <= time && time < to).then(|| local.date())
    } else if time >= from {
        local.date().tomorrow().ok()
    } else {
        (time < to).then(|| local.date())
    }?;
    zone.to_ambiguous_timestamp(ends_on.to_datetime(to))
        .compatible()
        .ok()
        .filter(|end| *end > now)
}

/// Zones this far apart make a couple a long-distance one.
pub const FAR: SignedDuration = SignedDuration::from_hours(3);

/// Whether the clocks of two zones are at least [`FAR`] apart at this moment, whatever their dates are.
pub fn far_apart(one: &TimeZone, other: &TimeZone, now: Timestamp) -> bool {
    let offset_s = |zone: &TimeZone| i64::from(zone.to_offset(now).seconds());
    (offset_s(one) - offset_s(other)).abs() >= FAR.as_secs()
}

/// Whether the two of a couple live far apart at this moment. A seat without a zone lives where the other does.
pub fn live_far_apart(state: &State, couple: &Couple, now: Timestamp) -> bool {
    let zone = |seat| local_time::zone_of_seat(state, couple, seat);
    match (zone(Seat::A), zone(Seat::B)) {
        (Some(a), Some(b)) => far_apart(&a, &b, now),
        _ => false,
    }
}
