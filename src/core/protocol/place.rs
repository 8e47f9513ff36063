//! The buttons about where somebody lives, and what they carry: a clock, or a zone and a name the places know.
//!
//! Nothing here is taken on trust: a clock is only numbers, and a zone and name are looked up before they count.

use jiff::Timestamp;

use crate::core::model::ids::{CoupleId, PersonId};
use crate::core::protocol::wire::{Field as _, Fields};
use crate::places::Place;

/// Minutes in a day.
const DAY_MIN: i32 = 24 * 60;

/// Bot API, `InlineKeyboardButton.callback_data`.
const DATA_MAX_BYTES: usize = 64;

/// The buttons about where somebody lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlacePress {
    SameZone(CoupleId),
    OtherZone(CoupleId),
    Where(Where),
}

impl PlacePress {
    /// The callback data.
    pub(in crate::core) fn data(&self) -> String {
        match self {
            PlacePress::SameZone(couple) => format!("szn:{}", couple.write()),
            PlacePress::OtherZone(couple) => format!("ozn:{}", couple.write()),
            PlacePress::Where(button) => button.data(),
        }
    }

    /// Reads callback data that was taken apart.
    pub(in crate::core) fn read(fields: &Fields<'_>) -> Option<PlacePress> {
        Some(match fields.verb {
            "szn" => PlacePress::SameZone(fields.id()?),
            "ozn" => PlacePress::OtherZone(fields.id()?),
            _ => PlacePress::Where(Where::read(fields.whole)?),
        })
    }

    /// The couple a button names.
    pub(in crate::core) fn couple(&self) -> Option<CoupleId> {
        match self {
            PlacePress::SameZone(couple) | PlacePress::OtherZone(couple) => Some(*couple),
            PlacePress::Where(_) => None,
        }
    }
}

/// What the bot says about where somebody lives.
#[derive(Clone, PartialEq, Debug)]
pub enum PlaceSay {
    /// What time is it where you are?
    ZoneAsk {
        couple: Option<CoupleId>,
        same_as: Option<PersonId>,
    },
    /// Where somebody lives counts from now on, and is read back. `place` as it was told, with what else it could have meant;
    /// without it, the partner's zone was taken.
    ZoneSet {
        place: Option<Place>,
        others: Vec<Place>,
    },
    /// The question is answered: its buttons go.
    ZoneRight,
    ZoneUnknown,
    /// Which of these times is it where you are?
    ClockAsk {
        clocks: Vec<Clock>,
    },
    /// Which of the places that share a clock? `more`: there is another page of them.
    PlaceAsk {
        clock: Clock,
        places: Vec<Place>,
        more: Option<u8>,
    },
}

/// A button about where somebody lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Where {
    /// *Pick the time*, and *another time*.
    Clocks,
    /// One of these times, or another page of the places that share it.
    Clock { clock: Clock, page: u8 },
    /// One of several places. The name is left out where it does not fit; the zone is what counts.
    Place { zone: String, name: String },
    /// *Yes, that's it*.
    Right,
    /// *Somewhere else*.
    Elsewhere,
}

/// A clock somewhere in the world: what it shows, and what one on UTC shows meanwhile, in minutes after midnight. Together
/// they tell how far it is from UTC and how long ago that was, both within a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clock {
    pub local: u16,
    pub utc: u16,
}

impl Clock {
    /// One that shows so many minutes after midnight at this moment.
    pub fn showing(local: i32, now: Timestamp) -> Clock {
        Clock {
            local: within_a_day(local),
            utc: utc_minutes(now),
        }
    }

    /// The same clock at another moment.
    pub fn at(self, now: Timestamp) -> Clock {
        let ahead = i32::from(self.local) - i32::from(self.utc);
        Clock::showing(i32::from(utc_minutes(now)) + ahead, now)
    }

    /// How many minutes ago it showed that; a day ago counts as now.
    pub fn age_min(self, now: Timestamp) -> u16 {
        within_a_day(i32::from(utc_minutes(now)) - i32::from(self.utc))
    }
}

fn within_a_day(minutes: i32) -> u16 {
    u16::try_from(minutes.rem_euclid(DAY_MIN)).unwrap_or_default()
}

fn utc_minutes(now: Timestamp) -> u16 {
    let minutes = now
        .as_second()
        .div_euclid(60)
        .rem_euclid(i64::from(DAY_MIN));
    u16::try_from(minutes).unwrap_or_default()
}

impl Where {
    /// The button of a place.
    pub fn place(place: &Place) -> Where {
        let button = |name: &str| Where::Place {
            zone: place.zone.clone(),
            name: name.to_owned(),
        };
        let named = button(&place.name);
        if named.data().len() <= DATA_MAX_BYTES {
            named
        } else {
            button("")
        }
    }

    /// The callback data.
    pub fn data(&self) -> String {
        match self {
            Where::Clocks => "wcs".to_owned(),
            Where::Clock { clock, page } => format!("wcl:{}:{}.{page}", clock.local, clock.utc),
            Where::Place { zone, name } => format!("wpl:{zone}:{name}"),
            Where::Right => "wok".to_owned(),
            Where::Elsewhere => "wel".to_owned(),
        }
    }

    /// Reads what [`Where::data`] writes; what it makes of anything else is for the caller to compare.
    pub fn read(data: &str) -> Option<Where> {
        let mut fields = data.splitn(3, ':');
        let (verb, first, second) = (fields.next()?, fields.next(), fields.next());
        let minutes = |text: &str| text.parse().ok().filter(|at| i32::from(*at) < DAY_MIN);
        Some(match (verb, first, second) {
            ("wcs", None, None) => Where::Clocks,
            ("wcl", Some(local), Some(rest)) => {
                let (utc, page) = rest.split_once('.')?;
                let clock = Clock {
                    local: minutes(local)?,
                    utc: minutes(utc)?,
                };
                let page = page.parse().ok()?;
                Where::Clock { clock, page }
            }
            ("wpl", Some(zone), Some(name)) => Where::Place {
                zone: zone.to_owned(),
                name: name.to_owned(),
            },
            ("wok", None, None) => Where::Right,
            ("wel", None, None) => Where::Elsewhere,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places;

    pub(in crate::core) fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_clock_goes_on_and_knows_its_age() {
        let then = at("2026-03-02T23:50:40Z");
        let auckland = Clock::showing(12 * 60 + 50, then);
        assert_eq!(
            auckland,
            Clock {
                local: 770,
                utc: 1430
            }
        );
        let later = at("2026-03-03T00:20:10Z");
        assert_eq!(auckland.age_min(later), 30);
        assert_eq!(
            auckland.at(later),
            Clock {
                local: 800,
                utc: 20
            }
        );
        assert_eq!(auckland.at(later).age_min(later), 0);
        assert_eq!(Clock::showing(-60, then).local, 23 * 60);
        let before_1970 = at("1969-12-31T23:59:00Z");
        assert_eq!(Clock::showing(0, before_1970).utc, 1439);
    }

    #[test]
    fn every_place_fits_a_button_and_is_found_again() {
        for typed in [
            "paris",
            "springfield",
            "usa",
            "russia",
            "saint petersburg",
            "comodoro rivadavia",
            "Las Heroinas",
            "nagasaki",
        ] {
            for place in places::find(typed) {
                let button = Where::place(&place);
                let data = button.data();
                assert!(data.len() <= DATA_MAX_BYTES, "{data}");
                assert_eq!(Where::read(&data), Some(button.clone()));
                let Where::Place { zone, name } = button else {
                    panic!("{data}")
                };
                assert_eq!(
                    places::in_zone(&zone, &name).map(|place| place.zone),
                    Some(place.zone)
                );
            }
        }
    }

    #[test]
    fn what_is_no_button_is_not_read_as_one() {
        for data in [
            "",
            "w",
            "wcs:",
            "wok:1",
            "wcl",
            "wcl:1",
            "wcl:1:2",
            "wcl:1440:0.0",
            "wcl:1:2.256",
            "wpl:UTC",
        ] {
            assert_eq!(Where::read(data), None, "{data}");
        }
    }
}
