//! Local time: slots, zones, quiet hours.
//!
//! A schedule is a cron expression over wall-clock time without a zone, so its occurrences know nothing of clock
//! changes; each occurrence (slot) is then read in each person's own zone. A time that the clocks skip is shifted by the
//! length of the gap, a time that comes twice happens the first time (`jiff`'s *compatible* reading, RFC 5545's).
//! The last *slot* is remembered, never the last instant. Nothing here reads a clock.

use std::str::FromStr;

use chrono::{Datelike, Timelike};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::core::model::couple::Couple;
use crate::core::model::ids::Seat;
use crate::core::model::local_time::{instant, zone_of_seat};
use crate::core::model::schedule::Schedule;
use crate::core::model::state::State;

/// After downtime a slot still fires within this long of its time.
pub const LATE_MAX: SignedDuration = SignedDuration::from_hours(3);

/// A remembered slot further ahead than this was written by a clock that was wrong.
pub const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(36);

/// Slots older than this are not looked at after downtime: none of them could still fire.
const BACKLOG_DAYS: i64 = 3;

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
