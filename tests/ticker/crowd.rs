//! Many couples at once, stored as the program itself would have left them: in Lisbon, together for a week, one prompt every
//! evening at half past eight, the next one due on [`SLOT`].

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use rand::rngs::StdRng;
use twofold::core::ids::{ChatId, CoupleId, PersonId, RoundId, ScheduleId, Seat};
use twofold::core::plan::{EVENING, Plan, Rhythm, WEEK};
use twofold::core::round::{OPEN_FOR, Origin, Round, RoundPhase, SeatRound};
use twofold::core::state::{Couple, Mood, Person, Phase, Schedule, State};
use twofold::core::words::Name;
use twofold::core::{Rules, World, next_due};
use twofold::library::{KindId, Library, PromptId};
use twofold::store::{Tx, couples, people};

/// A Monday's half past eight in Lisbon.
pub const SLOT: &str = "2026-11-23T20:30:00Z";
const SLOT_BEFORE: &str = "2026-11-22T20:30:00";
const TOGETHER_SINCE: &str = "2026-11-16T12:00:00Z";
const KIND: &str = "gratitude";
/// The how-to line came with the first three prompts of a kind.
const SEEN: u8 = 3;
/// Telegram users are numbered from here, two a couple.
const FIRST_USER: i64 = 1_000_000;

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

/// Stores so many couples, numbered from `from`, each with yesterday's round, which was revealed.
pub async fn settle(
    tx: &mut Tx,
    library: &Arc<Library>,
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
        for (id, user) in pair.people.into_iter().zip(pair.users) {
            let person = lives_in_lisbon(id, user);
            people::insert(tx, &person, &Name("Somebody".into()), rng)
                .await
                .expect("a person");
            state.persons.insert(id, person);
        }
        let schedule = ScheduleId::random(rng);
        state
            .couples
            .insert(pair.couple, together(&pair, schedule, &kind));
        let prompt = prompts[number % prompts.len()].id.clone();
        let round = yesterdays(&pair, schedule, &kind, prompt, rng);
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
    let now = at(SLOT) - jiff::SignedDuration::from_hours(1);
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

fn together(pair: &Pair, schedule: ScheduleId, kind: &KindId) -> Couple {
    Couple {
        id: pair.couple,
        phase: Phase::Together {
            at: at(TOGETHER_SINCE),
        },
        a: pair.people[0],
        b: Some(pair.people[1]),
        made_at: at(TOGETHER_SINCE),
        expires_at: None,
        schedules: vec![Schedule {
            id: schedule,
            kinds: vec![kind.clone()],
            cron: Rhythm::weekly(EVENING, &WEEK).expression(),
            turn: 7,
            last_slot: Some(slot_before()),
            off: false,
        }],
        leaving: None,
        paused_at: None,
        paused_until: None,
        plan: Plan::Own,
        unopened: 0,
        mood: Mood::Awake,
        plan_told_at: None,
        refused: Default::default(),
    }
}

fn slot_before() -> DateTime {
    SLOT_BEFORE.parse().expect("a local time")
}

fn yesterdays(
    pair: &Pair,
    schedule: ScheduleId,
    kind: &KindId,
    prompt: PromptId,
    rng: &mut StdRng,
) -> Round {
    let opened_at = at(SLOT) - jiff::SignedDuration::from_hours(24);
    let seats = Seat::BOTH.map(|_| SeatRound {
        ask_at: Some(opened_at),
        asked: true,
        delivered_at: Some(opened_at),
        ..SeatRound::default()
    });
    Round {
        id: RoundId::random(rng),
        couple: pair.couple,
        kind: kind.clone(),
        prompt,
        origin: Origin::Slot {
            schedule,
            slot: slot_before(),
        },
        opened_at,
        phase: RoundPhase::Revealed { at: opened_at },
        close_at: Some(opened_at + OPEN_FOR),
        swaps: 0,
        seats,
    }
}
