//! From what a person typed to the places it may mean.
//!
//! In this order, and the first that finds something is the answer: an offset, a zone name with a slash, a clock's own name
//! (`EST`), a city, a city with its region or country behind it (`Paris, Texas`, `paris us`), the city part or the whole of a
//! zone name (`Troll`, `Japan`), a country or region. Every match is exact once folded.

use super::data::{self, City, Zone};
use super::fold::fold;
use super::offset;
use super::place::{LARGE, Place, TOWN};
use super::words::{SHORT_LANDS, by_clock};

/// More than this no list of buttons should hold.
pub const PLACES_MAX: usize = 8;
/// No place is called anything longer, in bytes.
const TYPED_MAX: usize = 120;
/// A region or country is named in at most so many words ("Bosnia and Herzegovina"), and at most twice.
const WORDS_MAX: usize = 6;

/// The places that what was typed may mean, best first: those of this name before those also called so, the most populous
/// before the others, one for each zone and country among those that are not large, at most [`PLACES_MAX`].
pub fn find(typed: &str) -> Vec<Place> {
    let typed = typed.trim();
    if typed.is_empty() || typed.len() > TYPED_MAX {
        return Vec::new();
    }
    if let Some(places) = offset::places(typed) {
        return places;
    }
    if typed.contains('/')
        && let Some(place) = zone_typed(typed)
    {
        return vec![place];
    }
    let folded = fold(typed);
    if folded.is_empty() {
        return Vec::new();
    }
    let first = [by_clock, by_city].into_iter().map(|by| by(&folded));
    let narrowed = std::iter::once_with(|| narrowed(typed));
    let last = [by_zone, by_land].into_iter().map(|by| by(&folded));
    first
        .chain(narrowed)
        .chain(last)
        .find(|places| !places.is_empty())
        .unwrap_or_default()
}

fn by_city(folded: &str) -> Vec<Place> {
    listed(data::bearers(folded).filter_map(data::city))
}

/// A city, then a comma or a space, then its region or country, or both.
fn narrowed(typed: &str) -> Vec<Place> {
    let words: Vec<&str> = typed
        .split(|letter: char| letter.is_whitespace() || ",;()，、".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let shortest = words.len().saturating_sub(WORDS_MAX).max(1);
    for behind in (shortest..words.len()).rev() {
        let (city, lands) = words.split_at(behind);
        for at in (0..lands.len()).rev() {
            let (region, country) = lands.split_at(at);
            let within = |land: &[&str], city: &City| {
                land.is_empty() || data::lands(&fold(&land.concat())).any(|code| is_in(city, code))
            };
            let named = fold(&city.concat());
            let cities = data::bearers(&named)
                .filter_map(data::city)
                .filter(|city| within(region, city) && within(country, city));
            let places = listed(cities);
            if !places.is_empty() {
                return places;
            }
        }
    }
    Vec::new()
}

/// Of a country (`US`) or a region of it (`US.Texas`).
fn is_in(city: &City, code: &str) -> bool {
    match code.split_once('.') {
        Some((country, region)) => city.country == country && city.region == region,
        None => city.country == code,
    }
}

fn by_zone(folded: &str) -> Vec<Place> {
    let named = zone_named(folded, |zone| zone.name).or_else(|| {
        zone_named(folded, |zone| match zone.names_a_city() {
            true => zone.city_part(),
            false => "",
        })
    });
    named.into_iter().collect()
}

/// The place of a zone whose name was typed in full. Only here do fixed zones count: folded, `Etc/GMT-2` and `Etc/GMT+2` are one.
fn zone_typed(typed: &str) -> Option<Place> {
    let exact = data::zones()
        .iter()
        .find(|zone| zone.name.eq_ignore_ascii_case(typed));
    match exact {
        Some(zone) => Place::of_zone(zone),
        None => zone_named(&fold(typed), |zone| zone.name),
    }
}

/// The place of the zone of which this is the name, once it is folded.
fn zone_named(folded: &str, name: impl Fn(&'static Zone) -> &'static str) -> Option<Place> {
    let mut zones = data::zones()
        .iter()
        .filter(|zone| !zone.name.starts_with("Etc/"));
    Place::of_zone(zones.find(|zone| fold(name(zone)) == folded)?)
}

/// Of a country or region with several zones the most populous city of each; a village only if there is nothing else.
fn by_land(folded: &str) -> Vec<Place> {
    if folded.len() < 4 && !SHORT_LANDS.contains(&folded) {
        return Vec::new();
    }
    let codes: Vec<&str> = data::lands(folded).collect();
    if codes.is_empty() {
        return Vec::new();
    }
    let country = |code: &str| codes.iter().any(|land| land.starts_with(code));
    let mut found: Vec<City> = Vec::new();
    for city in data::cities_where(|_, code| country(code)) {
        if !codes.iter().any(|code| is_in(&city, code)) {
            continue;
        }
        let told = found.iter().any(|other| other.keeps_time_with(&city));
        if found.is_empty() || !told && city.population >= TOWN {
            found.push(city);
        }
    }
    listed(found.into_iter())
}

/// The places of these cities, without the small ones that keep time with one before them.
fn listed(cities: impl Iterator<Item = City>) -> Vec<Place> {
    let mut kept: Vec<City> = Vec::new();
    for city in cities {
        let small = city.population < LARGE;
        if !(small && kept.iter().any(|other| other.keeps_time_with(&city))) {
            kept.push(city);
        }
        if kept.len() == PLACES_MAX {
            break;
        }
    }
    kept.iter().filter_map(Place::of_city).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(typed: &str) -> String {
        find(typed).first().map_or_else(String::new, |place| {
            format!("{} {} {}", place.name, place.country, place.zone)
        })
    }

    /// How people write a city, and the place it is; empty where several are meant alike.
    const SPELLINGS: &[(&[&str], &str)] = &[
        (
            &["lisbon", "Lisboa", " LISBONNE ", "Lissabon", "Лиссабон"],
            "Lisbon PT Europe/Lisbon",
        ),
        (
            &[
                "Munich",
                "München",
                "muenchen",
                "munchen",
                "Múnich",
                "Monaco di Baviera",
            ],
            "Munich DE Europe/Berlin",
        ),
        (
            &["São Paulo", "sao paulo", "SAO-PAULO", "san paolo"],
            "São Paulo BR America/Sao_Paulo",
        ),
        (
            &["Paris", "parigi", "París", "Париж", "巴黎"],
            "Paris FR Europe/Paris",
        ),
        (
            &["NYC", "New York", "new york city", "Nueva York", "NY"],
            "New York City US America/New_York",
        ),
        (
            &[
                "Saint Petersburg",
                "St. Petersburg",
                "st petersburg",
                "Санкт-Петербург",
            ],
            "Saint Petersburg RU Europe/Moscow",
        ),
        (&["Kyiv", "Kiev", "Київ", "Киев"], "Kyiv UA Europe/Kyiv"),
        (&["Tokyo", "Tōkyō", "東京"], "Tokyo JP Asia/Tokyo"),
        (
            &["Beijing", "Peking", "北京", "北京市"],
            "Beijing CN Asia/Shanghai",
        ),
        (&["Seoul", "서울", "서울시"], "Seoul KR Asia/Seoul"),
        (
            &["Cairo", "القاهرة", "Le Caire", "Kairo"],
            "Cairo EG Africa/Cairo",
        ),
        (
            &["Athens", "Αθήνα", "ΑΘΗΝΑ", "Athen"],
            "Athens GR Europe/Athens",
        ),
        (
            &["Bengaluru", "Bangalore", "ಬೆಂಗಳೂರು"],
            "Bengaluru IN Asia/Kolkata",
        ),
        (&["Delhi", "दिल्ली"], "Delhi IN Asia/Kolkata"),
        (
            &["Tel Aviv", "תל אביב", "tel-aviv"],
            "Tel Aviv IL Asia/Jerusalem",
        ),
        (
            &["Ho Chi Minh City", "Saigon", "Sài Gòn"],
            "Ho Chi Minh City VN Asia/Ho_Chi_Minh",
        ),
        (&["Washington", "Washington DC", "washington, d.c."], ""),
        (
            &["Köln", "Cologne", "koeln", "Koln"],
            "Köln DE Europe/Berlin",
        ),
        (&["Zürich", "zuerich", "Zurigo"], "Zürich CH Europe/Zurich"),
        (&["Århus", "Aarhus"], "Århus DK Europe/Copenhagen"),
        (&["Malmö", "malmoe", "malmo"], "Malmö SE Europe/Stockholm"),
        (&["LA", "los angeles"], "Los Angeles US America/Los_Angeles"),
        (
            &["Mexico", "Ciudad de México", "CDMX"],
            "Mexico City MX America/Mexico_City",
        ),
        (
            &["Kathmandu", "Katmandu", "काठमाडौं"],
            "Kathmandu NP Asia/Kathmandu",
        ),
    ];

    #[test]
    fn a_city_is_found_in_any_common_spelling() {
        for (spellings, place) in SPELLINGS {
            for typed in *spellings {
                if place.is_empty() {
                    assert!(!find(typed).is_empty(), "{typed}");
                } else {
                    assert_eq!(first(typed), *place, "{typed}");
                }
            }
        }
    }

    fn all(typed: &str) -> Vec<String> {
        let place = |place: Place| format!("{} {} {}", place.name, place.country, place.zone);
        find(typed).into_iter().map(place).collect()
    }

    #[test]
    fn the_most_populous_comes_first_and_the_others_of_the_name_are_offered() {
        assert_eq!(
            all("Paris"),
            ["Paris FR Europe/Paris", "Paris US America/Chicago"]
        );
        let london = all("london");
        assert_eq!(
            london[..2],
            ["London GB Europe/London", "London CA America/Toronto"]
        );
        // A town's own name counts for more than a former name of a metropolis.
        assert_eq!(first("Victoria"), "Victoria CA America/Vancouver");
        assert_eq!(first("York"), "York GB Europe/London");
        assert_eq!(first("Salisbury"), "Salisbury GB Europe/London");
    }

    #[test]
    fn small_towns_that_share_zone_and_country_are_one_choice_and_a_list_stays_short() {
        for typed in [
            "Springfield",
            "San José",
            "Santa Cruz",
            "Victoria",
            "San Juan",
            "Santiago",
        ] {
            let places = find(typed);
            assert!(
                (2..=PLACES_MAX).contains(&places.len()),
                "{typed}: {}",
                places.len()
            );
            for (nth, place) in places
                .iter()
                .enumerate()
                .filter(|(_, place)| place.population < LARGE)
            {
                let twin = places[..nth]
                    .iter()
                    .any(|other| other.zone == place.zone && other.country == place.country);
                assert!(!twin, "{typed}: {}", place.name);
            }
        }
    }

    #[test]
    fn a_country_or_region_behind_a_city_narrows_it() {
        for typed in [
            "Paris, Texas",
            "paris texas",
            "Paris TX",
            "Paris, TX, USA",
            "Paris US",
            "Paris (USA)",
            "paris, united states",
            "PARIS, Estados Unidos",
        ] {
            assert_eq!(all(typed), ["Paris US America/Chicago"], "{typed}");
        }
        assert_eq!(first("Paris, France"), "Paris FR Europe/Paris");
        assert_eq!(all("London, Ontario"), ["London CA America/Toronto"]);
        assert_eq!(all("london, on"), ["London CA America/Toronto"]);
        assert_eq!(first("Perth Scotland"), "Perth GB Europe/London");
        assert_eq!(first("Perth"), "Perth AU Australia/Perth");
        assert_eq!(
            first("Newcastle, New South Wales, Australia"),
            "Newcastle AU Australia/Sydney"
        );
        assert_eq!(first("Córdoba, España"), "Córdoba ES Europe/Madrid");
        assert_eq!(
            first("cordoba argentina"),
            "Córdoba AR America/Argentina/Cordoba"
        );
        assert_eq!(
            first("San José, Costa Rica"),
            "San José CR America/Costa_Rica"
        );
        assert_eq!(first("San Jose CA"), "San Jose US America/Los_Angeles");
        assert_eq!(first("Portland, Maine"), "Portland US America/New_York");
        assert_eq!(first("München, Deutschland"), "Munich DE Europe/Berlin");
        assert_eq!(all("Paris, Portugal"), Vec::<String>::new());
    }

    #[test]
    fn a_zone_name_is_taken_in_any_case_and_former_names_lead_to_todays() {
        for (typed, place) in [
            ("Europe/Lisbon", "Lisbon PT Europe/Lisbon"),
            ("europe/lisbon", "Lisbon PT Europe/Lisbon"),
            ("America/New York", "New York City US America/New_York"),
            (
                "america/argentina/buenos_aires",
                "Buenos Aires AR America/Argentina/Buenos_Aires",
            ),
            ("Asia/Calcutta", "Kolkata IN Asia/Kolkata"),
            ("Europe/Kiev", "Kyiv UA Europe/Kyiv"),
            ("US/Pacific", "Los Angeles US America/Los_Angeles"),
            ("Iceland", "Reykjavík IS Atlantic/Reykjavik"),
            ("Japan", "Tokyo JP Asia/Tokyo"),
            ("Antarctica/Troll", "Troll AQ Antarctica/Troll"),
            ("troll", "Troll AQ Antarctica/Troll"),
            ("lord howe", "Lord Howe AU Australia/Lord_Howe"),
            ("Etc/GMT-2", "UTC+2  Etc/GMT-2"),
            ("etc/gmt+3", "UTC-3  Etc/GMT+3"),
            ("Etc/Zulu", "UTC  Etc/UTC"),
            ("UTC", "UTC  Etc/UTC"),
            ("UTC+2", "UTC+2  Etc/GMT-2"),
            ("+5:30", "Kolkata IN Asia/Kolkata"),
            ("GMT-3:30", "St. John's CA America/St_Johns"),
        ] {
            assert_eq!(first(typed), place, "{typed}");
        }
    }

    #[test]
    fn every_zone_name_leads_to_a_zone_with_the_same_clocks() {
        let first_day: jiff::Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
        for zone in data::zones().iter().filter(|zone| zone.name.contains('/')) {
            let found = find(zone.name);
            let place = found.first().unwrap_or_else(|| panic!("{}", zone.name));
            let typed = jiff::tz::TimeZone::get(zone.name).unwrap();
            let given = jiff::tz::TimeZone::get(&place.zone).unwrap();
            for week in 0..260 {
                let at = first_day + jiff::SignedDuration::from_hours(24 * 7 * week);
                assert_eq!(typed.to_offset(at), given.to_offset(at), "{}", zone.name);
            }
        }
    }

    #[test]
    fn a_country_stands_for_the_largest_city_of_each_of_its_zones() {
        assert_eq!(all("Deutschland"), ["Berlin DE Europe/Berlin"]);
        let states = all("USA");
        assert_eq!(states.len(), PLACES_MAX);
        assert_eq!(
            states[..3],
            [
                "New York City US America/New_York",
                "Los Angeles US America/Los_Angeles",
                "Chicago US America/Chicago",
            ]
        );
        assert_eq!(
            all("Texas"),
            ["Houston US America/Chicago", "El Paso US America/Denver"]
        );
    }

    #[test]
    fn nothing_is_guessed() {
        for typed in [
            "",
            "   ",
            "!!",
            "lisbo",
            "lisbonn",
            "parissss",
            "at home",
            "20:30",
            "21",
            "tomorrow",
            "/",
            "x/y",
            "Europe/",
            "Etc/GMT-15",
            "+15",
            "🏡",
            "ok",
            "me",
            "us",
            "hi",
            "it",
            "and",
            &"a".repeat(5000),
            &"a ".repeat(60),
        ] {
            assert_eq!(find(typed), Vec::new(), "{typed}");
        }
    }

    #[test]
    fn every_place_names_its_zone_by_a_name_that_jiff_knows() {
        for typed in [
            "Paris",
            "usa",
            "+3",
            "Etc/GMT+5",
            "Springfield",
            "australia",
            "Россия",
        ] {
            for place in find(typed) {
                assert!(
                    crate::core::model::local_time::zone(&place.zone).is_some(),
                    "{}",
                    place.zone
                );
            }
        }
    }
}
