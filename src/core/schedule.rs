//! Local time: slots, zones, quiet hours.
//!
//! A schedule is a cron expression over wall-clock time without a zone, so its occurrences know nothing of clock
//! changes; each occurrence (slot) is then read in each person's own zone. A time that the clocks skip is shifted by the
//! length of the gap, a time that comes twice happens the first time (`jiff`'s *compatible* reading, RFC 5545's).
//! The last *slot* is remembered, never the last instant. Nothing here reads a clock.

use std::str::FromStr;

use chrono::{Datelike, Timelike};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp};

use crate::core::ids::{PersonId, Seat};
use crate::core::state::{Couple, Schedule, Settings, State};

/// After downtime a slot still fires within this long of its time.
pub const LATE_MAX: SignedDuration = SignedDuration::from_hours(3);
/// A remembered slot further ahead than this was written by a clock that was wrong.
pub const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(36);
/// Slots older than this are not looked at after downtime: none of them could still fire.
const BACKLOG_DAYS: i64 = 3;

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

/// The first slot of a cron expression after a local time.
pub fn next_slot(cron: &str, after: DateTime) -> Option<DateTime> {
    slot_after(&cron::Schedule::from_str(cron).ok()?, after)
}

fn slot_after(schedule: &cron::Schedule, after: DateTime) -> Option<DateTime> {
    let wall = chrono::NaiveDate::from_ymd_opt(
        i32::from(after.year()),
        after.month().unsigned_abs().into(),
        after.day().unsigned_abs().into(),
    )?
    .and_hms_opt(
        after.hour().unsigned_abs().into(),
        after.minute().unsigned_abs().into(),
        after.second().unsigned_abs().into(),
    )?
    .and_utc();
    let slot = schedule.after(&wall).next()?;
    let date = Date::new(
        slot.year().try_into().ok()?,
        slot.month().try_into().ok()?,
        slot.day().try_into().ok()?,
    );
    let time = Time::new(
        slot.hour().try_into().ok()?,
        slot.minute().try_into().ok()?,
        slot.second().try_into().ok()?,
        0,
    );
    Some(date.ok()?.to_datetime(time.ok()?))
}

/// A slot and the instant at which each seat is asked.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Slot {
    pub slot: DateTime,
    pub at: [Timestamp; 2],
}

impl Slot {
    /// The round opens when the first of the two is asked.
    pub fn opens_at(&self) -> Timestamp {
        self.at[0].min(self.at[1])
    }

    /// Both have been asked.
    pub fn asked_both_at(&self) -> Timestamp {
        self.at[0].max(self.at[1])
    }
}

/// What a schedule does at this moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Due {
    /// A round is to be opened for this slot.
    Now(Slot),
    /// The slots up to this one are over; nothing is opened for them.
    Missed(DateTime),
    /// Nothing before this instant.
    At(Timestamp),
    /// No zone is known, or the expression never comes again.
    Never,
}

/// Looks at one schedule of a couple.
pub fn due(state: &State, couple: &Couple, schedule: &Schedule, now: Timestamp) -> Due {
    let (Some(a), Some(b)) = (
        zone_of_seat(state, couple, state.clock_seat(couple, Seat::A)),
        zone_of_seat(state, couple, state.clock_seat(couple, Seat::B)),
    ) else {
        return Due::Never;
    };
    let local = |zone: &TimeZone| zone.to_datetime(now);
    let local_now = local(&a).max(local(&b));
    let Some(mut after) = schedule.last_slot else {
        return Due::Never;
    };
    if after.duration_since(local_now) > AHEAD_MAX {
        return Due::Missed(local_now);
    }
    let horizon = local_now
        .checked_sub(Span::new().days(BACKLOG_DAYS))
        .unwrap_or(local_now);
    after = after.max(horizon);
    // Read once: reading costs more than asking.
    let Ok(cron) = cron::Schedule::from_str(&schedule.cron) else {
        return Due::Never;
    };
    let mut latest = None;
    loop {
        let Some(slot) = slot_after(&cron, after) else {
            return latest.map_or(Due::Never, Due::Missed);
        };
        after = slot;
        let (Some(at_a), Some(at_b)) = (instant(slot, &a), instant(slot, &b)) else {
            continue;
        };
        let this = Slot {
            slot,
            at: [at_a, at_b],
        };
        if this.opens_at() > now {
            return latest.map_or(Due::At(this.opens_at()), Due::Missed);
        }
        let following = slot_after(&cron, slot)
            .and_then(|next| Some(instant(next, &a)?.min(instant(next, &b)?)));
        let in_time = now.duration_since(this.asked_both_at()) < LATE_MAX;
        if in_time && following.is_none_or(|next| next > now) {
            return Due::Now(this);
        }
        latest = Some(slot);
    }
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
