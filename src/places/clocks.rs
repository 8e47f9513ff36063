//! From the time on somebody's clock to the places that share it.
//!
//! Zones whose clocks are the same from 2025 on have one leader, and only the leaders' clocks are looked at.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::data::{self, Zone};
use super::place::Place;

/// A clock this many minutes off is still the same: offsets are a quarter of an hour apart, and reading takes time.
const TOLERANCE: i32 = 7;
/// A clock that fewer people than this live by is no button of its own.
const PEOPLE_MIN: u32 = 5_000;
const DAY: i32 = 24 * 60;

/// The places whose clocks show these minutes after midnight, give or take seven: the most populous of each zone, most
/// populous first.
pub fn sharing(now: Timestamp, local_minutes: i32) -> Vec<Place> {
    let wanted = local_minutes.rem_euclid(DAY);
    let is_it = |zone: &&Zone| {
        let apart = minutes_at(zone, now).map(|minutes| (minutes - wanted).rem_euclid(DAY));
        apart.is_some_and(|apart| apart.min(DAY - apart) <= TOLERANCE)
    };
    let clocks: BTreeSet<&str> = leaders().filter(is_it).map(|zone| zone.name).collect();
    let keeps = |zone: &&Zone| {
        zone.clocks()
            .is_some_and(|clocks_of| clocks.contains(clocks_of))
    };
    let mut zones: Vec<&Zone> = data::zones().iter().filter(keeps).collect();
    zones.sort_by_key(|zone| zone.city);
    zones.into_iter().filter_map(largest).collect()
}

/// The local times that people live by now, in minutes after midnight and in the order of the clock; each is one button.
/// Whoever lives in none of them can type a place.
pub fn offsets(now: Timestamp) -> Vec<i32> {
    let minutes: BTreeSet<i32> = leaders()
        .filter(|zone| largest(zone).is_some_and(|place| place.population >= PEOPLE_MIN))
        .filter_map(|zone| minutes_at(zone, now))
        .collect();
    minutes.into_iter().collect()
}

/// A time of day as people type it, in minutes after midnight: `21:04`, `21.04`, `21h04`, `9:04 pm`, `9pm`. Without *am* or
/// *pm*, what may be morning or evening is both, the one typed first.
pub fn read_clock(typed: &str) -> Vec<i32> {
    let typed = typed
        .trim()
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm");
    let half = ["am", "pm"]
        .into_iter()
        .find_map(|half| Some((half, typed.strip_suffix(half)?.trim_end())));
    let (half, digits) = half.map_or((None, typed.as_str()), |(half, rest)| (Some(half), rest));
    let number = |text: &str, most: i32| {
        let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i32>()
            .ok()
            .filter(|number| is_number && *number <= most)
    };
    let told = match digits.split_once([':', '.', 'h']) {
        Some((hour, minute)) if minute.len() == 2 => number(hour, 23).zip(number(minute, 59)),
        Some(_) => None,
        // A bare number could be anything.
        None => number(digits, 12).zip(half.map(|_| 0)),
    };
    let Some((hour, minute)) = told else {
        return Vec::new();
    };
    match (half, hour) {
        (Some(_), 0 | 13..) => Vec::new(),
        (Some(half), _) => vec![(hour % 12 + if half == "pm" { 12 } else { 0 }) * 60 + minute],
        (None, 1..=12) => vec![hour * 60 + minute, (hour * 60 + minute + DAY / 2) % DAY],
        (None, _) => vec![hour * 60 + minute],
    }
}

fn leaders() -> impl Iterator<Item = &'static Zone> {
    data::zones().iter().filter(|zone| zone.leads_its_clocks())
}

/// The most populous city of a zone.
fn largest(zone: &Zone) -> Option<Place> {
    Place::of_city(&data::city(zone.city?)?)
}

fn minutes_at(zone: &Zone, now: Timestamp) -> Option<i32> {
    let time = TimeZone::get(zone.name).ok()?.to_datetime(now).time();
    Some(i32::from(time.hour()) * 60 + i32::from(time.minute()))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn names(places: &[Place]) -> Vec<&str> {
        places.iter().map(|place| place.name.as_str()).collect()
    }

    #[test]
    fn a_clock_time_is_shared_by_the_largest_city_of_each_zone_most_populous_first() {
        let summer = at("2026-07-01T12:00:00Z");
        let two = sharing(summer, 14 * 60);
        assert!(two.len() > 40, "{}", two.len());
        for zone in [
            "Europe/Berlin",
            "Europe/Paris",
            "Africa/Johannesburg",
            "Africa/Cairo",
        ] {
            let cities = two.iter().filter(|place| place.zone == zone).count();
            assert_eq!(cities, usize::from(zone != "Africa/Cairo"), "{zone}");
        }
        let winter = sharing(at("2026-01-10T12:00:00Z"), 14 * 60);
        let zones: Vec<&str> = winter.iter().map(|place| place.zone.as_str()).collect();
        assert!(
            zones.contains(&"Africa/Cairo") && !zones.contains(&"Europe/Berlin"),
            "{zones:?}"
        );
        for place in &two {
            let zone = TimeZone::get(&place.zone).unwrap();
            assert_eq!(zone.to_datetime(summer).hour(), 14, "{}", place.name);
        }
        assert!(two.is_sorted_by(|one, next| one.population >= next.population));
    }

    #[test]
    fn some_minutes_of_reading_change_nothing_and_midnight_is_no_border() {
        let now = at("2026-07-01T00:00:00Z");
        let kathmandu = names(&sharing(now, 5 * 60 + 45)).join(" ");
        assert_eq!(kathmandu, "Kathmandu");
        assert_eq!(names(&sharing(now, 5 * 60 + 40)), ["Kathmandu"]);
        assert_eq!(names(&sharing(now, 5 * 60 + 52)), ["Kathmandu"]);
        assert!(!names(&sharing(now, 5 * 60 + 53)).contains(&"Kathmandu"));
        let midnight = sharing(now, 0);
        assert!(!midnight.is_empty());
        assert_eq!(sharing(now, DAY - 3), midnight);
        assert_eq!(sharing(now, DAY), midnight);
        assert_eq!(sharing(now, 5 * 60 + 22), Vec::new());
    }

    #[test]
    fn a_time_is_read_as_people_type_it() {
        for (typed, minutes) in [
            ("21:04", &[1264][..]),
            (" 21.04 ", &[1264]),
            ("21h04", &[1264]),
            ("9:04 pm", &[1264]),
            ("9:04pm", &[1264]),
            ("9 P.M.", &[1260]),
            ("12am", &[0]),
            ("12:30 pm", &[750]),
            ("0:15", &[15]),
            ("9:04", &[544, 1264]),
            ("09:04", &[544, 1264]),
            ("12:30", &[750, 30]),
        ] {
            assert_eq!(read_clock(typed), minutes, "{typed}");
        }
        for typed in [
            "",
            "9",
            "21",
            "24:00",
            "21:60",
            "21:4",
            "13pm",
            "0am",
            "pm",
            "9:04:10",
            "+9:04",
            "half past nine",
            "i am",
            "١٢:٠٠",
        ] {
            assert_eq!(read_clock(typed), Vec::<i32>::new(), "{typed}");
        }
    }

    #[test]
    fn every_button_leads_somewhere_and_they_stand_in_the_order_of_the_clock() {
        for moment in ["2026-01-10T20:04:30Z", "2026-07-10T20:04:30Z"] {
            let now = at(moment);
            let buttons = offsets(now);
            assert!(buttons.is_sorted_by(|one, next| one < next));
            assert!((28..=36).contains(&buttons.len()), "{}", buttons.len());
            for minutes in &buttons {
                assert!(!sharing(now, *minutes).is_empty(), "{minutes}");
            }
            for zone in ["Europe/London", "Asia/Kathmandu", "America/Nuuk"] {
                let there = minutes_at(data::zone(zone).unwrap(), now).unwrap();
                assert!(buttons.contains(&there), "{zone}");
            }
        }
    }

    #[test]
    fn every_zone_with_a_city_keeps_the_clocks_of_the_one_that_leads_it() {
        let first = at("2025-01-01T00:00:00Z");
        for zone in data::zones().iter().filter(|zone| zone.city.is_some()) {
            let leader = data::zone(zone.clocks().unwrap()).unwrap();
            assert!(leader.leads_its_clocks(), "{}", leader.name);
            let (one, other) = (
                TimeZone::get(zone.name).unwrap(),
                TimeZone::get(leader.name).unwrap(),
            );
            for day in 0..(10 * 365) {
                let at = first + SignedDuration::from_hours(24 * day);
                assert_eq!(one.to_offset(at), other.to_offset(at), "{} {at}", zone.name);
            }
        }
    }
}
