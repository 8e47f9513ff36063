//! Typed words that need a rule of their own: abbreviations of clocks (`EST`), short names of countries, and names of towns that
//! are everyday words.

use super::data;
use super::fold::fold;
use super::place::Place;

/// What clocks are called rather than places, and the zones that a person who says so may live in. The tz database has some
/// of them as names too, but for one place without summer time: whoever types EST in New York would be an hour off in July.
const CLOCKS: [(&[&str], &[&str]); 12] = [
    (&["est"], &["America/New_York", "America/Panama"]),
    (&["edt", "est5edt"], &["America/New_York"]),
    (
        &["cst"],
        &["America/Chicago", "America/Mexico_City", "Asia/Shanghai"],
    ),
    (&["cdt", "cst6cdt"], &["America/Chicago"]),
    (&["mst"], &["America/Denver", "America/Phoenix"]),
    (&["mdt", "mst7mdt"], &["America/Denver"]),
    (&["pst", "pdt", "pst8pdt"], &["America/Los_Angeles"]),
    (&["hst"], &["Pacific/Honolulu"]),
    (&["cet", "met"], &["Europe/Berlin", "Africa/Algiers"]),
    (&["cest"], &["Europe/Berlin"]),
    (&["eet"], &["Europe/Athens", "Africa/Cairo"]),
    (&["wet"], &["Europe/Lisbon"]),
];

/// Countries by less than four letters. The other codes (`no`, `us`, `can`) are words that people say, and count only behind a
/// city.
pub const SHORT_LANDS: [&str; 3] = ["uae", "uk", "usa"];

/// Names of places, once folded, that are more often said as a word. Where nobody was asked for a place, such a word is none.
const EVERYDAY: [&str; 20] = [
    "ben", "can", "est", "for", "hola", "man", "mar", "mine", "mon", "nice", "no", "of", "okay",
    "pa", "per", "po", "same", "sim", "time", "to",
];

/// Whether this is a word that people say to each other every day, although some town is called so.
pub fn is_everyday(typed: &str) -> bool {
    EVERYDAY.contains(&fold(typed).as_str())
}

/// The places that go by a clock of this folded name.
pub fn by_clock(folded: &str) -> Vec<Place> {
    CLOCKS
        .iter()
        .filter(|(names, _)| names.contains(&folded))
        .flat_map(|(_, zones)| zones.iter())
        .filter_map(|zone| Place::of_zone(data::zone(zone)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::find;

    fn all(typed: &str) -> Vec<String> {
        let place = |place: Place| format!("{} {} {}", place.name, place.country, place.zone);
        find(typed).into_iter().map(place).collect()
    }

    #[test]
    fn the_name_of_a_clock_offers_the_places_that_call_it_so() {
        assert_eq!(
            all("EST"),
            [
                "New York City US America/New_York",
                "Panama City PA America/Panama"
            ]
        );
        assert_eq!(all("cet")[0], "Berlin DE Europe/Berlin");
        for (names, zones) in CLOCKS {
            for name in names {
                assert_eq!(find(name).len(), zones.len(), "{name}");
            }
        }
    }

    #[test]
    fn everyday_words_are_known_as_such_and_are_places_all_the_same() {
        for typed in ["Nice", "same", "No", "time", "OKAY!"] {
            assert!(is_everyday(typed), "{typed}");
            assert!(!find(typed).is_empty(), "{typed}");
        }
        for typed in ["Lisbon", "Nice, France", "Rio", "LA", "NYC", "Reading"] {
            assert!(!is_everyday(typed), "{typed}");
        }
        for word in EVERYDAY {
            assert_eq!(fold(word), word);
            assert!(!find(word).is_empty(), "{word} is no place");
        }
    }
}
