//! [`Place`], which every look-up of this folder gives, made from a city, a zone or a fixed offset from UTC. Nothing here reads
//! what a person typed.

use super::data::{self, City, Zone};
use super::fold::fold;

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

    /// The place of a city; `None` where the tables have no zone for it.
    pub(super) fn of_city(city: &City) -> Option<Place> {
        Some(Place {
            name: city.name.to_owned(),
            country: city.country,
            region: city.region,
            zone: city.zone()?.name.to_owned(),
            population: city.population,
        })
    }

    /// The city a zone is named after, where it is known; else a place with the name of the zone. `Etc/GMT-2` is an offset.
    pub(super) fn of_zone(zone: &'static Zone) -> Option<Place> {
        let zone = zone.current()?;
        if let Some(fixed) = zone.name.strip_prefix("Etc/") {
            return of_fixed(fixed);
        }
        let name = zone.city_part().replace('_', " ");
        let namesake = data::bearers(&fold(&name))
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

/// No place is further from UTC than these, in hours.
pub const WEST_MAX: i32 = -12;
pub const EAST_MAX: i32 = 14;

/// The place of this zone that goes by this name; else what the zone is named after. `None` for a zone nobody lives in.
pub fn in_zone(zone: &str, name: &str) -> Option<Place> {
    let zone = data::zone(zone)?.current()?;
    let city = data::bearers(&fold(name))
        .filter_map(data::city)
        .find(|city| city.name == name && city.zone().is_some_and(|of| of.name == zone.name));
    match city {
        Some(city) => Place::of_city(&city),
        None => Place::of_zone(zone),
    }
}

/// What to call a zone: `Lisbon` for `Europe/Lisbon`, `UTC+2` for `Etc/GMT-2`.
pub fn zone_name(zone: &str) -> String {
    let fixed = zone.strip_prefix("Etc/").and_then(of_fixed);
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

/// The fixed zone of so many hours east of UTC.
pub fn fixed(hours: i32) -> Option<Place> {
    if !(WEST_MAX..=EAST_MAX).contains(&hours) {
        return None;
    }
    let (name, zone) = match hours {
        0 => ("UTC".to_owned(), "Etc/UTC".to_owned()),
        _ => (format!("UTC{hours:+}"), format!("Etc/GMT{:+}", -hours)),
    };
    Some(Place {
        name,
        country: "",
        region: "",
        zone,
        population: 0,
    })
}

/// The place of a fixed zone: `GMT-2` of `Etc/GMT-2`, which is two hours ahead.
fn of_fixed(name: &str) -> Option<Place> {
    match name.strip_prefix("GMT").filter(|hours| !hours.is_empty()) {
        Some(hours) => fixed(-hours.parse::<i32>().ok()?),
        None => fixed(0),
    }
}
