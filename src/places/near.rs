//! The nearest city to a point.
//!
//! The zone is that of the nearest city of any size, because near a border the nearest large one may lie beyond it. The name is
//! that of a large city with the same zone and country, if one is near enough. Of several it is the one with most
//! people over the square of the distance, so that a suburb or a borough is called by the city it belongs to, and a city of its own is not.

use super::data::{self, City, Zone};
use super::place::{LARGE, Place};

/// Further than this from every city there is nobody to ask; whoever is there can type a place.
pub const FAR_KM: f64 = 500.0;
/// A large city this far from the point may name it.
pub const AROUND_KM: f64 = 100.0;

/// Nearer than this one is within a city, and how near its middle is does not matter.
pub const WITHIN_KM: f64 = 5.0;

/// The mean radius of the Earth (IUGG).
const EARTH_KM: f64 = 6371.0088;

/// The place for a point given in degrees, by great-circle distance; `None` further than [`FAR_KM`] from every city.
pub fn nearest(lat: f64, lon: f64) -> Option<Place> {
    if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
        return None;
    }
    let here = (lat, lon);
    // A degree of latitude is the same everywhere, and spares most cities the rest.
    let band = (FAR_KM / EARTH_KM).to_degrees();
    let around = || data::cities_where(|north, _| (degrees(north) - lat).abs() <= band);
    let near = nearest_of(here, FAR_KM, around());
    let reach = near.map_or(FAR_KM, |city| km(here, at(&city)));
    if let Some(lonely) = lonely_zone(here, reach) {
        return Place::of_zone(lonely);
    }
    let near = near?;
    let large = around()
        .take_while(|city| city.population >= LARGE)
        .filter(|city| city.keeps_time_with(&near))
        .filter_map(|city| Some((weight(here, &city)?, city)))
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    Place::of_city(&large.map_or(near, |(_, city)| city))
}

fn degrees(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

/// How much a city weighs at a point: its people over the square of the distance.
fn weight(here: (f64, f64), city: &City) -> Option<f64> {
    let distance = km(here, at(city));
    let people = f64::from(city.population);
    (distance <= AROUND_KM).then(|| people / distance.max(WITHIN_KM).powi(2))
}

fn at(city: &City) -> (f64, f64) {
    (degrees(city.lat), degrees(city.lon))
}

/// A zone without any city (Lord Howe), if its place is nearer than the nearest city.
fn lonely_zone(here: (f64, f64), mut reach: f64) -> Option<&'static Zone> {
    let mut lonely = None;
    for zone in data::zones().iter().filter(|zone| zone.city.is_none()) {
        let Some((lat, lon)) = zone.at else {
            continue;
        };
        let distance = km(here, (degrees(lat), degrees(lon)));
        if distance < reach {
            reach = distance;
            lonely = Some(zone);
        }
    }
    lonely
}

fn nearest_of(
    here: (f64, f64),
    within_km: f64,
    cities: impl Iterator<Item = City>,
) -> Option<City> {
    let (mut nearest, mut reach) = (None, within_km);
    for city in cities {
        let distance = km(here, at(&city));
        if distance <= reach {
            reach = distance;
            nearest = Some(city);
        }
    }
    nearest
}

/// The great-circle distance of two points in degrees, by the haversine formula.
fn km(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (lat, other_lat) = (one.0.to_radians(), other.0.to_radians());
    let half = |radians: f64| (radians / 2.0).sin().powi(2);
    let chord =
        half(other_lat - lat) + lat.cos() * other_lat.cos() * half((other.1 - one.1).to_radians());
    2.0 * EARTH_KM * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(lat: f64, lon: f64) -> Option<String> {
        nearest(lat, lon).map(|place| format!("{} {}", place.name, place.zone))
    }

    fn found(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_point_takes_the_name_of_the_nearest_large_city() {
        assert_eq!(name(38.72, -9.14), found("Lisbon Europe/Lisbon"));
        // A suburb, a borough, and a city of its own not far from a larger one.
        assert_eq!(name(38.697, -9.421), found("Lisbon Europe/Lisbon"));
        assert_eq!(name(52.499, 13.403), found("Berlin Europe/Berlin"));
        assert_eq!(name(50.735, 7.10), found("Bonn Europe/Berlin"));
        assert_eq!(name(52.205, 0.12), found("Cambridge Europe/London"));
        assert_eq!(name(-36.85, 174.76), found("Auckland Pacific/Auckland"));
        assert_eq!(name(27.7, 85.3), found("Kathmandu Asia/Kathmandu"));
    }

    #[test]
    fn a_large_city_beyond_a_border_does_not_change_the_zone() {
        // The nearest large city to Narva is Saint Petersburg.
        assert_eq!(name(59.377, 28.19), found("Narva Europe/Tallinn"));
        // Badajoz lies a few kilometres from Portugal.
        assert_eq!(name(38.88, -6.97), found("Badajoz Europe/Madrid"));
    }

    #[test]
    fn a_place_without_a_large_city_around_keeps_its_own_name() {
        assert_eq!(name(-23.7, 133.88), found("Alice Springs Australia/Darwin"));
        assert_eq!(name(64.18, -51.72), found("Nuuk America/Nuuk"));
        // No city at all, but a zone of its own.
        assert_eq!(name(-31.53, 159.07), found("Lord Howe Australia/Lord_Howe"));
    }

    #[test]
    fn the_date_line_is_no_border_for_distance() {
        // Between the islands of Fiji, on both sides of the line.
        for lon in [179.9, -179.9] {
            assert_eq!(nearest(-17.5, lon).unwrap().zone, "Pacific/Fiji", "{lon}");
        }
    }

    #[test]
    fn the_middle_of_an_ocean_and_a_point_off_the_map_have_no_place() {
        assert_eq!(nearest(-48.88, -123.39), None);
        assert_eq!(nearest(30.0, -45.0), None);
        for (lat, lon) in [
            (91.0, 0.0),
            (0.0, 181.0),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
        ] {
            assert_eq!(nearest(lat, lon), None);
        }
    }

    #[test]
    fn distances_are_great_circles() {
        let lisbon_auckland = km((38.72, -9.14), (-36.85, 174.76));
        assert!(
            (lisbon_auckland - 19_600.0).abs() < 100.0,
            "{lisbon_auckland}"
        );
        assert!((km((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 0.1);
        assert!((km((90.0, 0.0), (-90.0, 0.0)) - 20_015.0).abs() < 1.0);
    }
}
