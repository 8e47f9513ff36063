//! Two people, one couple, one round, and what each would be shown.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use twofold::core::model::couple::{Couple, Phase};
use twofold::core::model::deck::{Kept, Ritual};
use twofold::core::model::ids::{
    AsideId, ChatId, CoupleId, MessageId, PartId, PersonId, QuestionId, RitualId, RoundId,
    ScheduleId, Seat, ThreadId,
};
use twofold::core::model::person::{Aside, AsideMessage, Person};
use twofold::core::model::round::{Origin, Part, Round, RoundPhase, SeatRound};
use twofold::core::model::state::State;
use twofold::core::model::words::{Name, Text, Words};
use twofold::core::protocol::say::Say;
use twofold::library::{self, KindId, Library, PromptId, Reveals, Shape, Source};
use twofold::texts::{Body, Context, Keyboard, OwnQuestions, Piece, render};

pub const ANA: PersonId = PersonId(101);
pub const BEN: PersonId = PersonId(102);
pub const COUPLE: CoupleId = CoupleId(201);
pub const ROUND: RoundId = RoundId(301);
pub const ASIDE: AsideId = AsideId(i64::MAX);

/// A couple with an open gratitude round; Ana sits in seat A, Ben in seat B.
pub struct World {
    pub state: State,
    pub names: BTreeMap<PersonId, Name>,
    pub parts: BTreeMap<(ThreadId, Seat), Vec<(Part, Words)>>,
    pub event_words: Option<Words>,
    pub asides: BTreeMap<(AsideId, MessageId), Words>,
    pub own: OwnQuestions,
}

pub fn shipped() -> &'static Library {
    static LIBRARY: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    LIBRARY.get_or_init(|| library::load(Source::embedded()).expect("the shipped library loads"))
}

/// 2026-11-23, 20:04 UTC: 21:04 in Berlin.
pub fn now() -> Timestamp {
    "2026-11-23T20:04:00Z".parse().expect("a time")
}

impl World {
    pub fn new() -> World {
        let mut state = State {
            me: Some(ANA),
            ..State::default()
        };
        for (id, user) in [(ANA, 11), (BEN, 22)] {
            let mut person = Person::new(id, ChatId(user), Some("en".into()), now());
            person.zone = Some("Europe/Berlin".into());
            state.persons.insert(id, person);
        }
        let aside = Aside {
            id: ASIDE,
            messages: vec![AsideMessage {
                can_be_covered: true,
                message: MessageId(9),
                date: now(),
                units: 2,
                album: None,
            }],
            asked_at: now(),
            retry: None,
        };
        state.persons.get_mut(&ANA).expect("Ana").aside = Some(aside);
        state.couples.insert(
            COUPLE,
            Couple {
                id: COUPLE,
                phase: Phase::Together { at: now() },
                a: ANA,
                b: Some(BEN),
                made_at: now(),
                expires_at: None,
                schedules: Vec::new(),
                leaving: None,
                paused_at: None,
                paused_until: None,
                left_open: Default::default(),
                plan: Default::default(),
                plan_by: None,
                group: None,
                unopened: 0,
                mood: Default::default(),
                plan_told_at: None,
                refused: Default::default(),
                choosing: Default::default(),
                reflect: Default::default(),
                ours: Default::default(),
            },
        );
        let seat = SeatRound {
            ask_at: Some(now()),
            asked: true,
            shown: Some("What has {partner} dared lately that looked small from outside?".into()),
            ..SeatRound::default()
        };
        state.rounds.insert(
            ROUND,
            Round {
                id: ROUND,
                couple: COUPLE,
                kind: KindId::parse("gratitude").expect("a kind"),
                prompt: PromptId::parse("gratitude-0003").expect("a prompt"),
                shape: Shape::Text,
                reveals: Reveals::Both,
                origin: Origin::Slot {
                    schedule: ScheduleId(1),
                    slot: jiff::civil::date(2026, 11, 23).at(20, 30, 0, 0),
                },
                opened_at: now(),
                phase: RoundPhase::Open,
                close_at: None,
                swaps: 0,
                tries: 0,
                sequel: None,
                posted: None,
                seats: [seat.clone(), seat],
            },
        );
        World {
            state,
            names: BTreeMap::from([(ANA, Name("Ana".into())), (BEN, Name("Ben".into()))]),
            parts: BTreeMap::new(),
            event_words: None,
            asides: BTreeMap::new(),
            own: OwnQuestions::default(),
        }
    }

    pub fn round(&mut self) -> &mut Round {
        self.state.rounds.get_mut(&ROUND).expect("the round")
    }

    pub fn couple(&mut self) -> &mut Couple {
        self.state.couples.get_mut(&COUPLE).expect("the couple")
    }

    pub fn person(&mut self, id: PersonId) -> &mut Person {
        self.state.persons.get_mut(&id).expect("the person")
    }

    /// The link is out, and nobody has come.
    pub fn inviting(&mut self) {
        let couple = self.couple();
        couple.phase = Phase::Inviting;
        couple.b = None;
        self.round().origin = Origin::First;
    }

    /// Ben has accepted; Ana has not said yes.
    pub fn proposed(&mut self) {
        self.couple().phase = Phase::Proposed { at: now() };
        self.round().origin = Origin::First;
    }

    /// This seat's answer, a minute's distance from the other's, in messages 1000 (A) or 2000 (B) and on.
    pub fn answer(&mut self, seat: Seat, words: Vec<Words>) {
        let first = 1000 * (seat.index() as i64 + 1);
        let at = now() - SignedDuration::from_mins(10 * (seat.index() as i64 + 1));
        let parts: Vec<(Part, Words)> = words
            .into_iter()
            .zip(first..)
            .map(|(words, n)| {
                let part = Part {
                    covered: false,
                    id: PartId(n),
                    message: MessageId(n),
                    at,
                    units: words.units(),
                    album: None,
                    touched: false,
                };
                (part, words)
            })
            .collect();
        let mine = self.round().seat_mut(seat);
        mine.parts = parts.iter().map(|(part, _)| part.clone()).collect();
        mine.first_at = Some(at);
        mine.last_at = Some(at);
        self.parts.insert((ROUND.thread(), seat), parts);
    }

    /// The round asks a question of Ana's own, the couple keeps eleven of them, and has a ritual.
    pub fn makes_its_own(&mut self, question: &str) {
        let words = (ANA, Text::plain(question));
        let round = self.round();
        round.prompt = PromptId::own(1);
        for seat in Seat::BOTH {
            round.seat_mut(seat).shown = None;
        }
        self.own.asked.insert(ROUND, words.clone());
        let deck = (1..=11).map(|n| Kept {
            question: QuestionId(n),
            by: ANA,
        });
        self.state.decks.insert(COUPLE, deck.collect());
        self.own.kept = (1..=11).map(|n| (QuestionId(n), words.clone())).collect();
        let made = jiff::civil::date(2026, 11, 23).at(20, 4, 0, 0);
        self.couple().ours.rituals = vec![Ritual {
            id: RitualId(1),
            prompt: PromptId::parse("gratitude-0003").expect("a prompt"),
            made,
            told: [made; 2],
        }];
    }

    pub fn reveal(&mut self) {
        self.round().phase = RoundPhase::Revealed { at: now() };
    }

    pub fn show(&self, say: &Say, to: PersonId) -> Vec<Piece> {
        self.show_from(shipped(), say, to)
    }

    /// The same with another library.
    pub fn show_from(&self, library: &Library, say: &Say, to: PersonId) -> Vec<Piece> {
        let context = Context {
            state: &self.state,
            library,
            now: now(),
            bot: "twofold_bot",
            names: &self.names,
            parts: &self.parts,
            event_words: self.event_words.as_ref(),
            event_message: Some(MessageId(77)),
            asides: &self.asides,
            own: &self.own,
        };
        render(say, to, &context)
    }
}

/// A person's words as a test writes them.
pub fn text(text: &str) -> Words {
    Words::text(text)
}

/// The messages as they would stand in the chat: spoilers between `‖`, buttons in brackets.
pub fn as_read(pieces: &[Piece]) -> String {
    let shown = pieces.iter().map(|piece| match &piece.body {
        Body::Text {
            text,
            entities,
            keyboard,
        } => format!("{}{}", covered(text, entities), buttons(keyboard)),
        Body::File {
            kind,
            caption,
            entities,
            spoiler,
            ..
        } => format!(
            "<{kind:?}{}> {}",
            if *spoiler { ", covered" } else { "" },
            covered(caption.as_deref().unwrap_or_default(), entities)
        )
        .trim_end()
        .to_owned(),
        Body::Copy { from, message } => format!("<copy of {} from {}>", message.0, from.0),
        Body::Keyboard(keyboard) => format!("<buttons>{}", buttons(keyboard)),
        Body::Delete => "<taken away>".to_owned(),
        Body::Look => "<a look>".to_owned(),
        Body::Reaction(emoji) => format!("<reaction {}>", emoji.as_deref().unwrap_or("none")),
    });
    shown.collect::<Vec<_>>().join("\n-----\n")
}

fn covered(text: &str, entities: &[serde_json::Value]) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut marks = vec![0usize; units.len() + 1];
    for entity in entities.iter().filter(|e| e["type"] == "spoiler") {
        let at = entity["offset"].as_u64().expect("an offset") as usize;
        let length = entity["length"].as_u64().expect("a length") as usize;
        marks[at] += 1;
        marks[at + length] += 1;
    }
    let mut shown = String::new();
    let mut at = 0;
    for c in text.chars() {
        shown.push_str(&"‖".repeat(marks[at]));
        shown.push(c);
        at += c.len_utf16();
    }
    shown.push_str(&"‖".repeat(marks[at]));
    shown
}

fn buttons(keyboard: &Keyboard) -> String {
    let rows = keyboard.0.iter().map(|row| {
        let row: Vec<String> = row.iter().map(|b| format!("[{}]", b.label())).collect();
        format!("\n{}", row.join(" "))
    });
    rows.collect()
}
