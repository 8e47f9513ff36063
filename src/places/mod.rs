//! Gazetteer: from what a person types, shares or picks to a [`Place`] and its IANA time zone.
//!
//! Start with [`find()`] (something typed), [`nearest`] (a shared location), and [`offsets`] with [`sharing`] (first the
//! current local time, then one of the places that have it; [`read_clock`] where that time is typed). The data is embedded
//! (`data/places/`, made by its `make.py`): 34,000 cities of GeoNames (CC BY 4.0, <https://www.geonames.org>) and the zones of
//! the tz database.
//!
//! Nothing here reads a clock or a file. What is typed is matched exactly, once letters are folded, and never guessed at.

mod clocks;
mod data;
mod find;
mod fold;
mod near;
mod offset;
mod place;
mod words;

pub use clocks::{offsets, read_clock, sharing};
pub use find::find;
pub use near::nearest;
pub use place::{Place, country_of, in_zone, zone_name};
pub use words::is_everyday;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_a_place_from_others_of_its_name() {
        for (typed, title) in [
            ("paris", "Paris, France"),
            ("paris, tx", "Paris, Texas"),
            ("london, ontario", "London, Ontario"),
            ("perth scotland", "Perth, Scotland"),
            ("singapore", "Singapore"),
            ("amsterdam", "Amsterdam, Netherlands"),
            ("troll", "Troll, Antarctica"),
            ("utc+2", "UTC+2"),
            ("utc", "UTC"),
        ] {
            assert_eq!(find(typed)[0].title(), title, "{typed}");
        }
    }

    #[test]
    fn every_country_that_a_place_is_in_has_a_name() {
        for city in data::cities() {
            let name = data::country(city.country).unwrap_or_default();
            assert!(!name.is_empty() && name.trim() == name, "{}", city.country);
        }
    }

    #[test]
    fn a_place_is_found_again_by_its_zone_and_name() {
        for typed in [
            "paris",
            "paris, tx",
            "munich",
            "são paulo",
            "troll",
            "utc-3",
            "utc",
            "Ho Chi Minh City",
        ] {
            let place = find(typed).remove(0);
            assert_eq!(
                in_zone(&place.zone, &place.name).as_ref(),
                Some(&place),
                "{typed}"
            );
        }
        assert_eq!(
            in_zone("America/Chicago", "Nowhere").map(|place| place.name),
            Some("Chicago".to_owned())
        );
        for zone in ["", "Factory", "Mars/Olympus", "../etc/passwd"] {
            assert_eq!(in_zone(zone, "Paris"), None, "{zone}");
        }
    }

    #[test]
    fn a_zone_is_called_by_its_city_or_its_offset() {
        for (zone, name) in [
            ("Europe/Lisbon", "Lisbon"),
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("Etc/GMT-2", "UTC+2"),
            ("Etc/GMT+11", "UTC-11"),
            ("Etc/UTC", "UTC"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(zone_name(zone), name);
        }
    }
}
