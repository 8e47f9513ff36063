//! The embedded tables, as `data/places/make.py` describes them.
//!
//! They stay where the program file has them: a look-up touches a few pages, and only the line starts of the cities, the
//! zones and the folds (together under 300 KiB) are ever built in memory. Nothing here
//! knows what is looked for, or why.

use std::cmp::Ordering;
use std::sync::LazyLock;

const CITIES: &str = include_str!("../../data/places/cities.tsv");
const NAMES: &str = include_str!("../../data/places/names.tsv");
const LANDS: &str = include_str!("../../data/places/lands.tsv");
const COUNTRIES: &str = include_str!("../../data/places/countries.tsv");
const ZONES: &str = include_str!("../../data/places/zones.tsv");

/// Where each line of the cities begins.
static STARTS: LazyLock<Box<[u32]>> = LazyLock::new(|| {
    let ends = CITIES
        .bytes()
        .zip(1u32..)
        .filter(|(byte, _)| *byte == b'\n');
    std::iter::once(0)
        .chain(ends.map(|(_, next)| next))
        .collect()
});

static ALL_ZONES: LazyLock<Box<[Zone]>> =
    LazyLock::new(|| ZONES.lines().filter_map(Zone::read).collect());

/// One line of the cities.
#[derive(Clone, Copy)]
pub struct City {
    pub name: &'static str,
    pub country: &'static str,
    pub region: &'static str,
    /// Hundredths of a degree north.
    pub lat: i32,
    /// Hundredths of a degree east.
    pub lon: i32,
    pub population: u32,
    zone: usize,
}

impl City {
    fn read(line: &'static str) -> Option<City> {
        let mut fields = line.split('\t');
        Some(City {
            lat: fields.next()?.parse().ok()?,
            country: fields.next()?,
            lon: fields.next()?.parse().ok()?,
            name: fields.next()?,
            region: fields.next()?,
            population: fields.next()?.parse().ok()?,
            zone: fields.next()?.parse().ok()?,
        })
    }

    pub fn zone(&self) -> Option<&'static Zone> {
        ALL_ZONES.get(self.zone)
    }

    /// The same zone and country: for a clock the two are one.
    pub fn keeps_time_with(&self, other: &City) -> bool {
        self.zone == other.zone && self.country == other.country
    }
}

/// One zone name of the tz database.
pub struct Zone {
    pub name: &'static str,
    /// The name it now goes by, where that is another.
    now: Option<&'static str>,
    /// Empty where it belongs to none.
    pub country: &'static str,
    /// Hundredths of a degree north and east.
    pub at: Option<(i32, i32)>,
    /// The number of its most populous city.
    pub city: Option<usize>,
    /// The zone with the most populous city among those with the same clocks.
    clocks: Option<&'static str>,
}

impl Zone {
    fn read(line: &'static str) -> Option<Zone> {
        let mut fields = line.split('\t');
        let told = |field: &'static str| (field != "-").then_some(field);
        let name = fields.next()?;
        let now = told(fields.next()?);
        let country = fields.next()?;
        let at = match (fields.next()?.parse().ok(), fields.next()?.parse().ok()) {
            (Some(lat), Some(lon)) => Some((lat, lon)),
            _ => None,
        };
        let city = told(fields.next()?).and_then(|number| number.parse().ok());
        Some(Zone {
            name,
            now,
            country,
            at,
            city,
            clocks: told(fields.next()?),
        })
    }

    /// Itself, or what a former or second name stands for.
    pub fn current(&'static self) -> Option<&'static Zone> {
        match self.now {
            None => Some(self),
            Some(now) => zone(now),
        }
    }

    /// `Lisbon` of `Europe/Lisbon`.
    pub fn city_part(&self) -> &'static str {
        self.name.rsplit('/').next().unwrap_or(self.name)
    }

    /// Whether its last part is a place rather than a part of a country (`US/Pacific`, `Australia/West`) or a rule.
    pub fn names_a_city(&self) -> bool {
        const CONTINENTS: [&str; 9] = [
            "Africa",
            "America",
            "Antarctica",
            "Arctic",
            "Asia",
            "Atlantic",
            "Europe",
            "Indian",
            "Pacific",
        ];
        let continent = self.name.split('/').next();
        self.at.is_some()
            || continent
                .is_some_and(|continent| CONTINENTS.contains(&continent) && self.name != continent)
    }

    /// The zone that stands for all with the same clocks since 2025; none for a zone without a city.
    pub fn clocks(&self) -> Option<&'static str> {
        self.clocks
    }

    /// It is the one that stands for them.
    pub fn leads_its_clocks(&self) -> bool {
        self.clocks == Some(self.name)
    }
}

/// Every zone name of the release, in order.
pub fn zones() -> &'static [Zone] {
    &ALL_ZONES
}

/// The zone of exactly this name.
pub fn zone(name: &str) -> Option<&'static Zone> {
    zones().iter().find(|zone| zone.name == name)
}

/// Every city, most populous first.
#[cfg(test)]
pub fn cities() -> impl Iterator<Item = City> {
    CITIES.lines().filter_map(City::read)
}

/// The cities of which the latitude, in hundredths of a degree, and the country are wanted; most populous first. The other
/// lines are hardly read.
pub fn cities_where(wanted: impl Fn(i32, &str) -> bool) -> impl Iterator<Item = City> {
    let is_wanted = move |line: &&str| {
        let mut fields = line.splitn(3, '\t');
        let lat = fields.next().and_then(|lat| lat.parse().ok());
        matches!((lat, fields.next()), (Some(lat), Some(country)) if wanted(lat, country))
    };
    CITIES.lines().filter(is_wanted).filter_map(City::read)
}

/// The city of a number.
pub fn city(number: usize) -> Option<City> {
    let start = usize::try_from(*STARTS.get(number)?).ok()?;
    City::read(CITIES.get(start..)?.lines().next()?)
}

/// The numbers of the cities that bear a folded name, best first.
pub fn bearers(folded: &str) -> impl Iterator<Item = usize> {
    line_of(NAMES, folded)
        .into_iter()
        .flat_map(|numbers| numbers.split(' '))
        .filter_map(|number| number.parse().ok())
}

/// What countries (`US`) and regions (`US.Texas`) a folded name may mean.
pub fn lands(folded: &str) -> impl Iterator<Item = &'static str> {
    line_of(LANDS, folded)
        .into_iter()
        .flat_map(|codes| codes.split('\t'))
}

/// What the country of a code is called in English.
pub fn country(code: &str) -> Option<&'static str> {
    line_of(COUNTRIES, code)
}

/// The rest of the line that begins with this key, in a table whose lines are sorted by the bytes of their keys.
fn line_of(table: &'static str, key: &str) -> Option<&'static str> {
    let bytes = table.as_bytes();
    let (mut from, mut to) = (0, bytes.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = bytes[from..middle]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(from, |before| from + before + 1);
        let end = bytes[middle..to]
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(to, |after| middle + after);
        let (found, rest) = table.get(start..end)?.split_once('\t')?;
        match key.as_bytes().cmp(found.as_bytes()) {
            Ordering::Equal => return Some(rest),
            Ordering::Less => to = start,
            Ordering::Greater => from = end + 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::places::fold::fold;

    #[test]
    fn every_line_of_every_table_can_be_read() {
        assert_eq!(cities().count(), CITIES.lines().count());
        assert_eq!(STARTS.len(), CITIES.lines().count() + 1);
        assert_eq!(zones().len(), ZONES.lines().count());
        let last = CITIES.lines().count() - 1;
        assert!(city(last).is_some());
        assert!(city(last + 1).is_none());
        let ordered: Vec<u32> = cities().map(|city| city.population).collect();
        assert!(ordered.is_sorted_by(|one, next| one >= next));
    }

    #[test]
    fn every_name_is_folded_as_it_will_be_when_typed_and_is_found() {
        for table in [NAMES, LANDS] {
            let keys: Vec<&str> = table
                .lines()
                .map(|line| line.split_once('\t').unwrap().0)
                .collect();
            assert!(keys.is_sorted_by(|one, next| one.as_bytes() < next.as_bytes()));
            for key in keys {
                assert_eq!(fold(key), key);
                assert!(line_of(table, key).is_some(), "{key}");
            }
        }
        for (number, city) in cities().enumerate() {
            let found = bearers(&fold(city.name)).any(|bearer| bearer == number);
            assert!(found, "{} is not found under its own name", city.name);
        }
        assert_eq!(line_of(NAMES, ""), None);
        assert_eq!(line_of(NAMES, "nowheresuchaplace"), None);
    }

    #[test]
    fn every_zone_is_one_of_jiffs_and_every_city_lives_in_a_current_one() {
        let known: BTreeSet<String> = jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .collect();
        let ours: BTreeSet<String> = zones().iter().map(|zone| zone.name.to_owned()).collect();
        assert_eq!(
            ours, known,
            "jiff has another release: run data/places/make.py"
        );
        for city in cities() {
            let zone = city.zone().unwrap();
            assert!(zone.now.is_none() && zone.at.is_some(), "{}", zone.name);
        }
        for zone in zones() {
            assert!(
                zone.current().is_some_and(|now| now.now.is_none()),
                "{}",
                zone.name
            );
        }
    }
}
