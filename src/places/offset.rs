//! Offsets from UTC as people type them, and the zones that stand for them.
//!
//! Whole hours are the tz database's `Etc/GMT…` zones, whose sign is the other way round: `Etc/GMT-2` is two hours *ahead*.
//! The tz database has no fixed zone for parts of an hour; those are the places that have such an offset, as standard or as
//! summer time.

use super::data;
use super::place::{Place, fixed};

/// Every offset in use with a part of an hour, in minutes east, and the zones that have it.
const PARTS: [(i32, &[&str]); 13] = [
    (-570, &["Pacific/Marquesas"]),
    (-210, &["America/St_Johns"]),
    (-150, &["America/St_Johns"]),
    (210, &["Asia/Tehran"]),
    (270, &["Asia/Kabul"]),
    (330, &["Asia/Kolkata", "Asia/Colombo"]),
    (345, &["Asia/Kathmandu"]),
    (390, &["Asia/Yangon"]),
    (525, &["Australia/Eucla"]),
    (570, &["Australia/Adelaide", "Australia/Darwin"]),
    (630, &["Australia/Adelaide", "Australia/Lord_Howe"]),
    (765, &["Pacific/Chatham"]),
    (825, &["Pacific/Chatham"]),
];
/// The places of a typed offset (`UTC+2`, `+2`, `GMT-3:30`, `+0530`); `None` when it is no offset at all.
pub fn places(typed: &str) -> Option<Vec<Place>> {
    let minutes = parse(typed)?;
    if minutes % 60 == 0 {
        return Some(fixed(minutes / 60).into_iter().collect());
    }
    let zones = PARTS
        .iter()
        .find(|(part, _)| *part == minutes)
        .map_or(&[][..], |(_, zones)| zones);
    let places = zones
        .iter()
        .filter_map(|zone| Place::of_zone(data::zone(zone)?));
    Some(places.collect())
}

/// Minutes east of UTC. A number needs a sign: a bare one could be anything.
fn parse(typed: &str) -> Option<i32> {
    let typed = typed
        .trim()
        .to_lowercase()
        .replace(['\u{2212}', '\u{2013}'], "-");
    let named = ["utc", "gmt"]
        .iter()
        .find_map(|name| typed.strip_prefix(name));
    let rest = named.unwrap_or(&typed).trim_start();
    if rest.is_empty() && named.is_some() || typed == "z" {
        return Some(0);
    }
    let (sign, digits) = match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
        (Some(digits), _) => (1, digits.trim_start()),
        (_, Some(digits)) => (-1, digits.trim_start()),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| {
        let digits =
            !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        if digits {
            text.parse::<i32>().ok()
        } else {
            None
        }
    };
    let minutes = number(minutes).filter(|minutes| *minutes < 60)?;
    Some(sign * (number(hours)? * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::places::place::{EAST_MAX, WEST_MAX};

    #[test]
    fn offsets_are_read_as_people_type_them() {
        for (typed, minutes) in [
            ("UTC+2", 120),
            ("utc +2", 120),
            ("+2", 120),
            ("+02", 120),
            ("+02:00", 120),
            ("+0200", 120),
            ("GMT-3:30", -210),
            ("−3", -180),
            ("gmt+5.30", 330),
            ("+545", 345),
            ("UTC", 0),
            ("z", 0),
        ] {
            assert_eq!(parse(typed), Some(minutes), "{typed}");
        }
        for typed in [
            "2", "utc2", "+", "+2:3", "+x", "+12345", "+1:60", "", "+ 1:+2", "utcc",
        ] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn whole_hours_are_fixed_zones_that_are_that_far_from_utc() {
        for hours in WEST_MAX..=EAST_MAX {
            let place = fixed(hours).unwrap();
            let zone = TimeZone::get(&place.zone).unwrap();
            assert_eq!(
                zone.to_offset(Timestamp::UNIX_EPOCH).seconds(),
                hours * 3600
            );
        }
        assert_eq!(places("+15"), Some(Vec::new()));
        assert_eq!(places("-13"), Some(Vec::new()));
        assert_eq!(places("+2").unwrap()[0].name, "UTC+2");
    }

    #[test]
    fn every_part_of_an_hour_in_use_has_its_places() {
        let first: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut in_use = BTreeSet::new();
        for zone in data::zones() {
            let zone = TimeZone::get(zone.name).unwrap();
            for day in 0..365 {
                let at = first + SignedDuration::from_hours(24 * day);
                let minutes = zone.to_offset(at).seconds() / 60;
                if minutes % 60 != 0 {
                    in_use.insert(minutes);
                }
            }
        }
        assert_eq!(in_use, PARTS.iter().map(|(minutes, _)| *minutes).collect());
        for (minutes, zones) in PARTS {
            let (sign, rest) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
            let found = places(&format!("{sign}{}:{:02}", rest / 60, rest % 60)).unwrap();
            let found: Vec<&str> = found.iter().map(|place| place.zone.as_str()).collect();
            assert_eq!(found, zones);
        }
        assert_eq!(places("+1:15"), Some(Vec::new()));
    }
}
