//! Where are you: from what a person types, shares or picks to a place and its IANA zone.
//!
//! Start with [`find`] (something typed), [`nearest`] (a shared location), and [`offsets`] with [`sharing`] (first the
//! current local time, then one of the places that have it). The data is embedded (`data/places/`, made by its `make.py`):
//! 34,000 cities of GeoNames (CC BY 4.0, <https://www.geonames.org>) and the zones of the tz database. Nothing here reads a
//! clock or a file; what is typed is matched exactly, once letters are folded, and never guessed at.

mod clocks;
mod data;
mod find;
mod fold;
mod near;
mod offset;

pub use clocks::{offsets, sharing};
pub use find::find;
pub use near::nearest;

use data::{City, Zone};

/// A city of this many people is large: it stands for itself in a list, and gives its name to what lies around it.
pub const LARGE: u32 = 100_000;

/// A smaller place is listed only when there is no other in its zone.
pub const TOWN: u32 = 15_000;

/// A place people live in, or a fixed offset from UTC.
#[derive(Clone, PartialEq, Debug)]
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
    /// Degrees north, to a hundredth; 0 for an offset.
    pub lat: f64,
    /// Degrees east, to a hundredth; for an offset its meridian.
    pub lon: f64,
}

impl Place {
    fn of_city(city: &City) -> Option<Place> {
        Some(Place {
            name: city.name.to_owned(),
            country: city.country,
            region: city.region,
            zone: city.zone()?.name.to_owned(),
            population: city.population,
            lat: degrees(city.lat),
            lon: degrees(city.lon),
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
        let (lat, lon) = zone.at?;
        Some(Place {
            name,
            country: zone.country,
            region: "",
            zone: zone.name.to_owned(),
            population: 0,
            lat: degrees(lat),
            lon: degrees(lon),
        })
    }
}

fn degrees(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}
