//! Where are you: from what a person types, shares or picks to a place and its IANA zone.
//!
//! Start with [`find()`] (something typed), [`nearest`] (a shared location), and [`offsets`] with [`sharing`] (first the
//! current local time, then one of the places that have it; [`read_clock`] where that time is typed). The data is embedded (`data/places/`, made by its `make.py`):
//! 34,000 cities of GeoNames (CC BY 4.0, <https://www.geonames.org>) and the zones of the tz database. Nothing here reads a
//! clock or a file; what is typed is matched exactly, once letters are folded, and never guessed at.

mod clocks;
mod data;
mod find;
mod fold;
mod near;
mod offset;

pub use clocks::{offsets, read_clock, sharing};
pub use find::{find, is_everyday};
pub use near::nearest;

use data::{City, Zone};

/// A city of this many people is large: it stands for itself in a list, and gives its name to what lies around it.
pub const LARGE: u32 = 100_000;

/// A smaller place is listed only when there is no other in its zone.
pub const TOWN: u32 = 15_000;

/// A place people live in, or a fixed offset from UTC.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// In English or as at home; `UTC+2` for an offset.
    pub name: String,
    /// ISO 3166 alpha-2; empty for an offset.
    pub country: &'static str,
    /// The state, province or nation, in English, in the United States, Canada, Australia and the United Kingdom; else empty.
    pub region: &'static str,
    /// A name of the bundled tz database, never a former one.
    pub zone: String,
    /// People who live there; 0 where that is not known.
    pub population: u32,
}

impl Place {
    /// `Paris, France`, `Paris, Texas`, `UTC+2`: enough to tell it from others of its name.
    pub fn title(&self) -> String {
        let land = match self.region {
            "" => data::country(self.country).unwrap_or_default(),
            region => region,
        };
        if land.is_empty() || land == self.name {
            self.name.clone()
        } else {
            format!("{}, {land}", self.name)
        }
    }

    /// It is a fixed offset from UTC, without summer time.
    pub fn is_fixed(&self) -> bool {
        self.zone.starts_with("Etc/")
    }

    fn of_city(city: &City) -> Option<Place> {
        Some(Place {
            name: city.name.to_owned(),
            country: city.country,
            region: city.region,
            zone: city.zone()?.name.to_owned(),
            population: city.population,
        })
    }

    /// The city a zone is named after, where it is known; else a place with the name of the zone. `Etc/GMT-2` is an offset.
    fn of_zone(zone: &'static Zone) -> Option<Place> {
        let zone = zone.current()?;
        if let Some(fixed) = zone.name.strip_prefix("Etc/") {
            return offset::of_fixed(fixed);
        }
        let name = zone.city_part().replace('_', " ");
        let namesake = data::bearers(&fold::fold(&name))
            .filter_map(data::city)
            .find(|city| city.zone().is_some_and(|of| of.name == zone.name));
        if let Some(city) = namesake {
            return Place::of_city(&city);
        }
        zone.at?;
        Some(Place {
            name,
            country: zone.country,
            region: "",
            zone: zone.name.to_owned(),
            population: 0,
        })
    }
}

/// The place of this zone that goes by this name; else what the zone is named after. `None` for a zone nobody lives in.
pub fn in_zone(zone: &str, name: &str) -> Option<Place> {
    let zone = data::zone(zone)?.current()?;
    let city = data::bearers(&fold::fold(name))
        .filter_map(data::city)
        .find(|city| city.name == name && city.zone().is_some_and(|of| of.name == zone.name));
    match city {
        Some(city) => Place::of_city(&city),
        None => Place::of_zone(zone),
    }
}

/// What to call a zone: `Lisbon` for `Europe/Lisbon`, `UTC+2` for `Etc/GMT-2`.
pub fn zone_name(zone: &str) -> String {
    let fixed = zone.strip_prefix("Etc/").and_then(offset::of_fixed);
    match fixed {
        Some(place) => place.name,
        None => zone.rsplit('/').next().unwrap_or(zone).replace('_', " "),
    }
}

/// The ISO 3166 alpha-2 code of the country a zone is named after; `None` for an offset and for a zone nobody lives in.
pub fn country_of(zone: &str) -> Option<&'static str> {
    let zone = data::zone(zone)?.current()?;
    Some(zone.country).filter(|country| !country.is_empty())
}

fn degrees(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

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
