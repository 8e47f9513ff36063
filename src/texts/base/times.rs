//! Clocks, weekdays and zones as a reader sees them.
//!
//! Every time is that of the moment the message is made. Start with [`clock`].

use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;

use crate::texts::base::common::Common;
use crate::texts::base::view::View;

pub(in crate::texts) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

impl View<'_> {
    /// The clock of a zone now, as `21:04`; `None` for a zone nobody knows.
    pub(in crate::texts) fn clock(&self, zone: &str) -> Option<String> {
        let local = self.local(zone)?;
        Some(format!("{:02}:{:02}", local.hour(), local.minute()))
    }

    /// Date and time in a zone now.
    pub(in crate::texts) fn local(&self, zone: &str) -> Option<DateTime> {
        Some(TimeZone::get(zone).ok()?.to_datetime(self.ctx.now))
    }

    pub(in crate::texts) fn my_zone(&self) -> Option<String> {
        let own = |person| self.person(person).and_then(|person| person.zone.clone());
        own(self.to).or_else(|| {
            let (couple, seat) = self.ctx.state.together(self.to)?;
            own(couple.person(seat.other())?)
        })
    }

    pub(in crate::texts) fn weekday(&self, day: Weekday) -> String {
        self.say(match day {
            Weekday::Monday => Common::WeekdayMon,
            Weekday::Tuesday => Common::WeekdayTue,
            Weekday::Wednesday => Common::WeekdayWed,
            Weekday::Thursday => Common::WeekdayThu,
            Weekday::Friday => Common::WeekdayFri,
            Weekday::Saturday => Common::WeekdaySat,
            Weekday::Sunday => Common::WeekdaySun,
        })
    }
}

/// A time of the day; midnight for one that does not exist.
pub(in crate::texts) fn time(hour: i8, minute: i8) -> Time {
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}
