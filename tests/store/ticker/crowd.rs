//! Many couples at once, stored as the program itself would have left them: in Lisbon, together for a week, one prompt every
//! evening at half past eight.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Span, Timestamp};
use rand::rngs::StdRng;
use serde_json::json;

use twofold::core::model::couple::{Couple, Phase};
use twofold::core::model::ids::{ChatId, CoupleId, PersonId, RoundId, ScheduleId, Seat};
use twofold::core::model::person::{Came, Person};
use twofold::core::model::rhythm::{EVENING, Rhythm, WEEK};
use twofold::core::model::round::{Card, OPEN_FOR, Origin, Round, RoundPhase};
use twofold::core::model::schedule::Plan;
use twofold::core::model::state::State;
use twofold::core::model::words::Name;
use twofold::core::{Rules, World, next_due};
use twofold::library::{KindId, Library, PromptId};
use twofold::store::{Tx, couples, people};

/// A Monday's half past eight in Lisbon.
pub const SLOT: &str = "2026-11-23T20:30:00Z";
const TOGETHER_SINCE: &str = "2026-11-16T12:00:00Z";
const KIND: &str = "gratitude";
/// The how-to line came with the first three prompts of a kind.
const SEEN: u8 = 3;
/// Telegram users are numbered from here, two a couple.
const FIRST_USER: i64 = 1_000_000;

/// Where a couple stands when the crowd is stored, an hour before [`SLOT`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Evening {
    /// Yesterday's round was revealed, tonight's comes at [`SLOT`].
    Ahead,
    /// One of the two asked for tonight's round just now: it is open, unanswered, and shown to both.
    Begun,
}

/// Two people who are together.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub couple: CoupleId,
    pub people: [PersonId; 2],
    pub users: [ChatId; 2],
}

pub fn at(moment: &str) -> Timestamp {
    moment.parse().expect("a moment")
}

/// Stores so many couples, numbered from `from`.
pub async fn settle(
    tx: &mut Tx,
    library: &Arc<Library>,
    evening: Evening,
    from: usize,
    count: usize,
    rng: &mut StdRng,
) -> Vec<Pair> {
    let kind = KindId::parse(KIND).expect("a kind");
    let prompts = library.kind(&kind).expect("it ships").prompts();
    let mut state = State::default();
    let mut pairs = Vec::with_capacity(count);
    for number in from..from + count {
        let pair = Pair {
            couple: CoupleId::random(rng),
            people: [PersonId::random(rng), PersonId::random(rng)],
            users: [0, 1].map(|seat| ChatId(FIRST_USER + 2 * number as i64 + seat)),
        };
        let schedule = ScheduleId::random(rng);
        let prompt = prompts[number % prompts.len()].id.clone();
        let mut round = yesterdays(&pair, schedule, &kind, prompt, rng);
        let mut last_slot = slot_of(-1);
        if evening == Evening::Begun {
            begin(&mut round);
            last_slot = slot_of(0);
        }
        for (id, user) in pair.people.into_iter().zip(pair.users) {
            let mut person = lives_in_lisbon(id, user);
            person.last_card = Some(Came {
                round: round.id,
                at: round.opened_at,
            });
            people::insert(tx, &person, &Name("Somebody".into()), rng)
                .await
                .expect("a person");
            state.persons.insert(id, person);
        }
        let couple = together(&pair, schedule, last_slot, &kind);
        state.couples.insert(pair.couple, couple);
        state.rounds.insert(round.id, round);
        pairs.push(pair);
    }
    let rules = Rules::default();
    let world = World {
        library,
        rules: &rules,
        erase_from: Timestamp::MIN,
        may_ask: true,
    };
    let now = begun_at();
    let due: BTreeMap<_, _> = pairs
        .iter()
        .map(|pair| (pair.couple, next_due(&state, pair.couple, now, &world)))
        .collect();
    couples::save(tx, &State::default(), &state, &due)
        .await
        .expect("couples");
    pairs
}

fn lives_in_lisbon(id: PersonId, user: ChatId) -> Person {
    let mut person = Person::new(id, user, Some("en".into()), at(TOGETHER_SINCE));
    person.zone = Some("Europe/Lisbon".into());
    person.zone_asked = true;
    let kinds = [KIND, "check-in"].map(|kind| KindId::parse(kind).expect("a kind"));
    person.seen = kinds.map(|kind| (kind, SEEN)).into();
    person
}

fn together(pair: &Pair, schedule: ScheduleId, last_slot: DateTime, kind: &KindId) -> Couple {
    let since = at(TOGETHER_SINCE);
    stored(json!({
        "id": pair.couple,
        "phase": Phase::Together { at: since },
        "a": pair.people[0],
        "b": pair.people[1],
        "made_at": since,
        "expires_at": null,
        "schedules": [{
            "id": schedule,
            "kinds": [kind],
            "cron": Rhythm::weekly(EVENING, &WEEK).expression(),
            "turn": 7,
            "last_slot": last_slot,
        }],
        "leaving": null,
        "paused_until": null,
        "plan": Plan::Own,
    }))
}

/// What is not said here stands as in a row of an earlier version.
fn stored<T: serde::de::DeserializeOwned>(doc: serde_json::Value) -> T {
    serde_json::from_value(doc).expect("a row that can be read")
}

/// The local time of the slot so many days after [`SLOT`].
fn slot_of(days: i64) -> DateTime {
    let tonight: DateTime = SLOT.trim_end_matches('Z').parse().expect("a local time");
    tonight + Span::new().days(days)
}

fn begun_at() -> Timestamp {
    at(SLOT) - SignedDuration::from_hours(1)
}

/// Turns yesterday's round into one that was asked for just now.
fn begin(round: &mut Round) {
    let now = begun_at();
    round.origin = Origin::Asked { by: Seat::A };
    round.opened_at = now;
    round.phase = RoundPhase::Open;
    round.close_at = Some(now + OPEN_FOR);
    for (n, seat) in round.seats.iter_mut().enumerate() {
        seat.ask_at = Some(now);
        seat.delivered_at = Some(now);
        seat.card = Some(Card {
            key: format!("card:{}:{n}:1", round.id),
            since: now,
            n: 1,
        });
    }
}

fn yesterdays(
    pair: &Pair,
    schedule: ScheduleId,
    kind: &KindId,
    prompt: PromptId,
    rng: &mut StdRng,
) -> Round {
    let opened_at = at(SLOT) - SignedDuration::from_hours(24);
    let seat = json!({ "ask_at": opened_at, "asked": true, "delivered_at": opened_at });
    stored(json!({
        "id": RoundId::random(rng),
        "couple": pair.couple,
        "kind": kind,
        "prompt": prompt,
        "origin": Origin::Slot { schedule, slot: slot_of(-1) },
        "opened_at": opened_at,
        "phase": RoundPhase::Revealed { at: opened_at },
        "close_at": opened_at + OPEN_FOR,
        "swaps": 0,
        "seats": [seat, seat],
    }))
}
