//! When both come back, and when something is erased, as the reader's own clock tells it.
//!
//! Every time is that of the moment the message is made. Start with [`View::offer`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::core::model::local_time;
use crate::core::model::reflection::Reflection;
use crate::core::protocol::reflection::Offer;
use crate::texts::base::times::clock;
use crate::texts::base::view::View;
use crate::texts::reflection::lines::Line;

/// From this many minutes on a break is told in hours.
const IN_HOURS_FROM: i64 = 60;
/// Hours of the day: before this one it is still night …
const MORNING_FROM: i8 = 5;
/// … and from here on it is no longer morning.
const NOON: i8 = 12;
/// At night, what comes sooner than this is told in hours.
const LATER_FROM: i64 = 4 * 60;

impl View<'_> {
    fn zone_here(&self) -> Option<TimeZone> {
        local_time::zone_of(self.ctx.state, self.to)
    }

    /// When both come back, as a phrase.
    pub(super) fn return_of(&self, reflection: &Reflection) -> String {
        reflection
            .return_at()
            .map(|at| self.when_phrase(at))
            .unwrap_or_default()
    }

    fn when_phrase(&self, at: Timestamp) -> String {
        let Some(zone) = self.zone_here() else {
            let minutes = minutes_until(at, self.ctx.now);
            return self.say(if minutes < IN_HOURS_FROM {
                let count = usize::try_from(minutes).unwrap_or(1);
                Line::ReflectWhenMinutes { count }
            } else {
                Line::ReflectWhenHours {
                    count: hours(minutes),
                }
            });
        };
        let (local, now) = (zone.to_datetime(at), zone.to_datetime(self.ctx.now));
        let time = clock(local.time());
        let time = time.as_str();
        if local.date() == now.date() {
            self.say(Line::ReflectWhenToday { time })
        } else if now.date().tomorrow().ok() == Some(local.date()) {
            self.say(Line::ReflectWhenTomorrow { time })
        } else {
            let day = self.weekday(local.weekday());
            self.say(Line::ReflectWhenDay { day: &day, time })
        }
    }

    /// A date in the reader's words.
    pub(super) fn date(&self, at: Timestamp) -> String {
        let zone = self.zone_here().unwrap_or(TimeZone::UTC);
        let date = zone.to_datetime(at).date();
        let month = self.say(match date.month() {
            1 => Line::ReflectMonth1,
            2 => Line::ReflectMonth2,
            3 => Line::ReflectMonth3,
            4 => Line::ReflectMonth4,
            5 => Line::ReflectMonth5,
            6 => Line::ReflectMonth6,
            7 => Line::ReflectMonth7,
            8 => Line::ReflectMonth8,
            9 => Line::ReflectMonth9,
            10 => Line::ReflectMonth10,
            11 => Line::ReflectMonth11,
            _ => Line::ReflectMonth12,
        });
        self.say(Line::ReflectDate {
            month: &month,
            day: usize::from(date.day().unsigned_abs()),
        })
    }

    pub(super) fn offer(&self, offer: Offer) -> OfferLabel {
        let at = offer.time().unwrap_or(self.ctx.now);
        let minutes = minutes_until(at, self.ctx.now);
        let Some(zone) = self.zone_here() else {
            return OfferLabel {
                minutes,
                time: String::new(),
                day: None,
            };
        };
        let (local, now) = (zone.to_datetime(at), zone.to_datetime(self.ctx.now));
        let morning = local.hour() < NOON;
        // Half past midnight is tomorrow to no one; and to who lies awake then, the coming morning is today's.
        let day = match local.date() == now.date() {
            _ if local.hour() < MORNING_FROM => None,
            true if now.hour() >= MORNING_FROM => None,
            true if minutes < LATER_FROM => None,
            true => Some(Day::Today { morning }),
            false => Some(Day::Tomorrow { morning }),
        };
        OfferLabel {
            minutes,
            time: clock(local.time()),
            day,
        }
    }
}

/// What a button with a time says.
pub(super) struct OfferLabel {
    minutes: i64,
    time: String,
    /// After the night; sooner it is told in hours.
    day: Option<Day>,
}

enum Day {
    /// The same date, seen from after midnight.
    Today {
        morning: bool,
    },
    Tomorrow {
        morning: bool,
    },
}

impl OfferLabel {
    pub(super) fn line(&self) -> Line<'_> {
        let time = self.time.as_str();
        match self.day {
            Some(Day::Today { morning: true }) => Line::ReflectButtonMorning { time },
            Some(Day::Today { morning: false }) => Line::ReflectButtonToday { time },
            Some(Day::Tomorrow { morning: true }) => Line::ReflectButtonTomorrowMorning { time },
            Some(Day::Tomorrow { morning: false }) => Line::ReflectButtonTomorrow { time },
            None if self.time.is_empty() && self.minutes < IN_HOURS_FROM => {
                let count = usize::try_from(self.minutes).unwrap_or(1);
                Line::ReflectWhenMinutes { count }
            }
            None if self.time.is_empty() => Line::ReflectWhenHours {
                count: hours(self.minutes),
            },
            None if self.minutes < IN_HOURS_FROM => {
                let count = usize::try_from(self.minutes).unwrap_or(1);
                Line::ReflectButtonMinutes { count, time }
            }
            None => {
                let count = hours(self.minutes);
                Line::ReflectButtonHours { count, time }
            }
        }
    }
}

/// Whole minutes, to the nearest; at least one.
fn minutes_until(at: Timestamp, now: Timestamp) -> i64 {
    ((at.duration_since(now).as_secs() + 30) / 60).max(1)
}

/// Whole hours, to the nearest.
fn hours(minutes: i64) -> usize {
    usize::try_from((minutes + 30) / 60).unwrap_or(1)
}
