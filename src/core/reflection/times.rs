//! When an invitation goes and when both come back: only times that are possible are offered.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::core::model::ids::{CoupleId, Seat};
use crate::core::model::local_time;
use crate::core::model::reflection::{BREAK_MAX, BREAK_MIN};
use crate::core::model::time::later;
use crate::core::protocol::reflection::Offer;
use crate::core::turn::Turn;

/// From here in the evening on *tomorrow* comes first …
const LATE_FROM: Time = Time::constant(21, 0, 0, 0);

/// … until the night is over.
const LATE_TO: Time = Time::constant(5, 0, 0, 0);

/// When a morning begins for who has no quiet hours.
const MORNING: Time = Time::constant(8, 0, 0, 0);

/// Breaks that are offered, from when the invitation can arrive.
const BREAKS: [SignedDuration; 3] = [
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(3),
];

/// Where nobody's clock is known there is no tomorrow to name.
const WITHOUT_CLOCK: SignedDuration = SignedDuration::from_hours(12);

/// Times of the next day that are offered.
const TOMORROW: [Time; 3] = [
    Time::constant(9, 0, 0, 0),
    Time::constant(13, 0, 0, 0),
    Time::constant(19, 0, 0, 0),
];

impl<R: rand::Rng> Turn<'_, R> {
    /// Whether it is late for this seat.
    pub(super) fn is_late(&self, couple: CoupleId, seat: Seat) -> bool {
        let Some(zone) = self.zone_of(couple, seat) else {
            return false;
        };
        let time = zone.to_datetime(self.now).time();
        time >= LATE_FROM || time < LATE_TO
    }

    fn zone_of(&self, couple: CoupleId, seat: Seat) -> Option<TimeZone> {
        local_time::zone_of_seat(&self.state, self.couple(couple)?, seat)
    }

    /// When an invitation to this seat can arrive.
    pub(super) fn arrives(&self, couple: CoupleId, to: Seat, morning: bool) -> Timestamp {
        let now = self.when_seat_awake(couple, to);
        if morning && now <= self.now {
            self.morning_of(couple, to).unwrap_or(now)
        } else {
            now
        }
    }

    /// The end of the coming night.
    fn morning_of(&self, couple: CoupleId, to: Seat) -> Option<Timestamp> {
        let zone = self.zone_of(couple, to)?;
        let local = zone.to_datetime(self.now);
        let date = if local.time() < LATE_TO {
            local.date()
        } else {
            local.date().tomorrow().ok()?
        };
        let at = |time: Time| {
            let at = zone.to_ambiguous_timestamp(date.to_datetime(time));
            at.compatible().ok()
        };
        let night = at(Time::constant(3, 0, 0, 0))?.max(self.now);
        let couple = self.couple(couple)?;
        let ends = local_time::quiet_until_in(&self.state, couple, to, night);
        ends.or_else(|| at(MORNING)).filter(|at| *at > self.now)
    }

    /// The times that can be chosen, those that fit best first.
    pub(super) fn offers(&self, couple: CoupleId, asker: Seat) -> Vec<Offer> {
        let to = asker.other();
        let late = self.is_late(couple, asker);
        let arrives = self.arrives(couple, to, false);
        let mut soon: Vec<Offer> = BREAKS
            .iter()
            .map(|by| Offer::at(later(arrives, *by), false))
            .collect();
        let mut tomorrow = Vec::new();
        match self.zone_of(couple, asker) {
            None => soon.push(Offer::at(later(arrives, WITHOUT_CLOCK), false)),
            Some(zone) => {
                let local = zone.to_datetime(self.now);
                let date = if local.time() < LATE_TO {
                    Some(local.date())
                } else {
                    local.date().tomorrow().ok()
                };
                for (date, time) in date.into_iter().flat_map(|d| TOMORROW.map(|t| (d, t))) {
                    let at = zone.to_ambiguous_timestamp(date.to_datetime(time));
                    tomorrow.extend(at.compatible().ok().map(|at| Offer::at(at, late)));
                }
            }
        }
        let mut offers = if late {
            [tomorrow, soon].concat()
        } else {
            [soon, tomorrow].concat()
        };
        offers.retain(|offer| self.can_return(couple, to, *offer));
        let mut seen = Vec::new();
        offers.retain(|offer| {
            let new = !seen.contains(&offer.minute);
            seen.push(offer.minute);
            new
        });
        offers
    }

    /// Whether the break is neither too short nor too long.
    pub(super) fn can_return(&self, couple: CoupleId, to: Seat, offer: Offer) -> bool {
        let arrives = self.arrives(couple, to, offer.morning);
        offer.time().is_some_and(|at| {
            let lasts = at.duration_since(arrives);
            lasts >= BREAK_MIN && lasts <= BREAK_MAX
        })
    }
}
